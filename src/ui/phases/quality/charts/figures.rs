//! The figures of a control chart, each with its formula, its inputs and the points behind it.

use crate::app::derived::quality::{ChartSeries, plotted_unit, present_stage, rounded, values_words};
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{ChartKind, ChartOutcome};
use crate::model::RecordId;
use crate::model::text::count_text;
use crate::ui::widgets::{Explained, SourceRow, Tone};

/// Mean, spread, limits and signals of the present stage.
pub fn chart_figures(series: &ChartSeries, outcome: &ChartOutcome) -> Vec<Explained> {
    let Some((stage, last)) = outcome.stages.iter().rev().find(|stage| stage.end > stage.start).zip(outcome.main.points.last()) else {
        return Vec::new();
    };
    // Where the limits of before hold, they were learned from the points of before.
    let source = present_stage(series, outcome).map_or(*stage, |(_, source)| source);
    let kind = series.request.kind;
    let scale = if kind == ChartKind::P { 100.0 } else { 1.0 };
    let unit = plotted_unit(series);
    let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
    let told = |value: f64| format!("{}{unit}", rounded(value * scale));
    let used = series.points.iter().enumerate().filter(|(at, point)| (source.start..source.end).contains(at) && point.left_out.is_none());
    let rows: Vec<SourceRow> = used
        .map(|(at, point)| SourceRow {
            label: format!("Point {}, {}", at + 1, moment_text(point.time, point.time)),
            value: values_words(series, at),
            id: point.check.raw(),
        })
        .collect();
    let (mean, deviation, limits) = formulas(kind);
    let mut figures = vec![Explained {
        label: "Centre line".to_owned(),
        value: told(last.centre),
        detail: format!("from {} points", source.used),
        formula: mean.to_owned(),
        rows,
        note: "Points that are left out of the limits do not count.".to_owned(),
        ..Explained::default()
    }];
    if stage.deviation > 0.0 {
        figures.push(Explained {
            label: "Standard deviation within".to_owned(),
            value: told(stage.deviation),
            detail: format!("{} degrees of freedom", rounded(stage.degrees)),
            formula: deviation.to_owned(),
            note: "Short-term variation alone: what changes between the points is what the chart looks for.".to_owned(),
            ..Explained::default()
        });
    }
    let ends = [("Lower control limit", last.lower), ("Upper control limit", last.upper)];
    figures.extend(ends.into_iter().filter_map(|(label, limit)| {
        Some(Explained {
            label: label.to_owned(),
            value: told(limit?),
            detail: "at the last point".to_owned(),
            formula: limits.to_owned(),
            inputs: vec![
                ("Centre line".to_owned(), told(last.centre)),
                ("Standard deviation of what is plotted".to_owned(), told(last.deviation)),
            ],
            note: "What the process does when nothing special happens; not what is allowed.".to_owned(),
            ..Explained::default()
        })
    }));
    let mut signals: Vec<usize> = outcome.main.signals.iter().map(|signal| signal.point).collect();
    signals.dedup();
    let share = format!("of {} points", count_text(series.points.len()));
    let tone = if signals.is_empty() { Tone::Good } else { Tone::Bad };
    let rows = outcome.main.signals.iter().map(|signal| SourceRow {
        label: format!("Point {}", signal.point + 1),
        value: format!("rule {}", signal.rule.number()),
        id: 0,
    });
    figures.push(Explained {
        label: "Points that signal".to_owned(),
        value: count_text(signals.len()),
        tone,
        detail: share,
        formula: "Points at which one of the rules fires".to_owned(),
        rows: rows.collect(),
        ..Explained::default()
    });
    figures
}

/// How mean, deviation and limits of a kind are worked out.
fn formulas(kind: ChartKind) -> (&'static str, &'static str, &'static str) {
    const AROUND: &str = "centre line ± K · σ / √n";
    match kind {
        ChartKind::XbarR => ("x̿: mean of all values", "R̄ / d₂, of several sizes weighted by their certainty", AROUND),
        ChartKind::XbarS => ("x̿: mean of all values", "s̄ / c₄, of several sizes weighted by their certainty", AROUND),
        ChartKind::Individuals => ("x̄: mean of all values", "mean moving range of two / 1.128", "centre line ± K · σ"),
        ChartKind::P => ("p̄ = all defective / all looked at", "", "p̄ ± K · √(p̄ (1 − p̄) / n)"),
        ChartKind::Np => ("n · p̄, with p̄ = all defective / all looked at", "", "n p̄ ± K · √(n p̄ (1 − p̄))"),
        ChartKind::C => ("c̄: mean number of defects", "", "c̄ ± K · √c̄"),
        ChartKind::U => ("ū = all defects / all units looked at", "", "ū ± K · √(ū / n)"),
        ChartKind::G => (
            "median of a geometric distribution with the mean found",
            "",
            "as improbable as K standard deviations of a normal distribution",
        ),
        ChartKind::T => (
            "median of an exponential distribution with the mean found",
            "",
            "as improbable as K standard deviations of a normal distribution",
        ),
        ChartKind::Ewma { .. } => (
            "mean of all values",
            "within subgroups, or from moving ranges",
            "centre line ± L · σ / √n · √(λ/(2 − λ) · (1 − (1 − λ)²ⁱ)), λ = 0.2, L = 3",
        ),
        ChartKind::Cusum { .. } => (
            "zero: the sums are of distances from the mean",
            "within subgroups, or from moving ranges",
            "h · σ / √n, h = 5, with slack k = 0.5",
        ),
    }
}
