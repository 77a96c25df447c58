//! Material requirements planning: gross needs netted against stock level by level, gathered into lots and offset by lead times.
//!
//! Parents before components, so that every gross need is complete before it is netted (Orlicky 1975). A lot that should have been released
//! before the first period is released in it, and said to be late; its receipt stays where it is needed. Never moves a need.

use super::explosion::low_level_codes;
use super::lot_sizing::{LotCosts, LotRule, SizeLimits, lots};
use serde::{Deserialize, Serialize};

/// What goes into one unit of an item.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Position of the item that goes in.
    pub item: usize,
    pub quantity: f64,
}

/// An item with its stock and how it is replenished.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NettedItem {
    /// Demand from outside per period.
    pub demand: Vec<f64>,
    /// Negative where more is promised than there is.
    pub on_hand: f64,
    pub safety_stock: f64,
    /// What is on its way, by the period in which it arrives.
    pub scheduled_receipts: Vec<f64>,
    /// Periods from release to receipt.
    pub lead_time: u32,
    pub rule: LotRule,
    pub limits: SizeLimits,
    pub costs: LotCosts,
    pub components: Vec<Component>,
}

/// A lot that the netting proposes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedLot {
    pub receipt: usize,
    /// In which it is released; never before the first.
    pub release: usize,
    /// Periods before the first in which it should have been released.
    pub late_by: u32,
    pub quantity: f64,
}

/// Where a need is met from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    OnHand,
    /// A scheduled receipt of the period.
    Scheduled(usize),
    /// A planned lot, by its position.
    Lot(usize),
}

/// What of a period's need is met from where, first in first out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Supply {
    /// Of the need.
    pub period: usize,
    pub source: Source,
    pub quantity: f64,
}

/// The record of one item, by period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemNetting {
    pub low_level_code: usize,
    /// Demand from outside and from parents.
    pub gross: Vec<f64>,
    pub net: Vec<f64>,
    pub planned_receipts: Vec<f64>,
    pub planned_releases: Vec<f64>,
    pub projected_on_hand: Vec<f64>,
    /// Quantity that should have been released before the first period.
    pub late: f64,
    pub lots: Vec<PlannedLot>,
    pub supplies: Vec<Supply>,
}

/// What was wrong with the items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// The item contains itself by some way: what its own components need of it is not planned.
    ContainsItself { item: usize },
    /// A component that is no item, or whose quantity is no number above zero, was left out.
    ComponentUnknown { item: usize },
    /// Quantities that are no numbers, or demand and receipts below zero, count as zero.
    QuantityUnlawful { item: usize },
}

/// The netting of all items, in their sequence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Netting {
    pub items: Vec<ItemNetting>,
    pub findings: Vec<Finding>,
}

/// Nets all items over `periods` periods.
pub fn net(items: &[NettedItem], periods: usize) -> Netting {
    let mut findings = Vec::new();
    let is_known = |component: &Component| component.item < items.len() && component.quantity.is_finite() && component.quantity > 0.0;
    let components: Vec<Vec<Component>> = items.iter().map(|item| item.components.iter().copied().filter(is_known).collect()).collect();
    for (at, item) in items.iter().enumerate() {
        if components[at].len() < item.components.len() {
            findings.push(Finding::ComponentUnknown { item: at });
        }
        let numbers = item.demand.iter().chain(&item.scheduled_receipts).all(|number| number.is_finite() && *number >= 0.0);
        if !(numbers && item.on_hand.is_finite() && item.safety_stock.is_finite() && item.safety_stock >= 0.0) {
            findings.push(Finding::QuantityUnlawful { item: at });
        }
    }
    let lists: Vec<&[Component]> = components.iter().map(Vec::as_slice).collect();
    let levels = low_level_codes(&lists);
    findings.extend(levels.cyclic.iter().map(|item| Finding::ContainsItself { item: *item }));
    let mut gross: Vec<Vec<f64>> = items.iter().map(|item| by_period(&item.demand, periods)).collect();
    let mut netted = vec![ItemNetting::default(); items.len()];
    let mut is_done = vec![false; items.len()];
    for at in levels.order {
        is_done[at] = true;
        let record = net_one(&items[at], std::mem::take(&mut gross[at]), levels.codes[at]);
        for component in components[at].iter().filter(|component| !is_done[component.item]) {
            for (need, release) in gross[component.item].iter_mut().zip(&record.planned_releases) {
                *need += release * component.quantity;
            }
        }
        netted[at] = record;
    }
    Netting { items: netted, findings }
}

fn lawful(number: f64) -> f64 {
    if number.is_finite() { number.max(0.0) } else { 0.0 }
}

fn by_period(list: &[f64], periods: usize) -> Vec<f64> {
    (0..periods).map(|period| list.get(period).copied().map_or(0.0, lawful)).collect()
}

fn net_one(item: &NettedItem, gross: Vec<f64>, low_level_code: usize) -> ItemNetting {
    let periods = gross.len();
    let scheduled = by_period(&item.scheduled_receipts, periods);
    let on_hand = if item.on_hand.is_finite() { item.on_hand } else { 0.0 };
    let safety_stock = lawful(item.safety_stock);
    // What there is beyond the safety stock; never below zero once netted.
    let mut free = on_hand - safety_stock;
    let mut net = Vec::with_capacity(periods);
    for (need, receipt) in gross.iter().zip(&scheduled) {
        free += receipt - need;
        net.push((-free).max(0.0));
        free = free.max(0.0);
    }
    let planned_receipts = lots(&net, item.rule, &item.costs, item.limits).receipts;
    let mut planned_releases = vec![0.0; periods];
    let (mut planned, mut late) = (Vec::new(), 0.0);
    for (receipt, quantity) in planned_receipts.iter().copied().enumerate().filter(|(_, quantity)| *quantity > 0.0) {
        let before = item.lead_time as usize;
        let (release, late_by) = (receipt.saturating_sub(before), before.saturating_sub(receipt) as u32);
        planned_releases[release] += quantity;
        late += if late_by > 0 { quantity } else { 0.0 };
        planned.push(PlannedLot { receipt, release, late_by, quantity });
    }
    let mut stock = on_hand;
    let projected_on_hand = (0..periods)
        .map(|period| {
            stock += scheduled[period] + planned_receipts[period] - gross[period];
            stock
        })
        .collect();
    let supplies = first_in_first_out(on_hand, &scheduled, &planned, &gross);
    ItemNetting { low_level_code, gross, net, planned_receipts, planned_releases, projected_on_hand, late, lots: planned, supplies }
}

/// Meets the needs from stock and receipts in the sequence in which these arrive. More promised than there is, is a need of the first period.
fn first_in_first_out(on_hand: f64, scheduled: &[f64], lots: &[PlannedLot], gross: &[f64]) -> Vec<Supply> {
    let mut sources = vec![(Source::OnHand, on_hand.max(0.0))];
    let mut lots = lots.iter().enumerate().peekable();
    for (period, receipt) in scheduled.iter().enumerate() {
        if *receipt > 0.0 {
            sources.push((Source::Scheduled(period), *receipt));
        }
        while let Some((at, lot)) = lots.next_if(|(_, lot)| lot.receipt <= period) {
            sources.push((Source::Lot(at), lot.quantity));
        }
    }
    let mut sources = sources.into_iter();
    let (mut source, mut left) = sources.next().unwrap_or((Source::OnHand, 0.0));
    let mut supplies = Vec::new();
    for (period, need) in gross.iter().enumerate() {
        let mut need = if period == 0 { need + (-on_hand).max(0.0) } else { *need };
        // Below this a need is the rounding of a computer.
        let nothing = 1e-9 * need;
        while need > nothing {
            if left <= 0.0 {
                let Some(next) = sources.next() else { break };
                (source, left) = next;
                continue;
            }
            let quantity = need.min(left);
            supplies.push(Supply { period, source, quantity });
            need -= quantity;
            left -= quantity;
        }
    }
    supplies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safety_stock_is_kept_and_scheduled_receipts_are_used_first() {
        let item = NettedItem {
            demand: vec![10.0, 10.0, 10.0],
            on_hand: 12.0,
            safety_stock: 2.0,
            scheduled_receipts: vec![0.0, 4.0],
            lead_time: 1,
            ..NettedItem::default()
        };
        let found = net(&[item], 3);
        let record = &found.items[0];
        assert_eq!(record.net, [0.0, 6.0, 10.0]);
        assert_eq!(record.planned_releases, [6.0, 10.0, 0.0]);
        assert_eq!(record.projected_on_hand, [2.0, 2.0, 2.0]);
        assert_eq!(record.supplies[2], Supply { period: 1, source: Source::Scheduled(1), quantity: 4.0 });
        assert_eq!(found.findings, []);
    }

    #[test]
    fn strange_items_get_a_record_and_findings() {
        let circle = NettedItem {
            demand: vec![f64::NAN, 5.0],
            components: vec![Component { item: 0, quantity: 1.0 }, Component { item: 8, quantity: 1.0 }],
            lead_time: u32::MAX,
            ..NettedItem::default()
        };
        let found = net(&[circle], 2);
        assert_eq!(found.items[0].planned_releases, [5.0, 0.0]);
        assert_eq!(found.findings.len(), 3);
    }
}
