//! Local wall-clock time and spans of whole seconds.
//!
//! A plan speaks of the clock on the wall: 08:00 is 08:00 in summer and winter, so no time zone is involved and a day has
//! 86,400 seconds. Chrono appears only here, at the edge where a date is read or written.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment on the wall clock: seconds since 1970-01-01 00:00, always within 1900..2200.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Time(i64);

/// A length of time in seconds; negative only where a lag may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span(i64);

/// Seconds of one day.
pub const DAY: i64 = 86_400;

impl Time {
    /// 1900-01-01 00:00, the earliest moment a workspace can hold.
    pub const MIN: Time = Time(-2_208_988_800);
    /// 2200-01-01 00:00, one past the latest moment a workspace can hold.
    pub const MAX: Time = Time(7_258_118_400);

    /// The moment `seconds` after 1970-01-01 00:00, or `None` outside 1900..2200.
    pub fn from_seconds(seconds: i64) -> Option<Time> {
        let time = Time(seconds);
        (Time::MIN <= time && time <= Time::MAX).then_some(time)
    }

    /// Like [`Time::from_seconds`], with moments outside the range moved to its nearest end.
    pub fn clamped(seconds: i64) -> Time {
        Time(seconds.clamp(Time::MIN.0, Time::MAX.0))
    }

    /// Midnight at the start of a calendar date, or `None` if there is no such date in range.
    pub fn from_date(year: i32, month: u32, day: u32) -> Option<Time> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        Time::from_seconds(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp())
    }

    /// Seconds since 1970-01-01 00:00.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// This moment moved by `span`, stopped at the ends of the range.
    pub fn plus(self, span: Span) -> Time {
        Time::clamped(self.0.saturating_add(span.0))
    }

    /// This moment moved back by `span`, stopped at the ends of the range.
    pub fn minus(self, span: Span) -> Time {
        Time::clamped(self.0.saturating_sub(span.0))
    }

    /// How long after `earlier` this moment is; negative when it is before.
    pub fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Midnight at the start of this day.
    pub fn day_start(self) -> Time {
        Time(self.0 - self.second_of_day()).max(Time::MIN)
    }

    /// Midnight at the start of this ISO week (Monday).
    pub fn week_start(self) -> Time {
        Time::clamped(self.day_start().0 - i64::from(self.weekday()) * DAY)
    }

    /// Midnight at the start of this month.
    pub fn month_start(self) -> Time {
        let (year, month, _) = self.date();
        Time::from_date(year, month, 1).unwrap_or(Time::MIN)
    }

    /// Midnight at the start of the next month.
    pub fn next_month(self) -> Time {
        let (year, month, _) = self.date();
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Time::from_date(year, month, 1).unwrap_or(Time::MAX)
    }

    /// Seconds since midnight, 0..86,400.
    pub fn second_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// Day of the week, Monday = 0 to Sunday = 6.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.0.div_euclid(DAY) + 3).rem_euclid(7) as u8
    }

    /// Year, month (1..=12) and day (1..=31).
    pub fn date(self) -> (i32, u32, u32) {
        let date = self.naive();
        (date.year(), date.month(), date.day())
    }

    /// ISO year and week number (1..=53).
    pub fn iso_week(self) -> (i32, u32) {
        let week = self.naive().iso_week();
        (week.year(), week.week())
    }

    /// `2026-03-01`.
    pub fn date_text(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `14:30`, or `14:30:20` where seconds matter.
    pub fn clock_text(self) -> String {
        let (hour, minute, second) = self.clock();
        if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
    }

    /// `2026-03-01T14:30`, the form of HTML date-time inputs; parsed back by [`Time::parse`].
    pub fn input_text(self) -> String {
        format!("{}T{}", self.date_text(), self.clock_text())
    }

    /// Reads `2026-03-01`, `2026-03-01 14:30[:20]` or the same with `T`; fractions of a second are dropped.
    pub fn parse(text: &str) -> Option<Time> {
        let text = text.trim();
        let (date, clock) = text.split_once([' ', 'T']).unwrap_or((text, ""));
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let midnight = Time::from_date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        let clock = clock.trim().trim_end_matches('Z');
        if clock.is_empty() {
            return Some(midnight);
        }
        Time::from_seconds(midnight.0 + parse_clock(clock)?)
    }

    fn clock(self) -> (u32, u32, u32) {
        let time = self.naive();
        (time.hour(), time.minute(), time.second())
    }

    fn naive(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default().naive_utc()
    }
}

/// Seconds since midnight of `14:30`, `14:30:20` or `24:00`; fractions of a second are dropped.
pub fn parse_clock(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let hour: i64 = parts.next()?.trim().parse().ok()?;
    let minute: i64 = parts.next()?.trim().parse().ok()?;
    let second: i64 = match parts.next() {
        Some(part) => part.split('.').next()?.trim().parse().ok()?,
        None => 0,
    };
    let seconds = hour * 3600 + minute * 60 + second;
    let in_range = (0..=24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    (in_range && parts.next().is_none() && seconds <= DAY).then_some(seconds)
}

/// `14:30` (or `14:30:20`) for seconds since midnight.
pub fn clock_text(seconds: i64) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// A span of whole seconds.
    pub const fn from_seconds(seconds: i64) -> Span {
        Span(seconds)
    }

    /// A span of whole minutes.
    pub const fn from_minutes(minutes: i64) -> Span {
        Span(minutes.saturating_mul(60))
    }

    /// A span of whole hours.
    pub const fn from_hours(hours: i64) -> Span {
        Span(hours.saturating_mul(3600))
    }

    /// A span of whole days of 24 hours.
    pub const fn from_days(days: i64) -> Span {
        Span(days.saturating_mul(DAY))
    }

    /// Length in seconds.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Length in hours, as a fraction.
    pub fn hours(self) -> f64 {
        self.0 as f64 / 3600.0
    }

    /// Sum of two spans, stopped at the ends of the range.
    pub const fn plus(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }

    /// Whether this is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `3 d 4 h`, `2 h 30 min`, `45 s`: the two largest units that are not zero, for people.
    pub fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let total = self.0.unsigned_abs();
        let units = [(total / 86_400, "d"), (total / 3600 % 24, "h"), (total / 60 % 60, "min"), (total % 60, "s")];
        let Some(first) = units.iter().position(|(count, _)| *count > 0) else { return "0 min".to_owned() };
        let shown: Vec<String> =
            units.iter().skip(first).take(2).filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
        format!("{sign}{}", shown.join(" "))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date_text(), self.clock_text())
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn a_date_knows_its_weekday_week_and_month() {
        let time = Time::parse("2026-11-22 07:30").unwrap();
        assert_eq!(time.weekday(), 6);
        assert_eq!(time.week_start().date_text(), "2026-11-16");
        assert_eq!(time.iso_week(), (2026, 47));
        assert_eq!(time.next_month().date_text(), "2026-12-01");
        assert_eq!(time.to_string(), "2026-11-22 07:30");
    }

    #[test]
    fn leap_days_exist_only_in_leap_years() {
        assert!(Time::parse("2024-02-29").is_some());
        assert!(Time::parse("2023-02-29").is_none());
        assert!(Time::parse("1900-02-29").is_none());
    }

    #[test]
    fn moments_outside_1900_to_2200_are_refused_and_arithmetic_stops_at_the_ends() {
        assert!(Time::parse("0000-01-01").is_none());
        assert!(Time::parse("9999-01-01").is_none());
        assert_eq!(Time::MAX.plus(Span::from_days(1)), Time::MAX);
        assert_eq!(Time::from_date(1900, 1, 1), Some(Time::MIN));
        assert_eq!(Time::from_date(2200, 1, 1), Some(Time::MAX));
    }

    #[test]
    fn spans_are_told_in_their_two_largest_units() {
        assert_eq!(Span::from_seconds(0).text(), "0 min");
        assert_eq!(Span::from_hours(76).text(), "3 d 4 h");
        assert_eq!(Span::from_minutes(-150).text(), "-2 h 30 min");
    }

    #[test]
    fn clocks_are_read_strictly() {
        assert_eq!(parse_clock("23:59:59"), Some(86_399));
        assert_eq!(parse_clock("24:00"), Some(86_400));
        assert_eq!(parse_clock("24:01"), None);
        assert_eq!(parse_clock("8"), None);
    }
}
