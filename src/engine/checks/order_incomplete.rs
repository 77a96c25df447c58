//! Open orders that cannot be planned because their item, due date or quantity is missing.

use super::{Finding, Weight, told};
use crate::model::{OrderStatus, RecordId, TableName, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let records: Vec<u64> = workspace
        .orders
        .values()
        .filter(|order| order.status == OrderStatus::Open)
        .filter(|order| (order.item.is_none() && order.operation.is_none()) || order.due.is_none() || order.quantity <= 0.0)
        .map(|order| order.id.raw())
        .collect();
    (!records.is_empty()).then(|| Finding {
        check: "order_incomplete".to_owned(),
        weight: Weight::Blocker,
        sentence: told(
            records.len(),
            "One open order has no item, no due date or no quantity.",
            "{} open orders have no item, no due date or no quantity.",
        ),
        remedy: "Fill these fields in; until then the orders are not planned.".to_owned(),
        table: TableName::Order,
        records,
    })
}
