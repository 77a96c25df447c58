//! What if: a scenario is begun, changed and planned, compared with the workspace, lived through a reload, taken over in part and undone.

use crate::access::{open_page, planned_sample};
use crate::control_charts::enter;
use crate::forecast::{press_button, type_into};
use journeys::{Axe, Browser, Look};
use serde_json::json;

/// How many units the first order in the table asks for.
const QUANTITY: &str = "const table = document.querySelector('main [role=grid]');
    const heads = [...table.querySelectorAll('[role=columnheader]')].map((head) => head.textContent.trim());
    const row = [...table.querySelectorAll('.table-row')].find((row) => row.querySelector('[role=gridcell]'));
    return row?.children[heads.findIndex((head) => head.startsWith('Quantity'))]?.textContent.trim()";

async fn quantity(browser: &Browser) -> String {
    browser.wait_for("the first order", QUANTITY).await.as_str().unwrap_or_default().to_owned()
}

/// Begins a scenario on the page of scenarios; it is looked at then.
async fn begin(browser: &Browser, name: &str) {
    press_button(browser, "New scenario").await;
    enter(browser, "Name", name).await;
    enter(browser, "What is it to find out?", "Whether it can be done").await;
    press_button(browser, "Begin").await;
    let strip = format!("return document.querySelector('.scenario-bar')?.innerText.includes({})", json!(name));
    browser.wait_for("the strip of the scenario", &strip).await;
}

/// Sets the quantity of the first order in its cell, by keys.
async fn set_quantity(browser: &Browser, quantity: &str) {
    let place = "const grid = document.querySelector('main [role=grid]');
        const heads = [...(grid?.querySelectorAll('[role=columnheader]') ?? [])].map((head) => head.textContent.trim());
        const found = heads.findIndex((head) => head.startsWith('Quantity'));
        // The first heading is that of the choice of rows.
        return found > 0 ? [grid.ariaLabel, found - 1] : null";
    let found = browser.wait_for("the column of quantities", place).await;
    let (label, column) = (found[0].as_str().unwrap_or_default().to_owned(), found[1].as_u64().unwrap_or_default());
    type_into(browser, &label, (0, usize::try_from(column).unwrap_or_default()), quantity).await;
    let wanted = format!("const read = () => {{ {QUANTITY} }}; return read() === {}", json!(quantity));
    browser.wait_for("the new quantity", &wanted).await;
}

#[tokio::test]
async fn what_is_changed_in_a_scenario_stays_in_it_until_it_is_taken_over() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "demand/").await;
    let before = quantity(&browser).await;
    open_page(&browser, &server, "scenarios/").await;
    begin(&browser, "A large order").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for("the orders", "return location.pathname.endsWith('/demand/')").await;
    set_quantity(&browser, "77").await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    // The scenario is still looked at after a reload, before anything can be changed.
    browser.reload_started().await;
    browser.wait_for("the strip", "return document.querySelector('.scenario-bar')?.innerText.includes('A large order')").await;
    assert_eq!(quantity(&browser).await, "77");
    browser
        .run("[...document.querySelectorAll('.scenario-bar button')].find((button) => button.textContent.includes('Leave')).click()")
        .await;
    browser.wait_for("the workspace", "return document.querySelector('.scenario-bar') === null").await;
    assert_eq!(quantity(&browser).await, before, "the workspace is as it was");
    open_page(&browser, &server, "scenarios/").await;
    browser
        .wait_for(
            "the figures side by side",
            "const rows = [...document.querySelectorAll('.side-by-side tbody tr')];
             return rows.length > 8 && rows.every((row) => row.children.length === 3 && !row.textContent.includes('…'))",
        )
        .await;
    // Every figure opens what it is made of.
    browser.run("document.querySelector('.side-by-side tbody tr:nth-child(6) td button').click()").await;
    browser
        .wait_for(
            "the rows behind the hours of work",
            "const open = document.querySelector('.side-by-side .popover:popover-open');
             return open?.querySelector('.formula') !== null && open?.querySelectorAll('.source-row').length > 0",
        )
        .await;
    browser.press("Escape").await;
    browser.wait_for_text("→ 77").await;
    browser.wait_for_text("Its plan was not made anew").await;
    press_button(&browser, "Take over everything").await;
    browser.wait_for_text("Taken over from “A large order”: 1 difference").await;
    // No reload: what can be undone lives as long as the page.
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for("the orders", "return location.pathname.endsWith('/demand/')").await;
    assert_eq!(quantity(&browser).await, "77");
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    let back = format!("const read = () => {{ {QUANTITY} }}; return read() === {}", json!(before));
    browser.wait_for("the order as it was", &back).await;
    browser.expect_no_problems("with a scenario").await;
    browser.close().await;
}

#[tokio::test]
async fn a_scenario_is_planned_by_itself_and_its_figures_differ() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "scenarios/").await;
    begin(&browser, "Planned anew").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for("the orders", "return location.pathname.endsWith('/demand/')").await;
    set_quantity(&browser, "900").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for("the schedule", "return location.pathname.endsWith('/schedule/')").await;
    press_button(&browser, "Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.run("[...document.querySelectorAll('dialog[open] button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_for("the dialog to be gone", "return document.querySelector('dialog[open]') === null").await;
    browser.run("[...document.querySelectorAll('.scenario-bar a')].find((link) => link.textContent.includes('Compare')).click()").await;
    browser
        .wait_for(
            "more hours of work than in the workspace",
            "const row = [...document.querySelectorAll('.side-by-side tbody tr')].find((row) => row.textContent.startsWith('Hours of work'));
             return /\\+[\\d.]+ h/.test(row?.children[2]?.textContent ?? '')",
        )
        .await;
    browser
        .wait_for("tasks among the differences", "return /Tasks: \\d+/.test(document.querySelector('.difference-groups')?.innerText)")
        .await;
    browser.screenshot("scenarios").await;
    // Dropping it leaves the workspace with its own plan, and undo brings the scenario back.
    browser.run("document.querySelector('[aria-label=\"More for Planned anew\"]').click()").await;
    browser
        .wait_for(
            "dropping it",
            "const item = [...document.querySelectorAll('[role=menuitem]')].find((item) => item.textContent.includes('Drop it')); item?.click(); return item !== undefined",
        )
        .await;
    browser.wait_for_text("No scenario yet").await;
    browser.wait_for("the strip to be gone", "return document.querySelector('.scenario-bar') === null").await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for("the scenario again", "return document.querySelector('.scenario-row')?.innerText.includes('Planned anew')").await;
    browser.expect_no_problems("with a planned scenario").await;
    browser.close().await;
}

#[tokio::test]
async fn a_plan_made_in_a_scenario_is_not_taken_over_into_the_workspace() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "scenarios/").await;
    begin(&browser, "Only there").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for("the schedule", "return location.pathname.endsWith('/schedule/')").await;
    press_button(&browser, "Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.press("Escape").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    browser
        .run("[...document.querySelectorAll('.scenario-bar button')].find((button) => button.textContent.includes('Leave')).click()")
        .await;
    browser.wait_for("the workspace", "return document.querySelector('.scenario-bar') === null").await;
    let undo = browser.run("return document.querySelector('.top-bar button[aria-label^=\"Undo\"]').ariaLabel").await;
    press_button(&browser, "Look at it").await;
    let accept = "const button = [...document.querySelectorAll('dialog[open] button')].find((button) => button.textContent.trim().startsWith('Accept'));
        if (button?.getAttribute('aria-disabled') === 'true') return false;
        button?.click(); return button !== undefined";
    browser.wait_for("a plan to accept", accept).await;
    browser.wait_for_text("This plan was made while something else was looked at").await;
    let after = browser.run("return document.querySelector('.top-bar button[aria-label^=\"Undo\"]').ariaLabel").await;
    assert_eq!(after, undo, "nothing was done");
    browser.expect_no_problems("with a plan of a scenario").await;
    browser.close().await;
}

#[tokio::test]
async fn two_tabs_share_a_scenario_and_it_is_there_offline() {
    let (server, mut browser) = planned_sample().await;
    open_page(&browser, &server, "scenarios/").await;
    begin(&browser, "Seen twice").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    set_quantity(&browser, "55").await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    // Another tab looks at the workspace itself, sees the scenario in the list and its difference.
    let first = browser.tab().await;
    let second = browser.new_tab().await;
    browser.switch(&second).await;
    open_page(&browser, &server, "scenarios/").await;
    browser.wait_for_text("→ 55").await;
    assert_eq!(browser.run("return document.querySelector('.scenario-bar')").await, serde_json::Value::Null);
    browser
        .run("[...document.querySelectorAll('.scenario-row button')].find((button) => button.textContent.trim() === 'Look at it').click()")
        .await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for("the orders", "return location.pathname.endsWith('/demand/')").await;
    set_quantity(&browser, "66").await;
    browser.switch(&first).await;
    let there = format!("const read = () => {{ {QUANTITY} }}; return read() === '66'");
    browser.wait_for("the other tab's change", &there).await;
    browser.wait_for("all to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.wait_for_caches(1).await;
    let page = server.url("scenarios/");
    server.stop();
    browser.restart().await;
    browser.open_started(&page).await;
    browser.wait_for_text("→ 66").await;
    browser
        .run("[...document.querySelectorAll('.scenario-row button')].find((button) => button.textContent.trim() === 'Look at it').click()")
        .await;
    browser.wait_for("the strip", "return document.querySelector('.scenario-bar') !== null").await;
    browser.close().await;
}

#[tokio::test]
async fn what_happened_cannot_be_reported_in_a_scenario_and_its_page_keeps_the_rules_of_access() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "scenarios/").await;
    begin(&browser, "Another past").await;
    if let Some(axe) = Axe::find() {
        browser.wait_for("the figures", "return document.querySelectorAll('.side-by-side tbody tr').length > 8").await;
        for look in Look::ALL {
            browser.look(look).await;
            let broken = axe.violations(&browser).await;
            assert!(broken.is_empty(), "{look:?}: {broken:?}");
        }
    }
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Execution')).click()").await;
    browser.wait_for("the run list", "return document.querySelector('.run-tools') !== null").await;
    browser.run("[...document.querySelectorAll('.run-tools .segment')].find((segment) => segment.textContent.includes('All')).querySelector('input').click()").await;
    press_button(&browser, "Start").await;
    browser.wait_for_text("in the scenario “Another past” nothing happens").await;
    browser.wait_for("nothing to run", "return !document.querySelector('.works').innerText.includes('Running')").await;
    browser.expect_no_problems("in a scenario").await;
    browser.close().await;
}
