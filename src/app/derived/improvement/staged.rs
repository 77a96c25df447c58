//! The control chart of what an improvement measures, in two stages: before the change and after it, each with limits of its own.
//!
//! Never says whether the change helped: the comparison of both sides does. The chart shows whether each side was stable, without which no
//! comparison means much.

use super::effect::Sample;
use crate::app::derived::quality::{ChartPoint, ChartSeries, rounded, stage_words};
use crate::engine::quality::{Basis, ChartKind, ChartOutcome, ChartRequest, RuleSet, Stage};
use crate::model::{AnswerKind, CheckId, CheckItem, CheckItemId, ControlChart, ControlChartId, DAY, Record, RecordId, Span, Time};

/// Fewer points on a side have no limits worth drawing.
pub const LEAST_POINTS: usize = 5;
/// More points on a side than these, nearest to the change, are too many to be seen.
const MOST_POINTS: usize = 60;

/// A chart of two stages.
#[derive(Clone, PartialEq, Debug)]
pub struct Staged {
    pub series: ChartSeries,
    pub outcome: ChartOutcome,
}

/// The chart of a sample around the change; nothing with fewer than five points on a side. Values stand alone; shares are summed by weeks
/// counted from the change, so that no week is on both sides.
pub fn staged(sample: &Sample, began: Time) -> Option<Staged> {
    let (kind, answers, unit, points) = match sample {
        Sample::Values { points, unit } => {
            let points = points.iter().map(|(time, value)| (*time, *value, 1.0)).collect();
            (ChartKind::Individuals, AnswerKind::Measured, unit.clone(), points)
        }
        Sample::Shares { points } => (ChartKind::P, AnswerKind::Defectives, String::new(), by_week(points, began)),
    };
    let before = points.iter().take_while(|(time, ..)| *time < began).count();
    if before < LEAST_POINTS || points.len() - before < LEAST_POINTS {
        return None;
    }
    let first = before.saturating_sub(MOST_POINTS);
    let shown: Vec<(Time, f64, f64)> = points.into_iter().skip(first).take(before - first + MOST_POINTS).collect();
    let point = |(time, value, size): &(Time, f64, f64)| ChartPoint {
        check: CheckId::from_raw(0),
        time: *time,
        values: vec![*value],
        size: *size,
        left_out: None,
    };
    let request = ChartRequest {
        kind,
        points: shown.iter().map(|(_, value, _)| vec![*value]).collect(),
        sizes: if kind == ChartKind::P { shown.iter().map(|(.., size)| *size).collect() } else { Vec::new() },
        stages: [0, before - first].map(|start| Stage { start, limits: Basis::Estimated }).to_vec(),
        excluded: Vec::new(),
        rules: RuleSet::default(),
    };
    let series = ChartSeries {
        chart: ControlChart::new(ControlChartId::from_raw(0)),
        question: CheckItem { kind: answers, unit, ..CheckItem::new(CheckItemId::from_raw(0)) },
        points: shown.iter().map(point).collect(),
        request,
        strangers: 0,
        unread: Vec::new(),
    };
    Some(Staged { outcome: series.outcome(), series })
}

/// Counts and sizes summed by weeks from the change on and back.
fn by_week(points: &[(Time, f64, f64)], began: Time) -> Vec<(Time, f64, f64)> {
    let mut weeks: Vec<(i64, f64, f64)> = Vec::new();
    for (time, count, size) in points {
        let week = time.since(began).seconds().div_euclid(7 * DAY);
        match weeks.last_mut() {
            Some(last) if last.0 == week => (last.1, last.2) = (last.1 + count, last.2 + size),
            _ => weeks.push((week, *count, *size)),
        }
    }
    weeks
        .into_iter()
        .filter(|(.., size)| *size > 0.0)
        .map(|(week, count, size)| (began.plus(Span::from_days(7 * week)), count, size))
        .collect()
}

impl Staged {
    /// Where the second stage begins.
    pub fn change(&self) -> usize {
        self.series.request.stages.get(1).map_or(0, |stage| stage.start)
    }

    /// Both stages in words, and how stable each was.
    pub fn words(&self, now: Time) -> Vec<String> {
        let mut words = stage_words(&self.series, &self.outcome, now);
        let change = self.change();
        let signals = |after: bool| {
            let mut points: Vec<usize> =
                self.outcome.main.signals.iter().map(|signal| signal.point).filter(|point| (*point >= change) == after).collect();
            points.dedup();
            points.len()
        };
        words.push(match (signals(false), signals(true)) {
            (0, 0) => "Both stages look stable.".to_owned(),
            (before, after) => format!(
                "Points that signal within their own stage: {before} before and {after} after the change. While a stage is not stable, its mean says little."
            ),
        });
        words.extend(self.outside());
        words
    }

    /// How many values after the change lie outside the limits of before; shares have limits by their sizes, so there are none to compare.
    fn outside(&self) -> Option<String> {
        let points = &self.outcome.main.points;
        let change = self.change();
        let before = points.get(change.checked_sub(1)?).filter(|_| self.series.request.kind == ChartKind::Individuals)?;
        let (lower, upper) = (before.lower?, before.upper?);
        let after = points.get(change..).unwrap_or_default();
        let outside = after.iter().filter_map(|point| point.value).filter(|value| *value < lower || *value > upper).count();
        Some(format!(
            "Outside the limits of before ({} to {}) are {outside} of {} values after it.",
            rounded(lower),
            rounded(upper),
            after.len()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn began() -> Time {
        Time::from_date(2026, 6, 1).unwrap_or(Time::clamped(0))
    }

    #[test]
    fn each_stage_has_limits_of_its_own() {
        // 10 and 12 in turn, then 5 and 6: means of 11 and 5.5, moving ranges of 2 and 1, limits at 3 ÷ 1.128 of them.
        let value = |at: i64| if at < 0 { 10.0 + 2.0 * (at.rem_euclid(2)) as f64 } else { 5.0 + at.rem_euclid(2) as f64 };
        let points = (-20..20).map(|at| (began().plus(Span::from_hours(at)), value(at))).collect();
        let found = staged(&Sample::Values { points, unit: "min".to_owned() }, began());
        let points = found.as_ref().map(|found| found.outcome.main.points.clone()).unwrap_or_default();
        let near = |left: Option<f64>, right: f64| left.is_some_and(|left| (left - right).abs() < 0.01);
        let (first, last) = (points.first().copied().unwrap_or_default(), points.last().copied().unwrap_or_default());
        assert!(first.centre == 11.0 && near(first.lower, 5.68) && near(first.upper, 16.32), "{first:?}");
        assert!(last.centre == 5.5 && near(last.lower, 2.84) && near(last.upper, 8.16), "{last:?}");
        assert_eq!(found.as_ref().map(Staged::change), Some(20));
        let words = found.map(|found| found.words(began())).unwrap_or_default();
        assert!(words[0].contains("mean 11 min") && words[1].contains("mean 5.5 min"), "{words:?}");
        // Of 5 and 6 in turn, every 5 is below 5.683.
        assert_eq!(words.last().map(String::as_str), Some("Outside the limits of before (5.683 to 16.32) are 10 of 20 values after it."));
    }

    #[test]
    fn shares_are_summed_by_weeks_that_never_lie_on_both_sides() {
        // Two checks a day of fifty units; two of fifty fail before, one of fifty after.
        let points: Vec<(Time, f64, f64)> =
            (-84..84).map(|half| (began().plus(Span::from_hours(12 * half)), if half < 0 { 2.0 } else { 1.0 }, 50.0)).collect();
        let found = staged(&Sample::Shares { points }, began());
        let points = found.as_ref().map(|found| found.series.points.clone()).unwrap_or_default();
        assert_eq!(points.len(), 12);
        assert!(points.iter().all(|point| point.size == 700.0));
        assert_eq!((points[5].values[0], points[6].values[0]), (28.0, 14.0));
        let centres = found.map(|found| (found.outcome.main.points[0].centre, found.outcome.main.points[11].centre));
        assert_eq!(centres, Some((0.04, 0.02)));
    }

    #[test]
    fn few_points_have_no_chart_and_many_are_the_nearest() {
        let sample = |before: i64, after: i64| {
            let points = (-before..after).map(|at| (began().plus(Span::from_hours(at)), at.rem_euclid(3) as f64)).collect();
            staged(&Sample::Values { points, unit: String::new() }, began())
        };
        assert!(sample(4, 20).is_none() && sample(20, 4).is_none());
        let found = sample(300, 70).map(|found| (found.change(), found.series.points.len()));
        assert_eq!(found, Some((60, 120)));
    }
}
