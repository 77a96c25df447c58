//! A new version is published while tabs are open: they go on working, change over only when the person agrees, and a version that does not
//! arrive whole is not taken.

use journeys::{Browser, Effect, Fault, PATIENCE, Scratch, Server, Tab, dist, publish_copy, publish_next, serve_in_folder};
use serde_json::json;
use std::time::Duration;

const BUILD: &str = "return document.querySelector('meta[name=\"linewright-build\"]').content";

async fn visit(browser: &Browser, url: &str) {
    browser.open_started(url).await;
    browser
        .wait_for(
            "the service worker to serve the page",
            "return document.documentElement.dataset.offline === 'ready' && navigator.serviceWorker.controller !== null",
        )
        .await;
}

/// Lets the browser look for a new version, as it does on its own now and then; whether it has found one.
///
/// One look may not be enough: a browser that is just looking by itself, as it does a second after a page was opened, takes whoever asks to be
/// content with that look, which may have been at what was published before.
async fn finds_update(browser: &Browser) -> bool {
    const LOOK: &str = "
        const found = await navigator.serviceWorker.getRegistration();
        let begun = Boolean(found.installing || found.waiting);
        found.addEventListener('updatefound', () => { begun = true; });
        const asked = found.update().catch(() => {});
        await Promise.race([asked, new Promise((late) => setTimeout(late, 6000))]);
        // What was found is told after the answer.
        for (let times = 0; times < 20 && !begun; times += 1) await new Promise((later) => setTimeout(later, 50));
        return begun || Boolean(found.installing || found.waiting)";
    for _ in 0..5 {
        if browser.run_async(LOOK).await == json!(true) {
            return true;
        }
    }
    false
}

/// Lets the browser look for a new version until it has found it.
async fn look_for_update(browser: &Browser) {
    if !finds_update(browser).await {
        browser.fail("five looks did not find the version that was published").await;
    }
}

/// A browser with two tabs of the program, of which the first is driven and in front, and a later version that it has found.
struct Updated {
    server: Server,
    browser: Browser,
    second: Tab,
    old: serde_json::Value,
    new: String,
    _folder: Scratch,
}

/// Opens two tabs, publishes a later version and lets the browser look. Where a computer's disk was stuck in between, a browser may never look
/// again, and answers nobody who asks it to until it is started anew: nothing then.
async fn updated() -> Option<Updated> {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    visit(&browser, &server.url("demand/")).await;
    let first = browser.tab().await;
    let old = browser.run(BUILD).await;
    browser.run("window.told = 0; window.addEventListener('linewright-update-ready', () => { window.told += 1; })").await;
    let second = browser.new_tab().await;
    visit(&browser, &server.url("schedule/")).await;
    browser.switch(&first).await;
    // A person who is told looks at the tab; behind another, browsers give it little of a busy computer.
    browser.devtools("Page.bringToFront", json!({})).await;
    let (folder, new) = publish_next();
    server.publish(folder.path());
    if finds_update(&browser).await {
        return Some(Updated { server, browser, second, old, new, _folder: folder });
    }
    browser.close().await;
    None
}

/// Waits until the tab shows the new version, started.
async fn wait_for_build(browser: &Browser, new: &str) {
    let script = format!(
        "return document.querySelector('meta[name=\"linewright-build\"]').content === '{new}' && document.documentElement.dataset.started !== undefined"
    );
    browser.wait_within(2 * PATIENCE, "the new version", &script).await;
}

/// The status of the worker's script of a build, as this tab gets it.
async fn worker_status(browser: &Browser, build: &str) -> serde_json::Value {
    browser.run_async(&format!("return (await fetch(document.documentElement.dataset.base + 'worker-{build}.js')).status")).await
}

#[tokio::test]
async fn open_tabs_keep_their_version_until_the_person_agrees() {
    let mut updated_tabs = None;
    for _ in 0..3 {
        updated_tabs = updated().await;
        if updated_tabs.is_some() {
            break;
        }
    }
    let Some(Updated { server: _server, browser, second, old, new, _folder }) = updated_tabs else {
        panic!("three browsers, each asked five times, did not look for the version that was published");
    };
    // All of it is fetched, checked and kept before.
    browser.wait_within(3 * PATIENCE, "word of the new version", "return window.linewrightUpdateReady").await;
    assert_eq!(browser.run("return window.told").await, json!(1), "the event tells of the new version once");

    // Not agreed: a reload and a new page are still of the old version, and its worker is there although the server no longer has it.
    browser.reload_started().await;
    assert_eq!(browser.run(BUILD).await, old);
    assert_eq!(worker_status(&browser, old.as_str().unwrap_or_default()).await, json!(200));

    // Agreed in this tab: it changes over by itself; the other goes on undisturbed and is told.
    browser.wait_for("word of the new version after the reload", "return window.linewrightUpdateReady").await;
    browser.run("window.linewrightActivateUpdate()").await;
    wait_for_build(&browser, &new).await;
    browser.switch(&second).await;
    assert_eq!(browser.run(BUILD).await, old, "the other tab was not reloaded");
    browser.wait_for("word of the change in the other tab", "return window.linewrightUpdateReady").await;
    assert_eq!(
        worker_status(&browser, old.as_str().unwrap_or_default()).await,
        json!(200),
        "the old version's parts are kept while a tab runs it"
    );

    // The other tab agrees as well; the next page finds nobody on the old version, which is then removed.
    browser.run("window.linewrightActivateUpdate()").await;
    wait_for_build(&browser, &new).await;
    browser.wait_for_caches(1).await;
    assert_eq!(worker_status(&browser, old.as_str().unwrap_or_default()).await, json!(404));
    browser.close().await;
}

/// A later version with a fault on its way: nothing of it is taken, the old one stays whole, also with the server gone.
async fn expect_refused(spoil: impl FnOnce(&Server, &Scratch, &str)) {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    let url = server.url("demand/");
    visit(&browser, &url).await;
    let old = browser.run(BUILD).await;
    let (folder, new) = publish_next();
    spoil(&server, &folder, &new);
    server.publish(folder.path());
    look_for_update(&browser).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(server.requests().iter().any(|path| path.contains(&new)), "the new version was tried");
    // Nothing of the spoilt version is kept, as soon as what was on its way has come or failed.
    browser.wait_for_caches(1).await;
    assert_eq!(browser.run("return window.linewrightUpdateReady").await, json!(false));
    server.stop();
    browser.restart().await;
    browser.open_started(&url).await;
    assert_eq!(browser.run(BUILD).await, old);
    browser.close().await;
}

#[tokio::test]
async fn a_version_with_a_missing_part_is_not_taken() {
    expect_refused(|_, folder, new| {
        std::fs::remove_file(folder.path().join(format!("worker-{new}.js"))).unwrap_or_else(|problem| panic!("{problem}"));
    })
    .await;
}

#[tokio::test]
async fn a_version_with_a_page_in_place_of_a_part_is_not_taken() {
    expect_refused(|server, _, _| {
        server.fail(Fault::always("_bg.wasm", Effect::Instead { media_type: "text/html", body: "<p>Sign in</p>".to_owned() }))
    })
    .await;
}

#[tokio::test]
async fn a_version_whose_transfer_is_cut_is_not_taken() {
    expect_refused(|server, _, _| server.fail(Fault::always("_bg.wasm", Effect::CutAfter(100)))).await;
}

#[tokio::test]
async fn a_version_whose_first_page_is_still_the_old_one_is_not_taken() {
    expect_refused(|_, folder, _| {
        std::fs::copy(dist().join("index.html"), folder.path().join("index.html")).unwrap_or_else(|problem| panic!("{problem}"));
    })
    .await;
}

#[tokio::test]
async fn the_service_worker_can_be_switched_off_for_everybody() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    visit(&browser, &server.url("")).await;
    browser.run("localStorage.setItem('lw1/kept', 'yes')").await;
    let copy = publish_copy();
    std::fs::copy(copy.path().join("sw-off.js"), copy.path().join("sw.js")).unwrap_or_else(|problem| panic!("{problem}"));
    server.publish(copy.path());
    look_for_update(&browser).await;
    browser.wait_for_caches(0).await;
    assert_eq!(browser.run("return localStorage.getItem('lw1/kept')").await, json!("yes"));
    browser.close().await;
}
