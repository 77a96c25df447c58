//! Names of records, old and new: who is meant by a name, and new ids.
//!
//! Never makes a record without being asked.

use crate::document::IdSource;
use crate::exchange::is_keyed;
use crate::model::{Mark, TableName, Value, Workspace, id_text};
use std::collections::HashMap;

/// Hands out ids that the workspace does not have.
pub(in super::super) struct Ids<'a> {
    source: IdSource,
    workspace: &'a Workspace,
}

impl<'a> Ids<'a> {
    pub fn new(seed: u64, workspace: &'a Workspace) -> Self {
        Ids { source: IdSource::new(seed), workspace }
    }

    /// An id that no record of the table has.
    pub fn next(&mut self, table: TableName) -> u64 {
        loop {
            let id = self.source.next();
            if !self.workspace.has(table, id) {
                return id;
            }
        }
    }
}

/// Who is meant by a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    Exactly(u64),
    /// Written with other capitals than the record.
    Nearly(u64),
    Nobody,
}

/// The names of every table.
#[derive(Default)]
pub(super) struct Names {
    exact: HashMap<TableName, HashMap<String, u64>>,
    /// By name in lower case; `None` where two names differ only in their capitals.
    lower: HashMap<TableName, HashMap<String, Option<u64>>>,
}

impl Names {
    /// The names in a workspace.
    pub fn of(workspace: &Workspace) -> Names {
        let mut names = Names::default();
        for table in TableName::ALL.iter().copied() {
            let ids = workspace.ids(table);
            if is_keyed(table) {
                ids.iter().for_each(|id| names.add(table, &id_text(*id), *id));
            }
            let reference = || table.field("reference");
            let Some(field) = unique_name(table).or_else(reference) else { continue };
            for id in ids {
                if let Value::Text(name) = workspace.get(table, id, field) {
                    names.add(table, &name, id);
                }
            }
        }
        names
    }

    /// Makes a name known; the first record of a name keeps it.
    pub fn add(&mut self, table: TableName, name: &str, id: u64) {
        self.exact.entry(table).or_default().entry(name.to_owned()).or_insert(id);
        let lower = self.lower.entry(table).or_default().entry(name.to_lowercase()).or_insert(Some(id));
        if *lower != Some(id) {
            *lower = None;
        }
    }

    pub fn find(&self, table: TableName, name: &str) -> Found {
        if let Some(id) = self.exact.get(&table).and_then(|names| names.get(name)) {
            return Found::Exactly(*id);
        }
        match self.lower.get(&table).and_then(|names| names.get(&name.to_lowercase())) {
            Some(Some(id)) => Found::Nearly(*id),
            _ => Found::Nobody,
        }
    }
}

/// The field by which a table's records are told apart, where no two of them share it.
pub(super) fn unique_name(table: TableName) -> Option<usize> {
    table.fields().iter().position(|field| field.is(Mark::Unique))
}
