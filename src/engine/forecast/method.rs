//! The methods under one roof: each fitted to a series, carried on period by period, and asked for its forecasts and their spread.
//!
//! Never chooses a method.

use super::arima::Arima;
use super::arima_fit::fit_arima;
use super::classical::{Classical, Weights};
use super::ets::{Ets, Seasonality, Shape};
use super::ets_fit::{choose_ets, fit_ets, suits};
use super::intermittent::{Intermittent, Rule};
use super::naive::{SeasonalNaive, spread_of};
use super::season::Season;
use super::smoothing::{Effort, Smoothing, Trend, fit};
use super::theta::{DynamicTheta, Theta, fit_dynamic_theta, fit_theta};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    Naive,
    SeasonalNaive,
    SimpleSmoothing,
    Holt,
    DampedHolt,
    HoltWintersAdditive,
    HoltWintersMultiplicative,
    Ets,
    /// Seasonal autoregressive integrated moving average.
    Arima,
    Theta,
    DynamicTheta,
    Croston,
    SyntetosBoylan,
    TeunterSyntetosBabai,
    /// The mean of the last season, of a year where periods have none.
    MovingAverage,
    /// The mean of three others.
    Mean,
}

impl Method {
    /// All that can be fitted by themselves.
    pub const SINGLE: [Method; 15] = [
        Method::Naive,
        Method::SeasonalNaive,
        Method::SimpleSmoothing,
        Method::Holt,
        Method::DampedHolt,
        Method::HoltWintersAdditive,
        Method::HoltWintersMultiplicative,
        Method::Ets,
        Method::Arima,
        Method::Theta,
        Method::DynamicTheta,
        Method::Croston,
        Method::SyntetosBoylan,
        Method::TeunterSyntetosBabai,
        Method::MovingAverage,
    ];

    /// Whether the season is taken out before and put back after.
    fn is_adjusted(self) -> bool {
        matches!(self, Method::SimpleSmoothing | Method::Holt | Method::DampedHolt | Method::Theta | Method::DynamicTheta)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum State {
    Last(f64),
    Repeated(SeasonalNaive),
    Smoothing(Smoothing),
    Theta(Theta),
    DynamicTheta(DynamicTheta),
    Ets(Ets),
    Arima(Box<Arima>),
    Classical(Classical),
    Intermittent(Intermittent),
    /// The last values, as many as are counted at most, the oldest first.
    Recent {
        values: Vec<f64>,
        most: usize,
    },
}

/// A named number of a fitted method, for whoever asks how a forecast came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    pub name: Cow<'static, str>,
    pub value: f64,
}

/// A method fitted to a series, after some of its periods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    pub method: Method,
    pub state: State,
    pub season: Season,
    seen: usize,
}

/// What the errors of a method one period ahead came to: their mean square, by the season's scale or, where they are relative, by the forecasts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    pub square: f64,
    pub relative: bool,
}

/// The logarithm of a product of many sizes, taken only now and then.
struct Product {
    product: f64,
    logarithms: f64,
}

impl Default for Product {
    fn default() -> Product {
        Product { product: 1.0, logarithms: 0.0 }
    }
}

impl Product {
    fn times(&mut self, size: f64) {
        self.product *= size;
        if !(1e-200..1e200).contains(&self.product) {
            self.logarithms += self.product.max(f64::MIN_POSITIVE).ln();
            self.product = 1.0;
        }
    }

    fn logarithm(&self) -> f64 {
        self.logarithms + self.product.max(f64::MIN_POSITIVE).ln()
    }
}

/// A series as methods want it: as it is, and without its season.
pub(super) struct Prepared<'a> {
    pub values: &'a [f64],
    pub length: usize,
    pub season: Season,
    pub plain: Vec<f64>,
    /// Weights of Holt-Winters that a person gives.
    weights: Option<Weights>,
}

impl<'a> Prepared<'a> {
    pub fn new(values: &'a [f64], length: usize) -> Prepared<'a> {
        let season = super::season::find(values, length);
        let plain = season.take_out(values);
        Prepared { values, length, season, plain, weights: None }
    }

    /// The same with weights that a person gives for Holt-Winters.
    pub fn with(self, weights: Option<Weights>) -> Prepared<'a> {
        Prepared { weights, ..self }
    }
}

/// Periods of a moving average where a season is shorter, or there is none.
const RECENT: usize = 12;

/// The weight of Croston and its kin where nothing else is known (Syntetos and Boylan 2005 use 0.05 to 0.2).
const INTERMITTENT_ALPHA: f64 = 0.1;

impl Fitted {
    /// The method as it stood before the first period; nothing where the series is too short for it or it does not apply.
    ///
    /// `near` is an earlier answer for nearly the same series, from which a search goes on.
    pub fn fit(method: Method, series: &Prepared, effort: Effort, near: Option<&Fitted>) -> Option<Fitted> {
        let plain = &series.plain;
        let smoothing = |trend| {
            let near = near.and_then(|near| if let State::Smoothing(model) = &near.state { Some(model) } else { None });
            let enough = trend == Trend::None || plain.len() > 3;
            enough.then(|| State::Smoothing(fit(plain, trend, effort, near, None).1))
        };
        let near_ets = near.and_then(|near| if let State::Ets(model) = &near.state { Some(model) } else { None });
        let holt_winters = |season, multiplicative_error| {
            if let Some(weights) = series.weights {
                return Classical::begin(series.values, season, series.length, weights).map(State::Classical);
            }
            let shape = Shape { multiplicative_error, trend: Trend::Additive, season };
            suits(series.values, shape, series.length).then(|| State::Ets(fit_ets(series.values, shape, series.length, effort, near_ets)))
        };
        let first = *series.values.first()?;
        let state = match method {
            Method::Naive => State::Last(first),
            Method::SeasonalNaive => State::Repeated(SeasonalNaive::new(series.values, series.length)?),
            Method::Mean => return None,
            Method::SimpleSmoothing => smoothing(Trend::None)?,
            Method::Holt => smoothing(Trend::Additive)?,
            Method::DampedHolt => smoothing(Trend::Damped)?,
            Method::HoltWintersAdditive => holt_winters(Seasonality::Additive, false)?,
            Method::HoltWintersMultiplicative => holt_winters(Seasonality::Multiplicative, false)?,
            Method::Ets => match near_ets {
                Some(near) => State::Ets(fit_ets(series.values, near.shape, series.length, effort, Some(near))),
                None => State::Ets(choose_ets(series.values, series.length, effort)?),
            },
            // Orders chosen on a part of a short series are not those of the whole.
            Method::Arima => State::Arima(Box::new(fit_arima(series.values, series.length, effort)?)),
            Method::Theta => State::Theta(fit_theta(plain, effort)),
            Method::DynamicTheta if plain.len() > 5 => State::DynamicTheta(fit_dynamic_theta(plain, effort).1),
            Method::DynamicTheta => return None,
            Method::Croston => State::Intermittent(Intermittent::new(Rule::Croston, INTERMITTENT_ALPHA)),
            Method::SyntetosBoylan => State::Intermittent(Intermittent::new(Rule::SyntetosBoylan, INTERMITTENT_ALPHA)),
            Method::MovingAverage => State::Recent { values: vec![first], most: series.length.max(RECENT) },
            Method::TeunterSyntetosBabai => State::Intermittent(Intermittent::new(Rule::TeunterSyntetosBabai, INTERMITTENT_ALPHA)),
        };
        let season = if method.is_adjusted() { series.season.clone() } else { Season::none() };
        Some(Fitted { method, state, season, seen: 0 })
    }

    /// The forecast of the next period.
    pub fn next(&self) -> f64 {
        let mut path = [0.0];
        self.path(&mut path);
        path[0]
    }

    /// Takes in what the next period was.
    pub fn step(&mut self, value: f64) {
        let plain = if self.season.is_none() {
            value
        } else {
            let index = self.season.indices[self.seen % self.season.indices.len()];
            if self.season.multiplicative { value / index } else { value - index }
        };
        match &mut self.state {
            State::Last(last) => *last = plain,
            State::Repeated(model) => model.step(plain),
            State::Smoothing(model) => model.step(plain),
            State::Theta(model) => model.step(plain),
            State::DynamicTheta(model) => model.step(plain),
            State::Ets(model) => model.step(plain),
            State::Arima(model) => model.step(plain),
            State::Classical(model) => model.step(plain),
            State::Intermittent(model) => model.step(plain),
            State::Recent { values, most } => {
                // Before the first period stands what the first was.
                if self.seen == 0 || values.len() >= *most {
                    values.remove(0);
                }
                values.push(plain);
            }
        }
        self.seen += 1;
    }

    /// Forecasts of the next periods.
    pub fn path(&self, out: &mut [f64]) {
        match &self.state {
            State::Last(last) => out.fill(*last),
            State::Repeated(model) => model.path(out),
            State::Smoothing(model) => model.path(out),
            State::Theta(model) => model.path(out),
            State::DynamicTheta(model) => model.path(out),
            State::Ets(model) => model.path(out),
            State::Arima(model) => model.path(out),
            State::Classical(model) => model.path(out),
            State::Intermittent(model) => out.fill(model.next()),
            State::Recent { values, .. } => out.fill(values.iter().sum::<f64>() / values.len().max(1) as f64),
        }
        if !self.season.is_none() {
            out.iter_mut().enumerate().for_each(|(ahead, slot)| *slot = self.season.put_back(*slot, self.seen + ahead));
        }
    }

    /// What an error of one period is worth in the period `ahead` from now, as a share of the season there.
    fn scale(&self, ahead: usize) -> f64 {
        let at = self.seen + ahead;
        match &self.state {
            State::Ets(model) if model.shape.season == Seasonality::Multiplicative => model.season[at % model.season.len()].abs(),
            State::Classical(model) => model.scale(ahead),
            _ => self.season.scale(at),
        }
        .max(1e-6)
    }

    /// Runs over the series and answers what its errors one period ahead came to.
    ///
    /// Errors of a series that grows mostly grow with it. Whether they do is judged by which of both is likelier, as between the state space models with
    /// additive and with multiplicative errors (Hyndman et al. 2008, chapter 7). Estimated parameters are taken from the number of periods, but never
    /// more than half of it.
    pub fn run(&mut self, values: &[f64]) -> Noise {
        let skipped = match &self.state {
            State::Repeated(model) => model.length(),
            State::Classical(model) => model.length(),
            State::Arima(model) => model.lead(),
            State::Last(_) | State::Recent { .. } => 1,
            // Its straight line needs some periods to begin with.
            State::DynamicTheta(_) => 3.min(values.len() / 2),
            _ => 0,
        };
        let (mut squares, mut shares, mut count) = (0.0, 0.0, 0.0);
        let (mut scales, mut sizes) = (Product::default(), Product::default());
        let mut positive = true;
        for (at, value) in values.iter().enumerate() {
            if at >= skipped {
                let (expected, scale) = (self.next(), self.scale(0));
                squares += ((value - expected) / scale).powi(2);
                positive &= expected > 0.0 && *value > 0.0;
                shares += if positive { (value / expected - 1.0).powi(2) } else { 0.0 };
                scales.times(scale);
                sizes.times(if positive { expected } else { 1.0 });
                count += 1.0;
            }
            self.step(*value);
        }
        let deviance = |squares: f64, sizes: &Product| count * squares.max(f64::MIN_POSITIVE).ln() + 2.0 * sizes.logarithm();
        let relative = positive && count > 0.0 && deviance(shares, &sizes) < deviance(squares, &scales);
        Noise { square: (if relative { shares } else { squares }) / (count - self.estimated()).max(count / 2.0).max(1.0), relative }
    }

    fn estimated(&self) -> f64 {
        match &self.state {
            State::Last(_) | State::Repeated(_) | State::Classical(_) | State::Intermittent(_) | State::Recent { .. } => 0.0,
            State::Smoothing(model) if model.beta == 0.0 => 2.0,
            State::Smoothing(model) if model.phi == 1.0 => 4.0,
            State::Smoothing(_) => 5.0,
            State::Theta(_) | State::DynamicTheta(_) => 3.0,
            State::Arima(model) => model.orders.weights() as f64,
            State::Ets(model) => 4.0 + model.season.len() as f64 / 2.0,
        }
    }

    /// Standard deviations of the errors in the next periods.
    ///
    /// The variances of the linear models (Hyndman et al. 2008, chapter 6), times the season's scale or, where errors are relative, the forecasts;
    /// theta's is that of simple smoothing.
    pub fn spread(&self, noise: Noise, out: &mut [f64]) {
        let carries = if let State::Arima(model) = &self.state { model.carries(out.len()) } else { Vec::new() };
        let carry = |ahead: usize| match &self.state {
            State::Arima(_) => carries.get(ahead - 1).copied().unwrap_or(0.0),
            State::Last(_) => 1.0,
            State::Repeated(model) => model.carry(ahead),
            State::Smoothing(model) => model.carry(ahead),
            State::Theta(model) => model.smoothing.alpha,
            State::DynamicTheta(model) => model.alpha,
            State::Ets(model) => {
                let level = Smoothing { alpha: model.alpha, beta: model.beta, phi: model.phi, level: 0.0, trend: 0.0 };
                let season = model.season.len();
                level.carry(ahead) + if season > 0 && ahead.is_multiple_of(season) { model.gamma } else { 0.0 }
            }
            State::Classical(model) => model.carry(ahead),
            State::Intermittent(model) => model.alpha,
            State::Recent { values, .. } => 1.0 / values.len().max(1) as f64,
        };
        spread_of(noise.square, carry, out);
        let mut sizes = vec![0.0; if noise.relative { out.len() } else { 0 }];
        self.path(&mut sizes);
        for (ahead, slot) in out.iter_mut().enumerate() {
            *slot *= sizes.get(ahead).map_or_else(|| self.scale(ahead), |size| size.abs());
        }
    }

    /// The numbers behind the forecast.
    pub fn parameters(&self) -> Vec<Parameter> {
        let list = |numbers: &[(&'static str, f64)]| {
            numbers.iter().map(|(name, value)| Parameter { name: Cow::Borrowed(name), value: *value }).collect()
        };
        match &self.state {
            State::Last(last) => list(&[("last value", *last)]),
            State::Repeated(_) => Vec::new(),
            State::Recent { values, .. } => list(&[("periods", values.len() as f64)]),
            State::Smoothing(m) => list(&[("alpha", m.alpha), ("beta", m.beta), ("phi", m.phi), ("level", m.level), ("trend", m.trend)]),
            State::Theta(m) => list(&[("alpha", m.smoothing.alpha), ("level", m.smoothing.level), ("drift", m.drift)]),
            State::DynamicTheta(m) => list(&[("alpha", m.alpha), ("theta", m.theta()), ("level", m.level)]),
            State::Ets(m) => {
                let weights =
                    [("alpha", m.alpha), ("beta", m.beta), ("gamma", m.gamma), ("phi", m.phi), ("level", m.level), ("trend", m.trend)];
                list(&weights)
            }
            State::Classical(m) => {
                let Weights { alpha, beta, gamma } = m.weights;
                list(&[("alpha", alpha), ("beta", beta), ("gamma", gamma), ("level", m.level), ("trend", m.trend)])
            }
            State::Arima(m) => m.named().into_iter().map(|(name, value)| Parameter { name: name.into(), value }).collect(),
            State::Intermittent(m) => list(&[("alpha", m.alpha), ("size", m.size), ("interval", m.interval), ("chance", m.chance)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_that_grow_with_the_series_are_relative_and_those_that_do_not_are_not() {
        let mut random = fastrand::Rng::with_seed(2);
        let errors: Vec<f64> = (0..40).map(|_| random.f64() - 0.5).collect();
        let growing: Vec<f64> =
            errors.iter().enumerate().map(|(at, error)| 100.0 * 1.08_f64.powi(at as i32) * (1.0 + 0.1 * error)).collect();
        let steady: Vec<f64> = errors.iter().enumerate().map(|(at, error)| 100.0 + 20.0 * at as f64 + 30.0 * error).collect();
        for (values, relative) in [(&growing, true), (&steady, false)] {
            let series = Prepared::new(values, 1);
            for method in [Method::Holt, Method::DampedHolt] {
                let noise = Fitted::fit(method, &series, Effort::Thorough, None).map(|mut model| model.run(values));
                assert_eq!(noise.map(|noise| noise.relative), Some(relative), "{method:?}");
            }
        }
        // Nothing is a share of what may be zero.
        let sparse = [0.0, 3.0, 0.0, 0.0, 5.0, 0.0, 9.0, 0.0];
        let noise = Fitted::fit(Method::Naive, &Prepared::new(&sparse, 1), Effort::Quick, None).map(|mut model| model.run(&sparse));
        assert_eq!(noise.map(|noise| noise.relative), Some(false));
    }
}
