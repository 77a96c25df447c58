//! What helps late orders: safety times are cut, runs shared out, orders weighed against each other, other sources tried.
//!
//! Never keeps a plan in which anybody is worse off than before, unless that saves much for others of the same priority.

use super::{Search, Stage};
use crate::engine::plan::attempt::Attempt;
use crate::engine::plan::draft::{Decision, DemandIndex};
use crate::engine::plan::explosion::Steering;
use crate::engine::plan::standing::{badness, by_priority, is_better, late_demands};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

impl Search<'_, '_> {
    /// Late orders give up the safety times after their operations.
    pub(super) async fn hurry(&mut self, best: Attempt) -> Attempt {
        let mut steering = self.steering.clone();
        let mut waits = vec![false; best.demands.len()];
        for work in &best.draft.works {
            let operation = work.operation.and_then(|id| self.ground.shop.workspace.operations.get(&id));
            waits[best.draft.supplies[work.supply].demand] |= operation.is_some_and(|operation| !operation.post_time.is_zero());
        }
        for demand in late_demands(&best) {
            steering.hurried.extend(best.demands[demand].order.filter(|_| waits[demand]));
        }
        if steering == self.steering || !self.may_go_on(0.7) {
            return best;
        }
        let hurried = self.attempt(Stage::Settling, &steering).await;
        self.keep_better(best, hurried, steering)
    }

    /// Late orders share their runs out among resources that can work side by side.
    pub(super) async fn split(&mut self, best: Attempt) -> Attempt {
        if self.ground.shop.switched_off("allowsplits") {
            return best;
        }
        let mut steering = self.steering.clone();
        let mut can_split = vec![false; best.demands.len()];
        for work in best.draft.works.iter().filter(|work| best.draft.supplies[work.supply].firm.is_none()) {
            let operation = work.operation.and_then(|id| self.ground.shop.workspace.operations.get(&id));
            let Some(operation) = operation.filter(|operation| operation.kind == OperationKind::TimePer) else { continue };
            let known = self.estimates.of(&self.ground.shop, &self.ground.calendars, operation);
            can_split[best.draft.supplies[work.supply].demand] |= known.side_by_side > 1 && work.quantity > operation.size_minimum;
        }
        for demand in late_demands(&best) {
            steering.split.extend(best.demands[demand].order.filter(|_| can_split[demand]));
        }
        if steering == self.steering || !self.may_go_on(0.7) {
            return best;
        }
        let split = self.attempt(Stage::Settling, &steering).await;
        self.keep_better(best, split, steering)
    }

    /// Late orders of one priority are weighed against each other where that saves more than a tenth of their lateness.
    pub(super) async fn mix(&mut self, best: Attempt) -> Attempt {
        if late_demands(&best).len() < 2 || !self.may_go_on(0.5) {
            return best;
        }
        let mut steering = self.steering.clone();
        steering.mixed = true;
        let mixed = self.attempt(Stage::Settling, &steering).await;
        let (in_sequence, weighed) = (by_priority(&best), by_priority(&mixed));
        let differ = in_sequence.iter().zip(&weighed).find(|(before, after)| before != after);
        let saves = differ.is_some_and(|(before, after)| before.0 == after.0 && after.1 * 10 < before.1 * 9);
        if saves && mixed.lacks.len() <= best.lacks.len() {
            self.steering = steering;
            return mixed;
        }
        best
    }

    fn keep_better(&mut self, best: Attempt, other: Attempt, steering: Steering) -> Attempt {
        if badness(&other) < badness(&best) {
            self.steering = steering;
            return other;
        }
        best
    }

    /// Other sources for late orders, the most important first, for half of the time.
    pub(super) async fn choose(&mut self, mut best: Attempt) -> Attempt {
        let mut tried: BTreeSet<(OrderId, usize, usize)> = BTreeSet::new();
        while self.may_go_on(0.5) {
            let Some((order, nth, option)) = self.untried(&best, &tried) else { return best };
            tried.insert((order, nth, option));
            let mut steering = self.steering.clone();
            steering.choices.insert((order, nth), option);
            let other = self.attempt(Stage::Choosing, &steering).await;
            if self.unsettled(&other).is_empty() && is_better(&other, &best) {
                best = other;
                self.steering = steering;
            }
        }
        best
    }

    /// A choice of a late order that was not tried otherwise yet.
    fn untried(&self, attempt: &Attempt, tried: &BTreeSet<(OrderId, usize, usize)>) -> Option<(OrderId, usize, usize)> {
        let mut decisions: BTreeMap<DemandIndex, Vec<Decision>> = BTreeMap::new();
        for decision in &attempt.draft.decisions {
            decisions.entry(decision.demand).or_default().push(*decision);
        }
        late_demands(attempt).into_iter().find_map(|demand| {
            let order = attempt.demands[demand].order?;
            decisions.get(&demand)?.iter().enumerate().find_map(|(nth, decision)| {
                let others = (0..decision.options + usize::from(decision.can_share)).filter(|option| *option != decision.taken);
                others.map(|option| (order, nth, option)).find(|choice| !tried.contains(choice))
            })
        })
    }
}
