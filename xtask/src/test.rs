//! `cargo xtask test`: everything that must hold before a change is published, stage by stage.
//!
//! The first stage that fails ends it; one stage can be run alone.

use crate::{build, tools};
use std::env;
use std::time::Instant;
use xtask::run::{Outcome, run, say};

/// One stage: its name, what it proves, how it is run with the filter given.
struct Stage {
    name: &'static str,
    proves: &'static str,
    run: fn(filter: &[&str]) -> Outcome,
}

const STAGES: [Stage; 6] = [
    Stage { name: "fmt", proves: "the sources are formatted", run: fmt },
    Stage { name: "clippy", proves: "no lint complains, natively and for the page", run: clippy },
    Stage {
        name: "native",
        proves: "the layers below the page, the build tool and what stands in for a library do what they say",
        run: native,
    },
    Stage { name: "build", proves: "the site builds within its budgets", run: |_| build::build(&[]) },
    Stage { name: "storage", proves: "what is kept comes back from a browser's own storage", run: storage },
    Stage { name: "browser", proves: "the built site works in a browser", run: browser },
];

/// Runs every stage, or the one named first, passing it what follows.
pub fn test(arguments: &[&str]) -> Outcome {
    let chosen: Vec<&Stage> = match arguments.first() {
        None => STAGES.iter().collect(),
        Some(name) => STAGES.iter().filter(|stage| stage.name == *name).collect(),
    };
    if chosen.is_empty() {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        return Err(format!("there is no stage “{}”; stages: {}", arguments[0], names.join(", ")).into());
    }
    let filter = arguments.get(1..).unwrap_or_default();
    let mut times = Vec::new();
    for stage in chosen {
        say(format!("── {}: {}", stage.name, stage.proves));
        let began = Instant::now();
        (stage.run)(filter)
            .map_err(|problem| format!("stage “{}” failed: {problem}\nagain: cargo xtask test {}", stage.name, stage.name))?;
        let seconds = began.elapsed().as_secs_f64();
        say(format!("── {}: passed in {seconds:.1} s", stage.name));
        times.push(format!("{} {seconds:.1} s", stage.name));
    }
    say(format!("all passed: {}", times.join(", ")));
    Ok(())
}

fn fmt(_: &[&str]) -> Outcome {
    tools::ensure_components()?;
    run(tools::command("cargo").args(["fmt", "--all", "--check"]), "checking the formatting (mend it with cargo fmt --all)")
}

fn clippy(_: &[&str]) -> Outcome {
    tools::ensure_components()?;
    tools::ensure_for_build(false)?;
    run(tools::command("cargo").args(["clippy", "--no-default-features", "--all-targets", "--", "-D", "warnings"]), "linting the layers")?;
    run(
        tools::command("cargo").args([
            "clippy",
            "--package",
            "xtask",
            "--package",
            "journeys",
            "--package",
            "encoding_rs",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
        "linting tools and tests",
    )?;
    run(
        tools::command("cargo").args([
            "clippy",
            "--bins",
            "--lib",
            "--examples",
            "--test",
            "store_browser",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ]),
        "linting the page",
    )
}

fn native(filter: &[&str]) -> Outcome {
    run(tools::command("cargo").args(["test", "--no-default-features"]).args(filter), "testing the layers")?;
    run(
        tools::command("cargo").args(["test", "--package", "xtask", "--package", "encoding_rs"]).args(filter),
        "testing the build tool and the patch",
    )
}

/// Needs `dist/`: it is built if it is not that of these sources.
fn browser(filter: &[&str]) -> Outcome {
    tools::ensure_browser()?;
    let axe = tools::ensure_axe()?;
    // For quick rounds while working on the tests themselves.
    if env::var_os("LINEWRIGHT_QUICK").is_none() {
        build::make_site(build::Flavour::Published, &xtask::project_root().join("dist"), false)?;
    }
    let mut cargo = tools::command("cargo");
    cargo.args(["test", "--package", "journeys", "--no-fail-fast"]).args(filter);
    // Browsers are heavy: a few at a time, and the words of a failure instead of the way through the async runtime.
    let at_a_time = std::thread::available_parallelism().map_or(2, |threads| threads.get().clamp(2, 6));
    cargo.env("RUST_TEST_THREADS", at_a_time.to_string()).env("RUST_BACKTRACE", "0");
    if let Some(axe) = axe {
        cargo.env("LINEWRIGHT_AXE", axe);
    }
    run(tools::with_browser(&mut cargo), "driving the site in headless Chromium")
}

/// The places where bytes are kept, without the site around them.
fn storage(filter: &[&str]) -> Outcome {
    tools::ensure_for_build(false)?;
    tools::ensure_browser()?;
    let mut cargo = tools::command("cargo");
    cargo.args(["test", "--target", "wasm32-unknown-unknown", "--test", "store_browser"]).args(filter);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    run(tools::with_browser(&mut cargo), "testing the browser's own storage in headless Chromium")
}
