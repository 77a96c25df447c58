//! The forecast of one series: which method, what it expects, and how far off it may be.
//!
//! Methods are chosen by their errors from rolling origins, never by their fit. Never asks which series it is.

use super::classical::Weights;
use super::history::{Finding, clean};
use super::intermittent::{DemandClass, Pattern, pattern};
use super::method::{Fitted, Method, Parameter, Prepared};
use super::ranges::{Opinion, Reach, coverage, disagreement, spreads, widening};
use super::rolling::{Origins, Trial};
use super::season::Season;
use super::smoothing::Effort;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Periods to forecast.
    pub horizon: usize,
    /// Periods of one season: 12 months, 52 weeks, 7 days; one where there is none.
    pub season: usize,
    /// This method and no other; chosen by itself where it is not said.
    pub method: Option<Method>,
    /// Weights of Holt-Winters where a person gives them; they make it the classical one (`classical.rs`).
    pub weights: Option<Weights>,
    pub effort: Effort,
}

/// A method's mean absolute error from the rolling origins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    pub method: Method,
    pub mean_absolute_error: f64,
    pub root_mean_square_error: f64,
}

/// How often the value lay in the interval, at so many forecasts from rolling origins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    pub forecasts: usize,
    pub inside_80: usize,
    pub inside_95: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

/// The answer; every list of `horizon` periods begins with the period after the last of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub method: Method,
    /// What a mean is the mean of; otherwise the method itself.
    pub members: Vec<(Method, Vec<Parameter>)>,
    pub points: Vec<f64>,
    pub ranges_80: Vec<Range>,
    pub ranges_95: Vec<Range>,
    pub coverage: Coverage,
    pub tried: Vec<Tried>,
    pub pattern: Pattern,
    /// The season that methods without seasons were freed of.
    pub season: Season,
    pub findings: Vec<Finding>,
}

/// Forecasts a series; gaps are `None`. Any input gets an answer, with findings where something was wrong with it.
pub fn forecast(history: &[Option<f64>], settings: &Settings) -> Forecast {
    let horizon = settings.horizon.min(1000);
    let (values, mut findings) = clean(history, settings.season);
    let kind = pattern(&values);
    let first = values.first().copied().unwrap_or(0.0);
    if values.len() < 2 || values.iter().all(|value| *value == first) {
        let range = vec![Range { low: first, high: first }; horizon];
        return Forecast {
            method: Method::Naive,
            members: vec![(Method::Naive, vec![Parameter { name: "last value".into(), value: first }])],
            points: vec![first; horizon],
            ranges_80: range.clone(),
            ranges_95: range,
            coverage: Coverage::default(),
            tried: Vec::new(),
            pattern: kind,
            season: Season::none(),
            findings,
        };
    }
    let origins = Origins::of(values.len(), horizon);
    let whole = Prepared::new(&values, settings.season).with(settings.weights);
    let trials = try_methods(&values, &candidates(settings, &kind, &whole), settings, origins);
    let chosen = choose(&trials, &values, origins, &kind);
    let ran = run_all(&trials, &chosen, &whole, settings, (&values, origins, horizon));
    let mut answer = combine(ran.iter().filter(|ran| ran.is_member), horizon);
    if answer.members.is_empty() {
        // A method that was asked for and does not apply: what any series allows.
        let naive = Fitted::fit(Method::Naive, &whole, settings.effort, None).map(|model| run(model, &values, horizon));
        answer = combine(naive.iter(), horizon);
        findings.push(Finding::MethodDoesNotApply);
    }
    let opinions: Vec<Opinion> = ran.into_iter().map(|ran| Opinion { path: ran.path, weight: ran.weight }).collect();
    let between = if answer.members.len() > 1 { disagreement(&answer.points, &opinions) } else { vec![0.0; horizon] };
    let widening = widening(&chosen.trial, &values, origins);
    let reach = Reach::of(values.len(), answer.members.len());
    let lowest = if values.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let ranges = |reach: f64, widening: f64| -> Vec<Range> {
        let spreads = spreads(&answer.spreads, widening, &between, values.len());
        let range =
            |(point, spread): (&f64, &f64)| Range { low: (point - reach * spread).max(lowest), high: (point + reach * spread).max(lowest) };
        answer.points.iter().zip(&spreads).map(range).collect()
    };
    let mut ranges_80 = ranges(reach.inside_80, widening.usual);
    let ranges_95 = ranges(reach.inside_95, widening.rare);
    // Either may come out wider where errors are few; what holds more is never the narrower.
    ranges_80
        .iter_mut()
        .zip(&ranges_95)
        .for_each(|(inner, outer)| *inner = Range { low: inner.low.max(outer.low), high: inner.high.min(outer.high) });
    let method = if answer.members.len() > 1 { Method::Mean } else { answer.members.first().map_or(Method::Naive, |member| member.0) };
    Forecast {
        method,
        ranges_80,
        ranges_95,
        points: answer.points.iter().map(|point| point.max(lowest)).collect(),
        members: answer.members,
        coverage: coverage(&chosen.trial, &values, origins, widening, reach),
        tried: trials.iter().chain((method == Method::Mean).then_some(&chosen.trial)).map(|trial| tried(trial, &values, origins)).collect(),
        pattern: kind,
        season: whole.season,
        findings,
    }
}

/// The methods worth trying on a series, by its length, pattern and season.
fn candidates(settings: &Settings, kind: &Pattern, series: &Prepared) -> Vec<Method> {
    if let Some(method) = settings.method
        && method != Method::Mean
    {
        return vec![method];
    }
    if matches!(kind.class, DemandClass::Intermittent | DemandClass::Lumpy) {
        return vec![Method::MovingAverage, Method::SimpleSmoothing, Method::TeunterSyntetosBabai];
    }
    let mut methods = vec![Method::Naive];
    if settings.season > 1 {
        methods.push(Method::SeasonalNaive);
    }
    methods.extend([
        Method::SimpleSmoothing,
        Method::Holt,
        Method::DampedHolt,
        Method::Theta,
        Method::DynamicTheta,
        Method::HoltWintersAdditive,
    ]);
    if !series.season.is_none() || series.values.len() > 10 {
        methods.push(Method::Ets);
    }
    methods
}

fn try_methods(values: &[f64], methods: &[Method], settings: &Settings, origins: Origins) -> Vec<Trial> {
    let before = Prepared::new(&values[..origins.first], settings.season).with(settings.weights);
    methods.iter().filter_map(|method| Trial::of(*method, values, &before, origins, settings.effort)).collect()
}

fn tried(trial: &Trial, values: &[f64], origins: Origins) -> Tried {
    Tried {
        method: trial.method,
        mean_absolute_error: trial.absolute(values, origins),
        root_mean_square_error: trial.squared(values, origins).sqrt(),
    }
}

struct Chosen<'a> {
    members: Vec<&'a Trial>,
    trial: Trial,
}

/// The method, or the three whose mean is taken.
///
/// Demand that comes now and then is expected as the mean of the last season: a choice by errors takes whatever was low of late, for absolute errors
/// are least for a forecast of zero, and squared ones of a few demands are accidents. A mean is without bias while demand is steady, and remembers
/// half as long as smoothing with the usual weights, so that it is wrong by less where demand fades or rises (`tests/forecast/intermittent.rs`). For all other series it is the mean of the dynamic theta
/// model and the two others with the least errors: a mean is wrong less often than the best of the past (Makridakis et al. 2020), and few
/// origins cannot tell the best from the lucky.
fn choose<'a>(trials: &'a [Trial], values: &[f64], origins: Origins, kind: &Pattern) -> Chosen<'a> {
    let intermittent = matches!(kind.class, DemandClass::Intermittent | DemandClass::Lumpy);
    let mut ranked: Vec<(f64, &Trial)> = trials.iter().map(|trial| (trial.absolute(values, origins), trial)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (wanted, first) = if intermittent { (1, Method::MovingAverage) } else { (3, Method::DynamicTheta) };
    let anchor = trials.iter().find(|trial| trial.method == first);
    let others = ranked.iter().map(|(_, trial)| *trial).filter(|trial| anchor.is_none_or(|anchor| anchor.method != trial.method));
    let members: Vec<&Trial> = anchor.into_iter().chain(others).take(wanted).collect();
    let trial = Trial::mean_of(&members);
    Chosen { members, trial }
}

/// A method run over the whole series: its forecasts and their standard deviations.
struct Ran {
    method: Method,
    parameters: Vec<Parameter>,
    path: Vec<f64>,
    spread: Vec<f64>,
    /// The inverse of its root mean square error from the rolling origins.
    weight: f64,
    is_member: bool,
}

fn run(mut model: Fitted, values: &[f64], horizon: usize) -> Ran {
    let (mut path, mut spread) = (vec![0.0; horizon], vec![0.0; horizon]);
    let noise = model.run(values);
    model.path(&mut path);
    model.spread(noise, &mut spread);
    Ran { method: model.method, parameters: model.parameters(), path, spread, weight: 1.0, is_member: true }
}

/// The methods chosen; where several are, also all others that were tried, for what they disagree by is not known.
fn run_all(
    trials: &[Trial],
    chosen: &Chosen,
    whole: &Prepared,
    settings: &Settings,
    (values, origins, horizon): (&[f64], Origins, usize),
) -> Vec<Ran> {
    let is_member = |trial: &Trial| chosen.members.iter().any(|member| member.method == trial.method);
    let asked = trials.iter().filter(|trial| chosen.members.len() > 1 || is_member(trial));
    let of = |trial: &Trial| {
        let model = Fitted::fit(trial.method, whole, settings.effort, trial.fitted.as_ref())?;
        let weight = 1.0 / trial.squared(values, origins).sqrt().max(f64::MIN_POSITIVE.sqrt());
        Some(Ran { weight, is_member: is_member(trial), ..run(model, values, horizon) })
    };
    asked.filter_map(of).collect()
}

struct Combined {
    members: Vec<(Method, Vec<Parameter>)>,
    points: Vec<f64>,
    spreads: Vec<f64>,
}

/// The mean of the methods' forecasts, and of their standard deviations, for their errors go together.
fn combine<'a>(ran: impl Iterator<Item = &'a Ran> + Clone, horizon: usize) -> Combined {
    let share = 1.0 / ran.clone().count().max(1) as f64;
    let mut combined = Combined { members: Vec::new(), points: vec![0.0; horizon], spreads: vec![0.0; horizon] };
    for one in ran {
        combined.points.iter_mut().zip(&one.path).for_each(|(sum, value)| *sum += share * value);
        combined.spreads.iter_mut().zip(&one.spread).for_each(|(sum, value)| *sum += share * value);
        combined.members.push((one.method, one.parameters.clone()));
    }
    combined
}
