//! After the first visit the site needs no server: the server is stopped and the browser restarted, for a browser's own “offline” switch
//! proves nothing.

use journeys::{Browser, every_route, serve_in_folder};
use serde_json::json;

/// Opens the first page and waits until everything is kept for offline use.
async fn visit(browser: &Browser, url: &str) {
    browser.open_started(url).await;
    browser.wait_for("the site to be kept", "return document.documentElement.dataset.offline === 'ready'").await;
    browser.wait_for("the service worker to serve the page", "return navigator.serviceWorker.controller !== null").await;
}

#[tokio::test]
async fn every_route_works_with_the_server_stopped_and_the_browser_restarted() {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    visit(&browser, &server.url("")).await;
    let urls: Vec<(String, String)> =
        every_route().into_iter().map(|route| (server.url(&route), route.trim_end_matches('/').to_owned())).collect();
    let others = [server.url("demand"), server.url("demand/index.html"), server.url("demand/?embed=1&theme=dark")];
    server.stop();
    browser.restart().await;
    for (url, route) in urls.into_iter().chain(others.into_iter().map(|url| (url, "demand".to_owned()))) {
        browser.open_started(&url).await;
        browser.expect_page(&route).await;
    }
    assert_eq!(browser.run("return location.search").await, json!("?embed=1&theme=dark"));
    browser.close().await;
}

#[tokio::test]
async fn workers_and_the_net_are_kept_and_an_unknown_part_is_not_answered_with_a_page() {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    visit(&browser, &server.url("")).await;
    let (first, nowhere) = (server.url("demand/"), server.url("demand/nowhere"));
    server.stop();
    browser.restart().await;
    browser.open_started(&first).await;
    let answers = browser
        .run_async(
            "const base = document.documentElement.dataset.base;
             const build = document.querySelector('meta[name=\"linewright-build\"]').content;
             const ask = async (name) => { const answer = await fetch(base + name); return [answer.status, answer.headers.get('Content-Type').split(';')[0]]; };
             return [await ask(`worker-${build}.js`), await ask(`worker-${build}_bg.wasm`), await ask(`exchange_worker-${build}_bg.wasm?x=1`),
               await ask('worker-0123456789abcdef.js'), await ask('linewright-0123456789abcdef_bg.wasm')];",
        )
        .await;
    assert_eq!(
        answers,
        json!([[200, "text/javascript"], [200, "application/wasm"], [200, "application/wasm"], [404, "text/plain"], [404, "text/plain"]])
    );
    browser.open(&nowhere).await;
    browser.wait_for_text("There is no page at this address").await;
    browser.click_text("Open the first page").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn a_worker_starts_offline_and_no_early_message_to_it_breaks_it() {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    visit(&browser, &server.url("")).await;
    let first = server.url("schedule/");
    server.stop();
    browser.restart().await;
    browser.open_started(&first).await;
    let outcome = browser
        .run_async(
            "const { base } = document.documentElement.dataset;
             const build = document.querySelector('meta[name=\"linewright-build\"]').content;
             const worker = new Worker(`${base}worker-${build}.js`);
             return await new Promise((done) => {
               worker.onerror = (event) => done('error: ' + event.message);
               worker.postMessage(new Uint8Array(0));
               setTimeout(() => done('no error'), 1500);
             });",
        )
        .await;
    assert_eq!(outcome, json!("no error"));
    browser.close().await;
}
