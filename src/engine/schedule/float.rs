//! How much later each task could be.
//!
//! Counts what follows by links and, on resources that do one task at a time, by turn; other resources are not looked at,
//! so that on pools a float may be shorter in truth.

use super::critical::View;
use super::problem::{LinkKind, ResourceIndex, ResourceKind, TaskIndex};
use super::slack::{Activity, Calendars, Dates, Network, Tie};
use super::walk::changeover;
use crate::model::{Span, Time};

impl Calendars for View<'_> {
    fn begin(&self, activity: u32, end: i64) -> Option<i64> {
        self.walk(activity)?.begin(end)
    }

    fn finish(&self, activity: u32, start: i64) -> Option<i64> {
        self.walk(activity)?.finish(start)
    }
}

/// Total and free float of every placed task.
pub(super) fn floats(view: &View) -> (Vec<Option<Span>>, Vec<Option<Span>>) {
    let tasks = || view.problem.tasks.iter().zip(0..).map(|(task, at)| (task, view.placement(at)));
    let last = tasks().filter_map(|(_, placement)| Some(placement?.end)).max().unwrap_or(Time::MIN);
    let activities = tasks().map(|(task, placement)| {
        let (start, end) = placement.map(|placement| (placement.start, placement.end))?;
        let due = task.due.into_iter().chain(task.deadline).min().map_or(last, |due| due.max(end));
        Some(Activity { start: start.seconds(), end: end.seconds(), until: due.seconds(), fixed: task.pin.is_some() })
    });
    let links = view.problem.links.iter().map(|link| Tie {
        from: link.from,
        from_end: matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish),
        to: link.to,
        to_start: matches!(link.kind, LinkKind::FinishToStart | LinkKind::StartToStart),
        lag: link.min_lag.seconds(),
    });
    let network = Network::new(activities.collect(), links.chain(turns(view)).collect(), view);
    let spans = |dates: Dates| {
        let starts = tasks().map(|(_, placement)| Some(placement?.start.seconds()));
        starts.zip(dates).map(|(start, latest)| Some(Span::from_seconds((latest?.0 - start?).max(0)))).collect()
    };
    (spans(network.latest()), spans(network.free()))
}

/// That the tasks on one-at-a-time resources follow each other, with the changeover between.
fn turns(view: &View) -> Vec<Tie> {
    let mut turns = Vec::new();
    for (resource, row) in view.problem.resources.iter().enumerate() {
        let resource = resource as ResourceIndex;
        let size = row.size.map_or(Some(1000), |size| view.problem.profiles.get(size as usize).map(|size| size.largest()));
        let one_at_a_time = row.kind == ResourceKind::Finite && (row.setup.is_some() || size.is_some_and(|size| size <= 1000));
        if !one_at_a_time {
            continue;
        }
        let family = |task: TaskIndex| view.problem.tasks.get(task as usize).and_then(|task| task.family);
        for pair in view.on(resource).windows(2) {
            let [(end, first), (_, second)] = pair else { continue };
            let starts = view.placement(*second).map(|placement| placement.start.seconds());
            if starts.is_some_and(|start| start >= *end) {
                let lag = changeover(view.problem, resource, family(*first), family(*second));
                turns.push(Tie { from: *first, from_end: true, to: *second, to_start: true, lag });
            }
        }
    }
    turns
}
