//! Pitfalls of judging and owning: forecasts nobody checks, work nobody answers for, tampering, and firefighting.

use super::super::figures::Figures;
use super::super::signal::charted;
use super::super::tiles::Measure;
use super::{Pitfall, percent};
use crate::app::derived::forecast::series_sheets;
use crate::app::derived::quality::read_answers;
use crate::engine::performance::kpi;
use crate::engine::pitfalls::{Forecasts, Issue, Roles, firefighting, forecast_unchecked, no_single_owner, tampering};
use crate::model::{AnswerKind, Check, DAY, OperationId, OperationKind, Severity, Time, Workspace, sort_with_key};
use std::collections::BTreeMap;

/// Of the series of which most is known.
pub(super) fn forecasts(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let all = series_sheets(workspace, figures.basis.now);
    let pairs = all.iter().map(|series| {
        let past: Vec<_> = series.rows.iter().take(series.past).collect();
        let (mut forecast, mut actual, mut naive) = (Vec::new(), Vec::new(), Vec::new());
        for pair in past.windows(2) {
            let [before, row] = pair else { continue };
            if let (Some(expected), Some(was), Some(earlier)) = (row.expected(), row.history(), before.history()) {
                forecast.push(expected);
                actual.push(was);
                naive.push(earlier);
            }
        }
        (series.name.as_str(), series.past, forecast, actual, naive)
    });
    let (name, past, forecast, actual, naive) = pairs.max_by_key(|(_, past, forecast, ..)| (forecast.len(), *past)).unwrap_or_default();
    // Ranges are shown with every forecast here.
    let found =
        forecast_unchecked(&Forecasts { forecast: &forecast, actual: &actual, naive: &naive, past_periods: past, has_ranges: true });
    let bias =
        if found.is_biased { "and is off to one side by more than chance" } else { "and shows no bias that chance does not explain" };
    let better = if found.is_worse_than_naive {
        "It does worse than taking the period before."
    } else {
        "It is not shown to be worse than taking the period before."
    };
    let words = if forecast.is_empty() {
        format!("{name}: of {past} past periods none had a forecast.")
    } else {
        format!(
            "{name}: the forecast was off by {:.1} on average, {bias}. {better} {} of past periods had a forecast.",
            found.mean_error,
            percent(found.covered)
        )
    };
    Pitfall::of(
        "Forecasts are not checked",
        "past periods with forecast and demand",
        &found.evidence,
        words,
        "At least eight past periods of a forecast series are needed (Demand, Forecasts).",
        "Compare forecast and demand every period; correct the bias, or plan by the plain method where the forecast adds nothing.",
    )
}

/// Of steps, open issues and actions.
pub(super) fn owners(workspace: &Workspace) -> Pitfall {
    let mut able: BTreeMap<OperationId, usize> = BTreeMap::new();
    for line in workspace.operation_resources.values() {
        if let Some(operation) = line.operation {
            *able.entry(operation).or_default() += 1;
        }
    }
    let works = |kind: OperationKind| matches!(kind, OperationKind::FixedTime | OperationKind::TimePer);
    let steps: Vec<_> = workspace.operations.values().filter(|operation| works(operation.kind)).collect();
    let roles: Vec<Roles> = steps
        .iter()
        .map(|step| Roles { accountable: usize::from(!step.role.trim().is_empty()), responsible: able.get(&step.id).copied().unwrap_or(0) })
        .collect();
    let issues = workspace.issues.values().filter(|issue| issue.closed.is_none()).map(|issue| !issue.owner.trim().is_empty());
    let actions = workspace.issue_actions.values().filter(|action| action.done.is_none()).map(|action| !action.owner.trim().is_empty());
    let owned: Vec<bool> = issues.chain(actions).collect();
    let found = no_single_owner(&roles, &owned);
    let names: Vec<&str> = found.evidence.concerned.iter().take(4).filter_map(|at| steps.get(*at)).map(|step| step.name.as_str()).collect();
    let more = found.evidence.concerned.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let mut words = format!("{} of steps lack a role that answers for them or somebody who does them", percent(found.violations));
    words.push_str(&if names.is_empty() { ".".to_owned() } else { format!(": {}{more}.", names.join(", ")) });
    if !owned.is_empty() {
        words.push_str(&format!(" {} of {} open issues and actions have no owner.", percent(found.without_owner), owned.len()));
    }
    Pitfall::of(
        "Nobody answers for it",
        "steps, open issues and actions",
        &found.evidence,
        words,
        "There are no steps yet, and fewer than five open issues and actions.",
        "Give every step one role (Workflow, Role of the operation), and every issue and action one name.",
    )
}

/// Of the measured question that was answered most.
pub(super) fn adjusted(workspace: &Workspace) -> Pitfall {
    let mut checks: Vec<&Check> = workspace.checks.values().collect();
    sort_with_key(&mut checks, |check| (check.time, check.id));
    let mut series: BTreeMap<String, (String, Vec<f64>)> = BTreeMap::new();
    for answer in checks.iter().flat_map(|check| read_answers(&check.answers)) {
        if answer.kind == AnswerKind::Measured && !answer.values.is_empty() {
            let mean = answer.values.iter().sum::<f64>() / answer.values.len() as f64;
            let known = series.entry(answer.item).or_insert_with(|| (answer.question, Vec::new()));
            known.1.push(mean);
        }
    }
    let (name, values) = series.into_values().max_by_key(|(_, values)| values.len()).unwrap_or_default();
    let all: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let chart = charted(&all, false, &[], None);
    let signals: Vec<bool> = (0..values.len()).map(|at| chart.signals.contains(&at)).collect();
    let (low, high) = (chart.lower.unwrap_or(f64::NEG_INFINITY), chart.upper.unwrap_or(f64::INFINITY));
    let found = tampering(&values, &[], low, high, &signals);
    let swings = if found.autocorrelation < found.bound {
        "Each value makes up for the one before, as it does where somebody adjusts after every result."
    } else {
        "Values do not make up for the ones before them."
    };
    let words = format!("{name}: {swings} Adjustments themselves are not reported.");
    Pitfall::of(
        "A stable process is adjusted",
        "measured values of one question",
        &found.evidence,
        words,
        "At least twenty measured answers to one question are needed (Quality).",
        "Adjust only on a signal of the control chart, never on a single ordinary value.",
    )
}

/// Of issues and calls of the last 90 days.
pub(super) fn fires(workspace: &Workspace, figures: &Figures) -> Pitfall {
    let days = |time: Time| time.seconds() as f64 / DAY as f64;
    let mut problems: BTreeMap<(String, Option<OperationId>), u64> = BTreeMap::new();
    let mut issues = Vec::new();
    for issue in workspace.issues.values() {
        let Some(raised) = issue.raised else { continue };
        let next = problems.len() as u64;
        // Without a category each problem is its own.
        let category = if issue.category.trim().is_empty() { issue.name.clone() } else { issue.category.clone() };
        issues.push(Issue {
            opened: days(raised),
            closed: issue.closed.or(issue.resolved).map(days),
            problem: *problems.entry((category.to_lowercase(), issue.operation)).or_insert(next),
            urgent: issue.severity == Severity::Critical || issue.blocks,
            has_cause: !issue.root_cause.trim().is_empty(),
            became_critical: None,
        });
    }
    let whole = figures.basis.periods.len() - usize::from(figures.basis.goes_on() && !figures.basis.periods.is_empty());
    let results: Vec<Vec<f64>> = ["otif", "first_pass_yield"]
        .into_iter()
        .filter_map(|word| Measure::known(kpi(word)?))
        .map(|measure| figures.series(&measure, 0).into_iter().take(whole).flatten().collect())
        .collect();
    let series: Vec<&[f64]> = results.iter().map(Vec::as_slice).collect();
    let found = firefighting(&issues, days(figures.basis.now), &series);
    let backlog = if found.backlog_weeks.is_finite() {
        format!("{:.1} weeks of open issues", found.backlog_weeks)
    } else {
        "open issues and none closed".to_owned()
    };
    let falling = if found.falling { "; delivery or yield falls" } else { "" };
    let words = format!(
        "{} symptoms: {backlog}; {} closed without a cause; {} came back; {} urgent{falling}.",
        found.symptoms,
        percent(found.incomplete),
        percent(found.recurring),
        percent(found.urgent)
    );
    Pitfall::of(
        "Fires are put out again and again",
        "issues of the last 90 days",
        &found.evidence,
        words,
        "At least ten issues of the last 90 days are needed.",
        "Take fewer problems at once, and close none without its cause and the proof that it stays away.",
    )
}
