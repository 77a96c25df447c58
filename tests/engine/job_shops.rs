//! Shops of single machines: hand-known answers for every goal and constraint that the search on the graph of a schedule sees.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{
    Control, Direction, Goal, Link, Mode, Options, Outcome, Pin, Problem, Requirement, Resource, Task, solve,
};
use linewright::model::{Span, Time};

/// Fisher and Thompson 1963: six jobs on six machines, best possible 55; machine and length, operation by operation.
const FT06: [[(u32, i64); 6]; 6] = [
    [(2, 1), (0, 3), (1, 6), (3, 7), (5, 3), (4, 6)],
    [(1, 8), (2, 5), (4, 10), (5, 10), (0, 10), (3, 4)],
    [(2, 5), (3, 4), (5, 8), (0, 9), (1, 1), (4, 7)],
    [(1, 5), (0, 5), (2, 5), (3, 3), (4, 8), (5, 9)],
    [(2, 9), (1, 3), (4, 5), (5, 4), (0, 3), (3, 1)],
    [(1, 3), (3, 3), (5, 9), (0, 10), (4, 4), (2, 1)],
];

/// The same authors: ten jobs on ten machines, best possible 930, unknown for a quarter of a century.
const FT10: [[(u32, i64); 10]; 10] = [
    [(0, 29), (1, 78), (2, 9), (3, 36), (4, 49), (5, 11), (6, 62), (7, 56), (8, 44), (9, 21)],
    [(0, 43), (2, 90), (4, 75), (9, 11), (3, 69), (1, 28), (6, 46), (5, 46), (7, 72), (8, 30)],
    [(1, 91), (0, 85), (3, 39), (2, 74), (8, 90), (5, 10), (7, 12), (6, 89), (9, 45), (4, 33)],
    [(1, 81), (2, 95), (0, 71), (4, 99), (6, 9), (8, 52), (7, 85), (3, 98), (9, 22), (5, 43)],
    [(2, 14), (0, 6), (1, 22), (5, 61), (3, 26), (4, 69), (8, 21), (7, 49), (9, 72), (6, 53)],
    [(2, 84), (1, 2), (5, 52), (3, 95), (8, 48), (9, 72), (0, 47), (6, 65), (4, 6), (7, 25)],
    [(1, 46), (0, 37), (3, 61), (2, 13), (6, 32), (5, 21), (9, 32), (8, 89), (7, 30), (4, 55)],
    [(2, 31), (0, 86), (1, 46), (5, 74), (4, 32), (6, 88), (8, 19), (9, 48), (7, 36), (3, 79)],
    [(0, 76), (1, 69), (3, 76), (5, 51), (2, 85), (9, 11), (6, 40), (7, 89), (4, 26), (8, 74)],
    [(1, 85), (0, 13), (2, 61), (6, 7), (8, 64), (9, 76), (5, 47), (3, 52), (4, 90), (7, 45)],
];

fn empty(machines: usize, goals: &[Goal]) -> Problem {
    let now = Time::clamped(0);
    Problem {
        now,
        horizon_end: now.plus(Span::from_days(365)),
        resources: vec![Resource::single(); machines],
        goals: goals.to_vec(),
        ..Problem::default()
    }
}

fn mode((machine, length): (u32, i64)) -> Mode {
    Mode { work: Span::from_seconds(length), requirements: vec![Requirement { resource: machine, quantity: ONE }], cost: 0 }
}

fn task(machine: u32, length: i64) -> Task {
    Task { modes: vec![mode((machine, length))], ..Task::default() }
}

fn due(task: Task, seconds: i64) -> Task {
    Task { due: Some(Time::clamped(seconds)), ..task }
}

/// Jobs one after the other, each a chain of operations.
fn shop<const N: usize>(jobs: &[[(u32, i64); N]], goals: &[Goal]) -> Problem {
    let mut problem = empty(N, goals);
    for job in jobs {
        for (step, operation) in job.iter().enumerate() {
            let index = problem.tasks.len() as u32;
            problem.tasks.push(task(operation.0, operation.1));
            if step > 0 {
                problem.links.push(Link::after(index - 1, index));
            }
        }
    }
    problem
}

fn solved(problem: &Problem, options: &Options) -> Outcome {
    let outcome = solve(problem, options, &|| 0.0, &mut |_| Control::Continue);
    let found = crate::checker::check(problem, &outcome.schedule);
    assert!(found.is_empty(), "{found:?}");
    assert!(outcome.bound <= outcome.schedule.score, "{:?} above {:?}", outcome.bound, outcome.schedule.score);
    outcome
}

fn passes(most_passes: u32) -> Options {
    Options { limit_ms: u64::MAX, most_passes, ..Options::default() }
}

/// The goals' numbers without tasks left out and rules broken, of which there must be none.
fn terms(problem: &Problem, most_passes: u32) -> Vec<i64> {
    let terms = solved(problem, &passes(most_passes)).schedule.score.terms;
    assert_eq!(terms[..2], [0, 0]);
    terms[2..].to_vec()
}

#[test]
fn six_jobs_on_six_machines_end_at_55() {
    assert_eq!(terms(&shop(&FT06, &[Goal::Makespan]), 20_000), [55]);
}

/// Ten orders, all due at the same time: whether all were in time within the passes.
fn are_all_in_time(due: i64, direction: Direction) -> bool {
    let mut problem = shop(&FT10, &[Goal::Deadlines, Goal::Tardiness, Goal::Makespan, Goal::FlowTime]);
    for last in problem.tasks.iter_mut().skip(9).step_by(10) {
        last.due = Some(Time::clamped(due));
    }
    let mut late = i64::MAX;
    let options = Options { direction, ..passes(u32::MAX) };
    let outcome = solve(&problem, &options, &|| 0.0, &mut |progress| {
        late = progress.score.terms[3];
        if late == 0 || progress.passes > 8_000_000 { Control::Stop } else { Control::Continue }
    });
    assert_eq!(crate::checker::check(&problem, &outcome.schedule), []);
    late == 0
}

#[test]
fn ten_orders_due_close_to_the_best_possible_end_are_all_in_time_from_both_directions() {
    assert!(are_all_in_time(950, Direction::Forward));
    assert!(are_all_in_time(950, Direction::Backward));
}

#[test]
#[ignore = "takes a minute without optimisation: cargo test --release -- --ignored"]
fn ten_orders_due_at_the_best_possible_end_are_all_in_time_from_both_directions() {
    assert!(are_all_in_time(930, Direction::Forward));
    assert!(are_all_in_time(930, Direction::Backward));
}

#[test]
fn a_release_and_a_lag_are_waited_for() {
    // The long job first on machine 0 (ends at 8 with its lag), or the task released at 3 would push it to 9.
    let mut problem = empty(2, &[Goal::Makespan]);
    problem.tasks = vec![task(0, 3), task(1, 4), Task { release: Some(Time::clamped(2)), ..task(0, 2) }];
    problem.links = vec![Link { min_lag: Span::from_seconds(1), ..Link::after(0, 1) }];
    assert_eq!(terms(&problem, 2_000), [8]);
}

#[test]
fn parts_that_meet_in_an_assembly_are_made_in_the_order_that_it_waits_least_for() {
    // Machine 0 makes one part of each of two assemblies on machine 1; the longer assembly goes first: 2 + 6 + 1, not 2 + 2 + 6.
    let mut problem = empty(3, &[Goal::Makespan]);
    problem.tasks = vec![task(0, 2), task(0, 2), task(2, 1), task(1, 1), task(1, 6)];
    problem.links = vec![Link::after(0, 3), Link::after(1, 4), Link::after(2, 3), Link::after(2, 4)];
    assert_eq!(terms(&problem, 2_000), [9]);
}

#[test]
fn tasks_that_may_go_to_several_machines_share_them_out_evenly() {
    let mut problem = empty(2, &[Goal::Makespan]);
    let either = |length| Task { modes: vec![mode((0, length)), mode((1, length))], ..Task::default() };
    problem.tasks = vec![either(3), either(3), either(2), either(2), either(2)];
    assert_eq!(terms(&problem, 4_000), [6]);
}

#[test]
fn what_weighs_more_is_less_late() {
    // Both due at once; ten of weight one, or one of weight ten: the heavy one first, though it is longer.
    let mut problem = empty(1, &[Goal::Tardiness, Goal::Makespan]);
    problem.tasks = vec![due(task(0, 2), 0), due(Task { weight: 10, ..task(0, 3) }, 0), due(task(0, 1), 0)];
    // 10 * 3 + 4 + 6.
    assert_eq!(terms(&problem, 4_000), [40, 6]);
}

#[test]
fn the_important_priority_comes_first_and_the_other_is_as_little_late_as_that_allows() {
    let mut problem = empty(1, &[Goal::TardinessByPriority]);
    let at = |priority, task| Task { priority, ..task };
    problem.tasks = vec![at(2, due(task(0, 1), 1)), at(1, due(task(0, 5), 5)), at(2, due(task(0, 2), 6))];
    // The important one from 0 to 5, then 1 (late by 5) and 2 (late by 2): 7; the other way round 3 - 2 + 6 = 8.
    assert_eq!(terms(&problem, 4_000), [0, 7]);
}

#[test]
fn a_deadline_goes_before_any_due_date() {
    let mut problem = empty(1, &[Goal::Deadlines, Goal::Tardiness]);
    problem.tasks = vec![due(Task { weight: 9, ..task(0, 2) }, 2), Task { deadline: Some(Time::clamped(3)), ..task(0, 3) }];
    assert_eq!(terms(&problem, 4_000), [0, 9 * 3]);
}

#[test]
fn when_all_is_in_time_the_last_end_counts() {
    // Serving the due date first costs nothing, yet the long way round must not wait behind it.
    let mut problem = empty(2, &[Goal::Tardiness, Goal::Makespan]);
    problem.tasks = vec![due(task(0, 2), 5), task(0, 3), task(1, 4)];
    problem.links = vec![Link::after(1, 2)];
    assert_eq!(terms(&problem, 4_000), [0, 7]);
}

#[test]
fn closed_time_that_all_machines_share_is_cut_out_and_put_back() {
    // Open in the first 10 of every 100 seconds: 55 seconds of work end 5 seconds into the sixth opening.
    let mut problem = shop(&FT06, &[Goal::Makespan]);
    let steps = (0..100).flat_map(|n| [(Time::clamped(n * 100), ONE), (Time::clamped(n * 100 + 10), 0)]);
    let size = problem.add_profile(Profile::from_steps(0, steps));
    problem.resources.iter_mut().for_each(|resource| resource.size = Some(size));
    let outcome = solved(&problem, &passes(20_000));
    assert_eq!(outcome.schedule.score.terms, [0, 0, 505]);
}

#[test]
fn a_held_task_stays_where_it_is_and_the_others_go_round_it() {
    let mut problem = empty(1, &[Goal::Makespan]);
    let pin = Pin { start: Time::clamped(3), end: None, mode: 0 };
    problem.tasks = vec![task(0, 4), Task { pin: Some(pin), ..task(0, 2) }, task(0, 3)];
    // 3 fits before the held one, 4 behind it.
    let outcome = solved(&problem, &passes(2_000));
    assert_eq!(outcome.schedule.score.terms, [0, 0, 9]);
}

#[test]
fn the_same_seed_and_number_of_passes_give_the_same_schedule() {
    let problem = shop(&FT10, &[Goal::Makespan]);
    let once = solved(&problem, &passes(3_000));
    assert_eq!(once, solved(&problem, &passes(3_000)));
    let other = solved(&problem, &Options { seed: 2, ..passes(3_000) });
    assert_ne!(once.schedule.placements, other.schedule.placements);
}
