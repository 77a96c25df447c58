//! Plans are made anew at a fixed pace and held against what happened (ASCM, sales and operations planning with time fences; Vollmann,
//! Berry and Whybark).

use super::{Condition, Practised, count, practised};

/// Versions, and how they stand to what is above and below them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rolling<'a> {
    /// When versions were saved, in days from anywhere.
    pub saved: &'a [f64],
    pub now: f64,
    /// Open orders, and of these those that the plan knows.
    pub orders: usize,
    pub planned: usize,
    /// Work that is done, and of this what a version saved before it began had planned.
    pub done: usize,
    pub comparable: usize,
    /// Of what was about to start, the share that was moved; with how many were about to.
    pub instability: Option<(f64, usize)>,
}

/// One period of the pace, in days.
const PACE: f64 = 30.0;
/// So many periods are looked back.
const BACK: usize = 3;

/// Conditions: a version was saved in each of the last three months; the plan knows every open order; half of what was done can be held
/// against a plan; less than a tenth of what was about to start was moved.
pub fn rolling_plan(input: &Rolling) -> Practised {
    let within = |month: usize| {
        let (from, to) = (input.now - PACE * (month + 1) as f64, input.now - PACE * month as f64);
        input.saved.iter().any(|saved| *saved > from && *saved <= to)
    };
    let months = (0..BACK).filter(|month| within(*month)).count();
    let paced = Condition::of(months == BACK, months as f64, input.saved.len());
    let linked = Condition::share_from(input.planned, input.orders, 1.0);
    let compared = Condition::share_from(input.comparable, input.done, 0.5);
    let calm = input.instability.map_or(Condition::UNKNOWN, |(moved, n)| Condition::of(moved < 0.1, moved, n));
    practised(vec![paced, linked, compared, calm], |holds| count(holds) >= 3)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn a_version_a_month_that_is_held_against_the_work_is_the_practice() {
        let all = Rolling {
            saved: &[15.0, 45.0, 80.0],
            now: 90.0,
            orders: 8,
            planned: 8,
            done: 10,
            comparable: 5,
            instability: Some((0.05, 20)),
        };
        assert_eq!(rolling_plan(&all).adoption, Adoption::Adopted);
        let found = rolling_plan(&Rolling { saved: &[45.0, 80.0, 85.0], ..all });
        assert_eq!((found.adoption, found.conditions[0].value), (Adoption::Watch, Some(2.0)), "two of three months");
        assert_eq!(rolling_plan(&Rolling { planned: 7, comparable: 4, ..all }).adoption, Adoption::NotYet);
        assert_eq!(rolling_plan(&Rolling { saved: &[], instability: None, ..all }).adoption, Adoption::Unknown);
    }
}
