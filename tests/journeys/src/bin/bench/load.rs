//! Time until the page is usable on a slow line (1.6 Mbit/s, 150 ms) and a slow processor (a quarter of this one).

use crate::figures::{Figures, heads, line};
use crate::{number, workshop};
use journeys::{Browser, Options, Scratch, Server, dist, serve};
use serde_json::json;
use std::time::Duration;

/// The tasks of the workspace that is stored.
const TASKS: u32 = 1_000;

/// What one way of loading came to.
#[derive(Default)]
struct Loads {
    paint: Figures,
    started: Figures,
    usable: Figures,
    kilobytes: Figures,
}

/// Loads the first page and the Schedule: at the very first visit, with a stored workspace but nothing kept of the site, and at a returning
/// visit, which the service worker serves. Arguments: how often (5), tasks stored (1,000).
pub async fn load(arguments: &[String]) -> bool {
    let (repeats, tasks) = (number(arguments, 0, 5), number(arguments, 1, TASKS));
    let folder = Scratch::new("compressed");
    xtask::files::copy_compressed(&dist(), folder.path()).unwrap_or_else(|problem| panic!("the site could not be compressed: {problem}"));
    let server = serve(Options { brotli: true, ..Options::new(folder.path(), "/a/b/") });
    let mut first = Loads::default();
    for _ in 0..repeats {
        let browser = Browser::start().await;
        one(&browser, &server.url(""), &mut first).await;
        browser.close().await;
    }
    let mut browser = workshop::planned(&server, tasks).await;
    let (mut cold, mut returning): ([Loads; 2], [Loads; 2]) = Default::default();
    for _ in 0..repeats {
        for (at, route) in ["", "schedule/"].into_iter().enumerate() {
            browser.restart().await;
            forget_site(&browser, &server).await;
            one(&browser, &server.url(route), &mut cold[at]).await;
            at_full_speed(&browser).await;
            if is_kept(&browser).await {
                browser.restart().await;
                one(&browser, &server.url(route), &mut returning[at]).await;
            }
        }
    }
    browser.close().await;
    heads();
    show("first visit, nothing stored", &first);
    for (at, page) in ["first page", "Schedule"].into_iter().enumerate() {
        show(&format!("{page}, {tasks} tasks, nothing cached"), &cold[at]);
        show(&format!("{page}, {tasks} tasks, returning"), &returning[at]);
    }
    true
}

fn show(name: &str, loads: &Loads) {
    if loads.usable.count() == 0 {
        return;
    }
    println!("{name} ({:.0} KB on the wire)", loads.kilobytes.part(0.5).unwrap_or_default());
    line("  first paint", &loads.paint);
    line("  program started", &loads.started);
    line("  usable", &loads.usable);
}

/// Removes what the browser keeps of the site, but nothing that the page has stored.
async fn forget_site(browser: &Browser, server: &Server) {
    browser.devtools("Network.clearBrowserCache", json!({})).await;
    let origin = server.url_outside("");
    let kept = json!({ "origin": origin.trim_end_matches('/'), "storageTypes": "service_workers,cache_storage" });
    browser.devtools("Storage.clearDataForOrigin", kept).await;
}

/// Waits until the site is kept for offline use; a quickly built one never is.
async fn is_kept(browser: &Browser) -> bool {
    for _ in 0..100 {
        if browser.run("return document.documentElement.dataset.offline === 'ready'").await == json!(true) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    println!("the site is not kept for offline use, so there is no returning visit");
    false
}

async fn at_full_speed(browser: &Browser) {
    let line = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.emulateNetworkConditions", line).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
}

async fn one(browser: &Browser, url: &str, loads: &mut Loads) {
    browser.devtools("Network.enable", json!({})).await;
    let line = json!({ "offline": false, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8 });
    browser.devtools("Network.emulateNetworkConditions", line).await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    browser.open_started(url).await;
    // The interface says when it is usable by setting `window.__ready` to `performance.now()`.
    browser.wait_for("the page to be usable", "return typeof window.__ready === 'number'").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let figures = browser
        .run(
            "const paint = performance.getEntriesByName('first-contentful-paint')[0];
             const bytes = performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0);
             return [paint ? paint.startTime : null, performance.getEntriesByName('linewright-started')[0].startTime, window.__ready, bytes / 1000];",
        )
        .await;
    let number = |at: usize| figures.get(at).and_then(serde_json::Value::as_f64);
    loads.paint.add(number(0));
    loads.started.add(number(1));
    loads.usable.add(number(2));
    loads.kilobytes.add(number(3));
}
