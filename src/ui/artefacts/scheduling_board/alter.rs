//! Deeds that change more than where one task is: its length, its parts, its links, and a move that takes the rest along.
//!
//! Never changes a record itself; everything goes out as commands that one undo takes back.

use super::board::Board;
use super::gesture::sentence;
use crate::app::derived::schedule::{Judgement, Place, Repair};
use crate::app::notices::Tone;
use crate::app::{ScheduleCommand, parts_of};
use crate::model::{LinkKind, Span, TaskId, Time};
use crate::ui::parts;
use leptos::prelude::*;

/// What the planner keeps of changes by hand.
const KEPT: &str = "The next plans keep it.";

/// Half of a quantity, in whole units where there are two.
pub fn half(quantity: f64) -> f64 {
    if quantity >= 2.0 { (quantity / 2.0).floor() } else { quantity / 2.0 }
}

/// What is done to the parts and links of a task. Few sessions need it, so it comes with the forms of the board and not before it.
#[derive(Clone, Copy, Debug)]
pub enum Alteration {
    /// Splits a task in halves, of whole units where it can be.
    Halve(TaskId),
    /// Makes one task of a task and the other parts of it.
    Join(TaskId),
    /// Lets the second task wait for the first.
    Link(TaskId, TaskId),
}

/// Does what was asked for by key or pointer.
pub fn alter(board: Board, alteration: Alteration) {
    match alteration {
        Alteration::Halve(id) => {
            let quantity = board.read(|state| state.data.find_task(id).and_then(|at| state.data.task(at)).map(|task| task.quantity));
            quantity.is_some_and(|quantity| board.split(id, half(quantity)))
        }
        Alteration::Join(id) => board.join(id),
        Alteration::Link(from, to) => board.link(from, to, true),
    };
}

impl Board {
    /// Puts a task and what it pushes on where a repair has them; whether it was done.
    pub fn put_repaired(self, id: TaskId, repair: &Repair) -> bool {
        let (moves, words) = self.read(|state| {
            let moves = repair.moves.iter().filter_map(|(at, place)| Some((state.data.task(*at)?.id, place.placement(&state.data))));
            (moves.collect::<Vec<_>>(), repair.words(&state.data))
        });
        if !self.carry_out(ScheduleCommand::MoveTasks { moves }) {
            return false;
        }
        if !words.is_empty() {
            let is_bad = !repair.stuck.is_empty() || repair.orders.iter().any(|shift| shift.after > shift.before);
            let tone = if is_bad { Tone::Warning } else { Tone::Success };
            self.session.notices.tell_with_undo(tone, "Moved, and the rest with it.", words);
        }
        self.say_of(id);
        true
    }

    /// Ends a task at another time; `insist` also where something stands against it. Whether it was done.
    pub fn set_end(self, id: TaskId, end: Time, insist: bool) -> bool {
        let Some((at, judgement)) = self.judge_end(id, end) else { return false };
        if !judgement.fits() && !insist {
            let reason = self.read(|state| sentence(&state.data, at, &judgement, false));
            self.session.notices.tell(Tone::Warning, "The task keeps its length.", reason);
            return false;
        }
        let is_done = self.put(id, &judgement, &judgement.wanted);
        if is_done {
            self.say_of(id);
        }
        is_done
    }

    /// What stands against an end.
    pub fn judge_end(self, id: TaskId, end: Time) -> Option<(u32, Judgement)> {
        let at = self.position(id)?;
        let ground = self.ground(at)?;
        Some((at, self.read(|state| state.data.judge_end(&ground, end))?))
    }

    /// Makes two of a task, with so much for the second; whether it was done.
    pub fn split(self, id: TaskId, quantity: f64) -> bool {
        let ground = self.position(id).and_then(|at| self.ground(at));
        let places = self.session.peek(|workspace| {
            self.read(|state| {
                let (first, second) = state.data.split_places(workspace, ground.as_ref()?, quantity)?;
                let kept = |place: &Place| place.placement(&state.data);
                Some((kept(&first), kept(&second)))
            })
        });
        let is_done = self.carry_out(ScheduleCommand::SplitTask { task: id, quantity, places });
        if is_done {
            self.session.notices.tell_with_undo(Tone::Success, "Split in two.", KEPT.to_owned());
            self.say_of(id);
        }
        is_done
    }

    /// Makes one task of a task and the other parts of it; whether it was done.
    pub fn join(self, id: TaskId) -> bool {
        let parts = self.session.peek(|workspace| {
            let parts: Vec<f64> = parts_of(workspace, id).iter().map(|part| part.quantity).collect();
            parts.into_iter().sum::<f64>()
        });
        let ground = self.position(id).and_then(|at| self.ground(at));
        let placement = self.session.peek(|workspace| {
            self.read(|state| state.data.place_with(workspace, ground.as_ref()?, parts).map(|place| place.placement(&state.data)))
        });
        let is_done = self.carry_out(ScheduleCommand::JoinTask { task: id, placement });
        if is_done {
            self.session.notices.tell_with_undo(Tone::Success, "Joined.", String::new());
            self.say_of(id);
        }
        is_done
    }

    /// Lets one task wait for another, or no longer; whether it was done.
    pub fn link(self, from: TaskId, to: TaskId, is_linked: bool) -> bool {
        let link = is_linked.then_some((LinkKind::FinishStart, Span::ZERO));
        let is_done = self.carry_out(ScheduleCommand::Link { from, to, link });
        if is_done {
            let title = if is_linked { "Linked." } else { "No longer linked." };
            let kept = if is_linked { KEPT } else { "A later plan brings back what the work itself asks for." };
            self.session.notices.tell_with_undo(Tone::Success, title, kept.to_owned());
            self.say_of(to);
        }
        is_done
    }

    /// Begins to link: the task named next, by pointer or key, waits for this one. Called on another while linking, it links the two.
    pub fn link_next(self, id: TaskId) {
        match self.linking.get_untracked() {
            None => {
                self.linking.set(Some(id));
                let name = self.name_of(id);
                self.announcer.say(format!("What waits for {name}? Go to that task and press L again, or click it. Escape gives up."));
            }
            Some(from) => {
                self.linking.set(None);
                if from != id {
                    parts::alter(self, Alteration::Link(from, id));
                }
            }
        }
    }

    /// `Mix of Order 7`.
    pub fn name_of(self, id: TaskId) -> String {
        self.read(|state| state.data.find_task(id).and_then(|at| Some(state.data.task_name(state.data.task(at)?)))).unwrap_or_default()
    }

    /// Says what holds of a task, after what a notice says in this turn of the browser.
    fn say_of(self, id: TaskId) {
        request_animation_frame(move || self.announcer.say(self.said_of(id)));
    }
}
