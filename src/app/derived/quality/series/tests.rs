//! Charts from records and checks: who counts, in which order, and where limits come from.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]
use super::*;
use crate::app::derived::quality::{leave_out, time_line, write_answers};
use crate::engine::quality::{Finding, Rule, cusum_run_length, ewma_run_length};

fn time(hour: i64) -> Time {
    Time::parse("2026-03-02 06:00").unwrap().plus(Span::from_hours(hour))
}

fn question(kind: AnswerKind, size: i64) -> CheckItem {
    let unit = if kind == AnswerKind::Measured { "mm" } else { "" };
    let checklist = Some(ChecklistId::from_raw(1));
    CheckItem { checklist, kind, size, unit: unit.to_owned(), name: "Thickness".to_owned(), ..CheckItem::new(CheckItemId::from_raw(7)) }
}

fn workspace(question: &CheckItem, found: &[&[f64]]) -> Workspace {
    let mut workspace = Workspace::default();
    let list = Checklist { name: "First piece".to_owned(), ..Checklist::new(ChecklistId::from_raw(1)) };
    workspace.checklists.insert(list.id, list);
    workspace.check_items.insert(question.id, question.clone());
    // The latest first, so that order is not that of the ids.
    for (at, values) in found.iter().enumerate() {
        let id = CheckId::from_raw(1_000 - at as u64);
        let answer = Answer { values: values.to_vec(), ..Answer::to(question) };
        let check = Check { time: Some(time(at as i64)), checklist: question.checklist, ..Check::new(id) };
        workspace.checks.insert(id, Check { answers: write_answers(&[answer]), ..check });
    }
    workspace
}

fn chart() -> ControlChart {
    ControlChart { question: Some(CheckItemId::from_raw(7)), ..ControlChart::new(ControlChartId::from_raw(3)) }
}

fn series(kind: AnswerKind, found: &[&[f64]], chart: &ControlChart) -> ChartSeries {
    let question = question(kind, 20);
    chart_series(&workspace(&question, found), chart).unwrap()
}

#[test]
fn the_kind_follows_what_is_answered_and_how_much_of_it() {
    let drawn = |kind, found: &[&[f64]]| series(kind, found, &chart()).request.kind;
    assert_eq!(drawn(AnswerKind::Measured, &[&[1.0], &[2.0]]), EngineKind::Individuals);
    assert_eq!(drawn(AnswerKind::Measured, &[&[1.0, 2.0], &[2.0]]), EngineKind::XbarR);
    assert_eq!(drawn(AnswerKind::Measured, &[&[1.0; 8]]), EngineKind::XbarR);
    assert_eq!(drawn(AnswerKind::Measured, &[&[1.0; 9]]), EngineKind::XbarS);
    assert_eq!(drawn(AnswerKind::Defectives, &[&[1.0]]), EngineKind::P);
    assert_eq!(drawn(AnswerKind::Defects, &[&[1.0], &[3.0]]), EngineKind::C);
    let mut other = workspace(&question(AnswerKind::Defects, 20), &[&[1.0], &[3.0]]);
    other.checks.get_mut(&CheckId::from_raw(1_000)).unwrap().answers =
        write_answers(&[Answer { values: vec![1.0], size: 10, ..Answer::to(&question(AnswerKind::Defects, 20)) }]);
    let found = chart_series(&other, &chart()).unwrap();
    assert_eq!((found.request.kind, found.request.sizes), (EngineKind::U, vec![10.0, 20.0]));
    let unfit = ControlChart { kind: ChartKind::P, ..chart() };
    assert_eq!(series(AnswerKind::Measured, &[&[1.0]], &unfit).request.kind, EngineKind::Individuals, "shares are counted, not measured");
    assert!(chart_series(&workspace(&question(AnswerKind::Text, 1), &[]), &chart()).is_none());
}

#[test]
fn points_stand_by_time_and_only_checks_that_count_and_fit_are_among_them() {
    let asked = question(AnswerKind::Measured, 1);
    let mut workspace = workspace(&asked, &[&[10.0], &[11.0], &[99.0], &[12.0], &[0.5]]);
    let (lathe, mill) = (Some(ResourceId::from_raw(1)), Some(ResourceId::from_raw(2)));
    for check in workspace.checks.values_mut() {
        check.resource = lathe;
    }
    workspace.checks.get_mut(&CheckId::from_raw(999)).unwrap().resource = mill;
    workspace.checks.get_mut(&CheckId::from_raw(997)).unwrap().corrects = Some(CheckId::from_raw(998));
    let inches = Answer { unit: "in".to_owned(), values: vec![0.5], ..Answer::to(&asked) };
    workspace.checks.get_mut(&CheckId::from_raw(996)).unwrap().answers = write_answers(&[inches]);
    let all = chart_series(&workspace, &chart()).unwrap();
    assert_eq!(all.request.points, [[10.0], [11.0], [12.0]], "in the order of time, without the one that was corrected");
    let ids: Vec<u64> = all.points.iter().map(|point| point.check.raw()).collect();
    assert_eq!((ids, all.strangers), (vec![1_000, 999, 997], 1));
    let of_lathe = chart_series(&workspace, &ControlChart { resource: lathe, ..chart() }).unwrap();
    assert_eq!(of_lathe.request.points, [[10.0], [12.0]]);
}

#[test]
fn leaving_a_point_out_takes_it_from_the_limits_and_taking_it_back_restores_them() {
    let found: Vec<Vec<f64>> = (0..24).map(|at| vec![if at == 20 { 30.0 } else { 10.0 + f64::from(at % 3) }]).collect();
    let found: Vec<&[f64]> = found.iter().map(Vec::as_slice).collect();
    let before = series(AnswerKind::Measured, &found, &chart());
    let seen = before.outcome();
    assert!(seen.main.signals.iter().any(|signal| signal.rule == Rule::Beyond && signal.point == 20));
    assert!(seen.findings.contains(&Finding::LimitsFromSignals { stage: 0 }));
    let line = before.line_of(20, "gauge fell down".to_owned()).unwrap();
    assert_eq!(line.check, None, "its time names it");
    let left = ControlChart { left_out: leave_out("", &line), ..chart() };
    let after = series(AnswerKind::Measured, &found, &left);
    assert_eq!(after.points[20].left_out.as_deref(), Some("gauge fell down"));
    let limits = |outcome: &ChartOutcome| outcome.main.points[0].upper.unwrap();
    assert!(limits(&after.outcome()) < limits(&seen) - 1.0);
    assert!(after.outcome().main.points[20].excluded);
}

#[test]
fn of_two_checks_in_one_second_the_one_that_is_meant_is_left_out() {
    let mut workspace = workspace(&question(AnswerKind::Measured, 1), &[&[10.0], &[11.0]]);
    for check in workspace.checks.values_mut() {
        check.time = Some(time(0));
    }
    let both = chart_series(&workspace, &chart()).unwrap();
    assert_eq!(both.request.points, [[11.0], [10.0]], "then by their ids");
    let line = both.line_of(1, "why".to_owned()).unwrap();
    let one = chart_series(&workspace, &ControlChart { left_out: leave_out("", &line), ..chart() }).unwrap();
    assert_eq!(one.request.excluded, [Exclusion { point: 1, reason: "why".to_owned() }]);
}

#[test]
fn stages_begin_with_the_first_point_at_their_time_and_learned_limits_hold_until_the_next() {
    let found: Vec<&[f64]> = vec![&[1.0]; 10];
    let stages = [6, -5].map(|hour| time_line(time(hour))).join("\n");
    let of = |stages: &str, learned: Option<i64>| {
        let chart = ControlChart { stages: stages.to_owned(), learned_until: learned.map(time), ..chart() };
        let stages = series(AnswerKind::Measured, &found, &chart).request.stages;
        stages.into_iter().map(|stage| (stage.start, stage.limits)).collect::<Vec<_>>()
    };
    assert_eq!(of(&stages, None), [(6, Basis::Estimated)], "before the first point nothing begins anew");
    assert_eq!(of("", Some(3)), [(4, Basis::Before)]);
    assert_eq!(of(&stages, Some(3)), [(4, Basis::Before), (6, Basis::Estimated)]);
    assert_eq!(of(&stages, Some(7)), [(6, Basis::Estimated), (8, Basis::Before)]);
    assert_eq!(of(&stages, Some(5)), [(6, Basis::Estimated)], "a stage of its own needs no limits from before");
    assert_eq!(of("", Some(90)), [], "all that was found is learned from");
}

#[test]
fn a_stage_begins_at_the_very_check_also_where_all_are_of_one_second_and_goes_again() {
    let found: Vec<&[f64]> = vec![&[1.0]; 4];
    let mut workspace = workspace(&question(AnswerKind::Measured, 1), &found);
    for check in workspace.checks.values_mut() {
        check.time = Some(time(0));
    }
    let of = |stages: String| chart_series(&workspace, &ControlChart { stages, ..chart() }).unwrap();
    let plain = of(String::new());
    for at in 1..4 {
        let with = of(plain.with_stage_toggled(at).unwrap());
        assert_eq!(with.request.stages, [Stage { start: at, limits: Basis::Estimated }]);
        assert_eq!([1, 2, 3].map(|other| with.begins_at(other)), [1, 2, 3].map(|other| other == at));
        assert_eq!(with.with_stage_toggled(at).unwrap(), "");
        let both = of(with.with_stage_toggled(at % 3 + 1).unwrap());
        assert_eq!(both.request.stages.len(), 2);
    }
}

#[test]
fn between_rare_events_stand_good_units_or_hours_and_each_point_is_the_check_that_found_one() {
    let found: &[&[f64]] = &[&[0.0], &[2.0], &[0.0], &[0.0], &[1.0], &[1.0]];
    let of = |kind| series(AnswerKind::Defectives, found, &ControlChart { kind, ..chart() });
    let units = of(ChartKind::G);
    assert_eq!(units.request.points, [[38.0], [59.0], [19.0]]);
    assert_eq!(units.points.iter().map(|point| point.time).collect::<Vec<_>>(), [time(1), time(4), time(5)]);
    assert_eq!(of(ChartKind::T).request.points, [[1.0], [3.0], [1.0]]);
    let at_once = series(AnswerKind::Defectives, &[&[1.0], &[0.0], &[1.0]], &ControlChart { kind: ChartKind::T, ..chart() });
    assert_eq!(at_once.request.points, [[2.0]], "no time has passed before the first check");
}

#[test]
fn questions_without_a_chart_are_offered_and_names_are_not_given_twice() {
    let asked = question(AnswerKind::Measured, 1);
    let mut workspace = workspace(&asked, &[]);
    assert_eq!(uncharted(&workspace).iter().map(|item| item.id).collect::<Vec<_>>(), [asked.id]);
    let first = ControlChart { id: ControlChartId::from_raw(5), ..new_chart(&workspace, &asked) };
    assert_eq!((first.name.as_str(), first.question), ("Thickness", Some(asked.id)));
    workspace.control_charts.insert(first.id, first);
    assert!(uncharted(&workspace).is_empty());
    assert_eq!(new_chart(&workspace, &asked).name, "Thickness (First piece)");
}

#[test]
fn averages_and_sums_cry_wolf_as_seldom_as_their_settings_say() {
    let (EngineKind::Ewma { weight, width, .. }, EngineKind::Cusum { slack, decision }) = (AVERAGE, SUMS) else { unreachable!() };
    assert!((ewma_run_length(weight, width, 0.0) - 560.0).abs() < 2.0, "{}", ewma_run_length(weight, width, 0.0));
    assert!((cusum_run_length(slack, decision, 0.0) - 465.0).abs() < 1.0, "{}", cusum_run_length(slack, decision, 0.0));
}
