//! Quality is built in: checked where it is made, and charted with limits (Shewhart; Western Electric 1956; Shingo; Montgomery).

use super::{Condition, Practised, first, practised};

/// Checks, charts and what they led to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Charting<'a> {
    /// Steps at which a fault is made or would do harm, and of these those with a check.
    pub critical_steps: usize,
    pub checked_steps: usize,
    /// Each control chart: points its limits rest on, and of these those that signal.
    pub charts: &'a [(usize, usize)],
    /// Signals of the last 90 days, and of these those that an issue was opened for in time.
    pub signals: usize,
    pub answered: usize,
    /// Cpk of each characteristic that has limits.
    pub capabilities: &'a [f64],
}

/// The least Cpk of a process that runs already.
pub const CAPABLE: f64 = 1.33;

/// Conditions: every critical step has a check; a chart has limits from twenty stable points, of which one in twenty signals at most; nine of
/// ten signals led to an issue; what has limits reaches a Cpk of 1.33. Where there are charts and no signal, none was left unanswered.
pub fn check_at_the_source(input: &Charting) -> Practised {
    let checks = Condition::share_from(input.checked_steps, input.critical_steps, 1.0);
    let stable = input.charts.iter().filter(|(points, signals)| *points >= 20 && *signals * 20 <= *points).count();
    let charted = Condition::of(stable >= 1, stable as f64, input.charts.len());
    let answered = match (input.charts.is_empty(), input.signals) {
        (true, _) => Condition::UNKNOWN,
        (false, 0) => Condition { holds: Some(true), value: None, n: 0 },
        (false, signals) => Condition::share_from(input.answered, signals, 0.9),
    };
    let worst = input.capabilities.iter().copied().filter(|index| index.is_finite()).reduce(f64::min);
    let capable = match worst {
        Some(worst) => Condition::of(worst >= CAPABLE, worst, input.capabilities.len()),
        None if input.charts.is_empty() => Condition::UNKNOWN,
        // Where nothing has limits, nothing misses them.
        None => Condition { holds: Some(true), value: None, n: 0 },
    };
    practised(vec![checks, charted, answered, capable], first)
}

#[cfg(test)]
mod tests {
    use super::super::Adoption;
    use super::*;

    #[test]
    fn all_four_are_the_practice_and_checks_alone_a_part_of_it() {
        let all = Charting {
            critical_steps: 3,
            checked_steps: 3,
            charts: &[(25, 1), (8, 0)],
            signals: 10,
            answered: 9,
            capabilities: &[1.5, 1.33],
        };
        assert_eq!(check_at_the_source(&all).adoption, Adoption::Adopted);
        assert_eq!(check_at_the_source(&Charting { answered: 8, ..all }).adoption, Adoption::Watch, "eight of ten");
        assert_eq!(check_at_the_source(&Charting { charts: &[(25, 2)], ..all }).adoption, Adoption::Watch, "two of 25 signal");
        assert_eq!(check_at_the_source(&Charting { checked_steps: 2, ..all }).adoption, Adoption::NotYet);
        let found = check_at_the_source(&Charting { capabilities: &[1.2, 2.0], ..all });
        assert_eq!(found.conditions[3], Condition::of(false, 1.2, 2));
    }

    #[test]
    fn without_charts_little_can_be_told() {
        let found = check_at_the_source(&Charting::default());
        assert_eq!(found.conditions.iter().map(|condition| condition.holds).collect::<Vec<_>>(), [None, Some(false), None, None]);
        assert_eq!(found.adoption, Adoption::Unknown);
    }
}
