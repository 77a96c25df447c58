//! The pages beside the phases.

pub mod history;
pub mod tables;
pub mod workspaces;
