//! What went wrong when a document was opened or an update was merged, in words.
//!
//! Never decides what to do about it: the store keeps the bytes, the page tells the person.

use crate::model::{TableName, Workspace};
use std::fmt;

/// Something that was noticed when a document was opened; what is not named loaded.
#[derive(Clone, PartialEq, Debug)]
pub enum LoadFinding {
    /// The update at this place of the input is damaged or is not one; it was skipped.
    Damaged { index: usize, reason: String },
    /// The update at this place builds on something that is not there; it waits.
    Waiting { index: usize },
    /// A field held something that this version cannot read; it shows the default, what is stored is left as it is.
    Misfit { table: TableName, id: u64, field: usize },
    /// The document was written by a newer version: it can be read, not changed.
    Newer { version: i64 },
    /// The client number was in use already; another one was taken.
    SameClient,
}

impl LoadFinding {
    /// The finding as a sentence.
    pub fn sentence(&self, workspace: &Workspace) -> String {
        match self {
            LoadFinding::Damaged { index, reason } => format!("Stored change {} was skipped: {reason}.", index + 1),
            LoadFinding::Waiting { index } => {
                format!("Stored change {} could not be applied yet, because an earlier change is missing.", index + 1)
            }
            LoadFinding::Misfit { table, id, field } => {
                let label = table.fields().get(*field).map_or("A field", |field| field.label);
                format!("{label} of {} could not be read and shows its default.", super::refusal::record_words(workspace, *table, *id))
            }
            LoadFinding::Newer { version } => {
                format!(
                    "This workspace was written by a newer version of Linewright (document version {version}). Reload the page to change it."
                )
            }
            LoadFinding::SameClient => "Another tab had the same number; this one took a new one.".to_owned(),
        }
    }
}

/// Why an update was not merged; the workspace is as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MergeError {
    /// It is damaged, or it is not an update of a workspace.
    Damaged { reason: String },
    /// It builds on changes that have not arrived; it is kept and merged as soon as they do.
    Waiting,
    /// It brings changes under this tab's own number that this tab did not make.
    SameClient,
}

impl MergeError {
    /// Whether the document holds the update all the same, so that its record needs no further care.
    pub fn is_kept(&self) -> bool {
        matches!(self, MergeError::Waiting)
    }
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MergeError::Damaged { reason } => write!(f, "These changes could not be merged: {reason}. Nothing was changed."),
            MergeError::Waiting => f.write_str("These changes build on others that have not arrived yet. They are kept and merged then."),
            MergeError::SameClient => {
                f.write_str("A copy of this very tab made changes too. Nothing was changed. Reload this tab to merge both.")
            }
        }
    }
}

impl std::error::Error for MergeError {}
