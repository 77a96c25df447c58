//! Whether values look normal: the test of Anderson and Darling, and the points of a probability plot. Never transforms a value.

use crate::engine::statistics::{normal_probability, normal_quantile};
use crate::model::sort_with;
use serde::{Deserialize, Serialize};

/// What the test says of some values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Normality {
    pub values: usize,
    pub mean: f64,
    pub deviation: f64,
    /// A² as it is, and adjusted for estimated mean and deviation.
    pub statistic: f64,
    pub adjusted: f64,
    /// How likely so much difference from a normal distribution is by chance.
    pub p: f64,
}

/// The test of Anderson and Darling (1954) with mean and deviation estimated; none of fewer than eight values or where nothing varies.
///
/// p after D'Agostino and Stephens (1986), Goodness-of-Fit Techniques, table 4.9.
pub fn normality(values: &[f64]) -> Option<Normality> {
    let sorted = ordered(values);
    let n = sorted.len() as f64;
    if sorted.len() < 8 {
        return None;
    }
    let mean = sorted.iter().sum::<f64>() / n;
    let deviation = (sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    if !deviation.is_finite() || deviation <= 0.0 {
        return None;
    }
    // Both tails as small numbers, so that neither logarithm loses its digits.
    let log_below = |value: f64| normal_probability((value - mean) / deviation).max(1e-300).ln();
    let log_above = |value: f64| normal_probability((mean - value) / deviation).max(1e-300).ln();
    let both = sorted.iter().zip(sorted.iter().rev()).enumerate();
    let sum: f64 = both.map(|(at, (low, high))| (2.0 * at as f64 + 1.0) * (log_below(*low) + log_above(*high))).sum();
    let statistic = -n - sum / n;
    let adjusted = statistic * (1.0 + 0.75 / n + 2.25 / (n * n));
    Some(Normality { values: sorted.len(), mean, deviation, statistic, adjusted, p: anderson_darling_p(adjusted) })
}

/// p of an adjusted A².
pub fn anderson_darling_p(adjusted: f64) -> f64 {
    let a = adjusted;
    let p = if a < 0.2 {
        1.0 - (-13.436 + 101.14 * a - 223.73 * a * a).exp()
    } else if a < 0.34 {
        1.0 - (-8.318 + 42.796 * a - 59.938 * a * a).exp()
    } else if a < 0.6 {
        (0.9177 - 4.279 * a - 1.38 * a * a).exp()
    } else if a < 10.0 {
        (1.2937 - 5.709 * a + 0.0186 * a * a).exp()
    } else {
        // The curve was fitted below and would turn up again.
        3.7e-24
    };
    p.clamp(0.0, 1.0)
}

/// Values in order, each with the standard normal number expected at its rank (Blom 1958): on a straight line where they are normal.
pub fn probability_plot(values: &[f64]) -> Vec<(f64, f64)> {
    let sorted = ordered(values);
    let n = sorted.len() as f64;
    let expected = |at: usize| normal_quantile((at as f64 + 1.0 - 0.375) / (n + 0.25));
    sorted.iter().enumerate().map(|(at, value)| (*value, expected(at))).collect()
}

fn ordered(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sort_with(&mut sorted, f64::total_cmp);
    sorted
}
