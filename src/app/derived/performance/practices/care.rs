//! Practices of solving and improving: closed loops, models and experiments.

use super::{days, of_all, told};
use crate::app::derived::improvement::{effect, expected_and_found, samples};
use crate::engine::checks::issue_recurred;
use crate::engine::practices::{ClosedIssue, Experiment, Loops, Modelled, Practised, close_the_loop, experiments, model_first};
use crate::model::{ActionKind, Conclusion, Improvement, Issue, Severity, Span, Time, Workspace};

/// So few values on a side say nothing.
const LEAST: usize = 5;

pub(super) fn loops(workspace: &Workspace, now: Time) -> (Practised, Vec<String>) {
    let since = now.minus(Span::from_days(90));
    let is_major = |issue: &&Issue| issue.severity >= Severity::Major;
    let done = |issue: &Issue, kind: ActionKind, after: Option<Time>| {
        let mut actions = workspace.issue_actions.values();
        actions.any(|action| {
            action.issue == Some(issue.id) && action.kind == kind && action.done.is_some_and(|done| after.is_none_or(|after| done >= after))
        })
    };
    let says = |text: &str| !text.trim().is_empty();
    let closed: Vec<ClosedIssue> = (workspace.issues.values())
        .filter(is_major)
        .filter(|issue| issue.closed > Some(since) && issue.closed <= Some(now))
        .map(|issue| ClosedIssue {
            contained: done(issue, ActionKind::Containment, None),
            cause: says(&issue.root_cause),
            escape_cause: says(&issue.escape_cause),
            corrected: done(issue, ActionKind::Corrective, None),
            verified: issue.corrected.is_some() && (says(&issue.effect) || done(issue, ActionKind::Verification, issue.corrected)),
        })
        .collect();
    let opened: Vec<&Issue> = workspace.issues.values().filter(|issue| issue.raised > Some(since) && issue.raised <= Some(now)).collect();
    let open = workspace.issues.values().filter(is_major).filter(|issue| issue.closed.is_none());
    let ages: Vec<f64> = open.filter_map(|issue| issue.raised).map(|raised| days(now) - days(raised)).collect();
    let recurred = opened.iter().filter(|issue| issue_recurred::earlier(workspace, issue).is_some()).count();
    let found = close_the_loop(&Loops { closed: &closed, opened: opened.len(), recurred, open_days: &ages });
    told(
        found,
        &[
            (
                &|share, n| {
                    format!(
                        "{} major issues closed in 90 days show containment, both causes, a correction and its effect (90 % needed).",
                        of_all(share, n)
                    )
                },
                "no major issue was closed in the last 90 days.",
            ),
            (
                &|share, n| format!("{} issues of 90 days came back (fewer than 10 %).", of_all(share, n)),
                "no issue was opened in the last 90 days.",
            ),
            (
                &|middle, n| {
                    middle.map_or_else(
                        || "No major issue is open.".to_owned(),
                        |days| format!("Half of the {n} open major issues are older than {days:.0} days (30 at most)."),
                    )
                },
                "there are no issues.",
            ),
        ],
    )
}

fn decided(workspace: &Workspace) -> impl Iterator<Item = &Improvement> {
    workspace.improvements.values().filter(|one| one.decision != Conclusion::Open)
}

pub(super) fn modelled(workspace: &Workspace) -> (Practised, Vec<String>) {
    let changes = decided(workspace).count();
    // Tried before it was done: what was modelled afterwards predicted nothing.
    let tried_before = |one: &&Improvement| {
        let begun = one.scenario.and_then(|scenario| workspace.scenarios.get(&scenario)).and_then(|scenario| scenario.begun);
        begun.zip(one.began).is_some_and(|(begun, began)| begun <= began) && !one.result.trim().is_empty()
    };
    let tried = decided(workspace).filter(tried_before).count();
    let outcomes: Vec<(f64, f64)> = decided(workspace).filter_map(|one| expected_and_found(workspace, one)).collect();
    told(
        model_first(&Modelled { changes, tried: Some(tried).filter(|_| changes > 0), outcomes: &outcomes }),
        &[
            (
                &|share, n| {
                    format!(
                        "{} decided improvements were tried in a scenario first and measured afterwards (half needed).",
                        of_all(share, n)
                    )
                },
                "no improvement was decided yet.",
            ),
            (
                &|error, n| {
                    let error = 100.0 * error.unwrap_or(0.0);
                    format!("What was expected of {n} improvements was off by {error:.0} % in the middle (20 % at most).")
                },
                "no decided improvement has a number that is expected and enough measured since the change.",
            ),
        ],
    )
}

pub(super) fn tested(workspace: &Workspace) -> (Practised, Vec<String>) {
    let of = |one: &Improvement| {
        let compared = one.began.and_then(|began| Some(effect(&samples(workspace, one)?, began)));
        Experiment {
            before: compared.as_ref().map_or(0, |found| found.before.0),
            needed: compared.as_ref().and_then(|found| found.needed).map(|needed| needed.ceil() as usize),
            hypothesis: !one.hypothesis.trim().is_empty(),
            after: compared.as_ref().is_some_and(|found| found.after.0 >= LEAST),
            result: !one.result.trim().is_empty(),
            abandoned: one.decision == Conclusion::Abandon,
        }
    };
    let all: Vec<Experiment> = decided(workspace).map(of).collect();
    told(
        experiments(&all),
        &[
            (
                &|share, n| {
                    format!(
                        "{} decided improvements have a baseline, a hypothesis, data afterwards and a result (80 % needed).",
                        of_all(share, n)
                    )
                },
                "no improvement was decided yet.",
            ),
            (
                &|share, n| format!("{} were given up (10 % at least: a test must be able to fail).", of_all(share, n)),
                "no improvement was decided yet.",
            ),
        ],
    )
}
