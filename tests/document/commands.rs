//! What commands do and refuse: records of any table, demand, capacity and allocation.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::*;
use linewright::model::*;

fn record(command: RecordCommand) -> Command {
    Command::Record(command)
}

fn set(table: TableName, id: u64, field: &str, value: Value) -> Command {
    record(RecordCommand::Set { table, ids: vec![id], field: table.field(field).unwrap(), value })
}

fn remove(table: TableName, id: u64) -> Command {
    record(RecordCommand::Remove { table, ids: vec![id] })
}

#[test]
fn absurd_values_are_refused_in_words_and_never_stored() {
    let mut shop = Shop::default();
    let order = shop.named(TableName::Order, "12");
    for (field, value, what) in [
        ("quantity", Value::Number(f64::NAN), "Order “12”: Quantity does not take this kind of value."),
        ("quantity", Value::Number(f64::INFINITY), "Order “12”: Quantity does not take this kind of value."),
        ("quantity", Value::Number(-1.0), "Order “12”: Quantity must not be below zero."),
        ("quantity", Value::Number(1e308), "Order “12”: Quantity is a larger number than any plan can use; the limit is 10¹²."),
        ("due", Value::Number(1e15), "Order “12”: Due does not take this kind of value."),
        ("due", Value::Number(-3e9), "Order “12”: Due does not take this kind of value."),
        ("max_lateness", Value::Number(-60.0), "Order “12”: Max. lateness must not be below zero."),
        ("priority", Value::Number(1.5), "Order “12”: Priority does not take this kind of value."),
        ("status", text("lost"), "Order “12”: Status does not take this kind of value."),
        ("item", Value::Id(99), "Order “12”: Item refers to something that is not there."),
        ("name", Value::Nothing, "Order: Order must have a value."),
        ("name", text("   "), "Order “   ”: Order does not take this kind of value."),
        ("description", text(&"x".repeat(2_001)), "Order “12”: Description is longer than 2,000 characters."),
    ] {
        let refusal = shop.refused(set(TableName::Order, order, field, value));
        assert_eq!(refusal.what, what);
        assert_eq!(refusal.field, Some((TableName::Order, order, TableName::Order.field(field).unwrap())));
        assert_eq!(refusal.safe, "Nothing was changed.");
    }
    shop.run(set(TableName::Order, order, "quantity", Value::Number(-0.0)));
    assert_eq!(shop.get(TableName::Order, order, "quantity"), Value::Number(0.0));
}

#[test]
fn two_records_cannot_share_a_name() {
    let mut shop = Shop::default();
    let cake = shop.named(TableName::Item, "cake");
    let bread = shop.named(TableName::Item, "bread");
    assert_eq!(shop.refused(set(TableName::Item, bread, "name", text("cake"))).what, "Item “cake” is there already.");
    let rows = ["a", "a"].map(|name| PasteRow { id: None, fields: vec![(0, text(name))] });
    let refusal = shop.refused(record(RecordCommand::Paste { table: TableName::Item, rows: rows.to_vec() }));
    assert_eq!(refusal.what, "The name “a” is given to more than one item.");
    // Two rows may swap their names.
    let rows = [(cake, "bread"), (bread, "cake")].map(|(id, name)| PasteRow { id: Some(id), fields: vec![(0, text(name))] });
    shop.run(record(RecordCommand::Paste { table: TableName::Item, rows: rows.to_vec() }));
    assert_eq!(shop.get(TableName::Item, cake, "name"), text("bread"));
}

#[test]
fn what_is_wrong_elsewhere_keeps_nobody_from_working() {
    let (mut one, mut other) = (Shop::default(), Shop { document: Document::new(2) });
    let first = one.add(TableName::Order, &[("name", text("12"))]);
    other.add(TableName::Order, &[("name", text("12"))]);
    one.document.merge(&other.document.snapshot()).unwrap();
    one.run(set(TableName::Order, first, "quantity", Value::Number(3.0)));
    one.run(set(TableName::Order, first, "name", text("12 b")));
}

#[test]
fn a_removed_resource_frees_its_tasks_and_takes_its_skills_with_it() {
    let mut shop = Shop::default();
    let ann = shop.named(TableName::Resource, "Ann");
    let skill = shop.named(TableName::Skill, "weld");
    let has = shop.add(TableName::ResourceSkill, &[("resource", Value::Id(ann)), ("skill", Value::Id(skill))]);
    let bob = shop.add(TableName::Resource, &[("name", text("Bob")), ("owner", Value::Id(ann))]);
    let uses = vec![ResourceUse { resource: ResourceId::from_raw(ann), quantity: 1.0 }];
    let placement = Placement { start: now(), end: now().plus(Span::from_hours(1)), uses };
    let task = shop.add(TableName::Task, &[("placement", placement.to_value()), ("pinned", Value::Flag(true))]);

    let applied = shop.run(remove(TableName::Resource, ann));
    assert_eq!(applied.name, "Remove resource Ann");
    assert!(!shop.workspace().has(TableName::ResourceSkill, has));
    assert_eq!(shop.get(TableName::Resource, bob, "owner"), Value::Nothing);
    assert_eq!(shop.get(TableName::Task, task, "placement"), Value::Nothing);
    assert_eq!(shop.get(TableName::Task, task, "pinned"), Value::Flag(false));

    shop.document.undo(now()).unwrap();
    assert!(shop.workspace().has(TableName::ResourceSkill, has));
    assert_eq!(shop.get(TableName::Task, task, "placement"), placement.to_value());
    assert_eq!(shop.get(TableName::Resource, bob, "owner"), Value::Id(ann));
}

#[test]
fn a_removed_order_leaves_the_lists_that_name_it() {
    let mut shop = Shop::default();
    let (one, two) = (shop.named(TableName::Order, "1"), shop.named(TableName::Order, "2"));
    let both = Value::List(vec![Value::Id(one), Value::Id(two)]);
    let supply = shop.add(TableName::SupplyOrder, &[("orders", both.clone())]);
    let first = shop.add(TableName::Task, &[("supply", Value::Id(supply)), ("orders", both)]);
    let link = Value::List(vec![Value::Id(first), text("FS"), Value::Number(0.0)]);
    let second = shop.add(TableName::Task, &[("after", Value::List(vec![link]))]);
    shop.run(remove(TableName::Order, one));
    assert_eq!(shop.get(TableName::SupplyOrder, supply, "orders"), Value::List(vec![Value::Id(two)]));
    assert_eq!(shop.get(TableName::Task, first, "orders"), Value::List(vec![Value::Id(two)]));
    shop.run(remove(TableName::SupplyOrder, supply));
    assert!(!shop.workspace().has(TableName::Task, first), "a task goes with its supply order");
    assert_eq!(shop.get(TableName::Task, second, "after"), Value::Nothing);
}

#[test]
fn a_figure_of_one_member_goes_with_it_and_comes_back_with_its_values() {
    let mut shop = Shop::default();
    let cases = [
        (TableName::Resource, "resource"),
        (TableName::Item, "item"),
        (TableName::Customer, "customer"),
        (TableName::Order, "order"),
        (TableName::Operation, "operation"),
    ];
    for (table, field) in cases {
        let member = shop.named(table, "of a figure");
        let figure = shop.add(TableName::Kpi, &[("name", text(field)), ("formula", text("oee")), (field, Value::Id(member))]);
        let value = shop.add(TableName::KpiValue, &[("kpi", Value::Id(figure)), ("start", now().to_value())]);
        shop.run(remove(table, member));
        assert!(!shop.workspace().has(TableName::Kpi, figure), "without its {field}, it would be a figure of everything");
        assert!(!shop.workspace().has(TableName::KpiValue, value));
        shop.document.undo(now()).unwrap();
        assert_eq!(shop.get(TableName::Kpi, figure, field), Value::Id(member));
        assert!(shop.workspace().has(TableName::KpiValue, value));
    }
}

#[test]
fn circles_are_refused_with_the_names_of_their_records() {
    let mut shop = Shop::default();
    let operations: Vec<u64> = ["cut", "sew", "pack"].iter().map(|name| shop.named(TableName::Operation, name)).collect();
    let wait = |later: usize, earlier: usize| RecordCommand::Add {
        table: TableName::OperationDependency,
        fields: vec![(0, Value::Id(operations[later])), (1, Value::Id(operations[earlier]))],
        id: None,
    };
    shop.run(record(wait(1, 0)));
    shop.run(record(wait(2, 1)));
    assert_eq!(shop.refused(record(wait(0, 2))).what, "These operations would wait for each other: cut → pack → sew → cut.");

    let (shirt, cloth) = (shop.named(TableName::Item, "shirt"), shop.named(TableName::Item, "cloth"));
    let line = |operation: usize, item: u64, quantity: f64| RecordCommand::Add {
        table: TableName::OperationMaterial,
        fields: vec![(0, Value::Id(operations[operation])), (1, Value::Id(item)), (2, Value::Number(quantity))],
        id: None,
    };
    shop.run(set(TableName::Operation, operations[0], "item", Value::Id(shirt)));
    shop.run(record(line(0, cloth, -2.0)));
    shop.run(record(line(1, cloth, 1.0)));
    let refusal = shop.refused(record(line(1, shirt, -1.0)));
    assert!(refusal.what.starts_with("These items would be made from each other: "), "{refusal}");
    assert!(refusal.what.contains("shirt → cloth") || refusal.what.contains("cloth → shirt"), "{refusal}");
    // What an operation takes and gives back is no circle.
    shop.run(record(line(2, shirt, -1.0)));
    shop.run(record(line(2, shirt, 1.0)));
    let item = shop.named(TableName::Item, "group");
    assert_eq!(
        shop.refused(set(TableName::Item, item, "owner", Value::Id(item))).what,
        "Item “group”: Group leads back to the record itself."
    );
}

#[test]
fn settings_are_made_by_their_first_change_and_cannot_be_removed() {
    let mut shop = Shop::default();
    let name = shop.run(set(TableName::Settings, SettingsId::THE, "currency", text("€"))).name;
    assert_eq!(name, "Change currency");
    shop.run(set(TableName::Settings, SettingsId::THE, "currency", Value::Nothing));
    assert_eq!(shop.workspace().count(TableName::Settings), 1);
    shop.refused(remove(TableName::Settings, SettingsId::THE));
    shop.refused(record(RecordCommand::Add { table: TableName::Settings, fields: Vec::new(), id: Some(2) }));
    // Two people who make them apart keep both fields.
    let mut other = Document::new(2);
    other.dispatch(&set(TableName::Settings, SettingsId::THE, "name", text("Bakery")), now()).unwrap();
    other.merge(&shop.document.snapshot()).unwrap();
    shop.run(set(TableName::Settings, SettingsId::THE, "currency", text("CHF")));
    other.merge(&shop.document.snapshot()).unwrap();
    let settings = other.workspace().settings();
    assert_eq!((settings.name.as_str(), settings.currency.as_str()), ("Bakery", "CHF"));
}

#[test]
fn commands_have_names_that_the_history_keeps() {
    let mut shop = Shop::default();
    shop.document.set_device("Ann’s laptop");
    let order = shop.named(TableName::Order, "12");
    let other = shop.named(TableName::Order, "13");
    shop.run(set(TableName::Order, order, "due", now().to_value()));
    shop.run(record(RecordCommand::Remove { table: TableName::Order, ids: vec![order, other] }));
    assert_eq!(shop.document.undo_name().as_deref(), Some("Remove 2 orders"));
    shop.document.undo(now()).unwrap();
    let history = shop.document.history();
    let names: Vec<(&str, HistoryKind, usize)> = history.iter().map(|entry| (entry.name.as_str(), entry.kind, entry.count)).collect();
    assert_eq!(
        names,
        [
            ("Add order 12", HistoryKind::Edit, 1),
            ("Add order 13", HistoryKind::Edit, 1),
            ("Change due of order 12", HistoryKind::Edit, 1),
            ("Remove 2 orders", HistoryKind::Edit, 2),
            ("Remove 2 orders", HistoryKind::Undo, 2),
        ]
    );
    assert!(history.iter().all(|entry| entry.author == Author { device: "Ann’s laptop".into(), tab: 1 } && entry.time == now()));
}

#[test]
fn an_order_is_split_into_two_that_add_up() {
    let mut shop = Shop::default();
    let order = shop.add(TableName::Order, &[("name", text("12")), ("quantity", Value::Number(10.0)), ("priority", Value::Number(3.0))]);
    let split = |quantity| Command::Demand(DemandCommand::Split { order: OrderId::from_raw(order), quantity });
    shop.run(split(4.0));
    let orders: Vec<(String, f64, i64)> =
        shop.workspace().orders.values().map(|order| (order.name.clone(), order.quantity, order.priority)).collect();
    assert_eq!(orders, [("12".to_owned(), 6.0, 3), ("12 (2)".to_owned(), 4.0, 3)]);
    shop.run(split(1.0));
    assert!(shop.workspace().orders.values().any(|order| order.name == "12 (3)"));
    for absurd in [0.0, -1.0, 5.0, f64::NAN] {
        shop.refused(split(absurd));
    }
    let closed = DemandCommand::SetStatus { orders: vec![OrderId::from_raw(order)], status: OrderStatus::Closed };
    assert_eq!(shop.run(Command::Demand(closed)).name, "Set order 12 to closed");
}

#[test]
fn a_week_is_replaced_and_its_holidays_stay() {
    let mut shop = Shop::default();
    let shift = |weekdays, from: i64, to: i64, name: &str| WeekShift {
        weekdays,
        start_time: Clock(from * 3600),
        end_time: Clock(to * 3600),
        value: 1.0,
        name: name.into(),
    };
    let location = shop.named(TableName::Location, "bakery");
    let field = TableName::Location.field("calendar").unwrap();
    let day = shift(Weekdays::WORKING, 8, 17, "day");
    let create = CapacityCommand::CreateCalendar {
        name: "shop".into(),
        shifts: vec![day.clone()],
        used_by: Some((TableName::Location, location, field)),
    };
    shop.run(Command::Capacity(create));
    let calendar = shop.workspace().calendars.keys().next().unwrap();
    assert_eq!(shop.get(TableName::Location, location, "calendar"), Value::Id(calendar.raw()));
    let easter = Holiday { name: "Easter".into(), start: now(), end: now().plus(Span::from_days(1)) };
    let close = |holidays: &[&Holiday]| {
        let holidays = holidays.iter().map(|holiday| (*holiday).clone()).collect();
        Command::Capacity(CapacityCommand::AddHolidays { calendars: vec![calendar], holidays })
    };
    assert_eq!(shop.run(close(&[&easter])).name, "Add holiday Easter to calendar shop");
    assert!(shop.run(close(&[&easter])).change.is_empty(), "what is there already is not added again");
    shop.refused(close(&[&easter, &Holiday { end: easter.start, ..easter.clone() }]));
    let first = shop.workspace().calendar_rules.values().find(|rule| rule.name == "day").unwrap().id;

    let night = shift(Weekdays::ALL, 22, 6, "night");
    shop.run(Command::Capacity(CapacityCommand::SetWeek { calendar, shifts: vec![night.clone(), day.clone()] }));
    let rules: Vec<&CalendarRule> = shop.workspace().calendar_rules.values().collect();
    assert_eq!(rules.len(), 3);
    assert!(rules.iter().any(|rule| rule.id == first && rule.name == "day"), "a shift that stays keeps its rule");
    let holiday = rules.iter().find(|rule| rule.name == "Easter").unwrap();
    assert!(rules.iter().all(|rule| rule.id == holiday.id || holiday.priority < rule.priority), "a holiday wins");
    assert_eq!(holiday.value, 0.0);
    let holiday = holiday.id;

    let unchanged = shop.run(Command::Capacity(CapacityCommand::SetWeek { calendar, shifts: vec![day.clone(), night] }));
    assert!(unchanged.change.is_empty() && unchanged.update.is_empty());
    shop.run(Command::Capacity(CapacityCommand::SetWeek { calendar, shifts: Vec::new() }));
    assert_eq!(shop.workspace().calendar_rules.len(), 1);
    assert_eq!(shop.run(Command::Capacity(CapacityCommand::RemoveRule { rule: holiday })).name, "Remove calendar rule Easter");
    for bad in [shift(Weekdays(0), 8, 9, "never"), shift(Weekdays::ALL, 8, 8, "empty")] {
        shop.refused(Command::Capacity(CapacityCommand::SetWeek { calendar, shifts: vec![bad] }));
    }
}

#[test]
fn work_is_given_only_to_those_who_can_do_it_and_the_refusal_says_why_not() {
    let mut shop = Shop::default();
    let group = shop.named(TableName::Resource, "Welders");
    let member = |shop: &mut Shop, name: &str| shop.add(TableName::Resource, &[("name", text(name)), ("owner", Value::Id(group))]);
    let (ann, bob, eve) = (member(&mut shop, "Ann"), member(&mut shop, "Bob"), member(&mut shop, "Eve"));
    let tom = shop.named(TableName::Resource, "Tom");
    let skill = shop.named(TableName::Skill, "TIG");
    for (who, end) in [(ann, None), (bob, None), (eve, Some(now()))] {
        shop.add(TableName::ResourceSkill, &[("resource", Value::Id(who)), ("skill", Value::Id(skill)), ("end", end.to_value())]);
    }
    let weld = shop.named(TableName::Operation, "Weld");
    shop.add(
        TableName::OperationResource,
        &[("operation", Value::Id(weld)), ("resource", Value::Id(group)), ("skill", Value::Id(skill)), ("quantity", Value::Number(0.5))],
    );
    let uses = vec![ResourceUse { resource: ResourceId::from_raw(ann), quantity: 0.5 }];
    let placement = Placement { start: now(), end: now().plus(Span::from_hours(4)), uses };
    let task = shop.add(TableName::Task, &[("operation", Value::Id(weld)), ("placement", placement.to_value())]);
    let bare = shop.add(TableName::Task, &[("operation", Value::Id(weld))]);
    let assign = |task, from: u64, to: u64| {
        let (task, from, to) = (TaskId::from_raw(task), Some(ResourceId::from_raw(from)), ResourceId::from_raw(to));
        Command::Allocation(AllocationCommand::Assign { task, from, to })
    };
    assert_eq!(shop.refused(assign(task, ann, tom)).what, "Tom does not belong to Welders.");
    assert_eq!(shop.refused(assign(task, ann, eve)).what, "Eve does not have the skill TIG at that time.");
    assert_eq!(shop.refused(assign(task, ann, ann)).what, "Ann does Weld already.");
    assert_eq!(shop.refused(assign(bare, ann, bob)).what, "Weld is not scheduled yet.");
    assert_eq!(shop.refused(assign(task, bob, eve)).what, "Weld has been given to somebody else meanwhile.");
    assert_eq!(shop.run(assign(task, ann, bob)).name, "Assign Weld to Bob");
    let given = shop.workspace().tasks.get(&TaskId::from_raw(task)).unwrap().placement.clone().unwrap();
    assert_eq!(given, Placement { uses: vec![ResourceUse { resource: ResourceId::from_raw(bob), quantity: 0.5 }], ..placement });
    let line = shop.workspace().operation_resources.keys().next().unwrap();
    shop.run(set(TableName::OperationResource, line.raw(), "skill_level", Value::Number(4.0)));
    assert_eq!(shop.refused(assign(task, bob, ann)).what, "Ann does not have the skill TIG at level 4.");
    shop.run(set(TableName::OperationResource, line.raw(), "skill_level", Value::Number(3.0)));
    shop.run(assign(task, bob, ann));
    shop.run(assign(task, ann, bob));
    shop.run(set(TableName::OperationResource, line.raw(), "skill_level", Value::Number(0.0)));
    let skill = shop.workspace().resource_skills.keys().next().unwrap();
    shop.run(remove(TableName::ResourceSkill, skill.raw()));
    assert_eq!(shop.refused(assign(task, bob, ann)).what, "Ann does not have the skill TIG.");
}

#[test]
fn an_absence_is_entered_and_taken_back() {
    let mut shop = Shop::default();
    let ann = ResourceId::from_raw(shop.named(TableName::Resource, "Ann"));
    let enter = |end| {
        Command::Allocation(AllocationCommand::EnterAbsence { resource: ann, start: now(), end, reason: "ill".into(), moves: Vec::new() })
    };
    shop.refused(enter(now()));
    assert_eq!(shop.run(enter(now().plus(Span::from_days(2)))).name, "Enter absence of Ann");
    let placement = Placement { start: now(), end: now().plus(Span::from_hours(1)), uses: Vec::new() };
    let task = TaskId::from_raw(shop.add(TableName::Task, &[]));
    let moves = vec![(task, placement.clone())];
    let end = now().plus(Span::from_days(9));
    let both = AllocationCommand::EnterAbsence { resource: ann, start: now(), end, reason: String::new(), moves: moves.clone() };
    assert!(shop.run(Command::Allocation(both.clone())).name.starts_with("Enter absence of Ann, reassign "));
    assert_eq!(shop.workspace().tasks.get(&task).unwrap().placement, Some(placement));
    shop.run(Command::Schedule(ScheduleCommand::SetStatus { tasks: vec![task], status: TaskStatus::Finished }));
    shop.refused(Command::Allocation(both));
    let absence = shop.workspace().absences.keys().next().unwrap();
    assert_eq!(shop.run(Command::Allocation(AllocationCommand::RemoveAbsence { absence })).name, "Remove absence of Ann");
}

#[test]
fn an_import_is_all_or_nothing_and_one_step() {
    let mut shop = Shop::default();
    let order = shop.named(TableName::Order, "12");
    let before = shop.workspace().clone();
    let edit = |id: u64, name: &str, quantity: f64| Edit::Add {
        table: TableName::Order,
        id,
        fields: vec![(0, text(name)), (6, Value::Number(quantity))],
    };
    let import = |edits: Vec<Edit>| Command::Import(ImportCommand { source: "plan.xlsx".into(), edits, summary: "2 orders".into() });
    shop.refused(import(vec![edit(70, "a", 1.0), edit(71, "b", -1.0)]));
    shop.refused(import(vec![edit(70, "12", 1.0)]));
    shop.refused(import(vec![Edit::Set { table: TableName::Order, id: 5, field: 0, value: text("x") }]));
    let set = Edit::Set { table: TableName::Order, id: order, field: 6, value: Value::Number(9.0) };
    let applied = shop.run(import(vec![edit(70, "a", 1.0), edit(71, "b", 2.0), set]));
    assert_eq!((applied.name.as_str(), applied.change.count()), ("Import plan.xlsx (2 orders)", 3));
    shop.document.undo(now()).unwrap();
    assert_eq!(*shop.workspace(), before);
}

#[test]
fn several_answers_of_the_guide_are_one_step() {
    let mut shop = Shop::default();
    let before = shop.workspace().clone();
    let answers = |value: &str| {
        let answers = ["case.volume.likely", "case.volume.likely.measured"].map(|key| (key.to_owned(), value.to_owned()));
        Command::Improvement(ImprovementCommand::Answers { answers: answers.to_vec() })
    };
    let kept = |shop: &Shop| shop.workspace().parameters.values().map(|known| known.value.clone()).collect::<Vec<_>>();
    let first = kept(&shop).len();
    shop.run(answers("12"));
    shop.run(answers("13"));
    assert_eq!(kept(&shop).split_off(first), ["13", "13"]);
    // An empty answer is taken back.
    shop.run(answers(""));
    assert_eq!(kept(&shop).len(), first);
    for _ in 0..3 {
        shop.document.undo(now()).unwrap();
    }
    assert_eq!(*shop.workspace(), before);
}
