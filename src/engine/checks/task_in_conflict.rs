//! Tasks that cannot be done where they stand: too much at once for a resource, before what they wait for, or in too little time.
//!
//! The same rules as those by which the Scheduling Board marks its tasks, which keeps its marks up to date move by move.

use super::{Finding, Weight, told};
use crate::engine::calendar::{Milli, ONE, Profile, milli};
use crate::engine::plan::{Calendars, seconds_of};
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// How far around the tasks the calendars are read; resources may have their full size only there.
const BEFORE: Span = Span::from_days(60);
const BEYOND: Span = Span::from_days(400);

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let records: Vec<u64> = in_conflict(workspace).into_iter().map(|task| task.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "task_in_conflict".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One task is in conflict.", "{} tasks are in conflict."),
        remedy: "Each says why on the board: move it, give it to somebody else, or plan again.".to_owned(),
        table: TableName::Task,
        records,
    })
}

/// The tasks still to be begun that break something where they are.
pub fn in_conflict(workspace: &Workspace) -> BTreeSet<TaskId> {
    let Some(first) = places(workspace).map(|(_, place)| place.start).min() else { return BTreeSet::new() };
    let last = places(workspace).map(|(_, place)| place.end).fold(first, Time::max);
    let calendars = Calendars::new(workspace, first.minus(BEFORE).week_start(), last.plus(BEYOND));
    let mut found: BTreeSet<TaskId> = BTreeSet::new();
    let mut rows: BTreeMap<ResourceId, Vec<Run>> = BTreeMap::new();
    for (task, place) in places(workspace) {
        if runs_too_early(workspace, task, place) || lacks_time(workspace, &calendars, task, place) {
            found.insert(task.id);
        }
        for usage in place.uses.iter().filter(|_| place.end > place.start) {
            let run = Run { start: place.start, end: place.end, task: task.id, quantity: milli(usage.quantity) };
            rows.entry(usage.resource).or_default().push(run);
        }
    }
    for (resource, runs) in rows {
        let resource = workspace.resources.get(&resource);
        if let Some(resource) = resource.filter(|resource| resource.constrained && resource.kind == ResourceKind::Default) {
            crowded(runs, calendars.size(resource).largest(), &mut found);
        }
    }
    found.retain(|task| workspace.tasks.get(task).is_some_and(|task| task.status == TaskStatus::Planned));
    found
}

fn places(workspace: &Workspace) -> impl Iterator<Item = (&Task, &Placement)> {
    workspace.tasks.values().filter_map(|task| Some((task, task.placement.as_ref()?)))
}

/// A task on a resource.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    start: Time,
    end: Time,
    task: TaskId,
    quantity: Milli,
}

/// Adds the tasks that start while there is no room for them.
fn crowded(mut runs: Vec<Run>, size: Milli, found: &mut BTreeSet<TaskId>) {
    sort_with(&mut runs, Run::cmp);
    let mut running: Vec<(Time, Milli)> = Vec::new();
    for run in runs {
        running.retain(|(end, _)| *end > run.start);
        let in_use: Milli = running.iter().map(|(_, quantity)| quantity).sum();
        if !running.is_empty() && in_use + run.quantity > size {
            found.insert(run.task);
        }
        running.push((run.end, run.quantity));
    }
}

fn runs_too_early(workspace: &Workspace, task: &Task, place: &Placement) -> bool {
    task.after.iter().any(|link| {
        let Some(from) = workspace.tasks.get(&link.task).and_then(|from| from.placement.as_ref()) else { return false };
        let (bound, tied) = match link.kind {
            LinkKind::FinishStart => (from.end, place.start),
            LinkKind::StartStart => (from.start, place.start),
            LinkKind::FinishFinish => (from.end, place.end),
            LinkKind::StartFinish => (from.start, place.end),
        };
        tied < bound.plus(link.lag)
    })
}

/// Whether a resource of the task is open for less time than its work takes at the resource's best speed.
fn lacks_time(workspace: &Workspace, calendars: &Calendars, task: &Task, place: &Placement) -> bool {
    let operation = task.operation.and_then(|id| workspace.operations.get(&id));
    let work = operation.map_or(0, |operation| seconds_of(operation, task.quantity));
    work > 0
        && place.uses.iter().filter_map(|usage| workspace.resources.get(&usage.resource)).any(|resource| {
            let open = calendars.size(resource).open_between(place.start, place.end).seconds();
            let speed = calendars.speed(resource).map_or(ONE, |speed| Profile::largest(&speed));
            open.saturating_mul(speed) < work.saturating_mul(ONE)
        })
}
