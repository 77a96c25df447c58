//! What a person can do to tasks on the board, by pointer, by key or by form: one function a deed, each told when it is done.
//!
//! Never changes a record itself; everything goes out as commands and comes back by the session.

use super::aria::task_text;
use super::board::{Board, Stale};
use super::filter::Stage;
use super::gesture::outcome;
use crate::app::ScheduleCommand;
use crate::app::derived::schedule::{Judgement, Place};
use crate::app::notices::Tone;
use crate::model::{TaskId, TaskStatus};
use leptos::prelude::*;

impl Board {
    /// Selects a task and opens its panel.
    pub fn open(self, task: TaskId) {
        self.current.set(Some(task));
        self.selection.set([task].into());
        self.panel.set(true);
    }

    /// Puts a task at a place found by a judgement and tells what else that means, with the way back at hand; whether it was done.
    pub fn put(self, task: TaskId, judgement: &Judgement, place: &Place) -> bool {
        let Some(at) = self.position(task) else { return false };
        let told = self.read(|state| outcome(&state.data, at, judgement, place));
        if !self.place(task, place) {
            return false;
        }
        if let Some((tone, title, detail)) = told {
            self.session.notices.tell_with_undo(tone, title, detail);
        }
        true
    }

    /// Puts a task at a place; whether it was done.
    pub fn place(self, task: TaskId, place: &Place) -> bool {
        let placement = self.read(|state| place.placement(&state.data));
        self.carry_out(ScheduleCommand::MoveTask { task, placement })
    }

    /// Pins tasks where they are, or lets them go; a mixture is pinned.
    pub fn toggle_pin(self, tasks: Vec<TaskId>) -> bool {
        let all_pinned = self.read(|state| {
            let pinned = |id: &TaskId| state.data.find_task(*id).and_then(|at| state.data.task(at)).is_some_and(|task| task.pinned);
            tasks.iter().all(pinned)
        });
        let done = if all_pinned { "No longer pinned" } else { "Pinned" };
        !tasks.is_empty() && self.carry_out_and_say(done, &tasks, ScheduleCommand::Pin { tasks: tasks.clone(), pinned: !all_pinned })
    }

    /// Takes tasks off the board.
    pub fn unschedule(self, tasks: Vec<TaskId>) -> bool {
        let command = ScheduleCommand::Unschedule { tasks: tasks.clone() };
        !tasks.is_empty() && self.carry_out_and_say("Taken off the board", &tasks, command)
    }

    /// Says how far a task has come: a card put into another column. What has no place gets the first one that fits when it is to be
    /// planned, and what is to be unscheduled must not have begun. Whether it was done.
    pub fn set_stage(self, id: TaskId, stage: Stage) -> bool {
        let Some((at, now)) = self.position(id).and_then(|at| Some((at, self.read(|state| state.data.task(at).map(Stage::of))?))) else {
            return false;
        };
        let status = match stage {
            _ if now == stage => return false,
            Stage::Unscheduled if now == Stage::Planned => return self.carry_out(ScheduleCommand::Unschedule { tasks: vec![id] }),
            Stage::Unscheduled => {
                let what = "A task that was started stays on the board.";
                self.session.notices.tell(Tone::Warning, what, "Set it back to “Planned” first.");
                return false;
            }
            Stage::Planned if now == Stage::Unscheduled => {
                let ground = self.ground(at);
                let place = self.read(|state| state.data.earliest_from(ground.as_ref()?, None, state.data.now));
                return match place {
                    Some(place) => self.place(id, &place),
                    None => {
                        self.session.notices.tell(Tone::Warning, "There is no place for this task.", "Open it to choose another resource.");
                        false
                    }
                };
            }
            Stage::Planned => TaskStatus::Planned,
            Stage::Started => TaskStatus::Started,
            Stage::Finished => TaskStatus::Finished,
        };
        self.carry_out(ScheduleCommand::SetStatus { tasks: vec![id], status })
    }

    /// Takes the latest edit back, or does it again, and says which it was and what now holds of the current task.
    pub fn step_back(self, again: bool) -> bool {
        let done = if again { self.session.redo() } else { self.session.undo() };
        let Some(name) = done else { return false };
        self.spoil(Stale::Everything);
        self.catch_up();
        let now = self.current.get_untracked().map(|id| self.said_of(id)).unwrap_or_default();
        self.announcer.say(format!("{}: {name}. {now}", if again { "Done again" } else { "Undone" }));
        true
    }

    /// The tasks that a key acts on: those selected, else the current one.
    pub fn chosen(self) -> Vec<TaskId> {
        let selected = self.selection.get_untracked();
        if selected.is_empty() { self.current.get_untracked().into_iter().collect() } else { selected.into_iter().collect() }
    }

    /// Everything that holds of a task now, as it is told to those who do not see the board.
    pub fn said_of(self, task: TaskId) -> String {
        self.read(|state| {
            let at = state.data.find_task(task)?;
            let compared = state.look.compared.as_ref().and_then(|compared| compared.told(&state.data, at));
            let beside = compared.map(|words| format!(" Against the baseline: {words}.")).unwrap_or_default();
            Some(task_text(&state.data, at) + &beside)
        })
        .unwrap_or_default()
    }

    fn carry_out_and_say(self, done: &str, tasks: &[TaskId], command: ScheduleCommand) -> bool {
        let is_done = self.carry_out(command);
        if is_done {
            self.announcer.say(match tasks {
                [only] => format!("{done}. {}", self.said_of(*only)),
                many => format!("{done}: {} tasks.", many.len()),
            });
        }
        is_done
    }

    /// Carries a command out; afterwards the board holds what the workspace holds, for whoever reads it next.
    pub(super) fn carry_out(self, command: ScheduleCommand) -> bool {
        if !self.editable {
            self.session.notices.tell(Tone::Info, "This board is for reading.", "Open the workspace itself to change the schedule.");
            return false;
        }
        let is_done = self.session.act(command);
        if is_done {
            self.spoil(Stale::Tasks);
            self.catch_up();
        }
        is_done
    }
}
