//! The page's ways to the browser: workers, storage, tabs.
//!
//! Never decides anything about the workspace.

pub mod worker;
