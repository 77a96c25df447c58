//! What is asked for of each item in each period: promised, open and foreseen apart.
//!
//! Never counts a demand twice: what orders have used up of a forecast is theirs.

use super::shared::{is_planned, members, sharing};
use crate::app::derived::demand::period_after;
use crate::app::derived::forecast::{PeriodRow, Series, series_sheets};
use crate::engine::plan::idle_stock;
use crate::model::text::number_text;
use crate::model::{ItemId, LocationId, OrderId, OrderStatus, RecordId, Time, Verdict, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Units asked for of an item, by period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Asked {
    /// Of open orders that the accepted plan delivers.
    pub promised: Vec<f64>,
    /// Of open orders that no plan has promised.
    pub open: Vec<f64>,
    /// Expected and not yet ordered.
    pub forecast: Vec<f64>,
}

impl Asked {
    pub(in crate::app::derived) fn none(periods: usize) -> Asked {
        Asked { promised: vec![0.0; periods], open: vec![0.0; periods], forecast: vec![0.0; periods] }
    }

    /// All of a period.
    pub fn total(&self, period: usize) -> f64 {
        [&self.promised, &self.open, &self.forecast].iter().filter_map(|list| list.get(period)).sum()
    }
}

/// What is asked for, and which series say nothing because no forecast of theirs is accepted.
pub(in crate::app::derived) struct Demand {
    pub asked: BTreeMap<ItemId, Asked>,
    pub silent_series: usize,
    /// Groups whose forecast was shared out to their items, one sentence each.
    pub shared: Vec<String>,
    /// All series, as they were read.
    pub series: Vec<Series>,
    /// Units in stock, by item, that none of this can take although more of the item is needed.
    pub idle: BTreeMap<ItemId, f64>,
}

/// Demand in the periods between neighbouring `starts`; what is overdue is asked for in the first.
pub(in crate::app::derived) fn demand(workspace: &Workspace, starts: &[Time], now: Time) -> Demand {
    let periods = starts.len().saturating_sub(1);
    let mut asked: BTreeMap<ItemId, Asked> = BTreeMap::new();
    let promised: BTreeSet<OrderId> =
        workspace.promises.values().filter(|promise| promise.verdict != Verdict::Refused).filter_map(|promise| promise.order).collect();
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
        let (Some(item), Some(due)) = (order.item, order.due) else { continue };
        let at = starts.partition_point(|start| *start <= due).saturating_sub(1);
        let of_item = asked.entry(item).or_insert_with(|| Asked::none(periods));
        let list = if promised.contains(&order.id) { &mut of_item.promised } else { &mut of_item.open };
        if let Some(sum) = list.get_mut(at) {
            *sum += order.quantity;
        }
    }
    let mut silent_series = 0;
    let all = series_sheets(workspace, now);
    let members = members(workspace);
    let mut shared = Vec::new();
    let mut foreseen: BTreeMap<(ItemId, Option<LocationId>), f64> = BTreeMap::new();
    for series in all.iter().filter(|series| is_planned(workspace, series.id)) {
        let Some(item) = series.item else { continue };
        if series.coming().iter().all(|row| row.expected().is_none()) {
            silent_series += 1;
            continue;
        }
        let location = workspace.forecasts.get(&series.id).and_then(|series| series.location);
        let mut add = |item: ItemId, row: &PeriodRow, quantity: f64| {
            let of_item = asked.entry(item).or_insert_with(|| Asked::none(periods));
            let units = spread(series, (row.start, quantity), starts, now, &mut of_item.forecast);
            *foreseen.entry((item, location)).or_default() += units;
        };
        let Some(sharing) = sharing(workspace, &members, &all, series, now) else {
            series.coming().iter().for_each(|row| add(item, row, row.left));
            continue;
        };
        for row in series.coming() {
            sharing.items.iter().zip(sharing.parts(row.left)).for_each(|(item, part)| add(*item, row, part));
        }
        let by = if sharing.is_from_orders {
            "by what was ordered of each in the last year"
        } else {
            "in equal parts, for none was ordered yet"
        };
        shared.push(format!("The forecast {} is shared out to {} items {by}.", series.name, sharing.items.len()));
    }
    let last = starts.last().copied().unwrap_or(now);
    let foreseen: Vec<_> =
        foreseen.into_iter().filter(|(_, units)| *units > 0.0).map(|((item, place), units)| (item, place, units, last)).collect();
    let idle = idle_stock(workspace, &foreseen, now);
    Demand { asked, silent_series, shared, series: all, idle }
}

/// Spreads what a period of a series still expects evenly over its days that are to come; answers how much of it that is.
fn spread(series: &Series, (first, quantity): (Time, f64), starts: &[Time], now: Time, into: &mut [f64]) -> f64 {
    let (from, to) = (first.max(now), period_after(series.period, first));
    let whole = to.since(from).seconds() as f64;
    let mut all = 0.0;
    if whole <= 0.0 || quantity <= 0.0 {
        return all;
    }
    for (span, sum) in starts.windows(2).zip(into) {
        if let [start, end] = span {
            let shared = (*end).min(to).since((*start).max(from)).seconds();
            if shared > 0 {
                let part = quantity * shared as f64 / whole;
                *sum += part;
                all += part;
            }
        }
    }
    all
}

/// Says which stock does not count, of the items that are meant; nothing where all of it does.
pub(in crate::app::derived) fn idle_sentence(
    workspace: &Workspace,
    idle: &BTreeMap<ItemId, f64>,
    is_meant: &dyn Fn(ItemId) -> bool,
) -> Option<String> {
    let meant: Vec<String> = idle
        .iter()
        .filter(|(item, _)| is_meant(**item))
        .map(|(item, units)| format!("{} of {}", number_text((units * 100.0).round() / 100.0), item_name(workspace, *item)))
        .collect();
    let told = meant.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let more = if meant.len() > 4 { format!(" and of {} more items", meant.len() - 4) } else { String::new() };
    (!meant.is_empty()).then(|| format!("In stock, but at a place or of a batch that no demand can take, so not counted: {told}{more}."))
}

/// The name of an item, or what stands for it.
pub(in crate::app::derived) fn item_name(workspace: &Workspace, item: ItemId) -> String {
    workspace.label(crate::model::TableName::Item, item.raw())
}
