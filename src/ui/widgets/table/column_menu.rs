//! The menu of one column: sort, filter, width, hide. Everything that dragging does can be done here.

use super::column::{ColumnKind, SortBy};
use super::filter::Filter;
use super::grid::Grid;
use super::head::{fit_width, set_width};
use crate::ui::widgets::dom::unique_id;
use crate::ui::widgets::entry::EntryKind;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::popover::Popover;
use leptos::prelude::*;

const WIDTH_STEP: u32 = 24;

/// The button in a header that opens the column's menu.
pub fn column_menu(grid: Grid, index: usize) -> AnyView {
    let label = grid.with_column(index, |column| format!("{}: sort, filter, width", column.label)).unwrap_or_default();
    let open = RwSignal::new(false);
    view! {
        <Popover label icon=Icon::ChevronDown icon_only=true class="column-menu" at_end=true open>
            {menu_content(grid, index, open)}
        </Popover>
    }
    .into_any()
}

fn menu_content(grid: Grid, index: usize, open: RwSignal<bool>) -> AnyView {
    let sort = move |descending: bool| {
        move || {
            grid.view.update(|view| view.sort = vec![SortBy { column: index, descending }]);
            open.set(false);
        }
    };
    let wider = move |by: i64| {
        move || {
            let now = grid.with_column(index, |column| grid.view.with_untracked(|view| view.width(index, column))).unwrap_or(0);
            set_width(grid, index, u32::try_from((i64::from(now) + by).max(0)).unwrap_or(0));
        }
    };
    let hide = move || {
        open.set(false);
        grid.view.update(|view| {
            view.hidden.insert(index);
        });
    };
    let last = grid.shown.with_untracked(|shown| shown.len()) < 2;
    let step = i64::from(WIDTH_STEP);
    let numeric =
        grid.with_column(index, |column| matches!(column.kind, ColumnKind::Entry(kind) if kind != EntryKind::Text)).unwrap_or(false);
    let (up, down) = if numeric { ("Smallest first", "Largest first") } else { ("A to Z", "Z to A") };
    view! {
        <div class="column-panel">
            {panel_button(Icon::ArrowUp, up, false, sort(false))}
            {panel_button(Icon::ArrowDown, down, false, sort(true))}
            {filter_view(grid, index)}
            <hr />
            {panel_button(Icon::Columns, "Fit to content", false, move || fit_width(grid, index))}
            {panel_button(Icon::Plus, "Wider", false, wider(step))}
            {panel_button(Icon::Minus, "Narrower", false, wider(-step))}
            {panel_button(Icon::Eye, "Hide column", last, hide)}
        </div>
    }
    .into_any()
}

fn panel_button(shape: Icon, label: &'static str, disabled: bool, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <button type="button" class="menu-item" disabled=disabled on:click=move |_| press()>
            <span class="menu-icon">{icon(shape)}</span>
            <span class="menu-label">{label}</span>
        </button>
    }
    .into_any()
}

fn filter_view(grid: Grid, index: usize) -> AnyView {
    let options = grid.with_column(index, |column| match &column.kind {
        ColumnKind::Choice(options) => Some(options.clone()),
        _ => None,
    });
    match options.flatten() {
        Some(options) => {
            let boxes: Vec<AnyView> =
                options.iter().map(|option| option_box(grid, index, option.key.clone(), option.label.clone())).collect();
            view! {
                <fieldset class="filter-options">
                    <legend>"Show only"</legend>
                    {boxes}
                </fieldset>
            }
            .into_any()
        }
        None => typed_filter(grid, index),
    }
}

fn option_box(grid: Grid, index: usize, key: String, label: String) -> AnyView {
    let chosen = {
        let key = key.clone();
        move || grid.view.with(|view| view.filters.get(&index).and_then(Filter::keys).is_some_and(|keys| keys.contains(&key)))
    };
    let change = move |event| {
        let on = event_target_checked(&event);
        grid.view.update(|view| {
            let mut keys = view.filters.remove(&index).as_ref().and_then(Filter::keys).cloned().unwrap_or_default();
            if on {
                keys.insert(key.clone());
            } else {
                keys.remove(&key);
            }
            if !keys.is_empty() {
                view.filters.insert(index, Filter::one_of(keys));
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=chosen on:change=change />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn typed_filter(grid: Grid, index: usize) -> AnyView {
    let kind = grid.with_column(index, |column| column.filter_kind()).unwrap_or(EntryKind::Text);
    let hint = match kind {
        EntryKind::Text => "contains, =exact, !without, empty",
        EntryKind::Boolean => "yes, no",
        EntryKind::Date | EntryKind::DateTime => "2026-03-01, <, >, from..to, empty",
        EntryKind::Duration => "2 h, <, >, from..to, empty",
        EntryKind::Number | EntryKind::Integer => "5, <, >, from..to, empty",
    };
    let (input_id, help_id) = (unique_id(), unique_id());
    let refusal = RwSignal::new(None::<String>);
    let start = grid.view.with_untracked(|view| view.filters.get(&index).map(|filter| filter.text().to_owned()).unwrap_or_default());
    let typed = move |event| match Filter::parse(kind, &event_target_value(&event)) {
        Ok(filter) => {
            refusal.set(None);
            grid.view.update(|view| match filter {
                Some(filter) => drop(view.filters.insert(index, filter)),
                None => drop(view.filters.remove(&index)),
            });
        }
        Err(reason) => refusal.set(Some(reason)),
    };
    view! {
        <div class="filter-field">
            <label for=input_id.clone()>"Filter"</label>
            <input
                type="text"
                id=input_id
                class="input"
                autocomplete="off"
                data-autofocus=""
                aria-describedby=help_id.clone()
                aria-invalid=move || refusal.with(Option::is_some).then_some("true")
                prop:value=start
                on:input=typed
            />
            <small id=help_id class:error=move || refusal.with(Option::is_some)>
                {move || refusal.get().unwrap_or_else(|| hint.to_owned())}
            </small>
        </div>
    }
    .into_any()
}
