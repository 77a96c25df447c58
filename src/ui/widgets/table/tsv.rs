//! Tables as text on the clipboard: tab-separated values as spreadsheets write and read them.
//!
//! A copied cell never begins like a formula unless it is a number, so that pasting it into a spreadsheet runs nothing.

/// The cells of tab-separated text; quoted cells may hold tabs, line breaks and doubled quotes.
pub fn read(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            _ if quoted => cell.push(letter),
            // A quote opens a quoted cell only where the cell begins and the quote is closed again later.
            '"' if cell.is_empty() && closes(letters.clone()) => quoted = true,
            '\t' => row.push(unguarded(std::mem::take(&mut cell))),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row.push(unguarded(std::mem::take(&mut cell)));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(unguarded(cell));
        rows.push(row);
    }
    rows
}

fn closes(letters: impl Iterator<Item = char>) -> bool {
    let mut letters = letters.peekable();
    while let Some(letter) = letters.next() {
        if letter == '"' {
            match letters.peek() {
                Some('"') => {
                    letters.next();
                }
                other => return matches!(other, None | Some('\t' | '\n' | '\r')),
            }
        }
    }
    false
}

/// Tab-separated text of rows of cells, one row a line.
pub fn write(rows: &[Vec<String>]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| row.iter().map(|cell| quote(&guarded(cell))).collect::<Vec<_>>().join("\t")).collect();
    lines.join("\n")
}

fn quote(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// Whether a spreadsheet might take the cell for a formula, or for one that has been guarded by an apostrophe before.
fn is_risky(cell: &str) -> bool {
    let cell = cell.trim_start_matches('\'');
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.replace(',', "").parse::<f64>().is_err()
}

fn guarded(cell: &str) -> String {
    if is_risky(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_copied_from_a_spreadsheet_are_read() {
        assert_eq!(read("a\tb\r\nc\t\r\n"), vec![vec!["a", "b"], vec!["c", ""]]);
        assert_eq!(read("\"two\nlines\"\t\"say \"\"hi\"\"\"\n"), vec![vec!["two\nlines", "say \"hi\""]]);
        assert_eq!(read("5\" pipe\tx"), vec![vec!["5\" pipe", "x"]]);
        assert_eq!(read("\"open\tx"), vec![vec!["\"open", "x"]]);
        assert!(read("").is_empty());
    }

    #[test]
    fn a_copied_cell_never_begins_like_a_formula() {
        let text = write(&[vec!["=HYPERLINK(1)".to_owned(), "-5".to_owned(), "+x".to_owned(), "-1,000.5".to_owned()]]);
        assert_eq!(text, "'=HYPERLINK(1)\t-5\t'+x\t-1,000.5");
        assert_eq!(read(&text), vec![vec!["=HYPERLINK(1)", "-5", "+x", "-1,000.5"]]);
    }

    proptest! {
        #[test]
        fn whatever_is_copied_is_pasted_the_same(rows in prop::collection::vec(prop::collection::vec("[a-z=+@\"'\t\n -]{1,6}", 2..4), 1..4)) {
            prop_assert_eq!(read(&write(&rows)), rows);
        }
    }
}
