//! The scenarios one by one: look at it, compare it, branch another off, drop it.

use super::{COMPARED, Scenes, look_at, look_at_workspace};
use crate::app::derived::scenarios::ScenarioRow;
use crate::app::derived::schedule::{counted, moment_text};
use crate::app::notices::Tone;
use crate::app::{RecordCommand, ScenarioCommand};
use crate::model::{FieldValue, RecordId, TableName};
use crate::ui::widgets::{Action, Badge, Button, CheckField, Dialog, Icon, MenuButton, TextField, Tone as Look};
use leptos::prelude::*;

/// All scenarios, the newest first.
#[component]
pub fn ScenarioList(scenes: Scenes, rows: Memo<Vec<ScenarioRow>>) -> impl IntoView {
    let list = move || rows.get().into_iter().enumerate().map(|(at, row)| row_view(scenes, at, row)).collect::<Vec<_>>();
    view! { <ul class="workspace-list" aria-label="Scenarios">{list}</ul> }.into_any()
}

fn row_view(scenes: Scenes, at: usize, row: ScenarioRow) -> AnyView {
    let session = scenes.session;
    let ScenarioRow { id, name, note, begun, count } = row;
    let is_seen = move || session.scenario() == Some(id);
    let facts = {
        let begun = begun.map(|time| format!(" · begun {}", moment_text(time, session.now()))).unwrap_or_default();
        let count = if count == 0 { "as the workspace".to_owned() } else { counted(count, "difference", "differences") };
        format!("{count}{begun}")
    };
    let look = {
        let name = name.clone();
        move |()| if session.scenario().is_some_and(|seen| seen == id) { look_at_workspace(session) } else { look_at(session, id, &name) }
    };
    let look_words = Signal::derive(move || if is_seen() { "Leave" } else { "Look at it" }.to_owned());
    let is_compared = Signal::derive(move || scenes.compared.with(|said| said.get(&id).copied()).unwrap_or(at < COMPARED));
    let compare = move |on: bool| {
        scenes.compared.update(|said| said.extend([(id, on)]));
        Ok(())
    };
    let changing = RwSignal::new(false);
    let at_field = |name: &str| TableName::Scenario.field(name).unwrap_or_default();
    let field = move |name: &'static str| {
        Signal::derive(move || String::from_value(&session.value(TableName::Scenario, id.raw(), at_field(name))).unwrap_or_default())
    };
    let set = move |name: &'static str| {
        move |text: String| {
            let (table, field) = (TableName::Scenario, at_field(name));
            let command = RecordCommand::Set { table, ids: vec![id.raw()], field, value: text.trim().to_owned().to_value() };
            session.dispatch(&command).map_err(|refusal| refusal.to_string())
        }
    };
    let actions = {
        let name = name.clone();
        move || {
            let (copied, removed) = (name.clone(), name.clone());
            vec![
                Action::new("Name and question…", move || changing.set(true)).icon(Icon::Edit),
                Action::new("Branch another off it", move || {
                    session.act(ScenarioCommand::Begin { name: copied.clone(), note: String::new(), from: Some(id), time: session.now() });
                })
                .icon(Icon::Copy),
                Action::new("Drop it", move || {
                    if session.scenario() == Some(id) {
                        look_at_workspace(session);
                    }
                    if session.act(RecordCommand::Remove { table: TableName::Scenario, ids: vec![id.raw()] }) {
                        session.notices.tell_with_undo(
                            Tone::Success,
                            format!("The scenario “{removed}” is dropped"),
                            "The workspace is as it was.",
                        );
                    }
                })
                .icon(Icon::Trash),
            ]
        }
    };
    view! {
        <li class="workspace-row scenario-row">
            <div class="workspace-name">
                <strong>{name.clone()}</strong>
                {move || is_seen().then(|| view! { <Badge label="Looked at" tone=Look::Info /> })}
                <span class="hint">{facts}</span>
                {(!note.is_empty()).then(|| view! { <span class="scenario-note">{note}</span> })}
            </div>
            <CheckField label="Compare" value=is_compared on_commit=compare />
            <Button label="Differences" on_press=move |()| scenes.chosen.set(Some(id)) />
            <Button label=look_words on_press=look />
            <MenuButton label=format!("More for {name}") icon=Icon::More icon_only=true at_end=true actions=Signal::derive(actions) />
            <Dialog open=changing title="Name and question">
                <TextField label="Name" value=field("name") on_commit=set("name") required=true />
                <TextField label="What is it to find out?" value=field("note") on_commit=set("note") />
                <div class="dialog-actions"><Button label="Done" on_press=move || changing.set(false) /></div>
            </Dialog>
        </li>
    }
    .into_any()
}
