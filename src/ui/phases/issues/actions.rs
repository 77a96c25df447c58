//! The actions of one issue: what keeps it from doing harm, removes its cause, prevents it elsewhere, and shows that it helped.

use super::page::Scope;
use crate::app::IssueCommand;
use crate::app::derived::issues::{ActionRow, LIST_TABLES, action_rows};
use crate::app::derived::schedule::moment_text;
use crate::model::{ActionKind, IssueAction, IssueActionId, IssueId, Record, RecordId, TableName, Time};
use crate::ui::records::edited_field;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ChoiceField, DateTimeField, Icon, TextField, Tone};
use leptos::prelude::*;

/// The actions, and the fields that add one.
#[component]
pub fn IssueActions(scope: Scope, id: IssueId) -> impl IntoView {
    let session = scope.session;
    let rows = Memo::new(move |_| session.watch(&LIST_TABLES, |workspace| action_rows(workspace, Some(id), session.now())));
    let ids = move || rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let action = move |action: IssueActionId| {
        let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.id == action).cloned()));
        view! { <li>{action_view(scope, action, row)}</li> }
    };
    let nothing = move || {
        rows.with(Vec::is_empty).then(|| {
            view! { <p class="hint">"Nothing is to be done yet. Begin with what keeps it from doing more harm."</p> }
        })
    };
    view! {
        <div class="stack">
            <ul class="issue-actions" role="list">
                <For each=ids key=|id| *id children=action />
            </ul>
            {nothing}
            {add_view(scope, id)}
        </div>
    }
    .into_any()
}

/// One action. Its button stays the same when the action is done, so that whoever pressed it by the keyboard stays on it.
fn action_view(scope: Scope, id: IssueActionId, row: Memo<Option<ActionRow>>) -> AnyView {
    let session = scope.session;
    let is_done = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.done.is_some())));
    let is_overdue = move || row.with(|row| row.as_ref().is_some_and(|row| row.overdue));
    let press = move |()| {
        let done = (!is_done.get_untracked()).then(|| session.now());
        session.act(IssueCommand::FinishAction { action: id, done });
    };
    let read = move |read: fn(&ActionRow) -> String| row.with(|row| row.as_ref().map(read).unwrap_or_default());
    let tone = Signal::derive(move || if is_done.get() { Tone::Good } else { Tone::Neutral });
    let label = Signal::derive(move || if is_done.get() { "Reopen" } else { "Mark as done" }.to_owned());
    let when = move || row.with(|row| row.as_ref().map(|row| when_and_who(row, session.now())));
    view! {
        <Badge label=Signal::derive(move || read(|row| row.kind.label().to_owned())) tone />
        <span class="issue-action" class:done=move || is_done.get()>
            <strong>{move || read(|row| row.name.clone())}</strong>
            <span class="hint" class:tone-bad=is_overdue>{when}</span>
        </span>
        <Button label on_press=press />
        {move || is_done.get().then(|| edited_field(session, TableName::IssueAction, id.raw(), "cost"))}
    }
    .into_any()
}

fn when_and_who(row: &ActionRow, now: Time) -> String {
    let when = match (row.done, row.due) {
        (Some(done), _) => format!("done {}", moment_text(done, now)),
        (None, Some(due)) if row.overdue => format!("overdue since {}", moment_text(due, now)),
        (None, Some(due)) => format!("until {}", moment_text(due, now)),
        (None, None) => "no date".to_owned(),
    };
    if row.owner.is_empty() { when } else { format!("{}, {when}", row.owner) }
}

/// An action that is being written down.
#[derive(Clone, PartialEq, Default)]
struct Draft {
    kind: ActionKind,
    name: String,
    owner: String,
    due: Option<Time>,
}

fn add_view(scope: Scope, issue: IssueId) -> AnyView {
    // What an issue needs next is offered first.
    let likely = move || {
        let done = |kind: ActionKind| {
            scope
                .session
                .peek(|workspace| workspace.issue_actions.values().any(|action| action.issue == Some(issue) && action.kind == kind))
        };
        ActionKind::ALL.iter().copied().find(|kind| !done(*kind)).unwrap_or_default()
    };
    let draft = RwSignal::new(Draft { kind: likely(), ..Draft::default() });
    let options: Vec<Choice> = ActionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect();
    let set_kind = move |code: String| {
        draft.update(|draft| draft.kind = ActionKind::from_code(&code).unwrap_or_default());
        Ok(())
    };
    let set_name = move |name: String| {
        draft.update(|draft| draft.name = name);
        Ok(())
    };
    let set_owner = move |owner: String| {
        draft.update(|draft| draft.owner = owner);
        Ok(())
    };
    let set_due = move |due: Option<Time>| {
        draft.update(|draft| draft.due = due);
        Ok(())
    };
    let add = move || {
        let Draft { kind, name, owner, due } = draft.get_untracked();
        let action = IssueAction { issue: Some(issue), kind, name, owner, due, ..IssueAction::new(IssueActionId::from_raw(0)) };
        if scope.session.act(IssueCommand::AddAction { action: Box::new(action) }) {
            draft.set(Draft { kind: likely(), ..Draft::default() });
        }
    };
    let read = move |read: fn(&Draft) -> String| Signal::derive(move || draft.with(read));
    view! {
        <form
            class="issue-fields issue-add"
            on:submit=move |event| {
                event.prevent_default();
                add();
            }
        >
            <TextField label="What is to be done" value=read(|draft| draft.name.clone()) on_commit=set_name />
            <ChoiceField label="What for" options value=read(|draft| draft.kind.code().to_owned()) on_commit=set_kind />
            <TextField label="Who" value=read(|draft| draft.owner.clone()) on_commit=set_owner />
            <DateTimeField label="Until" value=Signal::derive(move || draft.with(|draft| draft.due)) on_commit=set_due />
            <Button label="Add action" icon=Icon::Plus submit=true on_press=|()| () />
        </form>
    }
    .into_any()
}
