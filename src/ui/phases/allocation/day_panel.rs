//! One resource on one day: its tasks, and for each who could take over.
//!
//! Never hands a task to somebody who cannot do it: those are not offered, and who has no time says why.

use super::page::Scope;
use crate::app::derived::allocation::{Candidate, candidates, matrix};
use crate::app::derived::schedule::{index, moment_text};
use crate::app::notices::Tone as NoticeTone;
use crate::app::{AllocationCommand, Command};
use crate::model::{RecordId, ResourceId, TaskId};
use crate::ui::widgets::{Button, Icon};
use leptos::prelude::*;

/// The tasks of the day that was chosen.
#[component]
pub fn DayPanel(scope: Scope) -> impl IntoView {
    let tasks = Memo::new(move |_| {
        let Some((resource, day)) = scope.cell.get() else { return Vec::new() };
        scope.board.data(|data| {
            let Some(at) = data.find_resource(resource) else { return Vec::new() };
            let matrix = matrix(data, day, 1, |row| row == at);
            let tasks = matrix.rows.first().and_then(|row| row.days.first()).map(|day| day.tasks.clone()).unwrap_or_default();
            tasks.into_iter().filter_map(|task| data.task(task).map(|task| task.id)).collect()
        })
    });
    let absent = move || {
        if let Some((resource, day)) = scope.cell.get_untracked() {
            scope.enter_absence(Some(resource), day);
        }
    };
    view! {
        <div class="stack">
            <p class="hint">{move || tasks.with(|tasks| match tasks.len() {
                0 => "No work is given to it on this day.".to_owned(),
                1 => "One task.".to_owned(),
                many => format!("{many} tasks."),
            })}</p>
            <ul class="day-tasks">
                <For each=move || tasks.get() key=|id| *id children=move |id| view! { <li><DayTask scope id /></li> } />
            </ul>
            <Button label="Enter absence" icon=Icon::Plus on_press=move |()| absent() />
        </div>
    }
    .into_any()
}

/// One task of the day and who could take it over.
#[component]
fn DayTask(scope: Scope, id: TaskId) -> impl IntoView {
    let board = scope.board;
    let words = move || {
        board
            .data(|data| {
                let task = data.find_task(id).and_then(|at| data.task(at))?;
                Some((data.task_name(task), format!("{} to {}", moment_text(task.start, data.now), moment_text(task.end, data.now))))
            })
            .unwrap_or_default()
    };
    let trouble = move || {
        board.version.track();
        let at = board.position(id)?;
        let ground = board.ground(at)?;
        board.data(|data| data.troubles(&ground).first().map(|obstacle| obstacle.sentence(data, at)))
    };
    let others = Memo::new(move |_| {
        board.version.track();
        let Some(at) = board.position(id) else { return Vec::new() };
        let Some(ground) = board.ground(at) else { return Vec::new() };
        board.data(|data| candidates(data, &ground).into_iter().map(|candidate| (candidate.words(data, at), candidate)).collect::<Vec<_>>())
    });
    let offers = move || {
        let found = others.get();
        if found.is_empty() {
            return view! { <p class="hint">"Nobody else is able to do this."</p> }.into_any();
        }
        let offer = move |(words, candidate): (String, Candidate)| offer_view(scope, id, words, candidate);
        view! { <ul class="offers">{found.into_iter().map(offer).collect_view()}</ul> }.into_any()
    };
    view! {
        <strong>{move || words().0}</strong>
        <span class="hint">{move || words().1}</span>
        {move || trouble().map(|sentence| view! { <p class="task-trouble">{sentence}</p> })}
        <details>
            <summary>"Give it to somebody else"</summary>
            {offers}
        </details>
    }
    .into_any()
}

/// Somebody who could take over: at once where there is time, else at the next time that fits.
fn offer_view(scope: Scope, id: TaskId, words: String, candidate: Candidate) -> AnyView {
    let board = scope.board;
    let fits = candidate.judgement.fits();
    let now = board.read(|state| state.data.now);
    let later = candidate.judgement.nearest.as_ref().map(|place| place.start);
    let label = match (fits, later) {
        (true, _) => format!("Give to {}", candidate.name),
        (false, Some(start)) => format!("Give to {} {}", candidate.name, moment_text(start, now)),
        (false, None) => format!("Give to {}", candidate.name),
    };
    let refused = (!fits && later.is_none()).then(|| words.clone());
    let give = move |()| give(scope, id, &candidate);
    view! {
        <li>
            <Button label refused=Signal::derive(move || refused.clone()) on_press=give />
            {(!fits).then(|| view! { <span class="hint">{words}</span> })}
        </li>
    }
    .into_any()
}

fn give(scope: Scope, id: TaskId, candidate: &Candidate) {
    let board = scope.board;
    let Some(place) = candidate.judgement.landing() else { return };
    let stays = board.read(|state| {
        let task = state.data.find_task(id).and_then(|at| state.data.task(at));
        task.is_some_and(|task| task.start == place.start && task.end == place.end)
    });
    let done = if stays {
        // The same time with somebody else in the same part: the command checks skill and group once more.
        let from = leaving(scope, id, candidate);
        let to = board.read(|state| state.data.resources.get(index(candidate.resource)).map(|row| row.id));
        to.is_some_and(|to| board.session.act(Command::Allocation(AllocationCommand::Assign { task: id, from, to })))
    } else {
        board.place(id, place)
    };
    if done {
        board.session.notices.tell(NoticeTone::Success, format!("Given to {}.", candidate.name), "Undo takes it back.");
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
