//! Random organisations are planned and judged: whatever is asked, no rule is broken and every order gets an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod plan_support;

use linewright::engine::plan::PlanOptions;
use linewright::model::*;
use plan_support::build::Factory;
use plan_support::judge::violations;
use plan_support::{planned, random};

fn options(direction: Direction) -> PlanOptions {
    PlanOptions { now: Factory::now(), direction, time_limit_ms: 30, seed: 1, ..PlanOptions::default() }
}

#[test]
fn no_plan_of_a_random_organisation_breaks_a_rule() {
    let count: u64 = std::env::var("LINEWRIGHT_RANDOM_PLANS").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let mut broken = Vec::new();
    let mut verdicts = std::collections::BTreeMap::new();
    let only: Option<u64> = std::env::var("LINEWRIGHT_SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in only.map_or(0..count, |seed| seed..seed + 1) {
        let workspace = random::workspace(seed);
        for direction in [Direction::Backward, Direction::Forward] {
            let outcome = planned(&workspace, &options(direction));
            let found = violations(&workspace, &outcome, Factory::now());
            if !found.is_empty() {
                broken.push(format!("seed {seed}, {direction:?}:\n{}", found.join("\n")));
            }
            for promise in &outcome.promises {
                *verdicts.entry(promise.verdict).or_insert(0) += 1;
            }
        }
    }
    println!("{verdicts:?}");
    broken.truncate(20);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert_eq!(verdicts.len(), 4, "every verdict occurs");
}
