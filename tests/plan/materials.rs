//! Materials of a workspace on hand-known numbers: a bill of three levels, shortages down to their cause, releases, rules and reorder points.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use linewright::app::derived::materials::{Materials, MaterialsWish, NeedOf, SourceKind, materials};
use linewright::app::{CapacityCommand, Command, MaterialSource};
use linewright::document::{Edit, IdSource};
use linewright::model::*;

const TABLE: &str = "table";
const TOP: &str = "top";
const LEG: &str = "leg";
const WOOD: &str = "wood";

/// A table of one bought top and four legs; a leg is turned from two pieces of wood. Assembly takes one day, turning two, at any hour; tops
/// take two days to arrive, wood three.
fn workshop() -> Factory {
    let mut factory = Factory::default();
    let [table, top, leg, wood] = [TABLE, TOP, LEG, WOOD].map(|name| factory.item(name));
    let assemble = factory.operation("assemble", Some(table), 24.0, 0.0);
    factory.line(assemble, top, -1.0);
    factory.line(assemble, leg, -4.0);
    let turn = factory.operation("turn", Some(leg), 48.0, 0.0);
    factory.line(turn, wood, -2.0);
    factory.bought(top, "board maker", 2);
    factory.bought(wood, "sawmill", 3);
    factory
}

fn item(factory: &Factory, name: &str) -> ItemId {
    factory.workspace.items.values().find(|item| item.name == name).unwrap().id
}

fn change(factory: &mut Factory, name: &str, change: impl FnOnce(&mut Item)) {
    let id = item(factory, name);
    change(factory.workspace.items.get_mut(&id).unwrap());
}

fn netted(workspace: &Workspace) -> Materials {
    materials(workspace, Factory::now(), MaterialsWish { period: Period::Day, periods: 12 })
}

fn at(found: &Materials, name: &str) -> usize {
    found.items.iter().position(|item| item.name == name).unwrap()
}

/// The periods and quantities of a list that are not nothing.
fn some(list: &[f64]) -> Vec<(usize, f64)> {
    list.iter().copied().enumerate().filter(|(_, quantity)| *quantity != 0.0).collect()
}

fn releases(found: &Materials, name: &str) -> Vec<(usize, f64)> {
    some(&found.netting.items[at(found, name)].planned_releases)
}

/// Twenty wood on their way, ten there; fifteen legs there, five of which are not to be touched; ten tables due on day eight.
fn in_time() -> Factory {
    let mut factory = workshop();
    let [table, leg, wood] = [TABLE, LEG, WOOD].map(|name| item(&factory, name));
    factory.order("first", table, 10.0, 8);
    let stock = factory.stock(leg, None, 15.0);
    factory.workspace.stocks.get_mut(&stock).unwrap().minimum = 5.0;
    factory.stock(wood, None, 10.0);
    let supply = factory.supply(SupplyKind::Buy, SupplyStatus::Confirmed, wood, 20.0);
    factory.workspace.supply_orders.get_mut(&supply).unwrap().end = Some(Factory::hour(24));
    factory
}

#[test]
fn what_is_netted_is_the_same_all_day() {
    let factory = in_time();
    let at = |hours: i64| {
        let now = Factory::now().day_start().plus(Span::from_hours(hours));
        materials(&factory.workspace, now, MaterialsWish { period: Period::Day, periods: 12 })
    };
    let (morning, afternoon) = (at(7), at(15));
    assert_eq!(morning.starts, afternoon.starts);
    for name in [TABLE, LEG, WOOD] {
        assert_eq!(releases(&morning, name), releases(&afternoon, name), "{name}");
    }
    assert!(!releases(&morning, TABLE).is_empty(), "something is released");
}

#[test]
fn a_bill_of_three_levels_is_netted_level_by_level() {
    let factory = in_time();
    let before = factory.workspace.clone();
    let found = netted(&factory.workspace);
    assert_eq!(factory.workspace, before, "nothing changes in the workspace");
    let leads: Vec<(&str, u32)> = [TABLE, TOP, LEG, WOOD].map(|name| (name, found.netted[at(&found, name)].lead_time)).to_vec();
    assert_eq!(leads, [(TABLE, 1), (TOP, 2), (LEG, 2), (WOOD, 3)]);
    assert_eq!(releases(&found, TABLE), [(7, 10.0)]);
    assert_eq!(releases(&found, TOP), [(5, 10.0)]);
    // Forty legs are needed, ten are free.
    assert_eq!(releases(&found, LEG), [(5, 30.0)]);
    // Sixty pieces of wood are needed on day five; ten are there and twenty come on day one.
    let wood = &found.netting.items[at(&found, WOOD)];
    assert_eq!((some(&wood.gross), some(&wood.net)), (vec![(5, 60.0)], vec![(5, 30.0)]));
    assert_eq!(some(&wood.planned_releases), [(2, 30.0)]);
    assert_eq!(wood.projected_on_hand[1..6], [30.0, 30.0, 30.0, 30.0, 0.0]);
    assert_eq!(found.shortages, []);
}

#[test]
fn a_need_is_told_by_who_asks_for_it_and_adds_up() {
    let mut factory = in_time();
    let leg = item(&factory, LEG);
    let spare = factory.order("spare legs", leg, 3.0, 7);
    let found = netted(&factory.workspace);
    let legs = at(&found, LEG);
    let needs = found.needs(&factory.workspace, legs, 7);
    let told: Vec<(NeedOf, f64)> = needs.iter().map(|need| (need.of, need.quantity)).collect();
    assert_eq!(told, [(NeedOf::Order(spare), 3.0), (NeedOf::Parent(at(&found, TABLE)), 40.0)]);
    for (item, record) in found.netting.items.iter().enumerate() {
        for (period, gross) in record.gross.iter().enumerate() {
            let sum: f64 = found.needs(&factory.workspace, item, period).iter().map(|need| need.quantity).sum();
            assert!((sum - gross).abs() < 1e-9, "{} in period {period}: {sum} and {gross}", found.items[item].name);
        }
    }
}

#[test]
fn a_shortage_is_told_down_to_its_cause() {
    let mut factory = workshop();
    let table = item(&factory, TABLE);
    factory.order("rush", table, 1.0, 3);
    let found = netted(&factory.workspace);
    // Begun at once: wood is there on day three, legs on day five, the table on day six.
    let [shortage] = &found.shortages[..] else { panic!("{:?}", found.shortages) };
    assert_eq!((shortage.item, shortage.period, shortage.until), (at(&found, TABLE), 3, 6));
    assert_eq!(found.shortage_words(shortage), "1 of table asked for in 2026-03-05 is there in 2026-03-08.");
    let told: Vec<String> = found.chain_words(shortage).into_iter().map(|link| link.sentence).collect();
    assert_eq!(
        told,
        [
            "1 of table wanted in 2026-03-05 comes in 2026-03-08: it waits 3 days for leg.",
            "4 of leg wanted in 2026-03-04 comes in 2026-03-07: it waits 3 days for wood.",
            "8 of wood wanted in 2026-03-02 comes in 2026-03-05: it takes 3 days and should have been released 3 days ago.",
        ]
    );
    assert_eq!(found.first_shortage(at(&found, WOOD)).map(|shortage| shortage.period), Some(3), "wood is the cause");
    assert_eq!(found.first_shortage(at(&found, TOP)), None, "tops hold nothing up");
}

#[test]
fn what_nobody_supplies_never_comes_and_is_said() {
    let mut factory = workshop();
    let (table, glue) = (item(&factory, TABLE), factory.item("glue"));
    let assemble = factory.workspace.operations.values().find(|operation| operation.name == "assemble").unwrap().id;
    factory.line(assemble, glue, -1.0);
    factory.order("order", table, 1.0, 10);
    let found = netted(&factory.workspace);
    assert_eq!(found.items[at(&found, "glue")].source.kind, SourceKind::Nowhere);
    let [shortage] = &found.shortages[..] else { panic!("{:?}", found.shortages) };
    let last = found.chain_words(shortage).pop().unwrap();
    assert_eq!(last.sentence, "1 of glue wanted in 2026-03-11 never comes: nobody makes or supplies glue.");
    assert!(found.assumptions.iter().any(|told| told == "Nobody makes or supplies glue: enter an operation or a supplier."));
    assert_eq!(found.orders(at(&found, "glue"), &found.planned(at(&found, "glue"))), []);
}

/// Carries a command out on a workspace.
fn carried_out(workspace: &Workspace, command: CapacityCommand) -> Workspace {
    let command = Command::Capacity(command);
    command.check(workspace).unwrap();
    let mut changed = workspace.clone();
    for edit in command.edits(workspace, &mut IdSource::new(7)) {
        let Edit::Add { table, id, fields } = edit else { panic!("{edit:?}") };
        changed.add(table, id);
        fields.iter().for_each(|(field, value)| assert!(changed.set(table, id, *field, value)));
    }
    changed
}

#[test]
fn released_orders_are_kept_and_nothing_is_planned_twice() {
    let factory = in_time();
    let found = netted(&factory.workspace);
    let legs = at(&found, LEG);
    let planned = found.planned(legs);
    assert_eq!(planned.iter().map(|order| (order.release, order.receipt)).collect::<Vec<_>>(), [(Factory::hour(120), Factory::hour(168))]);
    let orders = found.orders(legs, &planned);
    assert!(matches!(orders[..], [ref order] if order.quantity == 30.0 && matches!(order.from, MaterialSource::Make(_))));
    let after = carried_out(&factory.workspace, CapacityCommand::ReleaseMaterials { orders });
    let again = netted(&after);
    let legs = &again.netting.items[at(&again, LEG)];
    assert_eq!(some(&legs.planned_releases), [], "the released order brings them");
    assert_eq!(some(&again.netted[at(&again, LEG)].scheduled_receipts), [(7, 30.0)]);
    // The wood that the released order will take is needed as before.
    assert_eq!(releases(&again, WOOD), [(2, 30.0)]);
    assert_eq!(again.needs(&after, at(&again, WOOD), 5)[0].label, "leg 1");

    let wood = at(&found, WOOD);
    let bought = found.orders(wood, &found.planned(wood));
    let after = carried_out(&factory.workspace, CapacityCommand::ReleaseMaterials { orders: bought });
    let order = after.supply_orders.values().find(|order| order.status == SupplyStatus::Approved).unwrap();
    assert_eq!((order.kind, order.reference.as_str(), order.quantity), (SupplyKind::Buy, "wood 2", 30.0));
    assert_eq!((order.start, order.end), (Some(Factory::hour(48)), Some(Factory::hour(120))));
    assert!(order.supplier.is_some());
}

#[test]
fn sizes_and_lot_rules_shape_what_is_ordered() {
    let mut factory = in_time();
    let terms = factory.workspace.item_suppliers.values().find(|terms| terms.item == Some(item(&factory, WOOD))).unwrap().id;
    let terms = factory.workspace.item_suppliers.get_mut(&terms).unwrap();
    (terms.size_multiple, terms.size_maximum) = (Some(25.0), Some(30.0));
    let found = netted(&factory.workspace);
    assert_eq!(releases(&found, WOOD), [(2, 50.0)], "thirty are needed and come in twenty-fives");
    let cut: Vec<f64> = found.planned(at(&found, WOOD)).iter().map(|order| order.quantity).collect();
    assert_eq!(cut, [25.0, 25.0], "no more than thirty at once");
    change(&mut factory, WOOD, |wood| (wood.lot_rule, wood.lot_quantity) = (LotRule::Fixed, Some(200.0)));
    assert_eq!(releases(&netted(&factory.workspace), WOOD), [(2, 200.0)]);
}

#[test]
fn what_each_rule_costs_is_told_beside_the_others() {
    let mut factory = workshop();
    let top = item(&factory, TOP);
    // Ten are wanted on each of four days in a row; an order costs 30, keeping one for a day 1.
    for day in 4..8 {
        factory.order(&format!("order {day}"), top, 10.0, day);
    }
    change(&mut factory, TOP, |top| (top.order_cost, top.holding_cost, top.lot_quantity) = (30.0, Some(30.4), Some(2.0)));
    let found = netted(&factory.workspace);
    let costs = found.rule_costs(at(&found, TOP));
    let of = |rule: LotRule| {
        let cost = costs.iter().find(|cost| cost.rule == rule).unwrap();
        (cost.lots, cost.ordering.round(), cost.keeping.round())
    };
    assert_eq!(of(LotRule::LotForLot), (4, 120.0, 0.0));
    // Two lots of twenty: ten are kept for a day each.
    assert_eq!(of(LotRule::Periods), (2, 60.0, 20.0));
    assert_eq!(of(LotRule::WagnerWhitin), (2, 60.0, 20.0));
    assert!(costs.iter().all(|cost| cost.total() >= 79.9), "nothing is cheaper than Wagner and Whitin's plan");
    assert_eq!(costs.iter().filter(|cost| cost.is_chosen).map(|cost| cost.rule).collect::<Vec<_>>(), [LotRule::LotForLot]);
}

#[test]
fn the_reorder_point_follows_from_history_lead_time_and_service() {
    let mut factory = workshop();
    let top = item(&factory, TOP);
    // A series of days on which nine and eleven were asked for in turn: mean 10, variance 80/70.
    let series = ForecastId::from_raw(factory.id());
    let forecast = Forecast { name: "tops".to_owned(), item: Some(top), period: Period::Day, ..Forecast::new(series) };
    factory.workspace.forecasts.insert(series, forecast);
    for day in 1..=8 {
        let id = ForecastValueId::from_raw(factory.id());
        let start = Some(Factory::now().minus(Span::from_days(day)));
        let history = Some(if day % 2 == 0 { 9.0 } else { 11.0 });
        factory.workspace.forecast_values.insert(id, ForecastValue { forecast: Some(series), start, history, ..ForecastValue::new(id) });
    }
    factory.order("order", top, 5.0, 4);
    let stock = factory.stock(top, None, 0.0);
    factory.workspace.stocks.get_mut(&stock).unwrap().minimum = 2.0;
    let found = netted(&factory.workspace);
    let policy = found.stock_policy(at(&found, TOP)).unwrap();
    assert_eq!((policy.mean, policy.lead_days, policy.periods_of_history), (10.0, 2.0, Some(8)));
    let deviation = (8.0_f64 / 7.0 * 2.0).sqrt();
    assert!((policy.during_lead.deviation - deviation).abs() < 1e-9);
    // 95 % of a normal distribution lie below 1.644854 deviations.
    assert!((policy.point.safety_stock - 1.644_854 * deviation).abs() < 1e-5, "{policy:?}");
    assert!((policy.point.reorder_point - 20.0 - policy.point.safety_stock).abs() < 1e-9);
    assert!(policy.fill_rate > 0.9 && policy.fill_rate < 1.0, "{policy:?}");
}

#[test]
fn what_an_orders_own_operation_does_is_neither_lost_nor_released() {
    let mut factory = workshop();
    let (repair, wood) = (factory.item("repair"), item(&factory, WOOD));
    let mend = factory.operation("mend", None, 24.0, 0.0);
    factory.line(mend, wood, -3.0);
    let order = factory.order("repair of a chair", repair, 1.0, 8);
    factory.ask(order, |order| order.operation = Some(mend));
    let found = netted(&factory.workspace);
    let at_repair = at(&found, "repair");
    assert_eq!(found.items[at_repair].source.kind, SourceKind::ToOrder(mend));
    assert_eq!(found.shortages, []);
    assert_eq!(releases(&found, WOOD), [(4, 3.0)], "its wood is needed the day before it is due, and takes three");
    assert_eq!(found.orders(at_repair, &found.planned(at_repair)), [], "the schedule plans it; a second one would do it twice");
}

#[test]
fn stock_counts_only_where_demand_can_fetch_it_once_more_is_needed() {
    let shop = |at_works: f64, at_store: f64, is_moved: bool| -> (Vec<f64>, Vec<(usize, f64)>, bool) {
        let mut factory = Factory::default();
        let (works, store, chair) = (factory.place("works"), factory.place("store"), factory.item("chair"));
        factory.bought(chair, "maker", 2);
        factory.stock(chair, Some(works), 10.0);
        for (name, place, quantity) in [("first", works, at_works), ("second", store, at_store)] {
            if quantity > 0.0 {
                let order = factory.order(name, chair, quantity, 8);
                factory.ask(order, |order| order.location = Some(place));
            }
        }
        if is_moved {
            factory.moved(chair, works, store, 1);
        }
        let found = netted(&factory.workspace);
        let told = found.assumptions.iter().any(|words| words.contains("not counted"));
        (vec![found.netted[0].on_hand], some(&found.netting.items[0].planned_receipts), told)
    };
    // Six are asked for in the store, ten lie in the works, and nothing goes from there to here.
    assert_eq!(shop(0.0, 6.0, false), (vec![0.0], vec![(8, 6.0)], true));
    // Four of them are asked for in the works itself.
    assert_eq!(shop(4.0, 6.0, false), (vec![4.0], vec![(8, 6.0)], true));
    // Where they are moved they serve both, and where nobody lacks any all of them are told.
    assert_eq!(shop(4.0, 6.0, true), (vec![10.0], vec![], false));
    assert_eq!(shop(4.0, 0.0, false), (vec![10.0], vec![], false));
}

#[test]
fn a_lot_takes_its_working_hours_however_many_weeks_they_are() {
    let mut factory = Factory::default();
    let (week, machine) = (factory.weekdays(8, 16), factory.resource("machine"));
    factory.workspace.resources.get_mut(&machine).unwrap().calendar = Some(week);
    for (name, hours) in [("short", 8.0), ("long", 320.0)] {
        let thing = factory.item(name);
        let make = factory.operation(name, Some(thing), hours, 0.0);
        factory.needs(make, machine);
        factory.order(name, thing, 1.0, 8);
    }
    let found = netted(&factory.workspace);
    let lead = |name: &str| found.items[at(&found, name)].lead.hours();
    // Forty days of eight hours are eight weeks less the last weekend, from a Monday morning to a Friday afternoon.
    assert_eq!((lead("short"), lead("long")), (8.0, (7.0 * 7.0 + 4.0) * 24.0 + 8.0));
}

#[test]
fn on_a_weekend_materials_begin_with_the_week_in_which_work_goes_on() {
    let mut factory = Factory::default();
    let (week, machine, thing) = (factory.weekdays(8, 16), factory.resource("machine"), factory.item("thing"));
    factory.workspace.resources.get_mut(&machine).unwrap().calendar = Some(week);
    let make = factory.operation("make", Some(thing), 0.0, 1.0);
    factory.needs(make, machine);
    let day = |days: i64| Factory::now().plus(Span::from_days(days));
    let saturday = (0..7).find(|days| day(*days).weekday() == 5).unwrap();
    factory.order("for Sunday", thing, 3.0, saturday + 1);
    factory.order("for Tuesday", thing, 4.0, saturday + 3);
    let wish = MaterialsWish { period: Period::Week, periods: 4 };
    let at = |days: i64| materials(&factory.workspace, day(days).plus(Span::from_hours(9)), wish);
    let friday = at(saturday - 1);
    assert_eq!((friday.starts[0], releases(&friday, "thing")), (day(saturday - 1), vec![(0, 3.0), (1, 4.0)]));
    let weekend = at(saturday);
    assert_eq!((weekend.starts[0], releases(&weekend, "thing")), (day(saturday + 2), vec![(0, 7.0)]));
    assert!(weekend.assumptions[0].starts_with("Nothing of this can be made in what is left"), "{:?}", weekend.assumptions);
}
