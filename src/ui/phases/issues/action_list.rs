//! All actions of all issues by date, to be ticked off.

use super::page::Scope;
use crate::app::derived::issues::{ActionRow, LIST_TABLES, action_rows};
use crate::app::{IssueCommand, RecordCommand};
use crate::model::{ActionKind, FieldValue, IssueActionId, RecordId, TableName, Value};
use crate::ui::records::send;
use crate::ui::widgets::entry::Entered;
use crate::ui::widgets::table::{CellEdit, CellValue, Choice, Column, DataTable, TableView};
use crate::ui::widgets::{Segmented, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// What is still to be done, those due first; opening a row shows its issue.
#[component]
pub fn ActionList(scope: Scope) -> impl IntoView {
    let session = scope.session;
    let all = RwSignal::new(false);
    let found = Memo::new(move |_| session.watch(&LIST_TABLES, |workspace| action_rows(workspace, None, session.now())));
    let kinds = ActionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect();
    let columns = vec![
        Column::boolean("done", "Done").editable().width(64),
        Column::text("name", "What").editable().width(280),
        Column::choice("kind", "What for", kinds).editable().width(112),
        Column::text("issue", "Issue").width(240),
        Column::text("owner", "Who").editable().width(112),
        Column::date_time("due", "Until").editable().width(136),
    ];
    let rows = Signal::derive(move || {
        let all = all.get();
        let shown = |row: &&ActionRow| all || row.done.is_none();
        found.with(|rows| Arc::new(rows.iter().filter(shown).map(|row| row.id.raw()).collect::<Vec<_>>()))
    });
    let cell = Arc::new(move |id: u64, column: usize| {
        found.with(|rows| rows.iter().find(|row| row.id.raw() == id).map(|row| cell_of(row, column))).unwrap_or_default()
    });
    let edit = move |edits: Vec<CellEdit>| {
        for edit in edits {
            if edit.key == "done" {
                let done = (edit.value == Entered::Flag(true)).then(|| session.now());
                let command = IssueCommand::FinishAction { action: IssueActionId::from_raw(edit.row), done };
                session.dispatch(&command).map_err(|refusal| refusal.to_string())?;
            } else if let Some(field) = TableName::IssueAction.field(edit.key) {
                let value = value_of(edit.value);
                send(session, RecordCommand::Set { table: TableName::IssueAction, ids: vec![edit.row], field, value })?;
            }
        }
        Ok(())
    };
    let open = move |id: u64| {
        let issue = found.with_untracked(|rows| rows.iter().find(|row| row.id.raw() == id).and_then(|row| row.issue));
        if let Some(issue) = issue {
            scope.open(issue);
        }
    };
    let view = RwSignal::new(TableView::of(&columns));
    let value = Signal::derive(move || if all.get() { "all" } else { "open" }.to_owned());
    view! {
        <DataTable
            label="Actions"
            columns
            rows
            cell
            view
            on_edit=edit
            on_open=open
            empty=|| view! { <p class="table-nothing">"Nothing is to be done. Actions are added to an issue."</p> }
        >
            <Segmented
                label="Which actions"
                options=vec![Choice::new("open", "Open"), Choice::new("all", "All")]
                value
                on_change=move |key: String| all.set(key == "all")
            />
        </DataTable>
    }
    .into_any()
}

/// What was entered, as a field takes it.
fn value_of(entered: Entered) -> Value {
    match entered {
        Entered::Moment(time) => time.to_value(),
        Entered::Text(text) | Entered::Choice(text) => text.to_value(),
        _ => Value::Nothing,
    }
}

fn cell_of(row: &ActionRow, column: usize) -> CellValue {
    match column {
        0 => CellValue::boolean(row.done.is_some()),
        1 => CellValue::text(row.name.clone()),
        2 => CellValue::choice(row.kind.code(), row.kind.label(), row.kind as usize),
        3 => CellValue::text(row.about.clone()),
        4 => CellValue::text(row.owner.clone()),
        _ => match row.due {
            Some(due) if row.overdue => CellValue::date_time(due).tone(Tone::Bad).note("Overdue."),
            Some(due) => CellValue::date_time(due),
            None => CellValue::empty(),
        },
    }
}
