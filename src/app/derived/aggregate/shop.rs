//! What an aggregate plan may use: resources with their hours, overtime and workers, and what each unit takes and costs.
//!
//! Groups count as one resource: who of them does the work is the scheduler's matter.

use crate::engine::aggregate as planner;
use crate::engine::plan::{BillLine, ResourceLoad};
use crate::model::{Item, ItemId, OperationId, Resource, ResourceId, ResourceKind, Time, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Days of a month and of a week.
pub(in crate::app::derived) const MONTH_DAYS: f64 = 30.4;
const WEEK_DAYS: f64 = 7.0;

/// The share of its value that a unit in stock costs per month, and that one owed does, where nothing else is said.
const HOLDING: f64 = 0.02;
const BACKLOG: f64 = 0.2;

/// The group at the top of a resource's groups, or itself.
pub(in crate::app::derived) fn top_of(workspace: &Workspace, resource: ResourceId) -> ResourceId {
    let mut top = resource;
    let mut seen = BTreeSet::from([top]);
    while let Some(owner) = workspace.resources.get(&top).and_then(|resource| resource.owner) {
        if !workspace.resources.contains_key(&owner) || !seen.insert(owner) {
            break;
        }
        top = owner;
    }
    top
}

/// Whether the hours of a resource can run out.
pub(in crate::app::derived) fn is_scarce(workspace: &Workspace, resource: ResourceId) -> bool {
    workspace.resources.get(&resource).is_some_and(|resource| resource.constrained && resource.kind == ResourceKind::Default)
}

/// Hours of the top resources that a unit takes; resources by position.
pub(super) fn hours(workspace: &Workspace, bill: &[BillLine], resources: &[ResourceId]) -> Vec<planner::HoursPerUnit> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for line in bill.iter().filter(|line| is_scarce(workspace, line.resource)) {
        let top = top_of(workspace, line.resource);
        if let Some(at) = resources.iter().position(|resource| *resource == top) {
            *sums.entry(at).or_default() += line.hours_per_unit;
        }
    }
    sums.into_iter().map(|(resource, hours)| planner::HoursPerUnit { resource, hours }).collect()
}

/// A resource of the plan, over the periods between neighbouring `starts`; `used` are the hours that released work takes of each.
pub(super) fn resource(
    workspace: &Workspace,
    id: ResourceId,
    load: Option<&ResourceLoad>,
    starts: &[Time],
    used: &[f64],
) -> planner::Resource {
    let members = members(workspace, id);
    let capacity: Vec<f64> = load.map(|load| load.buckets.iter().map(|bucket| bucket.capacity_hours).collect()).unwrap_or_default();
    let left: Vec<f64> = capacity.iter().enumerate().map(|(at, hours)| (hours - used.get(at).copied().unwrap_or(0.0)).max(0.0)).collect();
    let mean = |pick: fn(&Resource) -> f64| members.iter().map(|member| pick(member)).sum::<f64>() / members.len().max(1) as f64;
    let hour_cost = mean(|member| member.cost);
    let own = workspace.resources.get(&id);
    let weekly: f64 = members.iter().map(|member| member.overtime_hours).sum::<f64>()
        + own.filter(|own| members.iter().all(|member| member.id != own.id)).map_or(0.0, |own| own.overtime_hours);
    let overtime_cost = own.and_then(|own| own.overtime_cost).or(members.iter().find_map(|member| member.overtime_cost));
    let days = days(starts);
    let most_hours: Vec<f64> = days.iter().map(|days| weekly * days / WEEK_DAYS).collect();
    let overtime = (weekly > 0.0).then(|| planner::Overtime {
        hour_cost: overtime_cost.unwrap_or(1.5 * hour_cost).into(),
        most_hours: most_hours.into(),
        most_hours_per_worker: planner::Series::default(),
    });
    let team = own.filter(|own| own.hire_cost.is_some() || own.layoff_cost.is_some());
    let workforce = team.map(|own| {
        let count = members.len().max(1) as f64;
        let each: Vec<f64> = capacity.iter().map(|hours| hours / count).collect();
        let never = |cost: Option<f64>, limit: f64| if cost.is_some() { planner::Series::default() } else { limit.into() };
        planner::Workforce {
            opening: count,
            wage: each.iter().map(|hours| hours * hour_cost).collect::<Vec<f64>>().into(),
            hours_per_worker: each.into(),
            hire_cost: own.hire_cost.unwrap_or(0.0).into(),
            layoff_cost: own.layoff_cost.unwrap_or(0.0).into(),
            fewest: never(own.layoff_cost, count),
            most: never(own.hire_cost, count),
        }
    });
    // The hours of workers who come and go are theirs; those of all others are there anyway.
    let (regular_hours, hour_cost) = if workforce.is_some() { (vec![0.0], 0.0) } else { (left, hour_cost) };
    planner::Resource { regular_hours: regular_hours.into(), hour_cost: hour_cost.into(), workforce, overtime }
}

/// Everybody in a group, or the resource itself.
pub(in crate::app::derived) fn members(workspace: &Workspace, id: ResourceId) -> Vec<&Resource> {
    let owners: BTreeSet<ResourceId> = workspace.resources.values().filter_map(|resource| resource.owner).collect();
    workspace.resources.values().filter(|resource| !owners.contains(&resource.id) && top_of(workspace, resource.id) == id).collect()
}

/// The length of each period in days.
pub(super) fn days(starts: &[Time]) -> Vec<f64> {
    starts.windows(2).map(|span| if let [start, end] = span { end.since(*start).hours() / 24.0 } else { 0.0 }).collect()
}

/// What a unit is worth; one, where nothing is said, so that keeping it is never free.
fn value_of(item: Option<&Item>) -> f64 {
    item.map(|item| item.cost).filter(|cost| *cost > 0.0).unwrap_or(1.0)
}

/// Money for keeping a unit for a month.
pub(in crate::app::derived) fn monthly_holding(item: Option<&Item>) -> f64 {
    item.and_then(|item| item.holding_cost).unwrap_or(HOLDING * value_of(item))
}

/// What an item costs, and what is there of it; `idle` units of its stock help nobody. Of the flows the first is asked for, the second comes anyway.
pub(super) fn item(
    workspace: &Workspace,
    id: ItemId,
    (demand, receipts): (Vec<f64>, Vec<f64>),
    hours: Vec<planner::HoursPerUnit>,
    idle: f64,
    starts: &[Time],
) -> planner::Item {
    let item = workspace.items.get(&id);
    let value = value_of(item);
    let holding = monthly_holding(item);
    let owed = item.and_then(|item| item.backlog_cost).unwrap_or(BACKLOG * value);
    let days = days(starts);
    let per_period = |monthly: f64| days.iter().map(|days| monthly * days / MONTH_DAYS).collect::<Vec<f64>>();
    let stocks = workspace.stocks.values().filter(|stock| stock.item == Some(id));
    let (on_hand, minimum) = stocks.fold((0.0, 0.0), |(on_hand, minimum), stock| (on_hand + stock.on_hand, minimum + stock.minimum));
    let subcontract = item.and_then(|item| item.subcontract_cost);
    planner::Item {
        demand,
        receipts,
        hours,
        unit_cost: material_cost(workspace, id, &mut BTreeSet::new()).into(),
        holding_cost: per_period(holding).into(),
        opening_stock: (on_hand - idle).max(0.0),
        opening_backlog: (idle - on_hand).max(0.0),
        minimum_stock: minimum.into(),
        most_stock: planner::Series::default(),
        end_stock: 0.0,
        backlog: Some(planner::Backlog { cost: per_period(owed).into(), most: planner::Series::default(), at_end: 0.0 }),
        subcontract: subcontract.map(|cost| planner::Subcontract { unit_cost: cost.into(), most: planner::Series::default() }),
    }
}

/// What is bought for one unit, by the first way in which the item is made.
fn material_cost(workspace: &Workspace, item: ItemId, above: &mut BTreeSet<ItemId>) -> f64 {
    let makes =
        |id: ItemId| workspace.operations.values().filter(move |operation| operation.item == Some(id)).min_by_key(|way| way.priority);
    let (Some(way), true) = (makes(item), above.insert(item)) else {
        return workspace.items.get(&item).map_or(0.0, |item| item.cost);
    };
    let steps: BTreeSet<OperationId> =
        workspace.operations.values().filter(|step| step.id == way.id || step.owner == Some(way.id)).map(|step| step.id).collect();
    let lines = workspace.operation_materials.values().filter(|line| line.operation.is_some_and(|step| steps.contains(&step)));
    let cost = lines
        .filter(|line| line.quantity < 0.0)
        .filter_map(|line| Some(-line.quantity * material_cost(workspace, line.item?, above)))
        .sum();
    above.remove(&item);
    cost
}
