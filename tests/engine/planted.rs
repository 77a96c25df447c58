//! The judge itself is judged: it must refuse a planted violation of every kind.
//!
//! Every constraint of the engine has three things: a smallest instance whose answer is known by hand (`constraints.rs` unless said
//! otherwise), a planted violation here, and a place in the random problems (`checker/random.rs`; `random.rs` counts how many have it).
//!
//! | constraint | smallest instance | planted violation |
//! |---|---|---|
//! | modes | `the_mode_that_ends_first_or_the_preferred_one_that_is_in_time` | `a_mode_that_does_not_exist`, `a_mode_on_a_resource_that_is_taken` |
//! | capacity of one | `one_machine_does_one_task_at_a_time` | `more_than_there_is` |
//! | capacity of any size, fractions | `a_pool_does_as_many_as_it_has_units_fractions_included` | `more_than_there_is`, `a_mode_that_needs_more_than_there_ever_is` |
//! | size over time | `a_size_that_changes_is_kept_at_every_moment` | `more_than_there_is`, `an_absence_ignored` |
//! | efficiency over time | `a_speed_that_changes_counts_from_the_moment_it_does` | `too_little_or_too_much_time_for_the_work` |
//! | limits per period | `buckets_limit_what_is_begun_in_them` | `more_than_a_bucket_holds` |
//! | several resources for a task | `several_resources_are_needed_at_the_same_time` | `more_than_there_is_of_the_second_of_two_resources` |
//! | calendars, interruptible or not | `closed_time_interrupts_or_is_waited_for_or_does_not_matter` | `work_while_closed`, `work_while_the_calendar_of_the_task_is_closed` |
//! | set-up times by family | `changeovers_take_time_on_their_resource_only`, `changeovers_are_done_in_open_time` | `no_time_for_a_changeover` |
//! | links FS, SS, FF, SF with least lag | `links_of_every_kind_with_lags` | `lags_of_every_kind_too_short_or_too_long`, `an_overlap_that_is_larger_than_a_negative_lag_allows` |
//! | the same with most lag | `a_maximum_lag_of_any_kind_puts_the_first_later`, `a_maximum_lag_that_cannot_be_kept_is_told_and_nobody_waits_for_it` | `lags_of_every_kind_too_short_or_too_long` |
//! | transfer batches | `parts_handed_on_while_the_rest_is_made_overlap_the_next_step` | `work_on_parts_that_are_not_there_yet` |
//! | milestones | `a_milestone_needs_nothing_and_takes_no_time` | `a_milestone_that_takes_time_or_comes_too_soon` |
//! | release, material | `releases_are_waited_for_and_held_tasks_planned_around` | `a_start_before_now_or_before_its_release_and_an_end_after_the_horizon` |
//! | due date, priority, weight | `the_more_important_order_comes_first_then_the_earlier_due_date`, `weights_decide_among_equals` | `a_score_that_is_not_that_of_the_schedule` |
//! | deadline | `a_deadline_outweighs_any_due_date`, `a_missed_deadline_is_told_with_the_earliest_end_possible` | `findings_kept_secret` |
//! | held, started | `held_tasks_that_break_something_stay_and_are_told` | `a_held_task_moved` |
//! | circles, what cannot be done | `circles_are_named_and_the_rest_is_planned`, `what_cannot_be_done_is_told_and_left_out` | `findings_kept_secret` |
//! | moving little | `handing_work_over_counts_as_moving_it` (`objectives.rs`) | counted by the judge for every random problem |
//!
//! Skills, stock and the freeze window are the plan's: planted in `tests/plan/judge.rs`, judged on random organisations in `tests/plan/random.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{h, hours, link, on, place, shop, solved, solved_with, steps, task, units};
use crate::checker::{Violation, check};
use linewright::engine::calendar::ONE;
use linewright::engine::schedule::{
    Bucket, Goal, LinkKind, Mode, Options, Pace, Pin, Placement, Problem, Requirement, Resource, ResourceKind, Schedule, SetupMatrix, Task,
};

/// The schedule with one task put elsewhere.
fn moved(schedule: &Schedule, task: usize, start: i64, end: i64) -> Schedule {
    let mut schedule = schedule.clone();
    let mode = schedule.placements[task].map_or(0, |placement| placement.mode);
    schedule.placements[task] = Some(Placement { start: h(start), end: h(end), mode });
    schedule
}

/// Asserts that the task at the given hours is refused with exactly this violation, while the schedule as it was is accepted.
fn refused(problem: &Problem, which: usize, start: i64, end: i64, expected: &Violation) {
    let schedule = solved(problem);
    assert_ne!(place(&schedule, which), (start, end), "nothing was planted");
    let found = check(problem, &moved(&schedule, which, start, end));
    assert!(found.contains(expected), "{expected:?} not among {found:?}");
}

#[test]
fn a_schedule_of_fewer_or_more_tasks_than_there_are() {
    let problem = Problem { tasks: vec![task(2, 0), task(2, 0)], ..shop(1) };
    let mut schedule = solved(&problem);
    schedule.placements.push(None);
    assert_eq!(check(&problem, &schedule), [Violation::Length { task: 0 }]);
    schedule.placements.truncate(1);
    assert_eq!(check(&problem, &schedule), [Violation::Length { task: 0 }]);
}

#[test]
fn a_mode_that_does_not_exist() {
    let problem = Problem { tasks: vec![task(2, 0)], ..shop(1) };
    let mut schedule = solved(&problem);
    schedule.placements[0] = schedule.placements[0].map(|placement| Placement { mode: 1, ..placement });
    assert_eq!(check(&problem, &schedule), [Violation::UnknownMode { task: 0 }]);
}

#[test]
fn a_mode_that_needs_more_than_there_ever_is() {
    let pair = Mode { requirements: vec![units(0, 2)], ..on(0, 2) };
    let problem = Problem { tasks: vec![Task { modes: vec![on(0, 2), pair], pace: Pace::Elapsed, ..Task::default() }], ..shop(1) };
    let mut schedule = solved(&problem);
    schedule.placements[0] = schedule.placements[0].map(|placement| Placement { mode: 1, ..placement });
    assert_eq!(check(&problem, &schedule), [Violation::NeverEnough { task: 0 }]);
}

#[test]
fn a_start_before_now_or_before_its_release_and_an_end_after_the_horizon() {
    let released = Task { release: Some(h(5)), ..task(2, 0) };
    let problem = Problem { tasks: vec![task(2, 0), released], ..shop(1) };
    refused(&problem, 0, -1, 1, &Violation::BeforeNow { task: 0 });
    refused(&problem, 1, 4, 6, &Violation::Release { task: 1 });
    refused(&problem, 0, 239, 241, &Violation::AfterHorizon { task: 0 });
}

#[test]
fn too_little_or_too_much_time_for_the_work() {
    let mut problem = Problem { tasks: vec![task(2, 0), Task { pace: Pace::Elapsed, ..task(3, 0) }, task(0, 0)], ..shop(1) };
    refused(&problem, 0, 10, 11, &Violation::Work { task: 0 });
    refused(&problem, 0, 10, 13, &Violation::Work { task: 0 });
    refused(&problem, 1, 10, 14, &Violation::Work { task: 1 });
    refused(&problem, 2, 10, 11, &Violation::Work { task: 2 });
    // At half speed two hours of work take four.
    let slow = problem.add_profile(steps(&[(0, 1)]).map(|value| value / 2));
    problem.resources[0].speed = Some(slow);
    refused(&problem, 0, 10, 12, &Violation::Work { task: 0 });
}

#[test]
fn work_while_closed() {
    let mut problem = Problem { tasks: vec![task(4, 0), Task { pace: Pace::Unbroken, ..task(4, 0) }], ..shop(1) };
    let days = problem.add_profile(crate::checker::build::days());
    problem.resources[0].size = Some(days);
    refused(&problem, 0, 18, 22, &Violation::Work { task: 0 });
    refused(&problem, 0, 40, 61, &Violation::Work { task: 0 });
    // From 6 in the morning, closed for two hours, to noon: the right amount of work, begun while closed.
    refused(&problem, 0, 54, 60, &Violation::Closed { task: 0 });
    refused(&problem, 1, 38, 58, &Violation::Closed { task: 1 });
}

#[test]
fn more_than_there_is() {
    let mut problem = Problem { tasks: vec![task(4, 0), task(4, 0)], ..shop(1) };
    refused(&problem, 1, 3, 7, &Violation::Capacity { resource: 0, at: h(3).seconds() });
    // Three units, and two from hour 6 on: the third task must wait for the others to end.
    let size = problem.add_profile(steps(&[(0, 3), (6, 2)]));
    problem.resources[0].size = Some(size);
    problem.tasks = vec![task(8, 0), task(8, 0), task(8, 0)];
    refused(&problem, 2, 0, 8, &Violation::Capacity { resource: 0, at: h(6).seconds() });
}

#[test]
fn more_than_there_is_of_the_second_of_two_resources() {
    let both = Mode { requirements: vec![units(0, 1), Requirement { resource: 1, quantity: ONE / 2 }], ..on(0, 4) };
    let pair =
        |resource: u32| Mode { requirements: vec![units(resource, 1), Requirement { resource: 1, quantity: 600 }], ..on(resource, 4) };
    let in_mode = |mode: Mode| Task { modes: vec![mode], ..Task::default() };
    let problem = Problem { tasks: vec![in_mode(both), in_mode(pair(2))], ..shop(3) };
    // Half a unit and six tenths of it: not at the same time, though each has a machine of its own.
    refused(&problem, 1, 3, 7, &Violation::Capacity { resource: 1, at: h(3).seconds() });
}

#[test]
fn work_while_the_calendar_of_the_task_is_closed() {
    let mut problem = Problem { tasks: vec![task(4, 0)], ..shop(1) };
    let nights = problem.add_profile(steps(&[(0, 1), (8, 0), (16, 1)]));
    problem.tasks[0].calendar = Some(nights);
    refused(&problem, 0, 6, 10, &Violation::Work { task: 0 });
    refused(&problem, 0, 12, 20, &Violation::Closed { task: 0 });
}

#[test]
fn a_mode_on_a_resource_that_is_taken() {
    let either = Task { modes: vec![on(0, 4), on(1, 4)], ..Task::default() };
    let problem = Problem { tasks: vec![either, task(4, 0)], ..shop(2) };
    let mut schedule = solved(&problem);
    schedule.placements[0] = Some(Placement { start: h(0), end: h(4), mode: 0 });
    assert_eq!(check(&problem, &schedule), [Violation::Capacity { resource: 0, at: h(0).seconds() }]);
    let preferred = schedule.placements[0].map(|placement| Placement { mode: 1, ..placement });
    schedule.placements[0] = preferred;
    assert_eq!(check(&problem, &schedule), []);
}

#[test]
fn a_milestone_that_takes_time_or_comes_too_soon() {
    let links = vec![link(0, 1, LinkKind::FinishToStart, 0, None)];
    let problem = Problem { tasks: vec![task(2, 0), task(0, 0)], links, ..shop(1) };
    refused(&problem, 1, 2, 3, &Violation::Work { task: 1 });
    refused(&problem, 1, 1, 1, &Violation::MinLag { link: 0 });
}

#[test]
fn work_on_parts_that_are_not_there_yet() {
    // Handed on two hours after the start of the first, and the last part two hours before the end of the second.
    let parts = [LinkKind::StartToStart, LinkKind::FinishToFinish].map(|kind| link(0, 1, kind, 2, None));
    let problem = Problem { tasks: vec![task(6, 0), task(3, 1)], links: parts.to_vec(), ..shop(2) };
    assert_eq!(place(&solved(&problem), 1), (5, 8));
    refused(&problem, 1, 1, 4, &Violation::MinLag { link: 0 });
    refused(&problem, 1, 4, 7, &Violation::MinLag { link: 1 });
}

#[test]
fn an_overlap_that_is_larger_than_a_negative_lag_allows() {
    let problem = Problem { tasks: vec![task(4, 0), task(2, 1)], links: vec![link(0, 1, LinkKind::FinishToStart, -1, None)], ..shop(2) };
    refused(&problem, 1, 2, 4, &Violation::MinLag { link: 0 });
}

#[test]
fn more_than_a_bucket_holds() {
    let bucket = |day: i64| Bucket { start: h(24 * day), limit: ONE };
    let daily = Resource { kind: ResourceKind::Buckets((0..10).map(bucket).collect()), ..Resource::single() };
    let problem = Problem { tasks: vec![task(2, 0), task(2, 0)], resources: vec![daily], ..shop(0) };
    refused(&problem, 1, 5, 7, &Violation::Bucket { resource: 0, bucket: h(0).seconds() });
}

#[test]
fn no_time_for_a_changeover() {
    let times = vec![hours(0), hours(2), hours(1), hours(0)];
    let setups = vec![SetupMatrix { families: 2, times, costs: Vec::new() }];
    let press = Resource { setup: Some(0), first_family: Some(1), ..Resource::single() };
    let family = |family: u32| Task { family: Some(family), ..task(3, 0) };
    let links = vec![link(0, 1, LinkKind::StartToStart, 0, None)];
    let problem = Problem { tasks: vec![family(0), family(1)], resources: vec![press], setups, links, ..shop(0) };
    assert_eq!([place(&solved(&problem), 0), place(&solved(&problem), 1)], [(1, 4), (6, 9)]);
    refused(&problem, 0, 0, 3, &Violation::Setup { resource: 0, first: None, second: 0 });
    refused(&problem, 1, 5, 8, &Violation::Setup { resource: 0, first: Some(0), second: 1 });
    refused(&problem, 1, 3, 6, &Violation::Overlap { resource: 0, first: 0, second: 1 });
}

#[test]
fn lags_of_every_kind_too_short_or_too_long() {
    // The first task takes 4 hours, the second 2; each line: kind, start of the second if it is one hour too early.
    let cases = [
        (LinkKind::FinishToStart, 4 + 3 - 1),
        (LinkKind::StartToStart, 3 - 1),
        (LinkKind::FinishToFinish, 4 + 3 - 2 - 1),
        (LinkKind::StartToFinish, 3 - 2 - 1),
    ];
    for (kind, early) in cases {
        let problem = Problem { tasks: vec![task(4, 0), task(2, 1)], links: vec![link(0, 1, kind, 3, Some(5))], ..shop(2) };
        refused(&problem, 1, early, early + 2, &Violation::MinLag { link: 0 });
        refused(&problem, 1, early + 4, early + 6, &Violation::MaxLag { link: 0 });
        let schedule = solved(&problem);
        for lawful in early + 1..early + 4 {
            assert_eq!(check(&problem, &moved(&schedule, 1, lawful, lawful + 2)), [], "{kind:?} at {lawful}");
        }
    }
}

#[test]
fn a_held_task_moved() {
    let pin = Some(Pin { start: h(7), end: None, mode: 0 });
    let problem = Problem { tasks: vec![Task { pin, ..task(2, 0) }], ..shop(1) };
    refused(&problem, 0, 8, 10, &Violation::Pin { task: 0 });
    // Begun yesterday, with an end that is known, in its second mode.
    let started = Some(Pin { start: h(-3), end: Some(h(2)), mode: 1 });
    let problem = Problem { tasks: vec![Task { pin: started, modes: vec![on(0, 2), on(0, 5)], ..Task::default() }], ..shop(1) };
    refused(&problem, 0, 0, 5, &Violation::Pin { task: 0 });
    refused(&problem, 0, -3, 3, &Violation::Pin { task: 0 });
    let mut schedule = solved(&problem);
    schedule.placements[0] = schedule.placements[0].map(|placement| Placement { mode: 0, ..placement });
    assert_eq!(check(&problem, &schedule), [Violation::Pin { task: 0 }]);
}

#[test]
fn a_score_that_is_not_that_of_the_schedule() {
    // Two colours in turn instead of one after the other, on a machine of five an hour, and one order late.
    let setups = vec![SetupMatrix { families: 2, times: [0, 1, 2, 0].map(hours).to_vec(), costs: vec![0, 7, 9, 0] }];
    let press = Resource { setup: Some(0), cost_per_hour: 5, ..Resource::single() };
    let family = |family: u32| Task { family: Some(family), due: Some(h(7)), previous_start: Some(h(4)), weight: 3, ..task(2, 0) };
    let problem = Problem { tasks: vec![family(0), family(1), family(0)], resources: vec![press], setups, ..shop(0) };
    let mut schedule = solved(&problem);
    for (task, start) in [0, 3, 7].into_iter().enumerate() {
        schedule = moved(&schedule, task, start, start + 2);
    }
    assert_eq!(check(&problem, &schedule), []);
    let counted = |goal: Goal| crate::checker::score(&problem, &[goal], &schedule)[2..].to_vec();
    assert_eq!([counted(Goal::SetupTime), counted(Goal::Cost)], [[3 * 3600], [3 * 2 * 5 + 7 + 9]]);
    assert_eq!([counted(Goal::Tardiness), counted(Goal::TardinessByPriority)], [[2 * 3 * 3600], [2 * 3 * 3600]]);
    assert_eq!([counted(Goal::Makespan), counted(Goal::FlowTime)], [[9 * 3600], [(2 + 5 + 9) * 3600]]);
    assert_eq!([counted(Goal::Earliness), counted(Goal::Movement)], [[(5 + 2) * 3600], [(4 + 1 + 3) * 3600]]);
}

#[test]
fn findings_kept_secret() {
    let late = Task { deadline: Some(h(1)), ..task(2, 0) };
    let impossible = Task { modes: vec![Mode { work: hours(1), requirements: vec![units(0, 2)], cost: 0 }], ..Task::default() };
    let circle = vec![link(2, 3, LinkKind::FinishToStart, 0, None), link(3, 2, LinkKind::FinishToStart, 0, None)];
    let problem = Problem { tasks: vec![late, impossible, task(1, 1), task(1, 1)], links: circle, ..shop(2) };
    let mut schedule = solved(&problem);
    schedule.findings.clear();
    let cycles = [Violation::Cycle { link: 0 }, Violation::Cycle { link: 1 }];
    assert_eq!(check(&problem, &schedule), [&[Violation::Deadline { task: 0 }, Violation::Unplaced { task: 1 }], &cycles[..]].concat());
}

#[test]
fn an_absence_ignored() {
    // Of two people one is away from hour 2 to 6: a pair that needs both rests meanwhile.
    let mut problem = Problem { tasks: vec![Task { modes: vec![pair()], ..Task::default() }, task(3, 1)], ..shop(2) };
    let size = problem.add_profile(steps(&[(0, 2)]).minus(&steps(&[(2, 1), (6, 0)])));
    problem.resources[0].size = Some(size);
    problem.tasks[1].modes.push(on(0, 3));
    let outcome = solved_with(&problem, Options::default());
    assert_eq!(place(&outcome.schedule, 0), (0, 8));
    refused(&problem, 0, 0, 4, &Violation::Work { task: 0 });
}

fn pair() -> Mode {
    Mode { work: hours(4), requirements: vec![Requirement { resource: 0, quantity: 2 * ONE }], cost: 0 }
}

/// The table above names tests that there are.
#[test]
fn every_test_in_the_table_exists() {
    let sources = ["planted.rs", "constraints.rs", "objectives.rs"].map(|name| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine").join(name);
        std::fs::read_to_string(path).unwrap()
    });
    let rows: Vec<&str> = sources[0].lines().filter(|line| line.starts_with("//! | ")).skip(1).collect();
    assert!(rows.len() > 15, "the table is there");
    for row in rows {
        let names: Vec<&str> = row.split('`').skip(1).step_by(2).filter(|name| !name.ends_with(".rs")).collect();
        assert!(!names.is_empty(), "{row}");
        for name in names {
            assert!(sources.iter().any(|source| source.contains(&format!("fn {name}()"))), "there is no test {name}");
        }
    }
}
