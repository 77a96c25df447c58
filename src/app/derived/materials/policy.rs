//! Lot rules with what each would cost, and the stock at which to order again with the share of demand that it serves.
//!
//! Never chooses a rule: the planner does, on the item.

use super::basis::{MaterialItem, Materials, days_of};
use super::source::SourceKind;
use crate::app::derived::aggregate::MONTH_DAYS;
use crate::app::derived::forecast::Series;
use crate::engine::supply::{
    EconomicLot, LeadTimeDemand, LotRule as EngineRule, ReorderPoint, SizeLimits, economic_lot, fill_rate_of, lots, production_lot,
    reorder_point,
};
use crate::model::{FieldKind, FieldValue, ItemId, LotRule, Time};

/// Demand of an item as it was: mean and variance of a day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct History {
    pub mean: f64,
    pub variance: f64,
    pub periods: usize,
}

/// Periods from which on a history says how much demand varies.
const ENOUGH: usize = 6;

/// The demand of an item in the past, over all its series of the period of which most is known.
pub(super) fn history(series: &[Series], item: ItemId, now: Time) -> Option<History> {
    let of_item = || series.iter().filter(|series| series.item == Some(item));
    let longest = of_item().max_by_key(|series| series.past)?;
    let mut sums = std::collections::BTreeMap::<Time, f64>::new();
    for series in of_item().filter(|series| series.period == longest.period) {
        for row in series.rows.iter().take(series.past).filter(|row| row.start < now) {
            if let Some(quantity) = row.history() {
                *sums.entry(row.start).or_default() += quantity;
            }
        }
    }
    let (mean, variance) = spread(sums.values().copied())?;
    let days = days_of(longest.period);
    (sums.len() >= ENOUGH).then(|| History { mean: mean / days, variance: variance / days, periods: sums.len() })
}

/// Mean and variance of a sample.
fn spread(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let count = values.clone().count();
    if count < 2 {
        return None;
    }
    let mean = values.clone().sum::<f64>() / count as f64;
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    Some((mean, squares / (count - 1) as f64))
}

/// The name of a lot rule for people.
pub fn rule_name(rule: LotRule) -> &'static str {
    let code = rule.code();
    match LotRule::KIND {
        FieldKind::Choice(choices) => choices.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label),
        _ => "",
    }
}

/// A rule as the engine takes it. What is made arrives little by little, so its economic lot is the larger one of production (Taft 1918): the
/// engine is told that lot as the least one.
pub(super) fn lot_rule(item: &MaterialItem, rule: LotRule, limits: SizeLimits) -> (EngineRule, SizeLimits) {
    let quantity = item.lot_quantity.filter(|quantity| *quantity > 0.0);
    let rule = match rule {
        LotRule::LotForLot => EngineRule::LotForLot,
        LotRule::Fixed => quantity.map_or(EngineRule::LotForLot, |quantity| EngineRule::Fixed { quantity }),
        LotRule::Periods => EngineRule::PeriodsOfSupply { periods: quantity.map_or(1, |quantity| quantity.round().clamp(1.0, 1e6) as u32) },
        LotRule::SilverMeal => EngineRule::SilverMeal,
        LotRule::WagnerWhitin => EngineRule::WagnerWhitin,
        LotRule::Economic => {
            let least = limits.minimum.max(economic(item).quantity);
            return (EngineRule::LotForLot, SizeLimits { minimum: least, ..limits });
        }
    };
    (rule, limits)
}

/// The economic lot, as if what is needed on average were needed every day; costs are those of a month.
pub fn economic(item: &MaterialItem) -> EconomicLot {
    let monthly = item.per_day * MONTH_DAYS;
    match item.units_per_day.filter(|rate| matches!(item.source.kind, SourceKind::Make(_)) && *rate > item.per_day) {
        Some(rate) => production_lot(monthly, item.order_cost, item.monthly_holding, item.per_day, rate),
        None => economic_lot(monthly, item.order_cost, item.monthly_holding),
    }
}

/// What a rule comes to over the periods looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleCost {
    pub rule: LotRule,
    pub lots: usize,
    pub ordering: f64,
    pub keeping: f64,
    pub is_chosen: bool,
}

impl RuleCost {
    pub fn total(&self) -> f64 {
        self.ordering + self.keeping
    }
}

/// When to order again, and how much of demand is met from stock.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StockPolicy {
    /// Units that a day needs, and the standard deviation of a day.
    pub mean: f64,
    pub deviation: f64,
    /// Periods of history that this is known from; none where it is from the needs ahead.
    pub periods_of_history: Option<usize>,
    pub lead_days: f64,
    pub during_lead: LeadTimeDemand,
    pub service_level: f64,
    pub point: ReorderPoint,
    /// Units of an average lot.
    pub lot: f64,
    pub safety_stock: f64,
    /// The share of demand met from stock with the safety stock as it is set.
    pub fill_rate: f64,
}

impl Materials {
    /// Needs beyond stock and receipts under each rule, of the item at a position; rules that lack a lot size are left out.
    pub fn rule_costs(&self, at: usize) -> Vec<RuleCost> {
        let (Some(item), Some(netted), Some(record)) = (self.items.get(at), self.netted.get(at), self.netting.items.get(at)) else {
            return Vec::new();
        };
        let limits = SizeLimits { minimum: item.source.sizes.minimum, multiple: item.source.sizes.multiple.unwrap_or(0.0) };
        let has_size = item.lot_quantity.is_some_and(|quantity| quantity > 0.0);
        let is_told = |rule: &LotRule| has_size || !matches!(rule, LotRule::Fixed | LotRule::Periods);
        let cost = |rule: LotRule| {
            let (engine, limits) = lot_rule(item, rule, limits);
            let found = lots(&record.net, engine, &netted.costs, limits);
            let lots = found.receipts.iter().filter(|quantity| **quantity > 0.0).count();
            RuleCost { rule, lots, ordering: found.setup_cost, keeping: found.holding_cost, is_chosen: rule == item.rule }
        };
        LotRule::ALL.iter().copied().filter(is_told).map(cost).collect()
    }

    /// The reorder point and fill rate of the item at a position; nothing where it is not needed at all.
    pub fn stock_policy(&self, at: usize) -> Option<StockPolicy> {
        let (item, netted, record) = (self.items.get(at)?, self.netted.get(at)?, self.netting.items.get(at)?);
        // The first period has begun and is no whole one.
        let ahead = spread(record.gross.iter().skip(1).copied());
        let days = days_of(self.period);
        let (mean, variance, periods_of_history) = match (item.history, ahead) {
            (Some(history), _) => (history.mean, history.variance, Some(history.periods)),
            (None, Some((mean, variance))) => (mean / days, variance / days, None),
            (None, None) => return None,
        };
        if mean <= 0.0 {
            return None;
        }
        let (deviation, lead_days) = (variance.sqrt(), item.lead.hours() / 24.0);
        let during_lead = LeadTimeDemand::of(mean, deviation, lead_days, 0.0);
        let point = reorder_point(during_lead, item.service_level);
        let lot = match record.lots.len() {
            0 => mean * days,
            count => record.lots.iter().map(|lot| lot.quantity).sum::<f64>() / count as f64,
        };
        let factor = if during_lead.deviation > 0.0 { netted.safety_stock / during_lead.deviation } else { 0.0 };
        Some(StockPolicy {
            mean,
            deviation,
            periods_of_history,
            lead_days,
            during_lead,
            service_level: item.service_level,
            point,
            lot,
            safety_stock: netted.safety_stock,
            fill_rate: fill_rate_of(during_lead, lot, factor),
        })
    }
}
