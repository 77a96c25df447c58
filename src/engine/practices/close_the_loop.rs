//! Problems are contained, understood, corrected and shown to be gone (Ford's eight disciplines; ISO 9001 clause 10.2; 21 CFR 820.100).

use super::{Condition, Practised, first, median, practised, share};

/// What an issue that was closed has to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClosedIssue {
    pub contained: bool,
    pub cause: bool,
    /// Why it was not noticed earlier.
    pub escape_cause: bool,
    pub corrected: bool,
    /// It was looked whether it helped, after the correction.
    pub verified: bool,
}

/// Issues of the last 90 days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Loops<'a> {
    /// The major and critical ones that were closed.
    pub closed: &'a [ClosedIssue],
    /// How many were opened, and how many of these came back.
    pub opened: usize,
    pub recurred: usize,
    /// Days for which major and critical ones have been open.
    pub open_days: &'a [f64],
}

/// Conditions: nine of ten major issues that were closed show all five; fewer than one in ten came back; the middle age of open ones is thirty
/// days at most.
pub fn close_the_loop(input: &Loops) -> Practised {
    let whole = |issue: &&ClosedIssue| issue.contained && issue.cause && issue.escape_cause && issue.corrected && issue.verified;
    let proven = Condition::share_from(input.closed.iter().filter(whole).count(), input.closed.len(), 0.9);
    let back = share(input.recurred, input.opened);
    let stays = if input.opened == 0 { Condition::UNKNOWN } else { Condition::of(back < 0.1, back, input.opened) };
    let young = match median(input.open_days) {
        Some(days) => Condition::of(days <= 30.0, days, input.open_days.len()),
        // Nothing is open, so nothing is old; of a workspace without issues nothing is known.
        None if input.opened + input.closed.len() > 0 => Condition { holds: Some(true), value: None, n: 0 },
        None => Condition::UNKNOWN,
    };
    practised(vec![proven, stays, young], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    const WHOLE: ClosedIssue = ClosedIssue { contained: true, cause: true, escape_cause: true, corrected: true, verified: true };

    #[test]
    fn whole_loops_that_hold_are_the_practice() {
        let mut closed = [WHOLE; 10];
        closed[0].verified = false;
        let input = Loops { closed: &closed, opened: 21, recurred: 2, open_days: &[10.0, 20.0, 300.0] };
        let found = close_the_loop(&input);
        assert_eq!((found.adoption, found.conditions[0].value), (Adoption::Adopted, Some(0.9)));
        assert_eq!(close_the_loop(&Loops { opened: 20, ..input }).adoption, Adoption::Watch, "two of twenty are one in ten");
        let mut fewer = closed;
        fewer[1].escape_cause = false;
        assert_eq!(close_the_loop(&Loops { closed: &fewer, ..input }).adoption, Adoption::NotYet, "eight of ten");
    }

    #[test]
    fn nothing_open_is_not_old_and_no_issue_says_nothing() {
        assert_eq!(close_the_loop(&Loops { closed: &[WHOLE], opened: 1, ..Loops::default() }).adoption, Adoption::Adopted);
        assert_eq!(close_the_loop(&Loops::default()).adoption, Adoption::Unknown);
    }
}
