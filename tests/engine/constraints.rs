//! One smallest instance per constraint and per objective, each with an optimum worked out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{days, h, hours, link, on, place, places, shop, solved, solved_with, steps, task, tasks, units, value, zero};
use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{
    Broken, Bucket, Finding, Goal, LinkKind, Mode, ModeChoice, Options, Pace, Period, Pin, Problem, Requirement, Resource, ResourceKind,
    SetupMatrix, Task, buckets,
};
use linewright::model::Span;

#[test]
fn one_machine_does_one_task_at_a_time() {
    let problem = tasks(vec![task(2, 0), task(3, 0)]);
    assert_eq!(value(&problem, Goal::Makespan), 5 * 3600);
    assert_eq!(value(&problem, Goal::FlowTime), (2 + 5) * 3600);
}

#[test]
fn a_pool_does_as_many_as_it_has_units_fractions_included() {
    let mut problem = tasks(vec![task(2, 0), task(2, 0), task(2, 0)]);
    let pool = problem.add_profile(steps(&[(0, 2)]));
    problem.resources[0].size = Some(pool);
    assert_eq!(value(&problem, Goal::Makespan), 4 * 3600);
    // A third of a unit each, three times: all at once.
    for task in &mut problem.tasks {
        task.modes[0].requirements[0].quantity = 333;
    }
    problem.resources[0].size = None;
    assert_eq!(value(&problem, Goal::Makespan), 2 * 3600);
}

#[test]
fn closed_time_interrupts_or_is_waited_for_or_does_not_matter() {
    let mut problem = tasks(vec![task(10, 0)]);
    let days = problem.add_profile(days());
    problem.resources[0].size = Some(days);
    assert_eq!(places(&problem), [(8, 34)]);
    problem.tasks[0].pace = Pace::Elapsed;
    assert_eq!(places(&problem), [(0, 10)]);
    problem.tasks[0] = Task { pace: Pace::Unbroken, release: Some(h(12)), ..task(6, 0) };
    assert_eq!(places(&problem), [(32, 38)]);
    // A calendar of the task itself counts as well.
    let nights = problem.add_profile(steps(&[(10, 1)]));
    problem.tasks[0] = Task { calendar: Some(nights), ..task(6, 0) };
    assert_eq!(places(&problem), [(10, 16)]);
}

#[test]
fn a_size_that_changes_is_kept_at_every_moment() {
    let mut problem = tasks(vec![task(4, 0), task(4, 0), task(4, 0)]);
    let size = problem.add_profile(steps(&[(0, 1), (4, 2)]));
    problem.resources[0].size = Some(size);
    assert_eq!(places(&problem), [(0, 4), (4, 8), (4, 8)]);
}

#[test]
fn a_pair_rests_while_only_one_is_there_and_the_one_may_help_elsewhere() {
    let pair = Mode { work: hours(4), requirements: vec![units(0, 2)], cost: 0 };
    let mut problem = tasks(vec![Task { modes: vec![pair], ..Task::default() }, Task { release: Some(h(2)), ..task(3, 0) }]);
    let size = problem.add_profile(steps(&[(0, 2), (2, 1), (6, 2)]));
    problem.resources[0].size = Some(size);
    assert_eq!(places(&problem), [(0, 8), (2, 5)]);
}

#[test]
fn the_slowest_resource_sets_the_speed() {
    let mut problem =
        tasks(vec![Task { modes: vec![Mode { requirements: vec![units(0, 1), units(1, 1)], ..on(0, 6) }], ..Task::default() }]);
    let fast = problem.add_profile(steps(&[(0, 2)]));
    let slow = problem.add_profile(steps(&[(0, 1)]).map(|one| one / 2));
    problem.resources[0].speed = Some(fast);
    assert_eq!(places(&problem), [(0, 6)], "the other resource goes at full speed");
    problem.resources[1].speed = Some(fast);
    assert_eq!(places(&problem), [(0, 3)]);
    problem.resources[1].speed = Some(slow);
    assert_eq!(places(&problem), [(0, 12)]);
}

#[test]
fn a_speed_that_changes_counts_from_the_moment_it_does() {
    // Two hours at full speed, then four at half of it; what follows begins at half speed.
    let mut problem = tasks(vec![task(4, 0), task(1, 0)]);
    let halved = Profile::from_steps(0, [(h(0), ONE), (h(2), ONE / 2)]);
    problem.resources[0].speed = Some(problem.add_profile(halved));
    problem.links = vec![link(0, 1, LinkKind::FinishToStart, 0, None)];
    assert_eq!(places(&problem), [(0, 6), (6, 8)]);
}

#[test]
fn links_of_every_kind_with_lags() {
    for (kind, lag, expected) in [
        (LinkKind::FinishToStart, 1, (5, 7)),
        (LinkKind::FinishToStart, -1, (3, 5)),
        (LinkKind::StartToStart, 1, (1, 3)),
        (LinkKind::FinishToFinish, 1, (3, 5)),
        (LinkKind::StartToFinish, 5, (3, 5)),
    ] {
        let problem = Problem { links: vec![link(0, 1, kind, lag, None)], ..tasks(vec![task(4, 0), task(2, 1)]) };
        assert_eq!(places(&problem), [(0, 4), expected], "{kind:?} {lag}");
    }
}

#[test]
fn an_end_tied_by_a_link_waits_for_open_time() {
    // The second must end after hour 20, when its machine is closed: its last hour lies on the next day.
    let mut problem = Problem { links: vec![link(0, 1, LinkKind::FinishToFinish, 0, None)], ..tasks(vec![task(20, 0), task(3, 1)]) };
    let days = problem.add_profile(days());
    problem.resources[1].size = Some(days);
    let schedule = solved(&problem);
    let (start, end) = (schedule.placements[1].unwrap().start, schedule.placements[1].unwrap().end);
    assert_eq!((start, end), (h(13).plus(Span::from_seconds(1)), h(32).plus(Span::from_seconds(1))));
}

#[test]
fn a_maximum_lag_puts_the_first_later() {
    // The second can start at hour 10 only, so the first must not end before hour 8.
    let second = Task { release: Some(h(10)), ..task(1, 1) };
    let problem = Problem { links: vec![link(0, 1, LinkKind::FinishToStart, 0, Some(2))], ..tasks(vec![task(3, 0), second]) };
    assert_eq!(places(&problem), [(5, 8), (10, 11)]);
    // Start together: one link with both lags zero.
    let together = Problem { links: vec![link(0, 1, LinkKind::StartToStart, 0, Some(0))], ..problem };
    assert_eq!(places(&together), [(10, 13), (10, 11)]);
}

#[test]
fn a_maximum_lag_of_any_kind_puts_the_first_later() {
    // The second is done from hour 10 to 11; each line: kind, most, start of the first, which takes three hours.
    for (kind, most, expected) in
        [(LinkKind::StartToStart, 2, 8), (LinkKind::FinishToFinish, 2, 6), (LinkKind::StartToFinish, 4, 7), (LinkKind::FinishToStart, 0, 7)]
    {
        let second = Task { release: Some(h(10)), ..task(1, 1) };
        let problem = Problem { links: vec![link(0, 1, kind, 0, Some(most))], ..tasks(vec![task(3, 0), second]) };
        assert_eq!(places(&problem), [(expected, expected + 3), (10, 11)], "{kind:?}");
    }
}

#[test]
fn parts_handed_on_while_the_rest_is_made_overlap_the_next_step() {
    // Three parts of two hours each; each is worked on for an hour by the next step, which ends an hour after the last part.
    let parts = [(LinkKind::StartToStart, 2), (LinkKind::FinishToFinish, 1)].map(|(kind, lag)| link(0, 1, kind, lag, None));
    let problem = Problem { links: parts.to_vec(), ..tasks(vec![task(6, 0), task(3, 1)]) };
    assert_eq!(places(&problem), [(0, 6), (4, 7)]);
}

#[test]
fn a_maximum_lag_that_cannot_be_kept_is_told_and_nobody_waits_for_it() {
    let pin = Some(Pin { start: h(0), end: None, mode: 0 });
    let first = Task { pin, ..task(3, 0) };
    let second = Task { release: Some(h(10)), ..task(1, 1) };
    let mut problem = Problem { links: vec![link(0, 1, LinkKind::FinishToStart, 0, Some(2))], ..tasks(vec![first, second]) };
    let broken = Broken::Link { link: 0, other: 1 };
    assert_eq!(solved(&problem).findings, [Finding::PinConflict { task: 0, broken }]);
    // Not held, but due to end before it could: the calendar leaves only hours 0 to 3.
    problem.tasks[0].pin = None;
    let morning = problem.add_profile(steps(&[(0, 1), (3, 0)]));
    problem.resources[0].size = Some(morning);
    let schedule = solved(&problem);
    assert_eq!(schedule.findings, [Finding::MaxLagMissed { link: 0, from: 0, to: 1 }]);
    assert_eq!((place(&schedule, 0), place(&schedule, 1)), ((0, 3), (10, 11)));
}

#[test]
fn several_resources_are_needed_at_the_same_time() {
    let both = Mode { requirements: vec![units(0, 1), units(1, 1)], ..on(0, 2) };
    let problem = tasks(vec![Task { modes: vec![both], ..Task::default() }, task(3, 0), task(4, 1)]);
    assert_eq!(value(&problem, Goal::Makespan), 6 * 3600);
}

#[test]
fn a_resource_named_twice_is_needed_with_both_quantities() {
    let twice = Mode { requirements: vec![units(0, 1), units(0, 1)], ..on(0, 2) };
    let problem = tasks(vec![Task { modes: vec![twice], ..Task::default() }]);
    assert_eq!(solved(&problem).findings, [Finding::NeverEnough { task: 0, resource: 0 }]);
}

#[test]
fn the_mode_that_ends_first_or_the_preferred_one_that_is_in_time() {
    let slow = Mode { cost: 1, ..on(0, 4) };
    let fast = Mode { cost: 9, ..on(1, 2) };
    let mut problem = tasks(vec![Task { modes: vec![slow, fast], due: Some(h(5)), ..Task::default() }]);
    problem.goals = vec![Goal::Deadlines, Goal::TardinessByPriority];
    assert_eq!(places(&problem), [(0, 2)]);
    let preferred = Options { mode_choice: ModeChoice::Preferred, ..Options::default() };
    let first = |problem: &Problem| place(&solved_with(problem, preferred).schedule, 0);
    assert_eq!(first(&problem), (0, 4));
    problem.tasks[0].due = Some(h(3));
    assert_eq!(first(&problem), (0, 2));
    problem.goals = vec![Goal::Cost];
    assert_eq!(value(&problem, Goal::Cost), 1);
}

#[test]
fn changeovers_take_time_on_their_resource_only() {
    let times = vec![hours(0), hours(3), hours(3), hours(0)];
    let family = |family: u32| Task { family: Some(family), ..task(2, 0) };
    let mut problem = tasks(vec![family(0), family(1), family(0)]);
    problem.setups = vec![SetupMatrix { families: 2, times, costs: vec![0, 7, 5, 0] }];
    problem.resources[0].setup = Some(0);
    // 0, 0, then 1: one changeover of three hours.
    assert_eq!(value(&problem, Goal::Makespan), 9 * 3600);
    assert_eq!(value(&problem, Goal::SetupTime), 3 * 3600);
    // From family 1 to 0 is cheaper.
    assert_eq!(value(&problem, Goal::Cost), 5);
    problem.resources[0].first_family = Some(1);
    assert_eq!(value(&problem, Goal::Makespan), 9 * 3600);
    problem.tasks.remove(1);
    assert_eq!(value(&problem, Goal::Makespan), 7 * 3600);
}

#[test]
fn changeovers_are_done_in_open_time() {
    let family = |family: u32| Task { family: Some(family), ..task(7, 0) };
    let mut problem = tasks(vec![family(0), family(1)]);
    problem.setups = vec![SetupMatrix { families: 2, times: vec![hours(0), hours(2), hours(2), hours(0)], costs: Vec::new() }];
    let days = problem.add_profile(days());
    problem.resources[0] = Resource { setup: Some(0), size: Some(days), ..Resource::single() };
    // 8-15, an hour of changeover, the second hour of it next morning, then 33-40.
    assert_eq!(places(&problem).iter().max(), Some(&(33, 40)));
}

#[test]
fn buckets_limit_what_is_begun_in_them() {
    let hours_a_day = buckets(&days(), Period::Day, zero(), h(240));
    assert_eq!(hours_a_day[0], Bucket { start: zero(), limit: 8 * ONE });
    let piece = |quantity: i64| {
        let mode = Mode { work: hours(1), requirements: vec![Requirement { resource: 0, quantity: quantity * ONE }], cost: 0 };
        Task { modes: vec![mode], ..Task::default() }
    };
    let daily = Resource { kind: ResourceKind::Buckets(hours_a_day), ..Resource::single() };
    let problem = Problem { tasks: vec![piece(5), piece(3), piece(1)], resources: vec![daily], ..shop(0) };
    let mut starts: Vec<i64> = places(&problem).iter().map(|place| place.0).collect();
    starts.sort_unstable();
    assert_eq!(starts, [0, 0, 24]);
    let too_much = Problem { tasks: vec![piece(9)], ..problem };
    assert_eq!(solved(&too_much).findings, [Finding::NeverEnough { task: 0, resource: 0 }]);
}

#[test]
fn an_unlimited_resource_is_never_short_but_may_be_closed() {
    let mut problem = tasks(vec![task(2, 0), task(2, 0)]);
    let days = problem.add_profile(days());
    problem.resources[0] = Resource { kind: ResourceKind::Unlimited, size: Some(days), ..Resource::single() };
    assert_eq!(places(&problem), [(8, 10), (8, 10)]);
}

#[test]
fn a_milestone_needs_nothing_and_takes_no_time() {
    let milestone = Task { modes: vec![Mode { work: Span::ZERO, requirements: vec![units(0, 5)], cost: 0 }], ..Task::default() };
    let problem = Problem { links: vec![link(0, 1, LinkKind::FinishToStart, 0, None)], ..tasks(vec![task(2, 0), milestone]) };
    assert_eq!(places(&problem), [(0, 2), (2, 2)]);
}

#[test]
fn releases_are_waited_for_and_held_tasks_planned_around() {
    let held = Task { pin: Some(Pin { start: h(2), end: Some(h(5)), mode: 0 }), ..task(1, 0) };
    let problem = tasks(vec![held, Task { release: Some(h(1)), ..task(2, 0) }, task(2, 0)]);
    assert_eq!(places(&problem), [(2, 5), (5, 7), (0, 2)]);
    // Started yesterday.
    let started = Task { pin: Some(Pin { start: h(-3), end: None, mode: 0 }), ..task(4, 0) };
    assert_eq!(places(&tasks(vec![started, task(2, 0)])), [(-3, 1), (1, 3)]);
}

#[test]
fn held_tasks_that_break_something_stay_and_are_told() {
    let held = |start: i64| Task { pin: Some(Pin { start: h(start), end: None, mode: 0 }), ..task(4, 0) };
    let mut problem = tasks(vec![held(0), held(3), Task { release: Some(h(60)), ..held(50) }]);
    let days = problem.add_profile(steps(&[(0, 1), (40, 0), (48, 1)]));
    problem.resources[0].size = Some(days);
    problem.tasks.push(held(44));
    let found = solved(&problem).findings;
    let broken = |task: u32, broken: Broken| Finding::PinConflict { task, broken };
    let capacity = Broken::Capacity { resource: 0, at: h(3) };
    for finding in [broken(0, capacity), broken(1, capacity), broken(2, Broken::Release), broken(3, Broken::Calendar)] {
        assert!(found.contains(&finding), "{finding:?} not among {found:?}");
    }
}

#[test]
fn the_more_important_order_comes_first_then_the_earlier_due_date() {
    let order = |priority: u32, due: i64| Task { priority, due: Some(h(due)), ..task(4, 0) };
    let problem = tasks(vec![order(2, 4), order(1, 4), order(2, 12)]);
    assert_eq!(places(&problem), [(4, 8), (0, 4), (8, 12)]);
    assert_eq!(value(&problem, Goal::Tardiness), 4 * 3600);
}

#[test]
fn what_an_important_order_waits_for_is_important_too() {
    let important = Task { priority: 1, due: Some(h(4)), ..task(2, 1) };
    let part = Task { priority: 9, ..task(2, 0) };
    let other = Task { priority: 5, due: Some(h(1)), ..task(4, 0) };
    let problem = Problem { links: vec![link(1, 0, LinkKind::FinishToStart, 0, None)], ..tasks(vec![important, part, other]) };
    assert_eq!(places(&problem), [(2, 4), (0, 2), (2, 6)]);
}

#[test]
fn weights_decide_among_equals() {
    let order = |weight: u32| Task { weight, due: Some(zero()), ..task(2, 0) };
    let problem = tasks(vec![order(1), order(5)]);
    assert_eq!(value(&problem, Goal::Tardiness), (2 * 5 + 4) * 3600);
}

#[test]
fn a_deadline_outweighs_any_due_date() {
    let due = Task { due: Some(h(2)), weight: 1000, priority: 0, ..task(2, 0) };
    let deadline = Task { deadline: Some(h(2)), priority: 9, ..task(2, 0) };
    assert_eq!(places(&tasks(vec![due, deadline])), [(2, 4), (0, 2)]);
}

#[test]
fn a_missed_deadline_is_told_with_the_earliest_end_possible() {
    let problem = tasks(vec![Task { deadline: Some(h(3)), ..task(4, 0) }]);
    let expected = Finding::DeadlineMissed { task: 0, end: h(4), deadline: h(3), earliest: h(4) };
    assert_eq!(solved(&problem).findings, [expected]);
}

#[test]
fn circles_are_named_and_the_rest_is_planned() {
    let kind = LinkKind::FinishToStart;
    let links = vec![link(0, 1, kind, 0, None), link(1, 2, kind, 0, None), link(2, 0, kind, 0, None), link(2, 3, kind, 0, None)];
    let problem = Problem { links, ..tasks(vec![task(1, 0), task(1, 1), task(1, 2), task(1, 3)]) };
    let schedule = solved(&problem);
    assert_eq!(schedule.findings, [Finding::Cycle { tasks: vec![0, 1, 2] }]);
    assert_eq!(place(&schedule, 3), (1, 2));
}

#[test]
fn what_cannot_be_done_is_told_and_left_out() {
    let mut problem = tasks(vec![task(1, 0), task(1, 1), task(300, 2), task(1, 2), Task::default(), task(1, 7), task(1, 2)]);
    problem.resources.truncate(3);
    problem.links = vec![
        link(0, 3, LinkKind::FinishToStart, 0, None),
        link(5, 99, LinkKind::FinishToStart, 0, None),
        link(6, 6, LinkKind::FinishToStart, 0, None),
        link(2, 6, LinkKind::FinishToStart, 5, Some(4)),
    ];
    let never = problem.add_profile(steps(&[(0, 0)]));
    let past = problem.add_profile(steps(&[(-5, 1), (-3, 0)]));
    problem.resources[0].size = Some(never);
    problem.resources[1].size = Some(past);
    let found = solved(&problem).findings;
    for finding in [
        Finding::NeverEnough { task: 0, resource: 0 },
        Finding::NeverOpen { task: 1 },
        Finding::BeyondHorizon { task: 2 },
        Finding::WaitsForUnplaced { task: 3, other: 0 },
        Finding::NoMode { task: 4 },
        Finding::NoMode { task: 5 },
        Finding::BadLink { link: 1 },
        Finding::BadLink { link: 2 },
        Finding::BadLink { link: 3 },
        Finding::WaitsForUnplaced { task: 6, other: 2 },
    ] {
        assert!(found.contains(&finding), "{finding:?} not among {found:?}");
    }
    assert_eq!(found.len(), 10);
}

#[test]
fn an_empty_problem_has_an_empty_schedule() {
    let outcome = solved_with(&Problem::default(), Options::default());
    assert!(outcome.proved && outcome.schedule.placements.is_empty() && outcome.schedule.findings.is_empty());
}
