//! The session: dispatch, signals over tables, derived values, notices, and the page's ways to its workers and stores.
//!
//! Never draws anything and never decides what is right: the document checks, the engine computes.

pub mod notices;
pub mod derived;
mod session;
mod tables;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod web;

pub use crate::document::{Change, Command, Edit, HistoryEntry, HistoryKind, ImportCommand, PasteRow, RecordCommand, Refusal};
pub use session::{Environment, SaveState, Session, UndoNames};
