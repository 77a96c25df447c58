//! How long a planner waits: for the first schedule of a plant, for the repair after a drag, for one step of the search.
//!
//! Never looks at how good a schedule is, only that it is whole.

use super::host;
use super::plant::plant;
use linewright::engine::schedule::{Options, Problem, Schedule, Solver, earliest_from, repair};
use linewright::model::Span;

/// Tasks that all first schedules, drags and steps together go through, so that large plants take no longer than small ones.
const TASKS_IN_FIRST: u32 = 300_000;
const TASKS_IN_DRAGS: u32 = 600_000;
const TASKS_IN_STEPS: u32 = 2_000_000;

/// Tasks, milliseconds to the first schedule (median), to the repair after a drag (95 %), of the longest step, and the memory in KiB.
pub fn measure(orders: u32, computing: bool) -> Result<String, String> {
    let problem = plant(orders, true);
    let options = Options::default();
    let often = |tasks: u32| (tasks / problem.tasks.len().max(1) as u32).clamp(3, 200);
    let mut schedule = Schedule::default();
    let first = times(often(TASKS_IN_FIRST), computing, |_| {
        let mut solver = Solver::new(&problem, &options);
        solver.step();
        schedule = solver.schedule().unwrap_or_default();
    });
    let placed = schedule.placements.iter().flatten().count();
    if placed != problem.tasks.len() {
        return Err(format!("{placed} of {} tasks have a place", problem.tasks.len()));
    }
    let drags = times(often(TASKS_IN_DRAGS), computing, |at| drag(&problem, &schedule, at));
    let mut solver = Solver::new(&problem, &options);
    let steps = times(often(TASKS_IN_STEPS), computing, |_| {
        solver.step();
    });
    let (first, drag, step) = (first[first.len() / 2], drags[drags.len() * 95 / 100], steps[steps.len() - 1]);
    Ok(format!("{}\t{first:.2}\t{drag:.2}\t{step:.2}\t{}", problem.tasks.len(), host::memory_kib()))
}

/// Moves a task two hours later or to the next place after that, and mends the rest.
fn drag(problem: &Problem, schedule: &Schedule, at: u32) {
    let task = (at * 7919) % problem.tasks.len() as u32;
    let Some(placement) = schedule.placements[task as usize] else { return };
    let wanted = placement.start.plus(Span::from_hours(2));
    if let Some(place) = earliest_from(problem, schedule, task, Some(placement.mode), wanted) {
        std::hint::black_box(repair(problem, schedule, &[(task, place)]));
    }
}

/// Milliseconds that each call took, sorted.
fn times(count: u32, computing: bool, mut act: impl FnMut(u32)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..count)
        .map(|at| {
            let began = host::now(computing);
            act(at);
            host::now(computing) - began
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    times
}
