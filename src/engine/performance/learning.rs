//! The learning curve: each time the number made doubles, the next piece takes the same share of the time (Wright, Factors Affecting the Cost of
//! Airplanes, 1936). Never says that work is learned: whoever asks looks whether times fall at all.

/// Time of the first piece and the share of it that twice as many take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearningCurve {
    /// In any unit of time.
    pub first: f64,
    /// 0.8 where every doubling saves a fifth.
    pub rate: f64,
}

/// So many pieces are added one by one; behind them the sum goes over to its integral.
const ADDED: u64 = 1_000;

impl LearningCurve {
    /// Time of the n-th piece, T₁ · n^log₂(rate).
    ///
    /// ```
    /// use linewright::engine::performance::LearningCurve;
    /// assert!((LearningCurve { first: 100.0, rate: 0.8 }.time_of(4.0) - 64.0).abs() < 1e-9);
    /// ```
    pub fn time_of(&self, piece: f64) -> f64 {
        self.first * piece.max(1.0).powf(self.rate.log2())
    }

    /// Time of all pieces up to the n-th together.
    pub fn total(&self, pieces: u64) -> f64 {
        let added: f64 = (1..=pieces.min(ADDED)).map(|piece| self.time_of(piece as f64)).sum();
        if pieces <= ADDED {
            return added;
        }
        // Euler and Maclaurin: the integral, half of the ends, and a twelfth of the difference of the slopes.
        let power = self.rate.log2();
        let (from, to) = (ADDED as f64, pieces as f64);
        let whole = |n: f64| if (power + 1.0).abs() < 1e-12 { n.ln() } else { n.powf(power + 1.0) / (power + 1.0) };
        let slope = |n: f64| power * n.powf(power - 1.0);
        added + self.first * (whole(to) - whole(from) + (to.powf(power) - from.powf(power)) / 2.0 + (slope(to) - slope(from)) / 12.0)
    }

    /// The curve through pieces and their times, by least squares of the logarithms; none with fewer than two different pieces or a time that is not
    /// above zero.
    pub fn through(points: &[(f64, f64)]) -> Option<LearningCurve> {
        if points.iter().any(|(piece, time)| !(*piece > 0.0 && *time > 0.0)) {
            return None;
        }
        let logs: Vec<(f64, f64)> = points.iter().map(|(piece, time)| (piece.log2(), time.ln())).collect();
        let count = logs.len() as f64;
        let middle = |read: fn(&(f64, f64)) -> f64| logs.iter().map(read).sum::<f64>() / count;
        let (x, y) = (middle(|point| point.0), middle(|point| point.1));
        let square: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
        if logs.len() < 2 || square <= 1e-12 {
            return None;
        }
        // The logarithm to e of the time falls by so much with each doubling.
        let fall = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / square;
        let found = LearningCurve { first: (y - fall * x).exp(), rate: fall.exp() };
        (found.first.is_finite() && found.rate.is_finite()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_through_its_own_points_is_itself_and_a_line_of_nothing_is_none() {
        let curve = LearningCurve { first: 240.0, rate: 0.85 };
        let points: Vec<(f64, f64)> = [1.0, 3.0, 10.0, 55.0].into_iter().map(|piece| (piece, curve.time_of(piece))).collect();
        let found = LearningCurve::through(&points).unwrap_or(LearningCurve { first: 0.0, rate: 0.0 });
        assert!((found.first - 240.0).abs() < 1e-9 && (found.rate - 0.85).abs() < 1e-12, "{found:?}");
        assert_eq!(LearningCurve::through(&[(5.0, 2.0), (5.0, 3.0)]), None);
        assert_eq!(LearningCurve::through(&[(5.0, 2.0), (9.0, 0.0)]), None);
        assert_eq!(LearningCurve::through(&[]), None);
    }

    #[test]
    fn a_long_sum_is_that_of_its_pieces() {
        for rate in [0.5, 0.7, 0.8, 0.95, 1.0, 1.1] {
            let curve = LearningCurve { first: 3.0, rate };
            let added: f64 = (1..=20_000).map(|piece| curve.time_of(f64::from(piece))).sum();
            assert!((curve.total(20_000) / added - 1.0).abs() < 1e-11, "{rate}: {} {added}", curve.total(20_000));
        }
    }
}
