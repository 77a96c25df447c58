//! Everything that can be done to a workspace: one enum a phase, and the records of any table.
//!
//! Pure functions from a workspace and a command to edits or a refusal: nothing here knows how edits are stored.

mod allocation;
mod build;
mod capacity;
mod demand;
mod import;
mod record;
mod schedule;
mod steps;
mod workflow;

pub use allocation::AllocationCommand;
pub use capacity::{CapacityCommand, Holiday, WeekShift};
pub use demand::DemandCommand;
pub use import::ImportCommand;
pub use record::{PasteRow, RecordCommand};
pub use schedule::{PlanRecords, ScheduleCommand, parts_of};
pub use workflow::{Lane, NewStep, WorkflowCommand};

use super::checks::check_draft;
use super::consequences::with_consequences;
use super::draft::Draft;
use super::refusal::Refusal;
use super::{Edit, IdSource};
use crate::model::Workspace;
use serde::{Deserialize, Serialize};

/// A change that somebody asks for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    Record(RecordCommand),
    Demand(DemandCommand),
    Capacity(CapacityCommand),
    Workflow(WorkflowCommand),
    Schedule(ScheduleCommand),
    Allocation(AllocationCommand),
    Import(ImportCommand),
}

impl Command {
    /// What the command does, as menus and the history call it: `Change due of order 12`.
    pub fn name(&self, workspace: &Workspace) -> String {
        match self {
            Command::Record(command) => command.name(workspace),
            Command::Demand(command) => command.name(workspace),
            Command::Capacity(command) => command.name(workspace),
            Command::Workflow(command) => command.name(workspace),
            Command::Schedule(command) => command.name(workspace),
            Command::Allocation(command) => command.name(workspace),
            Command::Import(command) => command.name(),
        }
    }

    /// Whether the command can be carried out as things stand.
    ///
    /// # Errors
    /// Why not, in the user's words.
    pub fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        self.draft(workspace, &mut IdSource::new(0)).map(|_| ())
    }

    /// The edits that the command comes to, with their consequences; unchecked.
    pub fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let edits = match self {
            Command::Record(command) => command.edits(workspace, ids),
            Command::Demand(command) => command.edits(workspace, ids),
            Command::Capacity(command) => command.edits(workspace, ids),
            Command::Workflow(command) => command.edits(workspace, ids),
            Command::Schedule(command) => command.edits(workspace, ids),
            Command::Allocation(command) => command.edits(workspace, ids),
            Command::Import(command) => command.edits.clone(),
        };
        with_consequences(workspace, edits)
    }

    /// What the command comes to, checked.
    pub(super) fn draft(&self, workspace: &Workspace, ids: &mut IdSource) -> Result<Draft, Refusal> {
        match self {
            Command::Record(command) => command.check(workspace)?,
            Command::Demand(command) => command.check(workspace)?,
            Command::Capacity(command) => command.check(workspace)?,
            Command::Workflow(command) => command.check(workspace)?,
            Command::Schedule(command) => command.check(workspace)?,
            Command::Allocation(command) => command.check(workspace)?,
            Command::Import(command) => command.check(workspace)?,
        }
        let draft = Draft::new(workspace, self.edits(workspace, ids));
        check_draft(workspace, &draft)?;
        Ok(draft)
    }
}
