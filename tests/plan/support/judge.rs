//! An independent judge of plans: it reads the workspace and the plan's records, and nothing of how the plan was made.
//!
//! Times, people, materials, sizes and sequence are each looked at for every record; stock is followed through all moments.

pub mod held;
mod resources;
mod supply;

use super::clock::{calendars_of, moments, resource_at, value_at};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a plan breaks, in words; empty where it is sound.
pub fn violations(workspace: &Workspace, plan: &PlanOutcome, now: Time) -> Vec<String> {
    let judge = Judge { workspace, plan, now };
    let mut found = Vec::new();
    judge.places(&mut found);
    judge.times(&mut found);
    judge.people(&mut found);
    judge.capacity(&mut found);
    judge.changeovers(&mut found);
    judge.periods(&mut found);
    judge.sequence(&mut found);
    judge.supplies(&mut found);
    judge.stocks(&mut found);
    judge.promises(&mut found);
    judge.held(&mut found);
    judge.confirmed(&mut found);
    found
}

struct Judge<'a> {
    workspace: &'a Workspace,
    plan: &'a PlanOutcome,
    now: Time,
}

const CLOSE: f64 = 1e-6;

impl Judge<'_> {
    fn name(&self, task: &Task) -> String {
        let operation = task.operation.map_or("?", |id| self.workspace.operations[&id].name.as_str());
        format!("{operation} x{} {:?}", task.quantity, task.placement.as_ref().map(|placement| (placement.start, placement.end)))
    }

    fn supply(&self, task: &Task) -> &SupplyOrder {
        self.plan.supply_orders.iter().find(|order| Some(order.id) == task.supply).expect("a task has its supply order")
    }

    /// Placed where the plan chose, not held: of what is confirmed without a task, the first step alone is held.
    fn free(&self, task: &Task) -> bool {
        let is_chosen = || self.supply(task).status != SupplyStatus::Confirmed || self.is_later_step(task);
        task.status == TaskStatus::Planned && !task.pinned && is_chosen()
    }

    fn seconds(&self, task: &Task) -> f64 {
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let per_unit = if operation.kind == OperationKind::TimePer { operation.duration_per_unit * task.quantity } else { 0.0 };
        operation.duration.seconds() as f64 + per_unit
    }

    /// Speed of a task at a moment: the slowest of its resources, zero where its calendars or resources are closed.
    fn speed(&self, task: &Task, at: i64) -> f64 {
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let location = operation.location.and_then(|id| self.workspace.locations.get(&id));
        let gates = [operation.calendar, location.and_then(|location| location.calendar)];
        if gates.into_iter().flatten().any(|calendar| value_at(self.workspace, calendar, at) <= 0.0) {
            return 0.0;
        }
        let mut slowest: Option<f64> = None;
        for used in &task.placement.as_ref().unwrap().uses {
            let resource = &self.workspace.resources[&used.resource];
            let (size, speed) = resource_at(self.workspace, resource, at);
            let needed = if resource.kind == ResourceKind::Default { used.quantity } else { CLOSE };
            let speed = if size + CLOSE >= needed && size > 0.0 { speed } else { 0.0 };
            slowest = Some(slowest.map_or(speed, |slowest: f64| slowest.min(speed)));
        }
        slowest.unwrap_or(1.0)
    }

    /// Work done by each moment of change between start and end.
    fn progress(&self, task: &Task) -> Vec<(i64, f64)> {
        let placement = task.placement.as_ref().unwrap();
        let operation = &self.workspace.operations[&task.operation.unwrap()];
        let location = operation.location.and_then(|id| self.workspace.locations.get(&id));
        let mut calendars: Vec<CalendarId> =
            [operation.calendar, location.and_then(|location| location.calendar)].into_iter().flatten().collect();
        let mut extra = Vec::new();
        for used in &placement.uses {
            calendars.extend(calendars_of(self.workspace, &self.workspace.resources[&used.resource]));
            let away = self.workspace.absences.values().filter(|absence| absence.resource == Some(used.resource));
            extra.extend(away.flat_map(|absence| [absence.start, absence.end]).flatten().map(Time::seconds));
        }
        let (start, end) = (placement.start.seconds(), placement.end.seconds());
        let mut all = moments(self.workspace, &calendars, start, end);
        all.extend(extra.into_iter().filter(|moment| (start..=end).contains(moment)));
        all.sort_unstable();
        all.dedup();
        let mut done = 0.0;
        let mut found = vec![(start, 0.0)];
        for pair in all.windows(2) {
            done += self.speed(task, pair[0]) * (pair[1] - pair[0]) as f64;
            found.push((pair[1], done));
        }
        found
    }

    /// When a share of the task's work is done.
    fn moment(&self, task: &Task, share: f64) -> i64 {
        let progress = self.progress(task);
        let goal = share * progress.last().unwrap().1;
        for pair in progress.windows(2) {
            if pair[1].1 + CLOSE >= goal {
                let speed = (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) as f64;
                return if speed > 0.0 { pair[0].0 + ((goal - pair[0].1) / speed).round() as i64 } else { pair[0].0 };
            }
        }
        task.placement.as_ref().unwrap().end.seconds()
    }

    fn places(&self, found: &mut Vec<String>) {
        let is_proposed = |task: &&Task| task.status == TaskStatus::Planned && self.supply(task).status == SupplyStatus::Proposed;
        for task in self.plan.tasks.iter().filter(is_proposed).filter(|task| task.placement.is_none()) {
            found.push(format!("has no place: {}", self.name(task)));
        }
    }

    fn times(&self, found: &mut Vec<String>) {
        for task in self.plan.tasks.iter().filter(|task| self.free(task)) {
            let Some(placement) = &task.placement else { continue };
            if placement.start < self.now {
                found.push(format!("starts before now: {}", self.name(task)));
            }
            if task.release.is_some_and(|release| placement.start < release) {
                found.push(format!("starts before its release: {}", self.name(task)));
            }
            let needed = self.seconds(task);
            let done = self.progress(task).last().unwrap().1;
            if done + 0.01 < needed {
                found.push(format!("only {done} of {needed} seconds of work: {}", self.name(task)));
            }
            let fastest = placement.uses.iter().map(|used| self.workspace.resources[&used.resource].efficiency / 100.0).fold(1.0, f64::max);
            if done > needed + 2.0 * fastest {
                found.push(format!("{done} instead of {needed} seconds of work: {}", self.name(task)));
            }
            if needed > 0.0 && self.speed(task, placement.start.seconds()) <= 0.0 {
                found.push(format!("starts while closed: {}", self.name(task)));
            }
            let orders = &self.supply(task).orders;
            if let [only] = orders.as_slice()
                && self.workspace.orders[only].release.is_some_and(|release| placement.start < release)
            {
                found.push(format!("starts before its order's release: {}", self.name(task)));
            }
        }
    }

    fn holds(kind: LinkKind, before: &Placement, after: &Placement, lag: Span) -> bool {
        let (from, to) = match kind {
            LinkKind::FinishStart => (before.end, after.start),
            LinkKind::StartStart => (before.start, after.start),
            LinkKind::FinishFinish => (before.end, after.end),
            LinkKind::StartFinish => (before.start, after.end),
        };
        to >= from.plus(lag)
    }

    fn sequence(&self, found: &mut Vec<String>) {
        let by_id: BTreeMap<TaskId, &Task> = self.plan.tasks.iter().map(|task| (task.id, task)).collect();
        for task in self.plan.tasks.iter().filter(|task| self.free(task)) {
            let Some(placement) = &task.placement else { continue };
            for link in &task.after {
                let Some(before) = by_id.get(&link.task).and_then(|before| before.placement.as_ref()) else { continue };
                if !Judge::holds(link.kind, before, placement, link.lag) {
                    found.push(format!("does not wait {link:?} for {}: {}", self.name(by_id[&link.task]), self.name(task)));
                }
            }
            self.routing(task, placement, found);
        }
    }

    /// Steps in their order, or by the dependencies among them; other dependencies by a task of the same orders.
    fn routing(&self, task: &Task, placement: &Placement, found: &mut Vec<String>) {
        let supply = self.supply(task);
        let siblings: Vec<&Task> = self.plan.tasks.iter().filter(|other| other.supply == task.supply && other.id != task.id).collect();
        let is_step =
            |operation: Option<OperationId>| siblings.iter().any(|other| other.operation == operation) || task.operation == operation;
        let waits =
            |operation: Option<OperationId>| self.workspace.operation_dependencies.values().filter(move |wait| wait.operation == operation);
        let among_steps = siblings
            .iter()
            .map(|other| other.operation)
            .chain([task.operation])
            .any(|step| waits(step).any(|wait| is_step(wait.blocked_by)));
        let priority = |task: &Task| self.workspace.operations[&task.operation.unwrap()].priority;
        for before in siblings.iter().filter(|other| !among_steps && priority(other) < priority(task)) {
            if before.placement.as_ref().is_some_and(|before| before.end > placement.start) {
                found.push(format!("out of order: {} before {}", self.name(task), self.name(before)));
            }
        }
        for wait in waits(task.operation) {
            let candidates: Vec<&Task> = if is_step(wait.blocked_by) {
                siblings.iter().copied().filter(|other| other.operation == wait.blocked_by).collect()
            } else {
                let serves = |other: &Task| self.supply(other).orders.iter().any(|order| supply.orders.contains(order));
                self.plan.tasks.iter().filter(|other| other.operation == wait.blocked_by && serves(other)).collect()
            };
            let met = candidates
                .iter()
                .any(|other| other.placement.as_ref().is_some_and(|before| Judge::holds(wait.kind, before, placement, wait.lag)));
            if !met && wait.quantity > 0.0 {
                found.push(format!("a dependency is not met: {}", self.name(task)));
            }
            self.at_most(task, wait, &candidates, found);
        }
    }

    /// The most time between two works, unless the plan says that it is exceeded and by which of them. A safety time after the first, or
    /// a least time that is longer, goes before it.
    fn at_most(&self, task: &Task, wait: &OperationDependency, candidates: &[&Task], found: &mut Vec<String>) {
        let Some(most) = wait.lag_maximum.filter(|_| wait.quantity > 0.0) else { return };
        let safety = wait.blocked_by.map_or(Span::ZERO, |id| self.workspace.operations[&id].post_time);
        let most = most.max(wait.lag.plus(safety));
        let told = |other: &Task| {
            let mut told = self.plan.findings.iter().filter(|told| ["lag_exceeded", "pin_conflict"].contains(&told.check.as_str()));
            told.any(|told| [task.id, other.id].iter().any(|id| told.records.contains(&id.raw())))
        };
        let exceeds = |other: &Task| {
            let (before, after) = (other.placement.as_ref()?, task.placement.as_ref()?);
            let from = if matches!(wait.kind, LinkKind::FinishStart | LinkKind::FinishFinish) { before.end } else { before.start };
            let to = if matches!(wait.kind, LinkKind::FinishStart | LinkKind::StartStart) { after.start } else { after.end };
            Some(to.since(from) > most)
        };
        // Of several candidates it is the one that serves the same that is meant.
        if !candidates.is_empty() && candidates.iter().all(|other| exceeds(other) == Some(true) && !told(other)) {
            found.push(format!("waits longer than it may: {}", self.name(task)));
        }
    }

    fn promises(&self, found: &mut Vec<String>) {
        for order in self.workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
            let promises: Vec<&Promise> = self.plan.promises.iter().filter(|promise| promise.order == Some(order.id)).collect();
            let [promise] = promises.as_slice() else {
                found.push(format!("{} has {} promises", order.name, promises.len()));
                continue;
            };
            let late = promise.ready.zip(order.due).is_some_and(|(ready, due)| ready > due);
            let sound = match promise.verdict {
                Verdict::OnTime => !late && promise.ready.is_some() && promise.quantity == order.quantity,
                Verdict::Late => late && promise.quantity == order.quantity && !promise.reason.is_empty(),
                Verdict::Partial => promise.quantity < order.quantity && !promise.reason.is_empty(),
                Verdict::Refused => promise.ready.is_none() && !promise.reason.is_empty(),
            };
            let limit =
                [order.deadline, order.max_lateness.and_then(|lateness| Some(order.due?.plus(lateness)))].into_iter().flatten().min();
            if !sound || promise.ready.zip(limit).is_some_and(|(ready, limit)| ready > limit) {
                found.push(format!("{} is promised wrongly: {promise:?}", order.name));
            }
        }
    }
}

type Shelf = (ItemId, Option<LocationId>, String);
