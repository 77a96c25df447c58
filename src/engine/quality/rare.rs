//! Charts of rare events: how many good ones, or how much time, lies between two of them.
//!
//! Limits have the probabilities of normal ones and not their distances: these distributions are so skewed that a lower limit at three standard
//! deviations would never be passed. Opportunities are geometric (Benneyan 2001), time is exponential (events of a Poisson process).

use super::chart::Point;
use super::control::zone;
use crate::engine::statistics::{normal_probability, normal_quantile};

/// A point of the g chart: good ones between two events, where `mean` are expected.
///
/// The steps of the distribution are joined to a curve, F(x) = 1 − (1 − p)^(x+1) with p = 1/(1 + mean).
pub(super) fn events_between(value: Option<f64>, excluded: bool, mean: f64, width: f64) -> Point {
    let log_good = (mean / (1.0 + mean)).ln();
    let survival = |x: f64| ((x + 1.0) * log_good).exp();
    let reached = |beyond: f64| (beyond.ln() / log_good - 1.0).max(0.0);
    skewed(value, excluded, mean, (mean * (mean + 1.0)).max(0.0).sqrt(), width, &survival, &reached)
}

/// A point of the t chart: time between two events, where `mean` is expected.
pub(super) fn time_between(value: Option<f64>, excluded: bool, mean: f64, width: f64) -> Point {
    skewed(value, excluded, mean, mean.max(0.0), width, &|x| (-x / mean).exp(), &|beyond| -mean * beyond.ln())
}

fn skewed(
    value: Option<f64>,
    excluded: bool,
    mean: f64,
    deviation: f64,
    width: f64,
    survival: &dyn Fn(f64) -> f64,
    reached: &dyn Fn(f64) -> f64,
) -> Point {
    if mean.is_nan() || mean <= 0.0 {
        // Events follow each other at once: there is nothing to measure by.
        let z = value.map(|value| if value > 0.0 { 38.0 } else { 0.0 });
        return Point { value, lower: Some(0.0), upper: Some(0.0), z, zone: zone(z), excluded, ..Point::default() };
    }
    // From the nearer tail, so that no digit is lost.
    let standard = |value: f64| {
        let beyond = survival(value);
        if beyond < 0.5 { -normal_quantile(beyond) } else { normal_quantile(1.0 - beyond) }
    };
    let z = value.map(standard);
    let tail = normal_probability(-width);
    let (lower, upper) = (Some(reached(1.0 - tail)), Some(reached(tail)));
    Point { value, centre: reached(0.5), lower, upper, deviation, z, zone: zone(z), excluded, run: 0 }
}
