//! One folder per phase, its page first.

pub mod allocation;
pub mod capacity;
pub mod demand;
pub mod execution;
mod frame;
pub mod improvement;
pub mod issues;
mod look_ahead;
pub mod performance;
pub mod quality;
pub mod schedule;
pub mod workflow;

pub use frame::{PhaseFrame, artefact_words, tone};
pub use look_ahead::LookAhead;
