//! The data table itself: puts bar, header, rows, editor and status line together and listens for keys and pointer.

use super::bar::bar_view;
use super::clipboard::{on_copy, on_paste};
use super::column::{Column, TableView};
use super::editor::editor_view;
use super::edits::{CellEdit, Paste};
use super::grid::{CellSource, Grid, GridParts, Handlers};
use super::head::head_view;
use super::keys;
use super::pointer;
use super::row::row_view;
use super::status::status_view;
use crate::ui::widgets::announce::use_announcer;
use crate::ui::widgets::dom::{coarse_pointer, on_resize, unique_id};
use crate::ui::widgets::handler::Handler;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A table of any number of rows: sorted, filtered, searched, edited in place, selected, copied and pasted.
#[component]
pub fn DataTable(
    /// What the rows are, for screen readers and the search field: "Orders".
    #[prop(into)]
    label: String,
    /// The columns; fixed while the table is on the page.
    columns: Vec<Column>,
    /// Ids of the rows in their own order.
    #[prop(into)]
    rows: Signal<Arc<Vec<u64>>>,
    /// The cell of a row (by id) and a column (by index).
    cell: CellSource,
    /// Called with the cells of one gesture, meant as one undoable change; refuses with a sentence.
    #[prop(optional, into)]
    on_edit: Handler<Vec<CellEdit>, Result<(), String>>,
    /// Called with a pasted block that may add rows; without it a paste goes to `on_edit` and must fit the rows.
    #[prop(optional, into)]
    on_paste: Handler<Paste, Result<(), String>>,
    /// Adds an empty row and returns its id; without it there is no button.
    #[prop(optional, into)]
    on_add: Handler<(), Result<u64, String>>,
    /// Removes rows; without it there is no button.
    #[prop(optional, into)]
    on_delete: Handler<Vec<u64>, Result<(), String>>,
    /// Opens a row: Enter on a fixed cell, Ctrl+Enter, double click or the button in its first cell.
    #[prop(optional, into)]
    on_open: Handler<u64>,
    /// Takes a pasted block that was refused, with a line of headings, where it can be brought in another way.
    #[prop(optional, into)]
    on_import: Handler<String>,
    /// Words of the button that adds a row: "Add order".
    #[prop(default = "Add row".into(), into)]
    add_label: String,
    /// Sort, filters, search, hidden columns and widths, to keep or steer them from outside.
    #[prop(optional)]
    view: Option<RwSignal<TableView>>,
    /// Ids of the selected rows, to use or steer them from outside.
    #[prop(optional)]
    selected: Option<RwSignal<BTreeSet<u64>>>,
    /// Shown instead of the rows when there are none: an [`crate::ui::widgets::EmptyState`].
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// Buttons of the page's own in the bar above the table.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let view = view.unwrap_or_else(|| RwSignal::new(TableView::of(&columns)));
    let grid = Grid::new(GridParts {
        id: unique_id(),
        columns,
        rows,
        cell,
        view,
        selected: selected.unwrap_or_else(|| RwSignal::new(BTreeSet::new())),
        row_height: if coarse_pointer() { 44.0 } else { 32.0 },
        on: Handlers {
            edit: on_edit.get(),
            paste: on_paste.get(),
            add: on_add.get(),
            delete: on_delete.get(),
            open: on_open.get(),
            import: on_import.get(),
        },
        announcer: use_announcer(),
    });
    show_all_on_paper(grid);
    let is_coarse = grid.row_height > 40.0;
    on_resize(grid.scroller, Callback::new(move |(width, height)| grid.size.set((width, height))));
    view! {
        <div class="table" class:coarse=is_coarse>
            {bar_view(grid, label.clone(), add_label, children)}
            <div class="table-frame">
                {grid_view(grid, label)}
                {editor_view(grid)}
                {nothing_view(grid, empty)}
            </div>
            {status_view(grid)}
        </div>
    }
    .into_any()
}

/// Rows that are put on paper at most; more would be a book and make the browser wait for minutes.
const MOST_ON_PAPER: usize = 2_000;

/// While the page is printed every row has an element, as far as a person would print them.
fn show_all_on_paper(grid: Grid) {
    let before = window_event_listener(leptos::ev::beforeprint, move |_| {
        let rows = grid.order.with_untracked(|order| order.len()).min(MOST_ON_PAPER);
        grid.scroll.set((0.0, 0.0));
        grid.size.update(|size| size.1 = rows as f64 * grid.row_height);
    });
    let after = window_event_listener(leptos::ev::afterprint, move |_| {
        if let Some(scroller) = grid.scroller.get_untracked() {
            grid.size.set((f64::from(scroller.client_width()), f64::from(scroller.client_height())));
        }
    });
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

fn grid_view(grid: Grid, label: String) -> AnyView {
    let id = grid.id.get_value();
    let slots = move || (0..grid.slots.get()).collect::<Vec<_>>();
    let template = move || {
        let widths = grid.view.with(|view| {
            let width = |index: &usize| grid.with_column(*index, |column| view.width(*index, column)).unwrap_or(0);
            grid.shown.with(|shown| shown.iter().map(|index| format!("{}px", width(index))).collect::<Vec<_>>())
        });
        format!("40px {}", widths.join(" "))
    };
    let active = move || (grid.focused.get() && grid.order.with(|order| !order.is_empty())).then(|| grid.cursor_element());
    // Row elements are reused while scrolling, so their order in the page is told apart from the order they are seen in.
    let owned = {
        let id = id.clone();
        move || {
            let (first, slots) = (grid.first.get(), grid.slots.get());
            (0..slots).map(|step| format!("{id}-r{}", (first + step) % slots.max(1))).collect::<Vec<_>>().join(" ")
        }
    };
    let scrolled = move |_| {
        if let Some(scroller) = grid.scroller.get_untracked() {
            grid.scroll.set((f64::from(scroller.scroll_left()), f64::from(scroller.scroll_top())));
        }
    };
    view! {
        <div
            node_ref=grid.scroller
            id=id
            class="table-grid"
            role="grid"
            tabindex="0"
            aria-label=label
            aria-multiselectable="true"
            aria-rowcount=move || grid.order.with(|order| order.len()) + 1
            aria-colcount=move || grid.shown.with(|shown| shown.len()) + 1
            aria-activedescendant=active
            style=("--table-columns", template)
            on:scroll=scrolled
            on:keydown=move |event| keys::on_key(grid, event)
            on:copy=move |event| on_copy(grid, event, false)
            on:cut=move |event| on_copy(grid, event, true)
            on:paste=move |event| on_paste(grid, event)
            on:focus=move |_| pointer::on_focus(grid)
            on:blur=move |_| grid.focused.set(false)
            on:pointerdown=move |event| pointer::on_press(grid, event)
            on:pointermove=move |event| pointer::on_drag(grid, event)
            on:click=move |event| pointer::on_click(grid, event)
            on:dblclick=move |event| pointer::on_double_click(grid, event)
        >
            {head_view(grid)}
            <div
                role="rowgroup"
                class="table-body"
                aria-owns=owned
                style:height=move || format!("{}px", grid.order.with(|order| order.len()) as f64 * grid.row_height)
            >
                <For each=slots key=|slot| *slot children=move |slot| row_view(grid, slot) />
            </div>
        </div>
    }
    .into_any()
}

/// What is shown in place of rows: the page's empty state, or that the filters let nothing through.
fn nothing_view(grid: Grid, empty: Option<ViewFn>) -> AnyView {
    let none_at_all = Memo::new(move |_| grid.rows.with(|rows| rows.is_empty()));
    let none_in_sight = Memo::new(move |_| grid.order.with(|order| order.is_empty()));
    let show_all = move |_| {
        grid.view.update(|view| {
            view.search.clear();
            view.filters.clear();
        });
    };
    (move || {
        if none_at_all.get() {
            let shown = empty.as_ref().map(|empty| empty.run());
            Some(view! { <div class="table-nothing">{shown.unwrap_or_else(|| "Nothing here yet.".into_any())}</div> }.into_any())
        } else if none_in_sight.get() {
            Some(
                view! {
                    <div class="table-nothing">
                        <p>"No row matches the search and filters."</p>
                        <button type="button" class="button" on:click=show_all>"Show all rows"</button>
                    </div>
                }
                .into_any(),
            )
        } else {
            None
        }
    })
    .into_any()
}
