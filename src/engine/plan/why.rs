//! Why an order is late or cannot be made: the chain back from it to what really holds it up.
//!
//! Never changes a plan; it reads an attempt and its schedule.

use super::attempt::{Attempt, Ground, pace};
use super::draft::*;
use super::explosion::Steering;
use super::lack::Lack;
use crate::engine::schedule as sched;
use crate::model::text::{day_and_clock_text, day_text};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Looks for reasons in one attempt.
pub struct Reasons<'a, 'w> {
    ground: &'a Ground<'w>,
    attempt: &'a Attempt,
    steering: Steering,
    ties_to: BTreeMap<WorkIndex, Vec<usize>>,
    /// What is placed on each resource, by start.
    occupied: BTreeMap<u32, Vec<(Time, Time, WorkIndex)>>,
}

/// What holds up the start of a work.
enum Cause {
    /// The plan cannot begin earlier.
    Now,
    /// The order may not be worked on earlier.
    Release,
    /// Nothing new may be begun earlier.
    Frozen,
    /// Another work must come first.
    Work(WorkIndex),
    /// Something arrives then.
    Lot(LotIndex),
    /// A resource does something else until then.
    Busy(u32, WorkIndex),
    /// Nobody works then.
    Closed,
}

/// The costlier of two causes.
fn worse(worst: Option<(i64, Time, Cause)>, cost: i64, until: Time, cause: Cause) -> Option<(i64, Time, Cause)> {
    if cost > worst.as_ref().map_or(0, |(cost, ..)| *cost) { Some((cost, until, cause)) } else { worst }
}

impl<'a, 'w> Reasons<'a, 'w> {
    pub fn new(ground: &'a Ground<'w>, attempt: &'a Attempt, steering: &Steering) -> Reasons<'a, 'w> {
        let mut ties_to: BTreeMap<WorkIndex, Vec<usize>> = BTreeMap::new();
        for (at, tie) in attempt.draft.ties.iter().enumerate() {
            ties_to.entry(tie.to).or_default().push(at);
        }
        let mut occupied: BTreeMap<u32, Vec<(Time, Time, WorkIndex)>> = BTreeMap::new();
        for work in 0..attempt.draft.works.len() {
            let Some(placed) = attempt.placement(work) else { continue };
            for requirement in attempt.assembly.problem.requirements(work as u32, placed.mode) {
                occupied.entry(requirement.resource).or_default().push((placed.start, placed.end, work));
            }
        }
        occupied.values_mut().for_each(|works| sort_with_key(works, |work| *work));
        Reasons { ground, attempt, steering: steering.clone(), ties_to, occupied }
    }

    /// What holds a late order up, as the rest of a sentence that begins with how late it is.
    pub fn of_late(&self, demand: DemandIndex) -> String {
        let row = &self.attempt.demands[demand];
        let pegs = self.attempt.taken.by_demand[demand].iter().map(|peg| self.attempt.draft.pegs[*peg].lot);
        let last = pegs.max_by_key(|lot| self.attempt.lot_ready(self.ground, &self.steering, *lot));
        match last.map(|lot| (lot, self.attempt.draft.lots[lot].origin)) {
            None | Some((_, Origin::Stock)) => "it was due before the plan starts.".to_owned(),
            Some((_, Origin::Work { work, .. })) => self.trace(work, row.due),
            Some((lot, _)) => self.told(&Cause::Lot(lot), self.ground.now),
        }
    }

    /// Follows what holds the work up back to the beginning of the plan, and tells what costs most on the way.
    fn trace(&self, work: WorkIndex, due: Option<Time>) -> String {
        let mut at = work;
        let (mut length, mut longest): (i64, Option<(i64, WorkIndex)>) = (0, None);
        let overdue = due.map_or(0, |due| self.ground.now.since(due).seconds());
        let mut worst: Option<(i64, Time, Cause)> = None;
        let mut seen = BTreeSet::new();
        while seen.insert(at) {
            let Some(placed) = self.attempt.placement(at) else { break };
            let own = placed.end.since(placed.start).seconds();
            length += own;
            if longest.is_none_or(|(most, _)| own > most) {
                longest = Some((own, at));
            }
            let (bound, cause) = self.bound(at, placed.start);
            let gap = self.gap(at, bound, placed.start);
            // What keeps its own order waiting is a step of the chain, and not yet the reason.
            if let Some((_, Cause::Busy(_, other))) = gap
                && self.serves_same(at, other)
                && !seen.contains(&other)
            {
                at = other;
                continue;
            }
            if let Some((until, cause)) = gap {
                worst = worse(worst, until.since(bound).seconds(), until, cause);
            }
            match cause {
                Cause::Work(before) => at = before,
                Cause::Now => break,
                other => {
                    worst = worse(worst, bound.since(self.ground.now).seconds(), bound, other);
                    break;
                }
            }
        }
        match worst {
            Some((cost, until, cause)) if cost >= overdue && cost >= length => self.told(&cause, until),
            _ if overdue >= length => "it was due before the plan starts.".to_owned(),
            _ => longest
                .map_or_else(String::new, |(_, work)| format!("its work takes too long; the longest part is {}.", self.work_name(work))),
        }
    }

    /// The latest thing that keeps a work from starting earlier, and when that ends.
    fn bound(&self, work: WorkIndex, start: Time) -> (Time, Cause) {
        let row = &self.attempt.draft.works[work];
        let mut latest = (self.ground.now, Cause::Now);
        let mut weigh = |time: Time, cause: Cause| {
            if time > latest.0 {
                latest = (time, cause);
            }
        };
        let demand = &self.attempt.demands[self.attempt.draft.supplies[row.supply].demand];
        let by_order = demand.release.is_some_and(|release| release == row.release);
        weigh(row.release, if by_order { Cause::Release } else { Cause::Frozen });
        for peg in &self.attempt.taken.by_work[work] {
            let lot = self.attempt.draft.pegs[*peg].lot;
            match self.attempt.draft.lots[lot].origin {
                Origin::Stock => {}
                Origin::Work { work: before, .. } => {
                    if let Some(usable) = self.attempt.usable(self.ground, &self.steering, before) {
                        weigh(usable.min(start), Cause::Work(before));
                    }
                }
                Origin::Arrival(supply) | Origin::Buy(supply) => weigh(self.attempt.draft.supplies[supply].arrival, Cause::Lot(lot)),
            }
        }
        for tie in self.ties_to.get(&work).into_iter().flatten().map(|tie| &self.attempt.draft.ties[*tie]) {
            let Some(before) = self.attempt.placement(tie.from) else { continue };
            let from_end = matches!(tie.kind, LinkKind::FinishStart | LinkKind::FinishFinish);
            let time = if from_end { before.end } else { before.start }.plus(tie.lag).plus(tie.wait);
            weigh(time.min(start), Cause::Work(tie.from));
        }
        latest
    }

    /// What keeps a work from starting between its bound and its start: somebody is busy, or nobody is there; nothing, where
    /// it could start earlier without its order being ready earlier.
    fn gap(&self, work: WorkIndex, bound: Time, start: Time) -> Option<(Time, Cause)> {
        if start <= bound {
            return None;
        }
        let placed = self.attempt.placement(work);
        let requirements = self.attempt.assembly.problem.requirements(work as u32, placed.map_or(0, |placed| placed.mode));
        let mut busy: Option<(Time, u32, WorkIndex)> = None;
        for requirement in requirements {
            let others = self.occupied.get(&requirement.resource).map_or(&[][..], Vec::as_slice);
            let until = others.partition_point(|(other_start, ..)| *other_start < start);
            for (_, end, other) in others[..until].iter().rev().take(64) {
                if *other != work && *end > bound && busy.is_none_or(|(latest, ..)| *end > latest) {
                    busy = Some((*end, requirement.resource, *other));
                }
            }
        }
        if let Some((end, resource, other)) = busy {
            return Some((end.min(start), Cause::Busy(resource, other)));
        }
        let mode = placed.map_or(0, |placed| placed.mode);
        let opens = pace(&self.attempt.assembly, work, mode).next_open(bound);
        opens.filter(|opens| *opens > bound && *opens >= start.minus(Span::from_minutes(1))).map(|opens| (opens, Cause::Closed))
    }

    fn told(&self, cause: &Cause, until: Time) -> String {
        match cause {
            Cause::Now => "it was due before the plan starts.".to_owned(),
            Cause::Release => format!("it may not be worked on before {}.", self.moment(until)),
            Cause::Frozen => format!("nothing new may be begun before {}.", self.moment(until)),
            Cause::Work(work) => format!("waits for {}.", self.work_name(*work)),
            Cause::Lot(lot) => self.arrival(*lot),
            Cause::Busy(resource, other) => {
                let name = self.resource_name(*resource);
                format!("{name} is busy with {} until {}.", self.order_of(*other), self.moment(until))
            }
            Cause::Closed => format!("nobody works on it before {}.", self.moment(until)),
        }
    }

    /// A moment as the page says it. The sentence is kept, so it never leaves the day of the month to the day it is read on.
    fn moment(&self, time: Time) -> String {
        day_and_clock_text(time, self.ground.now)
    }

    /// Whether two works are made for the same order first of all.
    fn serves_same(&self, one: WorkIndex, other: WorkIndex) -> bool {
        let first = |work: WorkIndex| self.attempt.served[self.attempt.draft.works[work].supply].first().copied();
        first(one).is_some() && first(one) == first(other)
    }

    fn arrival(&self, lot: LotIndex) -> String {
        let workspace = self.ground.shop.workspace;
        let lot = &self.attempt.draft.lots[lot];
        let Some(supply) = self.attempt.draft.supply_of(lot).map(|supply| &self.attempt.draft.supplies[supply]) else {
            return String::new();
        };
        let item = self.ground.shop.item_name(supply.item);
        let until = self.moment(supply.arrival);
        if let Some(terms) = supply.terms.and_then(|id| workspace.item_suppliers.get(&id)) {
            let supplier =
                terms.supplier.and_then(|id| workspace.suppliers.get(&id)).map_or("its supplier", |supplier| supplier.name.as_str());
            return format!("waits for {item} from {supplier} until {until} (lead time {}).", terms.lead_time.text());
        }
        let reference = supply.firm.and_then(|id| workspace.supply_orders.get(&id)).map_or("", |order| order.reference.as_str());
        let of = if reference.is_empty() { String::new() } else { format!(" of {reference}") };
        format!("waits for {item}{of} until {until}.")
    }

    fn work_name(&self, work: WorkIndex) -> String {
        let row = &self.attempt.draft.works[work];
        let length = self.attempt.placement(work).map_or(Span::ZERO, |placed| placed.end.since(placed.start));
        let operation = row.operation.and_then(|id| self.ground.shop.workspace.operations.get(&id));
        let name = match operation {
            Some(operation) => operation.name.clone(),
            None => format!("moving {}", self.ground.shop.item_name(self.attempt.draft.supplies[row.supply].item)),
        };
        format!("{name} ({})", length.text())
    }

    fn order_of(&self, work: WorkIndex) -> String {
        let supply = self.attempt.draft.works[work].supply;
        let orders = self.attempt.served[supply].iter().filter_map(|demand| self.attempt.demands[*demand].order);
        let named = orders.filter_map(|order| self.ground.shop.workspace.orders.get(&order)).next();
        let operation = self.attempt.draft.works[work].operation.and_then(|id| self.ground.shop.workspace.operations.get(&id));
        match (named, operation) {
            (Some(order), _) => format!("order {}", order.name),
            (None, Some(operation)) => operation.name.clone(),
            (None, None) => "other work".to_owned(),
        }
    }

    fn resource_name(&self, resource: u32) -> String {
        let id = self.attempt.assembly.resources.get(resource as usize);
        id.and_then(|id| self.ground.shop.workspace.resources.get(id))
            .map_or_else(|| "a resource".to_owned(), |resource| resource.name.clone())
    }

    /// Why nothing could be placed for a demand.
    pub fn of_unplaced(&self, demand: DemandIndex) -> Lack {
        let mut waiting: Vec<WorkIndex> = Vec::new();
        let mut seen: BTreeSet<WorkIndex> = BTreeSet::new();
        let maker = |peg: &usize| match self.attempt.draft.lots[self.attempt.draft.pegs[*peg].lot].origin {
            Origin::Work { work, .. } => Some(work),
            _ => None,
        };
        waiting.extend(self.attempt.taken.by_demand[demand].iter().filter_map(maker));
        let mut first = None;
        while let Some(work) = waiting.pop() {
            if self.attempt.placement(work).is_some() || !seen.insert(work) {
                continue;
            }
            if let Some(lack) = self.finding_of(work) {
                return lack;
            }
            first = first.or(Some(work));
            waiting.extend(self.attempt.taken.by_work[work].iter().filter_map(maker));
            let ties = self.ties_to.get(&work).into_iter().flatten();
            waiting.extend(ties.map(|tie| self.attempt.draft.ties[*tie].from));
        }
        let operation = first.and_then(|work| self.attempt.draft.works[work].operation);
        Lack::NoTime { operation, because: "nothing is free before the end of the horizon.".to_owned() }
    }

    fn finding_of(&self, work: WorkIndex) -> Option<Lack> {
        let operation = self.attempt.draft.works[work].operation;
        let task = work as u32;
        self.attempt.schedule.findings.iter().find_map(|finding| match finding {
            sched::Finding::NeverOpen { task: of } if *of == task => Some(match operation {
                Some(operation) => Lack::NeverOpen { operation },
                None => Lack::NoTime { operation, because: "its destination never opens for long enough.".to_owned() },
            }),
            sched::Finding::NeverEnough { task: of, resource } if *of == task => {
                Some(Lack::NoTime { operation, because: format!("it needs more of {} than there ever is.", self.resource_name(*resource)) })
            }
            sched::Finding::NoMode { task: of } if *of == task => {
                Some(Lack::NoTime { operation, because: "nobody with the skill for it is there at that time.".to_owned() })
            }
            sched::Finding::BeyondHorizon { task: of } if *of == task => {
                let until = self.attempt.assembly.problem.horizon_end;
                Some(Lack::NoTime {
                    operation,
                    because: format!("nothing is free before the end of the horizon on {}.", day_text(until, self.ground.now)),
                })
            }
            _ => None,
        })
    }
}
