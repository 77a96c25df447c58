//! What accepting a plan would change, in numbers and by order.
//!
//! Never judges: whether the change is wanted is up to the person.

use crate::engine::plan::PlanOutcome;
use crate::model::*;
use std::collections::BTreeMap;

/// What accepting a plan would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanChanges {
    /// Tasks that are new on the board.
    pub added: usize,
    /// Tasks that start at another time.
    pub moved: usize,
    /// Tasks that start at the same time on other resources.
    pub handed_over: usize,
    pub kept: usize,
    /// Tasks that go, because nothing needs them any more.
    pub removed: usize,
    /// Orders that were late and are not, by name.
    pub saved: Vec<String>,
    /// Orders that were on time and are not, by name.
    pub lost: Vec<String>,
}

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

/// What accepting `outcome` would change in the workspace.
pub fn plan_changes(workspace: &Workspace, outcome: &PlanOutcome) -> PlanChanges {
    let mut changes = PlanChanges::default();
    let planned: BTreeMap<TaskId, &Task> = outcome.tasks.iter().map(|task| (task.id, task)).gather();
    for task in &outcome.tasks {
        let before = workspace.tasks.get(&task.id).and_then(|task| task.placement.as_ref());
        match (before, &task.placement) {
            (None, Some(_)) => changes.added += 1,
            (Some(before), Some(now)) if before.start != now.start => changes.moved += 1,
            (Some(before), Some(now)) if before.uses != now.uses => changes.handed_over += 1,
            _ => changes.kept += 1,
        }
    }
    changes.removed = workspace.tasks.keys().filter(|id| !planned.contains_key(id)).count();
    let before: BTreeMap<OrderId, Verdict> =
        workspace.promises.values().filter_map(|promise| Some((promise.order?, promise.verdict))).gather();
    for promise in &outcome.promises {
        let Some((order, was)) = promise.order.and_then(|id| Some((workspace.orders.get(&id)?, *before.get(&id)?))) else { continue };
        match (was == Verdict::OnTime, promise.verdict == Verdict::OnTime) {
            (false, true) => changes.saved.push(order.name.clone()),
            (true, false) => changes.lost.push(order.name.clone()),
            _ => {}
        }
    }
    changes
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
    let mut parts = vec![format!("{} of {} orders on time", stats.on_time, stats.orders)];
    if stats.late > 0 {
        parts.push(format!("{} late by {} together", stats.late, stats.lateness.text()));
    }
    if stats.partial > 0 {
        parts.push(format!("{} in part", stats.partial));
    }
    if stats.refused > 0 {
        parts.push(format!("{} not possible", stats.refused));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy};
    use super::*;

    #[test]
    fn every_task_is_counted_once() {
        let mut workspace = dairy();
        let mut outcome = PlanOutcome { tasks: workspace.tasks.values().cloned().collect(), ..PlanOutcome::default() };
        outcome.tasks[0].placement.as_mut().unwrap().start = at("2026-11-02 07:30");
        outcome.tasks[1].placement.as_mut().unwrap().uses[0].resource = ResourceId::from_raw(1);
        let mut fresh = outcome.tasks[3].clone();
        fresh.id = TaskId::from_raw(99);
        outcome.tasks[3] = fresh;
        workspace.promises.clear();
        let changes = plan_changes(&workspace, &outcome);
        assert_eq!((changes.added, changes.moved, changes.handed_over, changes.kept, changes.removed), (1, 1, 1, 1, 1));
    }

    #[test]
    fn orders_saved_and_lost_are_named() {
        let mut workspace = dairy();
        let promise = |raw: u64, verdict| {
            let mut promise = Promise::new(PromiseId::from_raw(raw));
            (promise.order, promise.verdict) = (Some(OrderId::from_raw(raw)), verdict);
            promise
        };
        let before = [promise(1, Verdict::OnTime), promise(2, Verdict::Late)];
        workspace.promises = before.into_iter().map(|promise| (promise.id, promise)).collect();
        let outcome = PlanOutcome { promises: vec![promise(1, Verdict::Late), promise(2, Verdict::OnTime)], ..PlanOutcome::default() };
        let changes = plan_changes(&workspace, &outcome);
        assert_eq!((changes.saved, changes.lost), (vec!["Order 2".to_owned()], vec!["Order 1".to_owned()]));
        assert_eq!(orders_in_trouble(&workspace, &outcome).len(), 1);
    }
}
