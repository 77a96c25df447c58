//! The artefacts: each a pure render model first, then painted.

#[cfg(feature = "page")]
pub mod production_plan;
pub mod scheduling_board;
#[cfg(feature = "page")]
pub mod workflow_map;
