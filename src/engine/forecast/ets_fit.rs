//! The likeliest model of a shape, and the shape that serves a series best.
//!
//! Quick work searches the weights alone and takes the first states from the decomposition. Thorough work goes the way of R's `ets` (Hyndman and
//! Khandakar 2008), first states, limits and end of the search included: planners compare with it, and a longer search of a dozen first states finds
//! likelier ones that forecast no better. Never compares with methods of other families.

use super::ets::{Ets, Seasonality, Shape};
use super::ets_search::{Criterion, search};
use super::season::{Season, decompose, is_seasonal};
use super::simplex::{MOST, Point, minimise};
use super::smoothing::{DAMPING, EDGE, Effort, Trend};

fn set_weights(model: &mut Ets, point: &Point) {
    model.alpha = EDGE + (1.0 - 2.0 * EDGE) * point[0];
    if model.shape.season != Seasonality::None {
        model.gamma = EDGE + (1.0 - model.alpha - EDGE).max(0.0) * point[1];
    }
    if model.shape.trend != Trend::None {
        model.beta = EDGE + (model.alpha - EDGE) * point[2];
    }
    if model.shape.trend == Trend::Damped {
        model.phi = DAMPING.0 + (DAMPING.1 - DAMPING.0) * point[3];
    }
}

/// Level and trend to begin with: the straight line through the first periods without their season.
fn first_states(values: &[f64], season: &Season, trended: bool, length: usize) -> (f64, f64) {
    let plain = season.take_out(&values[..values.len().min(10.max(2 * length))]);
    let mean = plain.iter().sum::<f64>() / plain.len().max(1) as f64;
    if !trended {
        return (mean, 0.0);
    }
    let slope = super::theta::slope(&plain);
    (mean - slope * (plain.len() as f64 + 1.0) / 2.0, slope)
}

/// Whether a shape can be fitted: seasons need two of them, and what is multiplied must be positive.
pub fn suits(values: &[f64], shape: Shape, length: usize) -> bool {
    let multiplies = shape.multiplicative_error || shape.season == Seasonality::Multiplicative;
    let seasons = shape.season == Seasonality::None || (length > 1 && values.len() >= 2 * length);
    seasons && values.len() > 3 && (!multiplies || values.iter().all(|value| *value > 0.0))
}

/// Before the first period, without weights: level, trend and season by the classical decomposition. Without enough seasons the shape has none.
fn begin(values: &[f64], shape: Shape, length: usize) -> Ets {
    let season = match shape.season {
        Seasonality::None => Season::none(),
        _ => decompose(values, length, shape.season == Seasonality::Multiplicative),
    };
    let (level, trend) = first_states(values, &season, shape.trend != Trend::None, length);
    let indices = if shape.season == Seasonality::None || season.is_none() { Vec::new() } else { season.indices };
    let shape = if indices.is_empty() { Shape { season: Seasonality::None, ..shape } } else { shape };
    Ets { shape, alpha: 0.0, beta: 0.0, gamma: 0.0, phi: 1.0, level, trend, season: indices, seen: 0 }
}

/// Holt-Winters, or Holt without a season, with the least sum of squared errors as R's `hw` and `holt` find it: weights and first states searched
/// together. Nothing where the series does not allow it.
pub fn fit_holt_winters(values: &[f64], season: Seasonality, length: usize) -> Option<Ets> {
    let multiplicative_error = season == Seasonality::Multiplicative;
    let shape = Shape { multiplicative_error, trend: Trend::Additive, season };
    suits(values, shape, length).then(|| search(values, begin(values, shape, length), Criterion::Squares)).flatten()
}

/// The model of a shape with the highest likelihood, as it stood before the first period.
///
/// Quick: weights alone are searched, the first states are those of the decomposition. Thorough: all together, as far as R goes. `near` is an earlier
/// answer for nearly the same series, for quick work.
pub fn fit_ets(values: &[f64], shape: Shape, length: usize, effort: Effort, near: Option<&Ets>) -> Ets {
    let mut model = begin(values, shape, length);
    let shape = model.shape;
    if effort == Effort::Thorough
        && let Some(found) = search(values, model.clone(), Criterion::Likelihood)
    {
        return found;
    }
    let (mut room, mut trial) = (Vec::new(), model.clone());
    let start = near.map_or([0.25, 0.1, 0.1, 0.9], |near| {
        let share = |part: f64, whole: f64| ((part - EDGE) / (whole - EDGE).max(EDGE)).clamp(0.0, 1.0);
        let phi = ((near.phi - DAMPING.0) / (DAMPING.1 - DAMPING.0)).clamp(0.0, 1.0);
        [share(near.alpha, 1.0), share(near.gamma, 1.0 - near.alpha), share(near.beta, near.alpha), phi]
    });
    // Unused weights are put last, so that the search sees only those in use.
    let order: &[usize] = match (shape.season, shape.trend) {
        (Seasonality::None, Trend::None) => &[0],
        (Seasonality::None, Trend::Additive) => &[0, 2],
        (Seasonality::None, Trend::Damped) => &[0, 2, 3],
        (_, Trend::None) => &[0, 1],
        (_, Trend::Additive) => &[0, 1, 2],
        (_, Trend::Damped) => &[0, 1, 2, 3],
    };
    let spread = |packed: &Point| {
        let mut point = start;
        order.iter().zip(packed).for_each(|(at, value)| point[*at] = *value);
        point
    };
    let mut packed = [0.0; MOST];
    order.iter().zip(&mut packed).for_each(|(at, slot)| *slot = start[*at]);
    let evaluations = if near.is_some() { 15 } else { 20 + 10 * order.len() };
    let mut value = |point: &Point| {
        set_weights(&mut trial, &spread(point));
        trial.deviance(values, &mut room)
    };
    let found = minimise(order.len(), packed, 0.2, evaluations, 1e-5, &mut value);
    set_weights(&mut model, &spread(&found));
    model
}

/// The model with the least AICc; multiplicative ones only for positive series.
///
/// Quick: with a season, level and damped trend with either season; all shapes that R's `ets` tries where the effort is thorough.
pub fn choose_ets(values: &[f64], length: usize, effort: Effort) -> Option<Ets> {
    let seasonal = match effort {
        Effort::Quick => is_seasonal(values, length),
        Effort::Thorough => length > 1 && length <= 24,
    };
    let seasons: &[Seasonality] = match (seasonal, effort) {
        (true, Effort::Quick) => &[Seasonality::Additive, Seasonality::Multiplicative],
        (true, Effort::Thorough) => &[Seasonality::None, Seasonality::Additive, Seasonality::Multiplicative],
        (false, _) => &[Seasonality::None],
    };
    let trends: &[Trend] = if seasonal {
        effort.choose(&[Trend::None, Trend::Damped], &[Trend::None, Trend::Additive, Trend::Damped])
    } else {
        &[Trend::None, Trend::Additive, Trend::Damped]
    };
    let mut best: Option<(f64, Ets)> = None;
    for season in seasons {
        for trend in trends {
            for multiplicative_error in [false, true] {
                let shape = Shape { multiplicative_error, trend: *trend, season: *season };
                // An additive error under a multiplicative season is unstable, and in quick work the error goes with the season.
                let paired = multiplicative_error == (*season == Seasonality::Multiplicative);
                let unstable = *season == Seasonality::Multiplicative && !multiplicative_error;
                if unstable || (effort == Effort::Quick && seasonal && !paired) || !suits(values, shape, length) {
                    continue;
                }
                let model = fit_ets(values, shape, length, effort, None);
                let aicc = model.aicc(values);
                if best.as_ref().is_none_or(|(least, _)| aicc < *least) {
                    best = Some((aicc, model));
                }
            }
        }
    }
    best.map(|(_, model)| model)
}
