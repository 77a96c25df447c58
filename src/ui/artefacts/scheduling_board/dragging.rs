//! A task held by the pointer: taken hold of, followed once per frame, and let go.
//!
//! Never reckons at a place what was reckoned there, and never paints the board for a pointer that moves.

use super::gesture::{Drag, Hold};
use super::pointer::{Doing, Pointer};
use crate::app::notices::Tone;
use crate::model::TaskId;
use leptos::prelude::*;

/// So near the edge, in pixels, a drag scrolls.
const EDGE: f64 = 28.0;
/// So far towards an edge, in pixels, goes a hand that means it: less is the trembling of one that moves along it.
const MEANT: f64 = 10.0;
/// So far, in pixels, the words beside the pointer may be behind it.
const LAG: f64 = 20.0;

impl Pointer {
    /// Takes hold of a task, by its bar or by its end.
    pub(super) fn take_hold(self, task: TaskId, from: (f64, f64), by_end: bool) {
        let board = self.board;
        let Some(ground) = board.position(task).and_then(|at| board.ground(at)) else { return };
        let hold = match (by_end, board.keeps_order.get_untracked()) {
            (true, _) => Hold::End,
            (false, true) => Hold::MoveAll,
            (false, false) => Hold::Move,
        };
        let drag = board.read(|state| Drag::begin(ground, &state.data, state.view.time_at(from.0), hold));
        let placed = drag.is_some() && board.editable;
        board.with(|state| state.drag = drag.filter(|_| placed));
        self.doing.set_value(if placed { Doing::Dragging { task, from } } else { Doing::Nothing });
        board.hovered.set(None);
    }

    /// Follows a held task with the next frame: a pointer tells of more places than anybody sees.
    pub(super) fn drag(self, x: f64, y: f64, insist: bool) {
        self.at.set_value((x, y, insist));
        if self.followed.try_update_value(|followed| std::mem::replace(followed, true)) == Some(false) {
            request_animation_frame(move || {
                let was_followed = self.followed.try_update_value(|followed| std::mem::replace(followed, false));
                if was_followed == Some(true) && matches!(self.doing.get_value(), Doing::Dragging { .. }) {
                    self.follow();
                }
            });
        }
    }

    /// Shows what letting go where the pointer is now would mean.
    pub(super) fn follow(self) {
        let (x, y, insist) = self.at.get_value();
        let board = self.board;
        let shown = board.with(|state| {
            state.measure();
            let mut drag = state.drag.take()?;
            let shown = if drag.is_over_the_same(state.sight(), x, y, insist) {
                None
            } else {
                let shown = drag.over(state.sight(), x, y, insist);
                state.look.ghost = shown.as_ref().map(|shown| shown.ghost.clone());
                Some(shown)
            };
            state.drag = Some(drag);
            state.lay_ghosts();
            shown
        });
        match shown {
            Some(shown) => board.hint.set(shown.map(|shown| (x, y, shown.sentence, shown.ghost.fits))),
            // Over the same place the words lag a little: to move them the browser puts the whole board together anew.
            None if board.hint.with_untracked(|hint| hint.as_ref().is_some_and(|hint| (x - hint.0).hypot(y - hint.1) > LAG)) => {
                board.hint.update(|hint| {
                    if let Some(hint) = hint {
                        (hint.0, hint.1) = (x, y);
                    }
                });
            }
            None => {}
        }
        self.scroll_at_the_edge(x, y);
    }

    /// Near an edge the board scrolls on under a drag, frame by frame.
    fn scroll_at_the_edge(self, x: f64, y: f64) {
        let Doing::Dragging { from, .. } = self.doing.get_value() else { return };
        let step = self.board.read(|state| {
            let view = &state.view;
            (push(x, from.0, view.metrics.header_width, view.width), push(y, from.1, view.metrics.axis_height, view.height))
        });
        let Some(scroller) = self.board.read(|state| state.scroller().cloned()).filter(|_| step != (0, 0)) else { return };
        let before = (scroller.scroll_left(), scroller.scroll_top());
        scroller.set_scroll_left(before.0 + step.0);
        scroller.set_scroll_top(before.1 + step.1);
        if before == (scroller.scroll_left(), scroller.scroll_top()) {
            return;
        }
        self.board.look_again();
        self.drag(x, y, self.at.get_value().2);
    }

    /// Puts the task where it is held, or tells why it stays.
    pub(super) fn let_go(self, task: TaskId, insist: bool) {
        let board = self.board;
        let Some(drag) = board.with(|state| state.drag.take()) else { return board.give_up() };
        board.give_up();
        if let Some(repair) = &drag.repair {
            board.put_repaired(task, repair);
            return;
        }
        if let Some(judgement) = drag.judgement.as_ref().filter(|_| drag.is_by_end()) {
            board.set_end(task, judgement.wanted.end, insist);
            return;
        }
        let at = drag.ground.task;
        let (landing, before) =
            (drag.landing(insist).cloned(), board.read(|state| state.data.task(at).map(|task| (task.start, task.uses.clone()))));
        let reason = drag
            .judgement
            .as_ref()
            .and_then(|found| found.obstacles.first())
            .map(|obstacle| board.read(|state| obstacle.sentence(&state.data, at)));
        let Some(place) = landing else {
            board.session.notices.tell(Tone::Warning, "The task stays where it was.", reason.unwrap_or_default());
            return;
        };
        let stays = before.is_some_and(|(start, uses)| {
            start == place.start && uses.iter().map(|usage| usage.resource).eq(place.uses.iter().map(|(resource, _)| *resource))
        });
        if stays {
            if let Some(reason) = reason {
                board.session.notices.tell(Tone::Info, "The task stays where it was.", reason);
            }
            return;
        }
        if let Some(judgement) = &drag.judgement {
            board.put(task, judgement, &place);
        }
    }
}

/// How far a frame scrolls under a pointer at `at` that took hold at `from`, between two edges; all in pixels. A task that lies near an edge
/// is held there without the board running away under it: only a pointer that goes on towards the edge scrolls.
fn push(at: f64, from: f64, low: f64, high: f64) -> i32 {
    if at < (low + EDGE).min(from - MEANT) {
        -12
    } else if at > (high - EDGE).max(from + MEANT) {
        12
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn only_a_pointer_that_goes_towards_an_edge_scrolls() {
        let steps = |from: f64, places: [f64; 5]| places.map(|at| push(at, from, 100.0, 500.0));
        assert_eq!(steps(300.0, [100.0, 127.0, 300.0, 473.0, 500.0]), [-12, -12, 0, 12, 12], "from the middle");
        assert_eq!(steps(490.0, [100.0, 127.0, 490.0, 499.0, 501.0]), [-12, -12, 0, 0, 12], "from the last row");
        assert_eq!(steps(105.0, [94.0, 96.0, 105.0, 473.0, 500.0]), [-12, 0, 0, 12, 12], "from the first row");
    }
}
