//! What a list of edits comes to: for each record whether it is added, changed or removed, and with which values.
//!
//! Never touches the workspace or the stored document; it is what checks look at and what a transaction writes.

use super::Edit;
use crate::model::{FieldKind, Gather, TableName, Value, Workspace, default_value};
use std::collections::BTreeMap;

/// What becomes of one record.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Outcome {
    /// It is new, with these fields and the rest at their defaults.
    Added(BTreeMap<usize, Value>),
    /// These fields get new values.
    Changed(BTreeMap<usize, Value>),
    /// It goes.
    Removed,
}

/// What becomes of every record that the edits touch. Edits without an effect leave no trace.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Draft {
    pub records: BTreeMap<(TableName, u64), Outcome>,
}

impl Draft {
    /// The outcome of `edits` carried out one after the other on `workspace`.
    pub fn new(workspace: &Workspace, edits: Vec<Edit>) -> Draft {
        let mut draft = Draft::default();
        for edit in edits {
            draft.push(workspace, edit);
        }
        draft.tidy(workspace);
        draft
    }

    fn push(&mut self, workspace: &Workspace, edit: Edit) {
        let key = edit.record();
        let exists = workspace.has(key.0, key.1);
        match edit {
            Edit::Add { table, fields, .. } => {
                let fields = fields.into_iter().map(|(field, value)| (field, plain(value)));
                match self.records.get_mut(&key) {
                    Some(Outcome::Added(values) | Outcome::Changed(values)) => values.extend(fields),
                    Some(outcome @ Outcome::Removed) => {
                        let mut values: BTreeMap<usize, Value> = (0..table.fields().len()).map(|field| (field, Value::Nothing)).gather();
                        values.extend(fields);
                        *outcome = Outcome::Changed(values);
                    }
                    None => {
                        let values = fields.collect();
                        self.records.insert(key, if exists { Outcome::Changed(values) } else { Outcome::Added(values) });
                    }
                }
            }
            Edit::Set { field, value, .. } => match self.records.get_mut(&key) {
                Some(Outcome::Added(values) | Outcome::Changed(values)) => {
                    values.insert(field, plain(value));
                }
                Some(Outcome::Removed) => {}
                None if exists => {
                    self.records.insert(key, Outcome::Changed(BTreeMap::from([(field, plain(value))])));
                }
                None => {}
            },
            Edit::Remove { .. } if exists => {
                self.records.insert(key, Outcome::Removed);
            }
            Edit::Remove { .. } => {
                self.records.remove(&key);
            }
        }
    }

    /// Drops what changes nothing and spells defaults out.
    fn tidy(&mut self, workspace: &Workspace) {
        self.records.retain(|&(table, id), outcome| {
            let known = |field: &usize| *field < table.fields().len();
            match outcome {
                Outcome::Added(values) => {
                    values.retain(|field, value| known(field) && *value != Value::Nothing && *value != default_value(table, *field));
                    true
                }
                Outcome::Changed(values) => {
                    values.retain(|field, value| {
                        if *value == Value::Nothing {
                            *value = default_value(table, *field);
                        }
                        known(field) && workspace.get(table, id, *field) != *value
                    });
                    !values.is_empty()
                }
                Outcome::Removed => true,
            }
        });
    }

    /// Whether the record exists once the edits are carried out.
    pub fn has(&self, workspace: &Workspace, table: TableName, id: u64) -> bool {
        match self.records.get(&(table, id)) {
            Some(outcome) => *outcome != Outcome::Removed,
            None => workspace.has(table, id),
        }
    }

    /// The value of a field once the edits are carried out.
    pub fn get(&self, workspace: &Workspace, table: TableName, id: u64, field: usize) -> Value {
        match self.records.get(&(table, id)) {
            Some(Outcome::Added(values)) => values.get(&field).cloned().unwrap_or_else(|| default_value(table, field)),
            Some(Outcome::Changed(values)) => values.get(&field).cloned().unwrap_or_else(|| workspace.get(table, id, field)),
            Some(Outcome::Removed) => Value::Nothing,
            None => workspace.get(table, id, field),
        }
    }

    /// A small workspace that holds the touched records as they will be and as much of the rest as the laws look at, so that
    /// checking an edit costs the edit and not the workspace.
    pub fn excerpt(&self, workspace: &Workspace) -> Workspace {
        let mut excerpt = Workspace::default();
        for (&(table, id), outcome) in &self.records {
            if *outcome == Outcome::Removed {
                continue;
            }
            excerpt.add(table, id);
            for (index, field) in table.fields().iter().enumerate() {
                let value = self.get(workspace, table, id, index);
                excerpt.set(table, id, index, &value);
                if let (FieldKind::Reference(other), Value::Id(target)) = (field.kind, &value) {
                    self.include(workspace, &mut excerpt, other, *target, field.name == "owner");
                }
            }
        }
        excerpt
    }

    /// Adds a record that a touched one refers to, and for a hierarchy the records above it.
    fn include(&self, workspace: &Workspace, excerpt: &mut Workspace, table: TableName, id: u64, upwards: bool) {
        let mut at = id;
        loop {
            let fresh = !excerpt.has(table, at);
            if !self.has(workspace, table, at) {
                return;
            }
            excerpt.add(table, at);
            if let Some(name) = table.name_field() {
                excerpt.set(table, at, name, &self.get(workspace, table, at, name));
            }
            let Some(owner) = table.field("owner").filter(|_| upwards) else { return };
            let above = self.get(workspace, table, at, owner);
            let told = excerpt.get(table, at, owner) == above;
            excerpt.set(table, at, owner, &above);
            match above {
                // A record that was there with its owner has had its way up followed already.
                Value::Id(next) if fresh || !told => at = next,
                _ => return,
            }
        }
    }
}

/// An empty text or list is no value.
fn plain(value: Value) -> Value {
    match value {
        Value::Text(text) if text.is_empty() => Value::Nothing,
        Value::List(values) if values.is_empty() => Value::Nothing,
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SettingsId;

    const ITEM: TableName = TableName::Item;

    fn named(id: u64) -> Workspace {
        let mut workspace = Workspace::default();
        workspace.add(ITEM, id);
        workspace.set(ITEM, id, 0, &Value::Text("bolt".into()));
        workspace
    }

    #[test]
    fn edits_without_an_effect_leave_no_trace() {
        let workspace = named(1);
        let same = Edit::Set { table: ITEM, id: 1, field: 0, value: Value::Text("bolt".into()) };
        let missing = Edit::Set { table: ITEM, id: 2, field: 0, value: Value::Text("nut".into()) };
        let came_and_went = [Edit::Add { table: ITEM, id: 3, fields: Vec::new() }, Edit::Remove { table: ITEM, id: 3 }];
        let edits = [same, missing].into_iter().chain(came_and_went).collect();
        assert_eq!(Draft::new(&workspace, edits), Draft::default());
    }

    #[test]
    fn a_record_removed_and_added_again_is_changed_where_it_differs() {
        let edits =
            vec![Edit::Remove { table: ITEM, id: 1 }, Edit::Add { table: ITEM, id: 1, fields: vec![(0, Value::Text("nut".into()))] }];
        let draft = Draft::new(&named(1), edits);
        assert_eq!(draft.records.get(&(ITEM, 1)), Some(&Outcome::Changed(BTreeMap::from([(0, Value::Text("nut".into()))]))));
    }

    #[test]
    fn the_default_is_spelled_out_where_a_field_is_emptied() {
        let priority = TableName::Order.field("priority").unwrap_or(usize::MAX);
        let mut workspace = Workspace::default();
        workspace.add(TableName::Order, 1);
        workspace.set(TableName::Order, 1, priority, &Value::Number(3.0));
        let draft = Draft::new(&workspace, vec![Edit::Set { table: TableName::Order, id: 1, field: priority, value: Value::Nothing }]);
        assert_eq!(draft.get(&workspace, TableName::Order, 1, priority), Value::Number(10.0));
        assert!(!draft.has(&workspace, TableName::Settings, SettingsId::THE));
    }
}
