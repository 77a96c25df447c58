//! Short ways to write small problems.

use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{
    Control, Goal, Link, LinkKind, Mode, Options, Outcome, Problem, Requirement, Resource, Schedule, Task, solve,
};
use linewright::model::{Span, Time};

/// Monday, 2 March 2026, midnight: the moment from which [`h`] and [`m`] count.
pub fn zero() -> Time {
    Time::parse("2026-03-02").unwrap()
}

/// So many hours after the beginning.
pub fn h(hours: i64) -> Time {
    zero().plus(Span::from_hours(hours))
}

pub fn hours(hours: i64) -> Span {
    Span::from_hours(hours)
}

/// An empty problem of ten days with `machines` machines that are always open.
pub fn shop(machines: usize) -> Problem {
    Problem { now: zero(), horizon_end: h(240), resources: vec![Resource::single(); machines], ..Problem::default() }
}

pub fn units(resource: u32, quantity: i64) -> Requirement {
    Requirement { resource, quantity: quantity * ONE }
}

/// So many hours on one machine.
pub fn on(resource: u32, work: i64) -> Mode {
    Mode { work: hours(work), requirements: vec![units(resource, 1)], cost: 0 }
}

pub fn task(work: i64, resource: u32) -> Task {
    Task { modes: vec![on(resource, work)], ..Task::default() }
}

pub fn link(from: u32, to: u32, kind: LinkKind, min: i64, max: Option<i64>) -> Link {
    Link { from, to, kind, min_lag: hours(min), max_lag: max.map(hours) }
}

/// Values in units from certain hours on, nothing before.
pub fn steps(steps: &[(i64, i64)]) -> Profile {
    Profile::from_steps(0, steps.iter().map(|(from, units)| (h(*from), units * ONE)))
}

/// Open from 8 to 16 on the ten days.
pub fn days() -> Profile {
    steps(&(0..10).flat_map(|day| [(day * 24 + 8, 1), (day * 24 + 16, 0)]).collect::<Vec<_>>())
}

pub fn solved_with(problem: &Problem, options: Options) -> Outcome {
    solve(problem, &Options { most_passes: 300, ..options }, &|| 0.0, &mut |_| Control::Continue)
}

pub fn solved(problem: &Problem) -> Schedule {
    let outcome = solved_with(problem, Options::default());
    let found = super::check(problem, &outcome.schedule);
    assert!(found.is_empty(), "{found:?}");
    outcome.schedule
}

/// Start and end of a task in hours after the beginning.
pub fn place(schedule: &Schedule, task: usize) -> (i64, i64) {
    let placement = schedule.placements[task].expect("the task is placed");
    (placement.start.since(zero()).seconds() / 3600, placement.end.since(zero()).seconds() / 3600)
}

/// Value of a goal in the schedule's score, for problems with that goal alone.
pub fn value(problem: &Problem, goal: Goal) -> i64 {
    let problem = Problem { goals: vec![goal], ..problem.clone() };
    solved(&problem).score.terms[2]
}

/// From when to when each task goes in the schedule that is found, in hours.
pub fn places(problem: &Problem) -> Vec<(i64, i64)> {
    let schedule = solved(problem);
    (0..problem.tasks.len()).map(|task| place(&schedule, task)).collect()
}

/// These tasks on as many machines as they name.
pub fn tasks(list: Vec<Task>) -> Problem {
    let machines = list.iter().flat_map(|task| &task.modes).flat_map(|mode| &mode.requirements).map(|need| need.resource + 1).max();
    Problem { tasks: list, ..shop(machines.unwrap_or(0) as usize) }
}
