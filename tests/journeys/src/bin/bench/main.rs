//! Measurements that need a browser, for `cargo xtask bench`. To add one, add one line to the table.

mod board;
mod edit;
mod endurance;
mod engine;
mod figures;
mod jobshop;
mod load;
mod open;
mod workshop;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

/// A measurement with the arguments behind its name; answers whether what must hold held.
type Measurement = fn(&[String]) -> Pin<Box<dyn Future<Output = bool> + '_>>;

const MEASUREMENTS: &[(&str, Measurement)] = &[
    ("load", |arguments| Box::pin(load::load(arguments))),
    ("open", |arguments| Box::pin(open::open(arguments))),
    ("edit", |arguments| Box::pin(edit::edit(arguments))),
    ("scroll", |arguments| Box::pin(board::board(arguments))),
    ("engine", |arguments| Box::pin(engine::engine(arguments))),
    ("jobshop", |arguments| Box::pin(jobshop::jobshop(arguments))),
    ("kill", |arguments| Box::pin(endurance::kill(arguments))),
    ("compaction", |arguments| Box::pin(endurance::compaction(arguments))),
    ("tabs", |arguments| Box::pin(endurance::tabs(arguments))),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    match MEASUREMENTS.iter().find(|(known, _)| *known == name) {
        Some((_, measure)) if measure(&arguments[1..]).await => ExitCode::SUCCESS,
        Some(_) => ExitCode::FAILURE,
        None => {
            eprintln!("there is no measurement “{name}” in a browser");
            ExitCode::FAILURE
        }
    }
}

/// The number at a place among the arguments, or what it is unless given.
fn number(arguments: &[String], at: usize, otherwise: u32) -> u32 {
    arguments.get(at).and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}
