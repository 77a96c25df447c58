//! Capability, normality, gauges and rare events against the NIST handbook, R, and published examples.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![allow(clippy::approx_constant, reason = "a part of the gauge study measured 3.14")]

use crate::support::{assert_near, case, charts, number, numbers, shared};
use linewright::engine::quality::*;
use linewright::engine::statistics::chi_square_quantile;

fn specification(lower: f64, upper: f64, target: f64) -> Specification {
    Specification { lower: Some(lower), upper: Some(upper), target: Some(target) }
}

/// Cp, the sides, Cpk, distance from the middle, ppm and Cpm, in the order of the cases.
fn all_of(found: &Indices) -> [f64; 7] {
    let index = |index: Option<Index>| index.unwrap().value;
    let ppm = found.ppm_below + found.ppm_above;
    let sides = (found.upper.unwrap(), found.lower.unwrap());
    [index(found.potential), sides.0, sides.1, index(found.actual), found.off_centre.unwrap(), ppm, index(found.about_target)]
}

const NAMES: [&str; 7] = ["cp", "cpu", "cpl", "cpk", "k", "ppm", "cpm"];

#[test]
fn indices_are_those_of_the_handbook() {
    let case = case(&charts(), "capability_nist");
    let process = Process { mean: number(&case["mean"]), deviation: number(&case["sigma"]), values: 50.0, degrees: 49.0 };
    let found = indices(&process, &specification(number(&case["lsl"]), number(&case["usl"]), number(&case["target"])), 0.95);
    assert_near("NIST", &all_of(&found), &NAMES.map(|name| number(&case["expected"][name])), number(&case["tolerance"]));
}

#[test]
fn expected_ppm_are_those_of_the_normal_distribution() {
    let case = case(&charts(), "cpk_to_ppm_centred");
    let rows = case["expected"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    for row in rows {
        let reach = 3.0 * number(&row["cp"]);
        for (mean, name) in [(0.0, "ppm_centred"), (1.5, "ppm_shift_1_5")] {
            let process = Process { mean, deviation: 1.0, values: 100.0, degrees: 99.0 };
            let found = indices(&process, &specification(-reach, reach, 0.0), 0.95);
            let expected = number(&row[name]);
            assert_near(name, &[found.ppm_below + found.ppm_above], &[expected], number(&case["tolerance"]) * expected.min(1.0));
        }
    }
}

#[test]
fn piston_rings_are_those_of_the_textbook_and_of_r() {
    let (Some(all), Some(r)) = (shared("spc_cases_qcc_data.json"), shared("spc_qcc_R.json")) else { return };
    let points: Vec<Vec<f64>> = case(&all, "xbar_r_pistonrings")["subgroups"].as_array().unwrap().iter().map(numbers).collect();
    let rings = case(&all, "capability_pistonrings");
    let expected = &rings["expected"];
    let asked = ChartRequest {
        kind: ChartKind::XbarR,
        points: points.clone(),
        sizes: vec![],
        stages: vec![],
        excluded: vec![],
        rules: RuleSet::default(),
    };
    let stage = control_chart(&asked).stages[0];
    let limits = specification(number(&rings["lsl"]), number(&rings["usl"]), number(&rings["target"]));
    let found = capability(&points, &stage, &limits, 0.95);
    let tolerance = number(&rings["tolerance"]);
    for (name, indices) in [("within", &found.within), ("overall", &found.overall)] {
        assert_near(name, &all_of(indices), &NAMES.map(|index| number(&expected[name][index])), tolerance);
    }
    let deviations = [found.process_within.deviation, found.process_overall.deviation];
    assert_near("sigma", &deviations, &["sigma_within", "sigma_overall"].map(|name| number(&expected[name])), 1e-7);
    // Mean ranges know less than all values together would: about 91 degrees of freedom instead of 124.
    assert!((found.process_within.degrees - 90.6).abs() < 0.1, "{}", found.process_within.degrees);

    // R counts all values but one as degrees of freedom, and has rounded constants.
    let process = Process { mean: stage.mean, deviation: number(&r["xbar"]["sd"]), values: 125.0, degrees: 124.0 };
    let found = indices(&process, &limits, 0.95);
    let told = |index: Option<Index>| index.map(|index| vec![index.value, index.low.unwrap(), index.high.unwrap()]).unwrap();
    for (row, index) in [(0, found.potential), (3, found.actual)] {
        assert_near("interval", &told(index), &numbers(&r["capability"][row]), 1e-6);
    }
    assert_near("sides", &[found.lower.unwrap(), found.upper.unwrap()], &[1, 2].map(|row| number(&r["capability"][row][0])), 1e-6);
    // Of Cpm, R's package leaves out a square in the degrees of freedom, n(1 + a²)²/(1 + 2a²): with its own its interval comes out, with ours
    // one that is a little narrower.
    let (ours, published) = (told(found.about_target), numbers(&r["capability"][4]));
    let away = ((process.mean - 74.0) / process.deviation).powi(2);
    let with = |degrees: f64| [0.025, 0.975].map(|p| ours[0] * (chi_square_quantile(p, degrees) / degrees).sqrt());
    assert_near("Cpm", &ours[..1], &published[..1], 1e-6);
    assert_near("interval of R", &with(125.0 * (1.0 + away) / (1.0 + 2.0 * away)), &published[1..], 1e-6);
    assert_near("interval of Boyles", &with(125.0 * (1.0 + away).powi(2) / (1.0 + 2.0 * away)), &ours[1..], 1e-9);
}

#[test]
fn what_is_not_specified_or_does_not_vary_has_no_index() {
    let process = Process { mean: 1.0, deviation: 0.5, values: 30.0, degrees: 29.0 };
    let found = indices(&process, &Specification { upper: Some(4.0), ..Specification::default() }, 0.95);
    assert!(found.potential.is_none() && found.about_target.is_none() && found.lower.is_none() && found.ppm_below == 0.0);
    assert_eq!(found.actual.unwrap().value, 2.0);
    assert_eq!(indices(&Process { deviation: 0.0, ..process }, &specification(0.0, 2.0, 1.0), 0.95), Indices::default());
    let few = indices(&Process { degrees: 0.0, ..process }, &specification(0.0, 2.0, 1.0), 0.95);
    assert!(few.potential.unwrap().low.is_none() && few.actual.unwrap().low.is_none());
}

#[test]
fn normality_gives_back_the_published_levels() {
    // Stephens 1974: critical values and their levels, from another source than the curve. The curve is good to two per cent of them.
    for (adjusted, level) in [(0.561, 0.15), (0.631, 0.10), (0.752, 0.05), (0.873, 0.025), (1.035, 0.01)] {
        assert!((anderson_darling_p(adjusted) / level - 1.0).abs() < 0.025, "{adjusted}");
    }
    // Where the pieces of the curve meet.
    for meeting in [0.2, 0.34, 0.6] {
        assert!((anderson_darling_p(meeting - 1e-9) - anderson_darling_p(meeting + 1e-9)).abs() < 5e-3);
    }
    // Expected values of normal ranks are as normal as can be; those of an exponential distribution are not.
    let ranks: Vec<f64> = (1..=50).map(|at| (f64::from(at) - 0.5) / 50.0).collect();
    let plot = probability_plot(&ranks);
    let normal: Vec<f64> = plot.iter().map(|(_, z)| 10.0 + 2.0 * z).collect();
    let skewed: Vec<f64> = ranks.iter().map(|rank| -(1.0 - rank).ln()).collect();
    assert!(normality(&normal).unwrap().p > 0.99);
    assert!(normality(&skewed).unwrap().p < 1e-4);
    assert_eq!((normality(&[1.0; 20]), normality(&[1.0, 2.0, 3.0])), (None, None));
}

#[test]
fn a_normality_statistic_by_hand() {
    // From the definition with plain sums, of numbers that need no tails.
    let values = [4.1, 5.0, 5.2, 5.9, 6.0, 6.4, 7.1, 9.3, 5.5, 6.2];
    let found = normality(&values).unwrap();
    let mut sorted = values;
    sorted.sort_by(f64::total_cmp);
    let below = |value: f64| linewright::engine::statistics::normal_probability((value - found.mean) / found.deviation);
    let sum: f64 = (0..10).map(|i| (2 * i + 1) as f64 * (below(sorted[i]).ln() + (1.0 - below(sorted[9 - i])).ln())).sum();
    assert_near("A²", &[found.mean, found.statistic], &[6.07, -10.0 - sum / 10.0], 1e-12);
}

/// SPC for Excel, “ANOVA Gage R&R (Part 3)”: five parts, three operators, three trials.
fn study() -> Vec<Vec<Vec<f64>>> {
    let parts = [
        [[3.29, 3.41, 3.64], [3.08, 3.25, 3.07], [3.04, 2.89, 2.85]],
        [[2.44, 2.32, 2.42], [2.53, 1.78, 2.32], [1.62, 1.87, 2.04]],
        [[4.34, 4.17, 4.27], [4.19, 3.94, 4.34], [3.88, 4.09, 3.67]],
        [[3.47, 3.50, 3.64], [3.01, 4.03, 3.20], [3.14, 3.20, 3.11]],
        [[2.20, 2.08, 2.16], [2.44, 1.80, 1.72], [1.54, 1.93, 1.55]],
    ];
    parts.iter().map(|part| part.iter().map(|cell| cell.to_vec()).collect()).collect()
}

#[test]
fn a_gauge_by_variance_is_that_published() {
    let found = gauge_by_variance(&study(), 0.25).unwrap();
    assert!(!found.interaction_kept);
    assert_near("p", &[found.interaction_p.unwrap()], &[0.9964], 5e-4);
    let variances = [found.repeatability, found.operator, found.interaction, found.part, found.gauge(), found.total()];
    assert_near("variances", &variances, &[0.0468, 0.0512, 0.0, 0.7978, 0.0980, 0.8958], 5e-4);
    let parts = [found.gauge(), found.repeatability, found.reproducibility, found.part];
    assert_near("contribution", &parts.map(|part| 100.0 * found.contribution(part)), &[10.94, 5.22, 5.72, 89.06], 0.01);
    assert_near("study", &parts.map(|part| 100.0 * found.study_share(part)), &[33.07, 22.85, 23.91, 94.37], 0.01);
    assert_eq!(found.distinct_categories(), Some(4));
    assert_near("tolerance", &[found.tolerance_share(0.04, 6.0).unwrap()], &[0.2], 1e-12);
}

#[test]
fn an_interaction_is_kept_where_it_is_there() {
    // Two operators who read the same two parts the other way round, with trials that differ by 0.2: every mean square by hand.
    let study = vec![vec![vec![0.9, 1.1], vec![2.9, 3.1]], vec![vec![2.9, 3.1], vec![0.9, 1.1]]];
    let found = gauge_by_variance(&study, 0.05).unwrap();
    assert!(found.interaction_kept && found.interaction_p.unwrap() < 1e-3);
    assert_near(
        "by hand",
        &[found.repeatability, found.interaction, found.operator, found.part],
        &[0.02, (8.0 - 0.02) / 2.0, 0.0, 0.0],
        1e-12,
    );
    let mut torn = study;
    torn[1][0].pop();
    assert_eq!((gauge_by_variance(&torn, 0.05), gauge_by_range(&torn)), (None, None));
}

#[test]
fn a_gauge_by_ranges_is_that_published() {
    // AIAG's study of ten parts, three operators and three trials, by its ranges.
    let found = gauge_from_ranges(0.342, 0.445, 3.511, (10, 3, 3));
    let deviations = [found.repeatability, found.reproducibility, found.part, found.gauge(), found.total()].map(f64::sqrt);
    assert_near("deviations", &deviations, &[0.202, 0.230, 1.104, 0.306, 1.146], 1e-3);
    assert_near("share", &[100.0 * found.study_share(found.gauge())], &[26.68], 0.05);
    // From measurements by the same road: both ways of the study see the same parts.
    let (ranges, variance) = (gauge_by_range(&study()).unwrap(), gauge_by_variance(&study(), 0.25).unwrap());
    assert!((ranges.part.sqrt() / variance.part.sqrt() - 1.0).abs() < 0.1, "{ranges:?}");
}

#[test]
fn rare_events_have_limits_of_their_own_distributions() {
    let of = |kind: ChartKind, mean: f64, values: &[f64]| {
        control_chart(&ChartRequest {
            kind,
            points: values.iter().map(|value| vec![*value]).collect(),
            sizes: vec![],
            stages: vec![Stage { start: 0, limits: Basis::Known { mean, deviation: 0.0 } }],
            excluded: vec![],
            rules: RuleSet::default(),
        })
    };
    // Of exponential time with mean 100: quantiles in closed form at the probabilities of three standard deviations.
    let tail = 0.001_349_898_031_630_093;
    let found = of(ChartKind::T, 100.0, &[0.1, 50.0, 700.0, 69.314_718_055_994_53]);
    let point = found.main.points[0];
    let limits = [point.lower.unwrap(), point.centre, point.upper.unwrap()];
    assert_near("t", &limits, &[-100.0 * (1.0_f64 - tail).ln(), 100.0 * 2.0_f64.ln(), -100.0 * tail.ln()], 1e-9);
    let beyond: Vec<usize> = found.main.signals.iter().map(|signal| signal.point).collect();
    assert_eq!(beyond, [0, 2]);
    assert!(found.main.points[3].z.unwrap().abs() < 1e-9);
    // Of good ones between events that one in ten is: at most 9.5 with 1 − 0.9^10.5.
    let found = of(ChartKind::G, 9.0, &[0.0, 9.5, 70.0]);
    let expected = linewright::engine::statistics::normal_quantile(1.0 - 0.9_f64.powf(10.5));
    assert_near("g", &[found.main.points[1].z.unwrap()], &[expected], 1e-9);
    assert_near("g upper", &[found.main.points[0].upper.unwrap()], &[tail.ln() / 0.9_f64.ln() - 1.0], 1e-9);
    assert_eq!(found.main.points[0].lower, Some(0.0));
    assert_eq!(found.main.signals.iter().map(|signal| signal.point).collect::<Vec<usize>>(), [2]);
}

#[test]
fn no_input_is_too_strange_for_a_chart() {
    let kinds = [
        ChartKind::XbarR,
        ChartKind::XbarS,
        ChartKind::Individuals,
        ChartKind::P,
        ChartKind::Np,
        ChartKind::C,
        ChartKind::U,
        ChartKind::G,
        ChartKind::T,
        ChartKind::Ewma { weight: f64::NAN, width: -1.0, steady: false },
        ChartKind::Cusum { slack: 0.5, decision: f64::INFINITY },
    ];
    let odd = [vec![], vec![f64::NAN], vec![-3.0], vec![1e300, -1e300], vec![0.0], vec![5.0, f64::INFINITY, 7.0]];
    let stage = |start, limits| Stage { start, limits };
    let stages = [
        vec![],
        vec![stage(3, Basis::Before), stage(2, Basis::Estimated), stage(99, Basis::Before)],
        vec![stage(0, Basis::Fixed { lower: None, centre: 1.0, upper: None }), stage(4, Basis::Before)],
        vec![stage(1, Basis::Known { mean: f64::NAN, deviation: -1.0 })],
    ];
    for kind in kinds {
        for length in 0..=odd.len() {
            for stages in &stages {
                let mut rules = RuleSet::nelson(&Rule::ALL);
                rules.set_k(Rule::Trend, f64::NAN);
                let excluded = vec![Exclusion { point: 77, reason: String::new() }];
                let points = odd[..length].to_vec();
                let outcome = control_chart(&ChartRequest { kind, points, sizes: vec![0.0, 2.0], stages: stages.clone(), excluded, rules });
                assert_eq!(outcome.main.points.len(), length);
            }
        }
    }
}
