//! Looking at the workspace through a scenario: what is read, changed and undone then is the scenario's.
//!
//! What a scenario is lies behind [`Lens`], so that whoever never opens one does not need its code. Never knows how a scenario is stored.

use super::IdSource;
use super::draft::Draft;
use super::edit::Change;
use super::live::{Document, Key};
use super::refusal::Refusal;
use super::undo::Step;
use super::view::{Source, Store};
use crate::model::{RecordId, ScenarioId, TableName, Workspace};
use std::collections::BTreeSet;
use yrs::Transact;

/// A scenario of the workspace that is looked at.
pub(super) trait Lens {
    /// Which.
    fn scenario(&self) -> ScenarioId;
    /// The workspace as it is in the scenario.
    fn workspace(&self) -> &Workspace;
    /// What a change in the scenario comes to in the workspace `base`, and what it is called there.
    ///
    /// # Errors
    /// What cannot be otherwise in a scenario, in the user's words.
    fn apart(&self, name: String, draft: Draft, base: &Workspace, ids: &mut IdSource) -> Result<(String, Draft), Refusal>;
    /// Follows a change of the workspace; what it comes to in the scenario.
    fn refresh(&mut self, source: &dyn Source, base: &Workspace, touched: BTreeSet<Key>, change: Change) -> Change;
    /// Gives all differences up, so that what is seen is the workspace itself; what is seen otherwise then.
    fn forget(&mut self, source: &dyn Source) -> Change;
}

/// Undo and redo of what is not looked at, by scenario; the workspace's own under zero.
pub(super) type Shelf = Vec<(u64, Vec<Step>, Vec<Step>)>;

impl Document {
    /// The scenario that is looked at.
    pub fn scenario(&self) -> Option<ScenarioId> {
        self.lens.as_ref().map(|lens| lens.scenario())
    }

    /// Goes back to the workspace itself; what is seen otherwise now.
    pub fn leave(&mut self) -> Change {
        let Some(mut lens) = self.lens.take() else { return Change::default() };
        self.put_away(lens.scenario().raw(), 0);
        lens.forget(&Store { schema: &self.schema, txn: &self.doc.transact() })
    }

    /// Looks through a lens from now on.
    pub(super) fn look_through(&mut self, lens: Box<dyn Lens>) {
        self.put_away(0, lens.scenario().raw());
        self.lens = Some(lens);
    }

    /// Puts undo and redo of one aside and takes up those of another.
    fn put_away(&mut self, of: u64, next: u64) {
        self.shelf.push((of, std::mem::take(&mut self.undo), std::mem::take(&mut self.redo)));
        if let Some(place) = self.shelf.iter().position(|(scenario, ..)| *scenario == next) {
            (_, self.undo, self.redo) = self.shelf.swap_remove(place);
        }
    }
}

/// The tables that are the same in every scenario: the scenarios themselves.
pub(super) fn is_common(table: TableName) -> bool {
    matches!(table, TableName::Scenario | TableName::ScenarioChange)
}
