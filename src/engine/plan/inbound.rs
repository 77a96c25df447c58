//! What comes to a place from outside: purchases and transports, new ones or those of the present plan.
//!
//! Never chooses among sources; that is for `fulfil`.

use super::draft::*;
use super::explosion::{Explosion, Need};
use super::lack::Lack;
use super::shop::Source;
use super::sizes::{Sizes, rounding};
use crate::model::*;

impl<'w> Explosion<'_, 'w> {
    pub(super) fn buy(&mut self, terms: &'w ItemSupplier, need: &Need, quantity: f64, taker: Taker, offset: f64) -> Result<Time, Lack> {
        let (mut taken, mut ready) = (0.0, self.now);
        for run in Sizes::from(terms).runs(quantity) {
            let (lot, arrival) = self.add_purchase(terms, need, run, None)?;
            taken += self.draft.take(lot, quantity - taken, taker, offset + taken);
            ready = arrival;
        }
        Ok(ready)
    }

    pub(super) fn transport(
        &mut self,
        terms: &'w ItemDistribution,
        need: &Need,
        quantity: f64,
        taker: Taker,
        offset: f64,
    ) -> Result<Time, Lack> {
        let (mut taken, mut ready) = (0.0, self.now);
        for run in Sizes::from(terms).runs(quantity) {
            let (lot, end) = self.add_transport(terms, need, run, None)?;
            taken += self.draft.take(lot, quantity - taken, taker, offset + taken);
            ready = ready.max(end);
        }
        Ok(ready)
    }

    /// Takes from purchases and transports of the present plan that are there in time, the latest first; how much that was.
    ///
    /// They come whole and as they are: got anew and piece by piece, the same might not be enough, or come too late.
    pub(super) fn bring_as_present(&mut self, need: &Need, quantity: f64, taker: Taker, offset: f64, ready: &mut Time) -> f64 {
        let shelf = self.shelf(need.item, need.place, need.batch);
        let known = self.inbound.get((need.item, need.place)).iter().copied();
        let in_time = |order: &&SupplyOrder| order.end.is_some_and(|end| end <= need.by);
        let of_shelf = |order: &&SupplyOrder| self.shelf(need.item, need.place, self.batches.known(&order.batch).unwrap_or(0)) == shelf;
        let mut known: Vec<&SupplyOrder> = known.filter(in_time).filter(of_shelf).collect();
        sort_with_key(&mut known, |order| (std::cmp::Reverse(order.end), order.id));
        let sources = self.sources(need.item, need.place);
        // What comes by them may have been made by others than what is asked for now.
        let makers = self.makers.replace(Vec::new());
        let mut taken = 0.0;
        for order in known {
            if quantity - taken <= rounding(quantity) {
                break;
            }
            // It may have come on the way of another.
            if self.firm.contains(&order.id) {
                continue;
            }
            let point = self.point();
            let is_run = |sizes: Sizes| sizes.runs(order.quantity) == [order.quantity];
            let brought = sources.iter().find_map(|source| match source {
                Source::Buy(terms) if terms.supplier == order.supplier && is_run(Sizes::from(*terms)) => {
                    Some(self.add_purchase(terms, need, order.quantity, Some(order.id)))
                }
                Source::Move(terms) if terms.origin == order.origin && is_run(Sizes::from(*terms)) => {
                    let by = order.end.unwrap_or(need.by);
                    Some(self.add_transport(terms, &Need { by, ..*need }, order.quantity, Some(order.id)))
                }
                _ => None,
            });
            match brought {
                Some(Ok((lot, arrival))) if arrival <= need.by => {
                    taken += self.draft.take(lot, quantity - taken, taker, offset + taken);
                    *ready = (*ready).max(arrival);
                }
                _ => self.back_to(point),
            }
        }
        self.makers = makers;
        taken
    }

    /// Lays out what the present plan buys and moves, for what is frozen.
    pub(super) fn know_inbound(&mut self) {
        let inbound =
            |order: &&SupplyOrder| matches!(order.kind, SupplyKind::Buy | SupplyKind::Move) && order.status == SupplyStatus::Proposed;
        let orders = self.shop.workspace.supply_orders.values().filter(inbound);
        self.inbound = Groups::of(orders, |order| Some((order.item?, order.location)));
    }

    /// What comes for a need, there at once and without works until more is known; one of the present plan is used up with that.
    fn coming(&mut self, kind: SupplyKind, need: &Need, quantity: f64, firm: Option<SupplyOrderId>) -> Supply {
        self.firm.extend(firm);
        Supply {
            kind,
            operation: None,
            terms: None,
            transport: None,
            item: Some(need.item),
            place: need.place,
            batch: self.shelf(need.item, need.place, need.batch).2,
            quantity,
            demand: need.demand,
            firm,
            arrival: self.now,
            wanted: need.by,
            works: (0, 0),
        }
    }

    /// A purchase, which may be one of the present plan, and when it is there.
    fn add_purchase(
        &mut self,
        terms: &'w ItemSupplier,
        need: &Need,
        quantity: f64,
        firm: Option<SupplyOrderId>,
    ) -> Result<(LotIndex, Time), Lack> {
        let order_from = self.now.plus(terms.fence).max(terms.start.unwrap_or(Time::MIN));
        let expired = terms.end.is_some_and(|end| end <= order_from);
        let arrival = self.calendars.arrival(terms.supplier, order_from, terms.lead_time).filter(|_| !expired);
        let Some(arrival) = arrival else { return Err(Lack::Expired { operation: None, item: Some(need.item) }) };
        let shelf = self.shelf(need.item, need.place, need.batch);
        let wanted = need.by.max(arrival);
        let coming = Supply { terms: Some(terms.id), arrival, wanted, ..self.coming(SupplyKind::Buy, need, quantity, firm) };
        let supply = self.draft.add_supply(coming);
        Ok((self.draft.add_lot(shelf, Origin::Buy(supply), quantity, arrival, wanted), arrival))
    }

    /// A transport, which may be one of the present plan, with what it moves, and when it is there.
    fn add_transport(
        &mut self,
        terms: &'w ItemDistribution,
        need: &Need,
        quantity: f64,
        firm: Option<SupplyOrderId>,
    ) -> Result<(LotIndex, Time), Lack> {
        let shelf = self.shelf(need.item, need.place, need.batch);
        let work = self.draft.works.len();
        let coming = Supply { transport: Some(terms.id), works: (work, 1), ..self.coming(SupplyKind::Move, need, quantity, firm) };
        let supply = self.draft.add_supply(coming);
        let pace = self.calendars.location(need.place);
        let latest = match &pace {
            None => need.by.minus(terms.lead_time),
            Some(pace) => pace.begin(need.by, terms.lead_time).unwrap_or(Time::MIN),
        };
        let release = self.now.plus(terms.fence);
        self.draft.add_work(Work {
            supply,
            operation: None,
            quantity,
            seconds: terms.lead_time.seconds(),
            release,
            deadline: None,
            latest: (latest, need.by),
            earliest: (self.now, self.now),
            record: None,
        });
        let below = Need { place: terms.origin, quantity, by: latest, ..*need };
        let (kind, transfer_batch, total) = (FlowKind::Start, None, quantity);
        let start = self.fulfil(&below, Taker::Work { work, kind, transfer_batch, total }, 0.0)?.max(release);
        let end = match &pace {
            None => Some(start.plus(terms.lead_time)),
            Some(pace) => pace.finish(start, terms.lead_time),
        };
        let Some(end) = end else {
            return Err(Lack::NoTime { operation: None, because: "its destination never opens for long enough.".to_owned() });
        };
        self.draft.works[work].earliest = (start, end);
        let origin = Origin::Work { work, kind: FlowKind::End, transfer_batch: None };
        Ok((self.draft.add_lot(shelf, origin, quantity, end, end.max(need.by)), end))
    }
}
