//! Lengths of time as planners write them; a bare number counts seconds.

use super::super::sheets::Cell;
use super::Style;
use super::number::{parse, shortened};
use crate::model::{DAY, Time};

/// From this many days on, a spreadsheet's number of days is a date of our time rather than a length of time.
const FIRST_DATE: f64 = 20_000.0;

/// The seconds in a cell, and what had to be assumed.
pub(super) fn convert(cell: &Cell, style: Style) -> Result<(f64, Option<String>), String> {
    let mut note = None;
    let seconds = match cell {
        Cell::Number(number) if style.spans_in_days => Some(number * DAY as f64),
        Cell::Number(number) => Some(*number),
        Cell::Days { days, elapsed: false } if *days >= FIRST_DATE => {
            return Err(format!("“{}” is a date where a length of time is expected.", cell.shown()));
        }
        Cell::Days { days, .. } => Some(days * DAY as f64),
        Cell::Text(text) => {
            let read = parse_seconds(text);
            if text.matches(':').count() == 1 {
                note = read.map(|seconds| format!("“{text}” was read as {} of hours and minutes.", span_text(seconds.round() as i64)));
            }
            read
        }
        Cell::Flag(_) | Cell::Error(_) | Cell::Nested => None,
    };
    let limit = Time::MAX.since(Time::MIN).seconds() as f64;
    match seconds {
        // A spreadsheet keeps 10 minutes as a fraction of a day, so that thousandths are noise.
        Some(seconds) if seconds.abs() <= limit => {
            let clean =
                if matches!(cell, Cell::Days { .. }) || style.spans_in_days { (seconds * 1000.0).round() / 1000.0 } else { seconds };
            Ok((if clean == 0.0 { 0.0 } else { clean }, note))
        }
        _ => Err(format!("“{}” is not a length of time. Write 45 min, 2 h, 1 d 4 h, 02:30:00 or seconds.", shortened(&cell.shown()))),
    }
}

/// Seconds of `172800`, `24:00:00`, `1 12:00:00`, `120 d`, `1 d 4 h`, `45 min`, `PT2H30M`; finite.
fn parse_seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest.trim_start()));
    let seconds = if text.contains(':') {
        with_colons(text)?
    } else if let Some(iso) = text.strip_prefix('P') {
        let (date, clock) = iso.split_once('T').unwrap_or((iso, ""));
        units(date, true)? + units(clock, false)?
    } else if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
        parse(text, false)?
    } else {
        units(text, false)?
    };
    Some(sign * seconds).filter(|seconds| seconds.is_finite())
}

fn with_colons(text: &str) -> Option<f64> {
    let (days, clock) = match text.rsplit_once(|c: char| c.is_whitespace() || c == 'd' || c == ',') {
        Some((days, clock)) => (units(days.trim().trim_end_matches(['d', ',']), true)?, clock),
        None => (0.0, text),
    };
    let parts: Vec<f64> = clock.split(':').map(|part| part.trim().parse().ok().filter(|n: &f64| *n >= 0.0)).collect::<Option<_>>()?;
    let clock = match parts.as_slice() {
        [hours, minutes] => hours * 3600.0 + minutes * 60.0,
        [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
        [days, hours, minutes, seconds] => days * 86_400.0 + hours * 3600.0 + minutes * 60.0 + seconds,
        _ => return None,
    };
    Some(days + clock)
}

/// The sum of numbers with units; a last number without one counts days where `bare_days`.
fn units(text: &str, bare_days: bool) -> Option<f64> {
    let mut seconds = 0.0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let number = parse(rest.get(..digits)?, false)?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = rest.get(..letters)?.to_lowercase();
        seconds += number
            * match unit.as_str() {
                "ms" => 0.001,
                "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "h" | "hr" | "hrs" | "hour" | "hours" | "std" => 3600.0,
                "d" | "day" | "days" | "tage" => 86_400.0,
                "w" | "wk" | "week" | "weeks" => 604_800.0,
                "" if bare_days => 86_400.0,
                _ => return None,
            };
        rest = rest.get(letters..)?.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    Some(seconds)
}

/// `168:00:00`: hours, minutes and seconds, as other programs read them.
pub(in super::super) fn span_text(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let size = seconds.unsigned_abs();
    format!("{sign}{:02}:{:02}:{:02}", size / 3600, size / 60 % 60, size % 60)
}

/// Like [`span_text`] for whole seconds, otherwise the exact number of seconds with its unit.
pub(in super::super) fn exact_span_text(seconds: f64) -> String {
    if seconds.fract() == 0.0 && seconds.abs() < 1e12 { span_text(seconds as i64) } else { format!("{seconds} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_planners_workbooks_is_read() {
        for (text, seconds) in [
            ("172800", 172_800.0),
            ("604800.0", 604_800.0),
            ("168:00:00", 604_800.0),
            ("24:00:00", 86_400.0),
            ("120 d", 10_368_000.0),
            ("120d", 10_368_000.0),
            ("1 d 4 h", 100_800.0),
            ("1 12:00:00", 129_600.0),
            ("2 days, 01:00:00", 176_400.0),
            ("PT2H30M", 9_000.0),
            ("P1DT1H", 90_000.0),
            ("0.5 s", 0.5),
            ("-02:00:00", -7_200.0),
            ("01:00", 3_600.0),
        ] {
            assert_eq!(parse_seconds(text), Some(seconds), "{text}");
            assert_eq!(parse_seconds(&exact_span_text(seconds)), Some(seconds), "{text}");
        }
        for text in ["", "soon", "2 parsecs", "1:2:3:4:5", "1e999", "P", "h", "::"] {
            let read = parse_seconds(text);
            assert!(read.is_none() || text.is_empty() || text == "P", "{text}: {read:?}");
        }
    }

    #[test]
    fn numbers_count_seconds_or_days() {
        let days = Style { spans_in_days: true, ..Style::default() };
        assert_eq!(convert(&Cell::Number(7.0), Style::default()), Ok((7.0, None)));
        assert_eq!(convert(&Cell::Number(7.0), days), Ok((604_800.0, None)));
        assert_eq!(convert(&Cell::Days { days: 1.0 / 24.0, elapsed: false }, days), Ok((3600.0, None)));
        assert_eq!(convert(&Cell::Days { days: 10.0 / 1440.0, elapsed: true }, days), Ok((600.0, None)));
        assert!(convert(&Cell::Days { days: 44_000.0, elapsed: false }, days).is_err());
        assert!(convert(&Cell::Number(1e12), Style::default()).is_err());
    }
}
