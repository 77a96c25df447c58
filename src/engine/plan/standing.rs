//! How good an attempt is: what is late, by how much, and what could be said to be the least.
//!
//! Never decides which attempt is kept; `steer` does.

use super::Standing;
use super::attempt::Attempt;
use super::draft::DemandIndex;
use super::explosion::Demand;
use crate::engine::schedule as sched;
use crate::model::*;
use std::collections::BTreeMap;

/// The best so far in numbers, with its orders ready as told.
pub fn standing(attempt: &Attempt, ready: &[Option<Time>], of_tasks: (i64, i64), passes: u32) -> Standing {
    let orders = (0..ready.len()).filter(|demand| attempt.demands[*demand].order.is_some());
    let is_late = |demand: &usize| ready[*demand].is_none_or(|ready| attempt.demands[*demand].due.is_some_and(|due| ready > due));
    let late = orders.filter(is_late).count() + attempt.lacks.len();
    let late_by = |(ready, demand): (&Option<Time>, &Demand)| Some(ready.as_ref()?.since(demand.order.and(demand.due)?).seconds().max(0));
    let lateness = ready.iter().zip(&attempt.demands).filter_map(late_by).sum();
    Standing { late: late as u32, lateness: Span::from_seconds(lateness), least_lateness: least_lateness(lateness, of_tasks), passes }
}

/// The least lateness of the orders together, where the tasks' lateness is that of the orders and nothing else's.
pub fn least_lateness(of_orders: i64, (of_tasks, bound): (i64, i64)) -> Option<Span> {
    (of_orders == of_tasks).then(|| Span::from_seconds(bound))
}

/// How many tasks start at another time than they did, and by how many seconds in all, where the plan is to stay close to that.
pub fn movement(attempt: &Attempt) -> (usize, i64) {
    let moved = |(task, placed): (&sched::Task, &Option<sched::Placement>)| {
        let (previous, placed) = (task.previous_start?, placed.as_ref()?);
        Some(placed.start.since(previous).seconds().abs()).filter(|moved| *moved > 0)
    };
    let wanted = attempt.assembly.problem.goals.contains(&sched::Goal::Movement);
    let tasks = attempt.assembly.problem.tasks.iter().zip(&attempt.schedule.placements);
    tasks.filter(|_| wanted).filter_map(moved).fold((0, 0), |(count, sum), moved| (count + 1, sum + moved))
}

/// Late orders' demands, the most important first.
pub fn late_demands(attempt: &Attempt) -> Vec<DemandIndex> {
    let mut late: Vec<DemandIndex> = (0..attempt.demands.len())
        .filter(|demand| attempt.demands[*demand].order.is_some() && attempt.lateness(*demand).is_some())
        .collect();
    sort_with_key(&mut late, |demand| (attempt.demands[*demand].rank, std::cmp::Reverse(attempt.lateness(*demand))));
    late
}

/// How late each order is in an attempt; refused is later than anything.
pub fn latenesses(attempt: &Attempt) -> BTreeMap<OrderId, i64> {
    let planned = (0..attempt.demands.len()).filter_map(|demand| {
        let late = attempt.ready[demand].map(|_| attempt.lateness(demand).map_or(0, Span::seconds));
        Some((attempt.demands[demand].order?, late.unwrap_or(i64::MAX)))
    });
    planned.chain(attempt.lacks.keys().map(|order| (*order, i64::MAX))).gather()
}

/// Whether no order is later than in the other attempt and some order is less late.
pub fn is_better(attempt: &Attempt, other: &Attempt) -> bool {
    let (new, old) = (latenesses(attempt), latenesses(other));
    new.len() == old.len() && new.iter().zip(&old).all(|(new, old)| new.0 == old.0 && new.1 <= old.1) && new != old
}

/// How bad an attempt is: orders refused, then lateness one place of the sequence after the other.
pub fn badness(attempt: &Attempt) -> Vec<(u32, i64)> {
    const REFUSED: i64 = 10 * 365 * DAY;
    let mut by_rank: BTreeMap<u32, i64> = BTreeMap::new();
    for demand in (0..attempt.demands.len()).filter(|demand| attempt.demands[*demand].order.is_some()) {
        let late = attempt.ready[demand].map_or(REFUSED, |_| attempt.lateness(demand).map_or(0, Span::seconds));
        *by_rank.entry(attempt.demands[demand].rank).or_insert(0) += late;
    }
    std::iter::once((0, attempt.lacks.len() as i64)).chain(by_rank).gather()
}

/// Seconds of lateness of all orders together.
pub fn lateness(attempt: &Attempt) -> i64 {
    by_priority(attempt).iter().map(|(_, late)| late).sum()
}

/// Seconds of lateness of each priority, the most important first.
pub fn by_priority(attempt: &Attempt) -> Vec<(i64, i64)> {
    by_priority_in(attempt, &attempt.ready)
}

/// The same, with the demands ready at other times.
pub fn by_priority_in(attempt: &Attempt, ready: &[Option<Time>]) -> Vec<(i64, i64)> {
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for demand in (0..attempt.demands.len()).filter(|demand| attempt.demands[*demand].order.is_some()) {
        let late = |ready: Time| attempt.demands[demand].due.map_or(0, |due| ready.since(due).seconds().max(0));
        let late = ready[demand].map_or(10 * 365 * DAY, late);
        *sums.entry(attempt.demands[demand].priority).or_insert(0) += late;
    }
    sums.into_iter().gather()
}
