//! The judge of plans is judged: it refuses a planted violation of every kind it knows, and for the right reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::held::moved_though_frozen;
use crate::support::judge::violations;
use crate::support::{options, planned};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;

/// A change by hand to the workspace or to the plan.
type Plant = fn(&mut Workspace, &mut PlanOutcome);

/// Tables of two steps, sawn by day and painted by a person with a skill, from panels that are bought or fetched from the yard; a lamp
/// waits for the table's paint; both machines of the press work are limited: one by changeovers, the other by hours a day.
fn factory() -> Workspace {
    let mut factory = Factory::default();
    let (hall, yard) = (factory.place("hall"), factory.place("yard"));
    let [table, panel, board, red, blue] = ["table", "panel", "board", "red", "blue"].map(|name| factory.item(name));
    let (routing, steps) = factory.routing("table", Some(table), &[("saw", 4.0), ("paint", 2.0)]);
    let (saw, person, skill) = (factory.resource("saw"), factory.resource("person"), factory.skill("painting"));
    let day = factory.weekdays(8, 16);
    factory.workspace.resources.get_mut(&saw).unwrap().calendar = Some(day);
    factory.needs(steps[0], saw);
    let line = factory.needs(steps[1], person);
    factory.workspace.operation_resources.get_mut(&line).unwrap().skill = Some(skill);
    factory.can(person, skill);
    for operation in [routing, steps[0], steps[1]] {
        factory.change(operation, |operation| (operation.location, operation.size_multiple) = (Some(hall), Some(1.0)));
    }
    factory.line(steps[0], panel, -2.0);
    factory.line(steps[0], board, -1.0);
    factory.bought(panel, "mill", 3);
    factory.moved(board, yard, hall, 1);
    factory.stock(board, Some(yard), 10.0);
    let (press, oven) = (factory.resource("press"), factory.resource("oven"));
    factory.changeovers(press, &[("red", "blue", 2), ("blue", "red", 2)]);
    let record = factory.workspace.resources.get_mut(&oven).unwrap();
    (record.kind, record.maximum) = (ResourceKind::BucketsDay, 1.0);
    for (name, item) in [("red", red), ("blue", blue)] {
        let operation = factory.operation(&format!("press {name}"), Some(item), 3.0, 0.0);
        factory.change(operation, |operation| operation.location = Some(hall));
        factory.needs_set_up(operation, press, name);
        let line = factory.needs(operation, oven);
        factory.workspace.operation_resources.get_mut(&line).unwrap().quantity = 3600.0;
    }
    for (name, item, days) in [("table", table, 10), ("second", table, 12), ("red", red, 4), ("blue", blue, 5)] {
        let order = factory.order(name, item, 1.0, days);
        factory.ask(order, |order| order.location = Some(hall));
    }
    factory.workspace
}

/// The first task of the operation with this name.
fn task<'p>(workspace: &Workspace, plan: &'p mut PlanOutcome, name: &str) -> &'p mut Task {
    let is_of = |task: &&mut Task| workspace.operations[&task.operation.unwrap()].name == name;
    plan.tasks.iter_mut().find(is_of).unwrap()
}

/// Puts a task elsewhere by hours, its end as well.
fn shift(task: &mut Task, hours: i64) {
    let placement = task.placement.as_mut().unwrap();
    (placement.start, placement.end) = (placement.start.plus(Span::from_hours(hours)), placement.end.plus(Span::from_hours(hours)));
}

fn stretch(task: &mut Task, hours: i64) {
    let placement = task.placement.as_mut().unwrap();
    placement.end = placement.end.plus(Span::from_hours(hours));
}

fn supply(plan: &mut PlanOutcome, kind: SupplyKind) -> &mut SupplyOrder {
    plan.supply_orders.iter_mut().find(|order| order.kind == kind).unwrap()
}

fn order<'w>(workspace: &'w mut Workspace, name: &str) -> &'w mut Order {
    workspace.orders.values_mut().find(|order| order.name == name).unwrap()
}

fn named<'w>(workspace: &'w mut Workspace, name: &str) -> &'w mut Resource {
    workspace.resources.values_mut().find(|resource| resource.name == name).unwrap()
}

fn painter(workspace: &mut Workspace) -> &mut OperationResource {
    workspace.operation_resources.values_mut().find(|line| line.skill.is_some()).unwrap()
}

const TIMES: [(&str, Plant); 10] = [
    ("has no place: paint", |w, p| task(w, p, "paint").placement = None),
    ("starts before now", |w, p| shift(task(w, p, "paint"), -24 * 30)),
    ("starts before its release", |w, p| task(w, p, "paint").release = Some(Factory::hour(24 * 90))),
    ("starts before its order's release", |w, _| order(w, "table").release = Some(Factory::hour(24 * 90))),
    ("seconds of work: paint", |w, p| stretch(task(w, p, "paint"), -1)),
    ("instead of 7200 seconds of work: paint", |w, p| stretch(task(w, p, "paint"), 1)),
    // Closed at night: begun an hour before the saw opens, with the right amount of work.
    ("starts while closed: saw", |w, p| {
        let placement = task(w, p, "saw").placement.as_mut().unwrap();
        let opens = placement.start.day_start().plus(Span::from_hours(8));
        (placement.start, placement.end) = (opens.minus(Span::from_hours(1)), opens.plus(Span::from_hours(4)));
    }),
    // A calendar of the operation itself, and an absence: nothing is done meanwhile.
    ("only 0 of 7200 seconds of work: paint", |w, p| {
        let calendar = w.calendars.keys().next();
        let paint = task(w, p, "paint");
        w.operations.get_mut(&paint.operation.unwrap()).unwrap().calendar = calendar;
        let placement = paint.placement.as_mut().unwrap();
        placement.start = placement.start.day_start().plus(Span::from_hours(20));
        placement.end = placement.start.plus(Span::from_hours(2));
    }),
    ("only 0 of 7200 seconds of work: paint", |w, p| {
        let placement = task(w, p, "paint").placement.clone().unwrap();
        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.resource, absence.start, absence.end) = (Some(placement.uses[0].resource), Some(placement.start), Some(placement.end));
        w.absences.insert(absence.id, absence);
    }),
    ("only 3600 of 7200 seconds of work: paint", |w, _| named(w, "person").efficiency = 50.0),
];

const PEOPLE: [(&str, Plant); 8] = [
    ("nobody for", |w, _| w.resource_skills.retain(|_| false)),
    ("nobody for", |w, _| painter(w).skill_level = 1_000),
    ("nobody for", |w, p| {
        let end = task(w, p, "paint").placement.as_ref().unwrap().end;
        w.resource_skills.values_mut().for_each(|held| held.end = Some(end.minus(Span::from_seconds(1))));
    }),
    ("nobody for", |w, p| {
        let start = task(w, p, "paint").placement.as_ref().unwrap().start;
        w.resource_skills.values_mut().for_each(|held| held.start = Some(start.plus(Span::from_seconds(1))));
    }),
    ("nobody for", |w, p| task(w, p, "saw").placement.as_mut().unwrap().uses.clear()),
    ("nobody for", |w, _| painter(w).quantity = 2.0),
    ("uses more than it needs: saw", |w, p| {
        let more = ResourceUse { resource: named(w, "person").id, quantity: 1.0 };
        task(w, p, "saw").placement.as_mut().unwrap().uses.push(more);
    }),
    ("saw has 1 but 2 are used", |w, p| {
        let saw = named(w, "saw").id;
        let mut runs = p.tasks.iter_mut().filter_map(|task| task.placement.as_mut()).filter(|at| at.uses[0].resource == saw);
        let first = runs.next().unwrap().clone();
        *runs.next().unwrap() = first;
    }),
];

const MACHINES: [(&str, Plant); 6] = [
    // Three hours between them, and the press is away for the last two.
    ("press needs 7200 s from", |w, p| {
        let first = task(w, p, "press red").placement.as_ref().unwrap().end;
        let second = task(w, p, "press blue").placement.as_mut().unwrap();
        (second.start, second.end) = (first.plus(Span::from_hours(3)), first.plus(Span::from_hours(6)));
        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.start, absence.end) = (Some(first.plus(Span::from_hours(1))), Some(second.start));
        absence.resource = Some(named(w, "press").id);
        w.absences.insert(absence.id, absence);
    }),
    ("press needs 7200 s from", |w, p| {
        let first = task(w, p, "press red").placement.as_ref().unwrap().end;
        let second = task(w, p, "press blue").placement.as_mut().unwrap();
        (second.start, second.end) = (first, first.plus(Span::from_hours(3)));
    }),
    ("press has 1 but 2 are used", |w, p| {
        let first = task(w, p, "press red").placement.clone();
        task(w, p, "press blue").placement = first;
    }),
    ("oven has", |w, _| w.operation_resources.values_mut().filter(|line| line.quantity > 100.0).for_each(|line| line.quantity = 90_000.0)),
    ("oven has 604800 in", |w, p| heat_too_much(w, p, ResourceKind::BucketsWeek, (302_000.0, 303_000.0))),
    ("oven has 2678400 in", |w, p| heat_too_much(w, p, ResourceKind::BucketsMonth, (1_339_000.0, 1_340_000.0))),
];

const SEQUENCE: [(&str, Plant); 7] = [
    ("does not wait", |w, p| paint_while_sawing(w, p)),
    ("out of order: paint", |w, p| {
        paint_while_sawing(w, p);
        task(w, p, "paint").after.clear();
    }),
    ("a dependency is not met: press red", |w, p| {
        let [blocked, by] = ["press red", "paint"].map(|name| task(w, p, name).operation);
        let mut wait = OperationDependency::new(OperationDependencyId::from_raw(1));
        (wait.operation, wait.blocked_by) = (blocked, by);
        w.operation_dependencies.insert(wait.id, wait);
    }),
    ("waits longer than it may: paint", |w, p| paint_too_late(w, p, LinkKind::FinishStart)),
    ("waits longer than it may: paint", |w, p| paint_too_late(w, p, LinkKind::StartStart)),
    ("waits longer than it may: paint", |w, p| paint_too_late(w, p, LinkKind::FinishFinish)),
    ("waits longer than it may: paint", |w, p| paint_too_late(w, p, LinkKind::StartFinish)),
];

const SUPPLIES: [(&str, Plant); 11] = [
    ("has no dates", |_, p| supply(p, SupplyKind::Buy).start = None),
    ("runs from", |_, p| {
        let order = supply(p, SupplyKind::Buy);
        (order.start, order.end) = (order.end, order.start);
    }),
    ("nobody sells", |_, p| {
        let order = supply(p, SupplyKind::Buy);
        order.start = order.end;
    }),
    ("nobody sells", |w, _| w.item_suppliers.values_mut().for_each(|terms| terms.fence = Span::from_days(90))),
    ("is less than the least of 9", |w, _| w.item_suppliers.values_mut().for_each(|terms| terms.size_minimum = 9.0)),
    ("is no multiple of 7", |w, _| w.item_suppliers.values_mut().for_each(|terms| terms.size_multiple = Some(7.0))),
    ("is less than the least of 9", |w, _| w.operations.values_mut().for_each(|operation| operation.size_minimum = 9.0)),
    ("nobody moves", |w, _| w.item_distributions.retain(|_| false)),
    ("is faster than its transport", |_, p| {
        let order = supply(p, SupplyKind::Move);
        order.start = order.end;
    }),
    ("does not run as long as its tasks", |_, p| {
        let order = supply(p, SupplyKind::Make);
        order.end = order.end.map(|end| end.plus(Span::from_seconds(1)));
    }),
    ("panel", |_, p| {
        let order = supply(p, SupplyKind::Buy);
        order.end = order.end.map(|end| end.plus(Span::from_days(60)));
    }),
];

const PROMISES: [(&str, Plant); 6] = [
    ("table has 0 promises", |w, p| {
        let table = order(w, "table").id;
        p.promises.retain(|promise| promise.order != Some(table));
    }),
    ("is promised wrongly", |w, _| order(w, "table").due = Some(Factory::now())),
    ("is promised wrongly", |w, _| order(w, "table").deadline = Some(Factory::now())),
    ("is promised wrongly", |w, _| {
        let table = order(w, "table");
        (table.due, table.max_lateness) = (Some(Factory::now()), Some(Span::from_hours(1)));
    }),
    ("is promised wrongly", |_, p| p.promises[0].quantity -= 0.5),
    ("is promised wrongly", |_, p| p.promises[0].verdict = Verdict::Refused),
];

const HELD: [(&str, Plant); 9] = [
    ("held and moved: paint", |w, p| hold(w, p, |held| held.pinned = true)),
    ("held and moved: paint", |w, p| hold(w, p, |held| held.status = TaskStatus::Started)),
    ("held and gone", |w, p| {
        hold(w, p, |held| held.pinned = true);
        let id = w.tasks.values().next().unwrap().id;
        p.tasks.retain(|task| task.id != id);
    }),
    ("confirmed and changed", |w, p| {
        let confirmed = confirm(w, p, "press red");
        p.supply_orders.retain(|order| order.id != confirmed);
        p.tasks.retain(|task| task.supply != Some(confirmed));
    }),
    ("confirmed and changed", |w, p| {
        confirm(w, p, "paint");
        p.supply_orders.iter_mut().filter(|order| order.status == SupplyStatus::Confirmed).for_each(|order| order.quantity += 1.0);
    }),
    ("confirmed and moved", |w, p| {
        confirm(w, p, "press red");
        shift(task(w, p, "press red"), 1);
    }),
    ("confirmed and moved", |w, p| {
        confirm(w, p, "press red");
        stretch(task(w, p, "press red"), 1);
    }),
    ("confirmed and moved", |w, p| {
        confirm(w, p, "saw");
        shift(task(w, p, "saw"), 1);
    }),
    // Of what is confirmed the first step is held; the rest is for the plan to place, and judged.
    ("out of order: paint", |w, p| {
        confirm(w, p, "paint");
        paint_while_sawing(w, p);
    }),
];

/// Both runs in the oven take so much of it that they only just fit into a period of the kind, and then a little more.
fn heat_too_much(workspace: &mut Workspace, plan: &PlanOutcome, kind: ResourceKind, (just, more): (f64, f64)) {
    named(workspace, "oven").kind = kind;
    let heat = |workspace: &mut Workspace, quantity: f64| {
        let oven = named(workspace, "oven").id;
        let lines = workspace.operation_resources.values_mut().filter(|line| line.resource == Some(oven));
        lines.for_each(|line| line.quantity = quantity);
    };
    heat(workspace, just);
    let found = violations(workspace, plan, Factory::now());
    assert!(!found.iter().any(|found| found.contains("oven has")), "as much as there is in a period is lawful: {found:?}");
    heat(workspace, more);
}

/// The run of a step is confirmed where the plan has it, with no task in the workspace.
fn confirm(workspace: &mut Workspace, plan: &mut PlanOutcome, step: &str) -> SupplyOrderId {
    let supply = task(workspace, plan, step).supply.unwrap();
    let order = plan.supply_orders.iter_mut().find(|order| order.id == supply).unwrap();
    order.status = SupplyStatus::Confirmed;
    workspace.supply_orders.insert(supply, order.clone());
    assert_eq!(violations(workspace, plan, Factory::now()), Vec::<String>::new(), "what is confirmed and stays is lawful");
    supply
}

fn paint_while_sawing(workspace: &mut Workspace, plan: &mut PlanOutcome) {
    let supply = task(workspace, plan, "paint").supply;
    let starts = plan.tasks.iter().filter(|task| task.supply == supply).filter_map(|task| Some(task.placement.as_ref()?.start));
    let start = starts.min().unwrap();
    let placement = task(workspace, plan, "paint").placement.as_mut().unwrap();
    (placement.start, placement.end) = (start, start.plus(Span::from_hours(2)));
}

/// Paint follows the saw of the same run just within the most time that it may, and is then put a minute later.
fn paint_too_late(workspace: &mut Workspace, plan: &mut PlanOutcome, kind: LinkKind) {
    let paint = task(workspace, plan, "paint").clone();
    let saw = plan.tasks.iter().find(|task| task.supply == paint.supply && task.operation != paint.operation).unwrap();
    let (before, after) = (saw.placement.as_ref().unwrap(), paint.placement.as_ref().unwrap());
    let from = if matches!(kind, LinkKind::FinishStart | LinkKind::FinishFinish) { before.end } else { before.start };
    let to = if matches!(kind, LinkKind::FinishStart | LinkKind::StartStart) { after.start } else { after.end };
    let mut wait = OperationDependency::new(OperationDependencyId::from_raw(1));
    (wait.operation, wait.blocked_by, wait.kind) = (paint.operation, saw.operation, kind);
    wait.lag_maximum = Some(to.since(from));
    workspace.operation_dependencies.insert(wait.id, wait);
    let late = |found: Vec<String>| found.iter().any(|found| found.contains("waits longer than it may: paint"));
    let run = PlanOutcome { tasks: plan.tasks.iter().filter(|task| task.supply == paint.supply).cloned().collect(), ..plan.clone() };
    assert!(!late(violations(workspace, &run, Factory::now())), "just within the most time is lawful");
    let placement = task(workspace, plan, "paint").placement.as_mut().unwrap();
    (placement.start, placement.end) = (placement.start.plus(Span::from_minutes(1)), placement.end.plus(Span::from_minutes(1)));
}

/// The workspace has the task of a step held an hour before the place that the plan gives it.
fn hold(workspace: &mut Workspace, plan: &mut PlanOutcome, change: fn(&mut Task)) {
    let mut held = task(workspace, plan, "paint").clone();
    shift(&mut held, -1);
    change(&mut held);
    workspace.tasks.insert(held.id, held);
}

#[test]
fn every_planted_violation_is_refused_for_its_reason_and_the_plan_as_it_was_is_not() {
    let workspace = factory();
    let plan = planned(&workspace, &options(Factory::now()));
    assert_eq!(violations(&workspace, &plan, Factory::now()), Vec::<String>::new());
    assert_eq!(plan.promises.iter().filter(|promise| promise.verdict == Verdict::OnTime).count(), 4, "{:?}", plan.promises);
    let all: [&[(&str, Plant)]; 7] = [&TIMES, &PEOPLE, &MACHINES, &SEQUENCE, &SUPPLIES, &PROMISES, &HELD];
    let mut missed = Vec::new();
    for (at, (reason, plant)) in all.into_iter().flatten().enumerate() {
        let (mut workspace, mut plan) = (workspace.clone(), plan.clone());
        plant(&mut workspace, &mut plan);
        let found = violations(&workspace, &plan, Factory::now());
        if !found.iter().any(|found| found.contains(reason)) {
            missed.push(format!("{at}: “{reason}” is not among {found:#?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn what_is_frozen_and_moved_changed_or_gone_is_refused_and_what_starts_later_may_move() {
    let mut workspace = factory();
    let plan = planned(&workspace, &options(Factory::now()));
    workspace.tasks = plan.tasks.iter().map(|task| (task.id, task.clone())).collect();
    let first = plan.tasks.iter().min_by_key(|task| task.placement.as_ref().unwrap().start).unwrap().clone();
    let until = first.placement.as_ref().unwrap().start.plus(Span::from_seconds(1));
    let frozen = |plan: &PlanOutcome| moved_though_frozen(&workspace, plan, Factory::now(), until);
    let (stayed, moved) = frozen(&plan);
    assert!(stayed > 0 && moved.is_empty(), "{stayed} stayed, {moved:?}");
    let plants: [(&str, fn(&mut Vec<Task>, usize)); 5] = [
        ("frozen and moved", |tasks, at| shift(&mut tasks[at], 1)),
        ("frozen and moved", |tasks, at| stretch(&mut tasks[at], 1)),
        ("frozen and moved", |tasks, at| tasks[at].quantity += 1.0),
        ("frozen and moved", |tasks, at| tasks[at].placement.as_mut().unwrap().uses.clear()),
        ("frozen and gone", |tasks, at| drop(tasks.remove(at))),
    ];
    for (reason, plant) in plants {
        let mut other = plan.clone();
        let at = other.tasks.iter().position(|task| task.id == first.id).unwrap();
        plant(&mut other.tasks, at);
        let (_, moved) = frozen(&other);
        assert!(moved.iter().any(|moved| moved.contains(reason)), "{reason}: {moved:?}");
    }
    let mut later = plan.clone();
    later.tasks.iter_mut().filter(|task| task.placement.as_ref().unwrap().start >= until).for_each(|task| shift(task, 1));
    assert!(frozen(&later).1.is_empty());
}
