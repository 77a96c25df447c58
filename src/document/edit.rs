//! The three primitive edits every command comes down to, and what a change touched.
//!
//! Never knows how edits are stored or merged.

use crate::model::{TableName, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A primitive edit of one record; fields are indices of [`TableName::fields`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Edit {
    /// Adds a record with the given fields set and the rest at their defaults.
    Add { table: TableName, id: u64, fields: Vec<(usize, Value)> },
    /// Sets one field of a record; `Nothing` sets its default.
    Set { table: TableName, id: u64, field: usize, value: Value },
    /// Removes a record.
    Remove { table: TableName, id: u64 },
}

impl Edit {
    /// The record it is about.
    pub fn record(&self) -> (TableName, u64) {
        match self {
            Edit::Add { table, id, .. } | Edit::Set { table, id, .. } | Edit::Remove { table, id } => (*table, *id),
        }
    }
}

/// Which records a change touched, by table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Change {
    pub tables: BTreeMap<TableName, TableChange>,
}

/// Which records of one table a change touched; each id stands in one list only.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TableChange {
    pub added: Vec<u64>,
    pub updated: Vec<u64>,
    pub removed: Vec<u64>,
}

impl Change {
    /// Whether nothing was touched.
    pub fn is_empty(&self) -> bool {
        self.tables.values().all(|table| table.added.is_empty() && table.updated.is_empty() && table.removed.is_empty())
    }

    /// How many records were touched.
    pub fn count(&self) -> usize {
        self.tables.values().map(|table| table.added.len() + table.updated.len() + table.removed.len()).sum()
    }
}
