//! What was done in this workspace: what, when, and on which device or by whom.

use crate::app::{HistoryEntry, HistoryKind, Session};
use crate::model::TableName;
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use crate::ui::widgets::{Button, EmptyState, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The page of the history, newest first.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let entries = Memo::new(move |_| {
        let mut entries = session.watch(TableName::ALL, |_| session.history());
        entries.reverse();
        Arc::new(entries)
    });
    let columns = vec![
        Column::date_time("time", "When").width(176),
        Column::text("name", "What").width(420),
        Column::text("author", "Who").width(180),
        Column::integer("count", "Records"),
        Column::text("kind", "Kind").width(120),
    ];
    let rows = Signal::derive(move || Arc::new((0..entries.with(|entries| entries.len() as u64)).collect::<Vec<u64>>()));
    let cell = Arc::new(move |row: u64, column: usize| {
        entries.with(|entries| entries.get(row as usize).map(|entry| cell_of(entry, column)).unwrap_or_default())
    });
    let names = Signal::derive(move || session.undo_names());
    let refused = |name: Option<String>, words: &str| if name.is_none() { Some(format!("There is nothing to {words}.")) } else { None };
    view! {
        <article class="page">
            <header class="page-head">
                <div class="page-words">
                    <h1>"History"</h1>
                    <p class="page-question">"What was done, when, and by whom."</p>
                </div>
                <div class="page-state">
                    <Button
                        label=Signal::derive(move || names.get().undo.map_or_else(|| "Undo".to_owned(), |name| format!("Undo: {name}")))
                        icon=Icon::Undo
                        refused=Signal::derive(move || refused(names.get().undo, "undo"))
                        on_press=move || drop(session.undo())
                    />
                    <Button
                        label=Signal::derive(move || names.get().redo.map_or_else(|| "Redo".to_owned(), |name| format!("Redo: {name}")))
                        icon=Icon::Redo
                        refused=Signal::derive(move || refused(names.get().redo, "redo"))
                        on_press=move || drop(session.redo())
                    />
                </div>
            </header>
            <DataTable
                label="History"
                columns
                rows
                cell
                empty=ViewFn::from(|| view! { <EmptyState title="Nothing was done yet" text="Every edit appears here by name." shape=Icon::History /> })
            />
        </article>
    }
    .into_any()
}

fn cell_of(entry: &HistoryEntry, column: usize) -> CellValue {
    match column {
        0 => CellValue::date_time(entry.time),
        1 => CellValue::text(entry.name.clone()),
        2 => CellValue::text(entry.author.device.clone()),
        3 => CellValue::integer(entry.count as i64),
        _ => CellValue::text(match entry.kind {
            HistoryKind::Edit => "Edit",
            HistoryKind::Undo => "Undo",
            HistoryKind::Redo => "Redo",
            HistoryKind::Merge => "Merge",
        }),
    }
}
