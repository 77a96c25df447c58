//! Laws of yield, defects, reliability, flow and earned value that key figures and forms share. Plain formulas of plain numbers.

use crate::engine::statistics::{normal_probability, normal_quantile};
use crate::model::sort_with;

/// The shift between short and long term that the industry has agreed on (Harry, Motorola 1988).
const SHIFT: f64 = 1.5;

/// The value that at least this share of all values does not exceed (nearest rank, no value in between is made up).
pub fn nearest_rank(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    let last = sorted.len().checked_sub(1)?;
    // Twenty times 0.85 is seventeen, not a hair above.
    let place = (share * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize - 1;
    sort_with(&mut sorted, f64::total_cmp);
    sorted.get(place.min(last)).copied()
}

/// Share that is right the first time through all steps, and its geometric mean (rolled throughput and normalised yield).
pub fn rolled_yield(steps: &[f64]) -> Option<(f64, f64)> {
    let rolled: f64 = steps.iter().product();
    (!steps.is_empty()).then(|| (rolled, rolled.powf(1.0 / steps.len() as f64)))
}

/// Share without any defect, where defects per unit come by chance (Poisson).
pub fn yield_of_defects_per_unit(defects: f64) -> f64 {
    (-defects).exp()
}

/// Sigma level, short term, of defects per million opportunities; nothing where there are none or nothing else.
pub fn sigma_of_dpmo(dpmo: f64) -> Option<f64> {
    (dpmo > 0.0 && dpmo < 1e6).then(|| SHIFT - normal_quantile(dpmo / 1e6))
}

/// Defects per million opportunities at a sigma level, with the shift.
pub fn dpmo_of_sigma(sigma: f64) -> f64 {
    1e6 * normal_probability(SHIFT - sigma)
}

/// The same without shift and beyond both limits.
pub fn dpmo_of_sigma_two_sided(sigma: f64) -> f64 {
    2e6 * normal_probability(-sigma)
}

/// Availability of what needs all of its parts.
pub fn availability_in_series(parts: &[f64]) -> f64 {
    parts.iter().product()
}

/// Availability of what needs any one of its parts.
pub fn availability_in_parallel(parts: &[f64]) -> f64 {
    1.0 - parts.iter().map(|part| 1.0 - part).product::<f64>()
}

/// Throughput and cycle time of a line with so much work in progress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineAt {
    pub throughput: f64,
    pub cycle_time: f64,
}

/// The best, the worst and the practical worst case of a line (Hopp and Spearman, Factory Physics, chapter 7), from the rate of its bottleneck
/// and its time without any waiting.
pub fn line_cases(bottleneck_rate: f64, raw_time: f64, in_process: f64) -> [LineAt; 3] {
    let critical = bottleneck_rate * raw_time;
    let practical = raw_time + (in_process - 1.0) / bottleneck_rate;
    [raw_time.max(in_process / bottleneck_rate), in_process * raw_time, practical]
        .map(|cycle_time| LineAt { throughput: if critical > 0.0 { in_process / cycle_time } else { 0.0 }, cycle_time })
}

/// A project's progress in money (PMI, Practice Standard for Earned Value Management).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarnedValue {
    pub schedule_index: f64,
    pub cost_index: f64,
    /// Cost in the end, if it goes on like this.
    pub estimate_at_completion: f64,
    pub estimate_to_complete: f64,
    pub variance_at_completion: f64,
    /// How well the rest must go to end within the budget.
    pub to_complete_index: f64,
}

/// From the budget, what was planned, what was earned and what was paid until now; nothing where there is nothing to divide by.
pub fn earned_value(budget: f64, planned: f64, earned: f64, paid: f64) -> Option<EarnedValue> {
    let (schedule_index, cost_index) = (earned / planned, earned / paid);
    let estimate_at_completion = budget / cost_index;
    let found = EarnedValue {
        schedule_index,
        cost_index,
        estimate_at_completion,
        estimate_to_complete: estimate_at_completion - paid,
        variance_at_completion: budget - estimate_at_completion,
        to_complete_index: (budget - earned) / (budget - paid),
    };
    (schedule_index.is_finite() && estimate_at_completion.is_finite() && cost_index.is_finite()).then_some(found)
}

/// A bar of a Pareto chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Position in what was given.
    pub of: usize,
    pub amount: f64,
    pub cumulative_share: f64,
    /// Of the fewest that together reach the share asked for.
    pub vital: bool,
}

/// Largest first, with the vital few that reach `share` of all. Amounts at or below nothing are left out.
pub fn pareto(amounts: &[f64], share: f64) -> Vec<Bar> {
    let mut bars: Vec<(usize, f64)> = amounts.iter().copied().enumerate().filter(|(_, amount)| *amount > 0.0).collect();
    sort_with(&mut bars, |a, b| b.1.total_cmp(&a.1));
    let all: f64 = bars.iter().map(|(_, amount)| amount).sum();
    let mut sum = 0.0;
    let bar = |(of, amount): (usize, f64)| {
        let vital = sum < share * all * (1.0 - 1e-12);
        sum += amount;
        Bar { of, amount, cumulative_share: sum / all, vital }
    };
    bars.into_iter().map(bar).collect()
}
