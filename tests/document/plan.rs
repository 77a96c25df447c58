//! What the commands of workflow and schedule do and refuse.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::*;
use linewright::model::*;

fn operation(raw: u64) -> OperationId {
    OperationId::from_raw(raw)
}

fn step(name: &str) -> NewStep {
    NewStep { name: name.into(), role: "baker".into(), resource: None, duration: Span::from_minutes(10), duration_per_unit: 0.0 }
}

/// The names of a routing's steps in their order.
fn order_of(shop: &Shop, routing: u64) -> Vec<String> {
    let mut steps: Vec<&Operation> = shop.workspace().operations.values().filter(|step| step.owner == Some(operation(routing))).collect();
    steps.sort_by_key(|step| (step.priority, step.id));
    steps.into_iter().map(|step| step.name.clone()).collect()
}

fn named(shop: &Shop, name: &str) -> OperationId {
    shop.workspace().operations.values().find(|operation| operation.name == name).unwrap().id
}

/// Who waits for whom, by name.
fn waits(shop: &Shop) -> Vec<(String, String)> {
    let name = |id: Option<OperationId>| shop.workspace().operations.get(&id.unwrap()).unwrap().name.clone();
    let mut waits: Vec<_> =
        shop.workspace().operation_dependencies.values().map(|link| (name(link.operation), name(link.blocked_by))).collect();
    waits.sort();
    waits
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(later, earlier)| ((*later).to_owned(), (*earlier).to_owned())).collect()
}

/// A routing of three steps that follow each other by position.
fn bakery() -> (Shop, u64) {
    let mut shop = Shop::default();
    let cake = shop.named(TableName::Item, "cake");
    let create = WorkflowCommand::CreateRouting { item: ItemId::from_raw(cake), name: "Bake a cake".into(), location: None };
    shop.run(Command::Workflow(create));
    let routing = named(&shop, "Bake a cake");
    let mut after = None;
    for name in ["mix", "bake", "cool"] {
        shop.run(Command::Workflow(WorkflowCommand::AddStep { routing, after, step: step(name) }));
        after = Some(named(&shop, name));
    }
    (shop, routing.raw())
}

#[test]
fn steps_are_added_moved_and_removed_by_position() {
    let (mut shop, routing) = bakery();
    assert_eq!(order_of(&shop, routing), ["mix", "bake", "cool"]);
    let add = |routing, after, name| Command::Workflow(WorkflowCommand::AddStep { routing: operation(routing), after, step: step(name) });
    shop.run(add(routing, None, "weigh"));
    let mix = named(&shop, "mix");
    shop.run(add(routing, Some(mix), "rest"));
    assert_eq!(order_of(&shop, routing), ["weigh", "mix", "rest", "bake", "cool"]);
    let cool = named(&shop, "cool");
    let moved = shop.run(Command::Workflow(WorkflowCommand::MoveStep { step: cool, after: None }));
    assert_eq!(moved.name, "Move step cool");
    assert_eq!(order_of(&shop, routing), ["cool", "weigh", "mix", "rest", "bake"]);
    shop.run(Command::Workflow(WorkflowCommand::RemoveStep { step: mix }));
    assert_eq!(order_of(&shop, routing), ["cool", "weigh", "rest", "bake"]);
    assert_eq!(waits(&shop), [], "positions alone order these steps");
    assert_eq!(shop.refused(add(cool.raw(), None, "x")).what, "cool is not a routing, so it has no steps.");
    assert_eq!(shop.refused(add(routing, Some(operation(routing)), "x")).what, "The step that it should follow is not in this routing.");
    assert_eq!(
        shop.refused(Command::Workflow(WorkflowCommand::RemoveStep { step: operation(routing) })).what,
        "Bake a cake is not a step of a routing."
    );
}

#[test]
fn positions_with_gaps_keep_them_where_they_can() {
    let (mut shop, routing) = bakery();
    for (name, priority) in [("mix", 10.0), ("bake", 20.0), ("cool", 21.0)] {
        let field = TableName::Operation.field("priority").unwrap();
        let ids = vec![named(&shop, name).raw()];
        shop.run(Command::Record(RecordCommand::Set { table: TableName::Operation, ids, field, value: Value::Number(priority) }));
    }
    let bake = named(&shop, "bake");
    shop.run(Command::Workflow(WorkflowCommand::AddStep { routing: operation(routing), after: Some(bake), step: step("check") }));
    let priorities: Vec<i64> =
        ["mix", "bake", "check", "cool"].iter().map(|name| shop.workspace().operations[&named(&shop, name)].priority).collect();
    assert_eq!(priorities, [10, 20, 21, 22]);
}

#[test]
fn dependencies_between_steps_heal() {
    let (mut shop, routing) = bakery();
    let [mix, bake, cool] = ["mix", "bake", "cool"].map(|name| named(&shop, name));
    let connect = |from, to, lag| Command::Workflow(WorkflowCommand::Connect { from, to, kind: LinkKind::FinishStart, lag });
    shop.run(connect(mix, bake, Span::from_minutes(5)));
    shop.run(connect(bake, cool, Span::from_minutes(7)));
    shop.run(Command::Workflow(WorkflowCommand::AddStep { routing: operation(routing), after: Some(mix), step: step("rest") }));
    assert_eq!(waits(&shop), pairs(&[("bake", "rest"), ("cool", "bake"), ("rest", "mix")]));
    shop.run(Command::Workflow(WorkflowCommand::RemoveStep { step: bake }));
    assert_eq!(waits(&shop), pairs(&[("cool", "rest"), ("rest", "mix")]));
    let healed = shop.workspace().operation_dependencies.values().find(|link| link.operation == Some(cool)).unwrap();
    assert_eq!(healed.lag, Span::from_minutes(12));
    let rest = named(&shop, "rest");
    shop.run(Command::Workflow(WorkflowCommand::MoveStep { step: rest, after: Some(cool) }));
    assert_eq!(waits(&shop), pairs(&[("cool", "mix"), ("rest", "cool")]));
    shop.run(Command::Workflow(WorkflowCommand::MoveStep { step: rest, after: None }));
    assert_eq!(waits(&shop), pairs(&[("cool", "mix"), ("mix", "rest")]));
    assert_eq!(shop.refused(connect(mix, mix, Span::ZERO)).what, "mix cannot wait for itself.");
    assert!(shop.refused(connect(cool, rest, Span::ZERO)).what.starts_with("These operations would wait for each other:"));
    // Connecting again changes the handover and does not double it.
    let again = WorkflowCommand::Connect { from: rest, to: mix, kind: LinkKind::StartStart, lag: Span::ZERO };
    assert_eq!(shop.run(Command::Workflow(again)).change.count(), 1);
    let dependency = shop.workspace().operation_dependencies.keys().next().unwrap();
    shop.run(Command::Workflow(WorkflowCommand::Disconnect { dependency }));
    assert_eq!(waits(&shop).len(), 1);
}

#[test]
fn an_operation_becomes_a_routing_and_its_work_its_first_step() {
    let mut shop = Shop::default();
    let cake = shop.named(TableName::Item, "cake");
    let bake = shop.add(
        TableName::Operation,
        &[
            ("name", text("Bake")),
            ("item", Value::Id(cake)),
            ("kind", text("time_per")),
            ("duration_per_unit", Value::Number(60.0)),
            ("role", text("baker")),
        ],
    );
    let oven = shop.named(TableName::Resource, "oven");
    let line = shop.add(TableName::OperationResource, &[("operation", Value::Id(bake)), ("resource", Value::Id(oven))]);
    let task = shop.add(TableName::Task, &[("operation", Value::Id(bake))]);
    let insert =
        |step: &str| Command::Workflow(WorkflowCommand::InsertRouting { operation: operation(bake), step: step.into(), then: None });
    shop.run(insert("In the oven"));
    let step = named(&shop, "In the oven");
    let (whole, part) = (&shop.workspace().operations[&operation(bake)], &shop.workspace().operations[&step]);
    assert_eq!((whole.kind, whole.item, whole.duration_per_unit), (OperationKind::Routing, Some(ItemId::from_raw(cake)), 0.0));
    assert_eq!((part.kind, part.item, part.duration_per_unit, part.role.as_str()), (OperationKind::TimePer, None, 60.0, "baker"));
    assert_eq!(shop.get(TableName::OperationResource, line, "operation"), Value::Id(step.raw()));
    assert_eq!(shop.get(TableName::Task, task, "operation"), Value::Id(step.raw()));
    assert_eq!(shop.refused(insert("again")).what, "Bake has steps already.");
}

#[test]
fn lanes_are_roles_or_resources() {
    let (mut shop, _) = bakery();
    let mix = named(&shop, "mix");
    let (ann, bob) = (shop.named(TableName::Resource, "Ann"), shop.named(TableName::Resource, "Bob"));
    let lane = |lane| Command::Workflow(WorkflowCommand::MoveToLane { operation: mix, lane });
    let resource = |from: Option<u64>, to: u64| Lane::Resource { from: from.map(ResourceId::from_raw), to: ResourceId::from_raw(to) };
    shop.run(lane(resource(None, ann)));
    assert!(shop.run(lane(resource(None, ann))).change.is_empty(), "she stands there already");
    assert_eq!(shop.run(lane(resource(Some(ann), bob))).name, "Move mix to lane Bob");
    assert_eq!(shop.workspace().operation_resources.values().next().unwrap().resource, Some(ResourceId::from_raw(bob)));
    shop.run(lane(Lane::Role("helper".into())));
    let rename = |from: &str, to: &str| Command::Workflow(WorkflowCommand::RenameRole { from: from.into(), to: to.into() });
    assert_eq!(shop.run(rename("baker", "cook")).change.count(), 2);
    assert_eq!(shop.refused(rename("baker", "chef")).what, "No operation has the role “baker”.");
    assert_eq!(shop.refused(rename("cook", " ")).what, "A role needs a name.");
}

fn placement(hours: i64, resource: u64) -> Placement {
    let start = now().plus(Span::from_hours(hours));
    let uses = vec![ResourceUse { resource: ResourceId::from_raw(resource), quantity: 1.0 }];
    Placement { start, end: start.plus(Span::from_hours(1)), uses }
}

#[test]
fn a_task_is_moved_pinned_and_taken_off_the_board() {
    let mut shop = Shop::default();
    let oven = shop.named(TableName::Resource, "oven");
    let bake = shop.named(TableName::Operation, "Bake");
    let task = TaskId::from_raw(shop.add(TableName::Task, &[("operation", Value::Id(bake))]));
    let pin = |pinned| Command::Schedule(ScheduleCommand::Pin { tasks: vec![task], pinned });
    assert_eq!(shop.refused(pin(true)).what, "Bake is not scheduled yet.");
    let moved = |resource| Command::Schedule(ScheduleCommand::MoveTask { task, placement: placement(3, resource) });
    assert_eq!(shop.refused(moved(99)).what, "Task “Bake”: Placement refers to something that is not there.");
    assert_eq!(shop.run(moved(oven)).name, "Move task Bake");
    assert_eq!(shop.run(pin(true)).name, "Pin task Bake");
    shop.run(Command::Schedule(ScheduleCommand::Unschedule { tasks: vec![task] }));
    let record = &shop.workspace().tasks[&task];
    assert_eq!((&record.placement, record.pinned), (&None, false));
    let field = TableName::Task.field("status").unwrap();
    shop.run(Command::Record(RecordCommand::Set { table: TableName::Task, ids: vec![task.raw()], field, value: text("finished") }));
    assert_eq!(shop.refused(moved(oven)).what, "Bake is finished.");
}

#[test]
fn a_task_is_started_finished_and_set_back() {
    let mut shop = Shop::default();
    let oven = shop.named(TableName::Resource, "oven");
    let bake = shop.named(TableName::Operation, "Bake");
    let task = TaskId::from_raw(shop.add(TableName::Task, &[("operation", Value::Id(bake))]));
    let set = |status| Command::Schedule(ScheduleCommand::SetStatus { tasks: vec![task], status });
    assert_eq!(shop.refused(set(TaskStatus::Started)).what, "Bake is not scheduled yet.");
    shop.run(Command::Schedule(ScheduleCommand::MoveTask { task, placement: placement(3, oven) }));
    for (status, name) in
        [(TaskStatus::Started, "Start task Bake"), (TaskStatus::Finished, "Finish task Bake"), (TaskStatus::Planned, "Set back task Bake")]
    {
        assert_eq!(shop.run(set(status)).name, name);
        assert_eq!(shop.workspace().tasks[&task].status, status);
    }
}

#[test]
fn a_task_is_split_and_what_waits_for_it_waits_for_both_parts() {
    let mut shop = Shop::default();
    let oven = shop.named(TableName::Resource, "oven");
    let bake = shop.named(TableName::Operation, "Bake");
    let task =
        |shop: &mut Shop| TaskId::from_raw(shop.add(TableName::Task, &[("operation", Value::Id(bake)), ("quantity", Value::Number(10.0))]));
    let (first, second) = (task(&mut shop), task(&mut shop));
    let link = |from, to, link| Command::Schedule(ScheduleCommand::Link { from, to, link });
    let plainly = Some((LinkKind::FinishStart, Span::from_minutes(5)));
    assert_eq!(shop.run(link(first, second, plainly)).name, "Let Bake wait for Bake");
    let split = |quantity, places| Command::Schedule(ScheduleCommand::SplitTask { task: first, quantity, places });
    assert_eq!(shop.refused(split(10.0, None)).what, "Bake is of 10.");
    shop.run(split(4.0, Some((placement(1, oven), placement(2, oven)))));
    let workspace = shop.workspace();
    let rest = workspace.tasks.values().find(|task| task.id != first && task.id != second).unwrap();
    assert_eq!((workspace.tasks[&first].quantity, rest.quantity), (6.0, 4.0));
    assert_eq!(rest.placement, Some(placement(2, oven)));
    let waits: Vec<TaskId> = workspace.tasks[&second].after.iter().map(|link| link.task).collect();
    assert_eq!(waits, [first, rest.id]);
    let rest = rest.id;
    // The parts may not come to wait for what waits for them, and a link goes as it came.
    assert_eq!(shop.refused(link(second, rest, plainly)).what, "Bake comes before Bake already.");
    assert_eq!(shop.refused(link(rest, first, None)).what, "Bake does not wait for Bake.");
    shop.run(link(rest, second, None));
    assert_eq!(shop.workspace().tasks[&second].after.len(), 1);
    let field = TableName::Task.field("status").unwrap();
    shop.run(Command::Record(RecordCommand::Set { table: TableName::Task, ids: vec![first.raw()], field, value: text("started") }));
    assert_eq!(shop.refused(split(1.0, None)).what, "Bake has begun.");
}

#[test]
fn the_parts_of_a_task_are_joined_again_save_those_that_were_begun() {
    let mut shop = Shop::default();
    let bake = shop.named(TableName::Operation, "Bake");
    let supply = shop.add(TableName::SupplyOrder, &[("reference", text("MO-1"))]);
    let fields = [("operation", Value::Id(bake)), ("quantity", Value::Number(10.0)), ("supply", Value::Id(supply))];
    let first = TaskId::from_raw(shop.add(TableName::Task, &fields));
    let join = || Command::Schedule(ScheduleCommand::JoinTask { task: first, placement: None });
    assert_eq!(shop.refused(join()).what, "It has no other part that could still be joined.");
    for quantity in [4.0, 3.0] {
        shop.run(Command::Schedule(ScheduleCommand::SplitTask { task: first, quantity, places: None }));
    }
    let begun = *shop.workspace().ids(TableName::Task).last().unwrap();
    let field = TableName::Task.field("status").unwrap();
    shop.run(Command::Record(RecordCommand::Set { table: TableName::Task, ids: vec![begun], field, value: text("started") }));
    assert_eq!(shop.run(join()).name, "Join the parts of task Bake");
    let quantities: Vec<f64> = shop.workspace().tasks.values().map(|task| task.quantity).collect();
    assert_eq!(quantities, [7.0, 3.0]);
}

#[test]
fn a_link_by_hand_is_kept_as_such_and_one_of_a_plan_is_not() {
    let mut shop = Shop::default();
    let tasks = [(); 2].map(|()| TaskId::from_raw(shop.add(TableName::Task, &[])));
    let link = Some((LinkKind::StartStart, Span::from_minutes(5)));
    shop.run(Command::Schedule(ScheduleCommand::Link { from: tasks[0], to: tasks[1], link }));
    let made = shop.workspace().tasks[&tasks[1]].after.clone();
    assert!(made[0].by_hand);
    assert_eq!(TaskLink::from_value(&made[0].to_value()), Some(made[0]));
    let of_plan = TaskLink::new(tasks[0], LinkKind::StartStart, Span::ZERO);
    assert_eq!(TaskLink::from_value(&of_plan.to_value()), Some(of_plan));
    let long = Value::List(vec![Value::Id(1), text("FS"), Value::Number(0.0), Value::Flag(true), Value::Flag(true)]);
    assert_eq!(TaskLink::from_value(&long), None);
}

#[test]
fn several_tasks_are_moved_in_one_step() {
    let mut shop = Shop::default();
    let oven = shop.named(TableName::Resource, "oven");
    let tasks = [(); 2].map(|()| TaskId::from_raw(shop.add(TableName::Task, &[])));
    let moves = tasks.iter().zip(1..).map(|(task, hour)| (*task, placement(hour, oven))).collect();
    assert_eq!(shop.run(Command::Schedule(ScheduleCommand::MoveTasks { moves })).name, "Move 2 tasks");
    let starts: Vec<Time> = tasks.iter().map(|task| shop.workspace().tasks[task].placement.clone().unwrap().start).collect();
    assert_eq!(starts, [placement(1, oven).start, placement(2, oven).start]);
}

#[test]
fn a_plan_replaces_the_last_one_and_keeps_what_people_decided() {
    let mut shop = Shop::default();
    let oven = shop.named(TableName::Resource, "oven");
    let order = OrderId::from_raw(shop.named(TableName::Order, "12"));
    let supply = |raw: u64, quantity: f64| SupplyOrder { quantity, orders: vec![order], ..SupplyOrder::new(SupplyOrderId::from_raw(raw)) };
    let task = |raw: u64, of: u64, hours: i64| Task {
        supply: Some(SupplyOrderId::from_raw(of)),
        placement: Some(placement(hours, oven)),
        ..Task::new(TaskId::from_raw(raw))
    };
    let promise = |raw: u64, reason: &str| Promise { order: Some(order), reason: reason.into(), ..Promise::new(PromiseId::from_raw(raw)) };
    let accept = |plan: PlanRecords| Command::Schedule(ScheduleCommand::AcceptPlan { plan: Box::new(plan) });
    let first = PlanRecords {
        supply_orders: (100..105).map(|raw| supply(raw, 1.0)).collect(),
        tasks: (100..105).map(|raw| task(raw + 100, raw, 1)).collect(),
        promises: vec![promise(300, "first")],
        ..PlanRecords::default()
    };
    assert_eq!(shop.run(accept(first.clone())).change.count(), 11);
    assert!(shop.run(accept(first.clone())).update.is_empty(), "the same plan changes nothing");
    shop.run(Command::Schedule(ScheduleCommand::Pin { tasks: vec![TaskId::from_raw(200)], pinned: true }));
    shop.run(Command::Schedule(ScheduleCommand::Firm { supply_orders: vec![SupplyOrderId::from_raw(101)] }));
    shop.run(Command::Schedule(ScheduleCommand::Release { supply_orders: vec![SupplyOrderId::from_raw(102)] }));
    let refusal = shop.refused(Command::Schedule(ScheduleCommand::Release { supply_orders: vec![SupplyOrderId::from_raw(101)] }));
    assert!(refusal.what.ends_with("is confirmed and cannot be released."), "{refusal}");

    // 100 is planned anew with its pinned task, 103 too, 104 is dropped; 101 and 102 are firm and not in the plan.
    let before = shop.workspace().clone();
    let second = PlanRecords {
        supply_orders: vec![supply(100, 2.0), supply(101, 9.0), supply(103, 3.0), supply(110, 4.0)],
        tasks: vec![task(200, 100, 5), task(203, 103, 5), task(210, 110, 5)],
        promises: vec![promise(301, "second")],
        ..PlanRecords::default()
    };
    shop.run(accept(second));
    let quantity = |raw: u64| shop.workspace().supply_orders.get(&SupplyOrderId::from_raw(raw)).map(|supply| supply.quantity);
    assert_eq!([100, 101, 102, 103, 104, 110].map(quantity), [Some(2.0), Some(1.0), Some(1.0), Some(3.0), None, Some(4.0)]);
    assert_eq!(shop.workspace().supply_orders[&SupplyOrderId::from_raw(102)].status, SupplyStatus::Approved);
    let start = |raw: u64| shop.workspace().tasks.get(&TaskId::from_raw(raw)).map(|task| task.placement.clone().unwrap().start);
    let at = |hours| Some(placement(hours, oven).start);
    assert_eq!([200, 201, 202, 203, 204, 210].map(start), [at(1), at(1), at(1), at(5), None, at(5)]);
    assert!(shop.workspace().tasks[&TaskId::from_raw(200)].pinned);
    let promises: Vec<(u64, &str)> =
        shop.workspace().promises.values().map(|promise| (promise.id.raw(), promise.reason.as_str())).collect();
    assert_eq!(promises, [(300, "second")], "one promise an order");
    assert_eq!(broken_law(shop.workspace()), None);

    // All or nothing, and one step to undo.
    assert_eq!(shop.document.undo(now()).unwrap().name, "Accept plan");
    assert_eq!(*shop.workspace(), before);
    shop.run(Command::Record(RecordCommand::Remove { table: TableName::Order, ids: vec![order.raw()] }));
    let refusal = shop.refused(accept(first));
    assert_eq!(refusal.to_string(), "The plan was made before something it uses was removed. Nothing was changed. Make the plan again.");
}

#[test]
fn a_plan_enters_with_the_order_and_the_absence_it_was_made_for_and_goes_with_them_in_one_step() {
    let mut shop = Shop::default();
    let oven = ResourceId::from_raw(shop.named(TableName::Resource, "oven"));
    let before = shop.workspace().clone();
    let id = OrderId::from_raw(990);
    let order = Order { name: "Rush".into(), quantity: 3.0, ..Order::new(id) };
    let absence = Absence {
        resource: Some(oven),
        start: Some(Time::clamped(0)),
        end: Some(Time::clamped(60)),
        ..Absence::new(AbsenceId::from_raw(991))
    };
    let promise = Promise { order: Some(id), ..Promise::new(PromiseId::from_raw(992)) };
    let plan = PlanRecords { promises: vec![promise], orders: vec![order], absences: vec![absence], ..PlanRecords::default() };
    let applied = shop.run(Command::Schedule(ScheduleCommand::AcceptPlan { plan: Box::new(plan) }));
    assert_eq!(applied.name, "Add order Rush and accept its plan");
    assert!(shop.workspace().orders.contains_key(&id) && shop.workspace().absences.len() == before.absences.len() + 1);
    shop.document.undo(now());
    assert_eq!(shop.workspace(), &before);
}
