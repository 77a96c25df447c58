//! Random workspaces with a bit of everything, the same for the same seed.

use super::build::Factory;
use fastrand::Rng;
use linewright::model::*;

/// A small organisation in which anything may occur; nothing in it is wrong, but much of it may be tight.
pub fn workspace(seed: u64) -> Workspace {
    let mut rng = Rng::with_seed(seed);
    let mut factory = Factory::default();
    let places: Vec<LocationId> = (0..rng.usize(1..4)).map(|at| factory.place(&format!("place {at}"))).collect();
    let calendars: Vec<CalendarId> = (0..rng.usize(1..4)).map(|_| calendar(&mut factory, &mut rng)).collect();
    for place in &places {
        if rng.bool() {
            factory.workspace.locations.get_mut(place).unwrap().calendar = pick(&mut rng, &calendars);
        }
    }
    let resources = resources(&mut factory, &mut rng, &places, &calendars);
    let items: Vec<ItemId> = (0..rng.usize(2..9)).map(|at| factory.item(&format!("item {at}"))).collect();
    for (at, item) in items.iter().enumerate() {
        if rng.u32(..6) == 0 {
            factory.workspace.items.get_mut(item).unwrap().kind = ItemKind::Order;
        }
        sources(&mut factory, &mut rng, (at, &items), &places, &calendars, &resources);
        if rng.bool() {
            let place = pick(&mut rng, &places);
            factory.stock(*item, place, f64::from(rng.u32(..20)));
        }
    }
    orders(&mut factory, &mut rng, &items, &places);
    firm(&mut factory, &mut rng, &items, &places);
    set_ups(&mut factory, &mut rng);
    factory.workspace
}

/// The same organisation, in which steps and operations wait for each other in every way, with least and most times between them.
pub fn tied(seed: u64) -> Workspace {
    let mut rng = Rng::with_seed(!seed);
    let mut workspace = workspace(seed);
    let operations: Vec<Operation> = workspace.operations.values().cloned().collect();
    let mut id = 1_000_000;
    for (at, operation) in operations.iter().enumerate().filter(|(_, operation)| operation.kind != OperationKind::Routing) {
        let among: Vec<&Operation> = match operation.owner {
            // Earlier steps of the same routing, so that there are no circles.
            Some(owner) => operations.iter().filter(|other| other.owner == Some(owner) && other.priority < operation.priority).collect(),
            // Operations of what comes later in the list, for that goes in.
            None if rng.u32(..8) == 0 => {
                operations[at + 1..].iter().filter(|other| is_single(other) && other.item != operation.item).collect()
            }
            None => Vec::new(),
        };
        for before in among.into_iter().take(3) {
            if rng.u32(..3) == 0 {
                continue;
            }
            let mut wait = OperationDependency::new(OperationDependencyId::from_raw(id));
            id += 1;
            (wait.operation, wait.blocked_by) = (Some(operation.id), Some(before.id));
            wait.kind = [LinkKind::FinishStart, LinkKind::FinishStart, LinkKind::StartStart, LinkKind::FinishFinish, LinkKind::StartFinish]
                [rng.usize(..5)];
            wait.lag = Span::from_minutes(if rng.bool() { 0 } else { rng.i64(-120..600) });
            wait.lag_maximum = (rng.u32(..3) > 0).then(|| wait.lag.plus(Span::from_minutes(rng.i64(0..3000))));
            workspace.operation_dependencies.insert(wait.id, wait);
        }
    }
    workspace
}

/// The same organisation, in which some of what is begun is scrapped.
pub fn wasteful(seed: u64) -> Workspace {
    let mut rng = Rng::with_seed(seed ^ 0x5c4a);
    let mut workspace = workspace(seed);
    for operation in workspace.operations.values_mut() {
        operation.scrap_share = [0.0, 0.0, 0.01, 0.03, 0.1, 0.25, 0.5][rng.usize(..7)];
    }
    workspace
}

fn is_single(operation: &Operation) -> bool {
    operation.owner.is_none() && operation.kind != OperationKind::Routing
}

/// Some machines are changed over between colours, and some work asks for a colour.
fn set_ups(factory: &mut Factory, rng: &mut Rng) {
    const COLOURS: [&str; 4] = ["", "red", "blue", "green"];
    let machines: Vec<ResourceId> = factory.workspace.resources.values().map(|resource| resource.id).collect();
    for machine in machines.into_iter().filter(|_| rng.u32(..4) == 0).collect::<Vec<_>>() {
        let rules: Vec<(&str, &str, i64)> =
            (0..rng.usize(1..4)).map(|_| (COLOURS[rng.usize(..4)], COLOURS[rng.usize(..4)], rng.i64(0..9))).collect();
        factory.changeovers(machine, &rules);
        factory.workspace.resources.get_mut(&machine).unwrap().setup = COLOURS[rng.usize(..4)].to_owned();
    }
    for line in factory.workspace.operation_resources.values_mut().filter(|_| rng.bool()).collect::<Vec<_>>() {
        line.setup = COLOURS[rng.usize(..4)].to_owned();
    }
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> Option<T> {
    if from.is_empty() { None } else { Some(from[rng.usize(..from.len())]) }
}

fn calendar(factory: &mut Factory, rng: &mut Rng) -> CalendarId {
    let (from, hours) = (rng.i64(0..14), rng.i64(3..10));
    let calendar = factory.weekdays(from, (from + hours).min(24));
    if rng.bool() {
        let mut rule = CalendarRule::new(CalendarRuleId::from_raw(factory.id()));
        let start = Factory::now().plus(Span::from_hours(rng.i64(0..500)));
        (rule.calendar, rule.start, rule.end) = (Some(calendar), Some(start), Some(start.plus(Span::from_hours(rng.i64(1..60)))));
        (rule.value, rule.priority) = (f64::from(rng.u32(..2)), rng.i64(-2..3));
        factory.workspace.calendar_rules.insert(rule.id, rule);
    }
    calendar
}

fn resources(factory: &mut Factory, rng: &mut Rng, places: &[LocationId], calendars: &[CalendarId]) -> Vec<(ResourceId, Option<SkillId>)> {
    let skill = factory.skill("skill");
    let mut all = Vec::new();
    for at in 0..rng.usize(1..5) {
        let resource = factory.resource(&format!("resource {at}"));
        let members: Vec<ResourceId> = if rng.u32(..3) == 0 {
            (0..rng.usize(1..4)).map(|of| factory.member(&format!("member {at}.{of}"), resource)).collect()
        } else {
            Vec::new()
        };
        let skilled = members.iter().filter(|_| rng.bool()).copied().collect::<Vec<_>>();
        for member in &skilled {
            let held = factory.can(*member, skill);
            if rng.u32(..3) == 0 {
                factory.workspace.resource_skills.get_mut(&held).unwrap().end = Some(Factory::hour(rng.i64(24..600)));
            }
        }
        for id in members.iter().chain([&resource]) {
            let record = factory.workspace.resources.get_mut(id).unwrap();
            record.maximum = f64::from(rng.u32(1..4));
            record.location = pick(rng, places).filter(|_| rng.bool());
            record.calendar = pick(rng, calendars).filter(|_| rng.u32(..3) == 0);
            record.efficiency = if rng.u32(..4) == 0 { f64::from(rng.u32(50..180)) } else { 100.0 };
            record.constrained = rng.u32(..8) > 0;
            if members.is_empty() && rng.u32(..6) == 0 {
                record.kind = ResourceKind::BucketsDay;
                record.maximum = 1.0;
            }
            if rng.u32(..6) == 0 {
                let start = Factory::hour(rng.i64(0..400));
                let mut absence = Absence::new(AbsenceId::from_raw(factory.id()));
                (absence.resource, absence.start, absence.end) =
                    (Some(*id), Some(start), Some(start.plus(Span::from_hours(rng.i64(1..50)))));
                factory.workspace.absences.insert(absence.id, absence);
            }
        }
        all.push((resource, (!skilled.is_empty() && rng.bool()).then_some(skill)));
    }
    all
}

fn sources(
    factory: &mut Factory,
    rng: &mut Rng,
    (at, items): (usize, &[ItemId]),
    places: &[LocationId],
    calendars: &[CalendarId],
    resources: &[(ResourceId, Option<SkillId>)],
) {
    let item = items[at];
    for way in 0..rng.usize(0..3) {
        let place = pick(rng, places);
        let (fixed, per_unit) = (f64::from(rng.u32(..6)), if rng.bool() { f64::from(rng.u32(1..5)) / 2.0 } else { 0.0 });
        let operation = if rng.u32(..3) == 0 {
            let hours: Vec<(String, f64)> =
                (0..rng.usize(1..4)).map(|step| (format!("step {at}.{way}.{step}"), f64::from(rng.u32(..9)))).collect();
            let steps: Vec<(&str, f64)> = hours.iter().map(|(name, hours)| (name.as_str(), *hours)).collect();
            let (routing, steps) = factory.routing(&format!("routing {at}.{way}"), Some(item), &steps);
            for step in steps {
                detail(factory, rng, step, place, calendars, resources);
            }
            routing
        } else {
            let operation = factory.operation(&format!("make {at}.{way}"), Some(item), fixed, per_unit);
            detail(factory, rng, operation, place, calendars, resources);
            operation
        };
        let record = factory.workspace.operations.get_mut(&operation).unwrap();
        (record.location, record.priority) = (place, way as i64 + 1);
        record.size_minimum = f64::from(rng.u32(..6));
        record.size_multiple = (rng.u32(..4) == 0).then(|| f64::from(rng.u32(1..5)));
        record.size_maximum = (rng.u32(..3) == 0).then(|| f64::from(rng.u32(5..12)));
        // Only what comes later in the list goes in, so that there are no circles.
        for below in items.iter().skip(at + 1) {
            if rng.u32(..3) == 0 {
                let line = factory.line(operation, *below, -f64::from(rng.u32(1..4)));
                let record = factory.workspace.operation_materials.get_mut(&line).unwrap();
                match rng.u32(..6) {
                    0 => record.kind = FlowKind::End,
                    1 => (record.kind, record.transfer_batch) = (FlowKind::TransferBatch, Some(f64::from(rng.u32(1..6)))),
                    _ => {}
                }
            }
        }
        if rng.u32(..4) == 0 {
            let line = factory.line(operation, item, f64::from(rng.u32(1..3)));
            if rng.bool() {
                let record = factory.workspace.operation_materials.get_mut(&line).unwrap();
                (record.kind, record.transfer_batch) = (FlowKind::TransferBatch, Some(f64::from(rng.u32(1..6))));
            }
        }
    }
    if rng.u32(..3) > 0 {
        let terms = factory.bought(item, "supplier", rng.i64(0..15));
        let record = factory.workspace.item_suppliers.get_mut(&terms).unwrap();
        record.size_minimum = f64::from(rng.u32(..30));
        record.size_multiple = (rng.u32(..4) == 0).then(|| f64::from(rng.u32(1..10)));
        record.priority = rng.i64(1..4);
    }
    if places.len() > 1 && rng.bool() {
        let terms = factory.moved(item, places[0], places[1], rng.i64(0..4));
        factory.workspace.item_distributions.get_mut(&terms).unwrap().size_minimum = f64::from(rng.u32(..10));
    }
}

fn detail(
    factory: &mut Factory,
    rng: &mut Rng,
    operation: OperationId,
    place: Option<LocationId>,
    calendars: &[CalendarId],
    resources: &[(ResourceId, Option<SkillId>)],
) {
    let record = factory.workspace.operations.get_mut(&operation).unwrap();
    record.location = place;
    record.calendar = pick(rng, calendars).filter(|_| rng.u32(..5) == 0);
    for (resource, skill) in resources {
        if rng.u32(..3) == 0 {
            let line = factory.needs(operation, *resource);
            let bucket = factory.workspace.resources[resource].kind == ResourceKind::BucketsDay;
            let record = factory.workspace.operation_resources.get_mut(&line).unwrap();
            record.skill = *skill;
            record.quantity = if bucket { f64::from(rng.u32(1..3600)) } else { 1.0 };
        }
    }
}

fn orders(factory: &mut Factory, rng: &mut Rng, items: &[ItemId], places: &[LocationId]) {
    for at in 0..rng.usize(1..12) {
        let order = factory.order(&format!("order {at}"), items[rng.usize(..items.len())], f64::from(rng.u32(1..25)), rng.i64(-3..40));
        let (place, lateness) = (pick(rng, places), rng.u32(..6) == 0);
        let (priority, release) = (rng.i64(1..4), rng.u32(..5) == 0);
        let hours = rng.i64(0..200);
        factory.ask(order, |order| {
            (order.location, order.priority) = (place, priority);
            order.max_lateness = lateness.then(|| Span::from_hours(hours));
            order.release = release.then(|| Factory::hour(hours));
        });
    }
}

fn firm(factory: &mut Factory, rng: &mut Rng, items: &[ItemId], places: &[LocationId]) {
    for _ in 0..rng.usize(0..3) {
        let item = items[rng.usize(..items.len())];
        let status = if rng.bool() { SupplyStatus::Confirmed } else { SupplyStatus::Approved };
        let supply = factory.supply(SupplyKind::Buy, status, item, f64::from(rng.u32(1..15)));
        let (place, end) = (pick(rng, places), Factory::hour(rng.i64(-50..500)));
        let record = factory.workspace.supply_orders.get_mut(&supply).unwrap();
        (record.location, record.start, record.end) = (place, Some(end.minus(Span::from_days(2))), Some(end));
        if factory.workspace.items[&item].kind == ItemKind::Order {
            factory.workspace.supply_orders.get_mut(&supply).unwrap().batch = "order 1".to_owned();
        }
    }
}
