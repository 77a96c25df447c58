//! How operations share, choose, wait, lend and hand on: on the smallest workshops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::by_hand::{day, of_kind, plan, promise};
use linewright::model::*;

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
