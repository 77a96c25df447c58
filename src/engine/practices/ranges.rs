//! Plans carry ranges, and dates are promised by their probability (Hyndman and Athanasopoulos; Vacanti; Goldratt, Critical Chain).

use super::{Condition, Practised, first, practised};

/// Forecasts and promises.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranges {
    /// Forecasts that are planned by, and of these those with ranges.
    pub forecasts: usize,
    pub with_ranges: usize,
    /// Past points with a range that was kept, and of these those that the 80 % range held.
    pub points: usize,
    pub covered: usize,
    /// Promised dates, and of these those with a probability; nothing where probabilities of promises are not kept.
    pub promises: Option<(usize, usize)>,
}

/// Conditions: four of five forecasts have ranges; of twenty points or more the 80 % range held 70 to 90 %; half of the promised dates carry
/// a probability.
pub fn ranges(input: &Ranges) -> Practised {
    let ranged = Condition::share_from(input.with_ranges, input.forecasts, 0.8);
    let held = input.covered as f64 / input.points.max(1) as f64;
    let covered = if input.points >= 20 { Condition::of((0.7..=0.9).contains(&held), held, input.points) } else { Condition::UNKNOWN };
    let promised = input.promises.map_or(Condition::UNKNOWN, |(all, with)| Condition::share_from(with, all, 0.5));
    practised(vec![ranged, covered, promised], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn ranges_that_hold_what_they_say_and_promises_by_them_are_the_practice() {
        let all = Ranges { forecasts: 5, with_ranges: 4, points: 20, covered: 16, promises: Some((10, 5)) };
        assert_eq!(ranges(&all).adoption, Adoption::Adopted);
        assert_eq!(ranges(&Ranges { covered: 20, ..all }).adoption, Adoption::Watch, "a range that holds all is too wide");
        assert_eq!(ranges(&Ranges { promises: None, ..all }).adoption, Adoption::Watch);
        assert_eq!(ranges(&Ranges { with_ranges: 3, ..all }).adoption, Adoption::NotYet);
        assert_eq!(ranges(&Ranges::default()).adoption, Adoption::Unknown);
    }
}
