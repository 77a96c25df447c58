//! From orders to promises: netting, sizes, sources, limits and reasons on the smallest workshops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::by_hand::{day, of_kind, plan, promise};
use crate::support::{options, planned};
use linewright::model::*;

#[test]
fn stock_serves_the_first_order_and_the_next_one_is_bought_as_late_as_possible() {
    let mut factory = Factory::default();
    let panel = factory.item("panel");
    factory.stock(panel, None, 10.0);
    factory.bought(panel, "panel supplier", 5);
    let first = factory.order("first", panel, 10.0, 8);
    let second = factory.order("second", panel, 7.0, 9);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, first).ready, Some(Factory::now()));
    assert_eq!((promise(&outcome, second).verdict, promise(&outcome, second).ready), (Verdict::OnTime, Some(day(9))));
    let [bought] = of_kind(&outcome, SupplyKind::Buy)[..] else { panic!("one purchase") };
    assert_eq!((bought.quantity, bought.start, bought.end), (7.0, Some(day(4)), Some(day(9))));
    assert_eq!(bought.orders, [second]);
}

#[test]
fn a_late_order_says_what_it_waits_for() {
    let mut factory = Factory::default();
    let (table, panel) = (factory.item("table"), factory.item("Panel"));
    let make = factory.operation("assemble", Some(table), 2.0, 0.0);
    factory.line(make, panel, -1.0);
    factory.bought(panel, "panel supplier", 7);
    let order = factory.order("order", table, 1.0, 5);
    let outcome = plan(&factory);
    let promise = promise(&outcome, order);
    assert_eq!(promise.ready, Some(Factory::hour(7 * 24 + 2)));
    assert_eq!(promise.reason, "Late by 2 d 2 h: waits for Panel from panel supplier until Mon 9 Mar 00:00 (lead time 7 d).");
}

#[test]
fn a_late_order_is_never_told_to_wait_for_itself() {
    let mut factory = Factory::default();
    let (table, panel) = (factory.item("table"), factory.item("Panel"));
    let (make, cut) = (factory.operation("assemble", Some(table), 0.0, 10.0), factory.operation("cut", Some(panel), 0.0, 4.0));
    factory.line(make, panel, -1.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    factory.needs(cut, machine);
    let first = factory.order("12", table, 5.0, 2);
    let second = factory.order("13", table, 1.0, 2);
    factory.ask(second, |order| order.priority = 20);
    let outcome = plan(&factory);
    for (order, own) in [(first, "order 12"), (second, "order 13")] {
        let reason = &promise(&outcome, order).reason;
        assert!(!reason.is_empty() && !reason.contains(own), "{own}: {reason}");
    }
    let reason = &promise(&outcome, second).reason;
    assert!(reason.contains("machine is busy with order 12 until"), "{reason}");
}

#[test]
fn a_late_order_says_who_is_busy_with_what() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 0.0, 10.0);
    let machine = factory.resource("new machine");
    factory.needs(make, machine);
    factory.order("12", table, 5.0, 2);
    let second = factory.order("13", table, 1.0, 2);
    factory.ask(second, |order| order.priority = 20);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, second).reason, "Late by 12 h: new machine is busy with order 12 until Wed 4 Mar 02:00.");
}

#[test]
fn what_cannot_be_had_is_refused_with_the_reason() {
    let mut factory = Factory::default();
    factory.place("factory");
    let (loose, panel, table) = (factory.item("loose end"), factory.item("panel"), factory.item("table"));
    let loose = factory.order("loose", loose, 1.0, 5);
    let make = factory.operation("varnish", Some(table), 1.0, 0.0);
    let (people, skill) = (factory.resource("operators"), factory.skill("varnishing"));
    factory.member("Carl", people);
    let line = factory.needs(make, people);
    factory.workspace.operation_resources.get_mut(&line).unwrap().skill = Some(skill);
    let unskilled = factory.order("unskilled", table, 1.0, 5);
    let (first, second) = (factory.item("egg"), factory.item("hen"));
    let lay = factory.operation("lay", Some(first), 1.0, 0.0);
    factory.line(lay, second, -1.0);
    let hatch = factory.operation("hatch", Some(second), 1.0, 0.0);
    factory.line(hatch, first, -1.0);
    let circle = factory.order("circle", first, 1.0, 5);
    let never = factory.operation("press", Some(panel), 1.0, 0.0);
    let closed = factory.weekdays(8, 16);
    factory.workspace.calendar_rules.values_mut().for_each(|rule| rule.weekdays = Weekdays(0));
    factory.change(never, |operation| operation.calendar = Some(closed));
    let closed = factory.order("closed", panel, 1.0, 5);
    let undated = factory.order("undated", panel, 1.0, 5);
    factory.ask(undated, |order| order.due = None);

    let outcome = plan(&factory);
    assert!(outcome.promises.iter().all(|promise| promise.verdict == Verdict::Refused));
    assert_eq!(promise(&outcome, loose).reason, "No operation or supplier makes loose end at factory.");
    assert_eq!(promise(&outcome, unskilled).reason, "varnish needs varnishing, and nobody in operators has that skill.");
    assert_eq!(promise(&outcome, circle).reason, "The materials run in a circle: egg needs hen needs egg.");
    assert_eq!(promise(&outcome, closed).reason, "The calendars of press and of what it needs are never open together for long enough.");
    assert_eq!(promise(&outcome, undated).reason, "The order has no due date.");
    assert!(outcome.tasks.is_empty() && outcome.supply_orders.is_empty(), "what is refused leaves nothing behind");
}

#[test]
fn an_order_later_than_it_accepts_is_refused_and_leaves_its_capacity_to_others() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 0.0, 10.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    let large = factory.order("large", table, 30.0, 2);
    factory.ask(large, |order| (order.max_lateness, order.minimum_shipment) = (Some(Span::from_hours(5)), Some(30.0)));
    let small = factory.order("small", table, 4.0, 3);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, large).verdict, Verdict::Refused);
    let reason = &promise(&outcome, large).reason;
    assert!(reason.starts_with("It would only be ready on Mon 16 Mar 2026 "), "{reason}");
    assert!(
        reason.ends_with(
            "not by Wed 4 Mar 2026 05:00, the latest that is accepted: its work takes too long; the longest part is assemble (12 d 12 h)."
        ),
        "{reason}"
    );
    assert_eq!(promise(&outcome, small).verdict, Verdict::OnTime);
}

#[test]
fn an_order_that_takes_parts_gets_what_is_there_in_time() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    factory.stock(table, None, 6.0);
    factory.bought(table, "supplier", 20);
    let order = factory.order("order", table, 10.0, 5);
    factory.ask(order, |order| (order.max_lateness, order.minimum_shipment) = (Some(Span::ZERO), Some(5.0)));
    let outcome = plan(&factory);
    let promise = promise(&outcome, order);
    assert_eq!((promise.verdict, promise.quantity, promise.ready), (Verdict::Partial, 6.0, Some(Factory::now())));
    assert!(promise.reason.starts_with("Only 6 of 10 can be delivered."), "{}", promise.reason);
    assert!(of_kind(&outcome, SupplyKind::Buy).is_empty());
}

#[test]
fn what_a_lot_makes_too_much_serves_the_next_order() {
    let mut factory = Factory::default();
    let (table, screw) = (factory.item("table"), factory.item("screw"));
    let make = factory.operation("assemble", Some(table), 1.0, 0.0);
    factory.line(make, screw, -10.0);
    let terms = factory.bought(screw, "supplier", 3);
    factory.workspace.item_suppliers.get_mut(&terms).unwrap().size_minimum = 3_000.0;
    let orders: Vec<OrderId> = (0..3).map(|at| factory.order(&format!("order {at}"), table, 100.0, 10 + at)).collect();
    let outcome = plan(&factory);
    let [bought] = of_kind(&outcome, SupplyKind::Buy)[..] else { panic!("one purchase for three orders") };
    assert_eq!(bought.quantity, 3_000.0);
    assert_eq!(bought.orders, orders);
    assert_eq!(bought.end, Some(Factory::hour(240 - 1)), "as late as its first use");
}

#[test]
fn a_full_or_slow_preference_gives_way_to_the_next_one() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    for (name, priority) in [("new", 1), ("old", 2)] {
        let make = factory.operation(&format!("assemble with {name} machine"), Some(table), 0.0, 10.0);
        factory.change(make, |make| make.priority = priority);
        let machine = factory.resource(&format!("{name} machine"));
        factory.needs(make, machine);
    }
    let orders: Vec<OrderId> = (0..2).map(|at| factory.order(&format!("order {at}"), table, 5.0, 3)).collect();
    let outcome = plan(&factory);
    assert!(orders.iter().all(|order| promise(&outcome, *order).verdict == Verdict::OnTime));
    let machines: std::collections::BTreeSet<ResourceId> =
        outcome.tasks.iter().map(|task| task.placement.as_ref().unwrap().uses[0].resource).collect();
    assert_eq!(machines.len(), 2);
}

#[test]
fn a_safety_stock_is_filled_after_the_orders_are_served() {
    let mut factory = Factory::default();
    let part = factory.item("part");
    let stock = factory.stock(part, None, 10.0);
    factory.workspace.stocks.get_mut(&stock).unwrap().minimum = 8.0;
    factory.bought(part, "supplier", 4);
    let order = factory.order("order", part, 6.0, 2);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, order).verdict, Verdict::OnTime, "the safety stock is there to be used");
    let [bought] = of_kind(&outcome, SupplyKind::Buy)[..] else { panic!("one purchase") };
    assert_eq!((bought.quantity, bought.end), (4.0, Some(day(4))));
    assert!(bought.orders.is_empty());
}

#[test]
fn absurd_data_is_refused_in_words_and_never_endless() {
    let mut factory = Factory::default();
    let (top, part) = (factory.item("top"), factory.item("part"));
    let make = factory.operation("make", Some(top), 1.0, 0.0);
    factory.line(make, part, -1e12);
    factory.bought(part, "supplier", 1);
    let much = factory.order("much", top, 1e12, 5);
    let links = factory.item("links");
    let mut before: Option<OperationId> = None;
    for at in 0..400 {
        let operation = factory.operation(&format!("link {at}"), (at == 399).then_some(links), 1.0, 0.0);
        if let Some(before) = before {
            let mut wait = OperationDependency::new(OperationDependencyId::from_raw(factory.id()));
            (wait.operation, wait.blocked_by) = (Some(operation), Some(before));
            factory.workspace.operation_dependencies.insert(wait.id, wait);
        }
        before = Some(operation);
    }
    let long = factory.order("long", links, 1.0, 5);
    let mut above = factory.item("level 0");
    let deep = factory.order("deep", above, 1.0, 5);
    for at in 1..300 {
        let below = factory.item(&format!("level {at}"));
        let operation = factory.operation(&format!("make level {at}"), Some(above), 1.0, 0.0);
        factory.line(operation, below, -1.0);
        above = below;
    }
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, much).reason, "More of part is needed than can be counted.");
    assert!(promise(&outcome, long).reason.starts_with("More than 150 operations wait for each other"), "{:?}", promise(&outcome, long));
    assert!(promise(&outcome, deep).reason.contains("goes deeper than 100 levels"));
}

#[test]
fn broken_references_and_circles_of_owners_are_survived() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("make", Some(table), 1.0, 0.0);
    let step = factory.operation("step", None, 1.0, 0.0);
    factory.change(make, |make| (make.kind, make.owner) = (OperationKind::Routing, Some(step)));
    factory.change(step, |step| (step.kind, step.owner) = (OperationKind::Routing, Some(make)));
    let group = factory.resource("group");
    let member = factory.member("member", group);
    factory.workspace.resources.get_mut(&group).unwrap().owner = Some(member);
    factory.needs(step, group);
    let gone = ItemId::from_raw(999_999);
    factory.line(step, gone, -1.0);
    factory.workspace.items.get_mut(&table).unwrap().owner = Some(table);
    factory.order("order", table, 1.0, 5);
    factory.order("gone", gone, 1.0, 5);
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    assert!(
        outcome.promises.iter().all(|promise| promise.verdict == Verdict::Refused && !promise.reason.is_empty()),
        "{:?}",
        outcome.promises
    );
}
