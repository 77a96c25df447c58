//! The header row of a table: sort by pressing, resize by dragging, everything else in the column's menu.

use super::column::{Align, NARROWEST, WIDEST};
use super::column_menu::column_menu;
use super::grid::Grid;
use super::keys::select_all;
use crate::ui::widgets::icon::{Icon, icon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The header row.
pub fn head_view(grid: Grid) -> AnyView {
    let all = move || {
        let (selected, rows) = (grid.selected_count.get(), grid.order.with(|order| order.len()));
        rows > 0 && selected >= rows
    };
    let some = move || grid.selected_count.get() > 0 && !all();
    let heads = move || {
        let shown = grid.shown.get();
        shown.iter().enumerate().map(|(place, index)| column_head(grid, place, *index)).collect::<Vec<_>>()
    };
    view! {
        <div role="rowgroup" class="table-head">
            <div role="row" class="table-head-row" aria-rowindex="1">
                <div role="columnheader" class="cell tick-cell" aria-colindex="1">
                    <input
                        type="checkbox"
                        tabindex="-1"
                        aria-label="Select all rows"
                        prop:checked=all
                        prop:indeterminate=some
                        on:change=move |event| select_all(grid, event_target_checked(&event))
                    />
                </div>
                {heads}
            </div>
        </div>
    }
    .into_any()
}

fn column_head(grid: Grid, place: usize, index: usize) -> AnyView {
    let Some((label, help, align)) = grid.with_column(index, |column| (column.label.clone(), column.help.clone(), column.align)) else {
        return ().into_any();
    };
    let id = format!("{}-h{place}", grid.id.get_value());
    let sorted = move || {
        grid.view.with(|view| view.sort.iter().position(|by| by.column == index).and_then(|rank| Some((rank, *view.sort.get(rank)?))))
    };
    let aria_sort = move || sorted().map(|(_, by)| if by.descending { "descending" } else { "ascending" });
    let sort_sign = move || {
        sorted().map(|(rank, by)| {
            let several = grid.view.with(|view| view.sort.len() > 1);
            let arrow = icon(if by.descending { Icon::ArrowDown } else { Icon::ArrowUp });
            view! { <span class="sort-sign">{arrow} {several.then(|| view! { <small>{rank + 1}</small> })}</span> }
        })
    };
    let press = move |event: web_sys::MouseEvent| {
        grid.go_to_head(place);
        grid.view.update(|view| view.toggle_sort(index, event.shift_key()));
        grid.focus();
    };
    let is_cursor = move || grid.cursor.with(|cursor| cursor.in_head && cursor.column == place);
    let is_filtered = move || grid.view.with(|view| view.filters.contains_key(&index));
    view! {
        <div
            role="columnheader"
            id=id
            class="cell head-cell"
            class:end=align == Align::End
            class:centre=align == Align::Centre
            class:cursor=is_cursor
            class:filtered=is_filtered
            aria-colindex=place + 2
            aria-sort=aria_sort
        >
            <button type="button" class="sort-button" tabindex="-1" title=help on:click=press>
                <span class="head-label">{label}</span>
                {sort_sign}
            </button>
            {column_menu(grid, index)}
            {resize_handle(grid, index)}
        </div>
    }
    .into_any()
}

/// The edge that is dragged to make a column wider or narrower; the column's menu does the same without dragging.
fn resize_handle(grid: Grid, index: usize) -> AnyView {
    let start = StoredValue::new(None::<(f64, u32)>);
    let width_now =
        move || grid.with_column(index, |column| grid.view.with_untracked(|view| view.width(index, column))).unwrap_or(NARROWEST);
    let press = move |event: web_sys::PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        start.set_value(Some((f64::from(event.client_x()), width_now())));
    };
    let drag = move |event: web_sys::PointerEvent| {
        let Some((from, width)) = start.get_value() else { return };
        let wanted = f64::from(width) + f64::from(event.client_x()) - from;
        set_width(grid, index, wanted.max(0.0) as u32);
    };
    view! {
        <span
            class="resize-handle"
            aria-hidden="true"
            on:pointerdown=press
            on:pointermove=drag
            on:pointerup=move |_| start.set_value(None)
            on:pointercancel=move |_| start.set_value(None)
            on:click=move |event| event.stop_propagation()
            on:dblclick=move |event| {
                event.stop_propagation();
                fit_width(grid, index);
            }
        ></span>
    }
    .into_any()
}

/// Makes a column as wide as its longest text among the first rows needs.
pub fn fit_width(grid: Grid, index: usize) {
    let rows: Vec<u64> = grid.order.with_untracked(|order| order.iter().take(FITTED_ROWS).copied().collect());
    let longest = rows.into_iter().map(|row| untrack(|| grid.cell(row, index)).text.chars().count()).max().unwrap_or(0);
    let heading = grid.with_column(index, |column| column.label.chars().count()).unwrap_or(0);
    set_width(grid, index, (longest as f64 * LETTER).max(heading as f64 * LETTER + SIGNS).ceil() as u32 + PADDING);
}

/// Rows whose texts are looked at to fit a column.
const FITTED_ROWS: usize = 500;
/// Width of a letter in CSS pixels, a little more than on average.
const LETTER: f64 = 7.6;
/// Room for the signs beside a heading, in CSS pixels.
const SIGNS: f64 = 28.0;
/// Room on both sides of a text, with the button that opens a row, in CSS pixels.
const PADDING: u32 = 40;

/// Makes a column this wide, within the bounds of a readable column.
pub fn set_width(grid: Grid, index: usize, width: u32) {
    grid.view.update(|view| {
        view.widths.insert(index, width.clamp(NARROWEST, WIDEST));
    });
}
