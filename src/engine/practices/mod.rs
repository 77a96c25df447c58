//! The five best and five leading practices of running work, each found from plain numbers, condition by condition.
//!
//! What is not known counts neither for nor against: a practice is told only as far as it holds whatever the unknown turns out to be.
//! Never reads a workspace and never says what to do.

mod check_at_the_source;
mod close_the_loop;
mod early_warning;
mod experiments;
mod level_load;
mod limited_work;
mod model_first;
mod ranges;
mod rolling_plan;
mod standard_work;

pub use check_at_the_source::{Charting, check_at_the_source};
pub use close_the_loop::{ClosedIssue, Loops, close_the_loop};
pub use early_warning::{Warnings, early_warning};
pub use experiments::{Experiment, experiments};
pub use level_load::level_load;
pub use limited_work::{Limited, limited_work};
pub use model_first::{Modelled, model_first};
pub use ranges::{Ranges, ranges};
pub use rolling_plan::{Rolling, rolling_plan};
pub use standard_work::{Standards, standard_work};

/// How far a practice is adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adoption {
    /// Too little is known to tell.
    Unknown,
    NotYet,
    /// A part of it holds.
    Watch,
    Adopted,
}

/// One of the conditions that make a practice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// Nothing where it cannot be told.
    pub holds: Option<bool>,
    /// The number that decides.
    pub value: Option<f64>,
    /// How many things were looked at.
    pub n: usize,
}

impl Condition {
    /// Of which nothing is known.
    const UNKNOWN: Condition = Condition { holds: None, value: None, n: 0 };

    fn of(holds: bool, value: f64, n: usize) -> Condition {
        Condition { holds: Some(holds), value: Some(value), n }
    }

    /// A share that must reach a limit; unknown where there is nothing to count.
    fn share_from(part: usize, whole: usize, least: f64) -> Condition {
        if whole == 0 { Condition::UNKNOWN } else { Condition::of(share(part, whole) >= least, share(part, whole), whole) }
    }
}

/// How far a practice is adopted, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Practised {
    pub adoption: Adoption,
    pub conditions: Vec<Condition>,
}

/// What the conditions come to. `partly` says of what holds whether it is a part of the practice; more that holds is never less of it.
fn practised(conditions: Vec<Condition>, partly: fn(&[bool]) -> bool) -> Practised {
    let level = |unknown: bool| {
        let holds: Vec<bool> = conditions.iter().map(|condition| condition.holds.unwrap_or(unknown)).collect();
        match (holds.iter().all(|holds| *holds), partly(&holds)) {
            (true, _) => Adoption::Adopted,
            (_, true) => Adoption::Watch,
            _ => Adoption::NotYet,
        }
    };
    let (worst, best) = (level(false), level(true));
    let adoption = if worst == best || worst == Adoption::Watch { worst } else { Adoption::Unknown };
    Practised { adoption, conditions }
}

/// Whether at least so many hold.
fn count(holds: &[bool]) -> usize {
    holds.iter().filter(|holds| **holds).count()
}

/// Whether the first one holds.
fn first(holds: &[bool]) -> bool {
    holds.first().copied().unwrap_or(false)
}

/// A part of a whole; nothing of nothing is nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The middle value; of an even number the mean of the two in the middle. Nothing of nothing.
fn median(values: &[f64]) -> Option<f64> {
    let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    crate::model::sort_with(&mut values, f64::total_cmp);
    let upper = values.get(values.len() / 2).copied()?;
    let lower = values.get((values.len() - 1) / 2).copied()?;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adoption(holds: &[Option<bool>]) -> Adoption {
        let conditions = holds.iter().map(|holds| Condition { holds: *holds, ..Condition::UNKNOWN }).collect();
        practised(conditions, |holds| count(holds) >= 2).adoption
    }

    #[test]
    fn what_is_unknown_counts_neither_for_nor_against() {
        let (yes, no, unknown) = (Some(true), Some(false), None);
        assert_eq!(adoption(&[yes, yes, yes]), Adoption::Adopted);
        assert_eq!(adoption(&[yes, yes, no]), Adoption::Watch);
        assert_eq!(adoption(&[yes, yes, unknown]), Adoption::Watch, "it may be more, and is this much in any case");
        assert_eq!(adoption(&[yes, no, unknown]), Adoption::Unknown, "partly or not yet");
        assert_eq!(adoption(&[no, no, unknown]), Adoption::NotYet, "whatever the unknown is");
        assert_eq!(adoption(&[unknown, unknown, unknown]), Adoption::Unknown);
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
