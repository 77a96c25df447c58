//! When a call for help has waited too long: nobody came, or whoever came could not help.
//!
//! Never tells anybody: pages and checks do.

use super::{Issue, IssueKind, IssueStatus, Span, Time, Workspace};

/// The parameter that says after how many minutes a call nobody answered is escalated, and what holds where it says nothing.
pub const ANSWER_MINUTES: (&str, i64) = ("calls.answer_minutes", 10);
/// The same for a call that was answered and not resolved.
pub const RESOLVE_MINUTES: (&str, i64) = ("calls.resolve_minutes", 60);

/// Why a call is escalated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Escalation {
    /// Nobody has come.
    Unanswered,
    /// Somebody came, and work cannot go on yet.
    Unresolved,
}

impl Escalation {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Escalation::Unanswered => "nobody has come in time.",
            Escalation::Unresolved => "somebody came, and it is not resolved in time.",
        }
    }
}

/// How long a call may wait, from when it was raised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    pub answer: Span,
    pub resolve: Span,
}

impl Workspace {
    /// How long calls may wait here.
    pub fn patience(&self) -> Patience {
        let minutes = |(name, usual): (&str, i64)| {
            let kept = self.parameters.values().find(|known| known.name == name).and_then(|known| known.value.trim().parse::<i64>().ok());
            Span::from_minutes(kept.filter(|minutes| (1..=10_000).contains(minutes)).unwrap_or(usual))
        };
        Patience { answer: minutes(ANSWER_MINUTES), resolve: minutes(RESOLVE_MINUTES) }
    }
}

impl Issue {
    /// Why this call is escalated at a moment; nothing where it is no open call or has not waited too long.
    pub fn escalation(&self, patience: Patience, now: Time) -> Option<Escalation> {
        let is_open = self.kind == IssueKind::Call && self.status != IssueStatus::Closed && self.resolved.is_none();
        let waited = now.since(self.raised.filter(|_| is_open)?);
        match self.acknowledged {
            None => (waited > patience.answer).then_some(Escalation::Unanswered),
            Some(_) => (waited > patience.resolve).then_some(Escalation::Unresolved),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{IssueId, Parameter, ParameterId, Record, RecordId};
    use super::*;

    #[test]
    fn a_call_is_escalated_when_it_has_waited_longer_than_it_may() {
        let raised = Time::clamped(0);
        let call = Issue { kind: IssueKind::Call, raised: Some(raised), ..Issue::new(IssueId::from_raw(1)) };
        let answered = Issue { acknowledged: Some(raised), ..call.clone() };
        let mut workspace = Workspace::default();
        let at = |issue: &Issue, workspace: &Workspace, minutes| {
            issue.escalation(workspace.patience(), raised.plus(Span::from_minutes(minutes)))
        };
        assert_eq!([10, 11].map(|minutes| at(&call, &workspace, minutes)), [None, Some(Escalation::Unanswered)]);
        assert_eq!([60, 61].map(|minutes| at(&answered, &workspace, minutes)), [None, Some(Escalation::Unresolved)]);
        let resolved = Issue { resolved: Some(raised), ..call.clone() };
        let other = Issue { kind: IssueKind::Problem, ..call.clone() };
        assert_eq!([&resolved, &other].map(|issue| at(issue, &workspace, 999)), [None, None]);
        for (raw, (name, value)) in (1..).zip([(ANSWER_MINUTES.0, "30"), (RESOLVE_MINUTES.0, "0")]) {
            let id = ParameterId::from_raw(raw);
            workspace.parameters.insert(id, Parameter { name: name.to_owned(), value: value.to_owned(), ..Parameter::new(id) });
        }
        assert_eq!([30, 31].map(|minutes| at(&call, &workspace, minutes)), [None, Some(Escalation::Unanswered)]);
        assert_eq!(at(&answered, &workspace, 61), Some(Escalation::Unresolved), "no time at all is no setting");
    }
}
