//! Holt-Winters as it was first written down, with weights that a person gives (Holt 1957, Winters 1960; R's `HoltWinters`).
//!
//! The season learns from the level that the period has just made, not from the one before it as in the state space models (`ets.rs`), so the same
//! weights mean something else there. Never looks for weights.

use super::ets::{Seasonality, divided};
use super::season::{decompose, moving_average};
use serde::{Deserialize, Serialize};

/// Shares from 0 to 1 by which the level, the trend and the season follow what comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
}

impl Weights {
    /// Whether each is a share.
    pub fn are_shares(&self) -> bool {
        [self.alpha, self.beta, self.gamma].iter().all(|weight| (0.0..=1.0).contains(weight))
    }
}

/// A model that has seen some periods; `season[k]` is the last known index of the periods `k`, `k + length`, …
///
/// The first season of a series is what it begins from: its periods pass without teaching it anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Classical {
    pub weights: Weights,
    pub multiplicative: bool,
    pub level: f64,
    pub trend: f64,
    pub season: Vec<f64>,
    seen: usize,
}

impl Classical {
    /// The model before the first period, from a level, a trend per period and the first season's indices, which hold when that season is over.
    pub fn new(weights: Weights, multiplicative: bool, (level, trend): (f64, f64), season: Vec<f64>) -> Classical {
        Classical { weights, multiplicative, level, trend, season, seen: 0 }
    }

    /// Begins as R does: a line through the centred moving average of the first two seasons, and their decomposition. Nothing where there are less
    /// than two seasons, or a season cannot multiply.
    pub fn begin(values: &[f64], season: Seasonality, length: usize, weights: Weights) -> Option<Classical> {
        let multiplicative = season == Seasonality::Multiplicative;
        if length < 2 || !weights.are_shares() || (multiplicative && values.iter().any(|value| *value <= 0.0)) {
            return None;
        }
        let first = values.get(..2 * length)?;
        let indices = decompose(first, length, multiplicative).indices;
        let average = moving_average(first, length);
        let count = average.len() as f64;
        let (middle, mean) = ((count + 1.0) / 2.0, average.iter().sum::<f64>() / count);
        let (mut products, mut squares) = (0.0, 0.0);
        for (at, value) in average.iter().enumerate() {
            let apart = at as f64 + 1.0 - middle;
            products += apart * (value - mean);
            squares += apart * apart;
        }
        let trend = if squares > 0.0 { products / squares } else { 0.0 };
        Some(Classical::new(weights, multiplicative, (mean - trend * middle, trend), indices))
    }

    /// Periods that pass before it learns.
    pub fn length(&self) -> usize {
        self.season.len()
    }

    /// The forecast of the next period.
    pub fn next(&self) -> f64 {
        let mut path = [0.0];
        self.path(&mut path);
        path[0]
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let Weights { alpha, beta, gamma } = self.weights;
        let length = self.season.len().max(1);
        let at = self.seen % length;
        self.seen += 1;
        if self.seen <= length {
            return;
        }
        let Some(index) = self.season.get_mut(at) else { return };
        let without = |part: f64| if self.multiplicative { divided(value, part) } else { value - part };
        let before = self.level;
        self.level = alpha * without(*index) + (1.0 - alpha) * (before + self.trend);
        self.trend = beta * (self.level - before) + (1.0 - beta) * self.trend;
        *index = gamma * without(self.level) + (1.0 - gamma) * *index;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        let length = self.season.len().max(1);
        // What is ahead counts from the end of the first season.
        let passed = length.saturating_sub(self.seen);
        for (ahead, slot) in out.iter_mut().enumerate() {
            let level = self.level + (ahead as f64 + 1.0 - passed as f64) * self.trend;
            let index = self.season.get((self.seen + ahead) % length).copied().unwrap_or(0.0);
            *slot = if self.multiplicative { level * index } else { level + index };
        }
    }

    /// What an error of one period moves the forecast `ahead` periods later by (R's `predict.HoltWinters`; Yar and Chatfield 1990).
    pub fn carry(&self, ahead: usize) -> f64 {
        let Weights { alpha, beta, gamma } = self.weights;
        let season = if ahead.is_multiple_of(self.season.len().max(1)) { gamma * (1.0 - alpha) } else { 0.0 };
        alpha * (1.0 + ahead as f64 * beta) + season
    }

    /// What an error of one period is worth in the period `ahead` from now.
    pub fn scale(&self, ahead: usize) -> f64 {
        let index = self.season.get((self.seen + ahead) % self.season.len().max(1)).copied().unwrap_or(1.0);
        if self.multiplicative { index.abs() } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Weights = Weights { alpha: 0.5, beta: 0.5, gamma: 0.5 };

    #[test]
    fn the_season_learns_from_the_level_just_made() {
        // A level of 10 and indices of 2 and -2; what comes is 16 where 12 was expected.
        let mut model = Classical::new(HALF, false, (10.0, 0.0), vec![2.0, -2.0]);
        [12.0, 8.0].iter().for_each(|value| model.step(*value));
        assert_eq!((model.level, model.trend, model.next()), (10.0, 0.0, 12.0));
        model.step(16.0);
        // Half way to 14, half of that as a trend, and half way from 2 to 16 - 12.
        assert_eq!((model.level, model.trend, model.season.as_slice()), (12.0, 1.0, [3.0, -2.0].as_slice()));
        let mut path = [0.0; 3];
        model.path(&mut path);
        assert_eq!(path, [11.0, 17.0, 13.0]);
    }

    #[test]
    fn a_line_with_a_season_is_continued_from_its_first_two_seasons() {
        let values: Vec<f64> = (0..16).map(|at| 100.0 + 2.0 * at as f64 + [5.0, -3.0, 4.0, -6.0][at % 4]).collect();
        let Some(mut model) = Classical::begin(&values, Seasonality::Additive, 4, Weights { alpha: 0.3, beta: 0.1, gamma: 0.2 }) else {
            unreachable!("four seasons are enough")
        };
        values.iter().for_each(|value| model.step(*value));
        assert!((model.trend - 2.0).abs() < 0.2 && (model.next() - 137.0).abs() < 1.0, "{model:?}");
    }

    #[test]
    fn what_an_error_carries_is_what_the_recursion_does_with_it() {
        let mut model = Classical::new(Weights { alpha: 0.4, beta: 0.1, gamma: 0.3 }, false, (0.0, 0.0), vec![0.0, 0.0]);
        [0.0, 0.0, 1.0].iter().for_each(|value| model.step(*value));
        let mut path = [0.0; 4];
        model.path(&mut path);
        for (ahead, value) in path.iter().enumerate() {
            assert!((model.carry(ahead + 1) - value).abs() < 1e-12, "{ahead} {value} {}", model.carry(ahead + 1));
        }
    }

    #[test]
    fn too_little_history_and_weights_that_are_no_shares_begin_nothing() {
        let values = [1.0, 2.0, 1.0, 2.0, 0.0];
        assert!(Classical::begin(&values[..3], Seasonality::Additive, 2, HALF).is_none());
        assert!(Classical::begin(&values, Seasonality::Multiplicative, 2, HALF).is_none());
        assert!(Classical::begin(&values, Seasonality::Additive, 2, Weights { gamma: 1.1, ..HALF }).is_none());
        assert!(Classical::begin(&values, Seasonality::Additive, 2, HALF).is_some());
    }
}
