//! What the chart of a series shows: the past, what is expected with its ranges, and what was accepted or said instead.

use crate::app::derived::demand::period_label;
use crate::app::derived::forecast::{Group, Series as Sheet, method_name};
use crate::engine::analysis::Foreseen;
use crate::engine::forecast::{Backtest, Method, Range};
use crate::model::{Period as PlanPeriod, Time};
use crate::ui::widgets::chart::{ChartData, Period, Series};

/// Periods of the past that are shown at most.
const SHOWN: usize = 60;

/// The chart of one series.
pub fn series_chart(sheet: &Sheet, foreseen: Option<&Foreseen>) -> ChartData {
    let first = sheet.past.saturating_sub(SHOWN);
    let rows = || sheet.rows.iter().skip(first);
    let past = sheet.past - first;
    let ahead = sheet.rows.len() - sheet.past;
    let mut series = vec![line("History", 0, rows().map(|row| row.history()).collect())];
    if rows().any(|row| row.correction.is_some()) {
        series.push(line("Corrected", 6, rows().map(|row| row.correction).collect()));
    }
    if let Some(foreseen) = foreseen {
        let forecast = &foreseen.forecast;
        let points = (0..past).map(|_| None).chain((0..ahead).map(|at| forecast.points.get(at).copied()));
        let band = |ranges: &[Range]| {
            let ranges = (0..ahead).map(|at| ranges.get(at).map(|range| (range.low, range.high)));
            (0..past).map(|_| None).chain(ranges).collect::<Vec<_>>()
        };
        series.push(Series { dashed: true, band: band(&forecast.ranges_95), ..line("Forecast, 80 and 95 % ranges", 1, points.collect()) });
        series.push(Series { band: band(&forecast.ranges_80), ..line("", 1, Vec::new()) });
    }
    if rows().any(|row| row.baseline.is_some()) {
        series.push(line("Accepted", 2, rows().map(|row| row.baseline).collect()));
    }
    if rows().any(|row| row.adjustment.is_some()) {
        series.push(line("Override", 3, rows().map(|row| row.adjustment).collect()));
    }
    let on_order = rows().enumerate().map(|(at, row)| (at >= past && row.open + row.promised > 0.0).then_some(row.open + row.promised));
    if rows().any(|row| row.open + row.promised > 0.0) {
        series.push(line("On order", 4, on_order.collect()));
    }
    ChartData { periods: periods(sheet.period, rows().map(|row| row.start)), series, limit: None, unit: String::new(), decimals: 0 }
}

/// The chart of a group: the sums of its members.
pub fn group_chart(group: &Group) -> ChartData {
    let past = group.rows.iter().filter(|row| row.history.is_some()).count();
    let first = past.saturating_sub(SHOWN);
    let rows = || group.rows.iter().skip(first);
    let series = vec![
        line("History", 0, rows().map(|row| row.history).collect()),
        line("Expected", 2, rows().map(|row| row.expected).collect()),
        line("On order", 4, rows().map(|row| (row.on_order > 0.0).then_some(row.on_order)).collect()),
    ];
    ChartData { periods: periods(group.period, rows().map(|row| row.start)), series, limit: None, unit: String::new(), decimals: 0 }
}

/// Methods in the chart of a backtest besides the naive one.
const BEST: usize = 3;

/// How the errors of the best methods and of the naive one grow with how far ahead they look.
pub fn backtest_chart(backtest: &Backtest) -> ChartData {
    let best = backtest.measured.iter().filter(|measured| measured.method != Method::Naive).take(BEST);
    let naive = backtest.measured.iter().filter(|measured| measured.method == Method::Naive);
    let ahead = 1..=backtest.origins.horizon;
    let series = best.chain(naive).zip(1..).map(|(measured, colour)| Series {
        dashed: measured.method == Method::Naive,
        ..line(method_name(measured.method), colour, ahead.clone().map(|ahead| measured.error(Some(ahead))).collect())
    });
    let period = |ahead: usize| Period { label: ahead.to_string(), name: format!("{ahead} ahead") };
    ChartData { periods: ahead.clone().map(period).collect(), series: series.collect(), limit: None, unit: String::new(), decimals: 1 }
}

fn line(label: &str, colour: u8, values: Vec<Option<f64>>) -> Series {
    Series { label: label.to_owned(), values, colour, ..Series::default() }
}

fn periods(period: PlanPeriod, starts: impl Iterator<Item = Time>) -> Vec<Period> {
    let named = |start: Time| {
        let name = period_label(period, start);
        Period { label: name.clone(), name }
    };
    starts.map(named).collect()
}
