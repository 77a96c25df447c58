//! A series as trend, season and rest, by local regression (STL; Cleveland, Cleveland, McRae and Terpenning 1990).
//!
//! Never asks whether there is a season: whoever needs to know looks at its strength.

use crate::engine::statistics::variance;

/// How smooth each part is, in periods (odd numbers), and how often the weights of far values are worked out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Seasons whose same period makes up a period's season; `None` for a season that is the same for ever.
    pub season: Option<usize>,
    pub rounds: usize,
    /// Rounds in which values far from the fit count for little; none where all count alike.
    pub robust_rounds: usize,
}

impl Windows {
    /// A season that never changes, all values alike: R's `stl(x, "periodic")`.
    pub const FIXED: Windows = Windows { season: None, rounds: 2, robust_rounds: 0 };
    /// The same from values of which some are wrong: R's `stl(x, "periodic", robust = TRUE)`.
    pub const ROBUST: Windows = Windows { season: None, rounds: 1, robust_rounds: 15 };
}

/// The parts of a series; together they are the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    pub trend: Vec<f64>,
    pub season: Vec<f64>,
    pub rest: Vec<f64>,
}

impl Parts {
    /// How much of what is not trend is season, from nothing (0) to all (1); the measure of Wang, Smith and Hyndman (2006).
    pub fn strength(&self) -> f64 {
        let both: Vec<f64> = self.season.iter().zip(&self.rest).map(|(season, rest)| season + rest).collect();
        let whole = variance(&both);
        if whole > 0.0 { (1.0 - variance(&self.rest) / whole).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// Width, degree (0 or 1) and jump of a smoothing; it is worked out every `jump` periods, with straight lines between.
#[derive(Clone, Copy)]
struct Smoother {
    width: usize,
    line: bool,
    jump: usize,
}

impl Smoother {
    fn new(width: usize, line: bool) -> Smoother {
        Smoother { width, line, jump: width.div_ceil(10) }
    }
}

fn odd(width: f64) -> usize {
    let width = width.ceil().max(3.0) as usize;
    width + usize::from(width.is_multiple_of(2))
}

/// The parts of a series with seasons of `length` periods; nothing for less than two seasons and a period.
pub fn stl(values: &[f64], length: usize, windows: Windows) -> Option<Parts> {
    let count = values.len();
    if length < 2 || count <= 2 * length {
        return None;
    }
    // A season that is the same for ever is a mean over more seasons than there are.
    let width = windows.season.map_or(10 * count + 1, |width| odd(width as f64));
    let season = Smoother::new(width, false);
    let trend = Smoother::new(odd(1.5 * length as f64 / (1.0 - 1.5 / width as f64)), true);
    let low = Smoother::new(odd(length as f64), true);
    let mut parts = Parts { trend: vec![0.0; count], season: vec![0.0; count], rest: Vec::new() };
    let mut weights = Vec::new();
    for round in 0..=windows.robust_rounds {
        for _ in 0..windows.rounds {
            let plain: Vec<f64> = values.iter().zip(&parts.trend).map(|(value, trend)| value - trend).collect();
            let cycles = cycles(&plain, length, season, &weights);
            let level = smooth(&means(&means(&means(&cycles, length), length), 3), low, &[]);
            parts.season = cycles[length..].iter().zip(&level).map(|(cycle, level)| cycle - level).collect();
            let plain: Vec<f64> = values.iter().zip(&parts.season).map(|(value, season)| value - season).collect();
            parts.trend = smooth(&plain, trend, &weights);
        }
        if round < windows.robust_rounds {
            weights = closeness(values, &parts);
        }
    }
    if windows.season.is_none() {
        let mean = |at: usize| {
            let same = parts.season.iter().skip(at).step_by(length);
            same.clone().sum::<f64>() / same.count() as f64
        };
        let means: Vec<f64> = (0..length).map(mean).collect();
        parts.season = means.into_iter().cycle().take(count).collect();
    }
    parts.rest = values.iter().zip(&parts.season).zip(&parts.trend).map(|((value, season), trend)| value - season - trend).collect();
    Some(parts)
}

/// Means of so many neighbours.
fn means(values: &[f64], width: usize) -> Vec<f64> {
    values.windows(width).map(|window| window.iter().sum::<f64>() / width as f64).collect()
}

/// Each period of the season smoothed by itself over the seasons, and foreseen one season before and behind.
fn cycles(values: &[f64], length: usize, smoother: Smoother, weights: &[f64]) -> Vec<f64> {
    let mut cycles = vec![0.0; values.len() + 2 * length];
    for first in 0..length {
        let of = |list: &[f64]| -> Vec<f64> { list.iter().skip(first).step_by(length).copied().collect() };
        let (same, weights) = (of(values), of(weights));
        let inner = smooth(&same, smoother, &weights);
        let (count, near) = (same.len(), smoother.width.min(same.len()));
        let before = local(&same, smoother, -1.0, (0, near), &weights).unwrap_or(inner[0]);
        let behind = local(&same, smoother, count as f64, (count - near, count), &weights).unwrap_or(inner[count - 1]);
        let smoothed = std::iter::once(before).chain(inner).chain([behind]);
        cycles.iter_mut().skip(first).step_by(length).zip(smoothed).for_each(|(slot, value)| *slot = value);
    }
    cycles
}

/// Local regression over a whole series.
fn smooth(values: &[f64], smoother: Smoother, weights: &[f64]) -> Vec<f64> {
    let count = values.len();
    if count < 2 {
        return values.to_vec();
    }
    let (width, jump) = (smoother.width.min(count), smoother.jump.min(count - 1));
    let fitted = |at: usize| {
        // As many neighbours behind as before, fewer at the ends.
        let from = (at + 1).saturating_sub(width.div_ceil(2)).min(count - width);
        local(values, smoother, at as f64, (from, from + width), weights).unwrap_or(values[at])
    };
    let mut smoothed = vec![0.0; count];
    let mut before = 0;
    smoothed[0] = fitted(0);
    while before < count - 1 {
        let at = (before + jump).min(count - 1);
        smoothed[at] = fitted(at);
        let slope = (smoothed[at] - smoothed[before]) / (at - before) as f64;
        for between in before + 1..at {
            smoothed[between] = smoothed[before] + slope * (between - before) as f64;
        }
        before = at;
    }
    smoothed
}

/// The value at `at` of the regression over the values in `from..until`, near ones counting most; nothing where none counts.
fn local(values: &[f64], smoother: Smoother, at: f64, (from, until): (usize, usize), weights: &[f64]) -> Option<f64> {
    let farthest = (at - from as f64).max(until as f64 - 1.0 - at);
    let reach = farthest + (smoother.width.saturating_sub(values.len()) / 2) as f64;
    let weight = |place: usize| {
        let distance = (place as f64 - at).abs();
        let near = match distance {
            _ if distance <= 0.001 * reach => 1.0,
            _ if distance <= 0.999 * reach => (1.0 - (distance / reach).powi(3)).powi(3),
            _ => 0.0,
        };
        near * weights.get(place).copied().unwrap_or(1.0)
    };
    let mut list: Vec<f64> = (from..until).map(weight).collect();
    let sum: f64 = list.iter().sum();
    if sum <= 0.0 {
        return None;
    }
    list.iter_mut().for_each(|weight| *weight /= sum);
    if smoother.line && reach > 0.0 {
        let places = || (from..until).map(|place| place as f64);
        let centre: f64 = places().zip(&list).map(|(place, weight)| place * weight).sum();
        let spread: f64 = places().zip(&list).map(|(place, weight)| weight * (place - centre).powi(2)).sum();
        if spread.sqrt() > 0.001 * (values.len() as f64 - 1.0) {
            let slope = (at - centre) / spread;
            list.iter_mut().zip(places()).for_each(|(weight, place)| *weight *= slope * (place - centre) + 1.0);
        }
    }
    Some(list.iter().zip(&values[from..until]).map(|(weight, value)| weight * value).sum())
}

/// How much each value counts in the next round: nothing beyond six times the median distance from the fit (Tukey's biweight).
fn closeness(values: &[f64], parts: &Parts) -> Vec<f64> {
    let distances: Vec<f64> =
        values.iter().zip(&parts.season).zip(&parts.trend).map(|((value, season), trend)| (value - season - trend).abs()).collect();
    let mut sorted = distances.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let limit = 3.0 * (sorted[middle] + sorted[sorted.len() - middle - 1]);
    let weight = |distance: &f64| match *distance {
        distance if distance <= 0.001 * limit => 1.0,
        distance if distance <= 0.999 * limit => (1.0 - (distance / limit).powi(2)).powi(2),
        _ => 0.0,
    };
    distances.iter().map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A straight line with a season of four.
    fn made() -> Vec<f64> {
        (0..40).map(|at| 100.0 + 2.0 * at as f64 + [10.0, -5.0, -15.0, 10.0][at % 4]).collect()
    }

    #[test]
    fn a_line_and_a_season_come_apart_and_make_up_the_series() {
        let values = made();
        let parts = stl(&values, 4, Windows::FIXED).unwrap_or(Parts { trend: Vec::new(), season: Vec::new(), rest: Vec::new() });
        for (at, value) in values.iter().enumerate() {
            // At the ends a local line sees one side only, and two rounds are not the last word.
            assert!((parts.trend[at] - (100.0 + 2.0 * at as f64)).abs() < 0.5, "{at}: {}", parts.trend[at]);
            assert!((parts.season[at] - [10.0, -5.0, -15.0, 10.0][at % 4]).abs() < 0.5, "{at}: {}", parts.season[at]);
            assert!((parts.trend[at] + parts.season[at] + parts.rest[at] - value).abs() < 1e-9);
        }
        assert!(parts.strength() > 0.999);
    }

    #[test]
    fn what_is_far_off_moves_the_robust_parts_little() {
        let mut values = made();
        values[21] += 500.0;
        let off = |windows: Windows| {
            let season = stl(&values, 4, windows).map_or(0.0, |parts| parts.season[21]);
            (season + 5.0).abs()
        };
        assert!(off(Windows::ROBUST) < 1.0, "{}", off(Windows::ROBUST));
        assert!(off(Windows::FIXED) > 20.0, "{}", off(Windows::FIXED));
    }

    #[test]
    fn two_seasons_are_too_few_and_a_constant_has_no_strength() {
        assert_eq!(stl(&made()[..8], 4, Windows::FIXED), None);
        assert_eq!(stl(&[5.0; 40], 1, Windows::FIXED), None);
        let strength = stl(&[5.0; 40], 4, Windows::ROBUST).map(|parts| parts.strength());
        assert_eq!(strength, Some(0.0));
    }
}
