//! Whether two sets differ in rank, for values that are far from normal: Mann and Whitney, Wilcoxon's signed ranks.
//!
//! Exact for small sets without ties, else by the normal distribution with correction for ties and continuity.

use super::normal::{normal_quantile, normal_two_sided};
use crate::model::sort_with;

/// Beyond this the ways are no longer exact in doubles.
const EXACT_UP_TO: usize = 50;

/// Two sets compared by rank, first less second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Of pairs, how many have the first above the second; a tie is half a pair.
    pub u: f64,
    /// The same as a share of all pairs: how often a value of the first is above one of the second.
    pub superiority: f64,
    /// The median of all differences (Hodges and Lehmann 1963).
    pub shift: f64,
    /// Where the true shift lies; endless where the sets are too small for the confidence asked for.
    pub low: f64,
    pub high: f64,
    /// Two-sided and exact, where the sets are small and without ties.
    pub p_exact: Option<f64>,
    /// Two-sided, by the normal distribution.
    pub p_normal: f64,
}

impl Ranked {
    /// The better of both probabilities.
    pub fn p(&self) -> f64 {
        self.p_exact.unwrap_or(self.p_normal)
    }
}

/// Mean ranks of sorted values, and the sum of t³ − t over their ties.
fn ranks(sorted: &[f64]) -> (Vec<f64>, f64) {
    let (mut ranks, mut ties) = (Vec::with_capacity(sorted.len()), 0.0);
    while let Some(value) = sorted.get(ranks.len()) {
        let before = ranks.len();
        let equal = sorted.iter().skip(before).take_while(|other| *other == value).count().max(1);
        ties += (equal as f64).powi(3) - equal as f64;
        ranks.resize(before + equal, before as f64 + 0.5 * (equal as f64 + 1.0));
    }
    (ranks, ties)
}

/// In how many ways of mixing n with m values there are u pairs the right way round, for every u: the Gaussian binomial coefficients.
fn ways(n: usize, m: usize) -> Vec<f64> {
    let mut ways = vec![0.0; n * m + 1];
    if let Some(first) = ways.first_mut() {
        *first = 1.0;
    }
    for i in 1..=n {
        for at in (m + i..ways.len()).rev() {
            let earlier = ways.get(at - m - i).copied().unwrap_or_default();
            ways.iter_mut().skip(at).take(1).for_each(|way| *way -= earlier);
        }
        for at in i..ways.len() {
            let earlier = ways.get(at - i).copied().unwrap_or_default();
            ways.iter_mut().skip(at).take(1).for_each(|way| *way += earlier);
        }
    }
    ways
}

/// Mann and Whitney's test with the shift and its interval (Hollander and Wolfe, Nonparametric Statistical Methods, chapter 4). Nothing where
/// a set is empty or all values are equal.
pub fn mann_whitney(first: &[f64], second: &[f64], confidence: f64) -> Option<Ranked> {
    let (n, m) = (first.len(), second.len());
    let mut all: Vec<(f64, bool)> = first.iter().map(|value| (*value, true)).chain(second.iter().map(|value| (*value, false))).collect();
    sort_with(&mut all, |a, b| a.0.total_cmp(&b.0));
    let sorted: Vec<f64> = all.iter().map(|(value, _)| *value).collect();
    let (ranks, ties) = ranks(&sorted);
    let (size, other, whole) = (n as f64, m as f64, (n + m) as f64);
    let sum: f64 = all.iter().zip(&ranks).filter(|((_, own), _)| *own).map(|(_, rank)| rank).sum();
    let (u, pairs) = (sum - 0.5 * size * (size + 1.0), size * other);
    let deviation = (pairs / 12.0 * (whole + 1.0 - ties / (whole * (whole - 1.0)))).sqrt();
    if deviation.is_nan() || deviation <= 0.0 || sorted.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let far = (u - 0.5 * pairs).abs();
    let exact = (ties == 0.0 && n + m <= EXACT_UP_TO).then(|| ways(n, m));
    let total: f64 = exact.iter().flatten().sum();
    let p_exact = exact.as_ref().map(|ways| {
        let tail: f64 = ways.iter().skip((0.5 * pairs + far).ceil() as usize).sum();
        (2.0 * tail / total).min(1.0)
    });
    // A confidence that is met exactly is not missed for rounding.
    let outside = 0.5 * (1.0 - confidence) * (1.0 + 1e-9);
    let cut = match &exact {
        Some(ways) => {
            let mut below = 0.0;
            ways.iter()
                .take_while(|way| {
                    below += **way;
                    below <= outside * total
                })
                .count() as f64
        }
        None => (0.5 * pairs + normal_quantile(outside) * deviation).floor().max(0.0),
    };
    let (own, others) = (of(&all, true), of(&all, false));
    let at = |rank: f64| nth_difference(&own, &others, rank);
    Some(Ranked {
        u,
        superiority: u / pairs,
        shift: 0.5 * (at(((pairs + 1.0) / 2.0).floor()) + at(((pairs + 1.0) / 2.0).ceil())),
        low: if cut < 1.0 { f64::NEG_INFINITY } else { at(cut) },
        high: if cut < 1.0 { f64::INFINITY } else { at(pairs + 1.0 - cut) },
        p_exact,
        p_normal: normal_two_sided((far - 0.5).max(0.0) / deviation),
    })
}

fn of(all: &[(f64, bool)], set: bool) -> Vec<f64> {
    all.iter().filter(|(_, own)| *own == set).map(|(value, _)| *value).collect()
}

/// The `rank`-th smallest of all differences between two sorted sets, found by halving so that they need not all be made.
fn nth_difference(first: &[f64], second: &[f64], rank: f64) -> f64 {
    let reach = |a: &[f64], b: &[f64]| a.first().copied().unwrap_or(0.0) - b.last().copied().unwrap_or(0.0);
    let count = |most: f64| {
        let mut place = 0;
        first
            .iter()
            .map(|value| {
                while second.get(place).is_some_and(|other| value - other > most) {
                    place += 1;
                }
                (second.len() - place) as f64
            })
            .sum::<f64>()
    };
    let (mut low, mut high) = (reach(first, second), -reach(second, first));
    if count(low) >= rank {
        return low;
    }
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if count(middle) >= rank { high = middle } else { low = middle }
    }
    high
}

/// Wilcoxon's signed ranks of pairs: probability, two-sided, that pairs differ this much where they do not. Pairs without difference are
/// left out; nothing where none is left.
pub fn wilcoxon(first: &[f64], second: &[f64]) -> Option<f64> {
    let mut differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).filter(|difference| *difference != 0.0).collect();
    sort_with(&mut differences, |a, b| a.abs().total_cmp(&b.abs()));
    let (ranks, ties) = ranks(&differences.iter().map(|difference| difference.abs()).collect::<Vec<_>>());
    let sum: f64 = differences.iter().zip(&ranks).filter(|(difference, _)| **difference > 0.0).map(|(_, rank)| rank).sum();
    let n = differences.len();
    let size = n as f64;
    let middle = 0.25 * size * (size + 1.0);
    let far = (sum - middle).abs();
    if n == 0 {
        return None;
    }
    if ties > 0.0 || n > EXACT_UP_TO {
        let deviation = (size * (size + 1.0) * (2.0 * size + 1.0) / 24.0 - ties / 48.0).sqrt();
        return Some(normal_two_sided((far - 0.5).max(0.0) / deviation));
    }
    // Every rank is on either side: the ways to reach each sum.
    let mut ways = vec![1.0];
    for rank in 1..=n {
        let without = ways.clone();
        ways.resize(without.len() + rank, 0.0);
        ways.iter_mut().skip(rank).zip(&without).for_each(|(way, other)| *way += other);
    }
    let tail: f64 = ways.iter().skip((middle + far).ceil() as usize).sum();
    Some((2.0 * tail / 2f64.powi(n as i32)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_against_three_is_one_in_ten() {
        // All six values in order: one of twenty ways on each side.
        let found = mann_whitney(&[7.0, 8.0, 9.0], &[1.0, 2.0, 3.0], 0.9);
        let found = found.map(|found| (found.u, found.p_exact, found.shift, found.low, found.high));
        assert_eq!(found, Some((9.0, Some(0.1), 6.0, 4.0, 8.0)));
        assert_eq!(ways(2, 2), [1.0, 1.0, 2.0, 1.0, 1.0]);
    }

    #[test]
    fn small_sets_have_no_end_and_equal_values_no_answer() {
        assert_eq!(mann_whitney(&[1.0, 2.0], &[3.0], 0.95).map(|found| found.high), Some(f64::INFINITY));
        assert_eq!(mann_whitney(&[1.0, 1.0], &[1.0], 0.95), None);
        assert_eq!(mann_whitney(&[], &[1.0], 0.95), None);
        assert_eq!(wilcoxon(&[1.0], &[1.0]), None);
    }

    #[test]
    fn large_sets_and_ties_go_by_the_normal_distribution() {
        let first: Vec<f64> = (0..2_000).map(|at| f64::from(at % 50)).collect();
        let second: Vec<f64> = first.iter().map(|value| value + 3.0).collect();
        let found = mann_whitney(&second, &first, 0.95);
        assert!(found.is_some_and(|found| found.p_exact.is_none() && found.p() < 1e-6 && (found.shift - 3.0).abs() < 1e-9));
    }
}
