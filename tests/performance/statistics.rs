//! Tests of difference against numbers of scipy: every case of the reference.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, key_figures, number, numbers};
use linewright::engine::statistics::*;
use serde_json::Value;

const EXACT: f64 = 1e-9;

fn count(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn two_shares_are_compared_as_by_scipy() {
    let cases = key_figures()["two_proportion"].as_array().unwrap().clone();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let [x, n, y, m] = ["x1", "n1", "x2", "n2"].map(|name| count(&case[name]));
        let found = two_proportions(x, n, y, m, 0.95).unwrap();
        let one = |name: &str, found: f64| assert_close(name, &[found], &[number(&case[name])], EXACT);
        one("p1", found.first);
        one("p2", found.second);
        one("diff", found.effect);
        one("z", found.z.unwrap());
        one("p_two_sided", found.p.unwrap());
        one("fisher_p", found.p_exact);
        let two = |name: &str, found: Interval| assert_close(name, &[found.low, found.high], &numbers(&case[name]), EXACT);
        two("wald95", found.wald);
        two("newcombe95", found.newcombe);
        two("wilson1", wilson(x, n, 0.95));
        two("wilson2", wilson(y, m, 0.95));
    }
}

#[test]
fn two_samples_are_compared_as_by_scipy() {
    let all = key_figures();
    let case = &all["two_sample"];
    let (before, after) = (numbers(&case["before"]), numbers(&case["after"]));
    let one = |name: &str, found: f64| assert_close(name, &[found], &[number(&case[name])], EXACT);
    let found = welch(&before, &after, 0.95).unwrap();
    one("welch_t", found.t);
    one("df", found.degrees);
    one("p", found.p);
    assert_close("ci95", &[found.low, found.high], &numbers(&case["ci95"]), EXACT);
    let found = pooled(&before, &after, 0.95).unwrap();
    one("pooled_t", found.t);
    one("pooled_p", found.p);
    one("cohens_d", cohens_d(&before, &after).unwrap());
    one("levene_p", levene(&before, &after).unwrap());
    one("f_ratio", variance(&before) / variance(&after));
    let found = mann_whitney(&before, &after, 0.95).unwrap();
    one("mann_whitney_U", found.u);
    one("mw_exact_p", found.p_exact.unwrap());
    one("mw_asymptotic_p", found.p_normal);

    let pairs = &all["paired"];
    let found = paired(&before, &after, 0.95).unwrap();
    let found = [found.t, found.p, wilcoxon(&before, &after).unwrap()];
    assert_close("paired", &found, &["t", "p", "wilcoxon_p"].map(|name| number(&pairs[name])), EXACT);
}

#[test]
fn the_number_of_units_needed_is_that_of_the_reference() {
    let cases = key_figures()["sample_size_two_proportion"].as_array().unwrap().clone();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let found = needed_for_proportions(number(&case["p1"]), number(&case["p2"]), 0.05, 0.8).unwrap();
        assert_close("units", &[found, found.ceil()], &[number(&case["exact"]), number(&case["n_per_group"])], EXACT);
    }
}

#[test]
fn two_rates_are_compared_exactly() {
    let all = key_figures();
    let case = &all["poisson_rate"];
    let found = poisson_rates(count(&case["x1"]), number(&case["t1"]), count(&case["x2"]), number(&case["t2"])).unwrap();
    assert_close("rates", &[found], &[number(&case["p"])], EXACT);
}
