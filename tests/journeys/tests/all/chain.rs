//! The whole chain in one sitting: a history in by paste, a forecast accepted and overridden, the load on the capacity, a plan ahead, what
//! would be with less demand, the plan released and scheduled. What is typed wrong on the way gets a sentence and changes nothing.

use crate::access::open_page;
use crate::control_charts::enter;
use crate::forecast::{foreseen_sample, open_tab, press_button, type_into};
use crate::plan_ahead::{accept_all_forecasts, approve};
use crate::work::plan;
use journeys::Browser;
use serde_json::json;

/// The column of overrides among the periods to come.
const OVERRIDE: usize = 6;

/// The override of the second period to come.
const SHOWN: &str = "const table = document.querySelector('.forecast-detail .table');
    const heads = [...table.querySelectorAll('[role=columnheader]')].map((head) => head.textContent.trim());
    const row = [...table.querySelectorAll('.table-row')].filter((row) => row.querySelector('[role=gridcell]'))[1];
    return row?.children[heads.indexOf('Override')]?.textContent.trim()";

async fn expect_override(browser: &Browser, wanted: &str) {
    let script = format!("const read = () => {{ {SHOWN} }}; return read() === {}", json!(wanted));
    browser.wait_for(&format!("the override “{wanted}”"), &script).await;
}

/// Goes to a page by the rail: nothing is loaded anew.
pub async fn go(browser: &Browser, page: &str) {
    browser.run(&format!("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('{page}')).click()")).await;
    browser.wait_for(page, "return document.querySelector('main h1') !== null").await;
}

/// What the cheapest plan costs; the other ways come later, one by one, and not all of them are always possible.
const LEAST: &str = "[...document.querySelectorAll('.strategy')].find((way) => /Least cost/.test(way.textContent))?.querySelector('.strategy-cost')?.textContent";

/// The least cost of the plan ahead that is shown.
async fn least_cost(browser: &Browser) -> String {
    open_tab(browser, "Plan ahead").await;
    let script = "const state = document.querySelector('.plan-state')?.innerText ?? '';
        return /Proved: no plan costs less/.test(state) && LEAST";
    let script = &script.replace("LEAST", LEAST);
    browser.wait_for("the cost of the plan", script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn from_a_pasted_history_to_a_schedule_with_a_scenario_on_the_way() {
    let (server, browser) = foreseen_sample().await;
    press_button(&browser, "Paste history").await;
    let rows: Vec<String> = (0..30).map(|at| format!("Table top\\t{}-{:02}\\t{}", 2024 + at / 12, at % 12 + 1, 40 + at % 12 * 5)).collect();
    browser
        .run(&format!(
            "const field = document.querySelector('dialog[open] textarea'); field.value = `{}`;
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))",
            rows.join("\\n")
        ))
        .await;
    browser.wait_for("what is understood", "return /30 values/.test(document.querySelector('dialog[open] [role=status]').innerText)").await;
    // Values by the month are a series of months, whatever the series shown has.
    let months = "return [...document.querySelectorAll('dialog[open] .segment')].find((one) => one.querySelector('input').checked)?.textContent.trim() === 'Month'";
    browser.wait_for("months", months).await;
    press_button(&browser, "Take over").await;
    browser.wait_for("the new series", "return /Table top/.test(document.querySelector('.forecast > .table').textContent)").await;
    browser
        .wait_for(
            "its forecast",
            "const row = [...document.querySelectorAll('.forecast > .table .table-row')].find((row) => row.textContent.includes('Table top'));
             return /\\d %/.test(row?.textContent) && !/being forecast/.test(document.querySelector('main').textContent)",
        )
        .await;
    accept_all_forecasts(&browser).await;
    type_into(&browser, "Periods to come", (1, OVERRIDE), "12").await;
    expect_override(&browser, "12").await;
    // Below zero, no number, more than anybody could make: each is said, and nothing changes.
    for wrong in ["-5", "many", "9000000000000000"] {
        type_into(&browser, "Periods to come", (1, OVERRIDE), wrong).await;
        browser
            .wait_for(&format!("the refusal of {wrong}"), "return [...document.querySelectorAll('[role=alert]')].some((alert) => alert.checkVisibility() && alert.textContent.trim().length > 20)")
            .await;
        browser.press("Escape").await;
        expect_override(&browser, "12").await;
    }
    go(&browser, "Capacity").await;
    open_tab(&browser, "Rough cut").await;
    browser.wait_for("the bottleneck", "return document.querySelector('.rough-bottleneck')?.innerText.length > 20").await;
    open_page(&browser, &server, "production_plan/").await;
    let cost = least_cost(&browser).await;
    // What would be with far more demand: another cost in the scenario, the same as before in the workspace.
    go(&browser, "Scenarios").await;
    press_button(&browser, "New scenario").await;
    enter(&browser, "Name", "A fair in town").await;
    press_button(&browser, "Begin").await;
    browser.wait_for("the strip", "return document.querySelector('.scenario-bar') !== null").await;
    go(&browser, "Demand").await;
    open_tab(&browser, "Forecast").await;
    browser.wait_for("the periods to come", "return document.querySelector('[aria-label=\"Periods to come\"]') !== null").await;
    type_into(&browser, "Periods to come", (1, OVERRIDE), "30").await;
    expect_override(&browser, "30").await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    open_page(&browser, &server, "production_plan/").await;
    browser.wait_for("the strip", "return document.querySelector('.scenario-bar') !== null").await;
    assert_ne!(least_cost(&browser).await, cost, "the scenario has a plan of its own");
    browser
        .run("[...document.querySelectorAll('.scenario-bar button')].find((button) => button.textContent.includes('Leave')).click()")
        .await;
    let same = format!("return {LEAST} === {}", json!(cost));
    browser.wait_for("the plan of the workspace", &same).await;
    go(&browser, "Scenarios").await;
    browser.wait_for_text("12 → 30").await;
    browser.wait_for("the figures", "return document.querySelectorAll('.side-by-side tbody tr').length > 8").await;
    // The plan of the workspace is approved, released and scheduled.
    open_page(&browser, &server, "production_plan/").await;
    open_tab(&browser, "Plan ahead").await;
    browser.wait_for("the cost of the plan", "return document.querySelectorAll('.strategy-cost').length >= 2").await;
    approve(&browser).await;
    press_button(&browser, "Release as orders").await;
    browser.wait_for("the release", "return /Released/.test(document.querySelector('.plan-versions').innerText)").await;
    plan(&browser).await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.expect_no_problems("from demand to schedule").await;
    browser.close().await;
}
