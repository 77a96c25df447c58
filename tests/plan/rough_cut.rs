//! Rough-cut capacity of a workspace on hand-known numbers: three methods, parts that add up, shifts, waiting, and the bottleneck.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use linewright::app::derived::rough_cut::{RoughCutSheet, RoughWish, ScheduleSource, rough_cut_sheet};
use linewright::engine::supply::RoughCutMethod;
use linewright::model::*;

const METHODS: [RoughCutMethod; 3] = [RoughCutMethod::OverallFactors, RoughCutMethod::BillOfCapacity, RoughCutMethod::ResourceProfile];

/// Chairs of four legs. Two joiners, half an hour a chair; one lathe, six minutes a leg, after which legs dry for a week. Everybody works from
/// eight to four on weekdays: 80 and 40 hours a week.
struct Chairs {
    factory: Factory,
    chair: ItemId,
    people: [ResourceId; 2],
}

fn chairs() -> Chairs {
    let mut factory = Factory::default();
    let (chair, leg, hours) = (factory.item("chair"), factory.item("leg"), factory.weekdays(8, 16));
    let joiners = factory.resource("joiners");
    let people = [factory.member("Ann", joiners), factory.member("Ben", joiners)];
    let lathe = factory.resource("lathe");
    for id in people.into_iter().chain([lathe]) {
        factory.workspace.resources.get_mut(&id).unwrap().calendar = Some(hours);
    }
    let join = factory.operation("join", Some(chair), 0.0, 0.5);
    factory.needs(join, joiners);
    factory.line(join, leg, -4.0);
    let turn = factory.operation("turn", Some(leg), 0.0, 0.1);
    factory.change(turn, |turn| turn.post_time = Span::from_days(7));
    factory.needs(turn, lathe);
    Chairs { factory, chair, people }
}

fn wish(method: RoughCutMethod) -> RoughWish {
    RoughWish { period: Period::Week, periods: 5, method, source: ScheduleSource::Demand }
}

fn sheet(workspace: &Workspace, method: RoughCutMethod) -> RoughCutSheet {
    rough_cut_sheet(workspace, Factory::now(), wish(method))
}

/// Load of a group by period, to the tenth of an hour.
fn loads(sheet: &RoughCutSheet, name: &str) -> Vec<f64> {
    let at = group(sheet, name);
    (0..sheet.period_names.len()).map(|period| (sheet.hours(at, period).0 * 10.0).round() / 10.0).collect()
}

fn group(sheet: &RoughCutSheet, name: &str) -> usize {
    sheet.groups.iter().position(|group| group.name == name).unwrap()
}

#[test]
fn the_rough_cut_is_the_same_all_day() {
    let Chairs { mut factory, chair, .. } = chairs();
    factory.order("order", chair, 100.0, 3);
    let at = |hours: i64| {
        let now = Factory::now().day_start().plus(Span::from_hours(hours));
        rough_cut_sheet(&factory.workspace, now, wish(RoughCutMethod::BillOfCapacity))
    };
    let (morning, afternoon) = (at(7), at(15));
    assert_eq!(morning.starts, afternoon.starts);
    for name in ["joiners", "lathe"] {
        let group = group(&morning, name);
        assert_eq!(morning.groups[group].capacity, afternoon.groups[group].capacity, "{name}");
        assert_eq!(loads(&morning, name), loads(&afternoon, name), "{name}");
    }
    let joiners = group(&morning, "joiners");
    assert!(morning.groups[joiners].capacity[0] > 0.0, "there is capacity that an afternoon could lose");
}

#[test]
fn on_a_weekend_the_rough_cut_begins_with_the_week_in_which_work_goes_on() {
    let Chairs { mut factory, chair, .. } = chairs();
    let day = |days: i64| Factory::now().day_start().plus(Span::from_days(days));
    let saturday = (0..7).find(|days| day(*days).weekday() == 5).unwrap();
    factory.order("for Sunday", chair, 10.0, saturday + 1);
    factory.order("for Tuesday", chair, 20.0, saturday + 3);
    let at = |days: i64| rough_cut_sheet(&factory.workspace, day(days).plus(Span::from_hours(9)), wish(RoughCutMethod::BillOfCapacity));
    let told =
        |sheet: &RoughCutSheet| sheet.assumptions.iter().any(|words| words.starts_with("Nothing of this can be made in what is left"));
    let friday = at(saturday - 1);
    assert_eq!((friday.starts[0], told(&friday)), (day(saturday - 1), false));
    assert_eq!(loads(&friday, "joiners")[..2], [5.0, 10.0]);
    for days in [saturday, saturday + 1] {
        let weekend = at(days);
        assert_eq!((weekend.starts[0], told(&weekend)), (day(saturday + 2), true));
        assert_eq!(loads(&weekend, "joiners")[..2], [15.0, 0.0], "nothing that is asked for is left out");
        assert_eq!(weekend.groups[group(&weekend, "joiners")].capacity[0], 80.0);
    }
}

#[test]
fn each_method_puts_the_hours_where_its_book_says() {
    let Chairs { mut factory, chair, .. } = chairs();
    factory.order("order", chair, 100.0, 24);
    let before = factory.workspace.clone();
    let bill = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    assert_eq!(factory.workspace, before, "nothing changes in the workspace");
    assert_eq!(bill.groups.iter().map(|group| group.machines).collect::<Vec<_>>(), [2, 1]);
    assert_eq!((bill.hours(0, 3), bill.hours(1, 3)), ((50.0, 80.0), (40.0, 40.0)));
    assert_eq!(loads(&bill, "lathe"), [0.0, 0.0, 0.0, 40.0, 0.0]);
    // Legs dry for a week and wait for the joiners, who take most of another one.
    let profile = sheet(&factory.workspace, RoughCutMethod::ResourceProfile);
    assert_eq!(loads(&profile, "lathe"), [0.0, 40.0, 0.0, 0.0, 0.0]);
    assert_eq!(loads(&profile, "joiners"), [0.0, 0.0, 0.0, 50.0, 0.0]);
    // No task is known, so the shares are those of the bills, and all come to the same.
    let overall = sheet(&factory.workspace, RoughCutMethod::OverallFactors);
    assert_eq!(loads(&overall, "lathe"), [0.0, 0.0, 0.0, 40.0, 0.0]);
    assert!(overall.assumptions.iter().any(|told| told.contains("for no task is finished or scheduled")), "{:?}", overall.assumptions);
    // Half of the work that was finished was the lathe's.
    let people = [("lathe", 9), ("Ann", 9)].map(|(name, hour)| {
        let resource = factory.workspace.resources.values().find(|resource| resource.name == name).unwrap().id;
        (resource, Factory::hour(hour))
    });
    for (resource, start) in people {
        let mut task = Task::new(TaskId::from_raw(factory.id()));
        task.status = TaskStatus::Finished;
        task.placement =
            Some(Placement { start, end: start.plus(Span::from_hours(4)), uses: vec![ResourceUse { resource, quantity: 1.0 }] });
        factory.workspace.tasks.insert(task.id, task);
    }
    let overall = sheet(&factory.workspace, RoughCutMethod::OverallFactors);
    assert_eq!((loads(&overall, "lathe")[3], loads(&overall, "joiners")[3]), (45.0, 45.0));
}

#[test]
fn the_parts_of_a_bar_add_up_by_every_method() {
    let Chairs { mut factory, chair, .. } = chairs();
    let stool = factory.item("stool");
    let build = factory.operation("build", Some(stool), 1.0, 0.25);
    let joiners = factory.workspace.resources.values().find(|resource| resource.name == "joiners").unwrap().id;
    factory.needs(build, joiners);
    factory.stock(chair, None, 10.0);
    for (name, item, quantity, day) in
        [("late", chair, 30.0, -3), ("a", chair, 40.0, 8), ("b", stool, 12.0, 9), ("c", chair, 25.0, 24), ("d", stool, 7.0, 31)]
    {
        factory.order(name, item, quantity, day);
    }
    for method in METHODS {
        let sheet = sheet(&factory.workspace, method);
        for group in 0..sheet.groups.len() {
            for period in 0..5 {
                let (load, _) = sheet.hours(group, period);
                let parts: f64 = sheet.parts(group, period).iter().map(|part| part.hours).sum();
                assert!((parts - load).abs() < 1e-9, "{method:?} group {group} period {period}: {parts} and {load}");
                let people: f64 = sheet.people(group, period).iter().map(|(_, hours)| hours).sum();
                assert!(method == RoughCutMethod::OverallFactors || (people - load).abs() < 1e-9);
            }
        }
    }
    // Ten of the thirty overdue chairs lie in stock; the order behind the bar is whole.
    let bill = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    let [part] = &bill.parts(group(&bill, "lathe"), 0)[..] else { panic!("one part") };
    assert_eq!((bill.item_name(part.item), part.quantity, (part.hours * 10.0).round()), ("chair", 20.0, 80.0));
    let [order] = &bill.orders(&factory.workspace, part)[..] else { panic!("one order") };
    assert_eq!((order.label.as_str(), order.quantity, (order.hours * 10.0).round()), ("late", 30.0, 120.0));
}

#[test]
fn the_bottleneck_is_named_and_waiting_follows_utilisation() {
    let Chairs { mut factory, chair, .. } = chairs();
    factory.order("order", chair, 100.0, 24);
    let bill = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    assert_eq!(
        bill.bottleneck_words().unwrap(),
        "The bottleneck is lathe: 40 h of work for 160 h until W13 2026 (25 %). It is enough in every period; the fullest is W13 2026 with 100 %."
    );
    let joiners = group(&bill, "joiners");
    let station = bill.stations[joiners];
    assert_eq!((station.arrivals.observations, station.runs.observations, station.run_hours.round()), (None, None, 50.0));
    // Two joiners at 62.5 %, chance variability, runs of fifty hours: 0.625^(√6 − 1) / (2 · 0.375) · 50.
    let waiting = bill.waiting(joiners, 3).unwrap();
    assert_eq!(waiting.utilisation, 0.625);
    assert!((waiting.waiting.in_queue - 33.73).abs() < 0.01, "{waiting:?}");
    // By chance, with both busy: 2 · 0.625² / (1 + 0.625) of the runs wait.
    assert!((waiting.waits - 0.78125 / 1.625).abs() < 1e-9, "{waiting:?}");
    let full = bill.waiting(group(&bill, "lathe"), 3).unwrap();
    assert!(full.waiting.in_queue > 1e6, "a full lathe is waited for without end: {full:?}");
    assert_eq!(bill.waiting(joiners, 0), None, "nobody waits where nothing is done");
}

#[test]
fn variability_is_that_of_orders_and_runs_once_there_are_enough() {
    let Chairs { mut factory, chair, people } = chairs();
    for day in 1..=12 {
        factory.order(&format!("order {day}"), chair, 4.0, day);
    }
    let steady = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    let station = steady.stations[group(&steady, "joiners")];
    assert_eq!((station.arrivals.value, station.arrivals.observations), (0.0, Some(11)), "one order a day");
    assert_eq!((station.runs.value, station.runs.observations, station.of_tasks), (0.0, Some(12), false));
    // Five runs of two hours and five of four: mean 3, variance 10/9.
    for run in 0..10 {
        let (start, resource) = (Factory::hour(24 * (run % 5) + 8), people[(run / 5) as usize]);
        let mut task = Task::new(TaskId::from_raw(factory.id()));
        let end = start.plus(Span::from_hours(2 + 2 * (run / 5)));
        task.placement = Some(Placement { start, end, uses: vec![ResourceUse { resource, quantity: 1.0 }] });
        factory.workspace.tasks.insert(task.id, task);
    }
    let scheduled = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    let station = scheduled.stations[group(&scheduled, "joiners")];
    assert_eq!((station.run_hours, station.runs.observations, station.of_tasks), (3.0, Some(10), true));
    assert!((station.runs.value - 10.0 / 81.0).abs() < 1e-9, "{station:?}");
}

#[test]
fn load_is_split_by_named_shifts() {
    let Chairs { mut factory, chair, people: [ann, ben] } = chairs();
    let works = CalendarId::from_raw(factory.id());
    factory.workspace.calendars.insert(works, Calendar { name: "works".to_owned(), ..Calendar::new(works) });
    for (name, from, until) in [("early", 6, 14), ("late", 14, 22)] {
        let mut rule = CalendarRule::new(CalendarRuleId::from_raw(factory.id()));
        (rule.calendar, rule.weekdays, rule.name) = (Some(works), Weekdays::WORKING, name.to_owned());
        (rule.start_time, rule.end_time) = (Clock(from * 3600), Clock(until * 3600));
        factory.workspace.calendar_rules.insert(rule.id, rule);
    }
    factory.workspace.resources.get_mut(&ann).unwrap().calendar = Some(works);
    factory.order("order", chair, 60.0, 4);
    let mut task = Task::new(TaskId::from_raw(factory.id()));
    let uses = vec![ResourceUse { resource: ann, quantity: 1.0 }];
    // Monday from eleven to four: three hours early, two late.
    task.placement = Some(Placement { start: Factory::hour(11), end: Factory::hour(16), uses });
    factory.workspace.tasks.insert(task.id, task);
    let found = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    let joiners = group(&found, "joiners");
    let shifts: Vec<(&str, f64, f64)> =
        found.groups[joiners].shifts.iter().map(|shift| (shift.name.as_str(), shift.capacity[0], shift.scheduled[0])).collect();
    assert_eq!(shifts, [("early", 40.0, 3.0), ("late", 40.0, 2.0), ("weekdays 8-16", 40.0, 0.0)], "Ben is {ben:?}");
    assert_eq!((found.hours(joiners, 0), found.groups[joiners].scheduled[0]), ((30.0, 120.0), 5.0));
    let rough: Vec<f64> = (0..3).map(|shift| found.shift_hours(joiners, shift, 0)).collect();
    assert_eq!(rough, [10.0, 10.0, 10.0]);
}

#[test]
fn a_production_plan_that_holds_can_be_the_master_schedule() {
    let Chairs { mut factory, chair, .. } = chairs();
    factory.order("order", chair, 100.0, 24);
    let id = ProductionPlanId::from_raw(factory.id());
    let start = |week: i64| Factory::hour(24 * 7 * week).seconds();
    // Twenty chairs in two weeks at once, then ten in one.
    let numbers = vec![
        format!("{} {} {}", start(0), start(2), start(3)),
        format!("{};100 0;20 10;0 0;0 0;0 0", linewright::model::id_text(chair.raw())),
    ];
    let plan = ProductionPlan { name: "March".to_owned(), status: PlanStatus::Approved, numbers, ..ProductionPlan::new(id) };
    factory.workspace.production_plans.insert(id, plan);
    let wish = RoughWish { source: ScheduleSource::Plan, ..wish(RoughCutMethod::BillOfCapacity) };
    let found = rough_cut_sheet(&factory.workspace, Factory::now(), wish);
    assert_eq!(found.plan.as_deref(), Some("March"));
    assert_eq!(loads(&found, "joiners"), [5.0, 5.0, 5.0, 0.0, 0.0]);
    // A version that nobody approved holds for nobody.
    factory.workspace.production_plans.get_mut(&id).unwrap().status = PlanStatus::Draft;
    let found = rough_cut_sheet(&factory.workspace, Factory::now(), wish);
    assert_eq!((found.plan.clone(), loads(&found, "joiners")), (None, vec![0.0, 0.0, 0.0, 50.0, 0.0]));
}

#[test]
fn a_week_in_which_nothing_works_is_named_and_one_in_which_somebody_does_is_not() {
    let Chairs { mut factory, chair, people } = chairs();
    factory.order("order", chair, 100.0, 24);
    assert!(!sheet(&factory.workspace, RoughCutMethod::BillOfCapacity).assumptions.iter().any(|told| told.contains("nobody works")));
    // The third week is a holiday for all: the calendar of everybody.
    let calendar = factory.workspace.resources.get(&people[0]).unwrap().calendar;
    let mut holiday = CalendarRule::new(CalendarRuleId::from_raw(factory.id()));
    (holiday.calendar, holiday.value, holiday.priority) = (calendar, 0.0, -1);
    (holiday.start, holiday.end) = (Some(Factory::hour(24 * 14)), Some(Factory::hour(24 * 21)));
    factory.workspace.calendar_rules.insert(holiday.id, holiday);
    let found = sheet(&factory.workspace, RoughCutMethod::BillOfCapacity);
    let told = found.assumptions.first().unwrap();
    assert!(told.starts_with(&format!("No machine and nobody works in {}: ", found.period_names[2])), "{told}");
    assert_eq!(found.hours(group(&found, "joiners"), 2).1, 0.0);
    // Who works on another calendar keeps that week open.
    let other = factory.weekdays(8, 10);
    factory.workspace.resources.get_mut(&people[1]).unwrap().calendar = Some(other);
    assert!(!sheet(&factory.workspace, RoughCutMethod::BillOfCapacity).assumptions.iter().any(|told| told.contains("nobody works")));
}
