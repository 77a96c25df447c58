//! What a stage's points say of the process: their mean and their standard deviation within subgroups. Never draws a limit.

use super::chart::{ChartKind, ChartRequest, StageOutcome};
use super::constants::{Constants, constants};
use std::ops::Range;

/// One point as it can be used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    /// Measurements, items or units; zero where there is nothing to use.
    pub size: f64,
    /// Mean of the measurements, or the count or time itself.
    pub value: f64,
    /// Range or standard deviation within; none of a single measurement.
    pub spread: Option<f64>,
    pub excluded: bool,
}

impl Sample {
    pub fn is_usable(&self) -> bool {
        self.size > 0.0
    }

    fn counts(&self) -> bool {
        self.is_usable() && !self.excluded
    }
}

/// The constants of the sizes that were met, each computed once.
#[derive(Default)]
pub(super) struct KnownConstants(Vec<Constants>);

impl KnownConstants {
    pub fn of(&mut self, size: f64) -> Constants {
        let size = (size as usize).max(2);
        if let Some(found) = self.0.iter().find(|known| known.size == size) {
            return *found;
        }
        let found = constants(size);
        self.0.push(found);
        found
    }
}

/// The points of a request as they can be used.
pub(super) fn samples(request: &ChartRequest) -> Vec<Sample> {
    let size_of = |at: usize| match request.sizes.as_slice() {
        [one] => *one,
        all => all.get(at).copied().unwrap_or(0.0),
    };
    let sample = |(at, values): (usize, &Vec<f64>)| {
        let excluded = request.excluded.iter().any(|exclusion| exclusion.point == at);
        let first = values.first().copied().unwrap_or(f64::NAN);
        let usable = |lawful: bool, size: f64| if lawful && size.is_finite() { size } else { 0.0 };
        let counted = first.is_finite() && first >= 0.0;
        let (size, value, spread) = match request.kind {
            ChartKind::P | ChartKind::Np => (usable(counted && first <= size_of(at), size_of(at)), first, None),
            ChartKind::U => (usable(counted, size_of(at)), first, None),
            ChartKind::C | ChartKind::G | ChartKind::T => (usable(counted, 1.0), first, None),
            ChartKind::Individuals => (usable(first.is_finite(), 1.0), first, None),
            ChartKind::XbarR => measured(values, true),
            _ => measured(values, false),
        };
        Sample { size, value, spread, excluded }
    };
    request.points.iter().enumerate().map(sample).collect()
}

/// Number, mean, and range or standard deviation of measurements.
fn measured(values: &[f64], range: bool) -> (f64, f64, Option<f64>) {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let size = finite().count() as f64;
    if size == 0.0 {
        return (0.0, 0.0, None);
    }
    let mean = finite().sum::<f64>() / size;
    let spread = if range {
        finite().fold(f64::MIN, f64::max) - finite().fold(f64::MAX, f64::min)
    } else {
        (finite().map(|value| (value - mean).powi(2)).sum::<f64>() / (size - 1.0).max(1.0)).sqrt()
    };
    (size, mean, (size > 1.0).then_some(spread))
}

/// Mean and standard deviation of a stage.
///
/// Of subgroups of several sizes each mean range or deviation counts with the inverse of its variance (Burr 1969), which for one size is the plain
/// mean; without subgroups the mean moving range of two.
pub(super) fn estimate(kind: ChartKind, samples: &[Sample], stage: Range<usize>, known: &mut KnownConstants) -> StageOutcome {
    let within = samples.get(stage.clone()).unwrap_or_default();
    let used: Vec<&Sample> = within.iter().filter(|sample| sample.counts()).collect();
    let whole: f64 = used.iter().map(|sample| sample.size).sum();
    let counted = matches!(kind, ChartKind::P | ChartKind::Np | ChartKind::U);
    let total: f64 = used.iter().map(|sample| if counted { sample.value } else { sample.value * sample.size }).sum();
    let mean = if whole > 0.0 { total / whole } else { 0.0 };
    let attribute = counted || matches!(kind, ChartKind::C | ChartKind::G | ChartKind::T);
    let (deviation, degrees) = if attribute { (0.0, 0.0) } else { deviation_within(kind, within, &used, known) };
    StageOutcome { start: stage.start, end: stage.end, mean, deviation, degrees, used: used.len() }
}

/// The deviation, and how many degrees of freedom it rests on.
fn deviation_within(kind: ChartKind, within: &[Sample], used: &[&Sample], known: &mut KnownConstants) -> (f64, f64) {
    let (mut sum, mut weights) = (0.0, 0.0);
    for sample in used {
        let Some(spread) = sample.spread else { continue };
        let of = known.of(sample.size);
        let (mean, error) = if kind == ChartKind::XbarR { (of.d2, of.d3) } else { (of.c4, of.deviation_spread()) };
        let weight = (mean / error).powi(2);
        sum += weight * spread / mean;
        weights += weight;
    }
    if weights > 0.0 {
        return (sum / weights, 0.5 * weights);
    }
    let moving: Vec<f64> = (within.iter().zip(within.iter().skip(1)))
        .filter(|(before, after)| before.counts() && after.counts())
        .map(|(before, after)| (after.value - before.value).abs())
        .collect();
    if moving.is_empty() {
        return (0.0, 0.0);
    }
    // Moving ranges of neighbours share a value: the variance of their mean is 0.826 of its square by their number (Cryer and Ryan 1990).
    let count = moving.len() as f64;
    (moving.iter().sum::<f64>() / count / known.of(2.0).d2, 0.5 * count / 0.826)
}
