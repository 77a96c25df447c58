//! Demand and the Production Plan, per item and period: what is asked for, what is made, what lies there, what is missing.
//!
//! Never plans; it reads what is planned.

use super::load::{Load, load};
use super::periods::{period_start, periods};
use super::shop::Shop;
use crate::model::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The demand for an item, period by period, without a gap.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ItemDemand {
    pub item: ItemId,
    pub periods: Vec<DemandPeriod>,
}

/// The demand of a period, in units of the item, by when it is due.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct DemandPeriod {
    pub start: Time,
    pub end: Time,
    /// Of open orders.
    pub open: f64,
    /// Of delivered orders.
    pub closed: f64,
    /// Foreseen; nothing while no forecast was made.
    pub forecast: Option<f64>,
}

/// The demand for every ordered item, in the order of the items.
pub fn demand_series(workspace: &Workspace, period: Period) -> Vec<ItemDemand> {
    let mut by_item: BTreeMap<ItemId, Vec<(&Order, Time)>> = BTreeMap::new();
    for order in workspace.orders.values().filter(|order| matches!(order.status, OrderStatus::Open | OrderStatus::Closed)) {
        if let (Some(item), Some(due)) = (order.item, order.due) {
            by_item.entry(item).or_default().push((order, due));
        }
    }
    by_item.into_iter().map(|(item, orders)| ItemDemand { item, periods: demand_periods(period, &orders) }).collect()
}

fn demand_periods(period: Period, orders: &[(&Order, Time)]) -> Vec<DemandPeriod> {
    let dues = orders.iter().map(|(_, due)| *due);
    let (Some(first), Some(last)) = (dues.clone().min(), dues.max()) else { return Vec::new() };
    let spans = periods(period, first, last.plus(Span::from_seconds(1)));
    let mut found: Vec<DemandPeriod> =
        spans.into_iter().map(|(start, end)| DemandPeriod { start, end, open: 0.0, closed: 0.0, forecast: None }).collect();
    for (order, due) in orders {
        let start = period_start(period, *due);
        if let Ok(at) = found.binary_search_by_key(&start, |period| period.start) {
            let sum = if order.status == OrderStatus::Closed { &mut found[at].closed } else { &mut found[at].open };
            *sum += order.quantity;
        }
    }
    found
}

/// What the Production Plan shows: items and resources over the same periods.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ProductionPlan {
    /// Start and end of every period.
    pub periods: Vec<(Time, Time)>,
    pub items: Vec<ItemPlan>,
    pub resources: Vec<ResourcePlan>,
    /// Whether the hours are rough, because nothing is scheduled yet.
    pub rough: bool,
}

/// The plan of an item: one row for every period.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ItemPlan {
    pub item: ItemId,
    /// Units there at the start.
    pub on_hand: f64,
    pub rows: Vec<ItemPeriod>,
}

/// An item in a period, in its units.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ItemPeriod {
    /// Asked for by open orders due in the period.
    pub demand: f64,
    /// Used up by what is made of it.
    pub used: f64,
    /// Made or bought by the end of the period; moves between places do not count.
    pub output: f64,
    /// There at the end of the period; never below zero.
    pub stock: f64,
    /// Asked for so far and not there at the end of the period.
    pub gap: f64,
}

/// The hours asked of a resource.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResourcePlan {
    pub resource: ResourceId,
    pub required_hours: Vec<f64>,
    pub capacity_hours: Vec<f64>,
}

/// The Production Plan of the accepted plan, from `now`, the plan's start, to the last date in it.
pub fn production_plan(workspace: &Workspace, period: Period, now: Time) -> ProductionPlan {
    let Some((from, to)) = range(workspace, now) else { return ProductionPlan::default() };
    let spans = periods(period, from, to.plus(Span::from_seconds(1)));
    let mut items: BTreeMap<ItemId, Vec<ItemPeriod>> = BTreeMap::new();
    let mut add = |item: ItemId, at: Time, change: &dyn Fn(&mut ItemPeriod)| {
        let rows = items.entry(item).or_insert_with(|| vec![ItemPeriod::default(); spans.len()]);
        // What is overdue counts in the first period, what lies beyond the last one in none.
        let row = spans.partition_point(|(_, end)| *end <= at);
        if let Some(row) = rows.get_mut(row) {
            change(row);
        }
    };
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
        if let (Some(item), Some(due)) = (order.item, order.due) {
            add(item, due, &|row| row.demand += order.quantity);
        }
    }
    add_supply(workspace, &mut add);
    let items = items.into_iter().map(|(item, rows)| item_plan(workspace, item, rows)).collect();
    let Load { rough, resources } = load(workspace, period, now, (from, to.plus(Span::from_seconds(1))));
    let resources = resources
        .into_iter()
        .filter(|resource| !resource.is_group)
        .map(|resource| ResourcePlan {
            resource: resource.resource,
            required_hours: resource.buckets.iter().map(|bucket| bucket.load_hours).collect(),
            capacity_hours: resource.buckets.iter().map(|bucket| bucket.capacity_hours).collect(),
        })
        .collect();
    ProductionPlan { periods: spans, items, resources, rough }
}

/// From the start of the plan to the last due date or end of supply.
fn range(workspace: &Workspace, now: Time) -> Option<(Time, Time)> {
    let orders = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).filter_map(|order| order.due);
    let supplies = workspace.supply_orders.values().filter(|order| counts(order)).filter_map(|order| order.end);
    Some((now, orders.chain(supplies).max()?.max(now)))
}

fn counts(order: &SupplyOrder) -> bool {
    !matches!(order.status, SupplyStatus::Closed | SupplyStatus::Cancelled)
}

fn add_supply(workspace: &Workspace, add: &mut dyn FnMut(ItemId, Time, &dyn Fn(&mut ItemPeriod))) {
    let shop = Shop::new(workspace);
    for order in workspace.supply_orders.values().filter(|order| counts(order)) {
        let (start, end) = (order.start.or(order.end), order.end.or(order.start));
        let (Some(start), Some(end)) = (start, end) else { continue };
        let operation = order.operation.and_then(|id| workspace.operations.get(&id));
        match (order.kind, operation) {
            (SupplyKind::Buy, _) => order.item.iter().for_each(|item| add(*item, end, &|row| row.output += order.quantity)),
            (SupplyKind::Make, Some(operation)) => {
                for output in shop.outputs(operation) {
                    let quantity = output.per_unit * order.quantity + output.per_run;
                    add(output.item, end, &|row| row.output += quantity);
                }
                let steps = shop.steps(operation);
                let mut lines: Vec<&OperationMaterial> =
                    (0..steps.len()).flat_map(|at| shop.lines_of_step(operation, &steps, at)).collect();
                // Of alternatives the preferred one stands for all.
                sort_with_key(&mut lines, |line| (line.name.clone(), line.priority, line.id));
                lines.dedup_by(|next, kept| !next.name.is_empty() && next.name == kept.name && next.operation == kept.operation);
                for line in lines.into_iter().filter(|line| line.quantity < 0.0 || line.fixed_quantity < 0.0) {
                    let quantity = -(line.quantity * order.quantity + line.fixed_quantity);
                    let at = if line.kind == FlowKind::End { end } else { start };
                    line.item.iter().for_each(|item| add(*item, at, &|row| row.used += quantity));
                }
            }
            // A move only changes the place, and a delivery is what the order asks for already.
            (SupplyKind::Move | SupplyKind::Deliver | SupplyKind::Make, _) => {}
        }
    }
}

fn item_plan(workspace: &Workspace, item: ItemId, mut rows: Vec<ItemPeriod>) -> ItemPlan {
    let on_hand: f64 = workspace.stocks.values().filter(|stock| stock.item == Some(item)).map(|stock| stock.on_hand).sum();
    let mut level = on_hand;
    for row in &mut rows {
        level += row.output - row.demand - row.used;
        row.stock = level.max(0.0);
        row.gap = (-level).max(0.0);
    }
    ItemPlan { item, on_hand, rows }
}
