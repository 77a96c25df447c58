//! More is started than finished, so that work in progress grows or grows old (Little 1961; Kanban Guide).
//!
//! Growth counts only where a t-test sees it, and age only against what the own cycle times let expect: fixed limits cry wolf.

use super::{Evidence, Level, positions, share};
use crate::engine::performance::nearest_rank;
use crate::engine::statistics::{binomial_upper, mean, one_sample};

const SURE: f64 = 0.05;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Started {
    /// Of the growth; concerned are the open works that are too old.
    pub evidence: Evidence,
    /// In work before the first period and after each.
    pub in_process: Vec<f64>,
    /// By what was in work at first.
    pub growth: f64,
    pub p_growth: f64,
    /// Which 85 of 100 cycle times do not exceed.
    pub old: Option<f64>,
    pub expected_aged: f64,
    pub aged: f64,
    pub p_aged: f64,
    pub grows: bool,
    pub ages: bool,
}

/// Starts and finishes of at least six periods, what was in work before, ages of open work, and at least twenty cycle times of what was done.
pub fn started_more_than_finished(starts: &[f64], finishes: &[f64], in_process: f64, ages: &[f64], cycle_times: &[f64]) -> Started {
    let differences: Vec<f64> = starts.iter().zip(finishes).map(|(start, finish)| start - finish).collect();
    let mut line = vec![in_process];
    line.extend(differences.iter().scan(in_process, |sum, difference| {
        *sum += difference;
        Some(*sum)
    }));
    let all: f64 = differences.iter().sum();
    let growth = all / in_process.max(1.0);
    // What grows by the same in every period grows for sure; what never changes does not.
    let p_growth = one_sample(&differences, 0.95).map_or(if all > 0.0 { 0.0 } else { 1.0 }, |found| found.p_above);
    let grows = differences.len() >= 6 && growth >= 0.2 - 1e-12 && p_growth < SURE;

    let old = nearest_rank(cycle_times, 0.85).filter(|_| cycle_times.len() >= 20);
    let limit = old.unwrap_or(f64::INFINITY);
    let beyond: Vec<f64> = cycle_times.iter().map(|time| (time - limit).max(0.0)).collect();
    let expected_aged = if old.is_some() { mean(&beyond) / mean(cycle_times) } else { 0.0 };
    let concerned = positions(ages, |age| *age > limit);
    let aged = share(concerned.len(), ages.len());
    let p_aged = binomial_upper(concerned.len() as u64, ages.len() as u64, expected_aged);
    let too_old = old.is_some() && !concerned.is_empty() && aged >= 2.0 * expected_aged && p_aged < SURE;
    let known = differences.len() >= 6 || old.is_some();
    Started {
        evidence: Evidence {
            level: Level::of(known, grows || too_old, grows && growth >= 0.5),
            n: differences.len(),
            statistic: growth,
            p: Some(p_growth),
            concerned: if too_old { concerned } else { Vec::new() },
        },
        in_process: line,
        growth,
        p_growth,
        old,
        expected_aged,
        aged,
        p_aged,
        grows,
        ages: too_old,
    }
}
