//! Calls for help to which nobody has come in time.

use super::{Finding, Weight, told};
use crate::model::{Escalation, RecordId, Span, TableName, Time, Workspace};

pub fn find(workspace: &Workspace, now: Time) -> Option<Finding> {
    let records = escalated(workspace, now, Escalation::Unanswered);
    (!records.is_empty()).then(|| Finding {
        check: "call_unanswered".to_owned(),
        weight: Weight::Warning,
        sentence: waiting(records.len(), "One call for help has waited", "{} calls for help have waited", workspace.patience().answer),
        remedy: "Go there, or send somebody, and say who has come.".to_owned(),
        table: TableName::Issue,
        records,
    })
}

/// The calls that are escalated for a reason.
pub(super) fn escalated(workspace: &Workspace, now: Time, why: Escalation) -> Vec<u64> {
    let patience = workspace.patience();
    let waits = workspace.issues.values().filter(|issue| issue.escalation(patience, now) == Some(why));
    waits.map(|issue| issue.id.raw()).collect()
}

/// `2 calls for help have waited for more than 10 minutes.`
pub(super) fn waiting(count: usize, one: &str, many: &str, limit: Span) -> String {
    format!("{} for more than {} minutes.", told(count, one, many), limit.seconds() / 60)
}
