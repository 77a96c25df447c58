//! Queues, networks, projects and machines against closed forms and the answers of textbooks: the cases of flow that no other test compares.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::reference::{assert_close, flow, number, numbers};
use linewright::engine::calendar::ONE;
use linewright::engine::linear::{Ended, Programme, Simplex};
use linewright::engine::performance::LearningCurve;
use linewright::engine::schedule::{Control, Goal, Link, Mode, Options, Problem, Requirement, Resource, Task, analyse, solve};
use linewright::engine::statistics::{normal_probability, normal_quantile};
use linewright::engine::supply::*;
use linewright::model::{Span, Time};
use serde_json::Value;

const EXACT: f64 = 1e-9;

fn list(all: &Value, name: &str, many: usize) -> Vec<Value> {
    let cases = all[name].as_array().unwrap().clone();
    assert_eq!(cases.len(), many, "{name}");
    cases
}

#[test]
fn learning_curves_are_those_of_the_reference() {
    for case in list(&flow(), "learning_curve", 11) {
        let curve = LearningCurve { first: number(&case["T1"]), rate: number(&case["rate"]) };
        let pieces = case["N"].as_u64().unwrap();
        assert!((curve.time_of(pieces as f64) / number(&case["TN"]) - 1.0).abs() < EXACT, "{case}");
        assert!((curve.total(pieces) / number(&case["cum"]) - 1.0).abs() < EXACT, "{case}");
    }
}

#[test]
fn queues_of_equal_servers_are_those_of_r() {
    for case in list(&flow(), "mmc", 6) {
        let found = queue(number(&case["lam"]), number(&case["mu"]), case["c"].as_u64().unwrap() as u32);
        let later = &case["P_wait_gt_t"];
        let values = [
            found.utilisation,
            found.empty,
            found.waits,
            found.in_queue,
            found.in_station,
            found.wait,
            found.time,
            found.longer_than(number(&later["t"])),
        ];
        let names = ["rho", "P0", "ErlangC", "Lq", "L", "Wq", "W"].map(|name| number(&case[name]));
        let expected: Vec<f64> = names.into_iter().chain([number(&later["p"])]).collect();
        for (found, expected) in values.into_iter().zip(expected) {
            // Of the smallest chance too, 6e-38, the digits count and not its being next to nothing.
            assert!((found / expected - 1.0).abs() < EXACT, "{case}: {found}, {expected}");
        }
        // Little's law, and Kingman's equation where one machine serves: the two ways to the same waiting.
        assert_close("Little", &[found.in_station], &[number(&case["lam"]) * found.time], EXACT);
        if case["c"] == 1 {
            let station = Station {
                arrival_variability: 1.0,
                process_variability: 1.0,
                utilisation: found.utilisation,
                process_time: 1.0 / number(&case["mu"]),
                machines: 1,
            };
            assert_close("Kingman", &[waiting(&station).in_queue], &[found.wait], EXACT);
        }
    }
}

#[test]
fn who_finds_no_room_is_lost() {
    for case in list(&flow(), "erlang_b", 4) {
        assert_close("Erlang B", &[lost(number(&case["a"]), case["c"].as_u64().unwrap() as u32)], &[number(&case["B"])], EXACT);
    }
    for case in list(&flow(), "mm1k", 3) {
        let found = limited(number(&case["lam"]), number(&case["mu"]), case["K"].as_u64().unwrap() as u32);
        let expected = ["blocking", "L", "throughput", "W"].map(|name| number(&case[name]));
        assert_close("M/M/1/K", &[found.lost, found.in_station, found.throughput, found.time], &expected, EXACT);
    }
}

/// Of one server with arrivals by chance Kingman's equation is exact (Pollaczek and Khinchine).
#[test]
fn one_server_of_any_variability_is_that_of_pollaczek_and_khinchine() {
    for case in list(&flow(), "mg1_pollaczek_khinchine", 6) {
        let (rate, service) = (number(&case["lam"]), number(&case["ES"]));
        let station = Station {
            arrival_variability: 1.0,
            process_variability: number(&case["cs2"]),
            utilisation: number(&case["rho"]),
            process_time: service,
            machines: 1,
        };
        let found = waiting(&station);
        let found = [rate * service, found.in_queue, found.in_station, rate * found.in_queue, rate * found.in_station];
        let expected = ["rho", "Wq", "W", "Lq", "L"].map(|name| number(&case[name]));
        assert_close("M/G/1", &found, &expected, EXACT);
    }
}

#[test]
fn networks_of_queues_are_those_of_jackson() {
    for case in list(&flow(), "jackson", 3) {
        let routing: Vec<Vec<f64>> = case["routing"].as_array().unwrap().iter().map(numbers).collect();
        let servers = case["servers"].as_array().unwrap().iter().map(|servers| servers.as_u64().unwrap() as u32);
        let stations: Vec<(f64, u32)> = numbers(&case["mu"]).into_iter().zip(servers).collect();
        let outside = numbers(&case["external"]);
        let found = network(&outside, &routing, &stations);
        let of = |read: fn(&Queue) -> f64| found.iter().map(read).collect::<Vec<f64>>();
        assert_close("rho", &of(|queue| queue.utilisation), &numbers(&case["rho"]), EXACT);
        assert_close("L", &of(|queue| queue.in_station), &numbers(&case["node_L"]), EXACT);
        assert_close("W", &of(|queue| queue.time), &numbers(&case["node_W"]), EXACT);
        let rates: Vec<f64> =
            found.iter().zip(&stations).map(|(queue, (rate, many))| queue.utilisation * rate * f64::from(*many)).collect();
        assert_close("lambda", &rates, &numbers(&case["lam"]), EXACT);
        let all: f64 = found.iter().map(|queue| queue.in_station).sum();
        let through: f64 = outside.iter().sum();
        assert_close("network", &[all, all / through], &[number(&case["L"]), number(&case["W"])], EXACT);
    }
}

fn empty(machines: usize) -> Problem {
    let now = Time::clamped(0);
    let resources = vec![Resource::single(); machines];
    Problem { now, horizon_end: now.plus(Span::from_days(365)), resources, goals: vec![Goal::Makespan], ..Problem::default() }
}

fn task(machine: Option<u32>, seconds: i64) -> Task {
    let requirements = machine.map(|resource| Requirement { resource, quantity: ONE }).into_iter().collect();
    Task { modes: vec![Mode { work: Span::from_seconds(seconds), requirements, cost: 0 }], ..Task::default() }
}

/// Jobs that go over two machines one after the other: Johnson's rule, which the search knows nothing of.
#[test]
fn two_machines_in_a_row_end_as_early_as_by_johnsons_rule() {
    let all = flow();
    let case = &all["johnson_heizer"];
    let mut problem = empty(2);
    for lengths in case["jobs"].as_object().unwrap().values() {
        let first = problem.tasks.len() as u32;
        problem.tasks.push(task(Some(0), lengths[0].as_i64().unwrap()));
        problem.tasks.push(task(Some(1), lengths[1].as_i64().unwrap()));
        problem.links.push(Link::after(first, first + 1));
    }
    let outcome = solve(&problem, &Options::default(), &|| 0.0, &mut |_| Control::Continue);
    assert_eq!(crate::checker::check(&problem, &outcome.schedule), []);
    let end = outcome.schedule.placements.iter().flatten().map(|placement| placement.end.seconds()).max().unwrap();
    assert_eq!(end, case["makespan"].as_i64().unwrap());
    assert_eq!(outcome.bound, outcome.schedule.score, "proven");
}

/// The project of the textbook: dates, slack and the critical path, and what is left when three estimates stand for each length.
#[test]
fn the_project_is_that_of_the_textbook() {
    let all = flow();
    let case = &all["cpm_milwaukee"];
    let activities = case["activities"].as_object().unwrap();
    let names: Vec<&String> = activities.keys().collect();
    let at = |name: &str| names.iter().position(|known| known.as_str() == name).unwrap();
    let mut problem = empty(0);
    for (name, activity) in activities {
        problem.tasks.push(task(None, activity["duration"].as_i64().unwrap()));
        for before in activity["pred"].as_array().unwrap() {
            problem.links.push(Link::after(at(before.as_str().unwrap()) as u32, at(name) as u32));
        }
    }
    let outcome = solve(&problem, &Options::default(), &|| 0.0, &mut |_| Control::Continue);
    let analysis = analyse(&problem, &outcome.schedule);
    let whole = |value: &Value| value.as_i64().unwrap();
    let mut critical = Vec::new();
    for (name, expected) in case["expected"]["activities"].as_object().unwrap() {
        let task = at(name);
        let place = outcome.schedule.placements[task].as_ref().unwrap();
        let total = analysis.total_float[task].unwrap().seconds();
        let found = [place.start.seconds(), place.end.seconds(), place.start.seconds() + total, place.end.seconds() + total, total];
        assert_eq!(found, ["es", "ef", "ls", "lf", "slack"].map(|field| whole(&expected[field])), "{name}");
        assert_eq!(analysis.free_float[task].unwrap().seconds(), whole(&expected["free_slack"]), "{name}");
        if total == 0 {
            critical.push(name.as_str());
        }
    }
    let expected: Vec<&str> = case["expected"]["critical"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(critical, expected);
    // Three estimates: beta-distributed lengths, the path's variances added up.
    let pert = &case["pert"];
    let mut variance = 0.0;
    for (name, activity) in activities {
        let [low, likely, high] = [0, 1, 2].map(|at| number(&activity["pert"][at]));
        let (mean, own) = ((low + 4.0 * likely + high) / 6.0, ((high - low) / 6.0).powi(2));
        assert_close(name, &[mean, own], &[number(&pert["te"][name.as_str()]), number(&pert["var"][name.as_str()])], EXACT);
        variance += if critical.contains(&name.as_str()) { own } else { 0.0 };
    }
    let deviation = variance.sqrt();
    let found = [variance, deviation, normal_probability(1.0 / deviation), 15.0 + normal_quantile(0.99) * deviation];
    assert_close("PERT", &found, &["project_var", "project_sd", "p_within_16", "due_date_99"].map(|name| number(&pert[name])), EXACT);
}

/// Least cost of ending the project by a date: a linear programme over starts and days bought.
#[test]
fn a_project_is_shortened_at_the_least_cost() {
    let all = flow();
    let case = &all["cpm_milwaukee"];
    let data = case["crash"]["data"].as_object().unwrap();
    let names: Vec<&String> = data.keys().collect();
    let at = |name: &str| names.iter().position(|known| known.as_str() == name).unwrap();
    for (deadline, expected) in case["crash"]["added_cost_by_deadline"].as_object().unwrap() {
        let deadline: f64 = deadline.parse().unwrap();
        let mut programme = Programme::default();
        let starts: Vec<usize> = names.iter().map(|_| programme.add_column(0.0, 0.0, f64::INFINITY)).collect();
        let bought: Vec<usize> = (data.values())
            .map(|known| {
                let [normal, crash, cost, crashed] =
                    ["normal_time", "crash_time", "normal_cost", "crash_cost"].map(|name| number(&known[name]));
                let days = normal - crash;
                programme.add_column(if days > 0.0 { (crashed - cost) / days } else { 0.0 }, 0.0, days)
            })
            .collect();
        for (name, activity) in case["activities"].as_object().unwrap() {
            let own = at(name);
            let normal = number(&data[name.as_str()]["normal_time"]);
            // Its end, start + length − bought, is before the deadline.
            let row = programme.add_row(f64::NEG_INFINITY, deadline - normal);
            programme.add_entry(row, starts[own], 1.0);
            programme.add_entry(row, bought[own], -1.0);
            for before in activity["pred"].as_array().unwrap() {
                let before = at(before.as_str().unwrap());
                let length = number(&data[names[before].as_str()]["normal_time"]);
                let row = programme.add_row(length, f64::INFINITY);
                programme.add_entry(row, starts[own], 1.0);
                programme.add_entry(row, starts[before], -1.0);
                programme.add_entry(row, bought[before], 1.0);
            }
        }
        let mut simplex = Simplex::new(&programme);
        assert!(matches!(simplex.solve(&mut |_, _, _| true), Ended::Optimal), "{deadline}");
        assert_close(&format!("by {deadline}"), &[simplex.cost() + 1.0], &[number(expected) + 1.0], EXACT);
    }
}

/// What earns most per minute of the constraint goes first; what earns most per piece does not.
#[test]
fn the_mix_that_the_constraint_allows_earns_most() {
    let all = flow();
    let case = &all["toc_pq"];
    let products = case["products"].as_object().unwrap();
    let resources = case["resources"].as_object().unwrap();
    let minutes = |product: &str, resource: &str| number(&products[product]["minutes"][resource]);
    let margin = |product: &str| number(&products[product]["price"]) - number(&products[product]["material"]);
    let mut constraint = (0.0, "");
    for (resource, capacity) in resources {
        let load: f64 = products.iter().map(|(name, product)| number(&product["demand"]) * minutes(name, resource)).sum();
        let share = load / number(capacity);
        assert_close(
            resource,
            &[load, share],
            &[number(&case["load"][resource.as_str()]), number(&case["load_pct"][resource.as_str()])],
            EXACT,
        );
        if share > constraint.0 {
            constraint = (share, resource);
        }
    }
    assert_eq!(constraint.1, case["constraint"].as_str().unwrap());
    let mut programme = Programme::default();
    let columns: Vec<usize> =
        products.iter().map(|(name, product)| programme.add_column(-margin(name), 0.0, number(&product["demand"]))).collect();
    for (resource, capacity) in resources {
        let row = programme.add_row(f64::NEG_INFINITY, number(capacity));
        for (name, column) in products.keys().zip(&columns) {
            programme.add_entry(row, *column, minutes(name, resource));
        }
    }
    let mut simplex = Simplex::new(&programme);
    assert!(matches!(simplex.solve(&mut |_, _, _| true), Ended::Optimal));
    let made = simplex.values();
    let best = &case["optimum"];
    for (name, column) in products.keys().zip(&columns) {
        assert_close(name, &[made[*column]], &[number(&best[name.as_str()])], EXACT);
        let earned = margin(name) / minutes(name, constraint.1);
        assert_close("per minute", &[earned], &[number(&case["throughput_per_constraint_minute"][name.as_str()])], EXACT);
    }
    let profit = -simplex.cost() - number(&case["operating_expense"]);
    assert_close("profit", &[-simplex.cost(), profit], &[number(&best["throughput"]), number(&best["net_profit"])], EXACT);
}
