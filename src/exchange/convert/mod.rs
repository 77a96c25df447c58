//! From a cell to the value of a field: numbers, dates, lengths of time and choices in the forms planners write them.
//!
//! Never looks up records: a reference stays the name that was written.

mod date;
mod number;
mod span;

use super::sheets::Cell;
use crate::model::text::parse_value;
use crate::model::{Choice, Clock, DAY, FieldKind, FieldValue, Span, Value, clock_text};
pub(super) use date::{day_first_of, days_text};
pub(super) use number::{decimal_comma_of, plain_number, shortened};
pub(super) use span::{exact_span_text, span_text};

/// How a column is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    Kind(FieldKind),
    /// A length of time kept as a number of seconds with a fraction.
    Seconds,
    /// A time of day up to and including which something holds: 16:59:59 means 17:00.
    InclusiveClock,
}

/// What is known of a column from all its cells, and of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Style {
    /// Whether 03/04/2026 is the third of April; unknown where no date of the column tells.
    pub day_first: Option<bool>,
    /// Whether 1,5 is one and a half and 1.500 is fifteen hundred.
    pub decimal_comma: bool,
    /// Whether a bare number in a column of lengths of time counts days instead of seconds.
    pub spans_in_days: bool,
}

/// What a cell means.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Meaning {
    Value(Value),
    /// The name of a record, to be looked up.
    Name(String),
}

/// What a cell means, and what had to be assumed to say so.
pub(super) type Converted = (Meaning, Option<String>);

/// The meaning of a cell in a column.
///
/// # Errors
/// One sentence that says what was found and which forms are understood.
pub(super) fn convert(form: Form, cell: &Cell, style: Style) -> Result<Converted, String> {
    match cell {
        Cell::Error(reason) if reason.starts_with('#') => return Err(format!("The formula here fails with {reason}.")),
        Cell::Error(reason) => return Err(format!("Here stands {reason}; open the file, let it calculate, and save it.")),
        Cell::Nested => return Err("Here stands a list where one value is expected.".to_owned()),
        _ => {}
    }
    match form {
        Form::Kind(FieldKind::Text) => Ok(sure(Value::Text(cell_text(cell)))),
        Form::Kind(FieldKind::Reference(_)) => Ok((Meaning::Name(cell_text(cell)), None)),
        Form::Kind(FieldKind::Number) => number::convert(cell, style),
        Form::Kind(FieldKind::Whole) => {
            let (meaning, note) = number::convert(cell, style)?;
            match meaning {
                Meaning::Value(Value::Number(number)) if number.fract() != 0.0 => Err(format!("“{number}” is not a whole number.")),
                meaning => Ok((meaning, note)),
            }
        }
        Form::Kind(FieldKind::Flag) => flag(cell),
        Form::Kind(FieldKind::Time) => date::convert(cell, style),
        Form::Kind(FieldKind::Span) => {
            let (seconds, note) = span::convert(cell, style)?;
            Ok((Meaning::Value(Span::from_seconds(seconds.round() as i64).to_value()), note))
        }
        Form::Seconds => span::convert(cell, style).map(|(seconds, note)| (Meaning::Value(Value::Number(seconds)), note)),
        Form::Kind(FieldKind::Clock) => clock(cell).map(|seconds| sure(Clock(seconds).to_value())),
        Form::InclusiveClock => {
            let inclusive = !matches!(cell, Cell::Text(text) if text.contains('.'));
            let seconds = clock(cell)?;
            let end = if inclusive && seconds % 60 == 59 { seconds + 1 } else { seconds };
            Ok(sure(Clock(end).to_value()))
        }
        Form::Kind(FieldKind::Choice(choices)) => choice(choices, &cell_text(cell)),
        Form::Kind(kind @ FieldKind::Weekdays) => parse_value(kind, &cell_text(cell), &|_, _| None).map(sure),
        Form::Kind(FieldKind::List) => Err("Lists are not read here.".to_owned()),
    }
}

fn sure(value: Value) -> Converted {
    (Meaning::Value(value), None)
}

/// A cell as text: numbers in full, dates in the ISO form.
pub(super) fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => plain_number(*number),
        other => other.shown(),
    }
}

fn flag(cell: &Cell) -> Result<Converted, String> {
    let read = match cell {
        Cell::Flag(flag) => Some(*flag),
        Cell::Number(number) if *number == 0.0 || *number == 1.0 => Some(*number == 1.0),
        Cell::Text(text) => match text.to_lowercase().as_str() {
            "yes" | "true" | "1" | "y" | "x" | "on" | "wahr" | "ja" | "vrai" | "oui" => Some(true),
            "no" | "false" | "0" | "n" | "-" | "off" | "falsch" | "nein" | "faux" | "non" => Some(false),
            _ => None,
        },
        _ => None,
    };
    read.map(|flag| sure(Value::Flag(flag))).ok_or_else(|| format!("“{}” is neither yes nor no.", shortened(&cell.shown())))
}

fn clock(cell: &Cell) -> Result<i64, String> {
    let read = match cell {
        Cell::Days { days, .. } | Cell::Number(days) if (0.0..=1.0).contains(days) => Some((days * DAY as f64).round() as i64),
        // A date with a time of day: the time of day counts.
        Cell::Days { days, elapsed: false } => Some((days.rem_euclid(1.0) * DAY as f64).round() as i64),
        Cell::Text(text) => date::clock_of(text),
        _ => None,
    };
    read.filter(|seconds| (0..=DAY).contains(seconds))
        .ok_or_else(|| format!("“{}” is not a time of day. Write {} to {}.", shortened(&cell.shown()), clock_text(0), clock_text(DAY)))
}

/// Words of other programs for the entries of our choices.
const OTHER_WORDS: [(&str, &str); 14] = [
    ("wo", "MO"),
    ("work order", "MO"),
    ("cancelled", "canceled"),
    ("done", "closed"),
    ("delivered", "closed"),
    ("shipped", "closed"),
    ("new", "open"),
    ("released", "open"),
    ("confirmed", "open"),
    ("make-to-stock", "make to stock"),
    ("make-to-order", "make to order"),
    ("human", "person"),
    ("time per", "time_per"),
    ("fixed time", "fixed_time"),
];

fn choice(choices: &'static [Choice], text: &str) -> Result<Converted, String> {
    let same = |word: &str, other: &str| super::understand::plain(word) == super::understand::plain(other);
    let found = |text: &str| choices.iter().find(|choice| same(choice.code, text) || same(choice.label, text));
    let other = || OTHER_WORDS.iter().filter(|(word, _)| word.eq_ignore_ascii_case(text)).find_map(|(_, code)| found(code));
    found(text).or_else(other).map(|choice| sure(Value::Text(choice.code.to_owned()))).ok_or_else(|| {
        let labels: Vec<&str> = choices.iter().map(|choice| choice.label).collect();
        format!("“{}” is not one of: {}.", shortened(text), labels.join(", "))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::model::{OrderStatus, SupplyKind};

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn number(form: Form, cell: &Cell) -> Result<f64, String> {
        match convert(form, cell, Style::default())?.0 {
            Meaning::Value(Value::Number(number)) => Ok(number),
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn inclusive_ends_of_shifts_are_rounded_up_to_the_minute() {
        for (cell, end) in [
            (text("16:59:59"), 61_200.0),
            (text("23:59:59"), 86_400.0),
            (text("17:00:00"), 61_200.0),
            (text("16:59:59.0"), 61_199.0),
            (Cell::Days { days: 61_199.0 / 86_400.0, elapsed: false }, 61_200.0),
        ] {
            assert_eq!(number(Form::InclusiveClock, &cell), Ok(end), "{cell:?}");
        }
        assert_eq!(number(Form::Kind(FieldKind::Clock), &text("9:00:00")), Ok(32_400.0));
        assert_eq!(number(Form::Kind(FieldKind::Clock), &text("2:30 PM")), Ok(52_200.0));
    }

    #[test]
    fn words_of_other_programs_are_understood() {
        let read = |choices, word: &str| convert(Form::Kind(choices), &text(word), Style::default()).map(|read| read.0);
        assert_eq!(read(OrderStatus::KIND, "Cancelled"), Ok(Meaning::Value(Value::Text("canceled".into()))));
        assert_eq!(read(SupplyKind::KIND, "WO"), Ok(Meaning::Value(Value::Text("MO".into()))));
        assert!(read(OrderStatus::KIND, "somehow").unwrap_err().contains("Open, Inquiry"));
    }

    #[test]
    fn failed_formulas_are_told_apart_from_values() {
        let error = convert(Form::Kind(FieldKind::Number), &Cell::Error("#REF!".into()), Style::default());
        assert_eq!(error, Err("The formula here fails with #REF!.".to_owned()));
    }
}
