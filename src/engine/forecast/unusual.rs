//! What is unusual in a history: single values far from their surroundings, and levels that changed for good; each with a suggestion.
//!
//! Never changes the history: people accept a suggestion or leave it.

use super::history::clean;
use super::season::{Season, find, is_seasonal};
use super::stl::{Windows, stl};
use serde::{Deserialize, Serialize};

/// A value far from its surroundings, with what would have been usual.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    pub period: usize,
    pub value: f64,
    pub suggestion: f64,
}

/// A level that changed for good with `period`; adding `by` to (or multiplying by `factor`, where there is one) what came before brings
/// both parts to one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelShift {
    pub period: usize,
    pub by: f64,
    pub factor: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unusual {
    pub outliers: Vec<Outlier>,
    pub shift: Option<LevelShift>,
}

/// Typical deviations from the surroundings beyond which a value is flagged: of normal noise, one value in two thousand.
const FAR: f64 = 5.5;
/// Neighbours on each side that make up the surroundings, and the fewest periods on either side of a changed level.
const SURROUNDINGS: usize = 4;
const SIDE: usize = 6;
/// Of three seasons it cannot be told which one is wrong.
const FEWEST_SEASONS: usize = 4;

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count.is_multiple_of(2) => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}

/// The spread of values around zero as a standard deviation that outliers do not move: the median size by that of the normal distribution.
fn spread(values: &[f64]) -> f64 {
    median(&mut values.iter().map(|value| value.abs()).collect::<Vec<f64>>()) / 0.6745
}

/// The share of the smallest sizes that a mean is taken of, and the mean of so many of the sizes of the standard normal distribution.
const USUAL_SHARE: f64 = 0.9;
const USUAL_MEAN: f64 = 0.6573;

/// Like [`spread`] for counts as well, which lie in few places: many are no distance at all from their surroundings, so that the median says
/// nothing, and the mean of all but the largest sizes does.
fn spread_of_counts(values: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.truncate((USUAL_SHARE * sizes.len() as f64).ceil() as usize);
    let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64 / USUAL_MEAN;
    mean.max(spread(values))
}

/// What is usual around a period: the median of the neighbours before it, after it or on both sides, whichever is nearest to its value, so
/// that neither side of a changed level is an outlier.
fn surroundings(level: &[f64], at: usize) -> f64 {
    let before = &level[at.saturating_sub(SURROUNDINGS)..at];
    let after = &level[at + 1..(at + 1 + SURROUNDINGS).min(level.len())];
    let sides = [[before, after].concat(), before.to_vec(), after.to_vec()];
    let medians = sides.into_iter().filter(|side| side.len() >= SURROUNDINGS).map(|mut side| median(&mut side));
    medians.min_by(|a, b| (level[at] - a).abs().total_cmp(&(level[at] - b).abs())).unwrap_or(level[at])
}

/// The season of a series of which some values may be wrong: in a mean they would give the same period of all other years a part of what is
/// unusual in one, and hide the season from its test.
fn season_of(values: &[f64], length: usize) -> Season {
    if values.len() < FEWEST_SEASONS * length {
        return find(values, length);
    }
    let multiplicative = values.iter().all(|value| *value > 0.0);
    let known: Vec<f64> = values.iter().map(|value| if multiplicative { value.ln() } else { *value }).collect();
    let Some(parts) = stl(&known, length, Windows::ROBUST) else { return find(values, length) };
    let limit = FAR * spread_of_counts(&parts.rest);
    let usual = |((rest, season), trend): ((&f64, &f64), &f64)| season + trend + if rest.abs() > limit { 0.0 } else { *rest };
    let usual: Vec<f64> = parts.rest.iter().zip(&parts.season).zip(&parts.trend).map(usual).collect();
    if !is_seasonal(&usual, length) {
        return Season::none();
    }
    let index = |effect: &f64| if multiplicative { effect.exp() } else { *effect };
    Season { indices: parts.season[..length].iter().map(index).collect(), multiplicative }
}

/// Looks through a history; periods are counted from its first entry. Demand that comes now and then has no surroundings to be far from, and
/// nothing is flagged where half of it is zero.
pub fn unusual(history: &[Option<f64>], length: usize) -> Unusual {
    let (values, _) = clean(history, length);
    let offset = history.len() - values.len();
    let zeros = values.iter().filter(|value| **value == 0.0).count();
    if values.len() < 2 * SIDE || 2 * zeros > values.len() {
        return Unusual::default();
    }
    let season = season_of(&values, length);
    let mut plain = season.take_out(&values);
    // A straight line is usual: without it the last value of a steep rise would stand alone.
    let slope = super::theta::slope(&plain);
    let level: Vec<f64> = plain.iter().enumerate().map(|(at, value)| value - slope * at as f64).collect();
    let surroundings: Vec<f64> = (0..level.len()).map(|at| surroundings(&level, at)).collect();
    let deviations: Vec<f64> = level.iter().zip(&surroundings).map(|(value, usual)| value - usual).collect();
    // A season of few years follows its values, so that they seem nearer to it than they are; by how much was found on simulated series.
    let free = if season.is_none() { 1.0 } else { 1.0 - (2.5 * length as f64 / values.len() as f64).min(0.6) };
    let limit = FAR * (spread_of_counts(&deviations) / free.sqrt()).max(1e-9 * spread(&plain));
    let mut outliers = Vec::new();
    for (at, deviation) in deviations.iter().enumerate() {
        let measured = history[at + offset].is_some_and(f64::is_finite);
        if deviation.abs() > limit && measured {
            let usual = surroundings[at] + slope * at as f64;
            outliers.push(Outlier { period: at + offset, value: values[at], suggestion: season.put_back(usual, at) });
            plain[at] = usual;
        }
    }
    Unusual { outliers, shift: shift(&plain, offset) }
}

/// The period where two levels explain the series much better than one level with a straight line does.
fn shift(plain: &[f64], offset: usize) -> Option<LevelShift> {
    let count = plain.len();
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let around = |part: &[f64]| {
        let level = mean(part);
        part.iter().map(|value| (value - level).powi(2)).sum::<f64>()
    };
    let cut = |at: usize| around(&plain[..at]) + around(&plain[at..]);
    let (at, left) = (SIDE..=count - SIDE).map(|at| (at, cut(at))).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let slope = super::theta::slope(plain);
    let middle = (count as f64 - 1.0) / 2.0;
    let line: Vec<f64> = plain.iter().enumerate().map(|(at, value)| value - slope * (at as f64 - middle)).collect();
    let (before, after) = (mean(&plain[..at]), mean(&plain[at..]));
    let noise = (left / (count as f64 - 2.0)).sqrt();
    let clear = (after - before).abs() > 3.0 * noise && left < 0.6 * around(&line);
    clear.then(|| LevelShift {
        period: at + offset,
        by: after - before,
        factor: (plain.iter().all(|value| *value > 0.0)).then(|| after / before),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(count: usize) -> Vec<Option<f64>> {
        (0..count).map(|at| Some(100.0 + [0.0, 3.0, -2.0, 1.0, -3.0, 2.0, -1.0][at * 3 % 7])).collect()
    }

    #[test]
    fn a_single_jump_is_an_outlier_and_its_surroundings_are_suggested() {
        let mut history = wave(40);
        history[20] = Some(300.0);
        let found = unusual(&history, 1);
        assert_eq!(found.outliers.len(), 1);
        assert_eq!((found.outliers[0].period, found.outliers[0].value), (20, 300.0));
        assert!((found.outliers[0].suggestion - 100.0).abs() < 3.0 && found.shift.is_none());
    }

    #[test]
    fn what_is_wrong_in_one_year_is_found_and_leaves_the_same_month_of_other_years_alone() {
        let mut random = fastrand::Rng::with_seed(5);
        let mut flagged = 0;
        for _ in 0..40 {
            let usual = |at: usize| (100.0 + at as f64) * (1.0 + 0.35 * (at as f64 * std::f64::consts::TAU / 12.0).sin());
            let wrong = random.usize(6..54);
            let value = |at: usize| usual(at) * (0.95 + 0.1 * random.f64()) * if at == wrong { 2.0 } else { 1.0 };
            let history: Vec<Option<f64>> = (0..60).map(value).map(Some).collect();
            let found = unusual(&history, 12);
            flagged += found.outliers.len();
            let suggestion = found.outliers.iter().find(|one| one.period == wrong).map_or(0.0, |one| one.suggestion);
            assert!((suggestion / usual(wrong) - 1.0).abs() < 0.12, "period {wrong}: {suggestion} for {}", usual(wrong));
        }
        assert!(flagged <= 41, "{flagged} flagged, 40 are wrong");
    }

    #[test]
    fn plain_noise_around_a_season_is_hardly_ever_flagged() {
        let mut random = fastrand::Rng::with_seed(8);
        let mut normal = || {
            let (size, turn): (f64, f64) = (random.f64(), random.f64());
            (-2.0 * (1.0 - size).ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
        };
        let mut flagged = 0;
        for _ in 0..60 {
            let season = |at: usize| 1.0 + 0.35 * (at as f64 * std::f64::consts::TAU / 12.0).sin();
            let history: Vec<Option<f64>> = (0..60).map(|at| Some((200.0 + at as f64) * season(at) * (1.0 + 0.08 * normal()))).collect();
            flagged += unusual(&history, 12).outliers.len();
        }
        assert!(flagged <= 4, "{flagged} of 3,600");
    }

    #[test]
    fn counts_that_lie_in_few_places_are_usual_and_one_that_is_far_off_is_not() {
        // Orders of a product in a year of weeks, as they come.
        let weeks = "14 14 14 14 15 16 15 14 15 14 13 15 13 16 13 14 14 14 14 13 13 14 14 14 9 16 16 14 13 13 15 15 14 13 14 13 14 14 12 12 14 14 13 14 15 15 15 15 10 20 13 16 13 17 14 15 15 13 16 18";
        let mut history: Vec<Option<f64>> = weeks.split(' ').map(|count| count.parse().ok()).collect();
        let periods = |history: &[Option<f64>]| unusual(history, 52).outliers.iter().map(|one| one.period).collect::<Vec<_>>();
        assert_eq!(periods(&history), [0; 0]);
        history[30] = Some(60.0);
        assert_eq!(periods(&history), [30]);
    }

    #[test]
    fn a_level_that_changed_for_good_is_a_shift_and_no_outlier() {
        let history: Vec<Option<f64>> =
            wave(40).iter().enumerate().map(|(at, value)| value.map(|value| if at < 24 { value } else { value + 60.0 })).collect();
        let found = unusual(&history, 1);
        assert!(found.outliers.is_empty(), "{found:?}");
        assert!(found.shift.is_some_and(|shift| shift.period == 24 && (shift.by - 60.0).abs() < 2.0), "{found:?}");
    }

    #[test]
    fn a_straight_line_a_quiet_series_and_rare_demand_are_left_alone() {
        let line: Vec<Option<f64>> = (0..40).map(|at| Some(10.0 + 5.0 * at as f64 + f64::from(at % 3))).collect();
        let rare: Vec<Option<f64>> = (0..40).map(|at| Some(if at % 9 == 0 { 50.0 } else { 0.0 })).collect();
        for history in [line, wave(40), rare, vec![Some(5.0); 30], Vec::new(), vec![None; 30]] {
            assert_eq!(unusual(&history, 12), Unusual::default());
        }
    }
}
