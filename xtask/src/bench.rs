//! `cargo xtask bench NAME`: what can be measured. To add a measurement, add one line to the table.

mod board;
mod example;
mod forecast;
mod kpi;
mod plan;
mod random;
mod schedule;

use crate::{build, sizes, tools};
use xtask::project_root;
use xtask::run::{Outcome, run, say};

/// One measurement: its name, what it measures, how it is made with the arguments that follow.
struct Bench {
    name: &'static str,
    measures: &'static str,
    run: fn(arguments: &[&str]) -> Outcome,
}

const BENCHES: &[Bench] = &[
    Bench { name: "size", measures: "what a person downloads before the page is usable, and for each worker", run: size },
    Bench {
        name: "load",
        measures: "time until the page is usable on a slow line and processor, with and without 1,000 tasks stored [times] [tasks]",
        run: |arguments| in_browser("load", arguments),
    },
    Bench {
        name: "open",
        measures: "time until a stored workspace of 10,000 tasks is usable [times] [tasks]",
        run: |arguments| in_browser("open", arguments),
    },
    Bench {
        name: "edit",
        measures: "time from an edit to its paint and to “Saved” with 10,000 tasks [times] [tasks]",
        run: |arguments| in_browser("edit", arguments),
    },
    Bench {
        name: "board",
        measures: "the Scheduling Board beside other boards, 10,000 and 100,000 tasks on a slow processor [rounds]",
        run: board::beside_others,
    },
    Bench {
        name: "scroll",
        measures: "frame times of the Scheduling Board while it scrolls over 10,000 tasks [frames] [tasks]",
        run: |arguments| in_browser("scroll", arguments),
    },
    Bench {
        name: "engine",
        measures: "the first schedule of 1,000 and 10,000 tasks in WebAssembly [times] [tasks]",
        run: |arguments| in_browser("engine", arguments),
    },
    Bench {
        name: "jobshop",
        measures: "whether frePPLe's own job shop is planned with all ten orders on time in the browser [rounds of 60 s: 3]",
        run: |arguments| in_browser("jobshop", arguments),
    },
    Bench {
        name: "schedule",
        measures: "published scheduling problems against the best known values --set NAME | --file PATH [--limit 1s] [--runtime wasm|native]…",
        run: schedule::bench,
    },
    Bench {
        name: "first",
        measures: "first schedule, repair after a drag, longest step and memory of 1,000, 10,000 and 100,000 tasks in V8 [wall|cpu]",
        run: schedule::first,
    },
    Bench {
        name: "forecast",
        measures: "accuracy and time of every forecasting method over published series [--file PATH] [--runtime wasm|native]…",
        run: forecast::bench,
    },
    Bench {
        name: "plan",
        measures: "the aggregate plan of items x periods x resources by every strategy: cost, proof, time, memory [--items 20]…",
        run: plan::bench,
    },
    Bench {
        name: "kpi",
        measures: "the key figures of a workspace of many reports, part by part [--facts 100000] [--periods 52] [--runtime wasm|native]…",
        run: kpi::bench,
    },
    Bench {
        name: "planner",
        measures: "what the page works out for a planner of many orders, part by part [--orders 10000] [--runtime wasm|native]…",
        run: kpi::planner,
    },
    Bench {
        name: "random",
        measures: "whether the judges of the tests accept what is made of random problems and organisations [problems: 100,000] [seed]",
        run: random::bench,
    },
    Bench {
        name: "kill",
        measures: "acknowledged edits lost when the browser is killed at random moments [kills: 1,000] [seed]",
        run: |arguments| in_browser("kill", arguments),
    },
    Bench {
        name: "compaction",
        measures: "rows lost when the browser is killed at the steps of compaction [kills: 200] [seed]",
        run: |arguments| in_browser("compaction", arguments),
    },
    Bench {
        name: "tabs",
        measures: "whether two tabs that edit at once end up the same [edits of each: 10,000] [seeds: 20]",
        run: |arguments| in_browser("tabs", arguments),
    },
];

/// Makes the measurement named first, or says which there are.
pub fn bench(arguments: &[&str]) -> Outcome {
    let Some(name) = arguments.first() else {
        for bench in BENCHES {
            println!("{:<12} {}", bench.name, bench.measures);
        }
        return Ok(());
    };
    let bench = BENCHES
        .iter()
        .find(|bench| bench.name == *name)
        .ok_or_else(|| format!("there is no bench “{name}”; cargo xtask bench lists them"))?;
    // What it prints is read by programs.
    if !["schedule", "forecast", "plan"].contains(&bench.name) {
        say(format!("measuring {}", bench.measures));
    }
    (bench.run)(&arguments[1..])
}

fn size(_: &[&str]) -> Outcome {
    build::make_site(build::Flavour::Published, &project_root().join("dist"), false)?;
    sizes::report(&project_root().join("dist"))
}

/// A measurement of the crate `journeys`, on the built site.
fn in_browser(name: &str, arguments: &[&str]) -> Outcome {
    tools::ensure_browser()?;
    // For quick rounds while working on the measurements themselves.
    if std::env::var_os("LINEWRIGHT_QUICK").is_none() {
        build::make_site(build::Flavour::Published, &project_root().join("dist"), false)?;
    }
    let mut cargo = tools::command("cargo");
    cargo.args(["run", "--quiet", "--package", "journeys", "--bin", "bench", "--", name]).args(arguments);
    run(tools::with_browser(&mut cargo), "driving the site in headless Chromium")
}
