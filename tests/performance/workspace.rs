//! Key figures of a small workspace against figures counted by hand: records, calendars and reports in, numbers and their rows out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use linewright::app::derived::performance::*;
use linewright::engine::performance::{Dimension, FlowUnit, kpi};
use linewright::engine::pitfalls::Level;
use linewright::model::*;
use std::sync::Arc;

pub fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

pub const SAW: u64 = 11;
const ANNA: u64 = 12;

/// One saw that is open from 8 to 16, one task of ten planks at ten minutes each, and what a person reported of it on a Monday.
pub fn shop() -> Workspace {
    let mut workspace = Workspace::default();
    let calendar = CalendarId::from_raw(1);
    workspace.calendars.insert(calendar, Calendar { name: "Works".to_owned(), default_value: 0.0, ..Calendar::new(calendar) });
    for (raw, name, from, to) in [(1, "early", 8, 12), (2, "late", 12, 16)] {
        let rule = CalendarRule {
            calendar: Some(calendar),
            name: name.to_owned(),
            start_time: Clock(from * 3600),
            end_time: Clock(to * 3600),
            weekdays: Weekdays(0b001_1111),
            ..CalendarRule::new(CalendarRuleId::from_raw(raw))
        };
        workspace.calendar_rules.insert(rule.id, rule);
    }
    let resource = |raw, name: &str, class| Resource {
        name: name.to_owned(),
        class,
        calendar: Some(calendar),
        ..Resource::new(ResourceId::from_raw(raw))
    };
    for resource in [resource(SAW, "Saw", ResourceClass::Machine), resource(ANNA, "Anna", ResourceClass::Person)] {
        workspace.resources.insert(resource.id, resource);
    }
    let item = Item { name: "Plank".to_owned(), cost: 3.0, ..Item::new(ItemId::from_raw(1)) };
    let operation = Operation {
        name: "Sawing".to_owned(),
        kind: OperationKind::TimePer,
        duration_per_unit: 600.0,
        ..Operation::new(OperationId::from_raw(1))
    };
    let customer = Customer { name: "Bakery".to_owned(), ..Customer::new(CustomerId::from_raw(1)) };
    let order = Order {
        name: "O1".to_owned(),
        item: Some(item.id),
        customer: Some(customer.id),
        quantity: 10.0,
        release: Some(at("2026-11-01 14:00")),
        due: Some(at("2026-11-02 12:00")),
        ..Order::new(OrderId::from_raw(1))
    };
    let supply =
        SupplyOrder { item: Some(item.id), quantity: 10.0, orders: vec![order.id], ..SupplyOrder::new(SupplyOrderId::from_raw(1)) };
    let uses = [ANNA, SAW].map(|raw| ResourceUse { resource: ResourceId::from_raw(raw), quantity: 1.0 }).to_vec();
    let task = Task {
        supply: Some(supply.id),
        operation: Some(operation.id),
        quantity: 10.0,
        placement: Some(Placement { start: at("2026-11-02 08:00"), end: at("2026-11-02 14:00"), uses }),
        status: TaskStatus::Finished,
        orders: vec![order.id],
        ..Task::new(TaskId::from_raw(1))
    };
    let reason = Reason { name: "Blade broke".to_owned(), loss: Loss::Breakdown, ..Reason::new(ReasonId::from_raw(1)) };
    let report = |raw, kind, time: &str, good, scrap, why: bool| Report {
        kind,
        time: Some(at(time)),
        task: Some(task.id),
        order: Some(order.id),
        operation: Some(operation.id),
        item: Some(item.id),
        resource: Some(ResourceId::from_raw(ANNA)),
        good,
        scrap,
        reason: why.then_some(reason.id),
        ..Report::new(ReportId::from_raw(raw))
    };
    for report in [
        report(1, ReportKind::Start, "2026-11-02 08:00", 0.0, 0.0, false),
        report(2, ReportKind::Pause, "2026-11-02 10:00", 0.0, 0.0, true),
        report(3, ReportKind::Start, "2026-11-02 11:00", 0.0, 0.0, false),
        report(4, ReportKind::Count, "2026-11-02 12:00", 5.0, 1.0, false),
        report(5, ReportKind::Finish, "2026-11-02 14:00", 4.0, 0.0, false),
        // A remark is no fact that is counted.
        report(6, ReportKind::Note, "2026-11-02 14:05", 0.0, 0.0, false),
    ] {
        workspace.reports.insert(report.id, report);
    }
    let check = |raw, passed, corrects| Check {
        time: Some(at("2026-11-02 13:00")),
        order: Some(order.id),
        item: Some(item.id),
        passed,
        corrects,
        ..Check::new(CheckId::from_raw(raw))
    };
    for check in [check(1, true, None), check(2, false, None), check(3, true, Some(CheckId::from_raw(2)))] {
        workspace.checks.insert(check.id, check);
    }
    workspace.items.insert(item.id, item);
    workspace.operations.insert(operation.id, operation);
    workspace.customers.insert(customer.id, customer);
    workspace.orders.insert(order.id, order);
    workspace.supply_orders.insert(supply.id, supply);
    workspace.tasks.insert(task.id, task);
    workspace.reasons.insert(reason.id, reason);
    workspace
}

pub fn figures(workspace: &Workspace, dimension: Dimension) -> Figures {
    let asked = Asked { period: Period::Day, periods: 2, flow: FlowUnit::Tasks };
    Figures::of(Arc::new(Basis::of(workspace, asked, at("2026-11-02 16:00"))), dimension)
}

pub fn value(figures: &Figures, word: &str, member: u64) -> Option<f64> {
    figures.figure(kpi(word).unwrap(), member, figures.last()).value
}

#[test]
fn figures_are_those_counted_by_hand() {
    let workspace = shop();
    let all = figures(&workspace, Dimension::All);
    assert_eq!(all.basis.period_names, ["2026-11-01", "2026-11-02"]);
    assert_eq!(all.basis.resources, [SAW], "what a person reported counts for the machine");
    for (word, expected) in [
        ("availability", 5.0 / 8.0),
        ("effectiveness", 6_000.0 / 18_000.0),
        ("quality", 0.9),
        ("oee", 5_400.0 / 28_800.0),
        ("mttr", 3_600.0),
        ("mtbf", 18_000.0),
        ("throughput", 1.5),
        ("cycle_time", 6.0 * 3_600.0),
        ("lead_time", 24.0 * 3_600.0),
        ("on_time", 0.0),
        ("in_full", 0.0),
        ("lateness", 7_200.0),
        ("adherence", 0.9),
        ("copq", 3.0),
        ("checks_passed", 0.5),
        ("wip_end", 0.0),
    ] {
        let found = value(&all, word, 0).unwrap_or_else(|| panic!("{word} has no value"));
        assert!((found - expected).abs() < 1e-9, "{word}: {found}, expected {expected}");
    }
    // Sunday is closed and nothing was due.
    assert_eq!(all.figure(kpi("oee").unwrap(), 0, 0).value, None);
    let tree = all.losses(0, 1).unwrap();
    assert_eq!((tree.open, tree.running, tree.fully_productive), (28_800.0, 18_000.0, 5_400.0));
}

#[test]
fn figures_are_told_apart_by_resource_shift_item_and_customer() {
    let workspace = shop();
    let by_resource = figures(&workspace, Dimension::Resource);
    assert_eq!(value(&by_resource, "oee", SAW), Some(0.1875));
    assert_eq!(value(&by_resource, "oee", ANNA), None);
    let by_shift = figures(&workspace, Dimension::Shift);
    let named: Vec<String> =
        by_shift.members().iter().map(|member| by_shift.basis.member_name(&workspace, Dimension::Shift, *member)).collect();
    assert!(named.contains(&"early".to_owned()), "{named:?}");
    let by_customer = figures(&workspace, Dimension::Customer);
    assert_eq!(value(&by_customer, "quality", 1), Some(0.9));
    assert_eq!(by_customer.basis.member_name(&workspace, Dimension::Customer, 1), "Bakery");
    assert_eq!(value(&by_customer, "oee", 1), None, "a customer has no hours");
}

#[test]
fn a_tile_is_of_any_one_that_figures_are_told_apart_by() {
    let workspace = shop();
    let shifts = figures(&workspace, Dimension::All).basis.shifts.clone();
    let plain = || record_of(kpi("throughput").unwrap());
    for dimension in [
        Dimension::All,
        Dimension::Resource,
        Dimension::Item,
        Dimension::Customer,
        Dimension::Order,
        Dimension::Operation,
        Dimension::Shift,
    ] {
        let own = figures(&workspace, dimension);
        // The one with the largest output.
        let member = own
            .members()
            .into_iter()
            .max_by(|a, b| value(&own, "throughput", *a).partial_cmp(&value(&own, "throughput", *b)).unwrap())
            .unwrap();
        let expected = value(&own, "throughput", member).unwrap();
        assert!(expected > 0.0, "{dimension:?}");
        let record = narrowed(plain(), dimension, member, &shifts);
        assert_eq!(scope(&record, &shifts), (dimension, member));
        let measure = Measure::of(&record, &Arc::default()).unwrap();
        assert_eq!(tile(&own, &record, &measure, String::new()).raw, Some(expected), "{dimension:?}");
    }
    // A shift that is called otherwise by now is nobody's, and not everybody's.
    let record = Kpi { shift: "night".to_owned(), ..plain() };
    let measure = Measure::of(&record, &Arc::default()).unwrap();
    let (dimension, _) = scope(&record, &shifts);
    assert_eq!(dimension, Dimension::Shift);
    assert!(tile(&figures(&workspace, dimension), &record, &measure, String::new()).raw.is_none_or(|raw| raw == 0.0));
}

#[test]
fn every_figure_leads_to_what_it_was_counted_from() {
    let workspace = shop();
    let all = figures(&workspace, Dimension::All);
    let ids = |word: &str| {
        let (rows, count) = all.rows(&workspace, kpi(word).unwrap(), 0, 1, 100);
        assert_eq!(rows.len(), count);
        rows.into_iter().map(|row| (row.kind, row.id)).collect::<Vec<_>>()
    };
    assert_eq!(ids("oee"), [1, 2, 3, 4, 5].map(|id| (RowKind::Report, id)));
    assert_eq!(ids("quality"), [4, 5].map(|id| (RowKind::Report, id)));
    assert_eq!(ids("otif"), [(RowKind::Order, 1)]);
    assert_eq!(ids("checks_passed"), [1, 2].map(|id| (RowKind::Check, id)));
    let (rows, count) = all.rows(&workspace, kpi("oee").unwrap(), 0, 1, 2);
    assert_eq!((rows.len(), count), (2, 5));
    assert!(rows.iter().any(|row| row.label.contains("Blade broke")), "{rows:?}");
}

#[test]
fn the_plan_is_the_schedule_that_was_saved_before_work_began() {
    let mut workspace = shop();
    let before = figures(&workspace, Dimension::All);
    assert_eq!(value(&before, "adherence", 0), Some(0.9));
    assert!(before.basis.notes.iter().any(|note| note.contains("no saved schedule")), "{:?}", before.basis.notes);
    // Saved on Sunday with another place; then the schedule follows the work.
    let place = workspace.tasks.get_mut(&TaskId::from_raw(1)).unwrap().placement.as_mut().unwrap();
    let was = (place.start, place.end);
    (place.start, place.end) = (at("2026-11-02 08:00"), at("2026-11-02 12:00"));
    let board = linewright::app::derived::schedule::BoardData::collect(&workspace, at("2026-11-01 12:00"));
    let baseline = Baseline {
        name: "Sunday".to_owned(),
        saved: Some(at("2026-11-01 12:00")),
        places: board.pack_places(),
        ..Baseline::new(BaselineId::from_raw(1))
    };
    workspace.baselines.insert(baseline.id, baseline);
    let place = workspace.tasks.get_mut(&TaskId::from_raw(1)).unwrap().placement.as_mut().unwrap();
    (place.start, place.end) = was;
    let after = figures(&workspace, Dimension::All);
    let task = after.basis.tasks.first().unwrap();
    assert_eq!((task.planned_start, task.planned_end), (Some(was.0.seconds()), Some(at("2026-11-02 12:00").seconds())));
    assert!(after.basis.notes.iter().all(|note| !note.contains("no saved schedule")));
}

#[test]
fn a_tile_has_its_value_its_target_and_its_own_formula() {
    let workspace = shop();
    let all = figures(&workspace, Dimension::All);
    let record = Kpi {
        name: "Bad share".to_owned(),
        formula: "scrap_ratio + rework_ratio".to_owned(),
        unit: "%".to_owned(),
        better: Better::Down,
        target: Some(0.05),
        ..Kpi::new(KpiId::from_raw(1))
    };
    let shown = tile(&all, &record, &Measure::of(&record, &Arc::default()).unwrap(), String::new());
    assert_eq!((shown.value.as_str(), shown.target_words.as_str(), shown.standing), ("10 %", "target 5 %", Standing::Missed));
    let by_saw = Kpi { formula: "oee".to_owned(), resource: Some(ResourceId::from_raw(SAW)), ..record };
    assert_eq!(scope(&by_saw, &[]), (Dimension::Resource, SAW));
    let shown = tile(&figures(&workspace, Dimension::Resource), &by_saw, &Measure::of(&by_saw, &Arc::default()).unwrap(), "Saw".to_owned());
    assert_eq!((shown.value.as_str(), shown.chart.reading), ("18.8 %", Reading::TooFew));
}

#[test]
fn closed_orders_of_which_nothing_is_known_count_for_nothing() {
    let mut workspace = shop();
    let silent = Order { status: OrderStatus::Closed, due: Some(at("2026-11-02 09:00")), ..Order::new(OrderId::from_raw(2)) };
    let quote = Order { status: OrderStatus::Quote, due: Some(at("2026-11-02 09:00")), ..Order::new(OrderId::from_raw(3)) };
    workspace.orders.insert(silent.id, silent);
    workspace.orders.insert(quote.id, quote);
    let all = figures(&workspace, Dimension::All);
    assert_eq!(all.basis.orders.len(), 1);
    assert!(all.basis.notes.iter().any(|note| note.starts_with("1 finished or closed orders are left out")), "{:?}", all.basis.notes);
}

#[test]
fn pitfalls_tell_what_is_missing_where_little_is_known_and_what_was_found_where_much_is() {
    let mut workspace = shop();
    let words = |workspace: &Workspace| pitfalls(workspace, &figures(workspace, Dimension::All));
    let few = words(&workspace);
    assert_eq!(few.len(), 10);
    let of = |found: &[Pitfall], name: &str| found.iter().find(|pitfall| pitfall.name == name).cloned().unwrap();
    assert_eq!(of(&few, "Fires are put out again and again").level, Level::Unknown);
    assert!(of(&few, "Fires are put out again and again").words.starts_with("At least ten issues"));
    // The one step has neither a role nor anybody who does it.
    let owner = of(&few, "Nobody answers for it");
    assert_eq!((owner.level, owner.n), (Level::Red, 1));
    assert!(owner.words.contains("Sawing"), "{}", owner.words);
    // Every hour of the saw in the weeks ahead.
    let now = at("2026-11-02 16:00");
    for week in 0..6 {
        let start = now.plus(Span::from_days(7 * week));
        let uses = vec![ResourceUse { resource: ResourceId::from_raw(SAW), quantity: 1.0 }];
        let placement = Placement { start, end: start.plus(Span::from_days(7)), uses };
        let task = Task { placement: Some(placement), ..Task::new(TaskId::from_raw(100 + week as u64)) };
        workspace.tasks.insert(task.id, task);
    }
    let full = of(&words(&workspace), "Every hour is planned");
    assert_eq!((full.level, full.n), (Level::Red, 6));
    assert!(full.words.starts_with("Saw is planned to 100 %, 100 %"), "{}", full.words);
}

#[test]
fn tiles_are_added_moved_and_removed_and_cannot_move_beyond_the_ends() {
    use linewright::app::PerformanceCommand;
    use linewright::document::Document;
    let mut document = Document::new(1);
    let mut apply = |command: PerformanceCommand| {
        let done = document.dispatch(&command, at("2026-11-02 16:00"));
        done.map(|_| document.workspace().clone())
    };
    let role = Role::ALL[4];
    let workspace = apply(PerformanceCommand::Add { figures: role.missing(&[]), called: "all".to_owned() }).unwrap();
    let order = |workspace: &Workspace| workspace.tiles().iter().map(|tile| tile.formula.clone()).collect::<Vec<_>>();
    assert_eq!(order(&workspace), role.figures);
    assert!(role.missing(&workspace.tiles()).is_empty());
    let first = workspace.tiles()[0].id;
    assert!(apply(PerformanceCommand::Move { figure: first, later: false }).is_err());
    let moved = apply(PerformanceCommand::Move { figure: first, later: true }).unwrap();
    assert_eq!(order(&moved)[..2], ["mtbf_iso", "availability"]);
    let gone = apply(PerformanceCommand::Remove { figure: first }).unwrap();
    assert_eq!(gone.tiles().len(), 4);
    assert!(apply(PerformanceCommand::Move { figure: first, later: true }).is_err(), "what is gone cannot be moved");
    assert!(apply(PerformanceCommand::Add { figures: Vec::new(), called: String::new() }).is_err());
}
