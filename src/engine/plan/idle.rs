//! Stock that helps nobody: it lies where no order can take it, or was made for another, while more of the item is made or bought.
//!
//! The shelves are those of the plan: a batch counts where an item is made to order, and a place is reached by the moves that there are.

use super::Calendars;
use super::attempt::Ground;
use super::bill::routings;
use super::draft::Origin;
use super::estimate::Estimates;
use super::explosion::{Explosion, Steering};
use super::firm::{is_firm, tasks_by_supply};
use super::hold::Held;
use super::shop::Shop;
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Units in stock, by item, that no open order and nothing `foreseen` (item, where it is asked for, units, by when) can take although they need
/// more of the item than they find. Without such a need nothing is idle, however much lies there.
pub fn idle_stock(workspace: &Workspace, foreseen: &[(ItemId, Option<LocationId>, f64, Time)], now: Time) -> BTreeMap<ItemId, f64> {
    let shop = Shop::new(workspace);
    let is_apart = |stock: &Stock| {
        let to_order = stock.item.and_then(|item| workspace.items.get(&item)).is_some_and(|item| item.kind == ItemKind::Order);
        stock.on_hand > 0.0 && (to_order || shop.place_of(stock.location) != shop.place_of(None))
    };
    // Mostly all stock lies on one shelf, and all of it helps everybody.
    if !workspace.stocks.values().any(is_apart) {
        return BTreeMap::new();
    }
    let asking = asking(workspace, foreseen);
    let (first, horizon_end) = super::horizon(&asking, now);
    let (shop, calendars) = (Shop::new(&asking), Calendars::new(&asking, first, horizon_end));
    let ground = Ground { shop, calendars, now, horizon_end, held: Held::default(), peers: None };
    let (mut estimates, steering) = (Estimates::default(), Steering::default());
    let mut explosion = Explosion::new(&ground.shop, &ground.calendars, &mut estimates, &steering, &ground.held, now);
    explosion.run();
    let draft = &explosion.draft;
    let is_fresh = |supply: &&super::draft::Supply| supply.firm.is_none() && matches!(supply.kind, SupplyKind::Make | SupplyKind::Buy);
    let needed: BTreeSet<ItemId> = draft.supplies.iter().filter(is_fresh).filter_map(|supply| supply.item).collect();
    let mut idle: BTreeMap<ItemId, f64> = BTreeMap::new();
    for lot in draft.lots.iter().filter(|lot| lot.origin == Origin::Stock && lot.left > 0.0) {
        if needed.contains(&lot.shelf.0) {
            *idle.entry(lot.shelf.0).or_default() += lot.left;
        }
    }
    idle
}

/// What orders and stock are netted with: all that is asked for of the same item at the same place and of the same batch as one order, for only the
/// sums matter, and ten thousand orders are then as quick as their items.
fn asking(workspace: &Workspace, foreseen: &[(ItemId, Option<LocationId>, f64, Time)]) -> Workspace {
    let mut orders: BTreeMap<(Option<ItemId>, Option<LocationId>, Option<OperationId>, &str), Order> = BTreeMap::new();
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open && order.due.is_some()) {
        let to_order = order.item.and_then(|item| workspace.items.get(&item)).is_some_and(|item| item.kind == ItemKind::Order);
        // A batch is nothing to what is made to stock; to what is made to order, an order without one is a batch of its own.
        let batch = match (to_order, order.batch.as_str()) {
            (false, _) => "",
            (true, "") => order.name.as_str(),
            (true, batch) => batch,
        };
        let sum = orders.entry((order.item, order.location, order.operation, batch)).or_insert_with(|| Order {
            item: order.item,
            location: order.location,
            operation: order.operation,
            batch: batch.to_owned(),
            due: order.due,
            quantity: 0.0,
            ..Order::new(order.id)
        });
        sum.quantity += order.quantity;
        sum.due = sum.due.min(order.due);
    }
    let mut asking = Workspace {
        orders: orders.into_values().map(|order| (order.id, order)).gather(),
        parameters: workspace.parameters.clone(),
        suppliers: workspace.suppliers.clone(),
        item_suppliers: workspace.item_suppliers.clone(),
        stocks: workspace.stocks.clone(),
        ..routings(workspace)
    };
    // Of the present plan only what is released or held stays.
    let tasks = tasks_by_supply(workspace);
    for supply in workspace.supply_orders.values() {
        let mine = tasks.get(supply.id);
        if is_firm(supply, mine) {
            asking.supply_orders.insert(supply.id, supply.clone());
            mine.iter().for_each(|task| drop(asking.tasks.insert(task.id, (*task).clone())));
        }
    }
    for (at, (item, location, quantity, due)) in (0..).zip(foreseen) {
        let id = OrderId::from_raw(u64::MAX - at);
        asking.orders.insert(id, Order { item: Some(*item), location: *location, quantity: *quantity, due: Some(*due), ..Order::new(id) });
    }
    asking
}
