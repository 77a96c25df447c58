//! What a person did on the board holds in the next plan: links made by hand and tasks split in parts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::{options, planned};
use linewright::document::{Command, Document, Edit, ImportCommand, PlanRecords, ScheduleCommand};
use linewright::engine::plan::PlanOutcome;
use linewright::model::*;

/// Cutting and sewing of shirts, an hour and two hours a piece, each on a machine of its own.
fn tailor() -> (Factory, ItemId) {
    let mut factory = Factory::default();
    let shirt = factory.item("shirt");
    let (_, steps) = factory.routing("shirt", Some(shirt), &[("cut", 0.0), ("sew", 0.0)]);
    for (step, hours) in steps.into_iter().zip([1.0, 2.0]) {
        factory.change(step, |step| (step.kind, step.duration_per_unit) = (OperationKind::TimePer, hours * 3600.0));
        let machine = factory.resource(&format!("machine of {}", step.raw()));
        factory.needs(step, machine);
    }
    (factory, shirt)
}

/// A document of a workspace, with the plan accepted.
struct Shop {
    document: Document,
}

impl Shop {
    fn open(workspace: &Workspace) -> Shop {
        let add = |table: TableName, id: u64| {
            let fields = (0..table.fields().len()).map(|field| (field, workspace.get(table, id, field))).collect();
            Edit::Add { table, id, fields }
        };
        let edits = TableName::ALL.iter().flat_map(|table| workspace.ids(*table).into_iter().map(|id| add(*table, id))).collect();
        let mut shop = Shop { document: Document::new(7) };
        let import = ImportCommand { source: "the shop".to_owned(), edits, summary: String::new() };
        shop.document.dispatch(&Command::Import(import), Factory::now()).unwrap();
        shop.plan();
        shop
    }

    /// Plans anew, lets the independent judge look at it, and accepts.
    fn plan(&mut self) -> PlanOutcome {
        let workspace = self.document.workspace().clone();
        let outcome = planned(&workspace, &options(Factory::now()));
        let found = violations(&workspace, &outcome, Factory::now());
        assert!(found.is_empty(), "{}", found.join("\n"));
        let plan = PlanRecords {
            supply_orders: outcome.supply_orders.clone(),
            tasks: outcome.tasks.clone(),
            promises: outcome.promises.clone(),
            ..PlanRecords::default()
        };
        self.act(ScheduleCommand::AcceptPlan { plan: Box::new(plan) });
        outcome
    }

    fn act(&mut self, command: ScheduleCommand) {
        self.document.dispatch(&Command::Schedule(command), Factory::now()).unwrap();
    }

    /// The tasks of an order and operation, by start.
    fn tasks(&self, order: OrderId, operation: &str) -> Vec<Task> {
        let workspace = self.document.workspace();
        let is = |task: &&Task| task.orders == [order] && workspace.operations[&task.operation.unwrap()].name == operation;
        let mut tasks: Vec<Task> = workspace.tasks.values().filter(is).cloned().collect();
        tasks.sort_by_key(|task| task.placement.as_ref().map(|placed| placed.start));
        tasks
    }

    fn span(&self, task: TaskId) -> (Time, Time) {
        let placed = self.document.workspace().tasks[&task].placement.clone().unwrap();
        (placed.start, placed.end)
    }
}

#[test]
fn a_link_by_hand_between_two_orders_holds_in_every_later_plan_until_it_is_taken_away() {
    let (mut factory, shirt) = tailor();
    let (first, second) = (factory.order("first", shirt, 3.0, 4), factory.order("second", shirt, 3.0, 9));
    let mut shop = Shop::open(&factory.workspace);
    // The order that is due first is to wait for the other one.
    let (from, to) = (shop.tasks(second, "sew")[0].id, shop.tasks(first, "cut")[0].id);
    shop.act(ScheduleCommand::Link { from, to, link: Some((LinkKind::FinishStart, Span::from_hours(1))) });
    for _ in 0..2 {
        shop.plan();
        let link = shop.document.workspace().tasks[&to].after.iter().find(|link| link.task == from).copied().expect("the link is there");
        assert!(link.by_hand && link.lag == Span::from_hours(1));
        assert!(shop.span(to).0 >= shop.span(from).1.plus(Span::from_hours(1)), "the plan keeps it");
    }
    let derived = shop.tasks(first, "sew")[0].after.clone();
    assert!(derived.iter().all(|link| !link.by_hand), "what the routing asks for is nobody's");
    shop.act(ScheduleCommand::Link { from, to, link: None });
    shop.plan();
    assert!(shop.document.workspace().tasks[&to].after.is_empty());
    assert!(shop.span(to).0 < shop.span(from).1, "and the order that is due first goes first again");
}

#[test]
fn a_link_by_hand_against_the_order_of_the_work_is_left_out_of_the_plan() {
    let (mut factory, shirt) = tailor();
    let order = factory.order("only", shirt, 2.0, 4);
    let shop = Shop::open(&factory.workspace);
    let (cut, sew) = (shop.tasks(order, "cut")[0].id, shop.tasks(order, "sew")[0].id);
    // As a merge of two copies can bring it.
    let mut workspace = shop.document.workspace().clone();
    let link = TaskLink { by_hand: true, ..TaskLink::new(sew, LinkKind::FinishStart, Span::ZERO) };
    workspace.tasks.get_mut(&cut).unwrap().after.push(link);
    let outcome = planned(&workspace, &options(Factory::now()));
    assert!(violations(&workspace, &outcome, Factory::now()).is_empty());
    let planned_cut = outcome.tasks.iter().find(|task| task.id == cut).unwrap();
    assert!(planned_cut.placement.is_some() && planned_cut.after.is_empty());
}

#[test]
fn a_split_task_keeps_its_parts_in_every_later_plan_and_its_order_is_ready_with_the_last_of_them() {
    let (mut factory, shirt) = tailor();
    let order = factory.order("ten", shirt, 10.0, 6);
    let other = factory.order("other", shirt, 4.0, 8);
    let mut shop = Shop::open(&factory.workspace);
    let whole = shop.tasks(order, "sew")[0].clone();
    shop.act(ScheduleCommand::SplitTask { task: whole.id, quantity: 4.0, places: None });
    for _ in 0..2 {
        let outcome = shop.plan();
        let parts = shop.tasks(order, "sew");
        assert_eq!(parts.len(), 2);
        let mut hours: Vec<(f64, f64)> =
            parts.iter().map(|part| (part.quantity, shop.span(part.id).1.since(shop.span(part.id).0).hours())).collect();
        hours.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert_eq!(hours, [(4.0, 8.0), (6.0, 12.0)]);
        let cut = shop.tasks(order, "cut")[0].id;
        assert!(parts.iter().all(|part| part.after.iter().any(|link| link.task == cut)), "both wait for the cloth");
        let last = parts.iter().map(|part| shop.span(part.id).1).max();
        let promise = outcome.promises.iter().find(|promise| promise.order == Some(order)).unwrap();
        assert_eq!(promise.ready, last);
        assert_eq!(outcome.supply_orders.iter().filter(|supply| supply.orders == [order]).count(), 1, "nothing is made twice");
    }
    assert_eq!(shop.tasks(other, "sew").len(), 1);
    shop.act(ScheduleCommand::JoinTask { task: whole.id, placement: None });
    shop.plan();
    let joined = shop.tasks(order, "sew");
    assert_eq!((joined.len(), joined[0].quantity, joined[0].id), (1, 10.0, whole.id));
    assert_eq!(shop.span(whole.id).1.since(shop.span(whole.id).0), Span::from_hours(20));
}

#[test]
fn a_split_step_in_the_middle_is_waited_for_as_a_whole() {
    let (mut factory, shirt) = tailor();
    let order = factory.order("ten", shirt, 10.0, 6);
    let mut shop = Shop::open(&factory.workspace);
    let (cut, sew) = (shop.tasks(order, "cut")[0].id, shop.tasks(order, "sew")[0].id);
    shop.act(ScheduleCommand::SplitTask { task: cut, quantity: 5.0, places: None });
    shop.act(ScheduleCommand::SplitTask { task: sew, quantity: 5.0, places: None });
    shop.plan();
    let (cuts, sews) = (shop.tasks(order, "cut"), shop.tasks(order, "sew"));
    assert_eq!((cuts.len(), sews.len()), (2, 2));
    for part in &sews {
        assert!(cuts.iter().all(|before| part.after.iter().any(|link| link.task == before.id)));
        assert!(cuts.iter().all(|before| shop.span(before.id).1 <= shop.span(part.id).0));
    }
}
