//! The editor of one table cell: keeps what was typed until it is accepted or given up.
//!
//! It lies over the table instead of inside a row, so scrolling and recycling of rows never loses the typed text.

use super::column::ColumnKind;
use super::edits::CellEdit;
use super::grid::{Editing, Grid};
use super::keys::{self, Step};
use crate::ui::widgets::combo::{Combo, ComboLabels, combo_view};
use crate::ui::widgets::dom::{by_id, unique_id};
use crate::ui::widgets::entry::{Entered, EntryKind};
use crate::ui::widgets::icon::{Icon, icon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Opens the editor at the cursor; `typed` replaces the old value by the first letter typed. Says why when the cell is fixed.
pub fn start(grid: Grid, typed: Option<String>) {
    let (Some(row), place) = (untrack(|| grid.row_here()), grid.cursor.with_untracked(|cursor| cursor.column)) else { return };
    let Some(column) = grid.shown.with_untracked(|shown| shown.get(place).copied()) else { return };
    let Some((editable, label, boolean)) = grid.with_column(column, |column| (column.editable, column.label.clone(), column.is_boolean()))
    else {
        return;
    };
    if !editable || grid.on.edit.is_none() {
        grid.announcer.say(format!("{label} cannot be changed here."));
        return;
    }
    let value = untrack(|| grid.cell(row, column));
    if boolean {
        toggle(grid, row, column);
        return;
    }
    let labelled = grid.with_column(column, |column| !matches!(column.kind, ColumnKind::Entry(_))).unwrap_or(false);
    let present = if labelled { value.text.clone() } else { value.edit_text().to_owned() };
    let (left, width) = cell_edges(grid);
    let replaced = typed.is_some();
    grid.editing.set(Some(Editing { row, column, start: typed.unwrap_or(present), replaced, left, width }));
}

/// Turns yes into no and no into yes.
pub fn toggle(grid: Grid, row: u64, column: usize) {
    let (Some(edit), Some(key)) = (grid.on.edit, grid.with_column(column, |column| column.key)) else { return };
    let now = untrack(|| grid.cell(row, column)).text == "Yes";
    let done = grid.report(edit.run(vec![CellEdit { row, column, key, value: Entered::Flag(!now) }]));
    if done {
        grid.announcer.say(if now { "No" } else { "Yes" });
    }
}

/// Left edge and width of the cursor's cell inside the table frame.
fn cell_edges(grid: Grid) -> (f64, f64) {
    let cell = by_id(&untrack(|| grid.cursor_element()));
    let (Some(cell), Some(scroller)) = (cell, grid.scroller.get_untracked()) else { return (0.0, 160.0) };
    let left = cell.get_bounding_client_rect().left() - scroller.get_bounding_client_rect().left();
    (left, f64::from(cell.offset_width()))
}

/// The editor while a cell is being edited, otherwise nothing.
pub fn editor_view(grid: Grid) -> AnyView {
    (move || grid.editing.get().map(|editing| open_editor(grid, editing))).into_any()
}

fn open_editor(grid: Grid, editing: Editing) -> AnyView {
    let Editing { row, column, start, replaced, left, width } = editing;
    let labels = grid.with_column(column, |column| (column.label.clone(), column.kind.clone()));
    let Some((label, kind)) = labels else { return ().into_any() };
    let lookup = grid.with_column(column, |column| column.lookup()).flatten();
    let refusal = RwSignal::new(None::<String>);
    let message_id = unique_id();
    let is_end = matches!(kind, ColumnKind::Entry(EntryKind::Number | EntryKind::Integer | EntryKind::Duration));
    let combo = lookup.map(|lookup| Combo::new(if replaced { String::new() } else { start.clone() }, lookup));
    let input_id = combo.map_or_else(unique_id, |combo| combo.input_id.get_value());
    let text = combo.map_or_else(|| RwSignal::new(start.clone()), |combo| combo.text);
    if let Some(combo) = combo {
        combo.text.set(start.clone());
        if replaced {
            combo.show();
        }
    }
    let session = Session { grid, row, column, text, start: StoredValue::new(start), replaced, combo, refusal };
    focus_input(input_id.clone(), !replaced);
    let scroll_left = grid.scroll.get_untracked().0;
    let top = move || {
        let place = grid.order.with(|order| order.iter().position(|other| *other == row)).unwrap_or(0);
        grid.head_height() + place as f64 * grid.row_height - grid.scroll.get().1
    };
    let is_low = move || top() > grid.size.get().1 * 0.65;
    let is_away = move || {
        let top = top();
        top < 0.0 || top > grid.size.get().1
    };
    let labelling = ComboLabels { name: Some(label.clone()), described_by: Some(message_id.clone()), placeholder: None };
    let invalid = Signal::derive(move || refusal.with(Option::is_some));
    let chosen = move |()| {
        session.commit(Step::Stay);
    };
    let input = match combo {
        Some(combo) => combo_view(combo, labelling, invalid, Callback::new(chosen)),
        None => plain_input(session, &kind, input_id, label, message_id.clone()),
    };
    view! {
        <div
            class="table-editor"
            class:end=is_end
            class:low=is_low
            class:away=is_away
            style:top=move || format!("{}px", top())
            style:left=move || format!("{}px", left + scroll_left - grid.scroll.get().0)
            style:width=format!("{}px", width.max(96.0))
            on:keydown=move |event| session.on_key(event)
            on:focusout=move |event| session.on_leave(event)
        >
            {input}
            <div id=message_id class="editor-message" role="alert">
                {move || refusal.get().map(|reason| view! { <span>{icon(Icon::Error)} {reason}</span> })}
            </div>
        </div>
    }
    .into_any()
}

fn plain_input(session: Session, kind: &ColumnKind, id: String, label: String, message_id: String) -> AnyView {
    let mode = match kind {
        ColumnKind::Entry(EntryKind::Number) => "decimal",
        ColumnKind::Entry(EntryKind::Integer) => "numeric",
        _ => "text",
    };
    let hint = match kind {
        ColumnKind::Entry(EntryKind::Date) => Some("2026-03-01"),
        ColumnKind::Entry(EntryKind::DateTime) => Some("2026-03-01 14:30"),
        ColumnKind::Entry(EntryKind::Duration) => Some("2 h 30 min"),
        _ => None,
    };
    let refusal = session.refusal;
    let typed = move |event| {
        session.text.set(event_target_value(&event));
        refusal.set(None);
    };
    view! {
        <input
            type="text"
            id=id
            class="input"
            autocomplete="off"
            inputmode=mode
            placeholder=hint
            aria-label=label
            aria-describedby=message_id
            aria-invalid=move || refusal.with(Option::is_some).then_some("true")
            prop:value=session.start.get_value()
            on:input=typed
        />
    }
    .into_any()
}

/// Focuses the editor; its text is marked when it is the old value, and the caret stands behind a first typed letter.
fn focus_input(id: String, mark: bool) {
    request_animation_frame(move || {
        let Some(input) = by_id(&id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let _ = input.focus();
        if mark {
            input.select();
        } else {
            let end = input.value().encode_utf16().count() as u32;
            let _ = input.set_selection_range(end, end);
        }
    });
}

/// One run of the editor, from the first letter to acceptance or Escape.
#[derive(Clone, Copy)]
struct Session {
    grid: Grid,
    row: u64,
    column: usize,
    text: RwSignal<String>,
    start: StoredValue<String>,
    replaced: bool,
    combo: Option<Combo>,
    refusal: RwSignal<Option<String>>,
}

impl Session {
    fn on_key(self, event: web_sys::KeyboardEvent) {
        event.stop_propagation();
        if event.is_composing() || self.combo.is_some_and(|combo| combo.on_key(&event)) {
            return;
        }
        let step = match (event.key().as_str(), event.shift_key()) {
            ("Enter", false) => Step::Down,
            ("Enter", true) => Step::Up,
            ("Tab", false) => Step::Right,
            ("Tab", true) => Step::Left,
            ("Escape", _) => {
                event.prevent_default();
                self.close();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.commit(step);
    }

    /// Leaving the editor accepts what was typed; a refused value stays where it is, with its reason.
    fn on_leave(self, event: web_sys::FocusEvent) {
        let inside = event.related_target().zip(event.current_target()).is_some_and(|(to, editor)| {
            let (to, editor) = (to.dyn_into::<web_sys::Node>().ok(), editor.dyn_into::<web_sys::Node>().ok());
            editor.is_some_and(|editor| editor.contains(to.as_ref()))
        });
        let still_open = self.grid.editing.with_untracked(Option::is_some);
        if !inside && still_open && self.commit_value() {
            self.grid.editing.set(None);
        }
    }

    fn commit(self, step: Step) -> bool {
        let done = self.commit_value();
        if done {
            self.close();
            keys::step(self.grid, step);
        }
        done
    }

    fn close(self) {
        self.grid.editing.set(None);
        self.grid.focus();
    }

    /// Hands the value over; false when it was refused, with the reason shown at the cell.
    fn commit_value(self) -> bool {
        let text = self.text.get_untracked();
        let unchanged = !self.replaced && self.start.with_value(|start| *start == text);
        if unchanged {
            return true;
        }
        let picked = self.combo.and_then(Combo::choice).map(|choice| Ok(Entered::Choice(choice.key)));
        let read = picked.or_else(|| self.grid.with_column(self.column, |column| column.read(&text)));
        let key = self.grid.with_column(self.column, |column| column.key);
        let (Some(read), Some(key), Some(edit)) = (read, key, self.grid.on.edit) else { return true };
        let result = read.and_then(|value| edit.run(vec![CellEdit { row: self.row, column: self.column, key, value }]));
        let refused = result.err();
        let done = refused.is_none();
        self.refusal.set(refused);
        done
    }
}
