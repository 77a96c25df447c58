//! How many points pass on average until a chart signals: of a stable process a false alarm, of a shifted one a true one.
//!
//! Shifts are in standard deviations of what is plotted. Sums and averages by their integral equations, solved on Gauss's points (Brook and Evans
//! 1972; Crowder 1987; Knoth's R package spc does the same); rules with patterns by seeded trials. Never looks at data.

use super::rules::RuleSet;
use crate::engine::statistics::{normal_density, normal_probability};
use serde::{Deserialize, Serialize};

/// Points of the integral; forty leave an error far below one in a thousand for weights from 0.05 on.
const NODES: usize = 40;

/// Of limits at `width` standard deviations on both sides.
pub fn shewhart_run_length(width: f64, shift: f64) -> f64 {
    1.0 / (normal_probability(-width - shift) + normal_probability(shift - width))
}

/// Of tabular cumulative sums in both directions that begin at zero.
pub fn cusum_run_length(slack: f64, decision: f64, shift: f64) -> f64 {
    let one_sided = |shift: f64| {
        let points = gauss_points(0.0, decision);
        // The sum stays where it may be, and at zero with all that would lead below.
        let at_zero = |from: f64| normal_probability(slack - from - shift);
        let to = |from: f64, (at, weight): (f64, f64)| weight * normal_density(at + slack - from - shift);
        let starts: Vec<f64> = std::iter::once(0.0).chain(points.iter().map(|(at, _)| *at)).collect();
        let row = |from: &f64| std::iter::once(at_zero(*from)).chain(points.iter().map(|point| to(*from, *point))).collect();
        expected_steps(starts.iter().map(row).collect()).first().copied().unwrap_or(f64::NAN)
    };
    1.0 / (1.0 / one_sided(shift) + 1.0 / one_sided(-shift))
}

/// Of a moving average that begins at the centre line, with limits at their final width.
pub fn ewma_run_length(weight: f64, width: f64, shift: f64) -> f64 {
    let weight = if weight.is_finite() { weight.clamp(0.001, 1.0) } else { 1.0 };
    let limit = width * (weight / (2.0 - weight)).sqrt();
    let points = gauss_points(-limit, limit);
    let to = |from: f64, (at, share): (f64, f64)| share / weight * normal_density((at - (1.0 - weight) * from) / weight - shift);
    let row = |(from, _): &(f64, f64)| points.iter().map(|point| to(*from, *point)).collect();
    let steps = expected_steps(points.iter().map(row).collect());
    1.0 + points.iter().zip(&steps).map(|(point, steps)| to(0.0, *point) * steps).sum::<f64>()
}

/// A mean of trials with its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunLength {
    pub mean: f64,
    pub error: f64,
}

/// Of all rules together, from so many trials that each end at their first signal.
///
/// A thousand trials of the usual rules know the mean to about three per cent. After three million points it is said from the trials that have
/// ended by then; it is endless where none has.
///
/// ```
/// use linewright::engine::quality::{Rule, RuleSet, average_run_length};
/// let limits = average_run_length(&RuleSet::nelson(&[Rule::Beyond]), 0.0, 1_000, 1);
/// assert!((limits.mean - 370.4).abs() < 4.0 * limits.error);
/// ```
pub fn average_run_length(rules: &RuleSet, shift: f64, trials: u32, seed: u64) -> RunLength {
    const MOST_POINTS: u32 = 3_000_000;
    // No pattern looks back further.
    let kept = rules.0.iter().map(|setting| setting.k.clamp(1.0, 1000.0) as usize + 2).max().unwrap_or(1);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut recent: Vec<f64> = Vec::with_capacity(2 * kept);
    let (mut ended, mut length, mut squares) = (0_u32, 0.0_f64, 0.0);
    let mut points = 0;
    while ended < trials && points < MOST_POINTS && rules.0.iter().any(|setting| setting.on) {
        if recent.len() == 2 * kept {
            recent.drain(..kept);
        }
        recent.push(shift + normal(&mut random));
        points += 1;
        length += 1.0;
        if !rules.at_end(&recent).is_empty() {
            ended += 1;
            squares += length * length;
            length = 0.0;
            recent.clear();
        }
    }
    if ended == 0 {
        return RunLength { mean: f64::INFINITY, error: f64::INFINITY };
    }
    // Points of a trial that has not ended count as well: without them long runs would be missing.
    let count = f64::from(ended);
    let mean = f64::from(points) / count;
    RunLength { mean, error: ((squares / count - mean * mean).max(0.0) / count).sqrt() }
}

/// A standard normal number by Marsaglia's polar method (1964).
fn normal(random: &mut fastrand::Rng) -> f64 {
    loop {
        let (x, y) = (2.0 * random.f64() - 1.0, 2.0 * random.f64() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * (-2.0 * square.ln() / square).sqrt();
        }
    }
}

/// Gauss and Legendre's points and weights between two ends, by Newton's method on the polynomial (Numerical Recipes, section 4.6).
fn gauss_points(low: f64, high: f64) -> Vec<(f64, f64)> {
    let count = NODES as f64;
    let point = |at: usize| {
        // Bhaskara's cosine of the right half, and its mirror: near enough for Newton to find the zero that is meant.
        let mirrored = at.min(NODES - 1 - at);
        let angle = (mirrored as f64 + 0.75) / (count + 0.5);
        let near = (1.0 - 4.0 * angle * angle) / (1.0 + angle * angle);
        let mut x = if mirrored == at { near } else { -near };
        let mut slope = 1.0;
        for _ in 0..8 {
            let (mut value, mut before) = (1.0, 0.0);
            for degree in 1..=NODES {
                let degree = degree as f64;
                (value, before) = (((2.0 * degree - 1.0) * x * value - (degree - 1.0) * before) / degree, value);
            }
            slope = count * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        let half = 0.5 * (high - low);
        (low + half * (1.0 - x), 2.0 * half / ((1.0 - x * x) * slope * slope))
    };
    (0..NODES).map(point).collect()
}

/// Expected steps until the end from each state, of the chances to go from state to state: (I − Q)·L = 1, by Gauss's elimination.
fn expected_steps(chances: Vec<Vec<f64>>) -> Vec<f64> {
    let size = chances.len();
    let mut rows: Vec<Vec<f64>> = chances
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            let left = row.into_iter().enumerate().map(|(to, chance)| if to == at { 1.0 - chance } else { -chance });
            left.chain(std::iter::once(1.0)).collect()
        })
        .collect();
    // Each row holds chances that add up to less than one, so that its own place is the largest and needs no search.
    for pivot in 0..size {
        let chosen = rows.get(pivot).cloned().unwrap_or_default();
        let own = chosen.get(pivot).copied().unwrap_or(1.0);
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = row.get(pivot).copied().unwrap_or(0.0) / own;
            if at != pivot && factor != 0.0 {
                row.iter_mut().zip(&chosen).skip(pivot).for_each(|(to, from)| *to -= factor * from);
            }
        }
    }
    let solved = |(at, row): (usize, &Vec<f64>)| row.last().copied().unwrap_or(f64::NAN) / row.get(at).copied().unwrap_or(1.0);
    rows.iter().enumerate().map(solved).collect()
}
