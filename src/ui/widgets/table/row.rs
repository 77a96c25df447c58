//! One row element of a table. It shows whichever row is at its place and repaints a cell only when that cell changes.

use super::grid::Grid;
use super::value::{CellValue, Look};
use super::window;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::table::column::Align;
use leptos::prelude::*;

/// What the cursor and the selection do to one row.
#[derive(Clone, Copy, PartialEq, Default)]
struct Marks {
    /// Column place of the cursor when it is in this row.
    cursor: Option<usize>,
    /// First and last column place of the marked block when it crosses this row.
    block: Option<(usize, usize)>,
    selected: bool,
}

/// Row element number `slot`.
pub fn row_view(grid: Grid, slot: usize) -> AnyView {
    // Place and id of the row that this element shows.
    let here: Memo<Option<(usize, u64)>> = Memo::new(move |_| {
        let place = window::row_of(slot, grid.first.get(), grid.slots.get());
        grid.order.with(|order| order.get(place).map(|row| (place, *row)))
    });
    let marks = Memo::new(move |_| {
        let Some((place, row)) = here.get() else { return Marks::default() };
        let block = grid.block();
        let in_block = grid.cursor.with(|cursor| cursor.anchor.is_some()) && block.rows.0 <= place && place <= block.rows.1;
        let here = grid.place() == place;
        let cursor = grid.cursor.with(|cursor| (here && cursor.row.is_some() && !cursor.in_head).then_some(cursor.column));
        Marks { cursor, block: in_block.then_some(block.columns), selected: grid.selected.with(|selected| selected.contains(&row)) }
    });
    let is_selected = move || marks.with(|marks| marks.selected);
    let top = move || here.get().map(|(place, _)| format!("{}px", place as f64 * grid.row_height));
    let id = grid.id.get_value();
    let cells = move || {
        let shown = grid.shown.get();
        let id = grid.id.get_value();
        shown
            .iter()
            .enumerate()
            .map(|(place, index)| cell_view(grid, here, marks, (place, *index), format!("{id}-r{slot}-{place}")))
            .collect::<Vec<_>>()
    };
    view! {
        <div
            role="row"
            id=format!("{id}-r{slot}")
            class="table-row"
            class:selected=is_selected
            hidden=move || here.get().is_none()
            aria-rowindex=move || here.get().map(|(place, _)| place + 2)
            aria-selected=move || if is_selected() { "true" } else { "false" }
            style:top=top
        >
            <div role="gridcell" class="cell tick-cell" aria-colindex="1">
                <input type="checkbox" tabindex="-1" aria-label="Select row" prop:checked=is_selected />
            </div>
            {cells}
        </div>
    }
    .into_any()
}

fn cell_view(grid: Grid, here: Memo<Option<(usize, u64)>>, marks: Memo<Marks>, (place, index): (usize, usize), id: String) -> AnyView {
    let (align, editable) = grid.with_column(index, |column| (column.align, column.editable)).unwrap_or((Align::Start, false));
    let class = match (align, editable && grid.on.edit.is_some()) {
        (Align::Start, true) => "cell",
        (Align::End, true) => "cell end",
        (Align::Centre, true) => "cell centre",
        (Align::Start, false) => "cell fixed",
        (Align::End, false) => "cell end fixed",
        (Align::Centre, false) => "cell centre fixed",
    };
    let is_cursor = move || marks.with(|marks| marks.cursor == Some(place));
    let in_block = move || marks.with(|marks| marks.block.is_some_and(|(first, last)| first <= place && place <= last));
    let content = move || here.get().map(|(_, row)| content_view(grid.cell(row, index)));
    let open = (place == 0 && grid.on.open.is_some()).then(|| {
        view! {
            <button type="button" class="row-open" tabindex="-1" aria-label="Open" title="Open (Enter)">
                {icon(Icon::External)}
            </button>
        }
    });
    view! {
        <div
            role=if place == 0 { "rowheader" } else { "gridcell" }
            id=id
            class=class
            class:cursor=is_cursor
            class:in-block=in_block
            aria-colindex=place + 2
            aria-readonly=if editable { "false" } else { "true" }
        >
            {content}
            {open}
        </div>
    }
    .into_any()
}

/// The content of a cell: text, pill, chips, meter or tick box.
pub fn content_view(value: CellValue) -> AnyView {
    let CellValue { text, tone, look, note, .. } = value;
    let title = note.clone().unwrap_or_else(|| text.clone());
    let spoken = note.map(|note| view! { <span class="visually-hidden">{format!(", {note}")}</span> });
    match look {
        Look::Plain => view! { <span class=format!("cell-text {}", tone.class()) title=title>{text}{spoken}</span> }.into_any(),
        Look::Badge if text.is_empty() => ().into_any(),
        Look::Badge => view! { <span class=format!("badge {}", tone.class()) title=title>{text}{spoken}</span> }.into_any(),
        Look::Chips => {
            let chips: Vec<_> = text.split(", ").filter(|part| !part.is_empty()).map(|part| view! { <span class="chip">{part.to_owned()}</span> }).collect();
            view! { <span class="chips" title=title>{chips}{spoken}</span> }.into_any()
        }
        Look::Meter(share) => {
            let width = format!("{:.1}%", share.clamp(0.0, 1.0) * 100.0);
            view! {
                <span class=format!("meter {}", tone.class()) title=title>
                    <span class="meter-fill" style:width=width></span>
                    <span class="meter-text">{text}{spoken}</span>
                </span>
            }
            .into_any()
        }
        Look::Tick(on) => view! { <span class="tick" class:on=on title=title>{on.then(|| icon(Icon::Check))}<span class="visually-hidden">{text}{spoken}</span></span> }.into_any(),
    }
}
