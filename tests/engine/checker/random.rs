//! Random problems with a bit of everything, the same for the same seed.

use super::Source;
use fastrand::Rng;
use linewright::engine::calendar::Rule;
use linewright::engine::schedule::{
    Bucket, Goal, Link, LinkKind, Mode, Pace, Pin, Problem, Requirement, Resource, ResourceKind, SetupMatrix, Task,
};
use linewright::model::{DAY, Span, Time};

/// A problem and, profile by profile, where its calendars come from.
pub struct Case {
    pub problem: Problem,
    pub sources: Vec<Source>,
}

/// Monday, 2 March 2026, 06:30.
pub fn monday() -> Time {
    Time::parse("2026-03-02 06:30").unwrap()
}

/// A small problem in which any constraint may occur.
pub fn case(seed: u64) -> Case {
    let mut rng = Rng::with_seed(seed);
    let now = monday();
    let horizon_end = now.plus(Span::from_days(if rng.u32(..10) == 0 { 3 } else { 60 }));
    let mut case = Case { problem: Problem { now, horizon_end, ..Problem::default() }, sources: Vec::new() };
    for _ in 0..rng.usize(1..5) {
        let source = calendar(&mut rng, horizon_end);
        case.problem.profiles.push(source.profile());
        case.sources.push(source);
    }
    if rng.u32(..3) == 0 {
        let families = rng.u32(1..4);
        let times = (0..families * families).map(|_| Span::from_minutes(rng.i64(0..90))).collect();
        case.problem.setups.push(SetupMatrix { families, times, costs: (0..families * families).map(|_| rng.u32(..9)).collect() });
    }
    for _ in 0..rng.usize(1..6) {
        let resource = resource(&mut rng, &case.problem);
        case.problem.resources.push(resource);
    }
    for _ in 0..rng.usize(1..18) {
        let task = task(&mut rng, &case.problem);
        case.problem.tasks.push(task);
    }
    links(&mut rng, &mut case.problem);
    let mut goals = vec![
        Goal::Deadlines,
        Goal::TardinessByPriority,
        Goal::Tardiness,
        Goal::Makespan,
        Goal::FlowTime,
        Goal::Earliness,
        Goal::SetupTime,
        Goal::Cost,
        Goal::Movement,
        Goal::Disturbance,
    ];
    rng.shuffle(&mut goals);
    goals.truncate(rng.usize(..4));
    case.problem.goals = goals;
    // Drawn apart, so that all else is as it was for the same seed.
    let mut rng = Rng::with_seed(!seed);
    for task in &mut case.problem.tasks {
        task.previous_mode = rng.bool().then(|| rng.u32(..3));
    }
    case
}

fn calendar(rng: &mut Rng, horizon_end: Time) -> Source {
    match rng.u32(..8) {
        0 => Source::Always(rng.i64(0..4) * 500),
        1 => Source::Steps((0..rng.i64(1..12)).map(|_| (monday().seconds() + rng.i64(-5000..400_000), rng.i64(0..5) * 500)).collect()),
        _ => {
            let rules = (0..rng.usize(1..4)).map(|_| rule(rng)).collect();
            Source::Rules { default: rng.i64(0..3) * 500, rules, from: monday().minus(Span::from_days(5)), to: horizon_end }
        }
    }
}

fn rule(rng: &mut Rng) -> Rule {
    let start = rng.i64(0..24) * 3600;
    let mut day = |probability: u32| (rng.u32(..probability) == 0).then(|| monday().plus(Span::from_seconds(rng.i64(-2 * DAY..9 * DAY))));
    let (from, to) = (day(3), day(4));
    Rule {
        value: [0, 500, 1000, 1000, 1000, 2000, 3000][rng.usize(..7)],
        priority: rng.i32(0..3),
        from,
        to,
        weekdays: if rng.bool() { Rule::MONDAY_TO_FRIDAY } else { rng.u8(..) & Rule::EVERY_DAY },
        day_start: start,
        day_end: if rng.u32(..4) == 0 { DAY - 1 } else { rng.i64(0..25) * 3600 },
    }
}

fn profile(rng: &mut Rng, problem: &Problem, one_in: u32) -> Option<u32> {
    (rng.u32(..one_in) == 0).then(|| rng.u32(..problem.profiles.len() as u32))
}

fn resource(rng: &mut Rng, problem: &Problem) -> Resource {
    let kind = match rng.u32(..8) {
        0 => ResourceKind::Unlimited,
        1 => {
            let start = |i: i64| monday().day_start().plus(Span::from_days(i));
            ResourceKind::Buckets((0..80).map(|i| Bucket { start: start(i), limit: rng.i64(0..6) * 1000 }).collect())
        }
        _ => ResourceKind::Finite,
    };
    let setup = (!problem.setups.is_empty() && rng.bool()).then_some(0);
    Resource {
        kind,
        size: profile(rng, problem, 2),
        speed: profile(rng, problem, 4),
        setup,
        first_family: (rng.bool()).then(|| rng.u32(..3)),
        cost_per_hour: rng.u32(..50),
    }
}

fn task(rng: &mut Rng, problem: &Problem) -> Task {
    let at = |rng: &mut Rng| problem.now.plus(Span::from_seconds(rng.i64(-DAY..12 * DAY)));
    let modes: Vec<Mode> = (0..if rng.u32(..30) == 0 { 0 } else { rng.usize(1..4) }).map(|_| mode(rng, problem)).collect();
    let pin = (rng.u32(..12) == 0).then(|| Pin {
        start: problem.now.plus(Span::from_seconds(rng.i64(-DAY..3 * DAY))),
        end: rng.bool().then(|| problem.now.plus(Span::from_seconds(rng.i64(0..4 * DAY)))),
        mode: rng.u32(..3),
    });
    Task {
        modes,
        calendar: profile(rng, problem, 5),
        release: (rng.u32(..4) == 0).then(|| at(rng)),
        due: (rng.u32(..2) == 0).then(|| at(rng)),
        deadline: (rng.u32(..6) == 0).then(|| at(rng)),
        priority: rng.u32(1..4),
        weight: rng.u32(0..4),
        pace: [Pace::Interruptible, Pace::Interruptible, Pace::Interruptible, Pace::Unbroken, Pace::Elapsed][rng.usize(..5)],
        family: (rng.u32(..4) > 0).then(|| rng.u32(..3)),
        pin,
        previous_start: (rng.u32(..3) == 0).then(|| at(rng)),
        previous_mode: None,
    }
}

fn mode(rng: &mut Rng, problem: &Problem) -> Mode {
    let count = problem.resources.len() as u32;
    let requirements = (0..rng.usize(0..3)).map(|_| Requirement {
        resource: if rng.u32(..200) == 0 { count } else { rng.u32(..count) },
        quantity: [0, 250, 500, 1000, 1000, 1000, 1000, 1500, 2000][rng.usize(..9)],
    });
    let requirements = requirements.collect();
    let work = if rng.u32(..12) == 0 { 0 } else { rng.i64(1..30_000) };
    Mode { work: Span::from_seconds(work), requirements, cost: rng.u32(..5) }
}

fn links(rng: &mut Rng, problem: &mut Problem) {
    let count = problem.tasks.len() as u32;
    for from in 0..count {
        while count > 1 && rng.u32(..3) == 0 {
            let backwards = rng.u32(..60) == 0;
            let to = if backwards { rng.u32(..count) } else { rng.u32(from..count) };
            if to == from && !backwards {
                break;
            }
            let min = if rng.u32(..3) == 0 { rng.i64(-4000..20_000) } else { 0 };
            problem.links.push(Link {
                from,
                to,
                kind: [
                    LinkKind::FinishToStart,
                    LinkKind::FinishToStart,
                    LinkKind::StartToStart,
                    LinkKind::FinishToFinish,
                    LinkKind::StartToFinish,
                ][rng.usize(..5)],
                min_lag: Span::from_seconds(min),
                max_lag: (rng.u32(..4) == 0).then(|| Span::from_seconds(min + rng.i64(-10..100_000))),
            });
            if rng.u32(..8) == 0 && to != from {
                // Handed on in parts: begun when the first part is done, ended after the last.
                let part = Span::from_seconds(rng.i64(1..4000));
                let parts = [LinkKind::StartToStart, LinkKind::FinishToFinish];
                problem.links.extend(parts.map(|kind| Link { from, to, kind, min_lag: part, max_lag: None }));
            }
        }
    }
}
