//! Handing a task over: what it costs is said before it is done, and again after it, with the way back.
//!
//! Never hands over anything that would start at another time, or make something worse, before the person has agreed.

use super::page::Scope;
use crate::app::AllocationCommand;
use crate::app::derived::allocation::{Candidate, Price};
use crate::app::derived::schedule::index;
use crate::app::notices::Tone;
use crate::model::{RecordId, ResourceId, TaskId};
use crate::ui::widgets::{Button, ButtonLook, Dialog};
use leptos::prelude::*;

/// A hand-over that waits for an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    pub task: TaskId,
    pub candidate: Candidate,
}

/// Hands a task over where that is free, else asks first.
pub fn offer(scope: Scope, task: TaskId, candidate: &Candidate) {
    match price(scope, task, candidate) {
        Some(price) if price.is_free => give(scope, task, candidate),
        Some(_) => {
            scope.offer.set(Some(Offer { task, candidate: candidate.clone() }));
            scope.asking.set(true);
        }
        None => {}
    }
}

/// The question before a hand-over that costs something.
#[component]
pub fn HandOverDialog(scope: Scope) -> impl IntoView {
    let words = move || {
        let Offer { task, candidate } = scope.offer.get()?;
        let name = scope.board.data(|data| data.find_task(task).and_then(|at| data.task(at)).map(|task| data.task_name(task)))?;
        Some((name, candidate.name.clone(), price(scope, task, &candidate)?.words))
    };
    let title = Signal::derive(move || words().map_or_else(String::new, |(task, name, _)| format!("Give {task} to {name}?")));
    let agree = move |()| {
        scope.asking.set(false);
        if let Some(Offer { task, candidate }) = scope.offer.get_untracked() {
            give(scope, task, &candidate);
        }
    };
    view! {
        <Dialog open=scope.asking title>
            <p>{move || words().map(|(.., costs)| costs)}</p>
            <div class="dialog-actions">
                <Button label="Leave it as it is" on_press=move |()| scope.asking.set(false) />
                <Button
                    label=Signal::derive(move || words().map_or_else(String::new, |(_, name, _)| format!("Give to {name}")))
                    look=ButtonLook::Primary
                    on_press=agree
                />
            </div>
        </Dialog>
    }
    .into_any()
}

fn price(scope: Scope, task: TaskId, candidate: &Candidate) -> Option<Price> {
    let at = scope.board.position(task)?;
    scope.board.read(|state| candidate.price(&state.data, at))
}

fn give(scope: Scope, id: TaskId, candidate: &Candidate) {
    let board = scope.board;
    let (Some(place), Some(price)) = (candidate.judgement.landing(), price(scope, id, candidate)) else { return };
    let stays = board.read(|state| {
        let task = state.data.find_task(id).and_then(|at| state.data.task(at));
        task.is_some_and(|task| task.start == place.start && task.end == place.end)
    });
    let done = if stays {
        // The same time with somebody else in the same part: the command checks skill and group once more.
        let from = leaving(scope, id, candidate);
        let to = board.read(|state| state.data.resources.get(index(candidate.resource)).map(|row| row.id));
        to.is_some_and(|to| board.session.act(AllocationCommand::Assign { task: id, from, to }))
    } else {
        board.place(id, place)
    };
    if done {
        let tone = if price.also.is_bad() { Tone::Warning } else { Tone::Success };
        board.session.notices.tell_with_undo(tone, format!("Given to {}.", candidate.name), price.words);
    }
}

/// Who gives the task away: the one of its resources that is not in the new crew.
fn leaving(scope: Scope, id: TaskId, candidate: &Candidate) -> Option<ResourceId> {
    scope.board.read(|state| {
        let task = state.data.find_task(id).and_then(|at| state.data.task(at))?;
        let gone = task.uses.iter().find(|usage| !candidate.judgement.wanted.uses.iter().any(|(at, _)| *at == usage.resource))?;
        state.data.resources.get(index(gone.resource)).map(|row| ResourceId::from_raw(row.id.raw()))
    })
}
