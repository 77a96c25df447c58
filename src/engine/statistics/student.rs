//! Student's t, the binomial's tail and what they need: the logarithm of gamma and the incomplete beta function.
//!
//! Never estimates anything from data.

use crate::engine::supply::normal_probability;

/// Natural logarithm of the gamma function of a positive number (Lanczos 1964, nine terms; about fifteen digits).
pub fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;
    let x = x - 1.0;
    let (mut sum, mut at) = (0.999_999_999_999_809_9, x);
    for term in TERMS {
        at += 1.0;
        sum += term / at;
    }
    let t = x + 7.5;
    HALF_LN_TWO_PI + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Press et al., Numerical Recipes, section 6.4).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 || x.is_nan() {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let away = |number: f64| if number.abs() < 1e-300 { 1e-300 } else { number };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..5_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            fraction *= c * d;
        }
        if (fraction / before - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * fraction
}

/// Probability that a t of so many degrees of freedom is above `t`.
pub fn t_upper(t: f64, degrees: f64) -> f64 {
    // With so many degrees it is the normal distribution to eight digits, while the beta function loses its own.
    if degrees > 1e8 {
        return normal_probability(-t);
    }
    let tail = 0.5 * incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + t * t));
    if t < 0.0 { 1.0 - tail } else { tail }
}

/// The t that is exceeded with the probability `upper`, by halving; it ends at a million.
pub fn t_quantile(upper: f64, degrees: f64) -> f64 {
    let (mut low, mut high) = (-1e6, 1e6);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if t_upper(middle, degrees) > upper { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Probability that a standard normal number is as far from zero as `z`, on either side.
pub fn normal_two_sided(z: f64) -> f64 {
    2.0 * normal_probability(-z.abs())
}

/// Probability of `least` or more out of `n`, each with the probability `p`.
pub fn binomial_upper(least: u32, n: u32, p: f64) -> f64 {
    match least {
        0 => 1.0,
        _ if least > n => 0.0,
        _ => incomplete_beta(f64::from(least), f64::from(n - least + 1), p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Student's table, two-sided 5 %; one degree of freedom is the Cauchy distribution.
        for (degrees, expected) in [(1.0, 12.706_204_736), (10.0, 2.228_138_852), (30.0, 2.042_272_456), (1e9, 1.959_963_987)] {
            assert!((t_quantile(0.025, degrees) - expected).abs() < 2e-8, "{degrees}: {}", t_quantile(0.025, degrees));
        }
        assert!((t_upper(1.0, 1.0) - 0.25).abs() < 1e-14 && (t_upper(-1.0, 1.0) - 0.75).abs() < 1e-14);
    }

    #[test]
    fn gamma_and_the_binomial_are_right_where_they_are_known() {
        assert!((ln_gamma(11.0) - 3_628_800f64.ln()).abs() < 1e-13);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-13);
        assert!((binomial_upper(2, 3, 0.5) - 0.5).abs() < 1e-14 && (binomial_upper(3, 3, 0.2) - 0.008).abs() < 1e-14);
        assert_eq!((binomial_upper(0, 3, 0.2), binomial_upper(4, 3, 0.2)), (1.0, 0.0));
    }
}
