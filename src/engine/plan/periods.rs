//! Time cut into days, weeks or months.

use crate::model::*;

/// Start of the period that holds a moment.
pub fn period_start(period: Period, at: Time) -> Time {
    match period {
        Period::Day => at.day_start(),
        Period::Week => at.week_start(),
        Period::Month => at.month_start(),
    }
}

/// Start of the period after the one that begins at `start`.
pub fn next_period(period: Period, start: Time) -> Time {
    match period {
        Period::Day => start.plus(Span::from_days(1)),
        Period::Week => start.plus(Span::from_days(7)),
        Period::Month => start.next_month(),
    }
}

/// Most periods ever listed: ten years of days.
const MOST: usize = 3_660;

/// Start and end of every period that overlaps the time between two moments; none where `to` is not after `from`.
///
/// ```
/// use linewright::engine::plan::periods;
/// use linewright::model::{Period, Time};
/// let at = |text| Time::parse(text).unwrap();
/// let weeks = periods(Period::Week, at("2026-11-22"), at("2026-11-24"));
/// assert_eq!(weeks, [(at("2026-11-16"), at("2026-11-23")), (at("2026-11-23"), at("2026-11-30"))]);
/// ```
pub fn periods(period: Period, from: Time, to: Time) -> Vec<(Time, Time)> {
    let mut found = Vec::new();
    let mut start = period_start(period, from);
    while start < to && found.len() < MOST {
        let end = next_period(period, start);
        if end <= start {
            break;
        }
        found.push((start, end));
        start = end;
    }
    found
}
