//! Small sets of issues that tests look at.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::model::*;

/// A moment, as `2026-11-02 08:00`.
pub fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

/// Adds an issue raised at a moment, with whatever else is said of it.
pub fn add(workspace: &mut Workspace, raw: u64, raised: &str, change: impl FnOnce(&mut Issue)) -> IssueId {
    let mut issue = Issue::new(IssueId::from_raw(raw));
    (issue.name, issue.raised) = (format!("Issue {raw}"), Some(at(raised)));
    change(&mut issue);
    let id = issue.id;
    workspace.issues.insert(id, issue);
    id
}

/// Adds an action of an issue.
pub fn add_action(workspace: &mut Workspace, raw: u64, issue: IssueId, change: impl FnOnce(&mut IssueAction)) {
    let mut action = IssueAction::new(IssueActionId::from_raw(raw));
    (action.issue, action.name) = (Some(issue), format!("Action {raw}"));
    change(&mut action);
    workspace.issue_actions.insert(action.id, action);
}
