//! The session: dispatch, signals over tables, derived values, notices, and the page's ways to its workers and stores.
//!
//! Never draws anything and never decides what is right: the document checks, the engine computes.

pub mod notices;
mod session;
mod tables;

pub use crate::document::{Change, Command, Edit, HistoryEntry, MergePreview, Refusal};
pub use session::{Environment, SaveState, Session, UndoNames};
