//! Exponential smoothing with seasons in its recursion: Holt-Winters and the state space family of Hyndman et al. (2002).
//!
//! The error is additive or multiplicative in the likelihood alone: the recursion is the same for both. Never chooses among methods of
//! other families.

use super::season::{Season, decompose, is_seasonal};
use super::simplex::{MOST, Point, minimise};
use super::smoothing::{DAMPING, EDGE, Effort, Trend};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seasonality {
    None,
    Additive,
    Multiplicative,
}

/// Error, trend and season of a model: “M,Ad,M” in the literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub multiplicative_error: bool,
    pub trend: Trend,
    pub season: Seasonality,
}

impl Shape {
    /// The shape as the literature writes it.
    pub fn label(&self) -> String {
        let error = if self.multiplicative_error { "M" } else { "A" };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.season {
            Seasonality::None => "N",
            Seasonality::Additive => "A",
            Seasonality::Multiplicative => "M",
        };
        format!("{error},{trend},{season}")
    }

    /// Parameters that are estimated, the first states and the variance among them.
    fn parameters(&self, length: usize) -> usize {
        let trend = match self.trend {
            Trend::None => 2,
            Trend::Additive => 4,
            Trend::Damped => 5,
        };
        trend + 1 + if self.season == Seasonality::None { 0 } else { length }
    }
}

/// A model that has seen some periods; `season[k]` is the last known index of the periods `k`, `k + length`, …
#[derive(Clone, Debug, PartialEq)]
pub struct Ets {
    pub shape: Shape,
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub phi: f64,
    pub level: f64,
    pub trend: f64,
    pub season: Vec<f64>,
    /// Periods seen.
    pub seen: usize,
}

/// What the errors of a run over a series came to.
#[derive(Clone, Copy, Debug, Default)]
struct Errors {
    squares: f64,
    relative_squares: f64,
    /// Logarithms of the forecasts' sizes, summed.
    logarithms: f64,
}

impl Ets {
    fn with_season(&self, value: f64, at: usize) -> f64 {
        match self.shape.season {
            Seasonality::None => value,
            Seasonality::Additive => value + self.season[at % self.season.len()],
            Seasonality::Multiplicative => value * self.season[at % self.season.len()],
        }
    }

    /// The forecast of the next period.
    pub fn next(&self) -> f64 {
        self.with_season(self.level + self.phi * self.trend, self.seen)
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let at = self.seen % self.season.len().max(1);
        let base = self.level + self.phi * self.trend;
        let error = value - self.next();
        let (in_level, in_season) = match self.shape.season {
            Seasonality::None => (error, 0.0),
            Seasonality::Additive => (error, error),
            Seasonality::Multiplicative => (divided(error, self.season[at]), divided(error, base)),
        };
        self.level = base + self.alpha * in_level;
        self.trend = self.phi * self.trend + self.beta * in_level;
        if let Some(index) = self.season.get_mut(at) {
            *index += self.gamma * in_season;
        }
        self.seen += 1;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        let (mut reach, mut damping) = (0.0, 1.0);
        for (ahead, slot) in out.iter_mut().enumerate() {
            damping *= self.phi;
            reach += damping;
            *slot = self.with_season(self.level + reach * self.trend, self.seen + ahead);
        }
    }

    /// A whole run, with the states carried in registers.
    fn run<const SEASON: u8>(&self, values: &[f64], season: &mut [f64]) -> Errors {
        let (mut level, mut trend, mut at) = (self.level, self.trend, 0);
        let mut errors = Errors::default();
        let mut product = 1.0_f64;
        for value in values {
            let base = level + self.phi * trend;
            let index = if SEASON == 0 { 1.0 } else { season[at] };
            let expected = match SEASON {
                0 => base,
                1 => base + index,
                _ => base * index,
            };
            let error = value - expected;
            let (in_level, in_season) = match SEASON {
                0 => (error, 0.0),
                1 => (error, error),
                _ => (divided(error, index), divided(error, base)),
            };
            level = base + self.alpha * in_level;
            trend = self.phi * trend + self.beta * in_level;
            if SEASON != 0 {
                season[at] = index + self.gamma * in_season;
                at = if at + 1 == season.len() { 0 } else { at + 1 };
            }
            errors.squares += error * error;
            let relative = divided(error, expected);
            errors.relative_squares += relative * relative;
            product *= expected.abs();
            if !(1e-200..1e200).contains(&product) {
                errors.logarithms += product.max(f64::MIN_POSITIVE).ln();
                product = 1.0;
            }
        }
        errors.logarithms += product.max(f64::MIN_POSITIVE).ln();
        errors
    }

    /// Minus twice the logarithm of the likelihood, but for a constant that all models of a series share.
    fn deviance(&self, values: &[f64], room: &mut Vec<f64>) -> f64 {
        room.clear();
        room.extend_from_slice(&self.season);
        let errors = match self.shape.season {
            Seasonality::None => self.run::<0>(values, room),
            Seasonality::Additive => self.run::<1>(values, room),
            Seasonality::Multiplicative => self.run::<2>(values, room),
        };
        let count = values.len() as f64;
        if self.shape.multiplicative_error {
            count * errors.relative_squares.max(f64::MIN_POSITIVE).ln() + 2.0 * errors.logarithms
        } else {
            count * errors.squares.max(f64::MIN_POSITIVE).ln()
        }
    }

    /// Akaike's criterion corrected for short series, as R's `ets` counts it.
    pub fn aicc(&self, values: &[f64]) -> f64 {
        let parameters = self.shape.parameters(self.season.len()) as f64;
        let room = values.len() as f64 - parameters - 1.0;
        let penalty = if room > 0.0 { 2.0 * parameters * (1.0 + (parameters + 1.0) / room) } else { f64::INFINITY };
        self.deviance(values, &mut Vec::new()) + penalty
    }
}

/// A division that stays finite: by nearly nothing it divides by a little more.
fn divided(value: f64, by: f64) -> f64 {
    value / if by.abs() < 1e-9 { 1e-9_f64.copysign(by) } else { by }
}

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

/// The model of a shape with the highest likelihood, as it stood before the first period.
///
/// Quick: weights alone are searched, the first states are those of the decomposition. Thorough: the first states are searched too, a few
/// of all parameters at a time. `near` is an earlier answer for nearly the same series.
pub fn fit_ets(values: &[f64], shape: Shape, length: usize, effort: Effort, near: Option<&Ets>) -> Ets {
    let season = match shape.season {
        Seasonality::None => Season::none(),
        _ => decompose(values, length, shape.season == Seasonality::Multiplicative),
    };
    let (level, trend) = first_states(values, &season, shape.trend != Trend::None, length);
    let indices = if shape.season == Seasonality::None || season.is_none() { Vec::new() } else { season.indices };
    let shape = if indices.is_empty() { Shape { season: Seasonality::None, ..shape } } else { shape };
    let mut model = Ets { shape, alpha: 0.0, beta: 0.0, gamma: 0.0, phi: 1.0, level, trend, season: indices, seen: 0 };
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
    let evaluations = effort.choose(if near.is_some() { 15 } else { 20 + 10 * order.len() }, 400);
    let mut value = |point: &Point| {
        set_weights(&mut trial, &spread(point));
        trial.deviance(values, &mut room)
    };
    let found = minimise(order.len(), packed, 0.2, evaluations, effort.choose(1e-5, 1e-13), &mut value);
    set_weights(&mut model, &spread(&found));
    if effort == Effort::Thorough {
        polish(values, &mut model);
    }
    model
}

/// Searches weights and first states together, one after the other with steps that shrink where they do not help (Hooke and Jeeves 1961).
fn polish(values: &[f64], model: &mut Ets) {
    let mut room = Vec::new();
    let size = values.iter().map(|value| value.abs()).sum::<f64>() / values.len().max(1) as f64;
    let states = model.season.len() + 6;
    let season_size = if model.shape.season == Seasonality::Multiplicative { 1.0 } else { size };
    let mut steps: Vec<f64> =
        (0..states).map(|at| [0.05, 0.01, 0.05, 0.01, 0.02 * size, 0.002 * size].get(at).copied().unwrap_or(0.02 * season_size)).collect();
    let mut least = model.deviance(values, &mut room);
    for _ in 0..4000 {
        let before = (model.clone(), least);
        for (at, step) in steps.iter_mut().enumerate() {
            let mut better = false;
            for signed in [*step, -*step] {
                let mut trial = model.clone();
                if move_by(&mut trial, at, signed) {
                    let found = trial.deviance(values, &mut room);
                    if found < least {
                        (*model, least, better) = (trial, found, true);
                        break;
                    }
                }
            }
            *step *= if better { 1.3 } else { 0.6 };
        }
        // The same move once more: narrow valleys are not along one parameter.
        let mut trial = model.clone();
        if stride(&mut trial, &before.0) {
            let found = trial.deviance(values, &mut room);
            if found < least {
                (*model, least) = (trial, found);
            }
        }
        if before.1 - least < 1e-13 * least.abs() && steps.iter().all(|step| *step < 1e-7 * size.max(1e-3)) {
            break;
        }
        if before.1 == least {
            steps.iter_mut().for_each(|step| *step *= 0.9);
        }
    }
}

/// Moves one parameter or state; false where it is not in use or would leave its limits.
fn move_by(model: &mut Ets, at: usize, step: f64) -> bool {
    let trended = model.shape.trend != Trend::None;
    let slot = match at {
        0 => &mut model.alpha,
        1 if trended => &mut model.beta,
        2 if !model.season.is_empty() => &mut model.gamma,
        3 if model.shape.trend == Trend::Damped => &mut model.phi,
        4 => &mut model.level,
        5 if trended => &mut model.trend,
        _ if at >= 6 => {
            // The indices keep their mean: what one gains the others lose.
            let others = step / (model.season.len() as f64 - 1.0).max(1.0);
            model.season.iter_mut().enumerate().for_each(|(index, value)| *value += if index == at - 6 { step } else { -others });
            return true;
        }
        _ => return false,
    };
    *slot += step;
    lawful(model)
}

fn stride(model: &mut Ets, before: &Ets) -> bool {
    let further = |now: &mut f64, then: f64| *now += *now - then;
    further(&mut model.alpha, before.alpha);
    further(&mut model.beta, before.beta);
    further(&mut model.gamma, before.gamma);
    further(&mut model.phi, before.phi);
    further(&mut model.level, before.level);
    further(&mut model.trend, before.trend);
    model.season.iter_mut().zip(&before.season).for_each(|(now, then)| further(now, *then));
    lawful(model)
}

fn lawful(model: &Ets) -> bool {
    let Ets { alpha, beta, gamma, phi, .. } = *model;
    let trended = model.shape.trend != Trend::None;
    let damped = model.shape.trend == Trend::Damped;
    (EDGE..=1.0 - EDGE).contains(&alpha)
        && (!trended || (EDGE..=alpha).contains(&beta))
        && (model.season.is_empty() || (EDGE..=1.0 - alpha).contains(&gamma))
        && (!damped || (DAMPING.0..=DAMPING.1).contains(&phi))
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
