//! What is foreseen of a group reaches the items of it that are made: each gets its share, and the shares add up to what was foreseen.
//!
//! Never shares out what an item's own series foresees: an order counts in the series that names it most exactly, so a group's series stands for the
//! items without one.

use crate::app::derived::forecast::{PeriodRow, Series};
use crate::engine::forecast::{disaggregate, shares_of};
use crate::model::{ForecastId, ItemId, RecordId, Span, Time, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Days of the past whose orders say how a group is shared out.
const DAYS: i64 = 365;
/// Groups within groups that are followed at most.
const MOST_LEVELS: usize = 20;

/// How the series of one group is shared out.
pub(super) struct Sharing {
    pub items: Vec<ItemId>,
    weights: Vec<f64>,
    unit: f64,
    /// Whether orders said so; otherwise all get the same.
    pub is_from_orders: bool,
}

impl Sharing {
    /// The parts of a quantity, as the items stand; their sum is the quantity.
    pub fn parts(&self, quantity: f64) -> Vec<f64> {
        let units = quantity / self.unit;
        // What was used up in parts of a unit cannot be shared out in whole ones.
        if (units - units.round()).abs() < 1e-9 {
            disaggregate(quantity, &self.weights, self.unit)
        } else {
            shares_of(&self.weights).iter().map(|share| share * quantity).collect()
        }
    }
}

/// Items by group.
pub(super) fn members(workspace: &Workspace) -> BTreeMap<ItemId, Vec<ItemId>> {
    let mut members: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
    for item in workspace.items.values() {
        if let Some(owner) = item.owner {
            members.entry(owner).or_default().push(item.id);
        }
    }
    members
}

/// How a series is shared out; nothing where its item is no group, or is made itself.
pub(super) fn sharing(
    workspace: &Workspace,
    members: &BTreeMap<ItemId, Vec<ItemId>>,
    all: &[Series],
    series: &Series,
    now: Time,
) -> Option<Sharing> {
    let group = series.item?;
    let is_made = |item: ItemId| workspace.operations.values().any(|operation| operation.item == Some(item));
    if !members.contains_key(&group) || is_made(group) {
        return None;
    }
    let leaves = leaves(members, group, &is_made);
    let counted = |rows: &mut dyn Iterator<Item = &PeriodRow>| -> Vec<f64> {
        let mut sums: BTreeMap<ItemId, f64> = BTreeMap::new();
        for order in rows.flat_map(|row| &row.orders).filter_map(|id| workspace.orders.get(id)) {
            if let Some(item) = order.item {
                *sums.entry(item).or_default() += order.quantity;
            }
        }
        leaves.iter().map(|item| sums.get(item).copied().unwrap_or(0.0)).collect()
    };
    let recent = now.plus(Span::from_days(-DAYS));
    let says = |weights: &Vec<f64>| weights.iter().any(|weight| *weight > 0.0);
    let past = counted(&mut series.rows.iter().take(series.past).filter(|row| row.start >= recent));
    let weights = Some(past).filter(says).or_else(|| Some(counted(&mut series.coming().iter())).filter(says));
    let unit = if series.discrete { 1.0 } else { 1e-4 };
    if let Some(weights) = weights {
        return Some(Sharing { items: leaves, weights, unit, is_from_orders: true });
    }
    // Without any order in it, the series stands for whatever has none of its own.
    let named: BTreeSet<ItemId> = all.iter().filter(|other| is_planned(workspace, other.id)).filter_map(|other| other.item).collect();
    let items: Vec<ItemId> = leaves.into_iter().filter(|item| !named.contains(item)).collect();
    let weights = vec![1.0; items.len()];
    (!items.is_empty()).then_some(Sharing { items, weights, unit, is_from_orders: false })
}

/// Whether a series is planned for.
pub(super) fn is_planned(workspace: &Workspace, id: ForecastId) -> bool {
    workspace.forecasts.get(&id).is_some_and(|series| series.planned)
}

/// The items of a group that are made or are no groups themselves, in the order of their ids.
fn leaves(members: &BTreeMap<ItemId, Vec<ItemId>>, group: ItemId, is_made: &dyn Fn(ItemId) -> bool) -> Vec<ItemId> {
    let (mut level, mut found) = (vec![group], BTreeSet::new());
    let mut seen = BTreeSet::from([group]);
    for _ in 0..MOST_LEVELS {
        let mut below = Vec::new();
        for item in level.iter().filter_map(|group| members.get(group)).flatten().copied() {
            if !seen.insert(item) {
                continue;
            }
            if is_made(item) || !members.contains_key(&item) {
                found.insert(item);
            } else {
                below.push(item);
            }
        }
        level = below;
    }
    let mut found: Vec<ItemId> = found.into_iter().collect();
    found.sort_unstable_by_key(|item| item.raw());
    found
}
