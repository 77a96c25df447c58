//! Planned just in time, orders are together no later than planned as early as possible.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use linewright::engine::plan::{PlanOptions, PlanOutcome, Stage, plan};
use linewright::exchange::{apply, template};
use linewright::model::*;
use std::cell::Cell;

/// A plan by a clock that only the improvement of its schedule moves on, so that both directions improve for as long.
fn planned(workspace: &Workspace, now: Time, direction: Direction) -> PlanOutcome {
    let (time, is_improving) = (Cell::new(0.0), Cell::new(false));
    let clock = || {
        time.set(time.get() + if is_improving.get() { 2.0 } else { 0.0 });
        time.get()
    };
    let options = PlanOptions { now, direction, time_limit_ms: 1_000, seed: 1, ..PlanOptions::default() };
    plan(workspace, &options, &clock, &mut |progress| {
        is_improving.set(progress.stage == Stage::Improving);
        true
    })
}

#[test]
fn just_in_time_no_orders_are_later_than_as_early_as_possible() {
    let now = Time::parse("2026-11-23 08:00").unwrap();
    let mut are_late = false;
    for id in ["sample", "it"] {
        let mut workspace = Workspace::default();
        let edits = template(id, now, &workspace, 1 << 20).unwrap();
        assert!(apply(&mut workspace, &edits));
        let (late, early) = (planned(&workspace, now, Direction::Backward), planned(&workspace, now, Direction::Forward));
        println!("{id}: just in time {:?}\n  early {:?}", late.stats, early.stats);
        assert!(late.stats.refused <= early.stats.refused, "{id}");
        assert!(late.stats.lateness <= early.stats.lateness, "{id}: {} against {}", late.stats.lateness, early.stats.lateness);
        are_late |= early.stats.late > 0;
    }
    assert!(are_late, "where nothing is late, nothing is shown");
}
