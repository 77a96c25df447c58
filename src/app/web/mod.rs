//! The page's ways to the browser: storage, tabs, workers, preferences.
//!
//! Never decides anything about the workspace.

mod desk;
mod keeper;
pub mod preferences;
pub mod worker;

pub use desk::{Desk, DeskState, Listed};
pub use keeper::wall_clock;
