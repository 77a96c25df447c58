//! Every table of the workspace, for those who want to see and edit all of it.

use crate::app::Session;
use crate::model::{FieldKind, TableName};
use crate::ui::links;
use crate::ui::records::RecordTable;
use leptos::prelude::*;

/// Tables that people do not edit by hand.
pub const MACHINE_MADE: [TableName; 5] =
    [TableName::Settings, TableName::Promise, TableName::Baseline, TableName::Scenario, TableName::ScenarioChange];

/// The page of all tables.
#[component]
pub fn TablesPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let chosen = RwSignal::new(TableName::Item);
    let named = links::table_asked();
    Effect::new(move |_| {
        if let Some(table) = named.get().filter(|table| !MACHINE_MADE.contains(table)) {
            chosen.set(table);
        }
    });
    let asked = links::record_asked();
    Effect::new(move |_| {
        let holder =
            asked.get().and_then(|id| session.peek(|workspace| TableName::ALL.iter().copied().find(|table| workspace.has(*table, id))));
        if let Some(table) = holder {
            chosen.set(table);
        }
    });
    let entry = move |table: TableName| {
        let count = Memo::new(move |_| session.ids(table).len());
        view! {
            <li>
                <button
                    type="button"
                    class="table-choice"
                    aria-current=move || (chosen.get() == table).then_some("true")
                    on:click=move |_| chosen.set(table)
                >
                    <span>{table.title()}</span>
                    <span class="numbers">{move || count.get()}</span>
                </button>
            </li>
        }
    };
    let tables = TableName::ALL.iter().copied().filter(|table| !MACHINE_MADE.contains(table));
    view! {
        <article class="page">
            <header class="page-head">
                <div class="page-words">
                    <h1>"Tables"</h1>
                    <p class="page-question">"Everything this workspace holds, table by table."</p>
                </div>
            </header>
            <div class="tables-page">
                <nav aria-label="Tables">
                    <ul class="table-choices">{tables.map(entry).collect_view()}</ul>
                </nav>
                <section aria-live="off">{move || view! { <RecordTable table=chosen.get() fields=first_fields(chosen.get()) /> }}</section>
            </div>
        </article>
    }
    .into_any()
}

/// The first fields of a table in the order of their declaration, as many as fit a screen.
fn first_fields(table: TableName) -> &'static [&'static str] {
    // One list per table, kept for the life of the page: the table widget wants names that live as long.
    thread_local! {
        static LISTS: std::cell::RefCell<std::collections::HashMap<TableName, &'static [&'static str]>> = std::cell::RefCell::default();
    }
    LISTS.with_borrow_mut(|lists| {
        *lists.entry(table).or_insert_with(|| {
            let names: Vec<&'static str> =
                table.fields().iter().filter(|field| field.kind != FieldKind::List).take(8).map(|field| field.name).collect();
            Box::leak(names.into_boxed_slice())
        })
    })
}
