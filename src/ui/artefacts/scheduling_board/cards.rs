//! The tasks as cards in columns by how far they have come, in lanes if asked for, with limits to what may stand in a column or lane.
//! The limits are part of the workspace, so a team has the same.
//!
//! Never changes a status itself: moving a card is a command like any other, by pointer and by key.

use super::board::Board;
use super::carry::{Carry, focus_again};
use super::entry::entry_view;
use super::filter::Stage;
use super::lists::{Column, columns, count_text, lane_of, lanes, limit, limits_of, over, status_of};
use crate::app::RecordCommand;
use crate::app::derived::schedule::Index;
use crate::app::web::preferences::{BOARD_LANES, remember, remembered};
use crate::model::{FieldValue, Record, RecordId, TableName, TaskId, WorkLimit};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, IntegerField, Segmented};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// So many cards of a column are shown before more are asked for.
const AT_FIRST: usize = 40;

/// The columns of cards: of all tasks, or lane by lane.
pub fn cards_view(board: Board) -> AnyView {
    let by_lane = RwSignal::new(remembered(BOARD_LANES).is_some_and(|kept| kept == "yes"));
    let options = vec![Choice::new("no", "All together"), Choice::new("yes", "By group")];
    let pick = move |key: String| {
        by_lane.set(key == "yes");
        remember(BOARD_LANES, &key);
    };
    let chosen = Signal::derive(move || if by_lane.get() { "yes".to_owned() } else { "no".to_owned() });
    let put = move |id: TaskId, stage: Stage| {
        if board.set_stage(id, stage) {
            board.announcer.say(told_of_move(board, id, stage, by_lane.get_untracked()));
        }
        focus_again(id);
    };
    let carry = Carry::new(board, move |id, key| {
        if let Some((stage, _)) = Stage::ALL.iter().find(|(_, words)| *words == key) {
            put(id, *stage);
        }
    });
    let put = Callback::new(move |(id, stage)| put(id, stage));
    let known = Memo::new(move |_| if by_lane.get() { board.data(lanes) } else { Vec::new() });
    let groups = move || {
        let lanes: Vec<Option<String>> = std::iter::once(None).chain(known.get().into_iter().map(Some)).collect();
        lanes.into_iter().map(|lane| lane_view(board, carry, lane, by_lane, put)).collect_view()
    };
    view! {
        <div class="board-view card-board">
            <p id="cards-keys" class="visually-hidden">
                "Arrow keys go from card to card. Alt and the left or right arrow key move a card to the next column. Enter opens a task."
            </p>
            <Segmented label="Lanes" options value=chosen on_change=pick />
            {groups}
            {carry.view()}
        </div>
    }
    .into_any()
}

/// What is said of a card that was moved: how full its column now is, and in lanes its lane.
fn told_of_move(board: Board, id: TaskId, stage: Stage, by_lane: bool) -> String {
    let fullness = |lane: Option<&str>| {
        let count = board.read(|state| columns(&state.data, &state.layout, lane)).into_iter().find(|column| column.stage == stage);
        count_text(count.map_or(0, |column| column.count), board.session.peek(|workspace| limit(workspace, stage, lane)))
    };
    let lane = board
        .position(id)
        .filter(|_| by_lane)
        .and_then(|at| board.read(|state| state.data.task(at).map(|task| lane_of(&state.data, task).to_owned())));
    let beside = lane.map(|lane| format!(" In {lane}: {}.", fullness(Some(&lane)))).unwrap_or_default();
    format!("{}: {}.{beside} {}", stage.words(), fullness(None), board.said_of(id))
}

/// The columns of a lane, or of all tasks; above lanes, those of all tasks show their counts and limits alone.
fn lane_view(board: Board, carry: Carry, lane: Option<String>, by_lane: RwSignal<bool>, put: Callback<(TaskId, Stage)>) -> AnyView {
    let words = lane.clone().unwrap_or_else(|| "Tasks by status".to_owned());
    let heading = lane.clone().map(|lane| view! { <h3 class="lane-name">{lane}</h3> });
    let is_head = lane.is_none() && by_lane.get_untracked();
    let lane = StoredValue::new(lane);
    let known =
        Memo::new(move |_| board.data(|data| board.read(|state| lane.with_value(|lane| columns(data, &state.layout, lane.as_deref())))));
    let shown = RwSignal::new([AT_FIRST; Stage::ALL.len()]);
    let column = move |at: usize| view! { <CardColumn board carry known at lane is_head shown put /> }.into_any();
    view! {
        <section class="card-lane" class:head=is_head aria-label=words>
            {heading}
            <div class="task-cards">{(0..Stage::ALL.len()).map(column).collect_view()}</div>
        </section>
    }
    .into_any()
}

/// Sets how many tasks may stand in a column, or in a column of a lane; nothing lifts the limit.
fn set_limit(board: Board, stage: Stage, lane: Option<&str>, most: Option<i64>) -> Result<(), String> {
    if most.is_some_and(|most| most < 0) {
        return Err("A limit is a whole number from 0 on.".to_owned());
    }
    let Some(status) = status_of(stage) else { return Ok(()) };
    let table = TableName::WorkLimit;
    let ids: Vec<u64> = board.session.peek(|workspace| limits_of(workspace, stage, lane).iter().map(|limit| limit.id.raw()).collect());
    let command = match (most, ids.is_empty()) {
        (None, true) => return Ok(()),
        (None, false) => RecordCommand::Remove { table, ids },
        (Some(most), false) => {
            let Some(field) = table.field("most") else { return Ok(()) };
            RecordCommand::Set { table, ids, field, value: most.to_value() }
        }
        (Some(most), true) => {
            let record = WorkLimit { status, lane: lane.unwrap_or_default().to_owned(), most, ..WorkLimit::new(RecordId::from_raw(0)) };
            RecordCommand::Add { table, fields: (0..WorkLimit::FIELDS.len()).map(|field| (field, record.get(field))).collect(), id: None }
        }
    };
    board.session.act(command).then_some(()).ok_or_else(|| "The limit stays as it was.".to_owned())
}

#[component]
fn CardColumn(
    board: Board,
    carry: Carry,
    known: Memo<Vec<Column>>,
    at: usize,
    lane: StoredValue<Option<String>>,
    /// Shows counts and limit alone.
    is_head: bool,
    shown: RwSignal<[usize; Stage::ALL.len()]>,
    put: Callback<(TaskId, Stage)>,
) -> impl IntoView {
    let (stage, words) = Stage::ALL[at];
    let count = move || known.with(|known| known.get(at).map_or(0, |column| column.count));
    let limit = Memo::new(move |_| {
        board.session.watch(&[TableName::WorkLimit], |workspace| lane.with_value(|lane| limit(workspace, stage, lane.as_deref())))
    });
    let is_over = move || over(count(), limit.get()) > 0;
    let commit = move |most: Option<i64>| lane.with_value(|lane| set_limit(board, stage, lane.as_deref(), most));
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
        <section class="card-column" class:over=is_over class:target=move || !is_head && carry.is_over(words) data-place=(!is_head).then_some(words) aria-label=words>
            <header>
                <h3>{words}</h3>
                <p class:bad=is_over>{move || count_text(count(), limit.get())}</p>
                {(stage != Stage::Unscheduled).then(|| view! {
                    <IntegerField label="Limit" value=Signal::derive(move || limit.get().map(|limit| limit as i64)) on_commit=commit fixed=!board.editable />
                })}
            </header>
            {(!is_head).then(|| view! { <ul>{cards}</ul> })}
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
            return board.open(id);
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
