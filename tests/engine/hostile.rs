//! Problems that make no sense at all: the engine answers anyway, never panics and never runs away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::random::case;
use fastrand::Rng;
use linewright::engine::calendar::{Profile, Rule, milli};
use linewright::engine::schedule::{
    Bucket, Control, Direction, Goal, Link, LinkKind, Mode, Options, Pin, Placement, Problem, Requirement, ResourceKind, Schedule,
    SetupMatrix, Task, analyse, conflicts, earliest_from, placement_at, repair, solve,
};
use linewright::model::{Span, Time};

fn wild(rng: &mut Rng) -> i64 {
    match rng.u32(..8) {
        0 => i64::MAX,
        1 => i64::MIN,
        2 => rng.i64(..),
        3 => 0,
        4 => -1,
        5 => rng.i64(-10_000_000_000..10_000_000_000),
        _ => rng.i64(-100_000..100_000),
    }
}

fn wild_time(rng: &mut Rng) -> Time {
    Time::clamped(wild(rng))
}

fn wild_index(rng: &mut Rng) -> u32 {
    if rng.u32(..4) == 0 { rng.u32(..) } else { rng.u32(..6) }
}

/// A random problem with some of its numbers and references spoiled.
fn spoiled(seed: u64) -> Problem {
    let mut problem = case(seed).problem;
    let rng = &mut Rng::with_seed(seed ^ 0xBAD);
    if rng.u32(..6) == 0 {
        problem.now = wild_time(rng);
    }
    if rng.u32(..6) == 0 {
        problem.horizon_end = wild_time(rng);
    }
    for _ in 0..rng.usize(..4) {
        problem
            .profiles
            .push(Profile::from_steps(wild(rng), (0..rng.usize(..20)).map(|_| (wild_time(rng), wild(rng))).collect::<Vec<_>>()));
    }
    problem.setups.push(SetupMatrix {
        families: wild_index(rng),
        times: (0..rng.usize(..10)).map(|_| Span::from_seconds(wild(rng))).collect(),
        costs: vec![u32::MAX; 3],
    });
    for resource in &mut problem.resources {
        match rng.u32(..8) {
            0 => resource.size = Some(wild_index(rng)),
            1 => resource.speed = Some(wild_index(rng)),
            2 => resource.setup = Some(wild_index(rng)),
            3 => resource.first_family = Some(wild_index(rng)),
            4 => {
                resource.kind =
                    ResourceKind::Buckets((0..rng.usize(..5)).map(|_| Bucket { start: wild_time(rng), limit: wild(rng) }).collect())
            }
            5 => resource.cost_per_hour = u32::MAX,
            _ => {}
        }
    }
    for task in &mut problem.tasks {
        spoil(task, rng);
    }
    for _ in 0..rng.usize(..6) {
        problem.links.push(Link {
            from: wild_index(rng),
            to: wild_index(rng),
            kind: [LinkKind::FinishToStart, LinkKind::StartToStart, LinkKind::FinishToFinish, LinkKind::StartToFinish][rng.usize(..4)],
            min_lag: Span::from_seconds(wild(rng)),
            max_lag: rng.bool().then(|| Span::from_seconds(wild(rng))),
        });
    }
    let goals =
        [Goal::Cost, Goal::SetupTime, Goal::Movement, Goal::Tardiness, Goal::Earliness, Goal::Deadlines, Goal::Makespan, Goal::FlowTime];
    problem.goals = (0..rng.usize(..6)).map(|_| goals[rng.usize(..goals.len())]).collect();
    problem
}

fn spoil(task: &mut Task, rng: &mut Rng) {
    match rng.u32(..12) {
        0 => task.calendar = Some(wild_index(rng)),
        1 => task.release = Some(wild_time(rng)),
        2 => task.due = Some(wild_time(rng)),
        3 => task.deadline = Some(wild_time(rng)),
        4 => (task.weight, task.priority) = (u32::MAX, rng.u32(..)),
        5 => task.family = Some(rng.u32(..)),
        6 => task.pin = Some(Pin { start: wild_time(rng), end: rng.bool().then(|| wild_time(rng)), mode: wild_index(rng) }),
        7 => task.previous_start = Some(wild_time(rng)),
        8 => {
            let requirements = (0..rng.usize(..4)).map(|_| Requirement { resource: wild_index(rng), quantity: wild(rng) }).collect();
            task.modes.push(Mode { work: Span::from_seconds(wild(rng)), requirements, cost: u32::MAX });
        }
        9 => task.modes.iter_mut().for_each(|mode| mode.work = Span::from_seconds(wild(rng))),
        _ => {}
    }
}

#[test]
fn senseless_problems_are_answered() {
    for seed in 0..1500 {
        let problem = spoiled(seed);
        let rng = &mut Rng::with_seed(seed);
        let direction = if rng.bool() { Direction::Forward } else { Direction::Backward };
        let options = Options { direction, most_passes: 15, seed, ..Options::default() };
        let schedule = solve(&problem, &options, &|| 0.0, &mut |_| Control::Continue).schedule;
        assert_eq!(schedule.placements.len(), problem.tasks.len());
        for placement in schedule.placements.iter().flatten() {
            assert!(placement.start <= placement.end);
        }
        let _ = analyse(&problem, &schedule);
        for _ in 0..3 {
            let (task, mode, at) = (wild_index(rng), wild_index(rng), wild_time(rng));
            let _ = placement_at(&problem, task, mode, at);
            let _ = earliest_from(&problem, &schedule, task, rng.bool().then_some(mode), at);
            let placement = Placement { start: at, end: wild_time(rng), mode };
            let _ = conflicts(&problem, &schedule, task, &placement);
            let _ = repair(&problem, &schedule, &[(task, placement)]);
        }
        let _ = repair(&problem, &Schedule::default(), &[]);
    }
}

#[test]
fn senseless_calendars_are_compiled() {
    let rng = &mut Rng::with_seed(1);
    for _ in 0..300 {
        let rules: Vec<Rule> = (0..rng.usize(..6))
            .map(|_| Rule {
                value: wild(rng),
                priority: rng.i32(..),
                from: rng.bool().then(|| wild_time(rng)),
                to: rng.bool().then(|| wild_time(rng)),
                weekdays: rng.u8(..),
                day_start: wild(rng),
                day_end: wild(rng),
            })
            .collect();
        let from = wild_time(rng);
        let profile = Profile::from_rules(wild(rng), &rules, from, from.plus(Span::from_days(rng.i64(-5..400))));
        let (at, work) = (wild_time(rng), Span::from_seconds(wild(rng)));
        let _ = (profile.finish(at, work), profile.begin(at, work), profile.open_between(at, wild_time(rng)), profile.area(at, from));
        assert!(profile.largest() >= 0 && profile.value_at(at) >= 0);
    }
    assert_eq!(milli(f64::NEG_INFINITY), 0);
}
