//! Practices of checking and warning, from the control charts and what they led to.

use super::super::figures::Figures;
use super::{days, of_all, told};
use crate::app::derived::quality::{capable_sheet, chart_series};
use crate::engine::practices::{Charting, Practised, Warnings, check_at_the_source, early_warning};
use crate::engine::quality::Basis;
use crate::model::{IssueKind, OperationId, OrderStatus, RecordId, Span, Time, Workspace};
use std::collections::BTreeSet;

/// How far back signals, faults and calls count.
const BACK: Span = Span::from_days(90);
/// How long after a signal an issue still answers it.
const ANSWER: Span = Span::from_days(7);

/// What the charts show.
#[derive(Default)]
pub(super) struct Watched {
    /// Points that the present limits rest on, and of these those that signal.
    bases: Vec<(usize, usize)>,
    signals: usize,
    answered: usize,
    capabilities: Vec<f64>,
}

pub(super) fn watched(workspace: &Workspace, now: Time) -> Watched {
    let mut found = Watched::default();
    for chart in workspace.control_charts.values() {
        let Some(series) = chart_series(workspace, chart) else { continue };
        let outcome = series.outcome();
        let mut signals: Vec<usize> = outcome.main.signals.iter().map(|signal| signal.point).collect();
        signals.dedup();
        // What goes on with limits from before is held against them; what they rest on is the stage that they come from.
        let goes_on = |start: usize| series.request.stages.iter().any(|stage| stage.start == start && stage.limits == Basis::Before);
        if let Some(base) = outcome.stages.iter().rev().find(|stage| !goes_on(stage.start)) {
            let inside = signals.iter().filter(|point| (base.start..base.end).contains(*point)).count();
            found.bases.push((base.used, inside));
        }
        for point in signals.iter().filter_map(|point| series.points.get(*point)).filter(|point| point.time > now.minus(BACK)) {
            found.signals += 1;
            let step = workspace.checks.get(&point.check).and_then(|check| check.operation);
            let answers = workspace.issues.values().any(|issue| {
                let same_step = step.is_some() && issue.operation == step;
                let in_time = issue.raised.is_some_and(|raised| raised >= point.time && raised.since(point.time) <= ANSWER);
                issue.check == Some(point.check) || same_step && in_time
            });
            found.answered += usize::from(answers);
        }
        let index = capable_sheet(workspace, chart).and_then(|sheet| sheet.capability.within.actual);
        found.capabilities.extend(index.map(|index| index.value));
    }
    found
}

pub(super) fn at_the_source(workspace: &Workspace, figures: &Figures, charts: &Watched) -> (Practised, Vec<String>) {
    let since = figures.basis.now.minus(BACK);
    let bad =
        figures.basis.facts.iter().filter(|fact| fact.scrap + fact.rework > 0.0 && fact.time > since.seconds()).map(|fact| fact.operation);
    let failed = workspace.checks.values().filter(|check| !check.passed && check.time > Some(since));
    let failed = failed.filter_map(|check| check.operation.map(RecordId::raw));
    // What somebody marked is meant; where nothing is marked, the steps count that lost something.
    let marked: BTreeSet<OperationId> = workspace.operations.values().filter(|step| step.critical).map(|step| step.id).collect();
    let is_marked = !marked.is_empty();
    let losing: BTreeSet<OperationId> = bad
        .chain(failed)
        .filter(|step| *step != 0)
        .map(OperationId::from_raw)
        .filter(|step| workspace.operations.contains_key(step))
        .collect();
    let critical = if is_marked { marked } else { losing };
    let checked: BTreeSet<OperationId> =
        workspace.checklists.values().filter(|list| !list.retired).filter_map(|list| list.operation).collect();
    let found = check_at_the_source(&Charting {
        critical_steps: critical.len(),
        checked_steps: critical.iter().filter(|step| checked.contains(step)).count(),
        charts: &charts.bases,
        signals: charts.signals,
        answered: charts.answered,
        capabilities: &charts.capabilities,
    });
    told(
        found,
        &[
            (
                &|share, n| {
                    if is_marked {
                        return format!("{} critical steps have a checklist (all needed).", of_all(share, n));
                    }
                    format!(
                        "{} steps at which units were lost or checks failed in 90 days have a checklist. No step is marked as critical (Workflow); these count.",
                        of_all(share, n)
                    )
                },
                "in the last 90 days no step lost units or failed a check, and none is marked as critical (Workflow).",
            ),
            (&|stable, n| format!("{:.0} of {n} control charts have limits from 20 stable points (1 needed).", stable.unwrap_or(0.0)), ""),
            (
                &|share, n| match n {
                    0 => "No chart signalled in 90 days.".to_owned(),
                    _ => format!("{} signals of 90 days led to an issue at that step within a week (90 % needed).", of_all(share, n)),
                },
                "nothing is charted.",
            ),
            (
                &|worst, n| {
                    worst.map_or_else(
                        || "Nothing that is charted has limits to keep.".to_owned(),
                        |worst| format!("The lowest Cpk of {n} characteristics is {worst:.2} (1.33 needed)."),
                    )
                },
                "nothing is charted.",
            ),
        ],
    )
}

pub(super) fn early(workspace: &Workspace, figures: &Figures, charts: &Watched) -> (Practised, Vec<String>) {
    let now = figures.basis.now;
    let foreseen = workspace.orders.values().filter(|order| order.status == OrderStatus::Open);
    let foreseen = foreseen.filter(|order| workspace.promises.values().any(|promise| promise.order == Some(order.id))).count();
    let results = workspace.kpis.values().filter(|figure| figure.shown).count();
    let watched = [foreseen > 0, charts.bases.iter().any(|(points, _)| *points >= 20), results > 0];
    let day = Span::from_days(1);
    let calls: Vec<bool> = (workspace.issues.values())
        .filter(|issue| issue.kind == IssueKind::Call)
        .filter_map(|issue| Some((issue.raised.filter(|raised| *raised > now.minus(BACK))?, issue.acknowledged.or(issue.resolved))))
        // Who called a moment ago can still be answered in time.
        .filter(|(raised, came)| came.is_some() || now.since(*raised) > day)
        .map(|(raised, came)| came.is_some_and(|came| came.since(raised) <= day))
        .collect();
    let found = early_warning(&Warnings {
        watched: &watched,
        ahead_days: None,
        alerts: charts.signals,
        confirmed: charts.answered,
        calls: calls.len(),
        answered: calls.iter().filter(|in_time| **in_time).count(),
    });
    let names = ["open orders with a foreseen date", "a control chart with limits", "figures on the dashboard"];
    let missing: Vec<&str> = names.into_iter().zip(watched).filter(|(_, on)| !on).map(|(name, _)| name).collect();
    told(
        found,
        &[
            (
                &|share, n| {
                    let lack = if missing.is_empty() { String::new() } else { format!(" Missing: {}.", missing.join(", ")) };
                    format!("Work, quality and results: {} have a warning that comes before the miss.{lack}", of_all(share, n))
                },
                "",
            ),
            (&|_, _| String::new(), "when a warning was first shown is not recorded, so how early it came is not known."),
            (
                &|share, n| format!("{} signals of 90 days were confirmed by an issue (half needed).", of_all(share, n)),
                "no control chart signalled in the last 90 days.",
            ),
            (
                &|share, n| format!("{} calls for help of 90 days were answered within a day (90 % needed).", of_all(share, n)),
                "nobody called for help in the last 90 days.",
            ),
        ],
    )
}

/// Days since a day that is kept as an answer.
pub(super) fn days_since(text: Option<String>, now: Time) -> Option<f64> {
    text.and_then(|text| Time::parse(&text)).map(|then| days(now) - days(then))
}
