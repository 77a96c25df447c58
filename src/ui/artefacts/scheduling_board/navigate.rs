//! Where the arrow keys lead from a task.
//!
//! Never scrolls; whoever moves the current task brings it into sight.

use super::build::Sight;
use super::layout::RowKind;
use crate::app::derived::schedule::Index;
use crate::model::{Time, sort_with_key};

/// A direction of the arrow keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Earlier,
    Later,
    Up,
    Down,
    /// First and last task of the row.
    First,
    Last,
    /// A window's height up or down.
    PageUp,
    PageDown,
}

/// The task that a step leads to and the row on which it is met; the same ones where there is none further.
pub fn step(sight: Sight, current: Option<Index>, step: Step) -> Option<(Index, u32)> {
    let Some((current, home)) = current.and_then(|task| Some((task, sight.current_home(task)?))) else { return first_seen(sight) };
    let row = home.row as usize;
    let page = ((sight.view.body_height() / sight.view.metrics.lane_height) as usize).max(1);
    let here = |found: Option<Index>| found.map(|task| (task, home.row));
    let found = match step {
        Step::Earlier => here(beside(sight, current, row, false)),
        Step::Later => here(beside(sight, current, row, true)),
        Step::First => here(by_start(sight, row).first().copied()),
        Step::Last => here(by_start(sight, row).last().copied()),
        Step::Up => other_row(sight, current, (0..row).rev(), 0),
        Step::Down => other_row(sight, current, row + 1..sight.layout.rows.len(), 0),
        Step::PageUp => other_row(sight, current, (0..row).rev(), page),
        Step::PageDown => other_row(sight, current, row + 1..sight.layout.rows.len(), page),
    };
    found.or(Some((current, home.row)))
}

/// The first task that is seen, else the first of all.
fn first_seen(sight: Sight) -> Option<(Index, u32)> {
    let (from, to) = sight.view.window();
    let seen = |(task, _): &(Index, u32)| sight.board.task(*task).is_some_and(|task| task.end >= from && task.start < to);
    let rows = || sight.rows().chain(0..sight.layout.rows.len());
    let all = || rows().flat_map(|row| by_start(sight, row).into_iter().map(move |task| (task, row as u32)));
    all().find(seen).or_else(|| all().next())
}

/// The tasks of a row by start, whatever their lane.
fn by_start(sight: Sight, row: usize) -> Vec<Index> {
    let Some(row) = sight.layout.rows.get(row) else { return Vec::new() };
    match row.kind {
        RowKind::Task(task) => vec![task],
        _ => {
            let mut tasks: Vec<Index> = row.lanes.iter().flat_map(|lane| lane.tasks.iter().copied()).collect();
            sort_with_key(&mut tasks, |task| sight.board.task(*task).map(|task| task.start));
            tasks
        }
    }
}

fn beside(sight: Sight, current: Index, row: usize, later: bool) -> Option<Index> {
    let tasks = by_start(sight, row);
    let at = tasks.iter().position(|task| *task == current)?;
    let next = if later { at.checked_add(1)? } else { at.checked_sub(1)? };
    tasks.get(next).copied()
}

/// In the first row of `rows` (after skipping `skip` of them) that has tasks, the one nearest in time.
fn other_row(sight: Sight, current: Index, rows: impl Iterator<Item = usize>, skip: usize) -> Option<(Index, u32)> {
    let start = sight.board.task(current).map(|task| task.start)?;
    let near = |task: Index| sight.board.task(task).map_or(i64::MAX, |task| away(task.start, task.end, start));
    let mut last = None;
    let mut passed = 0;
    for row in rows {
        passed += 1;
        let found = by_start(sight, row).into_iter().min_by_key(|task| near(*task));
        last = found.map(|task| (task, row as u32)).or(last);
        if found.is_some() && passed >= skip {
            break;
        }
    }
    last
}

/// Seconds between a moment and a stretch of time.
fn away(start: Time, end: Time, moment: Time) -> i64 {
    start.since(moment).seconds().max(moment.since(end).seconds()).max(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::build::tests::Scenery;
    use super::super::layout::Grouping;
    use super::*;
    use crate::app::derived::schedule::sample::dairy;
    use crate::model::{RecordId, ResourceId, ResourceUse, TaskId};

    #[test]
    fn a_task_on_two_resources_is_met_on_the_row_of_each_and_left_again() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        place.uses.push(ResourceUse { resource: ResourceId::from_raw(1), quantity: 1.0 });
        let mut scenery = Scenery::new(&workspace, Grouping::Resource, 20.0);
        let task = scenery.board.find_task(TaskId::from_raw(4));
        // Its home is the row of the filling line, the first of two.
        let below = step(scenery.sight(), task, Step::Down);
        assert_eq!(below, task.map(|task| (task, 1)));
        scenery.look.row = scenery.layout.resource_of(1);
        assert_eq!(scenery.sight().current_home(task.unwrap()).map(|home| home.row), Some(1));
        assert_eq!(step(scenery.sight(), task, Step::Down), below, "there is no row below");
        assert_eq!(step(scenery.sight(), task, Step::Up).map(|(_, row)| row), Some(0), "and one above");
    }
}
