//! After a breakdown: a repair that moves little against a plan anew, on the sample.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod computing;
mod plan_support;

use computing::Computing;
use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::exchange::{apply, template};
use linewright::model::*;
use plan_support::build::Factory;
use plan_support::judge::violations;
use plan_support::options;

/// The sample that the start page offers, planned for so many milliseconds and accepted.
fn sample(limit: u32) -> (Workspace, Time) {
    let mut workspace = Workspace::default();
    let now = Factory::now().plus(Span::from_hours(10));
    let edits = template("sample", Factory::now(), &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    let outcome = computed(&workspace, &PlanOptions { time_limit_ms: limit, ..options(now) });
    workspace.supply_orders.retain(|order| order.status != SupplyStatus::Proposed);
    workspace.supply_orders.extend(outcome.supply_orders.iter().map(|order| (order.id, order.clone())));
    workspace.tasks = outcome.tasks.iter().map(|task| (task.id, task.clone())).collect();
    workspace.promises = outcome.promises.iter().map(|promise| (promise.id, promise.clone())).collect();
    (workspace, now)
}

/// A plan for which only the time counts in which it was computed, however loaded the machine is.
fn computed(workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
    let clock = Computing::start();
    plan(workspace, options, &|| clock.elapsed().as_secs_f64() * 1_000.0, &mut |_| true)
}

/// Tasks that start elsewhen, the hours of that, hours late, tasks that are new, and tasks that are gone.
fn cost(workspace: &Workspace, outcome: &PlanOutcome) -> (usize, i64, i64, usize, usize) {
    let start = |task: &Task| Some(task.placement.as_ref()?.start);
    let shift = |task: &Task| Some(start(task)?.since(start(workspace.tasks.get(&task.id)?)?).seconds().abs());
    let shifts: Vec<i64> = outcome.tasks.iter().filter_map(shift).filter(|shift| *shift > 0).collect();
    let new = outcome.tasks.iter().filter(|task| !workspace.tasks.contains_key(&task.id)).count();
    let gone = workspace.tasks.keys().filter(|id| !outcome.tasks.iter().any(|task| task.id == *id)).count();
    (shifts.len(), shifts.iter().sum::<i64>() / 3600, outcome.stats.lateness.seconds() / 3600, new, gone)
}

/// Measured for three breakdowns of a day each, of a plan that was searched for shortly and of one searched for longer.
#[test]
#[ignore = "takes minutes: a measurement"]
fn three_breakdowns_of_the_sample() {
    for (limit, name) in [700, 5_000].into_iter().flat_map(|limit| ["Panel saw", "Planer", "Spray booth"].map(|name| (limit, name))) {
        let (mut workspace, now) = sample(limit);
        let broken = workspace.resources.values().find(|resource| resource.name == name).unwrap().id;
        let mut absence = Absence::new(AbsenceId::from_raw(1));
        (absence.resource, absence.start, absence.end) = (Some(broken), Some(now), Some(now.plus(Span::from_days(1))));
        workspace.absences.insert(absence.id, absence);
        let repair = computed(&workspace, &PlanOptions { stay: true, time_limit_ms: 5_000, ..options(now) });
        let anew = computed(&workspace, &PlanOptions { time_limit_ms: 5_000, ..options(now) });
        assert_eq!(violations(&workspace, &repair, now), Vec::<String>::new());
        let (repaired, new) = (cost(&workspace, &repair), cost(&workspace, &anew));
        println!("{name} after {limit} ms (moved, hours, hours late, new, gone): {repaired:?} repaired, {new:?} anew");
        assert_eq!((repaired.3, repaired.4), (0, 0), "a repair does the same work");
    }
}
