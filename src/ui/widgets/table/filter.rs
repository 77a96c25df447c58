//! Filters of one column, written as a person writes them: `> 5`, `2026-03-01..2026-03-31`, `!done`, `empty`.
//!
//! Pure; a filter sees the text and sort key of a cell and nothing else.

use super::value::{CellValue, SortKey};
use crate::ui::widgets::entry::{self, Entered, EntryKind};
use crate::ui::widgets::fuzzy::fold;
use std::collections::BTreeSet;

/// Which cells of a column are let through, with the words it was typed in.
#[derive(Clone, PartialEq, Debug)]
pub struct Filter {
    rule: Rule,
    text: String,
}

#[derive(Clone, PartialEq, Debug)]
enum Rule {
    /// The text contains this (folded) text, or does not when `negated`.
    Contains { text: String, negated: bool },
    /// The text is exactly this (folded) text.
    Is(String),
    /// The sort key lies between these ends; an open end is `None`, a strict end excludes itself.
    Between { low: Option<(f64, bool)>, high: Option<(f64, bool)> },
    /// The raw value is one of these keys.
    OneOf(BTreeSet<String>),
    /// The cell is empty, or is not.
    Blank(bool),
}

impl Filter {
    /// Reads a filter as typed into a column of `kind`; blank text is no filter.
    pub fn parse(kind: EntryKind, text: &str) -> Result<Option<Filter>, String> {
        let text = text.trim();
        let rule = match text.to_lowercase().as_str() {
            "" => return Ok(None),
            "empty" => Rule::Blank(true),
            "!empty" | "not empty" => Rule::Blank(false),
            _ if kind == EntryKind::Text => parse_text(text),
            _ => parse_range(kind, text)?,
        };
        Ok(Some(Filter { rule, text: text.to_owned() }))
    }

    /// Lets through the cells whose raw value is one of these keys.
    pub fn one_of(keys: BTreeSet<String>) -> Filter {
        Filter { rule: Rule::OneOf(keys), text: String::new() }
    }

    /// The filter as it was typed; empty for chosen keys.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The chosen keys of a filter made by [`Filter::one_of`].
    pub fn keys(&self) -> Option<&BTreeSet<String>> {
        match &self.rule {
            Rule::OneOf(keys) => Some(keys),
            _ => None,
        }
    }

    /// Whether a cell is let through.
    pub fn allows(&self, cell: &CellValue) -> bool {
        match &self.rule {
            Rule::Contains { text, negated } => fold(&cell.text).contains(text.as_str()) != *negated,
            Rule::Is(text) => fold(&cell.text) == *text,
            Rule::Between { low, high } => {
                let SortKey::Number(number) = cell.sort else { return false };
                let above = low.is_none_or(|(end, strict)| number > end || (!strict && number == end));
                let below = high.is_none_or(|(end, strict)| number < end || (!strict && number == end));
                above && below
            }
            Rule::OneOf(keys) => keys.contains(cell.edit_text()),
            Rule::Blank(wanted) => (cell.sort == SortKey::Empty) == *wanted,
        }
    }
}

fn parse_text(text: &str) -> Rule {
    if let Some(exact) = text.strip_prefix('=') {
        Rule::Is(fold(exact.trim()))
    } else if let Some(unwanted) = text.strip_prefix('!') {
        Rule::Contains { text: fold(unwanted.trim()), negated: true }
    } else {
        Rule::Contains { text: fold(text), negated: false }
    }
}

fn parse_range(kind: EntryKind, text: &str) -> Result<Rule, String> {
    let range = |low, high| Ok(Rule::Between { low, high });
    for (sign, strict) in [(">=", false), ("\u{2265}", false), (">", true)] {
        if let Some(rest) = text.strip_prefix(sign) {
            // "After a day" means after its end, not after its first second.
            let end = if strict { last_of(kind, rest)? } else { first_of(kind, rest)? };
            return range(Some((end, strict)), None);
        }
    }
    for (sign, strict) in [("<=", false), ("\u{2264}", false), ("<", true)] {
        if let Some(rest) = text.strip_prefix(sign) {
            let end = if strict { first_of(kind, rest)? } else { last_of(kind, rest)? };
            return range(None, Some((end, strict)));
        }
    }
    if let Some((low, high)) = text.split_once("..") {
        let low = if low.trim().is_empty() { None } else { Some((first_of(kind, low)?, false)) };
        let high = if high.trim().is_empty() { None } else { Some((last_of(kind, high)?, false)) };
        return range(low, high);
    }
    let exact = text.strip_prefix('=').unwrap_or(text);
    range(Some((first_of(kind, exact)?, false)), Some((last_of(kind, exact)?, false)))
}

fn first_of(kind: EntryKind, text: &str) -> Result<f64, String> {
    match entry::read(kind, text)? {
        Entered::Number(number) => Ok(number),
        Entered::Integer(number) => Ok(number as f64),
        Entered::Moment(time) => Ok(time.seconds() as f64),
        Entered::Span(span) => Ok(span.seconds() as f64),
        Entered::Flag(flag) => Ok(f64::from(u8::from(flag))),
        Entered::Empty | Entered::Text(_) | Entered::Choice(_) => Err("Enter a value after the sign.".to_owned()),
    }
}

/// The last second of a day written without a clock, otherwise the value itself.
fn last_of(kind: EntryKind, text: &str) -> Result<f64, String> {
    let first = first_of(kind, text)?;
    let whole_day = matches!(kind, EntryKind::Date | EntryKind::DateTime) && !text.contains(':');
    Ok(if whole_day { first + (crate::model::DAY - 1) as f64 } else { first })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::model::Time;

    fn allows(kind: EntryKind, filter: &str, cell: CellValue) -> bool {
        Filter::parse(kind, filter).unwrap().unwrap().allows(&cell)
    }

    #[test]
    fn text_filters_contain_equal_and_exclude() {
        assert!(allows(EntryKind::Text, "mull", CellValue::text("Müller")));
        assert!(!allows(EntryKind::Text, "=mull", CellValue::text("Müller")));
        assert!(allows(EntryKind::Text, "=muller", CellValue::text("Müller")));
        assert!(!allows(EntryKind::Text, "!mull", CellValue::text("Müller")));
    }

    #[test]
    fn number_filters_compare_and_leave_empty_cells_out() {
        assert!(allows(EntryKind::Number, "> 5", CellValue::number(5.5, 1)));
        assert!(!allows(EntryKind::Number, "> 5", CellValue::number(5.0, 1)));
        assert!(allows(EntryKind::Number, "5..7", CellValue::number(7.0, 1)));
        assert!(allows(EntryKind::Number, "..7", CellValue::number(-1.0, 1)));
        assert!(!allows(EntryKind::Number, "<5", CellValue::empty()));
        assert!(allows(EntryKind::Number, "empty", CellValue::empty()));
    }

    #[test]
    fn a_day_in_a_filter_means_the_whole_day() {
        let noon = CellValue::date_time(Time::parse("2026-03-01 12:00").unwrap());
        assert!(allows(EntryKind::DateTime, "2026-03-01", noon.clone()));
        assert!(!allows(EntryKind::DateTime, "> 2026-03-01", noon.clone()));
        assert!(allows(EntryKind::DateTime, "<= 2026-03-01", noon.clone()));
        assert!(allows(EntryKind::DateTime, "> 2026-03-01 11:00", noon));
    }

    #[test]
    fn a_filter_that_cannot_be_read_says_what_was_expected() {
        assert!(Filter::parse(EntryKind::Number, "> many").is_err());
        assert!(Filter::parse(EntryKind::Date, ">").is_err());
    }
}
