//! Changeovers as a goal: a shop with many of them, and what the search makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{h, shop};
use fastrand::Rng;
use linewright::engine::calendar::ONE;
use linewright::engine::schedule::{Control, Goal, Link, Mode, Options, Problem, Requirement, Resource, SetupMatrix, Task, solve};
use linewright::model::Span;

/// Orders of two or three steps on six machines, each order of one of five set-ups; a changeover takes forty minutes.
fn dyeing(seed: u64, orders: u32) -> Problem {
    let rng = &mut Rng::with_seed(seed);
    let changeover = |at: u32| Span::from_minutes(if at % 5 == at / 5 { 0 } else { 40 });
    let setups = vec![SetupMatrix { families: 5, times: (0..25).map(changeover).collect(), costs: Vec::new() }];
    let machine = Resource { setup: Some(0), ..Resource::single() };
    let goals = vec![Goal::Deadlines, Goal::TardinessByPriority, Goal::SetupTime, Goal::Makespan, Goal::FlowTime];
    let mut problem = Problem { resources: vec![machine; 6], setups, goals, horizon_end: h(2_000), ..shop(0) };
    for order in 0..orders {
        let (family, steps) = (rng.u32(..5), rng.u32(2..4));
        let due = h(i64::from(3 + order * 24 / orders + rng.u32(..8)));
        for step in 0..steps {
            let work = Span::from_minutes(rng.i64(2..9) * 10);
            let on = |resource: u32| Mode { work, requirements: vec![Requirement { resource, quantity: ONE }], cost: 0 };
            let first = rng.u32(..6);
            let modes = if rng.u32(..3) == 0 { vec![on(first), on((first + 1) % 6)] } else { vec![on(first)] };
            let due = (step + 1 == steps).then_some(due);
            problem.tasks.push(Task { modes, due, family: Some(family), ..Task::default() });
            let task = problem.tasks.len() as u32 - 1;
            if step > 0 {
                problem.links.push(Link::after(task - 1, task));
            }
        }
    }
    problem
}

/// Hours of lateness and minutes of changeovers after so many passes.
fn found(seed: u64, passes: u32) -> (f64, i64) {
    let problem = dyeing(seed, 60);
    let outcome = solve(&problem, &Options { most_passes: passes, ..Options::default() }, &|| 0.0, &mut |_| Control::Continue);
    assert_eq!(crate::checker::check(&problem, &outcome.schedule), []);
    assert_eq!(outcome.schedule.score.terms, crate::checker::score(&problem, &problem.goals, &outcome.schedule));
    (outcome.schedule.score.terms[3] as f64 / 3600.0, outcome.schedule.score.terms[4] / 60)
}

#[test]
fn searching_saves_lateness_and_changeovers() {
    for seed in 1..=3 {
        let (by_rules, searched) = (found(seed, 30), found(seed, 3_000));
        println!("seed {seed}: {by_rules:?} by rules, {searched:?} searched for (hours late, minutes of changeovers)");
        assert!(searched.0 < by_rules.0 * 0.7, "{searched:?} against {by_rules:?}");
        assert!(searched.1 < by_rules.1 * 9 / 10, "{searched:?} against {by_rules:?}");
    }
}
