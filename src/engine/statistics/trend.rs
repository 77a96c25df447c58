//! Whether a series rises or falls steadily, and how fast (Mann 1945, Kendall 1975; Theil 1950, Sen 1968), and whether its level changed at once
//! (Pettitt 1979). No distribution is assumed.

use super::normal_two_sided;
use crate::model::sort_with;

/// Kendall's score of a series, rises less falls over all pairs, and its two-sided probability by chance, with ties and continuity; nothing
/// where no two values differ.
pub fn mann_kendall(series: &[f64]) -> Option<(f64, f64)> {
    let n = series.len() as f64;
    let (mut score, mut ties) = (0.0, 0.0);
    for (at, value) in series.iter().enumerate() {
        let step = |later: &f64| f64::from(i8::from(later > value)) - f64::from(i8::from(later < value));
        score += series.iter().skip(at + 1).map(step).sum::<f64>();
        // Each of t equal values adds its part of t(t − 1)(2t + 5).
        let equal = series.iter().filter(|other| *other == value).count() as f64;
        ties += (equal - 1.0) * (2.0 * equal + 5.0);
    }
    let deviation = ((n * (n - 1.0) * (2.0 * n + 5.0) - ties) / 18.0).sqrt();
    let nearer: f64 = if score == 0.0 { 0.0 } else { score - score.signum() };
    (deviation > 0.0).then(|| (score, normal_two_sided(nearer / deviation)))
}

/// The middle of the slopes of all pairs, per step of the series; nothing of fewer than two values.
///
/// ```
/// use linewright::engine::statistics::theil_sen;
/// assert_eq!(theil_sen(&[1.0, 2.0, 3.0, 4.0, 100.0]), Some(1.0));
/// ```
pub fn theil_sen(series: &[f64]) -> Option<f64> {
    let mut slopes = Vec::with_capacity(series.len() * series.len() / 2);
    for (at, value) in series.iter().enumerate() {
        slopes.extend(series.iter().enumerate().skip(at + 1).map(|(later, other)| (other - value) / (later - at) as f64));
    }
    slopes.retain(|slope| slope.is_finite());
    sort_with(&mut slopes, f64::total_cmp);
    let upper = slopes.get(slopes.len() / 2).copied()?;
    let lower = slopes.get((slopes.len() - 1) / 2).copied()?;
    Some(f64::midpoint(lower, upper))
}

/// Where the level of a series most likely changed, as the position of the first value after it, and the probability of such a change by
/// chance (Pettitt's approximation); nothing of fewer than two values.
pub fn pettitt(series: &[f64]) -> Option<(usize, f64)> {
    let n = series.len() as f64;
    let (mut score, mut found) = (0.0, (0, 0.0_f64));
    for (at, value) in series.iter().enumerate().take(series.len().saturating_sub(1)) {
        let sign = |other: &f64| f64::from(i8::from(value > other)) - f64::from(i8::from(value < other));
        score += series.iter().map(sign).sum::<f64>();
        if score.abs() > found.1 {
            found = (at + 1, score.abs());
        }
    }
    let chance = (2.0 * (-6.0 * found.1 * found.1 / (n * n * n + n * n)).exp()).min(1.0);
    (found.0 > 0).then_some((found.0, chance))
}

/// From which position on the latest level of a series holds: changes are looked for again after each one found, as long as they are seldom
/// by chance and at least `least` values lie on both sides. Zero where it never changed.
pub fn latest_level(series: &[f64], least: usize) -> usize {
    const CHANCE: f64 = 0.01;
    let mut begin = 0;
    while let Some((at, chance)) = series.get(begin..).and_then(pettitt)
        && chance < CHANCE
        && at >= least
        && begin + at + least <= series.len()
    {
        begin += at;
    }
    begin
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn a_level_that_changed_at_once_is_found_where_it_did() {
        // Five below five: the score is 25, and 2·exp(−6·625/1100) is its chance.
        let (at, chance) = pettitt(&[1.0, 3.0, 2.0, 5.0, 4.0, 12.0, 11.0, 15.0, 14.0, 13.0]).unwrap();
        assert_eq!(at, 5);
        assert!((chance - 0.066_142_5).abs() < 1e-6, "{chance}");
        assert_eq!(pettitt(&[2.0, 2.0, 2.0]), None);
        assert_eq!(pettitt(&[]), None);
        let mut random = fastrand::Rng::with_seed(5);
        let mut noise = |level: f64, count: usize| -> Vec<f64> { (0..count).map(|_| level * (0.9 + 0.2 * random.f64())).collect() };
        let steps = [noise(10.0, 40), noise(8.0, 30), noise(9.5, 30)].concat();
        assert!((68..=72).contains(&latest_level(&steps, 5)), "{}", latest_level(&steps, 5));
        let alarms = (0..200).filter(|_| latest_level(&noise(10.0, 80), 5) > 0).count();
        assert!(alarms <= 6, "{alarms} of 200 without any change");
    }

    #[test]
    fn the_slope_is_the_middle_of_all_slopes() {
        // Three slopes of 1 between the first three, then 33, 49 and 97: 17 is in the middle.
        assert_eq!(theil_sen(&[1.0, 2.0, 3.0, 100.0]), Some(17.0));
        assert_eq!(theil_sen(&[5.0, 3.0, 1.0]), Some(-2.0));
        assert_eq!(theil_sen(&[5.0]), None);
    }

    #[test]
    fn a_steady_rise_is_hardly_chance_and_a_zigzag_is() {
        // Ten rising values: a score of 45, a variance of 10 · 9 · 25 / 18 = 125, so z = 44 / √125 = 3.935.
        let (score, p) = mann_kendall(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]).unwrap_or_default();
        assert!(score == 45.0 && (p - 8.3e-5).abs() < 1e-6, "{score} {p}");
        let (score, p) = mann_kendall(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0]).unwrap_or_default();
        assert!(score == 3.0 && p > 0.5, "{score} {p}");
        assert_eq!(mann_kendall(&[2.0; 6]), None);
    }
}
