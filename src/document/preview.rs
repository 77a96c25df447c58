//! What a colleague's copy would change, shown before it is taken over, and taking it over as one step.
//!
//! Never changes anything while it only looks.

use super::draft::{Draft, Outcome};
use super::finding::MergeError;
use super::history::HistoryKind;
use super::live::{Applied, Document};
use super::undo::Step;
use super::wire::{self, Outline};
use crate::model::{Gather, TableName, Time, Value, Workspace, default_value};
use std::collections::{BTreeMap, BTreeSet};

/// What would change if a copy were merged.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MergePreview {
    /// The tables that would change.
    pub tables: Vec<TablePreview>,
    /// Whether the copy comes from this workspace; merging one that does not mixes two workspaces.
    pub is_related: bool,
}

/// What would change in one table.
#[derive(Clone, PartialEq, Debug)]
pub struct TablePreview {
    pub table: TableName,
    pub added: Vec<PreviewRow>,
    pub changed: Vec<PreviewRow>,
    pub removed: Vec<PreviewRow>,
}

/// A record that would change.
#[derive(Clone, PartialEq, Debug)]
pub struct PreviewRow {
    pub id: u64,
    /// What people call it.
    pub label: String,
    /// For a changed record its fields: index, value now, value then.
    pub fields: Vec<(usize, Value, Value)>,
}

impl MergePreview {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

impl Document {
    /// What would change if `snapshot` were merged.
    ///
    /// # Errors
    /// Why it cannot be merged.
    pub fn preview_merge(&self, snapshot: &[u8]) -> Result<MergePreview, MergeError> {
        let theirs = wire::parts(snapshot)
            .and_then(|parts| Outline::read(parts.first().copied().unwrap_or_default()))
            .map_err(|flaw| MergeError::Damaged { reason: flaw.to_string() })?;
        let own = self.state();
        let ours = Outline::read(&own).unwrap_or_default();
        let is_related = ours.brings.is_empty() || theirs.brings.keys().any(|client| ours.brings.contains_key(client));
        let mut fork = Document::load(self.client(), std::iter::once(own.as_slice())).0;
        fork.merge(snapshot)?;
        let tables = differences(&self.view.workspace, &fork.view.workspace)
            .into_iter()
            .map(|(table, draft)| table_preview(table, &draft, &self.view.workspace, &fork.view.workspace))
            .collect();
        Ok(MergePreview { tables, is_related })
    }

    /// Merges a copy as one step that can be undone and stands in the history. The bytes of the result hold all that it
    /// brought; store them like those of an edit.
    ///
    /// # Errors
    /// Why it was not merged; then nothing has changed.
    pub fn take_over(&mut self, snapshot: &[u8], source: &str, now: Time) -> Result<Applied, MergeError> {
        // Tried on a fork first, so that bytes with a flaw inside change nothing at all.
        self.preview_merge(snapshot)?;
        let before = self.view.workspace.clone();
        let known = self.state_vector();
        let change = self.merge(snapshot)?;
        let name = format!("Merge {source}");
        if self.is_newer() {
            // A newer version wrote it: this one adds nothing of its own.
            return Ok(Applied { change, update: self.diff_since(&known), name, left: 0 });
        }
        let records: BTreeMap<_, _> = differences(&before, &self.view.workspace).into_values().flatten().gather();
        let draft = Draft { records };
        // What the copy removed is gone from the store by now, so what this version does not know of it cannot come back.
        let step = Step::new(name.clone(), &before, &draft, &[], &|_| None);
        self.record(&name, HistoryKind::Merge, change.count(), now);
        let update = self.diff_since(&known);
        self.start_step(step);
        Ok(Applied { change, update, name, left: 0 })
    }
}

/// What leads from one workspace to another, table by table.
pub(super) fn differences(from: &Workspace, to: &Workspace) -> BTreeMap<TableName, BTreeMap<(TableName, u64), Outcome>> {
    let mut tables = BTreeMap::new();
    for &table in TableName::ALL {
        let mut records = BTreeMap::new();
        let ids: BTreeSet<u64> = from.ids(table).into_iter().chain(to.ids(table)).gather();
        for id in ids {
            let values = (0..table.fields().len()).map(|field| (field, to.get(table, id, field)));
            let outcome = match (from.has(table, id), to.has(table, id)) {
                (true, false) => Outcome::Removed,
                (false, _) => Outcome::Added(
                    values.filter(|(field, value)| *value != Value::Nothing && *value != default_value(table, *field)).collect(),
                ),
                (true, true) => {
                    let changed: BTreeMap<usize, Value> = values.filter(|(field, value)| from.get(table, id, *field) != *value).gather();
                    if changed.is_empty() {
                        continue;
                    }
                    Outcome::Changed(changed)
                }
            };
            records.insert((table, id), outcome);
        }
        if !records.is_empty() {
            tables.insert(table, records);
        }
    }
    tables
}

fn table_preview(table: TableName, records: &BTreeMap<(TableName, u64), Outcome>, from: &Workspace, to: &Workspace) -> TablePreview {
    let mut preview = TablePreview { table, added: Vec::new(), changed: Vec::new(), removed: Vec::new() };
    for (&(table, id), outcome) in records {
        let row = |workspace: &Workspace, fields| PreviewRow { id, label: workspace.label(table, id), fields };
        match outcome {
            Outcome::Added(_) => preview.added.push(row(to, Vec::new())),
            Outcome::Removed => preview.removed.push(row(from, Vec::new())),
            Outcome::Changed(values) => {
                let fields = values.iter().map(|(&field, value)| (field, from.get(table, id, field), value.clone())).collect();
                preview.changed.push(row(from, fields));
            }
        }
    }
    preview
}
