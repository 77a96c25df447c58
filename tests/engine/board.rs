//! What the board asks while a task is dragged: what is in the way, where it fits, what else moves, and why it is where it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{days, h, hours, link, on, place, shop, solved, solved_with, steps, task, units};
use crate::checker::random::case;
use crate::checker::{Violation, check};
use linewright::engine::calendar::ONE;
use linewright::engine::schedule::{
    Bucket, Cause, Conflict, Direction, Finding, LinkKind, Mode, Options, Pace, Pin, Placement, Problem, Resource, ResourceKind, Schedule,
    SetupMatrix, Task, Wait, analyse, conflicts, earliest_from, placement_at, repair,
};
use linewright::model::{Span, Time};

fn at(start: i64, end: i64) -> Placement {
    Placement { start: h(start), end: h(end), mode: 0 }
}

#[test]
fn every_kind_of_conflict_is_named_with_what_it_takes() {
    let mut problem = Problem {
        tasks: vec![
            task(2, 0),
            Task { release: Some(h(4)), deadline: Some(h(20)), ..task(2, 0) },
            Task { pace: Pace::Unbroken, ..task(3, 1) },
        ],
        links: vec![link(0, 1, LinkKind::FinishToStart, 1, Some(12))],
        ..shop(2)
    };
    let size = problem.add_profile(days());
    problem.resources[1].size = Some(size);
    let schedule = solved(&problem);
    assert_eq!(place(&schedule, 0), (0, 2));
    let found = |task: u32, placement: Placement| conflicts(&problem, &schedule, task, &placement);
    assert_eq!(found(1, at(4, 6)), []);
    assert_eq!(found(9, at(4, 6)), [Conflict::NoMode]);
    assert_eq!(found(1, Placement { mode: 3, ..at(4, 6) }), [Conflict::NoMode]);
    assert_eq!(found(0, at(-1, 1)), [Conflict::BeforeNow { now: h(0) }]);
    assert_eq!(found(2, at(239, 242))[0], Conflict::AfterHorizon { end: h(240) });
    assert_eq!(
        found(1, at(1, 3)),
        [
            Conflict::Release { release: h(4) },
            Conflict::Capacity { resource: 0, at: h(1), tasks: vec![0] },
            Conflict::Precedence { link: 0, other: 0, needed: h(3) },
        ]
    );
    assert_eq!(found(1, at(19, 21)), [Conflict::Deadline { deadline: h(20) }, Conflict::Lag { link: 0, other: 0, allowed: h(14) }]);
    assert_eq!(found(0, at(4, 6)).last(), Some(&Conflict::Precedence { link: 0, other: 1, needed: h(3) }));
    assert_eq!(found(1, at(4, 7)), [Conflict::Length { end: Some(h(6)) }]);
    let closed = |from: i64, to: i64| Conflict::Closed { resource: Some(1), from: h(from), to: h(to) };
    assert_eq!(found(2, at(6, 9)), [closed(6, 8), Conflict::Length { end: Some(h(11)) }]);
    assert_eq!(found(2, at(14, 33)), [closed(16, 32)]);
}

#[test]
fn buckets_changeovers_and_pools_get_in_the_way() {
    let family = |family: u32, resource: u32| Task { family: Some(family), ..task(3, resource) };
    let pool = |quantity: i64| Task { modes: vec![Mode { requirements: vec![units(2, quantity)], ..on(2, 4) }], ..Task::default() };
    let mut problem = Problem {
        tasks: vec![task(2, 0), task(2, 0), family(0, 1), family(1, 1), pool(2), pool(1)],
        setups: vec![SetupMatrix { families: 2, times: vec![hours(0), hours(2), hours(2), hours(0)], costs: Vec::new() }],
        ..shop(3)
    };
    problem.resources[0].kind = ResourceKind::Buckets((0..10).map(|day| Bucket { start: h(24 * day), limit: ONE }).collect());
    problem.resources[1] = Resource { setup: Some(0), first_family: Some(1), ..Resource::single() };
    let size = problem.add_profile(steps(&[(0, 3), (2, 2)]));
    problem.resources[2].size = Some(size);
    let placements = [at(0, 2), at(24, 26), at(2, 5), at(7, 10), at(0, 4), at(4, 8)].map(Some).to_vec();
    let schedule = Schedule { placements, ..Schedule::default() };
    let found = |task: u32, start: i64, end: i64| conflicts(&problem, &schedule, task, &at(start, end));
    for (task, placement) in schedule.placements.iter().enumerate() {
        assert_eq!(conflicts(&problem, &schedule, task as u32, &placement.unwrap()), []);
    }
    assert_eq!(found(1, 23, 25), [Conflict::Bucket { resource: 0, start: h(0), tasks: vec![0] }]);
    let setup = |other: Option<u32>, ready: i64| Conflict::Setup { resource: 1, other, ready: Some(h(ready)) };
    assert_eq!(found(2, 1, 4), [setup(None, 2)]);
    assert_eq!(found(2, 3, 6), [setup(Some(3), 8)]);
    assert_eq!(found(3, 6, 9), [setup(Some(2), 7)]);
    assert_eq!(found(3, 4, 7), [Conflict::Capacity { resource: 1, at: h(4), tasks: vec![2] }]);
    assert_eq!(found(5, 0, 4), [Conflict::Capacity { resource: 2, at: h(2), tasks: vec![4] }]);
}

/// The schedule with one task put elsewhere.
fn moved(schedule: &Schedule, task: u32, placement: Placement) -> Schedule {
    let mut schedule = schedule.clone();
    schedule.placements[task as usize] = Some(placement);
    schedule
}

/// Random schedules without broken rules of their own, and a task in each that is not held.
fn scenes(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Problem, Schedule, u32, fastrand::Rng)> {
    seeds.filter_map(|seed| {
        let problem = case(seed).problem;
        let schedule = solved_with(&problem, Options { improve: false, most_passes: 2, ..Options::default() }).schedule;
        let lawless = |finding: &Finding| {
            matches!(
                finding,
                Finding::PinConflict { .. } | Finding::MaxLagMissed { .. } | Finding::Cycle { .. } | Finding::DeadlineMissed { .. }
            )
        };
        let mut rng = fastrand::Rng::with_seed(seed);
        let free: Vec<u32> = (0..problem.tasks.len() as u32)
            .filter(|task| problem.tasks[*task as usize].pin.is_none() && schedule.placements[*task as usize].is_some())
            .collect();
        if schedule.findings.iter().any(lawless) || free.is_empty() {
            return None;
        }
        let task = free[rng.usize(..free.len())];
        Some((seed, problem, schedule, task, rng))
    })
}

#[test]
fn there_is_a_conflict_just_when_the_judge_refuses_the_move() {
    let (mut fits, mut conflicted) = (0, 0);
    for (seed, problem, schedule, task, mut rng) in scenes(0..1500) {
        let mode = rng.u32(..problem.tasks[task as usize].modes.len() as u32);
        let wish = problem.now.plus(Span::from_seconds(rng.i64(-20_000..300_000)));
        let placement = match placement_at(&problem, task, mode, wish) {
            Some(placement) if rng.u32(..4) > 0 => placement,
            _ => Placement { start: wish, end: wish.plus(Span::from_seconds(rng.i64(0..20_000))), mode },
        };
        let found = conflicts(&problem, &schedule, task, &placement);
        let mut violations = check(&problem, &moved(&schedule, task, placement));
        // That others need a changeover once the task no longer stands between them is not its own doing.
        violations
            .retain(|violation| !matches!(violation, Violation::Setup { first, second, .. } if *first != Some(task) && *second != task));
        assert_eq!(found.is_empty(), violations.is_empty(), "seed {seed}, task {task}: {found:?} against {violations:?}");
        if found.is_empty() { fits += 1 } else { conflicted += 1 }
    }
    assert!(fits > 100 && conflicted > 300, "{fits} fit, {conflicted} do not");
}

#[test]
fn the_nearest_place_fits_and_there_is_none_before_it() {
    let mut count = 0;
    for (seed, problem, schedule, task, mut rng) in scenes(3000..3700) {
        let mode = rng.u32(..problem.tasks[task as usize].modes.len() as u32);
        let wish = problem.now.plus(Span::from_seconds(rng.i64(-20_000..300_000)));
        let own_way = |conflict: &Conflict| match conflict {
            Conflict::Deadline { .. } | Conflict::Lag { .. } => false,
            Conflict::Precedence { link, .. } => problem.links[*link as usize].to == task,
            _ => true,
        };
        let fits = |placement: &Placement| !conflicts(&problem, &schedule, task, placement).iter().any(own_way);
        let Some(found) = earliest_from(&problem, &schedule, task, Some(mode), wish) else { continue };
        assert!(found.start >= wish && fits(&found), "seed {seed}: {found:?} {:?}", conflicts(&problem, &schedule, task, &found));
        let mut earlier = wish;
        while earlier < found.start {
            if let Some(placement) = placement_at(&problem, task, mode, earlier).filter(|placement| placement.start < found.start) {
                assert!(!fits(&placement), "seed {seed}: {placement:?} would have fitted before {found:?}");
            }
            earlier = earlier.plus(Span::from_seconds(2003));
        }
        count += 1;
    }
    assert!(count > 150, "only {count} places found");
}

#[test]
fn a_mended_schedule_is_lawful_and_moves_nothing_earlier() {
    for (seed, mut problem, schedule, task, mut rng) in scenes(4500..5000) {
        let wish = problem.now.plus(Span::from_seconds(rng.i64(0..200_000)));
        let Some(placement) = earliest_from(&problem, &schedule, task, None, wish) else { continue };
        let mended = repair(&problem, &schedule, &[(task, placement)]);
        assert_eq!(mended.placements[task as usize], Some(placement));
        for (before, after) in schedule
            .placements
            .iter()
            .zip(&mended.placements)
            .enumerate()
            .filter(|(other, _)| *other != task as usize)
            .map(|(_, pair)| pair)
        {
            if let (Some(before), Some(after)) = (before, after) {
                assert!(after.start >= before.start, "seed {seed}");
            }
        }
        problem.tasks[task as usize].pin = Some(Pin { start: placement.start, end: Some(placement.end), mode: placement.mode });
        let found = check(&problem, &mended);
        assert!(found.is_empty(), "seed {seed}: {found:?}");
    }
}

#[test]
fn mending_pushes_only_what_is_in_the_way() {
    let links = vec![link(0, 1, LinkKind::FinishToStart, 0, None)];
    let problem = Problem { tasks: vec![task(2, 0), task(2, 1), task(3, 0), task(1, 1)], links, ..shop(2) };
    let placements = [at(0, 2), at(2, 4), at(2, 5), at(10, 11)].map(Some).to_vec();
    let schedule = Schedule { placements, ..Schedule::default() };
    let mended = repair(&problem, &schedule, &[(0, at(1, 3))]);
    assert_eq!((0..4).map(|task| place(&mended, task)).collect::<Vec<_>>(), [(1, 3), (3, 5), (3, 6), (10, 11)]);
}

fn waits(problem: &Problem, schedule: &Schedule) -> Vec<(Cause, Time)> {
    analyse(problem, schedule).waits.iter().flatten().map(|Wait { cause, ready }| (*cause, *ready)).collect()
}

#[test]
fn each_start_has_its_reason() {
    let mut problem = Problem {
        tasks: vec![
            task(4, 0),
            task(3, 0),
            task(2, 1),
            Task { release: Some(h(20)), ..task(1, 1) },
            Task { pin: Some(Pin { start: h(50), end: None, mode: 0 }), ..task(1, 1) },
        ],
        links: vec![link(0, 2, LinkKind::FinishToStart, 1, None), link(0, 1, LinkKind::StartToStart, 0, None)],
        ..shop(2)
    };
    let size = problem.add_profile(days());
    problem.resources[1].size = Some(size);
    let schedule = solved(&problem);
    assert_eq!(
        waits(&problem, &schedule),
        [
            (Cause::Now, h(0)),
            (Cause::Resource { resource: 0, other: 0 }, h(4)),
            (Cause::Link { link: 0, other: 0 }, h(5)),
            (Cause::Release, h(20)),
            (Cause::Pinned, h(50)),
        ]
    );
    assert_eq!(place(&schedule, 2), (8, 10), "ready at 5, closed until 8");
    let analysis = analyse(&problem, &schedule);
    let chain: Vec<u32> = analysis.why(2).iter().map(|(task, _)| *task).collect();
    assert_eq!(chain, [2, 0]);
}

#[test]
fn changeovers_buckets_and_choice_are_reasons_too() {
    let family = |family: u32| Task { family: Some(family), ..task(3, 0) };
    let mut problem = Problem {
        tasks: vec![family(0), family(1), task(1, 1), task(1, 1)],
        setups: vec![SetupMatrix { families: 2, times: vec![hours(0), hours(2), hours(2), hours(0)], costs: Vec::new() }],
        ..shop(2)
    };
    problem.resources[0] = Resource { setup: Some(0), first_family: Some(1), ..Resource::single() };
    problem.resources[1].kind = ResourceKind::Buckets((0..10).map(|day| Bucket { start: h(24 * day), limit: ONE }).collect());
    let placements = [at(2, 5), at(7, 10), at(0, 1), at(24, 25)].map(Some).to_vec();
    let schedule = Schedule { placements, ..Schedule::default() };
    let setup = |other: Option<u32>| Cause::Setup { resource: 0, other };
    assert_eq!(
        waits(&problem, &schedule),
        [(setup(None), h(2)), (setup(Some(0)), h(7)), (Cause::Now, h(0)), (Cause::Bucket { resource: 1 }, h(24))]
    );
    let late = moved(&schedule, 2, at(3, 4));
    assert_eq!(waits(&problem, &late)[2], (Cause::Choice, h(3)));
}

#[test]
fn floats_are_what_can_be_lost() {
    let links = vec![link(0, 1, LinkKind::FinishToStart, 0, None), link(2, 1, LinkKind::FinishToStart, 0, None)];
    let problem = Problem { tasks: vec![task(5, 0), task(2, 1), task(1, 2), Task { due: Some(h(9)), ..task(1, 3) }], links, ..shop(4) };
    let schedule = solved(&problem);
    let analysis = analyse(&problem, &schedule);
    let float = |list: &[Option<Span>]| list.iter().flatten().map(|span| span.seconds() / 3600).collect::<Vec<_>>();
    assert_eq!(float(&analysis.total_float), [0, 0, 4, 8]);
    assert_eq!(float(&analysis.free_float), [0, 0, 4, 8]);
    assert!(analysis.is_critical(0) && !analysis.is_critical(2));
    // On one machine each waits for its turn: only the last has time, until its due date.
    let problem = Problem {
        tasks: vec![task(2, 0), Task { due: Some(h(6)), ..task(2, 0) }],
        links: vec![link(0, 1, LinkKind::FinishToStart, 0, None)],
        ..shop(1)
    };
    let schedule = solved(&problem);
    let analysis = analyse(&problem, &schedule);
    assert_eq!((float(&analysis.total_float), float(&analysis.free_float)), (vec![2, 2], vec![0, 2]));
}

#[test]
fn every_late_task_has_a_chain_that_ends_at_its_first_cause() {
    for (seed, problem, schedule, _, _) in scenes(6000..6400) {
        let analysis = analyse(&problem, &schedule);
        for (task, placement) in schedule.placements.iter().enumerate() {
            let Some(placement) = placement else { continue };
            let chain = analysis.why(task as u32);
            assert_eq!(chain.first().map(|(first, _)| *first), Some(task as u32), "seed {seed}");
            assert!(chain[0].1.ready <= placement.start || chain[0].1.cause == Cause::Pinned, "seed {seed}, task {task}");
            assert!(analysis.total_float[task] >= analysis.free_float[task].filter(|_| false), "seed {seed}, task {task}");
        }
    }
}

#[test]
fn just_in_time_schedules_are_told_as_choice() {
    let problem = Problem { tasks: vec![Task { due: Some(h(10)), ..task(2, 0) }], ..shop(1) };
    let schedule = solved_with(&problem, Options { direction: Direction::Backward, ..Options::default() }).schedule;
    assert_eq!(waits(&problem, &schedule), [(Cause::Choice, h(8))]);
}
