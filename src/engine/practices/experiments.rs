//! Improvements are experiments that may fail (Deming's plan, do, study, act; Rother, Toyota Kata; Kohavi, Tang and Xu 2020).

use super::{Condition, Practised, first, practised};

/// An improvement that was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Experiment {
    /// Values before the change, and how many its size would have needed, where that is known.
    pub before: usize,
    pub needed: Option<usize>,
    pub hypothesis: bool,
    /// Enough was measured afterwards to compare.
    pub after: bool,
    /// The comparison was written down.
    pub result: bool,
    /// It was given up.
    pub abandoned: bool,
}

/// So many values are a baseline.
const BASELINE: usize = 20;

/// Conditions: four of five have a baseline, a hypothesis, data afterwards and a result; one in ten or more was given up, a sign that a test
/// can fail.
pub fn experiments(decided: &[Experiment]) -> Practised {
    let has_baseline = |one: &Experiment| one.before >= BASELINE || one.needed.is_some_and(|needed| one.before >= needed && one.before > 0);
    let whole = decided.iter().filter(|one| has_baseline(one) && one.hypothesis && one.after && one.result).count();
    let tested = Condition::share_from(whole, decided.len(), 0.8);
    let failed = Condition::share_from(decided.iter().filter(|one| one.abandoned).count(), decided.len(), 0.1);
    practised(vec![tested, failed], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn four_of_five_that_are_tested_with_one_given_up_are_the_practice() {
        let whole = Experiment { before: 20, needed: None, hypothesis: true, after: true, result: true, abandoned: false };
        let mut all = [whole; 5];
        (all[4].before, all[4].needed) = (12, Some(30));
        assert_eq!(experiments(&all).adoption, Adoption::Watch, "nothing was ever given up");
        all[0].abandoned = true;
        assert_eq!(experiments(&all).adoption, Adoption::Adopted);
        all[3].hypothesis = false;
        assert_eq!(experiments(&all).adoption, Adoption::NotYet, "three of five");
        all[4].needed = Some(12);
        assert_eq!(experiments(&all).adoption, Adoption::Adopted, "twelve were enough for a difference of this size");
        assert_eq!(experiments(&[]).adoption, Adoption::Unknown);
    }
}
