//! The render model of a chart of points with limits: each point with its own centre line and limits, zones between them, and marks.

use super::bars::{AxisLabel, BOTTOM, LEFT, RIGHT, TOP, period_labels};
use super::scale::{Linear, ticks};
use super::series::{ChartData, Series};

/// What a point is beside its value.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PointMark {
    /// Drawn hollow: it does not count.
    pub hollow: bool,
    /// A word that marks it, above its own shape; empty for none.
    pub word: String,
}

/// Everything such a chart shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LimitData {
    /// Value, lower limit, centre line and upper limit as series in this order, so that they are told and tabled like any chart's.
    pub data: ChartData,
    /// Distance of one zone from the centre line at each point; empty without zones.
    pub zones: Vec<f64>,
    pub marks: Vec<PointMark>,
    /// Points with which something new begins; no line leads to them from before.
    pub begins: Vec<usize>,
}

/// The places of the series of a [`LimitData`].
const VALUE: usize = 0;
const LOWER: usize = 1;
const CENTRE: usize = 2;
const UPPER: usize = 3;

impl LimitData {
    /// The data of a chart from its columns.
    pub fn of(data: ChartData, value_name: &str, columns: [Vec<Option<f64>>; 4]) -> LimitData {
        let names = [value_name, "Lower limit", "Centre line", "Upper limit"];
        let colours = [0, 4, 6, 4];
        let named = |((label, values), colour): ((&str, Vec<Option<f64>>), u8)| Series {
            label: label.to_owned(),
            values,
            colour,
            dashed: label.ends_with("limit"),
            band: Vec::new(),
        };
        let series = names.into_iter().zip(columns).zip(colours).map(named).collect();
        LimitData { data: ChartData { series, ..data }, ..LimitData::default() }
    }
}

/// A point ready to be painted.
#[derive(Clone, PartialEq, Debug)]
pub struct Dot {
    pub point: usize,
    pub x: f64,
    pub y: f64,
    pub hollow: bool,
    pub word: String,
}

/// The number of a limit at its end.
#[derive(Clone, PartialEq, Debug)]
pub struct LimitLabel {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// The chart, ready to be painted. Lines are SVG path data.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LimitModel {
    pub dots: Vec<Dot>,
    pub line: String,
    pub centre: String,
    pub limits: String,
    pub zones: String,
    /// Where something new begins, in pixels from the left.
    pub begins: Vec<f64>,
    pub labels: Vec<LimitLabel>,
    pub values: Vec<AxisLabel>,
    pub periods: Vec<AxisLabel>,
    /// Width of the space that belongs to a point.
    pub step: f64,
}

/// Lays the chart out on `width` by `height` pixels.
pub fn lay_out(chart: &LimitData, width: f64, height: f64) -> LimitModel {
    let data = &chart.data;
    let count = data.periods.len();
    let seen = || (0..count).flat_map(|point| (0..data.series.len()).filter_map(move |series| data.value(series, point)));
    let (low, high) = (seen().fold(f64::INFINITY, f64::min), seen().fold(f64::NEG_INFINITY, f64::max));
    // Room above and below, so that no mark lies on the frame.
    let room = if high > low { (high - low) * 0.06 } else { 0.0 };
    let axis = ticks(if low < 0.0 || low > room { low - room } else { low }, high + room, (height / 56.0).max(2.0) as usize);
    let ends = (axis.first().map_or(0.0, |tick| tick.value), axis.last().map_or(1.0, |tick| tick.value));
    let scale = Linear { from: ends.0, to: ends.1, start: height - BOTTOM, end: TOP };
    let step = ((width - LEFT - RIGHT) / count.max(1) as f64).max(1.0);
    let left = |point: usize| LEFT + point as f64 * step;
    let word = |point: usize| chart.marks.get(point).cloned().unwrap_or_default();
    let dots = (0..count).filter_map(|point| {
        let (y, mark) = (scale.at(data.value(VALUE, point)?), word(point));
        Some(Dot { point, x: left(point) + step / 2.0, y, hollow: mark.hollow, word: mark.word })
    });
    let steps = Steps { chart, scale: &scale, step };
    let centre_at = |point: usize| data.value(CENTRE, point);
    let zone_at = |point: usize, by: f64| {
        let (centre, zone) = (data.value(CENTRE, point)?, chart.zones.get(point).copied().filter(|zone| *zone > 0.0)?);
        let level = centre + by * zone;
        let inside =
            data.value(LOWER, point).is_none_or(|lower| level > lower) && data.value(UPPER, point).is_none_or(|upper| level < upper);
        inside.then_some(level)
    };
    LimitModel {
        dots: dots.collect(),
        line: line_path(chart, &scale, step),
        centre: steps.path(&centre_at),
        limits: steps.path(&|point| data.value(LOWER, point)) + &steps.path(&|point| data.value(UPPER, point)),
        zones: [-2.0, -1.0, 1.0, 2.0].map(|by| steps.path(&|point| zone_at(point, by))).concat(),
        begins: chart.begins.iter().filter(|begin| **begin > 0 && **begin < count).map(|begin| left(*begin)).collect(),
        labels: labels(chart, &scale, width),
        values: axis.into_iter().map(|tick| AxisLabel { at: scale.at(tick.value), text: tick.label }).collect(),
        periods: period_labels(data, step),
        step,
    }
}

struct Steps<'a> {
    chart: &'a LimitData,
    scale: &'a Linear,
    step: f64,
}

impl Steps<'_> {
    /// A line that has one level over the space of each point and is broken where there is none or something new begins.
    fn path(&self, level: &dyn Fn(usize) -> Option<f64>) -> String {
        let mut path = String::new();
        let mut drawing = false;
        for point in 0..self.chart.data.periods.len() {
            let Some(level) = level(point) else {
                drawing = false;
                continue;
            };
            let goes_on = drawing && !self.chart.begins.contains(&point);
            let left = LEFT + point as f64 * self.step;
            let verb = if goes_on { 'L' } else { 'M' };
            path.push_str(&format!("{verb}{left:.1} {:.1}H{:.1}", self.scale.at(level), left + self.step));
            drawing = true;
        }
        path
    }
}

/// The line from point to point, around those that do not count.
fn line_path(chart: &LimitData, scale: &Linear, step: f64) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for point in 0..chart.data.periods.len() {
        if chart.begins.contains(&point) {
            drawing = false;
        }
        if chart.marks.get(point).is_some_and(|mark| mark.hollow) {
            continue;
        }
        let Some(value) = chart.data.value(VALUE, point) else {
            drawing = false;
            continue;
        };
        let verb = if drawing { 'L' } else { 'M' };
        path.push_str(&format!("{verb}{:.1} {:.1}", LEFT + (point as f64 + 0.5) * step, scale.at(value)));
        drawing = true;
    }
    path
}

/// The numbers of the last limits at the right, never on each other.
fn labels(chart: &LimitData, scale: &Linear, width: f64) -> Vec<LimitLabel> {
    /// Least distance of two labels.
    const APART: f64 = 13.0;
    let Some(last) = chart.data.periods.len().checked_sub(1) else { return Vec::new() };
    let mut labels: Vec<LimitLabel> = Vec::new();
    for series in [CENTRE, UPPER, LOWER] {
        let Some(value) = chart.data.value(series, last) else { continue };
        let y = scale.at(value) - 4.0;
        if labels.iter().all(|label| (label.y - y).abs() >= APART) {
            labels.push(LimitLabel { x: width - RIGHT, y, text: chart.data.told(value) });
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::series::Period;
    use super::*;

    fn chart(values: &[f64]) -> LimitData {
        let count = values.len();
        let same = |level: f64| vec![Some(level); count];
        let periods = values.iter().map(|_| Period { label: "Mon".to_owned(), ..Period::default() }).collect();
        let columns = [values.iter().copied().map(Some).collect(), same(7.0), same(10.0), same(13.0)];
        let data = LimitData::of(ChartData { periods, decimals: 1, ..ChartData::default() }, "Value", columns);
        LimitData { zones: vec![1.0; count], marks: vec![PointMark::default(); count], ..data }
    }

    #[test]
    fn points_and_limits_stand_at_their_values() {
        let model = lay_out(&chart(&[10.0, 13.0, 16.0]), 248.0, 300.0);
        let heights: Vec<f64> = model.dots.iter().map(|dot| dot.y).collect();
        let [centre, upper, beyond] = heights.as_slice() else { unreachable!() };
        assert!((2.0 * upper - centre - beyond).abs() < 1e-6, "equal steps are equally high");
        assert!(model.centre.starts_with(&format!("M48.0 {centre:.1}")), "{}", model.centre);
        assert_eq!(model.limits.matches('M').count(), 2);
        assert_eq!(model.zones.matches('M').count(), 4);
        let told: Vec<&str> = model.labels.iter().map(|label| label.text.as_str()).collect();
        assert_eq!(told, ["10.0", "13.0", "7.0"]);
    }

    #[test]
    fn a_point_that_does_not_count_is_hollow_and_passed_by_and_a_new_stage_breaks_the_lines() {
        let mut data = chart(&[10.0, 30.0, 10.0, 11.0]);
        data.marks.get_mut(1).unwrap().hollow = true;
        data.begins = vec![0, 3];
        let model = lay_out(&data, 400.0, 300.0);
        assert!(model.dots.get(1).unwrap().hollow);
        assert_eq!((model.line.matches('M').count(), model.line.matches('L').count()), (2, 1), "{}", model.line);
        assert_eq!(model.centre.matches('M').count(), 2);
        assert_eq!(model.begins.len(), 1);
    }

    #[test]
    fn zones_end_at_the_limits_and_gaps_have_no_point() {
        let mut data = chart(&[10.0, 11.0]);
        data.zones = vec![2.0; 2];
        data.data.series.first_mut().unwrap().values = vec![None, Some(11.0)];
        let model = lay_out(&data, 400.0, 300.0);
        assert_eq!(model.zones.matches('M').count(), 2, "two deviations are beyond the limits of this chart");
        assert_eq!(model.dots.len(), 1);
    }

    #[test]
    fn nothing_to_show_is_sound() {
        let model = lay_out(&LimitData::default(), 0.0, 0.0);
        assert!(model.dots.is_empty() && model.labels.is_empty() && model.line.is_empty());
        assert!(lay_out(&chart(&[10.0; 500]), 300.0, 200.0).dots.len() == 500);
    }
}
