//! Everything that can be done to a workspace: one enum a phase, and the records of any table.
//!
//! Pure functions from a workspace and a command to edits or a refusal: nothing here knows how edits are stored.

mod allocation;
mod build;
mod capacity;
mod demand;
mod execution;
mod import;
mod improvement;
mod issues;
mod performance;
mod quality;
mod record;
mod scenario;
mod schedule;
mod steps;
mod workflow;

pub use allocation::AllocationCommand;
pub use capacity::{CapacityCommand, Holiday, MaterialOrder, MaterialSource, PlannedOrder, WeekShift};
pub use demand::{DemandCommand, ForecastCell, ForecastPart};
pub use execution::{ExecutionCommand, USUAL_REASONS};
pub use import::ImportCommand;
pub use improvement::ImprovementCommand;
pub use issues::{IssueCommand, may_advance};
pub use performance::PerformanceCommand;
pub use quality::QualityCommand;
pub use record::{PasteRow, RecordCommand};
pub use scenario::ScenarioCommand;
pub use schedule::{PlanRecords, ScheduleCommand, parts_of};
pub use workflow::{Lane, NewStep, WorkflowCommand};

use super::checks::check_draft;
use super::consequences::with_consequences;
use super::draft::Draft;
use super::refusal::Refusal;
use super::{Edit, IdSource};
use crate::model::Workspace;
use serde::{Deserialize, Serialize};

/// A change that somebody asks for: whatever can say what it is called, whether it can be done, and to which edits it comes.
///
/// Whoever carries a command out knows it by this alone, so that the code of a command is only where it is given.
pub trait Act {
    /// What the command does, as menus and the history call it: `Change due of order 12`.
    fn name(&self, workspace: &Workspace) -> String;

    /// Whether the command can be carried out as things stand, its edits not yet looked at.
    ///
    /// # Errors
    /// Why not, in the user's words.
    fn may(&self, workspace: &Workspace) -> Result<(), Refusal>;

    /// The edits that it comes to, without their consequences; unchecked.
    fn own_edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit>;
}

macro_rules! commands {
    ($($variant:ident($command:ident)),+ $(,)?) => {
        /// A command of any phase, as plain data.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        pub enum Command { $($variant($command)),+ }

        impl Command {
            fn act(&self) -> &dyn Act {
                match self { $(Command::$variant(command) => command),+ }
            }
        }

        impl Act for Command {
            fn name(&self, workspace: &Workspace) -> String {
                self.act().name(workspace)
            }

            fn may(&self, workspace: &Workspace) -> Result<(), Refusal> {
                self.act().may(workspace)
            }

            fn own_edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
                self.act().own_edits(workspace, ids)
            }
        }

        $(
            impl Act for $command {
                fn name(&self, workspace: &Workspace) -> String {
                    $command::name(self, workspace)
                }

                fn may(&self, workspace: &Workspace) -> Result<(), Refusal> {
                    $command::check(self, workspace)
                }

                fn own_edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
                    $command::edits(self, workspace, ids)
                }
            }

            impl From<$command> for Command {
                fn from(command: $command) -> Command {
                    Command::$variant(command)
                }
            }
        )+
    };
}

commands! {
    Record(RecordCommand),
    Demand(DemandCommand),
    Capacity(CapacityCommand),
    Workflow(WorkflowCommand),
    Schedule(ScheduleCommand),
    Allocation(AllocationCommand),
    Execution(ExecutionCommand),
    Quality(QualityCommand),
    Performance(PerformanceCommand),
    Issue(IssueCommand),
    Improvement(ImprovementCommand),
    Scenario(ScenarioCommand),
    Import(ImportCommand),
}

impl dyn Act + '_ {
    /// Whether the command can be carried out as things stand.
    ///
    /// # Errors
    /// Why not, in the user's words.
    pub fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        self.draft(workspace, &mut IdSource::new(0)).map(|_| ())
    }

    /// The edits that the command comes to, with their consequences; unchecked.
    pub fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        with_consequences(workspace, self.own_edits(workspace, ids))
    }

    /// What the command comes to, checked.
    pub(super) fn draft(&self, workspace: &Workspace, ids: &mut IdSource) -> Result<Draft, Refusal> {
        self.may(workspace)?;
        let draft = Draft::new(workspace, self.edits(workspace, ids));
        check_draft(workspace, &draft)?;
        Ok(draft)
    }
}

impl Command {
    /// Whether the command can be carried out as things stand.
    ///
    /// # Errors
    /// Why not, in the user's words.
    pub fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        self.act().check(workspace)
    }

    /// The edits that the command comes to, with their consequences; unchecked.
    pub fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        self.act().edits(workspace, ids)
    }

    /// What the command does, as menus and the history call it.
    pub fn name(&self, workspace: &Workspace) -> String {
        self.act().name(workspace)
    }
}
