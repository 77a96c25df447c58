//! What pointer and focus do in a table. Everything done here can be done from the keyboard as well.

use super::editor;
use super::grid::Grid;
use super::keys::toggle_row;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What lies under the pointer.
struct Hit {
    place: usize,
    /// Place of the column; `None` for the tick box.
    column: Option<usize>,
    element: Element,
}

fn hit(event: &web_sys::MouseEvent) -> Option<Hit> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let cell = element.closest(".table-row > .cell").ok().flatten()?;
    let index = |element: &Element, name: &str| element.get_attribute(name).and_then(|text| text.parse::<usize>().ok());
    let place = index(&cell.parent_element()?, "aria-rowindex")?.checked_sub(2)?;
    Some(Hit { place, column: index(&cell, "aria-colindex").and_then(|index| index.checked_sub(2)), element })
}

/// The first focus goes to the first cell.
pub fn on_focus(grid: Grid) {
    grid.focused.set(true);
    let fresh = grid.cursor.with_untracked(|cursor| cursor.row.is_none() && !cursor.in_head);
    if fresh && grid.order.with_untracked(|order| !order.is_empty()) {
        let row = grid.order.with_untracked(|order| order.first().copied());
        grid.cursor.update(|cursor| cursor.row = row);
    }
}

/// Pressing the mouse puts the cursor there; with Shift it marks the block in between.
pub fn on_press(grid: Grid, event: web_sys::PointerEvent) {
    if event.button() != 0 || event.pointer_type() != "mouse" {
        return;
    }
    if let Some(Hit { place, column: Some(column), element }) = hit(&event)
        && !event.ctrl_key()
        && !event.meta_key()
        && element.closest("button").ok().flatten().is_none()
    {
        grid.go(place, column, event.shift_key());
    }
}

/// Moving the pressed mouse marks a block of cells.
pub fn on_drag(grid: Grid, event: web_sys::PointerEvent) {
    if event.buttons() != 1 || event.pointer_type() != "mouse" || grid.editing.with_untracked(Option::is_some) {
        return;
    }
    if let Some(Hit { place, column: Some(column), .. }) = hit(&event) {
        let now = untrack(|| (grid.place(), grid.cursor.get().column));
        if now != (place, column) && grid.focused.get_untracked() {
            grid.go(place, column, true);
        }
    }
}

/// A click selects by tick box or Ctrl, opens, turns a yes or no over; a second tap on a cell edits it.
pub fn on_click(grid: Grid, event: web_sys::MouseEvent) {
    let Some(Hit { place, column, element }) = hit(&event) else { return };
    let Some(row) = grid.order.with_untracked(|order| order.get(place).copied()) else { return };
    let Some(column) = column else {
        return tick(grid, place, row, &event);
    };
    if element.closest(".row-open").ok().flatten().is_some() {
        if let Some(open) = grid.on.open {
            open.run(row);
        }
        return;
    }
    if event.ctrl_key() || event.meta_key() {
        return toggle_row(grid, row);
    }
    let touched = event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() != "mouse");
    if touched {
        let again = untrack(|| grid.place() == place && grid.cursor.get().column == column && grid.focused.get());
        grid.go(place, column, false);
        if again {
            return editor::start(grid, None);
        }
    }
    let boolean = element.closest(".tick").ok().flatten().is_some();
    let editable = grid.column_at(column).and_then(|index| grid.with_column(index, |column| column.editable)).unwrap_or(false);
    if boolean && editable {
        editor::start(grid, None);
    }
}

/// The tick box selects its row; with Shift every row from the cursor to it.
fn tick(grid: Grid, place: usize, row: u64, event: &web_sys::MouseEvent) {
    let from = untrack(|| grid.place());
    if event.shift_key() {
        let (first, last) = (from.min(place), from.max(place));
        let rows: Vec<u64> = grid.order.with_untracked(|order| order.iter().skip(first).take(last - first + 1).copied().collect());
        grid.selected.update(|selected| selected.extend(rows));
    } else {
        toggle_row(grid, row);
    }
    let column = grid.cursor.with_untracked(|cursor| cursor.column);
    grid.go(place, column, false);
    grid.focus();
}

/// A double click edits the cell, or opens the row where the cell is fixed.
pub fn on_double_click(grid: Grid, event: web_sys::MouseEvent) {
    let Some(Hit { place, column: Some(column), element }) = hit(&event) else { return };
    if element.closest("button, .tick").ok().flatten().is_some() {
        return;
    }
    let editable = grid.on.edit.is_some()
        && grid.column_at(column).and_then(|index| grid.with_column(index, |column| column.editable)).unwrap_or(false);
    match (grid.on.open, grid.order.with_untracked(|order| order.get(place).copied())) {
        (Some(open), Some(row)) if !editable => open.run(row),
        _ => editor::start(grid, None),
    }
}
