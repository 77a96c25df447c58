//! Whether two means differ: Welch, pooled, paired and one-sample t, with the interval of the difference; Levene for the spread.
//!
//! Never assumes that two sets vary alike unless the caller says so. Where nothing varies or too little is known there is no answer.

use super::distributions::{t_probability, t_quantile};
use crate::model::sort_with;

/// A difference of means, first less second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    pub effect: f64,
    /// Where the true difference lies with the confidence asked for.
    pub low: f64,
    pub high: f64,
    pub t: f64,
    pub degrees: f64,
    /// Probability of a difference this large, either way, where there is none.
    pub p: f64,
    /// Probability of a difference this far above zero where there is none.
    pub p_above: f64,
}

/// The mean; not a number where there are no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The variance with n − 1; not a number below two values.
pub fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    values.iter().map(|value| (value - middle).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
}

fn compared(effect: f64, error: f64, degrees: f64, confidence: f64) -> Option<Compared> {
    if error.is_nan() || error <= 0.0 || degrees.is_nan() || degrees <= 0.0 || !effect.is_finite() {
        return None;
    }
    let (t, reach) = (effect / error, t_quantile(0.5 * (1.0 + confidence), degrees) * error);
    Some(Compared {
        effect,
        low: effect - reach,
        high: effect + reach,
        t,
        degrees,
        p: 2.0 * t_probability(-t.abs(), degrees),
        p_above: t_probability(-t, degrees),
    })
}

/// Welch's test of two means whose spread may differ (Welch 1947, degrees of freedom by Satterthwaite).
///
/// ```
/// use linewright::engine::statistics::welch;
/// let found = welch(&[5.0, 6.0, 7.0], &[1.0, 2.0, 3.0], 0.95).map(|found| (found.effect, found.degrees));
/// assert_eq!(found, Some((4.0, 4.0)));
/// ```
pub fn welch(first: &[f64], second: &[f64], confidence: f64) -> Option<Compared> {
    let (n, m) = (first.len() as f64, second.len() as f64);
    let (a, b) = (variance(first) / n, variance(second) / m);
    let degrees = (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (m - 1.0));
    compared(mean(first) - mean(second), (a + b).sqrt(), degrees, confidence)
}

/// Variance of two sets around their own means.
fn pooled_variance(first: &[f64], second: &[f64]) -> f64 {
    let (n, m) = (first.len() as f64, second.len() as f64);
    ((n - 1.0) * variance(first) + (m - 1.0) * variance(second)) / (n + m - 2.0)
}

/// Student's test of two means, for sets that vary alike.
pub fn pooled(first: &[f64], second: &[f64], confidence: f64) -> Option<Compared> {
    let (n, m) = (first.len() as f64, second.len() as f64);
    let error = (pooled_variance(first, second) * (1.0 / n + 1.0 / m)).sqrt();
    compared(mean(first) - mean(second), error, n + m - 2.0, confidence)
}

/// The difference of two means in pooled standard deviations (Cohen 1988).
pub fn cohens_d(first: &[f64], second: &[f64]) -> Option<f64> {
    let d = (mean(first) - mean(second)) / pooled_variance(first, second).sqrt();
    d.is_finite().then_some(d)
}

/// Whether the mean of a set is zero.
pub fn one_sample(values: &[f64], confidence: f64) -> Option<Compared> {
    let n = values.len() as f64;
    compared(mean(values), (variance(values) / n).sqrt(), n - 1.0, confidence)
}

/// Student's test of pairs, as far as both sets go.
pub fn paired(first: &[f64], second: &[f64], confidence: f64) -> Option<Compared> {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    one_sample(&differences, confidence)
}

/// Probability of spreads this different where they are equal: the distances from the medians are compared (Brown and Forsythe 1974).
pub fn levene(first: &[f64], second: &[f64]) -> Option<f64> {
    let distances = |values: &[f64]| -> Vec<f64> {
        let mut sorted = values.to_vec();
        sort_with(&mut sorted, f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        let median = 0.5 * (at(sorted.len() / 2) + at(sorted.len().saturating_sub(1) / 2));
        sorted.iter().map(|value| (value - median).abs()).collect()
    };
    pooled(&distances(first), &distances(second), 0.95).map(|found| found.p)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn where_nothing_varies_or_little_is_known_there_is_no_answer() {
        assert_eq!(welch(&[1.0, 1.0], &[2.0, 2.0], 0.95), None);
        assert_eq!(welch(&[1.0], &[2.0, 3.0], 0.95), None);
        assert_eq!(welch(&[], &[], 0.95), None);
        assert_eq!(paired(&[1.0, 2.0], &[0.0, 1.0], 0.95), None);
        assert_eq!(levene(&[], &[1.0]), None);
        assert_eq!(cohens_d(&[1.0, 1.0], &[1.0, 1.0]), None);
    }

    #[test]
    fn turning_the_sets_round_turns_the_answer_round() {
        let (first, second) = ([3.0, 4.0, 8.0, 5.0], [1.0, 2.0, 2.5]);
        let (one, other) = (welch(&first, &second, 0.9).unwrap(), welch(&second, &first, 0.9).unwrap());
        assert!((one.low + other.high).abs() < 1e-12 && (one.p - other.p).abs() < 1e-15);
        assert!((one.p_above + other.p_above - 1.0).abs() < 1e-12);
    }
}
