//! Two exact comparisons of before and after: how often something happens, and what share of something is bad.
//!
//! Never says what a difference means: `effect` puts it into words.

/// How often something happened before and after, compared.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RateComparison {
    /// How many, and in how many weeks, before.
    pub before: (u64, f64),
    /// How many, and in how many weeks, after.
    pub after: (u64, f64),
    /// The rate after as a share of that before; infinite where there was none before.
    pub ratio: f64,
    /// The 95 % interval of the ratio.
    pub interval: (f64, f64),
    /// The probability of a difference as great as this or greater, to either side, where nothing had changed.
    pub p: f64,
}

impl RateComparison {
    /// Compares two counts over lengths of time; `None` where one of them has no length or nothing was counted at all.
    ///
    /// Given their sum, the count after is binomial with the share of time after, where the rate is the same (Przyborowski and Wilenski
    /// 1940). The probability is twice that of the rarer side, and the interval that of Clopper and Pearson (1934) for the share,
    /// carried over to the ratio of the rates, so that both always say the same.
    pub fn of(before: (u64, f64), after: (u64, f64)) -> Option<RateComparison> {
        let all = before.0 + after.0;
        if all == 0 || before.1 <= 0.0 || after.1 <= 0.0 {
            return None;
        }
        let binomial = Binomial::of(all);
        let share = after.1 / (before.1 + after.1);
        let at_least = |share: f64| binomial.between(after.0, all, share);
        let at_most = |share: f64| binomial.between(0, after.0, share);
        let p = (2.0 * at_least(share).min(at_most(share))).min(1.0);
        let low = if after.0 == 0 { 0.0 } else { root(|share| at_least(share) - 0.025) };
        let high = if after.0 == all { 1.0 } else { root(|share| 0.025 - at_most(share)) };
        let odds = |share: f64| if share >= 1.0 { f64::INFINITY } else { share / (1.0 - share) * before.1 / after.1 };
        let ratio = if before.0 == 0 { f64::INFINITY } else { (after.0 as f64 / after.1) / (before.0 as f64 / before.1) };
        Some(RateComparison { before, after, ratio, interval: (odds(low), odds(high)), p })
    }

    /// After how many weeks none at all would be less than chance explains at 5 %; `None` where there was none before.
    pub fn weeks_needed(before: (u64, f64)) -> Option<f64> {
        // Twice the probability that all lie before: 2 · (T₁ / (T₁ + T₂))ⁿ = 0.05, solved for T₂.
        (before.0 > 0).then(|| before.1 * (40.0_f64.powf(1.0 / before.0 as f64) - 1.0))
    }
}

/// Which share was bad before and after, compared.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ShareComparison {
    /// Bad and all before.
    pub before: (u64, u64),
    /// Bad and all after.
    pub after: (u64, u64),
    /// The share after less that before.
    pub difference: f64,
    /// The 95 % interval of the difference.
    pub interval: (f64, f64),
    /// The probability of a table as unlikely as this or more, where nothing had changed.
    pub p: f64,
}

impl ShareComparison {
    /// Compares two shares; `None` where one of them is of nothing.
    ///
    /// The probability is that of Fisher's exact test, both sides; the interval is the hybrid of Wilson's (Newcombe 1998, method 10).
    pub fn of(before: (u64, u64), after: (u64, u64)) -> Option<ShareComparison> {
        if before.1 == 0 || after.1 == 0 || before.0 > before.1 || after.0 > after.1 {
            return None;
        }
        let (share_before, share_after) = (before.0 as f64 / before.1 as f64, after.0 as f64 / after.1 as f64);
        let (low_before, high_before) = wilson(before);
        let (low_after, high_after) = wilson(after);
        let difference = share_after - share_before;
        let apart = |one: f64, other: f64| one.hypot(other);
        let interval = (
            difference - apart(share_after - low_after, high_before - share_before),
            difference + apart(high_after - share_after, share_before - low_before),
        );
        Some(ShareComparison { before, after, difference, interval, p: fisher(before, after) })
    }
}

/// Wilson's 95 % interval of a share.
fn wilson((bad, all): (u64, u64)) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let (share, all) = (bad as f64 / all as f64, all as f64);
    let middle = share + Z * Z / (2.0 * all);
    let half = Z * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    let scale = 1.0 + Z * Z / all;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

/// The sum of the probabilities of all tables with the same margins that are no more likely than this one.
fn fisher(before: (u64, u64), after: (u64, u64)) -> f64 {
    let (bad, all) = (before.0 + after.0, before.1 + after.1);
    let logs = log_factorials(all);
    let choose = |of: u64, some: u64| log_choose(&logs, of, some);
    let of = |bad_after: u64| (choose(after.1, bad_after) + choose(before.1, bad - bad_after) - choose(all, bad)).exp();
    let here = of(after.0);
    // Equal probabilities come out different in the last digits.
    let possible = bad.saturating_sub(before.1)..=bad.min(after.1);
    possible.map(of).filter(|other| *other <= here * (1.0 + 1e-7)).sum::<f64>().min(1.0)
}

/// Binomial probabilities of a number of tries.
struct Binomial {
    tries: u64,
    logs: Vec<f64>,
}

impl Binomial {
    fn of(tries: u64) -> Binomial {
        Binomial { tries, logs: log_factorials(tries) }
    }

    /// The probability of `from` to `to` successes, both included.
    fn between(&self, from: u64, to: u64, share: f64) -> f64 {
        let (yes, no) = (share.ln(), (1.0 - share).ln());
        let of = |count: u64| {
            // Nothing to the power of nothing is one, which logarithms do not know.
            let power = |count: u64, log: f64| if count == 0 { 0.0 } else { count as f64 * log };
            (log_choose(&self.logs, self.tries, count) + power(count, yes) + power(self.tries - count, no)).exp()
        };
        (from..=to.min(self.tries)).map(of).sum::<f64>().min(1.0)
    }
}

/// Natural logarithms of the factorials up to `most`.
fn log_factorials(most: u64) -> Vec<f64> {
    let mut sum = 0.0;
    std::iter::once(0.0)
        .chain((1..=most).map(|number| {
            sum += (number as f64).ln();
            sum
        }))
        .collect()
}

fn log_choose(logs: &[f64], of: u64, some: u64) -> f64 {
    let log = |number: u64| logs.get(number as usize).copied().unwrap_or(0.0);
    log(of) - log(some) - log(of.saturating_sub(some))
}

/// Where a rising function of a share crosses zero.
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if rising(middle) < 0.0 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-4 * expected.abs().max(1.0), "{found} instead of {expected}");
    }

    #[test]
    fn rates_over_equal_times_are_compared_by_the_toss_of_a_coin() {
        // 2 of 12 after: P(X ≤ 2) = (1 + 12 + 66) / 4096. The interval of 2 / 12 by Clopper and Pearson is 0.02086 to 0.48414.
        let found = RateComparison::of((10, 8.0), (2, 8.0)).unwrap();
        near(found.p, 2.0 * 79.0 / 4096.0);
        near(found.ratio, 0.2);
        near(found.interval.0, 0.020_862_5 / (1.0 - 0.020_862_5));
        near(found.interval.1, 0.484_137_7 / (1.0 - 0.484_137_7));
    }

    #[test]
    fn times_of_unequal_length_weigh_as_they_are_long() {
        // All 3 in the first quarter of the time: 2 · (1/4)³.
        let found = RateComparison::of((3, 5.0), (0, 15.0)).unwrap();
        near(found.p, 2.0 / 64.0);
        assert_eq!((found.ratio, found.interval.0), (0.0, 0.0));
        assert!(found.interval.1 < 1.0, "the interval says the same as the probability");
        // 0.025^(1/3) of the share before: 1 - 0.292402 after, as odds times 5 / 15.
        near(found.interval.1, (1.0 - 0.292_401_8) / 0.292_401_8 / 3.0);
    }

    #[test]
    fn none_at_all_is_enough_once_so_many_weeks_are_over() {
        let needed = RateComparison::weeks_needed((3, 5.0)).unwrap();
        near(RateComparison::of((3, 5.0), (0, needed)).unwrap().p, 0.05);
        assert_eq!(RateComparison::weeks_needed((0, 5.0)), None);
    }

    #[test]
    fn nothing_counted_or_no_time_is_no_comparison_and_none_before_is_no_ratio() {
        assert_eq!(RateComparison::of((0, 5.0), (0, 5.0)), None);
        assert_eq!(RateComparison::of((1, 5.0), (0, 0.0)), None);
        let found = RateComparison::of((0, 5.0), (1, 5.0)).unwrap();
        assert_eq!((found.ratio, found.interval.1, found.p), (f64::INFINITY, f64::INFINITY, 1.0));
    }

    #[test]
    fn shares_are_compared_as_newcombe_and_fisher_do() {
        // Newcombe (1998), table II (a): 56 of 70 against 48 of 80, method 10.
        let found = ShareComparison::of((48, 80), (56, 70)).unwrap();
        near(found.difference, 0.2);
        near((found.interval.0 * 1e4).round(), 524.0);
        near((found.interval.1 * 1e4).round(), 3339.0);
        // Fisher's lady tasting tea: 3 of 4 against 1 of 4.
        near(ShareComparison::of((1, 4), (3, 4)).unwrap().p, 34.0 / 70.0);
    }

    #[test]
    fn large_counts_stay_numbers() {
        let found = RateComparison::of((4000, 50.0), (3500, 50.0)).unwrap();
        assert!(found.p > 0.0 && found.p < 1e-7, "{}", found.p);
        near(found.ratio, 0.875);
        assert!(found.interval.0 > 0.83 && found.interval.1 < 0.92);
        let found = ShareComparison::of((900, 5000), (450, 5000)).unwrap();
        assert!(found.p < 1e-30 && found.interval.1 < -0.07 && found.interval.0 > -0.11);
    }
}
