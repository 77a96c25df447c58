//! From a chart's numbers to what is drawn: points with limits, marks of signals, stages.

use crate::app::derived::quality::{ChartSeries, main_name, rounded, rules_at, second_name};
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{Basis, ChartKind, ChartOutcome, Series};
use crate::model::Time;
use crate::model::text::month_name;
use crate::ui::widgets::chart::{ChartData, LimitData, Period, PointMark};

/// The main chart, or the one of spreads below it.
pub fn drawn(series: &ChartSeries, outcome: &ChartOutcome, second: bool, now: Time) -> LimitData {
    let empty = Series::default();
    let line = if second { outcome.second.as_ref().unwrap_or(&empty) } else { &outcome.main };
    let kind = series.request.kind;
    let shares = kind == ChartKind::P;
    let scale = if shares { 100.0 } else { 1.0 };
    let marks: Vec<PointMark> = (line.points.iter().enumerate())
        .map(|(at, point)| {
            let rules: Vec<String> = rules_at(line, at).into_iter().take(1).map(|rule| rule.to_string()).collect();
            PointMark { hollow: point.excluded, word: rules.concat() }
        })
        .collect();
    let period = |(at, (point, mark)): (usize, (&crate::app::derived::quality::ChartPoint, &PointMark))| {
        let rules: Vec<String> = rules_at(line, at).iter().map(usize::to_string).collect();
        let signals = if rules.is_empty() { String::new() } else { format!(", signals by rule {}", rules.join(" and ")) };
        let left_out = if mark.hollow { ", left out of the limits" } else { "" };
        Period {
            label: short_time(point.time),
            name: format!("Point {}, {}{signals}{left_out}", at + 1, moment_text(point.time, now)).replace(": ", " "),
        }
    };
    let column = |read: &dyn Fn(&crate::engine::quality::Point) -> Option<f64>| {
        line.points.iter().map(|point| read(point).map(|value| value * scale)).collect::<Vec<_>>()
    };
    let columns =
        [column(&|point| point.value), column(&|point| point.lower), column(&|point| Some(point.centre)), column(&|point| point.upper)];
    let unit = match kind {
        _ if shares => "%".to_owned(),
        ChartKind::T => "h".to_owned(),
        ChartKind::Np | ChartKind::C | ChartKind::U | ChartKind::G => String::new(),
        _ => series.question.unit.clone(),
    };
    let decimals = decimals(columns.iter().flatten().flatten().copied());
    let data =
        ChartData { periods: series.points.iter().zip(&marks).enumerate().map(period).collect(), unit, decimals, ..ChartData::default() };
    let name = if second { capitalised(second_name(kind)) } else { main_name(kind).to_owned() };
    // Zones mean something where their rules hold.
    let has_zones = !second && matches!(kind, ChartKind::XbarR | ChartKind::XbarS | ChartKind::Individuals);
    let zones = if has_zones { line.points.iter().map(|point| point.deviation).collect() } else { Vec::new() };
    let begins = series.request.stages.iter().filter(|stage| stage.limits != Basis::Before).map(|stage| stage.start).collect();
    LimitData { zones, marks, begins, ..LimitData::of(data, &name, columns) }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// The day and month under the axis.
fn short_time(time: Time) -> String {
    let (_, month, day) = time.date();
    format!("{day} {}", month_name(month))
}

/// Digits after the point that tell the values apart: three that count of their spread.
fn decimals(values: impl Iterator<Item = f64> + Clone) -> usize {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = (finite.clone().fold(f64::INFINITY, f64::min), finite.fold(f64::NEG_INFINITY, f64::max));
    let range = if high > low { high - low } else { high.abs() };
    if range.is_finite() && range > 0.0 { (2.0 - range.log10().floor()).clamp(0.0, 6.0) as usize } else { 0 }
}

/// What was measured or counted at a point: `10.1 · 10.2 · 9.9 mm`, `3 of 20`.
pub fn values_words(series: &ChartSeries, at: usize) -> String {
    let Some(point) = series.points.get(at) else { return String::new() };
    let values: Vec<String> = point.values.iter().map(|value| rounded(*value)).collect();
    if series.question.kind == crate::model::AnswerKind::Measured {
        return format!("{} {}", values.join(" · "), series.question.unit).trim_end().to_owned();
    }
    format!("{} of {}", values.join(" · "), rounded(point.size))
}
