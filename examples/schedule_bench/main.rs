//! Solves published scheduling problems one after the other and prints what came of each; `cargo xtask bench schedule` runs it.
//!
//! Never sums up and never compares: one line per problem, fields parted by tabs, in the order of [`FIELDS`].

mod first;
mod host;
mod instance;
mod plant;

use instance::Instance;
use linewright::engine::schedule::{Control, Goal, Options, Outcome, solve};

/// `start` lists the start of every task, `machine` the chosen machine of every task where there is a choice, both as JSON lists.
const FIELDS: &str = "id value bound lb ub took_ms first_ms best_ms proved start machine";

/// FILE LIMIT_MS SEED SAMPLE CLOCK: problems of a file, all or that many of them evenly spread; or `first` ORDERS CLOCK: a plant.
fn main() {
    if let Err(problem) = run(&host::arguments()) {
        host::print(&format!("!\t{problem}"));
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    if let [command, orders, clock] = arguments
        && command == "first"
    {
        let orders = orders.parse().map_err(|problem| format!("“{orders}”: {problem}"))?;
        host::print(&first::measure(orders, clock == "cpu")?);
        return Ok(());
    }
    let [file, limit_ms, seed, sample, clock] = arguments else {
        return Err(format!("FILE LIMIT_MS SEED SAMPLE wall|cpu are needed; prints {FIELDS}"));
    };
    let number = |text: &String| text.parse::<u64>().map_err(|problem| format!("“{text}”: {problem}"));
    let options = Options { limit_ms: number(limit_ms)?, seed: number(seed)?, ..Options::default() };
    let text = host::read(file)?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    for at in spread(lines.len(), number(sample)? as usize) {
        let instance = instance::read(lines[at]).map_err(|problem| format!("{file}, problem {}: {problem}", at + 1))?;
        host::print(&measure(&instance, &options, clock == "cpu"));
    }
    Ok(())
}

/// `sample` positions evenly spread over `count`; all when it is zero or more than there are.
fn spread(count: usize, sample: usize) -> Vec<usize> {
    if sample == 0 || sample >= count {
        return (0..count).collect();
    }
    (0..sample).map(|i| (2 * i + 1) * count / (2 * sample)).collect()
}

fn measure(instance: &Instance, options: &Options, computing: bool) -> String {
    let (mut first, mut best) = (f64::NAN, f64::NAN);
    let began = host::now(computing);
    let outcome = solve(&instance.problem, options, &|| host::now(computing), &mut |progress| {
        if progress.best.is_some() {
            first = if first.is_nan() { progress.elapsed_ms } else { first };
            best = progress.elapsed_ms;
        }
        Control::Continue
    });
    let took = host::now(computing) - began;
    let (value, bound) = makespan(&outcome);
    let known = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let (lb, ub) = (known(instance.lb), known(instance.ub));
    let placements = || outcome.schedule.placements.iter();
    let starts: Vec<i64> = placements().map(|placed| placed.map_or(-1, |placed| placed.start.seconds())).collect();
    let machine = |task: usize, mode: u32| {
        let chosen = instance.problem.requirements(task as u32, mode).first();
        chosen.map_or(-1, |requirement| i64::from(requirement.resource))
    };
    let machines: Vec<i64> = if instance.problem.tasks.iter().any(|task| task.modes.len() > 1) {
        placements().enumerate().map(|(task, placed)| placed.map_or(-1, |placed| machine(task, placed.mode))).collect()
    } else {
        Vec::new()
    };
    let id = instance.id.replace(['\t', '\n'], " ");
    format!("{id}\t{value}\t{bound}\t{lb}\t{ub}\t{took:.2}\t{first:.2}\t{best:.2}\t{}\t{starts:?}\t{machines:?}", outcome.proved)
}

/// Seconds from the beginning to the last end, and what they are at least.
fn makespan(outcome: &Outcome) -> (i64, i64) {
    let known = outcome.values.iter().find(|value| value.goal == Goal::Makespan);
    known.map_or((-1, -1), |known| (known.value, known.bound))
}
