//! Reading files: from bytes to sheets of typed cells, with every limit checked before anything large is made.
//!
//! Never panics on hostile bytes, and never decides what a sheet means.

mod archive;
mod encoding;
mod icalendar;
mod json;
mod project;
mod text;
mod xlsx;

pub use icalendar::{CalendarEvent, CalendarFile, is_icalendar, read_icalendar};

use super::sheets::{LONGEST_CELL, MOST_CELLS, Sheets};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The most titled columns that all sheets of a file may have together.
const MOST_TITLES: usize = 5_000;

/// Why a file cannot be read: what happened, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum ReadError {
    #[error("The file is empty.")]
    Empty,
    #[error("The file has {megabytes} MB; the limit is 20 MB. Split it, or leave out the sheets that are not needed.")]
    TooLarge { megabytes: u64 },
    #[error("Unpacked, the workbook would be larger than 200 MB. It may be damaged or made to do harm.")]
    TooLargeUnpacked,
    #[error("The workbook unpacks to more than 200 times its size. Such files are made to do harm, so it was not opened.")]
    Bomb,
    #[error("The file holds more than {MOST_CELLS} cells with content. Split it, or leave out the sheets that are not needed.")]
    TooManyCells,
    #[error("The file has more than {MOST_TITLES} titled columns. Leave out the sheets that are not needed.")]
    TooManyColumns,
    #[error("A cell in {place} holds more than {LONGEST_CELL} characters.")]
    CellTooLong { place: String },
    #[error("This is not a workbook, a CSV file, a JSON file or a project ({found}). Save it as .xlsx or .csv.")]
    NotASpreadsheet { found: String },
    #[error("This is a workbook of an old kind ({kind}). Open it in your spreadsheet program and save it as .xlsx.")]
    OldFormat { kind: String },
    #[error("The workbook is protected by a password. Save a copy without one.")]
    Encrypted,
    #[error("The file is incomplete: its end is missing. Fetch or save it again.")]
    Truncated,
    #[error("The workbook is damaged: {reason}. Open it in your spreadsheet program and save it again.")]
    Damaged { reason: String },
    #[error("A quotation mark that opens in row {row} never closes.")]
    OpenQuote { row: u32 },
    #[error("Line {line}, column {column} is not valid JSON: {reason}.")]
    BadJson { line: usize, column: usize, reason: String },
    #[error("This is not sound XML: {reason}. Save it again in the program it comes from.")]
    BadXml { reason: String },
    #[error("This XML file is no project: its outermost element is “{found}”, not “Project”. Save it as “XML” in the project program.")]
    NoProject { found: String },
    #[error("The field “{key}” stands twice in the same JSON object, near line {line}.")]
    RepeatedKey { key: String, line: usize },
}

/// Reads a workbook (.xlsx), a CSV or TSV file, pasted text, or a JSON list of records.
///
/// The content decides what it is; `file_name` is only used for the name of the one sheet of a text, and may be empty.
///
/// # Errors
/// What is wrong with the file; see [`ReadError`].
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Sheets, ReadError> {
    let sheets = read_any(file_name, bytes)?;
    let titles: usize = sheets.sheets.iter().map(|sheet| sheet.columns.len()).sum();
    if titles > MOST_TITLES { Err(ReadError::TooManyColumns) } else { Ok(sheets) }
}

/// Whether the bytes are XML, of which only projects are read.
pub fn is_project(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(&[0xFF, 0xFE, b'<', 0])
}

/// Reads a project in Microsoft's XML form (MSPDI).
///
/// # Errors
/// What is wrong with the file; see [`ReadError`].
pub fn read_project(file_name: &str, bytes: &[u8]) -> Result<Sheets, ReadError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) as u64 });
    }
    project::read(file_name, &encoding::decode(bytes)?)
}

fn read_any(file_name: &str, bytes: &[u8]) -> Result<Sheets, ReadError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) as u64 });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return xlsx::read(file_name, bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Err(archive::of_compound_file(bytes));
    }
    let text = encoding::decode(bytes)?;
    let looks_like_json = text.trim_start().starts_with(['[', '{']);
    if looks_like_json && (file_name.to_ascii_lowercase().ends_with(".json") || !file_name.contains('.')) {
        return json::read(file_name, &text);
    }
    text::read(file_name, &text)
}

/// The file's name without folder and ending, for the name of its one sheet.
fn stem(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
