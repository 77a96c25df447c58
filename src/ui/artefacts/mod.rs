//! The artefacts: each a pure render model first, then painted.

pub mod scheduling_board;
#[cfg(feature = "page")]
pub mod workflow_map;
