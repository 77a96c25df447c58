//! From orders to promises: netting, sizes, sources, limits and reasons on the smallest workshops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::{options, planned};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;

/// Plans and judges.
fn plan(factory: &Factory) -> PlanOutcome {
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    let found = violations(&factory.workspace, &outcome, Factory::now());
    assert!(found.is_empty(), "{}", found.join("\n"));
    outcome
}

fn promise(outcome: &PlanOutcome, order: OrderId) -> &Promise {
    outcome.promises.iter().find(|promise| promise.order == Some(order)).unwrap()
}

fn of_kind(outcome: &PlanOutcome, kind: SupplyKind) -> Vec<&SupplyOrder> {
    outcome.supply_orders.iter().filter(|order| order.kind == kind).collect()
}

fn day(days: i64) -> Time {
    Factory::hour(24 * days)
}

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
fn sizes_make_several_runs() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 1.0, 0.0);
    factory.change(make, |make| (make.size_minimum, make.size_multiple, make.size_maximum) = (20.0, Some(10.0), Some(50.0)));
    let order = factory.order("order", table, 113.0, 10);
    let outcome = plan(&factory);
    let mut runs: Vec<f64> = outcome.tasks.iter().map(|task| task.quantity).collect();
    runs.sort_by(f64::total_cmp);
    assert_eq!(runs, [20.0, 50.0, 50.0]);
    assert!(outcome.tasks.iter().all(|task| task.orders == [order]));
}

#[test]
fn made_to_order_means_only_its_own_batch() {
    let mut factory = Factory::default();
    let suit = factory.item("suit");
    factory.workspace.items.get_mut(&suit).unwrap().kind = ItemKind::Order;
    let stock = factory.stock(suit, None, 5.0);
    factory.workspace.stocks.get_mut(&stock).unwrap().batch = "blue".to_owned();
    factory.operation("sew", Some(suit), 3.0, 0.0);
    let blue = factory.order("first", suit, 2.0, 5);
    factory.ask(blue, |order| order.batch = "blue".to_owned());
    let own = factory.order("second", suit, 2.0, 5);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, blue).ready, Some(Factory::now()));
    let [made] = of_kind(&outcome, SupplyKind::Make)[..] else { panic!("one run") };
    assert_eq!((made.batch.as_str(), made.orders.as_slice()), ("second", &[own][..]));
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
fn work_waits_for_the_release_of_its_order_and_for_frozen_time() {
    let mut factory = Factory::default();
    let (table, panel) = (factory.item("table"), factory.item("panel"));
    let assemble = factory.operation("assemble", Some(table), 5.0, 0.0);
    let press = factory.operation("press", Some(panel), 5.0, 0.0);
    factory.change(press, |press| press.fence = Span::from_days(3));
    factory.line(assemble, panel, -1.0);
    let released = factory.order("released", table, 1.0, 1);
    factory.ask(released, |order| order.release = Some(day(4)));
    let frozen = factory.order("frozen", panel, 1.0, 1);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, released).ready, Some(Factory::hour(96 + 10)));
    assert!(promise(&outcome, released).reason.contains("it may not be worked on before Fri 6 Mar 00:00"));
    assert_eq!(promise(&outcome, frozen).ready, Some(Factory::hour(72 + 5)));
    assert!(promise(&outcome, frozen).reason.contains("nothing new may be begun before Thu 5 Mar 00:00"));
}

#[test]
fn safety_time_after_an_operation_is_kept_where_the_order_allows_it_and_cut_where_not() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 24.0, 0.0);
    factory.change(make, |make| make.post_time = Span::from_days(2));
    let easy = factory.order("easy", table, 1.0, 10);
    let urgent = factory.order("urgent", table, 1.0, 2);
    let outcome = plan(&factory);
    let end = |order: OrderId| outcome.tasks.iter().find(|task| task.orders == [order]).unwrap().placement.as_ref().unwrap().end;
    assert_eq!((end(easy), promise(&outcome, easy).ready), (day(8), Some(day(10))));
    assert_eq!(end(urgent), day(2));
    assert_eq!(promise(&outcome, urgent).verdict, Verdict::OnTime);
    assert!(promise(&outcome, urgent).reason.contains("safety time"));
}

#[test]
fn parts_are_moved_between_places_on_the_calendar_of_the_place_they_go_to() {
    let mut factory = Factory::default();
    let (factory_place, shop) = (factory.place("factory"), factory.place("shop"));
    let chair = factory.item("chair");
    let hours = factory.weekdays(0, 24);
    factory.workspace.locations.get_mut(&shop).unwrap().calendar = Some(hours);
    let make = factory.operation("make chair", Some(chair), 8.0, 0.0);
    factory.change(make, |make| make.location = Some(factory_place));
    let terms = factory.moved(chair, factory_place, shop, 2);
    factory.workspace.item_distributions.get_mut(&terms).unwrap().size_minimum = 10.0;
    // Due on Monday: two working days before is Thursday.
    let order = factory.order("order", chair, 3.0, 7);
    factory.ask(order, |order| order.location = Some(shop));
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, order).verdict, Verdict::OnTime);
    let [moved] = of_kind(&outcome, SupplyKind::Move)[..] else { panic!("one transport") };
    assert_eq!((moved.quantity, moved.origin, moved.start), (10.0, Some(factory_place), Some(day(3))));
    assert_eq!(outcome.tasks[0].placement.as_ref().unwrap().end, day(3));
    assert_eq!(outcome.tasks[0].due, Some(day(5)), "counted back by the clock");
}

#[test]
fn a_split_shares_its_quantity_and_a_choice_takes_the_best() {
    let mut factory = Factory::default();
    let (table, chair) = (factory.item("table"), factory.item("chair"));
    let split = factory.operation("make tables", Some(table), 0.0, 0.0);
    factory.change(split, |split| split.kind = OperationKind::Split);
    let choice = factory.operation("make chairs", Some(chair), 0.0, 0.0);
    factory.change(choice, |choice| choice.kind = OperationKind::Alternate);
    for (at, (owner, priority, hours)) in [(split, 30, 1.0), (split, 70, 1.0), (choice, 1, 200.0), (choice, 2, 2.0)].into_iter().enumerate()
    {
        let part = factory.operation(&format!("part {at}"), None, hours, 0.0);
        factory.change(part, |part| (part.owner, part.priority) = (Some(owner), priority));
    }
    factory.order("tables", table, 100.0, 5);
    let chairs = factory.order("chairs", chair, 10.0, 5);
    let outcome = plan(&factory);
    let quantity = |name: &str| {
        outcome
            .tasks
            .iter()
            .filter(|task| factory.workspace.operations[&task.operation.unwrap()].name == name)
            .map(|task| task.quantity)
            .sum::<f64>()
    };
    assert_eq!([quantity("part 0"), quantity("part 1"), quantity("part 2"), quantity("part 3")], [30.0, 70.0, 0.0, 10.0]);
    assert_eq!(promise(&outcome, chairs).verdict, Verdict::OnTime);
}

#[test]
fn of_alternative_materials_the_preferred_one_is_taken_while_it_is_there_in_time() {
    let mut factory = Factory::default();
    let (table, oak, pine) = (factory.item("table"), factory.item("oak"), factory.item("pine"));
    let make = factory.operation("assemble", Some(table), 1.0, 0.0);
    for (wood, priority) in [(oak, 1), (pine, 2)] {
        let line = factory.line(make, wood, -1.0);
        let line = factory.workspace.operation_materials.get_mut(&line).unwrap();
        (line.name, line.priority) = ("wood".to_owned(), priority);
    }
    factory.bought(oak, "forest", 10);
    factory.bought(pine, "forest", 1);
    factory.order("urgent", table, 2.0, 3);
    factory.order("patient", table, 3.0, 20);
    let outcome = plan(&factory);
    let mut bought: Vec<(Option<ItemId>, f64)> =
        of_kind(&outcome, SupplyKind::Buy).iter().map(|order| (order.item, order.quantity)).collect();
    bought.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(bought, [(Some(pine), 2.0), (Some(oak), 3.0)]);
}

#[test]
fn the_delivery_operation_of_an_order_takes_the_item_and_counts_until_it_is_done() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    factory.stock(table, None, 5.0);
    let ship = factory.operation("ship", None, 24.0, 0.0);
    factory.line(ship, table, -1.0);
    let order = factory.order("order", table, 5.0, 3);
    factory.ask(order, |order| order.operation = Some(ship));
    let outcome = plan(&factory);
    let [delivery] = of_kind(&outcome, SupplyKind::Deliver)[..] else { panic!("one delivery") };
    assert_eq!((delivery.start, delivery.end), (Some(day(2)), Some(day(3))));
    assert_eq!(promise(&outcome, order).ready, Some(day(3)));
}

#[test]
fn steps_wait_as_their_dependencies_say() {
    let mut factory = Factory::default();
    let cake = factory.item("cake");
    let (_, steps) = factory.routing("bake a cake", Some(cake), &[("mix", 2.0), ("heat", 1.0), ("bake", 3.0)]);
    let mut wait = |step: OperationId, before: OperationId, kind: LinkKind, lag: i64| {
        let mut wait = OperationDependency::new(OperationDependencyId::from_raw(factory.id()));
        (wait.operation, wait.blocked_by, wait.kind, wait.lag) = (Some(step), Some(before), kind, Span::from_hours(lag));
        factory.workspace.operation_dependencies.insert(wait.id, wait);
    };
    wait(steps[2], steps[0], LinkKind::FinishStart, 4);
    wait(steps[2], steps[1], LinkKind::FinishStart, 0);
    let order = factory.order("order", cake, 1.0, 0);
    let outcome = plan(&factory);
    assert_eq!(promise(&outcome, order).ready, Some(Factory::hour(2 + 4 + 3)));
}

#[test]
fn a_group_can_lend_several_members_and_skills_end() {
    let mut factory = Factory::default();
    let (piano, note) = (factory.item("piano"), factory.item("note"));
    let people = factory.resource("people");
    let members: Vec<ResourceId> = ["Ann", "Ben", "Cid"].iter().map(|name| factory.member(name, people)).collect();
    let carry = factory.operation("carry", Some(piano), 4.0, 0.0);
    let line = factory.needs(carry, people);
    factory.workspace.operation_resources.get_mut(&line).unwrap().quantity = 2.0;
    let (tune, skill) = (factory.operation("tune", Some(note), 10.0, 0.0), factory.skill("tuning"));
    let line = factory.needs(tune, people);
    factory.workspace.operation_resources.get_mut(&line).unwrap().skill = Some(skill);
    let held = factory.can(members[1], skill);
    factory.workspace.resource_skills.get_mut(&held).unwrap().end = Some(day(2));
    factory.order("carry", piano, 1.0, 3);
    let early = factory.order("early", note, 1.0, 10);
    let outcome = plan(&factory);
    let carried = outcome.tasks.iter().find(|task| task.operation == Some(carry)).unwrap();
    assert_eq!(carried.placement.as_ref().unwrap().uses.len(), 2);
    let tuned = outcome.tasks.iter().find(|task| task.operation == Some(tune)).unwrap().placement.clone().unwrap();
    assert_eq!(tuned.uses[0].resource, members[1]);
    assert!(tuned.end <= day(2), "while Ben still can");
    assert_eq!(promise(&outcome, early).verdict, Verdict::OnTime);
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

#[test]
fn an_operation_that_several_wait_for_is_done_once_and_large_enough_for_all() {
    let mut factory = Factory::default();
    let house = factory.item("house");
    let (_, steps) = factory.routing("build", Some(house), &[("walls", 5.0), ("roof", 5.0)]);
    let bricks = factory.operation("make bricks", None, 0.0, 1.0);
    for (step, quantity) in [(steps[0], 2.0), (steps[1], 3.0)] {
        let mut wait = OperationDependency::new(OperationDependencyId::from_raw(factory.id()));
        (wait.operation, wait.blocked_by, wait.quantity) = (Some(step), Some(bricks), quantity);
        factory.workspace.operation_dependencies.insert(wait.id, wait);
    }
    factory.order("order", house, 4.0, 5);
    let outcome = plan(&factory);
    let made: Vec<f64> = outcome.tasks.iter().filter(|task| task.operation == Some(bricks)).map(|task| task.quantity).collect();
    assert_eq!(made, [12.0]);
}

#[test]
fn work_that_asks_for_a_level_goes_to_nobody_below_it() {
    let mut factory = Factory::default();
    factory.place("factory");
    let table = factory.item("table");
    let varnish = factory.operation("varnish", Some(table), 1.0, 0.0);
    let (people, skill) = (factory.resource("operators"), factory.skill("varnishing"));
    let (learner, master) = (factory.member("Carl", people), factory.member("Dora", people));
    let line = factory.needs(varnish, people);
    let (learns, masters) = (factory.can(learner, skill), factory.can(master, skill));
    for (held, level) in [(learns, 1), (masters, 3)] {
        factory.workspace.resource_skills.get_mut(&held).unwrap().level = level;
    }
    let need = factory.workspace.operation_resources.get_mut(&line).unwrap();
    (need.skill, need.skill_level) = (Some(skill), 2);
    for name in ["first", "second", "third"] {
        factory.order(name, table, 1.0, 5);
    }
    let outcome = plan(&factory);
    let users: Vec<ResourceId> =
        outcome.tasks.iter().flat_map(|task| task.placement.as_ref().unwrap().uses.iter().map(|used| used.resource)).collect();
    assert_eq!(users, [master; 3], "Carl still learns it");

    factory.workspace.resource_skills.get_mut(&masters).unwrap().level = 1;
    let outcome = plan(&factory);
    let reason = "varnish needs varnishing at level 2, and nobody in operators has that skill at level 2.";
    assert!(outcome.promises.iter().all(|promise| promise.reason == reason), "{:?}", outcome.promises);
}
