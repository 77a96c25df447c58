//! Copy, cut, paste, clear and delete in a table.

use super::column::Column;
use super::edits::{CellEdit, PasteTarget, read_paste};
use super::grid::Grid;
use super::tsv;
use crate::ui::widgets::entry::Entered;
use leptos::prelude::*;

/// Ids of the rows and indices of the columns that copy, clear and delete mean: selected rows, else the marked block.
fn meant(grid: Grid) -> (Vec<u64>, Vec<usize>) {
    let selected = untrack(|| grid.selected_rows());
    let shown = grid.shown.get_untracked();
    let block = untrack(|| grid.block());
    let marked = grid.cursor.with_untracked(|cursor| cursor.anchor.is_some());
    if !selected.is_empty() && !marked {
        return (selected, shown.to_vec());
    }
    let rows = grid.order.with_untracked(|order| order.iter().skip(block.rows.0).take(block.rows.1 - block.rows.0 + 1).copied().collect());
    let columns = shown.iter().skip(block.columns.0).take(block.columns.1 - block.columns.0 + 1).copied().collect();
    (rows, columns)
}

fn copied_text(grid: Grid) -> String {
    let (rows, columns) = meant(grid);
    let cell = |row: u64, index: usize| {
        let value = untrack(|| grid.cell(row, index));
        grid.with_column(index, |column| column.copy_text(&value).to_owned()).unwrap_or_default()
    };
    let cells: Vec<Vec<String>> = rows.iter().map(|row| columns.iter().map(|index| cell(*row, *index)).collect()).collect();
    tsv::write(&cells)
}

/// Puts the meant cells on the clipboard; with `cut` they are emptied too.
pub fn on_copy(grid: Grid, event: web_sys::ClipboardEvent, cut: bool) {
    let Some(clipboard) = event.clipboard_data() else { return };
    if clipboard.set_data("text/plain", &copied_text(grid)).is_err() {
        return;
    }
    event.prevent_default();
    grid.announcer.say(if cut { "Cut" } else { "Copied" });
    if cut {
        clear(grid);
    }
}

/// Reads the clipboard as a block of cells from the cursor on and hands it over as one change.
pub fn on_paste(grid: Grid, event: web_sys::ClipboardEvent) {
    let text = event.clipboard_data().and_then(|clipboard| clipboard.get_data("text/plain").ok()).unwrap_or_default();
    if text.is_empty() || grid.on.edit.is_none() && grid.on.paste.is_none() {
        return;
    }
    event.prevent_default();
    paste_text(grid, &text);
}

/// Pastes tab-separated text from the cursor on.
pub fn paste_text(grid: Grid, text: &str) {
    let block = untrack(|| grid.block());
    let (order, shown) = (grid.order.get_untracked(), grid.shown.get_untracked());
    let start = if order.is_empty() { (0, 0) } else { (block.rows.0, block.columns.0) };
    let size = (block.rows.1 - block.rows.0 + 1, block.columns.1 - block.columns.0 + 1);
    let read = grid.columns.with_value(|columns| {
        read_paste(text, &PasteTarget { columns, shown: &shown, order: &order, start, size, may_add: grid.on.paste.is_some() })
    });
    let result = read.and_then(|paste| {
        let words = format!("{} cells changed, {} rows added", paste.edits.len(), paste.new_rows.len());
        match (grid.on.paste, grid.on.edit) {
            (Some(on_paste), _) => on_paste.run(paste),
            (None, Some(on_edit)) => on_edit.run(paste.edits),
            (None, None) => Err("Nothing can be changed here.".to_owned()),
        }?;
        grid.announcer.say(words);
        Ok(())
    });
    if !grid.report(result) {
        let into = if order.is_empty() { shown.get(start.1..) } else { None };
        grid.refused.set(grid.columns.with_value(|columns| titled(text, columns, into)));
    }
}

/// A block of several columns with a line of headings: its own where it has one, else those of the columns that it would have filled, where
/// all its rows are new.
fn titled(text: &str, columns: &[Column], into: Option<&[usize]>) -> Option<String> {
    let cells: Vec<&str> = text.lines().next()?.split('\t').map(str::trim).collect();
    let names_column = |cell: &&str| columns.iter().any(|column| column.label.eq_ignore_ascii_case(cell) || column.key == *cell);
    if cells.len() > 1 && cells.iter().any(names_column) {
        return Some(text.to_owned());
    }
    let titles: Vec<&str> = into?.iter().take(cells.len()).filter_map(|at| columns.get(*at)).map(|column| column.label.as_str()).collect();
    (cells.len() > 1).then(|| format!("{}\n{text}", titles.join("\t")))
}

/// The Delete key: removes the selected rows where rows can be removed, otherwise empties the meant cells.
pub fn clear_or_delete(grid: Grid) {
    let marked = grid.cursor.with_untracked(|cursor| cursor.anchor.is_some());
    let selected = !marked && grid.selected.with_untracked(|selected| !selected.is_empty());
    if selected && grid.on.delete.is_some() { delete_selected(grid) } else { clear(grid) }
}

/// Removes the selected rows.
pub fn delete_selected(grid: Grid) {
    let Some(delete) = grid.on.delete else { return };
    let rows = untrack(|| grid.selected_rows());
    let count = rows.len();
    if count > 0 && grid.report(delete.run(rows)) {
        grid.selected.update(|selected| selected.clear());
        grid.announcer.say(format!("{count} removed"));
        grid.focus();
    }
}

fn clear(grid: Grid) {
    let Some(edit) = grid.on.edit else { return };
    let (rows, columns) = meant(grid);
    let open: Vec<(usize, &'static str)> = columns
        .into_iter()
        .filter_map(|index| grid.with_column(index, |column| column.editable.then_some((index, column.key))).flatten())
        .collect();
    let emptied = |row: u64| open.iter().map(move |(column, key)| CellEdit { row, column: *column, key, value: Entered::Empty });
    let edits: Vec<CellEdit> = rows.into_iter().flat_map(emptied).collect();
    if !edits.is_empty() {
        grid.report(edit.run(edits));
    }
}
