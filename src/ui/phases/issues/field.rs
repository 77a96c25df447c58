//! Fields of an issue or of an action, each stored when it is left like any other edit.

use super::page::Scope;
use crate::app::RecordCommand;
use crate::model::{FieldValue, IssueId, RecordId, TableName, Value};
use crate::ui::records::{record_field, send};
use crate::ui::widgets::TextAreaField;
use leptos::prelude::*;

/// The field with this name, by its kind.
pub fn issue_field(scope: Scope, id: IssueId, name: &'static str) -> AnyView {
    let Some(index) = TableName::Issue.field(name) else { return ().into_any() };
    let value = Signal::derive(move || scope.session.value(TableName::Issue, id.raw(), index));
    record_field(scope.session, TableName::Issue, index, value, Callback::new(move |value| set(scope, id, name, value)))
}

/// The field with this name, for several lines of text.
pub fn issue_text(scope: Scope, id: IssueId, name: &'static str, lines: u32) -> AnyView {
    let Some(index) = TableName::Issue.field(name) else { return ().into_any() };
    let label = TableName::Issue.fields().get(index).map_or("", |field| field.label);
    let help = TableName::Issue.help(index);
    let value = Signal::derive(move || text_of(scope, id, name));
    let commit = move |text: String| set(scope, id, name, text.to_value());
    view! { <TextAreaField label help value on_commit=commit lines /> }.into_any()
}

/// The text of a field; tracked on the issue.
pub fn text_of(scope: Scope, id: IssueId, name: &'static str) -> String {
    let index = TableName::Issue.field(name).unwrap_or_default();
    String::from_value(&scope.session.value(TableName::Issue, id.raw(), index)).unwrap_or_default()
}

/// Stores a field.
///
/// # Errors
/// A refusal in one sentence for the place where the person is.
pub fn set(scope: Scope, id: IssueId, name: &'static str, value: Value) -> Result<(), String> {
    let Some(field) = TableName::Issue.field(name) else { return Ok(()) };
    send(scope.session, RecordCommand::Set { table: TableName::Issue, ids: vec![id.raw()], field, value })
}
