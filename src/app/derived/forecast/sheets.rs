//! The periods of each series, filled from orders and from what was said of them.
//!
//! Every order counts in one series, the one that names it most exactly, so that sums over series count nothing twice.

use crate::app::derived::demand::{period_after, period_start};
use crate::engine::forecast::{Window, consume};
use crate::model::{
    CustomerId, Forecast, ForecastId, Gather, ItemId, Order, OrderId, OrderStatus, Period, RecordId, Time, Verdict, Workspace, sort_with,
};
use std::collections::{BTreeMap, BTreeSet};

/// One period of a series.
#[derive(Clone, PartialEq, Debug)]
pub struct PeriodRow {
    /// First moment of the period.
    pub start: Time,
    /// Units of orders due in it that were not withdrawn; nothing where the series is not made from orders.
    pub ordered: Option<f64>,
    pub typed: Option<f64>,
    pub correction: Option<f64>,
    /// Units of open orders without a promise, and of those with one.
    pub open: f64,
    pub promised: f64,
    pub baseline: Option<f64>,
    /// The 80 % range of the accepted forecast, where it was kept.
    pub range: Option<(f64, f64)>,
    pub adjustment: Option<f64>,
    pub reason: String,
    pub author: String,
    /// What of the expected demand no order has used up.
    pub left: f64,
    /// The orders behind the quantities.
    pub orders: Vec<OrderId>,
}

impl PeriodRow {
    /// Demand of the past as it was.
    pub fn history(&self) -> Option<f64> {
        self.typed.or(self.ordered)
    }

    /// What is expected: what a person says, else the accepted forecast.
    pub fn expected(&self) -> Option<f64> {
        self.adjustment.or(self.baseline)
    }
}

/// A series with its periods, those of the past first.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    pub id: ForecastId,
    pub name: String,
    pub item: Option<ItemId>,
    pub customer: Option<CustomerId>,
    pub period: Period,
    /// The method named, as text.
    pub method: String,
    /// Whether only whole units make sense.
    pub discrete: bool,
    /// How many periods are over; the one that holds the present is not.
    pub past: usize,
    pub rows: Vec<PeriodRow>,
}

impl Series {
    /// What a method learns from: corrected where it was corrected; gaps are `None`.
    pub fn history(&self) -> Vec<Option<f64>> {
        self.rows.iter().take(self.past).map(|row| row.correction.or(row.history())).collect()
    }

    /// The periods to come.
    pub fn coming(&self) -> &[PeriodRow] {
        self.rows.get(self.past..).unwrap_or_default()
    }

    /// A quantity as this series counts.
    pub fn rounded(&self, quantity: f64) -> f64 {
        if self.discrete { quantity.round() } else { (quantity * 1e4).round() / 1e4 }
    }
}

/// Periods of the past at most: three years of days.
const MOST_PAST: usize = 1_096;
/// Periods ahead at most.
const MOST_AHEAD: usize = 400;

/// All series by name, as things stand at `now`.
pub fn series_sheets(workspace: &Workspace, now: Time) -> Vec<Series> {
    let mut orders = orders_by_series(workspace);
    let promised: BTreeSet<OrderId> =
        workspace.promises.values().filter(|promise| promise.verdict != Verdict::Refused).filter_map(|promise| promise.order).collect();
    let mut said: BTreeMap<ForecastId, Vec<&crate::model::ForecastValue>> = BTreeMap::new();
    for value in workspace.forecast_values.values() {
        if let Some(forecast) = value.forecast {
            said.entry(forecast).or_default().push(value);
        }
    }
    let mut all: Vec<Series> = workspace
        .forecasts
        .values()
        .map(|forecast| {
            let orders = orders.remove(&forecast.id).unwrap_or_default();
            let said = said.remove(&forecast.id).unwrap_or_default();
            sheet(forecast, &orders, &said, &promised, now)
        })
        .collect();
    sort_with(&mut all, |a, b| a.name.cmp(&b.name));
    all
}

fn sheet(forecast: &Forecast, orders: &[&Order], said: &[&crate::model::ForecastValue], promised: &BTreeSet<OrderId>, now: Time) -> Series {
    let period = forecast.period;
    let present = period_start(period, now);
    let past_orders = orders.iter().filter_map(|order| order.due).filter(|due| *due < present);
    let past_words = said.iter().filter(|value| value.history.is_some()).filter_map(|value| value.start);
    let first = past_orders.chain(past_words).min().map_or(present, |first| period_start(period, first)).min(present);
    let ahead = usize::try_from(forecast.horizon).unwrap_or(1).clamp(1, MOST_AHEAD);
    let mut starts = Vec::new();
    let mut start = first;
    while start < present {
        starts.push(start);
        start = period_after(period, start);
    }
    // A single order of long ago must not make endless periods.
    let left_out = starts.len().saturating_sub(MOST_PAST);
    starts.drain(..left_out);
    let past = starts.len();
    for _ in 0..ahead {
        starts.push(start);
        start = period_after(period, start);
    }
    let from_orders = orders.iter().any(|order| order.due.is_some_and(|due| due < present));
    let mut rows: Vec<PeriodRow> = starts
        .iter()
        .enumerate()
        .map(|(at, start)| PeriodRow {
            start: *start,
            ordered: (from_orders && at < past).then_some(0.0),
            typed: None,
            correction: None,
            open: 0.0,
            promised: 0.0,
            baseline: None,
            range: None,
            adjustment: None,
            reason: String::new(),
            author: String::new(),
            left: 0.0,
            orders: Vec::new(),
        })
        .collect();
    let end = start;
    let place = |time: Time| if time < end { starts.partition_point(|start| *start <= time).checked_sub(1) } else { None };
    let mut consuming = Vec::new();
    for order in orders {
        // What is overdue is still asked for now.
        let is_open = order.status == OrderStatus::Open;
        let Some(due) = order.due else { continue };
        if let Some(row) = place(due).and_then(|at| rows.get_mut(at)) {
            if due < present {
                row.ordered = Some(row.ordered.unwrap_or(0.0) + order.quantity);
            }
            row.orders.push(order.id);
        }
        let at = place(if is_open { due.max(present) } else { due });
        let Some((at, row)) = at.and_then(|at| Some((at, rows.get_mut(at)?))) else { continue };
        if at < past {
            continue;
        }
        consuming.push((at - past, order.quantity));
        if is_open && promised.contains(&order.id) {
            row.promised += order.quantity;
        } else if is_open {
            row.open += order.quantity;
        }
    }
    for value in said {
        let row = value.start.filter(|start| starts.first().is_some_and(|first| start >= first)).and_then(place);
        let Some(row) = row.and_then(|at| rows.get_mut(at)) else { continue };
        row.typed = row.typed.or(value.history);
        row.correction = row.correction.or(value.correction);
        if row.baseline.is_none() && value.baseline.is_some() {
            (row.baseline, row.range) = (value.baseline, value.low.zip(value.high));
        }
        if row.adjustment.is_none() && value.adjustment.is_some() {
            row.adjustment = value.adjustment;
            row.reason.clone_from(&value.reason);
            row.author.clone_from(&value.author);
        }
    }
    let expected: Vec<f64> = rows.iter().skip(past).map(|row| row.expected().unwrap_or(0.0)).collect();
    let periods = |number: i64| usize::try_from(number).unwrap_or(0).min(MOST_AHEAD);
    let window = Window { backward: periods(forecast.consume_before), forward: periods(forecast.consume_after) };
    let consumed = consume(&expected, &consuming, window);
    rows.iter_mut().skip(past).zip(consumed.open).for_each(|(row, left)| row.left = left);
    Series {
        id: forecast.id,
        name: forecast.name.clone(),
        item: forecast.item,
        customer: forecast.customer,
        period,
        method: forecast.method.clone(),
        discrete: forecast.discrete,
        past,
        rows,
    }
}

/// The orders of each series; those withdrawn or only asked for belong to none.
fn orders_by_series(workspace: &Workspace) -> BTreeMap<ForecastId, Vec<&Order>> {
    let mut by_item: BTreeMap<ItemId, Vec<&Forecast>> = BTreeMap::new();
    for forecast in workspace.forecasts.values() {
        if let Some(item) = forecast.item {
            by_item.entry(item).or_default().push(forecast);
        }
    }
    let mut found: BTreeMap<ForecastId, Vec<&Order>> = BTreeMap::new();
    let customers = |id: CustomerId| workspace.customers.get(&id).and_then(|customer| customer.owner);
    for order in workspace.orders.values().filter(|order| matches!(order.status, OrderStatus::Open | OrderStatus::Closed)) {
        let Some(item) = order.item else { continue };
        let groups = line_of(item, |id| workspace.items.get(&id).and_then(|item| item.owner));
        let buyers = order.customer.map(|customer| line_of(customer, customers)).unwrap_or_default();
        // How far away the item's and the customer's group are; a series without a customer is farther than any with one.
        let fits = |series: &&Forecast| {
            let buyer = match series.customer {
                Some(customer) => buyers.iter().position(|buyer| *buyer == customer)?,
                None => usize::MAX,
            };
            let place = series.location.is_none() || series.location == order.location;
            place.then_some((buyer, series.location.is_none(), series.id))
        };
        let best = groups.iter().find_map(|group| {
            let candidates = by_item.get(group)?.iter().filter_map(&fits);
            candidates.min()
        });
        if let Some((_, _, id)) = best {
            found.entry(id).or_default().push(order);
        }
    }
    found
}

/// A record and the groups above it, nearest first; a circle ends.
fn line_of<I: RecordId>(of: I, above: impl Fn(I) -> Option<I>) -> Vec<I> {
    let mut line = vec![of];
    while let Some(next) = line.last().and_then(|last| above(*last))
        && !line.contains(&next)
    {
        line.push(next);
    }
    line
}

/// Items with orders of the past that no series foresees, with the period that their history is long enough for.
pub fn missing_series(workspace: &Workspace, now: Time) -> Option<(Period, Vec<ItemId>)> {
    let foreseen: BTreeSet<ItemId> = workspace.forecasts.values().filter_map(|series| series.item).collect();
    let covered = |item: ItemId| {
        line_of(item, |id| workspace.items.get(&id).and_then(|item| item.owner)).iter().any(|group| foreseen.contains(group))
    };
    let past = |order: &&Order| matches!(order.status, OrderStatus::Open | OrderStatus::Closed) && order.due.is_some_and(|due| due < now);
    let orders: Vec<&Order> =
        workspace.orders.values().filter(past).filter(|order| order.item.is_some_and(|item| !covered(item))).collect();
    let first = orders.iter().filter_map(|order| order.due).min()?;
    let days = now.since(first).hours() / 24.0;
    let period = match days {
        days if days >= 730.0 => Period::Month,
        days if days >= 56.0 => Period::Week,
        _ => Period::Day,
    };
    let items: BTreeSet<ItemId> = orders.iter().filter_map(|order| order.item).collect();
    Some((period, items.into_iter().gather()))
}
