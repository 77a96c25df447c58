//! Values derived from the workspace, one file per phase: what the pages show and what they ask before a gesture.
//!
//! Never changes the workspace.

pub mod schedule;
