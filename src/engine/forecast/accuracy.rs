//! Measures of forecast errors.
//!
//! Never judges a method by its fit: errors come from forecasts of what was not yet known.

use serde::{Deserialize, Serialize};

/// What a method's errors came to; error is actual less forecast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub forecasts: usize,
    /// Symmetric mean absolute percentage error, 0 to 200 (Makridakis 1993); two zeros count as no error.
    pub smape: f64,
    /// Mean absolute error by that of the seasonal naive forecast within the history (Hyndman and Koehler 2006).
    pub mase: f64,
    /// Mean error in units of the series; positive where more came than was forecast.
    pub bias: f64,
    pub mean_absolute_error: f64,
    /// Sum of the errors by their mean size (Brown 1963); positive where more came than was forecast.
    pub tracking_signal: f64,
    /// Beyond this the signal is no accident: an unbiased forecast gets there once in a hundred times.
    pub tracking_limit: f64,
}

impl Score {
    /// From pairs of actual and forecast; `scale` is that of the MASE, `overlap` how many periods neighbouring forecasts share.
    pub fn of(pairs: &[(f64, f64)], scale: f64, overlap: usize) -> Score {
        let count = pairs.len() as f64;
        if pairs.is_empty() {
            return Score::default();
        }
        let percentage = |(actual, forecast): &(f64, f64)| {
            let size = actual.abs() + forecast.abs();
            if size > 0.0 { 200.0 * (actual - forecast).abs() / size } else { 0.0 }
        };
        let absolute: f64 = pairs.iter().map(|(actual, forecast)| (actual - forecast).abs()).sum();
        let sum: f64 = pairs.iter().map(|(actual, forecast)| actual - forecast).sum();
        let mean_absolute_error = absolute / count;
        Score {
            forecasts: pairs.len(),
            smape: pairs.iter().map(percentage).sum::<f64>() / count,
            mase: if scale > 0.0 { mean_absolute_error / scale } else { 0.0 },
            bias: sum / count,
            mean_absolute_error,
            tracking_signal: if mean_absolute_error > 0.0 { sum / mean_absolute_error } else { 0.0 },
            tracking_limit: tracking_limit(pairs.len(), overlap),
        }
    }

    /// From pairs of actual and forecast of which nobody knows how long before each was forecast: how many periods neighbouring errors share is told
    /// by how much one is like the next (Bartlett 1946), so that a level that wanders does not pass for a bias.
    pub fn tracked(pairs: &[(f64, f64)], scale: f64) -> Score {
        let errors: Vec<f64> = pairs.iter().map(|(actual, forecast)| actual - forecast).collect();
        let mean = errors.iter().sum::<f64>() / errors.len().max(1) as f64;
        let apart: Vec<f64> = errors.iter().map(|error| error - mean).collect();
        let square: f64 = apart.iter().map(|one| one * one).sum();
        let next: f64 = apart.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let alike = if square > 0.0 { (next / square).clamp(0.0, 0.95) } else { 0.0 };
        Score::of(pairs, scale, ((1.0 + alike) / (1.0 - alike)).round() as usize)
    }

    /// Whether the forecast is biased beyond accident.
    pub fn is_biased(&self) -> bool {
        self.tracking_signal.abs() > self.tracking_limit
    }
}

/// The mean absolute error of the seasonal naive forecast within a history.
pub fn mase_scale(values: &[f64], season: usize) -> f64 {
    let season = if season >= 1 && values.len() > season { season } else { 1 };
    if values.len() <= season {
        return 0.0;
    }
    let total: f64 = values.iter().zip(&values[season..]).map(|(before, after)| (after - before).abs()).sum();
    total / (values.len() - season) as f64
}

/// The tracking signal that unbiased normal errors pass once in a hundred times, by their number; simulated.
///
/// A fixed limit of four, as textbooks have it, is passed by four in ten series of a year.
const LIMITS: [(f64, f64); 6] = [(6.0, 6.0), (8.0, 7.888), (12.0, 10.227), (18.0, 12.914), (24.0, 15.198), (36.0, 18.871)];

/// The limit for so many errors; where neighbouring ones share periods, as many count as do not.
pub fn tracking_limit(errors: usize, overlap: usize) -> f64 {
    let all = errors as f64;
    let free = all / overlap.max(1) as f64;
    if free <= LIMITS[0].0 {
        // The signal cannot be larger than the number of errors: so few never raise it.
        return all;
    }
    let last = LIMITS[LIMITS.len() - 1];
    let within = LIMITS.windows(2).find(|pair| free <= pair[1].0);
    let limit = match within {
        Some(pair) => {
            let share = (free.sqrt() - pair[0].0.sqrt()) / (pair[1].0.sqrt() - pair[0].0.sqrt());
            pair[0].1 + share * (pair[1].1 - pair[0].1)
        }
        None => last.1 * (free / last.0).sqrt(),
    };
    limit * all / free
}

/// The newest error's share in the smoothed tracking signal.
pub const SMOOTHING: f64 = 0.2;

/// Fewer errors have no smoothed signal.
const SMOOTHED_FROM: usize = 12;

/// The smoothed tracking signal that unbiased normal errors pass once in a hundred times; simulated for a share of a fifth.
pub const SMOOTHED_LIMIT: f64 = 0.853;

/// Smoothed error by smoothed size of the error, from −1 to 1, of errors in the order of time (Trigg 1964): near its ends where the forecast has
/// lately erred to one side. It begins with the mean size, so that a few errors say no more than they know; none of fewer than twelve.
pub fn smoothed_signal(errors: &[f64], share: f64) -> Option<f64> {
    if errors.len() < SMOOTHED_FROM {
        return None;
    }
    let mut size = errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len() as f64;
    let mut error = 0.0;
    for one in errors {
        error += share * (one - error);
        size += share * (one.abs() - size);
    }
    (size > 0.0).then(|| error / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_case_comes_out_as_by_hand() {
        let score = Score::of(&[(10.0, 8.0), (6.0, 9.0), (0.0, 0.0)], 2.0, 1);
        assert!((score.smape - (200.0 * 2.0 / 18.0 + 200.0 * 3.0 / 15.0) / 3.0).abs() < 1e-12);
        assert!((score.mase - 5.0 / 3.0 / 2.0).abs() < 1e-12 && (score.bias + 1.0 / 3.0).abs() < 1e-12);
        assert!((score.tracking_signal + 0.6).abs() < 1e-12);
    }

    #[test]
    fn the_smoothed_signal_sees_a_bias_that_began_lately() {
        let late: Vec<f64> = [1.0, -1.0].into_iter().cycle().take(12).chain([1.0; 10]).collect();
        // The level of twelve in turns is forgotten: what is left of it is 0.8¹⁰ of a small number, and all sizes are one.
        let signal = smoothed_signal(&late, SMOOTHING).unwrap_or_default();
        let before = smoothed_signal(&late[..12], SMOOTHING).unwrap_or_default();
        assert!((signal - (1.0 - (1.0 - before) * 0.8f64.powi(10))).abs() < 1e-12, "{signal}");
        assert!(signal > SMOOTHED_LIMIT && before.abs() < 0.2, "{signal} {before}");
        assert!(
            !Score::of(&late.iter().map(|error| (*error, 0.0)).collect::<Vec<_>>(), 1.0, 1).is_biased(),
            "the whole sum does not see it yet"
        );
        assert_eq!((smoothed_signal(&late[..11], SMOOTHING), smoothed_signal(&[0.0; 12], SMOOTHING)), (None, None));
    }

    #[test]
    fn limits_are_those_simulated_and_grow_with_overlap() {
        assert!((tracking_limit(12, 1) - 10.227).abs() < 1e-9);
        assert!(tracking_limit(24, 1) < tracking_limit(24, 2));
        assert_eq!(tracking_limit(5, 1), 5.0);
        assert!(!Score::of(&[(2.0, 1.0); 6], 1.0, 1).is_biased());
        assert!(Score::of(&[(2.0, 1.0); 12], 1.0, 1).is_biased());
    }

    #[test]
    fn what_is_tracked_cries_wolf_seldom_and_a_bias_is_found() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut normal = || (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
        let mut raised = |next: &mut dyn FnMut(f64) -> f64| {
            let series = |_| {
                let pairs: Vec<(f64, f64)> = (0..24).map(|_| (next(normal()), 0.0)).collect();
                Score::tracked(&pairs, 1.0).is_biased()
            };
            (0..1000).map(series).filter(|is_biased| *is_biased).count()
        };
        // Of a thousand series of two years: errors without a bias, errors of one standard deviation too much, and a level that wanders away from it.
        let (mut level, mut drawn) = (0.0, 0);
        let (fair, biased) = (raised(&mut |error| error), raised(&mut |error| error + 1.0));
        let wandering = raised(&mut |error| {
            // Every series begins where its forecast stands.
            level = if drawn % 24 == 0 { error } else { level + error };
            drawn += 1;
            level
        });
        assert!(fair < 20 && biased > 850 && wandering < 100, "{fair} {biased} {wandering}");
    }

    #[test]
    fn the_scale_is_the_seasonal_naive_error() {
        assert_eq!(mase_scale(&[1.0, 5.0, 2.0, 8.0], 2), 2.0);
        assert_eq!(mase_scale(&[], 12), 0.0);
    }
}
