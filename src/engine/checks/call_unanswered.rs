//! Calls for help to which nobody has come.

use super::{Finding, Weight, counted};
use crate::model::{Issue, IssueKind, IssueStatus, RecordId, Span, TableName, Time, Workspace};

/// How long a call may wait.
const PATIENCE: Span = Span::from_minutes(15);

pub fn find(workspace: &Workspace, now: Time) -> Option<Finding> {
    let waits = |issue: &&Issue| {
        let is_open = issue.status != IssueStatus::Closed && issue.acknowledged.is_none() && issue.resolved.is_none();
        issue.kind == IssueKind::Call && is_open && issue.raised.is_some_and(|raised| now.since(raised) > PATIENCE)
    };
    let records: Vec<u64> = workspace.issues.values().filter(waits).map(|issue| issue.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "call_unanswered".to_owned(),
        weight: Weight::Warning,
        sentence: counted(
            records.len(),
            "One call for help has waited for more than 15 minutes.",
            "{} calls for help have waited for more than 15 minutes.",
        ),
        remedy: "Go there, or send somebody, and say who has come.".to_owned(),
        table: TableName::Issue,
        records,
    })
}
