//! The table of records: any table of the workspace, with the fields a page asks for, edited through commands.
//!
//! Knows nothing of a single table beyond its fields' descriptions.

use super::column::{cell, column, entered};
use super::form::RecordForm;
use crate::app::web::Exchanger;
use crate::app::{PasteRow, RecordCommand, Session};
use crate::model::{FieldKind, Mark, TableName, Value};
use crate::ui::links;
use crate::ui::widgets::table::{CellEdit, DataTable, NewRow, Paste, TableView};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A table of records.
#[component]
pub fn RecordTable(
    /// Which table.
    table: TableName,
    /// Names of the fields to show, in order; the other fields stand after them, hidden until asked for.
    fields: &'static [&'static str],
    /// Ids of the rows where not all records are meant.
    #[prop(optional, into)]
    rows: Option<Signal<Arc<Vec<u64>>>>,
    /// Values that a new record starts with.
    #[prop(optional)]
    preset: Vec<(&'static str, Value)>,
    /// Opens a record.
    #[prop(optional, into)]
    on_open: Option<Callback<u64>>,
    /// Ids of the selected rows, to use from outside.
    #[prop(optional)]
    selected: Option<RwSignal<BTreeSet<u64>>>,
    /// Sort, filter and search, to steer from outside.
    #[prop(optional)]
    view: Option<RwSignal<TableView>>,
    /// Shown where there are no records.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// Buttons of the page's own above the table.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let order = field_order(table, fields);
    let columns = order
        .iter()
        .enumerate()
        .filter_map(|(place, &index)| {
            let column = column(session, table, index)?;
            Some(if place < fields.len() { column } else { column.hidden() })
        })
        .collect::<Vec<_>>();
    let indices = Arc::new(order);
    let source: Arc<dyn Fn(u64, usize) -> _ + Send + Sync> = {
        let indices = Arc::clone(&indices);
        Arc::new(move |id, place| indices.get(place).map(|&index| cell(session, table, id, index)).unwrap_or_default())
    };
    let rows = rows.unwrap_or_else(|| Signal::derive(move || session.ids(table)));
    let adding = links::adding(table);
    let title = table.title();
    let selected = selected.unwrap_or_else(|| RwSignal::new(BTreeSet::new()));
    let view = view.unwrap_or_else(|| RwSignal::new(TableView::of(&columns)));
    // A record that the address asks for is searched by its name, so that one can see why the others are gone.
    let asked = links::record_asked();
    Effect::new(move |_| {
        if let Some(id) = asked.get()
            && let Some(name) = session.peek(|workspace| workspace.has(table, id).then(|| workspace.label(table, id)))
        {
            view.update(|view| view.search = name);
        }
    });
    // What is missing is added there as well, after a look at it.
    let navigate = leptos_router::hooks::use_navigate();
    let on_import = use_context::<Exchanger>().map(|exchanger| {
        Callback::new(move |block: String| {
            exchanger.hand_over(title, block);
            navigate(&links::route("exchange/"), Default::default());
        })
    });
    let empty =
        empty.unwrap_or_else(|| ViewFn::from(move || view! { <p class="table-nothing">{format!("No {} yet.", title.to_lowercase())}</p> }));
    view! {
        <DataTable
            label=title
            columns
            rows
            cell=source
            view
            selected
            on_edit=Callback::new(move |edits: Vec<CellEdit>| change(session, table, edits, Vec::new()))
            on_paste=Callback::new(move |paste: Paste| change(session, table, paste.edits, paste.new_rows))
            on_delete=Callback::new(move |ids: Vec<u64>| send(session, RecordCommand::Remove { table, ids }))
            on_open=on_open
            on_import=on_import
            empty
        >
            <crate::ui::widgets::Button
                label=format!("Add to {}", title.to_lowercase())
                icon=crate::ui::widgets::Icon::Plus
                on_press=move || adding.set(true)
            />
            {children.map(|children| children())}
        </DataTable>
        <RecordForm open=adding table fields preset />
    }
    .into_any()
}

/// Indices of the fields: those asked for first, then the rest that can be shown.
fn field_order(table: TableName, first: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = first.iter().filter_map(|name| table.field(name)).collect();
    let rest = table.fields().iter().enumerate().filter(|(_, field)| field.kind != FieldKind::List).map(|(index, _)| index);
    let rest: Vec<usize> = rest.filter(|index| !order.contains(index)).collect();
    order.extend(rest);
    order
}

/// Hands the cells of one gesture over as one command.
fn change(session: Session, table: TableName, edits: Vec<CellEdit>, new_rows: Vec<NewRow>) -> Result<(), String> {
    let field_of = |key: &str| table.field(key).and_then(|index| Some((index, table.fields().get(index)?)));
    let mut by_row: BTreeMap<u64, Vec<(usize, Value)>> = BTreeMap::new();
    for edit in &edits {
        let Some((index, field)) = field_of(edit.key) else { continue };
        by_row.entry(edit.row).or_default().push((index, entered(session, field, &edit.value)?));
    }
    let mut rows: Vec<PasteRow> = by_row.into_iter().map(|(id, fields)| PasteRow { id: Some(id), fields }).collect();
    for row in new_rows {
        let mut fields = Vec::new();
        for (key, value) in &row.cells {
            let Some((index, field)) = field_of(key) else { continue };
            fields.push((index, entered(session, field, value)?));
        }
        rows.push(PasteRow { id: None, fields });
    }
    let command = match rows.as_slice() {
        [PasteRow { id: Some(id), fields }] if fields.len() == 1 => {
            let Some((field, value)) = fields.first().cloned() else { return Ok(()) };
            RecordCommand::Set { table, ids: vec![*id], field, value }
        }
        _ => RecordCommand::Paste { table, rows },
    };
    send(session, command)
}

/// Sends a command; a refusal comes back in one sentence for the place where the person is.
pub fn send(session: Session, command: RecordCommand) -> Result<(), String> {
    session.dispatch(&command).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
}

/// Fields that a new record must have or that a page asks for first.
pub fn form_fields(table: TableName, fields: &[&str]) -> Vec<usize> {
    let all = table.fields();
    let asked = fields.iter().filter_map(|name| table.field(name));
    let required = all.iter().enumerate().filter(|(_, field)| field.is(Mark::Required)).map(|(index, _)| index);
    let mut order: Vec<usize> = required.collect();
    for index in asked {
        if !order.contains(&index) && all.get(index).is_some_and(|field| field.kind != FieldKind::List) {
            order.push(index);
        }
    }
    order
}
