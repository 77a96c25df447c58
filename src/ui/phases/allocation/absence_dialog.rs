//! The dialog that enters an absence, says at once which tasks it breaks and proposes who takes over.
//!
//! Never enters anything before its button is pressed.

use super::page::Scope;
use crate::app::AllocationCommand;
use crate::app::derived::reassign::{Away, Takeover, proposal};
use crate::app::derived::schedule::{counted, moment_text};
use crate::model::{Placement, RecordId, ResourceId, TaskId, Time, parse_id};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ChoiceField, DateTimeField, Dialog, DialogSize, TextField};
use leptos::prelude::*;
use std::collections::BTreeMap;

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
        <Dialog open=scope.entering title="Enter absence" size=DialogSize::Wide>
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
    let picked = RwSignal::new(BTreeMap::<TaskId, String>::new());
    let broken = Memo::new(move |_| {
        let draft = draft.get();
        board.version.track();
        let away = draft.resource.filter(|_| draft.start < draft.end).map(|resource| Away { resource, start: draft.start, end: draft.end });
        let session = board.session;
        away.map(|away| session.peek(|workspace| proposal(workspace, session.now(), away, &picked.get()))).unwrap_or_default()
    });
    let backward = Memo::new(move |_| {
        let (start, end) = draft.with(|draft| (draft.start, draft.end));
        (end <= start).then(|| format!("The absence must end after it begins: later than {}.", moment_text(start, board.session.now())))
    });
    let refused = Signal::derive(move || match draft.with(|draft| draft.resource) {
        None => Some("Choose who is absent.".to_owned()),
        Some(_) => backward.get(),
    });
    let moves = move || {
        let ways = |takeovers: &Vec<Takeover>| {
            takeovers.iter().filter_map(|takeover| Some((takeover.task, takeover.way()?.placement.clone()?))).collect::<Vec<_>>()
        };
        broken.with(ways)
    };
    let enter = move |moves: Vec<(TaskId, Placement)>| {
        let AbsenceDraft { resource, start, end, reason } = draft.get_untracked();
        let Some(resource) = resource else { return };
        if board.session.act(AllocationCommand::EnterAbsence { resource, start, end, reason, moves }) {
            picked.set(BTreeMap::new());
            scope.entering.set(false);
        }
    };
    let is_whole = move || draft.with(|draft| draft.resource.is_some()) && backward.get().is_none();
    let plain = Signal::derive(move || if broken.with(Vec::is_empty) { "Enter absence" } else { "Enter the absence alone" }.to_owned());
    let look = move || if moves().is_empty() { ButtonLook::Primary } else { ButtonLook::Secondary };
    let both = move || {
        let count = moves().len();
        let label = format!("Enter it and reassign {}", counted(count, "task", "tasks"));
        (count > 0).then(|| view! { <Button label look=ButtonLook::Primary refused on_press=move |()| enter(moves()) /> })
    };
    view! {
        <div class="form-grid">
            <ChoiceField label="Who" options=resources value=chosen on_commit=choose none="Choose…" />
            <DateTimeField label="From" value=Signal::derive(move || Some(draft.with(|draft| draft.start))) on_commit=set_start />
            <DateTimeField label="Until" value=Signal::derive(move || Some(draft.with(|draft| draft.end))) on_commit=set_end error=backward />
            <TextField label="Reason" value=Signal::derive(move || draft.with(|draft| draft.reason.clone())) on_commit=set_reason />
        </div>
        <p class="breaks" aria-live="polite">{move || is_whole().then(|| broken.with(|broken| breaks_words(broken.len())))}</p>
        <Takeovers broken picked />
        <div class="dialog-actions">
            <Button label="Cancel" on_press=move |()| scope.entering.set(false) />
            {move || view! { <Button label=plain look=look() refused on_press=move |()| enter(Vec::new()) /> }}
            {both}
        </div>
    }
    .into_any()
}

fn breaks_words(count: usize) -> String {
    match count {
        0 => "It breaks no task.".to_owned(),
        1 => "It breaks one task. This is proposed for it; choose another way where you know better.".to_owned(),
        many => format!("It breaks {many} tasks. This is proposed for them; choose another way where you know better."),
    }
}

/// The ways out for every broken task; what is chosen for one is reckoned with in those after it.
#[component]
fn Takeovers(broken: Memo<Vec<Takeover>>, picked: RwSignal<BTreeMap<TaskId, String>>) -> impl IntoView {
    let ids = move || broken.with(|broken| broken.iter().map(|takeover| takeover.task).collect::<Vec<_>>());
    let row = move |id: TaskId| {
        let read = move |read: fn(&Takeover) -> String| {
            broken.with(|broken| broken.iter().find(|takeover| takeover.task == id).map(read).unwrap_or_default())
        };
        let options = Signal::derive(move || {
            let found = broken.with(|broken| broken.iter().find(|takeover| takeover.task == id).map(|takeover| takeover.ways.clone()));
            found.unwrap_or_default().into_iter().map(|way| Choice::new(way.key, way.label)).collect::<Vec<_>>()
        });
        let value = Signal::derive(move || read(|takeover| takeover.way().map(|way| way.key.clone()).unwrap_or_default()));
        let costs = move || read(|takeover| takeover.way().map(|way| way.costs.clone()).unwrap_or_default());
        let label = read(|takeover| takeover.name.clone());
        let pick = move |key: String| {
            picked.update(|picked| drop(picked.insert(id, key)));
            Ok(())
        };
        view! {
            <li>
                <ChoiceField label options value on_commit=pick />
                <span class="hint">{costs}</span>
            </li>
        }
    };
    view! {
        <ul class="takeovers">
            <For each=ids key=|id| *id children=row />
        </ul>
    }
    .into_any()
}
