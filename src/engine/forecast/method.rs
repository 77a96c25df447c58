//! The methods under one roof: each fitted to a series, carried on period by period, and asked for its forecasts and their spread.
//!
//! Never chooses a method.

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
    pub const SINGLE: [Method; 14] = [
        Method::Naive,
        Method::SeasonalNaive,
        Method::SimpleSmoothing,
        Method::Holt,
        Method::DampedHolt,
        Method::HoltWintersAdditive,
        Method::HoltWintersMultiplicative,
        Method::Ets,
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

/// A series as methods want it: as it is, and without its season.
pub(super) struct Prepared<'a> {
    pub values: &'a [f64],
    pub length: usize,
    pub season: Season,
    pub plain: Vec<f64>,
}

impl<'a> Prepared<'a> {
    pub fn new(values: &'a [f64], length: usize) -> Prepared<'a> {
        let season = super::season::find(values, length);
        let plain = season.take_out(values);
        Prepared { values, length, season, plain }
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
            _ => self.season.scale(at),
        }
        .max(1e-6)
    }

    /// Runs over the series and answers the mean squared error one period ahead, without the season's scale.
    ///
    /// Estimated parameters are taken from the number of periods, but never more than half of it.
    pub fn run(&mut self, values: &[f64]) -> f64 {
        let skipped = match &self.state {
            State::Repeated(model) => model.length(),
            State::Last(_) | State::Recent { .. } => 1,
            // Its straight line needs some periods to begin with.
            State::DynamicTheta(_) => 3.min(values.len() / 2),
            _ => 0,
        };
        let (mut squares, mut count) = (0.0, 0.0);
        for (at, value) in values.iter().enumerate() {
            if at >= skipped {
                squares += ((value - self.next()) / self.scale(0)).powi(2);
                count += 1.0;
            }
            self.step(*value);
        }
        squares / (count - self.estimated()).max(count / 2.0).max(1.0)
    }

    fn estimated(&self) -> f64 {
        match &self.state {
            State::Last(_) | State::Repeated(_) | State::Intermittent(_) | State::Recent { .. } => 0.0,
            State::Smoothing(model) if model.beta == 0.0 => 2.0,
            State::Smoothing(model) if model.phi == 1.0 => 4.0,
            State::Smoothing(_) => 5.0,
            State::Theta(_) | State::DynamicTheta(_) => 3.0,
            State::Ets(model) => 4.0 + model.season.len() as f64 / 2.0,
        }
    }

    /// Standard deviations of the errors in the next periods, where the error one period ahead has the mean square `square`.
    ///
    /// The variances of the linear models (Hyndman et al. 2008, chapter 6), times the season's scale; theta's is that of simple smoothing.
    pub fn spread(&self, square: f64, out: &mut [f64]) {
        let carry = |ahead: usize| match &self.state {
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
            State::Intermittent(model) => model.alpha,
            State::Recent { values, .. } => 1.0 / values.len().max(1) as f64,
        };
        spread_of(square, carry, out);
        out.iter_mut().enumerate().for_each(|(ahead, slot)| *slot *= self.scale(ahead));
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
            State::Intermittent(m) => list(&[("alpha", m.alpha), ("size", m.size), ("interval", m.interval), ("chance", m.chance)]),
        }
    }
}
