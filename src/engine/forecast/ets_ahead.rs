//! What a state space model expects of the periods ahead, and the variance of what may come instead, as its own errors have it.
//!
//! In closed form (Hyndman, Koehler, Ord and Snyder 2008, chapter 6). Never widens anything: what a model cannot know of itself is for `ranges`.

use super::ets::{Ets, Seasonality};
use super::smoothing::Smoothing;

/// Level and trend by one season's index: the mean, and the mean of products.
#[derive(Clone, Copy)]
struct Moments {
    mean: [f64; 2],
    products: [[f64; 2]; 2],
}

type Square = [[f64; 2]; 2];

/// a · b · c', for two rows and columns.
fn sandwich(a: &Square, b: &Square, c: &Square) -> Square {
    let mut product = [[0.0; 2]; 2];
    for (row, line) in product.iter_mut().enumerate() {
        for (column, slot) in line.iter_mut().enumerate() {
            for (at, inner) in b.iter().enumerate() {
                *slot += a[row][at] * (inner[0] * c[column][0] + inner[1] * c[column][1]);
            }
        }
    }
    product
}

/// The sum of squares or matrices with their weights.
fn sum(parts: &[(f64, Square)]) -> Square {
    let at = |row: usize, column: usize| parts.iter().map(|(weight, part)| weight * part[row][column]).sum();
    [[at(0, 0), at(0, 1)], [at(1, 0), at(1, 1)]]
}

impl Ets {
    /// Expectations and variances of the next `horizon` periods, where the errors one period ahead have the `variance` (of their shares in the forecasts
    /// where the error is multiplicative).
    ///
    /// Where level and season are multiplied they go together, so that the expectation is not the path. Errors that add under a season that multiplies
    /// have no closed form: there the variances are those of the model in which the season stands still.
    pub fn ahead(&self, variance: f64, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let mut means = vec![0.0; horizon];
        self.path(&mut means);
        let multiplied = self.shape.season == Seasonality::Multiplicative;
        if self.shape.multiplicative_error && multiplied {
            return self.both_multiplied(variance, horizon);
        }
        let level = Smoothing { alpha: self.alpha, beta: self.beta, phi: self.phi, level: 0.0, trend: 0.0 };
        let returns = |ahead: usize| !self.season.is_empty() && !multiplied && ahead.is_multiple_of(self.season.len());
        let carried: Vec<f64> =
            (1..horizon).map(|ahead| (level.carry(ahead) + if returns(ahead) { self.gamma } else { 0.0 }).powi(2)).collect();
        let mut variances = Vec::with_capacity(horizon);
        if self.shape.multiplicative_error {
            // Errors grow with what was expected, so that their squares carry on one another.
            let mut squares: Vec<f64> = Vec::with_capacity(horizon);
            for (ahead, mean) in means.iter().enumerate() {
                let before: f64 = carried[..ahead].iter().zip(squares.iter().rev()).map(|(carried, square)| carried * square).sum();
                squares.push(mean * mean + variance * before);
                variances.push((1.0 + variance) * squares[ahead] - mean * mean);
            }
        } else {
            let scale = |ahead: usize| if multiplied { self.season[(self.seen + ahead) % self.season.len()].powi(2) } else { 1.0 };
            variances.extend((0..horizon).map(|ahead| scale(ahead) * variance * (1.0 + carried[..ahead].iter().sum::<f64>())));
        }
        (means, variances)
    }

    /// A relative error multiplies level, trend and the season's index alike, so that for each index the products with level and trend follow from
    /// those one period before.
    fn both_multiplied(&self, variance: f64, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let Ets { alpha, beta, gamma, phi, .. } = *self;
        // What the next period does to level and trend, and what its relative error adds.
        let (carry, react) = ([[1.0, phi], [0.0, phi]], [[alpha, alpha * phi], [beta, beta * phi]]);
        let seasonal = sum(&[(1.0, react), (gamma, carry)]);
        let mut moments: Vec<Moments> = self
            .season
            .iter()
            .map(|index| {
                let mean = [self.level * index, self.trend * index];
                Moments { mean, products: mean.map(|one| mean.map(|other| one * other)) }
            })
            .collect();
        let (mut means, mut variances) = (Vec::with_capacity(horizon), Vec::with_capacity(horizon));
        for ahead in 0..horizon {
            let at = (self.seen + ahead) % moments.len();
            let Moments { mean: [level, trend], products } = moments[at];
            let mean = level + phi * trend;
            let square = products[0][0] + phi * (products[0][1] + products[1][0]) + phi * phi * products[1][1];
            means.push(mean);
            variances.push((1.0 + variance) * square - mean * mean);
            for (index, one) in moments.iter_mut().enumerate() {
                let gamma = if index == at { gamma } else { 0.0 };
                let seasonal = if index == at { &seasonal } else { &react };
                let [level, trend] = one.mean;
                let moved = sum(&[(1.0, carry), (variance * gamma, react)]);
                one.mean = [moved[0][0] * level + moved[0][1] * trend, moved[1][0] * level + moved[1][1] * trend];
                one.products = sum(&[
                    (1.0, sandwich(&carry, &one.products, &carry)),
                    (variance * gamma, sandwich(&carry, &one.products, &react)),
                    (variance * gamma, sandwich(&react, &one.products, &carry)),
                    (variance, sandwich(seasonal, &one.products, seasonal)),
                    (3.0 * (variance * gamma).powi(2), sandwich(&react, &one.products, &react)),
                ]);
            }
        }
        (means, variances)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ets::Shape;
    use super::super::smoothing::Trend;
    use super::*;

    /// The model carried out a hundred thousand times with normal errors: means and variances come out.
    #[test]
    fn what_is_expected_is_what_simulation_finds() {
        let shapes = [
            (true, Trend::Damped, Seasonality::Multiplicative),
            (true, Trend::Additive, Seasonality::Additive),
            (true, Trend::None, Seasonality::None),
            (false, Trend::Damped, Seasonality::Additive),
        ];
        for (multiplicative_error, trend, season) in shapes {
            let shape = Shape { multiplicative_error, trend, season };
            let indices = match season {
                Seasonality::None => Vec::new(),
                Seasonality::Additive => vec![-20.0, 5.0, 15.0],
                Seasonality::Multiplicative => vec![0.7, 1.1, 1.2],
            };
            let (beta, phi) = match trend {
                Trend::None => (0.0, 1.0),
                Trend::Additive => (0.1, 1.0),
                Trend::Damped => (0.1, 0.9),
            };
            let slope = if trend == Trend::None { 0.0 } else { 2.0 };
            let model = Ets { shape, alpha: 0.4, beta, gamma: 0.3, phi, level: 100.0, trend: slope, season: indices, seen: 1 };
            let deviation = if multiplicative_error { 0.15 } else { 15.0 };
            let (means, variances) = model.ahead(deviation * deviation, 7);
            let mut random = fastrand::Rng::with_seed(11);
            let mut normal = move || (-2.0 * (1.0 - random.f64()).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos();
            let count = 100_000;
            let mut found = [(0.0, 0.0); 7];
            for _ in 0..count {
                let mut run = model.clone();
                for slot in &mut found {
                    let expected = run.next();
                    let value = expected + deviation * normal() * if multiplicative_error { expected } else { 1.0 };
                    run.step(value);
                    *slot = (slot.0 + value, slot.1 + value * value);
                }
            }
            for ((sum, squares), (mean, variance)) in found.iter().zip(means.iter().zip(&variances)) {
                let average = sum / f64::from(count);
                let spread = squares / f64::from(count) - average * average;
                assert!((average - mean).abs() < 4.0 * (variance / f64::from(count)).sqrt(), "{shape:?} {average} {mean}");
                assert!((spread / variance - 1.0).abs() < 0.03, "{shape:?} {spread} {variance}");
            }
        }
    }
}
