//! What was found by checks, as rows that tell who looked at what, when and by which version.

use super::answers::{Answer, read_answers};
use crate::model::*;

/// A filled-in checklist as a row.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckRow {
    pub id: CheckId,
    pub time: Time,
    pub checklist: String,
    pub version: i64,
    /// What was looked at: order, operation, item, resource.
    pub about: String,
    pub by: String,
    pub device: String,
    pub passed: bool,
    pub score: f64,
    /// The questions that failed.
    pub failed: String,
    /// Whether a later check took its place.
    pub replaced: bool,
}

/// The checks of one checklist or of all, the latest first.
pub fn check_rows(workspace: &Workspace, list: Option<ChecklistId>) -> Vec<CheckId> {
    let mut found: Vec<&Check> = workspace.checks.values().filter(|check| list.is_none() || check.checklist == list).collect();
    sort_with_key(&mut found, |check| std::cmp::Reverse((check.time, check.id)));
    found.into_iter().map(|check| check.id).collect()
}

/// One check as a row.
pub fn check_row(workspace: &Workspace, id: CheckId) -> Option<CheckRow> {
    let check = workspace.checks.get(&id)?;
    let label = |table: TableName, id: Option<u64>| id.map(|id| workspace.label(table, id));
    let about = [
        label(TableName::Order, check.order.map(RecordId::raw)),
        label(TableName::Operation, check.operation.map(RecordId::raw)),
        label(TableName::Item, check.item.map(RecordId::raw)),
        label(TableName::Resource, check.resource.map(RecordId::raw)),
    ];
    let failed = failed_answers(check).into_iter().map(|answer| answer.question).collect::<Vec<_>>();
    Some(CheckRow {
        id,
        time: check.time.unwrap_or_default(),
        checklist: label(TableName::Checklist, check.checklist.map(RecordId::raw)).unwrap_or_default(),
        version: check.version,
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        by: check.by.clone(),
        device: check.device.clone(),
        passed: check.passed,
        score: check.score,
        failed: failed.join(", "),
        replaced: workspace.checks.values().any(|other| other.corrects == Some(id)),
    })
}

/// The answers of a check that failed.
pub fn failed_answers(check: &Check) -> Vec<Answer> {
    read_answers(&check.answers).into_iter().filter(|answer| answer.passed == Some(false)).collect()
}
