//! What the keys do in a table, by the grid pattern of the ARIA guide and the habits of spreadsheets.

use super::clipboard::clear_or_delete;
use super::editor;
use super::grid::Grid;
use crate::ui::widgets::dom::by_id;
use leptos::prelude::*;

/// Where the cursor goes after an edit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Stay,
    Up,
    Down,
    Left,
    Right,
}

/// Moves the cursor by one cell; left and right run on into the neighbouring row.
pub fn step(grid: Grid, step: Step) {
    let (place, column) = untrack(|| (grid.place(), grid.cursor.get().column));
    let last = grid.shown.with_untracked(|shown| shown.len()).saturating_sub(1);
    match step {
        Step::Stay => {}
        Step::Up => grid.go(place.saturating_sub(1), column, false),
        Step::Down => grid.go(place + 1, column, false),
        Step::Left if column == 0 && place > 0 => grid.go(place - 1, last, false),
        Step::Left => grid.go(place, column.saturating_sub(1), false),
        Step::Right if column == last => grid.go(place + 1, 0, false),
        Step::Right => grid.go(place, column + 1, false),
    }
}

/// Handles a key pressed on the table itself.
pub fn on_key(grid: Grid, event: web_sys::KeyboardEvent) {
    if event.default_prevented() || event.is_composing() || !is_own(grid, &event) {
        return;
    }
    let used = if grid.cursor.with_untracked(|cursor| cursor.in_head) { head_key(grid, &event) } else { body_key(grid, &event) };
    if used {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Keys pressed in a popover or button inside the table are theirs.
fn is_own(grid: Grid, event: &web_sys::KeyboardEvent) -> bool {
    let scroller = grid.scroller.get_untracked().map(web_sys::EventTarget::from);
    scroller.is_some() && event.target() == scroller
}

fn head_key(grid: Grid, event: &web_sys::KeyboardEvent) -> bool {
    let (column, place) = untrack(|| (grid.cursor.get().column, grid.place()));
    let last = grid.shown.with_untracked(|shown| shown.len()).saturating_sub(1);
    match event.key().as_str() {
        "ArrowDown" if event.alt_key() => open_column_menu(grid, column),
        "ContextMenu" => open_column_menu(grid, column),
        "F10" if event.shift_key() => open_column_menu(grid, column),
        "ArrowDown" => grid.go(place, column, false),
        "ArrowLeft" => grid.go_to_head(column.saturating_sub(1)),
        "ArrowRight" => grid.go_to_head(column + 1),
        "Home" => grid.go_to_head(0),
        "End" => grid.go_to_head(last),
        "Enter" | " " => {
            if let Some(index) = grid.column_at(column) {
                grid.view.update(|view| view.toggle_sort(index, event.shift_key()));
            }
        }
        _ => return false,
    }
    true
}

fn open_column_menu(grid: Grid, column: usize) {
    let id = grid.id.get_value();
    let button = by_id(&format!("{id}-h{column}")).and_then(|head| head.query_selector(".column-menu").ok().flatten());
    if let Some(button) = button {
        use wasm_bindgen::JsCast;
        button.unchecked_ref::<web_sys::HtmlElement>().click();
    }
}

fn body_key(grid: Grid, event: &web_sys::KeyboardEvent) -> bool {
    let control = event.ctrl_key() || event.meta_key();
    if move_key(grid, event, control) {
        return true;
    }
    match event.key().as_str() {
        "F2" => editor::start(grid, None),
        "Enter" => enter(grid, control),
        "Escape" => return escape(grid),
        "Delete" | "Backspace" => clear_or_delete(grid),
        "Insert" if !control && !event.shift_key() => add_row(grid),
        " " => space(grid, control || event.shift_key()),
        "a" | "A" if control => select_all(grid, true),
        letter if !control && !event.alt_key() && letter.chars().count() == 1 => editor::start(grid, Some(letter.to_owned())),
        _ => return false,
    }
    true
}

fn move_key(grid: Grid, event: &web_sys::KeyboardEvent, control: bool) -> bool {
    let (place, column) = untrack(|| (grid.place(), grid.cursor.get().column));
    let rows = grid.order.with_untracked(|order| order.len());
    let last_column = grid.shown.with_untracked(|shown| shown.len()).saturating_sub(1);
    let page = ((grid.size.get_untracked().1 - grid.head_height()) / grid.row_height).floor().max(1.0) as usize;
    let extend = event.shift_key();
    match event.key().as_str() {
        "ArrowUp" if place == 0 && !extend => grid.go_to_head(column),
        "ArrowUp" if control => grid.go(0, column, extend),
        "ArrowDown" if control => grid.go(rows, column, extend),
        "ArrowLeft" if control => grid.go(place, 0, extend),
        "ArrowRight" if control => grid.go(place, last_column, extend),
        "ArrowUp" => grid.go(place.saturating_sub(1), column, extend),
        "ArrowDown" => grid.go(place + 1, column, extend),
        "ArrowLeft" => grid.go(place, column.saturating_sub(1), extend),
        "ArrowRight" => grid.go(place, column + 1, extend),
        "Home" if control => grid.go(0, 0, extend),
        "End" if control => grid.go(rows, last_column, extend),
        "Home" => grid.go(place, 0, extend),
        "End" => grid.go(place, last_column, extend),
        "PageUp" => grid.go(place.saturating_sub(page), column, extend),
        "PageDown" => grid.go(place + page, column, extend),
        _ => return false,
    }
    true
}

fn enter(grid: Grid, open: bool) {
    let column = grid.cursor.with_untracked(|cursor| cursor.column);
    let editable = grid.on.edit.is_some()
        && grid.column_at(column).and_then(|index| grid.with_column(index, |column| column.editable)).unwrap_or(false);
    match (untrack(|| grid.row_here()), grid.on.open) {
        (Some(row), Some(on_open)) if open || !editable => on_open.run(row),
        _ => editor::start(grid, None),
    }
}

fn escape(grid: Grid) -> bool {
    let marked = grid.cursor.with_untracked(|cursor| cursor.anchor.is_some());
    let selected = grid.selected.with_untracked(|selected| !selected.is_empty());
    if marked {
        grid.cursor.update(|cursor| cursor.anchor = None);
    } else if selected {
        grid.selected.update(|selected| selected.clear());
    }
    marked || selected
}

/// Space turns a yes or no over; elsewhere, or with Shift or Ctrl, it selects the row.
fn space(grid: Grid, select: bool) {
    let (row, column) = untrack(|| (grid.row_here(), grid.cursor.get().column));
    let Some(row) = row else { return };
    let boolean =
        grid.column_at(column).and_then(|index| grid.with_column(index, |column| column.is_boolean() && column.editable)).unwrap_or(false);
    if boolean && !select { editor::start(grid, None) } else { toggle_row(grid, row) }
}

/// Selects a row or takes it out of the selection, and says so.
pub fn toggle_row(grid: Grid, row: u64) {
    grid.selected.update(|selected| {
        if !selected.remove(&row) {
            selected.insert(row);
        }
    });
    let count = grid.selected_count.get_untracked();
    grid.announcer.say(format!("{count} selected"));
}

/// Selects every row in sight of the filters, or none.
pub fn select_all(grid: Grid, on: bool) {
    let rows = if on { grid.order.with_untracked(|order| order.iter().copied().collect()) } else { Default::default() };
    grid.selected.set(rows);
    let count = grid.selected_count.get_untracked();
    grid.announcer.say(format!("{count} selected"));
}

/// Adds a row and opens its first cell that can be edited.
pub fn add_row(grid: Grid) {
    let Some(add) = grid.on.add else { return };
    let row = match add.run(()) {
        Ok(row) => row,
        Err(reason) => {
            grid.report(Err(reason));
            return;
        }
    };
    grid.report(Ok(()));
    if grid.view.with_untracked(|view| view.is_filtered()) && !grid.order.with_untracked(|order| order.contains(&row)) {
        // A new row is empty, so the filters would hide it at once.
        grid.view.update(|view| {
            view.search.clear();
            view.filters.clear();
        });
    }
    let place = grid.order.with_untracked(|order| order.iter().position(|other| *other == row));
    let first = grid.shown.with_untracked(|shown| {
        shown.iter().position(|index| grid.with_column(*index, |column| column.editable && !column.is_boolean()).unwrap_or(false))
    });
    if let Some(place) = place {
        grid.focus();
        grid.go(place, first.unwrap_or(0), false);
        request_animation_frame(move || editor::start(grid, None));
    }
}
