//! The Improvement phase: changes that are tried, proven and kept; who is accountable, whether one is ready, and what it is worth.

mod adoption_view;
mod board;
mod case_view;
mod page;
mod readiness_view;
mod roles;
mod sheet;
mod staged_view;

pub use page::{ImprovementPage, proven};
pub use staged_view::staged_view;
