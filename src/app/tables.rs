//! Signals over the tables of the workspace: one per table, one per list of ids, one per record that somebody watches.
//!
//! Never holds data: the document does. A signal only says that its part changed.

use crate::document::{Change, TableChange};
use crate::model::TableName;
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::{Notify, Track};
use std::collections::HashMap;

/// The signals of one table.
#[derive(Default)]
struct TableSignals {
    /// Fires on any change in the table.
    any: ArcTrigger,
    /// Fires when records come or go.
    members: ArcTrigger,
    /// Fires per record; made when first watched.
    records: HashMap<u64, ArcTrigger>,
}

/// The signals of all tables.
#[derive(Default)]
pub struct Tables {
    tables: HashMap<TableName, TableSignals>,
}

impl Tables {
    /// The signal that fires on any change in the table.
    pub fn any(&mut self, table: TableName) -> ArcTrigger {
        self.tables.entry(table).or_default().any.clone()
    }

    /// The signal that fires when records of the table come or go.
    pub fn members(&mut self, table: TableName) -> ArcTrigger {
        self.tables.entry(table).or_default().members.clone()
    }

    /// The signal that fires when the record changes, comes or goes.
    pub fn record(&mut self, table: TableName, id: u64) -> ArcTrigger {
        self.tables.entry(table).or_default().records.entry(id).or_default().clone()
    }

    /// The signals that a change fires; the caller fires them when nothing is borrowed any more.
    pub fn touched(&mut self, change: &Change) -> Vec<ArcTrigger> {
        let mut signals = Vec::new();
        for (table, TableChange { added, updated, removed }) in &change.tables {
            let Some(table) = self.tables.get_mut(table) else { continue };
            signals.push(table.any.clone());
            if !added.is_empty() || !removed.is_empty() {
                signals.push(table.members.clone());
            }
            for id in added.iter().chain(updated).chain(removed) {
                signals.extend(table.records.get(id).cloned());
            }
            for id in removed {
                table.records.remove(id);
            }
        }
        signals
    }
}

/// Makes the running memo or effect depend on the signal.
pub fn track(signal: &ArcTrigger) {
    signal.track();
}

/// Fires the signals.
pub fn fire(signals: &[ArcTrigger]) {
    for signal in signals {
        signal.notify();
    }
}
