//! Load against capacity, demand per period and the Production Plan on hand-known numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::{options, planned};
use linewright::engine::plan::{Bucket, Load, PlanOptions, demand_series, load, production_plan};
use linewright::model::*;

fn day(days: i64) -> Time {
    Factory::hour(24 * days)
}

fn buckets(load: &Load, resource: ResourceId) -> &[Bucket] {
    &load.resources.iter().find(|of| of.resource == resource).unwrap().buckets
}

fn hours(load: &Load, resource: ResourceId) -> Vec<(f64, f64)> {
    buckets(load, resource).iter().map(|bucket| (bucket.capacity_hours, bucket.load_hours)).collect()
}

/// Two people in a group, one of them at 150 % and away on Tuesday, and one order of 20 hours.
fn office() -> (Factory, [ResourceId; 3], OrderId) {
    let mut factory = Factory::default();
    let (case, hours) = (factory.item("case"), factory.weekdays(8, 16));
    let people = factory.resource("people");
    let (ann, ben) = (factory.member("Ann", people), factory.member("Ben", people));
    factory.workspace.resources.get_mut(&ben).unwrap().efficiency = 150.0;
    for person in [ann, ben] {
        factory.workspace.resources.get_mut(&person).unwrap().calendar = Some(hours);
    }
    let mut absence = Absence::new(AbsenceId::from_raw(factory.id()));
    (absence.resource, absence.start, absence.end) = (Some(ben), Some(day(1)), Some(day(2)));
    factory.workspace.absences.insert(absence.id, absence);
    let solve = factory.operation("solve", Some(case), 0.0, 20.0);
    factory.needs(solve, people);
    let order = factory.order("order", case, 1.0, 4);
    factory.workspace.settings.insert(SettingsId::from_raw(SettingsId::THE), {
        let mut settings = Settings::new(SettingsId::from_raw(SettingsId::THE));
        settings.plan_start = Some(Factory::now());
        settings
    });
    (factory, [people, ann, ben], order)
}

#[test]
fn capacity_is_open_hours_times_size_times_efficiency_less_absences() {
    let (factory, [people, ann, ben], _) = office();
    let of = load(&factory.workspace, Period::Day, Factory::now(), (day(0), day(7)));
    let capacity = |resource| buckets(&of, resource).iter().map(|bucket| bucket.capacity_hours).collect::<Vec<_>>();
    assert_eq!(capacity(ann), [8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0]);
    assert_eq!(capacity(ben), [12.0, 0.0, 12.0, 12.0, 12.0, 0.0, 0.0]);
    assert_eq!(capacity(people), [20.0, 8.0, 20.0, 20.0, 20.0, 0.0, 0.0]);
    let week = load(&factory.workspace, Period::Week, Factory::now(), (day(0), day(7)));
    assert_eq!(buckets(&week, people)[0].capacity_hours, 88.0);
}

#[test]
fn before_anything_is_scheduled_the_load_is_rough_and_shared_among_those_who_can() {
    let (factory, [people, ann, ben], order) = office();
    let of = load(&factory.workspace, Period::Day, Factory::now(), (day(0), day(7)));
    assert!(of.rough);
    let total: f64 = buckets(&of, people).iter().map(|bucket| bucket.load_hours).sum();
    assert!((total - 20.0).abs() < 1e-9, "{total}");
    assert_eq!(buckets(&of, ben)[1].load_hours, 0.0, "he is away");
    assert_eq!(buckets(&of, ann).iter().map(|bucket| bucket.load_hours).sum::<f64>(), 10.0);
    let parts: Vec<Option<OrderId>> = buckets(&of, ben).iter().flat_map(|bucket| bucket.by.iter().map(|part| part.order)).collect();
    assert!(!parts.is_empty() && parts.iter().all(|of| *of == Some(order)));
}

#[test]
fn a_scheduled_task_is_split_at_the_edges_of_periods_by_working_time() {
    let (mut factory, [people, ann, _], order) = office();
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    let [task] = &outcome.tasks[..] else { panic!("one task") };
    let mut task = task.clone();
    // Ann works on it from Monday noon to Wednesday 16:00: 4 + 8 + 8 hours.
    task.placement =
        Some(Placement { start: Factory::hour(12), end: Factory::hour(64), uses: vec![ResourceUse { resource: ann, quantity: 1.0 }] });
    factory.workspace.tasks.insert(task.id, task.clone());
    let of = load(&factory.workspace, Period::Day, Factory::now(), (day(0), day(4)));
    assert!(!of.rough);
    assert_eq!(hours(&of, ann), [(8.0, 4.0), (8.0, 8.0), (8.0, 8.0), (8.0, 0.0)]);
    let parts = &buckets(&of, people)[1].by;
    assert_eq!(parts.iter().map(|part| (part.order, part.task, part.hours)).collect::<Vec<_>>(), [(Some(order), Some(task.id), 8.0)]);
}

#[test]
fn a_limit_per_period_is_loaded_where_the_task_starts() {
    let mut factory = Factory::default();
    let part = factory.item("part");
    let make = factory.operation("press", Some(part), 1.0, 0.0);
    let press = factory.resource("press");
    let record = factory.workspace.resources.get_mut(&press).unwrap();
    (record.kind, record.maximum) = (ResourceKind::BucketsWeek, 1.0);
    let line = factory.needs(make, press);
    // Half an hour of the press for each part, in seconds.
    factory.workspace.operation_resources.get_mut(&line).unwrap().quantity = 1_800.0;
    factory.order("order", part, 10.0, 9);
    let outcome = planned(&factory.workspace, &options(Factory::now()));
    factory.workspace.tasks.extend(outcome.tasks.iter().map(|task| (task.id, task.clone())));
    let of = load(&factory.workspace, Period::Week, Factory::now(), (day(0), day(14)));
    assert_eq!(hours(&of, press), [(168.0, 0.0), (168.0, 5.0)]);
}

/// A run takes 361.6 seconds of four hours a day: 39 fit. Counted in thousandths of an hour each would lose 1.6 seconds, and 40 would fit.
#[test]
fn many_small_runs_take_no_more_of_a_limit_per_period_than_there_is() {
    let mut factory = Factory::default();
    let (part, hours) = (factory.item("part"), factory.weekdays(8, 12));
    let make = factory.operation("press", Some(part), 0.0, 0.0);
    factory.change(make, |make| make.size_maximum = Some(1.0));
    let press = factory.resource("press");
    let record = factory.workspace.resources.get_mut(&press).unwrap();
    (record.kind, record.maximum, record.calendar) = (ResourceKind::BucketsDay, 1.0, Some(hours));
    let line = factory.needs(make, press);
    factory.workspace.operation_resources.get_mut(&line).unwrap().quantity = 361.6;
    factory.order("order", part, 50.0, 9);
    let options = PlanOptions { direction: Direction::Forward, ..options(Factory::now()) };
    let outcome = planned(&factory.workspace, &options);
    let on = |days: i64| outcome.tasks.iter().filter(|task| task.placement.as_ref().unwrap().start.day_start() == day(days)).count();
    assert_eq!([on(0), on(1), outcome.tasks.len()], [39, 11, 50]);
}

#[test]
fn demand_is_counted_by_due_date_without_gaps() {
    let mut factory = Factory::default();
    let (table, chair) = (factory.item("table"), factory.item("chair"));
    factory.order("a", table, 3.0, 1);
    factory.order("b", table, 4.0, 6);
    factory.order("c", table, 5.0, 15);
    let done = factory.order("d", table, 7.0, -3);
    factory.ask(done, |order| order.status = OrderStatus::Closed);
    let asked = factory.order("e", chair, 9.0, 1);
    factory.ask(asked, |order| order.status = OrderStatus::Quote);
    let series = demand_series(&factory.workspace, Period::Week);
    let [of_table] = &series[..] else { panic!("a quote is no demand yet") };
    let numbers: Vec<(Time, f64, f64)> = of_table.periods.iter().map(|period| (period.start, period.open, period.closed)).collect();
    assert_eq!(numbers, [(day(-7), 0.0, 7.0), (day(0), 7.0, 0.0), (day(7), 0.0, 0.0), (day(14), 5.0, 0.0)]);
}

#[test]
fn the_production_plan_follows_demand_output_stock_and_gap() {
    let mut factory = Factory::default();
    let (table, leg) = (factory.item("table"), factory.item("leg"));
    let make = factory.operation("assemble", Some(table), 0.0, 10.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    factory.line(make, leg, -4.0);
    factory.bought(leg, "supplier", 2);
    factory.stock(table, None, 3.0);
    factory.order("first", table, 5.0, 3);
    factory.order("second", table, 10.0, 8);
    let before = production_plan(&factory.workspace, Period::Week, Factory::now());
    assert!(before.rough);
    let rows =
        |plan: &linewright::engine::plan::ProductionPlan, item: ItemId| plan.items.iter().find(|of| of.item == item).unwrap().rows.clone();
    assert_eq!(rows(&before, table).iter().map(|row| row.gap).collect::<Vec<_>>(), [2.0, 12.0]);

    let outcome = planned(&factory.workspace, &options(Factory::now()));
    factory.workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    factory.workspace.tasks.extend(outcome.tasks.iter().map(|task| (task.id, task.clone())));
    let after = production_plan(&factory.workspace, Period::Week, Factory::now());
    assert!(!after.rough);
    let of_table = rows(&after, table);
    assert_eq!(of_table.iter().map(|row| (row.demand, row.output)).collect::<Vec<_>>(), [(5.0, 2.0), (10.0, 10.0)]);
    assert_eq!(of_table.iter().map(|row| (row.stock, row.gap)).collect::<Vec<_>>(), [(0.0, 0.0), (0.0, 0.0)]);
    let of_leg = rows(&after, leg);
    assert_eq!(of_leg.iter().map(|row| (row.used, row.output)).fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1)), (48.0, 48.0));
    let hours: f64 = after.resources.iter().flat_map(|of| &of.required_hours).sum();
    assert_eq!(hours, 120.0);
}
