//! The session: dispatch, signals over tables, derived values, notices, and the page's ways to its workers and stores.
//!
//! Never draws anything and never decides what is right: the document checks, the engine computes.

pub mod derived;
pub mod file;
pub mod importing;
pub mod notices;
pub mod packing;
pub mod planning;
#[cfg(any(test, feature = "bench"))]
pub mod rehearsal;
pub mod rescued;
mod session;
mod tables;
#[cfg(feature = "page")]
pub mod web;

pub use crate::document::{
    Act, AllocationCommand, CapacityCommand, Change, Command, DemandCommand, Edit, ExecutionCommand, ForecastCell, ForecastPart,
    HistoryEntry, HistoryKind, Holiday, ImportCommand, ImprovementCommand, IssueCommand, Lane, MaterialOrder, MaterialSource, MergePreview,
    NewStep, PasteRow, PerformanceCommand, PlanRecords, PlannedOrder, PreviewRow, QualityCommand, RecordCommand, Refusal, ScenarioCommand,
    ScheduleCommand, WeekShift, WorkflowCommand, may_advance, parts_of,
};
pub use crate::exchange::{OutCell, OutSheet};
pub use session::{Environment, SaveSignal, SaveState, Session, UndoNames};
