//! One folder per phase, its page first.

pub mod demand;
mod frame;
pub mod schedule;

pub use frame::{PhaseFrame, artefact_words, tone};
