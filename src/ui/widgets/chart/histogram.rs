//! The render model of a histogram: how often values lie where, with lines at what is allowed and the curve that is expected.

use super::bars::{AxisLabel, BOTTOM, LEFT, RIGHT, TOP};
use super::scale::{Linear, ticks};

/// A line across the values, such as a limit.
#[derive(Clone, PartialEq, Debug)]
pub struct Border {
    pub value: f64,
    pub label: String,
}

/// Everything a histogram shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HistogramData {
    pub values: Vec<f64>,
    pub borders: Vec<Border>,
    /// Mean and standard deviation of the normal curve drawn over it.
    pub curve: Option<(f64, f64)>,
}

/// Values between two numbers; the last also has those on its upper end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    pub count: usize,
}

/// A histogram, ready to be painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HistogramModel {
    /// Left, top, width, height.
    pub bars: Vec<(f64, f64, f64, f64)>,
    pub curve: String,
    /// Place and words of the borders.
    pub borders: Vec<AxisLabel>,
    pub values: Vec<AxisLabel>,
    pub counts: Vec<AxisLabel>,
}

/// The values in bins of round width, about as many as the root of their number.
pub fn bins(values: &[f64]) -> Vec<Bin> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let count = finite().count();
    if count == 0 {
        return Vec::new();
    }
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    if high <= low {
        return vec![Bin { from: low - 0.5, to: low + 0.5, count }];
    }
    let edges: Vec<f64> =
        ticks(low, high, (count as f64).sqrt().ceil().clamp(4.0, 30.0) as usize).into_iter().map(|tick| tick.value).collect();
    let mut found: Vec<Bin> = edges.iter().zip(edges.iter().skip(1)).map(|(from, to)| Bin { from: *from, to: *to, count: 0 }).collect();
    let last = found.len().saturating_sub(1);
    for value in finite() {
        // What is an edge but for rounding belongs to the bin that it opens.
        let at = found.iter().position(|bin| value < bin.to - 1e-9 * (bin.to - bin.from)).unwrap_or(last);
        if let Some(bin) = found.get_mut(at) {
            bin.count += 1;
        }
    }
    found
}

/// Lays a histogram out on `width` by `height` pixels.
pub fn lay_out(data: &HistogramData, width: f64, height: f64) -> HistogramModel {
    let bins = bins(&data.values);
    let Some((first, last)) = bins.first().zip(bins.last()) else { return HistogramModel::default() };
    let bin_width = first.to - first.from;
    let total: usize = bins.iter().map(|bin| bin.count).sum();
    let density = |value: f64| {
        let (mean, deviation) = data.curve.filter(|(_, deviation)| *deviation > 0.0)?;
        let z = (value - mean) / deviation;
        Some(total as f64 * bin_width / deviation * (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt())
    };
    let peak = data.curve.and_then(|(mean, _)| density(mean)).unwrap_or(0.0);
    let most = bins.iter().map(|bin| bin.count as f64).fold(peak, f64::max);
    let borders = || data.borders.iter().map(|border| border.value).filter(|value| value.is_finite());
    let low = borders().fold(first.from, f64::min) - bin_width / 2.0;
    let high = borders().fold(last.to, f64::max) + bin_width / 2.0;
    let across = Linear { from: low, to: high, start: LEFT, end: (width - RIGHT).max(LEFT + 1.0) };
    let count_axis = ticks(0.0, most, (height / 56.0).max(2.0) as usize);
    let up = Linear { from: 0.0, to: count_axis.last().map_or(1.0, |tick| tick.value), start: height - BOTTOM, end: TOP };
    let bar = |bin: &Bin| {
        let (left, top) = (across.at(bin.from), up.at(bin.count as f64));
        (left, top, across.at(bin.to) - left, up.at(0.0) - top)
    };
    let value_axis = ticks(low, high, ((width - LEFT - RIGHT) / 80.0).max(2.0) as usize);
    let inside = |value: f64| value >= low && value <= high;
    let curve: Vec<String> = (0..=60)
        .filter_map(|at| {
            let value = low + (high - low) * f64::from(at) / 60.0;
            Some(format!("{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, across.at(value), up.at(density(value)?)))
        })
        .collect();
    HistogramModel {
        bars: bins.iter().map(bar).collect(),
        curve: curve.concat(),
        borders: data.borders.iter().map(|border| AxisLabel { at: across.at(border.value), text: border.label.clone() }).collect(),
        values: value_axis
            .into_iter()
            .filter(|tick| inside(tick.value))
            .map(|tick| AxisLabel { at: across.at(tick.value), text: tick.label })
            .collect(),
        counts: count_axis.into_iter().map(|tick| AxisLabel { at: up.at(tick.value), text: tick.label }).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn every_value_is_in_one_bin_and_edges_open_theirs() {
        let values = [1.0, 1.1, 1.2, 1.2, 1.3, 1.4, f64::NAN];
        let found = bins(&values);
        assert_eq!(found.iter().map(|bin| bin.count).sum::<usize>(), 6);
        let of = |value: f64| found.iter().find(|bin| (bin.from - value).abs() < 1e-9).map(|bin| bin.count);
        assert_eq!((of(1.2), found.last().map(|bin| bin.count)), (Some(2), Some(2)), "{found:?}");
        assert_eq!(bins(&[5.0, 5.0]), [Bin { from: 4.5, to: 5.5, count: 2 }]);
        assert_eq!(bins(&[f64::NAN]), []);
    }

    #[test]
    fn borders_beyond_the_values_are_in_sight_and_bars_stand_on_the_base() {
        let border = |value: f64| Border { value, label: "limit".to_owned() };
        let data = HistogramData { values: vec![10.0, 10.5, 11.0], borders: vec![border(2.0), border(20.0)], curve: Some((10.5, 0.5)) };
        let model = lay_out(&data, 400.0, 200.0);
        assert!(model.borders.iter().all(|border| border.at > LEFT && border.at < 400.0 - RIGHT), "{:?}", model.borders);
        assert!(model.bars.iter().all(|(_, top, _, height)| (top + height - (200.0 - BOTTOM)).abs() < 1e-6));
        assert!(model.curve.starts_with('M'));
        assert_eq!(lay_out(&HistogramData::default(), 400.0, 200.0), HistogramModel::default());
    }
}
