//! Reading .xlsx workbooks cell by cell.
//!
//! Never asks for a sheet as a whole: one far cell would reserve memory for all cells before it.

use super::{ReadError, archive};
use crate::exchange::guard::unguard;
use crate::exchange::sheets::{Cell, Format, LONGEST_CELL, MOST_CELLS, Row, Sheet, Sheets, column_letters};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// The most sheets a workbook may have.
const MOST_SHEETS: usize = 500;
/// The most cells looked at, with or without content: formatted empty columns are long.
const MOST_VISITED: usize = 10_000_000;
/// The most text in all cells together, in bytes: one long shared text can stand in every cell.
const MOST_TEXT: usize = 64 * 1024 * 1024;
/// Days from 1899-12-30 to 1904-01-01, where some workbooks start to count.
const SINCE_1904: f64 = 1462.0;

/// How many cells may still be read.
struct Budget {
    cells: usize,
    visited: usize,
    text: usize,
}

/// Reads a workbook whose bytes start like an archive.
pub(super) fn read(file_name: &str, bytes: &[u8]) -> Result<Sheets, ReadError> {
    archive::check(bytes)?;
    // The reader counts columns without checking for overflow, which panics in builds that check for it. In a worker, where
    // a panic cannot be caught, such numbers wrap around and are as harmless as any far cell.
    let caught = std::panic::catch_unwind(|| read_workbook(file_name, bytes));
    caught.unwrap_or_else(|_| Err(ReadError::Damaged { reason: "a cell has an impossible place".to_owned() }))
}

fn read_workbook(file_name: &str, bytes: &[u8]) -> Result<Sheets, ReadError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let is_1904 = workbook.has_1904_epoch();
    let names = workbook.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(ReadError::Damaged { reason: "it has more than 500 sheets".to_owned() });
    }
    let mut budget = Budget { cells: MOST_CELLS, visited: MOST_VISITED, text: MOST_TEXT };
    let mut sheets = Vec::new();
    for name in names {
        let rows = match read_rows(&mut workbook, &name, is_1904, &mut budget) {
            Ok(rows) => rows,
            // A chart sheet has no cells.
            Err(Trouble::NoSheet) => continue,
            Err(Trouble::Read(error)) => return Err(error),
        };
        sheets.push(Sheet::with_header(name, rows));
    }
    if sheets.iter().all(|sheet| sheet.columns.is_empty()) {
        return Err(ReadError::Empty);
    }
    Ok(Sheets { file_name: file_name.to_owned(), format: Format::Workbook, sheets })
}

enum Trouble {
    NoSheet,
    Read(ReadError),
}

fn read_rows(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, is_1904: bool, budget: &mut Budget) -> Result<Vec<Row>, Trouble> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Err(Trouble::NoSheet),
        Err(error) => return Err(Trouble::Read(damaged(&error))),
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut sorted = true;
    loop {
        let record = match reader.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => return Err(Trouble::Read(damaged(&error))),
        };
        budget.visited = budget.visited.checked_sub(1).ok_or(Trouble::Read(ReadError::TooManyCells))?;
        let (row, column) = record.pos;
        let place = || format!("{name}, {}{}", column_letters(column), row.saturating_add(1));
        let Some(cell) = cell(&record.value, record.formula.is_some(), is_1904, &place).map_err(Trouble::Read)? else { continue };
        if let Cell::Text(text) = &cell {
            budget.text = budget.text.checked_sub(text.len()).ok_or(Trouble::Read(ReadError::TooLargeUnpacked))?;
        }
        budget.cells = budget.cells.checked_sub(1).ok_or(Trouble::Read(ReadError::TooManyCells))?;
        let number = row.saturating_add(1);
        match rows.last_mut() {
            Some(last) if last.number == number => {
                sorted &= last.cells.last().is_none_or(|(before, _)| *before < column);
                last.cells.push((column, cell));
            }
            last => {
                sorted &= last.is_none_or(|last| last.number < number);
                rows.push(Row { number, cells: vec![(column, cell)] });
            }
        }
    }
    Ok(if sorted { rows } else { in_order(rows) })
}

/// Rows and cells in order, where a workbook holds them in another; of two cells at one place the later stays.
fn in_order(rows: Vec<Row>) -> Vec<Row> {
    let mut places = std::collections::BTreeMap::new();
    for row in rows {
        for (column, cell) in row.cells {
            places.insert((row.number, column), cell);
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for ((number, column), cell) in places {
        match rows.last_mut() {
            Some(last) if last.number == number => last.cells.push((column, cell)),
            _ => rows.push(Row { number, cells: vec![(column, cell)] }),
        }
    }
    rows
}

/// The cell of a value; `None` for one without content.
fn cell(value: &DataRef, is_formula: bool, is_1904: bool, place: &dyn Fn() -> String) -> Result<Option<Cell>, ReadError> {
    let text = |text: &str| {
        if text.chars().nth(LONGEST_CELL).is_some() {
            return Err(ReadError::CellTooLong { place: place() });
        }
        let text = unguard(text);
        Ok((!text.is_empty()).then_some(Cell::Text(text)))
    };
    Ok(match value {
        DataRef::Empty if is_formula => Some(Cell::Error("a formula without a stored result".to_owned())),
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) if number.is_finite() => Some(Cell::Number(*number)),
        DataRef::Float(_) => Some(Cell::Error("a number without end".to_owned())),
        DataRef::Bool(flag) => Some(Cell::Flag(*flag)),
        DataRef::DateTime(date) => {
            let elapsed = date.is_duration();
            let shift = if is_1904 && !elapsed && date.as_f64() >= 1.0 { SINCE_1904 } else { 0.0 };
            Some(Cell::Days { days: date.as_f64() + shift, elapsed })
        }
        DataRef::String(read) => text(read)?,
        DataRef::SharedString(read) => text(read)?,
        DataRef::DateTimeIso(read) | DataRef::DurationIso(read) => text(read)?,
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    })
}

fn damaged(error: &XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        XlsxError::XmlEof(_) => ReadError::Truncated,
        _ => {
            let reason: String = error.to_string().chars().take(200).collect();
            ReadError::Damaged { reason }
        }
    }
}
