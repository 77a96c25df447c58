//! `cargo xtask bench forecast`: accuracy and time of every forecasting method over a file of series.
//!
//! Never forecasts: the example `forecast_bench` does.

use super::example;
use crate::tools;
use std::process::Stdio;
use xtask::project_root;
use xtask::run::Outcome;

const HELP: &str = "cargo xtask bench forecast [--file PATH] [--runtime wasm|native] [--clock wall|cpu] [--automatic]
  --file       a JSON list of series: period, x (history), xx (what came after); without it 200 monthly series of ../shared
  --runtime    wasm: in V8 through Node.js (the usual); native: on this computer
  --clock      cpu counts the time in which it was computing (Linux), for machines with other work to do
  --automatic  the automatic choice alone";

/// Measures as the arguments say; prints one CSV line for each method.
pub fn bench(arguments: &[&str]) -> Outcome {
    let (mut native, mut file, mut rest) = (false, None, Vec::new());
    let mut words = arguments.iter();
    while let Some(option) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{option} needs a value\n{HELP}"));
        match *option {
            "--file" => file = Some(std::path::absolute(value()?)?),
            "--runtime" => {
                native = match *value()? {
                    "native" => true,
                    "wasm" => false,
                    other => return Err(format!("--runtime {other}\n{HELP}").into()),
                }
            }
            "--clock" => rest.extend(["--clock", value()?]),
            "--automatic" => rest.push("--automatic"),
            other => return Err(format!("{other} is no option\n{HELP}").into()),
        }
    }
    let Some(file) = file.or_else(shared) else {
        println!("# skipped: the monthly series of the shared data are not here");
        return Ok(());
    };
    let program = example::build("forecast_bench", native)?;
    let mut command = tools::command(&program[0].to_string_lossy());
    command.args(&program[1..]).arg("--file").arg(file).args(rest);
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

/// The monthly series of the shared data, where they are.
fn shared() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(std::path::PathBuf::from);
    let places = named.into_iter().chain([project_root().join("../shared"), project_root().join("../../shared")]);
    places.map(|place| place.join("data/domain/shared_only/forecast_m3_monthly_200.json")).find(|path| path.is_file())
}
