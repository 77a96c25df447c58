//! Calls for help that somebody answered and that still keep work from going on.

use super::call_unanswered::{escalated, waiting};
use super::{Finding, Weight};
use crate::model::{Escalation, TableName, Time, Workspace};

pub fn find(workspace: &Workspace, now: Time) -> Option<Finding> {
    let records = escalated(workspace, now, Escalation::Unresolved);
    (!records.is_empty()).then(|| Finding {
        check: "call_unresolved".to_owned(),
        weight: Weight::Warning,
        sentence: waiting(
            records.len(),
            "One call for help was answered and has been open",
            "{} calls for help were answered and have been open",
            workspace.patience().resolve,
        ),
        remedy: "Ask whoever came what is missing, and call in who can decide it.".to_owned(),
        table: TableName::Issue,
        records,
    })
}
