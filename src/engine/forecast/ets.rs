//! Exponential smoothing with seasons in its recursion: Holt-Winters and the state space family of Hyndman et al. (2002).
//!
//! The error is additive or multiplicative in the likelihood alone: the recursion is the same for both. Never chooses among methods of
//! other families.

use super::smoothing::Trend;

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

    fn errors(&self, values: &[f64], room: &mut Vec<f64>) -> Errors {
        room.clear();
        room.extend_from_slice(&self.season);
        match self.shape.season {
            Seasonality::None => self.run::<0>(values, room),
            Seasonality::Additive => self.run::<1>(values, room),
            Seasonality::Multiplicative => self.run::<2>(values, room),
        }
    }

    /// Minus twice the logarithm of the likelihood, but for a constant that all models of a series share.
    pub(super) fn deviance(&self, values: &[f64], room: &mut Vec<f64>) -> f64 {
        let errors = self.errors(values, room);
        let count = values.len() as f64;
        if self.shape.multiplicative_error {
            count * errors.relative_squares.max(f64::MIN_POSITIVE).ln() + 2.0 * errors.logarithms
        } else {
            count * errors.squares.max(f64::MIN_POSITIVE).ln()
        }
    }

    /// The mean square of the errors one period ahead.
    pub(super) fn mean_square(&self, values: &[f64], room: &mut Vec<f64>) -> f64 {
        self.errors(values, room).squares / values.len().max(1) as f64
    }

    /// The variance of the errors one period ahead, of their shares in the forecasts where the error is multiplicative, for a model before the first
    /// period; estimated weights and first states are taken from the number of periods.
    pub fn variance(&self, values: &[f64]) -> f64 {
        let errors = self.errors(values, &mut Vec::new());
        let free = (values.len() + 1).saturating_sub(self.shape.parameters(self.season.len())).max(1);
        (if self.shape.multiplicative_error { errors.relative_squares } else { errors.squares }) / free as f64
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
pub(super) fn divided(value: f64, by: f64) -> f64 {
    value / if by.abs() < 1e-9 { 1e-9_f64.copysign(by) } else { by }
}
