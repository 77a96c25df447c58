//! Control charts against the examples of the NIST handbook, of textbooks and of R.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::{assert_near, case, charts, number, numbers, positions, shared};
use linewright::engine::quality::*;
use serde_json::Value;

fn request(kind: ChartKind, points: Vec<Vec<f64>>) -> ChartRequest {
    ChartRequest { kind, points, sizes: vec![], stages: vec![], excluded: vec![], rules: RuleSet::default() }
}

fn singles(value: &Value) -> Vec<Vec<f64>> {
    numbers(value).into_iter().map(|one| vec![one]).collect()
}

fn subgroups(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

fn known(mean: f64, deviation: f64) -> Vec<Stage> {
    vec![Stage { start: 0, limits: Basis::Known { mean, deviation } }]
}

fn values(series: &Series) -> Vec<f64> {
    series.points.iter().map(|point| point.value.unwrap()).collect()
}

fn uppers(series: &Series) -> Vec<f64> {
    series.points.iter().map(|point| point.upper.unwrap()).collect()
}

fn lowers(series: &Series) -> Vec<f64> {
    series.points.iter().map(|point| point.lower.unwrap()).collect()
}

/// Centre, upper and lower limit of the last point.
fn limits(series: &Series) -> [f64; 3] {
    let last = series.points.last().unwrap();
    [last.centre, last.upper.unwrap(), last.lower.unwrap()]
}

fn beyond(series: &Series) -> Vec<usize> {
    series.signals.iter().filter(|signal| signal.rule == Rule::Beyond).map(|signal| signal.point).collect()
}

fn expected(case: &Value, names: &[&str]) -> Vec<f64> {
    names.iter().map(|name| number(&case["expected"][*name])).collect()
}

#[test]
fn counts_are_those_of_the_handbook() {
    let case = case(&charts(), "c_nist_wafers");
    let outcome = control_chart(&request(ChartKind::C, singles(&case["counts"])));
    assert_near("c", &limits(&outcome.main), &expected(&case, &["cbar", "ucl", "lcl"]), number(&case["tolerance"]));
    assert_eq!(beyond(&outcome.main), positions(&case["expected"]["out_of_control"]));
    assert_eq!(outcome.findings, [Finding::LimitsFromSignals { stage: 0 }]);
}

#[test]
fn single_values_are_those_of_the_handbook() {
    let case = case(&charts(), "imr_nist_flowrate");
    let outcome = control_chart(&request(ChartKind::Individuals, singles(&case["x"])));
    assert_near("I", &limits(&outcome.main), &expected(&case, &["xbar", "ucl", "lcl"]), number(&case["tolerance"]));
    let second = outcome.second.unwrap();
    assert_near("MR", &[limits(&second)[0]], &expected(&case, &["mrbar"]), number(&case["tolerance"]));
    assert_eq!((second.points[0].value, beyond(&outcome.main)), (None, vec![]));
}

#[test]
fn moving_averages_are_those_of_the_handbook_and_the_textbook() {
    let all = charts();
    let nist = case(&all, "ewma_nist");
    let [weight, width] = ["lam", "L"].map(|name| number(&nist[name]));
    let mut asked = request(ChartKind::Ewma { weight, width, steady: true }, singles(&nist["x"]));
    asked.stages = known(number(&nist["target"]), number(&nist["sigma"]));
    let (outcome, tolerance) = (control_chart(&asked), number(&nist["tolerance"]));
    assert_near("EWMA", &values(&outcome.main), &numbers(&nist["expected"]["ewma"]), tolerance);
    assert_near("limits", &limits(&outcome.main)[1..], &expected(&nist, &["ucl", "lcl"]), tolerance);
    asked.kind = ChartKind::Ewma { weight, width, steady: false };
    assert_near("growing", &uppers(&control_chart(&asked).main), &numbers(&nist["expected"]["time_varying_ucl"]), tolerance);

    let book = case(&all, "ewma_montgomery");
    let [weight, width] = ["lam", "L"].map(|name| number(&book[name]));
    let mut asked = request(ChartKind::Ewma { weight, width, steady: false }, singles(&book["x"]));
    asked.stages = known(number(&book["target"]), number(&book["sigma"]));
    let (outcome, tolerance) = (control_chart(&asked), number(&book["tolerance"]));
    assert_near("EWMA", &values(&outcome.main), &numbers(&book["expected"]["ewma"]), tolerance);
    assert_near("upper", &uppers(&outcome.main), &numbers(&book["expected"]["ucl"]), tolerance);
    assert_near("lower", &lowers(&outcome.main), &numbers(&book["expected"]["lcl"]), tolerance);
    assert_eq!(beyond(&outcome.main), positions(&book["expected"]["signals"]));
}

#[test]
fn cumulative_sums_are_those_of_the_handbook_and_the_textbook() {
    for (id, up, down) in [("cusum_montgomery", "c_plus", "c_minus"), ("cusum_nist", "s_hi", "s_lo")] {
        let case = case(&charts(), id);
        let mut asked = request(ChartKind::Cusum { slack: number(&case["K"]), decision: number(&case["H"]) }, singles(&case["x"]));
        asked.stages = known(number(&case["target"]), 1.0);
        let outcome = control_chart(&asked);
        let (second, tolerance) = (outcome.second.unwrap(), number(&case["tolerance"]));
        let downwards: Vec<f64> = values(&second).iter().map(|sum| -sum).collect();
        assert_near(id, &values(&outcome.main), &numbers(&case["expected"][up]), tolerance);
        assert_near(id, &downwards, &numbers(&case["expected"][down]), tolerance);
        assert_near(id, &[outcome.main.points[0].upper.unwrap()], &[number(&case["H"])], 1e-12);
        assert_eq!(beyond(&outcome.main), positions(&case["expected"]["signals"]), "{id}");
        assert_eq!(beyond(&second), Vec::<usize>::new(), "{id}");
        if id == "cusum_montgomery" {
            for (series, name) in [(&outcome.main, "n_plus"), (&second, "n_minus")] {
                let runs: Vec<f64> = series.points.iter().map(|point| point.run as f64).collect();
                assert_near(name, &runs, &numbers(&case["expected"][name]), 0.0);
            }
            // The sum has left zero with the point after the estimated onset.
            assert_eq!(outcome.main.signals[0].points[0] as f64, number(&case["expected"]["shift_onset_estimate"]));
        }
    }
}

#[test]
fn subgroups_are_those_of_the_textbook_and_of_r() {
    let (Some(all), Some(r)) = (shared("spc_cases_qcc_data.json"), shared("spc_qcc_R.json")) else { return };
    let rings = case(&all, "xbar_r_pistonrings");
    let outcome = control_chart(&request(ChartKind::XbarR, subgroups(&rings["subgroups"])));
    let second = outcome.second.clone().unwrap();
    let tolerance = number(&rings["tolerance"]);
    assert_near("xbar", &limits(&outcome.main), &expected(&rings, &["xbarbar", "xbar_ucl", "xbar_lcl"]), tolerance);
    assert_near("R", &limits(&second), &expected(&rings, &["rbar", "r_ucl", "r_lcl"]), tolerance);
    assert_near("sigma", &[outcome.stages[0].deviation], &expected(&rings, &["sigma_r"]), 1e-7);
    assert_near("R xbar", &[limits(&outcome.main)[2], limits(&outcome.main)[1]], &numbers(&r["xbar"]["limits"]), tolerance);
    assert_near("R R", &[limits(&second)[2], limits(&second)[1]], &numbers(&r["R"]["limits"]), tolerance);

    let deviations = case(&all, "xbar_s_pistonrings");
    let found = control_chart(&request(ChartKind::XbarS, subgroups(&rings["subgroups"])));
    let second = found.second.unwrap();
    assert_near("xbar", &limits(&found.main), &expected(&deviations, &["xbarbar", "xbar_ucl", "xbar_lcl"]), tolerance);
    assert_near("S", &limits(&second), &expected(&deviations, &["sbar", "s_ucl", "s_lcl"]), tolerance);
    assert_near("sigma", &[found.stages[0].deviation], &expected(&deviations, &["sigma_s"]), 1e-7);
    assert_near("R S", &limits(&second)[1..], &[number(&r["S"]["limits"][1]), 0.0], tolerance);

    // Phase II: the limits of the first 25 samples, carried on.
    let later = case(&all, "xbar_pistonrings_phase2");
    let mut asked = request(ChartKind::XbarR, subgroups(&later["all_subgroups"]));
    asked.stages = vec![Stage { start: 0, limits: Basis::Estimated }, Stage { start: 25, limits: Basis::Before }];
    let found = control_chart(&asked);
    assert_near("means", &values(&found.main)[25..], &numbers(&later["means"]), 1e-9);
    assert_eq!(beyond(&found.main), positions(&later["expected"]["out_of_control"]));
    assert_near("carried on", &limits(&found.main), &limits(&outcome.main), 1e-12);
}

#[test]
fn attributes_are_those_of_the_textbook_and_of_r() {
    let (Some(all), Some(r)) = (shared("spc_cases_qcc_data.json"), shared("spc_qcc_R.json")) else { return };
    let trial = case(&all, "p_orangejuice_trial");
    let mut asked = request(ChartKind::P, singles(&trial["defectives"]));
    asked.sizes = vec![number(&trial["n"])];
    let outcome = control_chart(&asked);
    let tolerance = number(&trial["tolerance"]);
    assert_near("p", &limits(&outcome.main), &expected(&trial, &["pbar", "ucl", "lcl"]), tolerance);
    assert_eq!(beyond(&outcome.main), positions(&trial["expected"]["out_of_control"]));
    assert_eq!(beyond(&outcome.main), positions(&r["p"]["viol"]));

    let revised = case(&all, "p_orangejuice_revised");
    asked.excluded = positions(&revised["exclude"]).into_iter().map(|point| Exclusion { point, reason: "new operator".into() }).collect();
    let outcome = control_chart(&asked);
    assert_near("revised p", &limits(&outcome.main), &expected(&revised, &["pbar", "ucl", "lcl"]), tolerance);
    assert_eq!(beyond(&outcome.main), positions(&revised["expected"]["out_of_control"]));
    assert!(outcome.main.points[14].excluded && outcome.main.points[14].value == Some(0.44));

    let numbers_of = case(&all, "np_orangejuice_trial");
    (asked.kind, asked.excluded) = (ChartKind::Np, vec![]);
    let outcome = control_chart(&asked);
    assert_near("np", &limits(&outcome.main), &expected(&numbers_of, &["center", "ucl", "lcl"]), number(&numbers_of["tolerance"]));

    let circuit = case(&all, "c_circuit");
    let mut asked = request(ChartKind::C, singles(&circuit["counts"]));
    let outcome = control_chart(&asked);
    assert_near("c", &limits(&outcome.main), &expected(&circuit, &["cbar", "ucl", "lcl"]), number(&circuit["tolerance"]));
    assert_eq!(beyond(&outcome.main), positions(&circuit["expected"]["out_of_control"]));
    assert_near("R c", &limits(&outcome.main)[1..], &[number(&r["c"]["limits"][1]), number(&r["c"]["limits"][0])], 1e-9);
    let revised = case(&all, "c_circuit_revised");
    asked.excluded = positions(&revised["exclude"]).into_iter().map(|point| Exclusion { point, reason: "new inspector".into() }).collect();
    let found = limits(&control_chart(&asked).main);
    assert_near("revised c", &found, &expected(&revised, &["cbar", "ucl", "lcl"]), number(&revised["tolerance"]));

    let computers = case(&all, "u_pcmanufact");
    let mut asked = request(ChartKind::U, singles(&computers["counts"]));
    asked.sizes = numbers(&computers["sizes"]);
    let found = limits(&control_chart(&asked).main);
    assert_near("u", &found, &expected(&computers, &["ubar", "ucl", "lcl"]), number(&computers["tolerance"]));
    assert_near("R u", &found[1..], &[number(&r["u_pc"]["limits"][1]), number(&r["u_pc"]["limits"][0])], 1e-9);
    let cloth = case(&all, "u_dyedcloth_variable_n");
    let mut asked = request(ChartKind::U, singles(&cloth["counts"]));
    asked.sizes = numbers(&cloth["sizes"]);
    let found = control_chart(&asked).main;
    assert_near("u centre", &[found.points[0].centre], &expected(&cloth, &["ubar"]), number(&cloth["tolerance"]));
    assert_near("u upper", &uppers(&found), &numbers(&cloth["expected"]["ucl"]), number(&cloth["tolerance"]));
    assert_near("u lower", &lowers(&found), &numbers(&cloth["expected"]["lcl"]), number(&cloth["tolerance"]));
    let both: Vec<f64> = lowers(&found).into_iter().zip(uppers(&found)).flat_map(|(low, high)| [low, high]).collect();
    assert_near("R u", &both, &r["u_dyed"]["limits"].as_array().unwrap().iter().flat_map(numbers).collect::<Vec<f64>>(), 1e-7);
}

#[test]
fn viscosity_is_that_of_the_textbook() {
    let Some(all) = shared("spc_cases_qcc_data.json") else { return };
    let case = case(&all, "imr_viscosity");
    let tolerance = number(&case["tolerance"]);
    let outcome = control_chart(&request(ChartKind::Individuals, singles(&case["x"])));
    assert_near("I", &limits(&outcome.main), &expected(&case, &["xbar", "ucl", "lcl"]), tolerance);
    let second = outcome.second.unwrap();
    assert_near("MR", &limits(&second)[..2], &expected(&case, &["mrbar", "mr_ucl"]), tolerance);
}

#[test]
fn sums_and_averages_are_those_of_r() {
    let Some(r) = shared("spc_qcc_R.json") else { return };
    let data = case(&charts(), "ewma_montgomery");
    let mut asked = request(ChartKind::Ewma { weight: 0.1, width: 2.7, steady: false }, singles(&data["x"]));
    asked.stages = known(10.0, 1.0);
    let found = control_chart(&asked).main;
    assert_near("EWMA", &values(&found), &numbers(&r["ewma"]["y"]), 1e-9);
    let both: Vec<f64> = r["ewma"]["limits"].as_array().unwrap().iter().flat_map(numbers).collect();
    let ours: Vec<f64> = lowers(&found).into_iter().zip(uppers(&found)).flat_map(|(low, high)| [low, high]).collect();
    assert_near("EWMA limits", &ours, &both, 1e-9);
    asked.kind = ChartKind::Cusum { slack: 0.5, decision: 5.0 };
    let found = control_chart(&asked);
    assert_near("up", &values(&found.main), &numbers(&r["cusum"]["pos"]), 1e-9);
    assert_near("down", &values(&found.second.unwrap()), &numbers(&r["cusum"]["neg"]), 1e-9);
}
