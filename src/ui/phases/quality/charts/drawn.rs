//! From a chart's columns to what the widget draws.

use crate::app::derived::quality::{ChartSeries, PlottedLine, plotted_line};
use crate::engine::quality::ChartOutcome;
use crate::model::Time;
use crate::model::text::month_name;
use crate::ui::widgets::chart::{ChartData, LimitData, Period, PointMark};

/// The main chart, or the one of spreads below it.
pub fn drawn(series: &ChartSeries, outcome: &ChartOutcome, second: bool, now: Time) -> LimitData {
    let PlottedLine { name, unit, decimals, times, names, values, lower, centre, upper, zones, left_out, rules, begins } =
        plotted_line(series, outcome, second, now);
    let mark = |(hollow, rule): (bool, Option<usize>)| PointMark { hollow, word: rule.map(|rule| rule.to_string()).unwrap_or_default() };
    let period = |(time, name): (Time, String)| Period { label: short_time(time), name };
    let data = ChartData { periods: times.into_iter().zip(names).map(period).collect(), unit, decimals, ..ChartData::default() };
    let marks = left_out.into_iter().zip(rules).map(mark).collect();
    LimitData { zones, marks, begins, ..LimitData::of(data, &name, [values, lower, centre, upper]) }
}

/// The day and month under the axis.
fn short_time(time: Time) -> String {
    let (_, month, day) = time.date();
    format!("{day} {}", month_name(month))
}
