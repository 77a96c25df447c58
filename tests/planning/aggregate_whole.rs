//! Whole workers in a plant of twenty items, a year of weeks and ten resources: whole people, and an honest word on how much better a plan might be.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../../examples/plan_bench/instance.rs"]
mod instance;

use linewright::engine::aggregate::{Planner, Request, Status, Strategy};

#[test]
fn a_large_plant_gets_whole_workers_within_a_two_thousandth_long_before_the_search_ends() {
    let problem = instance::plant(20, 52, 10, 1);
    let fractional = Request { problem: problem.clone(), ..Request::default() };
    let mut planner = Planner::new(&fractional);
    while !planner.work(&|| true) {}
    let relaxed = planner.outcome().proof.cost;
    for strategy in [Strategy::Optimum, Strategy::Chase] {
        let mut planner =
            Planner::new(&Request { problem: problem.clone(), whole_workers: true, strategy: strategy.clone(), ..Request::default() });
        let mut pieces_after_first = 0;
        while pieces_after_first < 200 && !planner.work(&|| false) {
            pieces_after_first += usize::from(planner.progress().best_cost.is_some());
        }
        let outcome = planner.outcome();
        let (plan, proof) = (outcome.plan.unwrap(), outcome.proof);
        println!("{strategy:?}: cost {:.0}, proven {:.0}, gap {:.2e}", proof.cost, proof.proven_cost, proof.gap());
        let workers: Vec<f64> = plan.resources.iter().flat_map(|resource| &resource.workers).copied().collect();
        assert_eq!(workers.len(), 5 * 52);
        assert!(workers.iter().all(|workers| (workers - workers.round()).abs() < 1e-6));
        assert!(matches!(outcome.status, Status::Optimal | Status::WithinGap) && proof.violation < 1e-8);
        // Whole people cost no less than parts of them, and what is proven is no more than what is found.
        assert!(proof.cost >= relaxed && proof.proven_cost >= relaxed * (1.0 - 1e-9) && proof.proven_cost <= proof.cost * (1.0 + 1e-9));
        assert!(proof.gap() <= 5e-4, "{proof:?}");
    }
}
