//! How long a plan takes on a workshop of ten thousand tasks.
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::planned;
use linewright::engine::plan::{PlanOptions, load};
use linewright::model::*;
use std::time::Instant;

/// Orders for products of four steps and one made part each, on forty machines and twenty people with shifts.
fn workshop(orders: usize) -> Workspace {
    let mut factory = Factory::default();
    let shifts = [factory.weekdays(6, 14), factory.weekdays(14, 22), factory.weekdays(6, 22)];
    let machines: Vec<ResourceId> = (0..40).map(|at| factory.resource(&format!("machine {at}"))).collect();
    let people = factory.resource("people");
    for at in 0..20 {
        let member = factory.member(&format!("person {at}"), people);
        factory.workspace.resources.get_mut(&member).unwrap().calendar = Some(shifts[at % 2]);
    }
    for machine in &machines {
        factory.workspace.resources.get_mut(machine).unwrap().calendar = Some(shifts[2]);
    }
    let raw = factory.item("raw");
    factory.bought(raw, "supplier", 3);
    let mut products = Vec::new();
    for at in 0..50 {
        let (product, part) = (factory.item(&format!("product {at}")), factory.item(&format!("part {at}")));
        let press = factory.operation(&format!("press {at}"), Some(part), 0.2, 0.05);
        factory.line(press, raw, -1.0);
        factory.needs(press, machines[at % 40]);
        let names: Vec<String> = (0..4).map(|step| format!("step {at}.{step}")).collect();
        let hours: Vec<(&str, f64)> =
            names.iter().enumerate().map(|(step, name)| (name.as_str(), 0.3 + 0.2 * ((at + step) % 4) as f64)).collect();
        let (_, steps) = factory.routing(&format!("make {at}"), Some(product), &hours);
        for (step, id) in steps.iter().enumerate() {
            factory.needs(*id, machines[(at * 7 + step * 11) % 40]);
            if step == 3 {
                factory.needs(*id, people);
            }
        }
        factory.line(steps[0], part, -2.0);
        products.push(product);
    }
    for at in 0..orders {
        let order = factory.order(&format!("order {at}"), products[at * 13 % 50], 1.0 + (at % 5) as f64, 5 + (at * 60 / orders) as i64);
        factory.ask(order, |order| order.priority = 1 + (at % 3) as i64);
    }
    factory.workspace
}

#[test]
fn ten_thousand_tasks_are_planned_without_breaking_a_rule() {
    // Without optimisation a tenth of it is enough; LINEWRIGHT_SPEED=2000 gives ten thousand tasks.
    let orders = std::env::var("LINEWRIGHT_SPEED").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let workspace = workshop(orders);
    let options = PlanOptions { now: Factory::now(), direction: Direction::Backward, time_limit_ms: 0, seed: 1, ..PlanOptions::default() };
    let began = Instant::now();
    let outcome = planned(&workspace, &options);
    println!("{} tasks planned in {:?}: {:?}", outcome.tasks.len(), began.elapsed(), outcome.stats);
    assert_eq!(outcome.tasks.len(), orders * 5);
    if orders <= 200 {
        let found = violations(&workspace, &outcome, Factory::now());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    let mut planned = workspace;
    planned.tasks.extend(outcome.tasks.iter().map(|task| (task.id, task.clone())));
    let began = Instant::now();
    let of = load(&planned, Period::Week, Factory::now(), (Factory::now(), Factory::hour(24 * 70)));
    println!("load of {} resources in {:?}", of.resources.len(), began.elapsed());
}
