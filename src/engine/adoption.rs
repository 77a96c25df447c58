//! How urgent it is to adopt production management, from what presses on an organisation.
//!
//! There is no published instrument; the limits are a proposal in the manner of stage gates. Never guesses what was not said or counted.

use crate::engine::statistics::{mann_kendall, mean, theil_sen};

/// The highest score of a signal.
pub const FULL: f64 = 4.0;
/// From here on something presses.
pub const PRESSES: f64 = 2.0;

/// The score of a value that passes one limit at 2 and another at 4, and is in between in proportion. Limits may lie either way.
///
/// ```
/// use linewright::engine::adoption::score;
/// // On time in full: below 90 % is a warning, below 80 % bad.
/// assert_eq!([0.95, 0.9, 0.85, 0.7].map(|share| score(share, 0.9, 0.8).round()), [0.0, 2.0, 3.0, 4.0]);
/// ```
pub fn score(value: f64, amber: f64, red: f64) -> f64 {
    let way = (value - amber) / (red - amber);
    // A share of 0.9 that was counted is not below 0.9 because of its last bit.
    if way.is_nan() || way < -1e-9 { 0.0 } else { PRESSES + (FULL - PRESSES) * way.clamp(0.0, 1.0) }
}

/// The score of what either holds or not.
pub fn holds(is_so: bool) -> f64 {
    if is_so { 3.0 } else { 0.0 }
}

/// Growth of a series per year as a share of its mean, and the probability of its trend by chance; of twelve values or more.
pub fn growth(series: &[f64], per_year: f64) -> Option<(f64, f64)> {
    let middle = mean(series);
    if series.len() < 12 || middle <= 0.0 {
        return None;
    }
    let (_, p) = mann_kendall(series).unwrap_or((0.0, 1.0));
    Some((theil_sen(series)? * per_year / middle, p))
}

/// So many kinds of equal share would be as varied: the exponential of Shannon's entropy.
///
/// ```
/// use linewright::engine::adoption::effective_number;
/// assert!((effective_number(&[5.0, 5.0, 5.0, 5.0]) - 4.0).abs() < 1e-9);
/// assert!(effective_number(&[97.0, 1.0, 1.0, 1.0]) < 1.3);
/// ```
pub fn effective_number(amounts: &[f64]) -> f64 {
    let all: f64 = amounts.iter().filter(|amount| **amount > 0.0).sum();
    let entropy = |amount: &f64| if *amount > 0.0 { -(amount / all) * (amount / all).ln() } else { 0.0 };
    if all > 0.0 { amounts.iter().map(entropy).sum::<f64>().exp() } else { 0.0 }
}

/// What presses most of each trigger; a signal without a score is one that nobody knows.
pub fn triggers(signals: &[Vec<Option<f64>>]) -> Vec<Option<f64>> {
    signals.iter().map(|trigger| trigger.iter().copied().flatten().reduce(f64::max)).collect()
}

/// From 0 to 100: the mean of the triggers. Nothing while one of them has no score at all.
pub fn urgency(triggers: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = triggers.iter().copied().collect::<Option<_>>()?;
    (!known.is_empty()).then(|| 100.0 * mean(&known) / FULL)
}

/// What urgency and readiness, both from 0 to 100, come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    AdoptNow,
    PilotFirst,
    StepByStep,
    Watch,
}

/// The course for both; from 50 on they are high.
pub fn course(urgency: f64, readiness: f64) -> Course {
    match (urgency >= 50.0, readiness >= 50.0) {
        (true, true) => Course::AdoptNow,
        (true, false) => Course::PilotFirst,
        (false, true) => Course::StepByStep,
        (false, false) => Course::Watch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_per_year_with_its_chance() {
        // 100 units more each month on 1,550 in the middle: 1,200 a year are 77 %.
        let rising: Vec<f64> = (0..12).map(|month| 1_000.0 + 100.0 * f64::from(month)).collect();
        let (share, p) = growth(&rising, 12.0).unwrap_or_default();
        assert!((share - 1_200.0 / 1_550.0).abs() < 1e-9 && p < 0.001, "{share} {p}");
        assert_eq!(growth(&[1.0; 11], 12.0), None);
        assert_eq!(growth(&[7.0; 12], 12.0), Some((0.0, 1.0)));
    }

    #[test]
    fn the_urgency_is_the_mean_of_what_presses_most() {
        let signals = [vec![Some(4.0), Some(1.0)], vec![None, Some(2.0)], vec![Some(0.0)], vec![Some(3.0)], vec![Some(1.0), None]];
        let found = triggers(&signals);
        assert_eq!(found, [4.0, 2.0, 0.0, 3.0, 1.0].map(Some));
        assert_eq!(urgency(&found), Some(50.0));
        assert_eq!(urgency(&[Some(4.0), None]), None, "of one trigger nothing is known");
        assert_eq!(urgency(&[]), None);
    }

    #[test]
    fn limits_may_lie_either_way_and_what_is_no_number_presses_on_nobody() {
        assert_eq!([0.1, 0.15, 0.3, 0.9].map(|growth| score(growth, 0.15, 0.3)), [0.0, 2.0, 4.0, 4.0]);
        assert_eq!(score(f64::NAN, 0.15, 0.3), 0.0);
        assert_eq!((course(50.0, 49.0), course(49.0, 50.0)), (Course::PilotFirst, Course::StepByStep));
    }
}
