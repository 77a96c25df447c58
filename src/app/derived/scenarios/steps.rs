//! The figures of a scenario, worked out at once or in steps between which the page can rest.

use super::figures::{Figure, missing, of_hours, of_orders, of_tasks, purchases};
use crate::app::derived::schedule::BoardData;
use crate::engine::plan::production_plan;
use crate::model::{Period, Time, Workspace};

/// All figures of a workspace or a scenario of it at `now`; always the same ones in the same order.
pub fn figures(workspace: &Workspace, now: Time) -> Vec<Figure> {
    let mut figuring = Figuring::at(now);
    while !figuring.step(workspace) {}
    figuring.found
}

/// The figures of one workspace in steps, so that whoever works them out on the page can rest between them. Should the workspace change in
/// between, they are to be begun anew.
pub struct Figuring {
    now: Time,
    board: Option<BoardData>,
    /// The figures so far; all of them after the last step.
    pub found: Vec<Figure>,
}

impl Figuring {
    pub fn at(now: Time) -> Figuring {
        Figuring { now, board: None, found: Vec::new() }
    }

    /// The next step; whether it was the last.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        let Some(board) = &self.board else {
            self.board = Some(BoardData::collect(workspace, self.now));
            return false;
        };
        if self.found.is_empty() {
            self.found = of_orders(workspace, board);
            self.found.extend(of_tasks(workspace, board, self.now));
            self.found.push(purchases(workspace));
            return false;
        }
        let plan = production_plan(workspace, Period::Week, self.now);
        self.found.extend(of_hours(workspace, &plan));
        self.found.push(missing(workspace, &plan));
        true
    }
}
