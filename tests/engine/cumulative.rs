//! Projects that share resources: the smallest ones with a known best schedule, each goal and constraint once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{Control, Goal, Link, Mode, Options, Outcome, Problem, Requirement, Resource, Solver, Task, solve};
use linewright::model::{Span, Time};

/// A resource of four units and a task for each length and quantity.
fn project(goals: &[Goal], tasks: &[(i64, i64)]) -> Problem {
    let now = Time::clamped(0);
    let mut problem = Problem { now, horizon_end: now.plus(Span::from_days(365)), goals: goals.to_vec(), ..Problem::default() };
    let size = problem.add_profile(Profile::always(4 * ONE));
    problem.resources.push(Resource { size: Some(size), ..Resource::single() });
    for &(length, quantity) in tasks {
        let requirements = vec![Requirement { resource: 0, quantity: quantity * ONE }];
        problem.tasks.push(Task { modes: vec![Mode { work: Span::from_seconds(length), requirements, cost: 0 }], ..Task::default() });
    }
    problem
}

/// Solves with passes enough for the search behind the rules, and lets the judge look at it.
fn solved(problem: &Problem) -> Outcome {
    let outcome = solve(problem, &Options { most_passes: 3000, ..Options::default() }, &|| 0.0, &mut |_| Control::Continue);
    let found = crate::checker::check(problem, &outcome.schedule);
    assert!(found.is_empty(), "{found:?}");
    outcome
}

#[test]
fn a_full_resource_packs_without_a_gap() {
    // 3+1 wide for 6, then 2+2 wide for 4: ten in all, by energy.
    let outcome = solved(&project(&[Goal::Makespan], &[(6, 3), (2, 1), (4, 1), (4, 2), (4, 2)]));
    assert_eq!(outcome.schedule.score.terms, [0, 0, 10]);
    assert!(outcome.proved);
}

#[test]
fn lags_between_tasks_are_kept() {
    let mut problem = project(&[Goal::Makespan], &[(3, 4), (3, 4), (2, 2)]);
    problem.links.push(Link { min_lag: Span::from_seconds(4), ..Link::after(0, 2) });
    // The second fits into the lag: 3, then 3, then from 7 to 9.
    assert_eq!(solved(&problem).schedule.score.terms, [0, 0, 9]);
}

#[test]
fn a_release_holds_a_task_back() {
    let mut problem = project(&[Goal::Makespan], &[(5, 4), (3, 4)]);
    problem.tasks[0].release = Some(Time::clamped(2));
    // Waiting costs two; the short one first and the long one at 3 costs nothing.
    assert_eq!(solved(&problem).schedule.score.terms, [0, 0, 8]);
}

#[test]
fn little_weighted_lateness_comes_before_an_early_end() {
    let mut problem = project(&[Goal::Tardiness, Goal::Makespan], &[(4, 4), (3, 4), (2, 4)]);
    for (task, due, weight) in [(0, 4, 1), (1, 3, 1), (2, 2, 5)] {
        problem.tasks[task].due = Some(Time::clamped(due));
        problem.tasks[task].weight = weight;
    }
    // 2 first (in time), then 3 (ends at 5, two late), then 4 (ends at 9, five late): seven; the last two the other way round two and six, eight.
    assert_eq!(solved(&problem).schedule.score.terms, [0, 0, 7, 9]);
}

#[test]
fn a_deadline_comes_before_lateness() {
    let mut problem = project(&[Goal::Deadlines, Goal::Tardiness], &[(4, 4), (3, 4)]);
    problem.tasks[0].deadline = Some(Time::clamped(4));
    problem.tasks[1].due = Some(Time::clamped(3));
    assert_eq!(solved(&problem).schedule.score.terms, [0, 0, 0, 4]);
}

#[test]
fn a_small_sum_of_ends_takes_short_tasks_first() {
    let outcome = solved(&project(&[Goal::FlowTime], &[(5, 4), (1, 4), (3, 4)]));
    assert_eq!(outcome.schedule.score.terms, [0, 0, 1 + 4 + 9]);
}

#[test]
fn what_no_sum_of_work_shows_is_proved_all_the_same() {
    // Three of three units never run side by side, though there is room by the sum of their work; nor does a two beside any of them.
    let outcome = solved(&project(&[Goal::Makespan], &[(4, 3), (5, 3), (6, 3), (2, 2)]));
    assert_eq!(outcome.schedule.score.terms, [0, 0, 17]);
    assert_eq!(outcome.bound.terms, [0, 0, 17]);
    assert!(outcome.proved);
}

#[test]
fn a_schedule_without_lateness_is_proved_and_ends_the_search() {
    let mut problem = project(&[Goal::TardinessByPriority], &[(4, 4), (3, 4), (2, 4)]);
    for (task, due) in [(0, 9), (1, 5), (2, 2)] {
        problem.tasks[task].due = Some(Time::clamped(due));
    }
    let outcome = solved(&problem);
    assert_eq!(outcome.schedule.score.terms, [0, 0, 0]);
    assert!(outcome.proved && outcome.gap.is_none());
}

/// Tasks that need several of four resources and wait for one another, by a seed.
fn entangled(seed: u64) -> Problem {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut problem = Problem { goals: vec![Goal::Makespan], ..project(&[], &[]) };
    problem.resources = (0..4).map(|_| problem.resources[0].clone()).collect();
    for task in 0..80u32 {
        let needs = (0..4).filter(|_| random.bool()).collect::<Vec<u32>>();
        let requirements = needs.into_iter().map(|resource| Requirement { resource, quantity: random.i64(1..4) * ONE }).collect();
        let work = Span::from_seconds(random.i64(1..11));
        problem.tasks.push(Task { modes: vec![Mode { work, requirements, cost: 0 }], ..Task::default() });
        let before = (0..2).filter(|_| task > 0).map(|_| random.u32(task.saturating_sub(25)..task.max(1)));
        problem.links.extend(before.map(|before| Link::after(before, task)).collect::<Vec<Link>>());
    }
    problem
}

#[test]
fn the_same_word_of_the_time_used_gives_the_same_schedule() {
    let problem = entangled(3);
    let searched = |word: fn(f64) -> f64| {
        let mut solver = Solver::new(&problem, &Options::default());
        let most = 6_000;
        while solver.passes() < most && solver.step() {
            solver.spend(word(f64::from(solver.passes()) / f64::from(most)));
        }
        let outcome = solver.outcome();
        let found = crate::checker::check(&problem, &outcome.schedule);
        assert!(found.is_empty(), "{found:?}");
        outcome
    };
    assert_eq!(searched(|used| used), searched(|used| used));
    // A word that is none, or of more time than there is, does no harm.
    for word in [|_| f64::NAN, |_| f64::INFINITY, |_| -1.0] {
        assert!(searched(word).schedule.score.terms[2] > 0);
    }
}
