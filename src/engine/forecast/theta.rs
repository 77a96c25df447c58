//! The theta method (Assimakopoulos and Nikolopoulos 2000) and its dynamic, optimised form (Fiorucci et al. 2016).
//!
//! Never sees a season: the caller takes it out before and puts it back after.

use super::simplex::minimise_one;
use super::smoothing::{Effort, Smoothing, Trend, fit};

/// Theta with the lines 0 and 2: simple smoothing with half the slope of the straight line as a drift (Hyndman and Billah 2003).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theta {
    pub smoothing: Smoothing,
    pub drift: f64,
    /// (1 - alpha) to the power of the periods seen.
    remaining: f64,
}

impl Theta {
    pub fn step(&mut self, value: f64) {
        self.smoothing.step(value);
        self.remaining *= 1.0 - self.smoothing.alpha;
    }

    pub fn path(&self, out: &mut [f64]) {
        let began = (1.0 - self.remaining) / self.smoothing.alpha;
        for (ahead, slot) in out.iter_mut().enumerate() {
            *slot = self.smoothing.level + self.drift * (ahead as f64 + began);
        }
    }
}

/// The slope of the straight line through a series, by least squares.
pub(super) fn slope(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let product: f64 = values.iter().enumerate().map(|(at, value)| (at as f64 - middle) * value).sum();
    if values.len() < 2 { 0.0 } else { product * 12.0 / (count * (count * count - 1.0)) }
}

/// The theta method before the first period.
pub fn fit_theta(values: &[f64], effort: Effort) -> Theta {
    let (_, smoothing) = fit(values, Trend::None, effort, None, None);
    Theta { smoothing, drift: slope(values) / 2.0, remaining: 1.0 }
}

/// The dynamic optimised theta model: the straight line is drawn anew after every period, and its share is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DynamicTheta {
    pub alpha: f64,
    /// 1 - 1/theta: the share of the straight line.
    pub share: f64,
    pub level: f64,
    mean: f64,
    slope: f64,
    seen: f64,
    /// (1 - alpha) to the power of the periods seen.
    remaining: f64,
}

/// The straight line through all periods seen, drawn anew with each (Fiorucci et al. 2016, equations 11 to 16).
#[derive(Clone, Copy)]
struct Line {
    mean: f64,
    slope: f64,
    seen: f64,
}

impl Line {
    fn step(&mut self, value: f64) {
        let seen = self.seen + 1.0;
        if seen >= 2.0 {
            self.slope = ((seen - 2.0) * self.slope + 6.0 * (value - self.mean) / seen) / (seen + 1.0);
        }
        self.mean += (value - self.mean) / seen;
        self.seen = seen;
    }

    /// What the line adds to the forecast of the next period at a full share.
    fn adds(&self, alpha: f64, remaining: f64) -> f64 {
        let intercept = self.mean - self.slope * (self.seen + 1.0) / 2.0;
        remaining * intercept + (1.0 - remaining * (1.0 - alpha)) / alpha * self.slope
    }
}

impl DynamicTheta {
    /// Theta itself; infinite where the share is one.
    pub fn theta(&self) -> f64 {
        1.0 / (1.0 - self.share)
    }

    fn line(&self) -> Line {
        Line { mean: self.mean, slope: self.slope, seen: self.seen }
    }

    pub fn next(&self) -> f64 {
        self.level + self.share * self.line().adds(self.alpha, self.remaining)
    }

    pub fn step(&mut self, value: f64) {
        let mut line = self.line();
        line.step(value);
        (self.mean, self.slope, self.seen) = (line.mean, line.slope, line.seen);
        self.level += self.alpha * (value - self.level);
        self.remaining *= 1.0 - self.alpha;
    }

    pub fn path(&self, out: &mut [f64]) {
        let mut ahead = *self;
        for slot in out {
            *slot = ahead.next();
            ahead.step(*slot);
        }
    }
}

/// The first periods say nothing of the model, for its straight line needs some to begin with.
const BEGINNING: usize = 3;

/// The range of alpha in the authors' own programme.
const ALPHA: (f64, f64) = (0.1, 0.99);

/// The dynamic optimised theta model before the first period.
///
/// For a given alpha the errors are linear in the first level and in the line's share, so both follow from two equations and only alpha
/// is searched for.
pub fn fit_dynamic_theta(values: &[f64], effort: Effort) -> (f64, DynamicTheta) {
    // The line does not depend on alpha: it is drawn once.
    let mut line = Line { mean: 0.0, slope: 0.0, seen: 0.0 };
    let lines: Vec<Line> = values
        .iter()
        .map(|value| {
            let before = line;
            line.step(*value);
            before
        })
        .collect();
    let begin = |at: f64| {
        let alpha = ALPHA.0 + (ALPHA.1 - ALPHA.0) * at;
        let first = values.first().copied().unwrap_or(0.0);
        let (mut level, mut remaining) = (first, 1.0);
        let (mut squares, mut ll, mut lg, mut gg, mut l, mut g) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (seen, (value, line)) in values.iter().zip(&lines).enumerate() {
            if seen >= BEGINNING {
                let (error, adds) = (value - level, line.adds(alpha, remaining));
                squares += error * error;
                ll += remaining * remaining;
                lg += remaining * adds;
                gg += adds * adds;
                l += remaining * error;
                g += adds * error;
            }
            level += alpha * (value - level);
            remaining *= 1.0 - alpha;
        }
        let determinant = ll * gg - lg * lg;
        let share = if determinant > 1e-12 * ll * gg { (g * ll - l * lg) / determinant } else { 0.0 };
        let share = share.clamp(0.0, 1.0);
        let add_level = if ll > 1e-12 { (l - share * lg) / ll } else { 0.0 };
        let left =
            squares - 2.0 * (add_level * l + share * g) + add_level * add_level * ll + 2.0 * add_level * share * lg + share * share * gg;
        let model = DynamicTheta { alpha, share, level: first + add_level, mean: 0.0, slope: 0.0, seen: 0.0, remaining: 1.0 };
        (left.max(0.0), model)
    };
    let (coarse, fine) = effort.choose((8, 7), (20, 40));
    begin(minimise_one(coarse, fine, &mut |at| begin(at).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_drawn_anew_is_the_line_by_least_squares() {
        let values = [3.0, 5.0, 4.0, 8.0, 9.0, 7.0];
        let mut line = Line { mean: 0.0, slope: 0.0, seen: 0.0 };
        for (at, value) in values.iter().enumerate() {
            line.step(*value);
            let seen = &values[..=at];
            assert!((line.slope - slope(seen)).abs() < 1e-12, "{at}");
            assert!((line.mean - seen.iter().sum::<f64>() / seen.len() as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn a_straight_line_is_continued_by_the_dynamic_model_with_a_full_share() {
        let values: Vec<f64> = (1..=30).map(|at| 2.0 * at as f64).collect();
        let (_, mut model) = fit_dynamic_theta(&values, Effort::Thorough);
        values.iter().for_each(|value| model.step(*value));
        let mut path = [0.0; 3];
        model.path(&mut path);
        assert!((path[0] - 62.0).abs() < 1.0 && path[2] > path[1] && path[1] > path[0], "{path:?} {model:?}");
    }

    #[test]
    fn theta_on_a_straight_line_goes_on_at_half_its_slope() {
        let values: Vec<f64> = (0..30).map(|at| 100.0 + 4.0 * at as f64).collect();
        let mut model = fit_theta(&values, Effort::Thorough);
        values.iter().for_each(|value| model.step(*value));
        let mut path = [0.0; 2];
        model.path(&mut path);
        assert!((path[1] - path[0] - 2.0).abs() < 1e-9);
    }
}
