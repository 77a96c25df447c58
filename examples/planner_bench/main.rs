//! What the page itself works out for a planner of many orders, and how long each part takes, as CSV.
//!
//! `planner_bench [--orders 10000] [--clock cpu]`. Never keeps a result: one line for each of three rounds.

#[path = "../schedule_bench/host.rs"]
#[allow(dead_code, reason = "this measurement reads no files")]
mod host;

use linewright::app::derived::aggregate::{Wish, basis};
use linewright::app::derived::materials::{MaterialsWish, materials};
use linewright::app::derived::rough_cut::{RoughWish, ScheduleSource, rough_cut_sheet};
use linewright::app::derived::scenarios::{ahead_request, figures};
use linewright::app::derived::schedule::BoardData;
use linewright::engine::plan::production_plan;
use linewright::engine::supply::RoughCutMethod;
use linewright::model::*;

/// Items that are ordered; each is made of two parts in three steps.
const ITEMS: u64 = 100;
const MACHINES: u64 = 30;

fn main() {
    if let Err(problem) = run(&host::arguments()) {
        host::print(&format!("!\t{problem}"));
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let after = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let orders = after("--orders").map_or(Ok(10_000), |text| text.parse().map_err(|_| format!("--orders {text}")))?;
    let is_cpu = after("--clock").is_some_and(|clock| clock == "cpu");
    let workspace = shop(orders);
    let now = start();
    let rough = |method| RoughWish { period: Period::Week, periods: 13, method, source: ScheduleSource::Demand };
    host::print("orders,rough_ms,materials_ms,ahead_ms,board_ms,production_plan_ms,scenario_figures_ms,scenario_request_ms");
    for _ in 0..3 {
        let mut marks = vec![host::now(is_cpu)];
        let mut mark = || marks.push(host::now(is_cpu));
        let mut known = rough_cut_sheet(&workspace, now, rough(RoughCutMethod::ResourceProfile)).groups.len();
        mark();
        known += materials(&workspace, now, MaterialsWish::of(Period::Week)).items.len();
        mark();
        known += basis(&workspace, now, &Wish::default()).items.len();
        mark();
        known += BoardData::collect(&workspace, now).tasks.len();
        mark();
        known += production_plan(&workspace, Period::Week, now).items.len();
        mark();
        known += figures(&workspace, now).len();
        mark();
        known += ahead_request(&workspace, now).map_or(0, |request| request.problem.items.len());
        mark();
        if known == 0 {
            return Err("nothing was worked out".to_owned());
        }
        let parts: Vec<String> = marks.windows(2).map(|pair| format!("{:.0}", pair[1] - pair[0])).collect();
        host::print(&format!("{orders},{}", parts.join(",")));
    }
    Ok(())
}

fn start() -> Time {
    Time::parse("2026-01-05 06:00").unwrap_or_default()
}

/// So many orders within half a year, each planned in three tasks; parts have stock and are bought.
fn shop(orders: u64) -> Workspace {
    let mut workspace = Workspace::default();
    let mut random = fastrand::Rng::with_seed(7);
    let calendar = CalendarId::from_raw(1);
    workspace.calendars.insert(calendar, Calendar { name: "Works".to_owned(), default_value: 0.0, ..Calendar::new(calendar) });
    for (raw, from, to) in [(1, 6, 14), (2, 14, 22)] {
        let rule =
            CalendarRule { calendar: Some(calendar), weekdays: Weekdays::WORKING, ..CalendarRule::new(CalendarRuleId::from_raw(raw)) };
        let rule = CalendarRule { start_time: Clock(from * 3_600), end_time: Clock(to * 3_600), ..rule };
        workspace.calendar_rules.insert(rule.id, rule);
    }
    for raw in 1..=MACHINES {
        let resource =
            Resource { name: format!("M{raw}"), calendar: Some(calendar), cost: 40.0, ..Resource::new(ResourceId::from_raw(raw)) };
        workspace.resources.insert(resource.id, resource);
    }
    let mut next = 0;
    let mut id = || {
        next += 1;
        next
    };
    for raw in 1..=ITEMS * 2 {
        let item = Item { name: format!("Item {raw:03}"), cost: 4.0, ..Item::new(ItemId::from_raw(raw)) };
        workspace.items.insert(item.id, item);
    }
    for raw in 1..=ITEMS {
        let item = Some(ItemId::from_raw(raw));
        let routing =
            Operation { name: format!("R{raw}"), kind: OperationKind::Routing, item, ..Operation::new(OperationId::from_raw(raw)) };
        let owner = Some(routing.id);
        workspace.operations.insert(routing.id, routing);
        for step in 1..=3_u64 {
            let operation = Operation {
                name: format!("R{raw} {step}"),
                kind: OperationKind::TimePer,
                duration_per_unit: 120.0,
                owner,
                priority: step as i64,
                ..Operation::new(OperationId::from_raw(raw * 1_000 + step))
            };
            let machine = ResourceId::from_raw((raw * 7 + step * 11) % MACHINES + 1);
            let needs = OperationResource::new(OperationResourceId::from_raw(id()));
            let needs = OperationResource { operation: Some(operation.id), resource: Some(machine), ..needs };
            workspace.operation_resources.insert(needs.id, needs);
            for part in [raw, raw % ITEMS + 1].into_iter().filter(|_| step == 1) {
                let line = OperationMaterial::new(OperationMaterialId::from_raw(id()));
                let part = Some(ItemId::from_raw(ITEMS + part));
                let line = OperationMaterial { operation: Some(operation.id), item: part, quantity: -2.0, ..line };
                workspace.operation_materials.insert(line.id, line);
            }
            workspace.operations.insert(operation.id, operation);
        }
    }
    let supplier = Supplier { name: "Timber".to_owned(), ..Supplier::new(SupplierId::from_raw(1)) };
    for raw in ITEMS + 1..=ITEMS * 2 {
        let source = ItemSupplier::new(ItemSupplierId::from_raw(raw));
        let source = ItemSupplier { item: Some(ItemId::from_raw(raw)), supplier: Some(supplier.id), ..source };
        workspace.item_suppliers.insert(source.id, source);
    }
    workspace.suppliers.insert(supplier.id, supplier);
    for raw in 1..=orders {
        let (item, quantity) = (random.u64(1..=ITEMS), random.u64(1..=20) as f64);
        let due = start().plus(Span::from_minutes(random.i64(24 * 60..180 * 24 * 60)));
        let order = OrderId::from_raw(raw);
        let record =
            Order { name: format!("O{raw:06}"), item: Some(ItemId::from_raw(item)), quantity, due: Some(due), ..Order::new(order) };
        workspace.orders.insert(order, record);
        let supply = SupplyOrder {
            item: Some(ItemId::from_raw(item)),
            operation: Some(OperationId::from_raw(item)),
            quantity,
            end: Some(due),
            orders: vec![order],
            ..SupplyOrder::new(SupplyOrderId::from_raw(raw))
        };
        for step in 1..=3_u64 {
            let resource = ResourceId::from_raw((item * 7 + step * 11) % MACHINES + 1);
            let begun = due.minus(Span::from_minutes(600 * (4 - step as i64)));
            let end = begun.plus(Span::from_minutes(2 * quantity as i64));
            let place = Placement { start: begun, end, uses: vec![ResourceUse { resource, quantity: 1.0 }] };
            let task = Task {
                supply: Some(supply.id),
                operation: Some(OperationId::from_raw(item * 1_000 + step)),
                quantity,
                placement: Some(place),
                orders: vec![order],
                ..Task::new(TaskId::from_raw(raw * 3 + step))
            };
            workspace.tasks.insert(task.id, task);
        }
        workspace.supply_orders.insert(supply.id, supply);
    }
    workspace
}
