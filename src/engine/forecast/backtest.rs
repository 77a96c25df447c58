//! Backtest: every method's errors from rolling origins, by how far ahead, against the naive forecast.
//!
//! Never shows a method what came after an origin.

use super::accuracy::{Score, mase_scale};
use super::automatic::Settings;
use super::history::{Finding, clean};
use super::method::{Method, Prepared};
use super::rolling::{Origins, Trial};
use serde::{Deserialize, Serialize};

/// A method with its score over all horizons and at each of them, the next period first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub method: Method,
    pub overall: Score,
    pub by_horizon: Vec<Score>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    pub origins: Origins,
    /// Methods that apply to the series, the least mean absolute error first.
    pub measured: Vec<Measured>,
    pub findings: Vec<Finding>,
}

impl Backtest {
    /// The mean absolute error of a method, by its position, by that of the naive forecast: over all, or so many periods ahead from one on. Nothing
    /// where the naive forecast was never wrong.
    pub fn against_naive(&self, at: usize, ahead: Option<usize>) -> Option<f64> {
        let naive = self.measured.iter().find(|measured| measured.method == Method::Naive)?;
        let (ours, theirs) = (self.measured.get(at)?.error(ahead)?, naive.error(ahead)?);
        (theirs > 0.0).then(|| ours / theirs)
    }
}

impl Measured {
    /// The mean absolute error over all, or so many periods ahead from one on.
    pub fn error(&self, ahead: Option<usize>) -> Option<f64> {
        let score = match ahead {
            None => Some(&self.overall),
            Some(ahead) => self.by_horizon.get(ahead.checked_sub(1)?),
        };
        score.map(|score| score.mean_absolute_error)
    }
}

/// Measures all methods, or the one that the settings name and the naive one.
pub fn backtest(history: &[Option<f64>], settings: &Settings) -> Backtest {
    let (values, findings) = clean(history, settings.season);
    let origins = Origins::of(values.len(), settings.horizon.min(1000));
    let before = Prepared::new(&values[..origins.first], settings.season).with(settings.weights);
    let scale = mase_scale(before.values, settings.season);
    let wanted = |method: &Method| settings.method.is_none_or(|only| only == *method || *method == Method::Naive);
    let trials: Vec<Trial> = Method::SINGLE
        .iter()
        .filter(|method| wanted(method))
        .filter_map(|method| Trial::of(*method, &values, &before, origins, settings.effort))
        .collect();
    let mut measured: Vec<Measured> = trials.iter().map(|trial| measure(trial, &values, origins, scale)).collect();
    measured.sort_by(|a, b| a.overall.mean_absolute_error.total_cmp(&b.overall.mean_absolute_error));
    Backtest { origins, measured, findings }
}

fn measure(trial: &Trial, values: &[f64], origins: Origins, scale: f64) -> Measured {
    let mut by_horizon: Vec<Vec<(f64, f64)>> = vec![Vec::new(); origins.horizon];
    let places = origins.each().flat_map(|(origin, ahead)| (0..ahead).map(move |ahead| (ahead, origin + ahead)));
    for ((ahead, at), forecast) in places.zip(&trial.forecasts) {
        by_horizon[ahead].push((values[at], *forecast));
    }
    let all = by_horizon.concat();
    let overall = Score::of(&all, scale, origins.horizon);
    Measured {
        method: trial.method,
        overall,
        by_horizon: by_horizon.iter().enumerate().map(|(ahead, pairs)| Score::of(pairs, scale, ahead + 1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::smoothing::Effort;
    use super::*;

    #[test]
    fn each_method_is_held_against_the_naive_one_at_each_distance() {
        // A line that rises by one a period: the last value is wrong by as many as it looks ahead, a trend by nothing.
        let history: Vec<Option<f64>> = (0..30).map(|at| Some(10.0 + f64::from(at))).collect();
        let settings = Settings { horizon: 3, season: 1, method: None, weights: None, effort: Effort::Quick };
        let tested = backtest(&history, &settings);
        let place = |method| tested.measured.iter().position(|measured| measured.method == method).unwrap();
        let (naive, holt) = (place(Method::Naive), place(Method::Holt));
        assert_eq!(tested.measured[naive].error(Some(3)), Some(3.0));
        for ahead in [None, Some(1), Some(3)] {
            assert_eq!(tested.against_naive(naive, ahead), Some(1.0));
            assert!(tested.against_naive(holt, ahead).unwrap() < 0.01, "{ahead:?}");
        }
        assert_eq!((tested.against_naive(holt, Some(0)), tested.against_naive(holt, Some(4))), (None, None));
        // Where the naive forecast is never wrong nothing can be held against it.
        let still = backtest(&[Some(5.0); 20], &settings);
        assert!((0..still.measured.len()).all(|at| still.against_naive(at, None).is_none()));
    }
}
