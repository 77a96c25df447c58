//! A version of the production plan as orders to make, in runs that the routings allow.
//!
//! Releases nothing: the orders go into a command.

use super::saved::Saved;
use crate::app::PlannedOrder;
use crate::engine::plan::{Shop, Sizes};
use crate::model::{ItemId, ItemKind, Operation, OperationKind, Order, OrderStatus, SupplyOrder, SupplyStatus, Workspace, sort_with_key};

/// The orders to make that a version comes to: what is to be made of each item in each period, in runs of the sizes that its way allows, due
/// when the period ends. What a run makes too much is made less later. What is made to order is released for the orders that are there and lack
/// it, the soonest due first; what is foreseen of it waits for its orders.
pub fn releases(workspace: &Workspace, saved: &Saved) -> Vec<PlannedOrder> {
    let mut orders = Vec::new();
    let shop = Shop::new(workspace);
    for item in &saved.items {
        let Some((id, way)) = item.item.and_then(|id| Some((id, way_of(workspace, id)?))) else { continue };
        let output = shop.outputs(way).into_iter().find(|output| output.item == id);
        let (per_unit, per_run) = output.map_or((1.0, 0.0), |output| (output.per_unit, output.per_run));
        if per_unit <= 0.0 {
            continue;
        }
        let to_order = workspace.items.get(&id).is_some_and(|item| item.kind == ItemKind::Order);
        let mut batches = if to_order { lacking(workspace, &shop, id) } else { vec![(String::new(), f64::INFINITY)] };
        // What is made in parts of a unit is made once the parts come to a whole one.
        let mut rest = 0.0;
        for (at, made) in item.made.iter().enumerate() {
            let Some(end) = saved.starts.get(at + 1).copied() else { break };
            rest += made;
            for (batch, lacks) in &mut batches {
                let units = (rest + 1e-6).floor().min(*lacks);
                if units < 1e-6 {
                    continue;
                }
                for quantity in Sizes::from(way).runs(units / per_unit) {
                    let out = quantity * per_unit + per_run;
                    (rest, *lacks) = (rest - out, *lacks - out);
                    orders.push(PlannedOrder { item: id, operation: way.id, location: way.location, batch: batch.clone(), quantity, end });
                }
            }
        }
    }
    orders
}

/// The batches that open orders ask for of an item made to order, with the units that neither stock nor released orders have of each; the soonest
/// due first.
fn lacking(workspace: &Workspace, shop: &Shop, item: ItemId) -> Vec<(String, f64)> {
    let mut open: Vec<&Order> =
        workspace.orders.values().filter(|order| order.item == Some(item) && order.status == OrderStatus::Open).collect();
    sort_with_key(&mut open, |order| (order.due, order.priority, order.id));
    let mut batches: Vec<(String, f64)> = Vec::new();
    for order in open {
        // An order without a batch is one of its own.
        let name = if order.batch.is_empty() { &order.name } else { &order.batch };
        match batches.iter_mut().find(|(batch, _)| batch == name) {
            Some((_, units)) => *units += order.quantity,
            None => batches.push((name.clone(), order.quantity)),
        }
    }
    for (batch, units) in &mut batches {
        let stocks = workspace.stocks.values().filter(|stock| stock.item == Some(item) && stock.batch == *batch);
        let is_coming = |order: &&SupplyOrder| {
            order.batch == *batch && matches!(order.status, SupplyStatus::Approved | SupplyStatus::Confirmed | SupplyStatus::Completed)
        };
        let coming = workspace.supply_orders.values().filter(is_coming).filter_map(|order| {
            let outputs = shop.outputs(workspace.operations.get(&order.operation?)?);
            let output = outputs.iter().find(|output| output.item == item)?;
            Some(output.per_unit * order.quantity + output.per_run)
        });
        *units -= stocks.map(|stock| stock.on_hand).sum::<f64>() + coming.sum::<f64>();
    }
    batches
}

/// The first way in which an item is made.
fn way_of(workspace: &Workspace, item: ItemId) -> Option<&Operation> {
    let ways = workspace.operations.values().filter(|operation| operation.item == Some(item) && operation.owner.is_none());
    let way = ways.filter(|way| way.priority > 0).min_by_key(|way| way.priority)?;
    if !matches!(way.kind, OperationKind::Alternate | OperationKind::Split) {
        return Some(way);
    }
    let parts = workspace.operations.values().filter(|part| part.owner == Some(way.id) && part.priority > 0);
    parts.min_by_key(|part| part.priority)
}
