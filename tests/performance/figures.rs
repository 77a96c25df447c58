//! Key figures of a small shop that are known by hand, their parts and their rows, and facts that make no sense.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::engine::performance::*;

const HOUR: i64 = 3_600;

fn day() -> [Period; 2] {
    [Period { start: 0, end: 8 * HOUR }, Period { start: 8 * HOUR, end: 16 * HOUR }]
}

/// Sixteen hours: set up for one, run for five, broken for two over the end of the first period, run for two; nothing for six.
fn shift() -> Vec<Fact> {
    vec![
        paused(0, 2),
        fact(0, Kind::Start),
        paused(0, 2),
        fact(HOUR, Kind::Start),
        counted(3 * HOUR, 10.0, 2.0, 0.0),
        paused(6 * HOUR + HOUR, 1),
        fact(9 * HOUR, Kind::Start),
        Fact { good: 8.0, rework: 4.0, ..fact(10 * HOUR, Kind::Finish) },
    ]
}

fn task() -> Task {
    Task {
        id: 1,
        planned_start: Some(HOUR),
        planned_end: Some(9 * HOUR),
        planned_quantity: 20.0,
        setup_seconds: 1_800.0,
        unit_seconds: 900.0,
        opportunities: 2.0,
        unit_cost: 7.0,
        order: 1,
        item: 1,
        customer: 1,
        operation: 1,
        resource: 1,
        shift: 1,
    }
}

#[test]
fn every_figure_is_what_is_counted_by_hand() {
    let (facts, periods, tasks) = (shift(), day(), [task()]);
    let order = |id: u64, due: i64, delivered: Option<i64>, delivered_quantity: f64| Order {
        id,
        item: 1,
        customer: 1,
        quantity: 10.0,
        released: Some(0),
        due: Some(due),
        promised: Some(due + 2 * HOUR),
        finished: delivered,
        delivered,
        delivered_quantity,
    };
    let orders = [order(1, 9 * HOUR, Some(10 * HOUR), 10.0), order(2, 6 * HOUR, Some(6 * HOUR), 9.0), order(3, 12 * HOUR, None, 0.0)];
    let cost = |kind, amount| Cost { time: 1, kind, amount, order: 1, item: 1, customer: 1, operation: 1, resource: 1, shift: 1 };
    let costs = [
        cost(CostKind::Prevention, 5.0),
        cost(CostKind::Appraisal, 3.0),
        cost(CostKind::InternalFailure, 4.0),
        cost(CostKind::ExternalFailure, 6.0),
        cost(CostKind::Revenue, 200.0),
    ];
    let check = |time, passed| Checked { time, passed, order: 1, item: 1, customer: 1, operation: 1, resource: 1, shift: 1 };
    let checks = [check(HOUR, true), check(2 * HOUR, false), check(3 * HOUR, true), check(17 * HOUR, true)];
    let input = Input { tasks: &tasks, orders: &orders, costs: &costs, checks: &checks, ..input(&facts, &periods, 16 * HOUR) };
    let nothing: Option<f64> = None;
    let known = [
        // Of the first eight hours one was setup, six running, one broken.
        ("availability", Some(6.0 / 8.0), Some(1.0 / 8.0)),
        ("effectiveness", Some(12.0 * 900.0 / (6.0 * 3_600.0)), Some(12.0 * 900.0 / 3_600.0)),
        ("oee", Some(10.0 * 900.0 / (8.0 * 3_600.0)), Some(8.0 * 900.0 / (8.0 * 3_600.0))),
        ("teep", Some(10.0 * 900.0 / (8.0 * 3_600.0)), Some(8.0 * 900.0 / (8.0 * 3_600.0))),
        ("utilisation", Some(6.0 / 8.0), Some(1.0 / 8.0)),
        ("labour_efficiency", Some((10_800.0 + 1_800.0) / (7.0 * 3_600.0)), Some(3.0)),
        ("setup_ratio", Some(1.0 / 7.0), Some(0.0)),
        ("mtbf", Some(6.0 * 3_600.0), nothing),
        ("mtbf_iso", Some(3.0 * 3_600.0), Some(3_600.0)),
        ("mttr", Some(3_600.0), nothing),
        ("inherent_availability", Some(6.0 / 7.0), Some(0.5)),
        ("throughput", Some(0.0), Some(3.0)),
        ("output_rate", Some(10.0 / 6.0), Some(8.0)),
        ("takt", Some(8.0 * 3_600.0 / 10.0), Some(8.0 * 3_600.0 / 20.0)),
        ("piece_time", Some(1_800.0), Some(300.0)),
        ("cycle_time", nothing, Some(36_000.0)),
        ("cycle_time_p50", nothing, Some(36_000.0)),
        ("cycle_time_p85", nothing, Some(36_000.0)),
        ("cycle_time_p95", nothing, Some(36_000.0)),
        ("lead_time", Some(21_600.0), Some(36_000.0)),
        ("lead_time_p50", Some(21_600.0), Some(36_000.0)),
        ("lead_time_p85", Some(21_600.0), Some(36_000.0)),
        ("lead_time_p95", Some(21_600.0), Some(36_000.0)),
        ("wip", Some(1.0), Some(0.25)),
        ("wip_end", Some(1.0), Some(0.0)),
        ("net_flow", Some(-1.0), Some(1.0)),
        ("little", nothing, Some(0.25 / (36_000.0 / (8.0 * 3_600.0)))),
        ("quality", Some(10.0 / 12.0), Some(8.0 / 12.0)),
        ("first_pass_yield", Some(10.0 / 12.0), Some(8.0 / 12.0)),
        ("final_yield", Some(10.0 / 12.0), Some(1.0)),
        ("scrap_ratio", Some(2.0 / 12.0), Some(0.0)),
        ("rework_ratio", Some(0.0), Some(4.0 / 12.0)),
        ("rolled_yield", nothing, nothing),
        ("normalised_yield", nothing, nothing),
        // The fourth check is not known yet.
        ("checks_passed", Some(2.0 / 3.0), nothing),
        ("ppm", Some(2e6 / 12.0), Some(4e6 / 12.0)),
        ("dpmo", Some(2e6 / 24.0), Some(4e6 / 24.0)),
        ("otif", Some(0.0), Some(0.0)),
        ("on_time", Some(1.0), Some(0.0)),
        ("in_full", Some(0.0), Some(0.5)),
        ("promises_kept", nothing, Some(2.0 / 3.0)),
        ("lateness", Some(0.0), Some((1.0 + 4.0) * 3_600.0 / 2.0)),
        ("backlog", Some(2.0), Some(1.0)),
        ("backlog_quantity", Some(20.0), Some(10.0)),
        ("overdue", Some(0.0), Some(1.0)),
        ("attainment", nothing, Some(22.0 / 20.0)),
        ("adherence", nothing, Some(1.0)),
        ("plan_deviation", nothing, Some(2.0 / 20.0)),
        ("ends_on_time", nothing, Some(0.0)),
        ("starts_on_time", Some(1.0), nothing),
        ("revenue", Some(200.0), Some(0.0)),
        ("prevention_cost", Some(5.0), Some(0.0)),
        ("appraisal_cost", Some(3.0), Some(0.0)),
        ("internal_failure_cost", Some(4.0 + 14.0), Some(0.0)),
        ("external_failure_cost", Some(6.0), Some(0.0)),
        ("copq", Some(18.0 + 6.0), Some(0.0)),
        ("copq_share", Some(24.0 / 200.0), nothing),
        ("coq", Some(5.0 + 3.0 + 24.0), Some(0.0)),
        ("coq_share", Some(32.0 / 200.0), nothing),
    ];
    let gathered = gather(&input);
    let mut told: Vec<&str> = vec!["sigma"];
    for (word, first, second) in known {
        told.push(word);
        for (period, expected) in [first, second].into_iter().enumerate() {
            let found = gathered.figure(&input, kpi(word).unwrap(), 0, period).value;
            let equal = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= 1e-12 * expected.abs().max(1.0),
                (found, expected) => found == expected,
            };
            assert!(equal, "{word} in {period}: {found:?}, expected {expected:?}");
        }
    }
    // One in six: 1.5 + 0.967422.
    assert!((value(&input, "sigma", 1).unwrap() - 2.467_421_566_1).abs() < 1e-9);
    told.sort_unstable();
    let mut all: Vec<&str> = kpis().map(|kpi| kpi.word).collect();
    all.sort_unstable();
    assert_eq!(told, all, "a figure without a case, or two of one name");
    let own = Formula::parse("availability * effectiveness * quality").unwrap();
    assert!((gathered.own(&input, &own, &|_| None, 0, 0).unwrap() - value(&input, "oee", 0).unwrap()).abs() < 1e-12);
    assert_eq!(gathered.own(&input, &Formula::parse("mttr / wip").unwrap(), &|_| None, 0, 1), None);
}

#[test]
fn a_figure_opens_what_it_is_made_of() {
    let (facts, periods, tasks) = (shift(), day(), [task()]);
    let input = Input { tasks: &tasks, ..input(&facts, &periods, 16 * HOUR) };
    let gathered = gather(&input);
    let figure = gathered.figure(&input, kpi("availability").unwrap(), 0, 0);
    assert_eq!((figure.numerator, figure.denominator), (6.0 * 3_600.0, 8.0 * 3_600.0));
    assert!(figure.inputs.contains(&("seconds running", 6.0 * 3_600.0)) && figure.inputs.contains(&("open seconds", 8.0 * 3_600.0)));
    let rows = |word: &str, period: usize| gathered.explain(&input, kpi(word).unwrap(), 0, period);
    // Whatever begins or ends a stretch of the period; the first pause stops nothing, for nothing had started.
    assert_eq!((rows("availability", 0), rows("availability", 1)), (vec![2, 3, 5, 6], vec![5, 6, 7]));
    assert_eq!((rows("quality", 0), rows("quality", 1)), (vec![4], vec![7]));
    assert_eq!((rows("cycle_time", 1), rows("attainment", 1)), (vec![1, 7], vec![0, 1, 2, 3, 4, 5, 6, 7]));
    assert_eq!((rows("otif", 0), rows("quality", 9)), (vec![], vec![]));
}

#[test]
fn tasks_that_run_at_once_share_their_resource() {
    let mut facts = vec![of_task(1, fact(0, Kind::Start)), of_task(1, fact(10, Kind::Finish))];
    facts.extend([of_task(2, fact(4, Kind::Start)), of_task(2, paused(6, 1)), of_task(2, fact(16, Kind::Finish))]);
    // A second task breaks down with the first one's successor: one breakdown.
    facts.extend([of_task(3, fact(11, Kind::Start)), of_task(3, paused(12, 1)), of_task(3, fact(14, Kind::Finish))]);
    let periods = [Period { start: 0, end: 20 }];
    let by_task = Input { dimension: Dimension::Order, ..input(&facts, &periods, 20) };
    let gathered = gather(&by_task);
    let of = |order: u64, amount: Amount| gathered.sums(order, 0).unwrap().of(amount);
    assert_eq!([1, 2, 3].map(|order| of(order, Amount::Running)), [9.0, 1.0, 1.0]);
    // From 10 to 11 and 12 to 16 nothing runs; from 12 to 14 two stand still.
    assert_eq!([1, 2, 3].map(|order| of(order, Amount::Breakdown)), [0.0, 4.0, 1.0]);
    assert_eq!(gathered.members(), [1, 2, 3]);
    let whole = input(&facts, &periods, 20);
    let sums = gather(&whole);
    let sums = sums.sums(0, 0).unwrap();
    assert_eq!((sums.of(Amount::Running), sums.of(Amount::Breakdown), sums.of(Amount::Failures)), (11.0, 5.0, 1.0));
}

#[test]
fn only_open_hours_stand_still_and_work_beyond_them_is_told() {
    let facts = [fact(0, Kind::Start), paused(6, 1), fact(18, Kind::Start), fact(24, Kind::Finish)];
    let periods = [Period { start: 0, end: 30 }];
    // Open until ten and from twenty on.
    let open = |_: u64, _: Option<u32>, from: i64, to: i64| ((to.min(10) - from.min(10)) + (to.max(20) - from.max(20))) as f64;
    let input = Input { open: &open, ..input(&facts, &periods, 30) };
    let gathered = gather(&input);
    let sums = gathered.sums(0, 0).unwrap();
    let found = [Amount::Open, Amount::Running, Amount::Overtime, Amount::Breakdown].map(|amount| sums.of(amount));
    assert_eq!(found, [20.0, 12.0, 2.0, 4.0]);
    let by_item = Input { dimension: Dimension::Item, ..input };
    assert_eq!((value_of(&by_item, "availability", 1, 0), value_of(&by_item, "mttr", 1, 0)), (None, Some(4.0)), "items have no hours");
    assert_eq!(losses(gather(&by_item).sums(1, 0).unwrap()), None);
    let tree = losses(sums).unwrap();
    assert_eq!((tree.planned_busy, tree.running), (22.0, 12.0));
    assert_eq!(tree.losses.iter().map(|loss| loss.seconds).sum::<f64>(), 22.0, "nothing was made");
}

#[test]
fn what_has_not_ended_runs_until_now_and_what_is_to_come_is_not_known() {
    let facts = [fact(2, Kind::Start), counted(50, 9.0, 0.0, 0.0), fact(60, Kind::Finish)];
    let periods = [Period { start: 0, end: 10 }, Period { start: 10, end: 100 }];
    let orders = [Order { id: 1, quantity: 1.0, due: Some(70), delivered: Some(65), ..Order::default() }];
    let input = Input { orders: &orders, ..input(&facts, &periods, 20) };
    let gathered = gather(&input);
    let running = |period: usize| gathered.sums(0, period).unwrap().of(Amount::Running);
    assert_eq!((running(0), running(1)), (8.0, 10.0));
    assert_eq!((value(&input, "quality", 1), value(&input, "otif", 1)), (None, None));
    assert_eq!(gathered.sums(0, 1).unwrap().of(Amount::Open), 10.0);
    let units = flowing(&input, &gathered);
    assert_eq!(ageing(&units, 20), [Ageing { id: 1, seconds: 18.0, older_than: None }]);
}

#[test]
fn cumulative_flow_and_ageing_count_what_is_there() {
    let unit = |id: u64, started: Option<i64>, done: Option<i64>| Flowing { id, released: Some(id as i64), started, done };
    let units = [unit(1, Some(2), Some(6)), unit(2, Some(3), None), unit(3, None, None), unit(4, Some(8), Some(9)), unit(5, Some(6), None)];
    let lines = cumulative_flow(&units, &[0, 3, 9]);
    let found: Vec<_> = lines.iter().map(|at| (at.released, at.started, at.done)).collect();
    assert_eq!(found, [(0, 0, 0), (3, 2, 0), (5, 4, 2)]);
    let found = ageing(&units, 9);
    assert_eq!(
        found.iter().map(|age| (age.id, age.seconds, age.older_than)).collect::<Vec<_>>(),
        [(2, 6.0, Some(1.0)), (5, 3.0, Some(0.5))]
    );
}

#[test]
fn senseless_facts_do_no_harm() {
    let mut facts = vec![
        fact(5, Kind::Finish),
        paused(6, 999),
        fact(i64::MAX, Kind::Start),
        fact(i64::MIN, Kind::Start),
        counted(7, f64::NAN, f64::INFINITY, -1.0),
        fact(8, Kind::Start),
        fact(8, Kind::Start),
    ];
    facts.push(Fact { resource: 0, task: 9, ..fact(1, Kind::Start) });
    let periods = [Period { start: 0, end: 10 }, Period { start: 10, end: 10 }, Period { start: 12, end: 11 }];
    for dimension in [
        Dimension::All,
        Dimension::Item,
        Dimension::Customer,
        Dimension::Order,
        Dimension::Operation,
        Dimension::Resource,
        Dimension::Shift,
    ] {
        let input = Input { dimension, ..input(&facts, &periods, 20) };
        let gathered = gather(&input);
        for member in gathered.members() {
            for kpi in kpis() {
                let figure = gathered.figure(&input, kpi, member, 0);
                assert!(figure.value.is_none_or(f64::is_finite), "{} {figure:?}", kpi.word);
                gathered.explain(&input, kpi, member, 0);
            }
        }
    }
    let none = Input { periods: &[], ..input(&facts, &periods, 20) };
    assert_eq!(gather(&none).members(), Vec::<u64>::new());
}
