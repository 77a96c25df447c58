//! The pages beside the phases.

pub mod exchange;
pub mod history;
pub mod scenarios;
pub mod start;
pub mod tables;
pub mod workspaces;
