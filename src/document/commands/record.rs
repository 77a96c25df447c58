//! Commands that work on the records of any table: add, set, remove, paste.
//!
//! Never knows what a table means; laws and consequences come from the fields' kinds and marks.

use crate::document::refusal::{Refusal, counted, short_label, singular};
use crate::document::{Edit, IdSource};
use crate::model::{SettingsId, TableName, Value, Workspace};
use serde::{Deserialize, Serialize};

/// A change of records of one table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum RecordCommand {
    /// Adds a record; fields that are not given get their defaults.
    Add { table: TableName, fields: Vec<(usize, Value)>, id: Option<u64> },
    /// Sets one field of one or several records.
    Set { table: TableName, ids: Vec<u64>, field: usize, value: Value },
    /// Removes records, with what belongs to them.
    Remove { table: TableName, ids: Vec<u64> },
    /// Adds and changes many records at once.
    Paste { table: TableName, rows: Vec<PasteRow> },
}

/// One pasted row: a new record where `id` is empty or unknown, otherwise changes of that record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PasteRow {
    pub id: Option<u64>,
    pub fields: Vec<(usize, Value)>,
}

impl RecordCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            RecordCommand::Add { table, fields, .. } => {
                let named = fields.iter().find(|(field, _)| Some(*field) == table.name_field());
                match named {
                    Some((_, Value::Text(name))) if !name.is_empty() => format!("Add {} {name}", singular(*table)),
                    _ => format!("Add {}", singular(*table)),
                }
            }
            RecordCommand::Set { table, ids, field, .. } => {
                let label = table.fields().get(*field).map_or("field", |field| field.label).to_lowercase();
                match table {
                    TableName::Settings => format!("Change {label}"),
                    _ => format!("Change {label} of {}", some(workspace, *table, ids)),
                }
            }
            RecordCommand::Remove { table, ids } => format!("Remove {}", some(workspace, *table, ids)),
            RecordCommand::Paste { table, rows } => format!("Paste {}", counted(*table, rows.len())),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        let there = |table: TableName, ids: &[u64]| {
            // The settings are made by their first change.
            let is_there = |id: &u64| workspace.has(table, *id) || (table == TableName::Settings && *id == SettingsId::THE);
            if ids.iter().all(is_there) { Ok(()) } else { Err(Refusal::gone(table)) }
        };
        match self {
            RecordCommand::Add { table, id: Some(id), .. } if workspace.has(*table, *id) => {
                Err(Refusal::new(format!("This {} is there already.", singular(*table)), "Change it instead of adding it again."))
            }
            RecordCommand::Paste { table, rows }
                if table.is_facts() && rows.iter().any(|row| row.id.is_some_and(|id| workspace.has(*table, id))) =>
            {
                Err(facts_stay(*table))
            }
            RecordCommand::Add { .. } | RecordCommand::Paste { .. } => Ok(()),
            RecordCommand::Set { table, .. } | RecordCommand::Remove { table, .. } if table.is_facts() => Err(facts_stay(*table)),
            RecordCommand::Set { table, ids, .. } | RecordCommand::Remove { table, ids } => there(*table, ids),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        match self.clone() {
            RecordCommand::Add { table, fields, id } => {
                let id = id.unwrap_or_else(|| new_id(table, ids));
                vec![Edit::Add { table, id, fields }]
            }
            RecordCommand::Set { table, ids, field, value } => {
                let set = |id| match workspace.has(table, id) {
                    false if table == TableName::Settings => Edit::Add { table, id, fields: vec![(field, value.clone())] },
                    _ => Edit::Set { table, id, field, value: value.clone() },
                };
                ids.into_iter().map(set).collect()
            }
            RecordCommand::Remove { table, ids } => ids.into_iter().map(|id| Edit::Remove { table, id }).collect(),
            RecordCommand::Paste { table, rows } => rows
                .into_iter()
                .map(|row| Edit::Add { table, id: row.id.unwrap_or_else(|| new_id(table, ids)), fields: row.fields })
                .collect(),
        }
    }
}

fn facts_stay(table: TableName) -> Refusal {
    let todo = if table == TableName::Check { "Fill the checklist in again." } else { "Correct or withdraw it under Execution, Reports." };
    Refusal::new(format!("A {} is a fact and stays as it is.", singular(table)), todo)
}

fn new_id(table: TableName, ids: &mut IdSource) -> u64 {
    if table == TableName::Settings { SettingsId::THE } else { ids.next() }
}

/// `order 12` or `3 orders`.
pub(super) fn some(workspace: &Workspace, table: TableName, ids: &[u64]) -> String {
    match ids {
        [id] => match short_label(workspace, table, *id) {
            Some(label) => format!("{} {label}", singular(table)),
            None => singular(table).to_owned(),
        },
        _ => counted(table, ids.len()),
    }
}
