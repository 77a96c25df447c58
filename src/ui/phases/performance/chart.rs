//! Control charts of figures: as a line chart's data, and as a small line for a tile.
//!
//! Limits come from the points themselves and say what chance does; a target and limits of a customer are drawn apart from them.

use crate::app::derived::performance::{Charted, chart_scale};
use crate::engine::performance::Unit;
use crate::ui::widgets::chart::{ChartData, Period, Series};
use leptos::prelude::*;

/// What a person wants a figure to be: target, lower and upper limit.
pub type Wanted = (Option<f64>, Option<f64>, Option<f64>);

/// The chart of a figure over its periods.
pub fn control_data(chart: &Charted, names: &[String], label: &str, unit: Option<Unit>, own_unit: &str, wanted: Wanted) -> ChartData {
    let (target, lowest, highest) = wanted;
    let known = chart.values.iter().copied().flatten().chain([chart.upper, chart.lower, target, lowest, highest].into_iter().flatten());
    let largest = known.map(f64::abs).fold(0.0, f64::max);
    let (scale, unit, decimals) = chart_scale(unit, own_unit, largest);
    let values = |values: &mut dyn Iterator<Item = Option<f64>>| values.map(|value| value.map(|value| value * scale)).collect::<Vec<_>>();
    let mut series = vec![Series { label: label.to_owned(), values: values(&mut chart.values.iter().copied()), ..Series::default() }];
    for (level, label, colour, dashed) in [
        (chart.centre, "Centre line", 6, false),
        (chart.upper, "Upper control limit", 2, true),
        (chart.lower, "Lower control limit", 2, true),
        (target, "Target", 1, false),
        (highest, "Not above", 3, true),
        (lowest, "Not below", 3, true),
    ] {
        if let Some(level) = level {
            let values = vec![Some(level * scale); chart.values.len()];
            series.push(Series { label: label.to_owned(), values, colour, dashed, ..Series::default() });
        }
    }
    if !chart.signals.is_empty() {
        let at = |(place, value): (usize, &Option<f64>)| value.filter(|_| chart.signals.contains(&place));
        let values = values(&mut chart.values.iter().enumerate().map(at));
        series.push(Series { label: "Signal".to_owned(), values, colour: 4, ..Series::default() });
    }
    let period = |name: &String| Period { label: short(name), name: name.clone() };
    ChartData { periods: names.iter().map(period).collect(), series, limit: None, unit, decimals }
}

/// `W12` of `W12 2026`, `03-01` of `2026-03-01`.
fn short(name: &str) -> String {
    match name.split_once(' ') {
        Some((first, _)) => first.to_owned(),
        None => name.get(5..).unwrap_or(name).to_owned(),
    }
}

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;
const EDGE: f64 = 4.0;

/// The line of a tile with its limits, target and signals; whoever cannot see it reads the tile's words.
pub fn sparkline(chart: &Charted, target: Option<f64>) -> AnyView {
    let levels = [chart.centre, chart.lower, chart.upper, target];
    let known: Vec<f64> = chart.values.iter().copied().chain(levels).flatten().filter(|value| value.is_finite()).collect();
    let (low, high) = known.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    if !low.is_finite() {
        return view! { <p class="hint">"No values yet."</p> }.into_any();
    }
    let span = if high > low { high - low } else { 1.0 };
    let y = |value: f64| HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2.0 * EDGE);
    let step = (WIDTH - 2.0 * EDGE) / chart.values.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| EDGE + at as f64 * step;
    let mut path = String::new();
    let mut draws = false;
    let mut points: Vec<AnyView> = Vec::new();
    for (at, value) in chart.values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            draws = false;
            continue;
        };
        path.push_str(&format!("{}{:.1} {:.1}", if draws { 'L' } else { 'M' }, x(at), y(value)));
        draws = true;
        let is_signal = chart.signals.contains(&at);
        if is_signal || at + 1 == chart.values.len() {
            let class = if is_signal { "spark-signal" } else { "spark-point" };
            let radius = if is_signal { 3.5 } else { 2.5 };
            points.push(view! { <circle class=class cx=format!("{:.1}", x(at)) cy=format!("{:.1}", y(value)) r=radius /> }.into_any());
        }
    }
    let level = |value: Option<f64>, class: &'static str| {
        value.map(|value| {
            let y = format!("{:.1}", y(value));
            view! { <line class=class x1=EDGE x2=WIDTH - EDGE y1=y.clone() y2=y /> }
        })
    };
    view! {
        <svg class="spark" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
            {level(chart.centre, "spark-centre")}
            {level(chart.lower, "spark-limit")}
            {level(chart.upper, "spark-limit")}
            {level(target, "spark-target")}
            <path class="spark-line" d=path />
            {points}
        </svg>
    }
    .into_any()
}
