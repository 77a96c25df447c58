//! The year of facts that a template opens with: what is planted in it is found by the pages, with the numbers that say so.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use linewright::app::derived::execution::standards;
use linewright::app::derived::improvement::{effect, samples};
use linewright::app::derived::performance::{Asked, Basis, Figures, pitfalls};
use linewright::app::derived::quality::chart_series;
use linewright::engine::performance::Dimension;
use linewright::engine::pitfalls::Level;
use linewright::exchange::{apply, template};
use linewright::model::*;
use std::sync::Arc;

const DOMAINS: [&str; 5] = ["operations", "it", "customer_service", "finance", "supply_chain"];

fn today() -> Time {
    Time::parse("2026-11-25 09:00").unwrap()
}

fn made(id: &str) -> Workspace {
    let mut workspace = Workspace::default();
    let edits = template(id, today(), &workspace, 1 << 20).unwrap();
    assert!(apply(&mut workspace, &edits));
    workspace
}

#[test]
fn a_year_of_work_is_reported_and_nothing_of_it_lies_ahead() {
    for id in DOMAINS {
        let workspace = made(id);
        let reports = workspace.counted_reports();
        assert!(reports.len() > 1_000, "{id}: {} reports", reports.len());
        let (first, last) = (reports.first().unwrap().time.unwrap(), reports.last().unwrap().time.unwrap());
        assert!(last < today() && today().since(first) > Span::from_days(350), "{id}: {first:?} to {last:?}");
        assert!(workspace.tasks.values().all(|task| task.status == TaskStatus::Finished), "{id}");
        // Every report of the past is of a task, and nobody works on two things at once.
        let mut busy: Vec<(ResourceId, Time, Time)> = Vec::new();
        for task in workspace.tasks.values() {
            let progress = Progress::of(reports.iter().copied().filter(|report| report.task == Some(task.id)));
            let resource = task.placement.as_ref().unwrap().uses[0].resource;
            busy.push((resource, progress.began().unwrap(), progress.finished.unwrap()));
        }
        busy.sort();
        assert!(busy.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1), "{id}");
    }
}

#[test]
fn the_first_step_became_faster_and_the_comparison_says_so() {
    for id in DOMAINS {
        let workspace = made(id);
        let improvement = workspace.improvements.values().next().unwrap();
        let found = effect(&samples(&workspace, improvement).unwrap(), improvement.began.unwrap());
        assert!(found.is_clear && found.after.1 < 0.9 * found.before.1, "{id}: {}", found.sentence);
        assert!(!standards(&workspace).is_empty(), "{id}");
    }
}

#[test]
fn the_chart_signals_what_moved_in_the_last_weeks() {
    for id in DOMAINS {
        let workspace = made(id);
        let chart = workspace.control_charts.values().next().unwrap();
        let series = chart_series(&workspace, chart).unwrap();
        let outcome = series.outcome();
        let moved = chart.learned_until.unwrap();
        assert!(series.points.len() > 40, "{id}: {} points", series.points.len());
        // The first checks after the change are enough to see it, and what was before looks stable but for a rare false alarm.
        let first = series.points.iter().position(|point| point.time >= moved).unwrap();
        let (late, early): (Vec<_>, Vec<_>) = outcome.main.signals.iter().partition(|signal| signal.point >= first);
        assert!(late.len() >= 2, "{id}: {late:?}");
        assert!(early.len() <= series.points.len() / 20, "{id}: {early:?}");
    }
}

#[test]
fn of_the_ten_pitfalls_those_that_are_planted_cry_and_no_others() {
    for id in DOMAINS {
        let workspace = made(id);
        let figures = Figures::of(Arc::new(Basis::of(&workspace, Asked::default(), today())), Dimension::All);
        let found = pitfalls(&workspace, &figures);
        let cry: Vec<&str> = found.iter().filter(|pitfall| pitfall.level >= Level::Amber).map(|pitfall| pitfall.name).collect();
        // All checks are at the last step, and no forecast was ever accepted, so none could be checked.
        assert_eq!(cry, ["Quality is checked in at the end", "Forecasts are not checked"], "{id}");
    }
}
