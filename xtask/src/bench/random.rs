//! `cargo xtask bench random`: schedules and plans of random problems with a bit of everything, judged by the tests' own judges.
//!
//! Never judges anything itself: it runs the tests that do, optimised and on as many problems as asked for.

use crate::tools;
use xtask::run::{Outcome, run};

/// Each organisation is planned as it is and with many ties: as many of them in all as problems of the engine.
const PROBLEMS_PER_PLAN: u64 = 2;

/// Problems first, then organisations; a failure names the seed that brings it about again.
pub fn bench(arguments: &[&str]) -> Outcome {
    let number = |at: usize, usual: u64| {
        let text = arguments.get(at).map(|text| text.replace([',', '_'], ""));
        text.map_or(Ok(usual), |text| text.parse().map_err(|problem| format!("{text}: {problem}")))
    };
    let (problems, seed) = (number(0, 100_000)?, number(1, 10_000)?);
    for (file, test) in
        [("engine", "random::every_schedule_of_the_long_bench_is_accepted"), ("plan", "random::no_plan_of_the_long_bench_breaks_a_rule")]
    {
        let mut cargo = tools::command("cargo");
        cargo.args(["test", "--release", "--no-default-features", "--test", file, "--", "--ignored", "--exact", "--nocapture", test]);
        cargo.env("LINEWRIGHT_PROBLEMS", problems.to_string()).env("LINEWRIGHT_SEED", seed.to_string());
        cargo.env("LINEWRIGHT_PLANS", (problems / PROBLEMS_PER_PLAN).max(1).to_string());
        run(&mut cargo, "planning random problems")?;
    }
    Ok(())
}
