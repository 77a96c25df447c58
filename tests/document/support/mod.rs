//! People who act at random, for the laws of the document: every number picks among what is possible at that moment, so
//! that a failing run shrinks to a short one.
#![allow(clippy::expect_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod shop;

pub use shop::Shop;

use linewright::document::*;
use linewright::model::*;
use std::collections::BTreeMap;

/// One random decision, read as numbers modulo what there is.
pub type Act = (u8, u16, u16, u16);

pub fn now() -> Time {
    Time::from_date(2026, 3, 2).unwrap_or_default()
}

fn pick<T: Copy>(list: &[T], at: u16) -> Option<T> {
    list.get(usize::from(at) % list.len().max(1)).copied()
}

fn table(at: u16) -> TableName {
    let tables: Vec<TableName> = TableName::ALL.iter().copied().filter(|table| *table != TableName::Parameter).collect();
    pick(&tables, at).unwrap_or(TableName::Order)
}

fn moment(n: u16) -> Time {
    now().plus(Span::from_hours(i64::from(n % 200)))
}

fn placement(workspace: &Workspace, b: u16, c: u16) -> Option<Placement> {
    let resource = ResourceId::from_raw(pick(&workspace.ids(TableName::Resource), b)?);
    Some(Placement { start: moment(c), end: moment(c).plus(Span::from_hours(2)), uses: vec![ResourceUse { resource, quantity: 1.0 }] })
}

/// A value that mostly fits the field. `voice` keeps the values of different people apart.
pub fn value(workspace: &Workspace, table: TableName, field: usize, b: u16, c: u16, voice: u16) -> Value {
    let described = &table.fields()[field];
    let id = |table: TableName| pick(&workspace.ids(table), b).map_or(Value::Nothing, Value::Id);
    let mixed = c % 40 * 10 + voice;
    match described.kind {
        FieldKind::Text => Value::Text(format!("n{mixed}")),
        FieldKind::Number | FieldKind::Whole => Value::Number(f64::from(mixed)),
        FieldKind::Flag => Value::Flag(c.is_multiple_of(2)),
        FieldKind::Time => moment(mixed).to_value(),
        FieldKind::Span => Span::from_minutes(i64::from(mixed)).to_value(),
        FieldKind::Clock => Clock(i64::from(mixed)).to_value(),
        FieldKind::Weekdays => Weekdays((c % 128) as u8).to_value(),
        FieldKind::Choice(choices) => {
            choices.get(usize::from(c) % choices.len()).map_or(Value::Nothing, |choice| Value::Text(choice.code.to_owned()))
        }
        FieldKind::Reference(other) => id(other),
        FieldKind::List => match described.name {
            "orders" => match id(TableName::Order) {
                Value::Nothing => Value::Nothing,
                order => Value::List(vec![order]),
            },
            "after" => match id(TableName::Task) {
                Value::Nothing => Value::Nothing,
                task => Value::List(vec![Value::List(vec![task, Value::Text("FS".into()), Value::Number(f64::from(mixed))])]),
            },
            "values" => Value::List(vec![Value::List(vec![Value::Text("name".into()), Value::Text(format!("v{mixed}"))])]),
            "places" => Value::List(vec![Value::Text(format!("p{mixed}"))]),
            _ => placement(workspace, b, c).to_value(),
        },
    }
}

/// A record's fields: every required one and a few others.
fn fields(workspace: &Workspace, table: TableName, b: u16, c: u16, voice: u16) -> Vec<(usize, Value)> {
    let wanted = |(index, field): (usize, &Field)| {
        let spread = b.wrapping_mul(31).wrapping_add(index as u16);
        (field.is(Mark::Required) || spread.is_multiple_of(3))
            .then(|| (index, value(workspace, table, index, spread, c.wrapping_add(spread), voice)))
    };
    table.fields().iter().enumerate().filter_map(wanted).collect()
}

/// A command that makes sense more often than not.
pub fn command(workspace: &Workspace, (kind, a, b, c): Act, voice: u16) -> Command {
    let task = |at: u16| TaskId::from_raw(pick(&workspace.ids(TableName::Task), at).unwrap_or_default());
    let operation = |at: u16| OperationId::from_raw(pick(&workspace.ids(TableName::Operation), at).unwrap_or_default());
    let resource = |at: u16| ResourceId::from_raw(pick(&workspace.ids(TableName::Resource), at).unwrap_or_default());
    let order = |at: u16| OrderId::from_raw(pick(&workspace.ids(TableName::Order), at).unwrap_or_default());
    let supply = |at: u16| SupplyOrderId::from_raw(pick(&workspace.ids(TableName::SupplyOrder), at).unwrap_or_default());
    let calendar = |at: u16| CalendarId::from_raw(pick(&workspace.ids(TableName::Calendar), at).unwrap_or_default());
    let named = |c: u16| format!("n{}", c % 40 * 10 + voice);
    let shift =
        WeekShift { weekdays: Weekdays((b % 127 + 1) as u8), start_time: Clock(0), end_time: Clock(3600), value: 1.0, name: named(c) };
    let some_table = table(a);
    let ids = workspace.ids(some_table);
    match kind % 37 {
        0..=9 => Command::Record(RecordCommand::Add { table: some_table, fields: fields(workspace, some_table, b, c, voice), id: None }),
        10..=17 => {
            let field = usize::from(c) % some_table.fields().len();
            let first = pick(&ids, b).unwrap_or(SettingsId::THE);
            let value = value(workspace, some_table, field, b.rotate_left(3), c.rotate_left(5), voice);
            Command::Record(RecordCommand::Set { table: some_table, ids: vec![first], field, value })
        }
        18 | 19 => Command::Record(RecordCommand::Remove { table: some_table, ids: pick(&ids, b).into_iter().collect() }),
        20 => {
            let rows = [b, b.wrapping_add(7)].map(|b| PasteRow {
                id: pick(&ids, b).filter(|_| b % 2 == 0),
                fields: fields(workspace, some_table, b, c.wrapping_add(b), voice),
            });
            Command::Record(RecordCommand::Paste { table: some_table, rows: rows.to_vec() })
        }
        21 => match a % 2 {
            0 => Command::Demand(DemandCommand::SetStatus { orders: vec![order(b)], status: OrderStatus::ALL[usize::from(c) % 5] }),
            _ => Command::Demand(DemandCommand::Split { order: order(b), quantity: f64::from(c % 40) }),
        },
        22 => match a % 5 {
            0 => Command::Capacity(CapacityCommand::SetWeek { calendar: calendar(b), shifts: vec![shift.clone(), shift] }),
            1 => Command::Capacity(CapacityCommand::AddHolidays {
                calendars: vec![calendar(b), calendar(a)],
                holidays: vec![Holiday { name: named(c), start: moment(c), end: moment(c % 200).plus(Span::from_hours(24)) }],
            }),
            2 => {
                let rule = pick(&workspace.ids(TableName::CalendarRule), b).unwrap_or_default();
                Command::Capacity(CapacityCommand::RemoveRule { rule: CalendarRuleId::from_raw(rule) })
            }
            3 => Command::Capacity(CapacityCommand::ReleaseMaterials {
                orders: vec![MaterialOrder {
                    item: ItemId::from_raw(pick(&workspace.ids(TableName::Item), b).unwrap_or_default()),
                    location: None,
                    from: MaterialSource::Make(operation(c)),
                    quantity: f64::from(c % 40),
                    start: moment(b % 100),
                    end: moment(100 + c % 100),
                }],
            }),
            _ => Command::Capacity(CapacityCommand::CreateCalendar { name: named(c), shifts: vec![shift], used_by: None }),
        },
        23..=25 => workflow(a, operation(b), operation(c), resource(c), named(c), workspace, b),
        26 => match placement(workspace, b, c) {
            Some(placement) => Command::Schedule(ScheduleCommand::MoveTask { task: task(a), placement }),
            None => Command::Schedule(ScheduleCommand::Unschedule { tasks: vec![task(a)] }),
        },
        27 => match a % 9 {
            8 => {
                Command::Schedule(ScheduleCommand::JoinTask { task: task(b), placement: placement(workspace, b, c).filter(|_| c % 2 == 0) })
            }
            5 => Command::Schedule(ScheduleCommand::SplitTask { task: task(b), quantity: f64::from(c as u32 % 3) / 2.0, places: None }),
            6 => Command::Schedule(ScheduleCommand::Link { from: task(b), to: task(c), link: Some((LinkKind::StartStart, Span::ZERO)) }),
            7 => Command::Schedule(ScheduleCommand::Link { from: task(b), to: task(c), link: None }),
            0 => Command::Schedule(ScheduleCommand::Unschedule { tasks: vec![task(b), task(c)] }),
            1 => Command::Schedule(ScheduleCommand::Pin { tasks: vec![task(b)], pinned: c % 2 == 0 }),
            4 => {
                let status = [TaskStatus::Planned, TaskStatus::Started, TaskStatus::Finished][(c % 3) as usize];
                Command::Schedule(ScheduleCommand::SetStatus { tasks: vec![task(b)], status })
            }
            2 => Command::Schedule(ScheduleCommand::Release { supply_orders: vec![supply(b)] }),
            _ => Command::Schedule(ScheduleCommand::Firm { supply_orders: vec![supply(b)] }),
        },
        28 | 29 => Command::Schedule(ScheduleCommand::AcceptPlan { plan: Box::new(plan(workspace, a, b, c, voice)) }),
        30 => Command::Allocation(AllocationCommand::Assign {
            task: task(a),
            from: Some(resource(b)).filter(|_| c % 2 == 0),
            to: resource(c),
        }),
        36 => scenarios(workspace, a, b, named(c)),
        32..=35 => facts(workspace, kind, a, b, c, named(c)),
        _ => Command::Allocation(AllocationCommand::EnterAbsence {
            resource: resource(a),
            start: moment(b),
            end: moment(b).plus(Span::from_hours(8)),
            reason: named(c),
            moves: placement(workspace, b, c).map(|placement| (task(c), placement)).into_iter().collect(),
        }),
    }
}

/// What becomes of scenarios.
fn scenarios(workspace: &Workspace, a: u16, b: u16, name: String) -> Command {
    let scenario = ScenarioId::from_raw(pick(&workspace.ids(TableName::Scenario), b).unwrap_or_default());
    let changes = workspace.scenario_changes.values().filter(|change| change.scenario == Some(scenario)).map(|change| change.id);
    let changes = changes.filter(|change| !change.raw().is_multiple_of(u64::from(a % 7) + 2)).collect();
    match a % 4 {
        0 | 1 => ScenarioCommand::Begin { name, note: String::new(), from: Some(scenario).filter(|_| a.is_multiple_of(2)), time: now() },
        2 => ScenarioCommand::TakeOver { scenario, changes },
        _ => ScenarioCommand::GiveUp { scenario, changes },
    }
    .into()
}

/// What is reported from the work, checked, solved and improved.
fn facts(workspace: &Workspace, kind: u8, a: u16, b: u16, c: u16, name: String) -> Command {
    let any = |table: TableName, at: u16| pick(&workspace.ids(table), at).unwrap_or_default();
    let task = TaskId::from_raw(any(TableName::Task, b));
    let kinds = ReportKind::ALL;
    let report = Report {
        kind: kinds[usize::from(c) % kinds.len()],
        time: Some(moment(b)),
        task: Some(task).filter(|_| !c.is_multiple_of(4)),
        good: f64::from(b % 5),
        scrap: f64::from(c % 2),
        text: name.clone(),
        ..Report::new(ReportId::from_raw(0))
    };
    let new_issue =
        || Box::new(Issue { name: name.clone(), task: Some(task), blocks: b.is_multiple_of(2), ..Issue::new(IssueId::from_raw(0)) });
    let (issue, list) = (IssueId::from_raw(any(TableName::Issue, b)), ChecklistId::from_raw(any(TableName::Checklist, b)));
    let question = CheckItemId::from_raw(any(TableName::CheckItem, b));
    let improvement = ImprovementId::from_raw(any(TableName::Improvement, b));
    match (kind % 37, a % 4) {
        (32, 0) => ExecutionCommand::Correct {
            report: ReportId::from_raw(any(TableName::Report, b)),
            instead: Some(Box::new(report)).filter(|_| c.is_multiple_of(2)),
            by: name,
            device: "tablet".to_owned(),
            entered: moment(c),
        }
        .into(),
        (32, 1) => ExecutionCommand::UsualReasons.into(),
        (32, 2) => {
            let figure = KpiId::from_raw(any(TableName::Kpi, b));
            let values = vec![(moment(c), Some(f64::from(b % 9)).filter(|_| !c.is_multiple_of(5))), (moment(b), Some(1.0))];
            PerformanceCommand::TypeValues { figure, values }.into()
        }
        (32, _) => {
            let moves = placement(workspace, b, c).map(|placement| (task, placement)).into_iter().collect();
            ExecutionCommand::Report { report: Box::new(report), moves }.into()
        }
        (33, 0) => {
            let questions = vec![CheckItem { name: name.clone(), ..CheckItem::new(CheckItemId::from_raw(0)) }; usize::from(c % 3)];
            QualityCommand::AddChecklist { checklist: Box::new(Checklist { name, ..Checklist::new(ChecklistId::from_raw(0)) }), questions }
                .into()
        }
        (33, 1) => QualityCommand::RemoveQuestion { question }.into(),
        (33, 2) => QualityCommand::MoveQuestion { question, position: f64::from(c) }.into(),
        (33, _) => {
            let check = Check { checklist: Some(list), time: Some(moment(c)), task: Some(task), ..Check::new(CheckId::from_raw(0)) };
            QualityCommand::Save { check: Box::new(check), issue: Some(new_issue()).filter(|_| c.is_multiple_of(2)) }.into()
        }
        (34, 0) => IssueCommand::Raise { issue: new_issue() }.into(),
        (34, 1) => IssueCommand::Resolve { issue, time: moment(c) }.into(),
        (34, 2) => IssueCommand::Acknowledge { issue, by: name, time: moment(c) }.into(),
        (34, _) => {
            IssueCommand::Advance { issue, status: IssueStatus::ALL[usize::from(c) % IssueStatus::ALL.len()], time: moment(c) }.into()
        }
        (_, 0) => {
            ImprovementCommand::Add { improvement: Box::new(Improvement { name, ..Improvement::new(ImprovementId::from_raw(0)) }) }.into()
        }
        (_, 1) => ImprovementCommand::Decide { improvement, decision: Conclusion::Adopt, by: name.clone(), result: name }.into(),
        (_, 2) if c.is_multiple_of(2) => {
            let answers = vec![(format!("key {}", c % 3), name.clone()), (format!("key {} more", c % 3), name)];
            ImprovementCommand::Answers { answers }.into()
        }
        (_, 2) => ImprovementCommand::Answer { key: format!("key {}", c % 3), value: name }.into(),
        (_, _) => {
            let stage = ImprovementStage::ALL[usize::from(c) % ImprovementStage::ALL.len()];
            ImprovementCommand::Advance { improvement, stage, time: moment(c) }.into()
        }
    }
}

fn workflow(a: u16, one: OperationId, other: OperationId, resource: ResourceId, name: String, workspace: &Workspace, b: u16) -> Command {
    let after = Some(other).filter(|_| a.is_multiple_of(3));
    Command::Workflow(match a % 9 {
        0 => {
            let item = ItemId::from_raw(pick(&workspace.ids(TableName::Item), b).unwrap_or_default());
            WorkflowCommand::CreateRouting { item, name, location: None }
        }
        1 => WorkflowCommand::InsertRouting { operation: one, step: name, then: None },
        2 | 3 => {
            let step = NewStep { name, role: "cook".into(), resource: None, duration: Span::from_minutes(5), duration_per_unit: 0.0 };
            WorkflowCommand::AddStep { routing: one, after, step }
        }
        4 => WorkflowCommand::MoveStep { step: one, after: Some(other) },
        5 => WorkflowCommand::RemoveStep { step: one },
        6 => WorkflowCommand::Connect { from: one, to: other, kind: LinkKind::FinishStart, lag: Span::ZERO },
        7 => WorkflowCommand::RenameRole { from: "cook".into(), to: name },
        _ => WorkflowCommand::MoveToLane { operation: one, lane: Lane::Resource { from: None, to: resource } },
    })
}

/// A plan that keeps some of what is there, drops some and adds some.
fn plan(workspace: &Workspace, a: u16, b: u16, c: u16, voice: u16) -> PlanRecords {
    // Ids are never used twice, so those of different people differ.
    let base = u64::from(voice) << 40 | u64::from(b) << 24 | u64::from(c) << 8 | 0xffff << 48;
    let kept = |raw: u64| !raw.wrapping_mul(u64::from(a) | 1).is_multiple_of(3);
    let fresh = SupplyOrder { quantity: f64::from(b), ..SupplyOrder::new(SupplyOrderId::from_raw(base)) };
    let supply_orders: Vec<SupplyOrder> =
        workspace.supply_orders.values().filter(|supply| kept(supply.id.raw())).cloned().chain([fresh.clone()]).collect();
    let mut tasks: Vec<Task> = workspace
        .tasks
        .values()
        .filter(|task| kept(task.id.raw()) && task.supply.is_none_or(|id| supply_orders.iter().any(|supply| supply.id == id)))
        .cloned()
        .map(|task| Task { placement: placement(workspace, b, c), after: Vec::new(), ..task })
        .collect();
    let links = tasks.first().map(|task| TaskLink::new(task.id, LinkKind::FinishStart, Span::ZERO));
    tasks.push(Task { supply: Some(fresh.id), after: links.into_iter().collect(), ..Task::new(TaskId::from_raw(base)) });
    let promise = |(at, order): (usize, OrderId)| Promise { order: Some(order), ..Promise::new(PromiseId::from_raw(base + at as u64)) };
    let promises = workspace.orders.keys().enumerate().map(promise).collect();
    PlanRecords { supply_orders, tasks, promises, ..PlanRecords::default() }
}

/// A workspace's content as text fields by table, id and field, and a mark for the record itself.
pub type Cells = BTreeMap<(TableName, u64, usize), Value>;

/// Every field of every record that is not at its default.
pub fn cells(workspace: &Workspace) -> Cells {
    let mut cells = Cells::new();
    for &table in TableName::ALL {
        for id in workspace.ids(table) {
            cells.insert((table, id, usize::MAX), Value::Flag(true));
            for field in 0..table.fields().len() {
                let value = workspace.get(table, id, field);
                if value != default_value(table, field) {
                    cells.insert((table, id, field), value);
                }
            }
        }
    }
    cells
}

/// The cells in which two workspaces differ.
pub fn differing(one: &Cells, other: &Cells) -> Vec<(TableName, u64, usize)> {
    let keys: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).copied().collect();
    keys.into_iter().filter(|key| one.get(key) != other.get(key)).collect()
}

/// Every law that must hold after any command of somebody who works alone.
pub fn broken_law(workspace: &Workspace) -> Option<String> {
    for &table in TableName::ALL {
        let mut names = std::collections::BTreeSet::new();
        for id in workspace.ids(table) {
            let is_nameless_settings = table == TableName::Settings && workspace.get(table, id, 0) == Value::Nothing;
            if !is_nameless_settings && let Err((field, objection)) = laws::check_record(workspace, table, id) {
                return Some(format!("{}.{}: {objection}", table.word(), table.fields()[field].name));
            }
            let unique = table.fields().iter().position(|field| field.is(Mark::Unique));
            if let Some(Value::Text(name)) = unique.map(|field| workspace.get(table, id, field))
                && !names.insert(name.clone())
            {
                return Some(format!("two {} are called {name}", table.word()));
            }
        }
    }
    leads_nowhere(workspace)
}

/// A reference to a record that is not there; none may be seen, whatever was merged.
pub fn leads_nowhere(workspace: &Workspace) -> Option<String> {
    let has = |table: TableName, raw: u64| workspace.has(table, raw);
    for &table in TableName::ALL {
        for (index, field) in table.fields().iter().enumerate() {
            let FieldKind::Reference(other) = field.kind else { continue };
            for id in workspace.ids(table) {
                let value = workspace.get(table, id, index);
                let is_lost = match value {
                    Value::Id(to) => !has(other, to),
                    _ => field.is(Mark::Required),
                };
                if is_lost {
                    return Some(format!("{}.{} leads nowhere", table.word(), field.name));
                }
            }
        }
    }
    for task in workspace.tasks.values() {
        let uses = task.placement.iter().flat_map(|placement| &placement.uses).all(|usage| has(TableName::Resource, usage.resource.raw()));
        let links = task.after.iter().all(|link| has(TableName::Task, link.task.raw()));
        if !uses || !links || !task.orders.iter().all(|order| has(TableName::Order, order.raw())) {
            return Some(format!("a task names what is not there: {task:?}"));
        }
    }
    let supplies = workspace.supply_orders.values().flat_map(|supply| &supply.orders);
    supplies.into_iter().find(|order| !has(TableName::Order, order.raw())).map(|_| "a supply order serves nobody".to_owned())
}

/// A text as a value.
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
