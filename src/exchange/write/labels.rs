//! What records are called in a file: each by a name that no other record of its table has.

use crate::exchange::is_keyed;
use crate::model::{Mark, RecordId, TableName, Value, Workspace, id_text};
use std::collections::{HashMap, HashSet};

/// The names of records in one file.
pub(super) struct Labels<'a> {
    workspace: &'a Workspace,
    /// References of supply orders that stand for one record only.
    references: HashSet<String>,
}

impl<'a> Labels<'a> {
    pub fn of(workspace: &'a Workspace) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for order in workspace.supply_orders.values() {
            *counts.entry(order.reference.as_str()).or_default() += 1;
        }
        let references = counts.into_iter().filter(|(name, count)| *count == 1 && !name.is_empty()).map(|(name, _)| name.to_owned());
        Labels { workspace, references: references.collect() }
    }

    /// What other rows call the record; `None` where there is no such record.
    pub fn of_record(&self, table: TableName, id: u64) -> Option<String> {
        if !self.workspace.has(table, id) {
            return None;
        }
        let unique = table.fields().iter().position(|field| field.is(Mark::Unique));
        let name = match unique.map(|field| self.workspace.get(table, id, field)) {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        };
        let reference = || {
            let order = (table == TableName::SupplyOrder).then(|| self.workspace.supply_orders.get(&RecordId::from_raw(id))).flatten()?;
            self.references.contains(&order.reference).then(|| order.reference.clone())
        };
        Some(name.or_else(reference).unwrap_or_else(|| id_text(id)))
    }

    /// The key column of a record: what others call it, where it has no name of its own.
    pub fn key(&self, table: TableName, id: u64) -> Option<String> {
        match table {
            TableName::SupplyOrder => {
                let label = self.of_record(table, id)?;
                (label == id_text(id)).then_some(label)
            }
            _ => is_keyed(table).then(|| id_text(id)),
        }
    }
}
