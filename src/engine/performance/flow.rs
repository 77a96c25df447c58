//! What is in work and for how long: cumulative flow, ageing of open work against what was done, percentiles of any times.

use super::facts::{FlowUnit, Input};
use super::gather::Gathered;
use super::laws::nearest_rank;
use crate::model::sort_with;

/// One thing that flows, from release to done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flowing {
    /// The order or the task.
    pub id: u64,
    pub released: Option<i64>,
    pub started: Option<i64>,
    pub done: Option<i64>,
}

/// How much had been released, started and done at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowAt {
    pub time: i64,
    pub released: u32,
    pub started: u32,
    pub done: u32,
}

/// Open work with its age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ageing {
    pub id: u64,
    pub seconds: f64,
    /// The share of done work that took no longer; nothing where nothing is done.
    pub older_than: Option<f64>,
}

/// All that flows, by the unit that was asked for.
pub fn flowing(input: &Input, gathered: &Gathered) -> Vec<Flowing> {
    match input.flows() {
        FlowUnit::Orders => input
            .orders
            .iter()
            .map(|order| Flowing {
                id: order.id,
                released: order.released,
                started: gathered.start_of_order(order.id).map(|(time, _)| time),
                done: order.finished.filter(|time| *time <= input.now),
            })
            .collect(),
        FlowUnit::Tasks => gathered
            .runs
            .iter()
            .map(|run| Flowing {
                id: input.facts.get(run.begun as usize).map_or(0, |fact| fact.task),
                released: Some(run.start),
                started: Some(run.start),
                done: run.end,
            })
            .collect(),
    }
}

/// The lines of a cumulative flow diagram at the times asked for.
pub fn cumulative_flow(units: &[Flowing], times: &[i64]) -> Vec<FlowAt> {
    let sorted = |of: fn(&Flowing) -> Option<i64>| {
        let mut list: Vec<i64> = units.iter().filter_map(of).collect();
        sort_with(&mut list, i64::cmp);
        list
    };
    // What was started without a release was released then.
    let lines = [sorted(|unit| unit.released.or(unit.started)), sorted(|unit| unit.started), sorted(|unit| unit.done)];
    let at = |time: &i64| {
        let [released, started, done] =
            [0, 1, 2].map(|line| lines.get(line).map_or(0, |list| list.partition_point(|at| at <= time) as u32));
        FlowAt { time: *time, released, started, done }
    };
    times.iter().map(at).collect()
}

/// Open work, oldest first, against how long done work took.
pub fn ageing(units: &[Flowing], now: i64) -> Vec<Ageing> {
    let mut took: Vec<i64> = units.iter().filter_map(|unit| Some(unit.done?.saturating_sub(unit.started?))).collect();
    sort_with(&mut took, i64::cmp);
    let open = units.iter().filter(|unit| unit.done.is_none()).filter_map(|unit| Some((unit.id, now.saturating_sub(unit.started?))));
    let mut list: Vec<Ageing> = open
        .map(|(id, age)| {
            let below = took.partition_point(|other| *other <= age) as f64;
            Ageing { id, seconds: age as f64, older_than: (!took.is_empty()).then(|| below / took.len() as f64) }
        })
        .collect();
    sort_with(&mut list, |a, b| b.seconds.total_cmp(&a.seconds).then(a.id.cmp(&b.id)));
    list
}

/// Days from start to end, both counted, as the Kanban Guide counts them.
pub fn days_inclusive(start: i64, end: i64) -> i64 {
    end.div_euclid(86_400) - start.div_euclid(86_400) + 1
}

/// Values at several percentiles by nearest rank.
pub fn percentiles(values: &[f64], shares: &[f64]) -> Vec<Option<f64>> {
    shares.iter().map(|share| nearest_rank(values, *share)).collect()
}
