//! Continuous distributions: gamma, chi-square, beta, Student's t and F, each with its probability (at most `x`) and its quantile.
//!
//! Parameters that make no distribution give NaN. Never estimates anything from data.

/// Logarithm of the gamma function of a positive number (Lanczos 1964, with Godfrey's nine coefficients), exact to about 15 digits.
pub fn log_gamma(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x < 0.5 {
        // Near the pole from the neighbour, Γ(x) = Γ(x + 1)/x.
        return log_gamma(x + 1.0) - x.ln();
    }
    let mut sum = 0.999_999_999_999_809_9;
    for (at, coefficient) in COEFFICIENTS.iter().enumerate() {
        sum += coefficient / (x + at as f64);
    }
    let t = x + 6.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x - 0.5) * t.ln() - t + sum.ln()
}

/// Probability that a gamma number of this shape and scale one is at most `x`.
///
/// Series below the mean, Lentz's continued fraction above (Press et al., Numerical Recipes, section 6.2).
pub fn gamma_probability(x: f64, shape: f64) -> f64 {
    if x.is_nan() || shape.is_nan() || shape <= 0.0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if x.is_infinite() {
        return 1.0;
    }
    let front = (shape * x.ln() - x - log_gamma(shape)).exp();
    if x < shape + 1.0 {
        let (mut term, mut sum, mut divisor) = (1.0 / shape, 1.0 / shape, shape);
        while term > 1e-17 * sum {
            divisor += 1.0;
            term *= x / divisor;
            sum += term;
        }
        return (front * sum).min(1.0);
    }
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let step = f64::from(step);
        let a = -step * (step - shape);
        b += 2.0;
        d = 1.0 / away_from_zero(a * d + b);
        c = away_from_zero(b + a / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (1.0 - front * fraction).clamp(0.0, 1.0)
}

/// The gamma number of this shape and scale one that is not passed with this probability.
pub fn gamma_quantile(probability: f64, shape: f64) -> f64 {
    quantile(probability, f64::INFINITY, &|x| gamma_probability(x, shape))
}

/// Probability that a chi-square number is at most `x`.
pub fn chi_square_probability(x: f64, degrees: f64) -> f64 {
    gamma_probability(0.5 * x, 0.5 * degrees)
}

pub fn chi_square_quantile(probability: f64, degrees: f64) -> f64 {
    2.0 * gamma_quantile(probability, 0.5 * degrees)
}

/// Probability that a beta number is at most `x`: the incomplete beta function by Lentz's continued fraction (Numerical Recipes, section 6.4).
pub fn beta_probability(x: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || !(a > 0.0 && b > 0.0) {
        return f64::NAN;
    }
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let front = (log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    // The fraction is quick on this side of the mean alone; beyond it the distribution is read from the other end.
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * beta_fraction(x, a, b) / a).clamp(0.0, 1.0)
    } else {
        (1.0 - front * beta_fraction(1.0 - x, b, a) / b).clamp(0.0, 1.0)
    }
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    quantile(probability, 1.0, &|x| beta_probability(x, a, b))
}

/// Probability that Student's t is at most `t`.
pub fn t_probability(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    // Far out the tail is a small number and is computed as such; near zero the middle is.
    let tail = if square.is_infinite() {
        0.0
    } else if square > degrees {
        0.5 * beta_probability(degrees / (degrees + square), 0.5 * degrees, 0.5)
    } else {
        0.5 - 0.5 * beta_probability(square / (degrees + square), 0.5, 0.5 * degrees)
    };
    if t > 0.0 { 1.0 - tail } else { tail }
}

pub fn t_quantile(probability: f64, degrees: f64) -> f64 {
    let tail = probability.min(1.0 - probability);
    let beyond = quantile(1.0 - tail, f64::INFINITY, &|t| t_probability(t, degrees));
    if probability < 0.5 { -beyond } else { beyond }
}

/// Probability that a ratio of two variances is at most `x`, with the degrees of freedom above and below.
pub fn f_probability(x: f64, above: f64, below: f64) -> f64 {
    if x.is_infinite() {
        return 1.0;
    }
    beta_probability(above * x / (above * x + below), 0.5 * above, 0.5 * below)
}

pub fn f_quantile(probability: f64, above: f64, below: f64) -> f64 {
    quantile(probability, f64::INFINITY, &|x| f_probability(x, above, below))
}

const TINY: f64 = 1e-300;
/// Enough for parameters of some millions; beyond it the fraction is as good as it gets.
const MOST_STEPS: u32 = 20_000;

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// Where a probability that grows from zero passes the wanted one: doubling until it is passed, then halving until doubles end.
fn quantile(wanted: f64, highest: f64, probability: &dyn Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&wanted) || probability(0.5).is_nan() {
        return f64::NAN;
    }
    if wanted == 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    if highest.is_infinite() {
        while probability(high) < wanted {
            low = high;
            high *= 2.0;
            if high > 1e300 {
                return f64::INFINITY;
            }
        }
    }
    for _ in 0..1100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if probability(middle) < wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1e-3), "{found}, expected {expected}");
    }

    #[test]
    fn probabilities_are_those_of_closed_forms() {
        close(log_gamma(0.5), 0.5 * std::f64::consts::PI.ln());
        close(log_gamma(11.0), 3_628_800.0_f64.ln());
        close(gamma_probability(2.0, 1.0), 1.0 - (-2.0_f64).exp());
        close(chi_square_probability(30.0, 4.0), 1.0 - (-15.0_f64).exp() * 16.0);
        close(beta_probability(0.3, 2.0, 3.0), 0.3483);
        // One degree of freedom is Cauchy's distribution, two have a closed form as well.
        close(t_probability(-3.0, 1.0), 0.5 - 3.0_f64.atan() / std::f64::consts::PI);
        close(t_probability(0.7, 2.0), 0.5 + 0.7 / (2.0 * (2.0 + 0.49_f64).sqrt()));
        close(f_probability(3.0, 2.0, 4.0), 1.0 - 0.4 * 0.4);
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Five per cent points of the usual tables, to their last digit.
        for (found, printed) in [
            (t_quantile(0.975, 10.0), 2.228),
            (t_quantile(0.05, 4.0), -2.132),
            (chi_square_quantile(0.95, 10.0), 18.307),
            (f_quantile(0.95, 3.0, 10.0), 3.708),
        ] {
            assert!((found - printed).abs() < 5.1e-4, "{found} {printed}");
        }
    }

    #[test]
    fn a_quantile_is_the_inverse_of_its_probability() {
        for p in [1e-9, 0.003, 0.4, 0.5, 0.97, 1.0 - 1e-9] {
            close(gamma_probability(gamma_quantile(p, 3.7), 3.7), p);
            close(beta_probability(beta_quantile(p, 0.6, 40.0), 0.6, 40.0), p);
            close(t_probability(t_quantile(p, 7.0), 7.0), p);
            close(f_probability(f_quantile(p, 5.0, 9.0), 5.0, 9.0), p);
        }
    }

    #[test]
    fn what_is_no_distribution_is_no_number() {
        for found in [gamma_quantile(0.5, 0.0), beta_quantile(0.5, -1.0, 1.0), f_quantile(2.0, 1.0, 1.0), t_quantile(0.9, f64::NAN)] {
            assert!(found.is_nan(), "{found}");
        }
        assert!(log_gamma(f64::NEG_INFINITY).is_nan() && gamma_quantile(1.0, 2.0) > 30.0);
    }
}
