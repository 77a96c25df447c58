//! The settings of the workspace, as a dialog that each page can offer.
//!
//! Every field is stored when it is left, like any other edit.

use super::form::field;
use super::table::send;
use crate::app::{RecordCommand, Session};
use crate::model::{Mark, SettingsId, TableName, Value, default_value};
use crate::ui::widgets::{Button, ButtonLook, Dialog, Icon};
use leptos::prelude::*;

/// A button that opens the settings, with the fields a page asks for.
#[component]
pub fn SettingsButton(
    #[prop(into)] label: String,
    /// Names of the fields, in order.
    fields: &'static [&'static str],
) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(false);
    let title = label.clone();
    let inputs = move || {
        let indices = fields.iter().filter_map(|name| TableName::Settings.field(name));
        indices.map(|index| setting(session, index)).collect_view()
    };
    view! {
        <Button label icon=Icon::Settings icon_only=true look=ButtonLook::Quiet on_press=move |()| open.set(true) />
        <Dialog open title>
            <div class="form-grid">{inputs}</div>
            <div class="dialog-actions">
                <Button label="Close" on_press=move |()| open.set(false) />
            </div>
        </Dialog>
    }
    .into_any()
}

fn setting(session: Session, index: usize) -> AnyView {
    let table = TableName::Settings;
    // Settings that were never changed have no record yet.
    let value = Signal::derive(move || match session.value(table, SettingsId::THE, index) {
        Value::Nothing if !session.watch(&[table], |workspace| workspace.has(table, SettingsId::THE)) => default_value(table, index),
        value => value,
    });
    let set = Callback::new(move |value: Value| {
        // A name must stay; what is empty otherwise means its default.
        let is_kept = value == Value::Nothing && table.fields().get(index).is_some_and(|field| field.is(Mark::Required));
        if is_kept {
            return Err("This cannot be empty.".to_owned());
        }
        send(session, RecordCommand::Set { table, ids: vec![SettingsId::THE], field: index, value })
    });
    field(session, table, index, value, set)
}
