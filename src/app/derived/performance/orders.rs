//! Orders as they went: when they were released, due, promised and delivered, and how much of them.
//!
//! An order is delivered with the last end that was reported of its tasks, once all of them are finished or it is closed. Closed orders of
//! which nothing was reported are left out: nobody knows when they were delivered.

use crate::engine::performance::Order;
use crate::model::{self, Groups, OrderId, OrderStatus, RecordId, Report, ReportKind, TaskId, TaskStatus, Time, Workspace, sort_with_key};
use std::collections::BTreeMap;

#[derive(Clone, Default)]
struct Reported {
    first: Option<Time>,
    finish: Option<Time>,
}

/// A task of an order, and the usable units reported of it.
type Made<'w> = (&'w model::Task, f64);

/// The orders that are agreed or delivered; `places` are the positions of the tasks of the reports `counted`.
pub(super) fn orders(
    workspace: &Workspace,
    counted: &[&Report],
    places: &[Option<usize>],
    first: Time,
    notes: &mut Vec<String>,
) -> Vec<Order> {
    let mut made: Vec<Made> = workspace.tasks.values().map(|task| (task, 0.0)).collect();
    // Looked for among numbers that lie close together, for there are many reports.
    let order_ids: Vec<OrderId> = workspace.orders.keys().collect();
    let mut reported: Vec<Reported> = vec![Reported::default(); order_ids.len()];
    for (report, place) in counted.iter().zip(places) {
        let of_task = place.and_then(|place| made.get_mut(place));
        let orders = of_task.as_ref().map(|made| made.0.orders.as_slice()).unwrap_or_default();
        if let Some(made) = of_task {
            made.1 += report.good + report.rework;
        }
        if !matches!(report.kind, ReportKind::Start | ReportKind::Finish) {
            continue;
        }
        let own = report.order.filter(|order| !orders.contains(order));
        for order in own.iter().chain(orders) {
            let Some(known) = order_ids.binary_search(order).ok().and_then(|at| reported.get_mut(at)) else { continue };
            if report.kind == ReportKind::Start {
                known.first = known.first.into_iter().chain(report.time).min();
            } else {
                known.finish = known.finish.max(report.time);
            }
        }
    }
    let of_orders = made.iter().flat_map(|made| made.0.orders.iter().map(move |order| (*order, *made)));
    let tasks: Groups<OrderId, Made> = Groups::of_pairs(of_orders.collect());
    let promises: BTreeMap<OrderId, Time> =
        workspace.promises.values().filter_map(|promise| Some((promise.order?, promise.ready?))).collect();
    let (mut silent, mut unreleased) = (0_usize, 0_usize);
    let mut found = Vec::new();
    for (order, known) in workspace.orders.values().zip(&reported) {
        let finish = known.finish;
        let own = tasks.get(order.id);
        let is_done = match order.status {
            OrderStatus::Open => !own.is_empty() && own.iter().all(|(task, _)| task.status == TaskStatus::Finished),
            OrderStatus::Closed => true,
            OrderStatus::Inquiry | OrderStatus::Quote | OrderStatus::Cancelled => continue,
        };
        if is_done && finish.is_none() {
            silent += 1;
            continue;
        }
        let delivered = finish.filter(|_| is_done);
        let released = order.release.or(known.first);
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
            delivered_quantity: if delivered.is_some() { usable(workspace, order, own) } else { 0.0 },
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
fn usable(workspace: &Workspace, order: &model::Order, tasks: &[Made]) -> f64 {
    let mut waited_for: Vec<TaskId> = tasks.iter().flat_map(|(task, _)| &task.after).map(|link| link.task).collect();
    sort_with_key(&mut waited_for, |task| *task);
    let last = tasks.iter().filter(|(task, _)| waited_for.binary_search(&task.id).is_err());
    let of = |(task, made): &Made| {
        let units = if *made > 0.0 { *made } else { task.quantity };
        let all: f64 = task.orders.iter().filter_map(|id| workspace.orders.get(id)).map(|order| order.quantity).sum();
        if task.orders.len() > 1 && all > 0.0 { units * order.quantity / all } else { units }
    };
    if tasks.is_empty() { order.quantity } else { last.map(of).sum() }
}
