//! Pitfalls of the plan: every hour given away, dates that are wishes, and what is about to start planned anew.

use super::super::figures::Figures;
use super::{Pitfall, percent};
use crate::app::derived::schedule::Saved;
use crate::engine::calendar::ONE;
use crate::engine::pitfalls::{DatedTask, Failed, FullLoad, PlannedTask, Replanned, full_load, replanned_when_frozen, wish_dates};
use crate::engine::plan::Calendars;
use crate::model::{DAY, LinkKind, OrderId, RecordId, ResourceId, Span, SupplyStatus, TableName, TaskId, TaskStatus, Time, Workspace};
use std::collections::{BTreeMap, BTreeSet};

const WEEKS: usize = 6;

/// What is planned on a resource in the weeks ahead, and what it has: hours per week.
pub struct Ahead {
    pub resource: ResourceId,
    pub load: Vec<f64>,
    pub capacity: Vec<f64>,
}

impl Ahead {
    /// Planned by there is, week by week; nothing planned is nothing.
    pub fn shares(&self) -> Vec<f64> {
        self.load.iter().zip(&self.capacity).map(|(load, open)| if *load > 0.0 { load / open } else { 0.0 }).collect()
    }
}

/// Of every resource that limits the work and has any planned.
pub fn loads_ahead(workspace: &Workspace, figures: &Figures) -> Vec<Ahead> {
    let now = figures.basis.now;
    let starts: Vec<Time> = (0..=WEEKS as i64).map(|week| now.plus(Span::from_days(7 * week))).collect();
    let calendars = Calendars::new(workspace, now, now.plus(Span::from_days(7 * WEEKS as i64)));
    let mut found = Vec::new();
    for id in &figures.basis.resources {
        let id = ResourceId::from_raw(*id);
        let Some(resource) = workspace.resources.get(&id).filter(|resource| resource.constrained) else { continue };
        let (size, there) = (calendars.size(resource), calendars.presence(resource));
        let mut load = vec![0.0; WEEKS];
        for task in workspace.tasks.values().filter(|task| task.status != TaskStatus::Finished) {
            let Some(place) = &task.placement else { continue };
            for used in place.uses.iter().filter(|used| used.resource == id) {
                for (sum, week) in load.iter_mut().zip(starts.windows(2)) {
                    if let [from, to] = week {
                        let (from, to) = (place.start.max(*from), place.end.min(*to));
                        *sum += if from < to { there.open_between(from, to).hours() * used.quantity } else { 0.0 };
                    }
                }
            }
        }
        if load.iter().all(|hours| *hours == 0.0) {
            continue;
        }
        let capacity: Vec<f64> = starts
            .windows(2)
            .map(|week| week.first().zip(week.get(1)).map_or(0.0, |(from, to)| size.area(*from, *to) as f64 / ONE as f64 / 3_600.0))
            .collect();
        found.push(Ahead { resource: id, load, capacity });
    }
    found
}

/// Of the resource that is fullest in the weeks ahead.
pub(super) fn full_hours(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let mut worst: Option<(ResourceId, FullLoad)> = None;
    for Ahead { resource, load, capacity } in loads_ahead(workspace, figures) {
        let found = full_load(&load, &capacity, 1.0);
        let rank = |load: &FullLoad| (load.evidence.level, load.evidence.concerned.len(), (load.evidence.statistic.min(1e6) * 1e6) as i64);
        if worst.as_ref().is_none_or(|(_, known)| rank(&found) > rank(known)) {
            worst = Some((resource, found));
        }
    }
    let (name, found) = worst
        .map(|(id, found)| (workspace.label(TableName::Resource, id.raw()), found))
        .unwrap_or_else(|| (String::new(), full_load(&[], &[], 1.0)));
    let weeks: Vec<String> =
        found.utilisation.iter().map(|share| if share.is_finite() { percent(*share) } else { "no hours".to_owned() }).collect();
    let fullest = found.waiting.iter().map(|wait| wait.unwrap_or(f64::INFINITY)).fold(0.0, f64::max);
    let waiting =
        if fullest.is_finite() { format!("waiting of up to {fullest:.1} times the work itself") } else { "waiting without end".to_owned() };
    let words =
        format!("{name} is planned to {} of its hours in the weeks ahead: with usual variation that means {waiting}.", weeks.join(", "));
    Pitfall::of(
        "Every hour is planned",
        "weeks ahead of the fullest resource",
        &found.evidence,
        words,
        "Nothing is scheduled ahead. Plan the schedule, so that its load can be seen.",
        "Leave about 15 % of the bottleneck’s hours unplanned: release less, or add hours there and nowhere else.",
    )
}

/// Of everything that is planned and not done.
pub(super) fn wishes(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let now = figures.basis.now;
    let open: Vec<&crate::model::Task> = workspace.tasks.values().filter(|task| task.status != TaskStatus::Finished).collect();
    let followed: BTreeSet<TaskId> = workspace.tasks.values().flat_map(|task| &task.after).map(|link| link.task).collect();
    // An order is what its first tasks wait for and its last ones are waited for by: only what is linked to nothing else of it hangs loose.
    let mut parts: BTreeMap<OrderId, usize> = BTreeMap::new();
    workspace.tasks.values().flat_map(|task| &task.orders).for_each(|order| *parts.entry(*order).or_default() += 1);
    let mut ready: BTreeMap<OrderId, Time> = BTreeMap::new();
    for (task, place) in open.iter().filter_map(|task| Some((task, task.placement.as_ref()?))) {
        for order in &task.orders {
            let known = ready.entry(*order).or_insert(place.end);
            *known = (*known).max(place.end);
        }
    }
    let working = |span: Span| span.seconds() as f64 / DAY as f64 * 5.0 / 7.0;
    let dated = open.iter().filter_map(|task| {
        let place = task.placement.as_ref()?;
        let order = task.orders.first();
        let due = order.and_then(|order| workspace.orders.get(order)?.due).or(task.due);
        let end = order.and_then(|order| ready.get(order).copied()).unwrap_or(place.end);
        let lag = task
            .after
            .iter()
            .map(|link| link.lag.seconds() as f64)
            .fold(0.0, |worst: f64, lag| if lag.abs() > worst.abs() { lag } else { worst });
        let links = [task.after.len(), usize::from(followed.contains(&task.id))];
        let is_held = order.is_some_and(|order| links != [0, 0] || parts.get(order) == Some(&1));
        let [predecessors, successors] = links.map(|count| count.max(usize::from(is_held)));
        Some(DatedTask {
            predecessors,
            successors,
            fixed: task.pinned,
            float: due.map_or(0.0, |due| working(due.since(end))),
            duration: working(place.end.since(place.start)),
            has_resource: !place.uses.is_empty(),
            lag,
            finish_to_start: task.after.iter().all(|link| link.kind == LinkKind::FinishStart),
            impossible_date: task.status == TaskStatus::Planned && place.end < now,
            overload: 0.0,
        })
    });
    let dated: Vec<DatedTask> = dated.collect();
    let found = wish_dates(&dated);
    let failed: Vec<&str> = found.failed.iter().map(|point| point_words(*point)).collect();
    let words = if failed.is_empty() {
        "The plan keeps all points of the usual test of schedules that tasks can be asked.".to_owned()
    } else {
        format!("The plan fails on: {}.", failed.join("; "))
    };
    Pitfall::of(
        "Dates are wished for",
        "tasks planned and not done",
        &found.evidence,
        words,
        "Fewer than ten tasks are planned and not done.",
        "Let the schedule find the dates: link what waits for what, unpin, plan again from today, and tell customers what the plan says.",
    )
}

fn point_words(point: Failed) -> &'static str {
    match point {
        Failed::MissingLogic => "tasks that wait for nothing or that nothing waits for",
        Failed::Fixed => "tasks that are pinned",
        Failed::NegativeFloat => "orders that are ready after their due date",
        Failed::HighFloat => "orders that are ready two months before they are due",
        Failed::LongTasks => "tasks longer than two months",
        Failed::NoResource => "tasks that nobody does",
        Failed::Lags => "links with waiting times",
        Failed::Leads => "links that overlap",
        Failed::FewFinishToStart => "links other than from end to start",
        Failed::ImpossibleDates => "tasks that should be over and were not begun",
        Failed::Overload => "hours beyond what is there",
    }
}

/// What of the last saved schedule was about to start and stands elsewhere now; with that schedule's name.
pub fn replanned(workspace: &Workspace, now: Time) -> (Replanned, String) {
    let latest = workspace
        .baselines
        .values()
        .filter(|baseline| baseline.saved.is_some_and(|saved| saved <= now))
        .max_by_key(|baseline| baseline.saved);
    let days = |time: Time| time.seconds() as f64 / DAY as f64;
    let tasks: Vec<PlannedTask> = latest
        .map(Saved::open)
        .unwrap_or_default()
        .tasks
        .iter()
        .filter_map(|saved| {
            let task = workspace.tasks.get(&saved.task);
            if task.is_some_and(|task| task.status != TaskStatus::Planned) {
                return None;
            }
            let order = saved.order.and_then(|order| workspace.orders.get(&order));
            let priority = order.map_or(0, |order| order.priority);
            let supply = task.and_then(|task| workspace.supply_orders.get(&task.supply?));
            let released = supply.is_some_and(|supply| matches!(supply.status, SupplyStatus::Approved | SupplyStatus::Confirmed));
            let later = task.and_then(|task| task.placement.as_ref()).map(|place| (days(place.start), priority));
            Some(PlannedTask { start: days(saved.start), priority, released, later })
        })
        .collect();
    (replanned_when_frozen(&tasks, days(now), 7.0), latest.map(|baseline| baseline.name.clone()).unwrap_or_default())
}

/// What was saved last against what stands now.
pub(super) fn planned_anew(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let (found, name) = replanned(workspace, figures.basis.now);
    let words = format!(
        "Of {} tasks that {name} had within the next seven days, {} stand elsewhere now. Priorities of then are not kept, so hurrying cannot be told.",
        found.in_window,
        percent(found.instability)
    );
    Pitfall::of(
        "What is about to start is planned anew",
        "tasks of the last saved schedule",
        &found.evidence,
        words,
        "No saved schedule holds ten tasks that are still to begin. Save one as a baseline when it is agreed.",
        "Freeze the next days when planning, and let changes wait until they are over.",
    )
}
