//! Orders and weights of an integrated moving average: by likelihood, differences by tests, terms by the stepwise search of Hyndman and Khandakar
//! (2008).
//!
//! Never looks at forecasts.

use super::arima::{Arima, Coefficients, Orders, process};
use super::arma::Arma;
use super::simplex::descend;
use super::smoothing::Effort;
use super::stl::{Windows, stl};

/// Terms from period to period and from season to season at most.
const MOST_PERIODS: usize = 5;
const MOST_SEASONS: usize = 2;
/// Lags beyond this take too long: longer seasons are differenced and have no terms of their own.
const LONGEST: usize = 30;
/// Models that the search tries at most.
const MOST_MODELS: usize = 94;
/// A season that explains more than this share of what is not trend is differenced.
const STRONG: f64 = 0.64;
/// Level of the test of Kwiatkowski, Phillips, Schmidt and Shin (1992) beyond which a series is not stationary, at 5 %.
const NOT_STATIONARY: f64 = 0.463;
/// Roots nearer than this to the unit circle are those of a model with too many terms.
const NEAREST_ROOT: f64 = 1.01;

/// A model before the first period, with its criterion.
#[derive(Clone, Debug)]
struct Fit {
    orders: Orders,
    coefficients: Coefficients,
    aicc: f64,
}

fn differenced(values: &[f64], orders: &Orders) -> Vec<f64> {
    let weights = orders.difference();
    values.windows(weights.len()).map(|window| window.iter().rev().zip(&weights).map(|(value, weight)| value * weight).sum()).collect()
}

/// Weights of a stationary process from any numbers: their hyperbolic tangents are its partial autocorrelations (Monahan 1984).
fn stationary(free: &[f64]) -> Vec<f64> {
    let mut weights: Vec<f64> = Vec::with_capacity(free.len());
    for (at, free) in free.iter().enumerate() {
        let partial = free.tanh();
        let before = weights.clone();
        weights.iter_mut().enumerate().for_each(|(place, weight)| *weight -= partial * before[at - 1 - place]);
        weights.push(partial);
    }
    weights
}

/// Whether all roots of `1 - weights` are farther from the origin than `radius`: the way of [`stationary`] back.
fn is_beyond(weights: &[f64], radius: f64) -> bool {
    let mut scale = 1.0;
    let scaled = weights.iter().map(|weight| {
        scale *= radius;
        weight * scale
    });
    let mut rest: Vec<f64> = scaled.collect();
    while let Some(partial) = rest.pop() {
        if partial.abs() >= 1.0 {
            return false;
        }
        let before = rest.clone();
        let count = rest.len();
        rest.iter_mut()
            .enumerate()
            .for_each(|(at, weight)| *weight = (*weight + partial * before[count - 1 - at]) / (1.0 - partial * partial));
    }
    true
}

fn coefficients(orders: &Orders, free: &[f64], (mean, spread): (f64, f64)) -> Coefficients {
    let mut rest = free;
    let mut next = |count: usize| {
        let (own, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        stationary(own)
    };
    let invertible = |weights: Vec<f64>| weights.into_iter().map(|weight| -weight).collect();
    let [p, q, seasonal_p, seasonal_q] = orders.terms();
    let (autoregressive, moving) = (next(p), invertible(next(q)));
    let (seasonal_autoregressive, seasonal_moving) = (next(seasonal_p), invertible(next(seasonal_q)));
    let mean = rest.first().map_or(0.0, |free| mean + spread * free);
    Coefficients { autoregressive, moving, seasonal_autoregressive, seasonal_moving, mean }
}

/// The most likely weights for given orders; nothing where there are too few values or a root is too near to the unit circle.
fn fit_orders(values: &[f64], orders: Orders, effort: Effort) -> Option<Fit> {
    let series = differenced(values, &orders);
    let terms = orders.weights();
    let count = series.len() as f64;
    if series.len() < terms + 3 {
        return None;
    }
    let mean = series.iter().sum::<f64>() / count;
    let spread = (series.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    let found = |free: &[f64]| coefficients(&orders, free, (mean, spread));
    let mut value = |free: &[f64]| deviance(&orders, &found(free), &series).unwrap_or(f64::INFINITY);
    let rounds = if effort == Effort::Quick { 1 } else { 3 };
    let mut free = vec![0.0; terms];
    for _ in 0..rounds {
        free = descend(free, 100 * (terms + 1), &mut value)?;
    }
    let (least, coefficients) = (value(&free), found(&free));
    let (phi, theta) = process(&orders, &coefficients);
    let moving: Vec<f64> = theta.iter().map(|weight| -weight).collect();
    let aicc = corrected(&orders, least, series.len());
    (aicc.is_finite() && is_beyond(&phi, NEAREST_ROOT) && is_beyond(&moving, NEAREST_ROOT)).then_some(Fit { orders, coefficients, aicc })
}

/// How often a series has to be differenced to be stationary, at most twice.
fn differences(values: &[f64]) -> usize {
    let mut series = values.to_vec();
    for times in 0..2 {
        if !wanders(&series) {
            return times;
        }
        series = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
    }
    2
}

/// Whether sums of the deviations from the mean wander too far for a stationary series.
fn wanders(values: &[f64]) -> bool {
    let count = values.len();
    if count < 8 {
        return false;
    }
    let mean = values.iter().sum::<f64>() / count as f64;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let lags = (3.0 * (count as f64).sqrt() / 13.0) as usize;
    let product = |lag: usize| centred.iter().zip(&centred[lag..]).map(|(a, b)| a * b).sum::<f64>() / count as f64;
    let near: f64 = (1..=lags).map(|lag| (1.0 - lag as f64 / (lags as f64 + 1.0)) * product(lag)).sum();
    let variance = product(0) + 2.0 * near;
    let mut sum = 0.0;
    let squares: f64 = centred
        .iter()
        .map(|value| {
            sum += value;
            sum * sum
        })
        .sum();
    variance > 0.0 && squares / (count as f64).powi(2) / variance > NOT_STATIONARY
}

/// The orders from which the search starts, without terms.
fn start(values: &[f64], length: usize) -> Orders {
    let length = if values.len() > 2 * length { length.max(1) } else { 1 };
    let windows = Windows { season: Some(11), ..Windows::FIXED };
    let strong = stl(values, length, windows).is_some_and(|parts| parts.strength() > STRONG);
    let seasonal = Orders { seasons: [0, usize::from(strong), 0], length, ..Orders::default() };
    Orders { periods: [0, differences(&differenced(values, &seasonal)), 0], ..seasonal }
}

/// The model with the least corrected information criterion that a stepwise search finds (Hyndman and Khandakar 2008).
fn choose(values: &[f64], length: usize, effort: Effort) -> Option<Fit> {
    let bare = start(values, length);
    let most_periods = MOST_PERIODS.min(values.len() / 3);
    let most_seasons = if bare.length < 2 || bare.length > LONGEST / 2 { 0 } else { MOST_SEASONS.min(values.len() / 3 / bare.length) };
    let may_have_constant = bare.periods[1] + bare.seasons[1] < 2;
    let is_allowed = |orders: &Orders| {
        let [p, q, seasonal_p, seasonal_q] = orders.terms();
        p.max(q) <= most_periods && seasonal_p.max(seasonal_q) <= most_seasons && orders.longest() <= LONGEST
    };
    let mut tried: Vec<Orders> = Vec::new();
    let mut best: Option<Fit> = None;
    let mut attempt = |orders: Orders, best: &mut Option<Fit>| {
        if !is_allowed(&orders) || tried.contains(&orders) || tried.len() >= MOST_MODELS {
            return false;
        }
        tried.push(orders);
        let better = fit_orders(values, orders, effort).filter(|fit| best.as_ref().is_none_or(|best| fit.aicc < best.aicc));
        let found = better.is_some();
        *best = better.or(best.take());
        found
    };
    let with = |[p, q, seasonal_p, seasonal_q]: [usize; 4], constant: bool| Orders {
        periods: [p.min(most_periods), bare.periods[1], q.min(most_periods)],
        seasons: [seasonal_p.min(most_seasons), bare.seasons[1], seasonal_q.min(most_seasons)],
        constant,
        ..bare
    };
    for terms in [[2, 2, 1, 1], [0, 0, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]] {
        attempt(with(terms, may_have_constant), &mut best);
    }
    attempt(with([0; 4], false), &mut best);
    // Seasons first, one term or one of each kind at a time; after every success from the beginning.
    const STEPS: [[i8; 4]; 16] = [
        [0, 0, -1, 0],
        [0, 0, 0, -1],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 0, -1, -1],
        [0, 0, -1, 1],
        [0, 0, 1, -1],
        [0, 0, 1, 1],
        [-1, 0, 0, 0],
        [0, -1, 0, 0],
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [-1, -1, 0, 0],
        [-1, 1, 0, 0],
        [1, -1, 0, 0],
        [1, 1, 0, 0],
    ];
    while let Some(now) = best.as_ref().map(|best| best.orders) {
        let moved = |step: &[i8; 4]| {
            let mut terms = now.terms();
            for (term, step) in terms.iter_mut().zip(step) {
                *term = term.checked_add_signed(isize::from(*step))?;
            }
            let [p, q, seasonal_p, seasonal_q] = terms;
            Some(Orders { periods: [p, now.periods[1], q], seasons: [seasonal_p, now.seasons[1], seasonal_q], ..now })
        };
        let other = may_have_constant.then_some(Orders { constant: !now.constant, ..now });
        if !STEPS.iter().filter_map(moved).chain(other).any(|orders| attempt(orders, &mut best)) {
            break;
        }
    }
    best
}

/// A model before the first period, its orders and weights chosen; nothing where the series is too short.
pub fn fit_arima(values: &[f64], length: usize, effort: Effort) -> Option<Arima> {
    let fit = choose(values, length, effort)?;
    Arima::new(fit.orders, fit.coefficients)
}

/// The corrected information criterion of a model for a series.
pub fn arima_aicc(model: &Arima, values: &[f64]) -> Option<f64> {
    let series = differenced(values, &model.orders);
    deviance(&model.orders, &model.coefficients, &series).map(|deviance| corrected(&model.orders, deviance, series.len()))
}

/// Twice the negative logarithm of the likelihood of a differenced series.
fn deviance(orders: &Orders, coefficients: &Coefficients, series: &[f64]) -> Option<f64> {
    let (phi, theta) = process(orders, coefficients);
    let centred: Vec<f64> = series.iter().map(|value| value - coefficients.mean).collect();
    Arma::new(phi, theta).map(|mut arma| arma.deviance(&centred).0)
}

/// A deviance with what the number of weights, and the variance of the errors, cost among so many values.
fn corrected(orders: &Orders, deviance: f64, values: usize) -> f64 {
    let (estimated, count) = (orders.weights() as f64 + 1.0, values as f64);
    deviance + 2.0 * estimated * (1.0 + (estimated + 1.0) / (count - estimated - 1.0))
}
