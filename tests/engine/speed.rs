//! How long the first schedule of a plant takes: shifts, holidays, alternatives, operators, changeovers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "../../examples/schedule_bench/plant.rs"]
mod plant;

use crate::computing::Computing;
use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{
    Control, Direction, Link, Mode, Options, Problem, Requirement, Resource, Solver, Task, analyse, conflicts, earliest_from, placement_at,
    repair, solve,
};
use linewright::model::{Span, Time};
use plant::plant;

fn time(name: &str, problem: &Problem, options: &Options) -> f64 {
    let mut best = f64::MAX;
    let mut outcome = None;
    let clock = Computing::start();
    let now = || clock.elapsed().as_secs_f64() * 1000.0;
    for _ in 0..3 {
        let before = now();
        outcome = Some(solve(problem, options, &now, &mut |_| Control::Continue));
        best = best.min(now() - before);
    }
    let Some(outcome) = outcome else { return best };
    let placed = outcome.schedule.placements.iter().flatten().count();
    println!(
        "{name}: {best:.1} ms, {placed} of {} tasks placed, {} passes, score {:?}",
        problem.tasks.len(),
        outcome.passes,
        outcome.schedule.score
    );
    let found = crate::checker::check(problem, &outcome.schedule);
    assert!(found.is_empty(), "{:?}", &found[..found.len().min(5)]);
    best
}

#[test]
fn the_first_schedule_of_a_plant_is_quick() {
    let first = Options { most_passes: 1, ..Options::default() };
    for (orders, limit) in [(100, 30.0), (1000, 200.0)] {
        let plain = time(&format!("{orders} orders of ten steps"), &plant(orders, false), &first);
        time("the same with changeovers", &plant(orders, true), &first);
        time("the same just in time", &plant(orders, false), &Options { direction: Direction::Backward, ..first });
        if !cfg!(debug_assertions) {
            assert!(plain < limit, "{plain} ms");
        }
    }
}

/// `jobs` jobs of ten steps, each step on one machine of ten, or in turn needing one to five of a pool of twenty.
fn shop(jobs: u32, pools: bool) -> Problem {
    let mut rng = fastrand::Rng::with_seed(11);
    let now = Time::parse("2026-03-02 06:30").unwrap_or_default();
    let mut problem = Problem { now, horizon_end: now.plus(Span::from_days(3 * 365)), ..Problem::default() };
    let size = problem.add_profile(Profile::always(20 * ONE));
    problem.resources = vec![Resource { size: pools.then_some(size), ..Resource::single() }; 10];
    for task in 0..jobs * 10 {
        let quantity = if pools { ONE * rng.i64(1..6) } else { ONE };
        let requirements = vec![Requirement { resource: rng.u32(0..10), quantity }];
        let due = (task % 10 == 9).then(|| now.plus(Span::from_minutes(rng.i64(100..i64::from(jobs) * 60))));
        problem.tasks.push(Task {
            modes: vec![Mode { work: Span::from_minutes(rng.i64(1..100)), requirements, cost: 0 }],
            due,
            ..Task::default()
        });
        if task % 10 > 0 {
            problem.links.push(Link::after(task - 1, task));
        }
    }
    problem
}

/// On a page that shares its thread with the search, a step is how long a person may have to wait.
#[test]
fn a_step_is_short() {
    for (name, jobs) in [("a hundred jobs", 100), ("a thousand jobs", 1000)] {
        let kinds = [("on machines", shop(jobs, false)), ("in pools", shop(jobs, true)), ("in a plant", plant(jobs, false))];
        for (kind, problem) in kinds {
            let clock = Computing::start();
            let mut solver = Solver::new(&problem, &Options::default());
            solver.step();
            let (mut longest, mut before) = (0.0f64, clock.elapsed());
            // Beyond the priority rules and pressing; without optimisation only as far as a test may take.
            for _ in 0..if cfg!(debug_assertions) { 60_000 / (jobs * 10) } else { 400 } {
                solver.step();
                let now = clock.elapsed();
                longest = longest.max((now - before).as_secs_f64() * 1000.0);
                before = now;
            }
            println!("{name} {kind}: {longest:.1} ms for the longest step, {} passes", solver.passes());
            if !cfg!(debug_assertions) {
                assert!(longest < 20.0, "{name} {kind}: {longest} ms");
            }
        }
    }
}

#[test]
fn what_the_board_asks_is_quick() {
    let problem = plant(1000, true);
    let first = Options { most_passes: 1, ..Options::default() };
    let schedule = solve(&problem, &first, &|| 0.0, &mut |_| Control::Continue).schedule;
    let clock = Computing::start();
    let now = || clock.elapsed().as_secs_f64() * 1000.0;
    let measure = |name: &str, times: u32, ask: &dyn Fn(u32)| {
        let before = now();
        (0..times).for_each(ask);
        let each = (now() - before) / f64::from(times);
        println!("{name}: {each:.3} ms");
        each
    };
    let task = |i: u32| (i * 7919) % problem.tasks.len() as u32;
    let later =
        |task: u32| schedule.placements[task as usize].map(|placement| placement.start.plus(Span::from_hours(-30))).unwrap_or_default();
    let conflict = measure("conflicts of a place", 200, &|i| {
        if let Some(placement) = placement_at(&problem, task(i), 0, later(task(i))) {
            let _ = conflicts(&problem, &schedule, task(i), &placement);
        }
    });
    let nearest = measure("nearest place", 200, &|i| {
        let _ = earliest_from(&problem, &schedule, task(i), None, later(task(i)));
    });
    let mended = measure("mending after a move", 5, &|i| {
        if let Some(placement) = earliest_from(&problem, &schedule, task(i), None, later(task(i))) {
            let _ = repair(&problem, &schedule, &[(task(i), placement)]);
        }
    });
    let analysed = measure("reasons and floats of all tasks", 3, &|_| {
        let _ = analyse(&problem, &schedule);
    });
    if !cfg!(debug_assertions) {
        assert!(conflict < 2.0 && nearest < 10.0 && mended < 200.0 && analysed < 300.0);
    }
}

#[test]
#[ignore = "a measurement of some seconds"]
fn what_a_second_brings() {
    for setups in [false, true] {
        let problem = plant(1000, setups);
        time("rules only", &problem, &Options { limit_ms: 100_000, improve: false, ..Options::default() });
        time("one second", &problem, &Options { limit_ms: 1000, ..Options::default() });
        time("just in time, one second", &problem, &Options { limit_ms: 1000, direction: Direction::Backward, ..Options::default() });
    }
}
