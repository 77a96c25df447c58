//! Stages, limits that are said, subgroups of several sizes, and what is found: small charts with answers by hand.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::assert_near;
use linewright::engine::quality::*;

fn chart(kind: ChartKind, points: Vec<Vec<f64>>, stages: Vec<Stage>) -> ChartRequest {
    ChartRequest { kind, points, sizes: vec![], stages, excluded: vec![], rules: RuleSet::default() }
}

fn singles(values: &[f64]) -> Vec<Vec<f64>> {
    values.iter().map(|value| vec![*value]).collect()
}

fn stage(start: usize, limits: Basis) -> Stage {
    Stage { start, limits }
}

#[test]
fn each_stage_has_limits_of_its_own() {
    let values = [1.0, 3.0, 1.0, 3.0, 11.0, 15.0, 11.0, 15.0];
    let found =
        control_chart(&chart(ChartKind::Individuals, singles(&values), vec![stage(0, Basis::Estimated), stage(4, Basis::Estimated)]));
    let centres = [found.main.points[3].centre, found.main.points[4].centre];
    assert_near("centres", &centres, &[2.0, 13.0], 1e-12);
    // Mean moving ranges of two and four by d2 = 2/√π; the range across the border is no range.
    let d2 = 2.0 / std::f64::consts::PI.sqrt();
    assert_near("deviations", &[found.stages[0].deviation, found.stages[1].deviation], &[2.0 / d2, 4.0 / d2], 1e-7);
    let second = found.second.unwrap();
    assert_eq!((second.points[4].value, second.points[5].value), (None, Some(4.0)));
    // What is carried on goes on across the border.
    let carried =
        control_chart(&chart(ChartKind::Individuals, singles(&values), vec![stage(0, Basis::Estimated), stage(4, Basis::Before)]));
    assert_eq!(carried.second.unwrap().points[4].value, Some(8.0));
    assert_eq!((carried.main.points[7].centre, carried.stages[1].degrees), (2.0, carried.stages[0].degrees));
}

#[test]
fn limits_that_are_said_stand_as_they_are_said() {
    let values = [5.0, 9.9, 10.1, 3.9, 4.0];
    let fixed = Basis::Fixed { lower: Some(4.0), centre: 6.0, upper: Some(10.0) };
    let found = control_chart(&chart(ChartKind::Individuals, singles(&values), vec![stage(0, fixed)]));
    let point = found.main.points[1];
    assert_eq!((point.lower, point.centre, point.upper), (Some(4.0), 6.0, Some(10.0)));
    let beyond: Vec<usize> = found.main.signals.iter().filter(|signal| signal.rule == Rule::Beyond).map(|signal| signal.point).collect();
    assert_eq!(beyond, [2, 3]);
    // Each side is measured by its own limit: three standard deviations are four above and two below.
    assert_near("z", &[found.main.points[0].z.unwrap(), point.z.unwrap()], &[-1.5, 3.9 / 4.0 * 3.0], 1e-12);
}

#[test]
fn subgroups_of_several_sizes_count_by_what_they_tell() {
    let points = vec![vec![1.0, 3.0], vec![2.0, 2.0, 5.0], vec![4.0], vec![]];
    let found = control_chart(&chart(ChartKind::XbarS, points.clone(), vec![]));
    // By hand: deviations √2 of two and √3 of three, each by its c4 and with weight c4²/(1 − c4²).
    let (two, three) = ((2.0 / std::f64::consts::PI).sqrt(), 0.5 * std::f64::consts::PI.sqrt());
    let weight = |c4: f64| c4 * c4 / (1.0 - c4 * c4);
    let sigma = (weight(two) * 2.0_f64.sqrt() / two + weight(three) * 3.0_f64.sqrt() / three) / (weight(two) + weight(three));
    let stage = found.stages[0];
    let degrees = 0.5 * (weight(two) + weight(three));
    assert_near("stage", &[stage.mean, stage.deviation, stage.degrees], &[17.0 / 6.0, sigma, degrees], 1e-9);
    let upper = |at: usize| found.main.points[at].upper.unwrap();
    let reach = |size: f64| 17.0 / 6.0 + 3.0 * sigma / size.sqrt();
    assert_near("limits", &[upper(0), upper(1), upper(2)], &[reach(2.0), reach(3.0), reach(1.0)], 1e-9);
    let second = found.second.unwrap();
    assert_eq!((second.points[2].value, found.main.points[3].value, stage.used), (None, None, 3));
    assert_near("centres", &[second.points[0].centre, second.points[1].centre], &[two * sigma, three * sigma], 1e-9);
}

#[test]
fn averages_of_subgroups_grow_by_their_sizes() {
    let points = vec![vec![11.0, 13.0, 11.0, 13.0], vec![14.0], vec![], vec![10.0, 10.0]];
    let kind = ChartKind::Ewma { weight: 0.5, width: 2.0, steady: false };
    let found = control_chart(&chart(kind, points, vec![stage(0, Basis::Known { mean: 10.0, deviation: 2.0 })]));
    let values: Vec<Option<f64>> = found.main.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [Some(11.0), Some(12.5), None, Some(11.25)]);
    // Variances 1, 4 and 2 of the means: 0.25, 0.25·0.25 + 1, and a quarter of that with 0.5.
    let deviations = [0.25_f64, 1.0625, 0.765_625].map(f64::sqrt);
    let found: Vec<f64> = [0, 1, 3].map(|at| found.main.points[at].deviation).to_vec();
    assert_near("deviations", &found, &deviations, 1e-12);
}

#[test]
fn findings_say_what_a_chart_rests_on() {
    let found = |request: &ChartRequest| control_chart(request).findings;
    assert_eq!(found(&chart(ChartKind::Individuals, vec![], vec![])), [Finding::NothingToEstimate { stage: 0 }]);
    assert_eq!(found(&chart(ChartKind::Individuals, singles(&[4.0; 30]), vec![])), [Finding::NoVariation { stage: 0 }]);
    let few: Vec<f64> = (0..19).map(|at| f64::from(at % 3)).collect();
    assert_eq!(found(&chart(ChartKind::Individuals, singles(&few), vec![])), [Finding::FewPoints { stage: 0, used: 19 }]);
    let wide: Vec<Vec<f64>> = (0..25).map(|at| (0..12).map(|one| f64::from((at * 7 + one * 5) % 12)).collect()).collect();
    assert_eq!(found(&chart(ChartKind::XbarR, wide, vec![])), [Finding::LargeSubgroups { stage: 0 }]);
    // Nearly all nonconforming is as hard to see as nearly none.
    for counts in [1.0, 49.0] {
        let mut rare = chart(ChartKind::P, singles(&[counts; 25]), vec![]);
        rare.sizes = vec![50.0];
        assert_eq!(found(&rare), [Finding::SmallCounts { stage: 0 }]);
    }
    // More found than inspected is a mistake.
    let mut odd = chart(ChartKind::Np, singles(&[20.0; 25]), vec![]);
    odd.sizes = vec![50.0];
    odd.points[3] = vec![51.0];
    assert_eq!(found(&odd), [Finding::NotUsable { points: 1 }]);
    assert!(Finding::NotUsable { points: 1 }.cause().ends_with('.'));
}

#[test]
fn without_variation_every_change_signals_and_nothing_else() {
    let mut values = vec![4.0; 25];
    values.push(4.1);
    let found = control_chart(&chart(ChartKind::Individuals, singles(&values), vec![stage(0, Basis::Estimated), stage(25, Basis::Before)]));
    assert_eq!(found.main.signals.iter().map(|signal| signal.point).collect::<Vec<usize>>(), [25]);
    assert_eq!(found.main.points[25].zone, 4);
}
