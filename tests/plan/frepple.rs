//! Planners' files that nobody here wrote are planned: every order scheduled or refused with a reason, no rule broken, and no
//! order later than in the plan that frePPLe's own solver makes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::expected::{deliveries, rows};
use crate::support::judge::violations;
use crate::support::{FILES, import, now_of, options, planned};
use linewright::engine::plan::{PlanOptions, PlanOutcome};
use linewright::model::*;
use std::collections::BTreeMap;

/// The workbook in which nearly every order is late in any plan. Which ones of a priority wait is a choice there: frePPLe serves them one
/// after the other, here the lateness of the most important priority is made small in all, then that of the next.
const OVERLOADED: &str = "demand-priorities.xlsx";

fn plan_of(name: &str) -> Option<(Workspace, PlanOutcome, Time)> {
    let workspace = import(name)?;
    let now = now_of(&workspace);
    let outcome = planned(&workspace, &options(now));
    Some((workspace, outcome, now))
}

/// How a plan looks, for reading with `--nocapture`.
fn show(name: &str, workspace: &Workspace, outcome: &PlanOutcome) {
    println!("\n{name}: {:?}", outcome.stats);
    for promise in &outcome.promises {
        let order = &workspace.orders[&promise.order.unwrap()];
        println!("  {:32} due {} ready {:?} {:?} {}", order.name, order.due.unwrap(), promise.ready, promise.verdict, promise.reason);
    }
}

#[test]
fn every_open_order_is_promised_and_no_rule_is_broken() {
    for name in FILES {
        let Some((workspace, outcome, now)) = plan_of(name) else { continue };
        show(name, &workspace, &outcome);
        let found = violations(&workspace, &outcome, now);
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
        let open = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).count();
        assert_eq!(outcome.promises.len(), open, "{name}");
        assert!(outcome.promises.iter().all(|promise| promise.verdict != Verdict::Refused), "{name}: an order is refused");
    }
}

#[test]
fn no_order_is_later_than_in_the_plan_of_frepple() {
    println!("| workbook | order | due | here | frePPLe |\n|---|---|---|---|---|");
    for name in FILES {
        let (Some((workspace, outcome, _)), Some(rows)) = (plan_of(name), rows(name)) else { continue };
        let there = deliveries(&workspace, &rows);
        let mut late: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        let ready: BTreeMap<OrderId, Option<Time>> =
            outcome.promises.iter().map(|promise| (promise.order.unwrap(), promise.ready)).collect();
        for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
            let (due, here) = (order.due.unwrap(), ready[&order.id].unwrap());
            let there = there.get(&order.id).unwrap_or_else(|| panic!("{name}: {} is not in the expected plan", order.name));
            println!("| {name} | {} | {due} | {here} | {there} |", order.name);
            let is_later = here.max(due) > (*there).max(due);
            assert!(!is_later || name == OVERLOADED, "{name}: {} is ready {here}, in frePPLe's plan {there}", order.name);
            let (ours, theirs) = late.entry(order.priority).or_insert((0, 0));
            *ours += here.since(due).seconds().max(0);
            *theirs += there.since(due).seconds().max(0);
        }
        let (ours, theirs): (Vec<i64>, Vec<i64>) = late.into_values().unzip();
        assert!(ours <= theirs, "{name}: late by {ours:?} seconds, in frePPLe's plan by {theirs:?}, the most important priority first");
    }
}

#[test]
fn the_same_workspace_gives_the_same_plan_and_accepting_it_changes_nothing_when_planned_again() {
    for name in ["make-to-order.xlsx", "operation-dependency.xlsx", "resource-alternate.xlsx"] {
        let Some((mut workspace, outcome, now)) = plan_of(name) else { continue };
        assert_eq!(planned(&workspace, &options(now)).tasks, outcome.tasks, "{name}");
        accept(&mut workspace, &outcome);
        let again = planned(&workspace, &options(now));
        assert_eq!(again.tasks, outcome.tasks, "{name}");
        assert_eq!(again.supply_orders, outcome.supply_orders, "{name}");
        assert_eq!(again.promises, outcome.promises, "{name}");
    }
}

/// Puts a plan into the workspace as its acceptance would.
fn accept(workspace: &mut Workspace, outcome: &PlanOutcome) {
    workspace.supply_orders.retain(|order| order.status != SupplyStatus::Proposed);
    workspace.tasks.clear();
    workspace.promises = outcome.promises.iter().map(|promise| (promise.id, promise.clone())).collect();
    workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    workspace.tasks.extend(outcome.tasks.iter().map(|task| (task.id, task.clone())));
}

/// frePPLe's own solver leaves four of these ten orders late: they are due at the best possible end of a famous job shop.
#[test]
#[ignore = "takes a minute: cargo test --release --no-default-features --test plan -- --ignored"]
fn all_ten_orders_of_the_job_shop_are_in_time_within_a_minute() {
    let Some(workspace) = import("jobshop.json") else { return };
    let now = now_of(&workspace);
    for direction in [Direction::Backward, Direction::Forward] {
        let outcome = planned(&workspace, &PlanOptions { direction, time_limit_ms: 60_000, ..options(now) });
        show("jobshop.json", &workspace, &outcome);
        let found = violations(&workspace, &outcome, now);
        assert!(found.is_empty(), "{}", found.join("\n"));
        assert_eq!((outcome.promises.len(), outcome.stats.late), (10, 0), "{direction:?}");
    }
}
