//! How much of what is measured comes from measuring: gauge repeatability and reproducibility.
//!
//! AIAG, Measurement Systems Analysis, fourth edition, chapter III. Every operator measures every part equally often. Never judges a gauge:
//! the shares and the number of distinct categories do.

use super::constants::constants;
use crate::engine::statistics::f_probability;
use serde::{Deserialize, Serialize};

/// Parts of the variance of a study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GaugeStudy {
    /// Equipment: the same operator, the same part.
    pub repeatability: f64,
    /// Operators, with their interaction with parts.
    pub reproducibility: f64,
    pub operator: f64,
    pub interaction: f64,
    pub part: f64,
    /// p of the interaction, and whether it was kept; by ranges there is none.
    pub interaction_p: Option<f64>,
    pub interaction_kept: bool,
}

impl GaugeStudy {
    pub fn gauge(&self) -> f64 {
        self.repeatability + self.reproducibility
    }

    pub fn total(&self) -> f64 {
        self.gauge() + self.part
    }

    /// A variance as a share of the total one.
    pub fn contribution(&self, variance: f64) -> f64 {
        if self.total() > 0.0 { variance / self.total() } else { 0.0 }
    }

    /// A standard deviation as a share of the total one: the usual percentage of study variation.
    pub fn study_share(&self, variance: f64) -> f64 {
        self.contribution(variance).sqrt()
    }

    /// Six standard deviations as a share of the tolerance.
    pub fn tolerance_share(&self, variance: f64, tolerance: f64) -> Option<f64> {
        (tolerance > 0.0).then(|| 6.0 * variance.sqrt() / tolerance)
    }

    /// How many kinds of parts the gauge tells apart: 1.41 times the parts' deviation by the gauge's, at least one; none where it never errs.
    pub fn distinct_categories(&self) -> Option<u32> {
        (self.gauge() > 0.0).then(|| ((2.0 * self.part / self.gauge()).sqrt().min(1e6) as u32).max(1))
    }
}

/// Numbers of parts, operators and trials of a study that is whole: at least two of each and every measurement there.
fn shape(measurements: &[Vec<Vec<f64>>]) -> Option<(usize, usize, usize)> {
    let (parts, operators) = (measurements.len(), measurements.first()?.len());
    let trials = measurements.first()?.first()?.len();
    let whole = measurements
        .iter()
        .all(|part| part.len() == operators && part.iter().all(|cell| cell.len() == trials && cell.iter().all(|value| value.is_finite())));
    (whole && parts > 1 && operators > 1 && trials > 1).then_some((parts, operators, trials))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn squares(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(2)).sum()
}

/// Means of each part and of each operator.
fn means(measurements: &[Vec<Vec<f64>>], operators: usize) -> (Vec<f64>, Vec<f64>) {
    let of_part = measurements.iter().map(|part| mean(&part.concat())).collect();
    let of_operator = |operator: usize| {
        let all: Vec<f64> = measurements.iter().filter_map(|part| part.get(operator)).flatten().copied().collect();
        mean(&all)
    };
    (of_part, (0..operators).map(of_operator).collect())
}

/// The study by analysis of variance, of measurements by part, operator and trial; none where it is not whole.
///
/// Two crossed random factors. An interaction whose p is above `keep_below` (0.05, or AIAG's 0.25) counts as repeatability. A negative variance
/// is none.
pub fn gauge_by_variance(measurements: &[Vec<Vec<f64>>], keep_below: f64) -> Option<GaugeStudy> {
    let (parts, operators, trials) = shape(measurements)?;
    let (p, o, r) = (parts as f64, operators as f64, trials as f64);
    let (of_part, of_operator) = means(measurements, operators);
    let of_part = o * r * squares(&of_part);
    let of_operator = p * r * squares(&of_operator);
    let cells: Vec<f64> = measurements.iter().flatten().map(|cell| mean(cell)).collect();
    let between = (r * squares(&cells) - of_part - of_operator).max(0.0);
    let within: f64 = measurements.iter().flatten().map(|cell| squares(cell)).sum();
    let (between_degrees, within_degrees) = ((p - 1.0) * (o - 1.0), p * o * (r - 1.0));
    let error = within / within_degrees;
    let interaction_p = if error > 0.0 {
        1.0 - f_probability(between / between_degrees / error, between_degrees, within_degrees)
    } else if between > 0.0 {
        0.0
    } else {
        1.0
    };
    let kept = interaction_p < keep_below;
    let repeatability = if kept { error } else { (within + between) / (within_degrees + between_degrees) };
    // What parts and operators are measured against: the interaction, or all that is left without it.
    let against = if kept { between / between_degrees } else { repeatability };
    let operator = ((of_operator / (o - 1.0) - against) / (p * r)).max(0.0);
    let interaction = if kept { ((against - error) / r).max(0.0) } else { 0.0 };
    let part = ((of_part / (p - 1.0) - against) / (o * r)).max(0.0);
    let reproducibility = operator + interaction;
    Some(GaugeStudy {
        repeatability,
        reproducibility,
        operator,
        interaction,
        part,
        interaction_p: Some(interaction_p),
        interaction_kept: kept,
    })
}

/// The study by averages and ranges, of measurements by part, operator and trial; none where it is not whole.
pub fn gauge_by_range(measurements: &[Vec<Vec<f64>>]) -> Option<GaugeStudy> {
    let shape = shape(measurements)?;
    let (of_part, of_operator) = means(measurements, shape.1);
    let ranges: Vec<f64> = measurements.iter().flatten().map(|cell| range(cell)).collect();
    Some(gauge_from_ranges(mean(&ranges), range(&of_operator), range(&of_part), shape))
}

fn range(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min)
}

/// The study from its mean range of trials, the range of operators' means and the range of parts' means; `shape` is parts, operators, trials.
pub fn gauge_from_ranges(trials: f64, operators: f64, parts: f64, shape: (usize, usize, usize)) -> GaugeStudy {
    let measured = (shape.0 * shape.2).max(1) as f64;
    let repeatability = (trials / constants(shape.2).d2).powi(2);
    let single = |range: f64, size: usize| (range / constants(size).d2_star(1)).powi(2);
    let operator = (single(operators, shape.1) - repeatability / measured).max(0.0);
    GaugeStudy { repeatability, reproducibility: operator, operator, part: single(parts, shape.0), ..GaugeStudy::default() }
}
