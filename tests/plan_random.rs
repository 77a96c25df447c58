//! Random organisations are planned and judged: whatever is asked, no rule is broken and every order gets an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod plan_support;

use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::model::*;
use plan_support::build::Factory;
use plan_support::judge::violations;
use plan_support::random;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

fn options(direction: Direction) -> PlanOptions {
    PlanOptions { now: Factory::now(), direction, time_limit_ms: 30, seed: 1, ..PlanOptions::default() }
}

/// A clock that goes on whenever it is looked at, so that a seed gives the same plan on any machine.
fn planned(workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
    let readings = Cell::new(0.0);
    let clock = || readings.replace(readings.get() + 0.2);
    plan(workspace, options, &clock, &mut |_| true)
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn no_plan_of_a_random_organisation_breaks_a_rule() {
    accept_all(0..60);
}

/// The long bench: `LINEWRIGHT_PLANS` organisations (1,000) from the seed `LINEWRIGHT_SEED` (10,000) on.
#[test]
#[ignore = "takes minutes: cargo xtask bench random"]
fn no_plan_of_the_long_bench_breaks_a_rule() {
    let first = number("LINEWRIGHT_SEED", 10_000);
    accept_all(first..first + number("LINEWRIGHT_PLANS", 1_000));
}

/// Plans both ways, then once more with all of it accepted and the next three days frozen.
fn accept_all(seeds: Range<u64>) {
    let (mut broken, mut verdicts, mut frozen) = (Vec::new(), BTreeMap::new(), 0);
    let (first, count) = (seeds.start, seeds.end - seeds.start);
    for seed in seeds {
        let mut workspace = random::workspace(seed);
        for direction in [Direction::Backward, Direction::Forward] {
            let outcome = planned(&workspace, &options(direction));
            let found = violations(&workspace, &outcome, Factory::now());
            if !found.is_empty() {
                broken.push(format!("seed {seed}, {direction:?}:\n{}", found.join("\n")));
            }
            for promise in &outcome.promises {
                *verdicts.entry(promise.verdict).or_insert(0) += 1;
            }
            if direction == Direction::Forward {
                accept(&mut workspace, &outcome);
            }
        }
        let freeze = Span::from_days(3);
        let again = planned(&workspace, &PlanOptions { freeze, ..options(Direction::Forward) });
        let mut found = violations(&workspace, &again, Factory::now());
        let (stayed, moved) = moved_though_frozen(&workspace, &again, Factory::now().plus(freeze));
        frozen += stayed;
        found.extend(moved);
        if !found.is_empty() {
            broken.push(format!("seed {seed}, frozen:\n{}", found.join("\n")));
        }
        if (seed + 1 - first).is_multiple_of((count / 10).max(1)) {
            println!("{} of {count} organisations, {} refused", seed + 1 - first, broken.len());
        }
    }
    println!("{verdicts:?}, {frozen} tasks stayed frozen");
    broken.truncate(20);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(verdicts.len() == 4 && frozen > 0, "every verdict occurs, and something is frozen");
}

fn accept(workspace: &mut Workspace, outcome: &PlanOutcome) {
    workspace.supply_orders.retain(|order| order.status != SupplyStatus::Proposed);
    workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    workspace.tasks = outcome.tasks.iter().map(|task| (task.id, task.clone())).collect();
    workspace.promises = outcome.promises.iter().map(|promise| (promise.id, promise.clone())).collect();
}

/// How many tasks that start before `until` are as they were, and those that are not although they are still as large.
fn moved_though_frozen(workspace: &Workspace, again: &PlanOutcome, until: Time) -> (usize, Vec<String>) {
    let (mut stayed, mut moved) = (0, Vec::new());
    for task in &again.tasks {
        let Some(before) = workspace.tasks.get(&task.id).filter(|before| before.quantity == task.quantity) else { continue };
        let Some(place) = before.placement.as_ref().filter(|place| Factory::now() <= place.start && place.start < until) else { continue };
        let key = |place: &Placement| {
            // What a limit per period is used for is worked out anew.
            let uses: Vec<(ResourceId, i64)> =
                place.uses.iter().map(|used| (used.resource, (used.quantity * 1e6).round() as i64)).collect();
            (place.start, place.end, uses)
        };
        if before.operation == task.operation && task.placement.as_ref().map(key) != Some(key(place)) {
            moved.push(format!("frozen and moved: {:?} from {place:?} to {:?}", task.id, task.placement));
        } else {
            stayed += 1;
        }
    }
    (stayed, moved)
}
