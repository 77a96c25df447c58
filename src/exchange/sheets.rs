//! What a file holds once it is read: sheets of typed cells, still without any meaning.
//!
//! Never knows tables or fields of a workspace.

use serde::{Deserialize, Serialize};

/// The most cells with content a file may hold.
pub const MOST_CELLS: usize = 1_000_000;
/// The most characters a cell may hold, as in every spreadsheet program.
pub const LONGEST_CELL: usize = 32_767;

/// A file that was read.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Sheets {
    /// The file's name; empty for pasted text.
    pub file_name: String,
    pub format: Format,
    pub sheets: Vec<Sheet>,
}

/// What kind of file it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Format {
    Workbook,
    #[default]
    Text,
    Json,
    /// A project of a project program.
    Project,
}

/// One sheet: a header and rows of cells.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// The columns that have a title, from left to right.
    pub columns: Vec<Column>,
    /// The rows below the header that hold anything.
    pub rows: Vec<Row>,
}

/// A titled column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// Position in the sheet, 0 = A.
    pub index: u32,
    pub title: String,
}

/// One row; empty cells are left out.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Row {
    /// The row's number as the user sees it, from 1.
    pub number: u32,
    /// Column positions and cells, from left to right.
    pub cells: Vec<(u32, Cell)>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Cell {
    Text(String),
    Number(f64),
    Flag(bool),
    /// A date, a time of day or a length of time as a spreadsheet counts it: days, dates from 1899-12-30.
    Days {
        days: f64,
        /// Whether it is shown as a length of time.
        elapsed: bool,
    },
    /// The formula in the cell has no result, for this reason.
    Error(String),
    /// A list or an object inside a JSON record.
    Nested,
}

impl Row {
    /// The cell in a column, by the column's position.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |(at, _)| *at).ok().and_then(|at| self.cells.get(at)).map(|(_, cell)| cell)
    }
}

impl Cell {
    /// The cell as people see it, for samples and messages.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => crate::model::text::number_text(*number),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Days { days, elapsed } => super::convert::days_text(*days, *elapsed),
            Cell::Error(reason) => reason.clone(),
            Cell::Nested => "{…}".to_owned(),
        }
    }
}

impl Sheet {
    /// The titled column at a position.
    pub fn column(&self, index: u32) -> Option<&Column> {
        self.columns.binary_search_by_key(&index, |column| column.index).ok().and_then(|at| self.columns.get(at))
    }

    /// A sheet whose header is the first row that looks like one; title lines above it are left out.
    pub fn with_header(name: String, mut rows: Vec<Row>) -> Sheet {
        rows.retain(|row| !row.cells.is_empty());
        let wide = rows.iter().take(10).map(|row| row.cells.len()).max().unwrap_or(0);
        let lone = rows.iter().take(10).take_while(|row| wide >= 3 && row.cells.len() == 1).count();
        let rest = rows.split_off(lone.min(rows.len()));
        let mut rest = rest.into_iter();
        let header = rest.next().unwrap_or_default();
        let columns = header
            .cells
            .iter()
            .map(|(index, cell)| Column { index: *index, title: cell.shown().trim().to_owned() })
            .filter(|column| !column.title.is_empty())
            .collect();
        Sheet { name, columns, rows: rest.collect() }
    }
}

/// The letters of a column's position: 0 is A, 26 is AA.
pub fn column_letters(index: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(index) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, texts: &[&str]) -> Row {
        let cells = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        Row { number, cells: cells.map(|(at, text)| (at as u32, Cell::Text((*text).to_owned()))).collect() }
    }

    #[test]
    fn title_lines_above_the_header_are_left_out() {
        let sheet = Sheet::with_header(
            "orders".into(),
            vec![row(1, &["Open orders of March"]), row(3, &["No", "Item", "Qty"]), row(4, &["1", "Chair", "2"])],
        );
        assert_eq!(sheet.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(), ["No", "Item", "Qty"]);
        assert_eq!(sheet.rows.first().map(|row| row.number), Some(4));
    }

    #[test]
    fn a_list_of_one_column_keeps_its_header() {
        let sheet = Sheet::with_header("item".into(), vec![row(1, &["Name"]), row(2, &["Chair"]), row(3, &["Table"])]);
        assert_eq!((sheet.columns.len(), sheet.rows.len()), (1, 2));
    }

    #[test]
    fn columns_have_the_letters_people_see() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
