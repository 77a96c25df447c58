//! Values that follow the tables: memos and what they are computed by.
//!
//! Never changes anything.

pub mod demand;
mod state;

pub use state::{Level, PhaseState, phase_state};
