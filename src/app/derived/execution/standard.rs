//! Standard times held against what was really needed, and what they should rather be.
//!
//! Never changes a standard: it says what the reports say, with how much they differ among themselves.

use super::Facts;
use crate::model::*;
use std::collections::BTreeMap;

/// So many finished tasks are needed before anything is suggested.
const LEAST: usize = 5;

/// What was needed for one operation, beside its standard.
#[derive(Clone, PartialEq, Debug)]
pub struct Standard {
    pub operation: OperationId,
    pub name: String,
    /// Seconds per unit as planned.
    pub planned: f64,
    /// Finished tasks that it is known from.
    pub tasks: usize,
    /// Median seconds per unit that were needed, less the fixed time of each run.
    pub median: f64,
    /// The middle half of the tasks lay between these.
    pub quartiles: (f64, f64),
    /// Whether there are enough tasks, and their middle half does not hold the standard.
    pub suggested: bool,
}

/// Every operation of which work was finished, the furthest from its standard first.
pub fn standards(workspace: &Workspace) -> Vec<Standard> {
    let facts = Facts::of(workspace);
    let mut needed: BTreeMap<OperationId, Vec<f64>> = BTreeMap::new();
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
            needed.entry(operation).or_default().push(worked / made);
        }
    }
    let mut found: Vec<Standard> = needed
        .into_iter()
        .filter_map(|(operation, mut seconds)| {
            let record = workspace.operations.get(&operation)?;
            seconds.sort_by(f64::total_cmp);
            let (planned, quartiles) = (record.duration_per_unit, (quantile(&seconds, 0.25), quantile(&seconds, 0.75)));
            let is_off = planned < quartiles.0 || planned > quartiles.1;
            Some(Standard {
                operation,
                name: record.name.clone(),
                planned,
                tasks: seconds.len(),
                median: quantile(&seconds, 0.5),
                quartiles,
                suggested: seconds.len() >= LEAST && is_off,
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
    }
}
