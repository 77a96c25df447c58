//! As planned and as it goes, over a whole plan: what was just accepted goes exactly as it was planned.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failed unwrap is a failed test")]

use linewright::app::derived::execution::courses;
use linewright::app::derived::schedule::BoardData;
use linewright::engine::plan::{PlanOptions, plan};
use linewright::exchange::{apply, template};
use linewright::model::*;

fn planned(id: &str, now: Time) -> Workspace {
    let mut workspace = Workspace::default();
    let edits = template(id, now, &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    let options = PlanOptions { now, time_limit_ms: 300, seed: 1, ..PlanOptions::default() };
    // A clock that goes on whenever it is looked at, so that the search ends after so many looks.
    let readings = std::cell::Cell::new(0.0);
    let clock = || readings.replace(readings.get() + 1.0);
    let outcome = plan(&workspace, &options, &clock, &mut |_| true);
    workspace.supply_orders.extend(outcome.supply_orders.into_iter().map(|order| (order.id, order)));
    workspace.tasks.extend(outcome.tasks.into_iter().map(|task| (task.id, task)));
    workspace.promises.extend(outcome.promises.into_iter().map(|promise| (promise.id, promise)));
    workspace
}

#[test]
fn what_was_just_planned_goes_as_planned_and_the_day_after_without_a_report_it_does_not() {
    let now = Time::parse("2026-11-23 08:00").unwrap();
    for id in ["sample", "operations"] {
        let workspace = planned(id, now);
        let board = BoardData::collect(&workspace, now);
        let found = courses(&workspace, &board, now);
        assert!(found.len() > 30, "{id}: {}", found.len());
        let off: Vec<_> =
            found.iter().filter(|course| course.by() != Some(Span::ZERO)).map(|c| (&c.name, c.planned, c.goes, &c.held_up_by)).collect();
        assert!(off.is_empty(), "{id}: {off:?}");
        let tomorrow = now.plus(Span::from_hours(26));
        let later = courses(&workspace, &BoardData::collect(&workspace, tomorrow), tomorrow);
        let behind = later.iter().filter(|course| course.by().is_some_and(|by| by > Span::ZERO)).count();
        assert!(behind > 0, "{id}: nothing was done for a day");
        let worst = later.first().unwrap();
        assert!(!worst.held_up_by.is_empty(), "{id}: {worst:?}");
    }
}
