//! What those hear who do not see the page: each thing that happens is said once.

use crate::access::{open_page, planned_sample};
use crate::work::open_sample;
use journeys::{Browser, serve_in_folder};
use serde_json::json;

/// Keeps every text that a live region comes to hold, as a screen reader would say it.
pub const LISTEN: &str = "window.said = [];
    const live = '[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    new MutationObserver((changes) => {
        const regions = new Set();
        for (const { target, addedNodes } of changes) {
            const host = (target instanceof Element ? target : target.parentElement)?.closest(live);
            if (host) regions.add(host);
            for (const added of addedNodes) if (added instanceof Element)
                for (const region of [added, ...added.querySelectorAll('*')]) if (region.matches(live)) regions.add(region);
        }
        for (const region of regions) { const text = region.textContent.replaceAll('\\u00a0', ' ').trim(); if (text && region.isConnected) said.push(text); }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })";

/// Everything said since listening began that holds these words, once the page has come to rest.
pub async fn said(browser: &Browser, words: &str) -> Vec<String> {
    browser
        .wait_for(&format!("“{words}” to be said"), &format!("return window.said.some((text) => text.includes({}))", json!(words)))
        .await;
    browser.run_async("await new Promise((done) => setTimeout(done, 400))").await;
    let all = browser.run(&format!("return window.said.filter((text) => text.includes({}))", json!(words))).await;
    all.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Opens the quantity of the first order and types.
async fn type_quantity(browser: &Browser, typed: &str) {
    browser.run("document.querySelector('.table-grid').focus()").await;
    browser.press("Home").await;
    for _ in 0..3 {
        browser.press("ArrowRight").await;
    }
    browser.press("F2").await;
    browser.wait_for("the cell to be open", "return document.activeElement.closest('.table-editor') !== null").await;
    browser.press("Control+a").await;
    browser.type_text(typed).await;
    browser.press("Enter").await;
}

#[tokio::test]
async fn an_edit_is_told_as_saved_once_and_a_wrong_one_with_its_reason_once() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "demand/").await;
    browser.run(LISTEN).await;
    type_quantity(&browser, "12 pcs").await;
    let refused = said(&browser, "Enter a number").await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    browser.press("Escape").await;
    browser.run("window.said.length = 0").await;
    type_quantity(&browser, "12").await;
    let saved = said(&browser, "Saved").await;
    assert_eq!(saved, ["Saved"], "everything said: {}", browser.run("return window.said").await);
    browser.close().await;
}

#[tokio::test]
async fn the_result_of_a_plan_is_told_once_and_so_is_that_it_was_taken_over() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "schedule/").await;
    browser.run(LISTEN).await;
    browser.click_text("Plan").await;
    let ready = said(&browser, "The plan is ready").await;
    assert_eq!(ready.len(), 1, "{ready:?}");
    assert!(ready[0].contains("orders"), "it says how many orders: {}", ready[0]);
    browser.click_text("Accept plan").await;
    let taken = said(&browser, "taken over").await;
    assert_eq!(taken.len(), 1, "{taken:?}");
    browser.close().await;
}

#[tokio::test]
async fn what_could_not_be_read_is_told_once() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let folder = journeys::Scratch::new("told");
    let file = folder.path().join("picture.xlsx");
    std::fs::write(&file, b"\x89PNG\r\n\x1a\n and so on").unwrap_or_else(|problem| panic!("a file: {problem}"));
    open_page(&browser, &server, "exchange/").await;
    browser.run(LISTEN).await;
    browser.give_file(&file).await;
    let told = said(&browser, "could not be read").await;
    assert_eq!(told.len(), 1, "{told:?}");
    browser.close().await;
}
