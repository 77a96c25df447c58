//! The rules of control charts on sequences of which is known where each fires.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::{numbers, rules};
use linewright::engine::quality::*;

/// Single values of a process with mean zero and standard deviation one, so that they are their own distances.
fn standardised(z: &[f64], rules: RuleSet) -> ChartOutcome {
    control_chart(&ChartRequest {
        kind: ChartKind::Individuals,
        points: z.iter().map(|z| vec![*z]).collect(),
        sizes: vec![],
        stages: vec![Stage { start: 0, limits: Basis::Known { mean: 0.0, deviation: 1.0 } }],
        excluded: vec![],
        rules,
    })
}

fn fired(outcome: &ChartOutcome, rule: Rule) -> Vec<usize> {
    outcome.main.signals.iter().filter(|signal| signal.rule == rule).map(|signal| signal.point).collect()
}

#[test]
fn every_rule_fires_where_it_must_and_nowhere_else() {
    let all = rules();
    let mut compared = 0;
    for sequence in all["sequences"].as_array().unwrap() {
        let z = numbers(&sequence["z"]);
        let western = [Rule::Beyond, Rule::TwoDeviations, Rule::OneDeviation, Rule::OneSide];
        let named = (Rule::ALL.into_iter().map(|rule| (format!("N{}", rule.number()), RuleSet::nelson(&[rule]), rule)))
            .chain((1..).zip(western).map(|(number, rule)| (format!("W{number}"), RuleSet::western_electric(), rule)));
        for (name, set, rule) in named {
            let expected: Vec<usize> =
                sequence["signals"][&name].as_array().into_iter().flatten().map(|at| at.as_u64().unwrap() as usize).collect();
            assert_eq!(fired(&standardised(&z, set), rule), expected, "{} {name}", sequence["id"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 23 * 12);
}

#[test]
fn a_rule_with_another_number_fires_at_that_number() {
    let rising: Vec<f64> = (0..8).map(|at| 0.1 * f64::from(at) + 0.05).collect();
    for (rule, k, z) in [
        (Rule::OneSide, 7.0, rising.clone()),
        (Rule::Trend, 5.0, rising.clone()),
        (Rule::Alternating, 4.0, vec![0.1, -0.1, 0.2, -0.2, 0.3]),
        (Rule::TwoDeviations, 3.0, vec![2.5, 0.0, 2.5, 2.5]),
        (Rule::OneDeviation, 2.0, vec![1.5, 0.0, 1.5]),
        (Rule::Hugging, 6.0, rising.clone()),
        (Rule::Avoiding, 3.0, vec![1.5, -1.5, 1.5]),
        (Rule::Beyond, 2.0, vec![1.9, 2.1]),
    ] {
        let mut set = RuleSet::nelson(&[rule]);
        set.set_k(rule, k);
        let first = match rule {
            Rule::OneSide => 6,
            Rule::Trend => 4,
            Rule::Alternating | Rule::TwoDeviations => 3,
            Rule::OneDeviation | Rule::Avoiding => 2,
            Rule::Hugging => 5,
            Rule::Beyond => 1,
        };
        assert_eq!(fired(&standardised(&z, set), rule).first(), Some(&first), "{rule:?}");
    }
}

#[test]
fn a_signal_names_the_points_of_its_pattern() {
    let z = [0.1, 2.2, 0.3, 2.4, 0.0];
    let outcome = standardised(&z, RuleSet::default());
    assert_eq!(outcome.main.signals, [Signal { rule: Rule::TwoDeviations, point: 3, points: vec![1, 2, 3] }]);
    assert_eq!(outcome.main.points.iter().map(|point| point.zone).collect::<Vec<i8>>(), [1, 3, 1, 3, 0]);
}

#[test]
fn the_limits_stand_where_the_first_rule_fires() {
    let mut set = RuleSet::default();
    set.set_k(Rule::Beyond, 2.5);
    let outcome = standardised(&[2.6, 2.4], set);
    assert_eq!((outcome.main.points[0].upper, fired(&outcome, Rule::Beyond)), (Some(2.5), vec![0]));
}

#[test]
fn patterns_pass_over_what_is_excluded_and_end_with_a_stage() {
    let mut request = ChartRequest {
        kind: ChartKind::Individuals,
        points: (0..12).map(|_| vec![0.5]).collect(),
        sizes: vec![],
        stages: vec![Stage { start: 0, limits: Basis::Known { mean: 0.0, deviation: 1.0 } }],
        excluded: vec![Exclusion { point: 4, reason: String::new() }],
        rules: RuleSet::nelson(&[Rule::OneSide]),
    };
    request.points[4] = vec![-9.0];
    request.points[6].clear();
    let outcome = control_chart(&request);
    assert_eq!(fired(&outcome, Rule::OneSide), [10, 11]);
    assert_eq!(outcome.main.signals[0].points, [0, 1, 2, 3, 5, 7, 8, 9, 10]);
    assert!(outcome.findings.contains(&Finding::NoReason { point: 4 }) && outcome.findings.contains(&Finding::NotUsable { points: 1 }));
    request.stages.push(Stage { start: 3, limits: Basis::Known { mean: 0.0, deviation: 1.0 } });
    assert_eq!(fired(&control_chart(&request), Rule::OneSide), Vec::<usize>::new());
    // Limits carried on from the stage before carry its patterns on as well.
    request.stages[1].limits = Basis::Before;
    assert_eq!(fired(&control_chart(&request), Rule::OneSide), [10, 11]);
}

#[test]
fn rules_that_do_not_hold_for_a_chart_are_left_out_and_named() {
    let request = ChartRequest {
        kind: ChartKind::C,
        points: (0..30).map(|at| vec![if at < 25 { 16.0 } else { 26.0 }]).collect(),
        sizes: vec![],
        stages: vec![],
        excluded: vec![],
        rules: RuleSet::nelson(&Rule::ALL),
    };
    let outcome = control_chart(&request);
    assert_eq!(outcome.left_out, [Rule::TwoDeviations, Rule::OneDeviation, Rule::Hugging, Rule::Avoiding]);
    assert!(outcome.main.signals.iter().all(|signal| signal.rule == Rule::OneSide));
}
