//! What a workspace of 10,000 tasks weighs and how long it takes to open: printed, so that a change of the format is seen.
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use linewright::app::packing::{pack, unpack};
use linewright::document::{Command, Document, Edit, ImportCommand, PlanRecords, RecordCommand, ScheduleCommand};
use linewright::model::{FieldValue, Placement, RecordId, ResourceId, ResourceUse, Span, TableName, Task, Time, Value};
use std::time::Instant;

fn field(table: TableName, name: &str) -> usize {
    table.field(name).unwrap()
}

fn text(text: String) -> Value {
    Value::Text(text)
}

/// 10,000 tasks of 2,000 supply orders for 2,000 orders on 100 resources.
fn workspace_edits(document: &mut Document) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut add = |table: TableName, fields: Vec<(&str, Value)>| {
        let id = document.ids().next();
        let fields = fields.into_iter().map(|(name, value)| (field(table, name), value)).collect();
        edits.push(Edit::Add { table, id, fields });
        id
    };
    let items: Vec<u64> = (0..50).map(|n| add(TableName::Item, vec![("name", text(format!("item {n}")))])).collect();
    let resources: Vec<u64> = (0..100).map(|n| add(TableName::Resource, vec![("name", text(format!("machine {n}")))])).collect();
    let operations: Vec<u64> = (0..300)
        .map(|n| add(TableName::Operation, vec![("name", text(format!("step {n}"))), ("item", Value::Id(items[n % 50]))]))
        .collect();
    let start = Time::from_date(2026, 3, 1).unwrap();
    for n in 0..2000usize {
        let due = start.plus(Span::from_hours(n as i64));
        let order = add(
            TableName::Order,
            vec![
                ("name", text(format!("SO-{n}"))),
                ("item", Value::Id(items[n % 50])),
                ("quantity", Value::Number((n % 70) as f64)),
                ("due", due.to_value()),
            ],
        );
        let supply = add(
            TableName::SupplyOrder,
            vec![
                ("reference", text(format!("MO-{n}"))),
                ("item", Value::Id(items[n % 50])),
                ("operation", Value::Id(operations[n % 300])),
                ("quantity", Value::Number((n % 70) as f64)),
                ("start", due.minus(Span::from_hours(40)).to_value()),
                ("end", due.to_value()),
                ("orders", Value::List(vec![Value::Id(order)])),
            ],
        );
        let mut before = None;
        for step in 0..5usize {
            let from = due.minus(Span::from_hours(40 - 8 * step as i64));
            let uses = vec![ResourceUse { resource: ResourceId::from_raw(resources[(n * 7 + step) % 100]), quantity: 1.0 }];
            let placement = Placement { start: from, end: from.plus(Span::from_hours(7)), uses };
            let mut fields = vec![
                ("supply", Value::Id(supply)),
                ("operation", Value::Id(operations[(n + step) % 300])),
                ("quantity", Value::Number((n % 70) as f64)),
                ("placement", placement.to_value()),
                ("orders", Value::List(vec![Value::Id(order)])),
            ];
            if let Some(before) = before {
                let link = Value::List(vec![Value::Id(before), text("FS".into()), Value::Number(0.0)]);
                fields.push(("after", Value::List(vec![link])));
            }
            before = Some(add(TableName::Task, fields));
        }
    }
    edits
}

#[test]
fn ten_thousand_tasks_are_weighed() {
    let now = Time::from_date(2026, 3, 1).unwrap();
    let mut document = Document::new(0x0012_3456_789a_bcde);
    let edits = workspace_edits(&mut document);
    let import = Command::Import(ImportCommand { source: "weight".into(), edits, summary: String::new() });
    let clock = Instant::now();
    let applied = document.dispatch(&import, now).unwrap();
    println!("import of {} records: {:?}, {} bytes", applied.change.count(), clock.elapsed(), applied.update.len());

    let snapshot = document.snapshot();
    let clock = Instant::now();
    let (mut opened, findings) = Document::load(7, std::iter::once(snapshot.as_slice()));
    println!("snapshot {} bytes, opened in {:?}", snapshot.len(), clock.elapsed());
    assert!(findings.is_empty());
    assert_eq!(opened.workspace(), document.workspace());

    let tasks = opened.workspace().ids(TableName::Task);
    let places = linewright::app::derived::schedule::BoardData::collect(opened.workspace(), now).pack_places();
    let fields =
        vec![(field(TableName::Baseline, "name"), text("Agreed".into())), (field(TableName::Baseline, "places"), places.to_value())];
    let save = Command::Record(RecordCommand::Add { table: TableName::Baseline, fields, id: None });
    let saved = opened.dispatch(&save, now).unwrap();
    println!("a baseline of {} tasks: {} bytes, {} packed", tasks.len(), saved.update.len(), pack(&saved.update).len());
    assert!(saved.update.len() < 200_000, "a baseline fits into local storage many times");
    assert_eq!(opened.undo(now).map(|undone| undone.name).as_deref(), Some("Add baseline Agreed"));
    assert!(opened.workspace().baselines.is_empty());

    let task = *opened.workspace().ids(TableName::Task).first().unwrap();
    let set = RecordCommand::Set {
        table: TableName::Task,
        ids: vec![task],
        field: field(TableName::Task, "quantity"),
        value: Value::Number(3.0),
    };
    let clock = Instant::now();
    let applied = opened.dispatch(&Command::Record(set), now).unwrap();
    println!("one edit {} bytes, {:?}", applied.update.len(), clock.elapsed());
    let clock = Instant::now();
    let undone = opened.undo(now).unwrap();
    println!("its undo {} bytes, {:?}", undone.update.len(), clock.elapsed());
    assert_eq!(opened.workspace(), document.workspace());

    let moved = |task: &Task| {
        let shift = |placement: &Placement| Placement { start: placement.start.plus(Span::from_hours(1)), ..placement.clone() };
        Task { placement: task.placement.as_ref().map(shift), ..task.clone() }
    };
    let first = opened.workspace().tasks.values().next().unwrap();
    let placement = moved(first).placement.unwrap();
    let command = Command::Schedule(ScheduleCommand::MoveTask { task: first.id, placement });
    let clock = Instant::now();
    let applied = opened.dispatch(&command, now).unwrap();
    println!("one moved task {} bytes, {:?}", applied.update.len(), clock.elapsed());
    let tasks: Vec<Task> = opened.workspace().tasks.values().map(moved).collect();
    let supply_orders = opened.workspace().supply_orders.values().cloned().collect();
    let plan = PlanRecords { supply_orders, tasks, promises: Vec::new(), ..PlanRecords::default() };
    let clock = Instant::now();
    let applied = opened.dispatch(&Command::Schedule(ScheduleCommand::AcceptPlan { plan: Box::new(plan) }), now).unwrap();
    println!("a plan that moves {} tasks {} bytes, {:?}", applied.change.count(), applied.update.len(), clock.elapsed());
    let resource = *opened.workspace().ids(TableName::Resource).first().unwrap();
    let clock = Instant::now();
    let applied =
        opened.dispatch(&Command::Record(RecordCommand::Remove { table: TableName::Resource, ids: vec![resource] }), now).unwrap();
    println!("a removed resource frees {} tasks: {} bytes, {:?}", applied.change.count() - 1, applied.update.len(), clock.elapsed());

    let clock = Instant::now();
    let undone = document.undo(now).unwrap();
    println!("undo of the import: {:?}", clock.elapsed());
    assert_eq!(undone.change.count(), 14_450);
    assert_eq!(document.workspace(), &linewright::model::Workspace::default());
}

#[test]
fn years_of_work_on_five_thousand_orders_fit_and_open_with_their_history() {
    const ORDERS: usize = 5_000;
    const ENTRIES: usize = 50_000;
    let now = Time::from_date(2026, 3, 1).unwrap();
    let mut document = Document::new(5);
    let mut orders = Vec::new();
    let edits = (0..ORDERS)
        .map(|n| {
            let id = document.ids().next();
            orders.push(id);
            Edit::Add { table: TableName::Order, id, fields: vec![(field(TableName::Order, "name"), text(format!("SO-{n}")))] }
        })
        .collect();
    document.dispatch(&Command::Import(ImportCommand { source: "orders".into(), edits, summary: String::new() }), now).unwrap();
    // Each order is looked at ten times, one edit and one line of the history each.
    let mut bytes = 0;
    for entry in 0..ENTRIES {
        let set = RecordCommand::Set {
            table: TableName::Order,
            ids: vec![orders[entry * 7 % ORDERS]],
            field: field(TableName::Order, "quantity"),
            value: Value::Number((entry % 90) as f64),
        };
        let applied = document.dispatch(&Command::Record(set), now.plus(Span::from_minutes(entry as i64))).unwrap();
        bytes += applied.update.len();
    }
    assert!(bytes < 200 * ENTRIES, "an edit costs {} bytes", bytes / ENTRIES);
    let packed = pack(&document.snapshot());
    // Local storage takes text of 4.5 MiB at most: four letters for three bytes.
    let letters = packed.len().div_ceil(3) * 4;
    println!("{ORDERS} orders with {ENTRIES} edits: {letters} letters in local storage");
    assert!(letters < 4_718_592, "{letters} letters");
    let snapshot = unpack(&packed).unwrap();
    let (opened, findings) = Document::load(7, std::iter::once(snapshot.as_ref()));
    assert!(findings.is_empty());
    assert_eq!(opened.workspace(), document.workspace());
    assert_eq!(opened.history().len(), document.history().len());
}

#[test]
fn plans_taken_over_again_and_again_are_weighed() {
    let plans = std::env::var("LINEWRIGHT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(5);
    let now = Time::from_date(2026, 3, 1).unwrap();
    let mut document = Document::new(3);
    let edits = workspace_edits(&mut document);
    document.dispatch(&Command::Import(ImportCommand { source: "weight".into(), edits, summary: String::new() }), now).unwrap();
    let first = document.snapshot().len();
    let mut bytes = 0;
    for plan in 1..=plans {
        let moved = |task: &Task| {
            // Each task is moved by another span, as plans do.
            let span = Span::from_minutes((task.id.raw() % 977) as i64 * plan);
            let shift = |placement: &Placement| Placement {
                start: placement.start.plus(span),
                end: placement.end.plus(span),
                uses: placement.uses.clone(),
            };
            Task { placement: task.placement.as_ref().map(shift), ..task.clone() }
        };
        let tasks = document.workspace().tasks.values().map(moved).collect();
        let supply_orders = document.workspace().supply_orders.values().cloned().collect();
        let plan = PlanRecords { supply_orders, tasks, promises: Vec::new(), ..PlanRecords::default() };
        bytes += document.dispatch(&Command::Schedule(ScheduleCommand::AcceptPlan { plan: Box::new(plan) }), now).unwrap().update.len();
    }
    let snapshot = document.snapshot();
    let clock = Instant::now();
    let (opened, _) = Document::load(7, std::iter::once(snapshot.as_slice()));
    println!(
        "{plans} plans of 10,000 tasks: {bytes} bytes; the snapshot grew from {first} to {} bytes, opened in {:?}",
        snapshot.len(),
        clock.elapsed()
    );
    assert_eq!(opened.workspace(), document.workspace());
}
