//! One figure is planned on, and nobody looks whether it was right (Brown; Gilliland: forecast value added).
//!
//! The usual limit of four for the tracking signal cries wolf for a third of all good forecasts over a year; here a t-test decides.

use super::{Evidence, Level, share};
use crate::engine::statistics::{Compared, mean, one_sample, paired};

/// Of past periods, oldest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecasts<'a> {
    pub forecast: &'a [f64],
    pub actual: &'a [f64],
    /// What last year alone would have said.
    pub naive: &'a [f64],
    /// Periods that are over, with a forecast or without.
    pub past_periods: usize,
    pub has_ranges: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastUnchecked {
    /// Of the bias.
    pub evidence: Evidence,
    /// Mean absolute error.
    pub mean_error: f64,
    /// Errors summed up by the mean absolute error; shown, never judged by.
    pub tracking_signal: f64,
    /// Of the bias.
    pub t: Option<f64>,
    pub p_bias: Option<f64>,
    pub mean_error_naive: f64,
    /// Error by that of the naive forecast.
    pub relative_error: f64,
    pub p_worse: Option<f64>,
    pub covered: f64,
    pub is_biased: bool,
    pub is_worse_than_naive: bool,
}

/// The last 24 periods of a list.
fn last(list: &[f64]) -> &[f64] {
    list.get(list.len().saturating_sub(24)..).unwrap_or_default()
}

/// Whether a forecast is checked, unbiased and better than none.
pub fn forecast_unchecked(input: &Forecasts) -> ForecastUnchecked {
    let less = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
    let absolute = |list: &[f64]| -> Vec<f64> { list.iter().map(|value| value.abs()).collect() };
    let (all, naive) = (less(input.actual, input.forecast), less(input.actual, input.naive));
    let (errors, naive) = (last(&all), last(&naive));
    let (own, others) = (absolute(errors), absolute(naive));
    let (mean_error, mean_error_naive) = (mean(&own), mean(&others));
    // Errors that are all alike have no spread: then any is a bias for sure.
    let sure = |found: Option<Compared>, middle: f64, p: fn(&Compared) -> f64| {
        found.as_ref().map(p).or((errors.len() >= 2).then_some(if middle > 0.0 { 0.0 } else { 1.0 }))
    };
    let bias = one_sample(errors, 0.95);
    let p_bias = sure(bias, mean(errors).abs(), |found| found.p);
    let p_worse = sure(paired(&own, &others, 0.95), mean_error - mean_error_naive, |found| found.p_above);
    let relative_error = mean_error / mean_error_naive;
    let enough = errors.len() >= 8;
    let is_biased = enough && p_bias.is_some_and(|p| p < 0.01);
    let is_worse_than_naive = enough && naive.len() == errors.len() && relative_error > 1.0 && p_worse.is_some_and(|p| p < 0.05);
    let covered = share(all.len(), input.past_periods);
    let uncovered = input.past_periods >= 8 && covered < 0.5;
    let single = !input.has_ranges;
    let level = Level::of(
        enough || uncovered,
        is_biased || is_worse_than_naive || uncovered || single,
        is_biased && is_worse_than_naive || uncovered && single,
    );
    ForecastUnchecked {
        evidence: Evidence {
            level,
            n: errors.len(),
            statistic: bias.map_or(0.0, |found| found.t),
            p: p_bias,
            concerned: (all.len() - errors.len()..all.len()).collect(),
        },
        mean_error,
        tracking_signal: if mean_error > 0.0 { errors.iter().sum::<f64>() / mean_error } else { 0.0 },
        t: bias.map(|found| found.t),
        p_bias,
        mean_error_naive,
        relative_error,
        p_worse,
        covered,
        is_biased,
        is_worse_than_naive,
    }
}
