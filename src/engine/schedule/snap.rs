//! The nearest place from a moment on where a task fits among the others.
//!
//! Never moves another task; what follows the task may be in conflict with its new place, see `conflicts`.

use super::problem::{LinkKind, Placement, Problem, Schedule, TaskIndex};
use super::scene::Scene;
use super::walk::Walk;
use crate::engine::calendar::{FIRST, LAST};
use crate::model::Time;

/// The earliest place not before `at` for a task in one mode (or in the one that ends first), all others staying where they are.
///
/// Keeps capacities, calendars, changeovers, the release, now, the horizon, and the shortest lags to what the task waits for.
pub fn earliest_from(problem: &Problem, schedule: &Schedule, task: TaskIndex, mode: Option<u32>, at: Time) -> Option<Placement> {
    let data = problem.tasks.get(task as usize)?;
    let (least_start, least_end) = lag_bounds(problem, schedule, task);
    let release = data.release.map_or(FIRST, Time::seconds);
    let least_start = least_start.max(at.seconds()).max(problem.now.seconds()).max(release);
    let modes = match mode {
        Some(mode) => mode..mode.saturating_add(1),
        None => 0..data.modes.len() as u32,
    };
    let places = modes.filter_map(|mode| {
        let cost = data.modes.get(mode as usize)?.cost;
        Some((cost, in_mode(problem, schedule, task, mode, least_start, least_end)?))
    });
    places.min_by_key(|(cost, place)| (place.end, *cost, place.mode)).map(|(_, place)| place)
}

fn in_mode(problem: &Problem, schedule: &Schedule, task: TaskIndex, mode: u32, least_start: i64, least_end: i64) -> Option<Placement> {
    let walk = Walk::new(problem, task, mode)?;
    let scene = Scene::new(problem, schedule, task, mode, (least_start, i64::MAX));
    let mut from = least_start;
    if least_end > FIRST {
        from = from.max(walk.begin(least_end - 1).map_or(FIRST, |too_early| too_early + 1));
    }
    let horizon_end = problem.horizon_end.seconds();
    loop {
        let (start, end) = walk.from(from)?;
        if end > horizon_end {
            return None;
        }
        match scene.obstacles((start, end)).map(|obstacle| obstacle.next).max() {
            // Where nothing is known to help before the end of time, nothing does.
            Some(next) if next >= LAST => return None,
            Some(next) => from = next.max(start + 1),
            None => return Some(Placement { start: Time::from_seconds(start)?, end: Time::from_seconds(end)?, mode }),
        }
    }
}

/// Bounds on start and end by the shortest lags to what the task waits for.
fn lag_bounds(problem: &Problem, schedule: &Schedule, task: TaskIndex) -> (i64, i64) {
    let (mut least_start, mut least_end) = (FIRST, FIRST);
    for link in problem.links.iter().filter(|link| link.to == task && link.from != task) {
        let Some(Some(from)) = schedule.placements.get(link.from as usize) else { continue };
        let from_end = matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish);
        let bound = if from_end { from.end } else { from.start }.plus(link.min_lag).seconds();
        if matches!(link.kind, LinkKind::FinishToStart | LinkKind::StartToStart) {
            least_start = least_start.max(bound);
        } else {
            least_end = least_end.max(bound);
        }
    }
    (least_start, least_end)
}
