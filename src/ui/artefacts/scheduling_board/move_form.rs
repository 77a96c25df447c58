//! The form that moves a task without a drag: start, resource, and what would happen, before it happens.
//!
//! Never moves anything before its button is pressed.

use super::board::Board;
use super::gesture::sentence;
use crate::app::derived::schedule::{Judgement, index};
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
            Some((task.placed.then_some(task.start), task.uses.first().map(|usage| usage.resource)))
        })
    };
    let start = RwSignal::new(None::<Time>);
    let resource = RwSignal::new(None::<u32>);
    let insist = RwSignal::new(false);
    // The form shows where the task is until something is entered, and again after every move.
    Effect::new(move |_| {
        let (now_start, now_resource) = present().unwrap_or_default();
        start.set(Some(now_start.unwrap_or_else(|| board.read(|state| state.data.now))));
        resource.set(now_resource);
        insist.set(false);
    });
    let able = Memo::new(move |_| {
        board.version.track();
        let ground = board.position(id).and_then(|at| board.ground(at));
        let able = ground.map(|ground| ground.able()).unwrap_or_default();
        let named =
            |at: u32| board.read(|state| state.data.resources.get(index(at)).map(|row| Choice::new(at.to_string(), row.name.clone())));
        able.into_iter().filter_map(named).collect::<Vec<_>>()
    });
    let judged = Memo::new(move |_| {
        board.version.track();
        judge(board, id, start.get()?, resource.get())
    });
    let words = move || {
        let at = board.position(id)?;
        judged.get().map(|judgement| board.data(|data| sentence(data, at, &judgement, insist.get())))
    };
    let set_start = move |time: Option<Time>| {
        start.set(time);
        Ok(())
    };
    let set_resource = move |key: String| {
        resource.set(key.parse().ok());
        Ok(())
    };
    let set_insist = move |on: bool| {
        insist.set(on);
        Ok(())
    };
    let fits = move || judged.with(|judged| judged.as_ref().is_none_or(Judgement::fits));
    let go = move |()| {
        let landing = judged.with_untracked(|judged| {
            let judged = judged.as_ref()?;
            if insist.get_untracked() { Some(judged.wanted.clone()) } else { judged.landing().cloned() }
        });
        if let Some(place) = landing
            && board.place(id, &place)
        {
            board.catch_up();
            board.reveal(id);
        }
    };
    view! {
        <section class="task-section">
            <h3>"Move"</h3>
            <DateTimeField label="Start" value=start on_commit=set_start />
            <ChoiceField
                label="Resource"
                options=Signal::derive(move || able.get())
                value=Signal::derive(move || resource.get().map(|at| at.to_string()).unwrap_or_default())
                on_commit=set_resource
            />
            <p class="move-words" class:fits=fits aria-live="polite">{words}</p>
            <Show when=move || !fits()>
                <CheckField label="Put it there anyway" value=insist on_commit=set_insist />
            </Show>
            <Button label="Move" look=ButtonLook::Primary on_press=go />
        </section>
    }
    .into_any()
}

fn judge(board: Board, id: TaskId, start: Time, resource: Option<u32>) -> Option<Judgement> {
    let at = board.position(id)?;
    let ground = board.ground(at)?;
    board.read(|state| {
        let task = state.data.task(at)?;
        let other = resource.filter(|resource| !task.uses.iter().any(|usage| usage.resource == *resource));
        state.data.judge(&ground, start, other)
    })
}
