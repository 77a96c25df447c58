//! `cargo xtask`: the commands to serve, test, build and measure Linewright.
//!
//! Each command has its own file; this one only reads the command line. Nothing here is part of the page.

mod bench;
mod build;
mod serve;
mod sizes;
mod split;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "cargo xtask serve [--watch] [--port N]     build the page quickly and serve it on this computer
cargo xtask test [STAGE] [FILTER]          everything that must hold: fmt, clippy, native, build, storage, browser
cargo xtask build [--force]                the optimised site in dist/, ready to copy to any web server
cargo xtask tools                          install what the other commands would, and stop
cargo xtask bench [NAME]                   measure; without a name: what can be measured";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("serve") => serve::serve(&rest),
        Some("test") => test::test(&rest),
        Some("build") => build::build(&rest),
        Some("bench") => bench::bench(&rest),
        Some("tools") => tools::ensure_for_build(true).and_then(|()| tools::ensure_components()).and_then(|()| tools::ensure_browser()),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command “{other}”\n{HELP}").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
