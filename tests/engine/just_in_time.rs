//! Just in time on the smallest instances, with an optimum worked out by hand; earliness and movement.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{days, h, link, place, solved, solved_with, task, tasks, value};
use linewright::engine::schedule::{Direction, Goal, LinkKind, Options, Outcome, Problem, Task};

fn backward(problem: &Problem) -> Outcome {
    let outcome = solved_with(problem, Options { direction: Direction::Backward, ..Options::default() });
    let found = crate::checker::check(problem, &outcome.schedule);
    assert!(found.is_empty(), "{found:?}");
    outcome
}

#[test]
fn just_in_time_ends_at_the_due_date_and_no_step_waits_longer_than_needed() {
    let mut problem = tasks(vec![task(3, 0), Task { due: Some(h(60)), ..task(10, 1) }]);
    problem.links = vec![link(0, 1, LinkKind::FinishToStart, 2, None)];
    let days = problem.add_profile(days());
    problem.resources[1].size = Some(days);
    let schedule = backward(&problem).schedule;
    // Ten hours back from hour 60: 56-60 and 34-40; then two hours of lag.
    assert_eq!((place(&schedule, 0), place(&schedule, 1)), ((29, 32), (34, 60)));
    assert_eq!(schedule.score.terms.last(), Some(&0));
}

#[test]
fn just_in_time_work_that_would_begin_in_the_past_is_planned_forward() {
    let order = |due: i64| Task { due: Some(h(due)), ..task(4, 0) };
    let problem = tasks(vec![order(3), order(20), order(20)]);
    let schedule = backward(&problem).schedule;
    let mut places: Vec<(i64, i64)> = (0..3).map(|task| place(&schedule, task)).collect();
    assert_eq!(places[0], (0, 4));
    places.sort_unstable();
    assert_eq!(places, [(0, 4), (12, 16), (16, 20)]);
}

#[test]
fn earliness_and_movement_are_counted() {
    let problem = tasks(vec![Task { due: Some(h(9)), previous_start: Some(h(5)), ..task(4, 0) }]);
    assert_eq!(value(&problem, Goal::Earliness), 5 * 3600);
    assert_eq!(value(&problem, Goal::Movement), 0, "it may stay");
    let early = Problem { goals: vec![Goal::FlowTime, Goal::Movement], ..problem.clone() };
    assert_eq!(solved(&early).score.terms[2..], [4 * 3600, 5 * 3600]);
    assert_eq!(backward(&problem).schedule.score.terms.last(), Some(&0));
}
