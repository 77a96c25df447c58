//! What the keys do on the board: everything the pointer can do.
//!
//! Never swallows a key it has no use for.

use super::alter::Alteration;
use super::board::Board;
use super::gesture::sentence;
use super::layout::RowKind;
use super::navigate::{Step, step};
use super::view::ZOOMS;
use crate::app::derived::schedule::{Index, Judgement, Place};
use crate::model::TaskId;
use crate::ui::parts::alter;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Does what a key means.
pub fn on_key(board: Board, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    let used = match (event.key().as_str(), event.alt_key(), command) {
        ("ArrowLeft", true, false) if event.shift_key() => lengthen(board, -1),
        ("ArrowRight", true, false) if event.shift_key() => lengthen(board, 1),
        ("ArrowLeft", true, false) => shift(board, -1),
        ("ArrowRight", true, false) => shift(board, 1),
        ("ArrowUp", true, false) => hand_over(board, false),
        ("ArrowDown", true, false) => hand_over(board, true),
        ("z" | "Z", false, true) => board.step_back(event.shift_key()),
        ("y" | "Y", false, true) => board.step_back(true),
        (_, true, _) | (_, _, true) => false,
        ("ArrowLeft", ..) => go(board, Step::Earlier, event.shift_key()),
        ("ArrowRight", ..) => go(board, Step::Later, event.shift_key()),
        ("ArrowUp", ..) => go(board, Step::Up, event.shift_key()),
        ("ArrowDown", ..) => go(board, Step::Down, event.shift_key()),
        ("Home", ..) => go(board, Step::First, false),
        ("End", ..) => go(board, Step::Last, false),
        ("PageUp", ..) => go(board, Step::PageUp, false),
        ("PageDown", ..) => go(board, Step::PageDown, false),
        ("Enter", ..) => open(board),
        (" ", ..) => toggle_selected(board),
        ("p" | "P", ..) => board.toggle_pin(board.chosen()),
        ("l" | "L", ..) => on_current(board, Board::link_next),
        ("s" | "S", ..) => on_current(board, |board, id| alter(board, Alteration::Halve(id))),
        ("j" | "J", ..) => on_current(board, |board, id| alter(board, Alteration::Join(id))),
        ("Delete", ..) => board.unschedule(board.chosen()),
        ("+" | "=", ..) => zoom(board, true),
        ("-", ..) => zoom(board, false),
        ("0", ..) => {
            board.zoom_to_all();
            true
        }
        ("n" | "N", ..) => {
            board.go_to(board.read(|state| state.data.now));
            true
        }
        ("f" | "F", ..) => fold_current(board),
        ("Escape", ..) => escape(board),
        _ => false,
    };
    if used {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn position(board: Board) -> Option<Index> {
    board.current.get_untracked().and_then(|id| board.position(id))
}

fn go(board: Board, direction: Step, extend: bool) -> bool {
    let current = position(board);
    let found = board.read(|state| {
        let (at, row) = step(state.sight(), current, direction)?;
        Some((state.data.task(at)?.id, state.layout.resource_of(row)))
    });
    let Some((id, resource)) = found else { return true };
    if extend {
        board.selection.update(|selection| {
            selection.extend(board.current.get_untracked());
            selection.insert(id);
        });
    }
    board.focus_row(resource);
    board.current.set(Some(id));
    board.reveal(id);
    true
}

/// Does something to the task that the keyboard is on; the key is used up in any case.
fn on_current(board: Board, deed: fn(Board, TaskId)) -> bool {
    if let Some(id) = board.current.get_untracked() {
        deed(board, id);
    }
    true
}

fn open(board: Board) -> bool {
    let Some(id) = board.current.get_untracked() else { return true };
    board.open(id);
    // The panel is made in this frame; the keyboard goes to its first control.
    request_animation_frame(move || {
        let found = document().query_selector(".task-panel button, .task-panel input").ok().flatten();
        if let Some(control) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = control.focus();
        }
    });
    true
}

fn toggle_selected(board: Board) -> bool {
    if let Some(id) = board.current.get_untracked() {
        board.selection.update(|selection| {
            if !selection.remove(&id) {
                selection.insert(id);
            }
        });
    }
    true
}

/// Gives up a move under way, else closes the panel, else lets go of what is selected.
fn escape(board: Board) -> bool {
    if board.linking.get_untracked().is_some() {
        board.linking.set(None);
        board.announcer.say("Not linked.");
    } else if board.read(|state| state.drag.is_some() || state.look.rubber.is_some()) {
        board.give_up();
    } else if board.panel.get_untracked() {
        board.panel.set(false);
    } else if !board.selection.get_untracked().is_empty() {
        board.selection.set(Default::default());
    } else {
        return false;
    }
    true
}

/// The next of the named zooms.
pub fn zoom(board: Board, closer: bool) -> bool {
    let now = board.zoom.get_untracked();
    let factor = |zoom: f64| zoom / now;
    let next = if closer {
        ZOOMS.iter().rev().map(|(_, zoom)| *zoom).find(|zoom| factor(*zoom) > 1.05).unwrap_or(now * 2.0)
    } else {
        ZOOMS.iter().map(|(_, zoom)| *zoom).find(|zoom| factor(*zoom) < 0.95).unwrap_or(now / 2.0)
    };
    // The current task stays in place, else the middle of the window.
    let anchor = position(board).and_then(|at| board.read(|state| state.sight().task_area(at))).map(|area| area.x);
    let anchor = anchor.filter(|x| board.read(|state| *x > state.view.metrics.header_width && *x < state.view.width));
    board.choose_zoom(next, anchor);
    true
}

/// Makes the current task longer or shorter by a step of the zoom; says how long it is or why it stays as it was.
fn lengthen(board: Board, direction: i64) -> bool {
    let step = board.read(|state| state.view.step().seconds());
    let found =
        position(board).and_then(|at| board.read(|state| state.data.task(at).filter(|task| task.placed).map(|task| (task.id, task.end))));
    if let Some((id, end)) = found {
        board.set_end(id, end.plus(crate::model::Span::from_seconds(step * direction)), false);
    }
    true
}

/// Moves the current task by a step of the zoom, or as far as it can go that way; says where it is or why it stays.
fn shift(board: Board, direction: i64) -> bool {
    let Some(at) = position(board) else { return true };
    let Some(ground) = board.ground(at) else { return true };
    if board.keeps_order.get_untracked() {
        let repair = board.read(|state| {
            let task = state.data.task(at).filter(|task| task.placed)?;
            let by = crate::model::Span::from_seconds(state.view.step().seconds() * direction);
            Some((task.id, task.start, state.data.repair(&ground, state.view.moved(task.start, by), None)?))
        });
        if let Some((id, before, repair)) = repair {
            let stays = repair.moves.first().is_none_or(|(_, place)| place.start == before);
            match stays {
                true => board.announcer.say("It cannot go further that way while the order of the work is kept."),
                false => drop(board.put_repaired(id, &repair)),
            }
            board.reveal(id);
        }
        return true;
    }
    let found = board.read(|state| {
        let task = state.data.task(at).filter(|task| task.placed)?;
        let wanted = crate::model::Span::from_seconds(state.view.step().seconds() * direction);
        let start = state.view.moved(task.start, wanted);
        let judgement = state.data.judge(&ground, start, None)?;
        let place = if judgement.fits() {
            Some(judgement.wanted.clone())
        } else if direction > 0 {
            judgement.nearest.clone().filter(|place| place.start > task.start).or_else(|| state.data.earliest_from(&ground, None, start))
        } else {
            state.data.latest_until(&ground, start)
        };
        Some((task.id, judgement, place))
    });
    let Some((id, judgement, place)) = found else { return true };
    moved(board, id, at, &judgement, place);
    board.reveal(id);
    true
}

/// Carries out a move found by the keyboard and says what holds then, or why the task stays.
fn moved(board: Board, id: TaskId, at: Index, judgement: &Judgement, place: Option<Place>) {
    let Some(place) = place else { return board.announcer.say(board.read(|state| sentence(&state.data, at, judgement, false))) };
    if !board.put(id, judgement, &place) {
        return;
    }
    // A notice of what else has changed speaks first, in this turn of the browser.
    request_animation_frame(move || board.announcer.say(board.said_of(id)));
}

/// Gives the current task from the resource of the row that the keyboard is on to the next one that can do it instead, at the same time
/// or as soon after as it can.
fn hand_over(board: Board, down: bool) -> bool {
    let Some(at) = position(board) else { return true };
    let Some(ground) = board.ground(at) else { return true };
    let found = board.read(|state| {
        let task = state.data.task(at).filter(|task| task.placed)?;
        let focused = state.look.row.filter(|row| task.uses.iter().any(|usage| usage.resource == *row));
        let mine = focused.or_else(|| state.sight().row_of_home(at)).or_else(|| task.uses.first().map(|usage| usage.resource))?;
        let able = ground.instead_of(task, mine);
        let next = if down { able.iter().find(|other| **other > mine) } else { able.iter().rev().find(|other| **other < mine) };
        let judgement = state.data.judge(&ground, task.start, Some(*next?))?;
        let place = judgement.landing().cloned();
        Some((task.id, *next?, judgement, place))
    });
    match found {
        Some((id, next, judgement, place)) => {
            let goes = place.is_some();
            moved(board, id, at, &judgement, place);
            if goes {
                board.focus_row(Some(next));
            }
            board.reveal(id);
        }
        None => board.announcer.say(if down { "No other resource below can do this." } else { "No other resource above can do this." }),
    }
    true
}

/// Folds or unfolds the order or group of the current task.
fn fold_current(board: Board) -> bool {
    let Some(at) = position(board) else { return true };
    let order = board.read(|state| state.data.task(at).and_then(|task| task.order));
    let row = order.and_then(|order| board.read(|state| state.layout.rows.iter().position(|row| row.kind == RowKind::Order(order))));
    if let Some(row) = row {
        board.fold_row(row as u32);
    }
    true
}
