//! How far off a forecast may be: ranges that hold what they promise, also for short series and far ahead.
//!
//! Never moves a forecast. Four things make a range wider than the method itself says: errors from rolling origins larger than it expected, methods
//! that do not agree, a trend that is itself an estimate, and few periods to estimate from. Only the first can make one narrower, and only the range of
//! 80 %.

use super::automatic::Coverage;
use super::rolling::{Origins, Trial};
use crate::engine::statistics::t_quantile;

/// Numbers that one method estimates from a series, roughly: two or three weights, and where it begins.
const ESTIMATED: usize = 3;
/// Fewer degrees of freedom than this say nothing more.
const FEWEST_DEGREES: usize = 3;

/// How many standard deviations a range of 80 % and of 95 % reaches to each side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    pub inside_80: f64,
    pub inside_95: f64,
}

impl Reach {
    /// Student's t, for the spread is estimated from the series as the methods' numbers are.
    pub fn of(values: usize, methods: usize) -> Reach {
        let degrees = values.saturating_sub(ESTIMATED * methods + 1).max(FEWEST_DEGREES) as f64;
        Reach { inside_80: t_quantile(0.9, degrees), inside_95: t_quantile(0.975, degrees) }
    }
}

/// A method's forecasts from the end of the series, and how much its word counts among the others'.
pub(super) struct Opinion {
    pub path: Vec<f64>,
    /// The inverse of its root mean square error from the rolling origins.
    pub weight: f64,
}

/// The mean square by which methods differ from the forecast in each period: what is not known is also which method is right, so that the variance of
/// the forecast is the methods' own and the one between them (Draper 1995).
pub(super) fn disagreement(points: &[f64], opinions: &[Opinion]) -> Vec<f64> {
    let all: f64 = opinions.iter().map(|opinion| opinion.weight).sum();
    let between = |(ahead, point): (usize, &f64)| {
        let square = |opinion: &Opinion| opinion.weight * (opinion.path.get(ahead).copied().unwrap_or(*point) - point).powi(2);
        let sum: f64 = opinions.iter().map(square).sum();
        if opinions.len() > 1 && all > 0.0 { sum / all } else { 0.0 }
    };
    points.iter().enumerate().map(between).collect()
}

/// Standard deviations of the errors in the periods ahead, from those of the methods.
///
/// An estimated trend is wrong by the more the farther it is followed: that of a random walk makes the variance larger by the share of the periods
/// ahead in those that were seen.
pub(super) fn spreads(own: &[f64], widening: f64, between: &[f64], values: usize) -> Vec<f64> {
    let widened = |(ahead, (own, between)): (usize, (&f64, &f64))| {
        let trend = 1.0 + (ahead + 1) as f64 / values.max(1) as f64;
        ((widening * own).powi(2) * trend + between).sqrt()
    };
    own.iter().zip(between).enumerate().map(widened).collect()
}

/// How much wider the ranges must be than the methods say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Widening {
    /// Of ranges that hold most errors, by the mean size of those from the rolling origins: rare large ones do not count more than others.
    pub usual: f64,
    /// Of ranges that hold nearly all errors, by their mean square, in which the largest count most.
    pub rare: f64,
}

/// The mean size of normal errors by their standard deviation: the root of two by pi.
const MEAN_SIZE: f64 = 0.797_884_560_802_865_4;
/// Errors that the methods' own word counts as much as: those from neighbouring origins go together and are fewer than they look.
const OWN_WORD: f64 = 8.0;

/// What the errors from the rolling origins came to.
///
/// Most errors of demand are small and a few are large, so that their mean square says how far nearly all reach but makes a range of most too wide.
/// Usual errors may therefore be smaller than the methods say; rare ones may not, for a last part without any proves nothing.
pub(super) fn widening(trial: &Trial, values: &[f64], origins: Origins) -> Widening {
    let ratios = trial.errors(values, origins).zip(&trial.spreads).filter(|(_, spread)| **spread > 0.0);
    let (mut sizes, mut squares, mut count) = (OWN_WORD * MEAN_SIZE, OWN_WORD, OWN_WORD);
    for ((_, error), spread) in ratios {
        let ratio = (error / spread).abs();
        (sizes, squares, count) = (sizes + ratio, squares + ratio * ratio, count + 1.0);
    }
    Widening { usual: (sizes / count / MEAN_SIZE).clamp(0.6, 3.0), rare: (squares / count).sqrt().clamp(1.0, 3.0) }
}

/// How often the errors from the rolling origins would have been inside, by the same widths without what methods disagree by.
pub(super) fn coverage(trial: &Trial, values: &[f64], origins: Origins, widening: Widening, reach: Reach) -> Coverage {
    let mut coverage = Coverage::default();
    for ((ahead, error), spread) in trial.errors(values, origins).zip(&trial.spreads) {
        let width =
            |widening: f64| spreads(&[*spread], widening, &[0.0], origins.first.div_ceil(ahead + 1)).first().copied().unwrap_or(0.0);
        coverage.forecasts += 1;
        coverage.inside_80 += usize::from(error.abs() <= reach.inside_80 * width(widening.usual));
        coverage.inside_95 += usize::from(error.abs() <= reach.inside_95 * width(widening.rare));
    }
    coverage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_periods_reach_farther_and_many_come_to_the_normal_ones() {
        // Student's t with eleven degrees of freedom, as in any table; far out the normal quantiles.
        assert!((Reach::of(21, 3).inside_95 - 2.201).abs() < 5e-4);
        assert!((Reach::of(100_000, 3).inside_95 - 1.96).abs() < 1e-3 && (Reach::of(100_000, 3).inside_80 - 1.2816).abs() < 1e-3);
        assert!((Reach::of(1, 3).inside_95 - 3.182).abs() < 5e-4);
    }

    #[test]
    fn methods_that_part_widen_what_is_far_ahead() {
        let opinion = |path: [f64; 2], weight| Opinion { path: path.to_vec(), weight };
        let between = disagreement(&[10.0, 10.0], &[opinion([10.0, 12.0], 1.0), opinion([10.0, 7.0], 3.0)]);
        assert_eq!(between, [0.0, (4.0 + 3.0 * 9.0) / 4.0]);
        assert_eq!(disagreement(&[10.0], &[opinion([30.0, 0.0], 1.0)]), [0.0], "one alone agrees with itself");
        // Nine periods seen, one and two ahead: the variance grows by a ninth and by two.
        let wide = spreads(&[3.0, 3.0], 1.0, &between, 9);
        assert!((wide[0] - 10.0_f64.sqrt()).abs() < 1e-12 && (wide[1] - (11.0 + 7.75_f64).sqrt()).abs() < 1e-12, "{wide:?}");
    }

    #[test]
    fn a_rare_large_error_widens_what_is_to_hold_nearly_all_and_little_what_is_to_hold_most() {
        let origins = Origins { first: 40, count: 20, horizon: 1 };
        let trial = Trial { method: super::super::Method::Naive, fitted: None, forecasts: vec![0.0; 20], spreads: vec![1.0; 20] };
        let with = |usual: f64, rare: f64| {
            let values: Vec<f64> = (0..60).map(|at| if at == 50 { rare } else { usual }).collect();
            widening(&trial, &values, origins)
        };
        let [small, calm] = [with(0.4, 6.0), with(0.4, 0.4)];
        assert!(small.usual < 1.0 && small.rare > 1.2, "{small:?}");
        assert!((small.rare - ((8.0 + 19.0 * 0.16 + 36.0) / 28.0_f64).sqrt()).abs() < 1e-12, "{small:?}");
        assert!((calm.usual - (8.0 + 20.0 * 0.4 / MEAN_SIZE) / 28.0).abs() < 1e-12 && calm.rare == 1.0, "{calm:?}");
    }
}
