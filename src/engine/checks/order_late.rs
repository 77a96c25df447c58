//! Orders that are late as their tasks stand now, or that the accepted plan delivers in part or not at all.

use super::{Finding, Weight, told};
use crate::model::*;
use std::collections::BTreeMap;

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let promises: BTreeMap<OrderId, &Promise> = workspace.promises.values().filter_map(|promise| Some((promise.order?, promise))).gather();
    let ready = ready(workspace);
    let mut refused = 0;
    let is_late = |order: &&Order| {
        let promise = promises.get(&order.id);
        let is_short = promise.is_some_and(|promise| matches!(promise.verdict, Verdict::Refused | Verdict::Partial));
        let ready = ready.get(&order.id).copied().flatten().or_else(|| promise.and_then(|promise| promise.ready));
        is_short || ready.zip(order.due).is_some_and(|(ready, due)| ready > due)
    };
    let records: Vec<u64> = workspace
        .orders
        .values()
        .filter(|order| order.status == OrderStatus::Open)
        .filter(is_late)
        .map(|order| {
            refused += usize::from(promises.get(&order.id).is_some_and(|promise| promise.verdict == Verdict::Refused));
            order.id.raw()
        })
        .collect();
    (!records.is_empty()).then(|| {
        let mut sentence = told(records.len(), "One order is not on time.", "{} orders are not on time.");
        if refused > 0 {
            sentence.push_str(&told(refused, " One of them is not possible at all.", " {} of them are not possible at all."));
        }
        Finding {
            check: "order_late".to_owned(),
            weight: Weight::Warning,
            sentence,
            remedy: "Each order says why: move work, add capacity, or agree another date.".to_owned(),
            table: TableName::Order,
            records,
        }
    })
}

/// When the last task of each order ends as things stand; nothing where one of those that decide has no place.
///
/// Where the last tasks are marked by a due date they alone decide.
fn ready(workspace: &Workspace) -> BTreeMap<OrderId, Option<Time>> {
    let mut tasks: BTreeMap<OrderId, Vec<&Task>> = BTreeMap::new();
    for task in workspace.tasks.values() {
        if let Some(order) = task.orders.first() {
            tasks.entry(*order).or_default().push(task);
        }
    }
    let last = |tasks: Vec<&Task>| {
        let marked = tasks.iter().any(|task| task.due.is_some());
        let mut deciding = tasks.into_iter().filter(|task| !marked || task.due.is_some());
        deciding.try_fold(None, |ready: Option<Time>, task| task.placement.as_ref().map(|place| ready.max(Some(place.end)))).flatten()
    };
    tasks.into_iter().map(|(order, tasks)| (order, last(tasks))).gather()
}
