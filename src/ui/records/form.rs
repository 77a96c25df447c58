//! The form that adds a record: required fields first, then those the page asks for.
//!
//! Keeps what was typed until the record is added; a refusal is shown and loses nothing.

use super::column::{chosen, entered, lookup_or_add};
use super::table::{form_fields, send};
use crate::app::{RecordCommand, Session};
use crate::model::laws::check_value;
use crate::model::text::value_text;
use crate::model::{FieldKind, Gather, Mark, TableName, Value, default_value};
use crate::ui::widgets::entry::{Entered, EntryKind};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, CheckField, ChoiceField, ComboField, Dialog, DialogSize, EntryField, EntryInput};
use leptos::prelude::*;
use std::collections::BTreeMap;

type Draft = RwSignal<BTreeMap<usize, Value>>;

/// A dialog that adds one record to a table.
#[component]
pub fn RecordForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    table: TableName,
    /// Names of the fields the page asks for, beside the required ones.
    fields: &'static [&'static str],
    /// Values that the record starts with.
    #[prop(optional)]
    preset: Vec<(&'static str, Value)>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let start: BTreeMap<usize, Value> = preset.into_iter().filter_map(|(name, value)| Some((table.field(name)?, value))).gather();
    let start = StoredValue::new(start);
    let draft: Draft = RwSignal::new(start.get_value());
    let refusal = RwSignal::new(None::<String>);
    let title = format!("Add to {}", table.title().to_lowercase());
    let add = move || {
        let fields = draft.get_untracked().into_iter().collect();
        match session.dispatch(&RecordCommand::Add { table, id: None, fields }) {
            Ok(()) => {
                draft.set(start.get_value());
                refusal.set(None);
                open.set(false);
            }
            Err(refused) => refusal.set(Some(format!("{} {}", refused.what, refused.todo))),
        }
    };
    view! {
        <Dialog open title size=DialogSize::Wide>
            <form
                class="form-grid"
                on:submit=move |event| {
                    event.prevent_default();
                    add();
                }
            >
                {drafted_fields(session, table, fields, draft)}
                <div class="dialog-actions">
                    <p class="form-refusal" role="alert">{move || refusal.get()}</p>
                    <Button label="Cancel" on_press=move || open.set(false) />
                    <Button label="Add" look=ButtonLook::Primary submit=true on_press=|| () />
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// So many fields are shown at once, where the rest would be more than a few.
const FIRST: usize = 8;
const FEW: usize = 2;

/// The inputs of a new record; what is seldom filled in comes when it is asked for.
fn drafted_fields(session: Session, table: TableName, fields: &[&str], draft: Draft) -> AnyView {
    let mut first = form_fields(table, fields);
    let rest = if first.len() > FIRST + FEW { first.split_off(FIRST) } else { Vec::new() };
    let inputs = move |indices: Vec<usize>| indices.into_iter().map(|index| drafted(session, table, index, draft)).collect_view();
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details class="form-more">
                <summary>{format!("More fields ({})", rest.len())}</summary>
                <div class="form-grid">{inputs(rest)}</div>
            </details>
        }
    });
    view! {
        {inputs(first)}
        {more}
    }
    .into_any()
}

fn drafted(session: Session, table: TableName, index: usize, draft: Draft) -> AnyView {
    let value = Signal::derive(move || draft.with(|draft| draft.get(&index).cloned().unwrap_or_else(|| default_value(table, index))));
    let set = Callback::new(move |value: Value| {
        // A value that no record can have is told where it was entered, not only when the record is added.
        let objection = table.fields().get(index).and_then(|field| check_value(field, &value).err());
        draft.update(|draft| drop(draft.insert(index, value)));
        objection.map_or(Ok(()), |objection| Err(objection.to_string()))
    });
    field(session, table, index, value, set)
}

/// The input of a field of a record that is there; every change is an edit at once.
pub fn edited_field(session: Session, table: TableName, id: u64, name: &'static str) -> AnyView {
    let Some(index) = table.field(name) else { return ().into_any() };
    let value = Signal::derive(move || session.value(table, id, index));
    let set = Callback::new(move |value: Value| send(session, RecordCommand::Set { table, ids: vec![id], field: index, value }));
    field(session, table, index, value, set)
}

/// The input of a field; `set` gets what was entered and may refuse it.
pub fn field(session: Session, table: TableName, index: usize, value: Signal<Value>, set: Callback<Value, Result<(), String>>) -> AnyView {
    let Some(field) = table.fields().get(index) else { return ().into_any() };
    let label = field.label;
    let help = table.help(index);
    let required = field.is(Mark::Required);
    match field.kind {
        FieldKind::Flag => {
            let commit = Callback::new(move |flag: bool| set.run(Value::Flag(flag)));
            let on = Signal::derive(move || value.get() == Value::Flag(true));
            view! { <CheckField label help value=on on_commit=commit /> }.into_any()
        }
        FieldKind::Choice(choices) => {
            let options: Vec<Choice> = choices.iter().map(|choice| Choice::new(choice.code, choice.label)).collect();
            let commit = Callback::new(move |code: String| set.run(Value::Text(code)));
            let code = Signal::derive(move || if let Value::Text(code) = value.get() { code } else { String::new() });
            view! { <ChoiceField label help options value=code on_commit=commit /> }.into_any()
        }
        FieldKind::Reference(other) => {
            let commit = Callback::new(move |choice: Option<Choice>| {
                let id = choice.map(|choice| chosen(session, other, &choice.key)).transpose()?;
                set.run(id.map_or(Value::Nothing, Value::Id))
            });
            let value = Signal::derive(move || match value.get() {
                Value::Id(id) => Some(Choice::new(id.to_string(), session.peek(|workspace| workspace.label(other, id)))),
                _ => None,
            });
            view! { <ComboField label help lookup=lookup_or_add(session, other) value on_commit=commit required /> }.into_any()
        }
        kind => {
            let (entry, input) = match kind {
                FieldKind::Number => (EntryKind::Number, EntryInput::Decimal),
                FieldKind::Whole => (EntryKind::Integer, EntryInput::Numeric),
                FieldKind::Time => (EntryKind::DateTime, EntryInput::DateTime),
                FieldKind::Span => (EntryKind::Duration, EntryInput::Text),
                _ => (EntryKind::Text, EntryInput::Text),
            };
            let text = Signal::derive(move || match (kind, value.get()) {
                (FieldKind::Time, value) => {
                    crate::model::FieldValue::from_value(&value).map(|time: crate::model::Time| time.input_text()).unwrap_or_default()
                }
                (kind, value) => value_text(kind, &value, &|table, id| session.peek(|workspace| workspace.label(table, id))),
            });
            let commit = Callback::new(move |typed: Entered| set.run(entered(session, field, &typed)?));
            view! { <EntryField label help kind=entry input value=text on_commit=commit required /> }.into_any()
        }
    }
}
