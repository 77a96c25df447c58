//! One smallest instance per objective that decides between schedules, and the order in which objectives count, worked out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod checker;

use checker::build::{h, hours, on, places, solved, task, tasks, value};
use linewright::engine::schedule::{Goal, Problem, Resource, SetupMatrix, Task};

#[test]
fn hours_of_a_dear_machine_cost_more_than_more_hours_of_a_cheap_one() {
    // Two hours at ten, or four at three.
    let mut problem = tasks(vec![Task { modes: vec![on(0, 2), on(1, 4)], ..Task::default() }]);
    (problem.resources[0].cost_per_hour, problem.resources[1].cost_per_hour) = (10, 3);
    assert_eq!(value(&problem, Goal::Cost), 12);
    assert_eq!(value(&problem, Goal::Makespan), 2 * 3600);
}

#[test]
fn of_equal_schedules_the_one_nearest_to_the_present_is_taken() {
    let was = |start: i64| Task { previous_start: Some(h(start)), ..task(2, 0) };
    let mut problem = tasks(vec![was(2), was(4), was(0)]);
    problem.goals = vec![Goal::Makespan, Goal::Movement];
    assert_eq!(places(&problem), [(2, 4), (4, 6), (0, 2)]);
}

#[test]
fn fewer_changeovers_win_where_lateness_is_equal_and_lateness_wins_over_them() {
    // An hour for each changeover: red, blue, red is done after eight hours, both reds and then blue after seven.
    let family = |family: u32, due: i64| Task { family: Some(family), due: Some(h(due)), ..task(2, 0) };
    let mut problem = tasks(vec![family(0, 9), family(1, 9), family(0, 9)]);
    problem.setups = vec![SetupMatrix { families: 2, times: [0, 1, 1, 0].map(hours).to_vec(), costs: Vec::new() }];
    problem.resources[0] = Resource { setup: Some(0), first_family: Some(0), ..Resource::single() };
    problem.goals = vec![Goal::Deadlines, Goal::TardinessByPriority, Goal::SetupTime, Goal::FlowTime];
    assert_eq!(solved(&problem).score.terms[2..], [0, 0, 3600, (2 + 4 + 7) * 3600]);
    // Blue is due when it can be done if it goes second, and no later.
    problem.tasks[1].due = Some(h(5));
    assert_eq!(solved(&problem).score.terms[2..5], [0, 0, 2 * 3600]);
}

#[test]
fn goals_count_in_the_order_in_which_they_are_named() {
    // A short task of another family: first it makes the sum of ends small, last it saves a changeover of an hour.
    let family = |family: u32, work: i64| Task { family: Some(family), ..task(work, 0) };
    let mut problem = tasks(vec![family(0, 4), family(1, 1), family(0, 4)]);
    problem.setups = vec![SetupMatrix { families: 2, times: [0, 1, 1, 0].map(hours).to_vec(), costs: Vec::new() }];
    problem.resources[0] = Resource { setup: Some(0), first_family: Some(0), ..Resource::single() };
    let (setups, sum) = (Goal::SetupTime, Goal::FlowTime);
    for (goals, expected) in [([setups, sum], [1, 4 + 8 + 10]), ([sum, setups], [2 + 7 + 11, 2])] {
        problem.goals = goals.to_vec();
        assert_eq!(solved(&problem).score.terms[2..], expected.map(|hours| hours * 3600), "{goals:?}");
    }
}

#[test]
fn what_is_there_makes_room_only_where_that_saves_more_lateness_than_it_costs() {
    // To make room for two hours costs ten: two, and eight for moving at all.
    let was = Task { previous_start: Some(h(0)), ..task(2, 0) };
    let rush = |weight: u32| Task { due: Some(h(2)), weight, ..task(2, 0) };
    for (weight, expected, cost) in [(4, [(0, 2), (2, 4)], 8), (6, [(2, 4), (0, 2)], 10)] {
        let problem = Problem { goals: vec![Goal::Disturbance], ..tasks(vec![was.clone(), rush(weight)]) };
        assert_eq!((places(&problem), solved(&problem).score.terms[2]), (expected.to_vec(), cost * 3600), "weight {weight}");
    }
}
