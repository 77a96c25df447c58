//! Open orders that no plan has taken in yet: nothing was promised for them and nothing is made or bought for them.

use super::{Finding, Weight, told};
use crate::model::{Gather, OrderId, OrderStatus, RecordId, TableName, Workspace};
use std::collections::BTreeSet;

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let promised = workspace.promises.values().filter_map(|promise| promise.order);
    let made = workspace.tasks.values().flat_map(|task| &task.orders).copied();
    let supplied = workspace.supply_orders.values().flat_map(|supply| &supply.orders).copied();
    let planned: BTreeSet<OrderId> = promised.chain(made).chain(supplied).gather();
    let open = workspace.orders.values().filter(|order| order.status == OrderStatus::Open && !planned.contains(&order.id));
    let records: Vec<u64> = open.map(|order| order.id.raw()).collect();
    (!records.is_empty()).then(|| Finding {
        check: "order_unplanned".to_owned(),
        weight: Weight::Warning,
        sentence: told(records.len(), "One open order is not planned yet.", "{} open orders are not planned yet."),
        remedy: "Choose “Plan” under Schedule: it gives them tasks and dates.".to_owned(),
        table: TableName::Order,
        records,
    })
}
