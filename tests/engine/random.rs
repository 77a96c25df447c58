//! Thousands of random problems with a bit of everything: the independent judge must accept every schedule.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::kinds::KINDS;
use crate::checker::random::{Case, case};
use crate::checker::{Steps, check_with};
use linewright::engine::schedule::{Control, Direction, Goal, ModeChoice, Options, Outcome, solve};
use std::panic::catch_unwind;

fn options(seed: u64, passes: u32) -> Options {
    Options {
        direction: if seed % 3 == 2 { Direction::Backward } else { Direction::Forward },
        mode_choice: if seed % 5 < 3 { ModeChoice::EarliestEnd } else { ModeChoice::Preferred },
        most_passes: passes,
        seed,
        ..Options::default()
    }
}

/// What the judge has to say, in one line; `None` when all is well.
fn judged(seed: u64, case: &Case, outcome: &Outcome, options: &Options) -> Option<String> {
    let steps: Vec<Steps> = case.sources.iter().map(crate::checker::Source::steps).collect();
    let found = check_with(&case.problem, &steps, &outcome.schedule);
    let mut goals = if case.problem.goals.is_empty() { Goal::USUAL.to_vec() } else { case.problem.goals.clone() };
    if options.direction == Direction::Backward {
        goals.retain(|goal| !matches!(goal, Goal::Makespan | Goal::FlowTime));
        if !goals.contains(&Goal::Earliness) {
            goals.push(Goal::Earliness);
        }
    }
    let score = crate::checker::score(&case.problem, &goals, &outcome.schedule);
    if !found.is_empty() {
        Some(format!("seed {seed}: {found:?}"))
    } else if outcome.schedule.score.terms != score {
        Some(format!("seed {seed}: score {:?} should be {score:?}", outcome.schedule.score.terms))
    } else if outcome.bound > outcome.schedule.score || outcome.proved != (outcome.bound == outcome.schedule.score) {
        Some(format!("seed {seed}: bound {:?} above {:?}", outcome.bound, outcome.schedule.score))
    } else {
        None
    }
}

fn assert_all_well(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} refused, such as:\n{}", complaints.len(), complaints[..complaints.len().min(8)].join("\n"));
}

#[test]
fn every_schedule_of_2000_random_problems_is_accepted() {
    accept_all(0..2000);
}

/// The long bench: `LINEWRIGHT_PROBLEMS` problems (100,000) from the seed `LINEWRIGHT_SEED` (10,000) on.
#[test]
#[ignore = "takes minutes: cargo xtask bench random"]
fn every_schedule_of_the_long_bench_is_accepted() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let first = number("LINEWRIGHT_SEED", 10_000);
    accept_all(first..first + number("LINEWRIGHT_PROBLEMS", 100_000));
}

/// So many are told of at most; each is as good as all to go after.
const MOST_COMPLAINTS: usize = 20;

/// Solves and judges; most with priority rules alone, some with everything.
fn accept_all(seeds: std::ops::Range<u64>) {
    let (mut placed, mut tasks, mut complaints, mut counts) = (0, 0, Vec::new(), vec![0u64; KINDS.len()]);
    let (first, count) = (seeds.start, seeds.end - seeds.start);
    for seed in seeds {
        let case = case(seed);
        for ((_, has), count) in KINDS.iter().zip(&mut counts) {
            *count += u64::from(has(&case.problem));
        }
        let options = options(seed, [3, 10, 20, 60][(seed % 4) as usize]);
        let solved = catch_unwind(|| solve(&case.problem, &options, &|| 0.0, &mut |_| Control::Continue));
        tasks += case.problem.tasks.len();
        match solved {
            Ok(outcome) => {
                complaints.extend(judged(seed, &case, &outcome, &options));
                placed += outcome.schedule.placements.iter().flatten().count();
            }
            Err(_) => complaints.push(format!("seed {seed}: a panic, told above")),
        }
        if (seed + 1 - first).is_multiple_of((count / 10).max(1)) {
            println!("{} of {count} problems, {} refused", seed + 1 - first, complaints.len());
        }
        if complaints.len() >= MOST_COMPLAINTS {
            break;
        }
    }
    assert_all_well(&complaints);
    for ((kind, _), count) in KINDS.iter().zip(&counts) {
        println!("{count:>8} with {kind}");
        assert!(*count > 0, "no problem has {kind}");
    }
    println!("{placed} of {tasks} tasks placed");
    assert!(placed * 10 > tasks * 6, "only {placed} of {tasks} tasks placed: the problems are too hard to prove anything");
}

/// Of 100,000 problems one was refused: a task was taken out for a maximum lag, and what came after it had not been changed over for.
#[test]
fn what_follows_a_task_that_is_taken_out_is_changed_over_for() {
    let seed = 57_442;
    let (case, options) = (case(seed), options(seed, 20));
    let outcome = solve(&case.problem, &options, &|| 0.0, &mut |_| Control::Continue);
    assert_eq!(judged(seed, &case, &outcome, &options), None);
}

#[test]
fn the_first_schedule_is_as_lawful_as_the_best() {
    let mut complaints = Vec::new();
    for seed in 5000..5500 {
        let case = case(seed);
        let options = options(seed, 1);
        let outcome = solve(&case.problem, &options, &|| 0.0, &mut |_| Control::Continue);
        complaints.extend(judged(seed, &case, &outcome, &options));
    }
    assert_all_well(&complaints);
}

#[test]
fn the_same_seed_gives_the_same_schedule() {
    for seed in 0..20 {
        let case = case(seed);
        let run = || solve(&case.problem, &options(seed, 80), &|| 0.0, &mut |_| Control::Continue);
        assert_eq!(run(), run());
    }
}
