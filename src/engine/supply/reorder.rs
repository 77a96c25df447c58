//! When to order again: safety stock, reorder point and fill rate of normal demand during a lead time that may vary too.
//!
//! Never sizes the order itself.

use crate::engine::statistics::{loss_quantile, normal_loss, normal_quantile};
use serde::{Deserialize, Serialize};

/// Demand while an order is under way: mean and standard deviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LeadTimeDemand {
    pub mean: f64,
    pub deviation: f64,
}

impl LeadTimeDemand {
    /// From demand per period and a lead time in periods, each with its standard deviation: σ² = L·σ_d² + d²·σ_L², where they vary
    /// independently of each other.
    pub fn of(demand: f64, demand_deviation: f64, lead_time: f64, lead_time_deviation: f64) -> LeadTimeDemand {
        let [demand, demand_deviation, lead_time, lead_time_deviation] =
            [demand, demand_deviation, lead_time, lead_time_deviation].map(|number| if number.is_finite() { number.max(0.0) } else { 0.0 });
        let variance = lead_time * demand_deviation.powi(2) + (demand * lead_time_deviation).powi(2);
        LeadTimeDemand { mean: demand * lead_time, deviation: variance.sqrt() }
    }
}

/// The stock at which to order again, with how it comes about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReorderPoint {
    /// Standard deviations of demand that are held in safety.
    pub safety_factor: f64,
    pub safety_stock: f64,
    pub reorder_point: f64,
}

/// The reorder point at which a cycle ends without a shortage with the given probability. A service of one would ask for endless stock: it
/// counts as 1 − 10⁻⁹.
pub fn reorder_point(demand: LeadTimeDemand, service: f64) -> ReorderPoint {
    let service = if service.is_finite() { service.clamp(1e-9, 1.0 - 1e-9) } else { 0.5 };
    of_factor(demand, normal_quantile(service))
}

fn of_factor(demand: LeadTimeDemand, safety_factor: f64) -> ReorderPoint {
    let safety_stock = safety_factor * demand.deviation;
    ReorderPoint { safety_factor, safety_stock, reorder_point: demand.mean + safety_stock }
}

/// The reorder point at which the given share of demand is met from stock, when orders are of `quantity`: σ·G(z)/Q = 1 − share.
///
/// The whole share counts as 1 − 10⁻⁹; without an order quantity or without any uncertainty the mean is enough.
pub fn safety_factor_for_fill_rate(demand: LeadTimeDemand, quantity: f64, share: f64) -> ReorderPoint {
    let share = if share.is_finite() { share.clamp(0.0, 1.0 - 1e-9) } else { 0.5 };
    if !(quantity > 0.0 && demand.deviation > 0.0) {
        return of_factor(demand, 0.0);
    }
    of_factor(demand, loss_quantile((1.0 - share) * quantity / demand.deviation))
}

/// The share of demand met from stock at a safety factor, when orders are of `quantity`.
pub fn fill_rate_of(demand: LeadTimeDemand, quantity: f64, safety_factor: f64) -> f64 {
    if quantity.is_nan() || quantity <= 0.0 {
        return 0.0;
    }
    (1.0 - demand.deviation * normal_loss(safety_factor) / quantity).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fill_rate_is_what_its_safety_factor_gives_back() {
        let demand = LeadTimeDemand { mean: 350.0, deviation: 25.0 };
        let point = safety_factor_for_fill_rate(demand, 200.0, 0.99);
        assert!((fill_rate_of(demand, 200.0, point.safety_factor) - 0.99).abs() < 1e-12);
    }

    #[test]
    fn strange_services_get_finite_stocks() {
        let demand = LeadTimeDemand::of(10.0, 2.0, f64::NAN, 1.0);
        for service in [0.0, 1.0, f64::NAN, 7.0] {
            assert!(reorder_point(demand, service).reorder_point.is_finite());
            assert!(safety_factor_for_fill_rate(demand, 5.0, service).reorder_point.is_finite());
        }
    }
}
