//! The innovations of a stationary process with autoregressive and moving average terms: its exact likelihood and its best linear forecasts
//! (Brockwell and Davis 1991, sections 5.2 and 5.3).
//!
//! Never differences a series and never estimates anything.

/// The process as its own past and its past errors make it, with errors of variance one; the mean is zero.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arma {
    phi: Vec<f64>,
    theta: Vec<f64>,
    /// Covariances of values so many periods apart.
    covariances: Vec<f64>,
    /// The longer of both parts.
    most: usize,
    /// What each of the last errors adds to the next value, a row of `most` for each number of periods seen, the last error first.
    rows: Vec<f64>,
    /// Variance of the next error after so many periods.
    variances: Vec<f64>,
    /// So many rows are worked out; all behind are as the moving average says.
    settled: Option<usize>,
}

/// Errors whose variance is this near to one are those of the moving average.
const SETTLED: f64 = 1e-10;

impl Arma {
    /// Nothing where the process has no finite variance.
    pub fn new(phi: Vec<f64>, theta: Vec<f64>) -> Option<Arma> {
        let most = phi.len().max(theta.len());
        let covariances = covariances(&phi, &theta, 2 * most + 1)?;
        let mut arma = Arma { phi, theta, covariances, most, rows: Vec::new(), variances: Vec::new(), settled: None };
        arma.reach(0);
        (arma.variances[0].is_finite() && arma.variances[0] > 0.0).then_some(arma)
    }

    /// Covariance of two values of the process that the innovations are taken of, counted from zero: the first ones are the process itself,
    /// those behind only its moving average.
    fn covariance(&self, a: usize, b: usize) -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let apart = high - low;
        if high < self.most {
            return self.covariances[apart];
        }
        if low >= self.most {
            let theta = |lag: usize| if lag == 0 { 1.0 } else { self.theta.get(lag - 1).copied().unwrap_or(0.0) };
            return (0..=self.theta.len().saturating_sub(apart)).map(|lag| theta(lag) * theta(lag + apart)).sum();
        }
        if high >= 2 * self.most {
            return 0.0;
        }
        let own: f64 = self.phi.iter().enumerate().map(|(at, phi)| phi * self.covariances[(at + 1).abs_diff(apart)]).sum();
        self.covariances[apart] - own
    }

    /// How many of the last errors count after `seen` periods.
    fn width(&self, seen: usize) -> usize {
        if seen < self.most { seen } else { self.theta.len().min(seen) }
    }

    /// What the error `back` periods ago (1 for the last) adds to the next value.
    fn share(&self, seen: usize, back: usize) -> f64 {
        if self.settled.is_some_and(|rows| seen >= rows) {
            return self.theta[back - 1];
        }
        self.rows[seen * self.most + back - 1]
    }

    /// Works out the rows up to that of `seen` periods.
    pub fn reach(&mut self, seen: usize) {
        while self.settled.is_none() && self.variances.len() <= seen {
            let now = self.variances.len();
            self.rows.resize((now + 1) * self.most, 0.0);
            let first = now - self.width(now);
            let mut variance = self.covariance(now, now);
            for at in first..now {
                let begin = first.max(at - self.width(at));
                let known: f64 =
                    (begin..at).map(|of| self.share(at, at - of) * self.rows[now * self.most + now - of - 1] * self.variances[of]).sum();
                let share = (self.covariance(now, at) - known) / self.variances[at];
                self.rows[now * self.most + now - at - 1] = share;
                variance -= share * share * self.variances[at];
            }
            self.variances.push(variance);
            if now > 2 * self.most && (variance - 1.0).abs() < SETTLED {
                self.settled = Some(now + 1);
            }
        }
    }

    /// Variance of the next error after `seen` periods.
    pub fn variance(&self, seen: usize) -> f64 {
        self.variances.get(seen).copied().unwrap_or(1.0)
    }

    /// The expected next value after so many values and their errors; [`Arma::reach`] has to have come so far. Of values that are themselves
    /// expected the errors may be missing.
    pub fn next(&self, values: &[f64], errors: &[f64]) -> f64 {
        let seen = values.len();
        let error = |back: usize| errors.get(seen - back).map_or(0.0, |error| error * self.share(seen, back));
        let errors: f64 = (1..=self.width(seen)).map(error).sum();
        if seen < self.most {
            return errors;
        }
        errors + self.phi.iter().zip(values.iter().rev()).map(|(phi, value)| phi * value).sum::<f64>()
    }

    /// Twice the negative logarithm of the likelihood of values at the most likely variance of their errors, and that variance.
    pub fn deviance(&mut self, values: &[f64]) -> (f64, f64) {
        let count = values.len() as f64;
        let mut errors = Vec::with_capacity(values.len());
        let (mut squares, mut logarithms) = (0.0, 0.0);
        for (at, value) in values.iter().enumerate() {
            self.reach(at);
            let (error, variance) = (value - self.next(&values[..at], &errors), self.variance(at));
            squares += error * error / variance;
            logarithms += variance.ln();
            errors.push(error);
        }
        let variance = squares / count;
        (count * ((std::f64::consts::TAU * variance).ln() + 1.0) + logarithms, variance)
    }
}

/// Covariances of an autoregressive and moving average process with errors of variance one, `0..count` periods apart.
fn covariances(phi: &[f64], theta: &[f64], count: usize) -> Option<Vec<f64>> {
    let (p, q) = (phi.len(), theta.len());
    // What an error adds to the values after it.
    let mut psi = vec![1.0; q + 1];
    for at in 1..=q {
        psi[at] = theta[at - 1] + (1..=at.min(p)).map(|lag| phi[lag - 1] * psi[at - lag]).sum::<f64>();
    }
    let moved = |lag: usize| -> f64 { (lag..=q).map(|at| if at == 0 { 1.0 } else { theta[at - 1] } * psi[at - lag]).sum() };
    let mut matrix = vec![vec![0.0; p + 2]; p + 1];
    for (lag, row) in matrix.iter_mut().enumerate() {
        row[lag] += 1.0;
        phi.iter().enumerate().for_each(|(at, phi)| row[(at + 1).abs_diff(lag)] -= phi);
        row[p + 1] = moved(lag);
    }
    let mut found = solve(matrix)?;
    for lag in p + 1..count {
        let own: f64 = phi.iter().enumerate().map(|(at, phi)| phi * found[lag - at - 1]).sum();
        found.push(own + moved(lag));
    }
    Some(found)
}

/// Solves linear equations, each with what it comes to as its last number, by elimination with the largest pivots.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let count = rows.len();
    for at in 0..count {
        let largest = (at..count).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, largest);
        let (above, below) = rows.split_at_mut(at + 1);
        let pivot = &above[at];
        if pivot[at].abs() < 1e-12 {
            return None;
        }
        for row in below {
            let factor = row[at] / pivot[at];
            row.iter_mut().zip(pivot).skip(at).for_each(|(slot, value)| *slot -= factor * value);
        }
    }
    let mut found = vec![0.0; count];
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|other| rows[at][other] * found[other]).sum();
        found[at] = (rows[at][count] - known) / rows[at][at];
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covariances_of_first_order_processes_are_those_of_the_book() {
        let close = |found: Option<Vec<f64>>, expected: [f64; 3]| {
            assert!(found.is_some_and(|found| found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)));
        };
        let autoregressive = 1.0 / (1.0 - 0.36);
        close(covariances(&[0.6], &[], 3), [autoregressive, 0.6 * autoregressive, 0.36 * autoregressive]);
        close(covariances(&[], &[0.5], 3), [1.25, 0.5, 0.0]);
        // Both: (1 + 2 phi theta + theta^2) / (1 - phi^2), then (1 + phi theta)(phi + theta) / (1 - phi^2).
        close(covariances(&[0.5], &[0.4], 3), [1.56 / 0.75, 1.2 * 0.9 / 0.75, 0.5 * 1.2 * 0.9 / 0.75]);
    }

    /// The same by the normal density of all values together, through the triangular root of their covariances.
    fn dense(phi: &[f64], theta: &[f64], values: &[f64]) -> (f64, f64) {
        let count = values.len();
        let covariances = covariances(phi, theta, count).unwrap_or_default();
        let mut root = vec![vec![0.0; count]; count];
        for row in 0..count {
            for column in 0..=row {
                let known: f64 = (0..column).map(|at| root[row][at] * root[column][at]).sum();
                let left = covariances[row - column] - known;
                root[row][column] = if row == column { left.sqrt() } else { left / root[column][column] };
            }
        }
        let mut whitened: Vec<f64> = Vec::new();
        for row in 0..count {
            let known: f64 = (0..row).map(|at| root[row][at] * whitened[at]).sum();
            whitened.push((values[row] - known) / root[row][row]);
        }
        let variance = whitened.iter().map(|value| value * value).sum::<f64>() / count as f64;
        let logarithms: f64 = (0..count).map(|at| 2.0 * root[at][at].ln()).sum();
        (count as f64 * ((std::f64::consts::TAU * variance).ln() + 1.0) + logarithms, variance)
    }

    #[test]
    fn the_likelihood_is_that_of_all_values_together() {
        let mut random = fastrand::Rng::with_seed(4);
        let values: Vec<f64> = (0..60).map(|_| random.f64() - 0.5).collect();
        let cases: [(&[f64], &[f64]); 6] = [
            (&[], &[]),
            (&[0.7], &[]),
            (&[], &[0.4, -0.3]),
            (&[0.5, -0.2], &[0.6]),
            (&[0.3, 0.0, 0.0, 0.4], &[-0.5, 0.0, 0.0, -0.6, 0.3]),
            (&[0.9, 0.05], &[-0.95]),
        ];
        for (phi, theta) in cases {
            let (expected, found) =
                (dense(phi, theta, &values), Arma::new(phi.to_vec(), theta.to_vec()).map(|mut arma| arma.deviance(&values)));
            let close = found.is_some_and(|found| (found.0 - expected.0).abs() < 1e-7 && (found.1 - expected.1).abs() < 1e-9);
            assert!(close, "{phi:?} {theta:?}: {found:?} {expected:?}");
        }
    }

    #[test]
    fn a_process_without_a_finite_variance_is_refused() {
        assert_eq!(Arma::new(vec![1.0], Vec::new()), None);
    }
}
