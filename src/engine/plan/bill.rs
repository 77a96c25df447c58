//! Bills of capacity: what one unit of an item asks of each resource, its parts included, and how long before it is due.
//!
//! Worked out from the same routings, materials and calendars as a plan, as if nothing else were made and nothing lay in stock.

use super::load::of_orders;
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one unit of an item asks of a resource.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct BillLine {
    pub resource: ResourceId,
    pub hours_per_unit: f64,
    /// Days from the work to the day when the item is due, on average.
    pub days_before: f64,
}

/// Units of which the bill is made: so many that fixed times of a run, shared out, weigh as in daily work.
const LOT: f64 = 50.0;

/// The bill of capacity of each item, lines by resource; of an item that nobody makes it is empty.
pub fn bills_of_capacity(workspace: &Workspace, items: &BTreeSet<ItemId>, now: Time) -> BTreeMap<ItemId, Vec<BillLine>> {
    let mut bare = bare_shop(workspace, now);
    let mut bills = bills(&mut bare, workspace, items, now);
    let missing: BTreeSet<ItemId> = bills.iter().filter(|(_, bill)| bill.is_empty()).map(|(item, _)| *item).collect();
    if !missing.is_empty() {
        // Where nobody is ever there, the work is the same as if they were.
        for calendar in bare.calendars.values().cloned().collect::<Vec<_>>() {
            bare.calendars.insert(calendar.id, Calendar { default_value: 1.0, ..calendar });
        }
        bare.calendar_rules = Table::default();
        bills.extend(self::bills(&mut bare, workspace, &missing, now));
    }
    bills
}

fn bills(bare: &mut Workspace, workspace: &Workspace, items: &BTreeSet<ItemId>, now: Time) -> BTreeMap<ItemId, Vec<BillLine>> {
    let due = now.plus(Span::from_days(400));
    bare.orders = Table::default();
    for (at, item) in (0..).zip(items) {
        let id = OrderId::from_raw(at);
        // Asked for where and by the operation that an order of the day asks for it.
        let like = workspace.orders.values().find(|order| order.item == Some(*item));
        let (location, operation) = like.map_or((None, None), |order| (order.location, order.operation));
        bare.orders.insert(id, Order { item: Some(*item), quantity: LOT, due: Some(due), location, operation, ..Order::new(id) });
    }
    let mut sums: BTreeMap<(ItemId, ResourceId), (f64, f64)> = BTreeMap::new();
    for used in of_orders(bare, now) {
        let item = used.part.order.and_then(|order| bare.orders.get(&order)).and_then(|order| order.item);
        let hours = used.work.unwrap_or_else(|| used.end.since(used.start).hours() * used.quantity);
        let Some(item) = item.filter(|_| hours > 0.0) else { continue };
        let sum = sums.entry((item, used.resource)).or_default();
        sum.0 += hours;
        sum.1 += hours * due.since(used.end).hours() / 24.0;
    }
    let mut bills: BTreeMap<ItemId, Vec<BillLine>> = items.iter().map(|item| (*item, Vec::new())).gather();
    for ((item, resource), (hours, weighed)) in sums {
        let line = BillLine { resource, hours_per_unit: hours / LOT, days_before: (weighed / hours).max(0.0) };
        bills.entry(item).or_default().push(line);
    }
    bills
}

/// How things are made and moved, where and by whom, and nothing that is there or wanted.
pub(super) fn routings(workspace: &Workspace) -> Workspace {
    Workspace {
        settings: workspace.settings.clone(),
        calendars: workspace.calendars.clone(),
        calendar_rules: workspace.calendar_rules.clone(),
        locations: workspace.locations.clone(),
        items: workspace.items.clone(),
        skills: workspace.skills.clone(),
        resources: workspace.resources.clone(),
        resource_skills: workspace.resource_skills.clone(),
        operations: workspace.operations.clone(),
        operation_materials: workspace.operation_materials.clone(),
        operation_resources: workspace.operation_resources.clone(),
        operation_dependencies: workspace.operation_dependencies.clone(),
        item_distributions: workspace.item_distributions.clone(),
        ..Workspace::default()
    }
}

/// The shop without orders and stock, but for what it cannot make itself: of that there is plenty.
fn bare_shop(workspace: &Workspace, now: Time) -> Workspace {
    let mut bare = routings(workspace);
    let mut settings = bare.settings();
    settings.plan_start = Some(now);
    bare.settings.insert(settings.id, settings);
    // Whom a part is made for changes no hours, and nothing on these shelves is anybody's.
    for item in bare.items.values().cloned().collect::<Vec<_>>() {
        bare.items.insert(item.id, Item { kind: ItemKind::Stock, ..item });
    }
    let mut made: BTreeSet<ItemId> = bare.operations.values().filter_map(|operation| operation.item).collect();
    made.extend(bare.operation_materials.values().filter(|line| line.quantity > 0.0).filter_map(|line| line.item));
    let places: BTreeSet<Option<LocationId>> =
        std::iter::once(None).chain(bare.operations.values().map(|operation| operation.location)).collect();
    let bought: Vec<ItemId> = bare.items.values().map(|item| item.id).filter(|item| !made.contains(item)).collect();
    let mut next = 1;
    for item in bought {
        for place in &places {
            let id = StockId::from_raw(next);
            bare.stocks.insert(id, Stock { item: Some(item), location: *place, on_hand: 1e9, ..Stock::new(id) });
            next += 1;
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    /// A chair of four legs; each leg takes six minutes on the lathe, the chair half an hour of a joiner.
    fn shop() -> (Workspace, ItemId) {
        let mut shop = Workspace::default();
        let (chair, leg) = (ItemId::from_raw(1), ItemId::from_raw(2));
        for (id, name) in [(chair, "chair"), (leg, "leg")] {
            shop.items.insert(id, Item { name: name.to_owned(), ..Item::new(id) });
        }
        for (raw, item, seconds) in [(1, chair, 1800.0), (2, leg, 360.0)] {
            let (resource, operation) = (ResourceId::from_raw(raw), OperationId::from_raw(raw));
            shop.resources.insert(resource, Resource { name: raw.to_string(), ..Resource::new(resource) });
            let kind = OperationKind::TimePer;
            shop.operations
                .insert(operation, Operation { item: Some(item), kind, duration_per_unit: seconds, ..Operation::new(operation) });
            let need = OperationResourceId::from_raw(raw);
            let line = OperationResource { operation: Some(operation), resource: Some(resource), ..OperationResource::new(need) };
            shop.operation_resources.insert(need, line);
        }
        let legs = OperationMaterialId::from_raw(1);
        let line = OperationMaterial {
            operation: Some(OperationId::from_raw(1)),
            item: Some(leg),
            quantity: -4.0,
            ..OperationMaterial::new(legs)
        };
        shop.operation_materials.insert(legs, line);
        (shop, chair)
    }

    #[test]
    fn a_unit_asks_for_its_own_work_and_that_of_its_parts_before() {
        let (mut shop, chair) = shop();
        // Stock and orders of the day change no bill.
        let stock = StockId::from_raw(9);
        shop.stocks.insert(stock, Stock { item: Some(chair), on_hand: 1e6, ..Stock::new(stock) });
        let now = Time::parse("2026-03-02").unwrap();
        let bills = bills_of_capacity(&shop, &BTreeSet::from([chair]), now);
        let lines = bills.get(&chair).unwrap();
        let hours: Vec<f64> = lines.iter().map(|line| (line.hours_per_unit * 1e6).round() / 1e6).collect();
        assert_eq!(hours, [0.5, 0.4]);
        assert!(lines[1].days_before > lines[0].days_before, "legs are turned before the chair is joined");
    }

    #[test]
    fn what_is_moved_or_made_by_the_orders_own_operation_asks_for_its_work_too() {
        let (mut shop, chair) = shop();
        let (works, store) = (LocationId::from_raw(1), LocationId::from_raw(2));
        for place in [works, store] {
            shop.locations.insert(place, Location { name: place.raw().to_string(), ..Location::new(place) });
        }
        for raw in [1, 2] {
            shop.operations.get_mut(&OperationId::from_raw(raw)).unwrap().location = Some(works);
        }
        let way = ItemDistributionId::from_raw(1);
        let terms = ItemDistribution { item: Some(chair), origin: Some(works), location: Some(store), ..ItemDistribution::new(way) };
        shop.item_distributions.insert(way, terms);
        let repair = ItemId::from_raw(3);
        shop.items.insert(repair, Item { name: "repair".to_owned(), ..Item::new(repair) });
        // Nothing says that the joiner's work makes a repair, but the order for one does.
        let mending = OperationId::from_raw(3);
        let (kind, location) = (OperationKind::TimePer, Some(works));
        shop.operations.insert(mending, Operation { kind, duration_per_unit: 900.0, location, ..Operation::new(mending) });
        let need = OperationResourceId::from_raw(3);
        let joiner = Some(ResourceId::from_raw(1));
        let line = OperationResource { operation: Some(mending), resource: joiner, ..OperationResource::new(need) };
        shop.operation_resources.insert(need, line);
        for (raw, item, operation, location) in [(1, chair, None, store), (2, repair, Some(mending), works)] {
            let id = OrderId::from_raw(raw);
            shop.orders.insert(id, Order { item: Some(item), operation, location: Some(location), ..Order::new(id) });
        }
        let bills = bills_of_capacity(&shop, &BTreeSet::from([chair, repair]), Time::parse("2026-03-02").unwrap());
        let hours =
            |item: ItemId| bills.get(&item).unwrap().iter().map(|line| (line.hours_per_unit * 1e6).round() / 1e6).collect::<Vec<_>>();
        assert_eq!((hours(chair), hours(repair)), (vec![0.5, 0.4], vec![0.25]));
    }

    #[test]
    fn what_nobody_makes_asks_nothing() {
        let (mut shop, _) = shop();
        let bolt = ItemId::from_raw(7);
        shop.items.insert(bolt, Item { name: "bolt".to_owned(), ..Item::new(bolt) });
        let bills = bills_of_capacity(&shop, &BTreeSet::from([bolt]), Time::parse("2026-03-02").unwrap());
        assert_eq!(bills.get(&bolt).map(Vec::len), Some(0));
    }
}
