//! One smallest instance per objective that decides between schedules, and the order in which objectives count, worked out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{h, hours, link, on, place, places, solved, solved_with, steps, task, tasks, value};
use linewright::engine::schedule::{Direction, Goal, LinkKind, Mode, Options, Problem, Resource, SetupMatrix, Task};
use linewright::model::Time;

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
fn an_end_on_an_earlier_day_is_worth_a_changeover_and_an_earlier_end_on_the_same_day_is_not() {
    // An hour with a changeover of an hour on one machine, or without one on a machine that opens at some hour.
    for (opens, expected) in [(20, [1, 0, 22]), (30, [1, 1, 2])] {
        let mut problem = choice(0, 0, 0);
        let opening = problem.add_profile(steps(&[(opens, 1)]));
        problem.resources[1].size = Some(opening);
        problem.goals = vec![Goal::LastDay, Goal::SetupTime, Goal::Makespan];
        let terms = &solved(&problem).score.terms;
        assert_eq!(terms[2..], [expected[0], expected[1] * 3600, expected[2] * 3600], "opens after {opens} hours");
    }
    // Just in time nobody asks for an early last day: no changeover.
    let mut problem = choice(0, 0, 0);
    let opening = problem.add_profile(steps(&[(30, 1)]));
    problem.resources[1].size = Some(opening);
    problem.goals = vec![Goal::LastDay, Goal::SetupTime];
    let late = solved_with(&problem, Options { direction: Direction::ForwardThenLate, ..Options::default() });
    assert_eq!((late.values[0].goal, late.values[0].value), (Goal::SetupTime, 0));
    // A day that is begun counts whole, one that is only reached does not.
    assert_eq!([24, 25].map(|work| value(&tasks(vec![task(work, 0)]), Goal::LastDay)), [1, 2]);
}

#[test]
fn handing_work_over_counts_as_moving_it() {
    // The machine of both is away for two hours; a second one is free.
    let was = |start: i64| Task {
        modes: vec![on(0, 2), on(1, 2)],
        previous_start: Some(h(start)),
        previous_mode: Some(0),
        due: Some(h(24)),
        ..Task::default()
    };
    let mut problem = Problem { goals: vec![Goal::Disturbance], ..tasks(vec![was(0), was(2)]) };
    assert_eq!(places(&problem), [(0, 2), (2, 4)]);
    let away = problem.add_profile(steps(&[(0, 0), (2, 1)]));
    problem.resources[0].size = Some(away);
    let schedule = solved(&problem);
    let modes: Vec<u32> = schedule.placements.iter().flatten().map(|placed| placed.mode).collect();
    // The first must move in any case and goes where it need not wait; the second stays.
    assert_eq!((modes, place(&schedule, 0), place(&schedule, 1)), (vec![1, 0], (0, 2), (2, 4)));
    assert_eq!(schedule.score.terms[2], 24 * 3600);
}

#[test]
fn what_is_there_makes_room_only_where_that_saves_more_lateness_than_it_costs() {
    // To make room for two hours costs twenty-six: two, and a day for moving at all.
    let was = Task { previous_start: Some(h(0)), ..task(2, 0) };
    let rush = |weight: u32| Task { due: Some(h(2)), weight, ..task(2, 0) };
    for (weight, expected, cost) in [(12, [(0, 2), (2, 4)], 24), (14, [(2, 4), (0, 2)], 26)] {
        let problem = Problem { goals: vec![Goal::Disturbance], ..tasks(vec![was.clone(), rush(weight)]) };
        assert_eq!((places(&problem), solved(&problem).score.terms[2]), (expected.to_vec(), cost * 3600), "weight {weight}");
    }
}

/// What a planner may want of a schedule, in the order of [`Goal`]'s list.
const WANTED: [Goal; 7] =
    [Goal::Deadlines, Goal::TardinessByPriority, Goal::Makespan, Goal::FlowTime, Goal::SetupTime, Goal::Cost, Goal::Movement];

/// An hour for each changeover, which costs seven.
fn changed_over(list: Vec<Task>) -> Problem {
    let mut problem = tasks(list);
    problem.setups = vec![SetupMatrix { families: 2, times: [0, 1, 1, 0].map(hours).to_vec(), costs: vec![0, 7, 7, 0] }];
    problem.resources[0] = Resource { setup: Some(0), first_family: Some(0), ..Resource::single() };
    problem
}

/// The machine is set up for the first task, where the first was; the second is in time only if it goes first, after a changeover.
fn rush(date: fn(&mut Task) -> &mut Option<Time>) -> Problem {
    let task = |family: u32, was: i64| Task { family: Some(family), previous_start: Some(h(was)), ..task(2, 0) };
    let mut rush = task(1, 3);
    *date(&mut rush) = Some(h(3));
    changed_over(vec![task(0, 0), rush])
}

/// One hour on a machine after a changeover of another, or two on one that opens after four.
fn choice(was: i64, quick: u32, slow: u32) -> Problem {
    let modes = vec![Mode { cost: quick, ..on(0, 1) }, Mode { cost: slow, ..on(1, 2) }];
    let mut problem = changed_over(vec![Task { modes, family: Some(1), previous_start: Some(h(was)), ..Task::default() }]);
    let opens = problem.add_profile(steps(&[(4, 1)]));
    problem.resources[1].size = Some(opens);
    problem
}

/// For every pair of goals the smallest instance in which they disagree: the best value of each, and what the other one costs then.
#[test]
fn of_any_two_goals_that_disagree_the_one_named_first_decides() {
    use Goal::*;
    let both = tasks(vec![Task { deadline: Some(h(2)), ..task(2, 0) }, Task { due: Some(h(2)), ..task(2, 0) }]);
    // Three hours that four more on another machine wait for, and one hour that nothing waits for.
    let tail = Problem { links: vec![link(0, 1, LinkKind::FinishToStart, 0, None)], ..tasks(vec![task(3, 0), task(4, 1), task(1, 0)]) };
    let (deadline, due) = (rush(|task| &mut task.deadline), rush(|task| &mut task.due));
    let (dear, cheap, later) = (choice(1, 10, 2), choice(1, 1, 10), choice(4, 10, 2));
    let hour = 3600;
    // Problem, goals, the better of the first goal with the worse of the second, and the better of the second with the worse of the first.
    let mut table: Vec<(&Problem, [Goal; 2], [i64; 2], [i64; 2])> = vec![
        (&tail, [Makespan, FlowTime], [7 * hour, 14 * hour], [13 * hour, 8 * hour]),
        (&cheap, [SetupTime, Cost], [0, 10], [8, hour]),
        (&dear, [SetupTime, Makespan], [0, 6 * hour], [2 * hour, hour]),
        (&dear, [SetupTime, FlowTime], [0, 6 * hour], [2 * hour, hour]),
        (&dear, [SetupTime, Movement], [0, 3 * hour], [0, hour]),
        (&dear, [Makespan, Cost], [2 * hour, 17], [2, 6 * hour]),
        (&dear, [FlowTime, Cost], [2 * hour, 17], [2, 6 * hour]),
        (&dear, [Movement, Cost], [0, 17], [2, 3 * hour]),
        (&later, [Makespan, Movement], [2 * hour, 3 * hour], [0, 5 * hour]),
        (&later, [FlowTime, Movement], [2 * hour, 3 * hour], [0, 5 * hour]),
    ];
    table.push((&both, [Deadlines, TardinessByPriority], [0, 2 * hour], [0, 2 * hour]));
    for (problem, date) in [(&deadline, Deadlines), (&due, TardinessByPriority)] {
        // In time: two changeovers, the last end after six hours; after the other: one, and two hours late.
        let others = [(Makespan, 6 * hour, 5 * hour), (FlowTime, 9 * hour, 7 * hour), (SetupTime, 2 * hour, hour), (Cost, 14, 7)];
        table.extend(others.map(|(goal, with, without)| (problem, [date, goal], [0, with], [without, 2 * hour])));
        table.push((problem, [date, Movement], [0, 6 * hour], [0, 2 * hour]));
    }
    let named = |a: Goal, b: Goal| table.iter().any(|row| row.1 == [a, b] || row.1 == [b, a]);
    for (at, one) in WANTED.iter().enumerate() {
        assert!(WANTED[at + 1..].iter().all(|other| named(*one, *other)), "each pair of goals has its row: {one:?}");
    }
    for (problem, [one, other], first, second) in &table {
        for (goals, expected) in [([*one, *other], first), ([*other, *one], second)] {
            let problem = Problem { goals: goals.to_vec(), ..(*problem).clone() };
            assert_eq!(solved(&problem).score.terms[2..], expected[..], "{goals:?}");
        }
    }
}
