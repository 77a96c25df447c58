//! Whether a series rises or falls steadily, and how fast (Mann 1945, Kendall 1975; Theil 1950, Sen 1968). No distribution is assumed.

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

#[cfg(test)]
mod tests {
    use super::*;

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
