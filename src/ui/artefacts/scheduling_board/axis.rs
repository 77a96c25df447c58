//! The two levels of the time axis: which unit suits the zoom, where its lines stand and what is written there.
//!
//! Never writes a label that does not fit between its lines.

use super::fit::text_width;
use super::view::View;
use crate::app::derived::schedule::month_name;
use crate::model::{DAY, Span, Time, Weekdays};

/// A unit of the axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    Minutes(i64),
    Hours(i64),
    Day,
    /// ISO week, from Monday.
    Week,
    Month,
    Quarter,
    Year,
}

/// A stretch of the axis with its label.
#[derive(Clone, PartialEq, Debug)]
pub struct Tick {
    pub start: Time,
    pub end: Time,
    pub label: String,
}

const LADDER: [Unit; 11] = [
    Unit::Minutes(5),
    Unit::Minutes(15),
    Unit::Minutes(30),
    Unit::Hours(1),
    Unit::Hours(3),
    Unit::Hours(6),
    Unit::Day,
    Unit::Week,
    Unit::Month,
    Unit::Quarter,
    Unit::Year,
];

impl Unit {
    /// Its usual length.
    fn length(self) -> Span {
        match self {
            Unit::Minutes(count) => Span::from_minutes(count),
            Unit::Hours(count) => Span::from_hours(count),
            Unit::Day => Span::from_days(1),
            Unit::Week => Span::from_days(7),
            Unit::Month => Span::from_days(30),
            Unit::Quarter => Span::from_days(91),
            Unit::Year => Span::from_days(365),
        }
    }

    /// The unit of the upper level above this one.
    fn above(self) -> Unit {
        match self {
            Unit::Minutes(_) | Unit::Hours(_) => Unit::Day,
            Unit::Day => Unit::Week,
            Unit::Week => Unit::Month,
            Unit::Month | Unit::Quarter | Unit::Year => Unit::Year,
        }
    }

    /// Start of the stretch that holds `time`.
    fn floor(self, time: Time) -> Time {
        let (year, month, _) = time.date();
        let rounded = |step: i64| Time::clamped(time.seconds() - time.second_of_day().rem_euclid(step));
        match self {
            Unit::Minutes(count) => rounded(count * 60),
            Unit::Hours(count) => rounded(count * 3600),
            Unit::Day => time.day_start(),
            Unit::Week => time.week_start(),
            Unit::Month => time.month_start(),
            Unit::Quarter => Time::from_date(year, (month - 1) / 3 * 3 + 1, 1).unwrap_or(Time::MIN),
            Unit::Year => Time::from_date(year, 1, 1).unwrap_or(Time::MIN),
        }
    }

    /// Start of the next stretch after the one that starts at `start`.
    fn next(self, start: Time) -> Time {
        match self {
            Unit::Month => start.next_month(),
            Unit::Quarter => start.next_month().next_month().next_month(),
            Unit::Year => Time::from_date(start.date().0 + 1, 1, 1).unwrap_or(Time::MAX),
            _ => start.plus(self.length()),
        }
    }

    /// Its labels from the longest to the shortest.
    fn labels(self, start: Time) -> Vec<String> {
        let (year, month, day) = start.date();
        let (week_year, week) = start.iso_week();
        let hour = start.second_of_day() / 3600;
        let weekday = Weekdays::NAMES.get(usize::from(start.weekday())).copied().unwrap_or_default();
        let name = month_name(month);
        match self {
            Unit::Minutes(_) => vec![start.clock_text(), format!(":{:02}", start.second_of_day() / 60 % 60)],
            Unit::Hours(_) => vec![start.clock_text(), format!("{hour:02}")],
            Unit::Day => vec![
                format!("{weekday} {day} {name} {year}"),
                format!("{weekday} {day} {name}"),
                format!("{weekday} {day}"),
                day.to_string(),
            ],
            Unit::Week => {
                let last = start.plus(Span::from_days(6));
                let (_, last_month, last_day) = last.date();
                let dates = if last_month == month {
                    format!("{day}–{last_day} {name} {year}")
                } else {
                    format!("{day} {name} – {last_day} {} {}", month_name(last_month), last.date().0)
                };
                vec![format!("Week {week} · {dates}"), format!("Week {week}, {week_year}"), format!("W{week}"), week.to_string()]
            }
            Unit::Month => vec![format!("{name} {year}"), name.to_owned()],
            Unit::Quarter => vec![format!("Q{} {year}", month.div_ceil(3)), format!("Q{}", month.div_ceil(3))],
            Unit::Year => vec![year.to_string()],
        }
    }
}

/// The unit of the lower level: the finest whose shortest label has room.
pub fn minor_unit(view: &View) -> Unit {
    let size = view.metrics.font_size;
    let fits = |unit: &&Unit| {
        let widest = match unit {
            Unit::Minutes(_) | Unit::Hours(_) => "00:00",
            Unit::Day => "30",
            Unit::Week => "W53",
            Unit::Month => "Nov",
            Unit::Quarter => "Q4",
            Unit::Year => "2026",
        };
        view.width_of(unit.length()) >= text_width(widest, size) + size * 0.6
    };
    LADDER.iter().find(fits).copied().unwrap_or(Unit::Year)
}

/// The unit of the upper level.
pub fn major_unit(view: &View) -> Unit {
    minor_unit(view).above()
}

/// The stretches of a unit that are seen, all labelled in the longest form that fits the ones seen as a whole; the year is
/// said by the upper level alone.
pub fn ticks(view: &View, unit: Unit) -> Vec<Tick> {
    let upper = unit == major_unit(view);
    let (from, to) = view.window();
    let size = view.metrics.font_size;
    let mut found: Vec<(Tick, Vec<String>, f64)> = Vec::new();
    let mut start = unit.floor(from);
    while start < to {
        let end = unit.next(start);
        if end <= start {
            break;
        }
        let left = view.x(start).max(view.metrics.header_width);
        let room = view.x(end).min(view.width) - left - size * 0.7;
        let forms = unit.labels(start).into_iter().filter(|label| upper || !says_year(label)).collect();
        found.push((Tick { start, end, label: String::new() }, forms, room));
        start = end;
    }
    let fits =
        |form: usize, (_, forms, room): &(Tick, Vec<String>, f64)| forms.get(form).is_some_and(|label| text_width(label, size) <= *room);
    let whole = || found.iter().filter(|(tick, ..)| tick.start >= from && tick.end <= to);
    let forms = found.iter().map(|(_, forms, _)| forms.len()).max().unwrap_or(0);
    let form = (0..forms).find(|form| whole().all(|tick| fits(*form, tick))).unwrap_or(0);
    for tick in &mut found {
        let label = (form..forms).find(|form| fits(*form, tick)).and_then(|form| tick.1.get(form).cloned());
        tick.0.label = label.unwrap_or_default();
    }
    found.into_iter().map(|(tick, ..)| tick).collect()
}

/// Whether a label ends with a year.
fn says_year(label: &str) -> bool {
    label.len() > 4 && label.bytes().rev().take(4).all(|byte| byte.is_ascii_digit())
}

/// Saturdays and Sundays that are seen, as stretches of two days.
pub fn weekends(view: &View) -> Vec<(Time, Time)> {
    let (from, to) = view.window();
    let mut found = Vec::new();
    let mut saturday = from.week_start().plus(Span::from_seconds(5 * DAY));
    if view.width_of(Span::from_days(2)) < 2.0 {
        return found;
    }
    while saturday < to && saturday < Time::MAX {
        let monday = saturday.plus(Span::from_seconds(2 * DAY));
        found.push((saturday, monday));
        saturday = saturday.plus(Span::from_seconds(7 * DAY));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::view;
    use super::*;

    fn labels(zoom: f64, unit: impl Fn(&View) -> Unit) -> Vec<String> {
        let view = view(zoom);
        ticks(&view, unit(&view)).into_iter().map(|tick| tick.label).take(3).collect()
    }

    #[test]
    fn every_zoom_from_hour_to_quarter_has_two_levels_that_can_be_read() {
        assert_eq!(labels(120.0, minor_unit), ["00:00", "00:30", "01:00"]);
        assert_eq!(labels(120.0, major_unit), ["Mon 2 Nov 2026"]);
        assert_eq!(labels(8.0, minor_unit), ["00:00", "06:00", "12:00"]);
        assert_eq!(labels(2.4, minor_unit), ["Mon 2", "Tue 3", "Wed 4"]);
        assert_eq!(labels(2.0, minor_unit), ["2", "3", "4"], "no mixture of long and short");
        assert_eq!(labels(2.0, major_unit), ["Week 45 · 2–8 Nov 2026", "Week 46 · 9–15 Nov 2026", "Week 47 · 16–22 Nov 2026"]);
        assert_eq!(labels(0.6, minor_unit), ["W45", "W46", "W47"]);
        assert_eq!(labels(0.6, major_unit), ["Nov 2026", "Dec 2026", "Jan 2027"]);
        assert_eq!(labels(0.06, minor_unit), ["Nov", "Dec", "Jan"]);
        assert_eq!(labels(0.06, major_unit), ["2026", "2027", "2028"].map(str::to_owned)[..3].to_vec());
    }

    #[test]
    fn stretches_follow_each_other_without_gaps_at_any_zoom() {
        for zoom in [0.02, 0.18, 0.6, 2.0, 8.0, 32.0, 120.0, 960.0] {
            let view = view(zoom);
            for unit in [minor_unit(&view), major_unit(&view)] {
                let ticks = ticks(&view, unit);
                assert!(!ticks.is_empty());
                for pair in ticks.windows(2) {
                    assert_eq!(pair[0].end, pair[1].start, "{unit:?} at {zoom}");
                }
            }
        }
    }

    #[test]
    fn labels_stay_between_their_lines() {
        for zoom in [0.1, 0.7, 3.0, 20.0, 200.0] {
            let view = view(zoom);
            for unit in [minor_unit(&view), major_unit(&view)] {
                for tick in ticks(&view, unit) {
                    let room = view.x(tick.end).min(view.width) - view.x(tick.start).max(180.0);
                    assert!(text_width(&tick.label, 12.0) <= room, "{} at {zoom}", tick.label);
                }
            }
        }
    }

    #[test]
    fn weekends_are_saturday_and_sunday() {
        let found = weekends(&view(2.0));
        assert!(found.iter().all(|(start, end)| start.weekday() == 5 && end.weekday() == 0));
        assert_eq!(found.len(), 3);
        assert!(weekends(&view(0.02)).is_empty());
    }
}
