//! Published scheduling problems: every schedule must be lawful, and the gaps to the best known values sane.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

#[path = "../../examples/schedule_bench/instance.rs"]
mod instance;

use linewright::engine::schedule::{Control, Options, solve};
use std::path::PathBuf;

/// The folder of shared data, or nothing with a visible line.
fn shared(file: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var("LINEWRIGHT_SHARED").ok().map(PathBuf::from);
    let places = named.into_iter().chain([root.join("../shared"), root.join("../../shared")]);
    let found = places.map(|place| place.join("data/scheduling").join(file)).find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: {file} of the shared data is not here");
    }
    std::fs::read_to_string(found?).ok()
}

struct Result {
    mean_gap: f64,
    worst_gap: f64,
    bound_gap: f64,
    proved: usize,
    count: usize,
}

/// Solves every `every`th line of a set and judges each schedule.
fn run(file: &str, every: usize, options: &Options) -> Option<Result> {
    let text = shared(file)?;
    let mut result = Result { mean_gap: 0.0, worst_gap: 0.0, bound_gap: 0.0, proved: 0, count: 0 };
    for line in text.lines().step_by(every) {
        let instance::Instance { id, lb, ub, problem } = instance::read(line).unwrap();
        let outcome = solve(&problem, options, &|| 0.0, &mut |_| Control::Continue);
        let found = crate::checker::check(&problem, &outcome.schedule);
        assert!(found.is_empty(), "{id}: {found:?}");
        let (value, bound, best) = (outcome.schedule.score.terms[2], outcome.bound.terms[2], ub.unwrap());
        assert!(bound <= best, "{id}: bound {bound} above the best known {best}");
        assert!(value >= lb.unwrap(), "{id}: {value} below the best known bound");
        let gap = (value - best) as f64 / best as f64;
        result.mean_gap += gap;
        result.worst_gap = result.worst_gap.max(gap);
        result.bound_gap += (best - bound) as f64 / best as f64;
        result.proved += usize::from(outcome.proved);
        result.count += 1;
    }
    result.mean_gap /= result.count as f64;
    result.bound_gap /= result.count as f64;
    let Result { mean_gap, worst_gap, bound_gap, proved, count } = result;
    println!(
        "{file}: {count} problems, mean gap {:.2} %, worst {:.2} %, own bound {:.2} % below the best known, {proved} proved",
        mean_gap * 100.0,
        worst_gap * 100.0,
        bound_gap * 100.0
    );
    Some(result)
}

const RULES: Options = Options {
    direction: linewright::engine::schedule::Direction::Forward,
    mode_choice: linewright::engine::schedule::ModeChoice::EarliestEnd,
    limit_ms: u64::MAX,
    most_passes: u32::MAX,
    improve: false,
    seed: 1,
};

#[test]
fn projects_of_30_and_60_tasks_by_rules_alone() {
    if let Some(result) = run("j30.jsonl", 1, &RULES) {
        assert!(result.mean_gap < 0.03, "{}", result.mean_gap);
    }
    if let Some(result) = run("j60.jsonl", 1, &RULES) {
        assert!(result.mean_gap < 0.04, "{}", result.mean_gap);
    }
}

#[test]
fn projects_of_120_tasks_by_rules_alone() {
    if let Some(result) = run("j120.jsonl", 5, &RULES) {
        assert!(result.mean_gap < 0.1, "{}", result.mean_gap);
    }
}

#[test]
fn job_shops_by_rules_alone() {
    if let Some(result) = run("jsp_ft_la_abz_orb_yn_swv.jsonl", 1, &RULES) {
        assert!(result.mean_gap < 0.25, "{}", result.mean_gap);
    }
    if let Some(result) = run("jsp_ta.jsonl", 8, &RULES) {
        assert!(result.mean_gap < 0.3, "{}", result.mean_gap);
    }
}

#[test]
fn flexible_job_shops_by_rules_alone() {
    if let Some(result) = run("fjsp_brandimarte.jsonl", 1, &RULES) {
        assert!(result.mean_gap < 0.4, "{}", result.mean_gap);
    }
    if let Some(result) = run("fjsp_hurink.jsonl", 6, &RULES) {
        assert!(result.mean_gap < 0.3, "{}", result.mean_gap);
    }
}

#[test]
fn trying_again_makes_schedules_better() {
    let options = Options { improve: true, most_passes: 1000, ..RULES };
    if let (Some(rules), Some(tries)) = (run("j30.jsonl", 8, &RULES), run("j30.jsonl", 8, &options)) {
        assert!(tries.mean_gap < rules.mean_gap / 2.0, "{} after {}", tries.mean_gap, rules.mean_gap);
    }
    run("fjsp_brandimarte.jsonl", 3, &options);
    run("jsp_ft_la_abz_orb_yn_swv.jsonl", 6, &options);
}

#[test]
fn projects_are_proved_or_bounded_closely() {
    // At this many passes the proof beside the search has begun for good; every bound is held against the best known value.
    let proving = Options { improve: true, most_passes: 30_000, ..RULES };
    for (file, every, most) in [("j30.jsonl", 16, 0.03), ("j60.jsonl", 24, 0.04), ("j120.jsonl", 60, 0.08)] {
        if let Some(result) = run(file, every, &proving) {
            assert!(result.bound_gap < most, "{file}: {}", result.bound_gap);
        }
    }
}
