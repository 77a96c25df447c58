//! Planners' files that nobody here wrote, planned end to end: forecast, rough cut, plan ahead, materials, release, schedule. Every balance of
//! stock, hours and money is recounted here from the records of the file, without the code that planned.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::judge::violations;
use crate::support::{now_of, options, planned, shared_file};
use linewright::app::derived::aggregate::{Basis, Saved, Wish, basis, pack, releases};
use linewright::app::derived::forecast::{acceptance, question, series_sheets};
use linewright::app::derived::materials::{Materials, MaterialsWish, materials};
use linewright::app::derived::rough_cut::{RoughWish, ScheduleSource, rough_cut_sheet};
use linewright::document::*;
use linewright::engine::aggregate::{Plan, Status, Strategy, plan};
use linewright::engine::forecast::forecast;
use linewright::engine::plan::PlanOutcome;
use linewright::engine::supply::RoughCutMethod;
use linewright::exchange::{dry_run, propose, read};
use linewright::model::roles::people_key;
use linewright::model::*;
use std::collections::BTreeMap;

const WEEKS: usize = 13;

/// A planner's file in a document of its own, imported as a person imports it; nothing, visibly, where the file is not on this machine.
struct Shop {
    document: Document,
    now: Time,
}

impl Shop {
    fn open(name: &str) -> Option<Shop> {
        let bytes = shared_file(&format!("frepple/{name}"))?;
        let sheets = read(name, &bytes).unwrap();
        let mut document = Document::new(1);
        let run = dry_run(&sheets, &propose(&sheets), document.workspace(), 1 << 20);
        assert!(run.can_import, "{name}");
        let import = ImportCommand { source: name.to_owned(), edits: run.edits, summary: String::new() };
        document.dispatch(&Command::Import(import), Time::default()).unwrap();
        let now = now_of(document.workspace());
        Some(Shop { document, now })
    }

    fn workspace(&self) -> &Workspace {
        self.document.workspace()
    }

    fn run(&mut self, command: impl Into<Command>) {
        self.document.dispatch(&command.into(), self.now).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    fn item(&self, name: &str) -> ItemId {
        self.workspace().items.values().find(|item| item.name == name).unwrap().id
    }

    /// Forecasts every series and accepts it.
    fn foresee(&mut self) -> usize {
        let all = series_sheets(self.workspace(), self.now);
        for series in &all {
            let asked = question(series);
            let found = forecast(&asked.history, &asked.settings);
            assert!(found.points.iter().all(|point| point.is_finite() && *point >= 0.0), "{}: {:?}", series.name, found.points);
            self.run(acceptance(&[(series, &found.points, &found.ranges_80)]));
        }
        all.len()
    }

    fn basis(&self) -> Basis {
        basis(self.workspace(), self.now, &Wish { periods: WEEKS, ..Wish::default() })
    }

    fn materials(&self) -> Materials {
        materials(self.workspace(), self.now, MaterialsWish::of(Period::Week))
    }

    /// Saves a plan as a version, has it approved by whoever may, and releases it.
    fn release(&mut self, basis: &Basis, found: &Plan) -> ProductionPlanId {
        let id = self.document.ids().next();
        let field = |name: &str| TableName::ProductionPlan.field(name).unwrap();
        let fields = vec![(field("name"), Value::Text("plan".to_owned())), (field("numbers"), pack(basis, found).to_value())];
        self.run(Command::Record(RecordCommand::Add { table: TableName::ProductionPlan, fields, id: Some(id) }));
        self.run(ImprovementCommand::Answer { key: people_key(1), value: "Ada".to_owned() });
        let plan = ProductionPlanId::from_raw(id);
        self.run(CapacityCommand::ApprovePlan { plan, by: "Ada".to_owned(), at: self.now });
        let orders = releases(self.workspace(), &Saved::open(self.workspace().production_plans.get(&plan).unwrap()));
        self.run(CapacityCommand::ReleasePlan { plan, orders, by: "Ada".to_owned() });
        plan
    }

    /// Schedules everything and lets the independent judge look for a broken rule.
    fn schedule(&self) -> PlanOutcome {
        let outcome = planned(self.workspace(), &options(self.now));
        let found = violations(self.workspace(), &outcome, self.now);
        assert!(found.is_empty(), "{}", found.join("\n"));
        assert!(outcome.promises.iter().all(|promise| promise.verdict != Verdict::Refused), "an order is refused");
        outcome
    }
}

fn near(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{what}: {found}, recounted {expected}");
}

/// Units of open orders for an item by the week of their due date; what is overdue counts in the first.
fn ordered(shop: &Shop, item: ItemId, starts: &[Time]) -> Vec<f64> {
    let mut sums = vec![0.0; starts.len() - 1];
    for order in shop.workspace().orders.values().filter(|order| order.item == Some(item) && order.status == OrderStatus::Open) {
        let due = order.due.unwrap();
        if let Some(week) = (0..sums.len()).find(|week| due < starts[week + 1]) {
            sums[week] += order.quantity;
        }
    }
    sums
}

/// Units of released orders to make an item by the week in which they end; nothing here makes more than one unit of a unit.
fn released(shop: &Shop, item: ItemId, starts: &[Time]) -> Vec<f64> {
    let mut sums = vec![0.0; starts.len() - 1];
    for order in shop.workspace().supply_orders.values().filter(|order| order.item == Some(item) && order.status == SupplyStatus::Approved)
    {
        let end = order.end.unwrap();
        if let Some(week) = (0..sums.len()).find(|week| end <= starts[week + 1]) {
            sums[week] += order.quantity;
        }
    }
    sums
}

/// Recounts a plan ahead: stock and what is owed follow from the week before, hours fit, and the money is that of quantities times prices.
/// `hours` is what a unit takes by hand of each resource; `stock` what of the stock can be used at all.
fn recount(shop: &Shop, basis: &Basis, found: &Plan, hours: &BTreeMap<&str, Vec<(&str, f64)>>, stock: &BTreeMap<&str, f64>) {
    let mut used = vec![vec![0.0; WEEKS]; basis.resources.len()];
    let mut money = 0.0;
    assert_eq!(basis.item_names.iter().map(String::as_str).collect::<Vec<_>>(), hours.keys().copied().collect::<Vec<_>>());
    for (at, (name, plan)) in basis.item_names.iter().zip(&found.items).enumerate() {
        let (asked, comes) = (ordered(shop, basis.items[at], &basis.starts), released(shop, basis.items[at], &basis.starts));
        let mut level = stock.get(name.as_str()).copied().unwrap_or(0.0);
        for week in 0..WEEKS {
            level += plan.made[week] + plan.bought[week] + comes[week] - asked[week];
            near(&format!("{name}, stock less owed after week {week}"), plan.stock[week] - plan.owed[week], level);
            assert!(plan.made[week] >= -1e-9 && plan.stock[week] >= -1e-9 && plan.owed[week] >= -1e-9);
            // No value is said of anything in these files, so a unit is worth one: 2 % a month to keep, 20 % to owe.
            let days = basis.starts[week + 1].since(basis.starts[week]).hours() / 24.0;
            money += (0.02 * plan.stock[week] + 0.2 * plan.owed[week]) * days / 30.4;
            for (resource, each) in &hours[name.as_str()] {
                let row = basis.resource_names.iter().position(|known| known == resource).unwrap();
                used[row][week] += each * plan.made[week];
            }
        }
    }
    for ((name, plan), used) in basis.resource_names.iter().zip(&found.resources).zip(&used) {
        for (week, hours) in used.iter().enumerate() {
            near(&format!("{name}, hours in week {week}"), plan.used_hours[week], *hours);
            assert!(*hours <= plan.regular_hours[week] + 1e-6, "{name} has too few hours in week {week}");
        }
    }
    near("the cost", found.costs.total, money);
}

/// Recounts the netting: what is needed is what is ordered, foreseen, taken by released work and by parents; stock follows from week to week.
fn renet(shop: &Shop, found: &Materials, usable: &dyn Fn(&str) -> f64) {
    for (at, item) in found.items.iter().enumerate() {
        let record = &found.netting.items[at];
        let asked = ordered(shop, item.id, &found.starts);
        let mut level = usable(&item.name);
        for (week, ordered) in asked.iter().enumerate() {
            let mut need = ordered + item.asked.forecast[week];
            need += item.taken.iter().filter(|(_, when, _)| *when == week).map(|(.., units)| units).sum::<f64>();
            for (parent, other) in found.items.iter().enumerate() {
                let each: f64 = other.source.parts.iter().filter(|(part, _)| *part == item.id).map(|(_, units)| units).sum();
                need += each * found.netting.items[parent].planned_releases[week];
            }
            let comes: f64 = item.receipts.iter().filter(|(_, when, _)| *when == week).map(|(.., units)| units).sum();
            near(&format!("{}, needed in week {week}", item.name), record.gross[week], need);
            level += comes + record.planned_receipts[week] - need;
            near(&format!("{}, stock after week {week}", item.name), record.projected_on_hand[week], level);
            assert!(level >= -1e-6, "{} is planned to be short in week {week}", item.name);
        }
    }
}

/// Lateness of all orders in a plan, in seconds.
fn lateness(shop: &Shop, outcome: &PlanOutcome) -> i64 {
    let late = |promise: &Promise| {
        let due = shop.workspace().orders.get(&promise.order.unwrap()).unwrap().due.unwrap();
        promise.ready.unwrap().since(due).seconds().max(0)
    };
    outcome.promises.iter().map(late).sum()
}

/// Units of items that a plan makes, released orders included.
fn made(outcome: &PlanOutcome, items: &[ItemId]) -> f64 {
    let makes = |order: &&SupplyOrder| order.kind == SupplyKind::Make && order.item.is_some_and(|item| items.contains(&item));
    outcome.supply_orders.iter().filter(makes).map(|order| order.quantity).sum()
}

#[test]
fn what_is_made_to_stock_and_to_order_is_planned_ahead_released_and_scheduled() {
    let Some(mut shop) = Shop::open("make-to-order.xlsx") else { return };
    let at_first = shop.schedule();
    // A day for a run of any size, and a bill is made of fifty units: 0.48 hours each at every step.
    let names: Vec<String> = ["A", "B", "C", "D", "E"]
        .iter()
        .flat_map(|letter| ["assembly", "end item", "subassembly"].map(|step| format!("{letter} - {step}")))
        .collect();
    let hours: BTreeMap<&str, Vec<(&str, f64)>> = names
        .iter()
        .filter(|name| name.ends_with("end item"))
        .map(|name| (name.as_str(), names.iter().filter(|step| step[..1] == name[..1]).map(|step| (step.as_str(), 0.48)).collect()))
        .collect();
    // Of a hundred green ones twenty are asked for; of the yellow ones, of which twenty are asked for, there are five.
    let stock = BTreeMap::from([("E - end item", 25.0)]);
    for method in [RoughCutMethod::OverallFactors, RoughCutMethod::BillOfCapacity, RoughCutMethod::ResourceProfile] {
        let wish = RoughWish { period: Period::Week, periods: WEEKS, method, source: ScheduleSource::Demand };
        let sheet = rough_cut_sheet(shop.workspace(), shop.now, wish);
        let all: f64 = sheet.cut.load_hours.iter().flatten().sum();
        near("rough hours", all, 3.0 * 0.48 * (4.0 * 20.0 + 15.0));
    }
    let found = shop.basis();
    assert!(found.assumptions.iter().any(|words| words.ends_with("not counted: 80 of E - end item.")), "{:?}", found.assumptions);
    for strategy in [Strategy::Optimum, Strategy::Level, Strategy::Chase] {
        let outcome = plan(&found.request(strategy), &|| true, &mut |_| ());
        assert_eq!(outcome.status, Status::Optimal);
        recount(&shop, &found, outcome.plan.as_ref().unwrap(), &hours, &stock);
    }
    let outcome = plan(&found.request(Strategy::Optimum), &|| true, &mut |_| ());
    shop.release(&found, outcome.plan.as_ref().unwrap());
    // A, B, C and D to the unit; of E at least forty are made at once, though fifteen would do.
    let by_item = |name: &str| -> Vec<(String, f64)> {
        let id = shop.item(name);
        let mut mine: Vec<_> = shop
            .workspace()
            .supply_orders
            .values()
            .filter(|order| order.item == Some(id))
            .map(|order| (order.batch.clone(), order.quantity))
            .collect();
        mine.sort_by(|a, b| a.0.cmp(&b.0));
        mine
    };
    assert_eq!(by_item("A - end item"), [(String::new(), 20.0)]);
    assert_eq!(by_item("B - end item"), [("B - order 1".to_owned(), 10.0), ("B - order 2".to_owned(), 10.0)]);
    assert_eq!(by_item("E - end item"), [("yellow".to_owned(), 40.0)]);
    // What is released is not planned again, its surplus is seen, and nobody lacks what the green ones could not help with: all stock counts.
    let stock = BTreeMap::from([("E - end item", 105.0)]);
    let again = shop.basis();
    for strategy in [Strategy::Optimum, Strategy::Chase] {
        let outcome = plan(&again.request(strategy), &|| true, &mut |_| ());
        let outcome = outcome.plan.unwrap();
        recount(&shop, &again, &outcome, &hours, &stock);
        assert!(outcome.items.iter().all(|item| item.made.iter().sum::<f64>() < 1e-9), "{:?}", outcome.items);
    }
    // The schedule takes the released orders and makes nothing twice.
    let outcome = shop.schedule();
    assert!(lateness(&shop, &outcome) <= lateness(&shop, &at_first), "{} {}", lateness(&shop, &outcome), lateness(&shop, &at_first));
    let ends: Vec<ItemId> = hours.keys().map(|name| shop.item(name)).collect();
    near("units made of end items", made(&outcome, &ends), 4.0 * 20.0 + 40.0);
    let usable = |name: &str| match name {
        "A - component 1" => 5.0,
        "E - end item" => 105.0,
        _ => 0.0,
    };
    renet(&shop, &shop.materials(), &usable);
}

#[test]
fn a_line_with_too_few_hours_is_planned_ahead_over_weeks_released_and_scheduled() {
    let Some(mut shop) = Shop::open("transfer-batch.xlsx") else { return };
    let at_first = shop.schedule();
    let hours = BTreeMap::from([
        ("1. end item", vec![("1. assembly line", 1.0 / 6.0), ("1. subassembly line", 1.0 / 6.0)]),
        ("2. end item", vec![("2. assembly line", 1.0 / 6.0), ("2. subassembly line", 0.25)]),
    ]);
    let found = shop.basis();
    for strategy in [Strategy::Optimum, Strategy::Level] {
        let outcome = plan(&found.request(strategy), &|| true, &mut |_| ());
        recount(&shop, &found, outcome.plan.as_ref().unwrap(), &hours, &BTreeMap::new());
    }
    // The second line has 65 hours a week of the 247.5 that its order takes, so it cannot be met in its week.
    assert_eq!(plan(&found.request(Strategy::Chase), &|| true, &mut |_| ()).status, Status::Impossible);
    let outcome = plan(&found.request(Strategy::Optimum), &|| true, &mut |_| ());
    let best = outcome.plan.as_ref().unwrap();
    let weekly: Vec<f64> = best.items[1].made.iter().map(|units| units.round()).collect();
    assert_eq!(weekly[..5], [260.0, 260.0, 260.0, 210.0, 0.0]);
    shop.release(&found, best);
    let again = shop.basis();
    let outcome = plan(&again.request(Strategy::Optimum), &|| true, &mut |_| ()).plan.unwrap();
    recount(&shop, &again, &outcome, &hours, &BTreeMap::new());
    assert!(outcome.items.iter().all(|item| item.made.iter().sum::<f64>() < 1e-9), "{:?}", outcome.items);
    // The schedule makes what was released and nothing beside it, in more runs and no later.
    let outcome = shop.schedule();
    assert!(lateness(&shop, &outcome) <= lateness(&shop, &at_first), "{} {}", lateness(&shop, &outcome), lateness(&shop, &at_first));
    for name in ["1. end item", "2. end item"] {
        near(name, made(&outcome, &[shop.item(name)]), 990.0);
    }
    renet(&shop, &shop.materials(), &|_| 0.0);
}

#[test]
fn what_is_bought_for_a_forecast_is_netted_released_and_scheduled() {
    let Some(mut shop) = Shop::open("forecast-method.xlsx") else { return };
    assert_eq!(shop.foresee(), 4);
    let found = shop.basis();
    // Nothing is made there, and the plan ahead says so.
    assert!(found.items.is_empty() && found.assumptions.iter().any(|words| words.contains("nothing is made here for them")));
    let before = shop.materials();
    renet(&shop, &before, &|_| 0.0);
    // What is foreseen of the first three months is that of the accepted months, by days.
    for (at, series) in series_sheets(shop.workspace(), shop.now).iter().enumerate() {
        let (from, to) = (shop.now, *before.starts.last().unwrap());
        let mut expected = 0.0;
        for row in series.coming() {
            let (year, month, _) = row.start.date();
            let next = if month == 12 { Time::from_date(year + 1, 1, 1) } else { Time::from_date(year, month + 1, 1) }.unwrap();
            let (start, whole) = (row.start.max(from), next.since(row.start.max(from)).hours());
            let part = next.min(to).since(start).hours();
            if part > 0.0 {
                // What orders of the month have taken of it is not foreseen any more.
                let taken = |order: &&Order| order.item == series.item && order.due.unwrap() >= row.start && order.due.unwrap() < next;
                let taken: f64 = shop.workspace().orders.values().filter(taken).map(|order| order.quantity).sum();
                expected += (row.expected().unwrap() - taken).max(0.0) * part / whole;
            }
        }
        let item = before.items.iter().find(|item| Some(item.id) == series.item).unwrap();
        near(&format!("series {at}"), item.asked.forecast.iter().sum(), expected);
    }
    let mut orders = Vec::new();
    for at in 0..before.items.len() {
        let lots = before.planned(at);
        // A tenth of a racket is never bought.
        assert!(lots.iter().all(|lot| lot.quantity.fract() == 0.0), "{}: {lots:?}", before.items[at].name);
        orders.extend(before.orders(at, &lots));
    }
    shop.run(CapacityCommand::ReleaseMaterials { orders });
    let after = shop.materials();
    renet(&shop, &after, &|_| 0.0);
    shop.schedule();
}
