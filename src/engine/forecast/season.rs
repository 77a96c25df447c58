//! Seasons: whether a series has them, and what they are, by the classical decomposition.
//!
//! Never forecasts anything: methods work on the series without its season and put it back.

use serde::{Deserialize, Serialize};

/// What one season adds to, or multiplies, the level; position 0 is the season of the series' first period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Season {
    pub indices: Vec<f64>,
    pub multiplicative: bool,
}

impl Season {
    /// No season at all.
    pub fn none() -> Season {
        Season { indices: vec![1.0], multiplicative: true }
    }

    pub fn is_none(&self) -> bool {
        self.indices.len() < 2
    }

    /// The series without its season.
    pub fn take_out(&self, values: &[f64]) -> Vec<f64> {
        let indices = self.indices.iter().cycle();
        values.iter().zip(indices).map(|(value, index)| if self.multiplicative { value / index } else { value - index }).collect()
    }

    /// A value of the period `at` (counted from the series' first) with its season.
    pub fn put_back(&self, value: f64, at: usize) -> f64 {
        let index = self.indices[at % self.indices.len()];
        if self.multiplicative { value * index } else { value + index }
    }

    /// What an error of the series without its season is worth in the period `at`.
    pub fn scale(&self, at: usize) -> f64 {
        if self.multiplicative { self.indices[at % self.indices.len()].abs() } else { 1.0 }
    }
}

/// Whether the autocorrelation at a season's length stands out at 90 %, against Bartlett's limit with all shorter lags.
///
/// The test of the theta method (Assimakopoulos and Nikolopoulos 2000; Fiorucci et al. 2016). At least three seasons are needed.
pub fn is_seasonal(values: &[f64], length: usize) -> bool {
    if length < 2 || values.len() < 3 * length {
        return false;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let variance: f64 = centred.iter().map(|value| value * value).sum();
    if variance <= 0.0 || !variance.is_finite() {
        return false;
    }
    let correlation = |lag: usize| centred.iter().zip(&centred[lag..]).map(|(a, b)| a * b).sum::<f64>() / variance;
    let shorter: f64 = (1..length).map(|lag| correlation(lag).powi(2)).sum();
    correlation(length).abs() > 1.645 * ((1.0 + 2.0 * shorter) / count).sqrt()
}

/// The centred moving average over one season, for the periods from `length / 2` on.
pub fn moving_average(values: &[f64], length: usize) -> Vec<f64> {
    let ends = if length.is_multiple_of(2) { 0.5 } else { 1.0 };
    let width = length / 2 * 2 + 1;
    values
        .windows(width)
        .map(|window| {
            let inner: f64 = window[1..width - 1].iter().sum();
            (inner + ends * (window[0] + window[width - 1])) / length as f64
        })
        .collect()
}

/// Seasonal indices by the classical decomposition: the mean deviation from the centred moving average (Persons 1919).
///
/// Multiplicative indices have the mean one, additive ones zero. Less than two seasons give none.
pub fn decompose(values: &[f64], length: usize, multiplicative: bool) -> Season {
    if length < 2 || values.len() < 2 * length {
        return Season::none();
    }
    let trend = moving_average(values, length);
    let mut sums = vec![(0.0, 0.0); length];
    for (at, (value, level)) in values[length / 2..].iter().zip(&trend).enumerate() {
        let deviation = if multiplicative { value / level } else { value - level };
        if deviation.is_finite() {
            let (sum, count) = &mut sums[(at + length / 2) % length];
            *sum += deviation;
            *count += 1.0;
        }
    }
    let neutral = if multiplicative { 1.0 } else { 0.0 };
    let mut indices: Vec<f64> = sums.iter().map(|(sum, count)| if *count > 0.0 { sum / count } else { neutral }).collect();
    let mean = indices.iter().sum::<f64>() / length as f64;
    if multiplicative && (mean.is_nan() || mean <= 0.0) {
        return decompose(values, length, false);
    }
    for index in &mut indices {
        *index = if multiplicative { *index / mean } else { *index - mean };
    }
    Season { indices, multiplicative }
}

/// The season that a series is freed of before a method without seasons: multiplicative, additive where that would divide by nearly
/// nothing, none where the test finds none.
pub fn find(values: &[f64], length: usize) -> Season {
    if !is_seasonal(values, length) {
        return Season::none();
    }
    if values.iter().all(|value| *value > 0.0) {
        let season = decompose(values, length, true);
        if season.indices.iter().all(|index| *index > 0.01) {
            return season;
        }
    }
    decompose(values, length, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four seasons of 0.5, 1, 1.5, 1 on a level of 100.
    fn four() -> Vec<f64> {
        (0..16).map(|at| 100.0 * [0.5, 1.0, 1.5, 1.0][at % 4]).collect()
    }

    #[test]
    fn a_plain_season_is_found_and_comes_out_whole() {
        let season = find(&four(), 4);
        assert_eq!(season.indices, [0.5, 1.0, 1.5, 1.0]);
        assert!(season.take_out(&four()).iter().all(|value| (value - 100.0).abs() < 1e-12));
        assert_eq!(season.put_back(100.0, 18), 150.0);
    }

    #[test]
    fn two_seasons_are_too_few_and_a_constant_has_none() {
        assert!(!is_seasonal(&four()[..8], 4));
        assert!(!is_seasonal(&[5.0; 40], 4));
        assert!(find(&[5.0; 40], 4).is_none());
    }

    #[test]
    fn zeros_make_the_season_additive() {
        let values: Vec<f64> = (0..24).map(|at| [0.0, 10.0, 20.0, 10.0][at % 4]).collect();
        let season = find(&values, 4);
        assert!(!season.multiplicative);
        assert_eq!(season.indices, [-10.0, 0.0, 10.0, 0.0]);
    }
}
