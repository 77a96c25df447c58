//! Distributions of counts: binomial, hypergeometric and Poisson, each with its probability (at most `count`) and its quantile.
//!
//! Never approximates one by another: who asks says which.

use super::distributions::{beta_probability, gamma_probability, log_gamma};

/// Probability of at most `count` among `trials` independent ones that each count with this chance.
pub fn binomial_probability(count: u64, trials: u64, chance: f64) -> f64 {
    if count >= trials {
        return if chance.is_nan() { f64::NAN } else { 1.0 };
    }
    beta_probability(1.0 - chance, (trials - count) as f64, count as f64 + 1.0)
}

/// Probability of `least` or more; computed as such, so that a small one is not lost to rounding.
pub fn binomial_upper(least: u64, trials: u64, chance: f64) -> f64 {
    match least {
        0 => 1.0,
        _ if least > trials => 0.0,
        _ => beta_probability(chance, least as f64, (trials - least) as f64 + 1.0),
    }
}

/// The smallest count that is not passed with this probability.
pub fn binomial_quantile(probability: f64, trials: u64, chance: f64) -> u64 {
    smallest(probability, trials, &|count| binomial_probability(count, trials, chance))
}

/// Probability of at most `count` events where `mean` are expected.
pub fn poisson_probability(count: u64, mean: f64) -> f64 {
    if mean <= 0.0 { 1.0 } else { 1.0 - gamma_probability(mean, count as f64 + 1.0) }
}

/// The smallest count that is not passed with this probability; none is higher than the mean and 40 standard deviations with 100 more.
pub fn poisson_quantile(probability: f64, mean: f64) -> u64 {
    let most = mean.max(0.0) + 40.0 * mean.max(0.0).sqrt() + 100.0;
    smallest(probability, most as u64, &|count| poisson_probability(count, mean))
}

/// Probability of at most `count` marked ones in a sample taken without putting back from a lot that holds `marked` of them.
pub fn hypergeometric_probability(count: u64, lot: u64, marked: u64, sample: u64) -> f64 {
    let (marked, sample) = (marked.min(lot), sample.min(lot));
    let least = (marked + sample).saturating_sub(lot);
    let most = marked.min(sample);
    if count >= most {
        return 1.0;
    }
    let all = log_choose(lot, sample);
    let one = |k: u64| (log_choose(marked, k) + log_choose(lot - marked, sample - k) - all).exp();
    (least..=count).map(one).sum::<f64>().min(1.0)
}

/// The smallest count that is not passed with this probability.
pub fn hypergeometric_quantile(probability: f64, lot: u64, marked: u64, sample: u64) -> u64 {
    smallest(probability, marked.min(sample), &|count| hypergeometric_probability(count, lot, marked, sample))
}

fn log_choose(of: u64, chosen: u64) -> f64 {
    let factorial = |n: u64| log_gamma(n as f64 + 1.0);
    factorial(of) - factorial(chosen) - factorial(of - chosen)
}

fn smallest(wanted: f64, most: u64, probability: &dyn Fn(u64) -> f64) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if probability(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12, "{found}, expected {expected}");
    }

    #[test]
    fn probabilities_are_the_sums_of_their_terms() {
        close(binomial_probability(1, 4, 0.25), 0.75_f64.powi(4) + 4.0 * 0.25 * 0.75_f64.powi(3));
        close(poisson_probability(2, 1.5), (-1.5_f64).exp() * (1.0 + 1.5 + 1.125));
        // Of five with two marked, three are drawn: none in 1 of 10 draws, one in 6.
        close(hypergeometric_probability(0, 5, 2, 3), 0.1);
        close(hypergeometric_probability(1, 5, 2, 3), 0.7);
        close(hypergeometric_probability(2, 5, 2, 3), 1.0);
    }

    #[test]
    fn the_ends_are_certain() {
        close(binomial_upper(2, 3, 0.5), 0.5);
        close(binomial_upper(3, 3, 0.2), 0.008);
        assert_eq!((binomial_upper(0, 3, 0.2), binomial_upper(4, 3, 0.2)), (1.0, 0.0));
        close(binomial_probability(0, 10, 0.0), 1.0);
        close(binomial_probability(9, 10, 1.0), 0.0);
        close(binomial_probability(10, 10, 0.9), 1.0);
        close(poisson_probability(0, 0.0), 1.0);
        // More are drawn than there are unmarked ones, so at least one is marked.
        close(hypergeometric_probability(0, 5, 3, 4), 0.0);
    }

    #[test]
    fn a_quantile_is_the_first_count_that_reaches_its_probability() {
        let first = binomial_quantile(0.95, 80, 0.05);
        assert!(binomial_probability(first, 80, 0.05) >= 0.95 && binomial_probability(first - 1, 80, 0.05) < 0.95);
        let first = poisson_quantile(0.999, 300.0);
        assert!(poisson_probability(first, 300.0) >= 0.999 && poisson_probability(first - 1, 300.0) < 0.999);
        assert_eq!(hypergeometric_quantile(0.69, 5, 2, 3), 1);
    }
}
