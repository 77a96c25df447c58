//! From the workspace to the netting and back: items with their needs, stock, receipts, lead times and lot rules, by period.
//!
//! Stock counts by item, but for what no demand can take where it lies or of its batch; the netting itself is the engine's.

use super::policy::{History, history, lot_rule};
use super::source::{ItemSource, Pace, SourceKind, pace, source_of};
use crate::app::derived::aggregate::{Asked, Demand, MONTH_DAYS, ahead, demand, idle_sentence, item_name, monthly_holding};
use crate::app::derived::demand::period_label;
use crate::engine::plan::{Calendars, Shop};
use crate::engine::supply::{Component, Finding, LotCosts, NettedItem, Netting, Shortage, SizeLimits, explode, net, shortages};
use crate::model::{
    Gather, ItemId, ItemKind, LotRule, Period, Span, SupplyKind, SupplyOrder, SupplyOrderId, SupplyStatus, Time, Workspace, sort_with_key,
};
use std::collections::{BTreeMap, BTreeSet};

/// How far and how finely to look ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MaterialsWish {
    pub period: Period,
    pub periods: usize,
}

impl MaterialsWish {
    /// As far as a planner of such periods usually looks.
    pub fn of(period: Period) -> MaterialsWish {
        let periods = match period {
            Period::Day => 42,
            Period::Week => 16,
            Period::Month => 12,
        };
        MaterialsWish { period, periods }
    }
}

/// An item with all that the netting was told of it.
#[derive(Clone, PartialEq, Debug)]
pub struct MaterialItem {
    pub id: ItemId,
    pub name: String,
    pub unit: String,
    /// Whether it is made or bought for an order, and never for stock.
    pub is_to_order: bool,
    pub source: ItemSource,
    /// Time to get a usual lot once its parts are there.
    pub lead: Span,
    /// Units of that lot: what an average period needs.
    pub usual_lot: f64,
    /// Units a day that can be made at most, where it is made.
    pub units_per_day: Option<f64>,
    /// Units a day that are needed on average, for orders and as a part of others.
    pub per_day: f64,
    pub asked: Asked,
    /// What released orders to make will take of it: the order, the period, units.
    pub taken: Vec<(SupplyOrderId, usize, f64)>,
    /// What released orders will bring: the order, the period, units.
    pub receipts: Vec<(SupplyOrderId, usize, f64)>,
    pub rule: LotRule,
    /// Units of a fixed lot, or periods that a lot covers.
    pub lot_quantity: Option<f64>,
    pub order_cost: f64,
    /// Money for keeping a unit for a month.
    pub monthly_holding: f64,
    /// Share of cycles without a shortage that is wanted.
    pub service_level: f64,
    pub(super) history: Option<History>,
}

/// The netting of a workspace with everything to read it by; items by name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Materials {
    pub period: Period,
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
    pub period_names: Vec<String>,
    pub items: Vec<MaterialItem>,
    /// What the engine was told, by the position of the item.
    pub netted: Vec<NettedItem>,
    pub netting: Netting,
    pub shortages: Vec<Shortage>,
    /// What the numbers rest on, one sentence each.
    pub assumptions: Vec<String>,
}

/// Calendars that most lots end in.
const NEAR: Span = Span::from_days(28);

/// Nets all items that anything is asked of, from the first day of the plan ahead on.
pub fn materials(workspace: &Workspace, now: Time, wish: MaterialsWish) -> Materials {
    let ahead = ahead(workspace, now, wish.period, wish.periods);
    let Demand { asked, silent_series, shared, series, idle } = demand(workspace, &ahead.asked_in(), ahead.since);
    let (since, now) = (ahead.since, ahead.begin());
    let begins = ahead.told(wish.period);
    let starts = ahead.starts;
    let periods = starts.len() - 1;
    let shop = Shop::new(workspace);
    let flows = flows(workspace, &shop, &starts);
    let sources = reached(workspace, &shop, &asked, &flows);
    let mut ids: Vec<ItemId> = sources.keys().copied().collect();
    sort_with_key(&mut ids, |id| item_name(workspace, *id));
    let places: BTreeMap<ItemId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).gather();
    let components: Vec<Vec<Component>> = ids.iter().map(|id| components(&sources, &places, *id)).collect();
    let last = starts.last().copied().unwrap_or(now);
    let calendars = Calendars::new(workspace, now, last.plus(Span::from_days(90)));
    let near = Calendars::new(workspace, now, last.min(now.plus(NEAR)));
    let usual = usual_quantities(&ids, &components, &asked, periods);
    let mut items = Vec::new();
    let mut netted = Vec::new();
    for ((id, components), usual) in ids.iter().zip(components).zip(usual) {
        let Some(mut source) = sources.get(id).cloned() else { continue };
        // What is foreseen in whole units is not got in parts of one, though a period may need less.
        if series.iter().any(|series| series.discrete && series.item == Some(*id)) {
            source.sizes.multiple = source.sizes.multiple.or(Some(1.0));
        }
        let lot = source.sizes.rounded(usual.max(1.0));
        let pace = pace(&shop, &near, &calendars, &source, lot, now);
        let item = described(workspace, *id, source, pace, &asked, &flows, periods);
        let (history, per_day) = (history(&series, *id, since), usual / days_of(wish.period));
        let item = MaterialItem { history, per_day, usual_lot: lot, ..item };
        let idle = idle.get(id).copied().unwrap_or(0.0);
        netted.push(told(workspace, &item, (components, idle), &starts, wish.period));
        items.push(item);
    }
    let netting = net(&netted, periods);
    let mut found = Materials {
        period: wish.period,
        period_names: starts.iter().take(periods).map(|start| period_label(wish.period, *start)).collect(),
        starts,
        shortages: shortages(&netted, &netting),
        items,
        netted,
        netting,
        assumptions: Vec::new(),
    };
    found.assumptions = begins.into_iter().chain(assumptions(&found, silent_series)).collect();
    found.assumptions.extend(shared);
    found.assumptions.extend(idle_sentence(workspace, &idle, &|item| places.contains_key(&item)));
    found
}

/// What released orders bring and take, by item.
#[derive(Default)]
struct Flows {
    brought: BTreeMap<ItemId, Vec<(SupplyOrderId, usize, f64)>>,
    taken: BTreeMap<ItemId, Vec<(SupplyOrderId, usize, f64)>>,
}

/// Released orders arrive when they end; what they still need is taken when they start. What is under way has its parts already.
fn flows(workspace: &Workspace, shop: &Shop, starts: &[Time]) -> Flows {
    let mut flows = Flows::default();
    let place = |time: Time| starts.partition_point(|start| *start <= time).saturating_sub(1);
    let beyond = starts.len().saturating_sub(1);
    let is_released =
        |order: &&SupplyOrder| matches!(order.status, SupplyStatus::Approved | SupplyStatus::Confirmed | SupplyStatus::Completed);
    for order in workspace.supply_orders.values().filter(is_released) {
        let done = order.status == SupplyStatus::Completed;
        let end = if done { 0 } else { order.end.or(order.start).map_or(0, place) };
        let operation = order.operation.and_then(|id| workspace.operations.get(&id));
        match (order.kind, operation) {
            (SupplyKind::Make, Some(operation)) => {
                for output in shop.outputs(operation) {
                    let units = output.per_unit * order.quantity + output.per_run;
                    if end < beyond && units > 0.0 {
                        flows.brought.entry(output.item).or_default().push((order.id, end, units));
                    }
                }
                let begin = order.start.or(order.end).map_or(0, place);
                if order.status == SupplyStatus::Approved && begin < beyond {
                    take(shop, operation, order, begin, &mut flows);
                }
            }
            (SupplyKind::Make | SupplyKind::Buy, _) => {
                if let Some(item) = order.item.filter(|_| end < beyond && order.quantity > 0.0) {
                    flows.brought.entry(item).or_default().push((order.id, end, order.quantity));
                }
            }
            // A move changes where stock lies, not how much there is.
            (SupplyKind::Move | SupplyKind::Deliver, _) => {}
        }
    }
    flows
}

fn take(shop: &Shop, operation: &crate::model::Operation, order: &SupplyOrder, begin: usize, flows: &mut Flows) {
    let item = order.item.or(operation.item).or_else(|| shop.outputs(operation).first().map(|output| output.item));
    let Some(item) = item else { return };
    let per_unit = shop.outputs(operation).iter().find(|output| output.item == item).map_or(1.0, |output| output.per_unit);
    let parts = crate::engine::flow::parts(shop, crate::engine::plan::Source::Make(operation), item, order.location);
    for (part, _, quantity) in parts {
        let units = quantity * per_unit * order.quantity;
        if units > 0.0 {
            flows.taken.entry(part).or_default().push((order.id, begin, units));
        }
    }
}

/// Every item that anything is asked of, and all that goes into it.
fn reached(workspace: &Workspace, shop: &Shop, asked: &BTreeMap<ItemId, Asked>, flows: &Flows) -> BTreeMap<ItemId, ItemSource> {
    let mut waiting: Vec<ItemId> = asked.keys().chain(flows.brought.keys()).chain(flows.taken.keys()).copied().collect();
    // Whatever lies below its safety stock is to be filled up.
    let mut stocks: BTreeMap<ItemId, f64> = BTreeMap::new();
    for stock in workspace.stocks.values() {
        if let Some(item) = stock.item {
            *stocks.entry(item).or_default() += stock.on_hand - stock.minimum;
        }
    }
    waiting.extend(stocks.iter().filter(|(_, free)| **free < 0.0).map(|(item, _)| *item));
    let mut found = BTreeMap::new();
    while let Some(item) = waiting.pop() {
        if workspace.items.contains_key(&item) && !found.contains_key(&item) {
            let source = source_of(shop, item);
            waiting.extend(source.parts.iter().map(|(part, _)| *part));
            found.insert(item, source);
        }
    }
    found
}

fn components(sources: &BTreeMap<ItemId, ItemSource>, places: &BTreeMap<ItemId, usize>, id: ItemId) -> Vec<Component> {
    let parts = sources.get(&id).map(|source| source.parts.as_slice()).unwrap_or_default();
    let component = |(part, quantity): &(ItemId, f64)| Some(Component { item: *places.get(part)?, quantity: *quantity });
    parts.iter().filter_map(component).collect()
}

/// Units of each item that an average period needs, as if there were no stock: lead times are those of such lots.
fn usual_quantities(ids: &[ItemId], components: &[Vec<Component>], asked: &BTreeMap<ItemId, Asked>, periods: usize) -> Vec<f64> {
    let whole = |id: &ItemId| asked.get(id).map_or(0.0, |asked| (0..periods).map(|at| asked.total(at)).sum::<f64>());
    let lists: Vec<&[Component]> = components.iter().map(Vec::as_slice).collect();
    let sums = explode(&lists, &ids.iter().map(whole).collect::<Vec<f64>>());
    sums.into_iter().map(|sum| sum / periods.max(1) as f64).collect()
}

fn described(
    workspace: &Workspace,
    id: ItemId,
    source: ItemSource,
    pace: Pace,
    asked: &BTreeMap<ItemId, Asked>,
    flows: &Flows,
    periods: usize,
) -> MaterialItem {
    let item = workspace.items.get(&id);
    MaterialItem {
        id,
        name: item_name(workspace, id),
        unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
        is_to_order: item.is_some_and(|item| item.kind == ItemKind::Order),
        source,
        lead: pace.lead,
        usual_lot: 0.0,
        units_per_day: pace.units_per_day,
        per_day: 0.0,
        asked: asked.get(&id).cloned().unwrap_or_else(|| Asked::none(periods)),
        taken: flows.taken.get(&id).cloned().unwrap_or_default(),
        receipts: flows.brought.get(&id).cloned().unwrap_or_default(),
        rule: item.map(|item| item.lot_rule).unwrap_or_default(),
        lot_quantity: item.and_then(|item| item.lot_quantity),
        order_cost: item.map_or(0.0, |item| item.order_cost),
        monthly_holding: monthly_holding(item),
        service_level: item.map_or(0.95, |item| (item.service_level / 100.0).clamp(0.0, 1.0)),
        history: None,
    }
}

/// What the engine is told of an item; `idle` units of its stock help nobody.
fn told(
    workspace: &Workspace,
    item: &MaterialItem,
    (components, idle): (Vec<Component>, f64),
    starts: &[Time],
    period: Period,
) -> NettedItem {
    let periods = starts.len() - 1;
    let sum = |list: &[(SupplyOrderId, usize, f64)], at: usize| -> f64 {
        list.iter().filter(|(_, period, _)| *period == at).map(|(.., units)| units).sum()
    };
    let demand: Vec<f64> = (0..periods).map(|at| item.asked.total(at) + sum(&item.taken, at)).collect();
    let stocks = workspace.stocks.values().filter(|stock| stock.item == Some(item.id));
    let (on_hand, safety_stock) = stocks.fold((0.0, 0.0), |(on_hand, minimum), stock| (on_hand + stock.on_hand, minimum + stock.minimum));
    let holding = starts
        .windows(2)
        .map(|span| if let [start, end] = span { item.monthly_holding * end.since(*start).hours() / 24.0 / MONTH_DAYS } else { 0.0 });
    let costs = LotCosts { setup: vec![item.order_cost], holding: holding.collect() };
    let limits = SizeLimits { minimum: item.source.sizes.minimum, multiple: item.source.sizes.multiple.unwrap_or(0.0) };
    let (rule, limits) = lot_rule(item, item.rule, limits);
    let lead_time = match item.source.kind {
        // What nobody makes or supplies never comes within sight.
        SourceKind::Nowhere => periods as u32,
        _ => lead_periods(item.lead, period),
    };
    NettedItem {
        demand,
        on_hand: on_hand - idle,
        safety_stock,
        scheduled_receipts: (0..periods).map(|at| sum(&item.receipts, at)).collect(),
        lead_time,
        rule,
        limits,
        costs,
        components,
    }
}

/// Days of a period.
pub(in crate::app::derived) fn days_of(period: Period) -> f64 {
    match period {
        Period::Day => 1.0,
        Period::Week => 7.0,
        Period::Month => MONTH_DAYS,
    }
}

/// A lead time in whole periods, rounded up; what takes less than half a period is done within it, and a twentieth too much is no period more.
fn lead_periods(lead: Span, period: Period) -> u32 {
    let periods = lead.hours() / 24.0 / days_of(period);
    if periods < 0.5 { 0 } else { (periods - 0.05).ceil().min(1e6) as u32 }
}

fn assumptions(found: &Materials, silent_series: usize) -> Vec<String> {
    let mut told = vec![
        "Needed are open orders and accepted forecasts; what is overdue counts in the first period. Stock counts wherever it can be fetched from."
            .to_owned(),
        "Lead times count in whole periods, rounded up; less than half a period counts as none. Capacity is not looked at here.".to_owned(),
    ];
    if silent_series > 0 {
        told.push(format!("{silent_series} forecast series count for nothing, for no forecast of theirs is accepted."));
    }
    let named = |at: usize| found.items.get(at).map(|item| item.name.clone()).unwrap_or_default();
    let is_short = |at: usize| found.netting.items.get(at).is_some_and(|record| !record.lots.is_empty());
    let lost: Vec<String> = (0..found.items.len())
        .filter(|at| found.items.get(*at).is_some_and(|item| item.source.kind == SourceKind::Nowhere) && is_short(*at))
        .map(named)
        .collect();
    if !lost.is_empty() {
        let (shown, more) = (lost.iter().take(4).cloned().collect::<Vec<_>>().join(", "), lost.len().saturating_sub(4));
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        told.push(format!("Nobody makes or supplies {shown}{more}: enter an operation or a supplier."));
    }
    let circles: BTreeSet<usize> = found
        .netting
        .findings
        .iter()
        .filter_map(|finding| if let Finding::ContainsItself { item } = finding { Some(*item) } else { None })
        .collect();
    told.extend(circles.into_iter().map(|at| format!("{} goes into itself; that need is left out.", named(at))));
    told
}
