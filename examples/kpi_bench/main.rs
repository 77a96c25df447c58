//! Counts the key figures of a workspace of many reports and prints how long each part takes as CSV.
//!
//! `kpi_bench [--facts 100000] [--periods 52] [--clock cpu]`. Never keeps a figure: one line for each of three rounds.

#[path = "../schedule_bench/host.rs"]
#[allow(dead_code, reason = "this measurement reads no files")]
mod host;

use linewright::app::derived::performance::{Asked, Basis, Figures, Measure, charted, pitfalls};
use linewright::engine::performance::{Dimension, FlowUnit, kpis};
use linewright::model::*;
use std::sync::Arc;

/// Facts of one task.
const FACTS: usize = 5;

fn main() {
    if let Err(problem) = run(&host::arguments()) {
        host::print(&format!("!\t{problem}"));
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let after = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str, usual: usize| after(name).map_or(Ok(usual), |text| text.parse().map_err(|_| format!("{name} {text}")));
    let (facts, periods) = (number("--facts", 100_000)?, number("--periods", 52)?);
    let is_cpu = after("--clock").is_some_and(|clock| clock == "cpu");
    let workspace = shop(facts / FACTS);
    let now = Time::parse("2026-12-31 16:00").unwrap_or_default();
    host::print("facts,periods,basis_ms,gather_all_ms,figures_ms,gather_resource_ms,rows_ms,pitfalls_ms,page_ms");
    for _ in 0..3 {
        let mut marks = vec![host::now(is_cpu)];
        let mut mark = || marks.push(host::now(is_cpu));
        let asked = Asked { period: Period::Week, periods, flow: FlowUnit::Tasks };
        let basis = Arc::new(Basis::of(&workspace, asked, now));
        mark();
        let figures = Figures::of(basis.clone(), Dimension::All);
        mark();
        let mut known = 0_usize;
        for measure in kpis().filter_map(Measure::known) {
            let values = figures.series(&measure, 0);
            known += values.iter().flatten().count();
            charted(&values, true, &basis.period_names, measure.unit());
        }
        mark();
        let by_resource = Figures::of(basis, Dimension::Resource);
        mark();
        for kpi in kpis() {
            known += figures.rows(&workspace, kpi, 0, periods / 2, 100).1;
        }
        mark();
        known += pitfalls(&workspace, &figures).len() + by_resource.members().len();
        mark();
        if known == 0 {
            return Err("nothing was counted".to_owned());
        }
        let parts: Vec<String> = marks.windows(2).map(|pair| format!("{:.0}", pair[1] - pair[0])).collect();
        let page = marks[3] - marks[0];
        host::print(&format!("{},{periods},{},{page:.0}", workspace.reports.len(), parts.join(",")));
    }
    Ok(())
}

/// So many tasks on forty machines over a year, each with five reports.
fn shop(tasks: usize) -> Workspace {
    let mut workspace = Workspace::default();
    let mut random = fastrand::Rng::with_seed(7);
    let calendar = CalendarId::from_raw(1);
    workspace.calendars.insert(calendar, Calendar { name: "Works".to_owned(), default_value: 0.0, ..Calendar::new(calendar) });
    for (raw, name, from, to) in [(1, "early", 6, 14), (2, "late", 14, 22)] {
        let (start_time, end_time) = (Clock(from * 3_600), Clock(to * 3_600));
        let rule = CalendarRule { name: name.to_owned(), start_time, end_time, ..CalendarRule::new(CalendarRuleId::from_raw(raw)) };
        workspace.calendar_rules.insert(rule.id, CalendarRule { calendar: Some(calendar), weekdays: Weekdays(0b001_1111), ..rule });
    }
    for raw in 1..=40 {
        let resource = Resource { name: format!("M{raw}"), calendar: Some(calendar), ..Resource::new(ResourceId::from_raw(raw)) };
        workspace.resources.insert(resource.id, resource);
        let operation = Operation {
            name: format!("Step {raw}"),
            kind: OperationKind::TimePer,
            duration_per_unit: 300.0,
            ..Operation::new(OperationId::from_raw(raw))
        };
        workspace.operations.insert(operation.id, operation);
        let item = Item { name: format!("Item {raw}"), cost: 4.0, ..Item::new(ItemId::from_raw(raw)) };
        workspace.items.insert(item.id, item);
        let reason = Reason { name: format!("Reason {raw}"), ..Reason::new(ReasonId::from_raw(raw)) };
        workspace.reasons.insert(reason.id, reason);
    }
    let first = Time::parse("2026-01-05 06:00").unwrap_or_default();
    for raw in 1..=tasks as u64 {
        let (resource, start) = (ResourceId::from_raw(random.u64(1..=40)), first.plus(Span::from_minutes(random.i64(0..355 * 24 * 60))));
        let (item, order) = (Some(ItemId::from_raw(random.u64(1..=40))), OrderId::from_raw(raw.div_ceil(4)));
        let at = |minutes: i64| start.plus(Span::from_minutes(minutes));
        if raw % 4 == 1 {
            let record =
                Order { name: format!("O{raw}"), item, quantity: 30.0, release: Some(start), due: Some(at(3_000)), ..Order::new(order) };
            workspace.orders.insert(order, record);
        }
        let operation = Some(OperationId::from_raw(random.u64(1..=40)));
        let supply = SupplyOrder { item, quantity: 30.0, orders: vec![order], ..SupplyOrder::new(SupplyOrderId::from_raw(raw)) };
        let place = Placement { start, end: at(300), uses: vec![ResourceUse { resource, quantity: 1.0 }] };
        let task = Task {
            supply: Some(supply.id),
            operation,
            quantity: 30.0,
            placement: Some(place),
            status: TaskStatus::Finished,
            orders: vec![order],
            ..Task::new(TaskId::from_raw(raw))
        };
        let reports = [
            (ReportKind::Start, 0, 0.0, 0.0),
            (ReportKind::Pause, 60, 0.0, 0.0),
            (ReportKind::Start, 90, 0.0, 0.0),
            (ReportKind::Count, 180, 20.0, 1.0),
            (ReportKind::Finish, 300, 9.0, 0.0),
        ];
        for ((kind, minutes, good, scrap), place) in reports.into_iter().zip(0..) {
            let reason = (kind == ReportKind::Pause).then(|| ReasonId::from_raw(random.u64(1..=40)));
            let id = ReportId::from_raw(raw * FACTS as u64 + place);
            let report = Report { kind, time: Some(at(minutes)), good, scrap, reason, ..Report::new(id) };
            let report = Report { task: Some(task.id), order: Some(order), operation, item, resource: Some(resource), ..report };
            workspace.reports.insert(id, report);
        }
        workspace.supply_orders.insert(supply.id, supply);
        workspace.tasks.insert(task.id, task);
    }
    workspace
}
