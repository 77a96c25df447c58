//! Steps away from the bottleneck are kept busy, so that stock piles up before it and nothing ships sooner (Goldratt, The Goal).

use super::{Evidence, Level};

/// Steps in the order of work; the last four periods of the constraint and of the step before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps<'a> {
    pub capacity: &'a [f64],
    pub load: &'a [f64],
    /// Mean time in queue per step, which decides where loads are equal; may be empty.
    pub queue: &'a [f64],
    pub output_before: &'a [f64],
    pub output_constraint: &'a [f64],
    /// Before the constraint: before the first period and after each.
    pub in_process: &'a [f64],
    /// A step other than the constraint is measured by how busy it is, with a target of 90 % or more.
    pub busyness_is_a_target: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct BusyEverywhere {
    /// Of the push; concerned are the periods in which stock grew.
    pub evidence: Evidence,
    /// The step with the most load for its capacity.
    pub constraint: Option<usize>,
    /// What the step before makes beyond what the constraint takes, by that.
    pub push: f64,
}

/// The step with the most load by capacity; of equals the one with the longest queue.
fn constraint(steps: &Steps) -> Option<usize> {
    let loads = steps.load.iter().zip(steps.capacity).map(|(load, capacity)| load / capacity).enumerate();
    let known = loads.filter(|(_, load)| !load.is_nan());
    let queue = |at: usize| steps.queue.get(at).copied().unwrap_or(0.0);
    known.reduce(|a, b| if (b.1, queue(b.0)) > (a.1, queue(a.0)) { b } else { a }).map(|(at, _)| at)
}

/// Whether more is pushed than the constraint takes.
pub fn busy_everywhere(steps: &Steps) -> BusyEverywhere {
    let taken: f64 = steps.output_constraint.iter().sum();
    let made: f64 = steps.output_before.iter().sum();
    let push = if taken > 0.0 { (made - taken) / taken } else { 0.0 };
    let pairs: Vec<(f64, f64)> = steps.in_process.iter().copied().zip(steps.in_process.iter().copied().skip(1)).collect();
    let concerned = super::positions(&pairs, |(before, after)| after > before);
    let known = steps.load.len() >= 2 && steps.output_constraint.len() >= 4 && steps.output_before.len() >= 4 && pairs.len() >= 4;
    let pushed = push >= 0.1 && concerned.len() >= 3;
    let level = Level::of(known, pushed, pushed && (push >= 0.25 || steps.busyness_is_a_target));
    let evidence = Evidence { level, n: steps.output_constraint.len(), statistic: push, p: None, concerned };
    BusyEverywhere { evidence, constraint: constraint(steps), push }
}
