//! A time axis: from moments to pixels and back, and the bands and marks that a person reads time by.

use crate::model::{DAY, Span, Time};

/// Maps the time from `from` to `to` onto `width` pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TimeScale {
    pub from: Time,
    pub to: Time,
    pub width: f64,
}

/// The units in which a time axis is divided, finest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TimeUnit {
    QuarterHour,
    Hour,
    Shift,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// One band of a time axis: an hour, a day, a week.
#[derive(Clone, PartialEq, Debug)]
pub struct TimeBand {
    pub from: Time,
    pub to: Time,
    /// Left edge in pixels; may lie outside the axis.
    pub left: f64,
    pub width: f64,
    pub label: String,
}

impl TimeScale {
    /// Pixels for one second.
    pub fn pixels_per_second(&self) -> f64 {
        self.width / (self.to.since(self.from).seconds().max(1) as f64)
    }

    /// Place of a moment in pixels from the left edge.
    pub fn at(&self, time: Time) -> f64 {
        time.since(self.from).seconds() as f64 * self.pixels_per_second()
    }

    /// The moment at a place in pixels, to the second.
    pub fn time_at(&self, x: f64) -> Time {
        self.from.plus(Span::from_seconds((x / self.pixels_per_second()).round() as i64))
    }

    /// The finest unit whose bands are at least `least` pixels wide.
    pub fn unit_for(&self, least: f64) -> TimeUnit {
        let units =
            [TimeUnit::QuarterHour, TimeUnit::Hour, TimeUnit::Shift, TimeUnit::Day, TimeUnit::Week, TimeUnit::Month, TimeUnit::Quarter];
        units.into_iter().find(|unit| unit.seconds() as f64 * self.pixels_per_second() >= least).unwrap_or(TimeUnit::Year)
    }

    /// The bands of a unit that cover the axis, left to right.
    pub fn bands(&self, unit: TimeUnit) -> Vec<TimeBand> {
        let mut bands = Vec::new();
        let mut start = unit.start(self.from);
        while start < self.to && bands.len() < 5_000 {
            let end = unit.next(start);
            if end <= start {
                break;
            }
            let left = self.at(start);
            bands.push(TimeBand { from: start, to: end, left, width: self.at(end) - left, label: unit.label(start) });
            start = end;
        }
        bands
    }
}

impl TimeUnit {
    /// The unit of the row above: days over hours, months over days or weeks.
    pub const fn coarser(self) -> TimeUnit {
        match self {
            TimeUnit::QuarterHour | TimeUnit::Hour | TimeUnit::Shift => TimeUnit::Day,
            TimeUnit::Day | TimeUnit::Week => TimeUnit::Month,
            TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year => TimeUnit::Year,
        }
    }

    /// Length in seconds; of the shortest month, quarter or year.
    const fn seconds(self) -> i64 {
        match self {
            TimeUnit::QuarterHour => 900,
            TimeUnit::Hour => 3_600,
            TimeUnit::Shift => 6 * 3_600,
            TimeUnit::Day => DAY,
            TimeUnit::Week => 7 * DAY,
            TimeUnit::Month => 28 * DAY,
            TimeUnit::Quarter => 90 * DAY,
            TimeUnit::Year => 365 * DAY,
        }
    }

    /// Start of the unit that contains `time`.
    pub fn start(self, time: Time) -> Time {
        match self {
            TimeUnit::QuarterHour | TimeUnit::Hour | TimeUnit::Shift => {
                let into_day = time.second_of_day();
                time.day_start().plus(Span::from_seconds(into_day - into_day % self.seconds()))
            }
            TimeUnit::Day => time.day_start(),
            TimeUnit::Week => time.week_start(),
            TimeUnit::Month => time.month_start(),
            TimeUnit::Quarter => {
                let (year, month, _) = time.date();
                Time::from_date(year, (month - 1) / 3 * 3 + 1, 1).unwrap_or(Time::MIN)
            }
            TimeUnit::Year => Time::from_date(time.date().0, 1, 1).unwrap_or(Time::MIN),
        }
    }

    /// Start of the next unit after one that starts at `start`.
    pub fn next(self, start: Time) -> Time {
        match self {
            TimeUnit::Month => start.next_month(),
            TimeUnit::Quarter => start.next_month().next_month().next_month(),
            TimeUnit::Year => Time::from_date(start.date().0 + 1, 1, 1).unwrap_or(Time::MAX),
            _ => start.plus(Span::from_seconds(self.seconds())),
        }
    }

    /// The words of a band that starts at `start`.
    pub fn label(self, start: Time) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let (year, month, day) = start.date();
        let month_name = MONTHS.get(month as usize - 1).copied().unwrap_or("");
        match self {
            TimeUnit::QuarterHour | TimeUnit::Hour | TimeUnit::Shift => start.clock_text(),
            TimeUnit::Day => format!("{} {day}", DAYS.get(usize::from(start.weekday())).copied().unwrap_or("")),
            TimeUnit::Week => format!("W{}", start.iso_week().1),
            TimeUnit::Month => format!("{month_name} {year}"),
            TimeUnit::Quarter => format!("Q{} {year}", (month - 1) / 3 + 1),
            TimeUnit::Year => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn scale(from: &str, to: &str, width: f64) -> TimeScale {
        TimeScale { from: Time::parse(from).unwrap(), to: Time::parse(to).unwrap(), width }
    }

    #[test]
    fn moments_map_to_pixels_and_back() {
        let scale = scale("2026-03-01", "2026-03-11", 1_000.0);
        let noon = Time::parse("2026-03-02 12:00").unwrap();
        assert_eq!(scale.at(noon), 150.0);
        assert_eq!(scale.time_at(150.0), noon);
    }

    #[test]
    fn bands_start_on_the_calendar_and_cover_the_axis() {
        let scale = scale("2026-02-27 10:00", "2026-04-02", 1_000.0);
        let labels = |unit| scale.bands(unit).into_iter().map(|band| band.label).collect::<Vec<_>>();
        assert_eq!(labels(TimeUnit::Month), vec!["Feb 2026", "Mar 2026", "Apr 2026"]);
        assert_eq!(labels(TimeUnit::Week).first().unwrap(), "W9");
        assert_eq!(labels(TimeUnit::Quarter), vec!["Q1 2026", "Q2 2026"]);
        assert_eq!(labels(TimeUnit::Day).first().unwrap(), "Fri 27");
    }

    #[test]
    fn the_unit_grows_as_the_axis_shrinks() {
        assert_eq!(scale("2026-03-01", "2026-03-02", 1_200.0).unit_for(40.0), TimeUnit::Hour);
        assert_eq!(scale("2026-03-01", "2026-03-31", 1_200.0).unit_for(40.0), TimeUnit::Day);
        assert_eq!(scale("2026-01-01", "2026-12-31", 1_200.0).unit_for(40.0), TimeUnit::Month);
        assert_eq!(scale("2000-01-01", "2030-12-31", 1_200.0).unit_for(30.0), TimeUnit::Year);
    }

    #[test]
    fn an_axis_at_the_end_of_time_ends() {
        let last = scale("2199-12-01", "2200-01-01", 100.0);
        assert!(last.bands(TimeUnit::Year).len() <= 2);
    }
}
