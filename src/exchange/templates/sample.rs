//! The furniture workshop as a workspace: something real on the first screen, some of it late.

use super::build::{Build, Shift, working_day};
use super::sample_data::{BOUGHT, CUSTOMERS, FINISH, MACHINES, MADE, Made, NAME, OILS, ORDERS, PEOPLE, SUMMARY, Work};
use crate::model::*;
use std::collections::HashMap;

const LONG_DAYS: Weekdays = Weekdays(0b000_1111);
const FRIDAY: Weekdays = Weekdays(0b001_0000);

/// What has been made so far, by name.
struct Known {
    place: LocationId,
    calendars: HashMap<&'static str, CalendarId>,
    resources: HashMap<&'static str, ResourceId>,
    items: HashMap<&'static str, ItemId>,
}

/// The workshop seen from `today`.
pub(super) fn workspace(today: Time) -> Workspace {
    let mut build = Build::new(NAME, SUMMARY);
    let place = build.location("Workshop");
    let calendars = calendars(&mut build, today);
    let mut known = Known { place, calendars, resources: HashMap::new(), items: HashMap::new() };
    if let Some(location) = build.workspace.locations.get_mut(&place) {
        location.description = "One hall with a timber store".to_owned();
    }
    resources(&mut build, &mut known);
    bought(&mut build, &mut known, today);
    for made in &MADE {
        make(&mut build, &mut known, made);
    }
    orders(&mut build, &known, today);
    absences(&mut build, &known, today);
    build.workspace
}

fn calendars(build: &mut Build, today: Time) -> HashMap<&'static str, CalendarId> {
    let day: [Shift; 3] = [(LONG_DAYS, 7 * 60, 12 * 60), (LONG_DAYS, 12 * 60 + 30, 16 * 60), (FRIDAY, 7 * 60, 13 * 60)];
    let early: [Shift; 1] = [(Weekdays::WORKING, 6 * 60, 14 * 60)];
    let late: [Shift; 1] = [(Weekdays::WORKING, 14 * 60, 22 * 60)];
    let both: [Shift; 1] = [(Weekdays::WORKING, 6 * 60, 22 * 60)];
    let mut calendars = HashMap::new();
    let shifts: [(&str, &[Shift]); 4] = [("Day shift", &day), ("Early shift", &early), ("Late shift", &late), ("Two shifts", &both)];
    for (name, shifts) in shifts {
        let calendar = build.calendar(name, shifts);
        let (year, _, _) = today.date();
        for year in [year, year + 1] {
            for (month, day, holiday) in [(1, 1, "New Year"), (5, 1, "Labour Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")] {
                if let Some(date) = Time::from_date(year, month, day) {
                    build.holiday(calendar, date, holiday);
                }
            }
        }
        build.holiday(calendar, working_day(today, 13, 0), "Stocktaking");
        calendars.insert(name, calendar);
    }
    calendars
}

fn resources(build: &mut Build, known: &mut Known) {
    let oils = build.changeovers("Oils", &[(OILS[0], OILS[1], 10), (OILS[1], OILS[0], 5)]);
    for (name, size, two_shifts, cost, is_place) in MACHINES {
        let mut resource: Resource = build.record();
        resource.name = name.to_owned();
        resource.class = if is_place { ResourceClass::Place } else { ResourceClass::Machine };
        resource.maximum = size;
        resource.cost = cost;
        resource.location = Some(known.place);
        resource.setup_matrix = (name == "Spray booth").then_some(oils);
        resource.calendar = known.calendars.get(if two_shifts { "Two shifts" } else { "Day shift" }).copied();
        known.resources.insert(name, build.resource(resource));
    }
    for worker in &PEOPLE {
        let owner = match known.resources.get(worker.group) {
            Some(group) => *group,
            None => {
                let mut resource: Resource = build.record();
                resource.name = worker.group.to_owned();
                resource.class = ResourceClass::Group;
                resource.location = Some(known.place);
                let id = build.resource(resource);
                known.resources.insert(worker.group, id);
                id
            }
        };
        let mut person: Resource = build.record();
        person.name = worker.name.to_owned();
        person.class = ResourceClass::Person;
        person.owner = Some(owner);
        person.location = Some(known.place);
        person.calendar = known.calendars.get(worker.shift).copied();
        person.cost = worker.cost_per_hour;
        person.efficiency = worker.efficiency;
        let id = build.resource(person);
        build.skills(id, worker.skills.iter().copied());
        known.resources.insert(worker.name, id);
    }
}

fn stock(build: &mut Build, known: &Known, item: ItemId, on_hand: f64, minimum: f64) {
    let mut stock: Stock = build.record();
    stock.item = Some(item);
    stock.location = Some(known.place);
    stock.on_hand = on_hand;
    stock.minimum = minimum;
    build.workspace.stocks.insert(stock.id, stock);
}

fn bought(build: &mut Build, known: &mut Known, today: Time) {
    let mut suppliers: HashMap<&str, SupplierId> = HashMap::new();
    for bought in &BOUGHT {
        let supplier = *suppliers.entry(bought.supplier).or_insert_with(|| {
            let mut supplier: Supplier = build.record();
            supplier.name = bought.supplier.to_owned();
            let id = supplier.id;
            build.workspace.suppliers.insert(id, supplier);
            id
        });
        let mut item: Item = build.record();
        item.name = bought.name.to_owned();
        item.category = "Material".to_owned();
        item.unit = bought.unit.to_owned();
        item.cost = bought.cost;
        let item = build.item(item);
        known.items.insert(bought.name, item);
        stock(build, known, item, bought.on_hand, bought.safety);
        let mut terms: ItemSupplier = build.record();
        terms.item = Some(item);
        terms.location = Some(known.place);
        terms.supplier = Some(supplier);
        terms.lead_time = Span::from_days(bought.lead_days);
        terms.size_minimum = bought.least;
        terms.cost = bought.cost;
        build.workspace.item_suppliers.insert(terms.id, terms);
        if bought.name == "Oak plank" {
            let mut order: SupplyOrder = build.record();
            order.reference = "PO-2201".to_owned();
            order.kind = SupplyKind::Buy;
            order.status = SupplyStatus::Confirmed;
            order.item = Some(item);
            order.location = Some(known.place);
            order.supplier = Some(supplier);
            order.quantity = 60.0;
            order.start = Some(today.day_start().minus(Span::from_days(4)));
            order.end = Some(today.day_start().plus(Span::from_days(3)));
            build.workspace.supply_orders.insert(order.id, order);
        }
    }
}

fn make(build: &mut Build, known: &mut Known, made: &Made) {
    let mut item: Item = build.record();
    item.name = made.name.to_owned();
    item.category = made.category.to_owned();
    item.unit = "piece".to_owned();
    item.cost = made.cost;
    let item = build.item(item);
    known.items.insert(made.name, item);
    if made.on_hand > 0.0 {
        stock(build, known, item, made.on_hand, 0.0);
    }
    let single = made.work.len() == 1;
    let routing = (!single).then(|| {
        let mut routing: Operation = build.record();
        routing.name = format!("Make {}", made.name.to_lowercase());
        routing.kind = OperationKind::Routing;
        routing.item = Some(item);
        routing.location = Some(known.place);
        routing.size_minimum = made.least;
        routing.size_multiple = Some(made.multiple);
        build.operation(routing)
    });
    let mut ends: Option<(OperationId, OperationId)> = None;
    for (work, number) in made.work.iter().zip(1i64..) {
        let mut operation: Operation = build.record();
        operation.name = if single { work.name.to_owned() } else { format!("{}: {}", made.name, work.name.to_lowercase()) };
        operation.category = made.category.to_owned();
        operation.kind = OperationKind::TimePer;
        operation.item = single.then_some(item);
        operation.location = Some(known.place);
        operation.owner = routing;
        operation.priority = number;
        operation.duration = Span::from_minutes(work.setup_minutes);
        operation.duration_per_unit = work.minutes_each * 60.0;
        operation.post_time = Span::from_hours(work.wait_hours);
        operation.size_minimum = made.least;
        operation.size_multiple = Some(made.multiple);
        operation.role = role(work).to_owned();
        let operation = build.operation(operation);
        // What is of solid oak is oiled as it is, the rest is whitened.
        let oil = if made.name.starts_with("Oak") { OILS[0] } else { OILS[1] };
        needs(build, known, operation, work, if work.name == FINISH { oil } else { "" });
        ends = Some((ends.map_or(operation, |(first, _)| first), operation));
    }
    let Some((first, last)) = ends else { return };
    for (name, quantity) in made.uses {
        if let Some(part) = known.items.get(name).copied() {
            build.material(first, part, -quantity);
        }
    }
    build.material(last, item, 1.0);
}

fn role(work: &Work) -> &'static str {
    match work.group {
        "Finishers" => "Finisher",
        "CNC operators" => "CNC operator",
        _ => "Joiner",
    }
}

fn needs(build: &mut Build, known: &Known, operation: OperationId, work: &Work, setup: &str) {
    let skill = build.skill(work.skill);
    if let Some(machine) = known.resources.get(work.machine).copied() {
        let line = build.need(operation, machine, None, "", 1);
        if let Some(line) = build.workspace.operation_resources.get_mut(&line) {
            line.setup = setup.to_owned();
        }
    }
    if let Some(group) = known.resources.get(work.group).copied() {
        let line = build.need(operation, group, Some(skill), "", 1);
        if let Some(line) = build.workspace.operation_resources.get_mut(&line) {
            // Who only learns it is not given the work.
            line.skill_level = 2;
        }
    }
}

fn orders(build: &mut Build, known: &Known, today: Time) {
    let customers: Vec<CustomerId> = CUSTOMERS.iter().map(|name| build.customer(name)).collect();
    for ((product, quantity, days), number) in ORDERS.iter().zip(0usize..) {
        let mut order: Order = build.record();
        order.name = format!("SO-{}", 4100 + number);
        order.customer = customers.get(number * 5 % customers.len()).copied();
        order.item = known.items.get(product).copied();
        order.location = Some(known.place);
        order.quantity = *quantity;
        order.due = Some(working_day(today, *days, 12));
        order.priority = [10, 10, 5, 10, 10, 1, 10, 5, 10, 10][number % 10];
        order.status = match number % 19 {
            18 => OrderStatus::Quote,
            _ => OrderStatus::Open,
        };
        build.order(order);
    }
    history(build, known, &customers, today);
}

/// Two years of delivered orders, one per week and product, more of them before Christmas.
fn history(build: &mut Build, known: &Known, customers: &[CustomerId], today: Time) {
    let products = [("Oak dining table", 4.0), ("Oak bench", 8.0), ("Bookcase", 5.0), ("Wardrobe", 3.0), ("Bedside cabinet", 6.0)];
    products.iter().filter_map(|(product, _)| known.items.get(product)).for_each(|item| build.series(*item));
    for week in 1..=104i64 {
        let monday = today.week_start().minus(Span::from_days(7 * week));
        let (year, number) = monday.iso_week();
        let season = 1.0 + 0.3 * (f64::from(number) / 52.0 * std::f64::consts::TAU).cos();
        for ((product, usual), index) in products.iter().zip(0i64..) {
            // The same noise for the same week, whenever the sample is opened.
            let noise = f64::from(((week * 37 + index * 53) % 17) as i32 - 8) / 20.0;
            let mut order: Order = build.record();
            order.name = format!("{product} {year}-W{number:02}");
            order.item = known.items.get(product).copied();
            order.location = Some(known.place);
            order.customer = customers.get((week + index) as usize % customers.len()).copied();
            order.quantity = (usual * (season + noise)).round().max(0.0);
            order.due = Some(working_day(monday, 3, 12));
            order.status = OrderStatus::Closed;
            build.order(order);
        }
    }
}

fn absences(build: &mut Build, known: &Known, today: Time) {
    for (person, from, days, reason) in [("Carla", 5, 5, "Holiday"), ("Farid", 2, 1, "Training")] {
        let mut absence: Absence = build.record();
        absence.resource = known.resources.get(person).copied();
        absence.start = Some(working_day(today, from, 0));
        absence.end = Some(working_day(today, from + days - 1, 24));
        absence.reason = reason.to_owned();
        build.workspace.absences.insert(absence.id, absence);
    }
}
