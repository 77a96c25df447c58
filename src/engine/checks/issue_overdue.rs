//! Issues that should be closed by now and are not.

use super::{Finding, Weight, told};
use crate::model::{Issue, IssueStatus, RecordId, TableName, Time, Workspace};

pub fn find(workspace: &Workspace, now: Time) -> Option<Finding> {
    let records: Vec<u64> = workspace.issues.values().filter(|issue| is_overdue(issue, now)).map(|issue| issue.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "issue_overdue".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One issue is overdue.", "{} issues are overdue."),
        remedy: "Close it, or agree another date with who waits for it.".to_owned(),
        table: TableName::Issue,
        records,
    })
}

/// Whether an issue is past its date and not closed.
pub fn is_overdue(issue: &Issue, now: Time) -> bool {
    issue.status != IssueStatus::Closed && issue.due.is_some_and(|due| due < now)
}
