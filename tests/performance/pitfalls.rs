//! The ten pitfalls against their fixtures, every case.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::calibration::normal;
use crate::reference::{number, numbers};
use linewright::engine::pitfalls::*;
use serde_json::Value;

const CLOSE: f64 = 1e-6;

/// The cases of a pitfall, of which there are so many.
fn cases(id: &str, many: usize) -> Vec<(Value, Value)> {
    let all: Value = serde_json::from_str(include_str!("../data/detectors.json")).unwrap();
    let list = all[id].as_array().unwrap();
    assert_eq!(list.len(), many, "{id}");
    list.iter().map(|case| (case["input"].clone(), case["expected"].clone())).collect()
}

fn close(what: &str, found: f64, expected: &Value) {
    assert!((found - number(expected)).abs() <= CLOSE * number(expected).abs().max(1.0), "{what}: {found}, expected {expected}");
}

fn level(expected: &Value) -> Level {
    match expected.as_str().unwrap() {
        "none" => Level::None,
        "amber" => Level::Amber,
        _ => Level::Red,
    }
}

#[test]
fn full_load_is_seen() {
    for (input, expected) in cases("AP1", 4) {
        let found = full_load(&numbers(&input["load"]), &numbers(&input["capacity"]), number(&input["efficiency"]));
        assert_eq!(found.evidence.level, level(&expected["level"]));
        for (at, share) in expected["rho"].as_array().unwrap().iter().enumerate() {
            close("utilisation", found.utilisation[at], share);
            let waiting = &expected["wait_multiple"][at];
            assert_eq!(found.waiting[at].is_some(), waiting.is_number());
            found.waiting[at].iter().for_each(|found| close("waiting", *found, waiting));
        }
    }
    assert_eq!(full_load(&[], &[], 1.0).evidence.level, Level::Unknown);
}

#[test]
fn growth_and_age_of_work_are_seen() {
    for (input, expected) in cases("AP2", 4) {
        let list = |name: &str| numbers(&input[name]);
        let found =
            started_more_than_finished(&list("starts"), &list("finishes"), number(&input["wip0"]), &list("ages"), &list("cycle_times"));
        assert_eq!(found.in_process, numbers(&expected["wip"]));
        close("growth", found.growth, &expected["growth"]);
        close("p of growth", found.p_growth, &expected["p_growth"]);
        close("85 of 100", found.old.unwrap(), &expected["p85_nearest_rank"]);
        close("expected share", found.expected_aged, &expected["expected_aged"]);
        close("share", found.aged, &expected["aged_share"]);
        close("p of age", found.p_aged, &expected["p_aged"]);
        let flags = [&expected["flag_growth"], &expected["flag_aged"]].map(|flag| flag.as_bool().unwrap());
        assert_eq!([found.grows, found.ages], flags);
        assert_eq!(found.evidence.level >= Level::Amber, flags[0] || flags[1]);
        assert_eq!(found.evidence.concerned.is_empty(), !found.ages);
    }
}

#[test]
fn firefighting_is_seen() {
    for (input, expected) in cases("AP3", 1) {
        let text = |issue: &Value, name: &str| issue[name].as_str().unwrap().to_owned();
        let mut problems: Vec<String> = Vec::new();
        let issues: Vec<Issue> = input
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| {
                let problem = text(issue, "cat") + "/" + &text(issue, "step");
                if !problems.contains(&problem) {
                    problems.push(problem.clone());
                }
                Issue {
                    opened: number(&issue["opened"]),
                    closed: issue["closed"].as_f64(),
                    problem: problems.iter().position(|other| *other == problem).unwrap() as u64,
                    urgent: text(issue, "prio") == "urgent",
                    has_cause: !text(issue, "root").is_empty(),
                    became_critical: None,
                }
            })
            .collect();
        let found = firefighting(&issues, 90.0, &[]);
        assert!((found.backlog_weeks - number(&expected["backlog_weeks"])).abs() < 5e-5);
        close("incomplete", found.incomplete, &expected["incomplete"]);
        close("recurring", found.recurring, &expected["recurrence"]);
        close("urgent", found.urgent, &expected["urgent"]);
        assert_eq!(found.symptoms as u64, expected["symptoms"].as_u64().unwrap());
        assert_eq!((found.evidence.level, found.evidence.concerned), (Level::Amber, vec![1, 3, 5, 6, 9]));
        let worse = [0.99, 0.97, 0.96, 0.96, 0.93, 0.92, 0.9, 0.91, 0.88];
        assert_eq!(firefighting(&issues, 90.0, &[&worse]).evidence.level, Level::Red);
    }
    assert_eq!(falling(&[1.0, 2.0, 3.0]), None);
}

#[test]
fn tampering_is_seen() {
    for (input, expected) in cases("AP4", 2) {
        let after: Vec<usize> = numbers(&input["adjust_after"]).iter().map(|at| *at as usize).collect();
        let found = tampering(&numbers(&input["series"]), &after, number(&input["lcl"]), number(&input["ucl"]), &[]);
        close("autocorrelation", found.autocorrelation, &expected["r1"]);
        close("bound", found.bound, &expected["bound"]);
        close("share", found.needless, &expected["share"]);
        assert_eq!(found.evidence.level >= Level::Amber, expected["flag"].as_bool().unwrap());
    }
    // The funnel: every result is made up for, which doubles the variance and leaves −½ behind.
    let all: Value = serde_json::from_str(include_str!("../data/detectors.json")).unwrap();
    let mut random = fastrand::Rng::with_seed(3);
    let noise: Vec<f64> = (0..200_001).map(|_| normal(&mut random)).collect();
    let swung: Vec<f64> = noise.windows(2).map(|two| two[1] - two[0]).collect();
    let variance = |list: &[f64]| list.iter().map(|value| value * value).sum::<f64>() / list.len() as f64;
    let ratio = variance(&swung) / variance(&noise);
    assert!((ratio - number(&all["AP4_theory"]["ratio"])).abs() < 0.02, "{ratio}");
    let found = tampering(&swung, &[], -3.0, 3.0, &[]);
    assert!((found.autocorrelation - number(&all["AP4_theory"]["r1"])).abs() < 0.01);
}

#[test]
fn pushing_past_the_constraint_is_seen() {
    for (input, expected) in cases("AP5", 2) {
        let list = |name: &str| numbers(&input[name]);
        let (capacity, load, before, constraint, wip) =
            (list("capacity"), list("load"), list("output_before"), list("output_constraint"), list("wip"));
        let steps = Steps {
            capacity: &capacity,
            load: &load,
            queue: &[],
            output_before: &before,
            output_constraint: &constraint,
            in_process: &wip,
            busyness_is_a_target: false,
        };
        let found = busy_everywhere(&steps);
        assert_eq!(found.constraint.unwrap() as u64, expected["constraint"].as_u64().unwrap());
        close("push", found.push, &expected["push"]);
        assert_eq!(found.evidence.concerned.len() as u64, expected["wip_up"].as_u64().unwrap());
        let flag = expected["flag"].as_bool().unwrap();
        assert_eq!(found.evidence.level, if flag { Level::Amber } else { Level::None });
        let target = busy_everywhere(&Steps { busyness_is_a_target: true, ..steps }).evidence.level;
        assert_eq!(target, if flag { Level::Red } else { Level::None });
    }
}

#[test]
fn changes_inside_the_frozen_window_are_seen() {
    for (input, expected) in cases("WP1", 1) {
        let version = |name: &str, task: &str| {
            let task = &input[name][task];
            (number(&task["start"]), task["prio"].as_i64().unwrap())
        };
        let names: Vec<String> = (0..input["v1"].as_object().unwrap().len()).map(|at| format!("T{at}")).collect();
        let task = |name: &String| {
            let (start, priority) = version("v1", name);
            PlannedTask { start, priority, released: false, later: Some(version("v2", name)) }
        };
        let tasks: Vec<PlannedTask> = names.iter().map(task).collect();
        let found = replanned_when_frozen(&tasks, number(&input["now"]), number(&input["frozen"]));
        assert_eq!(found.in_window as u64, expected["in_window"].as_u64().unwrap());
        let changed: Vec<&str> = found.evidence.concerned.iter().map(|at| names[*at].as_str()).collect();
        assert_eq!(changed, expected["changed"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>());
        close("instability", found.instability, &expected["instability"]);
        assert_eq!((found.evidence.level, found.expedited), (Level::Red, 0.0));
        let hurried: Vec<PlannedTask> = tasks.iter().map(|task| PlannedTask { released: true, ..*task }).collect();
        close("hurried", replanned_when_frozen(&hurried, 0.0, 5.0).expedited, &Value::from(1.0 / 12.0));
    }
}

#[test]
fn checks_at_the_end_are_seen() {
    for (input, expected) in cases("WP2", 2) {
        let whole = |value: &Value| value.as_u64().unwrap() as usize;
        let checks: Vec<usize> = input["checks"].as_array().unwrap().iter().map(whole).collect();
        let defects = input["defects"].as_array().unwrap();
        let defects: Vec<(Option<usize>, usize)> = defects.iter().map(|defect| (Some(whole(&defect[0])), whole(&defect[1]))).collect();
        let found = checked_at_the_end(whole(&input["steps"]), &checks, &defects);
        close("late", found.late, &expected["late_share"]);
        close("escape", found.escape, &expected["escape"]);
        close("unknown", found.unknown_origin, &expected["unknown_origin"]);
        assert_eq!(found.evidence.level >= Level::Amber, expected["flag"].as_bool().unwrap());
    }
    assert_eq!(checked_at_the_end(0, &[0, 1], &[]).evidence.level, Level::Unknown);
    assert_eq!(checked_at_the_end(5, &[4, 4], &[(None, 4), (Some(4), 4)]).evidence.level, Level::Red);
}

#[test]
fn activities_without_one_owner_are_seen() {
    for (input, expected) in cases("WP3", 1) {
        let count = |row: &Value, role: &str| {
            let cells = row.as_array().unwrap();
            cells.iter().filter(|cell| cell.as_str().unwrap().split('/').any(|one| one == role)).count()
        };
        let rows = input.as_array().unwrap();
        let rows: Vec<Roles> = rows.iter().map(|row| Roles { accountable: count(row, "A"), responsible: count(row, "R") }).collect();
        let found = no_single_owner(&rows, &[]);
        assert_eq!(found.evidence.concerned.iter().map(|at| *at as f64).collect::<Vec<_>>(), numbers(&expected["violations"]));
        close("share", found.violations, &expected["share"]);
        assert_eq!(found.evidence.level, Level::Red);
    }
    assert_eq!(no_single_owner(&[Roles { accountable: 1, responsible: 2 }], &[true; 5]).evidence.level, Level::None);
    assert_eq!(no_single_owner(&[], &[true, false]).evidence.level, Level::Unknown);
}

#[test]
fn a_forecast_that_is_biased_or_worse_than_none_is_seen() {
    for (input, expected) in cases("WP4", 3) {
        let (forecast, actual, naive) = (numbers(&input["forecast"]), numbers(&input["actual"]), numbers(&input["seasonal_naive"]));
        let input = Forecasts { forecast: &forecast, actual: &actual, naive: &naive, past_periods: 12, has_ranges: true };
        let found = forecast_unchecked(&input);
        close("mad", found.mean_error, &expected["mad"]);
        close("tracking signal", found.tracking_signal, &expected["tracking_signal"]);
        close("t", found.t.unwrap(), &expected["t_bias"]);
        close("p of bias", found.p_bias.unwrap(), &expected["p_bias"]);
        close("mae naive", found.mean_error_naive, &expected["mae_naive"]);
        close("relative", found.relative_error, &expected["rel_mae"]);
        close("p of worse", found.p_worse.unwrap(), &expected["p_fva"]);
        let flags = ["flag_bias", "flag_fva"].map(|name| expected[name].as_bool().unwrap());
        assert_eq!([found.is_biased, found.is_worse_than_naive], flags);
        let level = if flags[0] && flags[1] { Level::Red } else { Level::Amber };
        assert_eq!(found.evidence.level, if flags.contains(&true) { level } else { Level::None });
        let single = forecast_unchecked(&Forecasts { has_ranges: false, past_periods: 30, ..input });
        assert_eq!(single.evidence.level, Level::Red, "less than half of the periods and no ranges");
    }
}

#[test]
fn wished_dates_are_seen() {
    for (input, expected) in cases("WP5", 1) {
        let task = |task: &Value| {
            let whole = |name: &str| task[name].as_u64().unwrap() as usize;
            DatedTask {
                predecessors: whole("pred"),
                successors: whole("succ"),
                fixed: whole("hard") > 0,
                float: number(&task["float"]),
                duration: number(&task["dur"]),
                has_resource: whole("res") > 0,
                lag: number(&task["lag"]),
                finish_to_start: task["type"] == "FS",
                impossible_date: whole("future_actual") > 0,
                overload: 0.0,
            }
        };
        let tasks: Vec<DatedTask> = input.as_array().unwrap().iter().map(task).collect();
        let found = wish_dates(&tasks);
        let metrics = [
            ("missing_logic", found.missing_logic, Failed::MissingLogic),
            ("hard", found.fixed, Failed::Fixed),
            ("neg_float", found.negative_float as f64, Failed::NegativeFloat),
            ("high_float", found.high_float, Failed::HighFloat),
            ("high_duration", found.long_tasks, Failed::LongTasks),
            ("no_resource", found.no_resource, Failed::NoResource),
            ("lags", found.lags, Failed::Lags),
            ("leads", found.leads as f64, Failed::Leads),
            ("fs", found.finish_to_start, Failed::FewFinishToStart),
            ("invalid_dates", found.impossible_dates as f64, Failed::ImpossibleDates),
        ];
        assert_eq!(metrics.len(), expected["metrics"].as_object().unwrap().len());
        for (name, metric, _) in metrics {
            close(name, metric, &expected["metrics"][name]);
        }
        let failed: Vec<&str> = metrics.iter().filter(|(_, _, point)| found.failed.contains(point)).map(|(name, _, _)| *name).collect();
        assert_eq!(failed, expected["failed"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>());
        assert_eq!(found.evidence.level, level(&expected["level"]));
        assert_eq!(wish_dates(&tasks[..9]).evidence.level, Level::Unknown);
    }
}
