//! What a run waits for outside of its routing: operations that it depends on are done once per demand, and tied.
//!
//! Never ties the steps of a routing to each other; that is for `runs`.

use super::draft::*;
use super::explosion::Explosion;
use super::lack::{Lack, MOST_WAITING};
use super::runs::RunOf;
use super::sizes::Sizes;
use crate::model::*;

impl<'w> Explosion<'_, 'w> {
    /// How much of each operation outside of the routing has to come before it: of several that wait for one, the largest need counts.
    pub(super) fn find_needed(&mut self, operation: &'w Operation, quantity: f64) {
        let mut waiting = vec![(operation, quantity)];
        let mut followed = 0;
        while let Some((operation, quantity)) = waiting.pop() {
            for step in self.shop.steps(operation) {
                for wait in self.shop.waits(step.id) {
                    let Some(before) = wait.blocked_by.and_then(|id| self.shop.workspace.operations.get(&id)) else { continue };
                    let needed = quantity * wait.quantity;
                    let known = self.needed.entry(before.id).or_insert(0.0);
                    // A circle that asks for more at every turn is refused elsewhere; here it only must end.
                    if needed > *known && followed < 20_000 {
                        *known = needed;
                        followed += 1;
                        waiting.push((before, needed));
                    }
                }
            }
        }
    }

    /// Makes what a step of a run that is there depends on outside of its routing, and ties it.
    pub(super) fn wait_for_others(&mut self, work: WorkIndex, steps: &[&'w Operation], at: usize, run_of: &RunOf<'w>) -> Result<(), Lack> {
        self.needed.clear();
        self.find_needed(run_of.operation, self.draft.works[work].quantity);
        let among = |wait: &&&OperationDependency| !steps.iter().any(|step| Some(step.id) == wait.blocked_by);
        let waits: Vec<&OperationDependency> = self.shop.waits(steps[at].id).iter().filter(among).copied().collect();
        for wait in waits {
            self.wait_for(work, wait, run_of, run_of.batch)?;
        }
        Ok(())
    }

    /// Makes what a step depends on outside of its routing, once per demand, and ties it.
    pub(super) fn wait_for(
        &mut self,
        work: WorkIndex,
        wait: &'w OperationDependency,
        run_of: &RunOf<'w>,
        batch: u32,
    ) -> Result<Time, Lack> {
        let Some(before) = wait.blocked_by.and_then(|id| self.shop.workspace.operations.get(&id)) else { return Ok(self.now) };
        let own = self.draft.works[work].quantity * wait.quantity;
        let quantity = self.needed.get(&before.id).copied().unwrap_or(own).max(own);
        if own <= 0.0 {
            return Ok(self.now);
        }
        if let Some(at) = self.operation_path.iter().position(|id| *id == before.id) {
            let operations = self.operation_path[at..].iter().copied().chain([before.id]).collect();
            return Err(Lack::CircleOfOperations { operations });
        }
        let kept = self.order_of(run_of.demand).and_then(|order| self.kept.get(&(order, before.id)));
        let supply = match self.shared.get(&before.id).or(kept) {
            Some(supply) => *supply,
            None => {
                if self.operation_path.len() >= MOST_WAITING {
                    return Err(Lack::TooLong { operation: before.id });
                }
                let by = self.draft.works[work].latest.0.minus(wait.lag);
                self.operation_path.push(before.id);
                let outputs = self.shop.outputs(before);
                let main = outputs.first().copied().unwrap_or_else(|| self.plain_output(before, ItemId::from_raw(0)));
                let item = outputs.first().map(|output| output.item);
                let below = RunOf { operation: before, kind: SupplyKind::Make, item, by, batch, ..*run_of };
                let quantity = Sizes::from(before).rounded(quantity);
                let (supply, _) = self.run_operation(&below, quantity)?;
                if item.is_some() {
                    self.put_out(supply, quantity, &outputs, &main, before.location.or(run_of.place));
                }
                self.operation_path.pop();
                self.shared.insert(before.id, supply);
                supply
            }
        };
        let (first, count) = self.draft.supplies[supply].works;
        let mut ready = self.now;
        for from in first..first + count {
            let step = self.draft.works[from].operation.and_then(|id| self.shop.workspace.operations.get(&id));
            let safety = step.map_or(Span::ZERO, |step| self.wait(step, run_of.demand));
            let by_end = matches!(wait.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
            // Of a routing, the most time counts from its own start or end.
            let is_outermost = from == if by_end { first + count - 1 } else { first };
            let lag_maximum = wait.lag_maximum.filter(|_| is_outermost);
            self.draft.ties.push(Tie { from, to: work, kind: wait.kind, lag: wait.lag, lag_maximum, wait: safety });
            let (start, end) = self.draft.works[from].earliest;
            let bound = if by_end { end } else { start };
            ready = ready.max(bound.plus(wait.lag).plus(safety));
        }
        Ok(ready)
    }
}
