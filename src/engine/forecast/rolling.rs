//! Rolling origin: what each method would have forecast at earlier times, and how wrong it was (Tashman 2000).
//!
//! Never lets a method see what came after an origin: it is fitted once to what lies before the first, and then only carried on.

use super::method::{Fitted, Method, Prepared};
use super::smoothing::Effort;
use serde::{Deserialize, Serialize};

/// The times from which was forecast: every period from `first` on, each as far as there are values, at most `horizon` periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    pub first: usize,
    pub count: usize,
    pub horizon: usize,
}

impl Origins {
    /// The last part of a series: as many periods as are forecast, at most a third of it.
    pub fn of(values: usize, horizon: usize) -> Origins {
        let span = horizon.max(6).min(values / 3);
        Origins { first: values - span, count: span, horizon: horizon.min(span) }
    }

    /// Each origin with the number of periods forecast from it.
    pub fn each(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let Origins { first, count, horizon } = *self;
        (0..count).map(move |at| (first + at, horizon.min(count - at)))
    }
}

/// A method's forecasts from all origins, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub method: Method,
    pub fitted: Option<Fitted>,
    pub forecasts: Vec<f64>,
    /// Standard deviations that the method gave its errors.
    pub spreads: Vec<f64>,
}

impl Trial {
    /// Fits a method to what lies before the first origin and carries it on; nothing where it does not apply.
    pub fn of(method: Method, values: &[f64], before: &Prepared, origins: Origins, effort: Effort) -> Option<Trial> {
        let fitted = Fitted::fit(method, before, effort, None)?;
        let mut running = fitted.clone();
        let noise = running.run(before.values);
        let points: usize = origins.each().map(|(_, ahead)| ahead).sum();
        let (mut forecasts, mut spreads) = (vec![0.0; points], vec![0.0; points]);
        let mut at = 0;
        for (origin, ahead) in origins.each() {
            running.path(&mut forecasts[at..at + ahead]);
            running.spread(noise, &mut spreads[at..at + ahead]);
            running.step(values[origin]);
            at += ahead;
        }
        let finite = forecasts.iter().chain(&spreads).all(|value| value.is_finite());
        finite.then_some(Trial { method, fitted: Some(fitted), forecasts, spreads })
    }

    /// The mean of several.
    pub fn mean_of(trials: &[&Trial]) -> Trial {
        let share = 1.0 / trials.len().max(1) as f64;
        let sum = |part: &dyn Fn(&Trial) -> &[f64]| {
            let points = trials.first().map_or(0, |trial| part(trial).len());
            (0..points).map(|at| trials.iter().map(|trial| part(trial)[at]).sum::<f64>() * share).collect()
        };
        Trial { method: Method::Mean, fitted: None, forecasts: sum(&|trial| &trial.forecasts), spreads: sum(&|trial| &trial.spreads) }
    }

    /// Errors (actual less forecast) with the periods ahead, counted from zero.
    pub fn errors<'a>(&'a self, values: &'a [f64], origins: Origins) -> impl Iterator<Item = (usize, f64)> + 'a {
        let places = origins.each().flat_map(|(origin, ahead)| (0..ahead).map(move |ahead| (ahead, origin + ahead)));
        places.zip(&self.forecasts).map(|((ahead, at), forecast)| (ahead, values[at] - forecast))
    }

    pub fn absolute(&self, values: &[f64], origins: Origins) -> f64 {
        let total: f64 = self.errors(values, origins).map(|(_, error)| error.abs()).sum();
        total / self.forecasts.len().max(1) as f64
    }

    pub fn squared(&self, values: &[f64], origins: Origins) -> f64 {
        let total: f64 = self.errors(values, origins).map(|(_, error)| error * error).sum();
        total / self.forecasts.len().max(1) as f64
    }
}
