//! How many results each side needs before a difference of a given size is seen. Never rounds: whoever shows it rounds up.

use super::normal::normal_quantile;

/// Quantiles of the risk of seeing what is not there (two-sided) and of the chance to see what is.
fn quantiles(alpha: f64, power: f64) -> (f64, f64) {
    (normal_quantile(1.0 - 0.5 * alpha), normal_quantile(power))
}

/// Units on each side that show the share `second` against the share `first` (Fleiss, Statistical Methods for Rates and Proportions, without
/// correction). Nothing where the shares are equal or no shares.
pub fn needed_for_proportions(first: f64, second: f64, alpha: f64, power: f64) -> Option<f64> {
    let (risk, chance) = quantiles(alpha, power);
    let middle = 0.5 * (first + second);
    let spread = risk * (2.0 * middle * (1.0 - middle)).sqrt() + chance * (first * (1.0 - first) + second * (1.0 - second)).sqrt();
    let n = (spread / (first - second)).powi(2);
    n.is_finite().then_some(n)
}

/// Values on each side that show a difference of means, both sides with this standard deviation (Guenther 1981: the normal formula and
/// z²/4 for the t-test). Nothing where there is no difference.
pub fn needed_for_means(difference: f64, deviation: f64, alpha: f64, power: f64) -> Option<f64> {
    let (risk, chance) = quantiles(alpha, power);
    let n = 2.0 * ((risk + chance) * deviation / difference).powi(2) + 0.25 * risk * risk;
    n.is_finite().then_some(n)
}

/// The same for Mann and Whitney's test, which needs π/3 times as many where values are normal (Lehmann, Nonparametrics), and fewer where
/// they have long tails.
pub fn needed_for_ranks(difference: f64, deviation: f64, alpha: f64, power: f64) -> Option<f64> {
    needed_for_means(difference, deviation, alpha, power).map(|n| n * std::f64::consts::FRAC_PI_3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_deviation_takes_sixty_four_on_each_side() {
        // Cohen 1988, table 2.4.1: d = 0.5, two-sided 5 %, power 80 %: 64; d = 0.8: 26.
        assert_eq!(needed_for_means(0.5, 1.0, 0.05, 0.8).map(f64::ceil), Some(64.0));
        assert_eq!(needed_for_means(-0.8, 1.0, 0.05, 0.8).map(f64::ceil), Some(26.0));
        assert_eq!(needed_for_ranks(0.5, 1.0, 0.05, 0.8).map(f64::ceil), Some(67.0));
        assert_eq!(needed_for_means(0.0, 1.0, 0.05, 0.8), None);
        assert_eq!(needed_for_proportions(0.1, 0.1, 0.05, 0.8), None);
    }
}
