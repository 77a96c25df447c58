//! What is scrapped on the way is begun on top, and what comes out is what the plan counts on.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use linewright::document::{Document, Edit, ExecutionCommand, ImportCommand};
use linewright::engine::plan::{PlanOptions, PlanOutcome, Shop, plan};
use linewright::model::*;

/// An order of a hundred chairs, which are cut and put together from four legs each; cutting loses 2 %, putting together 1 %.
fn chairs(cut: f64, join: f64) -> Workspace {
    let mut factory = Factory::default();
    let (chair, leg) = (factory.item("chair"), factory.item("leg"));
    let place = factory.place("works");
    let (routing, steps) = factory.routing("make chairs", Some(chair), &[("cut", 1.0), ("join", 1.0)]);
    factory.line(routing, leg, -4.0);
    factory.stock(leg, Some(place), 1_000.0);
    for (step, share) in steps.iter().zip([cut, join]) {
        factory.change(*step, |step| step.scrap_share = share);
    }
    let order = OrderId::from_raw(factory.id());
    let due = Some(Factory::hour(500));
    let record = Order { name: "O1".to_owned(), item: Some(chair), location: Some(place), quantity: 100.0, due, ..Order::new(order) };
    factory.workspace.orders.insert(order, record);
    factory.workspace
}

fn outcome(workspace: &Workspace) -> PlanOutcome {
    let options = PlanOptions { now: Factory::now(), time_limit_ms: 10, seed: 1, ..PlanOptions::default() };
    plan(workspace, &options, &|| 0.0, &mut |_| true)
}

/// What the order to make is of, what its tasks are of, and what is promised.
fn planned(workspace: &Workspace) -> (f64, Vec<f64>, f64) {
    let outcome = outcome(workspace);
    let make = outcome.supply_orders.iter().find(|order| order.kind == SupplyKind::Make).unwrap();
    let promised = outcome.promises.iter().map(|promise| promise.quantity).sum();
    (make.quantity, outcome.tasks.iter().map(|task| task.quantity).collect(), promised)
}

/// A document that holds a workspace.
fn document_of(workspace: &Workspace) -> Document {
    let mut edits = Vec::new();
    for &table in TableName::ALL {
        for id in workspace.ids(table) {
            let fields = (0..table.fields().len()).map(|field| (field, workspace.get(table, id, field))).collect();
            edits.push(Edit::Add { table, id, fields });
        }
    }
    let mut document = Document::new(1);
    let import = ImportCommand { source: "test".to_owned(), edits, summary: String::new() };
    document.dispatch(&import, Factory::now()).unwrap();
    document
}

#[test]
fn so_many_more_are_begun_that_the_order_is_whole() {
    assert_eq!(planned(&chairs(0.0, 0.0)), (100.0, vec![100.0, 100.0], 100.0));
    // 100 / (0.98 x 0.99) = 103.07: nobody begins a part of a chair.
    assert_eq!(planned(&chairs(0.02, 0.01)), (104.0, vec![104.0, 104.0], 100.0));
    // A hundred are left of two hundred exactly.
    assert_eq!(planned(&chairs(0.5, 0.0)).0, 200.0);
}

#[test]
fn what_a_run_puts_out_is_what_is_left_after_all_its_steps() {
    let workspace = chairs(0.02, 0.01);
    let shop = Shop::new(&workspace);
    let routing = workspace.operations.values().find(|operation| operation.kind == OperationKind::Routing).unwrap();
    let outputs = shop.outputs(routing);
    assert_eq!(outputs.len(), 1);
    assert!((outputs[0].per_unit - 0.98 * 0.99).abs() < 1e-12);
    assert_eq!((outputs[0].begun_for(100.0), outputs[0].begun_for(50.5)), (104.0, 50.5 / outputs[0].per_unit));
}

#[test]
fn what_was_made_counts_as_so_much_begun_and_a_share_that_cannot_be_is_refused() {
    let mut workspace = chairs(0.02, 0.01);
    let outcome = outcome(&workspace);
    workspace.supply_orders.extend(outcome.supply_orders.into_iter().map(|order| (order.id, order)));
    workspace.tasks.extend(outcome.tasks.into_iter().map(|task| (task.id, task)));
    let mut document = document_of(&workspace);
    let mut tasks: Vec<Task> = document.workspace().tasks.values().cloned().collect();
    tasks.sort_by_key(|task| task.placement.as_ref().map(|placement| placement.start));
    for (task, good) in tasks.iter().zip([102.0, 101.0]) {
        let task = Some(task.id);
        let report = |kind, hour, good| Report { kind, time: Some(Factory::hour(hour)), task, good, ..Report::new(ReportId::from_raw(0)) };
        for report in [report(ReportKind::Start, 1, 0.0), report(ReportKind::Finish, 2, good)] {
            let command = ExecutionCommand::Report { report: Box::new(report), moves: Vec::new() };
            document.dispatch(&command, Factory::hour(3)).unwrap();
        }
    }
    let supply = document.workspace().supply_orders.values().find(|order| order.kind == SupplyKind::Make).unwrap().clone();
    let shop = Shop::new(document.workspace());
    let output = shop.outputs(&document.workspace().operations[&supply.operation.unwrap()])[0];
    assert!((output.per_unit * supply.quantity - 101.0).abs() < 1e-9, "the next plan counts on the 101 that were good");
    let operation = tasks[0].operation.unwrap();
    for wrong in [-0.1, 0.96, f64::NAN] {
        assert!(document.dispatch(&ExecutionCommand::SetScrap { operation, share: wrong }, Factory::now()).is_err());
    }
    document.dispatch(&ExecutionCommand::SetScrap { operation, share: 0.012 }, Factory::now()).unwrap();
    assert_eq!(document.workspace().operations[&operation].scrap_share, 0.012);
    document.undo(Factory::now()).unwrap();
    assert_eq!(document.workspace().operations[&operation].scrap_share, 0.02);
}
