//! Single series whose forecasts are known: R's `forecast` 8.20 and textbooks.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

mod forecast_support;

use forecast_support::{assert_close, known, numbers, shared};
use linewright::engine::forecast::{
    Effort, Ets, Intermittent, Method, Rule, Seasonality, Settings, Shape, Smoothing, Trend, choose_ets, decompose, fit_ets, fit_smoothing,
    fit_theta, forecast,
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

fn ets_after(mut model: Ets, values: &[f64], horizon: usize) -> Vec<f64> {
    values.iter().for_each(|value| model.step(*value));
    let mut path = vec![0.0; horizon];
    model.path(&mut path);
    path
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
    let low: Vec<f64> =
        path.iter().enumerate().map(|(h, mean)| mean - 1.959_964 * sigma * (1.0 + h as f64 * model.alpha.powi(2)).sqrt()).collect();
    assert_close("lower95", &low, &numbers(&case["lower95"]), OPTIMISED);
}

#[test]
fn holt_and_damped_holt_of_australian_air_passengers() {
    let Some(holt) = case("holt_ausair") else { return };
    let values = numbers(&holt["y"]);
    let (_, model) = fit_smoothing(&values, Trend::Additive, Effort::Thorough, None, None);
    assert_close("holt", &after(model, &values, 5), &numbers(&holt["mean"]), OPTIMISED);
    let damped = case("damped_ausair").unwrap();
    let (_, model) = fit_smoothing(&values, Trend::Damped, Effort::Thorough, None, Some(0.9));
    assert_close("damped", &after(model, &values, 15), &numbers(&damped["mean"]), OPTIMISED);
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

#[test]
fn holt_winters_of_australian_tourists_with_given_and_with_own_parameters() {
    for (name, season) in [("hw_add_austourists", Seasonality::Additive), ("hw_mul_austourists", Seasonality::Multiplicative)] {
        let Some(case) = case(name) else { return };
        let values = numbers(&case["y"]);
        let shape = Shape { multiplicative_error: season == Seasonality::Multiplicative, trend: Trend::Additive, season };
        let theirs = given(&case, shape, 4);
        // R forecasts multiplicative models by their expectation, in which level and season go together; we by their path, as the books.
        let tolerance = if shape.multiplicative_error { OPTIMISED } else { FIXED };
        assert_close(name, &ets_after(theirs.clone(), &values, 8), &numbers(&case["mean"]), tolerance);
        let ours = fit_ets(&values, shape, 4, Effort::Thorough, None);
        println!("{name}: AICc {} here, {} there", ours.aicc(&values), theirs.aicc(&values));
        assert!(ours.aicc(&values) <= theirs.aicc(&values) + 0.02, "{name}: R's parameters are likelier");
    }
}

/// R's search ends before the likeliest parameters, by about ten points of AICc on this series; with the likeliest ones of every shape, the trend
/// without damping is the better model. So what is held against R is the criterion itself, its forecasts with its own parameters, and that
/// neither our parameters nor our choice are less likely than its.
#[test]
fn ets_of_the_airline_passengers_is_no_less_likely_than_what_r_finds() {
    let (Some(case), Some(air)) = (case("ets_air"), case("hw_fixed_air")) else { return };
    let values = numbers(&air["y"]);
    let shape = Shape { multiplicative_error: true, trend: Trend::Damped, season: Seasonality::Multiplicative };
    let theirs = given(&case, shape, 12);
    assert_close("ets", &ets_after(theirs.clone(), &values, 12), &numbers(&case["mean"]), OPTIMISED);
    assert_close("aicc", &[theirs.aicc(&values)], &[number(&case["aicc"])], FIXED);
    let same_shape = fit_ets(&values, shape, 12, Effort::Thorough, None);
    let chosen = choose_ets(&values, 12, Effort::Thorough).unwrap();
    println!(
        "AICc: R {}, the same shape here {}, chosen {} with {}",
        theirs.aicc(&values),
        same_shape.aicc(&values),
        chosen.shape.label(),
        chosen.aicc(&values)
    );
    assert!(same_shape.aicc(&values) <= theirs.aicc(&values) && chosen.aicc(&values) <= same_shape.aicc(&values));
}

#[test]
fn theta_and_seasonal_naive_of_the_airline_passengers() {
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
    assert_close("theta", &path, &numbers(&theta["mean"]), OPTIMISED);
    let settings = Settings { horizon: 12, season: 12, method: Some(Method::SeasonalNaive), effort: Effort::Quick };
    assert_close("snaive", &forecast(&known(&values), &settings).points, &numbers(&case("snaive_air").unwrap()["mean"]), FIXED);
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
