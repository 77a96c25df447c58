//! Programs that measure the engine by itself, built natively or for V8 as the page's worker is built.
//!
//! Never runs one.

use crate::tools;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use xtask::bundle::value;
use xtask::project_root;
use xtask::run::Outcome;

/// The same build for both runtimes, without the example's name.
const BUILD: [&str; 5] = ["build", "--profile", "worker", "--no-default-features", "--example"];
const WASM: &str = "wasm32-unknown-unknown";

/// Compiles an example; answers how it is started.
pub fn build(name: &str, native: bool) -> Outcome<Vec<PathBuf>> {
    let target = project_root().join("target");
    let mut cargo = tools::command("cargo");
    cargo.args(BUILD).arg(name);
    if native {
        quietly(&mut cargo, "building the program")?;
        return Ok(vec![target.join("worker/examples").join(name)]);
    }
    tools::ensure_for_bench()?;
    quietly(cargo.args(["--features", "worker", "--target", WASM]), "building the program for V8")?;
    let folder = target.join(name);
    let linked = target.join(WASM).join("worker/examples").join(name).with_extension("wasm");
    let mut joint = tools::command("wasm-bindgen");
    joint.args(["--target", "nodejs", "--no-typescript", "--out-dir"]).arg(&folder).arg(linked);
    quietly(&mut joint, "joining the program to Node.js")?;
    let program = folder.join(format!("{name}_bg.wasm"));
    let mut optimiser = tools::command("wasm-opt");
    optimiser.args(worker_optimisation()?).arg(&program).arg("-o").arg(&program);
    quietly(&mut optimiser, "optimising the program like the page's worker")?;
    let script = project_root().join("examples/schedule_bench/run.cjs");
    Ok(vec![PathBuf::from("node"), script, folder.join(name).with_extension("js")])
}

/// The optimiser's options for the engine's worker as it is published, so that what is measured is what people get.
fn worker_optimisation() -> Outcome<Vec<String>> {
    let page = std::fs::read_to_string(project_root().join("index.html"))?;
    let line = page.split('<').find(|element| value(element, "data-bin") == Some("worker")).ok_or("index.html names no worker")?;
    let level = value(line, "data-wasm-opt").ok_or("index.html does not say how the worker is optimised")?;
    let rest = value(line, "data-wasm-opt-params").unwrap_or_default().split_whitespace();
    Ok(std::iter::once(format!("-O{level}")).chain(rest.map(str::to_owned)).collect())
}

/// Runs a command whose output is not for the program that reads ours.
fn quietly(command: &mut Command, purpose: &str) -> Outcome {
    eprintln!("xtask: {purpose}");
    let status = command.stdout(Stdio::null()).status().map_err(|problem| format!("{purpose}: {problem}"))?;
    if status.success() { Ok(()) } else { Err(format!("{purpose} failed ({status})").into()) }
}
