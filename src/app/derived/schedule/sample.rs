//! Small workspaces that tests look at.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::model::*;

/// The moment that tests call now: Monday 2 November 2026, 07:00.
pub fn now() -> Time {
    at("2026-11-02 07:00")
}

/// A moment, as `2026-11-02 08:00`.
pub fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn put<R: Record>(table: &mut Table<R>, raw: u64, make: impl FnOnce(&mut R)) -> R::Id {
    let id = R::Id::from_raw(raw);
    let mut record = R::new(id);
    make(&mut record);
    table.insert(id, record);
    id
}

/// A mixer and a filling line that work Monday to Friday from 8 to 16, two orders of two steps each. Order 2 is a day late.
///
/// Tasks: 1 mix and 2 fill of order 1, 3 mix and 4 fill of order 2; each fills after it mixes.
pub fn dairy() -> Workspace {
    let mut workspace = Workspace::default();
    let w = &mut workspace;
    let shift = put(&mut w.calendars, 1, |calendar| calendar.name = "Day shift".to_owned());
    put(&mut w.calendar_rules, 1, |rule: &mut CalendarRule| {
        rule.calendar = Some(shift);
        rule.weekdays = Weekdays::WORKING;
        (rule.start_time, rule.end_time) = (Clock(8 * 3600), Clock(16 * 3600));
    });
    let mut machine = |raw: u64, name: &str| {
        put(&mut w.resources, raw, |resource: &mut Resource| {
            resource.name = name.to_owned();
            resource.calendar = Some(shift);
        })
    };
    let (mixer, line) = (machine(1, "Mixer"), machine(2, "Filling line"));
    let yoghurt = put(&mut w.items, 1, |item: &mut Item| item.name = "Yoghurt".to_owned());
    let mut step = |raw: u64, name: &str, hours: i64| {
        put(&mut w.operations, raw, |operation: &mut Operation| {
            operation.name = name.to_owned();
            operation.duration = Span::from_hours(hours);
        })
    };
    let (mix, fill) = (step(1, "Mix", 2), step(2, "Fill", 4));
    for (raw, operation, resource) in [(1, mix, mixer), (2, fill, line)] {
        put(&mut w.operation_resources, raw, |need: &mut OperationResource| {
            (need.operation, need.resource) = (Some(operation), Some(resource));
        });
    }
    let mut order = |raw: u64, due: &str| {
        put(&mut w.orders, raw, |order: &mut Order| {
            order.name = format!("Order {raw}");
            (order.item, order.quantity, order.due) = (Some(yoghurt), 20.0, Some(at(due)));
        })
    };
    let orders = [order(1, "2026-11-03 16:00"), order(2, "2026-11-02 16:00")];
    let mut task = |raw: u64, operation, order: OrderId, resource, start: &str, end: &str, after: Option<u64>, due: Option<&str>| {
        put(&mut w.tasks, raw, |task: &mut Task| {
            task.operation = Some(operation);
            task.quantity = 20.0;
            task.orders = vec![order];
            task.placement = Some(Placement { start: at(start), end: at(end), uses: vec![ResourceUse { resource, quantity: 1.0 }] });
            task.after = after.map(|raw| TaskLink::new(TaskId::from_raw(raw), LinkKind::FinishStart, Span::ZERO)).into_iter().collect();
            task.due = due.map(at);
        });
    };
    task(1, mix, orders[0], mixer, "2026-11-02 08:00", "2026-11-02 10:00", None, None);
    task(2, fill, orders[0], line, "2026-11-02 10:00", "2026-11-02 14:00", Some(1), Some("2026-11-03 16:00"));
    task(3, mix, orders[1], mixer, "2026-11-02 10:00", "2026-11-02 12:00", None, None);
    task(4, fill, orders[1], line, "2026-11-02 14:00", "2026-11-03 10:00", Some(3), Some("2026-11-02 16:00"));
    workspace
}

/// The dairy, whose filling line fills cups, and bottles for order 2; from one to the other takes 30 minutes.
pub fn two_packages() -> Workspace {
    let mut workspace = dairy();
    let matrix = SetupMatrixId::from_raw(1);
    workspace.setup_matrices.insert(matrix, SetupMatrix::new(matrix));
    let rule = SetupRuleId::from_raw(1);
    let duration = Span::from_minutes(30);
    workspace.setup_rules.insert(rule, SetupRule { matrix: Some(matrix), duration, ..SetupRule::new(rule) });
    workspace.resources.get_mut(&ResourceId::from_raw(2)).unwrap().setup_matrix = Some(matrix);
    let mut operation = workspace.operations.values().nth(1).unwrap().clone();
    operation.id = RecordId::from_raw(3);
    let mut need = workspace.operation_resources.values().nth(1).unwrap().clone();
    workspace.operation_resources.get_mut(&need.id).unwrap().setup = "Cups".to_owned();
    need.id = OperationResourceId::from_raw(3);
    (need.operation, need.setup) = (Some(operation.id), "Bottles".to_owned());
    workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().operation = Some(operation.id);
    workspace.operations.insert(operation.id, operation);
    workspace.operation_resources.insert(need.id, need);
    workspace
}

/// `count` tasks of one hour in orders of four on 25 machines, one behind the other.
pub fn large(count: u64) -> Workspace {
    let mut workspace = Workspace::default();
    let w = &mut workspace;
    for raw in 1..=25 {
        put(&mut w.resources, raw, |resource: &mut Resource| resource.name = format!("Machine {raw}"));
        put(&mut w.operations, raw, |operation: &mut Operation| {
            operation.name = format!("Step {raw}");
            operation.duration = Span::from_hours(1);
        });
    }
    for raw in 1..=count.div_ceil(4) {
        put(&mut w.orders, raw, |order: &mut Order| {
            order.name = format!("Order {raw}");
            order.due = Some(now().plus(Span::from_hours(raw as i64)));
        });
    }
    for raw in 1..=count {
        let machine = raw % 25 + 1;
        let start = now().plus(Span::from_hours((raw / 25) as i64 * 2));
        put(&mut w.tasks, raw, |task: &mut Task| {
            task.operation = Some(OperationId::from_raw(machine));
            task.orders = vec![OrderId::from_raw(raw.div_ceil(4))];
            let uses = vec![ResourceUse { resource: ResourceId::from_raw(machine), quantity: 1.0 }];
            task.placement = Some(Placement { start, end: start.plus(Span::from_hours(1)), uses });
            if raw > 25 {
                task.after = vec![TaskLink::new(TaskId::from_raw(raw - 25), LinkKind::FinishStart, Span::ZERO)];
            }
        });
    }
    workspace
}
