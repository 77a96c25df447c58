//! Writing: a workspace as a workbook, as text, as a calendar and as a project, in the form the importer reads back.
//!
//! Never writes a cell that a spreadsheet program would run as a formula.

mod artefact;
mod columns;
mod csv;
mod icalendar;
mod labels;
mod project;
mod workbook;

pub use artefact::{OutSheet, export_sheet};
pub use csv::export_csv;
pub use icalendar::{ScheduleFilter, export_icalendar};
pub use project::export_project;
pub use workbook::export_workbook;

use crate::exchange::convert::plain_number;
use crate::exchange::guard::guard;
use crate::model::Time;

/// Why a file could not be written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum WriteError {
    #[error("The workbook could not be written: {0}. Nothing is lost; save a workspace file instead.")]
    Workbook(String),
}

/// What a cell is on its way out.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub enum OutCell {
    Empty,
    /// A text; guarded where it is written.
    Text(String),
    Number(f64),
    Flag(bool),
    Time(Time),
}

impl OutCell {
    /// The cell as plain text, guarded where it is one.
    fn text(&self) -> String {
        match self {
            OutCell::Empty => String::new(),
            OutCell::Text(text) => guard(text),
            OutCell::Number(number) => plain_number(*number),
            OutCell::Flag(flag) => flag.to_string(),
            OutCell::Time(time) => time.to_string(),
        }
    }
}
