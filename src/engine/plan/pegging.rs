//! Whom each supply serves: from the orders down through everything that is made, moved or bought for them.
//!
//! Never moves a unit; it reads the pegs of a draft.

use super::draft::{DemandIndex, Draft, SupplyIndex, Taker};
use crate::model::{Gather, sort_with};
use std::collections::BTreeMap;

/// More demands than this are not listed for one supply; the ones it serves least are left out.
const MOST_SERVED: usize = 48;

/// The demands each supply serves, the one it serves most first.
pub fn served(draft: &Draft) -> Vec<Vec<DemandIndex>> {
    let shares = shares(draft);
    shares
        .into_iter()
        .map(|shares| {
            let mut sorted: Vec<(DemandIndex, f64)> = shares.into_iter().collect();
            sort_with(&mut sorted, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            sorted.into_iter().map(|(demand, _)| demand).collect()
        })
        .collect()
}

enum User {
    Demand(DemandIndex),
    Supply(SupplyIndex),
}

fn shares(draft: &Draft) -> Vec<BTreeMap<DemandIndex, f64>> {
    let count = draft.supplies.len();
    let mut users: Vec<Vec<(User, f64)>> = (0..count).map(|_| Vec::new()).collect();
    // How many supplies still have to be told whom they serve before this one can be.
    let mut makers: Vec<Vec<SupplyIndex>> = vec![Vec::new(); count];
    for peg in &draft.pegs {
        let Some(lot) = draft.lots.get(peg.lot) else { continue };
        let Some(supply) = draft.supply_of(lot) else { continue };
        let share = peg.quantity / lot.made.max(1e-12);
        match peg.taker {
            Taker::Demand(demand) => users[supply].push((User::Demand(demand), share)),
            Taker::Work { work, .. } => {
                let user = draft.works[work].supply;
                if user != supply {
                    users[supply].push((User::Supply(user), share));
                    makers[user].push(supply);
                }
            }
        }
    }
    for tie in &draft.ties {
        let (from, to) = (draft.works[tie.from].supply, draft.works[tie.to].supply);
        if from != to {
            users[from].push((User::Supply(to), 1.0));
            makers[to].push(from);
        }
    }
    let mut waiting: Vec<usize> =
        users.iter().map(|users| users.iter().filter(|(user, _)| matches!(user, User::Supply(_))).count()).collect();
    let mut ready: Vec<SupplyIndex> = (0..count).filter(|supply| waiting[*supply] == 0).collect();
    let mut shares: Vec<BTreeMap<DemandIndex, f64>> = vec![BTreeMap::new(); count];
    while let Some(supply) = ready.pop() {
        let mut own: BTreeMap<DemandIndex, f64> = BTreeMap::new();
        for (user, share) in &users[supply] {
            match user {
                User::Demand(demand) => *own.entry(*demand).or_insert(0.0) += share,
                User::Supply(user) => {
                    shares[*user].iter().for_each(|(demand, of_user)| *own.entry(*demand).or_insert(0.0) += share * of_user)
                }
            }
        }
        shares[supply] = most_served(own);
        for maker in &makers[supply] {
            waiting[*maker] -= 1;
            if waiting[*maker] == 0 {
                ready.push(*maker);
            }
        }
    }
    // What nobody uses serves the demand it was made for.
    for (supply, own) in shares.iter_mut().enumerate().filter(|(_, own)| own.is_empty()) {
        own.insert(draft.supplies[supply].demand, 0.0);
    }
    shares
}

fn most_served(own: BTreeMap<DemandIndex, f64>) -> BTreeMap<DemandIndex, f64> {
    if own.len() <= MOST_SERVED {
        return own;
    }
    let mut sorted: Vec<(DemandIndex, f64)> = own.into_iter().collect();
    sort_with(&mut sorted, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    sorted.truncate(MOST_SERVED);
    sorted.into_iter().gather()
}
