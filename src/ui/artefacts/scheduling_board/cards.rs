//! The tasks as cards in columns by how far they have come, with limits to what may stand in a column.
//!
//! Never changes a status itself: moving a card is a command like any other, by pointer and by key.

use super::board::Board;
use super::carry::{Carry, focus_again, open};
use super::entry::entry_view;
use super::filter::Stage;
use super::lists::{Column, columns, count_text, limits_text, over, parse_limits};
use crate::app::derived::schedule::Index;
use crate::app::web::preferences::{BOARD_LIMITS, remember, remembered};
use crate::model::TaskId;
use crate::ui::widgets::{Button, ButtonLook, IntegerField};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// So many cards of a column are shown before more are asked for.
const AT_FIRST: usize = 40;

/// The columns of cards.
pub fn cards_view(board: Board) -> AnyView {
    let limits = RwSignal::new(parse_limits(&remembered(BOARD_LIMITS).unwrap_or_default()));
    let put = move |id: TaskId, stage: Stage| {
        if board.set_stage(id, stage) {
            let count = board.read(|state| columns(&state.data, &state.layout).into_iter().find(|column| column.stage == stage));
            let count = count.map_or(0, |column| column.count);
            let limit = limits.with_untracked(|limits| limits[stage as usize]);
            board.announcer.say(format!("{}: {}. {}", stage.words(), count_text(count, limit), board.said_of(id)));
        }
        focus_again(id);
    };
    let carry = Carry::new(board, move |id, key| {
        if let Some((stage, _)) = Stage::ALL.iter().find(|(_, words)| *words == key) {
            put(id, *stage);
        }
    });
    let known = Memo::new(move |_| board.data(|data| board.read(|state| columns(data, &state.layout))));
    let shown = RwSignal::new([AT_FIRST; Stage::ALL.len()]);
    let column = move |at: usize| {
        view! { <CardColumn board carry known at limits shown put=Callback::new(move |(id, stage)| put(id, stage)) /> }.into_any()
    };
    view! {
        <div class="task-cards board-view" role="group" aria-label="Tasks by status">
            <p id="cards-keys" class="visually-hidden">
                "Arrow keys go from card to card. Alt and the left or right arrow key move a card to the next column. Enter opens a task."
            </p>
            {(0..Stage::ALL.len()).map(column).collect_view()}
            {carry.view()}
        </div>
    }
    .into_any()
}

type Limits = [Option<usize>; Stage::ALL.len()];

#[component]
fn CardColumn(
    board: Board,
    carry: Carry,
    known: Memo<Vec<Column>>,
    at: usize,
    limits: RwSignal<Limits>,
    shown: RwSignal<[usize; Stage::ALL.len()]>,
    put: Callback<(TaskId, Stage)>,
) -> impl IntoView {
    let (stage, words) = Stage::ALL[at];
    let count = move || known.with(|known| known.get(at).map_or(0, |column| column.count));
    let limit = move || limits.with(|limits| limits[at]);
    let is_over = move || over(count(), limit()) > 0;
    let set_limit = move |number: Option<i64>| {
        let limit =
            number.map(|number| usize::try_from(number).map_err(|_| "A limit is a whole number from 0 on.".to_owned())).transpose()?;
        limits.update(|limits| limits[at] = limit);
        remember(BOARD_LIMITS, &limits_text(&limits.get_untracked()));
        Ok(())
    };
    let on_key = move |event: &KeyboardEvent, id: TaskId| key(board, event, id, at, &known.get_untracked(), put);
    let cards = move || {
        board.version.track();
        let most = shown.with(|shown| shown[at]);
        let tasks: Vec<Index> = known.with(|known| known.get(at).map(|column| column.tasks.clone()).unwrap_or_default());
        let card = move |task: &Index| view! { <li>{entry_view(board, carry, *task, true, on_key)}</li> };
        let rest = tasks.len().saturating_sub(most);
        let more = (rest > 0).then(|| {
            let label = format!("{rest} more");
            let press = move |()| shown.update(|shown| shown[at] += 200);
            view! { <li><Button label look=ButtonLook::Quiet on_press=press /></li> }
        });
        view! { {tasks.iter().take(most).map(card).collect_view()} {more} }
    };
    view! {
        <section class="card-column" class:over=is_over class:target=move || carry.is_over(words) data-place=words aria-label=words>
            <header>
                <h3>{words}</h3>
                <p class:bad=is_over>{move || count_text(count(), limit())}</p>
                {(stage != Stage::Unscheduled).then(|| view! {
                    <IntegerField label="Limit" value=Signal::derive(move || limit().map(|limit| limit as i64)) on_commit=set_limit />
                })}
            </header>
            <ul>{cards}</ul>
        </section>
    }
    .into_any()
}

/// What a key does on a card: go to a neighbour, or take the card to the next column.
fn key(board: Board, event: &KeyboardEvent, id: TaskId, at: usize, known: &[Column], put: Callback<(TaskId, Stage)>) {
    let Some(column) = known.get(at) else { return };
    let place = board.position(id).and_then(|task| column.tasks.iter().position(|known| *known == task)).unwrap_or(0);
    let to = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1).filter(|to| *to < known.len()),
        _ => None,
    };
    let next = match (event.key().as_str(), to) {
        ("Enter" | " ", _) => {
            event.prevent_default();
            return open(board, id);
        }
        (_, Some(to)) if event.alt_key() => {
            event.prevent_default();
            return put.run((id, Stage::ALL[to].0));
        }
        ("ArrowUp", _) => place.checked_sub(1).and_then(|place| column.tasks.get(place)),
        ("ArrowDown", _) => column.tasks.get(place + 1),
        // The next column that has cards, at the same height.
        ("ArrowLeft", _) => known[..at].iter().rev().find_map(|column| column.tasks.get(place.min(column.tasks.len().saturating_sub(1)))),
        ("ArrowRight", _) => known[at + 1..].iter().find_map(|column| column.tasks.get(place.min(column.tasks.len().saturating_sub(1)))),
        _ => return,
    };
    event.prevent_default();
    if let Some(id) = next.and_then(|task| board.read(|state| state.data.task(*task).map(|task| task.id))) {
        board.current.set(Some(id));
        focus_again(id);
    }
}
