//! Run lengths against those of R, and of the rules against what is known of them.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::{number, run_lengths};
use linewright::engine::quality::*;

#[test]
fn run_lengths_are_those_of_r() {
    let all = run_lengths();
    let rows = all["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 64);
    for row in rows {
        let of = |name: &str| number(&row[name]);
        let found = match row["chart"].as_str().unwrap() {
            "cusum" => cusum_run_length(of("k"), of("h"), of("shift")),
            "ewma" => ewma_run_length(of("lambda"), of("L"), of("shift")),
            _ => shewhart_run_length(of("L"), of("shift")),
        };
        assert!((found / of("arl") - 1.0).abs() < 0.005, "{row}: {found}");
    }
}

#[test]
fn rules_signal_as_often_as_they_are_known_to() {
    // Champ and Woodall (1987), table 1: Western Electric's rules, and limits alone, without a shift and with one of a standard deviation.
    let limits = RuleSet::nelson(&[Rule::Beyond]);
    for (rules, shift, published) in
        [(&limits, 0.0, 370.4), (&limits, 1.0, 43.9), (&RuleSet::western_electric(), 0.0, 91.75), (&RuleSet::western_electric(), 1.0, 9.22)]
    {
        let found = average_run_length(rules, shift, 4_000, 7);
        assert!((found.mean - published).abs() < 4.0 * found.error, "{found:?}, published {published}");
        assert!(found.error < 0.02 * published, "{found:?}");
    }
}

#[test]
fn the_rules_that_are_on_by_themselves_do_not_cry_wolf() {
    let usual = average_run_length(&RuleSet::default(), 0.0, 4_000, 11).mean;
    let all = average_run_length(&RuleSet::nelson(&Rule::ALL), 0.0, 4_000, 11).mean;
    assert!((usual - 110.0).abs() < 6.0 && (all - 74.0).abs() < 4.0, "{usual} {all}");
}

#[test]
fn rules_that_never_signal_run_for_ever() {
    assert_eq!(average_run_length(&RuleSet::nelson(&[]), 0.0, 100, 1).mean, f64::INFINITY);
    let mut far = RuleSet::nelson(&[Rule::Beyond]);
    far.set_k(Rule::Beyond, 20.0);
    assert_eq!(average_run_length(&far, 0.0, 100, 1).mean, f64::INFINITY);
}
