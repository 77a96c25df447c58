//! What the spread of small samples is in standard deviations: the constants of control charts, from their definitions.
//!
//! Never a copied table: printed ones carry rounded factors (E2 of two is printed 2.660 and is 2.6587).

use crate::engine::statistics::{log_gamma, normal_density, normal_probability};

/// Mean and standard deviation of the range, and mean of the standard deviation, of a sample of `size` standard normal numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Constants {
    pub size: usize,
    pub d2: f64,
    pub d3: f64,
    pub c4: f64,
}

/// The constants of a sample of at least two; smaller ones count as two.
///
/// c4 in closed form. The range is below r with probability n·∫φ(x)·(Φ(x+r) − Φ(x))ⁿ⁻¹dx (Tippett 1925; Harter 1960); d2 and d3 are its
/// moments, by Simpson's rule, exact to about eight digits.
pub fn constants(size: usize) -> Constants {
    const STEP: f64 = 0.05;
    const HALF: usize = 170;
    const RANGES: usize = 260;
    let size = size.max(2);
    if size == 2 {
        return pair();
    }
    let n = size as f64;
    let c4 = (2.0 / (n - 1.0)).sqrt() * (log_gamma(0.5 * n) - log_gamma(0.5 * (n - 1.0))).exp();
    let position = |at: usize| (at as f64 - HALF as f64) * STEP;
    let density: Vec<f64> = (0..=2 * HALF).map(|at| normal_density(position(at))).collect();
    let below: Vec<f64> = (0..=2 * HALF + RANGES).map(|at| normal_probability(position(at))).collect();
    let (mut first, mut second) = (0.0, 0.0);
    for range in 0..=RANGES {
        let inside: f64 = (density.iter().zip(&below).zip(below.iter().skip(range)))
            .map(|((density, from), to)| density * (to - from).powi(size as i32 - 1))
            .sum();
        let beyond = 1.0 - n * inside * STEP;
        let weight = if range == 0 || range == RANGES { 1.0 } else { 2.0 + 2.0 * (range % 2) as f64 };
        first += weight * beyond;
        second += weight * beyond * range as f64 * STEP;
    }
    let d2 = first * STEP / 3.0;
    let mean_square = 2.0 * second * STEP / 3.0;
    Constants { size, d2, d3: (mean_square - d2 * d2).max(0.0).sqrt(), c4 }
}

/// Of two, in closed form: their range is the size of a normal number times the root of two. Charts of single values need nothing else, and
/// there is one for every key figure.
fn pair() -> Constants {
    let pi = std::f64::consts::PI;
    Constants { size: 2, d2: 2.0 / pi.sqrt(), d3: (2.0 - 4.0 / pi).sqrt(), c4: (2.0 / pi).sqrt() }
}

impl Constants {
    /// Limits of a range chart at three standard deviations, in mean ranges.
    pub fn range_factors(&self) -> (f64, f64) {
        around_one(self.d3 / self.d2)
    }

    /// Limits of a standard deviation chart at three standard deviations, in mean standard deviations.
    pub fn deviation_factors(&self) -> (f64, f64) {
        around_one(self.deviation_spread() / self.c4)
    }

    /// Standard deviation of the sample's standard deviation.
    pub fn deviation_spread(&self) -> f64 {
        (1.0 - self.c4 * self.c4).max(0.0).sqrt()
    }

    /// d2 of the mean of so many ranges, which gets its square right and not its mean: Duncan's d2*.
    pub fn d2_star(&self, ranges: usize) -> f64 {
        (self.d2 * self.d2 + self.d3 * self.d3 / ranges.max(1) as f64).sqrt()
    }
}

fn around_one(share: f64) -> (f64, f64) {
    ((1.0 - 3.0 * share).max(0.0), 1.0 + 3.0 * share)
}
