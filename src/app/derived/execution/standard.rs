//! Standard times held against what was really needed, and what they should rather be.
//!
//! Never changes a standard: it says what the reports say, with how much they differ among themselves.

use super::Facts;
use crate::engine::performance::LearningCurve;
use crate::engine::statistics::{latest_level, mann_kendall, mean, pettitt};
use crate::model::*;
use std::collections::BTreeMap;

/// So many finished tasks are needed before anything is suggested, and on both sides of a change.
const LEAST: usize = 5;
/// Among so many of the latest tasks a change is looked for.
const MOST: usize = 200;

/// What was needed for one operation, beside its standard.
#[derive(Clone, PartialEq, Debug)]
pub struct Standard {
    pub operation: OperationId,
    pub name: String,
    /// Seconds per unit as planned.
    pub planned: f64,
    /// Finished tasks that it is known from.
    pub tasks: usize,
    /// When the first of them ended, where the time has changed for good since those before.
    pub since: Option<Time>,
    /// Median seconds per unit that were needed, less the fixed time of each run.
    pub median: f64,
    /// The middle half of the tasks lay between these.
    pub quartiles: (f64, f64),
    /// Whether there are enough tasks, and their middle half does not hold the standard.
    pub suggested: bool,
    /// How the time falls with practice, where it does by more than chance.
    pub learning: Option<Learning>,
}

/// How much practice there is at an operation, and what it does to the time of a unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Learning {
    /// In seconds.
    pub curve: LearningCurve,
    /// Units made so far.
    pub made: f64,
}

impl Learning {
    /// `83 % each time the number doubles: the next takes 42 s, after as many again 35 s`, with lengths as they are shown.
    pub fn words(&self, length: &dyn Fn(f64) -> String) -> String {
        let share = text::number_text((1000.0 * self.curve.rate).round() / 10.0);
        let (next, later) = (self.curve.time_of(self.made + 1.0), self.curve.time_of(2.0 * self.made + 1.0));
        format!("{share} % each time the number doubles: the next takes {}, after as many again {}", length(next), length(later))
    }
}

/// So many finished tasks are needed before practice is told from chance, and so many of the latest are looked at.
const PRACTICE: std::ops::RangeInclusive<usize> = 10..=MOST;

/// The learning curve through tasks in their order, each with its units and seconds per unit; none where times do not fall by more than chance.
fn learning(tasks: &[(f64, f64)]) -> Option<Learning> {
    let mut made = 0.0;
    let mut points = Vec::with_capacity(tasks.len());
    for (units, seconds) in tasks {
        // The time of a task is that of the unit in its middle.
        points.push((made + 0.5 * (units + 1.0), *seconds));
        made += units;
    }
    let points = points.get(points.len().saturating_sub(*PRACTICE.end())..).unwrap_or_default();
    let times: Vec<f64> = points.iter().map(|(_, seconds)| *seconds).collect();
    let falls = points.len() >= *PRACTICE.start() && mann_kendall(&times).is_some_and(|(score, p)| score < 0.0 && p < 0.05);
    let curve = LearningCurve::through(points).filter(|curve| falls && curve.rate < 1.0 && !is_step(points, curve))?;
    Some(Learning { curve, made })
}

/// Whether one change of level tells the times better than the curve, by Schwarz's criterion: a step has one parameter more.
fn is_step(points: &[(f64, f64)], curve: &LearningCurve) -> bool {
    let times: Vec<f64> = points.iter().map(|(_, time)| time.ln()).collect();
    let Some((at, _)) = pettitt(&times) else { return false };
    let spread = |times: &[f64]| {
        let middle = mean(times);
        times.iter().map(|time| (time - middle).powi(2)).sum::<f64>()
    };
    let (before, after) = times.split_at(at);
    let of_curve: f64 = points.iter().map(|(piece, time)| (time.ln() - curve.time_of(*piece).ln()).powi(2)).sum();
    let n = times.len() as f64;
    n * (of_curve.max(1e-12).ln() - (spread(before) + spread(after)).max(1e-12).ln()) > n.ln()
}

/// Every operation of which work was finished, the furthest from its standard first.
pub fn standards(workspace: &Workspace) -> Vec<Standard> {
    let facts = Facts::of(workspace);
    let mut needed: BTreeMap<OperationId, Vec<(Time, (f64, f64))>> = BTreeMap::new();
    let mut seen: std::collections::BTreeSet<TaskId> = std::collections::BTreeSet::new();
    for report in facts.reports.iter().filter(|report| report.kind == ReportKind::Finish) {
        let (Some(task), Some(operation), Some(end)) = (report.task, report.operation, report.time) else { continue };
        if !seen.insert(task) {
            continue;
        }
        let progress = Progress::of(facts.of_task(task));
        let fixed = workspace.operations.get(&operation).map_or(0, |operation| operation.duration.seconds());
        let worked = (progress.worked(end).seconds() - fixed) as f64;
        let made = progress.made();
        if made > 0.0 && worked > 0.0 && !progress.runs.is_empty() {
            needed.entry(operation).or_default().push((end, (made, worked / made)));
        }
    }
    let mut found: Vec<Standard> = needed
        .into_iter()
        .filter_map(|(operation, tasks)| {
            let record = workspace.operations.get(&operation)?;
            let (ends, tasks): (Vec<Time>, Vec<(f64, f64)>) = tasks.into_iter().unzip();
            let mut seconds: Vec<f64> = tasks.iter().map(|(_, seconds)| *seconds).collect();
            // What was before the time changed for good says nothing of the next task.
            let looked_at = seconds.len().saturating_sub(MOST);
            let first = looked_at + latest_level(seconds.get(looked_at..).unwrap_or_default(), LEAST);
            let since = ends.get(first).copied().filter(|_| first > looked_at);
            if since.is_some() {
                seconds.drain(..first);
            }
            seconds.sort_by(f64::total_cmp);
            let (planned, quartiles) = (record.duration_per_unit, (quantile(&seconds, 0.25), quantile(&seconds, 0.75)));
            let is_off = planned < quartiles.0 || planned > quartiles.1;
            Some(Standard {
                operation,
                name: record.name.clone(),
                planned,
                tasks: seconds.len(),
                since,
                median: quantile(&seconds, 0.5),
                quartiles,
                suggested: seconds.len() >= LEAST && is_off,
                learning: learning(&tasks),
            })
        })
        .collect();
    let distance = |standard: &Standard| {
        let ratio = if standard.planned > 0.0 { (standard.median / standard.planned).ln().abs() } else { f64::MAX };
        // In thousandths, so that the order is one of integers.
        (!standard.suggested, std::cmp::Reverse((ratio.min(1e6) * 1000.0) as i64))
    };
    sort_with_key(&mut found, distance);
    found
}

/// The value below which a share of the sorted values lies, between the two nearest (Hyndman and Fan's type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    match (sorted.get(low), sorted.get(high)) {
        (Some(low), Some(high)) => low + (high - low) * place.fract(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn a_standard_that_work_never_meets_is_told_with_its_spread() {
        let mut workspace = Workspace::default();
        let operation = OperationId::from_raw(1);
        workspace.operations.insert(operation, Operation { duration_per_unit: 60.0, ..Operation::new(operation) });
        let mut id = 1;
        let mut add = |kind, task: u64, minute: i64, good: f64| {
            let report = Report {
                kind,
                time: Some(Time::clamped(minute * 60)),
                task: Some(TaskId::from_raw(task)),
                operation: Some(operation),
                good,
                ..Report::new(ReportId::from_raw(id))
            };
            workspace.reports.insert(report.id, report);
            id += 1;
        };
        // Ten units in 15 to 19 minutes: 90 to 114 seconds each.
        for task in 1..=5 {
            let at = task as i64 * 100;
            add(ReportKind::Start, task, at, 0.0);
            add(ReportKind::Finish, task, at + 14 + task as i64, 10.0);
        }
        let found = standards(&workspace);
        assert_eq!(found.len(), 1);
        assert!(found[0].suggested);
        assert_eq!((found[0].tasks, found[0].median, found[0].quartiles), (5, 102.0, (96.0, 108.0)));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
        assert_eq!(found[0].learning, None, "five tasks, and they get slower");
    }

    #[test]
    fn what_was_needed_before_a_change_says_nothing_of_the_next_task() {
        let mut workspace = Workspace::default();
        let operation = OperationId::from_raw(1);
        workspace.operations.insert(operation, Operation { duration_per_unit: 60.0, ..Operation::new(operation) });
        // Twenty tasks of about a minute a unit, then twenty of about three quarters of one.
        for task in 1..=40_u64 {
            let (at, each) = (task as i64 * 3_600, if task <= 20 { 60 } else { 45 } + task as i64 % 3);
            for (kind, time, good, place) in [(ReportKind::Start, at, 0.0, 0), (ReportKind::Finish, at + 10 * each, 10.0, 1)] {
                let report = Report {
                    kind,
                    time: Some(Time::clamped(time)),
                    task: Some(TaskId::from_raw(task)),
                    operation: Some(operation),
                    good,
                    ..Report::new(ReportId::from_raw(2 * task + place))
                };
                workspace.reports.insert(report.id, report);
            }
        }
        let found = standards(&workspace);
        let standard = found.first().unwrap();
        assert_eq!((standard.tasks, standard.median, standard.suggested), (20, 46.0, true));
        assert_eq!(standard.since, Some(Time::clamped(21 * 3_600 + 450)));
        assert_eq!(standard.learning, None, "the time fell at once, not with practice");
    }

    #[test]
    fn practice_is_told_where_times_fall_by_more_than_chance() {
        let curve = LearningCurve { first: 400.0, rate: 0.8 };
        // Twelve runs of ten, each at the time of the unit in its middle.
        let runs: Vec<(f64, f64)> = (0..12).map(|run| (10.0, curve.time_of(f64::from(run) * 10.0 + 5.5))).collect();
        let found = learning(&runs).unwrap();
        assert!((found.curve.rate - 0.8).abs() < 1e-9 && (found.curve.first - 400.0).abs() < 1e-6 && found.made == 120.0, "{found:?}");
        let words = found.words(&|seconds| format!("{seconds:.0} s"));
        // 400 · 121^log₂(0.8) = 85.42 and 400 · 241^log₂(0.8) = 68.43.
        assert_eq!(words, "80 % each time the number doubles: the next takes 85 s, after as many again 68 s");
        assert_eq!(learning(runs.get(..9).unwrap_or_default()), None, "too few runs");
        let rising: Vec<(f64, f64)> = runs.iter().rev().copied().collect();
        assert_eq!(learning(&rising), None);
        let zigzag: Vec<(f64, f64)> = (0..12).map(|run| (10.0, if run % 2 == 0 { 100.0 } else { 90.0 })).collect();
        assert_eq!(learning(&zigzag), None);
    }
}
