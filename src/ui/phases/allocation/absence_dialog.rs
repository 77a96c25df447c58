//! The dialog that enters an absence and says at once which tasks it breaks.
//!
//! Never enters anything before its button is pressed.

use super::page::Scope;
use crate::app::derived::allocation::broken_by_absence;
use crate::app::derived::schedule::moment_text;
use crate::app::{AllocationCommand, Command};
use crate::model::{RecordId, ResourceId, Time, parse_id};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ChoiceField, DateTimeField, Dialog, TextField};
use leptos::prelude::*;

/// An absence that is being entered.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AbsenceDraft {
    pub resource: Option<ResourceId>,
    pub start: Time,
    pub end: Time,
    pub reason: String,
}

/// The dialog.
#[component]
pub fn AbsenceDialog(scope: Scope) -> impl IntoView {
    view! {
        <Dialog open=scope.entering title="Enter absence">
            <Fields scope />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(scope: Scope) -> impl IntoView {
    let (board, draft) = (scope.board, scope.draft);
    let resources = Signal::derive(move || {
        board.data(|data| {
            data.resources.iter().map(|row| Choice::new(crate::model::id_text(row.id.raw()), row.name.clone())).collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || draft.with(|draft| draft.resource.map(|id| crate::model::id_text(id.raw())).unwrap_or_default()));
    let choose = move |key: String| {
        draft.update(|draft| draft.resource = parse_id(&key).map(ResourceId::from_raw));
        Ok(())
    };
    let set_start = move |time: Option<Time>| {
        let time = time.ok_or("Enter the moment from which the absence holds.")?;
        draft.update(|draft| draft.start = time);
        Ok(())
    };
    let set_end = move |time: Option<Time>| {
        let time = time.ok_or("Enter the moment until which the absence holds.")?;
        draft.update(|draft| draft.end = time);
        Ok(())
    };
    let set_reason = move |reason: String| {
        draft.update(|draft| draft.reason = reason);
        Ok(())
    };
    let broken = Memo::new(move |_| {
        let draft = draft.get();
        board.data(|data| {
            let Some(at) = draft.resource.and_then(|id| data.find_resource(id)) else { return Vec::new() };
            let tasks = broken_by_absence(data, at, draft.start, draft.end);
            let named = tasks.into_iter().filter_map(|task| data.task(task));
            named.map(|task| format!("{}, {}", data.task_name(task), moment_text(task.start, data.now))).collect()
        })
    });
    let backward = Memo::new(move |_| {
        let (start, end) = draft.with(|draft| (draft.start, draft.end));
        (end <= start).then(|| format!("The absence must end after it begins: later than {}.", moment_text(start, board.session.now())))
    });
    let refused = Signal::derive(move || match draft.with(|draft| draft.resource) {
        None => Some("Choose who is absent.".to_owned()),
        Some(_) => backward.get(),
    });
    let enter = move |()| {
        let AbsenceDraft { resource, start, end, reason } = draft.get_untracked();
        let Some(resource) = resource else { return };
        if board.session.act(Command::Allocation(AllocationCommand::EnterAbsence { resource, start, end, reason })) {
            scope.entering.set(false);
        }
    };
    view! {
        <div class="form-grid">
            <ChoiceField label="Who" options=resources value=chosen on_commit=choose none="Choose…" />
            <DateTimeField label="From" value=Signal::derive(move || Some(draft.with(|draft| draft.start))) on_commit=set_start />
            <DateTimeField label="Until" value=Signal::derive(move || Some(draft.with(|draft| draft.end))) on_commit=set_end error=backward />
            <TextField label="Reason" value=Signal::derive(move || draft.with(|draft| draft.reason.clone())) on_commit=set_reason />
        </div>
        <div class="breaks" aria-live="polite">{move || breaks_view(broken.get(), draft.with(|draft| draft.resource.is_some()) && backward.get().is_none())}</div>
        <div class="dialog-actions">
            <Button label="Cancel" on_press=move |()| scope.entering.set(false) />
            <Button label="Enter absence" look=ButtonLook::Primary refused on_press=enter />
        </div>
    }
    .into_any()
}

/// What the absence breaks; nothing before it is whole.
fn breaks_view(broken: Vec<String>, is_whole: bool) -> AnyView {
    const LISTED: usize = 12;
    let count = broken.len();
    match count {
        _ if !is_whole => ().into_any(),
        0 => view! { <p class="good">"It breaks no task."</p> }.into_any(),
        _ => {
            let title = if count == 1 { "It breaks one task:".to_owned() } else { format!("It breaks {count} tasks:") };
            let more = (count > LISTED).then(|| view! { <li>{format!("and {} more", count - LISTED)}</li> });
            view! {
                <p><strong>{title}</strong></p>
                <ul>
                    {broken.into_iter().take(LISTED).map(|task| view! { <li>{task}</li> }).collect_view()} {more}
                </ul>
                <p class="hint">"They stay where they are, marked as in conflict, until you give them to somebody else, move them or plan again."</p>
            }
            .into_any()
        }
    }
}
