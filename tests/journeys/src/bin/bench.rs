//! Measurements that need a browser, for `cargo xtask bench`. To add one, add one line to the table.

use journeys::{Browser, Options, Scratch, Server, dist, serve};
use serde_json::json;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

type Measurement = fn(&[String]) -> Pin<Box<dyn Future<Output = ()> + '_>>;

const MEASUREMENTS: &[(&str, Measurement)] = &[("load", |arguments| Box::pin(load(arguments)))];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    match MEASUREMENTS.iter().find(|(known, _)| *known == name) {
        Some((_, measure)) => {
            measure(&arguments[1..]).await;
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("there is no measurement “{name}” in a browser");
            ExitCode::FAILURE
        }
    }
}

/// One load of the first page, in milliseconds since its address was entered, and kilobytes on the wire.
struct Load {
    first_paint: f64,
    started: f64,
    usable: Option<f64>,
    kilobytes: f64,
}

/// Time until the page is usable on a slow line (1.6 Mbit/s, 150 ms) and a slow processor (a quarter of this one): at the first visit, and at
/// the second, which the service worker serves. The argument is how often, 5 unless given.
async fn load(arguments: &[String]) {
    let repeats: usize = arguments.first().and_then(|number| number.parse().ok()).unwrap_or(5);
    let folder = Scratch::new("compressed");
    xtask::files::copy_compressed(&dist(), folder.path()).unwrap_or_else(|problem| panic!("the site could not be compressed: {problem}"));
    let server = serve(Options { brotli: true, ..Options::new(folder.path(), "/a/b/") });
    println!("{:<14} {:>12} {:>12} {:>12} {:>10}", "visit", "paint ms", "started ms", "usable ms", "KB");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let mut browser = Browser::start().await;
        first.push(one_load(&browser, &server, "first").await);
        browser
            .devtools(
                "Network.emulateNetworkConditions",
                json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
            )
            .await;
        browser.wait_for("the site to be kept", "return document.documentElement.dataset.offline === 'ready'").await;
        browser.restart().await;
        second.push(one_load(&browser, &server, "second").await);
        browser.close().await;
    }
    for (visit, loads) in [("first", &first), ("second", &second)] {
        let median = |value: fn(&Load) -> Option<f64>| {
            let mut values: Vec<f64> = loads.iter().filter_map(value).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        row(
            &format!("{visit}, median"),
            median(|load| Some(load.first_paint)),
            median(|load| Some(load.started)),
            median(|load| load.usable),
            median(|load| Some(load.kilobytes)),
        );
    }
}

async fn one_load(browser: &Browser, server: &Server, visit: &str) -> Load {
    browser.devtools("Network.enable", json!({})).await;
    let line = json!({ "offline": false, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8 });
    browser.devtools("Network.emulateNetworkConditions", line).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    browser.open_started(&server.url("")).await;
    // The interface says when it is usable by setting `window.__ready` to `performance.now()`.
    for _ in 0..100 {
        if browser.run("return typeof window.__ready === 'number'").await == json!(true) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let figures = browser
        .run(
            "const paint = performance.getEntriesByName('first-contentful-paint')[0];
             const bytes = performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0);
             return [paint ? paint.startTime : 0, performance.getEntriesByName('linewright-started')[0].startTime, window.__ready, bytes / 1000];",
        )
        .await;
    let number = |at: usize| figures.get(at).and_then(serde_json::Value::as_f64);
    let load = Load {
        first_paint: number(0).unwrap_or_default(),
        started: number(1).unwrap_or_default(),
        usable: number(2),
        kilobytes: number(3).unwrap_or_default(),
    };
    row(visit, Some(load.first_paint), Some(load.started), load.usable, Some(load.kilobytes));
    load
}

fn row(name: &str, paint: Option<f64>, started: Option<f64>, usable: Option<f64>, kilobytes: Option<f64>) {
    let shown = |value: Option<f64>| value.map_or_else(|| "not said".to_owned(), |value| format!("{value:.0}"));
    println!("{name:<14} {:>12} {:>12} {:>12} {:>10}", shown(paint), shown(started), shown(usable), shown(kilobytes));
}
