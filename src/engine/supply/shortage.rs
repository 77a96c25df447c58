//! Why something is short: what would be late by the netting, and the way down the bill of materials to what causes it.
//!
//! Never proposes what to do about it.

use super::netting::{ItemNetting, NettedItem, Netting, Source};
use serde::{Deserialize, Serialize};

/// Demand from outside that cannot be met in its period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shortage {
    pub item: usize,
    pub period: usize,
    /// What of the demand is late.
    pub quantity: f64,
    /// When all of it is there; may lie beyond the last period.
    pub until: usize,
    /// From the item's own late lot down to the lot that causes it, which is the last.
    pub chain: Vec<Link>,
}

/// One lot on the way down. Times are in periods.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub item: usize,
    /// Position of the lot among the item's.
    pub lot: usize,
    pub quantity: f64,
    pub wanted: usize,
    /// When it arrives, where nothing is hurried.
    pub arrives: usize,
    pub lead_time: u32,
    /// Periods that it is late by because it should have been released before the first period.
    pub released_late_by: u32,
    /// Periods that it waits for its latest component; that is the next link.
    pub waits_for_component: usize,
}

/// When each lot of an item arrives, and what it waits for.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    arrives: usize,
    waits: usize,
    /// The component and its lot.
    cause: Option<(usize, usize)>,
}

/// All demand that is late when every lot takes its lead time and waits for its components, by item and period.
pub fn shortages(items: &[NettedItem], netting: &Netting) -> Vec<Shortage> {
    let count = items.len().min(netting.items.len());
    let mut arrivals: Vec<Vec<Arrival>> = vec![Vec::new(); count];
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|item| std::cmp::Reverse(netting.items[*item].low_level_code));
    for item in order {
        let of_lot = |lot: &super::PlannedLot| {
            let parts = items[item].components.iter().map(|component| component.item).filter(|part| *part < count && *part != item);
            let latest =
                parts.filter_map(|part| latest_supply(&netting.items[part], &arrivals[part], lot.release).map(|found| (found, part)));
            let latest = latest.max_by_key(|((arrives, _), _)| *arrives).filter(|((arrives, _), _)| *arrives > lot.release);
            let waits = latest.map_or(0, |((arrives, _), _)| arrives - lot.release);
            let arrives = lot.release.saturating_add(waits).saturating_add(items[item].lead_time as usize);
            Arrival { arrives, waits, cause: latest.map(|((_, lot), part)| (part, lot)) }
        };
        arrivals[item] = netting.items[item].lots.iter().map(of_lot).collect();
    }
    let mut found = Vec::new();
    for (item, record) in netting.items.iter().enumerate().take(count) {
        for (period, demand) in items[item].demand.iter().copied().enumerate().filter(|(_, demand)| *demand > 0.0) {
            let late: f64 = record
                .supplies
                .iter()
                .filter(|supply| supply.period == period)
                .filter(|supply| matches!(supply.source, Source::Lot(lot) if arrivals[item][lot].arrives > period))
                .map(|supply| supply.quantity)
                .sum();
            let Some((until, lot)) = latest_supply(record, &arrivals[item], period).filter(|(until, _)| *until > period && late > 0.0)
            else {
                continue;
            };
            let chain = chain_of(items, netting, &arrivals, item, lot);
            found.push(Shortage { item, period, quantity: late.min(demand), until, chain });
        }
    }
    found
}

/// The lot that meets a period's need last, and when it arrives.
fn latest_supply(record: &ItemNetting, arrivals: &[Arrival], period: usize) -> Option<(usize, usize)> {
    let lots = record.supplies.iter().filter(|supply| supply.period == period).filter_map(|supply| match supply.source {
        Source::Lot(lot) => Some(lot),
        Source::OnHand | Source::Scheduled(_) => None,
    });
    lots.filter_map(|lot| arrivals.get(lot).map(|arrival| (arrival.arrives, lot))).max()
}

fn chain_of(items: &[NettedItem], netting: &Netting, arrivals: &[Vec<Arrival>], item: usize, lot: usize) -> Vec<Link> {
    let mut chain = Vec::new();
    let mut next = Some((item, lot));
    while let Some((item, at)) = next.filter(|_| chain.len() <= items.len()) {
        let (lot, arrival) = (netting.items[item].lots[at], arrivals[item][at]);
        chain.push(Link {
            item,
            lot: at,
            quantity: lot.quantity,
            wanted: lot.receipt,
            arrives: arrival.arrives,
            lead_time: items[item].lead_time,
            released_late_by: lot.late_by,
            waits_for_component: arrival.waits,
        });
        next = arrival.cause;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::super::netting::{Component, net};
    use super::*;

    fn item(demand: &[f64], lead_time: u32, on_hand: f64, components: &[usize]) -> NettedItem {
        let components = components.iter().map(|item| Component { item: *item, quantity: 1.0 }).collect();
        NettedItem { demand: demand.to_vec(), lead_time, on_hand, components, ..NettedItem::default() }
    }

    #[test]
    fn a_product_waits_for_the_part_of_its_part() {
        // The product wants its part at 1, the part its own part at 0; that takes two periods, and three are in stock.
        let items = [item(&[0.0, 0.0, 10.0], 1, 0.0, &[1, 3]), item(&[], 1, 0.0, &[2]), item(&[], 2, 3.0, &[]), item(&[], 0, 0.0, &[])];
        let netting = net(&items, 3);
        let found = shortages(&items, &netting);
        assert_eq!(found.len(), 1);
        let shortage = &found[0];
        assert_eq!((shortage.item, shortage.period, shortage.quantity, shortage.until), (0, 2, 10.0, 4));
        let ways: Vec<_> = shortage
            .chain
            .iter()
            .map(|link| (link.item, link.wanted, link.arrives, link.released_late_by, link.waits_for_component))
            .collect();
        assert_eq!(ways, [(0, 2, 4, 0, 2), (1, 1, 3, 0, 2), (2, 0, 2, 2, 0)]);
    }

    #[test]
    fn what_is_in_time_is_not_short() {
        let items = [item(&[0.0, 0.0, 0.0, 10.0], 1, 0.0, &[1]), item(&[], 2, 0.0, &[])];
        assert_eq!(shortages(&items, &net(&items, 4)), []);
    }

    #[test]
    fn a_circle_ends() {
        let items = [item(&[5.0], 1, 0.0, &[1]), item(&[], 1, 0.0, &[0])];
        let found = shortages(&items, &net(&items, 1));
        assert!(found.iter().all(|shortage| shortage.chain.len() <= 3), "{found:?}");
    }
}
