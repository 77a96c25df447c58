//! Items that are ordered but can neither be made, bought, moved nor taken from stock.

use super::{Finding, Weight, told};
use crate::model::{Gather, ItemId, OrderStatus, RecordId, TableName, Workspace};
use std::collections::BTreeSet;

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let open = workspace.orders.values().filter(|order| order.status == OrderStatus::Open && order.operation.is_none());
    let ordered: BTreeSet<ItemId> = open.filter_map(|order| order.item).gather();
    let records: Vec<u64> = ordered.into_iter().filter(|&item| !has_source(workspace, item)).map(RecordId::raw).collect();
    (!records.is_empty()).then(|| Finding {
        check: "source_missing".to_owned(),
        weight: Weight::Blocker,
        sentence: told(
            records.len(),
            "One ordered item can neither be made nor bought.",
            "{} ordered items can neither be made nor bought.",
        ),
        remedy: "Draw a routing that makes them, or name a supplier.".to_owned(),
        table: TableName::Item,
        records,
    })
}

fn has_source(workspace: &Workspace, item: ItemId) -> bool {
    // Terms may be given for a group of items: walk up, at most as far as there are items.
    let mut family = vec![item];
    while let Some(owner) = family.last().and_then(|last| workspace.items.get(last)?.owner) {
        if family.contains(&owner) {
            break;
        }
        family.push(owner);
    }
    workspace.operations.values().any(|operation| operation.item == Some(item))
        || workspace.operation_materials.values().any(|line| line.item == Some(item) && (line.quantity > 0.0 || line.fixed_quantity > 0.0))
        || workspace.item_suppliers.values().any(|terms| terms.item.is_some_and(|item| family.contains(&item)))
        || workspace.item_distributions.values().any(|terms| terms.item.is_none_or(|item| family.contains(&item)))
        || workspace.stocks.values().any(|stock| stock.item == Some(item) && stock.on_hand > 0.0)
}
