//! The plan ahead from a workspace: what is asked for, what it may be made with, versions that are compared, approved and released.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::app::derived::aggregate::Difference;
use linewright::app::derived::aggregate::*;
use linewright::app::derived::forecast::{acceptance, series_sheets};
use linewright::document::*;
use linewright::engine::aggregate::{ItemPlan, Plan, ResourcePlan, Status, Strategy, plan};
use linewright::model::roles::{people_key, raci_key};
use linewright::model::*;

fn start() -> Time {
    Time::parse("2026-03-02").unwrap()
}

/// A shop that makes chairs: half an hour each of a joiner who is there eight hours on workdays.
fn chairs() -> (Shop, u64) {
    let mut shop = Shop::default();
    let week = shop.named(TableName::Calendar, "days");
    let rule = [
        ("calendar", Value::Id(week)),
        ("value", Value::Number(1.0)),
        ("weekdays", Weekdays::WORKING.to_value()),
        ("start_time", Clock(8 * 3600).to_value()),
        ("end_time", Clock(16 * 3600).to_value()),
    ];
    shop.add(TableName::CalendarRule, &rule);
    let fields =
        [("name", text("joiner")), ("calendar", Value::Id(week)), ("cost", Value::Number(30.0)), ("overtime_hours", Value::Number(10.0))];
    let joiner = shop.add(TableName::Resource, &fields);
    let chair = shop.add(TableName::Item, &[("name", text("chair")), ("cost", Value::Number(80.0))]);
    let fields = [
        ("name", text("join")),
        ("item", Value::Id(chair)),
        ("kind", OperationKind::TimePer.to_value()),
        ("duration_per_unit", Value::Number(1800.0)),
    ];
    let join = shop.add(TableName::Operation, &fields);
    shop.add(TableName::OperationResource, &[("operation", Value::Id(join)), ("resource", Value::Id(joiner))]);
    (shop, chair)
}

fn order(shop: &mut Shop, item: u64, name: &str, due: &str, quantity: f64) {
    let fields = [
        ("name", text(name)),
        ("item", Value::Id(item)),
        ("due", Time::parse(due).unwrap().to_value()),
        ("quantity", Value::Number(quantity)),
    ];
    shop.add(TableName::Order, &fields);
}

fn weeks(count: usize) -> Wish {
    Wish { period: Period::Week, periods: count, ..Wish::default() }
}

#[test]
fn orders_hours_and_costs_come_from_the_workspace() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "1", "2026-03-05", 20.0);
    order(&mut shop, chair, "2", "2026-03-10", 100.0);
    order(&mut shop, chair, "overdue", "2026-02-10", 4.0);
    let basis = basis(shop.workspace(), start(), &weeks(3));
    assert_eq!(
        (basis.item_names.as_slice(), basis.resource_names.as_slice()),
        (["chair".to_owned()].as_slice(), ["joiner".to_owned()].as_slice())
    );
    assert_eq!(basis.asked[0].open, [24.0, 100.0, 0.0], "what is overdue is asked for first");
    let hours = &basis.problem.items[0].hours;
    assert_eq!((hours.len(), (hours[0].hours * 1e6).round() / 1e6), (1, 0.5));
    let resource = &basis.problem.resources[0];
    assert_eq!(resource.regular_hours.0, [40.0, 40.0, 40.0]);
    assert_eq!(resource.hour_cost.at(0), Some(30.0));
    let overtime = resource.overtime.as_ref().unwrap();
    assert_eq!((overtime.hour_cost.at(0), overtime.most_hours.at(2)), (Some(45.0), Some(10.0)));
    // 124 chairs take 62 hours: forty in the first week, the rest in the second, twenty of them early rather than overtime.
    let outcome = plan(&basis.request(Strategy::Optimum), &|| true, &mut |_| ());
    assert_eq!(outcome.status, Status::Optimal);
    let made = &outcome.plan.as_ref().unwrap().items[0].made;
    assert!((made.iter().sum::<f64>() - 124.0).abs() < 1e-6 && made[0] >= 44.0 - 1e-6, "{made:?}");
    let sheet = aggregate_sheet(&basis, outcome.plan.as_ref());
    let labels: Vec<&str> = sheet.items[0].lines.iter().map(|line| line.label).collect();
    assert_eq!(labels, ["Promised", "Open orders", "Forecast", "Planned output", "Stock at the end", "Owed"]);
}

#[test]
fn on_a_weekend_the_plan_begins_with_the_week_in_which_work_goes_on() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "overdue", "2026-02-10", 4.0);
    order(&mut shop, chair, "1", "2026-03-08", 20.0);
    order(&mut shop, chair, "2", "2026-03-10", 100.0);
    order(&mut shop, chair, "3", "2026-03-17", 7.0);
    let at = |shop: &Shop, now: &str| basis_ahead(shop.workspace(), Time::parse(now).unwrap(), &weeks(2));
    // On Friday the day's hours are left, and the week goes on; from Saturday to Sunday nobody works.
    let friday = at(&shop, "2026-03-06 11:40");
    assert_eq!((friday.starts[0], &friday.asked[0].open[..]), (Time::parse("2026-03-06").unwrap(), &[24.0, 100.0][..]));
    assert_eq!(friday.problem.resources[0].regular_hours.0, [8.0, 40.0]);
    for now in ["2026-03-07", "2026-03-08 23:59"] {
        let weekend = at(&shop, now);
        assert_eq!((weekend.starts[0], weekend.period_names[0].as_str()), (Time::parse("2026-03-09").unwrap(), "W11 2026"), "{now}");
        assert_eq!(weekend.asked[0].open, [124.0, 7.0], "{now}: nothing that is asked for is left out");
        assert_eq!(weekend.problem.resources[0].regular_hours.0, [40.0, 40.0], "{now}");
        let told = "Nothing of this can be made in what is left of W10 2026: the plan begins with W11 2026";
        assert!(weekend.assumptions.iter().any(|words| words.starts_with(told)), "{:?}", weekend.assumptions);
    }
    // Where a start is set, it counts.
    let settings = TableName::Settings.fields().iter().position(|known| known.name == "plan_start").unwrap();
    let id = shop.workspace().settings().id.raw();
    let value = Time::parse("2026-03-07").unwrap().to_value();
    shop.run(Command::Record(RecordCommand::Set { table: TableName::Settings, ids: vec![id], field: settings, value }));
    assert_eq!(at(&shop, "2026-03-08").starts[0], Time::parse("2026-03-07").unwrap());
}

#[test]
fn a_forecast_counts_once_it_is_accepted_and_only_what_is_not_ordered_of_it() {
    let (mut shop, chair) = chairs();
    shop.add(TableName::Forecast, &[("name", text("chair")), ("item", Value::Id(chair)), ("period", Period::Week.to_value())]);
    order(&mut shop, chair, "1", "2026-03-10", 6.0);
    let silent = basis(shop.workspace(), start(), &weeks(4));
    assert_eq!(silent.asked[0].forecast, [0.0; 4]);
    assert!(silent.assumptions.iter().any(|words| words.contains("no forecast of theirs is accepted")), "{:?}", silent.assumptions);
    let sheet = series_sheets(shop.workspace(), start()).remove(0);
    shop.run(acceptance(&[(&sheet, &[10.0; 12], &[])]).into());
    // Two weeks later it stands beside the plan how good it was: six came where ten were accepted, and before that the history does not begin.
    let later = basis(shop.workspace(), Time::parse("2026-03-17").unwrap(), &weeks(4)).assumptions;
    let told = "Accepted forecasts so far, 1 period of 1 series: sMAPE 50; none";
    assert!(later.iter().any(|words| words.starts_with(told)), "{later:?}");
    let basis = basis(shop.workspace(), start(), &weeks(4));
    assert_eq!(basis.asked[0].open, [0.0, 6.0, 0.0, 0.0]);
    assert_eq!(basis.asked[0].forecast, [10.0, 4.0, 10.0, 10.0]);
}

fn set(table: TableName, ids: Vec<u64>, field: &str, value: Value) -> Command {
    let field = table.fields().iter().position(|known| known.name == field).unwrap();
    Command::Record(RecordCommand::Set { table, ids, field, value })
}

#[test]
fn what_is_foreseen_of_a_group_alone_is_planned_by_item_and_the_parts_add_up() {
    let (mut shop, chair) = chairs();
    let group = shop.add(TableName::Item, &[("name", text("furniture"))]);
    let stool = shop.add(TableName::Item, &[("name", text("stool")), ("owner", Value::Id(group))]);
    let bench = shop.add(TableName::Item, &[("name", text("bench")), ("owner", Value::Id(group))]);
    shop.run(set(TableName::Item, vec![chair], "owner", Value::Id(group)));
    let joiner = shop.workspace().resources.values().next().unwrap().id.raw();
    for (name, item) in [("stool", stool), ("bench", bench)] {
        let fields = [
            ("name", text(name)),
            ("item", Value::Id(item)),
            ("kind", OperationKind::TimePer.to_value()),
            ("duration_per_unit", Value::Number(900.0)),
        ];
        let operation = shop.add(TableName::Operation, &fields);
        shop.add(TableName::OperationResource, &[("operation", Value::Id(operation)), ("resource", Value::Id(joiner))]);
    }
    // Three chairs to one stool last year, no bench; an order from before does not count.
    order(&mut shop, chair, "old", "2024-01-10", 900.0);
    order(&mut shop, chair, "1", "2026-01-14", 30.0);
    order(&mut shop, stool, "2", "2026-02-11", 10.0);
    order(&mut shop, bench, "ancient", "2024-02-11", 50.0);
    let orders = shop.workspace().orders.values().map(|order| order.id.raw()).collect();
    shop.run(set(TableName::Order, orders, "status", OrderStatus::Closed.to_value()));
    order(&mut shop, stool, "3", "2026-03-10", 6.0);
    let fields = [("name", text("furniture")), ("item", Value::Id(group)), ("period", Period::Week.to_value())];
    shop.add(TableName::Forecast, &fields);
    let sheet = series_sheets(shop.workspace(), start()).remove(0);
    shop.run(acceptance(&[(&sheet, &[41.0; 12], &[])]).into());
    let found = basis(shop.workspace(), start(), &weeks(4));
    let forecast = |basis: &Basis, name: &str| -> Vec<f64> {
        let at = basis.item_names.iter().position(|known| known == name);
        at.map(|at| basis.asked[at].forecast.clone()).unwrap_or_default()
    };
    // 41 are 31 and 10; in the second week six of them are ordered, 35 are left: 26 and 9.
    assert_eq!(forecast(&found, "chair"), [31.0, 26.0, 31.0, 31.0]);
    assert_eq!(forecast(&found, "stool"), [10.0, 9.0, 10.0, 10.0]);
    assert!(forecast(&found, "bench").is_empty(), "nobody ordered a bench in the last year");
    assert!(found.assumptions.iter().any(|words| words.contains("furniture is shared out to 3 items")), "{:?}", found.assumptions);
    assert!(!found.assumptions.iter().any(|words| words.contains("Not planned")), "{:?}", found.assumptions);
    // An item with a series of its own takes its orders with it, and with them its share.
    let fields = [("name", text("stools")), ("item", Value::Id(stool)), ("period", Period::Week.to_value())];
    shop.add(TableName::Forecast, &fields);
    let own = basis(shop.workspace(), start(), &weeks(4));
    assert_eq!((forecast(&own, "chair"), forecast(&own, "stool")), (vec![41.0; 4], vec![0.0; 4]));
}

/// The plan of least cost, saved as a version.
fn saved(shop: &mut Shop, name: &str, wish: &Wish) -> ProductionPlanId {
    let basis = basis(shop.workspace(), start(), wish);
    let outcome = plan(&basis.request(Strategy::Optimum), &|| true, &mut |_| ());
    let numbers = pack(&basis, outcome.plan.as_ref().unwrap());
    let fields = [("name", text(name)), ("numbers", numbers.to_value()), ("saved", start().to_value())];
    ProductionPlanId::from_raw(shop.add(TableName::ProductionPlan, &fields))
}

fn version(shop: &Shop, id: ProductionPlanId) -> ProductionPlan {
    shop.workspace().production_plans.get(&id).unwrap().clone()
}

#[test]
fn a_version_says_what_changed_since_the_one_before() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "1", "2026-03-05", 20.0);
    let first = saved(&mut shop, "first", &weeks(3));
    order(&mut shop, chair, "2", "2026-03-12", 15.0);
    let second = saved(&mut shop, "second", &weeks(3));
    let [first, second] = [first, second].map(|id| Saved::open(&version(&shop, id)));
    assert_eq!((first.damaged, first.items.len(), first.starts.len()), (0, 1, 4));
    let told: Vec<String> = differences(shop.workspace(), &first, &second).iter().map(Difference::told).collect();
    assert_eq!(told, ["chair: demand 35 instead of 20", "chair: planned output 35 instead of 20"]);
    assert!(differences(shop.workspace(), &second, &second).is_empty());
}

#[test]
fn damaged_lines_of_a_version_are_left_out_and_counted() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "1", "2026-03-05", 20.0);
    let id = saved(&mut shop, "first", &weeks(2));
    let mut version = version(&shop, id);
    version.numbers.push("nonsense;1 2;x".to_owned());
    version.numbers.push(String::new());
    assert_eq!((Saved::open(&version).damaged, Saved::open(&version).items.len()), (2, 1));
    version.numbers[0] = "soon".to_owned();
    assert_eq!(Saved::open(&version).damaged, 3);
}

#[test]
fn only_an_approved_version_is_released_as_orders_that_the_next_plan_counts() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "1", "2026-03-05", 20.0);
    order(&mut shop, chair, "2", "2026-03-12", 15.0);
    let id = saved(&mut shop, "March", &weeks(3));
    let orders = releases(shop.workspace(), &Saved::open(&version(&shop, id)));
    assert_eq!(orders.iter().map(|order| order.quantity).sum::<f64>(), 35.0);
    let release = Command::Capacity(CapacityCommand::ReleasePlan { plan: id, orders, by: String::new() });
    assert!(shop.refused(release.clone()).to_string().contains("approved"));
    let approve = |by: &str| Command::Capacity(CapacityCommand::ApprovePlan { plan: id, by: by.to_owned(), at: start() });
    let refusal = shop.refused(approve("Ada")).to_string();
    assert!(refusal.contains("Nobody is named as Production Manager"), "{refusal}");
    let name =
        |role: usize, value: &str| Command::Improvement(ImprovementCommand::Answer { key: people_key(role), value: value.to_owned() });
    shop.run(name(1, "Ada, Ben"));
    shop.run(name(2, "Cleo"));
    for other in [" ", "Cleo", "Ada, Ben"] {
        let refusal = shop.refused(approve(other)).to_string();
        assert!(refusal.contains("the Production Manager does, and that is Ada or Ben"), "{refusal}");
    }
    // Where the matrix says otherwise, it is others who answer for it.
    let letter = |role: usize, letter: &str| {
        Command::Improvement(ImprovementCommand::Answer { key: raci_key(Phase::Capacity, role), value: letter.to_owned() })
    };
    shop.run(letter(1, "-"));
    assert!(shop.refused(approve("Ada")).to_string().contains("No role answers for Capacity"));
    shop.run(letter(2, "A/R"));
    assert!(shop.refused(approve("Ada")).to_string().contains("the Operations Lead does, and that is Cleo"));
    shop.run(letter(2, "R"));
    shop.run(letter(1, "A"));
    shop.run(approve(" ada "));
    assert_eq!(version(&shop, id).approved_by, "Ada");
    shop.run(release.clone());
    assert_eq!(version(&shop, id).status, PlanStatus::Released);
    let supplies: Vec<&SupplyOrder> = shop.workspace().supply_orders.values().collect();
    assert!(supplies.iter().all(|supply| supply.status == SupplyStatus::Approved && supply.kind == SupplyKind::Make));
    assert!(shop.refused(release).to_string().contains("approved"), "a version is released once");
    let basis = basis(shop.workspace(), start(), &weeks(3));
    assert_eq!(basis.released[0].iter().sum::<f64>(), 35.0);
    let again = plan(&basis.request(Strategy::Optimum), &|| true, &mut |_| ()).plan.unwrap();
    assert_eq!(again.items[0].made, [0.0; 3], "nothing is to be made a second time");
    shop.document.undo(start()).unwrap();
    assert!(shop.workspace().supply_orders.is_empty());
}

#[test]
fn a_version_is_released_in_runs_of_the_operation_and_its_sizes() {
    let (mut shop, chair) = chairs();
    // Two chairs come of each unit of the operation, of which at least eight are made at once.
    let join = shop.workspace().operations.values().next().unwrap().id.raw();
    shop.run(set(TableName::Operation, vec![join], "size_minimum", Value::Number(8.0)));
    let line = [("operation", Value::Id(join)), ("item", Value::Id(chair)), ("quantity", Value::Number(2.0))];
    shop.add(TableName::OperationMaterial, &line);
    for (name, due, quantity) in [("1", "2026-03-05", 20.0), ("2", "2026-03-12", 15.0), ("3", "2026-03-19", 3.0)] {
        order(&mut shop, chair, name, due, quantity);
    }
    let id = saved(&mut shop, "March", &weeks(4));
    let orders = releases(shop.workspace(), &Saved::open(&version(&shop, id)));
    // One chair too many of the second week is there in the third, whose other two are a run again.
    assert_eq!(orders.iter().map(|order| order.quantity).collect::<Vec<_>>(), [10.0, 8.0, 8.0]);
}

#[test]
fn a_plant_without_any_capacity_is_told_what_would_do() {
    let (mut shop, chair) = chairs();
    let rule = shop.workspace().calendar_rules.values().next().unwrap().id;
    shop.run(Command::Capacity(CapacityCommand::RemoveRule { rule }));
    order(&mut shop, chair, "1", "2026-03-05", 20.0);
    let mut wish = weeks(2);
    wish.levers.overtime = false;
    let basis = basis(shop.workspace(), start(), &wish);
    let outcome = plan(&basis.request(Strategy::Optimum), &|| true, &mut |_| ());
    assert_eq!(outcome.status, Status::Impossible);
    let contradiction = outcome.contradiction.unwrap();
    let contradictions = contradiction_words(&basis, &contradiction);
    assert!(contradictions.len() == 1 && contradictions[0].iter().any(|words| words.starts_with("demand for chair")), "{contradictions:?}");
    let told: Vec<String> = contradiction.least_changes.iter().map(|change| least_change_words(&basis, change)).collect();
    assert!(told.iter().any(|words| words.starts_with("10 more regular hours would do")), "{told:?}");
}

#[test]
fn targets_are_held_against_the_plan_by_period_and_in_all() {
    let (mut shop, chair) = chairs();
    // Forty hours a week make eighty chairs; a hundred are asked for in the second week and none before.
    order(&mut shop, chair, "1", "2026-03-10", 100.0);
    let found = basis(shop.workspace(), start(), &weeks(3));
    let id = ItemId::from_raw(chair);
    // Made by hand: eighty in the second week, the rest a week too late, and five more than asked for.
    let item = ItemPlan { made: vec![0.0, 80.0, 25.0], bought: vec![0.0; 3], stock: vec![0.0, 0.0, 5.0], owed: vec![0.0, 20.0, 0.0] };
    let resource = ResourcePlan { used_hours: vec![0.0, 40.0, 12.5], regular_hours: vec![40.0, 40.0, 40.0], ..ResourcePlan::default() };
    let plan = Plan { items: vec![item], resources: vec![resource], ..Plan::default() };
    assert!(targets(shop.workspace(), &found, &plan).is_empty() && targets_sentence(&[]).is_none());
    let mut set = |aim: Aim, item: Option<ItemId>, number: f64| {
        let value = target_text(aim, Some(number)).unwrap();
        shop.run(Command::Improvement(ImprovementCommand::Answer { key: target_key(aim, item), value }));
    };
    set(Aim::Service, None, 0.9);
    set(Aim::Service, Some(id), 0.8);
    set(Aim::StockAtEnd, Some(id), 4.0);
    set(Aim::Utilisation, None, 0.85);
    let rows = targets(shop.workspace(), &found, &plan);
    let told = |row: &TargetRow| -> (Aim, String, Vec<(Option<f64>, bool)>, (Option<f64>, bool)) {
        let one = |against: &Against| (against.value, against.is_missed);
        (row.aim, row.of.clone(), row.by_period.iter().map(one).collect(), one(&row.total))
    };
    let told: Vec<_> = rows.iter().map(told).collect();
    let service = |is_missed| vec![(None, false), (Some(0.8), is_missed), (None, false)];
    assert_eq!(
        told,
        [
            (Aim::Service, String::new(), service(true), (Some(0.8), true)),
            (Aim::Service, "chair".to_owned(), service(false), (Some(0.8), false)),
            (Aim::StockAtEnd, "chair".to_owned(), vec![(Some(0.0), false), (Some(0.0), false), (Some(5.0), true)], (Some(5.0), true)),
            (
                Aim::Utilisation,
                "joiner".to_owned(),
                vec![(Some(0.0), false), (Some(1.0), true), (Some(0.3125), false)],
                (Some(0.4375), false)
            ),
        ]
    );
    assert_eq!(targets_sentence(&rows).as_deref(), Some("3 of 4 targets are missed."));
    assert!(target_text(Aim::Service, Some(1.2)).is_err() && target_text(Aim::Utilisation, Some(-0.1)).is_err());
    assert_eq!(target_text(Aim::StockAtEnd, None), Ok(String::new()));
}

#[test]
fn a_week_in_which_nothing_works_is_named_and_planned_around() {
    let (mut shop, chair) = chairs();
    order(&mut shop, chair, "1", "2026-03-19", 20.0);
    let week = shop.workspace().calendars.keys().next().unwrap().raw();
    let fields = [
        ("calendar", Value::Id(week)),
        ("value", Value::Number(0.0)),
        ("priority", Value::Number(-1.0)),
        ("start", Time::parse("2026-03-16").unwrap().to_value()),
        ("end", Time::parse("2026-03-23").unwrap().to_value()),
    ];
    shop.add(TableName::CalendarRule, &fields);
    let before = shop.workspace().clone();
    let mut basis = basis(shop.workspace(), start(), &weeks(4));
    assert!(
        basis.assumptions[0].starts_with(&format!("No machine and nobody works in {}: ", basis.period_names[2])),
        "{:?}",
        basis.assumptions
    );
    assert_eq!(before, *shop.workspace(), "saying so changes nothing");
    // Without overtime in that week the chairs are made before.
    basis.problem.resources[0].overtime = None;
    let outcome = plan(&basis.request(Strategy::Optimum), &|| true, &mut |_| ());
    let made = outcome.plan.unwrap().items[0].made.clone();
    assert_eq!((made[2], made.iter().sum::<f64>()), (0.0, 20.0), "{made:?}");
}
