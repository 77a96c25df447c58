//! Random organisations are planned and judged: whatever is asked, no rule is broken and every order gets an answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::held::moved_though_frozen;
use crate::support::judge::violations;
use crate::support::random;
use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::model::*;
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

#[test]
fn no_plan_of_work_that_scraps_some_of_it_counts_on_what_is_scrapped() {
    let broken: Vec<String> = (0..40).flat_map(|seed| judged(&format!("{seed} wasteful"), random::wasteful(seed)).broken).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The long bench: `LINEWRIGHT_PLANS` organisations (1,000) from the seed `LINEWRIGHT_SEED` (10,000) on.
#[test]
#[ignore = "takes minutes: cargo xtask bench random"]
fn no_plan_of_the_long_bench_breaks_a_rule() {
    let first = number("LINEWRIGHT_SEED", 10_000);
    accept_all(first..first + number("LINEWRIGHT_PLANS", 1_000));
}

/// What was found in the long bench: works tied over a transport by their starts or last ends were written down as tied otherwise.
#[test]
fn ties_over_transports_are_written_down_as_they_are() {
    assert_sound(&[2_680, 5_219, 7_226, 7_378, 16_662]);
}

/// What was found in the long bench: frozen work moved, changed or went, for its order was served from other sources, in other runs or
/// only in part; or it was held although what it takes could not be made.
#[test]
fn what_is_frozen_stays_though_its_order_would_be_served_otherwise() {
    assert_sound(&[883, 1_533, 2_285, 5_231, 11_869, 11_874, 12_838, 12_878, 13_778, 13_925, 17_446]);
}

/// What was found in the long bench: a schedule was looked at again too seldom to find a team whose skills last.
#[test]
fn whoever_does_the_work_has_its_skill_however_many_have_not() {
    assert_sound(&[20_980, 24_357]);
}

/// What was found in the long bench: what is bought for the middle of slow work arrived three seconds late.
#[test]
fn what_is_taken_in_the_middle_of_slow_work_is_there_in_time() {
    assert_sound(&[8_292]);
}

/// What was found in the long bench: frozen work moved, went, or was given to an order that it begins too early for, because what it takes
/// was taken from other runs, its order lost its place to one that had none before, or a most time is exceeded.
#[test]
fn what_is_frozen_takes_at_its_own_time_and_keeps_its_order() {
    assert_sound(&[2_985, 7_194, 7_229, 9_114, 9_759, 9_996, 10_131, 13_319, 13_425, 15_186, 15_583, 16_234, 19_107, 20_905]);
    assert_tied_sound(&[7_194, 10_131, 12_878, 13_778, 16_234, 50_091, 50_550, 51_150, 51_267]);
}

/// What was found in the long bench: frozen work moved or went, because the purchases, transports and later runs that it takes from were
/// got anew, in other quantities, later or for others; because others took what it counts on; because it was tied to another run of the
/// same operation than it is at present; or because it began sooner than is sure to do for what arrives in its course, though it did do.
#[test]
fn what_is_frozen_takes_what_the_present_plan_brings_and_waits_for_the_same() {
    assert_sound(&[51_884, 60_297, 61_892, 70_694, 75_163, 78_152, 78_777, 79_109, 81_192, 82_899, 84_632]);
    assert_tied_sound(&[61_123, 61_953, 79_299, 82_061, 82_881, 83_597, 96_770]);
}

/// What was found in the long bench: the judge did not see that a machine which was away comes back in time to be changed over.
#[test]
fn a_machine_is_changed_over_once_it_is_back() {
    assert_sound(&[85_774]);
}

/// What was found in the long bench: an order counted on a run of which one step, tied to no other, found no place.
#[test]
fn no_order_counts_on_a_run_of_which_a_step_finds_no_place() {
    assert_tied_sound(&[2_285]);
}

fn assert_tied_sound(seeds: &[u64]) {
    let broken: Vec<String> = seeds.iter().flat_map(|seed| judged(&format!("{seed} tied"), random::tied(*seed)).broken).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn assert_sound(seeds: &[u64]) {
    let broken: Vec<String> = seeds.iter().flat_map(|seed| judged(&format!("{seed}"), random::workspace(*seed)).broken).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// So many are told of at most.
const MOST_COMPLAINTS: usize = 20;

fn accept_all(seeds: Range<u64>) {
    let (mut broken, mut verdicts, mut frozen) = (Vec::new(), BTreeMap::new(), 0);
    let (first, count) = (seeds.start, seeds.end - seeds.start);
    for seed in seeds {
        for found in [judged(&format!("{seed}"), random::workspace(seed)), judged(&format!("{seed} tied"), random::tied(seed))] {
            frozen += found.frozen;
            found.verdicts.into_iter().for_each(|verdict| *verdicts.entry(verdict).or_insert(0) += 1);
            // At once, for the rest may take an hour.
            found.broken.iter().for_each(|broken| println!("{broken}"));
            broken.extend(found.broken);
        }
        if (seed + 1 - first).is_multiple_of((count / 10).max(1)) {
            println!("{} of {count} organisations, {} plans refused", seed + 1 - first, broken.len());
        }
    }
    println!("{verdicts:?}, {frozen} tasks stayed frozen");
    broken.truncate(MOST_COMPLAINTS);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(verdicts.len() == 4 && frozen > 0, "every verdict occurs, and something is frozen");
}

/// What the judges say of the plans of one organisation.
#[derive(Default)]
struct Found {
    broken: Vec<String>,
    verdicts: Vec<Verdict>,
    /// Tasks that stayed where they are frozen.
    frozen: usize,
}

/// Plans both ways, then once more with all of it accepted and the next three days frozen.
fn judged(seed: &str, mut workspace: Workspace) -> Found {
    let mut all = Found::default();
    for direction in [Direction::Backward, Direction::Forward] {
        let outcome = planned(&workspace, &options(direction));
        let found = violations(&workspace, &outcome, Factory::now());
        if !found.is_empty() {
            all.broken.push(format!("seed {seed}, {direction:?}:\n{}", found.join("\n")));
        }
        all.verdicts.extend(outcome.promises.iter().map(|promise| promise.verdict));
        if direction == Direction::Forward {
            accept(&mut workspace, &outcome);
        }
    }
    let freeze = Span::from_days(3);
    let again = planned(&workspace, &PlanOptions { freeze, ..options(Direction::Forward) });
    let mut found = violations(&workspace, &again, Factory::now());
    let (stayed, moved) = moved_though_frozen(&workspace, &again, Factory::now(), Factory::now().plus(freeze));
    all.frozen = stayed;
    found.extend(moved);
    if !found.is_empty() {
        all.broken.push(format!("seed {seed}, frozen:\n{}", found.join("\n")));
    }
    all
}

fn accept(workspace: &mut Workspace, outcome: &PlanOutcome) {
    workspace.supply_orders.retain(|order| order.status != SupplyStatus::Proposed);
    workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    workspace.tasks = outcome.tasks.iter().map(|task| (task.id, task.clone())).collect();
    workspace.promises = outcome.promises.iter().map(|promise| (promise.id, promise.clone())).collect();
}
