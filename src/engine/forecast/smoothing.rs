//! Exponential smoothing without seasons: simple (Brown 1956), with a trend (Holt 1957), with a damped trend (Gardner and McKenzie 1985).
//!
//! Never sees a season: the caller takes it out before and puts it back after.

use super::simplex::{MOST, Point, minimise, minimise_one};
use serde::{Deserialize, Serialize};

/// What smoothing follows besides the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    None,
    Additive,
    Damped,
}

/// Smallest distance of a smoothing parameter from its limits, and the range of damping, as in R's `ets` (Hyndman and Khandakar 2008).
pub(super) const EDGE: f64 = 1e-4;
pub(super) const DAMPING: (f64, f64) = (0.8, 0.98);

/// A smoothing that has seen some periods: per-period weights `alpha`, `beta`, `phi`, and the level and trend after the last of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothing {
    pub alpha: f64,
    pub beta: f64,
    pub phi: f64,
    pub level: f64,
    pub trend: f64,
}

impl Smoothing {
    /// The forecast of the next period.
    pub fn next(&self) -> f64 {
        self.level + self.phi * self.trend
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let expected = self.next();
        let error = value - expected;
        self.level = expected + self.alpha * error;
        self.trend = self.phi * self.trend + self.beta * error;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        let (mut reach, mut damping) = (0.0, 1.0);
        for slot in out {
            damping *= self.phi;
            reach += damping;
            *slot = self.level + reach * self.trend;
        }
    }

    /// What an error of one period moves the forecast `ahead` periods later by (Hyndman et al. 2008, table 6.1).
    pub fn carry(&self, ahead: usize) -> f64 {
        let (mut reach, mut damping) = (0.0, 1.0);
        for _ in 0..ahead {
            damping *= self.phi;
            reach += damping;
        }
        self.alpha + self.beta * reach
    }
}

/// The best level and trend to begin with for given weights, and the sum of squared errors that is left.
///
/// Errors are linear in both, so they follow from two equations: one pass over the series with the errors that a level of one and a trend
/// of one would make.
fn begin(values: &[f64], (alpha, beta, phi): (f64, f64, f64), trended: bool) -> (f64, Smoothing) {
    let first = values.first().copied().unwrap_or(0.0);
    let (mut level, mut trend) = (first, 0.0);
    // The error that a level or a trend to begin with makes in the next period.
    let respond = |(level, trend): &mut (f64, f64)| {
        let error = *level + phi * *trend;
        (*level, *trend) = (error * (1.0 - alpha), phi * *trend - beta * error);
        error
    };
    let (mut of_level, mut of_trend) = ((1.0, 0.0), (0.0, 1.0));
    let (mut squares, mut ll, mut lt, mut tt, mut l, mut t) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for value in values {
        let expected = level + phi * trend;
        let error = value - expected;
        level = expected + alpha * error;
        trend = phi * trend + beta * error;
        let one = respond(&mut of_level);
        squares += error * error;
        ll += one * one;
        l += one * error;
        if trended {
            let two = respond(&mut of_trend);
            lt += one * two;
            tt += two * two;
            t += two * error;
        }
    }
    let determinant = ll * tt - lt * lt;
    let (add_level, add_trend) = if trended && determinant > 1e-10 * ll * tt {
        ((l * tt - t * lt) / determinant, (t * ll - l * lt) / determinant)
    } else {
        (l / ll.max(f64::MIN_POSITIVE), 0.0)
    };
    let left = squares - add_level * l - add_trend * t;
    (left.max(0.0), Smoothing { alpha, beta, phi, level: first + add_level, trend: add_trend })
}

/// How hard is searched: for one series on screen, or for thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Effort {
    /// Close enough for the choice of a method and for a forecast: about a millisecond for everything.
    #[default]
    Quick,
    /// To the last digits.
    Thorough,
}

impl Effort {
    pub(super) fn choose<T>(self, quick: T, thorough: T) -> T {
        match self {
            Effort::Quick => quick,
            Effort::Thorough => thorough,
        }
    }
}

fn weights(trend: Trend, point: &Point, fixed_phi: Option<f64>) -> (f64, f64, f64) {
    let inner = |at: f64| EDGE + (1.0 - 2.0 * EDGE) * at;
    let alpha = inner(point[0]);
    let beta = EDGE + (alpha - EDGE) * point[1];
    match trend {
        Trend::None => (alpha, 0.0, 1.0),
        Trend::Additive => (alpha, beta, 1.0),
        Trend::Damped => (alpha, beta, fixed_phi.unwrap_or(DAMPING.0 + (DAMPING.1 - DAMPING.0) * point[2])),
    }
}

/// The smoothing with the least sum of squared errors one period ahead, as it stood before the first period, and that sum.
///
/// `near` is an earlier answer for nearly the same series, from which the search goes on; `phi` fixes the damping.
pub fn fit(values: &[f64], trend: Trend, effort: Effort, near: Option<&Smoothing>, phi: Option<f64>) -> (f64, Smoothing) {
    let trended = trend != Trend::None;
    if !trended {
        let mut value = |at: f64| begin(values, weights(trend, &[at, 0.0, 0.0, 0.0], None), false).0;
        let (coarse, fine) = effort.choose((8, 7), (20, 40));
        let at = minimise_one(coarse, fine, &mut value);
        return begin(values, weights(trend, &[at, 0.0, 0.0, 0.0], None), false);
    }
    let mut value = |point: &Point| begin(values, weights(trend, point, phi), true).0;
    let count = if trend == Trend::Damped && phi.is_none() { 3 } else { 2 };
    let warm = near.map(|near| {
        let range = DAMPING.1 - DAMPING.0;
        [near.alpha, near.beta / near.alpha.max(EDGE), (near.phi - DAMPING.0) / range, 0.0].map(|at| at.clamp(0.0, 1.0))
    });
    let starts: &[Point] = &[[0.3, 0.1, 0.8, 0.0], [0.8, 0.02, 0.8, 0.0], [0.1, 0.6, 0.5, 0.0]];
    let start = warm.unwrap_or_else(|| {
        let best =
            |a: &Point, b: &Point| begin(values, weights(trend, a, phi), true).0.total_cmp(&begin(values, weights(trend, b, phi), true).0);
        starts.iter().copied().min_by(best).unwrap_or([0.5; MOST])
    });
    let evaluations = effort.choose(if warm.is_some() { 20 } else { 45 }, 600);
    let mut point = minimise(count, start, effort.choose(0.15, 0.2), evaluations, effort.choose(1e-4, 1e-13), &mut value);
    if effort == Effort::Thorough {
        point = minimise(count, point, 0.05, evaluations, 1e-14, &mut value);
    }
    begin(values, weights(trend, &point, phi), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_continued() {
        let values: Vec<f64> = (0..20).map(|at| 10.0 + 3.0 * at as f64).collect();
        let (left, mut model) = fit(&values, Trend::Additive, Effort::Quick, None, None);
        values.iter().for_each(|value| model.step(*value));
        let mut path = [0.0; 2];
        model.path(&mut path);
        assert!(left < 1e-12 && (path[0] - 70.0).abs() < 1e-6 && (path[1] - 73.0).abs() < 1e-6, "{left} {path:?}");
    }

    #[test]
    fn a_level_that_wanders_is_followed_and_one_that_stays_is_averaged() {
        let steps: Vec<f64> = (0..40).map(|at| if at < 20 { 10.0 } else { 30.0 }).collect();
        assert!(fit(&steps, Trend::None, Effort::Quick, None, None).1.alpha > 0.95);
        let noise: Vec<f64> = (0..40).map(|at| 10.0 + [1.0, -1.0][at % 2]).collect();
        assert!(fit(&noise, Trend::None, Effort::Quick, None, None).1.alpha < 0.05);
    }

    #[test]
    fn what_an_error_carries_is_what_the_recursion_does_with_it() {
        let model = Smoothing { alpha: 0.4, beta: 0.1, phi: 0.9, level: 0.0, trend: 0.0 };
        let mut disturbed = model;
        disturbed.step(1.0);
        let mut path = [0.0; 3];
        disturbed.path(&mut path);
        for (ahead, value) in path.iter().enumerate() {
            assert!((model.carry(ahead + 1) - value).abs() < 1e-12, "{ahead} {value} {}", model.carry(ahead + 1));
        }
    }
}
