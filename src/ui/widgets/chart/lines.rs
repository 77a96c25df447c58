//! The render model of a line chart: one path for each series, bands of uncertainty behind, points to reach by keyboard.

use super::bars::{AxisLabel, BOTTOM, LEFT, RIGHT, TOP, period_labels};
use super::scale::{Linear, ticks};
use super::series::{ChartData, Series};

/// One line.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub colour: u8,
    pub dashed: bool,
    /// SVG path data; gaps interrupt it.
    pub path: String,
    /// The band around it as SVG path data; empty without one.
    pub band: String,
    /// Places of the points: period, x, y.
    pub points: Vec<(usize, f64, f64)>,
}

/// A line chart, ready to be painted.
#[derive(Clone, PartialEq, Debug)]
pub struct LineModel {
    pub width: f64,
    pub height: f64,
    pub lines: Vec<Line>,
    /// The limit as SVG path data; empty without one.
    pub limit: String,
    pub values: Vec<AxisLabel>,
    pub periods: Vec<AxisLabel>,
    /// Left edge and width of each period's space, with the period in a sentence.
    pub columns: Vec<(f64, f64, String)>,
}

/// Lays a line chart out on `width` by `height` pixels; the axis contains zero unless the values are far from it.
pub fn lay_out(data: &ChartData, width: f64, height: f64) -> LineModel {
    let (low, high) = extent(data);
    // Zero is part of the picture when it is not far away; otherwise small movements would be invisible.
    let low = if low > 0.0 && low < 0.6 * high { 0.0 } else { low };
    let axis = ticks(low, high, (height / 56.0).max(2.0) as usize);
    let ends = (axis.first().map_or(0.0, |tick| tick.value), axis.last().map_or(1.0, |tick| tick.value));
    let scale = Linear { from: ends.0, to: ends.1, start: height - BOTTOM, end: TOP };
    let step = ((width - LEFT - RIGHT) / data.periods.len().max(1) as f64).max(1.0);
    let x = |period: usize| LEFT + (period as f64 + 0.5) * step;
    LineModel {
        width,
        height,
        lines: data.series.iter().map(|series| line(series, &scale, &x)).collect(),
        limit: data.limit.as_ref().map(|limit| line(limit, &scale, &x).path).unwrap_or_default(),
        values: axis.into_iter().map(|tick| AxisLabel { at: scale.at(tick.value), text: tick.label }).collect(),
        periods: period_labels(data, step),
        columns: (0..data.periods.len()).map(|period| (LEFT + period as f64 * step, step, data.sentence(period))).collect(),
    }
}

fn extent(data: &ChartData) -> (f64, f64) {
    let every = data.series.iter().chain(data.limit.as_ref());
    let bands = data.series.iter().flat_map(|series| series.band.iter().flatten()).flat_map(|(low, high)| [*low, *high]);
    let values = every.flat_map(|series| series.values.iter().flatten().copied()).chain(bands).filter(|value| value.is_finite());
    values
        .fold(None, |ends: Option<(f64, f64)>, value| Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value)))))
        .unwrap_or((0.0, 1.0))
}

fn line(series: &Series, scale: &Linear, x: &dyn Fn(usize) -> f64) -> Line {
    let mut path = String::new();
    let mut points = Vec::new();
    let mut drawing = false;
    for (period, value) in series.values.iter().enumerate() {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                let (x, y) = (x(period), scale.at(value));
                path.push_str(&format!("{}{x:.1} {y:.1}", if drawing { 'L' } else { 'M' }));
                points.push((period, x, y));
                drawing = true;
            }
            None => drawing = false,
        }
    }
    Line { colour: series.colour, dashed: series.dashed, path, band: band(series, scale, x), points }
}

/// The area between the bounds: along the upper ones and back along the lower ones.
fn band(series: &Series, scale: &Linear, x: &dyn Fn(usize) -> f64) -> String {
    let known: Vec<(f64, f64, f64)> = series
        .band
        .iter()
        .enumerate()
        .filter_map(|(period, ends)| ends.map(|(low, high)| (x(period), scale.at(low), scale.at(high))))
        .collect();
    if known.len() < 2 {
        return String::new();
    }
    let upper: Vec<String> = known.iter().map(|(x, _, high)| format!("{x:.1} {high:.1}")).collect();
    let lower: Vec<String> = known.iter().rev().map(|(x, low, _)| format!("{x:.1} {low:.1}")).collect();
    format!("M{}L{}Z", upper.join("L"), lower.join("L"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::series::Period;
    use super::*;

    fn data(values: &[Option<f64>]) -> ChartData {
        ChartData {
            periods: values.iter().map(|_| Period::default()).collect(),
            series: vec![Series { values: values.to_vec(), ..Series::default() }],
            ..ChartData::default()
        }
    }

    #[test]
    fn a_gap_interrupts_the_line() {
        let model = lay_out(&data(&[Some(1.0), Some(2.0), None, Some(3.0)]), 400.0, 200.0);
        let line = model.lines.first().unwrap();
        assert_eq!(line.path.matches('M').count(), 2);
        assert_eq!(line.points.iter().map(|(period, _, _)| *period).collect::<Vec<_>>(), vec![0, 1, 3]);
    }

    #[test]
    fn values_far_from_zero_use_the_whole_height() {
        let axis = |values: &[Option<f64>]| lay_out(&data(values), 400.0, 200.0).values.first().unwrap().text.clone();
        assert_eq!(axis(&[Some(100.0), Some(110.0)]), "100");
        assert_eq!(axis(&[Some(10.0), Some(110.0)]), "0");
    }

    #[test]
    fn a_band_goes_along_its_upper_end_and_back_along_its_lower_end() {
        let mut data = data(&[Some(1.0), Some(2.0)]);
        data.series.first_mut().unwrap().band = vec![Some((0.5, 1.5)), Some((1.0, 3.0))];
        let band = lay_out(&data, 400.0, 200.0).lines.first().unwrap().band.clone();
        assert!(band.ends_with('Z') && band.matches('L').count() == 3);
    }
}
