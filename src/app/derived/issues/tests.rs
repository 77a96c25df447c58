//! A person who solves an issue from its report to its end, by commands alone.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::sample::at;
use super::*;
use crate::app::rehearsal::rehearsal;
use crate::app::{IssueCommand, Session};
use crate::model::*;
use reactive_graph::owner::Owner;

fn issue(session: Session) -> Issue {
    session.peek(|workspace| workspace.issues.values().next().cloned().unwrap())
}

/// Why the next stage is refused; nothing where it may be taken.
fn refusal(session: Session, now: Time) -> String {
    session.peek(|workspace| {
        let issue = workspace.issues.values().next().unwrap();
        hindrance(workspace, issue, next_stage(issue.status).unwrap(), now).unwrap_or_default()
    })
}

fn go_on(session: Session, time: Time) {
    let issue = issue(session);
    let status = next_stage(issue.status).unwrap();
    assert!(session.act(IssueCommand::Advance { issue: issue.id, status, time }));
}

/// Adds an action and says that it is done.
fn act(session: Session, kind: ActionKind, time: Time) {
    let action = IssueAction {
        issue: Some(issue(session).id),
        kind,
        name: format!("{} of the leak", kind.label()),
        ..IssueAction::new(IssueActionId::from_raw(0))
    };
    assert!(session.act(IssueCommand::AddAction { action: Box::new(action) }));
    let added = session.peek(|workspace| action_rows(workspace, None, time).first().map(|row| row.id).unwrap());
    assert!(session.act(IssueCommand::FinishAction { action: added, done: Some(time) }));
}

#[test]
fn an_issue_is_solved_step_by_step_and_closed_only_when_something_shows_that_it_helped() {
    Owner::new().with(|| {
        let (raised, later) = (at("2026-11-02 08:00"), at("2026-11-09 08:00"));
        let session = rehearsal(raised, Vec::new());
        let leak = Issue {
            name: "Bottles leak".to_owned(),
            severity: Severity::Major,
            category: "Leak".to_owned(),
            quantity: 40.0,
            raised: Some(raised),
            ..Issue::new(IssueId::from_raw(0))
        };
        assert!(session.act(IssueCommand::Raise { issue: Box::new(leak) }));
        assert!(refusal(session, raised).starts_with("Nothing was done yet to contain it."));
        act(session, ActionKind::Containment, raised);
        go_on(session, raised);
        assert!(refusal(session, raised).starts_with("The root cause is not known yet."));
        let field = TableName::Issue.field("root_cause").unwrap();
        let value = Value::Text("The seal is worn".to_owned());
        let ids = vec![issue(session).id.raw()];
        assert!(session.act(crate::app::RecordCommand::Set { table: TableName::Issue, ids, field, value }));
        go_on(session, raised);
        assert!(refusal(session, raised).starts_with("No corrective action is done."));
        act(session, ActionKind::Corrective, raised);
        go_on(session, later);
        assert_eq!(issue(session).corrected, Some(later));
        assert!(refusal(session, later).starts_with("Nobody knows yet whether it helped."));

        let compare = || {
            session.peek(|workspace| {
                let issue = workspace.issues.values().next().unwrap();
                recordable(workspace, issue, &effect(workspace, issue, at("2026-12-09 08:00")).unwrap())
            })
        };
        assert!(compare().is_err(), "one leak in a week tells nothing");
        act(session, ActionKind::Verification, later);
        let effect = compare().unwrap();
        assert!(effect.contains("Verified instead on 2026-11-09: Verification of the leak."), "{effect}");
        assert!(session.act(IssueCommand::RecordEffect { issue: issue(session).id, effect }));
        go_on(session, later);
        assert!(refusal(session, later).starts_with("It is not decided what becomes of the units affected."));
        assert_eq!(issue(session).status, IssueStatus::Verified);
        for _ in 0..3 {
            assert!(session.undo().is_some());
        }
        assert_eq!((issue(session).status, issue(session).effect), (IssueStatus::Corrected, String::new()));
    });
}
