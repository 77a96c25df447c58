//! Orders that find no place, or only later than they accept, are reduced or refused, the least important first.
//!
//! Never gives up an order that has a place.

use super::{MOST_ATTEMPTS, Search, Stage};
use crate::engine::plan::attempt::Attempt;
use crate::engine::plan::draft::DemandIndex;
use crate::engine::plan::lack::Lack;
use crate::engine::plan::why::Reasons;
use crate::model::*;

impl Search<'_, '_> {
    /// Orders that could not be placed, or only later than they accept, are reduced or refused, the least important first.
    pub(super) async fn settle(&mut self, mut best: Attempt) -> Attempt {
        loop {
            let unsettled = self.unsettled(&best);
            if unsettled.is_empty() {
                return best;
            }
            // Few at a time, for what one leaves free may serve another; many at a time where there are many.
            let few = |count: usize| if self.attempts > MOST_ATTEMPTS / 2 { count } else { count.div_ceil(4) };
            let newcomers = self.newcomers(&best, &unsettled);
            let (count, count_of_newcomers) = (few(unsettled.len()), few(newcomers.len()));
            for (order, at_present) in newcomers.iter().take(count_of_newcomers) {
                if *at_present > 0.0 {
                    self.steering.reduced.insert(*order, (*at_present, Lack::Kept));
                } else {
                    self.steering.refused.insert(*order, Lack::Kept);
                }
            }
            let reasons = Reasons::new(self.ground, &best, &self.steering.clone());
            // The rest of what is kept had a place in the present plan.
            let is_kept =
                |demand: &DemandIndex| best.demands[*demand].order.is_some_and(|order| self.ground.held.frozen_orders.contains(&order));
            let holds_anew = newcomers.is_empty() && !self.steering.holds && unsettled.iter().any(is_kept);
            self.steering.holds |= holds_anew;
            for &demand in unsettled.iter().take(if newcomers.is_empty() && !holds_anew { count } else { 0 }) {
                self.give_way(&best, &reasons, demand);
            }
            best = self.attempt(Stage::Settling, &self.steering.clone()).await;
        }
    }

    /// Demands of orders that are not ready by their limit, the least important first.
    pub(super) fn unsettled(&self, attempt: &Attempt) -> Vec<DemandIndex> {
        let mut found: Vec<DemandIndex> = (0..attempt.demands.len())
            .filter(|demand| {
                let row = &attempt.demands[*demand];
                let too_late = |ready: Time| row.limit.is_some_and(|limit| ready > limit);
                row.order.is_some() && attempt.ready[*demand].is_none_or(too_late)
            })
            .collect();
        sort_with_key(&mut found, |demand| {
            let row = &attempt.demands[*demand];
            std::cmp::Reverse((row.priority, row.due, row.order))
        });
        found
    }

    /// Where an order with work that is kept finds no place any more: the orders, and how much of them, that found none beside it in the
    /// present plan, the least important first. They give way before it does.
    fn newcomers(&self, attempt: &Attempt, unsettled: &[DemandIndex]) -> Vec<(OrderId, f64)> {
        let order_of = |demand: &DemandIndex| attempt.demands[*demand].order;
        let is_kept = |order: OrderId| self.ground.held.frozen_orders.contains(&order);
        if !unsettled.iter().filter_map(order_of).any(is_kept) {
            return Vec::new();
        }
        let promises = &self.ground.shop.workspace.promises;
        let promised = |order: OrderId| {
            promises
                .values()
                .find(|promise| promise.order == Some(order))
                .filter(|promise| matches!(promise.verdict, Verdict::Refused | Verdict::Partial))
        };
        let mut found: Vec<DemandIndex> = (0..attempt.demands.len()).collect();
        found.reverse();
        let newcomer = |demand: DemandIndex| {
            let order = order_of(&demand)?;
            let quantity = promised(order)?.quantity;
            (quantity < attempt.demands[demand].quantity).then_some((order, quantity))
        };
        found.into_iter().filter_map(newcomer).collect()
    }

    fn give_way(&mut self, attempt: &Attempt, reasons: &Reasons, demand: DemandIndex) {
        let row = &attempt.demands[demand];
        let Some(order) = row.order.and_then(|id| self.ground.shop.workspace.orders.get(&id)) else { return };
        let lack = match (attempt.ready[demand], row.limit) {
            (None, _) => reasons.of_unplaced(demand),
            (Some(ready), Some(limit)) => Lack::TooLate { ready: Some(ready), limit, because: reasons.of_late(demand) },
            (Some(_), None) => return,
        };
        // What is there in time may be delivered by itself where the order allows that.
        let in_time = row.limit.map_or(0.0, |limit| {
            let by = |lot| attempt.lot_ready(self.ground, &self.steering, lot).is_some_and(|ready| ready <= limit);
            let pegs = attempt.taken.by_demand[demand].iter().map(|peg| &attempt.draft.pegs[*peg]);
            pegs.filter(|peg| by(peg.lot)).map(|peg| peg.quantity).sum::<f64>()
        });
        let least = order.minimum_shipment.unwrap_or((order.quantity / 10.0).floor().max(1.0));
        let smaller = if row.quantity.fract() == 0.0 { in_time.floor() } else { in_time };
        let half = if row.quantity.fract() == 0.0 { (row.quantity / 2.0).floor() } else { row.quantity / 2.0 };
        let patient = self.attempts < MOST_ATTEMPTS * 2 / 3;
        let next = if smaller >= least && smaller < row.quantity { smaller } else { half };
        if next >= least && next > 0.0 && next < row.quantity && patient && order.operation.is_none() {
            self.steering.reduced.insert(order.id, (next, lack));
        } else {
            self.steering.reduced.remove(&order.id);
            self.steering.refused.insert(order.id, lack);
        }
    }
}
