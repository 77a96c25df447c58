//! The document: the one place that changes a workspace, and the only one that names the CRDT.
//!
//! A command becomes primitive edits by pure functions, the edits become one transaction, and what a transaction touched,
//! be it ours or anybody else's, is read again into the workspace. Never stores, shows or computes a plan.

mod checks;
mod commands;
mod consequences;
mod cycles;
mod draft;
mod edit;
mod finding;
mod history;
mod ids;
mod inbox;
mod lens;
mod live;
mod migrations;
mod open;
mod preview;
mod recover;
mod refusal;
mod scenario;
mod schema;
mod undo;
mod view;
mod wire;

pub use commands::{
    Act, AllocationCommand, CapacityCommand, Command, DemandCommand, ExecutionCommand, ForecastCell, ForecastPart, Holiday, ImportCommand,
    ImprovementCommand, IssueCommand, Lane, MaterialOrder, MaterialSource, NewStep, PasteRow, PerformanceCommand, PlanRecords,
    PlannedOrder, QualityCommand, RecordCommand, ScenarioCommand, ScheduleCommand, USUAL_REASONS, WeekShift, WorkflowCommand, may_advance,
    parts_of,
};
pub use edit::{Change, Edit, TableChange};
pub use finding::{LoadFinding, MergeError};
pub use history::{Author, HistoryEntry, HistoryKind};
pub use ids::IdSource;
pub use live::{Applied, Document};
pub use preview::{MergePreview, PreviewRow, TablePreview};
pub use refusal::Refusal;
pub use scenario::{Difference, differences_of};
