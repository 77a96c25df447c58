//! The normal distribution: density, probability, quantile and loss. Never estimates anything from data.

/// Density of the standard normal distribution.
pub fn normal_density(z: f64) -> f64 {
    const ROOT_OF_TWO_PI: f64 = 2.506_628_274_631_000_5;
    (-0.5 * z * z).exp() / ROOT_OF_TWO_PI
}

/// Probability that a standard normal number is at most `z`.
///
/// Marsaglia's series around zero ("Evaluating the normal distribution", Journal of Statistical Software 11, 2004); in the tails the
/// continued fraction of Laplace, where the series would lose the small number to the large ones.
pub fn normal_probability(z: f64) -> f64 {
    if z.is_nan() {
        return f64::NAN;
    }
    if z.abs() > 4.0 {
        let tail = upper_tail(z.abs());
        return if z > 0.0 { 1.0 - tail } else { tail };
    }
    let (mut sum, mut term, mut divisor) = (z, z, 1.0);
    while term.abs() > 1e-18 * sum.abs() {
        divisor += 2.0;
        term *= z * z / divisor;
        sum += term;
    }
    0.5 + sum * normal_density(z)
}

/// Probability beyond a `z` of at least 4.
fn upper_tail(z: f64) -> f64 {
    let mut fraction = 0.0;
    for level in (1..=60).rev() {
        fraction = f64::from(level) / (z + fraction);
    }
    normal_density(z) / (z + fraction)
}

/// Probability that a standard normal number is as far from zero as `z`, on either side.
pub fn normal_two_sided(z: f64) -> f64 {
    2.0 * normal_probability(-z.abs())
}

/// The number that a standard normal one is at most with this probability; beyond any table it ends at ±38, where doubles end.
///
/// Halving of the interval: the function is monotone, and 80 halvings are as exact as its probability.
pub fn normal_quantile(probability: f64) -> f64 {
    decreasing_root(|z| probability - normal_probability(z))
}

/// Units short per cycle in standard deviations of demand, where the safety factor is `z` (unit normal loss).
pub fn normal_loss(z: f64) -> f64 {
    let beyond = if z > 4.0 { upper_tail(z) } else { 1.0 - normal_probability(z) };
    (normal_density(z) - z * beyond).max(0.0)
}

/// The safety factor at which a cycle is short of so many standard deviations of demand.
pub fn loss_quantile(loss: f64) -> f64 {
    decreasing_root(|z| normal_loss(z) - loss)
}

/// Where a decreasing function passes zero, between −38 and 38.
fn decreasing_root(value: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-38.0, 38.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if value(middle) > 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 26.1 and 26.2.
        for (z, expected) in [(0.0, 0.5), (1.0, 0.841_344_746_068_543), (-2.0, 0.022_750_131_948_179), (5.0, 0.999_999_713_348_428)] {
            assert!((normal_probability(z) - expected).abs() < 1e-14, "{z}");
        }
        assert!((normal_probability(-6.0) / 9.865_876_450_376_98e-10 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_quantile_is_the_inverse_of_its_probability() {
        for z in [-7.0, -3.9, -0.3, 0.0, 1.0, 2.5, 4.5] {
            assert!((normal_quantile(normal_probability(z)) - z).abs() < 1e-9, "{z}");
        }
        assert!(normal_quantile(1.0) > 8.0 && normal_quantile(0.0) <= -37.0);
    }

    #[test]
    fn the_loss_falls_from_the_shortage_itself_to_nothing() {
        assert!((normal_loss(0.0) - 0.398_942_280_401_433).abs() < 1e-14);
        assert!((normal_loss(-30.0) - 30.0).abs() < 1e-12 && normal_loss(9.0) < 1e-18);
        assert!((loss_quantile(normal_loss(1.3)) - 1.3).abs() < 1e-12);
    }
}
