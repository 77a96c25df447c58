//! Warnings come before the target is missed (Toyota's andon; Montgomery, chapter 9; ageing of work in progress).

use super::{Condition, Practised, first, practised};

/// Warnings of the last 90 days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warnings<'a> {
    /// Of the work, of its quality and of its results: whether a warning is watched that comes before the miss.
    pub watched: &'a [bool],
    /// Days from the first warning to each miss; nothing where warnings are not kept.
    pub ahead_days: Option<&'a [f64]>,
    /// Warnings, and of these those that an issue confirmed.
    pub alerts: usize,
    pub confirmed: usize,
    /// Calls, and of these those that somebody answered within a day.
    pub calls: usize,
    pub answered: usize,
}

/// Conditions: a warning is watched in every field; in the middle it came before the miss; half of the warnings were confirmed; nine of ten
/// calls were answered within a day.
pub fn early_warning(input: &Warnings) -> Practised {
    let on = input.watched.iter().filter(|on| **on).count();
    let watched = Condition::share_from(on, input.watched.len(), 1.0);
    let ahead = input.ahead_days.and_then(|days| Some((super::median(days)?, days.len())));
    let ahead = ahead.map_or(Condition::UNKNOWN, |(days, n)| Condition::of(days > 0.0, days, n));
    let precise = Condition::share_from(input.confirmed, input.alerts, 0.5);
    let answered = Condition::share_from(input.answered, input.calls, 0.9);
    practised(vec![watched, ahead, precise, answered], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn warnings_that_come_in_time_are_right_and_are_answered_are_the_practice() {
        let all = Warnings { watched: &[true; 3], ahead_days: Some(&[1.0, 3.0, 0.0]), alerts: 8, confirmed: 4, calls: 10, answered: 9 };
        let found = early_warning(&all);
        assert_eq!((found.adoption, found.conditions[1].value), (Adoption::Adopted, Some(1.0)));
        assert_eq!(early_warning(&Warnings { ahead_days: None, ..all }).adoption, Adoption::Watch, "how early is not known");
        assert_eq!(early_warning(&Warnings { answered: 8, ..all }).adoption, Adoption::Watch);
        assert_eq!(early_warning(&Warnings { watched: &[true, false, true], ..all }).adoption, Adoption::NotYet);
        assert_eq!(early_warning(&Warnings::default()).adoption, Adoption::Unknown);
    }
}
