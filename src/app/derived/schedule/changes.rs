//! A plan before it is accepted: in one sentence, and order by order.
//!
//! Never judges: whether the plan is wanted is up to the person.

use crate::engine::plan::PlanOutcome;
use crate::model::text::count_text;
use crate::model::*;

/// An order in a plan, as it is listed before the plan is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedOrder {
    pub order: OrderId,
    pub name: String,
    pub verdict: Verdict,
    pub due: Option<Time>,
    pub ready: Option<Time>,
    pub reason: String,
}

/// The orders of a plan that are not on time, the latest first.
pub fn orders_in_trouble(workspace: &Workspace, outcome: &PlanOutcome) -> Vec<PlannedOrder> {
    let troubled = outcome.promises.iter().filter(|promise| promise.verdict != Verdict::OnTime);
    let mut orders: Vec<PlannedOrder> = troubled
        .filter_map(|promise| {
            let order = workspace.orders.get(&promise.order?)?;
            Some(PlannedOrder {
                order: order.id,
                name: order.name.clone(),
                verdict: promise.verdict,
                due: order.due,
                ready: promise.ready,
                reason: promise.reason.clone(),
            })
        })
        .collect();
    let lateness = |order: &PlannedOrder| order.ready.zip(order.due).map_or(i64::MAX, |(ready, due)| ready.since(due).seconds());
    sort_with_key(&mut orders, |order| std::cmp::Reverse(lateness(order)));
    orders
}

/// A plan in one sentence: `40 of 42 orders on time, 2 late by 3 d together`.
pub fn plan_sentence(outcome: &PlanOutcome) -> String {
    let stats = &outcome.stats;
    let count = |count: u32| count_text(count as usize);
    let mut parts = vec![format!("{} of {} orders on time", count(stats.on_time), count(stats.orders))];
    if stats.late > 0 {
        parts.push(format!("{} late by {} together", count(stats.late), stats.lateness.text()));
    }
    if stats.partial > 0 {
        parts.push(format!("{} in part", count(stats.partial)));
    }
    if stats.refused > 0 {
        parts.push(format!("{} not possible", count(stats.refused)));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::sample::dairy;
    use super::*;

    #[test]
    fn orders_that_are_not_on_time_are_listed() {
        let promise = |raw: u64, verdict| {
            let mut promise = Promise::new(PromiseId::from_raw(raw));
            (promise.order, promise.verdict) = (Some(OrderId::from_raw(raw)), verdict);
            promise
        };
        let outcome = PlanOutcome { promises: vec![promise(1, Verdict::Late), promise(2, Verdict::OnTime)], ..PlanOutcome::default() };
        let named: Vec<String> = orders_in_trouble(&dairy(), &outcome).into_iter().map(|order| order.name).collect();
        assert_eq!(named, ["Order 1"]);
    }
}
