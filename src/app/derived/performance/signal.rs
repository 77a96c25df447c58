//! Whether a figure's run over the periods tells a signal or noise: a chart of single values with limits from its own points.
//!
//! Never takes the period that still goes on for a value like the others: it is drawn, and no limit or rule looks at it.

use crate::engine::performance::Unit;
use crate::engine::quality::{ChartKind, ChartRequest, Exclusion, Finding, RuleSet, control_chart};

/// So many values are needed before anything is said.
const ENOUGH: usize = 8;

/// What the chart says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reading {
    #[default]
    TooFew,
    /// As chance has it.
    Noise,
    /// The last whole period is part of a pattern that chance hardly makes.
    Signal,
    /// There was one before.
    Earlier,
}

/// A series with its limits and what it says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Charted {
    pub values: Vec<Option<f64>>,
    pub centre: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Periods in which a rule fires.
    pub signals: Vec<usize>,
    pub reading: Reading,
    /// The reading in words.
    pub words: String,
}

/// The chart of a series; `names` are those of the periods. Limits beyond what the unit can be are left out.
pub fn charted(values: &[Option<f64>], goes_on: bool, names: &[String], unit: Option<Unit>) -> Charted {
    let last = values.len().checked_sub(1);
    let whole = if goes_on { values.len().saturating_sub(1) } else { values.len() };
    let known = values.iter().take(whole).flatten().count();
    let mut found = Charted { values: values.to_vec(), ..Charted::default() };
    if known < ENOUGH {
        found.words = format!("Too few periods to tell a signal from noise: {known} of {ENOUGH}.");
        return found;
    }
    let excluded = last.filter(|_| goes_on).map(|point| Exclusion { point, reason: "It still goes on.".to_owned() });
    let outcome = control_chart(&ChartRequest {
        kind: ChartKind::Individuals,
        points: values.iter().map(|value| value.iter().copied().filter(|value| value.is_finite()).collect()).collect(),
        sizes: Vec::new(),
        stages: Vec::new(),
        excluded: excluded.into_iter().collect(),
        rules: RuleSet::default(),
    });
    let Some(point) = outcome.main.points.first() else { return found };
    let never_below = values.iter().flatten().all(|value| *value >= 0.0) && unit.is_none_or(|unit| unit != Unit::Sigma);
    found.centre = Some(point.centre);
    found.lower = point.lower.filter(|lower| !never_below || *lower > 0.0);
    found.upper =
        point.upper.filter(|upper| unit != Some(Unit::Share) || values.iter().flatten().any(|value| *value > 1.0) || *upper < 1.0);
    let signals = &outcome.main.signals;
    found.signals = signals.iter().map(|signal| signal.point).collect();
    found.signals.dedup();
    let newest = (0..whole).rev().find(|at| values.get(*at).is_some_and(Option::is_some));
    let name = |at: usize| names.get(at).map(String::as_str).unwrap_or_default();
    let is_still = outcome.findings.iter().any(|finding| matches!(finding, Finding::NoVariation { .. }));
    let now = signals.iter().rev().find(|signal| Some(signal.point) == newest);
    (found.reading, found.words) = match (now, signals.last()) {
        _ if is_still => (Reading::Noise, format!("It was the same in all {known} periods.")),
        (Some(signal), _) => {
            let side = if values.get(signal.point).copied().flatten().is_some_and(|value| value < point.centre) { "low" } else { "high" };
            (Reading::Signal, format!("Signal in {}, {side}: {} Look for its cause.", name(signal.point), signal.rule.cause()))
        }
        (None, Some(signal)) => {
            let words = format!("Noise now; a signal before, in {}: {}", name(signal.point), signal.rule.cause());
            (Reading::Earlier, words)
        }
        (None, None) => {
            (Reading::Noise, format!("Noise: {known} periods differ no more than chance makes them. No single one needs a cause."))
        }
    };
    if outcome.findings.iter().any(|finding| matches!(finding, Finding::FewPoints { .. })) && !is_still {
        found.words.push_str(" The limits rest on few periods and will still move.");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|at| format!("W{at}")).collect()
    }

    #[test]
    fn a_leap_is_a_signal_and_what_goes_on_is_looked_at_by_no_rule() {
        let mut values: Vec<Option<f64>> = (0..12).map(|at| Some(0.80 + 0.01 * f64::from(at % 3))).collect();
        let calm = charted(&values, false, &names(12), Some(Unit::Share));
        assert_eq!(calm.reading, Reading::Noise, "{}", calm.words);
        values.push(Some(0.3));
        let names = names(13);
        let leap = charted(&values, false, &names, Some(Unit::Share));
        assert_eq!(leap.reading, Reading::Signal);
        assert!(leap.words.starts_with("Signal in W13, low"), "{}", leap.words);
        let going_on = charted(&values, true, &names, Some(Unit::Share));
        assert_eq!(
            (going_on.reading, going_on.centre, going_on.lower, going_on.upper),
            (calm.reading, calm.centre, calm.lower, calm.upper)
        );
        values.push(Some(0.81));
        let after = charted(&values, false, &[names, vec!["W14".to_owned()]].concat(), Some(Unit::Share));
        assert_eq!(after.reading, Reading::Earlier, "{}", after.words);
    }

    #[test]
    fn few_values_and_values_that_never_differ_say_nothing() {
        let few = charted(&[Some(1.0), None, Some(3.0)], false, &names(3), None);
        assert_eq!((few.reading, few.centre), (Reading::TooFew, None));
        let same = charted(&[Some(1.0); 12], false, &names(12), None);
        assert_eq!((same.reading, same.signals.len()), (Reading::Noise, 0), "{}", same.words);
    }

    #[test]
    fn limits_end_where_the_unit_does() {
        let values: Vec<Option<f64>> = (0..20).map(|at| Some(if at % 2 == 0 { 0.97 } else { 1.0 })).collect();
        let high = charted(&values, false, &names(20), Some(Unit::Share));
        assert!(high.upper.is_none() && high.lower.is_some());
        let low = charted(&values.iter().map(|value| value.map(|value| 1.0 - value)).collect::<Vec<_>>(), false, &names(20), None);
        assert!(low.lower.is_none() && low.upper.is_some());
    }
}
