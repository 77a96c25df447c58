//! One resource on one day: its tasks, and for each who could take over.
//!
//! Never hands a task to somebody who cannot do it: those are not offered, and who has no time says why.

use super::hand_over::offer;
use super::page::Scope;
use crate::app::derived::allocation::{Candidate, candidates, matrix};
use crate::app::derived::schedule::moment_text;
use crate::model::TaskId;
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
            let day = matrix.rows.into_iter().next().and_then(|row| row.days.into_iter().next()).unwrap_or_default();
            day.tasks.into_iter().chain(day.outside).filter_map(|task| data.task(task).map(|task| task.id)).collect()
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

/// Somebody who could take over: at once where there is time and nothing else changes, else after what it costs was said.
fn offer_view(scope: Scope, id: TaskId, words: String, candidate: Candidate) -> AnyView {
    let fits = candidate.judgement.fits();
    let price = scope.board.position(id).and_then(|at| scope.board.read(|state| candidate.price(&state.data, at)));
    let asks = price.as_ref().is_some_and(|price| !price.is_free);
    let label = format!("Give to {}{}", candidate.name, if asks { "…" } else { "" });
    let refused = price.is_none().then(|| words.clone());
    let costs = price.map(|price| price.words).filter(|words| !words.is_empty());
    let give = move |()| offer(scope, id, &candidate);
    view! {
        <li>
            <Button label refused=Signal::derive(move || refused.clone()) on_press=give />
            {(!fits).then(|| view! { <span class="hint">{words}</span> })}
            {costs.map(|words| view! { <span class="hint">{words}</span> })}
        </li>
    }
    .into_any()
}
