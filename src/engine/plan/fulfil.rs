//! Serving a need: from the shelf, and where that is not enough from the best of its sources.
//!
//! A need takes the latest lots that are still in time, so that earlier ones stay for those who need them earlier.

use super::draft::*;
use super::explosion::{Explosion, Need};
use super::lack::Lack;
use super::shop::Source;
use super::sizes::rounding;
use crate::model::*;

/// More units than this cannot be counted one by one.
const MOST_UNITS: f64 = 1e15;

/// A point in an explosion to go back to.
#[derive(Clone, Copy)]
pub struct Point {
    draft: DraftMark,
    supplies: usize,
    rough: usize,
    path: usize,
    operation_path: usize,
    batches: usize,
}

impl<'w> Explosion<'_, 'w> {
    pub fn point(&self) -> Point {
        Point {
            draft: self.draft.mark(),
            supplies: self.draft.supplies.len(),
            rough: self.rough.mark(),
            path: self.path.len(),
            operation_path: self.operation_path.len(),
            batches: self.batches.count(),
        }
    }

    pub fn back_to(&mut self, point: Point) {
        for kept in self.draft.supplies[point.supplies..].iter().filter_map(|supply| supply.firm) {
            self.firm.remove(&kept);
        }
        self.draft.back_to(point.draft);
        self.rough.back_to(point.rough);
        self.path.truncate(point.path);
        self.operation_path.truncate(point.operation_path);
        self.batches.truncate(point.batches);
        self.shared.retain(|_, supply| *supply < point.supplies);
    }

    /// The shelf of an item: its batch counts only where it is made to order.
    pub fn shelf(&self, item: ItemId, place: Option<LocationId>, batch: u32) -> Shelf {
        (item, place, if self.made_to_order(item) { batch } else { 0 })
    }

    /// Serves a need and says when it is ready at the earliest, capacity aside; `offset` units have been taken by the same before.
    ///
    /// # Errors
    /// What makes it impossible; the caller takes everything back.
    pub fn fulfil(&mut self, need: &Need, taker: Taker, offset: f64) -> Result<Time, Lack> {
        if need.quantity.is_nan() || need.quantity > MOST_UNITS {
            return Err(Lack::TooMuch { item: need.item });
        }
        let by = need.by.max(self.now);
        let shelf = self.shelf(need.item, need.place, need.batch);
        let enough = rounding(need.quantity);
        let mut ready = self.now;
        let (mut own, others): (Vec<LotIndex>, Vec<LotIndex>) =
            self.draft.on_shelf(shelf).into_iter().partition(|lot| self.is_taken_at_present(*lot, need.demand));
        // What an order shares with others comes after what is its own alone, so that there is some of it for them.
        let is_shared = |lot: LotIndex| self.frozen_supply_of(lot).is_some_and(|supply| supply.orders.len() > 1);
        let (of_others, mut free): (Vec<LotIndex>, Vec<LotIndex>) =
            others.into_iter().partition(|lot| self.is_frozen_for_others(*lot, need.demand));
        // The latest of those expected in time, then those that would have to be hurried, the earliest first.
        let in_time = |lot: &LotIndex| {
            let likely = self.draft.lots[*lot].likely;
            if likely <= by { (0, -likely.seconds(), *lot) } else { (1, likely.seconds(), *lot) }
        };
        match self.makers {
            Some(_) => sort_with_key(&mut own, in_time),
            None => sort_with_key(&mut own, |lot| (is_shared(*lot), self.draft.lots[*lot].earliest, *lot)),
        }
        match self.makers {
            // What serves others at present is left to them as long as there is enough besides.
            Some(_) => sort_with_key(&mut free, |lot| (self.serves_others(*lot, need.demand), in_time(lot))),
            None => sort_with_key(&mut free, in_time),
        }
        // What is frozen takes at its own time, when what is its own may not be all there; an order's own is the order's whenever it comes.
        let at_once = if self.makers.is_none() { own.len() } else { 0 };
        let mut taken = self.take_from(&own[..at_once], need.quantity, taker, offset, &mut ready);
        for lot in own[at_once..].iter().chain(&free) {
            let there = self.there_by(*lot, by).min(need.quantity - taken);
            taken += self.take_from(&[*lot], there, taker, offset + taken, &mut ready);
        }
        if self.makers.is_some() && need.quantity - taken > enough {
            taken += self.bring_as_present(need, need.quantity - taken, taker, offset + taken, &mut ready);
        }
        if need.quantity - taken <= enough {
            return Ok(ready);
        }
        let mut late = own.split_off(at_once);
        late.append(&mut free);
        late.retain(|lot| self.draft.lots[*lot].left > 0.0);
        let point = self.point();
        let fresh = self.fetch_anew(need, need.quantity - taken, taker, offset + taken);
        if fresh.is_err() {
            late.extend(of_others);
        }
        if late.is_empty() || fresh.as_ref().is_ok_and(|ready| *ready <= by) {
            return Ok(fresh?.max(ready));
        }
        // New supply would be late as well: wait for what is on its way where that is sooner.
        self.back_to(point);
        let fresh_ready = fresh.as_ref().copied().unwrap_or(Time::MAX);
        late.retain(|lot| self.draft.lots[*lot].earliest <= fresh_ready);
        sort_with_key(&mut late, |lot| (self.draft.lots[*lot].earliest, *lot));
        taken += self.take_from(&late, need.quantity - taken, taker, offset + taken, &mut ready);
        if need.quantity - taken <= enough {
            return Ok(ready);
        }
        Ok(self.fetch_anew(need, need.quantity - taken, taker, offset + taken)?.max(ready))
    }

    /// The frozen supply that a lot is from.
    fn frozen_supply_of(&self, lot: LotIndex) -> Option<&'w SupplyOrder> {
        let supply = self.draft.supply_of(&self.draft.lots[lot]).filter(|_| self.keeps_runs())?;
        let record = self.shop.workspace.supply_orders.get(&self.draft.supplies[supply].firm?)?;
        (record.status == SupplyStatus::Proposed).then_some(record)
    }

    /// Whether what is frozen is taken by the same at present: by the task that is asked for, or by the order itself.
    fn is_taken_at_present(&self, lot: LotIndex, demand: DemandIndex) -> bool {
        let Some(supply) = self.frozen_supply_of(lot) else { return false };
        let record = match self.draft.lots[lot].origin {
            Origin::Work { work, .. } => self.draft.works[work].record,
            Origin::Stock | Origin::Arrival(_) | Origin::Buy(_) => None,
        };
        let order = self.demands.get(demand).and_then(|demand| demand.order);
        record.is_some_and(|task| self.makers.as_ref().is_some_and(|makers| makers.contains(&task)))
            || order.is_some_and(|order| supply.orders.contains(&order))
    }

    fn is_frozen_for_others(&self, lot: LotIndex, demand: DemandIndex) -> bool {
        // Whose lots these are matters little to what is frozen itself, as long as it finds some that are there in time.
        self.makers.is_none() && self.serves_others(lot, demand)
    }

    /// Whether a lot is from a frozen supply that serves others at present, and not the order that is asked for.
    fn serves_others(&self, lot: LotIndex, demand: DemandIndex) -> bool {
        let serves = |supply: &SupplyOrder| self.order_of(demand).is_some_and(|order| supply.orders.contains(&order));
        self.frozen_supply_of(lot).is_some_and(|supply| !supply.orders.is_empty() && !serves(supply))
    }

    fn take_from(&mut self, lots: &[LotIndex], quantity: f64, taker: Taker, offset: f64, ready: &mut Time) -> f64 {
        let mut taken = 0.0;
        for lot in lots {
            if quantity - taken <= rounding(quantity) {
                break;
            }
            taken += self.draft.take(*lot, quantity - taken, taker, offset + taken);
            *ready = (*ready).max(self.draft.lots[*lot].earliest);
        }
        taken
    }

    /// Serves `quantity` of a need by new supply from the best source.
    ///
    /// # Errors
    /// What makes the preferred source impossible, where all are.
    pub fn fetch_anew(&mut self, need: &Need, quantity: f64, taker: Taker, offset: f64) -> Result<Time, Lack> {
        let key = (need.item, need.place);
        if let Some(at) = self.path.iter().position(|other| *other == key) {
            let items = self.path[at..].iter().map(|(item, _)| *item).chain([need.item]).collect();
            return Err(Lack::Circle { items });
        }
        if self.path.len() > 100 {
            return Err(Lack::TooDeep { item: need.item });
        }
        let sources = self.sources(need.item, need.place);
        if sources.is_empty() {
            return Err(Lack::NoSource { item: need.item, place: need.place });
        }
        self.path.push(key);
        let by = need.by.max(self.now);
        let shared = self.steered(need.demand) == Some(sources.len());
        let mut shares = if shared { self.shares(&sources) } else { Vec::new() };
        if shares.len() > 1 {
            self.draft.decisions.push(Decision { demand: need.demand, options: sources.len(), taken: sources.len(), can_share: true });
            let found = self.share_out(&mut shares, need, quantity, taker, offset);
            self.path.pop();
            return found;
        }
        // What lies below is for what is made now; only what is moved comes from the same.
        let makers = self.makers.take();
        let at_present = (0..sources.len()).filter(|_| sources.len() > 1).find(|option| {
            let (kind, source) = match sources[*option] {
                Source::Make(operation) => (SupplyKind::Make, operation.id.raw()),
                Source::Move(terms) => (SupplyKind::Move, terms.id.raw()),
                Source::Buy(terms) => (SupplyKind::Buy, terms.id.raw()),
            };
            self.is_source_at_present(need.demand, kind, source)
        });
        let found = self.choose(need.demand, (sources.len(), true), at_present, by, &mut |explosion, option| {
            let weigh = sources.len() > 1;
            match sources[option] {
                Source::Make(operation) => explosion.make(operation, need, quantity, taker, offset, weigh),
                Source::Move(terms) => {
                    explosion.makers.clone_from(&makers);
                    let moved = explosion.transport(terms, need, quantity, taker, offset);
                    explosion.makers = None;
                    moved
                }
                Source::Buy(terms) => explosion.buy(terms, need, quantity, taker, offset),
            }
        });
        self.makers = makers;
        self.path.pop();
        found
    }

    /// Takes the first of several ways that is ready in time, else the one that is ready first; a steered choice comes first, then the
    /// present plan's.
    ///
    /// # Errors
    /// The lack of the first way, where none is possible.
    pub fn choose(
        &mut self,
        demand: DemandIndex,
        (options, can_share): (usize, bool),
        at_present: Option<usize>,
        by: Time,
        way: &mut dyn FnMut(&mut Self, usize) -> Result<Time, Lack>,
    ) -> Result<Time, Lack> {
        if options == 1 {
            return way(self, 0);
        }
        let at = self.draft.decisions.len();
        let steered = self.steered(demand).filter(|choice| *choice < options).or(at_present);
        self.draft.decisions.push(Decision { demand, options, taken: 0, can_share });
        let point = self.point();
        let (mut best, mut lack): (Option<(Time, usize)>, Option<Lack>) = (None, None);
        for option in steered.into_iter().chain((0..options).filter(|option| Some(*option) != steered)) {
            match way(self, option) {
                Ok(ready) if ready <= by || self.effort == 0 || steered == Some(option) => {
                    self.draft.decisions[at].taken = option;
                    return Ok(ready);
                }
                Ok(ready) => {
                    if best.is_none_or(|(earliest, _)| ready < earliest) {
                        best = Some((ready, option));
                    }
                }
                Err(missing) => lack = lack.or(Some(missing)),
            }
            self.effort = self.effort.saturating_sub(1);
            self.back_to(point);
        }
        match (best, lack) {
            (Some((_, option)), _) => {
                self.draft.decisions[at].taken = option;
                way(self, option)
            }
            (None, Some(lack)) => Err(lack),
            (None, None) => Err(Lack::Incomplete { what: "way to get it" }),
        }
    }

    /// What the plan was told to take for the next choice of a demand.
    fn steered(&self, demand: DemandIndex) -> Option<usize> {
        let order = self.demands.get(demand)?.order?;
        let nth = self.draft.decisions.iter().rev().take_while(|decision| decision.demand == demand).count();
        self.steering.choices.get(&(order, nth)).copied()
    }

    /// The operations among the sources with their shares of a quantity, by their pace, so that they end together.
    fn shares(&mut self, sources: &[Source<'w>]) -> Vec<(&'w Operation, f64)> {
        let pace = |operation: &Operation| self.shop.steps(operation).iter().map(|step| step.duration_per_unit).fold(0.0, f64::max);
        let ways: Vec<(&Operation, f64)> = sources
            .iter()
            .filter_map(|source| match source {
                Source::Make(operation) => Some((*operation, 1.0 / pace(operation).max(1e-6))),
                Source::Move(_) | Source::Buy(_) => None,
            })
            .collect();
        let whole: f64 = ways.iter().map(|(_, share)| share).sum();
        ways.into_iter().map(|(operation, share)| (operation, share / whole)).collect()
    }

    fn share_out(
        &mut self,
        shares: &mut [(&'w Operation, f64)],
        need: &Need,
        quantity: f64,
        taker: Taker,
        offset: f64,
    ) -> Result<Time, Lack> {
        let (mut made, mut ready) = (0.0, self.now);
        let count = shares.len();
        for (at, (operation, share)) in shares.iter().enumerate() {
            let part = if quantity.fract() == 0.0 { (quantity * share).round() } else { quantity * share };
            let part = if at + 1 == count { quantity - made } else { part.min(quantity - made) };
            if part > rounding(quantity) {
                ready = ready.max(self.make(operation, need, part, taker, offset + made, false)?);
                made += part;
            }
        }
        Ok(ready)
    }
}
