//! The form that moves a task without a drag: start, resource, and what would happen, before it happens.
//!
//! Never moves anything before its button is pressed.

use super::board::Board;
use super::gesture::sentence;
use crate::app::derived::schedule::{Crew, Judgement, Repair, index, moment_text};
use crate::model::{TaskId, Time};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, CheckField, ChoiceField, DateTimeField};
use leptos::prelude::*;

/// The form that moves a task.
#[component]
pub fn MoveForm(board: Board, id: TaskId) -> impl IntoView {
    let present = move || {
        board.data(|data| {
            let task = data.find_task(id).and_then(|at| data.task(at))?;
            Some(task.placed.then_some(task.start))
        })
    };
    let start = RwSignal::new(None::<Time>);
    let crew = RwSignal::new(0_usize);
    let insist = RwSignal::new(false);
    // The form shows where the task is until something is entered, and again after every move.
    Effect::new(move |_| {
        let now = present().flatten();
        start.set(Some(now.unwrap_or_else(|| board.read(|state| state.data.now))));
        crew.set(present_crew(board, id));
        insist.set(false);
    });
    let able = Memo::new(move |_| {
        board.version.track();
        crews(board, id)
    });
    let judged = Memo::new(move |_| {
        board.version.track();
        judge(board, id, start.get()?, crew.get())
    });
    let words = move || {
        let at = board.position(id)?;
        if board.keeps_order.get() && !insist.get() {
            let repair = repaired(board, id, start.get(), crew.get())?;
            let begin = repair.moves.first().map(|(_, place)| place.start)?;
            return Some(board.data(|data| format!("Starts {}. {}", moment_text(begin, data.now), repair.words(data))));
        }
        judged.get().map(|judgement| board.data(|data| sentence(data, at, &judgement, insist.get())))
    };
    let set_start = move |time: Option<Time>| {
        start.set(time);
        Ok(())
    };
    let set_crew = move |key: String| {
        crew.set(key.parse().unwrap_or(0));
        Ok(())
    };
    let set_insist = move |on: bool| {
        insist.set(on);
        Ok(())
    };
    let set_keeps_order = move |on: bool| {
        board.keeps_order.set(on);
        Ok(())
    };
    let fits = move || judged.with(|judged| judged.as_ref().is_none_or(Judgement::fits));
    let go = move |()| {
        if board.keeps_order.get_untracked() && !insist.get_untracked() {
            let repair = repaired(board, id, start.get_untracked(), crew.get_untracked());
            if repair.is_some_and(|repair| board.put_repaired(id, &repair)) {
                board.reveal(id);
            }
            return;
        }
        let Some(judgement) = judged.get_untracked() else { return };
        let landing = if insist.get_untracked() { Some(&judgement.wanted) } else { judgement.landing() };
        if let Some(place) = landing
            && board.put(id, &judgement, place)
        {
            board.reveal(id);
            request_animation_frame(move || board.announcer.say(board.said_of(id)));
        }
    };
    view! {
        <section class="task-section">
            <h3>"Move"</h3>
            <DateTimeField label="Start" value=start on_commit=set_start />
            <ChoiceField
                label="On"
                options=Signal::derive(move || able.get())
                value=Signal::derive(move || crew.get().to_string())
                on_commit=set_crew
            />
            <p class="move-words" class:fits=fits aria-live="polite">{words}</p>
            <CheckField label="Keep the order, move the rest" value=board.keeps_order on_commit=set_keeps_order />
            <Show when=move || !fits()>
                <CheckField label="Put it there anyway" value=insist on_commit=set_insist />
            </Show>
            <Button label="Move" look=ButtonLook::Primary on_press=go />
        </section>
    }
    .into_any()
}

/// Everyone who could do the task, as options by their position among the crews.
fn crews(board: Board, id: TaskId) -> Vec<Choice> {
    let ground = board.position(id).and_then(|at| board.ground(at));
    let crews = ground.map(|ground| ground.crews).unwrap_or_default();
    board.read(|state| {
        let names = |crew: &Crew| {
            let names = crew.uses.iter().filter_map(|(at, _)| state.data.resources.get(index(*at))).map(|row| row.name.as_str());
            names.collect::<Vec<_>>().join(" and ")
        };
        let choice = |(at, crew): (usize, &Crew)| {
            let names = names(crew);
            Choice::new(at.to_string(), if names.is_empty() { "No resource".to_owned() } else { names })
        };
        crews.iter().enumerate().map(choice).collect()
    })
}

/// The position of the crew that does the task now; the preferred one where it is none of those that can.
fn present_crew(board: Board, id: TaskId) -> usize {
    let Some(at) = board.position(id) else { return 0 };
    let Some(ground) = board.ground(at) else { return 0 };
    board.read(|state| {
        let present = state.data.task(at).and_then(|task| ground.present_crew(task));
        present.and_then(|present| ground.crews.iter().position(|crew| crew.uses == present.uses)).unwrap_or(0)
    })
}

/// What a move that takes the rest along comes to.
fn repaired(board: Board, id: TaskId, start: Option<Time>, crew: usize) -> Option<Repair> {
    let ground = board.ground(board.position(id)?)?;
    let resource = ground.crews.get(crew).and_then(|crew| crew.uses.first()).map(|(at, _)| *at);
    board.read(|state| state.data.repair(&ground, start?, resource))
}

fn judge(board: Board, id: TaskId, start: Time, crew: usize) -> Option<Judgement> {
    let ground = board.ground(board.position(id)?)?;
    let crew = ground.crews.get(crew)?;
    Some(board.read(|state| state.data.judge_crew(&ground, crew, start)))
}
