//! Input that no planner means: every answer is finite, ordered, and says what was wrong.

use linewright::engine::forecast::{Effort, Finding, Method, Settings, Weights, backtest, consume, disaggregate, forecast, unusual};

fn settings(horizon: usize, season: usize, method: Option<Method>) -> Settings {
    Settings { horizon, season, method, weights: None, effort: Effort::Quick }
}

fn hostile() -> Vec<Vec<Option<f64>>> {
    let repeat = |values: &[f64], count: usize| values.iter().cycle().take(count).copied().map(Some).collect::<Vec<_>>();
    let mut all: Vec<Vec<Option<f64>>> =
        vec![Vec::new(), vec![None; 30], vec![Some(7.0)], vec![Some(1.0), Some(2.0)], vec![Some(f64::NAN); 5]];
    for values in [
        &[0.0][..],
        &[5.0],
        &[1e12],
        &[1e-12, 2e-12],
        &[-5.0, 3.0, -1.0],
        &[0.0, 1e12],
        &[1e12, 1e-12],
        &[f64::INFINITY, 1.0, 2.0],
        &[f64::MAX, 3.0, 4.0],
        &[0.0, 0.0, 0.0, 4.0, 0.0],
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
    ] {
        all.extend([3, 4, 5, 6, 7, 13, 25, 40, 120].map(|count| repeat(values, count)));
    }
    let mut gaps = repeat(&[3.0, 8.0, 5.0], 50);
    gaps.iter_mut().step_by(4).for_each(|value| *value = None);
    all.push(gaps);
    all
}

#[test]
fn any_series_by_any_method_has_a_finite_forecast_within_its_ranges() {
    let methods = Method::SINGLE.iter().copied().map(Some).chain([None, Some(Method::Mean)]);
    for method in methods {
        for history in hostile() {
            for season in [0, 1, 2, 7, 12, 52] {
                let answer = forecast(&history, &settings(6, season, method));
                assert_eq!((answer.points.len(), answer.ranges_80.len(), answer.ranges_95.len()), (6, 6, 6));
                for ((point, inner), outer) in answer.points.iter().zip(&answer.ranges_80).zip(&answer.ranges_95) {
                    let ordered = outer.low <= inner.low && inner.low <= *point && *point <= inner.high && inner.high <= outer.high;
                    assert!(
                        point.is_finite() && outer.low.is_finite() && outer.high.is_finite() && ordered,
                        "{method:?} {history:?} {answer:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_thorough_search_of_the_same_is_finite_too() {
    for method in [Method::Ets, Method::HoltWintersMultiplicative, Method::HoltWintersAdditive, Method::DampedHolt] {
        for history in hostile() {
            for season in [1, 7, 12] {
                let asked = Settings { effort: Effort::Thorough, ..settings(6, season, Some(method)) };
                let answer = forecast(&history, &asked);
                let finite = |range: &linewright::engine::forecast::Range| range.low.is_finite() && range.high.is_finite();
                assert!(answer.points.iter().all(|point| point.is_finite()), "{method:?} {history:?} {answer:?}");
                assert!(answer.ranges_80.iter().chain(&answer.ranges_95).all(finite), "{method:?} {history:?} {answer:?}");
            }
        }
    }
}

#[test]
fn weights_that_a_person_gives_are_finite_with_the_same() {
    for history in hostile() {
        for (alpha, beta, gamma) in [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.3, 0.05, 0.4), (2.0, -1.0, f64::NAN)] {
            for method in [Method::HoltWintersMultiplicative, Method::HoltWintersAdditive] {
                let weights = Some(Weights { alpha, beta, gamma });
                let answer = forecast(&history, &Settings { weights, ..settings(6, 2, Some(method)) });
                let finite = |range: &linewright::engine::forecast::Range| range.low.is_finite() && range.high.is_finite();
                assert!(answer.points.iter().all(|point| point.is_finite()), "{method:?} {history:?} {answer:?}");
                assert!(answer.ranges_80.iter().chain(&answer.ranges_95).all(finite), "{method:?} {history:?} {answer:?}");
            }
        }
    }
}

#[test]
fn backtest_and_flags_survive_the_same() {
    for history in hostile() {
        for season in [0, 1, 12] {
            let tested = backtest(&history, &settings(6, season, None));
            assert!(tested.measured.iter().all(|one| one.overall.smape.is_finite() && one.overall.mase.is_finite()));
            for at in 0..=tested.measured.len() {
                let ahead = [None, Some(0), Some(1), Some(6), Some(7)];
                assert!(ahead.into_iter().filter_map(|ahead| tested.against_naive(at, ahead)).all(f64::is_finite));
            }
            let found = unusual(&history, season);
            assert!(found.outliers.iter().all(|outlier| outlier.suggestion.is_finite() && outlier.period < history.len()));
        }
    }
}

#[test]
fn what_is_wrong_with_a_series_is_said() {
    let findings = |history: &[Option<f64>]| forecast(history, &settings(3, 12, None)).findings;
    assert_eq!(findings(&[]), [Finding::Empty]);
    assert_eq!(findings(&[Some(0.0); 9]), [Finding::AllZero]);
    assert_eq!(findings(&[Some(4.0); 9]), [Finding::Constant]);
    assert_eq!(findings(&[Some(4.0), Some(5.0)]), [Finding::TooShort { values: 2 }]);
    let gaps = [Some(1.0), None, Some(f64::NAN), Some(4.0), Some(3.0), Some(-2.0), Some(5.0)];
    assert_eq!(findings(&gaps), [Finding::NotNumbers { periods: 1 }, Finding::GapsFilled { periods: 2 }, Finding::Negative]);
}

#[test]
fn a_forecast_of_what_was_never_negative_is_never_negative() {
    let falling: Vec<Option<f64>> = (0..30).map(|at| Some((100.0 - 5.0 * f64::from(at)).max(0.0))).collect();
    let answer = forecast(&falling, &settings(12, 12, Some(Method::Holt)));
    assert!(answer.points.iter().all(|point| *point >= 0.0) && answer.ranges_95.iter().all(|range| range.low >= 0.0));
}

#[test]
fn a_horizon_of_nothing_and_one_beyond_reason_are_answered() {
    let history: Vec<Option<f64>> = (0..40).map(|at| Some(f64::from(at % 7))).collect();
    assert!(forecast(&history, &settings(0, 7, None)).points.is_empty());
    assert_eq!(forecast(&history, &settings(usize::MAX, 7, None)).points.len(), 1000);
    assert!(disaggregate(f64::INFINITY, &[1.0, 2.0], 0.0).iter().all(|part| part.is_finite()));
    assert!(consume(&[], &[(0, 1.0)], linewright::engine::forecast::Window::default()).open.is_empty());
}
