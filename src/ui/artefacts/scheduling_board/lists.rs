//! The columns of cards as a render model: which tasks stand in each, and what is said of its limit.
//!
//! Never changes a status; pure, so that it is tested without a browser.

use super::filter::Stage;
use super::layout::Layout;
use crate::app::derived::schedule::{BoardData, Index, counted};
use crate::model::sort_with_key;

/// A column of cards.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    pub stage: Stage,
    /// By start; what is finished the other way round.
    pub tasks: Vec<Index>,
    /// How many there are whatever the filter leaves in: that is what a limit counts.
    pub count: usize,
}

/// The columns in the order of the work.
pub fn columns(board: &BoardData, layout: &Layout) -> Vec<Column> {
    let mut columns: Vec<Column> = Stage::ALL.iter().map(|(stage, _)| Column { stage: *stage, tasks: Vec::new(), count: 0 }).collect();
    for (task, at) in board.tasks.iter().zip(0..) {
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

/// Limits as they are kept: one number a column, nothing where there is none.
pub fn limits_text(limits: &[Option<usize>]) -> String {
    limits.iter().map(|limit| limit.map(|limit| limit.to_string()).unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

/// Limits read back; what cannot be read is no limit.
pub fn parse_limits(text: &str) -> [Option<usize>; Stage::ALL.len()] {
    let mut limits = [None; Stage::ALL.len()];
    for (limit, word) in limits.iter_mut().zip(text.split(' ')) {
        *limit = word.parse().ok();
    }
    limits
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::layout::{Folded, Grouping};
    use super::super::view::tests::view;
    use super::*;
    use crate::app::derived::schedule::sample::{dairy, now};
    use crate::model::{RecordId, TaskId, TaskStatus};

    #[test]
    fn each_task_stands_in_the_column_of_its_status() {
        let mut workspace = dairy();
        let mut set = |raw: u64, status: TaskStatus| workspace.tasks.get_mut(&TaskId::from_raw(raw)).unwrap().status = status;
        set(1, TaskStatus::Finished);
        set(2, TaskStatus::Started);
        set(3, TaskStatus::Finished);
        let board = BoardData::collect(&workspace, now());
        let layout = Layout::new(&board, Grouping::Resource, &Folded::default(), &view(8.0).metrics);
        let tasks: Vec<Vec<Index>> = columns(&board, &layout).into_iter().map(|column| column.tasks).collect();
        assert_eq!(tasks, [vec![], vec![3], vec![1], vec![2, 0]], "what was finished last comes first");
    }

    #[test]
    fn a_limit_is_told_in_words() {
        assert_eq!(count_text(1, None), "1 task");
        assert_eq!(count_text(5, Some(5)), "5 of at most 5");
        assert_eq!(count_text(7, Some(5)), "7 of at most 5: 2 over the limit");
        assert_eq!(over(3, Some(0)), 3);
    }

    #[test]
    fn limits_come_back_as_they_were_kept() {
        let limits = [None, Some(12), Some(3), None];
        assert_eq!(parse_limits(&limits_text(&limits)), limits);
        assert_eq!(parse_limits("x -1 7 2 9"), [None, None, Some(7), Some(2)]);
    }
}
