//! The rules that tell a point or a pattern from chance: Nelson's eight, of which the four of Western Electric are settings.
//!
//! Nelson 1984 (Journal of Quality Technology 16); Western Electric 1956. They see standardised values alone: distances from the centre line in
//! standard deviations. A rule fires at the last point of its pattern, and again at each further point that goes on with it.

use serde::{Deserialize, Serialize};

/// A rule, by its number in Nelson's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// 1: one point beyond K standard deviations.
    Beyond,
    /// 2: K points in a row on one side of the centre line.
    OneSide,
    /// 3: K points in a row, each higher than the one before, or each lower.
    Trend,
    /// 4: K points in a row that go up and down by turns.
    Alternating,
    /// 5: K of K + 1 points more than two standard deviations from the centre line, on one side.
    TwoDeviations,
    /// 6: K of K + 1 points more than one standard deviation from the centre line, on one side.
    OneDeviation,
    /// 7: K points in a row within one standard deviation of the centre line.
    Hugging,
    /// 8: K points in a row, none within one standard deviation of the centre line, on both sides.
    Avoiding,
}

impl Rule {
    pub const ALL: [Rule; 8] = [
        Rule::Beyond,
        Rule::OneSide,
        Rule::Trend,
        Rule::Alternating,
        Rule::TwoDeviations,
        Rule::OneDeviation,
        Rule::Hugging,
        Rule::Avoiding,
    ];

    /// Nelson's number.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// What such a signal says, without its numbers.
    pub fn cause(self) -> &'static str {
        match self {
            Rule::Beyond => "The point lies beyond its limit.",
            Rule::OneSide => "The points have stayed on one side of the centre line.",
            Rule::Trend => "The points keep going one way.",
            Rule::Alternating => "The points go up and down by turns.",
            Rule::TwoDeviations => "Several points in a short stretch lie far out on one side.",
            Rule::OneDeviation => "Most points in a short stretch lie out on one side.",
            Rule::Hugging => "The points lie closer to the centre line than chance would have them.",
            Rule::Avoiding => "The points avoid the centre line on both sides.",
        }
    }
}

/// How one rule is set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    pub rule: Rule,
    pub on: bool,
    /// Points; standard deviations for the first rule.
    pub k: f64,
}

/// All eight rules with their settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleSet(pub Vec<Setting>);

impl RuleSet {
    /// Nelson's numbers, with only these rules on.
    pub fn nelson(on: &[Rule]) -> RuleSet {
        const K: [f64; 8] = [3.0, 9.0, 6.0, 14.0, 2.0, 4.0, 15.0, 8.0];
        RuleSet(Rule::ALL.into_iter().zip(K).map(|(rule, k)| Setting { rule, on: on.contains(&rule), k }).collect())
    }

    /// Western Electric's four: one beyond three, two of three beyond two, four of five beyond one, eight on one side.
    pub fn western_electric() -> RuleSet {
        let mut set = RuleSet::default();
        set.set_k(Rule::OneSide, 8.0);
        set
    }

    /// Another K for a rule.
    pub fn set_k(&mut self, rule: Rule, k: f64) {
        for setting in self.0.iter_mut().filter(|setting| setting.rule == rule) {
            setting.k = k;
        }
    }

    /// The same with only the rules that may be used where these are.
    pub fn only(&self, valid: &[Rule]) -> RuleSet {
        RuleSet(self.0.iter().copied().filter(|setting| setting.on && valid.contains(&setting.rule)).collect())
    }

    /// The rules that fire at the last of these values, each with the number of points of its pattern.
    pub fn at_end(&self, values: &[f64]) -> Vec<(Rule, usize)> {
        let fires = |setting: &Setting| setting.at_end(values).map(|points| (setting.rule, points));
        self.0.iter().filter(|setting| setting.on).filter_map(fires).collect()
    }
}

/// Rules 1, 2, 5 and 6: in a stable process they are quiet for about a hundred points, and they see shifts soon.
impl Default for RuleSet {
    fn default() -> RuleSet {
        RuleSet::nelson(&[Rule::Beyond, Rule::OneSide, Rule::TwoDeviations, Rule::OneDeviation])
    }
}

impl Setting {
    /// Points of the pattern that ends at the last value, if there is one. A point on a boundary belongs to neither side.
    fn at_end(&self, values: &[f64]) -> Option<usize> {
        // What is equal but for rounding lies on the boundary.
        const BLUR: f64 = 1e-9;
        let last = *values.last()?;
        if self.rule == Rule::Beyond {
            return (self.k > 0.0 && last.abs() > self.k + BLUR).then_some(1);
        }
        let k = self.k.round().clamp(1.0, 1000.0) as usize;
        let side = last.signum();
        let window = |length: usize| values.get(values.len().saturating_sub(length)..).unwrap_or(values);
        let whole = window(k);
        let full = whole.len() == k;
        // Of every two steps that follow each other, the product of their lengths.
        let turns = |found: &dyn Fn(f64) -> bool| {
            let triples = whole.iter().zip(whole.iter().skip(1)).zip(whole.iter().skip(2));
            triples.map(|((a, b), c)| (b - a) * (c - b)).all(found)
        };
        let several = |beyond: f64| {
            // Fewer points than K + 1 at the beginning are enough if K of them lie out.
            let short = window(k + 1);
            let first = short.iter().position(|value| value * side > beyond + BLUR)?;
            let out = short.iter().filter(|value| **value * side > beyond + BLUR).count();
            (last * side > beyond + BLUR && out >= k).then_some(short.len() - first)
        };
        let fires = match self.rule {
            Rule::Beyond => false,
            Rule::OneSide => full && whole.iter().all(|value| value * side > BLUR),
            Rule::Trend => full && k > 2 && turns(&|product| product > 0.0),
            Rule::Alternating => full && k > 2 && turns(&|product| product < 0.0),
            Rule::TwoDeviations => return several(2.0),
            Rule::OneDeviation => return several(1.0),
            Rule::Hugging => full && whole.iter().all(|value| value.abs() < 1.0 - BLUR),
            Rule::Avoiding => {
                full && whole.iter().all(|value| value.abs() > 1.0 + BLUR)
                    && whole.iter().any(|value| *value > 0.0)
                    && whole.iter().any(|value| *value < 0.0)
            }
        };
        fires.then_some(k)
    }
}
