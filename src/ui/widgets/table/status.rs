//! The line under a table: how many rows, how many selected, in what order; and what was refused last.

use super::column::SortBy;
use super::grid::Grid;
use crate::ui::widgets::button::{Button, ButtonLook};
use crate::ui::widgets::icon::{Icon, icon};
use leptos::prelude::*;

/// The line under a table: how many rows, how many selected, by what sorted; and the last refusal.
pub fn status_view(grid: Grid) -> AnyView {
    let words = Memo::new(move |_| words_now(grid));
    announce_arrangement(grid, words);
    let ordered = move || grid.view.with(|view| !view.sort.is_empty() || view.is_filtered());
    let again = move || {
        ordered().then(|| {
            view! {
                <Button label="Apply order again" icon=Icon::Refresh icon_only=true look=ButtonLook::Quiet on_press=move || grid.again.update(|count| *count += 1) />
            }
        })
    };
    let message = move || {
        grid.message.get().map(|reason| {
            view! {
                <div class="table-message">
                    {icon(Icon::Error)}
                    <span>{reason}</span>
                    {by_import(grid)}
                    <Button label="Dismiss" icon=Icon::Cross icon_only=true look=ButtonLook::Quiet on_press=move || grid.message.set(None) />
                </div>
            }
        })
    };
    view! {
        {message}
        <div class="table-status">
            <span class="numbers">{move || words.get()}</span>
            {again}
        </div>
    }
    .into_any()
}

/// The way for a block that was refused to where what is missing is added as well.
fn by_import(grid: Grid) -> Option<AnyView> {
    let (import, text) = grid.on.import.zip(grid.refused.get())?;
    Some(view! { <Button label="Bring it in by import" on_press=move || import.run(text.clone()) /> }.into_any())
}

fn words_now(grid: Grid) -> String {
    let (all, shown) = (grid.rows.with(|rows| rows.len()), grid.order.with(|order| order.len()));
    let selected = grid.selected_count.get();
    let sort = grid.view.with(|view| view.sort.clone());
    let direction = |descending: bool| if descending { " (descending)" } else { "" };
    let name = |by: &SortBy| grid.with_column(by.column, |column| format!("{}{}", column.label, direction(by.descending)));
    let names: Vec<String> = sort.iter().filter_map(name).collect();
    status_words(all, shown, selected, &names)
}

/// Says how many rows are left and in what order, after a search, filter or sort.
fn announce_arrangement(grid: Grid, words: Memo<String>) {
    let asked = Memo::new(move |_| grid.view.with(|view| (view.sort.clone(), view.filters.clone(), view.search.clone())));
    Effect::new(move |before: Option<()>| {
        // Read, not only tracked: a memo that nobody reads never learns of changes.
        asked.with(|_| ());
        if before.is_some() {
            grid.announcer.say(words.get_untracked());
        }
    });
}

fn status_words(all: usize, shown: usize, selected: usize, sorted_by: &[String]) -> String {
    let number = |count: usize| crate::ui::widgets::entry::number_text(count as f64, 0);
    let rows = |count: usize| format!("{} {}", number(count), if count == 1 { "row" } else { "rows" });
    let mut parts = Vec::new();
    match (selected, shown == all) {
        (0, true) => parts.push(rows(all)),
        (0, false) => parts.push(format!("{} of {}", number(shown), rows(all))),
        (_, true) => parts.push(format!("{} of {} selected", number(selected), number(all))),
        (_, false) => parts.push(format!("{} selected \u{b7} {} of {}", number(selected), number(shown), rows(all))),
    }
    if !sorted_by.is_empty() {
        parts.push(format!("sorted by {}", sorted_by.join(", ")));
    }
    parts.join(" \u{b7} ")
}
