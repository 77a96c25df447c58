//! The one command by which a file's content enters: all of it or nothing, and one step to undo.
//!
//! Never reads files; the exchange layer turns them into edits.

use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::Workspace;
use serde::{Deserialize, Serialize};

/// The edits that a file comes to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ImportCommand {
    /// The file's name, or what it was pasted from.
    pub source: String,
    /// What it changes.
    pub edits: Vec<Edit>,
    /// What it holds, in a few words: `120 orders, 14 items`.
    pub summary: String,
}

impl ImportCommand {
    pub(super) fn name(&self, _: &Workspace) -> String {
        match (self.source.as_str(), self.summary.as_str()) {
            ("", "") => "Import".to_owned(),
            (source, "") => format!("Import {source}"),
            ("", summary) => format!("Import {summary}"),
            (source, summary) => format!("Import {source} ({summary})"),
        }
    }

    pub(super) fn edits(&self, _: &Workspace, _: &mut IdSource) -> Vec<Edit> {
        self.edits.clone()
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        let added: std::collections::HashSet<_> =
            self.edits.iter().filter(|edit| matches!(edit, Edit::Add { .. })).map(Edit::record).collect();
        for edit in &self.edits {
            let (table, id) = edit.record();
            if !matches!(edit, Edit::Add { .. }) && !workspace.has(table, id) && !added.contains(&(table, id)) {
                return Err(Refusal::gone(table));
            }
        }
        Ok(())
    }
}
