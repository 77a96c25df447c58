//! Whether two shares or two rates differ: the z-test, intervals by Wilson and Newcombe, and exact answers for small counts.
//!
//! Never takes an interval beyond what a share can be. Where nothing was counted there is no answer.

use super::distributions::log_gamma;
use super::normal::{normal_quantile, normal_two_sided};

/// From where to where something lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// Two shares compared, first less second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportions {
    pub first: f64,
    pub second: f64,
    pub effect: f64,
    /// Of the pooled z-test; nothing where neither set varies.
    pub z: Option<f64>,
    /// Two-sided, of the z-test.
    pub p: Option<f64>,
    /// Two-sided, by Fisher; the one to trust where a count is below five.
    pub p_exact: f64,
    /// By the difference's own standard error; too narrow for small counts.
    pub wald: Interval,
    /// By the intervals of both shares (Newcombe 1998, method 10); the one to show.
    pub newcombe: Interval,
}

fn z_of(confidence: f64) -> f64 {
    normal_quantile(0.5 * (1.0 + confidence))
}

/// Where the true share lies (Wilson 1927, without correction), for `count` of `n` above zero.
pub fn wilson(count: u32, n: u32, confidence: f64) -> Interval {
    let (x, n, z) = (f64::from(count), f64::from(n), z_of(confidence));
    let (share, whole) = (x / n, 1.0 + z * z / n);
    let middle = (share + z * z / (2.0 * n)) / whole;
    let reach = z / whole * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // At either end the formula is exactly the end, which rounding would miss.
    Interval { low: if count == 0 { 0.0 } else { (middle - reach).max(0.0) }, high: if x >= n { 1.0 } else { (middle + reach).min(1.0) } }
}

/// Two shares: `x` of `n` against `y` of `m`. Nothing where one of the sets is empty or a count is above its set.
pub fn two_proportions(x: u32, n: u32, y: u32, m: u32, confidence: f64) -> Option<Proportions> {
    if n == 0 || m == 0 || x > n || y > m {
        return None;
    }
    let (size, other) = (f64::from(n), f64::from(m));
    let (first, second) = (f64::from(x) / size, f64::from(y) / other);
    let effect = first - second;
    let both = (f64::from(x) + f64::from(y)) / (size + other);
    let error = (both * (1.0 - both) * (1.0 / size + 1.0 / other)).sqrt();
    let z = (error > 0.0).then(|| effect / error);
    let reach = z_of(confidence) * (first * (1.0 - first) / size + second * (1.0 - second) / other).sqrt();
    let (own, others) = (wilson(x, n, confidence), wilson(y, m, confidence));
    Some(Proportions {
        first,
        second,
        effect,
        z,
        p: z.map(normal_two_sided),
        p_exact: fisher_exact(x, n, y, m),
        wald: Interval { low: effect - reach, high: effect + reach },
        newcombe: Interval {
            low: effect - (first - own.low).hypot(others.high - second),
            high: effect + (own.high - first).hypot(second - others.low),
        },
    })
}

/// Logarithm of the number of ways to choose `k` of `n`.
fn ln_choose(n: f64, k: f64) -> f64 {
    log_gamma(n + 1.0) - log_gamma(k + 1.0) - log_gamma(n - k + 1.0)
}

/// The sum of all probabilities that are no greater than that of what was seen.
fn as_unlikely(seen: u32, range: std::ops::RangeInclusive<u32>, ln_probability: impl Fn(f64) -> f64) -> f64 {
    // Equal probabilities differ by rounding.
    let most = ln_probability(f64::from(seen)) + 1e-9;
    range.map(|k| ln_probability(f64::from(k))).filter(|ln| *ln <= most).map(f64::exp).sum::<f64>().min(1.0)
}

/// Fisher's exact test, two-sided: all tables with these margins that are no likelier than this one.
pub fn fisher_exact(x: u32, n: u32, y: u32, m: u32) -> f64 {
    let hits = x.saturating_add(y);
    let (size, other, all) = (f64::from(n), f64::from(m), f64::from(hits));
    let ways = ln_choose(size + other, all);
    as_unlikely(x, hits.saturating_sub(m)..=hits.min(n), |k| ln_choose(size, k) + ln_choose(other, all - k) - ways)
}

/// Probability of counts this far from equal rates, two-sided and exact, given their sum: `x` in the time `t`, `y` in the time `u`.
///
/// Given the sum, the first count is binomial with the share of its time (Przyborowski and Wilenski 1940).
pub fn poisson_rates(x: u32, t: f64, y: u32, u: f64) -> Option<f64> {
    if !(t > 0.0 && u > 0.0 && t.is_finite() && u.is_finite()) {
        return None;
    }
    let (n, share) = (x.saturating_add(y), t / (t + u));
    let whole = f64::from(n);
    Some(as_unlikely(x, 0..=n, |k| ln_choose(whole, k) + k * share.ln() + (whole - k) * (1.0 - share).ln()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lady_tasting_tea_is_told_by_fishers_own_numbers() {
        // Fisher 1935: three of four right has p = 34/70 both ways, four of four 2/70.
        assert!((fisher_exact(3, 4, 1, 4) - 34.0 / 70.0).abs() < 1e-12);
        assert!((fisher_exact(4, 4, 0, 4) - 2.0 / 70.0).abs() < 1e-12);
    }

    #[test]
    fn what_was_not_counted_has_no_answer_and_what_never_varies_no_z() {
        assert_eq!(two_proportions(0, 0, 1, 2, 0.95), None);
        assert_eq!(two_proportions(3, 2, 1, 2, 0.95), None);
        assert_eq!(two_proportions(0, 5, 0, 7, 0.95).map(|found| (found.z, found.p_exact)), Some((None, 1.0)));
        assert_eq!(poisson_rates(1, 0.0, 1, 1.0), None);
    }
}
