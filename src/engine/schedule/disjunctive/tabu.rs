//! Tabu search over the graph of a solution, a slice of iterations at a time.
//!
//! Never forgets the best solution it has seen since its last start.

use super::super::random::Random;
use super::critical::{Neighbourhood, Trial};
use super::selection::{Plan, Selection};
use super::shop::{NONE, Shop};

/// Entries of the memory of forbidden arcs; two arcs that share one are forbidden together, which seldom happens.
const MEMORY: usize = 1 << 14;

pub(crate) struct Tabu {
    pub now: Selection,
    pub best: Plan,
    /// Iterations since the best was found.
    pub idle: u32,
    pub iteration: u32,
    neighbourhood: Neighbourhood,
    /// Until which iteration putting one task before another, or on a machine, is forbidden.
    forbidden: Vec<u32>,
    /// For how many iterations a move is not undone, at least and at most.
    tenure: (u32, u32),
}

impl Tabu {
    pub fn new(shop: &Shop, plan: &Plan) -> Tabu {
        let now = Selection::new(shop, plan);
        let least = 10 + (shop.tasks() / shop.machines.max(1) / shop.machines.max(1)) as u32;
        Tabu {
            best: now.plan(),
            now,
            idle: 0,
            iteration: 0,
            neighbourhood: Neighbourhood::default(),
            forbidden: vec![0; MEMORY],
            tenure: (least / 2, least * 3 / 4),
        }
    }

    /// Starts again from a plan, with an empty memory.
    pub fn restart(&mut self, shop: &Shop, plan: &Plan) {
        self.now.load(shop, plan);
        self.now.save(&mut self.best);
        self.idle = 0;
        // So far ahead, all that is forbidden is past.
        self.iteration += self.tenure.1;
    }

    /// One move; `false` where there is none.
    pub fn step(&mut self, shop: &Shop, random: &mut Random) -> bool {
        self.iteration += 1;
        self.idle += 1;
        self.neighbourhood.trace(shop, &self.now, random);
        self.neighbourhood.collect(shop, &self.now);
        while let Some(at) = self.chosen(random) {
            let trial = self.neighbourhood.trials[at];
            self.remember(&trial, random);
            if !self.now.apply(shop, trial.step) {
                self.neighbourhood.trials.swap_remove(at);
                continue;
            }
            if self.now.span < self.best.span {
                self.now.save(&mut self.best);
                self.idle = 0;
            }
            return true;
        }
        false
    }

    /// The best move that is not forbidden or promises a new best; any move when all are forbidden.
    fn chosen(&self, random: &mut Random) -> Option<usize> {
        let trials = &self.neighbourhood.trials;
        let (mut best, mut found, mut equal) = (i32::MAX, None, 0);
        for (at, trial) in trials.iter().enumerate() {
            if trial.estimate > best {
                continue;
            }
            if trial.estimate >= self.best.span && self.is_forbidden(trial) {
                continue;
            }
            if trial.estimate < best {
                (best, found, equal) = (trial.estimate, Some(at), 1);
            } else {
                equal += 1;
                if random.below(equal) == 0 {
                    found = Some(at);
                }
            }
        }
        found.or_else(|| (!trials.is_empty()).then(|| random.below(trials.len() as u64) as usize))
    }

    /// Whether the move makes an arc that was undone a short time ago.
    fn is_forbidden(&self, trial: &Trial) -> bool {
        let task = trial.step.task;
        if trial.passed.0 == NONE {
            return self.forbidden[slot(task, !trial.step.choice)] >= self.iteration;
        }
        let mut other = trial.passed.0;
        loop {
            let arc = if trial.later { slot(other, task) } else { slot(task, other) };
            if self.forbidden[arc] >= self.iteration {
                return true;
            }
            if other == trial.passed.1 {
                return false;
            }
            other = if trial.later { self.now.next[other as usize] } else { self.now.previous[other as usize] };
        }
    }

    /// Forbids to undo the move for a while.
    fn remember(&mut self, trial: &Trial, random: &mut Random) {
        let until = self.iteration + self.tenure.0 + random.below(u64::from(self.tenure.1 - self.tenure.0 + 1)) as u32;
        let task = trial.step.task;
        if trial.passed.0 == NONE {
            self.forbidden[slot(task, !self.now.choice[task as usize])] = until;
            return;
        }
        let mut other = trial.passed.0;
        loop {
            let arc = if trial.later { slot(task, other) } else { slot(other, task) };
            self.forbidden[arc] = until;
            if other == trial.passed.1 {
                return;
            }
            other = if trial.later { self.now.next[other as usize] } else { self.now.previous[other as usize] };
        }
    }
}

/// Entry of an ordered pair.
#[inline]
fn slot(one: u32, other: u32) -> usize {
    let mixed = (one.wrapping_mul(0x9E37_79B1) ^ other.wrapping_mul(0x85EB_CA77).rotate_left(15)).wrapping_mul(0xC2B2_AE3D);
    (mixed >> 18) as usize
}
