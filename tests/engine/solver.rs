//! The search as its caller sees it: progress, bounds, stopping, slices of time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{h, on, shop, task};
use linewright::engine::schedule::{Control, Direction, Goal, Link, Mode, ModeChoice, Options, Problem, Solver, Task, solve};
use std::cell::Cell;

/// Eight orders of three steps on three machines, due too early.
fn jobs() -> Problem {
    let mut problem = shop(3);
    for job in 0..8u32 {
        for step in 0..3u32 {
            let work = i64::from(1 + (job * 5 + step * 3) % 4);
            let due = (step == 2).then(|| h(6 + i64::from(job) * 2));
            problem.tasks.push(Task { modes: vec![on((job + step * (1 + job % 2)) % 3, work)], due, priority: job % 2, ..Task::default() });
            if step > 0 {
                problem.links.push(Link::after(job * 3 + step - 1, job * 3 + step));
            }
        }
    }
    problem
}

#[test]
fn progress_gets_better_and_stays_above_the_bound() {
    let problem = jobs();
    let mut last = None;
    let mut told = 0;
    let options = Options { most_passes: 400, ..Options::default() };
    let outcome = solve(&problem, &options, &|| 0.0, &mut |progress| {
        let best = progress.best.expect("without a clock, only news are told");
        assert_eq!(best.score, *progress.score);
        assert!(progress.bound <= progress.score);
        assert!(last.as_ref().is_none_or(|last| progress.score < last));
        assert!(crate::checker::check(&problem, best).is_empty());
        last = Some(progress.score.clone());
        told += 1;
        Control::Continue
    });
    assert!(told > 1);
    assert_eq!(Some(&outcome.schedule.score), last.as_ref());
    assert_eq!(outcome.values.iter().map(|value| value.goal).collect::<Vec<_>>(), Goal::USUAL);
    assert_eq!(outcome.values[1].value, outcome.schedule.score.terms[3] + outcome.schedule.score.terms[4]);
    let gap = outcome.gap.unwrap();
    assert!(outcome.values.iter().any(|value| value.goal == gap.goal) && gap.value > gap.bound);
    if let Some(ratio) = gap.ratio() {
        assert!((ratio - (gap.value - gap.bound) as f64 / gap.bound as f64).abs() < 1e-12);
    }
}

#[test]
fn a_preferred_mode_that_is_in_time_does_not_make_others_late() {
    // One machine, with a slow worker who is preferred or a fast one; the order due first holds it for five hours or for ten.
    let mut problem = shop(3);
    let with = |worker: u32, work: i64, cost: u32| {
        let machine = on(0, work);
        let both = machine.requirements.iter().copied().chain(on(worker, work).requirements).collect();
        Mode { requirements: both, cost, ..machine }
    };
    problem.tasks.push(Task { modes: vec![with(1, 10, 0), with(2, 5, 1)], due: Some(h(10)), ..Task::default() });
    problem.tasks.push(Task { modes: vec![with(2, 5, 0)], due: Some(h(11)), ..Task::default() });
    // The seven rules, and one more pass.
    let options = Options { mode_choice: ModeChoice::Preferred, most_passes: 7, ..Options::default() };
    let late = |options: &Options| solve(&problem, options, &|| 0.0, &mut |_| Control::Continue).values[1].value;
    assert_eq!(late(&options), 4 * 3600);
    assert_eq!(late(&Options { most_passes: 8, ..options }), 0);
}

#[test]
fn the_caller_stops_it_at_once_and_keeps_the_best() {
    let problem = jobs();
    let outcome = solve(&problem, &Options::default(), &|| 0.0, &mut |_| Control::Stop);
    assert_eq!(outcome.passes, 1);
    assert_eq!(outcome.schedule.placements.iter().flatten().count(), problem.tasks.len());
}

#[test]
fn the_time_limit_ends_it_and_it_is_told_of_meanwhile() {
    let clock = Cell::new(1000.0);
    let tick = || {
        clock.set(clock.get() + 30.0);
        clock.get()
    };
    let mut told = Vec::new();
    let options = Options { limit_ms: 900, ..Options::default() };
    solve(&jobs(), &options, &tick, &mut |progress| {
        told.push(progress.elapsed_ms);
        Control::Continue
    });
    assert!((900.0..=960.0).contains(&(clock.get() - 1000.0)));
    assert!(told.windows(2).all(|pair| pair[1] - pair[0] <= 160.0), "{told:?}");
    // Even with no time at all there is a first schedule.
    assert_eq!(solve(&jobs(), &Options { limit_ms: 0, ..options }, &tick, &mut |_| Control::Continue).passes, 1);
}

#[test]
fn in_slices_it_finds_the_same_as_in_one_go() {
    for direction in [Direction::Forward, Direction::Backward] {
        let problem = jobs();
        let options = Options { direction, most_passes: 200, ..Options::default() };
        let mut solver = Solver::new(&problem, &options);
        assert!(solver.schedule().is_none());
        let mut news = 0;
        while solver.step() {
            news += usize::from(solver.news().is_some());
            assert!(solver.news().is_none() && solver.schedule().is_some());
        }
        assert!(news > 0);
        assert_eq!(solver.outcome(), solve(&problem, &options, &|| 0.0, &mut |_| Control::Continue));
    }
}

#[test]
fn what_cannot_be_better_is_proved_and_ends_the_search() {
    let problem = Problem { tasks: vec![task(2, 0), task(3, 0)], goals: vec![Goal::Makespan], ..shop(1) };
    let outcome = solve(&problem, &Options::default(), &|| 0.0, &mut |_| Control::Continue);
    assert!(outcome.proved && outcome.gap.is_none() && outcome.passes == 1);
}

#[test]
fn different_seeds_try_different_things() {
    let with = |seed: u64| solve(&jobs(), &Options { seed, most_passes: 120, ..Options::default() }, &|| 0.0, &mut |_| Control::Continue);
    assert!((1..20).any(|seed| with(seed).schedule.placements != with(0).schedule.placements));
}
