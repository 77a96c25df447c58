//! What a planner asks of a plan: to leave things where they are, what would help a late order, how likely each order is on time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::{accept, import, now_of, options, planned};
use linewright::engine::plan::{ChanceOptions, Chances, PlanOptions, PlanOutcome, Remedy, chances, plan, plan_changes, remedies};
use linewright::engine::slices::{Slices, at_once};
use linewright::exchange::{apply, template};
use linewright::model::*;

fn hour(hours: i64) -> Time {
    Factory::hour(hours)
}

fn early(now: Time) -> PlanOptions {
    PlanOptions { direction: Direction::Forward, ..options(now) }
}

/// Two machines of a group, eight hours a day on weekdays, and tables at eight hours each.
fn workshop(count: usize, days: i64) -> (Factory, Vec<ResourceId>) {
    let mut factory = Factory::default();
    let day = factory.weekdays(8, 16);
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 8.0, 0.0);
    let group = factory.resource("machines");
    let machines = vec![factory.member("left", group), factory.member("right", group)];
    for machine in &machines {
        factory.workspace.resources.get_mut(machine).unwrap().calendar = Some(day);
    }
    factory.needs(make, group);
    for at in 0..count {
        factory.order(&format!("order {at}"), table, 1.0, days);
    }
    (factory, machines)
}

fn placements(outcome: &PlanOutcome) -> Vec<(TaskId, Time, ResourceId)> {
    let mut found: Vec<_> = outcome
        .tasks
        .iter()
        .map(|task| {
            let placement = task.placement.as_ref().unwrap();
            (task.id, placement.start, placement.uses[0].resource)
        })
        .collect();
    found.sort_unstable_by_key(|(_, start, resource)| (*start, *resource));
    found
}

fn absent(factory: &mut Factory, resource: ResourceId, from: i64, until: i64) {
    let mut absence = Absence::new(AbsenceId::from_raw(factory.id()));
    (absence.resource, absence.start, absence.end) = (Some(resource), Some(hour(from)), Some(hour(until)));
    factory.workspace.absences.insert(absence.id, absence);
}

#[test]
fn after_a_breakdown_a_repair_moves_only_what_must_move() {
    let (mut factory, machines) = workshop(8, 4);
    let before = planned(&factory.workspace, &early(Factory::now()));
    accept(&mut factory.workspace, &before);
    assert_eq!(before.stats.late, 0);
    // The left machine is down on Tuesday: one of its runs has to go, and there is no room before Friday.
    absent(&mut factory, machines[0], 24, 48);
    let repair = planned(&factory.workspace, &PlanOptions { stay: true, ..early(Factory::now()) });
    assert_eq!(violations(&factory.workspace, &repair, Factory::now()), Vec::<String>::new());
    let changes = plan_changes(&factory.workspace, &repair);
    let (old, new) = (placements(&before), placements(&repair));
    let hit = old.iter().find(|(_, start, machine)| *machine == machines[0] && *start == hour(24 + 8)).unwrap();
    assert!(!new.contains(hit));
    // Whoever is pushed off its place, nothing is earlier than before, and no more than one run ends up after Thursday.
    assert_eq!((changes.earlier, changes.added, changes.removed), (0, 0, 0));
    assert_eq!(new.iter().filter(|(_, start, _)| *start > hour(4 * 24)).count(), 1);
    assert_eq!(changes.later + changes.handed_over, 1, "{new:?}");
}

#[test]
fn what_starts_within_the_frozen_time_stays_and_what_the_breakdown_hits_does_not() {
    let (mut factory, machines) = workshop(6, 2);
    let before = planned(&factory.workspace, &early(Factory::now()));
    accept(&mut factory.workspace, &before);
    absent(&mut factory, machines[1], 8, 16);
    // A rush order that would go first by its priority.
    let table = factory.workspace.items.keys().next().unwrap();
    let rush = factory.order("rush", table, 1.0, 1);
    factory.ask(rush, |order| order.priority = 1);
    let frozen = planned(&factory.workspace, &PlanOptions { freeze: Span::from_hours(40), ..early(Factory::now()) });
    assert_eq!(violations(&factory.workspace, &frozen, Factory::now()), Vec::<String>::new());
    let kept: Vec<_> = placements(&before).into_iter().filter(|(_, start, _)| *start < hour(40)).collect();
    let new = placements(&frozen);
    for row in &kept {
        let is_hit = row.2 == machines[1] && row.1 == hour(8);
        assert_eq!(new.contains(row), !is_hit, "{row:?} in {new:?}");
    }
    let free = planned(&factory.workspace, &early(Factory::now()));
    let of_rush = |outcome: &PlanOutcome| outcome.promises.iter().find(|promise| promise.order == Some(rush)).unwrap().ready;
    assert!(of_rush(&free) < of_rush(&frozen), "the rush order waits for what is frozen");
}

#[test]
fn what_is_frozen_on_a_fast_machine_stays() {
    // Half as fast again as usual: a run of eight hours takes less, and is all of it nevertheless.
    let (mut factory, machines) = workshop(4, 3);
    for machine in &machines {
        factory.workspace.resources.get_mut(machine).unwrap().efficiency = 150.0;
    }
    let before = planned(&factory.workspace, &early(Factory::now()));
    accept(&mut factory.workspace, &before);
    let table = factory.workspace.items.keys().next().unwrap();
    let rush = factory.order("rush", table, 1.0, 1);
    factory.ask(rush, |order| order.priority = 1);
    let frozen = planned(&factory.workspace, &PlanOptions { freeze: Span::from_hours(20), ..early(Factory::now()) });
    let kept: Vec<_> = placements(&before).into_iter().filter(|(_, start, _)| *start < hour(20)).collect();
    assert_eq!(kept.len(), 4);
    assert!(kept.iter().all(|row| placements(&frozen).contains(row)), "{kept:?} in {:?}", placements(&frozen));
}

#[test]
fn the_least_lateness_is_told_where_it_is_known() {
    // One machine, four runs of ten hours due at once: at least the last of them is thirty hours late.
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 10.0, 0.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    for at in 0..4 {
        let order = factory.order(&format!("order {at}"), table, 1.0, 0);
        factory.ask(order, |order| order.due = Some(hour(10)));
    }
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    assert_eq!(outcome.stats.lateness, Span::from_hours(10 + 20 + 30));
    let least = outcome.stats.least_lateness.unwrap();
    assert!(Span::from_hours(30) <= least && least <= outcome.stats.lateness, "{least}");
    assert!(outcome.stats.passes > 1);
}

fn told(workspace: &Workspace, options: &PlanOptions, order: OrderId) -> Vec<Remedy> {
    // A clock that ticks at every look, so that the test does not depend on the machine.
    let ticks = std::cell::Cell::new(0.0);
    let clock = || {
        ticks.set(ticks.get() + 1.0);
        ticks.get()
    };
    let mut found = Vec::new();
    at_once(remedies(&mut workspace.clone(), options, order, &Slices::whole(&clock), &mut || true, &mut |remedy| {
        found.push(remedy);
        true
    }));
    found
}

#[test]
fn a_shift_more_on_the_machine_that_binds_makes_the_late_order_on_time() {
    // Two machines, four runs of eight hours due on Monday evening: two of them are a day late.
    let (mut factory, machines) = workshop(4, 1);
    factory.workspace.resources.retain(|resource| resource.id != machines[1]);
    let outcome = planned(&factory.workspace, &early(Factory::now()));
    let last = outcome.promises.iter().max_by_key(|promise| promise.ready).unwrap();
    assert_eq!(last.ready, Some(hour(3 * 24 + 16)));
    let found = told(&factory.workspace, &early(Factory::now()), last.order.unwrap());
    let sentences: Vec<&str> = found.iter().map(|remedy| remedy.sentence.as_str()).collect();
    assert!(sentences[0].starts_with("Planned again with nothing changed: ready Thu 5 Mar 16:00, late by 2 d 16 h"), "{sentences:?}");
    let shifts: Vec<&Remedy> = found.iter().filter(|remedy| remedy.sentence.contains("more hours on left")).collect();
    assert!(shifts[0].sentence.starts_with("With 8 more hours on left (from Mon 2 Mar 00:00 until 08:00, week 10): ready Wed 4 Mar 16:00"));
    assert!(shifts[0].helps && !shifts[0].on_time);
    // With three more shifts, four runs are done by Tuesday morning at the earliest: closer, and still not Monday.
    assert!(shifts[1].sentence.contains("24 more hours"), "{sentences:?}");
    let unit = found.iter().find(|remedy| remedy.sentence.starts_with("With one more like left")).unwrap();
    assert!(unit.helps && unit.sentence.contains("ready Tue 3 Mar 16:00"), "{}", unit.sentence);
    let first = found.iter().find(|remedy| remedy.sentence.starts_with("Before all other orders")).unwrap();
    assert!(first.on_time && first.sentence.contains("3 later"), "{}", first.sentence);
}

#[test]
fn earlier_material_is_tried_where_an_order_waits_for_it_and_what_does_not_help_says_so() {
    let mut factory = Factory::default();
    let (table, panel) = (factory.item("table"), factory.item("panel"));
    factory.bought(panel, "supplier", 10);
    let make = factory.operation("assemble", Some(table), 4.0, 0.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    factory.line(make, panel, -2.0);
    let order = factory.order("order", table, 1.0, 6);
    let found = told(&factory.workspace, &early(Factory::now()), order);
    let of = |start: &str| found.iter().find(|remedy| remedy.sentence.starts_with(start)).unwrap_or_else(|| panic!("{start}: {found:?}"));
    assert!(of("With panel in half the time").on_time);
    assert!(of("With panel there at once").on_time);
    let more = of("With one more like machine");
    assert!(!more.helps && more.sentence.ends_with("it would be ready no sooner."), "{}", more.sentence);
}

fn simulated(workspace: &Workspace, spread: f64, runs: u32, seed: u64) -> Chances {
    let options = ChanceOptions { now: Factory::now(), spread, runs, seed };
    at_once(chances(workspace, &options, &Slices::whole(&|| 0.0), &mut |_| true))
}

#[test]
fn one_task_is_on_time_as_often_as_its_distribution_says() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 100.0, 0.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    let order = factory.order("order", table, 1.0, 0);
    factory.ask(order, |order| order.due = Some(hour(110)));
    let outcome = planned(&factory.workspace, &early(Factory::now()));
    accept(&mut factory.workspace, &outcome);
    let found = simulated(&factory.workspace, 0.2, 4_000, 7);
    let chance = &found.orders[0];
    // Lognormal with mean 100 and deviation 20: ln X is normal with deviation 0.198 and mean 4.5856; P(X <= 110) = Phi(0.580) = 0.719.
    assert!((chance.on_time.unwrap() - 0.719).abs() < 0.025, "{chance:?}");
    // Its median is 98.06 hours, and four of five runs are done in 98.06 * exp(0.8416 * 0.198) = 115.8.
    assert!((chance.half.since(Factory::now()).hours() - 98.06).abs() < 1.5, "{chance:?}");
    assert!((chance.four_fifths.since(Factory::now()).hours() - 115.8).abs() < 2.0, "{chance:?}");
    assert_eq!(simulated(&factory.workspace, 0.2, 300, 7), simulated(&factory.workspace, 0.2, 300, 7));
    assert_ne!(simulated(&factory.workspace, 0.2, 300, 7), simulated(&factory.workspace, 0.2, 300, 8));
}

#[test]
fn what_runs_late_pushes_what_waits_for_the_machine_and_for_the_step_before() {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let (_, steps) = factory.routing("table", Some(table), &[("cut", 10.0), ("paint", 10.0)]);
    let (saw, booth) = (factory.resource("saw"), factory.resource("booth"));
    factory.needs(steps[0], saw);
    factory.needs(steps[1], booth);
    for at in 0..2 {
        let order = factory.order(&format!("order {at}"), table, 1.0, 0);
        factory.ask(order, |order| order.due = Some(hour(20 + 10 * at)));
    }
    let outcome = planned(&factory.workspace, &early(Factory::now()));
    assert_eq!(outcome.stats.late, 0);
    accept(&mut factory.workspace, &outcome);
    let found = simulated(&factory.workspace, 0.3, 2_000, 3);
    let of = |name: &str| found.orders.iter().find(|chance| chance.name == name).unwrap();
    // Nothing starts before it is planned, so an order can only be late if its chain is: cut 0, paint 0 for the first; for the
    // second the larger of cut 0 + cut 1 and cut 0 + paint 0, then paint 1.
    let (first, second) = (of("order 0"), of("order 1"));
    assert!(first.on_time.unwrap() < 0.62 && second.on_time < first.on_time, "{found:?}");
    assert!(second.four_fifths > second.due.unwrap());
    let exact = simulated(&factory.workspace, 0.0, 3, 1);
    assert!(exact.orders.iter().all(|chance| chance.on_time == Some(1.0) && chance.half == chance.planned), "{exact:?}");
}

#[test]
fn without_spread_a_planners_file_is_carried_out_as_it_is_planned() {
    for name in ["make-to-order.xlsx", "operation-routing.xlsx", "manufacturing_demo.json"] {
        let Some(mut workspace) = import(name) else { return };
        let now = now_of(&workspace);
        let outcome = planned(&workspace, &early(now));
        accept(&mut workspace, &outcome);
        let options = ChanceOptions { now, spread: 0.0, runs: 2, seed: 1 };
        let found = at_once(chances(&workspace, &options, &Slices::whole(&|| 0.0), &mut |_| true));
        assert!(!found.orders.is_empty());
        let other: Vec<_> = found.orders.iter().filter(|chance| chance.half != chance.planned).collect();
        assert!(other.is_empty(), "{name}: {other:#?}");
    }
}

/// The sample that the start page offers, planned with a short search and accepted.
fn sample() -> (Workspace, Time) {
    let mut workspace = Workspace::default();
    let now = Factory::now().plus(Span::from_hours(10));
    let edits = template("sample", Factory::now(), &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    let outcome = counted(&workspace, &PlanOptions { time_limit_ms: LOOKS / 4, ..options(now) });
    accept(&mut workspace, &outcome);
    (workspace, now)
}

/// How often a search may look at the clock.
const LOOKS: u32 = 4_000;

/// A plan by a clock that goes on whenever it is looked at: however busy the computer, a search tries the same schedules.
fn counted(workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
    let looks = std::cell::Cell::new(0.0);
    plan(workspace, options, &|| looks.replace(looks.get() + 1.0), &mut |_| true)
}

#[test]
fn a_day_without_a_machine_costs_the_sample_little_more_than_that_day_and_a_repair_moves_less_than_a_new_plan() {
    let (mut workspace, now) = sample();
    let before: i64 = workspace.promises.values().filter_map(|promise| lateness(&workspace, promise)).sum();
    let saw = workspace.resources.values().find(|resource| resource.name == "Panel saw").unwrap().id;
    let mut absence = Absence::new(AbsenceId::from_raw(1));
    (absence.resource, absence.start, absence.end) = (Some(saw), Some(now), Some(now.plus(Span::from_days(1))));
    workspace.absences.insert(absence.id, absence);
    let repair = counted(&workspace, &PlanOptions { stay: true, time_limit_ms: LOOKS, ..options(now) });
    let anew = counted(&workspace, &PlanOptions { time_limit_ms: LOOKS / 4, ..options(now) });
    assert_eq!(violations(&workspace, &repair, now), Vec::<String>::new());
    // As the plan's own goal counts it: how far, and a day for each task that is moved; one that came or went is moved too.
    let moved = |outcome: &PlanOutcome| {
        let start = |task: &Task| Some(task.placement.as_ref()?.start);
        let kept = outcome.tasks.iter().filter(|task| workspace.tasks.contains_key(&task.id)).count();
        let came_or_went = outcome.tasks.len() + workspace.tasks.len() - 2 * kept;
        let shifts =
            outcome.tasks.iter().filter_map(|task| Some(start(task)?.since(start(workspace.tasks.get(&task.id)?)?).seconds().abs()));
        let moved = shifts.filter(|shift| *shift > 0).map(|shift| shift + 24 * 3600).sum::<i64>();
        (moved + came_or_went as i64 * 24 * 3600) / 3600
    };
    for (what, outcome) in [("repair", &repair), ("new plan", &anew)] {
        let starts = |task: &Task| Some(task.placement.as_ref()?.start);
        let shift = |task: &Task| Some(starts(task)?.since(starts(workspace.tasks.get(&task.id)?)?).seconds().abs());
        let shifts: Vec<i64> = outcome.tasks.iter().filter_map(shift).filter(|shift| *shift > 0).collect();
        println!(
            "{what}: {} of {} tasks start elsewhen, {:.1} h on average, {:.1} h of lateness more",
            shifts.len(),
            outcome.tasks.len(),
            shifts.iter().sum::<i64>() as f64 / 3600.0 / shifts.len().max(1) as f64,
            (outcome.stats.lateness.seconds() - before) as f64 / 3600.0
        );
    }
    let orders = workspace.promises.len() as i64;
    assert!(moved(&repair) < moved(&anew), "{} and {} hours", moved(&repair), moved(&anew));
    let more = repair.stats.lateness.seconds() - before;
    assert!(more <= orders * 2 * DAY, "{} more", Span::from_seconds(more));
}

fn lateness(workspace: &Workspace, promise: &Promise) -> Option<i64> {
    let due = workspace.orders.get(&promise.order?)?.due?;
    Some(promise.ready?.since(due).seconds().max(0))
}

#[test]
fn without_spread_the_sample_is_carried_out_as_planned_and_with_spread_it_slips_by_days_and_not_by_weeks() {
    let (workspace, now) = sample();
    let simulated = |spread: f64| {
        let options = ChanceOptions { now, spread, runs: 200, seed: 1 };
        at_once(chances(&workspace, &options, &Slices::whole(&|| 0.0), &mut |_| true))
    };
    let exact = simulated(0.0);
    assert!(exact.orders.len() > 20 && exact.orders.iter().all(|chance| chance.half == chance.planned), "{exact:#?}");
    let mut delays: Vec<i64> = simulated(0.15).orders.iter().map(|chance| chance.half.since(chance.planned).seconds() / 3600).collect();
    delays.sort_unstable();
    assert!(delays[delays.len() / 2] < 3 * 24, "{delays:?}");
}

#[test]
fn more_time_goes_on_from_the_plan_that_is_there_and_ends_no_worse() {
    let mut workspace = Workspace::default();
    let now = Factory::now().plus(Span::from_hours(10));
    let edits = template("sample", Factory::now(), &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    let first = planned(&workspace, &PlanOptions { time_limit_ms: 4_000, ..options(now) });
    assert!(first.stats.lateness.seconds() > 0, "there is something to gain");
    // Hardly any time, and another seed: by itself it would end up worse than the first by far.
    let brief = PlanOptions { time_limit_ms: 1_500, seed: 7, ..options(now) };
    let again = planned(&workspace, &PlanOptions { from: first.tasks.clone(), ..brief.clone() });
    let alone = planned(&workspace, &brief);
    assert_eq!(violations(&workspace, &again, now), Vec::<String>::new());
    println!("{} at first, {} from there on, {} anew", first.stats.lateness, again.stats.lateness, alone.stats.lateness);
    assert!(again.stats.lateness <= first.stats.lateness, "{} after {}", again.stats.lateness, first.stats.lateness);
}
