//! The columns of cards as a render model: which tasks stand in each, in which lane, and what is said of its limits.
//!
//! Never changes a status or a limit; pure, so that it is tested without a browser.

use super::filter::Stage;
use super::layout::Layout;
use crate::app::derived::schedule::{BoardData, BoardTask, Index, counted, index};
use crate::model::{Gather, TaskStatus, WorkLimit, Workspace, sort_with_key};
use std::collections::BTreeSet;

/// The lane of what has no resource yet.
pub const NO_LANE: &str = "No resource";

/// A column of cards.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    pub stage: Stage,
    /// By start; what is finished the other way round.
    pub tasks: Vec<Index>,
    /// How many there are whatever the filter leaves in: that is what a limit counts.
    pub count: usize,
}

/// The columns in the order of the work: of one lane, or of all tasks.
pub fn columns(board: &BoardData, layout: &Layout, lane: Option<&str>) -> Vec<Column> {
    let mut columns: Vec<Column> = Stage::ALL.iter().map(|(stage, _)| Column { stage: *stage, tasks: Vec::new(), count: 0 }).collect();
    for (task, at) in board.tasks.iter().zip(0..) {
        if lane.is_some_and(|lane| lane_of(board, task) != lane) {
            continue;
        }
        let Some(column) = columns.get_mut(Stage::of(task) as usize) else { continue };
        column.count += 1;
        if layout.shows(at) {
            column.tasks.push(at);
        }
    }
    for column in &mut columns {
        sort_with_key(&mut column.tasks, |at| board.task(*at).map(|task| (task.start, task.end)));
        if column.stage == Stage::Finished {
            column.tasks.reverse();
        }
    }
    columns
}

/// The lane a task stands in: the group of rows that its first resource belongs to.
pub fn lane_of<'a>(board: &'a BoardData, task: &BoardTask) -> &'a str {
    let resource = task.uses.first().and_then(|usage| board.resources.get(index(usage.resource)));
    resource.map_or(NO_LANE, |resource| resource.group.as_str())
}

/// The lanes that have tasks, in the order of the rows; what has no resource comes last.
pub fn lanes(board: &BoardData) -> Vec<String> {
    let used: BTreeSet<&str> = board.tasks.iter().map(|task| lane_of(board, task)).gather();
    let mut lanes: Vec<String> =
        board.resources.iter().map(|row| row.group.clone()).filter(|group| used.contains(group.as_str())).collect();
    lanes.dedup();
    lanes.extend(used.contains(NO_LANE).then(|| NO_LANE.to_owned()));
    lanes
}

/// The status that a limit of a column counts; what is not scheduled has none.
pub fn status_of(stage: Stage) -> Option<TaskStatus> {
    match stage {
        Stage::Unscheduled => None,
        Stage::Planned => Some(TaskStatus::Planned),
        Stage::Started => Some(TaskStatus::Started),
        Stage::Finished => Some(TaskStatus::Finished),
    }
}

/// The records that limit a column, or a column of a lane; where two people have set one apart, both are there.
pub fn limits_of<'a>(workspace: &'a Workspace, stage: Stage, lane: Option<&str>) -> Vec<&'a WorkLimit> {
    let status = status_of(stage);
    let is_meant = |limit: &&WorkLimit| Some(limit.status) == status && limit.lane == lane.unwrap_or_default();
    workspace.work_limits.values().filter(is_meant).collect()
}

/// How many tasks may stand there: the strictest of the limits.
pub fn limit(workspace: &Workspace, stage: Stage, lane: Option<&str>) -> Option<usize> {
    limits_of(workspace, stage, lane).into_iter().filter_map(|limit| usize::try_from(limit.most).ok()).min()
}

/// How many more tasks a column has than its limit allows.
pub fn over(count: usize, limit: Option<usize>) -> usize {
    limit.map_or(0, |limit| count.saturating_sub(limit))
}

/// `12 tasks`, `3 of at most 5`, `7 of at most 5: 2 over the limit`.
pub fn count_text(count: usize, limit: Option<usize>) -> String {
    match (limit, over(count, limit)) {
        (None, _) => counted(count, "task", "tasks"),
        (Some(limit), 0) => format!("{count} of at most {limit}"),
        (Some(limit), over) => format!("{count} of at most {limit}: {over} over the limit"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::layout::{Folded, Grouping};
    use super::super::view::tests::view;
    use super::*;
    use crate::app::derived::schedule::sample::{dairy, now};
    use crate::model::{Record, RecordId, ResourceId, TaskId, WorkLimitId};

    fn shown(workspace: &Workspace, lane: Option<&str>) -> Vec<Vec<Index>> {
        let board = BoardData::collect(workspace, now());
        let layout = Layout::new(&board, Grouping::Resource, &Folded::default(), &view(8.0).metrics);
        columns(&board, &layout, lane).into_iter().map(|column| column.tasks).collect()
    }

    #[test]
    fn each_task_stands_in_the_column_of_its_status() {
        let mut workspace = dairy();
        let mut set = |raw: u64, status: TaskStatus| workspace.tasks.get_mut(&TaskId::from_raw(raw)).unwrap().status = status;
        set(1, TaskStatus::Finished);
        set(2, TaskStatus::Started);
        set(3, TaskStatus::Finished);
        assert_eq!(shown(&workspace, None), [vec![], vec![3], vec![1], vec![2, 0]], "what was finished last comes first");
    }

    #[test]
    fn a_lane_has_the_tasks_of_its_group_of_rows() {
        let mut workspace = dairy();
        workspace.resources.get_mut(&ResourceId::from_raw(1)).unwrap().category = "Kitchen".to_owned();
        workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement = None;
        let board = BoardData::collect(&workspace, now());
        assert_eq!(lanes(&board), ["Kitchen", "Machines", NO_LANE]);
        assert_eq!(shown(&workspace, Some("Kitchen")), [vec![], vec![0, 2], vec![], vec![]]);
        assert_eq!(shown(&workspace, Some("Machines")), [vec![], vec![1], vec![], vec![]]);
        assert_eq!(shown(&workspace, Some(NO_LANE)), [vec![3], vec![], vec![], vec![]]);
    }

    #[test]
    fn a_limit_is_of_a_column_or_of_a_lane_and_the_strictest_counts() {
        let mut workspace = dairy();
        for (raw, lane, most) in [(1, "", 5), (2, "Machines", 3), (3, "Machines", 2), (4, "Kitchen", 0)] {
            let id = WorkLimitId::from_raw(raw);
            workspace.work_limits.insert(id, WorkLimit { status: TaskStatus::Started, lane: lane.to_owned(), most, ..WorkLimit::new(id) });
        }
        let found = |stage, lane| limit(&workspace, stage, lane);
        assert_eq!(found(Stage::Started, None), Some(5));
        assert_eq!(found(Stage::Started, Some("Machines")), Some(2), "set by two people apart");
        assert_eq!(found(Stage::Started, Some("Kitchen")), Some(0));
        assert_eq!((found(Stage::Planned, None), found(Stage::Unscheduled, None)), (None, None));
    }

    #[test]
    fn a_limit_is_told_in_words() {
        assert_eq!(count_text(1, None), "1 task");
        assert_eq!(count_text(5, Some(5)), "5 of at most 5");
        assert_eq!(count_text(7, Some(5)), "7 of at most 5: 2 over the limit");
        assert_eq!(over(3, Some(0)), 3);
    }
}
