//! The state of one table on the page: cursor, selection, order, scroll position, and the questions its parts ask of it.
//!
//! Interface state only; data changes leave through the handlers.

use super::column::{Column, TableView};
use super::edits::{CellEdit, Paste};
use super::value::CellValue;
use super::{arrange, window};
use crate::ui::widgets::announce::Announcer;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Gives the cell of a row (by id) and column (by index); read again by itself when a signal it reads changes.
pub type CellSource = Arc<dyn Fn(u64, usize) -> CellValue + Send + Sync>;

/// What a table reports; each may refuse with a sentence.
#[derive(Clone, Copy, Default)]
pub struct Handlers {
    pub edit: Option<Callback<Vec<CellEdit>, Result<(), String>>>,
    pub paste: Option<Callback<Paste, Result<(), String>>>,
    pub add: Option<Callback<(), Result<u64, String>>>,
    pub delete: Option<Callback<Vec<u64>, Result<(), String>>>,
    pub open: Option<Callback<u64>>,
    pub import: Option<Callback<String>>,
}

/// Where the keyboard is in the table. Columns are places among the shown ones.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Cursor {
    /// Id of the row; kept when rows are sorted or filtered.
    pub row: Option<u64>,
    /// Place of the row when it was last set, for when the row is gone.
    pub place: usize,
    pub column: usize,
    /// In the header row instead of a data row.
    pub in_head: bool,
    /// Other corner (row place, column) of the marked block of cells.
    pub anchor: Option<(usize, usize)>,
}

/// A block of cells: first and last row place, first and last column.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Block {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

/// A cell being edited.
#[derive(Clone, PartialEq, Debug)]
pub struct Editing {
    pub row: u64,
    /// Index into the table's columns.
    pub column: usize,
    /// What the editor starts with.
    pub start: String,
    /// Whether the first typed letter replaced the old value.
    pub replaced: bool,
    /// Left edge and width of the cell inside the table frame, in CSS pixels.
    pub left: f64,
    pub width: f64,
}

/// The state of one table.
#[derive(Clone, Copy)]
pub struct Grid {
    pub id: StoredValue<String>,
    pub columns: StoredValue<Vec<Column>>,
    pub cell: StoredValue<CellSource>,
    pub rows: Signal<Arc<Vec<u64>>>,
    pub view: RwSignal<TableView>,
    /// Counts requests to arrange the rows again.
    pub again: RwSignal<u32>,
    pub shown: Memo<Arc<Vec<usize>>>,
    pub order: Memo<Arc<Vec<u64>>>,
    pub selected: RwSignal<BTreeSet<u64>>,
    /// How many of the selected rows are still there.
    pub selected_count: Memo<usize>,
    pub cursor: RwSignal<Cursor>,
    pub editing: RwSignal<Option<Editing>>,
    /// What was refused last, shown under the table.
    pub message: RwSignal<Option<String>>,
    /// The block that the message is about, with headings, where one was pasted that did not fit.
    pub refused: RwSignal<Option<String>>,
    /// Scroll position: left, top.
    pub scroll: RwSignal<(f64, f64)>,
    /// Width and height of the view.
    pub size: RwSignal<(f64, f64)>,
    pub row_height: f64,
    pub slots: Memo<usize>,
    pub first: Memo<usize>,
    pub focused: RwSignal<bool>,
    pub scroller: NodeRef<html::Div>,
    pub on: Handlers,
    pub announcer: Announcer,
}

/// What [`Grid::new`] needs from the table's props.
pub struct GridParts {
    pub id: String,
    pub columns: Vec<Column>,
    pub rows: Signal<Arc<Vec<u64>>>,
    pub cell: CellSource,
    pub view: RwSignal<TableView>,
    pub selected: RwSignal<BTreeSet<u64>>,
    pub row_height: f64,
    pub on: Handlers,
    pub announcer: Announcer,
}

impl Grid {
    /// The state of a table that has just been made.
    pub fn new(parts: GridParts) -> Grid {
        let GridParts { id, columns, rows, cell, view, selected, row_height, on, announcer } = parts;
        let count = columns.len();
        let cell = StoredValue::new(cell);
        let again = RwSignal::new(0);
        let shown =
            Memo::new(move |_| Arc::new(view.with(|view| (0..count).filter(|index| !view.hidden.contains(index)).collect::<Vec<_>>())));
        // Widths change without a new order.
        let asked = Memo::new(move |_| view.with(|view| TableView { widths: Default::default(), ..view.clone() }));
        let order = Memo::new(move |_| {
            again.track();
            let (rows, asked, shown) = (rows.get(), asked.get(), shown.get());
            if asked.sort.is_empty() && !asked.is_filtered() {
                return rows;
            }
            // Cells are read without subscribing: an edit leaves its row where it is until the order is asked for again.
            untrack(|| Arc::new(cell.with_value(|cell| arrange::arrange(&rows, &|row, column| cell(row, column), &asked, &shown))))
        });
        let selected_count = Memo::new(move |_| {
            selected.with(
                |selected| if selected.is_empty() { 0 } else { rows.with(|rows| rows.iter().filter(|row| selected.contains(row)).count()) },
            )
        });
        let (scroll, size) = (RwSignal::new((0.0, 0.0)), RwSignal::new((0.0, 0.0)));
        let slots = Memo::new(move |_| window::slots(size.get().1, row_height).min(order.with(|order| order.len())));
        let first = Memo::new(move |_| window::first(scroll.get().1, row_height, slots.get(), order.with(|order| order.len())));
        Grid {
            id: StoredValue::new(id),
            columns: StoredValue::new(columns),
            cell,
            rows,
            view,
            again,
            shown,
            order,
            selected,
            selected_count,
            cursor: RwSignal::new(Cursor::default()),
            editing: RwSignal::new(None),
            message: RwSignal::new(None),
            refused: RwSignal::new(None),
            scroll,
            size,
            row_height,
            slots,
            first,
            focused: RwSignal::new(false),
            scroller: NodeRef::new(),
            on,
            announcer,
        }
    }

    /// The cell of a row and column index.
    pub fn cell(self, row: u64, column: usize) -> CellValue {
        self.cell.with_value(|cell| cell.clone())(row, column)
    }

    /// Asks something of a column by its index.
    pub fn with_column<T>(self, index: usize, ask: impl FnOnce(&Column) -> T) -> Option<T> {
        self.columns.with_value(|columns| columns.get(index).map(ask))
    }

    /// Index of the column at a place among the shown ones.
    pub fn column_at(self, place: usize) -> Option<usize> {
        self.shown.with(|shown| shown.get(place).copied())
    }

    /// Place of the cursor's row in the current order, or the nearest one left.
    pub fn place(self) -> usize {
        let cursor = self.cursor.get();
        self.order.with(|order| {
            if order.get(cursor.place).copied() == cursor.row && cursor.row.is_some() {
                return cursor.place;
            }
            let moved = cursor.row.and_then(|row| order.iter().position(|other| *other == row));
            moved.unwrap_or_else(|| cursor.place.min(order.len().saturating_sub(1)))
        })
    }

    /// Id of the cursor's row.
    pub fn row_here(self) -> Option<u64> {
        let place = self.place();
        self.order.with(|order| order.get(place).copied())
    }

    /// The marked block: from the anchor to the cursor.
    pub fn block(self) -> Block {
        let (cursor, place) = (self.cursor.get(), self.place());
        let (row, column) = cursor.anchor.unwrap_or((place, cursor.column));
        Block { rows: (row.min(place), row.max(place)), columns: (column.min(cursor.column), column.max(cursor.column)) }
    }

    /// Ids of the selected rows that are in the current order, in that order.
    pub fn selected_rows(self) -> Vec<u64> {
        let selected = self.selected.get();
        if selected.is_empty() {
            return Vec::new();
        }
        self.order.with(|order| order.iter().copied().filter(|row| selected.contains(row)).collect())
    }

    /// Element id of the cursor's cell, for `aria-activedescendant`.
    pub fn cursor_element(self) -> String {
        let cursor = self.cursor.get();
        let id = self.id.get_value();
        if cursor.in_head {
            return format!("{id}-h{}", cursor.column);
        }
        let slots = self.slots.get().max(1);
        format!("{id}-r{}-{}", self.place() % slots, cursor.column)
    }

    /// Moves the cursor to a row place and column place and brings it into sight; `extend` marks the block in between.
    pub fn go(self, place: usize, column: usize, extend: bool) {
        let (rows, columns) = (self.order.with_untracked(|order| order.len()), self.shown.with_untracked(|shown| shown.len()));
        let (place, column) = (place.min(rows.saturating_sub(1)), column.min(columns.saturating_sub(1)));
        let now = untrack(|| self.place());
        let row = self.order.with_untracked(|order| order.get(place).copied());
        self.cursor.update(|cursor| {
            let anchor = extend.then(|| cursor.anchor.unwrap_or((now, cursor.column)));
            *cursor = Cursor { row, place, column, in_head: false, anchor };
        });
        self.reveal(place, column);
    }

    /// Moves the cursor into the header row.
    pub fn go_to_head(self, column: usize) {
        let last = self.shown.with_untracked(|shown| shown.len()).saturating_sub(1);
        let column = column.min(last);
        self.cursor.update(|cursor| *cursor = Cursor { column, in_head: true, anchor: None, ..*cursor });
        self.reveal_column(column);
    }

    fn reveal(self, place: usize, column: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let head = self.head_height();
        let height = f64::from(scroller.client_height()) - head;
        if let Some(top) = window::reveal(place, self.row_height, f64::from(scroller.scroll_top()), height) {
            scroller.set_scroll_top(top.round() as i32);
            // The browser reports the new position later; the row must exist now for the cursor to point at it.
            self.scroll.update(|scroll| scroll.1 = top);
        }
        self.reveal_column(column);
    }

    fn reveal_column(self, column: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let (left, width) = self.column_edges(column);
        let frozen = if column == 0 { 0.0 } else { self.frozen_width() };
        let (scroll, view) = (f64::from(scroller.scroll_left()), f64::from(scroller.client_width()));
        if left - frozen < scroll {
            scroller.set_scroll_left((left - frozen) as i32);
        } else if left + width > scroll + view {
            scroller.set_scroll_left((left + width - view) as i32);
        }
    }

    /// Height of the sticky header in CSS pixels.
    pub fn head_height(self) -> f64 {
        self.row_height + 1.0
    }

    /// Left edge and width of a shown column inside the table's content, in CSS pixels.
    pub fn column_edges(self, place: usize) -> (f64, f64) {
        let view = self.view.get_untracked();
        let shown = self.shown.get_untracked();
        let width = |index: &usize| self.with_column(*index, |column| f64::from(view.width(*index, column))).unwrap_or(0.0);
        let left = TICK_WIDTH + shown.iter().take(place).map(width).sum::<f64>();
        (left, shown.get(place).map_or(0.0, width))
    }

    /// Width of what stays in sight while the table is scrolled sideways, in CSS pixels.
    fn frozen_width(self) -> f64 {
        let wide = self.size.get_untracked().0 >= FREEZE_FROM;
        if wide { TICK_WIDTH + self.column_edges(0).1 } else { 0.0 }
    }

    /// Gives the keyboard back to the table.
    pub fn focus(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            let _ = scroller.focus();
        }
    }

    /// Shows and says why something was refused, or clears the last refusal.
    pub fn report(self, result: Result<(), String>) -> bool {
        self.refused.set(None);
        match result {
            Ok(()) => {
                self.message.set(None);
                true
            }
            Err(reason) => {
                self.announcer.alert(reason.clone());
                self.message.set(Some(reason));
                false
            }
        }
    }
}

/// Width of the column of tick boxes in CSS pixels; the style sheet has the same.
pub const TICK_WIDTH: f64 = 40.0;
/// From this width in CSS pixels on the first column stays in sight; the style sheet has the same.
const FREEZE_FROM: f64 = 640.0;
