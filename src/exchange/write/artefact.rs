//! The table of an artefact as a workbook of one sheet and as delimited text.
//!
//! For reading elsewhere, not for coming back: what is to be imported again is written table by table.

use super::workbook::write_rows;
use super::{OutCell, WriteError, csv};
use serde::{Deserialize, Serialize};

/// A table on its way into a file; the first row holds the headings.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct OutSheet {
    /// Name of the sheet: at most 31 letters, without slashes, brackets, colons, stars and question marks.
    pub name: String,
    pub rows: Vec<Vec<OutCell>>,
}

impl OutSheet {
    /// The table as CSV: UTF-8 with a byte order mark, so that spreadsheet programs see the accents.
    pub fn csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        self.rows.iter().for_each(|row| csv::line(&mut text, row.iter().map(OutCell::text)));
        text
    }
}

/// The table as an .xlsx workbook.
///
/// # Errors
/// Where the workbook cannot be written, for instance with more rows than a sheet can hold.
pub fn export_sheet(sheet: &OutSheet) -> Result<Vec<u8>, WriteError> {
    write_rows(&sheet.name, &sheet.rows).map_err(|error| WriteError::Workbook(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::exchange::{Cell, read};
    use crate::model::Time;

    fn sheet() -> OutSheet {
        let text = |text: &str| OutCell::Text(text.to_owned());
        let rows = vec![
            vec![text("Name"), text("Hours"), text("Start")],
            vec![text("=1+1"), OutCell::Number(-12.5), OutCell::Time(Time::clamped(1_800_000_000))],
        ];
        OutSheet { name: "Tasks".to_owned(), rows }
    }

    #[test]
    fn no_cell_is_a_formula_but_numbers_stay_numbers() {
        assert_eq!(sheet().csv(), "\u{feff}Name,Hours,Start\r\n'=1+1,-12.5,2027-01-15 08:00\r\n");
    }

    #[test]
    fn the_workbook_reads_back_with_its_kinds_of_cells() {
        let sheets = read("tasks.xlsx", &export_sheet(&sheet()).unwrap()).unwrap();
        let [found] = sheets.sheets.as_slice() else { unreachable!("one sheet") };
        assert_eq!(found.name, "Tasks");
        let titles: Vec<&str> = found.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles, ["Name", "Hours", "Start"]);
        let cells: Vec<&Cell> = found.rows.iter().flat_map(|row| row.cells.iter().map(|(_, cell)| cell)).collect();
        assert!(matches!(cells.as_slice(), [Cell::Text(_), Cell::Number(number), _] if *number == -12.5), "{cells:?}");
    }
}
