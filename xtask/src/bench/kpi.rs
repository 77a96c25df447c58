//! `cargo xtask bench kpi`: how long the key figures of many reports take.
//!
//! Never counts: the example `kpi_bench` does.

use super::example;
use crate::tools;
use std::process::Stdio;
use xtask::run::Outcome;

const HELP: &str = "cargo xtask bench kpi [--facts N] [--periods N] [--runtime wasm|native] [--clock wall|cpu]
  --facts      reports, 100000 without it; --periods 52
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --clock      cpu counts the time in which it was computing (Linux), for machines with other work to do";

/// Measures as the arguments say; prints one CSV line for each round.
pub fn bench(arguments: &[&str]) -> Outcome {
    let (mut native, mut rest) = (false, Vec::new());
    let mut words = arguments.iter();
    while let Some(option) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{option} needs a value\n{HELP}"));
        match *option {
            "--runtime" => {
                native = match *value()? {
                    "native" => true,
                    "wasm" => false,
                    other => return Err(format!("--runtime {other}\n{HELP}").into()),
                }
            }
            "--facts" | "--periods" | "--clock" => rest.extend([*option, value()?]),
            other => return Err(format!("{other} is no option\n{HELP}").into()),
        }
    }
    let program = example::build("kpi_bench", native)?;
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
