//! Real planners' files go in unedited: eleven workbooks and three fixtures, each row accounted for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::{FILES, shared_file};
use linewright::exchange::{DryRun, Severity, apply, dry_run, propose, read};
use linewright::model::*;
use std::collections::BTreeSet;

/// Imports a file into a workspace.
fn import_into(name: &str, workspace: &Workspace) -> Option<(DryRun, Workspace)> {
    let bytes = shared_file(&format!("frepple/{name}"))?;
    let sheets = read(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let run = dry_run(&sheets, &propose(&sheets), workspace, 1 << 20);
    let mut after = workspace.clone();
    assert!(apply(&mut after, &run.edits), "{name}: an edit does not fit");
    Some((run, after))
}

fn import(name: &str) -> Option<Workspace> {
    import_into(name, &Workspace::default()).map(|(_, after)| after)
}

/// File, and for each sheet: its name, rows read, records added (fewer only where a sheet repeats a name or has no counterpart).
#[rustfmt::skip]
const EXPECTED: [(&str, &[(&str, usize, usize)]); 14] = [
    ("calendar-working-hours.xlsx", &[("calendar bucket", 3, 3), ("calendar", 2, 2), ("demand", 1, 1), ("customer", 1, 1), ("operation material", 1, 1),
        ("item distribution", 1, 1), ("item", 1, 1), ("location", 2, 2), ("operation", 1, 1), ("parameter", 1, 1)]),
    ("demand-priorities.xlsx", &[("calendar bucket", 1, 1), ("calendar", 1, 1), ("customer", 1, 1), ("demand", 13, 12), ("operationmaterial", 1, 1),
        ("item", 1, 1), ("operationresource", 1, 1), ("location", 1, 1), ("operation", 1, 1), ("resource", 1, 1), ("parameter", 2, 2)]),
    ("forecast-method.xlsx", &[("sales order", 549, 549), ("item", 7, 7), ("location", 4, 4), ("customer", 1, 1), ("forecast", 4, 4),
        ("item distribution", 8, 8), ("supplier", 2, 2), ("item supplier", 4, 4), ("parameter", 66, 66), ("measure", 12, 0)]),
    ("make-to-order.xlsx", &[("sales order", 12, 12), ("item", 35, 35), ("location", 5, 5), ("customer", 1, 1), ("buffer", 4, 4), ("resource", 15, 15),
        ("supplier", 1, 1), ("item supplier", 15, 15), ("operation", 15, 15), ("operation material", 25, 25), ("operation resource", 15, 15),
        ("parameter", 10, 10)]),
    ("operation-alternate.xlsx", &[("sales order", 3, 3), ("item", 5, 5), ("location", 2, 2), ("customer", 1, 1), ("resource", 2, 2), ("supplier", 3, 3),
        ("item supplier", 3, 3), ("manufacturing order", 3, 3), ("operation", 2, 2), ("operation material", 8, 8), ("operation resource", 2, 2),
        ("parameter", 13, 13)]),
    ("operation-dependency.xlsx", &[("sales order", 2, 2), ("item", 5, 5), ("supplier", 1, 1), ("item supplier", 4, 4), ("location", 1, 1), ("customer", 1, 1),
        ("resource", 2, 2), ("operation", 20, 20), ("operation material", 4, 4), ("operation resource", 19, 19), ("operation dependency", 23, 23),
        ("parameter", 15, 15)]),
    ("operation-routing.xlsx", &[("sales order", 1, 1), ("item", 3, 3), ("location", 1, 1), ("customer", 1, 1), ("supplier", 1, 1), ("item supplier", 2, 2),
        ("operation", 4, 4), ("operation material", 3, 3), ("parameter", 9, 9)]),
    ("resource-alternate.xlsx", &[("sales order", 3, 3), ("item", 5, 5), ("location", 2, 2), ("customer", 1, 1), ("resource", 8, 8), ("skill", 1, 1),
        ("resource skill", 4, 4), ("supplier", 3, 3), ("item supplier", 3, 3), ("operation", 1, 1), ("operation material", 4, 4),
        ("operation resource", 2, 2), ("parameter", 14, 14)]),
    ("resource-efficiency.xlsx", &[("sales order", 2, 2), ("item", 6, 6), ("location", 2, 2), ("customer", 1, 1), ("resource", 3, 3), ("supplier", 3, 3),
        ("item supplier", 3, 3), ("operation", 2, 2), ("operation material", 8, 8), ("operation resource", 2, 2), ("parameter", 11, 11)]),
    ("resource-type.xlsx", &[("buffer", 3, 3), ("calendar bucket", 3, 3), ("calendar", 3, 3), ("customer", 1, 1), ("demand", 3, 3), ("operationmaterial", 6, 6),
        ("item", 3, 3), ("operationresource", 5, 5), ("location", 1, 1), ("operation", 4, 4), ("resource", 5, 5), ("parameter", 4, 4)]),
    ("transfer-batch.xlsx", &[("sales order", 2, 2), ("item", 6, 6), ("location", 2, 2), ("customer", 1, 1), ("resource", 4, 4), ("supplier", 2, 2),
        ("item supplier", 2, 2), ("calendar", 1, 1), ("calendar bucket", 1, 1), ("operation", 4, 4), ("operation material", 8, 8),
        ("operation resource", 4, 4), ("parameter", 7, 7)]),
    ("demo.json", &[("input.calendar", 4, 4), ("input.calendarbucket", 5, 5), ("input.location", 3, 3), ("input.customer", 3, 3), ("input.item", 7, 7),
        ("input.operation", 9, 9), ("input.buffer", 8, 8), ("input.resource", 3, 3), ("input.operationmaterial", 13, 13), ("input.operationresource", 3, 3),
        ("input.supplier", 2, 2), ("input.itemsupplier", 3, 3), ("input.itemdistribution", 1, 1), ("input.demand", 14, 14), ("common.parameter", 17, 17),
        ("input.operationplan", 5, 5)]),
    ("jobshop.json", &[("common.parameter", 12, 12), ("input.location", 1, 1), ("input.customer", 1, 1), ("input.resource", 10, 10), ("input.item", 10, 10),
        ("input.operation", 110, 110), ("input.operationresource", 100, 100), ("input.demand", 10, 10)]),
    ("manufacturing_demo.json", &[("input.calendar", 7, 7), ("input.calendarbucket", 21, 21), ("input.location", 5, 5), ("input.customer", 3, 3),
        ("input.item", 12, 12), ("input.operation", 9, 9), ("input.buffer", 19, 19), ("input.resource", 7, 7), ("input.skill", 2, 2),
        ("input.resourceskill", 3, 3), ("input.operationmaterial", 20, 20), ("input.operationresource", 13, 13), ("input.supplier", 4, 4),
        ("input.itemsupplier", 5, 5), ("input.itemdistribution", 6, 6), ("input.demand", 220, 220), ("common.parameter", 20, 20),
        ("common.userpreference", 1, 0), ("input.operationplan", 7, 7)]),
];

#[test]
fn every_row_of_every_file_is_accounted_for() {
    assert_eq!(EXPECTED.map(|(name, _)| name), FILES);
    for (name, expected) in EXPECTED {
        let Some((run, after)) = import_into(name, &Workspace::default()) else { return };
        assert!(run.can_import, "{name}: {:?}", run.problems().collect::<Vec<_>>());
        let found: Vec<_> = run.sheets.iter().map(|sheet| (sheet.sheet.as_str(), sheet.rows_read, sheet.added)).collect();
        assert_eq!(found, expected, "{name}");
        assert!(run.implied.is_empty(), "{name}: everything named is defined");
        let touched = run.sheets.iter().map(|sheet| sheet.updated + sheet.unchanged).sum::<usize>();
        assert_eq!(touched, 0, "{name}");
        for sheet in run.sheets.iter().filter(|sheet| sheet.table.is_none()) {
            assert!(sheet.left_out.as_ref().is_some_and(|reason| reason.ends_with('.')), "{name}, {}", sheet.sheet);
        }
        let told: Vec<_> = run.problems().map(|problem| (problem.severity, problem.row, problem.sentence.as_str())).collect();
        match name {
            "demand-priorities.xlsx" => {
                let sentence = "“Demand prio 2 due 2019-12-17” stands in row 10 too; this row is taken and row 10 is not.";
                assert_eq!(told, [(Severity::Warning, Some(11), sentence)]);
            }
            _ => assert!(told.is_empty(), "{name}: {told:?}"),
        }
        let (again, _) = import_into(name, &after).unwrap();
        assert!(again.can_import && again.edits.is_empty(), "{name} changes something the second time: {:?}", again.edits.first());
    }
}

#[test]
fn only_columns_without_a_counterpart_are_left_out() {
    let mut left_out = Vec::new();
    for name in FILES {
        let Some((run, _)) = import_into(name, &Workspace::default()) else { return };
        for sheet in run.sheets {
            left_out.extend(sheet.fields_ignored.into_iter().map(|(title, _)| format!("{} {title}", sheet.sheet)));
        }
    }
    left_out.sort();
    left_out.dedup();
    let expected = [
        "buffer type",
        "input.buffer id",
        "input.buffer min_interval",
        "input.buffer type",
        "input.demand plan",
        "input.item lft",
        "input.item lvl",
        "input.item rght",
        "input.item volume",
        "input.item weight",
        "input.itemdistribution resource_qty",
        "input.itemsupplier resource_qty",
        "input.operationplan name",
        "input.resource maxearly",
    ];
    assert_eq!(left_out, expected);
}

fn operation<'a>(workspace: &'a Workspace, name: &str) -> &'a Operation {
    workspace.operations.values().find(|operation| operation.name == name).unwrap()
}

#[test]
fn lengths_of_time_mean_what_the_other_program_means() {
    let span = Span::from_seconds;
    let Some(hours) = import("calendar-working-hours.xlsx") else { return };
    assert_eq!(operation(&hours, "Make shoes").duration, Span::from_days(2), "a bare number counts seconds");
    assert_eq!(hours.item_distributions.values().next().unwrap().lead_time, Span::from_days(2));
    let priorities = import("demand-priorities.xlsx").unwrap();
    assert_eq!(operation(&priorities, "Make product").duration_per_unit, 3600.0, "a time of day as a length of time");
    let make_to_order = import("make-to-order.xlsx").unwrap();
    assert!(make_to_order.item_suppliers.values().all(|terms| terms.lead_time == span(604_800)), "168:00:00");
    let rocket = import("operation-dependency.xlsx").unwrap();
    let mut leads: Vec<i64> = rocket.item_suppliers.values().map(|terms| terms.lead_time.seconds() / DAY).collect();
    leads.sort_unstable();
    assert_eq!(leads, [20, 30, 100, 120], "“120 d”");
    let types = import("resource-type.xlsx").unwrap();
    assert_eq!(operation(&types, "Ship product").duration, span(28_800), "the result of =8*3600");
    assert_eq!(operation(&types, "Operation C").duration, span(86_400));
    let tennis = import("forecast-method.xlsx").unwrap();
    let mut leads: Vec<i64> = tennis.item_suppliers.values().map(|terms| terms.lead_time.seconds() / DAY).collect();
    leads.sort_unstable();
    assert_eq!(leads, [7, 10, 15, 21], "the workbook's own parameter says that numbers count days");
    let batch = import("transfer-batch.xlsx").unwrap();
    assert_eq!(operation(&batch, "2. make subassembly").duration_per_unit, 900.0);
    let job_shop = import("jobshop.json").unwrap();
    let total: i64 = job_shop.operations.values().map(|operation| operation.duration.seconds()).sum();
    assert_eq!(total % 3600, 0);
    assert_eq!(total / 3600, 5109, "the hours of work in the classical job shop of ten by ten");
}

#[test]
fn calendars_end_shifts_where_the_other_program_does() {
    let Some(hours) = import("calendar-working-hours.xlsx") else { return };
    let rules: Vec<_> =
        hours.calendar_rules.values().map(|rule| (rule.start_time.0 / 3600, rule.end_time.0, rule.value, rule.weekdays)).collect();
    assert_eq!(
        rules,
        [(8, 17 * 3600, 1.0, Weekdays::WORKING), (12, 13 * 3600, 0.0, Weekdays::WORKING), (0, DAY, 0.0, Weekdays::ALL)],
        "16:59:59 is 17:00 and 23:59:59 is midnight"
    );
    let location = hours.locations.values().find(|location| location.name == "manufacturing").unwrap();
    assert_eq!(hours.calendars[&location.calendar.unwrap()].name, "Working hours");
    let demo = import("manufacturing_demo.json").unwrap();
    assert!(demo.calendar_rules.values().all(|rule| rule.end_time.0 == DAY));
    let carl = demo.resources.values().find(|resource| resource.name == "Carl").unwrap();
    assert_eq!(demo.calendars[&carl.maximum_calendar.unwrap()].name, "Calendar for Carl");
}

#[test]
fn the_plan_starts_where_the_file_says() {
    for (name, start) in [
        ("calendar-working-hours.xlsx", "2023-01-01"),
        ("demand-priorities.xlsx", "2020-01-01"),
        ("forecast-method.xlsx", "2021-11-29"),
        ("operation-dependency.xlsx", "2023-01-01"),
        ("jobshop.json", "2014-01-01"),
    ] {
        let Some(workspace) = import(name) else { return };
        assert_eq!(workspace.settings().plan_start, Time::parse(start), "{name}");
        assert!(workspace.parameters.values().any(|parameter| parameter.name == "currentdate"), "{name}: the parameter is kept as well");
        assert_eq!(Some(workspace.settings().name.as_str()), name.rsplit_once('.').map(|(stem, _)| stem));
    }
}

#[test]
fn running_orders_come_in_as_supply_orders() {
    let Some(alternate) = import("operation-alternate.xlsx") else { return };
    let first = alternate.supply_orders.values().next().unwrap();
    assert_eq!(
        (first.reference.as_str(), first.kind, first.status, first.quantity),
        ("1", SupplyKind::Make, SupplyStatus::Proposed, 250.0)
    );
    assert_eq!((first.start, first.end), (Time::parse("2019-08-30 18:00"), Time::parse("2019-09-10 04:00")));
    assert_eq!(alternate.items[&first.item.unwrap()].name, "round table", "what it makes comes from its operation");
    assert_eq!(alternate.locations[&first.location.unwrap()].name, "factory");
    let demo = import("manufacturing_demo.json").unwrap();
    let moved = demo.supply_orders.values().find(|order| order.reference == "DO#1").unwrap();
    assert_eq!((moved.kind, moved.status), (SupplyKind::Move, SupplyStatus::Confirmed));
    assert_eq!(demo.locations[&moved.location.unwrap()].name, "shop 1", "the destination is where it is supplied");
    assert_eq!(demo.locations[&moved.origin.unwrap()].name, "warehouse");
    let bought = demo.supply_orders.values().find(|order| order.reference == "PO#1").unwrap();
    assert_eq!(demo.suppliers[&bought.supplier.unwrap()].name, "wood supplier");
}

#[test]
fn people_groups_and_limits_of_resources_are_told_apart() {
    let Some(demo) = import("manufacturing_demo.json") else { return };
    let class = |workspace: &Workspace, name: &str| workspace.resources.values().find(|resource| resource.name == name).unwrap().class;
    assert_eq!(
        ["operators", "Carl", "saw"].map(|name| class(&demo, name)),
        [ResourceClass::Group, ResourceClass::Person, ResourceClass::Machine]
    );
    let types = import("resource-type.xlsx").unwrap();
    let kinds: Vec<_> = types.resources.values().map(|resource| resource.kind).collect();
    assert_eq!(
        kinds,
        [ResourceKind::Default, ResourceKind::Default, ResourceKind::Buckets, ResourceKind::BucketsMonth, ResourceKind::Infinite]
    );
    let efficiency = import("resource-efficiency.xlsx").unwrap();
    assert_eq!(efficiency.resources.values().map(|resource| resource.efficiency).collect::<Vec<_>>(), [100.0, 120.0, 75.0]);
    let alternate = import("resource-alternate.xlsx").unwrap();
    let needs: Vec<_> = alternate.operation_resources.values().map(|need| need.search_mode).collect();
    assert_eq!(needs, [SearchMode::Priority, SearchMode::MinimumCostPenalty]);
    let batch = import("transfer-batch.xlsx").unwrap();
    assert_eq!(
        batch
            .operation_materials
            .values()
            .filter(|line| line.transfer_batch == Some(100.0) && line.kind == FlowKind::TransferBatch)
            .count(),
        5
    );
}

#[test]
fn several_files_live_in_one_workspace() {
    let mut workspace = Workspace::default();
    let mut orders = BTreeSet::new();
    for name in FILES {
        let Some(alone) = import(name) else { return };
        orders.extend(alone.orders.values().map(|order| order.name.clone()));
        let Some((run, after)) = import_into(name, &workspace) else { return };
        assert!(run.can_import, "{name}: {:?}", run.problems().find(|problem| problem.severity == Severity::Error));
        workspace = after;
    }
    assert_eq!(workspace.orders.len(), orders.len(), "each order once, those of the same name in two files together");
}
