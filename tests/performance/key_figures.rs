//! Key figures against the reference: every case, through facts wherever facts can tell it.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, flow, key_figures, number, numbers};
use crate::support::*;
use linewright::engine::performance::*;
use serde_json::Value;

const EXACT: f64 = 1e-9;

fn same(what: &str, found: Option<f64>, expected: &Value) {
    assert_close(what, &[found.unwrap()], &[number(expected)], EXACT);
}

#[test]
fn overall_equipment_effectiveness_is_that_of_the_worked_example() {
    let all = key_figures();
    let case = &all["oee_vorne"];
    let minutes = |name: &str| number(&case["inputs"][name]) as i64 * 60;
    let (shift, breaks, down) = (minutes("shift_min"), minutes("short_breaks") + minutes("meal"), minutes("downtime"));
    let (total, rejects) = (number(&case["inputs"]["total"]), number(&case["inputs"]["rejects"]));
    let facts = [
        fact(0, Kind::Start),
        paused(6_000, 0),
        fact(6_000 + breaks, Kind::Start),
        paused(12_000, 1),
        fact(12_000 + down, Kind::Start),
        Fact { good: total - rejects, scrap: rejects, ..fact(shift, Kind::Finish) },
    ];
    let task = Task { id: 1, unit_seconds: 60.0 / number(&case["inputs"]["ideal_rate_per_min"]), ..Task::default() };
    // The day of 24 hours is the period; what is open is the shift, or the whole day for the last figure.
    let periods = [Period { start: 0, end: 86_400 }];
    let open = |_: u64, _: Option<u32>, from: i64, to: i64| (to.min(shift) - from.min(shift)) as f64;
    let input = Input { tasks: &[task], open: &open, ..input(&facts, &periods, 86_400) };
    let gathered = gather(&input);
    let sums = gathered.sums(0, 0).unwrap();
    let busy = sums.of(Amount::Open) - sums.of(Amount::PlannedStop);
    let found = [busy / 60.0, sums.of(Amount::Running) / 60.0, sums.of(Amount::Good)];
    assert_close("elements", &found, &["PBT", "APT", "GQ"].map(|name| number(&case["elements"][name])), EXACT);
    for name in ["availability", "effectiveness", "quality", "oee"] {
        same(name, value(&input, name, 0), &case["expected"][name]);
    }
    let oee = value(&input, "oee", 0).unwrap();
    let product: f64 = ["availability", "effectiveness", "quality"].map(|name| value(&input, name, 0).unwrap()).iter().product();
    assert!((oee - product).abs() < 1e-12);
    let all_day = Input { open: &always, ..input };
    same("teep", value(&all_day, "teep", 0), &case["expected"]["teep_calendar_loading"]);

    let tree = losses(sums).unwrap();
    let lost: f64 = tree.losses.iter().map(|loss| loss.seconds).sum();
    assert!((tree.planned_busy - lost - tree.fully_productive).abs() < 1e-6);
    assert!(tree.losses.iter().any(|loss| loss.name == "breakdowns" && (loss.seconds - down as f64).abs() < 1e-9));
    assert!((tree.fully_productive / tree.planned_busy - oee).abs() < 1e-12);
}

#[test]
fn yields_and_defects_are_those_of_the_reference() {
    let all = key_figures();
    let case = |id: &str| all["yield"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone();
    assert_eq!(all["yield"].as_array().unwrap().len(), 4);
    let periods = [Period { start: 0, end: 100 }];

    let rolled = case("rty");
    let steps = numbers(&rolled["steps"]);
    let (product, mean) = rolled_yield(&steps).unwrap();
    assert_close("rolled", &[product, mean], &[number(&rolled["rty"]), number(&rolled["normalized_yield"])], EXACT);
    let facts: Vec<Fact> = (1..)
        .zip(&steps)
        .map(|(operation, share)| Fact { operation, ..counted(10, 1_000.0 * share, 1_000.0 * (1.0 - share), 0.0) })
        .collect();
    let by_item = Input { dimension: Dimension::Item, ..input(&facts, &periods, 100) };
    same("rolled from facts", value_of(&by_item, "rolled_yield", 1, 0), &rolled["rty"]);
    same("normalised from facts", value_of(&by_item, "normalised_yield", 1, 0), &rolled["normalized_yield"]);
    assert_eq!(value(&input(&facts, &periods, 100), "rolled_yield", 0), None, "operations of different items have no product");

    let rework = case("fpy_rework");
    let [good, put_right, scrap] = ["pass_first", "rework_good", "scrap"].map(|name| number(&rework[name]));
    let facts = [counted(10, good, scrap, put_right)];
    let once = input(&facts, &periods, 100);
    same("first pass", value(&once, "first_pass_yield", 0), &rework["fpy"]);
    same("final", value(&once, "final_yield", 0), &rework["final_yield"]);
    assert_eq!((value(&once, "scrap_ratio", 0), value(&once, "rework_ratio", 0)), (Some(0.03), Some(0.07)));
    assert_eq!(value(&once, "ppm", 0), Some(100_000.0));

    let poisson = case("dpu_to_yield");
    same("Poisson", Some(yield_of_defects_per_unit(number(&poisson["dpu"]))), &poisson["rty_poisson"]);

    let defects = case("dpmo");
    let [bad, units, ways] = ["defects", "units", "opportunities"].map(|name| number(&defects[name]));
    let facts = [counted(10, units - bad, bad, 0.0)];
    let tasks = [Task { id: 1, opportunities: ways, ..Task::default() }];
    let counted = Input { tasks: &tasks, ..input(&facts, &periods, 100) };
    same("dpmo", value(&counted, "dpmo", 0), &defects["dpmo"]);
    same("dpo", value(&counted, "dpmo", 0).map(|dpmo| dpmo / 1e6), &defects["dpo"]);
    same("dpu", value(&counted, "ppm", 0).map(|ppm| ppm / 1e6), &defects["dpu"]);
    same("yield", value(&counted, "dpmo", 0).map(|dpmo| 1.0 - dpmo / 1e6), &defects["yield_"]);
    same("sigma", value(&counted, "sigma", 0), &defects["sigma_short"]);

    let rows = all["sigma_table"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 11);
    for row in rows {
        let sigma = number(&row["sigma"]);
        same("shifted", Some(dpmo_of_sigma(sigma)), &row["dpmo_shifted"]);
        same("good", Some(100.0 - dpmo_of_sigma(sigma) / 1e4), &row["yield_pct"]);
        // The reference took one less the probability, which loses digits at six sigma: in the millionth it is equal.
        let (found, expected) = (dpmo_of_sigma_two_sided(sigma), number(&row["dpmo_two_sided_no_shift"]));
        assert!((found - expected).abs() <= EXACT * expected.max(1.0), "{found}, expected {expected}");
    }
    assert!((dpmo_of_sigma_two_sided(6.0) / 1.973_175_290_075_4e-3 - 1.0).abs() < 1e-12);
    let rows = all["dpmo_to_sigma"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    for row in rows {
        same("level", sigma_of_dpmo(number(&row["dpmo"])), &row["sigma"]);
    }
}

#[test]
fn breakdowns_are_those_of_the_reference() {
    let all = key_figures();
    let cases = all["mtbf_mttr"].as_array().unwrap();
    let [operating, failures, repair] = ["operating_h", "failures", "repair_h"].map(|name| number(&cases[0][name]) as i64);
    let mut facts = vec![fact(0, Kind::Start)];
    let (run, stop) = (operating * 3_600 / (failures + 1), repair * 3_600 / failures);
    for at in 0..failures {
        let broken = run + at * (run + stop);
        facts.extend([paused(broken, 1), fact(broken + stop, Kind::Start)]);
    }
    let end = operating * 3_600 + repair * 3_600;
    facts.push(fact(end, Kind::Finish));
    let periods = [Period { start: 0, end }];
    let input = input(&facts, &periods, end);
    let hours = |name: &str| value(&input, name, 0).map(|seconds| seconds / 3_600.0);
    same("mtbf", hours("mtbf"), &cases[0]["mtbf"]);
    same("mttr", hours("mttr"), &cases[0]["mttr"]);
    same("availability", value(&input, "inherent_availability", 0), &cases[0]["availability"]);
    assert_eq!(hours("mtbf_iso"), Some(200.0));
    same("series", Some(availability_in_series(&numbers(&cases[1]["series"]))), &cases[1]["system"]);
    same("parallel", Some(availability_in_parallel(&numbers(&cases[2]["parallel"]))), &cases[2]["system"]);
    assert_eq!(cases.len(), 3);
}

#[test]
fn delivery_and_adherence_are_those_of_the_reference() {
    let all = key_figures();
    let case = &all["otif"];
    let orders: Vec<Order> = case["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| {
            let at = |name: &str| order[name].as_i64();
            let due = at("due");
            Order {
                id: order["id"].as_u64().unwrap(),
                quantity: number(&order["qty"]),
                delivered_quantity: number(&order["delivered"]),
                due,
                promised: due,
                delivered: at("done"),
                ..Order::default()
            }
        })
        .collect();
    let periods = [Period { start: 0, end: 20 }];
    let delivered = Input { orders: &orders, ..input(&[], &periods, 20) };
    for name in ["on_time", "in_full", "otif"] {
        same(name, value(&delivered, name, 0), &case[name]);
    }
    assert_eq!(value(&delivered, "promises_kept", 0), Some(0.8));
    let wrong = value(&delivered, "on_time", 0).unwrap() * value(&delivered, "in_full", 0).unwrap();
    same("the wrong product", Some(wrong), &case["otif_product_wrong"]);

    let case = &all["schedule_adherence"];
    let (planned, actual) = (numbers(&case["plan"]), numbers(&case["actual"]));
    let tasks: Vec<Task> = (1..)
        .zip(&planned)
        .map(|(id, quantity)| Task { id, planned_end: Some(10), planned_quantity: *quantity, ..Task::default() })
        .collect();
    let facts: Vec<Fact> = (1..).zip(&actual).map(|(id, good)| of_task(id, counted(5, *good, 0.0, 0.0))).collect();
    let input = Input { tasks: &tasks, ..input(&facts, &periods, 20) };
    same("attainment", value(&input, "attainment", 0), &case["attainment"]);
    same("adherence", value(&input, "adherence", 0), &case["adherence"]);
    same("deviation", value(&input, "plan_deviation", 0), &case["mape_plan"]);
}

#[test]
fn utilisation_takt_and_cost_are_those_of_the_reference() {
    let all = key_figures();
    let case = &all["utilisation_efficiency"];
    let [design, effective, actual] = ["design_capacity", "effective_capacity", "actual"].map(|name| number(&case[name]) as i64);
    // Capacity in hours: what is not effective is stopped by plan.
    let facts = [fact(0, Kind::Start), paused(actual, 0), fact(actual + design - effective, Kind::Finish)];
    let periods = [Period { start: 0, end: design }];
    let used = input(&facts, &periods, design);
    same("utilisation", value(&used, "utilisation", 0), &case["utilisation"]);
    same("efficiency", value(&used, "availability", 0), &case["efficiency"]);

    let case = &all["takt_cycle"];
    let (open, demand, made) = (number(&case["available_min"]) * 60.0, number(&case["demand"]), 10.0);
    let orders = [Order { id: 1, quantity: demand, due: Some(10), ..Order::default() }];
    let cycle = number(&case["cycle_time_s"]);
    let facts = [fact(0, Kind::Start), Fact { good: made, ..fact((made * cycle) as i64, Kind::Finish) }];
    let periods = [Period { start: 0, end: open as i64 }];
    let paced = Input { orders: &orders, ..input(&facts, &periods, open as i64) };
    same("takt", value(&paced, "takt", 0), &case["takt_s"]);
    same("cycle", value(&paced, "piece_time", 0), &case["cycle_time_s"]);
    let stations = number(&case["total_work_s"]) / value(&paced, "takt", 0).unwrap();
    same("stations", Some(stations.ceil()), &case["stations_min"]);

    let case = &all["copq"];
    let kinds = [
        ("prevention", CostKind::Prevention),
        ("appraisal", CostKind::Appraisal),
        ("internal_failure", CostKind::InternalFailure),
        ("external_failure", CostKind::ExternalFailure),
        ("revenue", CostKind::Revenue),
    ];
    let cost = |(name, kind): (&str, CostKind)| Cost {
        time: 5,
        kind,
        amount: number(&case[name]),
        order: 0,
        item: 0,
        customer: 0,
        operation: 0,
        resource: 0,
        shift: 0,
    };
    let costs = kinds.map(cost);
    let paid = Input { costs: &costs, ..input(&[], &periods, 10) };
    for (word, name) in [("coq", "total"), ("copq", "failure"), ("copq_share", "copq_pct_revenue"), ("coq_share", "coq_pct")] {
        same(word, value(&paid, word, 0), &case[name]);
    }
}

#[test]
fn flow_is_that_of_the_reference() {
    let all = key_figures();
    let case = &all["flow_metrics"];
    const DAY: i64 = 86_400;
    let mut facts = Vec::new();
    for (id, item) in (1..).zip(case["items"].as_array().unwrap()) {
        let [start, end] = ["start", "end"].map(|name| item[name].as_i64().unwrap() * DAY);
        facts.extend([of_task(id, fact(start, Kind::Start)), of_task(id, fact(end, Kind::Finish))]);
    }
    // Twelve days: 1 to 12, both counted.
    let periods = [Period { start: DAY, end: 13 * DAY }];
    let input = input(&facts, &periods, 13 * DAY);
    same("throughput", value(&input, "throughput", 0), &case["throughput_per_day"]);
    let units = flowing(&input, &gather(&input));
    let days: Vec<f64> = units.iter().map(|unit| days_inclusive(unit.started.unwrap(), unit.done.unwrap()) as f64).collect();
    assert_close("days", &days, &numbers(&case["cycle_times_inclusive"]), EXACT);
    same("mean", Some(days.iter().sum::<f64>() / 5.0), &case["mean"]);
    assert_eq!(percentiles(&days, &[0.5, 0.85]), [case["p50"].as_f64(), case["p85_nearest_rank"].as_f64()]);
    assert_eq!(value(&input, "cycle_time", 0), Some(4.2 * DAY as f64));

    let cases = flow();
    let lines = cases["penny_fab_one"]["rows"].as_array().unwrap();
    assert!(lines.len() > 9);
    for row in lines {
        let found = line_cases(0.5, 8.0, number(&row["w"]));
        let found: Vec<f64> = found.iter().flat_map(|line| [line.throughput, line.cycle_time]).collect();
        let expected = ["best_TH", "best_CT", "worst_TH", "worst_CT", "pwc_TH", "pwc_CT"].map(|name| number(&row[name]));
        assert_close("Penny Fab One", &found, &expected, EXACT);
    }
}

/// Jobs one after the other, all there from the beginning: flow time, work in progress, lateness by the textbook.
#[test]
fn jobs_on_one_machine_flow_as_in_the_textbook() {
    let all = flow();
    let case = &all["dispatch_heizer"];
    for rule in ["FCFS", "SPT", "EDD", "LPT"] {
        let expected = &case[rule];
        let (mut facts, mut orders, mut clock) = (Vec::new(), Vec::new(), 0);
        for (id, job) in (1..).zip(expected["sequence"].as_array().unwrap()) {
            let job = &case["jobs"][job.as_str().unwrap()];
            let (work, due) = (job[0].as_i64().unwrap(), job[1].as_i64().unwrap());
            facts.push(of_task(id, fact(clock, Kind::Start)));
            clock += work;
            facts.push(of_task(id, fact(clock, Kind::Finish)));
            let (due, end) = (Some(due), Some(clock));
            orders.push(Order {
                id,
                quantity: 1.0,
                released: Some(0),
                due,
                finished: end,
                delivered: end,
                delivered_quantity: 1.0,
                ..Order::default()
            });
        }
        let periods = [Period { start: 0, end: clock + 1 }];
        let input = Input { orders: &orders, flow: FlowUnit::Orders, ..input(&facts, &periods, clock + 1) };
        same(rule, value(&input, "lead_time", 0), &expected["avg_flow"]);
        same(rule, value(&input, "lateness", 0), &expected["avg_lateness"]);
        let late = 5.0 * (1.0 - value(&input, "on_time", 0).unwrap());
        same(rule, Some(late), &expected["late_jobs"]);
        // Everything is in the system from the beginning: jobs in it are flow times summed up, by the time it all takes.
        let in_system = 5.0 * value(&input, "lead_time", 0).unwrap() / clock as f64;
        same(rule, Some(in_system), &expected["avg_wip"]);
        same(rule, Some(1.0 / in_system), &expected["utilisation"]);
    }
}

#[test]
fn littles_law_and_the_value_stream_hold() {
    let all = flow();
    for case in all["little"].as_array().unwrap() {
        let [wip, throughput, cycle] = ["wip", "throughput", "cycle_time"].map(|name| number(&case[name]));
        // Tasks that start evenly and take as long as the case says, seen while neither the first nor the last are about.
        let (apart, long) = ((3_600.0 / throughput) as i64, (3_600.0 * cycle) as i64);
        let start = |at: i64| at * apart;
        let facts: Vec<Fact> = (0..400)
            .flat_map(|at| {
                let id = at as u64 + 1;
                [of_task(id, fact(start(at), Kind::Start)), of_task(id, fact(start(at) + long, Kind::Finish))]
            })
            .collect();
        let periods = [Period { start: start(200), end: start(300) }];
        let input = input(&facts, &periods, start(400));
        same("work in progress", value(&input, "wip", 0), &Value::from(wip));
        same("Little", value(&input, "little", 0), &Value::from(1.0));
        same("an hour's throughput", value(&input, "throughput", 0).map(|day| day / 24.0), &Value::from(throughput));
    }
    let case = &all["vsm_acme"];
    let daily = number(&case["daily_demand"]);
    let days: Vec<f64> = case["inventory_units"]
        .as_array()
        .unwrap()
        .iter()
        .zip(numbers(&case["lead_days"]))
        .map(|(units, days)| units.as_f64().map_or(days, |units| units / daily))
        .collect();
    assert_close("days of stock", &days, &numbers(&case["lead_days"]), EXACT);
    same("days in all", Some(days.iter().sum()), &case["total_lead_days"]);
}

#[test]
fn earned_value_and_pareto_are_those_of_the_reference() {
    let all = key_figures();
    let case = &all["evm"];
    let [budget, planned, earned, paid] = ["BAC", "PV", "EV", "AC"].map(|name| number(&case[name]));
    let found = earned_value(budget, planned, earned, paid).unwrap();
    let found = [
        found.schedule_index,
        found.cost_index,
        found.estimate_at_completion,
        found.estimate_to_complete,
        found.variance_at_completion,
        found.to_complete_index,
    ];
    assert_close("earned value", &found, &["SPI", "CPI", "EAC", "ETC", "VAC", "TCPI"].map(|name| number(&case[name])), EXACT);
    assert_eq!(earned_value(1.0, 0.0, 0.0, 0.0), None);

    let case = &all["chi2_pareto"];
    let bars = pareto(&numbers(&case["counts"]), 0.8);
    let shares: Vec<f64> = bars.iter().map(|bar| 100.0 * bar.cumulative_share).collect();
    assert_close("Pareto", &shares, &numbers(&case["cum_pct"]), EXACT);
    assert_eq!(bars.iter().filter(|bar| bar.vital).count() as u64, case["vital_few_80"].as_u64().unwrap());
    assert_eq!(pareto(&[1.0, 0.0, 3.0], 0.75).iter().map(|bar| (bar.of, bar.vital)).collect::<Vec<_>>(), [(2, true), (0, false)]);
}
