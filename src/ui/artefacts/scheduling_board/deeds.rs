//! What a person can do to tasks on the board, by pointer, by key or by form: one function a deed.
//!
//! Never touches the board's own state; everything goes out as commands and comes back by the session.

use super::board::Board;
use crate::app::ScheduleCommand;
use crate::app::derived::schedule::Place;
use crate::app::{Command, notices::Tone};
use crate::model::TaskId;
use leptos::prelude::*;

impl Board {
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
        !tasks.is_empty() && self.carry_out(ScheduleCommand::Pin { tasks, pinned: !all_pinned })
    }

    /// Takes tasks off the board.
    pub fn unschedule(self, tasks: Vec<TaskId>) -> bool {
        !tasks.is_empty() && self.carry_out(ScheduleCommand::Unschedule { tasks })
    }

    /// The tasks that a key acts on: those selected, else the current one.
    pub fn chosen(self) -> Vec<TaskId> {
        let selected = self.selection.get_untracked();
        if selected.is_empty() { self.current.get_untracked().into_iter().collect() } else { selected.into_iter().collect() }
    }

    fn carry_out(self, command: ScheduleCommand) -> bool {
        if !self.editable {
            self.session.notices.tell(Tone::Info, "This board is for reading.", "Open the workspace itself to change the schedule.");
            return false;
        }
        self.session.act(Command::Schedule(command))
    }
}
