//! The good solutions that a search remembers, and what lies between two of them.
//!
//! Never keeps two solutions that are almost the same.

use super::super::random::Random;
use super::selection::Plan;
use super::shop::{NONE, Shop};
use crate::model::sort_with_key;

pub(crate) struct Elite {
    pub members: Vec<Plan>,
    size: usize,
    ranks: [Vec<u32>; 2],
    keys: Vec<(u64, u32)>,
}

impl Elite {
    pub fn new(size: usize) -> Elite {
        Elite { members: Vec::new(), size, ranks: [Vec::new(), Vec::new()], keys: Vec::new() }
    }

    pub fn is_full(&self) -> bool {
        self.members.len() >= self.size
    }

    /// Takes a solution in if it is better than the one that is almost the same, else than the worst; tells whether it did.
    pub fn add(&mut self, shop: &Shop, plan: &Plan, near: usize) -> bool {
        let distances = self.members.iter().enumerate().map(|(at, member)| (distance(shop, member, plan), at));
        let closest = distances.min().unwrap_or((usize::MAX, 0));
        if closest.0 <= near {
            let known = &mut self.members[closest.1];
            if plan.span < known.span {
                known.clone_from(plan);
                return true;
            }
            return false;
        }
        if !self.is_full() {
            self.members.push(plan.clone());
            return true;
        }
        let Some(worst) = self.members.iter_mut().max_by_key(|member| member.span) else { return false };
        let better = plan.span <= worst.span;
        if better {
            worst.clone_from(plan);
        }
        better
    }

    /// A solution half-way between two members: their topological orders are mixed.
    ///
    /// What is before another task in both orders is so in every weighted mean of their ranks: the mixture needs no repair, and
    /// two tasks of one machine are turned round only where the members disagree.
    pub fn between(&mut self, shop: &Shop, random: &mut Random, pair: (usize, usize), child: &mut Plan) {
        for (ranks, at) in self.ranks.iter_mut().zip([pair.0, pair.1]) {
            ranks.resize(shop.tasks(), 0);
            for (rank, task) in self.members[at].order.iter().enumerate() {
                ranks[*task as usize] = rank as u32;
            }
        }
        self.keys.clear();
        let key = |task: usize| {
            let (one, other) = (self.ranks[0][task], self.ranks[1][task]);
            (u64::from(one + other) << 32 | u64::from(one), task as u32)
        };
        self.keys.extend((0..shop.tasks()).map(key));
        sort_with_key(&mut self.keys, |key| *key);
        child.order.clear();
        child.order.extend(self.keys.iter().map(|key| key.1));
        let (one, other) = (&self.members[pair.0].choice, &self.members[pair.1].choice);
        child.choice.clear();
        child.choice.extend(one.iter().zip(other).map(|(one, other)| if one == other || random.below(2) == 0 { *one } else { *other }));
    }
}

/// How many tasks are done in another way, or behind another one on their machine, than in the other plan.
fn distance(shop: &Shop, one: &Plan, other: &Plan) -> usize {
    let previous = |plan: &Plan| {
        let mut last = vec![NONE; shop.machines];
        let mut previous = vec![NONE; shop.tasks()];
        for &task in &plan.order {
            if let Some(last) = last.get_mut(shop.choice(plan.choice[task as usize]).machine as usize) {
                previous[task as usize] = std::mem::replace(last, task);
            }
        }
        previous
    };
    let (a, b) = (previous(one), previous(other));
    (0..shop.tasks()).filter(|task| a[*task] != b[*task] || one.choice[*task] != other.choice[*task]).count()
}
