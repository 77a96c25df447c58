//! Numbers as planners write them: decimal point or comma, grouped thousands, with a currency sign or per cent.

use super::super::sheets::Cell;
use super::{Converted, Meaning, Style};
use crate::model::Value;
use crate::model::text::LARGEST_NUMBER;

/// The number in a cell.
pub(super) fn convert(cell: &Cell, style: Style) -> Result<Converted, String> {
    let (number, note) = match cell {
        Cell::Number(number) => (Some(*number), None),
        Cell::Flag(flag) => (Some(f64::from(u8::from(*flag))), None),
        Cell::Text(text) => {
            let read = parse(text, style.decimal_comma);
            let grouped = !style.decimal_comma && is_unclear(text);
            (read, read.filter(|_| grouped).map(|number| format!("“{text}” was read as {number}.")))
        }
        Cell::Days { .. } => return Err(format!("“{}” is a date or time where a number is expected.", cell.shown())),
        Cell::Error(_) | Cell::Nested => (None, None),
    };
    match number {
        Some(number) if number.is_finite() && number.abs() <= LARGEST_NUMBER => {
            // Minus zero is no number anybody means.
            Ok((Meaning::Value(Value::Number(if number == 0.0 { 0.0 } else { number })), note))
        }
        _ => Err(format!("“{}” is not a number up to 10¹².", shortened(&cell.shown()))),
    }
}

/// The first forty characters of a text, for messages.
pub(in super::super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The finite number in a text.
pub(super) fn parse(text: &str, decimal_comma: bool) -> Option<f64> {
    let trimmed = text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '€' | '$' | '£' | '¥' | '%'));
    let plain: String = trimmed.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let plain = if decimal_comma {
        plain.replace('.', "").replace(',', ".")
    } else {
        match (plain.matches(',').count(), plain.contains('.')) {
            (0, _) => plain,
            (1, false) if !has_group_of_three(&plain) => plain.replace(',', "."),
            _ => plain.replace(',', ""),
        }
    };
    // Rust would read "inf" and "nan" as numbers.
    if plain.chars().any(|c| c.is_alphabetic() && !matches!(c, 'e' | 'E')) {
        return None;
    }
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether `1,234` could be a thousand and more or one and a bit.
fn is_unclear(text: &str) -> bool {
    text.matches(',').count() == 1 && !text.contains('.') && has_group_of_three(text)
}

fn has_group_of_three(text: &str) -> bool {
    text.split(',').nth(1).is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the numbers of a column have a decimal comma: some can only be read so, and none only with a point.
pub(in super::super) fn decimal_comma_of<'a>(cells: impl Iterator<Item = &'a Cell>) -> bool {
    let (mut comma, mut point) = (false, false);
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        let number_like = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | ' ' | '\u{a0}' | '\''));
        if !number_like {
            continue;
        }
        match (text.rfind(','), text.rfind('.')) {
            (Some(comma_at), Some(point_at)) if comma_at > point_at => comma = true,
            (Some(_), Some(_)) => point = true,
            (Some(_), None) if text.matches(',').count() == 1 && !has_group_of_three(text) => comma = true,
            (None, Some(_)) if text.split('.').nth(1).is_some_and(|rest| rest.len() != 3) => point = true,
            _ => {}
        }
    }
    comma && !point
}

/// A number in full, as it is written in a program: read back it is the same.
pub(in super::super) fn plain_number(number: f64) -> String {
    let number = if number == 0.0 { 0.0 } else { number };
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_commas_are_found_from_the_column() {
        let cells = |texts: &[&str]| texts.iter().map(|text| Cell::Text((*text).to_owned())).collect::<Vec<_>>();
        assert!(decimal_comma_of(cells(&["1.500", "2,5"]).iter()));
        assert!(!decimal_comma_of(cells(&["1,500", "2.5"]).iter()));
        assert!(!decimal_comma_of(cells(&["1,500"]).iter()));
        assert_eq!(parse("1.500,25", true), Some(1500.25));
        assert_eq!(parse("1,500.25", false), Some(1500.25));
        assert_eq!(parse("€ 12,50", false), Some(12.5));
        assert_eq!(parse("75 %", false), Some(75.0));
        for text in ["", "NaN", "inf", "1e999", "12 pieces", "1-2"] {
            assert_eq!(parse(text, false), None, "{text}");
        }
    }
}
