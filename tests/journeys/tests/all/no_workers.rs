//! Where a portal forbids background workers, files are read and plans are made on the page, which stays usable meanwhile.

use crate::work::open_sample;
use journeys::{Browser, Options, Server, dist, serve};
use serde_json::json;

/// Counts the page's frames while a plan is being made, and the longest time between two.
const COUNT_FRAMES: &str = "window.frames_seen = 0; window.longest = 0; let before = performance.now();
    const count = (now) => {
        if (document.querySelector('progress, .progress')) { window.frames_seen += 1; window.longest = Math.max(window.longest, now - before); }
        before = now;
        requestAnimationFrame(count);
    };
    requestAnimationFrame(count);";

fn without_workers() -> Server {
    serve(Options { policy: Some("worker-src 'none'"), ..Options::new(dist(), "/a/b/") })
}

#[tokio::test]
async fn a_sample_is_opened_and_planned_without_any_worker_and_the_page_stays_usable() {
    let server = without_workers();
    let browser = Browser::start().await;
    browser.open(&server.url("")).await;
    let refused = browser.run_async("try { const worker = new Worker('nothing.js'); return await new Promise((done) => { worker.onerror = () => done('refused'); worker.onmessage = () => done('ran'); setTimeout(() => done('silent'), 2000) }) } catch { return 'refused' }").await;
    assert_eq!(refused, json!("refused"), "this server lets workers run, so the journey proves nothing");
    // The sample comes from the exchange's program.
    open_sample(&browser, &server.url("")).await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for_text("Nothing is scheduled yet").await;
    browser.run(COUNT_FRAMES).await;
    browser.click_text("Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    let frames = browser.run("return [window.frames_seen, window.longest]").await;
    let at = |index: usize| frames.get(index).and_then(serde_json::Value::as_f64).unwrap_or_default();
    assert!(at(0) >= 10.0, "the page stood still while it planned: {frames}");
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_for("the tasks of the plan", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.close().await;
}

#[tokio::test]
async fn a_search_on_the_page_can_be_stopped_and_the_best_plan_so_far_is_offered() {
    let server = without_workers();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for_text("Nothing is scheduled yet").await;
    browser.click_text("Plan").await;
    browser.wait_for_text("schedules were tried").await;
    browser.click_text("Stop and keep the best").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.close().await;
}
