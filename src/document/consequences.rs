//! What else happens when records go: no edit made here leaves a reference to something that is not there.
//!
//! Driven by the fields' kinds and marks; only lists, whose entries have no kind of their own, are known by name.

use super::Edit;
use crate::model::{
    FieldKind, FieldValue, Mark, OrderId, Placement, RecordId, ResourceId, SupplyOrder, TableName, Task, TaskId, TaskLink, Value, Workspace,
};
use std::collections::{BTreeSet, HashSet};

type Key = (TableName, u64);

/// `edits`, followed by what the removals among them entail: records that belong to a removed one go too, other
/// references are emptied, lists drop it, and a task whose resource is gone is no longer placed.
pub(super) fn with_consequences(workspace: &Workspace, mut edits: Vec<Edit>) -> Vec<Edit> {
    let mut gone: HashSet<Key> = edits.iter().filter(|edit| matches!(edit, Edit::Remove { .. })).map(Edit::record).collect();
    if gone.is_empty() {
        return edits;
    }
    let mut emptied: BTreeSet<(TableName, u64, usize)> = BTreeSet::new();
    let mut affected: BTreeSet<TableName> = gone.iter().map(|key| key.0).collect();
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
                    let Value::Id(target) = workspace.get(table, id, index) else { continue };
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
    shorten_lists(workspace, &gone, &mut edits);
    edits
}

/// Drops removed records from the lists that name them.
fn shorten_lists(workspace: &Workspace, gone: &HashSet<Key>, edits: &mut Vec<Edit>) {
    let has_gone = |table: TableName| gone.iter().any(|key| key.0 == table);
    let (orders_gone, tasks_gone, resources_gone) = (has_gone(TableName::Order), has_gone(TableName::Task), has_gone(TableName::Resource));
    let is_gone = |table: TableName, raw: u64| gone.contains(&(table, raw));
    let order_is_gone = |order: &OrderId| is_gone(TableName::Order, order.raw());
    let mut set = |table: TableName, id: u64, name: &str, value: Value| {
        if let Some(field) = table.field(name) {
            edits.push(Edit::Set { table, id, field, value });
        }
    };
    if orders_gone {
        for supply in workspace.supply_orders.values().filter(|supply| supply.orders.iter().any(order_is_gone)) {
            let SupplyOrder { id, orders, .. } = supply;
            set(TableName::SupplyOrder, id.raw(), "orders", without(orders, order_is_gone).to_value());
        }
    }
    if !(orders_gone || tasks_gone || resources_gone) {
        return;
    }
    for Task { id, orders, after, placement, pinned, .. } in workspace.tasks.values() {
        if is_gone(TableName::Task, id.raw()) {
            continue;
        }
        if orders.iter().any(order_is_gone) {
            set(TableName::Task, id.raw(), "orders", without(orders, order_is_gone).to_value());
        }
        let link_is_gone = |link: &TaskLink| is_gone(TableName::Task, link.task.raw());
        if after.iter().any(link_is_gone) {
            set(TableName::Task, id.raw(), "after", without(after, link_is_gone).to_value());
        }
        if placement.as_ref().is_some_and(|placement| placement.uses.iter().any(|usage| is_gone(TableName::Resource, usage.resource.raw())))
        {
            set(TableName::Task, id.raw(), "placement", Value::Nothing);
            if *pinned {
                set(TableName::Task, id.raw(), "pinned", Value::Flag(false));
            }
        }
    }
}

fn without<T: Clone>(list: &[T], is_gone: impl Fn(&T) -> bool) -> Vec<T> {
    list.iter().filter(|entry| !is_gone(entry)).cloned().collect()
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
            links.iter().map(|link| (TableName::Task, TaskId::raw(link.task))).collect()
        }
        (TableName::Task, "placement") => {
            let uses = Placement::from_value(value).map(|placement| placement.uses).unwrap_or_default();
            uses.iter().map(|usage| (TableName::Resource, ResourceId::raw(usage.resource))).collect()
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
