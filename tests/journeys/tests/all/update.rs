//! A new version is published while tabs are open: they go on working, change over only when the person agrees, and a version that does not
//! arrive whole is not taken.

use journeys::{Browser, Effect, Fault, PATIENCE, Scratch, Server, dist, publish_copy, publish_next, serve_in_folder};
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

/// Lets the browser look for a new version, as it does on its own now and then. One that is looking by itself at that moment may never answer
/// whoever asks beside it: it is asked again, and what follows tells whether it has looked.
async fn look_for_update(browser: &Browser) {
    const ASK: &str = "
        for (let times = 0; times < 3; times += 1) {
            const asked = navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => true, () => true);
            if (await Promise.race([asked, new Promise((late) => setTimeout(() => late(false), 6000))])) return true;
        }
        return false";
    browser.run_async(ASK).await;
}

/// Publishes a later version on the server and waits until the tab has been told.
async fn publish_and_wait(server: &Server, browser: &Browser) -> (Scratch, String) {
    let (folder, build) = publish_next();
    server.publish(folder.path());
    look_for_update(browser).await;
    // All of it is fetched, checked and kept before.
    browser.wait_within(3 * PATIENCE, "word of the new version", "return window.linewrightUpdateReady").await;
    (folder, build)
}

/// The status of the worker's script of a build, as this tab gets it.
async fn worker_status(browser: &Browser, build: &str) -> serde_json::Value {
    browser.run_async(&format!("return (await fetch(document.documentElement.dataset.base + 'worker-{build}.js')).status")).await
}

#[tokio::test]
async fn open_tabs_keep_their_version_until_the_person_agrees() {
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
    let (_folder, new) = publish_and_wait(&server, &browser).await;
    assert_eq!(browser.run("return window.told").await, json!(1), "the event tells of the new version once");

    // Not agreed: a reload and a new page are still of the old version, and its worker is there although the server no longer has it.
    browser.reload_started().await;
    assert_eq!(browser.run(BUILD).await, old);
    assert_eq!(worker_status(&browser, old.as_str().unwrap_or_default()).await, json!(200));

    // Agreed in this tab: it changes over by itself; the other goes on undisturbed and is told.
    browser.wait_for("word of the new version after the reload", "return window.linewrightUpdateReady").await;
    browser.run("window.linewrightActivateUpdate()").await;
    browser.wait_for("the new version", &format!("return document.querySelector('meta[name=\"linewright-build\"]').content === '{new}' && document.documentElement.dataset.started !== undefined")).await;
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
    browser.wait_for("the new version in the other tab", &format!("return document.querySelector('meta[name=\"linewright-build\"]').content === '{new}' && document.documentElement.dataset.started !== undefined")).await;
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
