//! What the plan tests share: workspaces from planners' files, a clock, and building by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

pub mod build;
pub mod by_hand;
pub mod clock;
pub mod expected;
pub mod judge;
pub mod random;

use crate::computing::Computing;
use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::exchange::{apply, dry_run, propose, read};
use linewright::model::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The planners' files: eleven workbooks and three fixtures.
pub const FILES: [&str; 14] = [
    "calendar-working-hours.xlsx",
    "demand-priorities.xlsx",
    "demo.json",
    "forecast-method.xlsx",
    "jobshop.json",
    "make-to-order.xlsx",
    "manufacturing_demo.json",
    "operation-alternate.xlsx",
    "operation-dependency.xlsx",
    "operation-routing.xlsx",
    "resource-alternate.xlsx",
    "resource-efficiency.xlsx",
    "resource-type.xlsx",
    "transfer-batch.xlsx",
];

/// A file of the shared data, or `None` and a visible line where the data are not on this machine.
pub fn shared_file(path: &str) -> Option<Vec<u8>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain([here.join("../shared"), here.join("../../shared")]);
    let found = places.map(|place| place.join("data").join(path)).find_map(|file| std::fs::read(file).ok());
    if found.is_none() {
        println!("skipped: {path} of the shared data is not on this machine");
    }
    found
}

/// The workspace in a planner's file, unedited.
pub fn import(name: &str) -> Option<Workspace> {
    let bytes = shared_file(&format!("frepple/{name}"))?;
    let sheets = read(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let run = dry_run(&sheets, &propose(&sheets), &Workspace::default(), 1 << 20);
    assert!(run.can_import, "{name} cannot be imported");
    let mut workspace = Workspace::default();
    assert!(apply(&mut workspace, &run.edits), "{name}: an edit does not fit");
    Some(workspace)
}

/// The present moment of a workspace: its own plan start, else the first of 2014, when the older fixtures begin.
pub fn now_of(workspace: &Workspace) -> Time {
    workspace.settings().plan_start.unwrap_or_else(|| Time::parse("2014-01-01").unwrap())
}

/// Just in time, with a short limit.
pub fn options(now: Time) -> PlanOptions {
    PlanOptions { now, direction: Direction::Backward, time_limit_ms: 700, seed: 1, ..PlanOptions::default() }
}

/// A plan for which only the time counts in which it was computed, however loaded the machine is.
pub fn planned(workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
    let clock = Computing::start();
    plan(workspace, options, &|| clock.elapsed().as_secs_f64() * 1_000.0, &mut |_| true)
}

/// Puts a plan into the workspace as its acceptance would.
pub fn accept(workspace: &mut Workspace, outcome: &PlanOutcome) {
    let kept: BTreeSet<TaskId> = outcome.tasks.iter().map(|task| task.id).collect();
    workspace.supply_orders.retain(|order| order.status != SupplyStatus::Proposed);
    workspace.tasks.retain(|task| kept.contains(&task.id));
    workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    workspace.tasks.extend(outcome.tasks.iter().map(|task| (task.id, task.clone())));
    workspace.promises = outcome.promises.iter().map(|promise| (promise.id, promise.clone())).collect();
}
