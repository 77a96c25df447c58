//! Dates and times of day as planners write them.
//!
//! Where a date can be read in two ways, the other dates of its column decide; where they do not, the day comes first and
//! the reader is told.

use super::super::sheets::Cell;
use super::number::shortened;
use super::span::span_text;
use super::{Converted, Meaning, Style};
use crate::model::{DAY, FieldValue, Time, clock_text};

/// Days from 1899-12-30, where spreadsheets start to count, to 1970-01-01.
const TO_1970: f64 = 25_569.0;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The moment in a cell.
pub(super) fn convert(cell: &Cell, style: Style) -> Result<Converted, String> {
    let mut note = None;
    let time = match cell {
        Cell::Days { days, elapsed: false } => from_days(*days),
        Cell::Number(number) if (19_000_101.0..22_000_101.0).contains(number) && number.fract() == 0.0 => {
            parse(&super::plain_number(*number), None).map(|read| read.time)
        }
        // A number without a date format: the days a spreadsheet counts.
        Cell::Number(number) if (20_000.0..109_575.0).contains(number) => {
            let time = from_days(*number);
            note = time.map(|time| format!("The number {} was read as the date {time}.", super::plain_number(*number)));
            time
        }
        Cell::Text(text) => {
            let read = parse(text, style.day_first);
            if let Some(read) = &read
                && read.unclear
            {
                note = Some(format!("“{}” was read as {}, with the day first.", shortened(text), read.time.date_text()));
            }
            read.map(|read| read.time)
        }
        _ => None,
    };
    time.map(|time| (Meaning::Value(time.to_value()), note))
        .ok_or_else(|| format!("“{}” is not a date between 1900 and 2200. Write 2026-03-01 or 2026-03-01 14:30.", shortened(&cell.shown())))
}

/// The moment of a spreadsheet's count of days.
fn from_days(days: f64) -> Option<Time> {
    // Spreadsheets count a 29th of February 1900 that never was.
    let days = if days < 60.0 { days + 1.0 } else { days };
    let seconds = ((days - TO_1970) * DAY as f64).round();
    (seconds.abs() < 1e11).then(|| Time::from_seconds(seconds as i64)).flatten()
}

/// A spreadsheet's count of days as people see it.
pub(in super::super) fn days_text(days: f64, elapsed: bool) -> String {
    if elapsed {
        return span_text((days * DAY as f64).round() as i64);
    }
    if (0.0..1.0).contains(&days) {
        return clock_text(((days * DAY as f64).round() as i64).min(DAY));
    }
    match from_days(days) {
        Some(time) if time.second_of_day() == 0 => time.date_text(),
        Some(time) => time.to_string(),
        None => super::plain_number(days),
    }
}

struct Read {
    time: Time,
    /// Whether day and month could be the other way round.
    unclear: bool,
}

/// Seconds since midnight of `14:30`, `2:30 PM`, `14:30:20.5`.
pub(super) fn clock_of(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ' '))).unwrap_or(text.len());
    let seconds = crate::model::parse_clock(text.get(..digits)?.trim())?;
    let suffix = text.get(digits..)?.trim().to_ascii_lowercase();
    match suffix.as_str() {
        "" | "z" => Some(seconds),
        // Noon and midnight are written 12; some programs write 00 AM.
        "am" | "a.m." => Some(if seconds / 3600 == 12 { seconds - 43_200 } else { seconds }),
        "pm" | "p.m." => Some(if seconds / 3600 < 12 { seconds + 43_200 } else { seconds }),
        _ => None,
    }
}

/// The words and numbers of a date, without the time of day.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let class = |c: char| if c.is_ascii_digit() { 1 } else { u8::from(c.is_alphabetic()) * 2 };
    let mut before = 0;
    for (at, sign) in text.char_indices() {
        let now = class(sign);
        if now != before {
            if before != 0 {
                tokens.extend(text.get(start..at));
            }
            start = at;
            before = now;
        }
    }
    if before != 0 {
        tokens.extend(text.get(start..));
    }
    tokens
}

fn parse(text: &str, day_first: Option<bool>) -> Option<Read> {
    let text = text.trim();
    // The digits before the first colon begin the time of day.
    let colon = text.find(':').unwrap_or(text.len());
    let before = text.get(..colon)?;
    let clock_at = if colon < text.len() { before.trim_end_matches(|c: char| c.is_ascii_digit()).len() } else { text.len() };
    let (date, clock) = text.split_at_checked(clock_at)?;
    let seconds = if clock.is_empty() { 0 } else { clock_of(clock)? };
    let mut month = None;
    let mut numbers: Vec<&str> = Vec::new();
    for token in tokens(date) {
        let lower = token.to_lowercase();
        let starts = |names: &[&str]| names.iter().position(|name| lower.len() >= 3 && lower.starts_with(name));
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(token);
        } else if let Some(index) = starts(&MONTHS) {
            month = Some(index as u32 + 1);
        } else if starts(&WEEKDAYS).is_none() && !matches!(lower.as_str(), "t" | "st" | "nd" | "rd" | "th" | "of") {
            return None;
        }
    }
    let (year, month, day, unclear) = match (numbers.as_slice(), month) {
        ([packed], None) if packed.len() == 8 => (packed.get(..4)?, number(packed.get(4..6)?)?, number(packed.get(6..)?)?, false),
        ([year, day], Some(month)) if year.len() == 4 => (*year, month, number(day)?, false),
        ([day, year], Some(month)) => (*year, month, number(day)?, false),
        ([year, month, day], None) if year.len() == 4 => (*year, number(month)?, number(day)?, false),
        ([first, second, year], None) => {
            let (first, second) = (number(first)?, number(second)?);
            let dotted = date.contains('.');
            let unclear = first <= 12 && second <= 12 && first != second && !dotted && day_first.is_none();
            let first_is_day = if first > 12 || dotted { true } else { second <= 12 && day_first.unwrap_or(true) };
            let (day, month) = if first_is_day { (first, second) } else { (second, first) };
            (*year, month, day, unclear)
        }
        _ => return None,
    };
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let midnight = Time::from_date(year, month, day)?;
    Some(Read { time: Time::from_seconds(midnight.seconds() + seconds)?, unclear })
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// Whether the day comes first in the dates of a column, where any of them tells.
pub(in super::super) fn day_first_of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<bool> {
    let mut told = None;
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        let date = text.split_whitespace().next().unwrap_or_default();
        let parts: Vec<u32> = date.split(['/', '-']).map_while(|part| part.parse().ok()).collect();
        let [first, second, year] = parts.as_slice() else { continue };
        if *first > 31 || *year < 13 {
            continue;
        }
        match (*first > 12, *second > 12) {
            (true, false) if told != Some(false) => told = Some(true),
            (false, true) if told != Some(true) => told = Some(false),
            (false, false) => {}
            _ => return None,
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text, None).map(|read| read.time.to_string())
    }

    #[test]
    fn dates_of_the_planners_workbooks_are_read() {
        for (text, shown) in [
            ("2023-01-01  00:00:00 AM", "2023-01-01 00:00"),
            ("2021/11/29", "2021-11-29 00:00"),
            ("2014-02-08 18:00:00", "2014-02-08 18:00"),
            ("2014-02-08T18:00:00Z", "2014-02-08 18:00"),
            ("1.3.2026 7:05", "2026-03-01 07:05"),
            ("13/04/2026", "2026-04-13 00:00"),
            ("04/13/2026 2:30 PM", "2026-04-13 14:30"),
            ("1 March 2026", "2026-03-01 00:00"),
            ("Sun, 01-Mar-26", "2026-03-01 00:00"),
            ("March 1st, 2026", "2026-03-01 00:00"),
            ("20260301", "2026-03-01 00:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "tomorrow", "2026-02-30", "0000-01-01", "9999-12-31", "12", "2026-03-01 25:00", "1/2/3/4"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_column_decides_what_one_date_cannot() {
        let cells: Vec<Cell> = ["03/04/2026", "03/14/2026"].iter().map(|text| Cell::Text((*text).to_owned())).collect();
        assert_eq!(day_first_of(cells.iter()), Some(false));
        assert_eq!(day_first_of(cells.iter().take(1)), None);
        assert!(parse("03/04/2026", None).is_some_and(|read| read.unclear && read.time.date_text() == "2026-04-03"));
        assert!(parse("03/04/2026", Some(false)).is_some_and(|read| !read.unclear && read.time.date_text() == "2026-03-04"));
    }

    #[test]
    fn days_of_a_spreadsheet_are_dates() {
        assert_eq!(days_text(43_831.0, false), "2020-01-01");
        assert_eq!(days_text(1.0, false), "1900-01-01");
        assert_eq!(days_text(61.0, false), "1900-03-01");
        assert_eq!(days_text(0.375, false), "09:00");
        assert_eq!(days_text(1.5, true), "36:00:00");
        assert_eq!(from_days(1e300), None);
    }
}
