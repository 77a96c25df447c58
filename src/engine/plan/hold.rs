//! What a plan leaves where it is: held by people, frozen, or kept because the plan is to stay close to the present one.
//!
//! Never looks for a place; where something cannot stay it is left to the scheduler.

use super::assembly::{Assembler, Assembly};
use super::draft::*;
use super::firm::is_held;
use super::staff::{Member, Team, run_of_period};
use crate::engine::schedule as sched;
use crate::model::{self, *};
use std::collections::{BTreeMap, BTreeSet};

/// What a plan leaves where it is.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Only these orders are planned; the others' tasks stay where they are.
    pub only: Option<BTreeSet<OrderId>>,
    /// What starts before this and can stay, stays.
    pub frozen_until: Time,
    /// Whether nothing starts earlier than it does, and nothing changes its resources unless it must.
    pub stays: bool,
    /// Orders with work that is frozen, or any that stays.
    pub frozen_orders: BTreeSet<OrderId>,
}

impl Held {
    /// Whether a task starts within the frozen time, or is placed and the plan is to stay close to the present one.
    pub fn is_frozen(&self, task: &Task, now: Time) -> bool {
        let start = task.placement.as_ref().map(|placement| placement.start);
        task.status == TaskStatus::Planned && start.is_some_and(|start| self.stays || now <= start && start < self.frozen_until)
    }

    /// Whether runs are kept as they are, for being frozen or close to the present plan, instead of being found again.
    pub fn keeps_runs(&self, now: Time) -> bool {
        self.stays || now < self.frozen_until
    }

    /// Whether anything of the present plan is to stay.
    pub fn remembers_any(&self) -> bool {
        self.stays || self.only.is_some() || !self.frozen_orders.is_empty()
    }

    /// Whether what serves an order, or a safety stock, is to come from the same sources in runs of the same sizes as it does now: else
    /// work that stays where it is would be other work.
    pub fn remembers(&self, order: Option<OrderId>) -> bool {
        let is_asked_for = |only: &BTreeSet<OrderId>| order.is_some_and(|order| only.contains(&order));
        let left_alone = self.only.as_ref().is_some_and(|only| !is_asked_for(only));
        self.stays || left_alone || order.is_some_and(|order| self.frozen_orders.contains(&order))
    }
}

impl Assembler<'_, '_, '_> {
    /// Whether a run that is planned already could be done where it is, other work aside: it is as long, and all it needs is there.
    pub(super) fn can_stay(&self, work: &Work, record: Option<&model::Task>) -> bool {
        let Some((record, placement)) = record.and_then(|record| Some((record, record.placement.as_ref()?))) else { return false };
        if !self.held.keeps_runs(self.explosion.now) || record.quantity != work.quantity {
            return false;
        }
        let operation = work.operation.and_then(|id| self.explosion.shop.workspace.operations.get(&id));
        let Some(pace) = self.explosion.calendars.pace(operation, &placement.uses) else { return false };
        // A second may be lost to rounding where speeds are not whole.
        pace.worked(placement.start, placement.end).seconds() + 1 >= work.seconds
    }

    /// Holds a task that is begun, held by the planner, confirmed, frozen, or of an order that is not to be planned.
    pub(super) fn pin(
        &mut self,
        index: WorkIndex,
        work: &Work,
        record: Option<&model::Task>,
        is_frozen: bool,
        task: &mut sched::Task,
        teams: &mut Vec<Team>,
    ) {
        let supply = &self.explosion.draft.supplies[work.supply];
        let firm = supply.firm.and_then(|id| self.explosion.shop.workspace.supply_orders.get(&id));
        let confirmed = firm.is_some_and(|order| order.status == SupplyStatus::Confirmed);
        let others = |only: &BTreeSet<OrderId>| {
            let orders = self.served[work.supply].iter().filter_map(|demand| self.explosion.demands[*demand].order);
            !orders.into_iter().any(|order| only.contains(&order))
        };
        let left_alone = self.held.only.as_ref().is_some_and(others);
        let held = confirmed || left_alone || record.is_some_and(is_held);
        if let Some(record) = record.filter(|_| held || is_frozen)
            && let Some(placement) = &record.placement
        {
            if !held {
                self.assembly.frozen.insert(index);
            }
            let member = |used: &ResourceUse| {
                let record = self.explosion.shop.workspace.resources.get(&used.resource);
                let of_period = record.filter(|record| !matches!(record.kind, ResourceKind::Default | ResourceKind::Infinite));
                // What is written down of a limit per period is the whole run's.
                let (quantity, per_run) = of_period.map_or((used.quantity, 0.0), |record| (0.0, run_of_period(record, used.quantity)));
                Member { resource: used.resource, quantity, per_run, skill: None }
            };
            let team = Team { members: placement.uses.iter().map(member).collect(), rank: 0 };
            let mode = self.mode(work, &team);
            task.pin = Some(sched::Pin { start: placement.start, end: Some(placement.end), mode: task.modes.len() as u32 });
            task.modes.push(mode);
            teams.push(team);
            return;
        }
        let Some(order) = firm.filter(|_| confirmed && record.is_none() && work.operation.is_some()) else { return };
        let first = supply.works.0 == index;
        let single = supply.works.1 == 1;
        let (start, end) = (order.start, order.end.filter(|_| single));
        let start = start.or_else(|| end.map(|end| end.minus(Span::from_seconds(work.seconds))));
        match start.filter(|_| first) {
            Some(start) => task.pin = Some(sched::Pin { start, end, mode: 0 }),
            None => task.release = task.release.max(order.start),
        }
    }

    /// Holds every work that could stay where it is, save what comes after one that cannot.
    pub(super) fn hold_what_stays(&mut self) {
        let works = &self.explosion.draft.works;
        // A transport goes with what it moves.
        let mut moves: Vec<bool> = works.iter().zip(&self.stays).map(|(work, stays)| work.operation.is_some() && stays.is_none()).collect();
        let mut behind: Vec<Vec<usize>> = vec![Vec::new(); works.len()];
        for ((from, to, kind), (least, _)) in &self.links {
            let (from, to) = (*from as usize, *to as usize);
            let Some(before) = self.stays.get(from) else { continue };
            let Some(after) = self.stays.get(to) else { continue };
            behind[from].push(to);
            // Where it is, it would not wait long enough.
            if let (Some(before), Some(after)) = (before, after) {
                let from_end = *kind == sched::LinkKind::FinishToStart as u8 || *kind == sched::LinkKind::FinishToFinish as u8;
                let to_end = *kind == sched::LinkKind::FinishToFinish as u8 || *kind == sched::LinkKind::StartToFinish as u8;
                let lag = if to_end { after.end } else { after.start }.since(if from_end { before.end } else { before.start });
                moves[to] |= lag.seconds() < *least;
            }
        }
        for (work, placement) in self.stays.iter().enumerate() {
            let release = self.assembly.problem.tasks[work].release;
            moves[work] |= placement.as_ref().is_some_and(|placement| release.is_some_and(|release| release > placement.start));
        }
        let mut waiting: Vec<usize> = (0..works.len()).filter(|work| moves[*work]).collect();
        while let Some(work) = waiting.pop() {
            for after in &behind[work] {
                if !std::mem::replace(&mut moves[*after], true) {
                    waiting.push(*after);
                }
            }
        }
        for (work, placement) in std::mem::take(&mut self.stays).into_iter().enumerate() {
            let Some(placement) = placement.filter(|_| !moves[work]) else { continue };
            let mode = self.assembly.teams[work].iter().position(|team| is_team(team, &placement));
            let task = &mut self.assembly.problem.tasks[work];
            if let Some(mode) = mode.filter(|_| task.pin.is_none()) {
                task.pin = Some(sched::Pin { start: placement.start, end: Some(placement.end), mode: mode as u32 });
                self.assembly.frozen.insert(work);
            }
        }
    }
}

/// Lets go of what is frozen and breaks a rule where it is; of several that are too many at a moment, of one. False where there is none.
pub fn thaw(thawed: &mut BTreeSet<WorkIndex>, assembly: &Assembly, schedule: &sched::Schedule) -> bool {
    let before = thawed.len();
    // What it waits for cannot be done.
    let is_placed = |work: u32| schedule.placements.get(work as usize).is_some_and(Option::is_some);
    let waits = assembly.problem.links.iter().filter(|link| !is_placed(link.from)).map(|link| link.to as usize);
    thawed.extend(waits.filter(|work| assembly.frozen.contains(work)));
    let mut crowded: BTreeMap<(u32, Time), WorkIndex> = BTreeMap::new();
    for finding in &schedule.findings {
        let sched::Finding::PinConflict { task, broken } = finding else { continue };
        let works = match broken {
            sched::Broken::Link { link, .. } => match assembly.problem.links.get(*link as usize) {
                // Longer apart than they may be is told, and no reason to move what is to stay.
                Some(link) if is_too_soon(link, schedule) => [link.to as usize, link.from as usize],
                _ => continue,
            },
            _ => [*task as usize; 2],
        };
        let Some(work) = works.into_iter().find(|work| assembly.frozen.contains(work)) else { continue };
        match broken {
            sched::Broken::Capacity { resource, at } => drop(crowded.insert((*resource, *at), work)),
            _ => drop(thawed.insert(work)),
        }
    }
    thawed.extend(crowded.into_values());
    thawed.len() > before
}

/// Whether the least time of a link is not kept.
fn is_too_soon(link: &sched::Link, schedule: &sched::Schedule) -> bool {
    use sched::LinkKind::*;
    let placed = |work: u32| schedule.placements.get(work as usize).copied().flatten();
    let (Some(from), Some(to)) = (placed(link.from), placed(link.to)) else { return false };
    let from = if matches!(link.kind, FinishToStart | FinishToFinish) { from.end } else { from.start };
    let to = if matches!(link.kind, FinishToStart | StartToStart) { to.start } else { to.end };
    to < from.plus(link.min_lag)
}

/// Whether a placement is on the resources of the team.
pub fn is_team(team: &Team, placement: &Placement) -> bool {
    team.members.len() == placement.uses.len()
        && team.members.iter().all(|member| placement.uses.iter().any(|used| used.resource == member.resource))
}
