//! A grid of cells that can be pressed: rows with names, one stop of the Tab key, arrow keys from cell to cell.
//!
//! Never leaves anything to colour: what a cell says stands in it, and in words in its name.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// More rows than this are not drawn at once.
pub const MOST_ROWS: usize = 400;

/// A row as it is drawn.
#[derive(Clone, PartialEq)]
pub struct GridRow {
    pub name: String,
    pub group: String,
    /// What stands between the name and the cells.
    pub lead: Vec<String>,
    pub cells: Vec<GridCell>,
}

/// A cell as it is drawn.
#[derive(Clone, PartialEq)]
pub struct GridCell {
    pub class: &'static str,
    pub text: String,
    /// What it says in full, for the pointer and for screen readers.
    pub name: String,
    /// How much of it is filled, 0 to 1.
    pub share: f64,
    pub is_empty: bool,
    /// Whether it is marked as needing a look.
    pub is_troubled: bool,
}

/// The rows of a grid; `choose` is told row and column of the cell that was pressed.
pub fn grid_rows(rows: Vec<GridRow>, choose: impl Fn(usize, usize) + Copy + 'static) -> Vec<AnyView> {
    rows.into_iter().take(MOST_ROWS).enumerate().map(|(row, drawn)| row_view(row, drawn, choose)).collect()
}

fn row_view(row: usize, drawn: GridRow, choose: impl Fn(usize, usize) + Copy + 'static) -> AnyView {
    let GridRow { name, group, lead, cells } = drawn;
    let cell_view = move |(column, cell): (usize, GridCell)| {
        let GridCell { class, text, name, share, is_empty, is_troubled } = cell;
        let first = row == 0 && column == 0;
        view! {
            <td class=class>
                <button
                    type="button"
                    class="matrix-cell"
                    tabindex=if first { "0" } else { "-1" }
                    aria-label=name.clone()
                    title=name
                    data-row=row.to_string()
                    data-column=column.to_string()
                    class:empty=is_empty
                    on:click=move |_| choose(row, column)
                >
                    <span class="matrix-fill" style:block-size=format!("{:.0}%", share * 100.0)></span>
                    <span class="matrix-text">{text}</span>
                    {(class == "over").then(|| view! { <span class="matrix-over" aria-hidden="true">"▲"</span> })}
                    {is_troubled.then(|| view! { <span class="matrix-trouble" aria-hidden="true">"!"</span> })}
                </button>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">
                <span class="matrix-name">{name}</span>
                {(!group.is_empty()).then(|| view! { <span class="matrix-group">{group}</span> })}
            </th>
            {lead.into_iter().map(|words| view! { <td class="matrix-total">{words}</td> }).collect_view()}
            {cells.into_iter().enumerate().map(cell_view).collect_view()}
        </tr>
    }
    .into_any()
}

/// Arrow keys go from cell to cell; the table is one stop of the Tab key.
pub fn move_focus(event: KeyboardEvent) {
    let (down, right) = match event.key().as_str() {
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        _ => return,
    };
    let Some(now) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let read = |name: &str| now.get_attribute(name).and_then(|text| text.parse::<i64>().ok());
    let (Some(row), Some(column)) = (read("data-row"), read("data-column")) else { return };
    event.prevent_default();
    let selector = format!("[data-row='{}'][data-column='{}']", row + down, column + right);
    let table = now.closest("table").ok().flatten();
    let next =
        table.and_then(|table| table.query_selector(&selector).ok().flatten()).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(next) = next {
        now.set_tab_index(-1);
        next.set_tab_index(0);
        let _ = next.focus();
    }
}
