//! Weights and first states searched together, as R's `ets` does it (Hyndman and Khandakar 2008).
//!
//! Never decides which shape a series has.

use super::ets::{Ets, Seasonality};
use super::simplex::descend;
use super::smoothing::{DAMPING, EDGE, Trend};

/// What is made small: the deviance, or the mean square of the errors whatever the likelihood says of their size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    Likelihood,
    Squares,
}

/// Values looked at before the search is given up, as in R.
const LOOKS: usize = 2000;

/// The best model of the shape of `first`, from its first states on and R's first weights; nothing where these are not allowed.
pub(super) fn search(values: &[f64], mut first: Ets, criterion: Criterion) -> Option<Ets> {
    let damped = first.shape.trend == Trend::Damped;
    first.alpha = EDGE + 0.2 * (1.0 - 2.0 * EDGE) / first.season.len().max(1) as f64;
    first.beta = if first.shape.trend == Trend::None { 0.0 } else { EDGE + 0.1 * (first.alpha - EDGE) };
    first.gamma = if first.season.is_empty() { 0.0 } else { EDGE + 0.05 * (1.0 - first.alpha - EDGE) };
    first.phi = if damped { DAMPING.0 + 0.99 * (DAMPING.1 - DAMPING.0) } else { 1.0 };
    let (mut trial, mut room) = (first.clone(), Vec::new());
    let mut value = |point: &[f64]| {
        unpack(point, &mut trial);
        match criterion {
            _ if !is_allowed(&trial) => f64::INFINITY,
            Criterion::Likelihood => trial.deviance(values, &mut room),
            Criterion::Squares => trial.mean_square(values, &mut room),
        }
    };
    let found = descend(pack(&first), LOOKS, &mut value)?;
    unpack(&found, &mut first);
    Some(first)
}

/// Weights, level, trend and the season's indices, the last period's first; the index of the first period follows from the others.
fn pack(model: &Ets) -> Vec<f64> {
    let trended = model.shape.trend != Trend::None;
    let mut point = vec![model.alpha];
    point.extend(trended.then_some(model.beta));
    point.extend((!model.season.is_empty()).then_some(model.gamma));
    point.extend((model.shape.trend == Trend::Damped).then_some(model.phi));
    point.push(model.level);
    point.extend(trended.then_some(model.trend));
    point.extend(model.season.iter().skip(1).rev());
    point
}

fn unpack(point: &[f64], model: &mut Ets) {
    let mut numbers = point.iter().copied();
    let mut read = |slot: &mut f64| *slot = numbers.next().unwrap_or(*slot);
    let trended = model.shape.trend != Trend::None;
    read(&mut model.alpha);
    if trended {
        read(&mut model.beta);
    }
    if !model.season.is_empty() {
        read(&mut model.gamma);
    }
    if model.shape.trend == Trend::Damped {
        read(&mut model.phi);
    }
    read(&mut model.level);
    if trended {
        read(&mut model.trend);
    }
    if let Some((first, others)) = model.season.split_first_mut() {
        others.iter_mut().rev().for_each(read);
        let whole = if model.shape.season == Seasonality::Multiplicative { others.len() as f64 + 1.0 } else { 0.0 };
        *first = whole - others.iter().sum::<f64>();
    }
}

/// Weights within the usual limits and those where old errors die out, and no index below zero that multiplies.
fn is_allowed(model: &Ets) -> bool {
    let Ets { alpha, beta, gamma, phi, .. } = *model;
    let trended = model.shape.trend != Trend::None;
    let damped = model.shape.trend == Trend::Damped;
    (EDGE..=1.0 - EDGE).contains(&alpha)
        && (!trended || (EDGE..=alpha).contains(&beta))
        && (model.season.is_empty() || (EDGE..=1.0 - alpha).contains(&gamma))
        && (!damped || (DAMPING.0..=DAMPING.1).contains(&phi))
        && (model.shape.season != Seasonality::Multiplicative || model.season.iter().all(|index| *index >= 0.0))
        && (model.season.is_empty() || !trended || forgets(model))
}

/// Whether a model with trend and season forgets old errors: the roots of its characteristic polynomial lie within the unit circle
/// (Hyndman, Akram and Archibald 2008), by Schur's and Cohn's test.
///
/// Without a trend or a season the usual limits are enough.
fn forgets(model: &Ets) -> bool {
    let Ets { alpha, beta, gamma, phi, .. } = *model;
    let length = model.season.len();
    // An error enters the forecast through the trend only after damping.
    let beta = beta * phi;
    let mut polynomial = vec![alpha + beta - alpha * phi; length + 2];
    polynomial[0] = 1.0;
    polynomial[1] = alpha + beta - phi;
    polynomial[length] += gamma - 1.0;
    polynomial[length + 1] = phi * (1.0 - alpha - gamma);
    let mut lower = polynomial.clone();
    for degree in (1..polynomial.len()).rev() {
        let reflection = polynomial[degree] / polynomial[0];
        if reflection.abs() >= 1.0 {
            return false;
        }
        for at in 0..degree {
            lower[at] = polynomial[at] - reflection * polynomial[degree - at];
        }
        std::mem::swap(&mut polynomial, &mut lower);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::ets::Shape;
    use super::*;

    fn model(season: usize, weights: [f64; 4]) -> Ets {
        let shape = Shape { multiplicative_error: false, trend: Trend::Damped, season: Seasonality::Additive };
        let [alpha, beta, gamma, phi] = weights;
        Ets { shape, alpha, beta, gamma, phi, level: 0.0, trend: 0.0, season: vec![0.0; season], seen: 0 }
    }

    #[test]
    fn what_was_packed_comes_out_and_indices_keep_their_sum() {
        let mut one = model(4, [0.5, 0.1, 0.2, 0.9]);
        (one.level, one.trend, one.season) = (7.0, 3.0, vec![-6.0, 1.0, 2.0, 3.0]);
        let point = pack(&one);
        assert_eq!(point, [0.5, 0.1, 0.2, 0.9, 7.0, 3.0, 3.0, 2.0, 1.0]);
        let mut other = model(4, [0.0; 4]);
        unpack(&point, &mut other);
        assert_eq!(other, one);
    }

    /// Weights within the usual limits whose errors nevertheless grow, and weights whose errors do not: by what the recursion does with one.
    #[test]
    fn a_model_that_forgets_is_one_whose_recursion_does() {
        let mut seen = [false; 2];
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..300 {
            let alpha = random.f64();
            let weights = [alpha, alpha * random.f64(), (1.0 - alpha) * random.f64(), 0.8 + 0.18 * random.f64()];
            let mut one = model(7, weights);
            let forgets = forgets(&one);
            one.level = 1.0;
            let mut size = || {
                (0..10_000).for_each(|_| one.step(0.0));
                one.season.iter().map(|index| (one.level + index).abs()).sum::<f64>() + one.trend.abs()
            };
            // What is left of an error much later, against what was left before; rounding leaves something for ever, and some hardly grow or fade.
            let (early, late) = (size().max(1e-9), size());
            if (0.5..2.0).contains(&(late / early)) {
                continue;
            }
            assert_eq!(forgets, late < early, "{weights:?} {early} {late}");
            seen[usize::from(forgets)] = true;
        }
        assert_eq!(seen, [true; 2]);
    }
}
