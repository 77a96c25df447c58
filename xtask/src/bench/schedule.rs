//! `cargo xtask bench schedule`: published scheduling problems, solved natively or in V8 and compared with the best known values.
//!
//! Never computes a schedule: the example `schedule_bench` does, with a thread for each worker, and this merges what they print.

use super::example;
use crate::tools;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use xtask::project_root;
use xtask::run::Outcome;

const HELP: &str =
    "cargo xtask bench schedule --set NAME[,NAME…] | --file PATH  [--limit 1s] [--runtime wasm|native] [--workers 1] [--sample 0]
    [--seed 1] [--solutions FILE] [--clock wall|cpu]
  --set        files of ../shared/data/scheduling without their ending: j120, jsp_ta, fjsp_hurink…
  --file       any file of that form: one JSON object a line
  --limit      time for each problem: 500ms, 1s, 2m
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --workers    searches side by side on each problem, with seeds of their own, which share their best schedules at the same
               meetings as the page's workers; the best counts
  --sample     so many problems evenly spread; 0 for all
  --solutions  one JSON object a line: id, start of every task, and the machine of every task where there is a choice
  --clock      cpu counts the time in which the search was computing (Linux), for machines with other work to do";

/// What runs the program in several threads of V8.
const TOGETHER: &str = "examples/schedule_bench/together.cjs";

struct Request {
    files: Vec<PathBuf>,
    limit_ms: u64,
    native: bool,
    workers: u64,
    sample: u64,
    seed: u64,
    solutions: Option<PathBuf>,
    clock: &'static str,
}

/// What one worker found for one problem.
struct Found {
    id: String,
    value: i64,
    bound: i64,
    lb: Option<i64>,
    ub: Option<i64>,
    took_ms: f64,
    first_ms: f64,
    best_ms: f64,
    start: String,
    machine: String,
}

/// Sums over all problems, for the last lines.
#[derive(Default)]
struct Sums {
    count: usize,
    proved: usize,
    with_ub: usize,
    at_ub: usize,
    gap: f64,
    worst_gap: f64,
    own_gap: f64,
    longest_ms: f64,
    bad_bounds: usize,
    bad_values: usize,
}

/// Measures as the arguments say; lines for programs go to the standard output, everything else to the other one.
pub fn bench(arguments: &[&str]) -> Outcome {
    let request = Request::read(arguments)?;
    if request.files.is_empty() {
        return Ok(());
    }
    let program = example::build("schedule_bench", request.native)?;
    let mut solutions = match &request.solutions {
        Some(path) => Some(File::create(path).map_err(|problem| format!("{}: {problem}", path.display()))?),
        None => None,
    };
    println!("id,value,bound,ub,gap_percent,ms_first,ms_best");
    let mut sums = Sums::default();
    for file in &request.files {
        let mut solver = Solver::start(&program, &request, file)?;
        // Natively the threads answer together, in V8 each for itself, and all of them before the next problem begins.
        let answers = if request.native { 1 } else { request.workers };
        while let Some(first) = solver.next()? {
            let mut found = vec![first];
            for _ in 1..answers {
                found.push(solver.next()?.ok_or("a worker has not answered")?);
            }
            let best = merged(found)?;
            sums.add(&best);
            print_line(&best);
            if let Some(file) = &mut solutions {
                writeln!(file, "{}", solution(&best))?;
            }
        }
        solver.end()?;
    }
    sums.print(&request);
    Ok(())
}

/// How long a planner waits with a plant of each size; one line for each.
pub fn first(arguments: &[&str]) -> Outcome {
    let program = example::build("schedule_bench", false)?;
    println!("tasks,ms_first,ms_drag_p95,ms_longest_step,memory_kib");
    for orders in ["100", "1000", "10000"] {
        let mut command = tools::command(&program[0].to_string_lossy());
        command.args(&program[1..]).args(["first", orders, arguments.first().copied().unwrap_or("wall")]);
        let output = command.stderr(Stdio::inherit()).output()?;
        let line = String::from_utf8_lossy(&output.stdout).trim().replace('\t', ",");
        if !output.status.success() || line.is_empty() || line.starts_with('!') {
            return Err(format!("{orders} orders: {line} ({})", output.status).into());
        }
        println!("{line}");
    }
    Ok(())
}

impl Request {
    fn read(arguments: &[&str]) -> Outcome<Request> {
        let mut request =
            Request { files: Vec::new(), limit_ms: 1000, native: false, workers: 1, sample: 0, seed: 1, solutions: None, clock: "wall" };
        let mut named = false;
        let mut words: VecDeque<&str> = arguments.iter().copied().collect();
        while let Some(option) = words.pop_front() {
            let value = words.pop_front().ok_or_else(|| format!("{option} needs a value\n{HELP}"))?;
            let number = || value.parse::<u64>().map_err(|problem| format!("{option} {value}: {problem}"));
            match option {
                "--set" => {
                    named = true;
                    request.files.extend(value.split(',').filter_map(set));
                }
                "--file" => {
                    named = true;
                    request.files.push(PathBuf::from(value));
                }
                "--limit" => request.limit_ms = milliseconds(value)?,
                "--runtime" if ["wasm", "native"].contains(&value) => request.native = value == "native",
                "--workers" => request.workers = number()?.max(1),
                "--sample" => request.sample = number()?,
                "--seed" => request.seed = number()?,
                "--solutions" => request.solutions = Some(PathBuf::from(value)),
                "--clock" if ["wall", "cpu"].contains(&value) => request.clock = if value == "cpu" { "cpu" } else { "wall" },
                _ => return Err(format!("“{option} {value}” is not understood\n{HELP}").into()),
            }
        }
        if named { Ok(request) } else { Err(format!("which problems? --set or --file\n{HELP}").into()) }
    }
}

/// The file of a set by name; nothing, with a visible line, where the shared data is not there.
fn set(name: &str) -> Option<PathBuf> {
    let root = project_root();
    let own = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let places = own.into_iter().chain([root.join("../shared"), root.join("../../shared")]);
    let file = Path::new("data/scheduling").join(name).with_extension("jsonl");
    let found = places.map(|place| place.join(&file)).find(|path| path.is_file());
    if found.is_none() {
        println!("# skipped: {} of the shared data is not here", file.display());
    }
    found
}

/// `500ms`, `1.5s`, `2m`, or plain milliseconds.
fn milliseconds(text: &str) -> Outcome<u64> {
    let units = [("ms", 1.0), ("s", 1000.0), ("m", 60_000.0), ("", 1.0)];
    let parts = units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)));
    let (number, factor) = parts.unwrap_or((text, 1.0));
    let number: f64 = number.trim().parse().map_err(|problem| format!("--limit {text}: {problem}"))?;
    Ok((number * factor) as u64)
}

/// A process that solves the problems of a file one after the other.
struct Solver {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Solver {
    fn start(program: &[PathBuf], request: &Request, file: &Path) -> Outcome<Solver> {
        let mut command = tools::command(&program[0].to_string_lossy());
        let file = std::path::absolute(file)?;
        if !request.native && request.workers > 1 {
            command.arg(project_root().join(TOGETHER)).args(&program[2..]);
        } else {
            command.args(&program[1..]);
        }
        command.arg(file);
        command.args([request.limit_ms, request.seed, request.sample].map(|number| number.to_string())).arg(request.clock);
        command.arg(request.workers.to_string());
        let mut process = command.stdout(Stdio::piped()).spawn().map_err(|problem| format!("{}: {problem}", program[0].display()))?;
        let output = process.stdout.take().ok_or("a worker without an output")?;
        Ok(Solver { process, lines: BufReader::new(output).lines() })
    }

    fn next(&mut self) -> Outcome<Option<Found>> {
        self.lines.next().transpose()?.map(|line| Found::read(&line)).transpose()
    }

    fn end(mut self) -> Outcome {
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(format!("a worker ended early ({status})").into()) }
    }
}

impl Found {
    fn read(line: &str) -> Outcome<Found> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, value, bound, lb, ub, took, first, best, _, start, machine] = fields[..] else {
            return Err(line.trim_start_matches(['!', '\t']).into());
        };
        Ok(Found {
            id: id.to_owned(),
            value: value.parse()?,
            bound: bound.parse()?,
            lb: lb.parse().ok(),
            ub: ub.parse().ok(),
            took_ms: took.parse()?,
            first_ms: first.parse()?,
            best_ms: best.parse()?,
            start: start.to_owned(),
            machine: machine.to_owned(),
        })
    }

    fn gap_percent(&self) -> Option<f64> {
        self.ub.filter(|ub| *ub > 0).map(|ub| (self.value - ub) as f64 / ub as f64 * 100.0)
    }
}

/// The best of what the workers found for one problem, with the best of their bounds.
fn merged(found: Vec<Found>) -> Outcome<Found> {
    let first_ms = found.iter().map(|one| one.first_ms).fold(f64::INFINITY, f64::min);
    let took_ms = found.iter().map(|one| one.took_ms).fold(0.0, f64::max);
    let bound = found.iter().map(|one| one.bound).max().unwrap_or(-1);
    let order = |a: &Found, b: &Found| a.value.cmp(&b.value).then(a.best_ms.total_cmp(&b.best_ms));
    let best = found.into_iter().min_by(order).ok_or("no worker found anything")?;
    Ok(Found { first_ms, took_ms, bound, ..best })
}

fn print_line(found: &Found) {
    let Found { id, value, bound, first_ms, best_ms, .. } = found;
    let ub = found.ub.map(|ub| ub.to_string()).unwrap_or_default();
    let gap = found.gap_percent().map(|gap| format!("{gap:.4}")).unwrap_or_default();
    println!("{id},{value},{bound},{ub},{gap},{first_ms:.2},{best_ms:.2}");
}

fn solution(found: &Found) -> String {
    let id: String = found.id.chars().map(|c| if c == '"' || c == '\\' { '_' } else { c }).collect();
    let machine = if found.machine == "[]" { String::new() } else { format!(",\"machine\":{}", found.machine) };
    format!("{{\"id\":\"{id}\",\"start\":{}{machine}}}", found.start)
}

impl Sums {
    fn add(&mut self, found: &Found) {
        self.count += 1;
        self.proved += usize::from(found.bound == found.value);
        self.own_gap += if found.bound > 0 { (found.value - found.bound) as f64 / found.bound as f64 * 100.0 } else { 0.0 };
        self.longest_ms = self.longest_ms.max(found.took_ms);
        self.bad_values += usize::from(found.lb.is_some_and(|lb| found.value < lb));
        if let (Some(gap), Some(ub)) = (found.gap_percent(), found.ub) {
            self.with_ub += 1;
            self.at_ub += usize::from(found.value <= ub);
            self.gap += gap;
            self.worst_gap = self.worst_gap.max(gap);
            self.bad_bounds += usize::from(found.bound > ub);
        }
    }

    fn print(&self, request: &Request) {
        let runtime = if request.native { "native" } else { "wasm" };
        let share = |sum: f64, count: usize| if count == 0 { 0.0 } else { sum / count as f64 };
        println!(
            "# {} problems, limit {} ms, runtime {runtime}, workers {}, seed {}, clock {}",
            self.count, request.limit_ms, request.workers, request.seed, request.clock
        );
        println!(
            "# mean gap {:.4} %, worst {:.4} %, {} of {} at the best known value or below",
            share(self.gap, self.with_ub),
            self.worst_gap,
            self.at_ub,
            self.with_ub
        );
        println!(
            "# proved {}, mean gap to our own bound {:.4} %, bounds above the best known value {}, values below the best known bound {}",
            self.proved,
            share(self.own_gap, self.count),
            self.bad_bounds,
            self.bad_values
        );
        println!("# longest search {:.1} ms", self.longest_ms);
    }
}
