//! How much later each task could be.
//!
//! Counts what follows by links and, on resources that do one task at a time, by turn; other resources are not looked at,
//! so that on pools a float may be shorter in truth.

use super::critical::View;
use super::problem::{LinkKind, ResourceIndex, ResourceKind, TaskIndex};
use super::walk::changeover;
use crate::engine::calendar::LAST;
use crate::model::{Span, Time};

/// Latest start and end of a task.
type Latest = Vec<Option<(i64, i64)>>;

/// Total and free float of every placed task.
pub(super) fn floats(view: &View) -> (Vec<Option<Span>>, Vec<Option<Span>>) {
    let count = view.problem.tasks.len() as TaskIndex;
    let span = |task: TaskIndex| view.placement(task).map(|placement| (placement.start.seconds(), placement.end.seconds()));
    let actual: Latest = (0..count).map(span).collect();
    let last = actual.iter().flatten().map(|span| span.1).max().unwrap_or(0);
    let turns = next_turns(view);
    let mut by_end: Vec<TaskIndex> = (0..count).filter(|task| actual[*task as usize].is_some()).collect();
    by_end.sort_unstable_by_key(|task| std::cmp::Reverse((actual[*task as usize], *task)));
    let mut latest: Latest = actual.iter().map(|span| span.map(|_| (LAST, LAST))).collect();
    // What follows nearly always ends later; where it does not, another round settles it.
    for _ in 0..10 {
        let mut settled = true;
        for &task in &by_end {
            let new = latest_of(view, task, &latest, &actual, &turns, last);
            settled &= new == latest[task as usize];
            latest[task as usize] = new;
        }
        if settled {
            break;
        }
    }
    let float = |latest: Option<(i64, i64)>, task: TaskIndex| {
        let (start, _) = actual[task as usize]?;
        Some(Span::from_seconds((latest?.0 - start).max(0)))
    };
    let total = (0..count).map(|task| float(latest[task as usize], task)).collect();
    let free = (0..count).map(|task| float(latest_of(view, task, &actual, &actual, &turns, last), task)).collect();
    (total, free)
}

/// Latest start and end that leave what follows where `following` has it.
fn latest_of(
    view: &View,
    task: TaskIndex,
    following: &Latest,
    actual: &Latest,
    turns: &[Vec<(TaskIndex, i64)>],
    last: i64,
) -> Option<(i64, i64)> {
    let (own_start, own_end) = actual[task as usize]?;
    let data = view.problem.tasks.get(task as usize)?;
    if data.pin.is_some() {
        return Some((own_start, own_end));
    }
    let due = data.due.into_iter().chain(data.deadline).map(Time::seconds).min();
    let (mut start, mut end) = (LAST, due.map_or(last, |due| due.max(own_end)));
    for link in view.links_from(task).iter().filter_map(|link| view.problem.links.get(*link as usize)) {
        let Some((next_start, next_end)) = following[link.to as usize] else { continue };
        let to_start = matches!(link.kind, LinkKind::FinishToStart | LinkKind::StartToStart);
        let bound = if to_start { next_start } else { next_end }.saturating_sub(link.min_lag.seconds());
        if matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish) {
            end = end.min(bound)
        } else {
            start = start.min(bound)
        }
    }
    for &(next, gap) in &turns[task as usize] {
        if let Some((next_start, _)) = following[next as usize] {
            end = end.min(next_start - gap);
        }
    }
    let begin = view.walk(task)?.begin(end).unwrap_or(own_start);
    // A task that breaks a link already has no time to spare, but not less than none.
    Some((begin.min(start).max(own_start), end.max(own_end)))
}

/// For each task the next ones on its one-at-a-time resources, with the changeover between.
fn next_turns(view: &View) -> Vec<Vec<(TaskIndex, i64)>> {
    let mut turns = vec![Vec::new(); view.problem.tasks.len()];
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
                turns[*first as usize].push((*second, changeover(view.problem, resource, family(*first), family(*second))));
            }
        }
    }
    turns
}
