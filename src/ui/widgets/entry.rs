//! Reads what a person typed or pasted into one value, or says in a sentence what was expected instead.
//!
//! Never guesses silently: an ambiguous text is refused with an example that would be understood.

use crate::model::text::{grouped, parse_flag, parse_number, parse_span};
use crate::model::{Span, Time};

/// What kind of value an input or a table column takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    Text,
    Number,
    Integer,
    Date,
    DateTime,
    Duration,
    Boolean,
}

/// A value that has been read from typed or pasted text.
#[derive(Clone, PartialEq, Debug)]
pub enum Entered {
    /// The cell or field was emptied.
    Empty,
    Text(String),
    /// Always finite and of a size that plans have.
    Number(f64),
    Integer(i64),
    Moment(Time),
    Span(Span),
    Flag(bool),
    /// The key of a chosen option (choice and reference columns).
    Choice(String),
}

impl Entered {
    /// The text of a text or choice entry; empty for an emptied one.
    pub fn as_text(&self) -> &str {
        match self {
            Entered::Text(text) | Entered::Choice(text) => text,
            _ => "",
        }
    }
}

/// Reads `text` as a value of `kind`; blank text is [`Entered::Empty`].
pub fn read(kind: EntryKind, text: &str) -> Result<Entered, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Entered::Empty);
    }
    match kind {
        EntryKind::Text => Ok(Entered::Text(text.to_owned())),
        EntryKind::Number => read_number(trimmed).map(Entered::Number),
        EntryKind::Integer => read_number(trimmed).and_then(whole),
        EntryKind::Date => read_moment(trimmed).map(|time| Entered::Moment(time.day_start())),
        EntryKind::DateTime => read_moment(trimmed).map(Entered::Moment),
        EntryKind::Duration => read_span(trimmed).map(Entered::Span),
        EntryKind::Boolean => read_flag(trimmed).map(Entered::Flag),
    }
}

fn whole(number: f64) -> Result<Entered, String> {
    if number.fract() == 0.0 { Ok(Entered::Integer(number as i64)) } else { Err("Enter a whole number, such as 12.".to_owned()) }
}

/// Reads `1234.5`, `1,234.5`, `1 234,5` or `-3`; a comma followed by exactly three digits separates thousands.
pub fn read_number(text: &str) -> Result<f64, String> {
    parse_number(text).ok_or_else(|| "Enter a number up to 10¹², such as 12.5.".to_owned())
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2026-03-01`, `2026-03-01 14:30`, `1 Mar 2026`, `01/03/2026` or `1.3.2026` (day first), with or without a clock.
pub fn read_moment(text: &str) -> Result<Time, String> {
    if let Some(time) = Time::parse(text) {
        return Ok(time);
    }
    let (date, clock) = match text.rsplit_once([' ', 'T', ',']) {
        Some((date, clock)) if clock.contains(':') => (date.trim_end_matches(','), clock),
        _ => (text, "00:00"),
    };
    let parts: Vec<&str> = date.split([' ', '/', '.', '-']).filter(|part| !part.is_empty()).collect();
    let found = match parts.as_slice() {
        [day, month, year] if year.len() == 4 => day_first(day, month, year),
        _ => None,
    };
    found
        .and_then(|(year, month, day)| Time::parse(&format!("{year:04}-{month:02}-{day:02} {clock}")))
        .ok_or_else(|| "Enter a date such as 2026-03-01, day before month if you use 01/03/2026.".to_owned())
}

fn day_first(day: &str, month: &str, year: &str) -> Option<(i32, u32, u32)> {
    let month = match month.parse::<u32>() {
        Ok(number) => number,
        Err(_) => {
            let start: String = month.chars().take(3).collect::<String>().to_lowercase();
            u32::try_from(MONTHS.iter().position(|name| *name == start)?).ok()? + 1
        }
    };
    Some((year.parse().ok()?, month, day.parse().ok()?))
}

/// Reads `2 h 30 min`, `1.5 h`, `2:30`, `3 d`, `45 s` or a bare number of minutes.
pub fn read_span(text: &str) -> Result<Span, String> {
    let minutes = parse_number(text).and_then(|_| parse_span(&format!("{text} min")));
    minutes.or_else(|| parse_span(text)).ok_or_else(|| "Enter a duration such as 2 h 30 min, 1:30, 3 d or 45 s.".to_owned())
}

fn read_flag(text: &str) -> Result<bool, String> {
    parse_flag(text).ok_or_else(|| "Enter yes or no.".to_owned())
}

/// The exact length in every unit that is not zero: `1 d 2 h 5 min 3 s`; read back by [`read_span`].
pub fn span_text(span: Span) -> String {
    let sign = if span.seconds() < 0 { "-" } else { "" };
    let total = span.seconds().unsigned_abs();
    let units = [(total / 86_400, "d"), (total / 3600 % 24, "h"), (total / 60 % 60, "min"), (total % 60, "s")];
    let shown: Vec<String> = units.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if shown.is_empty() { "0 min".to_owned() } else { format!("{sign}{}", shown.join(" ")) }
}

/// A number with `decimals` digits after the point and thousands separated by commas: `12,345.60`.
pub fn number_text(number: f64, decimals: usize) -> String {
    let fixed = format!("{number:.decimals$}");
    let (whole, fraction) = fixed.split_once('.').map_or((fixed.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let grouped = grouped(digits);
    let nothing_left = digits == "0" && fraction.chars().all(|c| c == '0');
    let sign = if nothing_left { "" } else { sign };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn numbers_are_read_in_british_and_continental_writing() {
        for (text, number) in [("1234.5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,5", 1.5), ("1 234", 1234.0), ("-0", 0.0)] {
            assert_eq!(read_number(text).unwrap(), number, "{text}");
        }
        assert!(read_number("1,234").unwrap() == 1234.0);
    }

    #[test]
    fn numbers_that_are_none_or_too_large_are_refused_with_a_sentence() {
        for text in ["NaN", "inf", "-inf", "abc", "1e308", "12 pcs", "--3", "1e999"] {
            assert!(read_number(text).is_err(), "{text}");
        }
        assert_eq!(read(EntryKind::Integer, "1.5").unwrap_err(), "Enter a whole number, such as 12.");
    }

    #[test]
    fn dates_are_read_day_first_and_refused_when_there_is_no_such_day() {
        for text in ["2026-03-01", "1 Mar 2026", "01/03/2026", "1.3.2026", "1 March 2026"] {
            assert_eq!(read_moment(text).unwrap().date_text(), "2026-03-01", "{text}");
        }
        assert_eq!(read_moment("1.3.2026 14:30").unwrap().to_string(), "2026-03-01 14:30");
        for text in ["03/13/2026", "2026-02-30", "1/3/26", "0000-01-01", "9999-01-01", "tomorrow"] {
            assert!(read_moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_are_read_in_all_common_writings() {
        for (text, seconds) in [
            ("2 h 30 min", 9000),
            ("2h30", 9000),
            ("2:30", 9000),
            ("150", 9000),
            ("1.5 h", 5400),
            ("1,5h", 5400),
            ("3 d", 259_200),
            ("45 s", 45),
            ("1 week", 604_800),
            ("-15 min", -900),
        ] {
            assert_eq!(read_span(text).unwrap().seconds(), seconds, "{text}");
        }
        for text in ["2:75", "soon", "3 parsecs", "5 d 3", "1e9 d"] {
            assert!(read_span(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_duration_written_for_editing_reads_back_exactly() {
        for seconds in [0, 1, 59, 60, 3661, 90_061, -75, 1_000_000] {
            let span = Span::from_seconds(seconds);
            assert_eq!(read_span(&span_text(span)).unwrap(), span);
        }
    }

    #[test]
    fn numbers_are_shown_with_thousands_and_never_as_minus_zero() {
        assert_eq!(number_text(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(number_text(-0.001, 1), "0.0");
        assert_eq!(number_text(-1234.0, 0), "-1,234");
        assert_eq!(number_text(999.0, 0), "999");
    }

    #[test]
    fn blank_text_empties_a_value_of_any_kind() {
        for kind in [EntryKind::Text, EntryKind::Number, EntryKind::Date, EntryKind::Duration, EntryKind::Boolean] {
            assert_eq!(read(kind, "  ").unwrap(), Entered::Empty);
        }
    }
}
