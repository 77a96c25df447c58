//! Whether what is measured fits its limits: the values of the present stage, their capability, and how they are distributed.
//!
//! Never asks whether the process is stable: the chart does, and the page says so beside the numbers.

use super::series::{ChartSeries, chart_series};
use crate::engine::quality::{Capability, ChartOutcome, Normality, Specification, StageOutcome, capability, normality};
use crate::model::{ChartKind, ControlChart, Workspace};

/// How sure the intervals are.
pub const CONFIDENCE: f64 = 0.95;

/// Everything that is told of a measured question with limits.
#[derive(Clone, PartialEq, Debug)]
pub struct CapableSheet {
    pub name: String,
    pub unit: String,
    pub specification: Specification,
    /// Values of the present stage, by time, without those left out.
    pub values: Vec<f64>,
    pub subgroups: usize,
    pub capability: Capability,
    pub normality: Option<Normality>,
    /// Points of the present stage that signal: then no index means much.
    pub signals: usize,
    /// The stage of the chart that it is of, counted from one.
    pub stage: usize,
}

/// The capability of what a chart is of; none without a limit, or without two values.
///
/// The spread within is that of the chart that fits the subgroups, whatever kind is drawn: sums and averages have none of their own. The
/// stage is the last with limits of its own and all that goes on with them.
pub fn capable_sheet(workspace: &Workspace, chart: &ControlChart) -> Option<CapableSheet> {
    let series = chart_series(workspace, &ControlChart { kind: ChartKind::Automatic, ..chart.clone() })?;
    let specification = series.specification()?;
    let outcome = series.outcome();
    let (at, stage) = present_stage(&series, &outcome)?;
    let inside = series.points.iter().skip(stage.start).filter(|point| point.left_out.is_none());
    let subgroups: Vec<Vec<f64>> = inside.map(|point| point.values.clone()).collect();
    let values: Vec<f64> = subgroups.iter().flatten().copied().filter(|value| value.is_finite()).collect();
    if values.len() < 2 {
        return None;
    }
    let signals = outcome.main.signals.iter().chain(outcome.second.iter().flat_map(|second| &second.signals));
    let mut points: Vec<usize> = signals.filter(|signal| signal.point >= stage.start).map(|signal| signal.point).collect();
    points.sort_unstable();
    points.dedup();
    Some(CapableSheet {
        name: series.question.name.clone(),
        unit: series.question.unit.clone(),
        specification,
        capability: capability(&subgroups, &stage, &specification, CONFIDENCE),
        normality: normality(&values),
        subgroups: subgroups.len(),
        values,
        signals: points.len(),
        stage: at + 1,
    })
}

/// The last stage with limits of its own, by position.
pub fn present_stage(series: &ChartSeries, outcome: &ChartOutcome) -> Option<(usize, StageOutcome)> {
    outcome.stages.iter().enumerate().rev().find(|(_, stage)| !series.holds(stage)).map(|(at, stage)| (at, *stage))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::derived::quality::{Answer, leave_out, time_line, write_answers};
    use crate::model::*;

    fn workspace(values: &[f64]) -> Workspace {
        let question = CheckItem {
            kind: AnswerKind::Measured,
            lower: Some(9.0),
            upper: Some(11.0),
            checklist: Some(ChecklistId::from_raw(1)),
            ..CheckItem::new(CheckItemId::from_raw(7))
        };
        let mut workspace = Workspace::default();
        for (value, at) in values.iter().zip(1_u64..) {
            let answer = Answer { values: vec![*value], ..Answer::to(&question) };
            let time = Time::from_date(2026, 3, 2).map(|day| day.plus(Span::from_hours(at as i64)));
            let check = Check { time, answers: write_answers(&[answer]), ..Check::new(CheckId::from_raw(at)) };
            workspace.checks.insert(check.id, check);
        }
        workspace.check_items.insert(question.id, question);
        workspace
    }

    #[test]
    fn it_is_of_the_present_stage_without_what_is_left_out_and_of_single_values() {
        let values = [20.0, 21.0, 9.5, 10.5, 15.0, 9.5, 10.5];
        let workspace = workspace(&values);
        let chart = ControlChart { question: Some(CheckItemId::from_raw(7)), ..ControlChart::new(ControlChartId::from_raw(1)) };
        let whole = chart_series(&workspace, &chart).unwrap();
        let time = |at: usize| whole.points.get(at).unwrap().time;
        let left_out = leave_out("", &whole.line_of(4, "dropped".to_owned()).unwrap());
        let chart = ControlChart { stages: time_line(time(2)), left_out, kind: ChartKind::Ewma, ..chart };
        let sheet = capable_sheet(&workspace, &chart).unwrap();
        assert_eq!((sheet.values.clone(), sheet.stage), (vec![9.5, 10.5, 9.5, 10.5], 2));
        // By hand: the moving ranges beside the gap are 1 and 1, so the deviation within is 1/d₂, where d₂ of two is 2/√π; Cp = 2/(6/d₂).
        let potential = sheet.capability.within.potential.unwrap().value;
        assert!((potential - 2.0 / (6.0 / std::f64::consts::FRAC_2_SQRT_PI)).abs() < 1e-4, "{potential}");
        // Overall: the deviation of four values half a unit from their mean is √(1/3).
        let overall = sheet.capability.overall.potential.unwrap().value;
        assert!((overall - 2.0 / (6.0 * (1.0_f64 / 3.0).sqrt())).abs() < 1e-9, "{overall}");
        assert_eq!(sheet.normality, None, "four values are too few to tell");
    }

    #[test]
    fn without_limits_or_values_nothing_is_said() {
        let mut workspace = workspace(&[10.0, 10.5]);
        let chart = ControlChart { question: Some(CheckItemId::from_raw(7)), ..ControlChart::new(ControlChartId::from_raw(1)) };
        assert!(capable_sheet(&workspace, &chart).is_some());
        let question = workspace.check_items.get_mut(&CheckItemId::from_raw(7)).unwrap();
        (question.lower, question.upper) = (None, None);
        assert_eq!(capable_sheet(&workspace, &chart), None);
    }
}
