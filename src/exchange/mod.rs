//! Import and export: files become previewed edits, and a workspace becomes files.
//!
//! Never changes a workspace itself: an import yields edits that the document carries out in one undoable step.

mod convert;
mod dry_run;
pub mod guard;
pub mod job;
mod read;
mod sheets;
mod templates;
mod understand;
mod write;

use crate::model::TableName;

/// Whether the records of a table are known to others without a name that is theirs alone: then their rows have a column “key”.
fn is_keyed(table: TableName) -> bool {
    use TableName::*;
    matches!(table, Task | SupplyOrder | Report | CheckItem | Check | Issue)
}

pub use dry_run::{DryRun, Problem, Severity, SheetReport, apply, dry_run};
pub use read::{CalendarEvent, CalendarFile, LARGEST_FILE, ReadError, is_icalendar, is_project, read, read_icalendar, read_project};
pub use sheets::{Cell, Column, Format, LONGEST_CELL, MOST_CELLS, Row, Sheet, Sheets, column_letters};
pub use templates::{TEMPLATES, TemplateCard, template};
pub use understand::{Mapping, SheetMapping, Target, complete, propose, targets};
pub use write::{
    OutCell, OutSheet, ScheduleFilter, WriteError, export_csv, export_icalendar, export_project, export_sheet, export_workbook,
};
