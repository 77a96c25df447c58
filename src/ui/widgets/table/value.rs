//! What one cell of a table shows, sorts by and offers for editing.
//!
//! Plain data, made afresh whenever a visible cell is painted; never holds on to the record it came from.

use crate::model::{Span, Time};
use crate::ui::widgets::entry::{number_text, span_text};
use crate::ui::widgets::tone::Tone;

/// What a cell sorts by; empty cells always come last.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum SortKey {
    #[default]
    Empty,
    Number(f64),
    Text(String),
}

/// How the text of a cell is painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Look {
    #[default]
    Plain,
    /// A pill in the cell's tone.
    Badge,
    /// One small pill per part of the text between commas.
    Chips,
    /// A bar behind the text, filled to this share (0 to 1; more is shown as full).
    Meter(f64),
    /// A tick box that shows yes or no.
    Tick(bool),
}

/// One cell: display text, sort key, raw text for editing, tone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CellValue {
    /// What is shown, searched and copied.
    pub text: String,
    /// What the column sorts and filters by.
    pub sort: SortKey,
    /// What the editor starts with, when it differs from `text`.
    pub edit: Option<String>,
    /// How the value stands.
    pub tone: Tone,
    /// How the text is painted.
    pub look: Look,
    /// A sentence shown on hover and read out with the cell, such as what is wrong with the value.
    pub note: Option<String>,
}

impl CellValue {
    /// A cell without a value.
    pub fn empty() -> CellValue {
        CellValue::default()
    }

    /// A text; blank text is an empty cell.
    pub fn text(text: impl Into<String>) -> CellValue {
        let text = text.into();
        let sort = if text.trim().is_empty() { SortKey::Empty } else { SortKey::Text(text.clone()) };
        CellValue { text, sort, ..CellValue::default() }
    }

    /// A number shown with `decimals` digits after the point; not a number is an empty cell.
    pub fn number(number: f64, decimals: usize) -> CellValue {
        if !number.is_finite() {
            return CellValue::empty();
        }
        CellValue {
            text: number_text(number, decimals),
            sort: SortKey::Number(number),
            edit: Some(number.to_string()),
            ..CellValue::default()
        }
    }

    /// A whole number.
    pub fn integer(number: i64) -> CellValue {
        CellValue {
            text: number_text(number as f64, 0),
            sort: SortKey::Number(number as f64),
            edit: Some(number.to_string()),
            ..CellValue::default()
        }
    }

    /// A day, shown as `2026-03-01`.
    pub fn date(time: Time) -> CellValue {
        CellValue { text: time.date_text(), sort: SortKey::Number(time.seconds() as f64), ..CellValue::default() }
    }

    /// A moment, shown as `2026-03-01 14:30`.
    pub fn date_time(time: Time) -> CellValue {
        CellValue { text: time.to_string(), sort: SortKey::Number(time.seconds() as f64), ..CellValue::default() }
    }

    /// A length of time, shown in its two largest units and edited exactly.
    pub fn span(span: Span) -> CellValue {
        CellValue { text: span.text(), sort: SortKey::Number(span.seconds() as f64), edit: Some(span_text(span)), ..CellValue::default() }
    }

    /// Yes or no, shown as a tick box.
    pub fn boolean(flag: bool) -> CellValue {
        let text = if flag { "Yes" } else { "No" };
        CellValue {
            text: text.to_owned(),
            sort: SortKey::Number(f64::from(u8::from(flag))),
            look: Look::Tick(flag),
            ..CellValue::default()
        }
    }

    /// One of several options: its key for editing, its label to show; sorts by `rank`, the option's place in the list.
    pub fn choice(key: impl Into<String>, label: impl Into<String>, rank: usize) -> CellValue {
        CellValue { text: label.into(), sort: SortKey::Number(rank as f64), edit: Some(key.into()), ..CellValue::default() }
    }

    /// Another record: its key for editing, its label to show and sort by.
    pub fn reference(key: impl Into<String>, label: impl Into<String>) -> CellValue {
        CellValue { edit: Some(key.into()), ..CellValue::text(label) }
    }

    /// This cell in another tone.
    pub fn tone(mut self, tone: Tone) -> CellValue {
        self.tone = tone;
        self
    }

    /// This cell painted in another way.
    pub fn look(mut self, look: Look) -> CellValue {
        self.look = look;
        self
    }

    /// This cell with a sentence to explain it.
    pub fn note(mut self, note: impl Into<String>) -> CellValue {
        self.note = Some(note.into());
        self
    }

    /// The text the editor starts with.
    pub fn edit_text(&self) -> &str {
        self.edit.as_deref().unwrap_or(&self.text)
    }
}

impl<V> From<Option<V>> for CellValue
where
    V: Into<CellValue>,
{
    /// A missing value is an empty cell.
    fn from(value: Option<V>) -> CellValue {
        value.map_or_else(CellValue::empty, Into::into)
    }
}

impl From<&str> for CellValue {
    fn from(text: &str) -> CellValue {
        CellValue::text(text)
    }
}

impl From<Time> for CellValue {
    fn from(time: Time) -> CellValue {
        CellValue::date_time(time)
    }
}

impl From<Span> for CellValue {
    fn from(span: Span) -> CellValue {
        CellValue::span(span)
    }
}

impl From<i64> for CellValue {
    fn from(number: i64) -> CellValue {
        CellValue::integer(number)
    }
}

impl From<bool> for CellValue {
    fn from(flag: bool) -> CellValue {
        CellValue::boolean(flag)
    }
}
