//! Open issues that nobody looks after.

use super::{Finding, Weight, told};
use crate::model::{Issue, IssueKind, IssueStatus, RecordId, TableName, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let is_lonely = |issue: &&Issue| {
        // Whoever came to a call, or ended it, looks after it until it is more than a call.
        let is_plain_call = issue.kind == IssueKind::Call && issue.status <= IssueStatus::Contained;
        issue.status != IssueStatus::Closed && issue.owner.trim().is_empty() && !is_plain_call
    };
    let records: Vec<u64> = workspace.issues.values().filter(is_lonely).map(|issue| issue.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "issue_without_owner".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One open issue has no owner.", "{} open issues have no owner."),
        remedy: "Write down who looks after it; what everybody looks after is looked after by nobody.".to_owned(),
        table: TableName::Issue,
        records,
    })
}
