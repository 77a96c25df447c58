//! Planners' files that nobody here wrote are planned: every order scheduled or refused with a reason, no rule broken.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod plan_support;

use linewright::model::*;
use plan_support::{FILES, import, now_of, options, planned};

#[test]
fn look() {
    let only = std::env::var("ONLY").unwrap_or_default();
    for name in FILES.iter().filter(|name| name.contains(&only)) {
        let Some(workspace) = import(name) else { continue };
        let now = now_of(&workspace);
        let outcome = planned(&workspace, &options(now));
        println!("\n=== {name} now {now}: {:?}", outcome.stats);
        for promise in &outcome.promises {
            let order = &workspace.orders[&promise.order.unwrap()];
            println!("  {:32} due {} ready {:?} {:?} {} {}", order.name, order.due.unwrap(), promise.ready, promise.verdict, promise.quantity, promise.reason);
        }
        if !only.is_empty() {
            let mut supplies = outcome.supply_orders.clone();
            supplies.sort_by_key(|supply| (supply.start, supply.end));
            for supply in supplies {
                let op = supply.operation.map(|id| workspace.operations[&id].name.clone()).unwrap_or_default();
                println!("  {:4} {:?} {:30} {} {:8} {:?} {:?} {:?}", supply.kind.code(), supply.status, workspace.label(TableName::Item, supply.item.map_or(0, |i| i.raw())), op, supply.quantity, supply.start, supply.end, supply.batch);
                for task in outcome.tasks.iter().filter(|task| task.supply == Some(supply.id)) {
                    let uses: Vec<String> = task.placement.iter().flat_map(|p| &p.uses).map(|u| format!("{}x{}", workspace.resources[&u.resource].name, u.quantity)).collect();
                    println!("         - {} {} {:?} {:?} rel {:?} due {:?}", workspace.operations[&task.operation.unwrap()].name, task.quantity, task.placement.as_ref().map(|p| (p.start, p.end)), uses, task.release, task.due);
                }
            }
        }
        for finding in &outcome.findings {
            println!("  ! {} {}", finding.check, finding.sentence);
        }
    }
}
