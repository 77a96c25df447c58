//! Figures in words: with their units, their changes, and the scale on which a chart shows them.

use crate::engine::performance::Unit;
use crate::model::text::number_text;
use crate::model::{DAY, Span};

fn rounded(value: f64, digits: i32) -> String {
    let scale = 10f64.powi(digits);
    number_text((value * scale).round() / scale)
}

/// A value as people read it: `85.3 %`, `2 h 30 min`, `12.5 s`. `own` is the unit of a figure of one's own.
pub fn value_text(unit: Option<Unit>, own: &str, value: f64) -> String {
    match unit {
        Some(Unit::Share) => format!("{} %", rounded(100.0 * value, 1)),
        Some(Unit::Seconds) => seconds_text(value),
        // Machines count in seconds far beyond a minute; nobody counts hours in them.
        Some(Unit::SecondsPerPiece) if value.abs() < 600.0 => format!("{} s", rounded(value, 1)),
        Some(Unit::SecondsPerPiece) => seconds_text(value),
        Some(Unit::PerDay) => format!("{} a day", rounded(value, 1)),
        Some(Unit::PiecesPerHour) => format!("{} an hour", rounded(value, 1)),
        Some(Unit::Count) => rounded(value, 1),
        Some(Unit::Quantity | Unit::PerMillion) => rounded(value, 0),
        Some(Unit::Sigma | Unit::Ratio) => rounded(value, 2),
        Some(Unit::Money) => rounded(value, 0),
        None if own == "%" => format!("{} %", rounded(100.0 * value, 1)),
        None => format!("{} {own}", rounded(value, 2)).trim_end().to_owned(),
    }
}

fn seconds_text(value: f64) -> String {
    let (size, sign) = (value.abs(), if value < 0.0 { "−" } else { "" });
    if size < 60.0 {
        return format!("{sign}{} s", rounded(size, 1));
    }
    if size >= 3.0 * DAY as f64 {
        return format!("{sign}{} days", rounded(size / DAY as f64, 1));
    }
    let minutes = (size / 60.0).round() as i64;
    format!("{sign}{}", Span::from_minutes(minutes).text())
}

/// A change with its sign: `+4.2 points`, `−20 min`.
pub fn signed_text(unit: Option<Unit>, own: &str, change: f64) -> String {
    let is_share = unit == Some(Unit::Share) || (unit.is_none() && own == "%");
    let text = if is_share { format!("{} points", rounded(100.0 * change.abs(), 1)) } else { value_text(unit, own, change.abs()) };
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{text}")
}

/// How a value compares with the one before: `+4.2 points on W46 2026`.
pub fn compared_words(unit: Option<Unit>, own: &str, value: Option<f64>, before: Option<f64>, name: &str) -> String {
    match (value, before) {
        (Some(value), Some(before)) => {
            let change = signed_text(unit, own, value - before);
            // What is too small to be shown is no change.
            if change.contains(|letter| matches!(letter, '1'..='9')) { format!("{change} on {name}") } else { format!("as in {name}") }
        }
        (Some(_), None) => format!("no value in {name}"),
        (None, Some(before)) => format!("{} in {name}", value_text(unit, own, before)),
        (None, None) => String::new(),
    }
}

/// By what a chart multiplies values up to a size, the unit it shows, and its digits.
pub fn chart_scale(unit: Option<Unit>, own: &str, largest: f64) -> (f64, String, usize) {
    match unit {
        Some(Unit::Share) => (100.0, "%".to_owned(), 1),
        Some(Unit::Seconds) if largest < 7_200.0 => (1.0 / 60.0, "min".to_owned(), 1),
        Some(Unit::Seconds) if largest < 3.0 * DAY as f64 => (1.0 / 3_600.0, "h".to_owned(), 1),
        Some(Unit::Seconds) => (1.0 / DAY as f64, "days".to_owned(), 1),
        Some(Unit::SecondsPerPiece) if largest < 600.0 => (1.0, "s".to_owned(), 1),
        Some(Unit::SecondsPerPiece) => chart_scale(Some(Unit::Seconds), own, largest),
        Some(Unit::PerDay) => (1.0, "a day".to_owned(), 1),
        Some(Unit::PiecesPerHour) => (1.0, "an hour".to_owned(), 1),
        Some(Unit::Count) => (1.0, String::new(), 1),
        Some(Unit::Quantity | Unit::PerMillion | Unit::Money) => (1.0, String::new(), 0),
        Some(Unit::Sigma | Unit::Ratio) => (1.0, String::new(), 2),
        None if own == "%" => (100.0, "%".to_owned(), 1),
        None => (1.0, own.to_owned(), 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_with_their_units_and_changes_with_their_signs() {
        assert_eq!(value_text(Some(Unit::Share), "", 0.8534), "85.3 %");
        assert_eq!(value_text(Some(Unit::Seconds), "", 9_000.0), "2 h 30 min");
        assert_eq!(value_text(Some(Unit::Seconds), "", 42.0), "42 s");
        assert_eq!(value_text(Some(Unit::Seconds), "", 388_800.0), "4.5 days");
        assert_eq!(value_text(Some(Unit::SecondsPerPiece), "", 180.04), "180 s");
        assert_eq!(value_text(Some(Unit::SecondsPerPiece), "", 81_704.3), "22 h 42 min");
        assert_eq!(value_text(None, "%", 0.5), "50 %");
        assert_eq!(compared_words(Some(Unit::Share), "", Some(0.8), Some(0.842), "W46 2026"), "−4.2 points on W46 2026");
        assert_eq!(compared_words(Some(Unit::Count), "", Some(3.0), Some(3.0), "W46"), "as in W46");
        assert_eq!(compared_words(Some(Unit::Count), "", Some(3.0), Some(3.04), "W46"), "as in W46", "not −0");
        assert_eq!(compared_words(Some(Unit::Count), "", Some(3.0), Some(3.06), "W46"), "−0.1 on W46");
    }
}
