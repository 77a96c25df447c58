//! Tasks that have no place on the board.

use super::{Finding, Weight, told};
use crate::model::{RecordId, TableName, TaskStatus, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let open = workspace.tasks.values().filter(|task| task.placement.is_none() && task.status != TaskStatus::Finished);
    let records: Vec<u64> = open.map(|task| task.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "task_unscheduled".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One task is not scheduled.", "{} tasks are not scheduled."),
        remedy: "Choose “Plan”, or place them on the board by hand.".to_owned(),
        table: TableName::Task,
        records,
    })
}
