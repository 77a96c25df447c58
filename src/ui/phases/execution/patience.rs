//! How long a call for help may wait before it is escalated: two numbers, kept among the parameters.

use crate::app::{RecordCommand, Session};
use crate::model::{ANSWER_MINUTES, FieldValue, RESOLVE_MINUTES, TableName, Workspace};
use crate::ui::records::send;
use crate::ui::widgets::IntegerField;
use leptos::prelude::*;

/// The two numbers.
#[component]
pub fn PatienceFields(session: Session) -> impl IntoView {
    let field = move |(name, usual): (&'static str, i64), label: &'static str, read: fn(&Workspace) -> i64| {
        let value = Signal::derive(move || Some(session.watch(&[TableName::Parameter], read)));
        let commit = move |minutes: Option<i64>| keep(session, name, minutes.unwrap_or(usual));
        view! { <IntegerField label value on_commit=commit /> }
    };
    view! {
        <section class="stack">
            <h2>"When a call is escalated"</h2>
            <p class="hint">"An escalated call stands first here and among the issues, and the heads of both pages tell of it. Both times count from the call. Empty is 10 and 60."</p>
            <div class="form-grid">
                {field(ANSWER_MINUTES, "Nobody has come within minutes", |workspace| workspace.patience().answer.seconds() / 60)}
                {field(RESOLVE_MINUTES, "It is not resolved within minutes", |workspace| workspace.patience().resolve.seconds() / 60)}
            </div>
        </section>
    }
    .into_any()
}

/// Keeps a number of minutes under its name.
fn keep(session: Session, name: &'static str, minutes: i64) -> Result<(), String> {
    if !(1..=10_000).contains(&minutes) {
        return Err("Enter a number of minutes from 1 to 10,000.".to_owned());
    }
    let table = TableName::Parameter;
    let (Some(name_field), Some(value_field)) = (table.field("name"), table.field("value")) else { return Ok(()) };
    let value = minutes.to_string().to_value();
    let known = session.peek(|workspace| workspace.parameters.values().find(|known| known.name == name).map(|known| known.id));
    let command = match known {
        Some(id) => RecordCommand::Set { table, ids: vec![crate::model::RecordId::raw(id)], field: value_field, value },
        None => RecordCommand::Add { table, fields: vec![(name_field, name.to_owned().to_value()), (value_field, value)], id: None },
    };
    send(session, command)
}
