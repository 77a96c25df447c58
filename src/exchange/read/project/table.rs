//! Rows of text under titles, as if they had stood in a workbook.

use crate::exchange::sheets::{Cell, Column, Row, Sheet};
use crate::model::Time;

/// A sheet in the making.
pub struct SheetMaker(Sheet);

impl SheetMaker {
    pub fn new(name: &str, titles: &[&str]) -> SheetMaker {
        let columns = (0u32..).zip(titles).map(|(index, title)| Column { index, title: (*title).to_owned() });
        SheetMaker(Sheet { name: name.to_owned(), columns: columns.collect(), rows: Vec::new() })
    }

    /// Adds a row, its cells in the order of the titles; an empty text is no cell.
    pub fn row(&mut self, cells: &[&str]) {
        let cells = (0u32..).zip(cells).filter(|(_, text)| !text.is_empty()).map(|(index, text)| (index, Cell::Text((*text).to_owned())));
        // The title line is the first row.
        let number = self.0.rows.len() as u32 + 2;
        self.0.rows.push(Row { number, cells: cells.collect() });
    }

    pub fn done(self) -> Sheet {
        self.0
    }
}

/// A moment such as `2026-03-02T08:00:00`; `None` where it is none.
pub fn moment(text: &str) -> Option<Time> {
    Time::parse(&text.replacen('T', " ", 1))
}

/// A moment as we write it; empty where it is none.
pub fn moment_text(text: Option<&str>) -> String {
    text.and_then(moment).map(|time| time.to_string()).unwrap_or_default()
}

/// Hours, minutes and seconds of a length, with a sign where it is below zero.
pub fn clock_text(seconds: i64) -> String {
    crate::exchange::convert::span_text(seconds)
}
