//! The page's ways to the browser: storage, tabs, workers, preferences.
//!
//! Never decides anything about the workspace.

pub mod preferences;
pub mod worker;
