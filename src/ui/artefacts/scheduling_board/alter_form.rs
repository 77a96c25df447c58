//! The form that changes a task's length, parts and links: everything a drag on the board can do to them.
//!
//! Never changes anything before a field is left or a button pressed.

use super::alter::half;
use super::board::Board;
use super::move_form::MoveForm;
use crate::app::derived::schedule::index;
use crate::app::parts_of;
use crate::model::{RecordId, TableName, TaskId, Time, sort_with_key};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ChoiceField, DateTimeField, NumberField};
use leptos::prelude::*;

/// So many tasks are offered to be waited for.
const OFFERED: usize = 200;

/// The form for the one task that is selected.
pub fn alter_form(board: Board) -> AnyView {
    let only = Memo::new(move |_| board.selection.with(|selection| if selection.len() == 1 { selection.first().copied() } else { None }));
    (move || only.get().map(|id| view! { <MoveForm board id /> {form(board, id)} })).into_any()
}

fn form(board: Board, id: TaskId) -> AnyView {
    let of_task = move |read: fn(&crate::app::derived::schedule::BoardTask) -> Option<f64>| {
        board.data(|data| data.find_task(id).and_then(|at| read(data.task(at)?)))
    };
    let end = Signal::derive(move || {
        board.data(|data| data.find_task(id).and_then(|at| data.task(at)).filter(|task| task.placed).map(|task| task.end))
    });
    let set_end = move |time: Option<Time>| {
        let Some(time) = time else { return Err("A task on the board has an end.".to_owned()) };
        board.set_end(id, time, false).then_some(()).ok_or_else(|| "It keeps the end it had.".to_owned())
    };
    let rest = RwSignal::new(of_task(|task| Some(half(task.quantity))));
    let set_rest = move |number: Option<f64>| {
        rest.set(number);
        Ok(())
    };
    let split = move |()| {
        board.split(id, rest.get_untracked().unwrap_or_default());
    };
    let has_parts = Memo::new(move |_| board.session.watch(&[TableName::Task], |workspace| !parts_of(workspace, id).is_empty()));
    let other = RwSignal::new(String::new());
    let set_other = move |key: String| {
        other.set(key);
        Ok(())
    };
    let link = move |()| {
        if let Ok(raw) = other.get_untracked().parse() {
            board.link(TaskId::from_raw(raw), id, true);
        }
    };
    let is_placed = move || end.get().is_some();
    view! {
        <section class="task-section">
            <h3>"Length, parts and links"</h3>
            <Show when=is_placed>
                <DateTimeField label="End" value=end on_commit=set_end help="Later than its work takes, if you want; never earlier." />
            </Show>
            <div class="bar">
                <NumberField label="Quantity of a second part" value=rest on_commit=set_rest help="What takes the same time for any quantity takes it for each part." />
                <Button label="Split in two" on_press=split />
                <Show when=move || has_parts.get()>
                    <Button label="Join the parts" on_press=move |()| { board.join(id); } />
                </Show>
            </div>
            <div class="bar">
                <ChoiceField label="Let it wait for" options=Signal::derive(move || offered(board, id)) value=other on_commit=set_other none="Choose a task" />
                <Button label="Link" on_press=link />
            </div>
            <Button label="Link by pointing…" look=ButtonLook::Quiet on_press=move |()| board.link_next(id) />
            {move || unlinks(board, id)}
        </section>
    }
    .into_any()
}

/// The tasks that it could wait for: those of its order first, then those that end before it starts, the latest first.
fn offered(board: Board, id: TaskId) -> Vec<Choice> {
    board.data(|data| {
        let Some((at, task)) = data.find_task(id).and_then(|at| Some((at, data.task(at)?))) else { return Vec::new() };
        let waits = data.predecessors(at);
        let mut near: Vec<(bool, std::cmp::Reverse<Time>, u32)> = data
            .tasks
            .iter()
            .zip(0..)
            .filter(|(other, at)| other.id != id && other.placed && !waits.contains(at))
            .filter(|(other, _)| (other.order == task.order && task.order.is_some()) || other.end <= task.start)
            .map(|(other, at)| (other.order != task.order, std::cmp::Reverse(other.end), at))
            .collect();
        sort_with_key(&mut near, |one| *one);
        let choice = |at: u32| {
            let other = data.tasks.get(index(at))?;
            Some(Choice::new(other.id.raw().to_string(), data.task_name(other)))
        };
        near.into_iter().take(OFFERED).filter_map(|(.., at)| choice(at)).collect()
    })
}

/// A button for each link of the task that takes it away.
fn unlinks(board: Board, id: TaskId) -> AnyView {
    let links = board.data(|data| {
        let Some(at) = data.find_task(id) else { return Vec::new() };
        let is_by_hand = |from: u32, to: u32| data.waits_for(to).iter().any(|link| link.from == from && link.by_hand);
        let named = |other: u32| {
            let hand = if is_by_hand(other, at) || is_by_hand(at, other) { " (linked by hand)" } else { "" };
            data.task(other).map(|task| (task.id, format!("{}{hand}", data.task_name(task))))
        };
        let before =
            data.predecessors(at).into_iter().filter_map(named).map(|(other, name)| (other, id, format!("No longer wait for {name}")));
        let after = data.successors(at).into_iter().filter_map(named).map(|(other, name)| (id, other, format!("No longer hold up {name}")));
        before.chain(after).collect::<Vec<_>>()
    });
    let button = |(from, to, label): (TaskId, TaskId, String)| {
        let press = move |()| {
            board.link(from, to, false);
        };
        view! { <li><Button label look=ButtonLook::Quiet on_press=press /></li> }
    };
    view! { <ul class="task-links">{links.into_iter().map(button).collect_view()}</ul> }.into_any()
}
