//! What else happens when records go: no edit made here leaves a reference to something that is not there.
//!
//! Driven by the fields' kinds and marks; only lists, whose entries have no kind of their own, are known by name.

use super::Edit;
use crate::model::{FieldKind, FieldValue, Gather, Mark, OrderId, Placement, RecordId, TableName, TaskLink, Value, Workspace};
use std::collections::{BTreeSet, HashMap, HashSet};

type Key = (TableName, u64);

/// `edits`, followed by what the removals among them entail: records that belong to a removed one go too, other
/// references are emptied, lists drop it, and a task whose resource is gone is no longer placed.
pub(super) fn with_consequences(workspace: &Workspace, mut edits: Vec<Edit>) -> Vec<Edit> {
    let mut gone: HashSet<Key> = edits.iter().filter(|edit| matches!(edit, Edit::Remove { .. })).map(Edit::record).collect();
    if gone.is_empty() {
        return edits;
    }
    let given = Given::new(workspace, &edits);
    let mut emptied: BTreeSet<(TableName, u64, usize)> = BTreeSet::new();
    let mut affected: BTreeSet<TableName> = gone.iter().map(|key| key.0).gather();
    while !affected.is_empty() {
        let mut next = BTreeSet::new();
        for &table in TableName::ALL {
            for (index, field) in table.fields().iter().enumerate() {
                let FieldKind::Reference(other) = field.kind else { continue };
                if !affected.contains(&other) {
                    continue;
                }
                let goes_too = field.is(Mark::Owned) || field.is(Mark::Required);
                for id in workspace.ids(table) {
                    let Value::Id(target) = given.get(table, id, index) else { continue };
                    if !gone.contains(&(other, target)) {
                        continue;
                    }
                    if !goes_too {
                        emptied.insert((table, id, index));
                    } else if gone.insert((table, id)) {
                        next.insert(table);
                        edits.push(Edit::Remove { table, id });
                    }
                }
            }
        }
        affected = next;
    }
    edits.extend(emptied.into_iter().filter(|(table, id, _)| !gone.contains(&(*table, *id))).map(|(table, id, field)| Edit::Set {
        table,
        id,
        field,
        value: Value::Nothing,
    }));
    let shortened = shorten_lists(&given, &gone);
    edits.extend(shortened);
    edits
}

/// The workspace with the fields that the edits themselves set: a reference that is being replaced needs no consequence.
struct Given<'a> {
    workspace: &'a Workspace,
    values: HashMap<(TableName, u64, usize), Value>,
}

impl<'a> Given<'a> {
    fn new(workspace: &'a Workspace, edits: &[Edit]) -> Given<'a> {
        let mut values = HashMap::new();
        for edit in edits {
            match edit {
                Edit::Set { table, id, field, value } => {
                    values.insert((*table, *id, *field), value.clone());
                }
                Edit::Add { table, id, fields } => {
                    values.extend(fields.iter().map(|(field, value)| ((*table, *id, *field), value.clone())));
                }
                Edit::Remove { .. } => {}
            }
        }
        Given { workspace, values }
    }

    fn get(&self, table: TableName, id: u64, field: usize) -> Value {
        match self.values.get(&(table, id, field)) {
            Some(value) => value.clone(),
            None => self.workspace.get(table, id, field),
        }
    }
}

/// Drops removed records from the lists that name them, and takes tasks off resources that are gone.
fn shorten_lists(given: &Given, gone: &HashSet<Key>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (table, name, other) in LISTS {
        let Some(field) = table.field(name).filter(|_| gone.iter().any(|key| key.0 == other)) else { continue };
        for id in given.workspace.ids(table).into_iter().filter(|id| !gone.contains(&(table, *id))) {
            let before = given.get(table, id, field);
            let value = without_dangling(table, field, before.clone(), |key| !gone.contains(&key));
            if value == before {
                continue;
            }
            if other == TableName::Resource
                && let Some(pinned) = table.field("pinned")
            {
                edits.push(Edit::Set { table, id, field: pinned, value: Value::Nothing });
            }
            edits.push(Edit::Set { table, id, field, value });
        }
    }
    edits
}

/// The lists whose entries refer to records of a table.
const LISTS: [(TableName, &str, TableName); 4] = [
    (TableName::SupplyOrder, "orders", TableName::Order),
    (TableName::Task, "orders", TableName::Order),
    (TableName::Task, "after", TableName::Task),
    (TableName::Task, "placement", TableName::Resource),
];

/// The records of a workspace that refer to one of `targets`.
pub(super) fn referring(workspace: &Workspace, targets: &HashSet<Key>) -> Vec<Key> {
    let tables: HashSet<TableName> = targets.iter().map(|key| key.0).collect();
    let mut found = Vec::new();
    for &table in TableName::ALL {
        for (index, field) in table.fields().iter().enumerate() {
            let may_refer = match field.kind {
                FieldKind::Reference(other) => tables.contains(&other),
                FieldKind::List => LISTS.iter().any(|(of, name, other)| *of == table && *name == field.name && tables.contains(other)),
                _ => false,
            };
            if may_refer {
                let refers = |id: &u64| references(table, index, &workspace.get(table, *id, index)).iter().any(|to| targets.contains(to));
                found.extend(workspace.ids(table).into_iter().filter(refers).map(|id| (table, id)));
            }
        }
    }
    found
}

/// The records that a value refers to.
pub(super) fn references(table: TableName, field: usize, value: &Value) -> Vec<Key> {
    let Some(described) = table.fields().get(field) else { return Vec::new() };
    match (described.kind, value) {
        (FieldKind::Reference(other), Value::Id(target)) => vec![(other, *target)],
        (FieldKind::List, Value::List(_)) => in_list(table, described.name, value),
        _ => Vec::new(),
    }
}

fn in_list(table: TableName, field: &str, value: &Value) -> Vec<Key> {
    match (table, field) {
        (TableName::Task | TableName::SupplyOrder, "orders") => {
            let orders = Vec::<OrderId>::from_value(value).unwrap_or_default();
            orders.iter().map(|order| (TableName::Order, order.raw())).collect()
        }
        (TableName::Task, "after") => {
            let links = Vec::<TaskLink>::from_value(value).unwrap_or_default();
            links.iter().map(|link| (TableName::Task, link.task.raw())).collect()
        }
        (TableName::Task, "placement") => {
            let uses = Placement::from_value(value).map(|placement| placement.uses).unwrap_or_default();
            uses.iter().map(|usage| (TableName::Resource, usage.resource.raw())).collect()
        }
        _ => Vec::new(),
    }
}

/// The value without references to records that are not there; a placement is dropped as a whole.
pub(super) fn without_dangling(table: TableName, field: usize, value: Value, is_there: impl Fn(Key) -> bool) -> Value {
    if references(table, field, &value).into_iter().all(&is_there) {
        return value;
    }
    let Value::List(entries) = value else { return Value::Nothing };
    if table == TableName::Task && table.field("placement") == Some(field) {
        return Value::Nothing;
    }
    let is_whole = |entry: &Value| references(table, field, &Value::List(vec![entry.clone()])).into_iter().all(&is_there);
    let entries: Vec<Value> = entries.into_iter().filter(is_whole).collect();
    if entries.is_empty() { Value::Nothing } else { Value::List(entries) }
}
