//! A stable process is adjusted after ordinary results, which only adds variation (Deming, Out of the Crisis: the funnel).

use super::{Evidence, Level};
use crate::engine::statistics::{mean, normal_probability};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Tampering {
    /// Of the needless share; concerned are the positions of needless adjustments in their list.
    pub evidence: Evidence,
    /// How much a result tells of the next: −0.5 where every result is made up for.
    pub autocorrelation: f64,
    /// What chance goes below once in forty times.
    pub bound: f64,
    /// Of all adjustments, those after a result that asked for none.
    pub needless: f64,
}

/// A series in its order, the positions after which something was adjusted, its control limits, and which results gave a signal by a rule
/// (as far as known).
pub fn tampering(series: &[f64], adjusted_after: &[usize], low: f64, high: f64, signals: &[bool]) -> Tampering {
    let n = series.len() as f64;
    let middle = mean(series);
    let whole: f64 = series.iter().map(|value| (value - middle).powi(2)).sum();
    let product: f64 = series.iter().zip(series.iter().skip(1)).map(|(a, b)| (a - middle) * (b - middle)).sum();
    let autocorrelation = if whole > 0.0 { product / whole } else { 0.0 };
    let bound = if n > 0.0 { -2.0 / n.sqrt() } else { 0.0 };
    let ordinary = |at: usize| {
        let inside = series.get(at).is_some_and(|value| (low..=high).contains(value));
        inside && !signals.get(at).copied().unwrap_or(false)
    };
    let concerned = super::positions(adjusted_after, |at| ordinary(*at));
    let needless = super::share(concerned.len(), adjusted_after.len());
    let often = adjusted_after.len() >= 5;
    let swings = autocorrelation < bound;
    let level = Level::of(series.len() >= 20, swings || often && needless >= 0.5, often && needless >= 0.75);
    let p = Some(normal_probability(autocorrelation * n.sqrt()));
    Tampering { evidence: Evidence { level, n: series.len(), statistic: needless, p, concerned }, autocorrelation, bound, needless }
}
