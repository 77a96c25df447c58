//! Templates are lawful workspaces with the capacity, the history and the open orders they promise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::shared_file;
use linewright::document::Edit;
use linewright::exchange::{TEMPLATES, apply, dry_run, export_workbook, propose, read, template};
use linewright::model::*;
use std::collections::{BTreeMap, BTreeSet};

fn start() -> Time {
    Time::parse("2026-11-23 08:00").unwrap()
}

fn made(id: &str) -> Workspace {
    let mut workspace = Workspace::default();
    let edits = template(id, start(), &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    workspace
}

#[test]
fn every_template_keeps_every_law_and_survives_export() {
    assert_eq!(TEMPLATES.len(), 6);
    for card in TEMPLATES {
        let workspace = made(card.id);
        assert_eq!(workspace.settings().name, card.name);
        assert!(card.summary.ends_with('.'));
        let mut names = BTreeSet::new();
        for table in TableName::ALL.iter().copied() {
            for id in workspace.ids(table) {
                assert_eq!(
                    laws::check_record(&workspace, table, id),
                    Ok(()),
                    "{}: {} {}",
                    card.id,
                    table.word(),
                    workspace.label(table, id)
                );
                let unique = table.fields().iter().position(|field| field.is(Mark::Unique));
                if let Some(Value::Text(name)) = unique.map(|field| workspace.get(table, id, field)) {
                    assert!(names.insert((table, name.clone())), "{}: {name} stands twice", card.id);
                }
            }
        }
        let bytes = export_workbook(&workspace).unwrap();
        let sheets = read("template.xlsx", &bytes).unwrap();
        let run = dry_run(&sheets, &propose(&sheets), &workspace, 1);
        assert!(run.can_import && run.edits.is_empty(), "{}: {:?} {:?}", card.id, run.problems().collect::<Vec<_>>(), run.edits.first());
    }
    assert!(template("nonsense", start(), &Workspace::default(), 1).is_none());
}

#[test]
fn a_template_leaves_what_is_there_alone() {
    let before = made("operations");
    let mut after = before.clone();
    let edits = template("it", start(), &before, 1 << 20).unwrap();
    assert!(edits.iter().all(|edit| match edit {
        Edit::Add { table, id, .. } => !before.has(*table, *id),
        Edit::Set { table, .. } => *table == TableName::Settings,
        Edit::Remove { .. } => false,
    }));
    apply(&mut after, &edits);
    for table in TableName::ALL.iter().copied().filter(|table| *table != TableName::Settings) {
        for id in before.ids(table) {
            for field in 0..table.fields().len() {
                assert_eq!(before.get(table, id, field), after.get(table, id, field));
            }
        }
    }
    assert_eq!(template("it", start(), &before, 1 << 20), Some(edits), "the same start gives the same template");
}

/// Hours a week that a calendar is open, from its weekly rules.
fn weekly_hours(workspace: &Workspace, calendar: CalendarId) -> f64 {
    let rules = workspace.calendar_rules.values().filter(|rule| rule.calendar == Some(calendar) && rule.value > 0.0);
    rules.map(|rule| f64::from(rule.weekdays.0.count_ones()) * (rule.end_time.0 - rule.start_time.0) as f64 / 3600.0).sum()
}

/// Hours of work a week that a resource or the members of a group can do.
fn capacity(workspace: &Workspace, resource: &Resource) -> f64 {
    let members: Vec<&Resource> = workspace.resources.values().filter(|member| member.owner == Some(resource.id)).collect();
    if members.is_empty() {
        resource.maximum * weekly_hours(workspace, resource.calendar.unwrap()) * resource.efficiency / 100.0
    } else {
        members.into_iter().map(|member| capacity(workspace, member)).sum()
    }
}

#[test]
fn pools_have_the_capacity_of_their_source() {
    let Some(bytes) = shared_file("domain/content/domain_templates.json") else { return };
    let content: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let mut checked = 0;
    for source in content["templates"].as_array().unwrap() {
        let workspace = made(source["id"].as_str().unwrap());
        for pool in source["pools"].as_array().unwrap() {
            let name = pool["name"].as_str().unwrap();
            let team = format!("{} team", name.split(" (").next().unwrap());
            let resource = workspace.resources.values().find(|resource| resource.name == name || resource.name == team);
            let expected = source["expected"]["pools"][pool["id"].as_str().unwrap()]["capacity_h"].as_f64().unwrap();
            assert!((capacity(&workspace, resource.unwrap()) - expected).abs() < 1e-6, "{name}");
            checked += 1;
        }
        let closed: f64 = workspace.orders.values().filter(|order| order.status == OrderStatus::Closed).map(|order| order.quantity).sum();
        let demand: f64 = source["demand"].as_array().unwrap().iter().map(|units| units.as_f64().unwrap()).sum();
        assert!((closed / demand - 1.0).abs() < 0.01, "{}: history {closed} of {demand}", source["id"]);
    }
    assert_eq!(checked, 6 + 4 + 3 + 3 + 4);
}

#[test]
fn orders_are_open_for_the_coming_weeks_only() {
    for card in TEMPLATES {
        let workspace = made(card.id);
        let open: Vec<&Order> = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).collect();
        assert!((50..400).contains(&open.len()), "{}: {}", card.id, open.len());
        let horizon = start().plus(Span::from_days(31));
        assert!(open.iter().all(|order| order.due.is_some_and(|due| start() < due && due < horizon && due.weekday() < 5)), "{}", card.id);
        assert!(open.iter().all(|order| order.item.is_some() && order.customer.is_some() || order.name == "Monthly close"), "{}", card.id);
        let closed: Vec<&Order> = workspace.orders.values().filter(|order| order.status == OrderStatus::Closed).collect();
        assert!(closed.iter().all(|order| order.due.is_some_and(|due| due < start())), "{}", card.id);
        let weeks: BTreeSet<_> = closed.iter().filter_map(|order| order.due).map(Time::week_start).collect();
        assert_eq!(weeks.len(), 104, "{}", card.id);
    }
}

#[test]
fn the_monthly_close_takes_thirty_six_hours_at_least() {
    let workspace = made("finance");
    let mut longest: BTreeMap<OperationId, i64> = BTreeMap::new();
    for step in workspace.operations.values().filter(|operation| operation.name.starts_with('K')) {
        let before = workspace.operation_dependencies.values().filter(|link| link.operation == Some(step.id));
        let before = before.filter_map(|link| longest.get(&link.blocked_by?)).max().copied().unwrap_or(0);
        longest.insert(step.id, before + step.duration.seconds() / 3600);
    }
    assert_eq!((longest.len(), longest.values().max().copied()), (12, Some(36)));
}

/// Units of every item that the open orders of the sample need, down to the last part, less what lies in stock.
fn needed(workspace: &Workspace) -> BTreeMap<ItemId, f64> {
    let mut needed: BTreeMap<ItemId, f64> = BTreeMap::new();
    for order in workspace.orders.values().filter(|order| order.status == OrderStatus::Open) {
        *needed.entry(order.item.unwrap()).or_default() += order.quantity;
    }
    // Products were made after their parts, so that their ids are higher.
    for item in workspace.items.keys().rev() {
        let on_hand: f64 = workspace.stocks.values().filter(|stock| stock.item == Some(item)).map(|stock| stock.on_hand).sum();
        let units = (needed.get(&item).copied().unwrap_or(0.0) - on_hand).max(0.0);
        needed.insert(item, units);
        let makers = workspace.operation_materials.values().filter(|line| line.item == Some(item) && line.quantity > 0.0);
        for maker in makers {
            let last = &workspace.operations[&maker.operation.unwrap()];
            let same = |line: &&OperationMaterial| {
                let operation = &workspace.operations[&line.operation.unwrap()];
                operation.id == last.id || (operation.owner.is_some() && operation.owner == last.owner)
            };
            for line in workspace.operation_materials.values().filter(same).filter(|line| line.quantity < 0.0) {
                *needed.entry(line.item.unwrap()).or_default() -= units * line.quantity;
            }
        }
    }
    needed
}

#[test]
fn the_sample_workshop_is_busy_but_not_hopeless() {
    let workspace = made("sample");
    let needed = needed(&workspace);
    let mut load: BTreeMap<&str, f64> = BTreeMap::new();
    for need in workspace.operation_resources.values() {
        let operation = &workspace.operations[&need.operation.unwrap()];
        let item = operation.item.or_else(|| workspace.operations[&operation.owner.unwrap()].item).unwrap();
        let hours =
            needed[&item] * operation.duration_per_unit / 3600.0 + if needed[&item] > 0.0 { operation.duration.hours() * 8.0 } else { 0.0 };
        *load.entry(&workspace.resources[&need.resource.unwrap()].name).or_default() += hours;
    }
    let mut busiest: f64 = 0.0;
    for (name, hours) in &load {
        let resource = workspace.resources.values().find(|resource| resource.name == *name).unwrap();
        let ratio = hours / (capacity(&workspace, resource) * 4.0);
        println!("{name}: {hours:.0} h, {:.0} % of four weeks", ratio * 100.0);
        assert!(ratio < 1.1, "{name} can never do it: {ratio}");
        busiest = busiest.max(ratio);
    }
    assert!(busiest > 0.6, "nothing is short: {busiest}");
    for (item, units) in needed {
        let bought = workspace.item_suppliers.values().any(|terms| terms.item == Some(item));
        let made = workspace.operation_materials.values().any(|line| line.item == Some(item) && line.quantity > 0.0);
        assert!(bought || made, "{} comes from nowhere", workspace.items[&item].name);
        if bought {
            println!("to buy: {} {:.1}", workspace.items[&item].name, units);
        }
    }
    let levels = ["Oak plank", "Oak board", "Table top", "Oak dining table"];
    assert!(levels.iter().all(|name| workspace.items.values().any(|item| item.name == *name)));
}
