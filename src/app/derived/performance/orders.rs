//! Orders as they went: when they were released, due, promised and delivered, and how much of them.
//!
//! An order is delivered with the last end that was reported of its tasks, once all of them are finished or it is closed. Closed orders of
//! which nothing was reported are left out: nobody knows when they were delivered.

use crate::engine::performance::Order;
use crate::model::{self, OrderId, OrderStatus, RecordId, Report, ReportKind, TaskId, TaskStatus, Time, Workspace};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Reported {
    first: Option<Time>,
    finish: Option<Time>,
}

/// The orders that are agreed or delivered.
pub(super) fn orders(workspace: &Workspace, counted: &[&Report], first: Time, notes: &mut Vec<String>) -> Vec<Order> {
    let mut tasks: BTreeMap<OrderId, Vec<&model::Task>> = BTreeMap::new();
    for task in workspace.tasks.values() {
        for order in &task.orders {
            tasks.entry(*order).or_default().push(task);
        }
    }
    let mut reported: BTreeMap<OrderId, Reported> = BTreeMap::new();
    let mut made: BTreeMap<TaskId, f64> = BTreeMap::new();
    for report in counted {
        let of_task = report.task.and_then(|task| workspace.tasks.get(&task)).map(|task| task.orders.as_slice()).unwrap_or_default();
        let own = report.order.filter(|order| !of_task.contains(order));
        for order in own.iter().chain(of_task) {
            let known = reported.entry(*order).or_default();
            if report.kind == ReportKind::Start {
                known.first = known.first.into_iter().chain(report.time).min();
            }
            if report.kind == ReportKind::Finish {
                known.finish = known.finish.max(report.time);
            }
        }
        if let Some(task) = report.task {
            *made.entry(task).or_default() += report.good + report.rework;
        }
    }
    let promises: BTreeMap<OrderId, Time> =
        workspace.promises.values().filter_map(|promise| Some((promise.order?, promise.ready?))).collect();
    let (mut silent, mut unreleased) = (0_usize, 0_usize);
    let mut found = Vec::new();
    for order in workspace.orders.values() {
        let known = reported.get(&order.id);
        let finish = known.and_then(|known| known.finish);
        let own = tasks.get(&order.id).map(Vec::as_slice).unwrap_or_default();
        let is_done = match order.status {
            OrderStatus::Open => !own.is_empty() && own.iter().all(|task| task.status == TaskStatus::Finished),
            OrderStatus::Closed => true,
            OrderStatus::Inquiry | OrderStatus::Quote | OrderStatus::Cancelled => continue,
        };
        if is_done && finish.is_none() {
            silent += 1;
            continue;
        }
        let delivered = finish.filter(|_| is_done);
        let began = known.and_then(|known| known.first);
        let released = order.release.or(began);
        unreleased += usize::from(released.is_none());
        found.push(Order {
            id: order.id.raw(),
            item: order.item.map_or(0, RecordId::raw),
            customer: order.customer.map_or(0, RecordId::raw),
            quantity: order.quantity,
            released: Some(released.unwrap_or(first).seconds()),
            due: order.due.map(Time::seconds),
            promised: promises.get(&order.id).map(|ready| ready.seconds()),
            finished: delivered.map(Time::seconds),
            delivered: delivered.map(Time::seconds),
            delivered_quantity: if delivered.is_some() { usable(workspace, order, own, &made) } else { 0.0 },
        });
    }
    if silent > 0 {
        notes.push(format!("{silent} finished or closed orders are left out of delivery, for no report says when they were done."));
    }
    if unreleased > 0 {
        notes.push(format!(
            "{unreleased} open orders have neither a release date nor a start: they count as released before the first period."
        ));
    }
    found
}

/// Usable units of an order: those of its last tasks. A task that was finished without a count was done as planned; what serves several
/// orders is shared out by their quantities.
fn usable(workspace: &Workspace, order: &model::Order, tasks: &[&model::Task], made: &BTreeMap<TaskId, f64>) -> f64 {
    let waited_for: BTreeSet<TaskId> = tasks.iter().flat_map(|task| &task.after).map(|link| link.task).collect();
    let last = tasks.iter().filter(|task| !waited_for.contains(&task.id));
    let of = |task: &&model::Task| {
        let units = made.get(&task.id).copied().filter(|units| *units > 0.0).unwrap_or(task.quantity);
        let all: f64 = task.orders.iter().filter_map(|id| workspace.orders.get(id)).map(|order| order.quantity).sum();
        if task.orders.len() > 1 && all > 0.0 { units * order.quantity / all } else { units }
    };
    if tasks.is_empty() { order.quantity } else { last.map(of).sum() }
}
