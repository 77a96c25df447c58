//! Stock that helps nobody: it lies where no order can take it, or was made for another, while more of the item is made or bought.
//!
//! The shelves are those of the plan: a batch counts where an item is made to order, and a place is reached by the moves that there are.

use super::Calendars;
use super::attempt::Ground;
use super::draft::Origin;
use super::estimate::Estimates;
use super::explosion::{Explosion, Steering};
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
    let mut asking = workspace.clone();
    for (at, (item, location, quantity, due)) in (0..).zip(foreseen) {
        let id = OrderId::from_raw(u64::MAX - at);
        asking.orders.insert(id, Order { item: Some(*item), location: *location, quantity: *quantity, due: Some(*due), ..Order::new(id) });
    }
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
