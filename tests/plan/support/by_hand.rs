//! Plans of workshops built by hand, judged, and what is looked up in them.

use super::build::Factory;
use super::judge::violations;
use super::{options, planned};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;

/// Plans and judges.
pub fn plan(factory: &Factory) -> PlanOutcome {
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    let found = violations(&factory.workspace, &outcome, Factory::now());
    assert!(found.is_empty(), "{}", found.join("\n"));
    outcome
}

/// The promise of an order.
pub fn promise(outcome: &PlanOutcome, order: OrderId) -> &Promise {
    outcome.promises.iter().find(|promise| promise.order == Some(order)).unwrap()
}

/// Supply orders of one kind.
pub fn of_kind(outcome: &PlanOutcome, kind: SupplyKind) -> Vec<&SupplyOrder> {
    outcome.supply_orders.iter().filter(|order| order.kind == kind).collect()
}

/// So many days after the start.
pub fn day(days: i64) -> Time {
    Factory::hour(24 * days)
}
