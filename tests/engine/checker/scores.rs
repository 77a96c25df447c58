//! The judge's own count of a schedule's score.

use linewright::engine::schedule::{Goal, LinkKind, Mode, Placement, Problem, Requirement, ResourceKind, Schedule, Task};
use std::collections::{BTreeMap, BTreeSet};

/// What the score should be for these goals.
pub fn score(problem: &Problem, goals: &[Goal], schedule: &Schedule) -> Vec<i64> {
    let placed = || problem.tasks.iter().zip(&schedule.placements).filter_map(|(task, placement)| Some((task, (*placement)?)));
    let now = problem.now.seconds();
    let mut terms = vec![schedule.placements.iter().filter(|placement| placement.is_none()).count() as i64, broken(problem, schedule)];
    for goal in goals {
        match goal {
            Goal::Deadlines => {
                terms.push(placed().filter_map(|(task, place)| Some((place.end.seconds() - task.deadline?.seconds()).max(0))).sum())
            }
            Goal::Tardiness => terms.push(
                placed()
                    .filter_map(|(task, place)| Some((place.end.seconds() - task.due?.seconds()).max(0) * i64::from(task.weight)))
                    .sum(),
            ),
            Goal::TardinessByPriority => {
                let mut by_priority: BTreeMap<u32, i64> =
                    problem.tasks.iter().filter(|task| task.due.is_some()).map(|task| (task.priority, 0)).collect();
                if by_priority.is_empty() {
                    by_priority.insert(0, 0);
                }
                for (task, place) in placed() {
                    if let Some(due) = task.due {
                        *by_priority.entry(task.priority).or_default() +=
                            (place.end.seconds() - due.seconds()).max(0) * i64::from(task.weight);
                    }
                }
                terms.extend(by_priority.values());
            }
            Goal::Makespan => terms.push(placed().map(|(_, place)| place.end.seconds() - now).max().unwrap_or(0).max(0)),
            Goal::LastDay => {
                let last = placed().map(|(_, place)| place.end.seconds() - now).max().unwrap_or(0).max(0);
                terms.push(last / 86_400 + i64::from(last % 86_400 > 0));
            }
            Goal::FlowTime => terms.push(placed().map(|(_, place)| (place.end.seconds() - now).max(0)).sum()),
            Goal::Earliness => {
                terms.push(placed().filter_map(|(task, place)| Some((task.due?.seconds() - place.end.seconds()).max(0))).sum())
            }
            Goal::Movement => {
                terms.push(placed().filter_map(|(task, place)| Some((place.start.seconds() - task.previous_start?.seconds()).abs())).sum())
            }
            Goal::Disturbance => {
                let due: BTreeMap<u32, ()> =
                    problem.tasks.iter().filter(|task| task.due.is_some()).map(|task| (task.priority, ())).collect();
                let less_important = |priority: u32| due.keys().filter(|other| **other > priority).count().min(3);
                let of = |(task, place): (&Task, Placement)| {
                    let moved = task.previous_start.map_or(0, |start| (place.start.seconds() - start.seconds()).abs());
                    let late = task.due.map_or(0, |due| (place.end.seconds() - due.seconds()).max(0)) * i64::from(task.weight);
                    let otherwise = task.previous_start.is_some() && task.previous_mode.is_some_and(|mode| mode != place.mode);
                    moved + if moved > 0 || otherwise { 24 * 3600 } else { 0 } + (late << less_important(task.priority))
                };
                terms.push(placed().map(of).sum());
            }
            Goal::SetupTime => terms.push(changes(problem, schedule).iter().map(|change| change.0).sum()),
            Goal::Cost => {
                let done =
                    problem.tasks.iter().zip(&schedule.placements).filter_map(|(task, place)| Some(&task.modes[(*place)?.mode as usize]));
                let changes: i64 = changes(problem, schedule).iter().map(|change| change.1).sum();
                terms.push(done.map(|mode| mode_cost(problem, mode)).sum::<i64>() + changes);
            }
        }
    }
    terms
}

/// What a mode costs: its own cost, and the hours of its resources at full speed.
fn mode_cost(problem: &Problem, mode: &Mode) -> i64 {
    let hours = |need: &Requirement| {
        let milli_hours = need.quantity * mode.work.seconds() / 3600;
        milli_hours * i64::from(problem.resources[need.resource as usize].cost_per_hour) / 1000
    };
    i64::from(mode.cost) + mode.requirements.iter().map(hours).sum::<i64>()
}

/// Seconds and cost of every changeover.
fn changes(problem: &Problem, schedule: &Schedule) -> Vec<(i64, i64)> {
    let mut changes = Vec::new();
    for (number, resource) in problem.resources.iter().enumerate() {
        let matrix = resource.setup.and_then(|setup| problem.setups.get(setup as usize));
        let Some(matrix) = matrix.filter(|_| resource.kind == ResourceKind::Finite) else { continue };
        let mut turns: Vec<(i64, i64, u32, Option<u32>)> = Vec::new();
        for (index, (task, place)) in problem.tasks.iter().zip(&schedule.placements).enumerate() {
            let Some(place) = place else { continue };
            let mode = &task.modes[place.mode as usize];
            let takes = mode.requirements.iter().any(|need| need.resource as usize == number && need.quantity > 0);
            if takes && mode.work.seconds() > 0 && place.end > place.start {
                turns.push((place.start.seconds(), place.end.seconds(), index as u32, task.family));
            }
        }
        turns.sort_unstable();
        let mut before = None;
        for (at, (start, _, _, family)) in turns.into_iter().enumerate() {
            if at == 0 && start >= problem.now.seconds() {
                before = resource.first_family;
            }
            if let (Some(from), Some(to)) = (before, family)
                && from < matrix.families
                && to < matrix.families
            {
                let cell = (from * matrix.families + to) as usize;
                let seconds = matrix.times.get(cell).map_or(0, |time| time.seconds().max(0));
                changes.push((seconds, matrix.costs.get(cell).map_or(0, |cost| i64::from(*cost))));
            }
            before = family;
        }
    }
    changes
}

/// Links that are not kept, circles aside.
fn broken(problem: &Problem, schedule: &Schedule) -> i64 {
    let mut circles: BTreeSet<(u32, u32)> = BTreeSet::new();
    for finding in &schedule.findings {
        if let linewright::engine::schedule::Finding::Cycle { tasks } = finding {
            circles.extend(tasks.iter().flat_map(|a| tasks.iter().map(move |b| (*a, *b))));
        }
    }
    let mut count = 0;
    for link in &problem.links {
        let place = |task: u32| schedule.placements.get(task as usize).copied().flatten();
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { continue };
        if link.from == link.to || circles.contains(&(link.from, link.to)) {
            continue;
        }
        let from_end = matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish);
        let to_end = matches!(link.kind, LinkKind::StartToFinish | LinkKind::FinishToFinish);
        let lag = (if to_end { to.end } else { to.start }).seconds() - (if from_end { from.end } else { from.start }).seconds();
        let max = link.max_lag.filter(|max| *max >= link.min_lag).map_or(i64::MAX, |max| max.seconds());
        count += i64::from(lag < link.min_lag.seconds() || lag > max);
    }
    count
}
