//! A made-up plant: shifts, holidays, alternative machines, operators, changeovers, orders with priorities and dates.
//!
//! Never random in its outcome: the same number of orders gives the same plant.

use linewright::engine::calendar::{ONE, Profile, Rule};
use linewright::engine::schedule::{Link, Mode, Problem, Requirement, Resource, ResourceKind, SetupMatrix, Task};
use linewright::model::{Span, Time};

/// A plant with `orders` orders of ten steps each on 40 machines in four groups of ten, two or three of which can do a step.
pub fn plant(orders: u32, setups: bool) -> Problem {
    let mut rng = fastrand::Rng::with_seed(7);
    let now = Time::parse("2026-03-02 06:30").unwrap_or_default();
    let end = now.plus(Span::from_days(3 * 365));
    let mut problem = Problem { now, horizon_end: end, ..Problem::default() };
    let shift = |start: i64, hours: i64| Rule {
        weekdays: Rule::MONDAY_TO_FRIDAY,
        day_start: start * 3600,
        day_end: (start + hours) * 3600,
        priority: 10,
        ..Rule::always(ONE)
    };
    let holiday = |day: i64| {
        let from = now.day_start().plus(Span::from_days(day));
        Rule { from: Some(from), to: Some(from.plus(Span::from_days(1))), priority: 1, ..Rule::always(0) }
    };
    let holidays: Vec<Rule> = (1..30).map(|i| holiday(i * 37)).collect();
    let calendars: Vec<u32> = [vec![shift(6, 8), shift(14, 8)], vec![shift(8, 9)], vec![shift(6, 16), shift(22, 6)]]
        .into_iter()
        .map(|rules| problem.add_profile(Profile::from_rules(0, &[rules, holidays.clone()].concat(), now.minus(Span::from_days(7)), end)))
        .collect();
    if setups {
        let times = (0..25).map(|cell| Span::from_minutes(if cell % 6 == 0 { 0 } else { 10 + cell })).collect();
        problem.setups.push(SetupMatrix { families: 5, times, costs: Vec::new() });
    }
    for machine in 0..40 {
        let setup = (setups && machine % 4 == 0).then_some(0);
        problem.resources.push(Resource { size: Some(calendars[machine % 3]), setup, ..Resource::single() });
    }
    let crew = problem.profiles[calendars[0] as usize].map(|value| value * 15);
    let crew = problem.add_profile(crew);
    problem.resources.push(Resource { size: Some(crew), kind: ResourceKind::Finite, ..Resource::single() });
    for order in 0..orders {
        for step in 0..10u32 {
            let group = rng.u32(0..4) * 10;
            let crewed = step % 3 == 0;
            let machine = |resource: u32| Requirement { resource, quantity: ONE };
            let work = Span::from_minutes(rng.i64(20..200));
            let modes = (0..rng.u32(1..4)).map(|_| {
                let crew = crewed.then_some(Requirement { resource: 40, quantity: ONE });
                Mode { work, requirements: [machine(group + rng.u32(0..10))].into_iter().chain(crew).collect(), cost: 0 }
            });
            let modes = modes.collect();
            let last = step == 9;
            let due = last.then(|| now.plus(Span::from_hours(rng.i64(100..(i64::from(orders) * 6).max(200)))));
            problem.tasks.push(Task { modes, due, priority: order % 5, family: Some(rng.u32(0..5)), ..Task::default() });
            if step > 0 {
                let index = order * 10 + step;
                problem.links.push(Link::after(index - 1, index));
            }
        }
    }
    problem
}
