//! Forecasts the series of a file by every method and by the automatic choice, and prints accuracy and time as CSV.
//!
//! `forecast_bench --file FILE [--clock cpu] [--automatic]`; the file is a JSON list of objects with `period`, `x` (history) and `xx` (what came
//! after). Never keeps a forecast: one line per method, and one per season where the file has several.

#[path = "../schedule_bench/host.rs"]
#[allow(dead_code, reason = "this measurement needs no memory count")]
mod host;

use linewright::engine::forecast::{Effort, Method, Range, Score, Settings, forecast, mase_scale};
use serde_json::Value;
use std::collections::BTreeSet;

const FIELDS: &str = "method,series,smape,mase,bias_percent,inside_80_percent,inside_95_percent,seconds";

fn main() {
    if let Err(problem) = run(&host::arguments()) {
        host::print(&format!("!\t{problem}"));
    }
}

struct Series {
    period: usize,
    history: Vec<f64>,
    future: Vec<f64>,
}

fn run(arguments: &[String]) -> Result<(), String> {
    let after = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let file = after("--file").ok_or("--file FILE is needed")?;
    let computing = after("--clock").is_some_and(|clock| clock == "cpu");
    let all = read(&host::read(file)?)?;
    host::print(FIELDS);
    let single = if arguments.iter().any(|word| word == "--automatic") { &[][..] } else { &Method::SINGLE[..] };
    let everything: Vec<&Series> = all.iter().collect();
    for method in single.iter().copied().map(Some).chain([None]) {
        let name = method.map_or("Automatic".to_owned(), |method| format!("{method:?}"));
        host::print(&measure(&name, &everything, method, computing));
    }
    // Ranges are to hold for every frequency, not only in the mean of all.
    let seasons: BTreeSet<usize> = all.iter().map(|one| one.period).collect();
    for season in seasons.iter().filter(|_| seasons.len() > 1) {
        let part: Vec<&Series> = all.iter().filter(|one| one.period == *season).collect();
        host::print(&measure(&format!("Automatic (season of {season})"), &part, None, computing));
    }
    Ok(())
}

fn read(text: &str) -> Result<Vec<Series>, String> {
    let all: Value = serde_json::from_str(text).map_err(|problem| problem.to_string())?;
    let numbers = |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let series = |one: &Value| Series {
        period: one["period"].as_u64().unwrap_or(1) as usize,
        history: numbers(&one["x"]),
        future: numbers(&one["xx"]),
    };
    let list = all.as_array().ok_or("the file is no list of series")?;
    Ok(list.iter().map(series).filter(|one| !one.history.is_empty() && !one.future.is_empty()).collect())
}

/// One method over all series; only the forecasting itself is timed.
fn measure(name: &str, all: &[&Series], method: Option<Method>, computing: bool) -> String {
    let (mut smape, mut mase, mut bias, mut inside, mut spent) = (0.0, 0.0, 0.0, [0.0; 2], 0.0);
    for one in all {
        let history: Vec<Option<f64>> = one.history.iter().copied().map(Some).collect();
        let settings = Settings { horizon: one.future.len(), season: one.period, method, weights: None, effort: Effort::Quick };
        let began = host::now(computing);
        let answer = forecast(&history, &settings);
        spent += host::now(computing) - began;
        let pairs: Vec<(f64, f64)> = one.future.iter().copied().zip(answer.points.iter().copied()).collect();
        let score = Score::of(&pairs, mase_scale(&one.history, one.period), 1);
        let size = one.future.iter().map(|value| value.abs()).sum::<f64>() / one.future.len() as f64;
        let covered = |ranges: &[Range]| {
            let within = one.future.iter().zip(ranges).filter(|(value, range)| (range.low..=range.high).contains(*value));
            within.count() as f64 / one.future.len() as f64
        };
        smape += score.smape;
        mase += score.mase;
        bias += if size > 0.0 { 100.0 * score.bias / size } else { 0.0 };
        inside[0] += 100.0 * covered(&answer.ranges_80);
        inside[1] += 100.0 * covered(&answer.ranges_95);
    }
    let count = all.len().max(1) as f64;
    let means = [smape, mase, bias, inside[0], inside[1]].map(|sum| format!("{:.4}", sum / count)).join(",");
    format!("{name},{},{means},{:.4}", all.len(), spent / 1000.0)
}
