//! Open issues that came back: the same category at the same step as one that was taken for solved shortly before.

use super::{Finding, Weight, told};
use crate::model::{Issue, IssueStatus, RecordId, Span, TableName, Time, Workspace};

/// How long after an issue was solved another of its kind counts as the same one again.
pub const WITHIN: Span = Span::from_days(90);

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let open = workspace.issues.values().filter(|issue| issue.status != IssueStatus::Closed);
    let records: Vec<u64> = open.filter(|issue| earlier(workspace, issue).is_some()).map(|issue| issue.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "issue_recurred".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One open issue came back.", "{} open issues came back."),
        remedy: "What was done the last time did not remove the cause: look at the earlier issue first.".to_owned(),
        table: TableName::Issue,
        records,
    })
}

/// The issue that this one is again: of the same category and step, solved no more than [`WITHIN`] before this one was found. Of several
/// the one solved last.
pub fn earlier<'w>(workspace: &'w Workspace, issue: &Issue) -> Option<&'w Issue> {
    let raised = issue.raised?;
    let was_solved = |other: &Issue| solved(other).is_some_and(|solved| solved <= raised && raised.since(solved) <= WITHIN);
    let same = workspace.issues.values().filter(|other| other.id != issue.id && was_solved(other) && is_alike(other, issue));
    same.max_by_key(|other| (solved(other), other.id))
}

/// When an issue was taken for solved: as soon as its cause was removed, at the latest when it was closed.
pub fn solved(issue: &Issue) -> Option<Time> {
    match (issue.corrected, issue.closed) {
        (Some(corrected), Some(closed)) => Some(corrected.min(closed)),
        (corrected, closed) => corrected.or(closed),
    }
}

/// Whether two issues are of the same category at the same step. Without a category nobody can tell.
pub fn is_alike(one: &Issue, other: &Issue) -> bool {
    // Letter by letter: it is asked of every pair of issues, so it makes no texts of its own.
    let (category, same) = (one.category.trim(), other.category.trim());
    one.operation == other.operation
        && !category.is_empty()
        && category.chars().flat_map(char::to_lowercase).eq(same.chars().flat_map(char::to_lowercase))
}
