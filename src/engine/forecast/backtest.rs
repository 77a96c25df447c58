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
    /// Mean absolute error by that of the naive forecast; below one it is worth its trouble.
    pub against_naive: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    pub origins: Origins,
    /// Methods that apply to the series, the least mean absolute error first.
    pub measured: Vec<Measured>,
    pub findings: Vec<Finding>,
}

/// Measures all methods, or the one that the settings name and the naive one.
pub fn backtest(history: &[Option<f64>], settings: &Settings) -> Backtest {
    let (values, findings) = clean(history, settings.season);
    let origins = Origins::of(values.len(), settings.horizon.min(1000));
    let before = Prepared::new(&values[..origins.first], settings.season);
    let scale = mase_scale(before.values, settings.season);
    let wanted = |method: &Method| settings.method.is_none_or(|only| only == *method || *method == Method::Naive);
    let trials: Vec<Trial> = Method::SINGLE
        .iter()
        .filter(|method| wanted(method))
        .filter_map(|method| Trial::of(*method, &values, &before, origins, settings.effort))
        .collect();
    let naive = trials.iter().find(|trial| trial.method == Method::Naive).map_or(0.0, |trial| trial.absolute(&values, origins));
    let mut measured: Vec<Measured> = trials.iter().map(|trial| measure(trial, &values, origins, scale, naive)).collect();
    measured.sort_by(|a, b| a.overall.mean_absolute_error.total_cmp(&b.overall.mean_absolute_error));
    Backtest { origins, measured, findings }
}

fn measure(trial: &Trial, values: &[f64], origins: Origins, scale: f64, naive: f64) -> Measured {
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
        against_naive: if naive > 0.0 { overall.mean_absolute_error / naive } else { 1.0 },
    }
}
