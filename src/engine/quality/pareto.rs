//! The few causes that most comes from: categories by weight, with what they add up to. Never merges categories.

use crate::model::sort_with;
use serde::{Deserialize, Serialize};

/// A category in its place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Position in what was given.
    pub category: usize,
    pub weight: f64,
    /// Of the whole.
    pub share: f64,
    /// Of this and all before it.
    pub cumulative: f64,
    /// One of the few that together first reach the wanted share.
    pub vital: bool,
}

/// Categories by falling weight (count, cost or time), equal ones in the order given; `vital_share` is usually 0.8.
///
/// What is negative or no number weighs nothing. Nothing at all has shares of zero.
pub fn pareto(weights: &[f64], vital_share: f64) -> Vec<Bar> {
    let lawful = |weight: f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let whole: f64 = weights.iter().map(|weight| lawful(*weight)).sum();
    let mut order: Vec<(usize, f64)> = weights.iter().map(|weight| lawful(*weight)).enumerate().collect();
    sort_with(&mut order, |(_, a), (_, b)| b.total_cmp(a));
    let mut reached = 0.0;
    let bar = |(category, weight): (usize, f64)| {
        let vital = weight > 0.0 && reached < vital_share * whole * (1.0 - 1e-12);
        reached += weight;
        let of_whole = |part: f64| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
        Bar { category, weight, share: of_whole(weight), cumulative: of_whole(reached), vital }
    };
    order.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_few_that_matter_are_those_that_first_reach_the_share() {
        let bars = pareto(&[5.0, 60.0, f64::NAN, 20.0, 15.0], 0.8);
        let told: Vec<(usize, f64, bool)> = bars.iter().map(|bar| (bar.category, bar.cumulative, bar.vital)).collect();
        assert_eq!(told, [(1, 0.6, true), (3, 0.8, true), (4, 0.95, false), (0, 1.0, false), (2, 1.0, false)]);
    }

    #[test]
    fn nothing_has_no_vital_few() {
        assert!(pareto(&[0.0, -1.0], 0.8).iter().all(|bar| !bar.vital && bar.share == 0.0));
        assert_eq!(pareto(&[], 0.8), []);
    }
}
