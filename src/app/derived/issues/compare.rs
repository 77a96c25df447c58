//! Two exact comparisons of before and after: how often something happens, and what share of something is bad.
//!
//! Never says what a difference means: `effect` puts it into words.

use crate::engine::statistics::{beta_quantile, binomial_probability, binomial_upper, two_proportions};

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
        let share = after.1 / (before.1 + after.1);
        let p = (2.0 * binomial_upper(after.0, all, share).min(binomial_probability(after.0, all, share))).min(1.0);
        let (some, rest) = (after.0 as f64, before.0 as f64);
        let low = if after.0 == 0 { 0.0 } else { beta_quantile(0.025, some, rest + 1.0) };
        let high = if before.0 == 0 { 1.0 } else { beta_quantile(0.975, some + 1.0, rest) };
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
        let whole = |count: u64| u32::try_from(count).ok();
        let found = two_proportions(whole(after.0)?, whole(after.1)?, whole(before.0)?, whole(before.1)?, 0.95)?;
        let interval = (found.newcombe.low, found.newcombe.high);
        Some(ShareComparison { before, after, difference: found.effect, interval, p: found.p_exact })
    }
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
        assert_eq!((found.ratio, found.interval.1), (f64::INFINITY, f64::INFINITY));
        near(found.p, 1.0);
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
