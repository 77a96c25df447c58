//! Which tasks the person wants to see, and how far each has come.
//!
//! Never leaves a task out of what is judged: work that is not seen still keeps its machine busy.

use crate::app::derived::schedule::{BoardData, BoardTask, index};
use crate::model::{OrderId, ResourceId, TaskStatus};

/// How far a task has come, as columns of cards and groups of rows tell it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    Unscheduled,
    Planned,
    Started,
    Finished,
}

impl Stage {
    /// Every stage with its key and its words, in the order of the work.
    pub const ALL: [(Stage, &str); 4] =
        [(Stage::Unscheduled, "Not scheduled"), (Stage::Planned, "Planned"), (Stage::Started, "Started"), (Stage::Finished, "Finished")];

    /// The stage of a task.
    pub fn of(task: &BoardTask) -> Stage {
        match task.status {
            TaskStatus::Started => Stage::Started,
            TaskStatus::Finished => Stage::Finished,
            TaskStatus::Planned if task.placed => Stage::Planned,
            TaskStatus::Planned => Stage::Unscheduled,
        }
    }

    /// Its words.
    pub fn words(self) -> &'static str {
        Stage::ALL.iter().find(|(stage, _)| *stage == self).map_or("", |(_, words)| words)
    }
}

/// Which tasks are shown: those that all of it fits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    /// Words that must all stand in the names of order, operation, item or resources.
    pub text: String,
    pub resource: Option<ResourceId>,
    pub order: Option<OrderId>,
    pub stage: Option<Stage>,
    /// Only what is late, or belongs to a late order.
    pub late: bool,
}

impl Filter {
    /// Whether it leaves anything out.
    pub fn is_on(&self) -> bool {
        *self != Filter::default()
    }

    /// Per task whether it is left out; empty where the filter is off.
    pub fn hidden(&self, board: &BoardData) -> Vec<bool> {
        if !self.is_on() {
            return Vec::new();
        }
        let text = self.text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        board.tasks.iter().map(|task| !self.passes(board, task, &words)).collect()
    }

    fn passes(&self, board: &BoardData, task: &BoardTask, words: &[&str]) -> bool {
        let resources = || task.uses.iter().filter_map(|usage| board.resources.get(index(usage.resource)));
        self.stage.is_none_or(|stage| Stage::of(task) == stage)
            && (!self.late || board.is_late(task))
            && self.order.is_none_or(|id| task.order.and_then(|at| board.orders.get(index(at))).is_some_and(|order| order.id == id))
            && self.resource.is_none_or(|id| resources().any(|row| row.id == id))
            && (words.is_empty() || {
                let mut names = [board.order_name(task), board.operation_name(task), board.item_name(task.item)].join("\n");
                resources().for_each(|row| names.extend(["\n", row.name.as_str()]));
                let names = names.to_lowercase();
                words.iter().all(|word| names.contains(word))
            })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::layout::{Folded, Grouping, Layout, RowKind};
    use super::super::view::tests::view;
    use super::*;
    use crate::app::derived::schedule::sample::{dairy, now};
    use crate::model::{RecordId, TaskId};

    fn shown(filter: &Filter) -> Vec<u64> {
        let mut workspace = dairy();
        workspace.tasks.get_mut(&TaskId::from_raw(1)).unwrap().status = TaskStatus::Started;
        workspace.tasks.get_mut(&TaskId::from_raw(3)).unwrap().placement = None;
        let board = BoardData::collect(&workspace, now());
        let hidden = filter.hidden(&board);
        board.tasks.iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(task, _)| task.id.raw()).collect()
    }

    #[test]
    fn a_filter_leaves_in_what_all_of_it_fits() {
        let with = |change: fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            shown(&filter)
        };
        assert_eq!(with(|filter| filter.text = "yoghurt".to_owned()), [] as [u64; 0], "these tasks have no item of their own");
        assert_eq!(with(|filter| filter.text = "FILL order 2".to_owned()), [4]);
        assert_eq!(with(|filter| filter.text = "mixer".to_owned()), [1], "the one without a place is on no mixer");
        assert_eq!(with(|filter| filter.resource = Some(ResourceId::from_raw(2))), [2, 4]);
        assert_eq!(with(|filter| filter.order = Some(OrderId::from_raw(1))), [1, 2]);
        assert_eq!(with(|filter| filter.stage = Some(Stage::Unscheduled)), [3]);
        assert_eq!(with(|filter| (filter.stage, filter.order) = (Some(Stage::Started), Some(OrderId::from_raw(2)))), [] as [u64; 0]);
        assert_eq!(with(|filter| filter.late = true), [3, 4], "order 2 is filled after it is due");
    }

    #[test]
    fn rows_without_anything_to_show_are_left_out() {
        let board = BoardData::collect(&dairy(), now());
        let rows = |grouping: Grouping, filter: Filter| {
            let folded = Folded { filter, ..Folded::default() };
            let layout = Layout::new(&board, grouping, &folded, &view(8.0).metrics);
            layout.rows.into_iter().map(|row| row.kind).collect::<Vec<_>>()
        };
        let mixing = || Filter { text: "mix".to_owned(), ..Filter::default() };
        assert_eq!(rows(Grouping::Resource, mixing()), [RowKind::Resource(1)]);
        let late = || Filter { late: true, ..Filter::default() };
        assert_eq!(rows(Grouping::Order, late()), [RowKind::Order(0), RowKind::Task(2), RowKind::Task(3)]);
        assert_eq!(rows(Grouping::Task, mixing()), [RowKind::Task(0), RowKind::Task(2)]);
        assert_eq!(rows(Grouping::Status, late()), [RowKind::Band("Planned".to_owned()), RowKind::Task(2), RowKind::Task(3)]);
        assert_eq!(rows(Grouping::Item, Filter::default())[0], RowKind::Band("No item".to_owned()));
    }
}
