//! Planning again: what is firm, held or begun stays, ids stay, and only what is asked for is planned anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::{accept, options, planned};
use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::model::*;
use std::collections::BTreeSet;

fn day(days: i64) -> Time {
    Factory::hour(24 * days)
}

fn judged(workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
    let outcome = planned(workspace, options);
    let found = violations(workspace, &outcome, Factory::now());
    assert!(found.is_empty(), "{}", found.join("\n"));
    outcome
}

/// One machine that makes tables at ten hours each.
fn workshop() -> (Factory, ItemId, ResourceId) {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 0.0, 10.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    (factory, table, machine)
}

#[test]
fn a_purchase_on_its_way_is_used_before_anything_new_is_bought() {
    let mut factory = Factory::default();
    let panel = factory.item("panel");
    factory.bought(panel, "supplier", 9);
    let supply = factory.supply(SupplyKind::Buy, SupplyStatus::Confirmed, panel, 30.0);
    factory.workspace.supply_orders.get_mut(&supply).unwrap().end = Some(day(6));
    let early = factory.order("early", panel, 10.0, 4);
    let late = factory.order("late", panel, 10.0, 7);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    assert_eq!(outcome.supply_orders.len(), 1);
    assert_eq!(outcome.supply_orders[0].orders, [early, late]);
    let reason = &outcome.promises.iter().find(|promise| promise.order == Some(early)).unwrap().reason;
    assert!(reason.contains(&format!("waits for panel of PO {} until Sun 8 Mar 00:00", supply.raw())), "{reason}");
}

#[test]
fn what_was_done_and_not_booked_counts_as_there() {
    let mut factory = Factory::default();
    let panel = factory.item("panel");
    for status in [SupplyStatus::Completed, SupplyStatus::Closed, SupplyStatus::Cancelled] {
        let supply = factory.supply(SupplyKind::Buy, status, panel, 10.0);
        factory.workspace.supply_orders.get_mut(&supply).unwrap().end = Some(day(-1));
    }
    let order = factory.order("order", panel, 10.0, 4);
    factory.order("too much", panel, 1.0, 5);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    let verdicts: Vec<(bool, Verdict)> = outcome.promises.iter().map(|promise| (promise.order == Some(order), promise.verdict)).collect();
    assert_eq!(verdicts, [(true, Verdict::OnTime), (false, Verdict::Refused)]);
}

#[test]
fn a_confirmed_run_stays_and_others_go_around_it() {
    let (mut factory, table, machine) = workshop();
    let supply = factory.supply(SupplyKind::Make, SupplyStatus::Confirmed, table, 1.0);
    let make = factory.workspace.operations.values().next().unwrap().id;
    let record = factory.workspace.supply_orders.get_mut(&supply).unwrap();
    (record.operation, record.start, record.end) = (Some(make), Some(Factory::hour(30)), Some(Factory::hour(40)));
    factory.order("first", table, 1.0, 1);
    factory.order("second", table, 1.0, 2);
    factory.order("third", table, 1.0, 2);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    let mut spans: Vec<(Time, Time)> =
        outcome.tasks.iter().map(|task| task.placement.as_ref().map(|placed| (placed.start, placed.end)).unwrap()).collect();
    spans.sort_unstable();
    assert_eq!(spans.len(), 3, "the confirmed table serves one of the orders");
    assert!(spans.contains(&(Factory::hour(30), Factory::hour(40))));
    assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0));
    assert!(outcome.tasks.iter().all(|task| task.placement.as_ref().unwrap().uses[0].resource == machine));
}

#[test]
fn held_and_begun_tasks_stay_where_they_are_when_planned_again() {
    let (mut factory, table, _) = workshop();
    for at in 0..4 {
        factory.order(&format!("order {at}"), table, 1.0, 3 + at);
    }
    let first = judged(&factory.workspace, &options(Factory::now()));
    accept(&mut factory.workspace, &first);
    let (held, begun) = (first.tasks[0].id, first.tasks[1].id);
    let move_to = |factory: &mut Factory, task: TaskId, hours: i64| {
        let placement = factory.workspace.tasks.get_mut(&task).unwrap().placement.as_mut().unwrap();
        (placement.start, placement.end) = (Factory::hour(hours), Factory::hour(hours + 10));
        placement.clone()
    };
    let held_at = move_to(&mut factory, held, 5);
    factory.workspace.tasks.get_mut(&held).unwrap().pinned = true;
    let begun_at = move_to(&mut factory, begun, -4);
    factory.workspace.tasks.get_mut(&begun).unwrap().status = TaskStatus::Started;
    let again = planned(&factory.workspace, &options(Factory::now()));
    let placed = |id: TaskId| again.tasks.iter().find(|task| task.id == id).unwrap().placement.clone().unwrap();
    assert_eq!((placed(held), placed(begun)), (held_at, begun_at));
    assert_eq!(again.tasks.len(), 4, "nothing is made twice");
    assert!(again.findings.iter().any(|finding| finding.check == "pin_conflict"), "they overlap for an hour");
}

#[test]
fn a_new_order_leaves_the_ids_of_the_others_alone() {
    let (mut factory, table, _) = workshop();
    let orders: Vec<OrderId> = (0..5).map(|at| factory.order(&format!("order {at}"), table, 1.0, 3 + at)).collect();
    let before = judged(&factory.workspace, &options(Factory::now()));
    let new = factory.order("rush", table, 2.0, 1);
    factory.ask(new, |order| order.priority = 1);
    let after = judged(&factory.workspace, &options(Factory::now()));
    for order in orders {
        let ids = |outcome: &PlanOutcome| {
            outcome.tasks.iter().filter(|task| task.orders == [order]).map(|task| (task.id, task.supply)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&before), ids(&after));
    }
    let all: BTreeSet<TaskId> = after.tasks.iter().map(|task| task.id).collect();
    assert_eq!(all.len(), after.tasks.len());
}

#[test]
fn planning_one_order_leaves_the_tasks_of_the_others_where_they_are() {
    let (mut factory, table, _) = workshop();
    let first = factory.order("first", table, 2.0, 4);
    let second = factory.order("second", table, 2.0, 5);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    accept(&mut factory.workspace, &outcome);
    // By hand the first one was moved to the beginning.
    let by_hand = factory.workspace.tasks.values_mut().find(|task| task.orders == [first]).unwrap();
    let placement = by_hand.placement.as_mut().unwrap();
    (placement.start, placement.end) = (Factory::now(), Factory::hour(20));
    factory.ask(second, |order| order.due = Some(day(6)));
    let again = judged(&factory.workspace, &PlanOptions { only: Some(vec![second]), ..options(Factory::now()) });
    let span = |order: OrderId| {
        again.tasks.iter().find(|task| task.orders == [order]).unwrap().placement.as_ref().map(|placed| (placed.start, placed.end))
    };
    assert_eq!(span(first), Some((Factory::now(), Factory::hour(20))));
    assert_eq!(span(second), Some((Factory::hour(124), Factory::hour(144))));
}

#[test]
fn planning_stops_when_told_to_and_keeps_the_best() {
    let (mut factory, table, _) = workshop();
    for at in 0..30 {
        factory.order(&format!("order {at}"), table, 3.0, at % 3);
    }
    let mut told = 0;
    let ticks = std::cell::Cell::new(0.0);
    let clock = || {
        ticks.set(ticks.get() + 0.01);
        ticks.get()
    };
    let outcome = plan(&factory.workspace, &PlanOptions { time_limit_ms: 1_000_000, ..options(Factory::now()) }, &clock, &mut |progress| {
        told += 1;
        assert_eq!((progress.outcome)().promises.len(), 30);
        told < 3
    });
    assert_eq!(told, 3);
    assert!(violations(&factory.workspace, &outcome, Factory::now()).is_empty());
    assert_eq!(outcome.stats.orders, 30);
}

/// A released run of tables that no task was planned of yet, wanted by the end of the week.
fn released(factory: &mut Factory, table: ItemId, quantity: f64) -> SupplyOrderId {
    let make = factory.workspace.operations.values().find(|operation| operation.item == Some(table)).unwrap().id;
    let supply = factory.supply(SupplyKind::Make, SupplyStatus::Approved, table, quantity);
    let record = factory.workspace.supply_orders.get_mut(&supply).unwrap();
    (record.operation, record.end, record.reference) = (Some(make), Some(day(7)), "run".to_owned());
    supply
}

#[test]
fn what_is_released_for_the_week_serves_orders_due_within_it_and_is_made_once() {
    let (mut factory, table, _) = workshop();
    let supply = released(&mut factory, table, 3.0);
    let order = factory.order("order", table, 3.0, 4);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    let made: Vec<(SupplyOrderId, f64)> = outcome.supply_orders.iter().map(|order| (order.id, order.quantity)).collect();
    assert_eq!(made, [(supply, 3.0)]);
    assert_eq!(
        outcome.promises.iter().map(|promise| (promise.order, promise.verdict)).collect::<Vec<_>>(),
        [(Some(order), Verdict::OnTime)]
    );
    accept(&mut factory.workspace, &outcome);
    assert_eq!(judged(&factory.workspace, &options(Factory::now())).tasks, outcome.tasks);
}

#[test]
fn a_released_run_gets_its_parts_made_to_order_under_a_batch_of_its_own() {
    let (mut factory, table, machine) = workshop();
    let top = factory.item("top");
    factory.workspace.items.get_mut(&top).unwrap().kind = ItemKind::Order;
    let saw = factory.operation("saw", Some(top), 5.0, 0.0);
    factory.needs(saw, machine);
    let make = factory.workspace.operations.values().find(|operation| operation.item == Some(table)).unwrap().id;
    factory.line(make, top, -1.0);
    released(&mut factory, table, 2.0);
    let outcome = judged(&factory.workspace, &options(Factory::now()));
    let mut made: Vec<(Option<ItemId>, &str, f64)> =
        outcome.supply_orders.iter().map(|order| (order.item, order.batch.as_str(), order.quantity)).collect();
    made.sort_by_key(|(item, ..)| *item);
    assert_eq!(made, [(Some(table), "run", 2.0), (Some(top), "run", 2.0)]);
    accept(&mut factory.workspace, &outcome);
    assert_eq!(judged(&factory.workspace, &options(Factory::now())).tasks, outcome.tasks);
}
