//! `cargo xtask bench plan`: cost, proof, time and memory of aggregate plans of a given size.
//!
//! Never plans: the example `plan_bench` does.

use super::example;
use crate::tools;
use std::process::Stdio;
use xtask::run::Outcome;

const HELP: &str =
    "cargo xtask bench plan [--items N] [--periods N] [--resources N] [--seed N] [--whole] [--runtime wasm|native] [--clock wall|cpu]
  --items      products, 20 without it; --periods 52, --resources 10
  --seed       another plant of the same size
  --whole      workers are whole people
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --clock      cpu counts the time in which it was computing (Linux), for machines with other work to do";

/// Measures as the arguments say; prints one CSV line for each strategy.
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
            "--items" | "--periods" | "--resources" | "--seed" | "--clock" => rest.extend([*option, value()?]),
            "--whole" => rest.push("--whole"),
            other => return Err(format!("{other} is no option\n{HELP}").into()),
        }
    }
    let program = example::build("plan_bench", native)?;
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
