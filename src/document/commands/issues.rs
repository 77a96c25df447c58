//! Commands of the issues phase: from a call for help to the proof that it will not come back.
//!
//! Never says whether something helped: that is found from the data, and only written down here.

use super::build::{Edits, must_have, name};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// A step in the solution of an issue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum IssueCommand {
    /// Registers an issue, or calls for help.
    Raise { issue: Box<Issue> },
    /// Says that somebody has come to help.
    Acknowledge { issue: IssueId, by: String, time: Time },
    /// Says that work can go on.
    Resolve { issue: IssueId, time: Time },
    /// Takes the solution a step further, or back.
    Advance { issue: IssueId, status: IssueStatus, time: Time },
    /// Closes it, and who does.
    Close { issue: IssueId, by: String, time: Time },
    /// Writes down what the comparison of before and after said.
    RecordEffect { issue: IssueId, effect: String },
    /// Adds an action.
    AddAction { action: Box<IssueAction> },
    /// Says that an action is done, or is not.
    FinishAction { action: IssueActionId, done: Option<Time> },
}

impl IssueCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        let issue = |id: &IssueId| name::<Issue>(workspace, *id);
        match self {
            IssueCommand::Raise { issue } if issue.kind == IssueKind::Call => format!("Call for help: {}", issue.name),
            IssueCommand::Raise { issue } => format!("Register issue {}", issue.name),
            IssueCommand::Acknowledge { issue: id, .. } => format!("Acknowledge {}", issue(id)),
            IssueCommand::Resolve { issue: id, .. } => format!("Resolve {}", issue(id)),
            IssueCommand::Advance { issue: id, status, .. } => format!("{}: {}", status.label(), issue(id)),
            IssueCommand::Close { issue: id, .. } => format!("Close {}", issue(id)),
            IssueCommand::RecordEffect { issue: id, .. } => format!("Record the effect on {}", issue(id)),
            IssueCommand::AddAction { action } => format!("Add action {}", action.name),
            IssueCommand::FinishAction { action, done } => {
                let verb = if done.is_some() { "Finish" } else { "Reopen" };
                format!("{verb} action {}", name::<IssueAction>(workspace, *action))
            }
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            IssueCommand::Raise { issue } if issue.name.trim().is_empty() => {
                Err(Refusal::new("It does not say what happened.", "Write in a few words what happened."))
            }
            IssueCommand::Raise { .. } => Ok(()),
            IssueCommand::Acknowledge { issue, .. } | IssueCommand::Resolve { issue, .. } | IssueCommand::RecordEffect { issue, .. } => {
                must_have::<Issue>(workspace, *issue)
            }
            IssueCommand::Advance { issue, status, .. } => {
                let Some(record) = workspace.issues.get(issue) else { return Err(Refusal::gone(Issue::TABLE)) };
                may_advance(workspace, record, *status)
            }
            IssueCommand::Close { issue, .. } => {
                let Some(record) = workspace.issues.get(issue) else { return Err(Refusal::gone(Issue::TABLE)) };
                may_advance(workspace, record, IssueStatus::Closed)
            }
            IssueCommand::AddAction { action } if action.name.trim().is_empty() => {
                Err(Refusal::new("It does not say what is to be done.", "Write in a few words what is to be done."))
            }
            IssueCommand::AddAction { .. } => Ok(()),
            IssueCommand::FinishAction { action, .. } => must_have::<IssueAction>(workspace, *action),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            IssueCommand::Raise { issue } => edits.add(&Issue { id: IssueId::from_raw(ids.next()), ..(**issue).clone() }),
            IssueCommand::Acknowledge { issue, by, time } => {
                edits.set::<Issue>(*issue, "acknowledged", &Some(*time));
                edits.set::<Issue>(*issue, "acknowledged_by", by);
            }
            IssueCommand::Resolve { issue, time } => {
                edits.set::<Issue>(*issue, "resolved", &Some(*time));
                let status = workspace.issues.get(issue).map(|issue| issue.status);
                if status == Some(IssueStatus::Registered) {
                    edits.set::<Issue>(*issue, "status", &IssueStatus::Contained);
                }
            }
            IssueCommand::Advance { issue, status, time } => advance(workspace, *issue, *status, *time, "", &mut edits),
            IssueCommand::Close { issue, by, time } => {
                let by = roles::name_of(workspace, Phase::Issues, by);
                advance(workspace, *issue, IssueStatus::Closed, *time, &by, &mut edits);
            }
            IssueCommand::RecordEffect { issue, effect } => edits.set::<Issue>(*issue, "effect", effect),
            IssueCommand::AddAction { action } => {
                edits.add(&IssueAction { id: IssueActionId::from_raw(ids.next()), ..(**action).clone() });
            }
            IssueCommand::FinishAction { action, done } => edits.set::<IssueAction>(*action, "done", done),
        }
        edits.0
    }
}

fn advance(workspace: &Workspace, issue: IssueId, status: IssueStatus, time: Time, by: &str, edits: &mut Edits) {
    edits.set::<Issue>(issue, "status", &status);
    let Some(record) = workspace.issues.get(&issue) else { return };
    // Whoever goes back does not unsay when the cause was removed.
    if status == IssueStatus::Corrected && record.corrected.is_none() {
        edits.set::<Issue>(issue, "corrected", &Some(time));
    }
    let closed = (status == IssueStatus::Closed).then_some(time);
    if closed.is_some() != record.closed.is_some() {
        edits.set::<Issue>(issue, "closed", &closed);
    }
    if record.closed_by != by {
        edits.set::<Issue>(issue, "closed_by", &by.to_owned());
    }
    if closed.is_some() && record.resolved.is_none() {
        edits.set::<Issue>(issue, "resolved", &closed);
    }
}

/// Whether the solution can be taken to a stage: each asks for what makes it more than a tick.
pub fn may_advance(workspace: &Workspace, issue: &Issue, status: IssueStatus) -> Result<(), Refusal> {
    let actions = |kind: ActionKind| workspace.issue_actions.values().filter(move |a| a.issue == Some(issue.id) && a.kind == kind);
    let is_done = |kind| actions(kind).any(|action| action.done.is_some());
    let refuse = |what: &str, todo: &str| Err(Refusal::new(what.to_owned(), todo));
    let is_small = issue.severity == Severity::Minor;
    if status >= IssueStatus::Contained
        && status < IssueStatus::Closed
        && !is_small
        && !is_done(ActionKind::Containment)
        && issue.resolved.is_none()
    {
        return refuse("Nothing was done yet to contain it.", "Add a containment action and mark it as done, or resolve the call.");
    }
    if status >= IssueStatus::Analysed && !is_small && issue.root_cause.trim().is_empty() {
        return refuse("The root cause is not known yet.", "Ask why until it is, and write it down.");
    }
    if status >= IssueStatus::Corrected && !is_small && !is_done(ActionKind::Corrective) {
        return refuse("No corrective action is done.", "Add what removes the cause, and mark it as done.");
    }
    if status >= IssueStatus::Verified && !is_small && issue.effect.trim().is_empty() {
        return refuse("Nobody knows yet whether it helped.", "Compare before and after under Effect, and record what it says.");
    }
    if status == IssueStatus::Closed && issue.quantity > 0.0 && issue.disposition == Disposition::Undecided {
        return refuse("It is not decided what becomes of the units affected.", "Choose a disposition: use, rework, scrap or return.");
    }
    Ok(())
}
