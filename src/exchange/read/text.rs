//! Reading delimited text: CSV, TSV and what is pasted from a spreadsheet.
//!
//! Rows are numbered as a spreadsheet program would show them. Never reads a number or a date: that needs the field.

use super::{ReadError, stem};
use crate::exchange::guard::unguard;
use crate::exchange::sheets::{Cell, Format, LONGEST_CELL, MOST_CELLS, Row, Sheet, Sheets, column_letters};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// How much of the text is looked at to find the delimiter, in characters.
const LOOKED_AT: usize = 20_000;
/// The most columns a spreadsheet has.
const MOST_COLUMNS: u32 = 16_384;

/// Reads a delimited text as one sheet.
pub(super) fn read(file_name: &str, text: &str) -> Result<Sheets, ReadError> {
    // A line "sep=;" on top is how some programs name the delimiter.
    let (text, named, skipped) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, rest)) => (rest, sign.trim_end_matches('\r').chars().next(), 1),
        None => (text, None, 0),
    };
    let delimiter = named.unwrap_or_else(|| delimiter_of(text));
    let rows = rows(text, delimiter, skipped)?;
    let name = match stem(file_name) {
        name if name.is_empty() => "pasted".to_owned(),
        name => name,
    };
    let sheet = Sheet::with_header(name, rows);
    if sheet.columns.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Sheets { file_name: file_name.to_owned(), format: Format::Text, sheets: vec![sheet] })
}

/// The delimiter that cuts the first lines most evenly into the most fields.
fn delimiter_of(text: &str) -> char {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let start = text.get(..end).unwrap_or(text);
    let score = |delimiter: char| {
        let mut counts = Vec::new();
        let mut records = Records::new(start, delimiter);
        while let Some(fields) = records.next_record() {
            if fields.len() > 1 || fields.first().is_some_and(|field| !field.is_empty()) {
                counts.push(fields.len());
            }
            if counts.len() == 25 {
                break;
            }
        }
        let widest = counts.iter().copied().max().unwrap_or(1);
        let even = counts.iter().filter(|count| **count == widest).count();
        if widest < 2 { 0.0 } else { even as f64 / counts.len() as f64 * (1.0 + (widest as f64).ln() / 10.0) }
    };
    let mut best = (',', 0.0);
    for delimiter in DELIMITERS {
        let reached = score(delimiter);
        if reached > best.1 {
            best = (delimiter, reached);
        }
    }
    best.0
}

fn rows(text: &str, delimiter: char, skipped: u32) -> Result<Vec<Row>, ReadError> {
    let mut rows = Vec::new();
    let mut left = MOST_CELLS;
    let mut number = skipped;
    let mut records = Records::new(text, delimiter);
    while let Some(fields) = records.next_record() {
        number = number.saturating_add(1);
        let mut cells = Vec::new();
        for (column, field) in (0u32..).zip(fields) {
            // Quick for the usual short field: bytes are never fewer than characters.
            if field.len() > LONGEST_CELL && field.chars().nth(LONGEST_CELL).is_some() {
                // A quotation mark that never closes swallows the rest of the file.
                if records.open_quote {
                    return Err(ReadError::OpenQuote { row: number });
                }
                return Err(ReadError::CellTooLong { place: format!("{}{number}", column_letters(column)) });
            }
            if column >= MOST_COLUMNS {
                return Err(ReadError::TooManyCells);
            }
            let field = unguard(&field);
            if !field.is_empty() {
                left = left.checked_sub(1).ok_or(ReadError::TooManyCells)?;
                cells.push((column, Cell::Text(field)));
            }
        }
        if records.open_quote {
            return Err(ReadError::OpenQuote { row: number });
        }
        rows.push(Row { number, cells });
    }
    Ok(rows)
}

/// Cuts a text into records and fields: quotation marks only count where a field begins, and `""` inside is one.
struct Records<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    delimiter: char,
    /// Whether the last record ended the text inside quotation marks.
    open_quote: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Records { rest: text.chars().peekable(), delimiter, open_quote: false }
    }

    fn next_record(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let mut fields = Vec::new();
        loop {
            let mut field = String::new();
            if self.rest.next_if_eq(&'"').is_some() {
                self.quoted(&mut field);
            }
            loop {
                match self.rest.next() {
                    None => {
                        fields.push(field);
                        return Some(fields);
                    }
                    Some('\n') => {
                        fields.push(field);
                        return Some(fields);
                    }
                    Some('\r') => {
                        self.rest.next_if_eq(&'\n');
                        fields.push(field);
                        return Some(fields);
                    }
                    Some(sign) if sign == self.delimiter => break,
                    Some(sign) => field.push(sign),
                }
            }
            fields.push(field);
        }
    }

    fn quoted(&mut self, field: &mut String) {
        loop {
            match self.rest.next() {
                Some('"') if self.rest.next_if_eq(&'"').is_some() => field.push('"'),
                Some('"') => return,
                Some(sign) => field.push(sign),
                None => {
                    self.open_quote = true;
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let sheets = read("orders.csv", text).unwrap();
        let sheet = &sheets.sheets[0];
        let header = sheet.columns.iter().map(|column| column.title.clone()).collect();
        let rows = sheet.rows.iter().map(|row| row.cells.iter().map(|(_, cell)| cell.shown()).collect());
        std::iter::once(header).chain(rows).collect()
    }

    #[test]
    fn the_delimiter_is_found() {
        for text in ["No;Item;Qty\n1;Chair, red;2,5\n", "No\tItem\tQty\r\n1\tChair, red\t2,5", "sep=;\nNo;Item;Qty\n1;\"Chair, red\";2,5"] {
            assert_eq!(texts(text), [["No", "Item", "Qty"], ["1", "Chair, red", "2,5"]], "{text}");
        }
    }

    #[test]
    fn quoted_fields_hold_delimiters_lines_and_quotes() {
        assert_eq!(texts("a,b\n\"x, \"\"y\"\"\nz\",5\" pipe\n"), [["a", "b"], ["x, \"y\"\nz", "5\" pipe"]]);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let sheets = read("x.csv", "a,b\n\n1,2\n\"p\nq\",3\n4,5\n").unwrap();
        assert_eq!(sheets.sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn a_quote_that_never_closes_is_named_with_its_row() {
        assert_eq!(read("x.csv", "a,b\n1,2\n\"3,4\n5,6\n"), Err(ReadError::OpenQuote { row: 3 }));
    }
}
