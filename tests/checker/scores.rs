//! The judge's own count of a schedule's score.

use linewright::engine::schedule::{Goal, LinkKind, Problem, Schedule};
use std::collections::{BTreeMap, BTreeSet};

/// What the score should be for these goals, without changeover goals and costs (those have tests of their own).
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
            Goal::FlowTime => terms.push(placed().map(|(_, place)| (place.end.seconds() - now).max(0)).sum()),
            Goal::Earliness => {
                terms.push(placed().filter_map(|(task, place)| Some((task.due?.seconds() - place.end.seconds()).max(0))).sum())
            }
            Goal::Movement => {
                terms.push(placed().filter_map(|(task, place)| Some((place.start.seconds() - task.previous_start?.seconds()).abs())).sum())
            }
            Goal::SetupTime | Goal::Cost => unreachable!("not counted here"),
        }
    }
    terms
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
