//! Practices of load, flow and planning.

use super::super::figures::Figures;
use super::super::pitfalls::{loads_ahead, percent, replanned};
use super::{days, of_all, told};
use crate::app::derived::forecast::{held, series_sheets};
use crate::app::derived::schedule::Saved;
use crate::engine::performance::Kind;
use crate::engine::pitfalls::Level;
use crate::engine::practices::{Limited, Practised, Ranges, Rolling, level_load, limited_work, ranges, rolling_plan};
use crate::model::{ForecastId, ForecastValue, OrderId, OrderStatus, RecordId, Span, TableName, TaskStatus, Time, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// So many whole weeks tell how evenly work was released.
const WEEKS_BACK: i64 = 12;

/// When each task began first, and when it was done; in days. Only of tasks that are known.
fn work(figures: &Figures) -> BTreeMap<u64, (Option<f64>, Option<f64>)> {
    let basis = &figures.basis;
    let mut found: BTreeMap<u64, (Option<f64>, Option<f64>)> = BTreeMap::new();
    for fact in &basis.facts {
        if basis.tasks.binary_search_by_key(&fact.task, |task| task.id).is_err() {
            continue;
        }
        let known = found.entry(fact.task).or_default();
        let day = days(Time::clamped(fact.time));
        if fact.kind == Kind::Start && known.0.is_none_or(|first| day < first) {
            known.0 = Some(day);
        }
        if fact.kind == Kind::Finish && known.1.is_none_or(|last| day > last) {
            known.1 = Some(day);
        }
    }
    found
}

pub(super) fn level(workspace: &Workspace, figures: &Figures) -> (Practised, Vec<String>) {
    let ahead = loads_ahead(workspace, figures);
    let loads: Vec<Vec<f64>> = ahead.iter().map(|one| one.shares()).collect();
    let mean = |load: &[f64]| load.iter().copied().filter(|share| share.is_finite()).sum::<f64>() / load.len().max(1) as f64;
    let fullest = ahead.iter().zip(&loads).max_by(|one, other| mean(one.1).total_cmp(&mean(other.1)));
    let name = fullest.map(|(one, _)| workspace.label(TableName::Resource, one.resource.raw())).unwrap_or_default();
    // Released to the floor: the planned time of what was begun in each whole week since the first report.
    let end = days(figures.basis.now.week_start());
    let mut released = vec![0.0; WEEKS_BACK as usize];
    for (task, (began, _)) in work(figures) {
        let at = began.map(|began| ((began - end) / 7.0).floor() as i64 + WEEKS_BACK);
        let slot = at.and_then(|at| usize::try_from(at).ok()).and_then(|at| released.get_mut(at));
        let known = figures.basis.tasks.binary_search_by_key(&task, |known| known.id).ok().and_then(|at| figures.basis.tasks.get(at));
        if let (Some(sum), Some(known)) = (slot, known) {
            *sum += (known.setup_seconds + known.unit_seconds * known.planned_quantity) / 3_600.0;
        }
    }
    let silent = released.iter().take_while(|hours| **hours == 0.0).count();
    let found = level_load(&loads, released.get(silent..).unwrap_or_default());
    told(
        found,
        &[
            (
                &|gap, n| {
                    format!(
                        "{name} is the bottleneck of {n} resources with work ahead, {} before the next (5 % at least).",
                        percent(gap.unwrap_or(0.0))
                    )
                },
                "nothing is scheduled ahead.",
            ),
            (
                &|within, n| format!("{name} is planned to 70 to 90 % in {:.0} of the next {n} weeks (4 at least).", within.unwrap_or(0.0)),
                "nothing is scheduled ahead.",
            ),
            (
                &|spread, n| {
                    format!(
                        "Planned hours begun vary from week to week by {} of their mean, over {n} weeks (25 % at most).",
                        percent(spread.unwrap_or(0.0))
                    )
                },
                "six whole weeks of work with standard times are needed.",
            ),
        ],
    )
}

pub(super) fn limited(workspace: &Workspace, figures: &Figures) -> (Practised, Vec<String>) {
    let limits = || workspace.work_limits.values().filter(|limit| limit.status == TaskStatus::Started && limit.most > 0);
    let most = limits().filter(|limit| limit.lane.is_empty()).filter_map(|limit| usize::try_from(limit.most).ok()).min();
    let work: Vec<(f64, Option<f64>)> = work(figures).into_values().filter_map(|(began, done)| Some((began?, done))).collect();
    let found = limited_work(&Limited {
        stages: 1,
        limited: usize::from(limits().next().is_some()),
        most,
        work: &work,
        now: days(figures.basis.now),
    });
    told(
        found,
        &[
            (
                &|share, _| match (share, most) {
                    (Some(share), Some(most)) if share > 0.0 => format!("At most {most} tasks may be under way at once."),
                    (Some(share), None) if share > 0.0 => {
                        "Lanes of the board have limits of their own; nothing limits all work together.".to_owned()
                    }
                    _ => "Nothing limits how much may be under way at once.".to_owned(),
                },
                "there is no stage of work.",
            ),
            (
                &|share, n| format!("The limit was exceeded at the end of {} days (5 % at most).", of_all(share, n)),
                "a limit for all work together and thirty days of reports are needed.",
            ),
            (
                &|ratio, n| {
                    format!("Work in progress is {:.2} of throughput × cycle time, {n} done in 30 days (0.8 to 1.2).", ratio.unwrap_or(0.0))
                },
                "ten tasks done in the last 30 days are needed.",
            ),
        ],
    )
}

pub(super) fn ranged(workspace: &Workspace, now: Time) -> (Practised, Vec<String>) {
    let of = |is_such: &dyn Fn(&&ForecastValue) -> bool| -> BTreeSet<_> {
        workspace.forecast_values.values().filter(is_such).filter_map(|value| value.forecast).collect()
    };
    let (accepted, with) = (of(&|value| value.baseline.is_some()), of(&|value| value.baseline.and(value.low).and(value.high).is_some()));
    let planned = || workspace.forecasts.values().filter(|forecast| forecast.planned);
    let count = |known: &BTreeSet<ForecastId>| planned().filter(|forecast| known.contains(&forecast.id)).count();
    let (covered, points) = if with.is_empty() {
        (0, 0)
    } else {
        let kept = series_sheets(workspace, now);
        kept.iter().map(held).fold((0, 0), |(covered, points), (inside, all)| (covered + inside, points + all))
    };
    let found = ranges(&Ranges { forecasts: count(&accepted), with_ranges: count(&with), points, covered, promises: None });
    told(
        found,
        &[
            (
                &|share, n| format!("{} accepted forecasts are kept with their 80 % range (80 % at least).", of_all(share, n)),
                "no forecast was accepted yet (Demand, Forecasts).",
            ),
            (
                &|share, n| format!("Demand lay within the 80 % range of {} periods (70 to 90 %).", of_all(share, n)),
                "twenty periods that are over, with an accepted forecast and its range, are needed.",
            ),
            (&|_, _| String::new(), "promised dates do not carry a probability."),
        ],
    )
}

pub(super) fn rolling(workspace: &Workspace, figures: &Figures) -> (Practised, Vec<String>) {
    let now = figures.basis.now;
    let plans = workspace.production_plans.values().filter_map(|plan| plan.saved);
    let saved: Vec<f64> = plans.chain(workspace.baselines.values().filter_map(|baseline| baseline.saved)).map(days).collect();
    let promised = workspace.promises.values().filter_map(|promise| promise.order);
    let known: BTreeSet<OrderId> = promised.chain(workspace.tasks.values().flat_map(|task| &task.orders).copied()).collect();
    let open: Vec<OrderId> = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).map(|order| order.id).collect();
    let baselines: Vec<(f64, Saved)> =
        workspace.baselines.values().filter_map(|baseline| Some((days(baseline.saved?), Saved::open(baseline)))).collect();
    let since = days(now.minus(Span::from_days(90)));
    let done: Vec<(u64, f64)> = work(figures)
        .into_iter()
        .filter_map(|(task, (began, done))| Some((task, began?, done?)))
        .filter(|(_, _, done)| *done > since)
        .map(|(task, began, _)| (task, began))
        .collect();
    let held =
        |task: u64, began: f64| baselines.iter().any(|(saved, places)| *saved <= began && places.of(RecordId::from_raw(task)).is_some());
    let comparable = done.iter().filter(|(task, began)| held(*task, *began)).count();
    let (moved, _) = replanned(workspace, now);
    let instability = (moved.evidence.level != Level::Unknown).then_some((moved.instability, moved.in_window));
    let found = rolling_plan(&Rolling {
        saved: &saved,
        now: days(now),
        orders: open.len(),
        planned: open.iter().filter(|order| known.contains(order)).count(),
        done: done.len(),
        comparable,
        instability,
    });
    told(
        found,
        &[
            (
                &|months, n| {
                    format!(
                        "A plan or schedule was saved in {:.0} of the last 3 months (3 needed); versions kept: {n}.",
                        months.unwrap_or(0.0)
                    )
                },
                "",
            ),
            (&|share, n| format!("The plan knows {} open orders (all needed).", of_all(share, n)), "no order is open."),
            (
                &|share, n| {
                    format!(
                        "Of the tasks done in 90 days, {} are in a schedule that was saved before they began (half needed).",
                        of_all(share, n)
                    )
                },
                "nothing was done in the last 90 days.",
            ),
            (
                &|moved, n| {
                    format!("{} of {n} tasks that were about to start stand elsewhere now (below 10 %).", percent(moved.unwrap_or(0.0)))
                },
                "no saved schedule holds ten tasks that are still to begin.",
            ),
        ],
    )
}
