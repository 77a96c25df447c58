//! Plans a plant of the given size by every strategy and prints cost, proof, time and memory as CSV.
//!
//! `plan_bench --items 20 --periods 52 --resources 10 [--seed 1] [--clock cpu] [--whole]`. Never keeps a plan: one line per strategy.

#[path = "../schedule_bench/host.rs"]
#[allow(dead_code, reason = "this measurement reads no files")]
mod host;
mod instance;

use linewright::engine::aggregate::{Own, Planner, Request, Status, Strategy};
use std::cell::Cell;

const FIELDS: &str = "strategy,items,periods,resources,status,cost,proven_cost,gap,violation,steps,\
first_seconds,best_seconds,longest_step_seconds,twenty_prices_seconds,memory_kib";

fn main() {
    if let Err(problem) = run(&host::arguments()) {
        host::print(&format!("!\t{problem}"));
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let after = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str, usual: usize| after(name).map_or(Ok(usual), |text| text.parse().map_err(|_| format!("{name} {text}")));
    let (items, periods, resources) = (number("--items", 20)?, number("--periods", 52)?, number("--resources", 10)?);
    let problem = instance::plant(items, periods, resources, number("--seed", 1)? as u64);
    let is_cpu = after("--clock").is_some_and(|clock| clock == "cpu");
    let whole_workers = arguments.iter().any(|word| word == "--whole");
    host::print(FIELDS);
    // One's own: what every period asks for, as far as others do not make it.
    let own = Own {
        production: problem.items.iter().map(|item| vec![Some(item.demand.iter().sum::<f64>() / periods as f64)]).collect(),
        workers: Vec::new(),
    };
    for (name, strategy) in
        [("optimum", Strategy::Optimum), ("level", Strategy::Level), ("chase", Strategy::Chase), ("own", Strategy::Own(own))]
    {
        let request = Request { problem: problem.clone(), strategy, whole_workers, ..Request::default() };
        host::print(&format!("{name},{items},{periods},{resources},{}", measure(&request, is_cpu)));
    }
    Ok(())
}

/// One request from the first step to the last word.
fn measure(request: &Request, is_cpu: bool) -> String {
    let began = host::now(is_cpu);
    let seconds = |since: f64| (host::now(is_cpu) - since) / 1000.0;
    let mut planner = Planner::new(request);
    let (asked, longest) = (Cell::new(began), Cell::new(0.0_f64));
    // Whether it goes on is asked at every opportunity: the longest time between two answers is what a cancel waits for.
    let goes_on = || {
        longest.set(longest.get().max(seconds(asked.get())));
        asked.set(host::now(is_cpu));
        false
    };
    let mut first = None;
    while !planner.work(&goes_on) {
        if first.is_none() && planner.progress().best_cost.is_some() {
            first = Some(seconds(began));
        }
    }
    let outcome = planner.outcome();
    let best = seconds(began);
    let priced = host::now(is_cpu);
    let count = outcome.binding.iter().take(20).filter_map(|(limit, _)| planner.price(*limit)).count();
    let prices = if count > 0 { seconds(priced) } else { f64::NAN };
    let status = match outcome.status {
        Status::Optimal => "optimal",
        Status::WithinGap => "within gap",
        Status::Impossible => "impossible",
        Status::Stopped => "stopped",
        Status::Inexact => "inexact",
    };
    let proof = outcome.proof;
    let numbers = [proof.cost, proof.proven_cost].map(|cost| format!("{cost:.4}")).join(",");
    format!(
        "{status},{numbers},{:.2e},{:.2e},{},{:.4},{best:.4},{:.4},{prices:.4},{}",
        proof.gap(),
        proof.violation,
        outcome.steps,
        first.unwrap_or(best),
        longest.get(),
        host::memory_kib()
    )
}
