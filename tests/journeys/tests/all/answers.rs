//! What a planner asks of the schedule: a search that is stopped and goes on, promises, breakdowns, chances, what would help.

use crate::access::{open_page, planned_sample};
use crate::work::open_sample;
use journeys::{Browser, PATIENCE, serve_in_folder};
use serde_json::json;

/// Opens a dialog from the menu of questions.
async fn ask(browser: &Browser, words: &str) {
    browser.click_text("Ask").await;
    let find =
        "[...document.querySelectorAll('[role=menu]:popover-open [role=menuitem]')].find((item) => item.textContent.trim().startsWith";
    browser.wait_for("the menu", &format!("return {find}({})) !== undefined", json!(words))).await;
    browser.run(&format!("{find}({})).click()", json!(words))).await;
}

/// Chooses a record in the first field of the open dialog by typing.
async fn choose_first(browser: &Browser, typed: &str) {
    browser.wait_for("the form", "return document.querySelector('dialog[open] .combo input') !== null").await;
    browser.run("document.querySelector('dialog[open] .combo input').focus()").await;
    browser.type_text(typed).await;
    browser.press("Enter").await;
}

/// How many buttons take a plan over.
const OFFERS: &str = "[...document.querySelectorAll('dialog[open] button')].filter((button) => button.textContent.includes('Take over'))";

async fn take_over(browser: &Browser, offers: usize, which: usize) {
    browser.wait_within(PATIENCE * 3, "all ways", &format!("return {OFFERS}.length === {offers}")).await;
    browser.screenshot(&format!("answers-{offers}")).await;
    browser.run(&format!("{OFFERS}[{which}].click()")).await;
    browser.wait_for_text("The plan was taken over").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
}

#[tokio::test]
async fn a_search_is_followed_stopped_and_goes_on_and_its_plan_says_how_good_it_is() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "schedule/").await;
    browser.click_text("Plan").await;
    browser.wait_for_text("schedules were tried").await;
    browser.screenshot("answers-searching").await;
    browser.click_text("Stop and keep the best").await;
    browser.wait_for_text("Accept this plan?").await;
    let text = browser.wait_for_text("schedules were tried").await;
    assert!(text.contains("Proved:") || text.contains("At most") || text.contains("is not known"), "{text}");
    browser.click_text("Search on for 10 s").await;
    browser.wait_for("the search to go on", "return document.querySelector('dialog[open] progress') !== null").await;
    browser.wait_within(PATIENCE * 2, "its end", "return document.querySelector('dialog[open] progress') === null").await;
    browser.screenshot("answers-plan").await;
    browser.click_text("Accept plan").await;
    browser.wait_for("the tasks of the plan", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.expect_no_problems("following a search").await;
    browser.close().await;
}

/// As on a device of three cores, and the engine's workers that have begun and not ended are counted.
const THREE_CORES: &str = "Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 3 });
    window.running = new Set(); window.begun = 0;
    const Plain = window.Worker;
    window.Worker = class extends Plain {
        constructor(...given) { super(...given); if (String(given[0]).includes('/worker-')) { window.running.add(this); window.begun += 1; } }
        terminate() { window.running.delete(this); super.terminate(); }
    };";

#[tokio::test]
async fn two_workers_search_side_by_side_and_none_is_left_when_they_are_not_wanted() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "schedule/").await;
    browser.run(THREE_CORES).await;
    browser.click_text("Plan").await;
    browser.wait_for("both workers", "return window.begun === 2 && window.running.size === 2").await;
    browser.wait_for_text("schedules were tried").await;
    browser.click_text("Discard").await;
    browser.wait_for("no worker to be left", "return window.running.size === 0").await;
    browser.click_text("Plan").await;
    browser.wait_within(PATIENCE * 2, "a plan", "return document.body.innerText.includes('Accept this plan?')").await;
    browser.wait_for("no worker to be left", "return window.begun === 4 && window.running.size === 0").await;
    browser.click_text("Accept plan").await;
    browser.wait_for("the tasks of the plan", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.expect_no_problems("with two workers").await;
    browser.close().await;
}

#[tokio::test]
async fn a_new_order_is_promised_in_three_ways_and_enters_with_its_plan_in_one_step() {
    let (server, browser) = planned_sample().await;
    // From where the orders are read; the question is asked where the schedule is.
    open_page(&browser, &server, "demand/").await;
    browser.run("[...document.querySelectorAll('main a')].find((link) => link.textContent.includes('Promise a date')).click()").await;
    choose_first(&browser, "Oak bench").await;
    browser.click_text("When could it be ready?").await;
    take_over(&browser, 3, 0).await;
    browser.wait_for_text("58 open orders").await;
    browser.run("document.querySelector('.top-bar button[aria-label^=Undo]').click()").await;
    browser.wait_for_text("57 open orders").await;
    browser.expect_no_problems("promising an order").await;
    browser.close().await;
}

#[tokio::test]
async fn a_breakdown_is_repaired_and_enters_with_its_plan_in_one_step() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "schedule/").await;
    ask(&browser, "A resource").await;
    choose_first(&browser, "saw").await;
    browser.click_text("What can be done?").await;
    take_over(&browser, 2, 0).await;
    open_page(&browser, &server, "history/").await;
    browser.wait_for_text("Enter absence of Panel saw and accept its plan").await;
    browser.expect_no_problems("repairing after a breakdown").await;
    browser.close().await;
}

#[tokio::test]
async fn every_order_gets_its_chance_of_being_on_time() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "schedule/").await;
    ask(&browser, "How likely").await;
    browser.wait_within(PATIENCE * 2, "all runs", "return /1000 of 1000 runs/.test(document.body.innerText)").await;
    let shares = browser
        .run("return [...document.querySelectorAll('dialog[open] tbody td:nth-child(4)')].map((cell) => parseFloat(cell.textContent))")
        .await;
    let shares: Vec<f64> = shares.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    assert!(shares.len() > 20 && shares.is_sorted() && shares.iter().all(|share| (0.0..=100.0).contains(share)), "{shares:?}");
    browser.screenshot("answers-chances").await;
    browser.expect_no_problems("looking at chances").await;
    browser.close().await;
}

#[tokio::test]
async fn a_late_order_is_told_what_would_help_it() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "schedule/").await;
    browser.click_text("Orders and promises").await;
    let late =
        "[...document.querySelectorAll('.table-row')].find((row) => row.querySelector('[role=gridcell]') && /Late/.test(row.textContent))";
    browser.wait_for("a late order", &format!("return {late} !== undefined")).await;
    let row = browser
        .run(&format!(
            "return [...document.querySelectorAll('.table-row')].filter((row) => row.querySelector('[role=gridcell]')).indexOf({late})"
        ))
        .await;
    browser.run("document.querySelector('.table-grid').focus()").await;
    for _ in 0..row.as_u64().unwrap_or_default() {
        browser.press("ArrowDown").await;
    }
    browser.press("Enter").await;
    browser.wait_for_text("What would make it on time?").await;
    browser.click_text("What would make it on time?").await;
    browser.wait_within(PATIENCE * 4, "all that was tried", "return /That is all that was tried/.test(document.body.innerText)").await;
    let told = browser.run("return [...document.querySelectorAll('dialog[open] .plan-lines li')].map((line) => line.textContent)").await;
    let told: Vec<&str> = told.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    assert!(told.len() >= 2 && told[0].contains("Planned again with nothing changed"), "{told:?}");
    browser.screenshot("answers-remedies").await;
    browser.expect_no_problems("asking what would help").await;
    browser.close().await;
}
