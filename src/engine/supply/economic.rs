//! Lots of steady demand: economic order and production quantity, quantity discounts, and the one order for a single season.
//!
//! Never plans periods: for demand that changes see the lot sizing by periods.

use crate::engine::statistics::{normal_density, normal_quantile};
use serde::{Deserialize, Serialize};

/// A lot of steady demand and what comes with it. Costs are per year (or whatever the demand is per), purchase price apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EconomicLot {
    pub quantity: f64,
    pub lots_per_year: f64,
    /// Years from lot to lot.
    pub cycle_years: f64,
    pub most_stock: f64,
    pub setup_cost: f64,
    pub holding_cost: f64,
}

/// The economic order quantity √(2DS/H) of demand per year, cost per order and cost of holding one unit a year (Harris 1913).
///
/// Nothing is ordered where nothing is needed; without a cost of holding everything is ordered at once, without one of ordering as needed:
/// then the quantity is that of one year, or zero.
pub fn economic_lot(demand: f64, setup_cost: f64, holding_cost: f64) -> EconomicLot {
    lot(demand, setup_cost, holding_cost, 1.0)
}

/// The economic production quantity (Taft 1918): the lot arrives at `production_rate` while `demand_rate` uses it up, both in the same unit.
///
/// A rate of production that does not exceed demand leaves no stock to hold: the lot never ends, and is that of one year.
pub fn production_lot(demand: f64, setup_cost: f64, holding_cost: f64, demand_rate: f64, production_rate: f64) -> EconomicLot {
    let share = if production_rate > 0.0 { (1.0 - demand_rate / production_rate).clamp(0.0, 1.0) } else { 0.0 };
    lot(demand, setup_cost, holding_cost, share)
}

/// `share` is what of a lot the stock reaches at its highest.
fn lot(demand: f64, setup_cost: f64, holding_cost: f64, share: f64) -> EconomicLot {
    let [demand, setup_cost, holding_cost] = [demand, setup_cost, holding_cost].map(lawful);
    let kept = holding_cost * share;
    let quantity = if kept > 0.0 { (2.0 * demand * setup_cost / kept).sqrt() } else { demand };
    of_quantity(demand, setup_cost, holding_cost, share, quantity)
}

fn of_quantity(demand: f64, setup_cost: f64, holding_cost: f64, share: f64, quantity: f64) -> EconomicLot {
    if quantity <= 0.0 {
        return EconomicLot::default();
    }
    EconomicLot {
        quantity,
        lots_per_year: demand / quantity,
        cycle_years: if demand > 0.0 { quantity / demand } else { f64::INFINITY },
        most_stock: quantity * share,
        setup_cost: demand / quantity * setup_cost,
        holding_cost: 0.5 * quantity * share * holding_cost,
    }
}

fn lawful(number: f64) -> f64 {
    if number.is_finite() { number.max(0.0) } else { 0.0 }
}

/// A price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriceBreak {
    pub from: f64,
    pub price: f64,
}

/// The best lot at one price, with everything it costs per year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PricedLot {
    pub price: f64,
    pub lot: EconomicLot,
    pub purchase_cost: f64,
    pub total_cost: f64,
}

/// All lots worth comparing, and the cheapest of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Discounted {
    /// One per price, in the sequence given; prices whose best lot is beyond the next break are left out.
    pub lots: Vec<PricedLot>,
    /// Position of the cheapest in `lots`.
    pub best: usize,
}

/// Discounts for the whole order: at each price the economic lot, or its break where that is more; holding costs a share of the price a year.
pub fn quantity_discount(demand: f64, setup_cost: f64, holding_ratio: f64, breaks: &[PriceBreak]) -> Discounted {
    let [demand, setup_cost, holding_ratio] = [demand, setup_cost, holding_ratio].map(lawful);
    let priced = |at: &PriceBreak| {
        let holding_cost = holding_ratio * lawful(at.price);
        let quantity = economic_lot(demand, setup_cost, holding_cost).quantity.max(lawful(at.from));
        let next = breaks.iter().map(|other| other.from).filter(|from| *from > at.from).fold(f64::INFINITY, f64::min);
        let lot = of_quantity(demand, setup_cost, holding_cost, 1.0, quantity);
        let purchase_cost = demand * lawful(at.price);
        let total_cost = purchase_cost + lot.setup_cost + lot.holding_cost;
        (quantity < next).then_some(PricedLot { price: at.price, lot, purchase_cost, total_cost })
    };
    let lots: Vec<PricedLot> = breaks.iter().filter_map(priced).collect();
    let best = (0..lots.len()).min_by(|a, b| lots[*a].total_cost.total_cmp(&lots[*b].total_cost)).unwrap_or_default();
    Discounted { lots, best }
}

/// The one order before a season of uncertain demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Newsvendor {
    pub quantity: f64,
    /// The probability that the order is enough at which ordering one more no longer pays.
    pub critical_ratio: f64,
    /// Of what is left over and what was missing, against knowing the demand.
    pub expected_cost: f64,
}

/// The order for demand that is normal, where a missing unit costs `shortage_cost` and one left over `overage_cost` (Arrow, Harris and
/// Marschak 1951). Where neither costs anything the mean is ordered.
pub fn newsvendor(mean: f64, deviation: f64, shortage_cost: f64, overage_cost: f64) -> Newsvendor {
    let [mean, deviation, shortage_cost, overage_cost] = [mean, deviation, shortage_cost, overage_cost].map(lawful);
    let costs = shortage_cost + overage_cost;
    let critical_ratio = if costs > 0.0 { shortage_cost / costs } else { 0.5 };
    let z = normal_quantile(critical_ratio);
    let quantity = (mean + z * deviation).max(0.0);
    Newsvendor { quantity, critical_ratio, expected_cost: costs * deviation * normal_density(z) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_economic_lot_ordering_costs_as_much_as_holding() {
        let lot = economic_lot(1000.0, 10.0, 0.5);
        assert_eq!((lot.quantity, lot.lots_per_year), (200.0, 5.0));
        assert_eq!(lot.setup_cost, lot.holding_cost);
    }

    #[test]
    fn an_economic_lot_beyond_the_next_break_is_no_lot_at_its_price() {
        let breaks = [PriceBreak { from: 0.0, price: 10.0 }, PriceBreak { from: 10.0, price: 9.0 }];
        let discounted = quantity_discount(1000.0, 50.0, 0.2, &breaks);
        assert_eq!(discounted.lots.len(), 1);
        assert_eq!(discounted.lots[discounted.best].price, 9.0);
    }

    #[test]
    fn strange_numbers_order_nothing_or_a_year() {
        assert_eq!(economic_lot(f64::NAN, 1.0, 1.0), EconomicLot::default());
        assert_eq!(economic_lot(500.0, 10.0, 0.0).quantity, 500.0);
        assert_eq!(production_lot(500.0, 10.0, 1.0, 8.0, 4.0).quantity, 500.0);
        assert_eq!(quantity_discount(10.0, 1.0, 0.1, &[]), Discounted::default());
        assert_eq!(newsvendor(100.0, 30.0, 0.0, 0.0).quantity.round(), 100.0);
    }
}
