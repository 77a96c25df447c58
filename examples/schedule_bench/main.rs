//! Solves published scheduling problems one after the other and prints what came of each; `cargo xtask bench schedule` runs it.
//!
//! Never sums up and never compares: one line per problem, fields parted by tabs, in the order of [`FIELDS`].

mod first;
mod host;
mod instance;
mod plant;
mod together;

use instance::Instance;
use linewright::engine::schedule::{Control, Goal, Options, Outcome, Peers, Problem, Progress, solve_in_slices};
use linewright::engine::slices::{Slices, at_once};

/// `start` lists the start of every task, `machine` the chosen machine of every task where there is a choice, both as JSON lists.
const FIELDS: &str = "id value bound lb ub took_ms first_ms best_ms proved start machine";

/// FILE LIMIT_MS SEED SAMPLE CLOCK WORKERS: problems of a file, all or that many of them evenly spread, each with so many searches that
/// share their best schedules; or `first` ORDERS CLOCK: a plant.
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
    let [file, limit_ms, seed, sample, clock, workers] = arguments else {
        return Err(format!("FILE LIMIT_MS SEED SAMPLE wall|cpu WORKERS are needed; prints {FIELDS}"));
    };
    let number = |text: &String| text.parse::<u64>().map_err(|problem| format!("“{text}”: {problem}"));
    let options = Options { limit_ms: number(limit_ms)?, seed: number(seed)?, ..Options::default() };
    let workers = number(workers)? as usize;
    let text = host::read(file)?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    for at in spread(lines.len(), number(sample)? as usize) {
        let instance = instance::read(lines[at]).map_err(|problem| format!("{file}, problem {}: {problem}", at + 1))?;
        host::print(&measure(&instance, &options, clock == "cpu", workers));
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

/// What one search came to, and after how many milliseconds.
struct Answer {
    outcome: Outcome,
    first_ms: f64,
    best_ms: f64,
    took_ms: f64,
}

/// One search, with the clock of the thread that it runs in.
fn search(problem: &Problem, options: &Options, computing: bool, peers: Option<&dyn Peers>) -> Answer {
    let (mut first_ms, mut best_ms) = (f64::NAN, f64::NAN);
    let clock = || host::now(computing);
    let began = clock();
    let mut report = |progress: &Progress| {
        if progress.best.is_some() {
            first_ms = if first_ms.is_nan() { progress.elapsed_ms } else { first_ms };
            best_ms = progress.elapsed_ms;
        }
        Control::Continue
    };
    let outcome = at_once(solve_in_slices(problem, options, &[], &Slices::whole(&clock), peers, &mut report));
    Answer { outcome, first_ms, best_ms, took_ms: clock() - began }
}

/// The best of several answers with the highest of their bounds.
fn best_of(answers: Vec<Answer>) -> Option<(Answer, i64)> {
    let bound = answers.iter().map(|answer| makespan(&answer.outcome).1).max()?;
    let (first_ms, took_ms) =
        answers.iter().fold((f64::INFINITY, 0.0_f64), |(first, took), one| (first.min(one.first_ms), took.max(one.took_ms)));
    let best = answers.into_iter().min_by(|a, b| {
        let value = |answer: &Answer| makespan(&answer.outcome).0;
        value(a).cmp(&value(b)).then(a.best_ms.total_cmp(&b.best_ms))
    })?;
    Some((Answer { first_ms, took_ms, ..best }, bound))
}

fn measure(instance: &Instance, options: &Options, computing: bool, workers: usize) -> String {
    let answers = if workers > 1 {
        together::search_together(&instance.problem, options, workers, computing)
    } else {
        vec![search(&instance.problem, options, computing, None)]
    };
    let Some((Answer { outcome, first_ms, best_ms, took_ms }, bound)) = best_of(answers) else {
        return format!("!\t{}: no search came to an end", instance.id);
    };
    let value = makespan(&outcome).0;
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
    format!("{id}\t{value}\t{bound}\t{lb}\t{ub}\t{took_ms:.2}\t{first_ms:.2}\t{best_ms:.2}\t{}\t{starts:?}\t{machines:?}", outcome.proved)
}

/// Seconds from the beginning to the last end, and what they are at least.
fn makespan(outcome: &Outcome) -> (i64, i64) {
    let known = outcome.values.iter().find(|value| value.goal == Goal::Makespan);
    known.map_or((-1, -1), |known| (known.value, known.bound))
}
