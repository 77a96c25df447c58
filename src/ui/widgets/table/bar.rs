//! The bar above a table: search, what is filtered, which columns show, add and delete.

use super::clipboard::delete_selected;
use super::filter::Filter;
use super::grid::Grid;
use super::keys::add_row;
use crate::ui::widgets::action::Action;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::menu::MenuButton;
use leptos::prelude::*;
use std::time::Duration;

/// The bar; `tools` are the page's own buttons.
pub fn bar_view(grid: Grid, label: String, add_label: String, tools: Option<Children>) -> AnyView {
    let count = move || grid.selected_count.get();
    let delete_label = Signal::derive(move || format!("Delete {}", count()));
    let delete = move || {
        (grid.on.delete.is_some() && count() > 0).then(|| {
            view! { <Button label=delete_label icon=Icon::Trash on_press=move || delete_selected(grid) /> }
        })
    };
    let add = grid.on.add.is_some().then(|| {
        view! { <Button label=add_label icon=Icon::Plus on_press=move || add_row(grid) /> }
    });
    view! {
        <div class="table-bar">
            {search_view(grid, label)}
            {filter_chips(grid)}
            <span class="bar-gap"></span>
            {delete}
            {tools.map(|tools| tools())}
            <MenuButton label="Columns" icon=Icon::Columns icon_only=true at_end=true actions=column_actions(grid) />
            {add}
        </div>
    }
    .into_any()
}

fn search_view(grid: Grid, label: String) -> AnyView {
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |event| {
        let text = event_target_value(&event);
        if let Some(handle) = pending.get_value() {
            handle.clear();
        }
        // A short pause while typing, so that a long table is not searched for every letter.
        let search = move || {
            grid.view.try_update(|view| view.search = text);
        };
        pending.set_value(set_timeout_with_handle(search, Duration::from_millis(90)).ok());
    };
    view! {
        <div class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                class="input"
                autocomplete="off"
                placeholder="Search"
                aria-label=format!("Search in {label}")
                prop:value=move || grid.view.with(|view| view.search.clone())
                on:input=typed
            />
        </div>
    }
    .into_any()
}

fn filter_chips(grid: Grid) -> AnyView {
    let chips = move || {
        let filters: Vec<(usize, String)> =
            grid.view.with(|view| view.filters.iter().map(|(index, filter)| (*index, filter_words(grid, *index, filter))).collect());
        filters
            .into_iter()
            .map(|(index, words)| {
                let remove = move || grid.view.update(|view| drop(view.filters.remove(&index)));
                view! {
                    <button type="button" class="filter-chip" title="Remove this filter" on:click=move |_| remove()>
                        {icon(Icon::Filter)}
                        <span>{words}</span>
                        {icon(Icon::Cross)}
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <div class="filter-chips">{chips}</div> }.into_any()
}

fn filter_words(grid: Grid, index: usize, filter: &Filter) -> String {
    let label = grid.with_column(index, |column| column.label.clone()).unwrap_or_default();
    let words = match filter.keys() {
        Some(keys) => grid.with_column(index, |column| column.option_labels(keys)).unwrap_or_default(),
        None => filter.text().to_owned(),
    };
    format!("{label}: {words}")
}

fn column_actions(grid: Grid) -> Signal<Vec<Action>> {
    Signal::derive(move || {
        grid.columns.with_value(|columns| {
            let action = |(index, label): (usize, &String)| {
                let shown = Signal::derive(move || grid.view.with(|view| !view.hidden.contains(&index)));
                let only = move || (grid.shown.with(|shown| shown.len()) == 1 && shown.get()).then(|| "One column has to stay.".to_owned());
                let toggle = move || {
                    grid.view.update(|view| {
                        if !view.hidden.remove(&index) {
                            view.hidden.insert(index);
                        }
                    });
                };
                Action::new(label.clone(), toggle).checked(shown).refused(Signal::derive(only))
            };
            columns.iter().enumerate().map(|(index, column)| action((index, &column.label))).collect()
        })
    })
}
