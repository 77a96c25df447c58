//! What a person wants changed in a table, read and checked before it is handed over.
//!
//! A block is handed over whole or not at all; nothing here changes data.

use super::column::Column;
use super::tsv;
use crate::ui::widgets::entry::Entered;

/// One cell that is to get a new value.
#[derive(Clone, PartialEq, Debug)]
pub struct CellEdit {
    /// Id of the row.
    pub row: u64,
    /// Index of the column.
    pub column: usize,
    /// Key of the column.
    pub key: &'static str,
    /// The value, read by the column's kind.
    pub value: Entered,
}

/// A row that is to be added, with the cells that have a value.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewRow {
    /// Column key and value of each cell.
    pub cells: Vec<(&'static str, Entered)>,
}

/// A pasted block: cells of rows that exist and rows to add, meant as one change.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Paste {
    pub edits: Vec<CellEdit>,
    pub new_rows: Vec<NewRow>,
}

/// Where a block is pasted.
pub struct PasteTarget<'a> {
    pub columns: &'a [Column],
    /// Indices of the columns in sight, in order.
    pub shown: &'a [usize],
    /// Ids of the rows, in order.
    pub order: &'a [u64],
    /// First row and first column (places in `order` and `shown`).
    pub start: (usize, usize),
    /// Rows and columns of the marked cells; a single pasted value fills them all.
    pub size: (usize, usize),
    /// Whether rows past the last one are added; otherwise they are refused.
    pub may_add: bool,
}

/// Reads text from the clipboard as a block, or says in which pasted row and column it does not fit.
pub fn read_paste(text: &str, target: &PasteTarget) -> Result<Paste, String> {
    let mut block = tsv::read(text);
    if let [row] = block.as_slice()
        && let [value] = row.as_slice()
    {
        block = vec![vec![value.clone(); target.size.1.max(1)]; target.size.0.max(1)];
    }
    if let Some(columns) = headed(&block, target) {
        return read_headed(&block, &columns?, target);
    }
    let mut paste = Paste::default();
    for (down, cells) in block.iter().enumerate() {
        let row = target.order.get(target.start.0 + down).copied();
        if row.is_none() && !target.may_add {
            return Err(format!("The pasted block has {} rows, but only {down} fit below this cell.", block.len()));
        }
        let read = read_row(cells, down, target)?;
        match row {
            Some(row) => paste.edits.extend(read.into_iter().map(|(column, key, value)| CellEdit { row, column, key, value })),
            None => paste.new_rows.push(new_row(read)),
        }
    }
    paste.new_rows.retain(|row| !row.cells.is_empty());
    Ok(paste)
}

/// The columns that the first line of a block names, where it is a line of headings: most of its cells are names of columns.
fn headed(block: &[Vec<String>], target: &PasteTarget) -> Option<Result<Vec<usize>, String>> {
    let [heads, _, ..] = block else { return None };
    let place = |head: &String| {
        let head = head.trim().to_lowercase();
        target.columns.iter().position(|column| column.label.to_lowercase() == head || column.key == head)
    };
    let places: Vec<Option<usize>> = heads.iter().map(place).collect();
    if places.iter().flatten().count() * 2 <= heads.len() {
        return None;
    }
    let unknown = heads.iter().zip(&places).find(|(_, place)| place.is_none());
    Some(match unknown {
        None => Ok(places.into_iter().flatten().collect()),
        Some((head, _)) => {
            Err(format!("Nothing was pasted. “{}” is no column of this table. The page Import can be told what it means.", head.trim()))
        }
    })
}

/// Rows below headings are added, wherever the cursor is.
fn read_headed(block: &[Vec<String>], columns: &[usize], target: &PasteTarget) -> Result<Paste, String> {
    if !target.may_add {
        return Err("Nothing was pasted. The block begins with headings, and no rows can be added here.".to_owned());
    }
    let target = PasteTarget { columns: target.columns, shown: columns, order: &[], start: (0, 0), size: (1, 1), may_add: true };
    let mut paste = Paste::default();
    for (down, cells) in block.iter().enumerate().skip(1) {
        paste.new_rows.push(new_row(read_row(cells, down, &target)?));
    }
    paste.new_rows.retain(|row| !row.cells.is_empty());
    Ok(paste)
}

fn new_row(read: Vec<ReadCell>) -> NewRow {
    NewRow { cells: read.into_iter().filter(|(_, _, value)| *value != Entered::Empty).map(|(_, key, value)| (key, value)).collect() }
}

type ReadCell = (usize, &'static str, Entered);

fn read_row(cells: &[String], down: usize, target: &PasteTarget) -> Result<Vec<ReadCell>, String> {
    let mut read = Vec::with_capacity(cells.len());
    for (across, text) in cells.iter().enumerate() {
        let place = target.shown.get(target.start.1 + across).copied();
        let Some((index, column)) = place.and_then(|index| Some((index, target.columns.get(index)?))) else {
            return Err(format!("The pasted block has {} columns, but only {across} fit here.", cells.len()));
        };
        if !column.editable {
            return Err(format!("{} cannot be changed here, so nothing was pasted.", column.label));
        }
        let value = column.read(text).map_err(|reason| format!("Nothing was pasted. Row {}, {}: {reason}", down + 1, column.label))?;
        read.push((index, column.key, value));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::ui::widgets::table::column::Choice;

    fn columns() -> Vec<Column> {
        vec![
            Column::text("name", "Name").editable(),
            Column::integer("size", "Size").editable(),
            Column::choice("kind", "Kind", vec![Choice::new("a", "First"), Choice::new("b", "Second")]).editable(),
            Column::text("code", "Code"),
        ]
    }

    fn paste(text: &str, start: (usize, usize), size: (usize, usize), may_add: bool) -> Result<Paste, String> {
        read_paste(text, &PasteTarget { columns: &columns(), shown: &[0, 1, 2, 3], order: &[7, 8], start, size, may_add })
    }

    #[test]
    fn a_block_is_read_from_the_cell_on_and_extra_rows_are_added() {
        let paste = paste("x\t1\tsecond\ny\t2\tb\n", (1, 0), (1, 1), true).unwrap();
        assert_eq!(paste.edits.len(), 3);
        assert_eq!(paste.edits.last().unwrap().value, Entered::Choice("b".to_owned()));
        assert_eq!(paste.edits.first().unwrap().row, 8);
        assert_eq!(paste.new_rows.len(), 1);
        assert_eq!(paste.new_rows.first().unwrap().cells.get(1), Some(&("size", Entered::Integer(2))));
    }

    #[test]
    fn one_bad_cell_refuses_the_whole_block_and_says_where() {
        let refused = paste("x\t1\ny\tmany", (0, 0), (1, 1), true).unwrap_err();
        assert_eq!(refused, "Nothing was pasted. Row 2, Size: Enter a number up to 10¹², such as 12.5.");
    }

    #[test]
    fn rows_and_columns_that_do_not_fit_are_refused() {
        assert!(paste("a\nb\nc", (0, 0), (1, 1), false).is_err());
        assert!(paste("1\tFirst\tx\ty", (0, 1), (1, 1), true).is_err());
        assert!(paste("x", (0, 3), (1, 1), true).unwrap_err().starts_with("Code cannot be changed"));
    }

    #[test]
    fn rows_below_headings_are_added_in_any_order_of_columns() {
        let added = paste("size\tName\n5\tx\n6\ty\n", (1, 1), (1, 1), true).unwrap();
        assert!(added.edits.is_empty());
        assert_eq!(added.new_rows.len(), 2);
        let first: Vec<&str> = added.new_rows.first().unwrap().cells.iter().map(|(key, _)| *key).collect();
        assert_eq!(first, vec!["size", "name"]);
        assert!(paste("Name\tSize\tColour\nx\t1\tred", (0, 0), (1, 1), true).unwrap_err().contains("“Colour” is no column"));
        assert!(paste("Name\tSize\nx\t1", (0, 0), (1, 1), false).is_err());
        // A row of values is no line of headings, and neither is a single line.
        assert_eq!(paste("x\t1\ny\t2", (0, 0), (1, 1), true).unwrap().edits.len(), 4);
        assert!(paste("Name\tSize", (0, 0), (1, 1), true).is_err());
    }

    #[test]
    fn a_single_value_fills_the_marked_cells() {
        let paste = paste("5", (0, 1), (2, 1), false).unwrap();
        assert_eq!(paste.edits.iter().map(|edit| edit.row).collect::<Vec<_>>(), vec![7, 8]);
    }
}
