//! `cargo xtask bench kpi` and `bench planner`: how long the key figures of many reports take, and what the page works out of many orders.
//!
//! Never counts: the examples `kpi_bench` and `planner_bench` do.

use super::example;
use crate::tools;
use std::process::Stdio;
use xtask::run::Outcome;

const HELP: &str = "cargo xtask bench kpi [--facts N] [--periods N] [--runtime wasm|native] [--clock wall|cpu]
  --facts      reports, 100000 without it; --periods 52
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --clock      cpu counts the time in which it was computing (Linux), for machines with other work to do";

const PLANNER_HELP: &str = "cargo xtask bench planner [--orders N] [--runtime wasm|native] [--clock wall|cpu]
  --orders     orders, each planned in three tasks; 10000 without it
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --clock      cpu counts the time in which it was computing (Linux), for machines with other work to do";

/// Measures the key figures as the arguments say; prints one CSV line for each round.
pub fn bench(arguments: &[&str]) -> Outcome {
    rounds("kpi_bench", &["--facts", "--periods", "--clock"], HELP, arguments)
}

/// Measures what the page works out for a planner as the arguments say; prints one CSV line for each round.
pub fn planner(arguments: &[&str]) -> Outcome {
    rounds("planner_bench", &["--orders", "--clock"], PLANNER_HELP, arguments)
}

fn rounds(program: &str, options: &[&str], help: &str, arguments: &[&str]) -> Outcome {
    let (mut native, mut rest) = (false, Vec::new());
    let mut words = arguments.iter();
    while let Some(option) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{option} needs a value\n{help}"));
        match *option {
            "--runtime" => {
                native = match *value()? {
                    "native" => true,
                    "wasm" => false,
                    other => return Err(format!("--runtime {other}\n{help}").into()),
                }
            }
            known if options.contains(&known) => rest.extend([known, value()?]),
            other => return Err(format!("{other} is no option\n{help}").into()),
        }
    }
    let program = example::build(program, native)?;
    let mut command = tools::command(&program[0].to_string_lossy());
    command.args(&program[1..]).args(rest);
    let output = command.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().strip_prefix('!') {
        Some(problem) => Err(problem.trim().into()),
        None if !output.status.success() => Err(format!("the program ended early ({})", output.status).into()),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
