//! Single series whose forecasts are known: R's `forecast` 8.20 and textbooks.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use crate::support::{assert_close, known, numbers, shared};
use linewright::engine::forecast::{
    Classical, Effort, Ets, Intermittent, Method, Rule, SeasonalNaive, Seasonality, Settings, Shape, Smoothing, Trend, Weights, Windows,
    arima_aicc, choose_ets, decompose, fit_arima, fit_holt_winters, fit_smoothing, fit_theta, forecast, spread_of, stl,
};
use serde_json::Value;

/// Of values that R found by optimising.
const OPTIMISED: f64 = 1e-3;
/// Of values with given parameters.
const FIXED: f64 = 1e-6;

fn case(name: &str) -> Option<Value> {
    shared("forecast_unit_R.json").map(|all| all[name].clone())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn after(mut model: Smoothing, values: &[f64], horizon: usize) -> Vec<f64> {
    values.iter().for_each(|value| model.step(*value));
    let mut path = vec![0.0; horizon];
    model.path(&mut path);
    path
}

/// Expectations and standard deviations of the periods after a series.
fn expected(before: &Ets, values: &[f64], horizon: usize) -> (Vec<f64>, Vec<f64>) {
    let mut model = before.clone();
    values.iter().for_each(|value| model.step(*value));
    let (means, variances) = model.ahead(before.variance(values), horizon);
    (means, variances.into_iter().map(f64::sqrt).collect())
}

#[test]
fn simple_smoothing_of_saudi_oil_has_the_printed_parameters_and_intervals() {
    let Some(case) = case("ses_oil") else { return };
    let values = numbers(&case["y"]);
    let (left, model) = fit_smoothing(&values, Trend::None, Effort::Thorough, None, None);
    assert_close("alpha", &[model.alpha, model.level], &[number(&case["alpha"]), number(&case["l0"])], OPTIMISED);
    let path = after(model, &values, 5);
    assert_close("mean", &path, &numbers(&case["mean"]), OPTIMISED);
    let sigma = (left / (values.len() as f64 - 2.0)).sqrt();
    assert_close("sigma", &[sigma], &[number(&case["sigma"])], OPTIMISED);
    // R's criterion leaves out what does not depend on the model; alpha, the first level and the variance are estimated.
    let count = values.len() as f64;
    assert_close("aicc", &[count * left.ln() + 6.0 * (1.0 + 4.0 / (count - 4.0))], &[number(&case["aicc"])], OPTIMISED);
    let mut spreads = vec![0.0; 5];
    spread_of(sigma * sigma, |ahead| model.carry(ahead), &mut spreads);
    let (low, high) = limits(&path, &spreads);
    assert_close("lower95", &low, &numbers(&case["lower95"]), OPTIMISED);
    assert_close("upper95", &high, &numbers(&case["upper95"]), OPTIMISED);
}

#[test]
fn holt_and_damped_holt_of_australian_air_passengers() {
    let Some(holt) = case("holt_ausair") else { return };
    let values = numbers(&holt["y"]);
    let (_, model) = fit_smoothing(&values, Trend::Additive, Effort::Thorough, None, None);
    assert_close("holt", &after(model, &values, 5), &numbers(&holt["mean"]), OPTIMISED);
    // R's search ends before the least squares, where another alpha makes the same forecasts; ours as R goes ends where it does.
    let as_r = fit_holt_winters(&values, Seasonality::None, 1).unwrap();
    let named = |case: &Value, names: &[&str]| names.iter().map(|name| number(&case["par"][name])).collect::<Vec<f64>>();
    let states = [as_r.alpha, as_r.beta, as_r.level, as_r.trend];
    assert_close("holt, weights and first states", &states, &named(&holt, &["alpha", "beta", "l", "b"]), OPTIMISED);
    assert_close("holt, as R goes", &expected(&as_r, &values, 5).0, &numbers(&holt["mean"]), FIXED);
    let damped = case("damped_ausair").unwrap();
    let (_, model) = fit_smoothing(&values, Trend::Damped, Effort::Thorough, None, Some(0.9));
    assert_close("damped", &after(model, &values, 15), &numbers(&damped["mean"]), OPTIMISED);
    let states = [model.alpha, model.beta, model.level, model.trend];
    assert_close("damped, weights and first states", &states, &named(&damped, &["alpha", "beta", "l", "b"]), OPTIMISED);
}

/// R's parameters as a model before the first period; its `s0` is the season just before it.
fn given(case: &Value, shape: Shape, length: usize) -> Ets {
    let par = &case["par"];
    let mut season: Vec<f64> = (0..length - 1).map(|at| number(&par[format!("s{at}")])).collect();
    let whole = if shape.season == Seasonality::Multiplicative { length as f64 } else { 0.0 };
    season.push(whole - season.iter().sum::<f64>());
    season.reverse();
    let phi = par["phi"].as_f64().unwrap_or(1.0);
    let [alpha, beta, gamma, level, trend] = ["alpha", "beta", "gamma", "l", "b"].map(|name| number(&par[name]));
    Ets { shape, alpha, beta, gamma, phi, level, trend, season, seen: 0 }
}

/// The same where the trend is damped from the second period ahead on. R fits these models damped from the first one, as the books have it and as we
/// forecast, and yet forecasts them so; it comes to the same as a trend, and a weight of it, that are larger by the damping.
fn undamped_at_first(before: &Ets, values: &[f64], horizon: usize) -> (Vec<f64>, Vec<f64>) {
    let mut model = before.clone();
    values.iter().for_each(|value| model.step(*value));
    (model.trend, model.beta) = (model.trend / model.phi, model.beta / model.phi);
    let (means, variances) = model.ahead(before.variance(values), horizon);
    (means, variances.into_iter().map(f64::sqrt).collect())
}

/// Limits of 95 % around expectations.
fn limits(means: &[f64], spreads: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let limit = |side: f64| means.iter().zip(spreads).map(|(mean, spread)| mean + side * 1.959_963_984_540_054 * spread).collect();
    (limit(-1.0), limit(1.0))
}

/// Weights and first states of a model before the first period, in the order of R's names.
fn states(model: &Ets) -> Vec<f64> {
    let Ets { alpha, beta, gamma, phi, level, trend, .. } = *model;
    [alpha, beta, gamma, phi, level, trend].into_iter().chain(model.season.iter().copied()).collect()
}

#[test]
fn holt_winters_of_australian_tourists_with_given_and_with_own_parameters() {
    for (name, season) in [("hw_add_austourists", Seasonality::Additive), ("hw_mul_austourists", Seasonality::Multiplicative)] {
        let Some(case) = case(name) else { return };
        let values = numbers(&case["y"]);
        let shape = Shape { multiplicative_error: season == Seasonality::Multiplicative, trend: Trend::Additive, season };
        let theirs = given(&case, shape, 4);
        let ours = fit_holt_winters(&values, season, 4).unwrap();
        for (who, model) in [("given", &theirs), ("own", &ours)] {
            assert_close(&format!("{name}, {who}"), &expected(model, &values, 8).0, &numbers(&case["mean"]), FIXED);
        }
        assert_close(name, &states(&ours), &states(&theirs), OPTIMISED);
    }
}

/// The sum of squared errors after the first season, and the forecasts of a year.
fn carried(mut model: Classical, values: &[f64]) -> (f64, Vec<f64>, Classical) {
    let mut squares = 0.0;
    for (at, value) in values.iter().enumerate() {
        squares += if at >= model.length() { (value - model.next()).powi(2) } else { 0.0 };
        model.step(*value);
    }
    let mut path = vec![0.0; 12];
    model.path(&mut path);
    (squares, path, model)
}

#[test]
fn classical_holt_winters_of_the_airline_passengers_with_given_weights() {
    let Some(case) = case("hw_fixed_air") else { return };
    let values = numbers(&case["y"]);
    let [alpha, beta, gamma, level, trend] = ["alpha", "beta", "gamma", "l_start", "b_start"].map(|name| number(&case[name]));
    let weights = Weights { alpha, beta, gamma };
    let (squares, path, _) = carried(Classical::new(weights, true, (level, trend), numbers(&case["s_start"])), &values);
    assert_close("mean", &path, &numbers(&case["mean"]), FIXED);
    assert_close("sse", &[squares], &[number(&case["sse"])], FIXED);
    // From the first two years instead, as R begins by itself: what its manual prints for the weights that it finds.
    let printed = Weights { alpha: 0.2755925, beta: 0.03269295, gamma: 0.8707292 };
    let begun = Classical::begin(&values, Seasonality::Multiplicative, 12, printed).unwrap();
    let (_, _, model) = carried(begun, &values);
    let season = [
        0.9464611, 0.8829239, 0.9717369, 1.0304825, 1.0476884, 1.1805272, 1.3590778, 1.3331706, 1.1083381, 0.9868813, 0.8361333, 0.9209877,
    ];
    assert_close("level and trend", &[model.level, model.trend], &[469.3232206, 3.0215391], FIXED);
    assert_close("season", &model.season, &season, FIXED);
    // The forecast of a series with its own weights is that of the same model.
    let settings = Settings {
        horizon: 12,
        season: 12,
        method: Some(Method::HoltWintersMultiplicative),
        weights: Some(weights),
        effort: Effort::Quick,
    };
    let begun = Classical::begin(&values, Seasonality::Multiplicative, 12, weights).unwrap();
    assert_close("forecast", &forecast(&known(&values), &settings).points, &carried(begun, &values).1, FIXED);
}

#[test]
fn ets_of_the_airline_passengers_is_chosen_and_fitted_as_in_r() {
    let (Some(case), Some(air)) = (case("ets_air"), case("hw_fixed_air")) else { return };
    let values = numbers(&air["y"]);
    let chosen = choose_ets(&values, 12, Effort::Thorough).unwrap();
    assert_eq!(Some(format!("ETS({})", chosen.shape.label()).as_str()), case["method"].as_str());
    let theirs = given(&case, chosen.shape, 12);
    assert_close("states", &states(&chosen), &states(&theirs), OPTIMISED);
    for (who, model) in [("given", &theirs), ("own", &chosen)] {
        assert_close(&format!("aicc, {who}"), &[model.aicc(&values)], &[number(&case["aicc"])], FIXED);
        let (means, _) = expected(model, &values, 12);
        assert_close(&format!("mean as fitted, {who}"), &means, &numbers(&case["mean"]), OPTIMISED);
        let (means, spreads) = undamped_at_first(model, &values, 12);
        let (low, high) = limits(&means, &spreads);
        assert_close(&format!("mean, {who}"), &means, &numbers(&case["mean"]), FIXED);
        assert_close(&format!("lower95, {who}"), &low, &numbers(&case["lower95"]), FIXED);
        assert_close(&format!("upper95, {who}"), &high, &numbers(&case["upper95"]), FIXED);
    }
}

#[test]
fn theta_of_the_airline_passengers_with_its_ranges() {
    let (Some(theta), Some(air)) = (case("theta_air"), case("hw_fixed_air")) else { return };
    let values = numbers(&air["y"]);
    let season = decompose(&values, 12, true);
    assert_close("decompose", &season.indices, &numbers(&case("decompose_air").unwrap()["figure"]), FIXED);
    let plain = season.take_out(&values);
    let mut model = fit_theta(&plain, Effort::Thorough);
    plain.iter().for_each(|value| model.step(*value));
    let mut path = vec![0.0; 12];
    model.path(&mut path);
    let path: Vec<f64> = path.iter().enumerate().map(|(ahead, value)| season.put_back(*value, values.len() + ahead)).collect();
    assert_close("mean", &path, &numbers(&theta["mean"]), OPTIMISED);
    let (left, smoothing) = fit_smoothing(&plain, Trend::None, Effort::Thorough, None, None);
    let mut spreads = vec![0.0; 12];
    spread_of(left / (values.len() as f64 - 2.0), |ahead| smoothing.carry(ahead), &mut spreads);
    let (low, high) = limits(&path, &spreads);
    assert_close("lower95", &low, &numbers(&theta["lower95"]), OPTIMISED);
    assert_close("upper95", &high, &numbers(&theta["upper95"]), OPTIMISED);
}

#[test]
fn seasonal_naive_of_the_airline_passengers_with_its_ranges() {
    let (Some(case), Some(air)) = (case("snaive_air"), case("hw_fixed_air")) else { return };
    let values = numbers(&air["y"]);
    let settings = Settings { horizon: 12, season: 12, method: Some(Method::SeasonalNaive), weights: None, effort: Effort::Quick };
    let answer = forecast(&known(&values), &settings);
    assert_close("mean", &answer.points, &numbers(&case["mean"]), FIXED);
    let mut model = SeasonalNaive::new(&values, 12).unwrap();
    let mut squares = 0.0;
    for (at, value) in values.iter().enumerate() {
        let mut next = [0.0];
        model.path(&mut next);
        squares += if at >= 12 { (value - next[0]).powi(2) } else { 0.0 };
        model.step(*value);
    }
    let (mut path, mut spreads) = (vec![0.0; 12], vec![0.0; 12]);
    model.path(&mut path);
    spread_of(squares / (values.len() as f64 - 12.0), |ahead| model.carry(ahead), &mut spreads);
    let (low, high) = limits(&path, &spreads);
    assert_close("lower95", &low, &numbers(&case["lower95"]), FIXED);
    assert_close("upper95", &high, &numbers(&case["upper95"]), FIXED);
}

#[test]
fn croston_and_its_correction_of_a_spare_part() {
    let Some(case) = case("croston_productC") else { return };
    for (rule, name) in [(Rule::Croston, "mean"), (Rule::SyntetosBoylan, "sba")] {
        let mut model = Intermittent::new(rule, 0.1);
        numbers(&case["y"]).iter().for_each(|value| model.step(*value));
        assert_close(name, &[model.next()], &[number(&case[name])], FIXED);
    }
}

#[test]
fn an_integrated_moving_average_of_the_airline_passengers_is_chosen_and_fitted_as_in_r() {
    let (Some(case), Some(air)) = (case("arima_air"), case("hw_fixed_air")) else { return };
    let values = numbers(&air["y"]);
    let mut model = fit_arima(&values, 12, Effort::Thorough).unwrap();
    assert_eq!(Some(format!("ARIMA{}", model.orders.label()).as_str()), case["order"].as_str());
    assert_close("aicc", &[arima_aicc(&model, &values).unwrap()], &[number(&case["aicc"])], OPTIMISED);
    values.iter().for_each(|value| model.step(*value));
    let mut path = vec![0.0; 12];
    model.path(&mut path);
    assert_close("mean", &path, &numbers(&case["mean"]), OPTIMISED);
}

#[test]
fn local_regression_takes_the_airline_passengers_apart_as_in_r() {
    let (Some(case), Some(air)) = (case("stl_air"), case("hw_fixed_air")) else { return };
    let logarithms: Vec<f64> = numbers(&air["y"]).iter().map(|value| value.ln()).collect();
    let parts = stl(&logarithms, 12, Windows::FIXED).unwrap();
    assert_close("season", &parts.season[..12], &numbers(&case["seasonal12"]), FIXED);
    let ends = [parts.trend[0], parts.trend[parts.trend.len() - 1]];
    assert_close("trend", &ends, &[number(&case["trend_first"]), number(&case["trend_last"])], FIXED);
}
