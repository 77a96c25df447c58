//! The render model of a bar chart: stacked bars for each period and a stepped line for the limit.

use super::scale::{Linear, ticks};
use super::series::ChartData;

/// Room around the plot in pixels.
pub const LEFT: f64 = 48.0;
pub const RIGHT: f64 = 8.0;
pub const TOP: f64 = 12.0;
pub const BOTTOM: f64 = 26.0;
/// Width of a letter of an axis label in pixels, on average.
const LETTER: f64 = 6.6;

/// A piece of a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    pub series: usize,
    pub colour: u8,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Everything above one period.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    pub period: usize,
    /// Left edge and width of the space that belongs to the period.
    pub left: f64,
    pub width: f64,
    pub marks: Vec<Mark>,
    /// The part of the bar above the limit: top and height.
    pub over: Option<(f64, f64)>,
    /// Left edge and width of the bar.
    pub bar: (f64, f64),
    /// The period in a sentence.
    pub sentence: String,
}

/// A word on an axis.
#[derive(Clone, PartialEq, Debug)]
pub struct AxisLabel {
    pub at: f64,
    pub text: String,
}

/// A bar chart, ready to be painted.
#[derive(Clone, PartialEq, Debug)]
pub struct BarModel {
    pub width: f64,
    pub height: f64,
    pub columns: Vec<Column>,
    /// The limit as SVG path data; empty without one.
    pub limit: String,
    /// Horizontal grid lines with their values.
    pub values: Vec<AxisLabel>,
    pub periods: Vec<AxisLabel>,
    /// Height of zero.
    pub base: f64,
}

/// Lays a bar chart out on `width` by `height` pixels.
pub fn lay_out(data: &ChartData, width: f64, height: f64) -> BarModel {
    let count = data.periods.len();
    let (low, high) = extent(data);
    let axis = ticks(low, high, (height / 56.0).max(2.0) as usize);
    let ends = (axis.first().map_or(0.0, |tick| tick.value), axis.last().map_or(1.0, |tick| tick.value));
    let scale = Linear { from: ends.0, to: ends.1, start: height - BOTTOM, end: TOP };
    let step = ((width - LEFT - RIGHT) / count.max(1) as f64).max(1.0);
    let columns: Vec<Column> = (0..count).map(|period| column(data, period, &scale, step)).collect();
    BarModel {
        width,
        height,
        limit: limit_path(data, &scale, step),
        values: axis.into_iter().map(|tick| AxisLabel { at: scale.at(tick.value), text: tick.label }).collect(),
        periods: period_labels(data, step),
        base: scale.at(0.0),
        columns,
    }
}

fn extent(data: &ChartData) -> (f64, f64) {
    let periods = 0..data.periods.len();
    let high = periods.clone().map(|period| data.total(period).max(data.limit_at(period).unwrap_or(0.0))).fold(0.0, f64::max);
    let low = periods
        .map(|period| (0..data.series.len()).filter_map(|series| data.value(series, period)).filter(|value| *value < 0.0).sum::<f64>())
        .fold(0.0, f64::min);
    (low, high)
}

fn column(data: &ChartData, period: usize, scale: &Linear, step: f64) -> Column {
    let left = LEFT + period as f64 * step;
    let bar_width = (step * 0.72).clamp(1.0, 56.0);
    let bar_left = left + (step - bar_width) / 2.0;
    let (mut above, mut below) = (0.0, 0.0);
    let mut marks = Vec::new();
    for (index, series) in data.series.iter().enumerate() {
        let Some(value) = data.value(index, period).filter(|value| *value != 0.0) else { continue };
        let from = if value > 0.0 { above } else { below };
        if value > 0.0 {
            above += value;
        } else {
            below += value;
        }
        let (start, end) = (scale.at(from), scale.at(from + value));
        marks.push(Mark {
            series: index,
            colour: series.colour,
            x: bar_left,
            y: start.min(end),
            width: bar_width,
            height: (start - end).abs(),
        });
    }
    let over = data.limit_at(period).filter(|limit| above > *limit).map(|limit| (scale.at(above), scale.at(limit) - scale.at(above)));
    Column { period, left, width: step, marks, over, bar: (bar_left, bar_width), sentence: data.sentence(period) }
}

fn limit_path(data: &ChartData, scale: &Linear, step: f64) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for period in 0..data.periods.len() {
        let left = LEFT + period as f64 * step;
        match data.limit_at(period) {
            Some(limit) => {
                let y = scale.at(limit);
                let verb = if drawing { 'L' } else { 'M' };
                path.push_str(&format!("{verb}{left:.1} {y:.1}H{:.1}", left + step));
                drawing = true;
            }
            None => drawing = false,
        }
    }
    path
}

/// Labels of as many periods as fit without touching each other or leaving the chart: the last may stand a little before its period.
pub fn period_labels(data: &ChartData, step: f64) -> Vec<AxisLabel> {
    let wide = |text: &str| text.chars().count() as f64 * LETTER;
    let longest = data.periods.iter().map(|period| wide(&period.label)).fold(0.0, f64::max);
    let every = ((longest + 10.0) / step).ceil().max(1.0) as usize;
    let edge = LEFT + data.periods.len() as f64 * step + RIGHT;
    let mut labels: Vec<AxisLabel> = Vec::new();
    let mut taken = 0.0;
    for (index, period) in data.periods.iter().enumerate().step_by(every) {
        let half = wide(&period.label) / 2.0;
        let at = (LEFT + (index as f64 + 0.5) * step).min(edge - half);
        if at - half >= taken {
            taken = at + half + 2.0;
            labels.push(AxisLabel { at, text: period.label.clone() });
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::series::{Period, Series};
    use super::*;

    fn data(first: &[f64], second: &[f64], limit: &[f64]) -> ChartData {
        let series = |values: &[f64]| Series { values: values.iter().copied().map(Some).collect(), ..Series::default() };
        ChartData {
            periods: first.iter().map(|_| Period { label: "W12".to_owned(), ..Period::default() }).collect(),
            series: vec![series(first), series(second)],
            limit: Some(series(limit)),
            ..ChartData::default()
        }
    }

    #[test]
    fn bars_stand_on_each_other_and_on_the_base() {
        let model = lay_out(&data(&[10.0], &[20.0], &[40.0]), 400.0, 300.0);
        let marks = &model.columns.first().unwrap().marks;
        let (lower, upper) = (marks.first().unwrap(), marks.get(1).unwrap());
        assert!((lower.y + lower.height - model.base).abs() < 1e-6);
        assert!((upper.y + upper.height - lower.y).abs() < 1e-6);
        assert!((upper.height / lower.height - 2.0).abs() < 1e-6);
    }

    #[test]
    fn what_exceeds_the_limit_is_marked() {
        let model = lay_out(&data(&[30.0, 10.0], &[20.0, 10.0], &[40.0, 40.0]), 400.0, 300.0);
        let marks = &model.columns.first().unwrap().marks;
        let (_, over) = model.columns.first().unwrap().over.unwrap();
        assert!((over / marks.first().unwrap().height - 10.0 / 30.0).abs() < 1e-6);
        assert_eq!(model.columns.get(1).unwrap().over, None);
        assert!(model.limit.starts_with('M'));
    }

    #[test]
    fn labels_thin_out_before_they_touch() {
        let many = vec![1.0; 104];
        let model = lay_out(&data(&many, &many, &many), 800.0, 300.0);
        assert_eq!(model.columns.len(), 104);
        assert!(model.periods.len() < 30 && model.periods.len() > 10);
    }

    #[test]
    fn no_label_leaves_the_chart_or_touches_another() {
        let period = |at: usize| Period { label: format!("{:.2} %", 0.2766 * at as f64), ..Period::default() };
        for (count, width) in (1..60).flat_map(|count| [(count, 120.0), (count, 333.0), (count, 517.0), (count, 1_000.0)]) {
            let data = ChartData { periods: (0..count).map(period).collect(), ..ChartData::default() };
            let labels = period_labels(&data, (width - LEFT - RIGHT) / count as f64);
            let ends = |label: &AxisLabel| {
                let half = label.text.chars().count() as f64 * LETTER / 2.0;
                (label.at - half, label.at + half)
            };
            assert!(!labels.is_empty() && labels.iter().all(|label| ends(label).1 <= width + 1e-9), "{count} in {width}: {labels:?}");
            assert!(labels.windows(2).all(|pair| ends(&pair[0]).1 < ends(&pair[1]).0), "{count} in {width}: {labels:?}");
        }
        // 41 points on half a page: the label of the last, 46 pixels wide, was centred 14 pixels from the edge.
        let data = ChartData { periods: (0..41).map(period).collect(), ..ChartData::default() };
        let labels = period_labels(&data, (517.0 - LEFT - RIGHT) / 41.0);
        assert_eq!(
            labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>().join(" "),
            "0.00 % 1.38 % 2.77 % 4.15 % 5.53 % 6.92 % 8.30 % 9.68 % 11.06 %"
        );
    }

    #[test]
    fn a_chart_without_periods_or_room_is_empty_and_sound() {
        let model = lay_out(&ChartData::default(), 0.0, 0.0);
        assert!(model.columns.is_empty() && model.limit.is_empty());
    }
}
