//! The calendars of a project: a week of working times, and exceptions.

use super::Names;
use super::table::{SheetMaker, clock_text, moment};
use super::tree::Element;
use crate::model::{Span, Time};

const TITLES: [&str; 15] = [
    "calendar",
    "name",
    "start",
    "end",
    "value",
    "priority",
    "start time",
    "end time",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
// Of rules that hold at once the lowest number wins.
const OTHER_HOURS: &str = "-1";
const CLOSED: &str = "0";
const WEEK: &str = "1";

/// The calendars' names by their unique ids.
pub fn names(root: &Element) -> Names<'_> {
    let mut names = Names::default();
    for calendar in root.listed("Calendars", "Calendar") {
        if let (Some(uid), Some(name)) = (calendar.text("UID"), calendar.text("Name")) {
            names.add(uid, name);
        }
    }
    names
}

/// A sheet of calendars and one of their rules.
pub fn sheets(root: &Element, names: &Names) -> Vec<SheetMaker> {
    let mut calendars = SheetMaker::new("calendar", &["name", "default value"]);
    let mut rules = SheetMaker::new("calendar rule", &TITLES);
    for calendar in root.listed("Calendars", "Calendar") {
        let Some(name) = calendar.text("UID").and_then(|uid| names.get(uid)) else { continue };
        calendars.row(&[name, "0"]);
        // A calendar built on another one has its week where it has none of its own.
        let based = calendar.text("BaseCalendarUID");
        let base = root.listed("Calendars", "Calendar").find(|other| based.is_some() && other.text("UID") == based);
        for day in 1..=7u8 {
            let entry =
                |of: &Element| of.listed("WeekDays", "WeekDay").find(|entry| entry.number("DayType") == Some(f64::from(day))).cloned();
            let Some(entry) = entry(calendar).or_else(|| entry(base?)).filter(|entry| entry.flag("DayWorking")) else { continue };
            for hours in times(&entry) {
                // Their week begins on Sunday.
                add_rule(&mut rules, name, WEEK, None, hours, Some(usize::from(day + 5) % 7));
            }
        }
        for exception in base.into_iter().chain([calendar]).flat_map(exceptions) {
            let Some(days) = exception.child("TimePeriod").and_then(period) else { continue };
            let days = Some((exception.text("Name").unwrap_or_default(), days));
            // Closed, and open at its own hours where it has some.
            for hours in times(exception).into_iter().filter(|_| exception.flag("DayWorking")) {
                add_rule(&mut rules, name, OTHER_HOURS, days, hours, None);
            }
            add_rule(&mut rules, name, CLOSED, days, (0, 86_400), None);
        }
    }
    vec![calendars, rules]
}

/// Exceptions in the present form and in the one before it, where they are days of the week without a weekday.
fn exceptions(calendar: &Element) -> impl Iterator<Item = &Element> {
    let old = calendar.listed("WeekDays", "WeekDay").filter(|entry| entry.text("DayType") == Some("0"));
    calendar.listed("Exceptions", "Exception").chain(old)
}

fn add_rule(
    rules: &mut SheetMaker,
    calendar: &str,
    priority: &str,
    days: Option<(&str, (Time, Time))>,
    (from, until): (i64, i64),
    weekday: Option<usize>,
) {
    let (name, period) = days.map_or(("", None), |(name, period)| (name, Some(period)));
    let start = period.map(|(start, _)| start.to_string()).unwrap_or_default();
    let end = period.map(|(_, end)| end.to_string()).unwrap_or_default();
    // The last second that belongs to it, as workbooks write the end of a shift.
    let (from, until) = (clock_text(from), clock_text(until - 1));
    let value = if priority == CLOSED { "0" } else { "1" };
    let mut cells = [calendar, name, &start, &end, value, priority, &from, &until, "", "", "", "", "", "", ""];
    for (day, cell) in cells.iter_mut().skip(8).enumerate() {
        *cell = if weekday.is_none_or(|only| only == day) { "true" } else { "false" };
    }
    rules.row(&cells);
}

/// From the start of the first day to the end of the last one.
fn period(element: &Element) -> Option<(Time, Time)> {
    let time = |name: &str| element.text(name).and_then(moment);
    let (start, end) = (time("FromDate")?, time("ToDate")?);
    Some((start.day_start(), end.day_start().plus(Span::from_days(1)))).filter(|_| start <= end)
}

/// Working times in seconds of the day; an end at midnight is the day's end.
fn times(element: &Element) -> Vec<(i64, i64)> {
    let clock = |text: &str| {
        let mut parts = text.split(':').map(|part| part.parse::<i64>().ok());
        Some(parts.next()?? * 3600 + parts.next()?? * 60)
    };
    let hours = element
        .listed("WorkingTimes", "WorkingTime")
        .filter_map(|time| Some((clock(time.text("FromTime")?)?, clock(time.text("ToTime")?)?)));
    let hours = hours.map(|(from, until)| (from, if until == 0 { 86_400 } else { until }));
    hours.filter(|(from, until)| 0 <= *from && from < until && *until <= 86_400).collect()
}
