//! The artefacts: each a pure render model first, then painted.

pub mod performance_dashboard;
#[cfg(feature = "page")]
mod picture;
pub mod production_plan;
pub mod quality_checklist;
pub mod scheduling_board;
pub mod workflow_map;
