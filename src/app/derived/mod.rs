//! Values that follow the tables, one file per phase: memos and what they are computed by.
//!
//! Never changes anything.

pub mod aggregate;
pub mod allocation;
pub mod capacity;
mod closed;
pub mod demand;
pub mod execution;
pub mod fairness;
pub mod forecast;
pub mod improvement;
pub mod issues;
pub mod materials;
pub mod performance;
pub mod production_plan;
pub mod quality;
pub mod reassign;
pub mod rough_cut;
pub mod scenarios;
pub mod schedule;
pub mod skills;
mod state;
pub mod workflow;

pub use state::{Level, PhaseState, begin_checks, phase_state};
