//! The page's ways to the browser: storage, tabs, workers, preferences.
//!
//! Never decides anything about the workspace.

mod desk;
mod keeper;
mod planner;
pub mod preferences;
pub mod worker;

pub use desk::{Desk, DeskState, Listed};
pub use keeper::wall_clock;
pub use planner::{Planner, SEARCH_MS};

/// The build this page belongs to; workers of another build are never spoken to.
pub const BUILD_ID: &str = match option_env!("LINEWRIGHT_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};
