//! The list of issues and the list of actions, each with what a person wants to know before opening one.

use crate::engine::checks::issue_overdue::is_overdue;
use crate::engine::checks::issue_recurred::earlier;
use crate::model::*;

/// One issue in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct IssueRow {
    pub id: IssueId,
    pub name: String,
    pub kind: IssueKind,
    pub status: IssueStatus,
    pub severity: Severity,
    pub category: String,
    /// The step at which it happened, by its name.
    pub step: String,
    pub owner: String,
    pub due: Option<Time>,
    pub overdue: bool,
    /// Why a call has waited too long.
    pub escalated: Option<Escalation>,
    /// How long it has been open, or was until it was closed.
    pub age: Option<Span>,
    /// The issue that it is again.
    pub recurs: Option<(IssueId, String)>,
    /// Actions that are not done.
    pub open_actions: usize,
}

/// All issues: open ones first, of these calls that have waited too long, then the worst, then those due first.
pub fn issue_rows(workspace: &Workspace, now: Time) -> Vec<IssueRow> {
    let patience = workspace.patience();
    let mut rows: Vec<IssueRow> = workspace.issues.values().map(|issue| row(workspace, issue, patience, now)).collect();
    sort_with_key(&mut rows, |row| {
        (
            row.status == IssueStatus::Closed,
            row.escalated.is_none(),
            std::cmp::Reverse(row.severity),
            row.due.is_none(),
            row.due,
            std::cmp::Reverse(row.age),
        )
    });
    rows
}

fn row(workspace: &Workspace, issue: &Issue, patience: Patience, now: Time) -> IssueRow {
    let open_actions = workspace.issue_actions.values().filter(|action| action.issue == Some(issue.id) && action.done.is_none());
    IssueRow {
        id: issue.id,
        name: issue.name.clone(),
        kind: issue.kind,
        status: issue.status,
        severity: issue.severity,
        category: issue.category.clone(),
        step: issue.operation.map(|operation| workspace.label(TableName::Operation, operation.raw())).unwrap_or_default(),
        owner: issue.owner.clone(),
        due: issue.due,
        overdue: is_overdue(issue, now),
        escalated: issue.escalation(patience, now),
        age: age(issue, now),
        recurs: earlier(workspace, issue).map(|other| (other.id, other.name.clone())),
        open_actions: open_actions.count(),
    }
}

/// How long an issue has been open, or was until it was closed; never below zero.
pub fn age(issue: &Issue, now: Time) -> Option<Span> {
    let until = if issue.status == IssueStatus::Closed { issue.closed.unwrap_or(now) } else { now };
    issue.raised.map(|raised| until.max(raised).since(raised))
}

/// One action in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ActionRow {
    pub id: IssueActionId,
    pub name: String,
    pub kind: ActionKind,
    /// The issue and its name.
    pub issue: Option<IssueId>,
    pub about: String,
    pub owner: String,
    pub due: Option<Time>,
    pub done: Option<Time>,
    /// Past its date and not done.
    pub overdue: bool,
}

/// The actions of one issue, or of all: open ones first, those due first.
pub fn action_rows(workspace: &Workspace, of: Option<IssueId>, now: Time) -> Vec<ActionRow> {
    let wanted = workspace.issue_actions.values().filter(|action| of.is_none() || action.issue == of);
    let row = |action: &IssueAction| ActionRow {
        id: action.id,
        name: action.name.clone(),
        kind: action.kind,
        issue: action.issue,
        about: action.issue.map(|issue| workspace.label(TableName::Issue, issue.raw())).unwrap_or_default(),
        owner: action.owner.clone(),
        due: action.due,
        done: action.done,
        overdue: action.done.is_none() && action.due.is_some_and(|due| due < now),
    };
    let mut rows: Vec<ActionRow> = wanted.map(row).collect();
    sort_with_key(&mut rows, |row| (row.done.is_some(), row.due.is_none(), row.due, row.id));
    rows
}

#[cfg(test)]
mod tests {
    use super::super::sample::{add, add_action, at};
    use super::*;

    #[test]
    fn the_list_shows_what_is_open_and_worst_first_with_its_age() {
        let mut workspace = Workspace::default();
        let closed = |issue: &mut Issue| (issue.status, issue.closed) = (IssueStatus::Closed, Some(at("2026-11-05 08:00")));
        add(&mut workspace, 1, "2026-11-01 08:00", closed);
        add(&mut workspace, 2, "2026-11-01 08:00", |_| ());
        add(&mut workspace, 3, "2026-11-09 08:00", |issue| issue.severity = Severity::Critical);
        let due = add(&mut workspace, 4, "2026-11-08 08:00", |issue| issue.due = Some(at("2026-11-09")));
        add_action(&mut workspace, 1, due, |_| ());
        add_action(&mut workspace, 2, due, |action| action.done = Some(at("2026-11-09")));
        let rows = issue_rows(&workspace, at("2026-11-10 08:00"));
        let told: Vec<(u64, i64, bool)> =
            rows.iter().map(|row| (row.id.raw(), row.age.unwrap_or_default().seconds() / DAY, row.overdue)).collect();
        assert_eq!(told, [(3, 1, false), (4, 2, true), (2, 9, false), (1, 4, false)]);
        assert_eq!(rows.iter().map(|row| row.open_actions).collect::<Vec<_>>(), [0, 1, 0, 0]);
        // A call that nobody answers goes before the worst.
        add(&mut workspace, 5, "2026-11-10 07:49", |issue| issue.kind = IssueKind::Call);
        add(&mut workspace, 6, "2026-11-10 07:50", |issue| issue.kind = IssueKind::Call);
        let rows = issue_rows(&workspace, at("2026-11-10 08:00"));
        assert_eq!(rows.iter().map(|row| row.id.raw()).collect::<Vec<_>>(), [5, 3, 4, 2, 6, 1]);
        assert_eq!(rows.first().map(|row| row.escalated), Some(Some(Escalation::Unanswered)));
    }

    #[test]
    fn actions_stand_by_date_and_those_done_last() {
        let mut workspace = Workspace::default();
        let issue = add(&mut workspace, 1, "2026-11-01", |_| ());
        let other = add(&mut workspace, 2, "2026-11-01", |_| ());
        add_action(&mut workspace, 1, issue, |action| action.done = Some(at("2026-11-02")));
        add_action(&mut workspace, 2, issue, |_| ());
        add_action(&mut workspace, 3, other, |action| action.due = Some(at("2026-11-04")));
        add_action(&mut workspace, 4, issue, |action| action.due = Some(at("2026-11-03")));
        let ids =
            |of| action_rows(&workspace, of, at("2026-11-03 12:00")).iter().map(|row| (row.id.raw(), row.overdue)).collect::<Vec<_>>();
        assert_eq!(ids(None), [(4, true), (3, false), (2, false), (1, false)]);
        assert_eq!(ids(Some(other)), [(3, false)]);
    }
}
