//! What the address of a page says: its tab, a form for a new record, a table; and that the palette leads to all of them.

use crate::access::open_page;
use journeys::{Browser, serve_in_folder};
use serde_json::{Value, json};

/// Key of the tab that is shown.
const CHOSEN: &str = "(document.querySelector('main [role=tab][aria-selected=true]')?.id.split('-').pop() ?? '')";

async fn expect_tab(browser: &Browser, key: &str, when: &str) {
    browser.wait_for(&format!("the tab {key} {when}"), &format!("return {CHOSEN} === {}", json!(key))).await;
}

/// Opens the palette and types.
async fn look_for(browser: &Browser, typed: &str) {
    browser.press("Control+k").await;
    browser.wait_for("the palette", "return document.activeElement.closest('dialog.palette') !== null").await;
    browser.type_text(typed).await;
}

/// The labels of what the palette offers, with the group beside each.
async fn offered(browser: &Browser) -> Vec<(String, String)> {
    let script = "return [...document.querySelectorAll('dialog.palette [role=option]')].map((option) =>
        [option.querySelector('.menu-label').textContent, [...option.querySelectorAll('.option-hint')].map((hint) => hint.textContent).join('')])";
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    browser.run(script).await.as_array().into_iter().flatten().map(|option| (text(&option[0]), text(&option[1]))).collect()
}

#[tokio::test]
async fn a_tab_is_in_the_address_and_there_again_after_a_reload_and_on_the_way_back() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_page(&browser, &server, "demand/").await;
    browser.click_text("Forecast").await;
    expect_tab(&browser, "forecast", "that was chosen").await;
    browser.wait_for("the tab in the address", "return location.search === '?tab=forecast'").await;
    browser.reload_started().await;
    expect_tab(&browser, "forecast", "after a reload").await;
    browser.click_text("Capacity").await;
    browser.expect_page("capacity").await;
    assert_eq!(browser.run("return location.search").await, json!(""), "another page begins with its first tab");
    browser.run("history.back()").await;
    browser.expect_page("demand").await;
    expect_tab(&browser, "forecast", "on the way back").await;
    browser.click_text("Orders").await;
    browser.wait_for("an address without the first tab", "return location.search === ''").await;
    // An address that names no tab of the page shows the first one.
    browser.open_started(&server.url("demand/?tab=nonsense")).await;
    expect_tab(&browser, "orders", "for a name that is none").await;
    browser.expect_no_problems("with tabs in the address").await;
    browser.close().await;
}

#[tokio::test]
async fn the_palette_leads_to_every_tab_of_every_phase() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_page(&browser, &server, "demand/").await;
    // The words of the tabs, which the palette may make clearer by more words behind.
    for (page, title) in [
        ("demand", "Demand"),
        ("capacity", "Capacity"),
        ("workflow", "Workflow"),
        ("execution", "Execution"),
        ("quality", "Quality"),
        ("performance", "Performance"),
        ("improvement", "Improvement"),
    ] {
        look_for(&browser, &format!("go to {title}")).await;
        browser.press("Enter").await;
        browser.expect_page(page).await;
        browser.wait_for("tabs", "return document.querySelector('main [role=tab]') !== null").await;
        let script = "return [...document.querySelector('main [role=tablist]').querySelectorAll('[role=tab]')]
            .map((tab) => [tab.id.split('-').pop(), tab.firstChild.textContent])";
        let tabs = browser.run(script).await;
        let tabs: Vec<(String, String)> = tabs
            .as_array()
            .into_iter()
            .flatten()
            .map(|tab| (tab[0].as_str().unwrap_or_default().to_owned(), tab[1].as_str().unwrap_or_default().trim().to_owned()))
            .collect();
        assert!(tabs.len() > 1, "{page}: {tabs:?}");
        // From the last to the first, so that none is there already.
        for (key, label) in tabs.iter().rev() {
            look_for(&browser, label).await;
            let offered = offered(&browser).await;
            let place = offered.iter().position(|(offered, group)| offered.starts_with(label.as_str()) && group == title);
            let Some(place) = place else { browser.fail(&format!("{title}: nothing leads to “{label}” of {offered:?}")).await };
            browser.run(&format!("document.querySelectorAll('dialog.palette [role=option]')[{place}].click()")).await;
            browser.expect_page(page).await;
            expect_tab(&browser, key, &format!("of {title} by the palette")).await;
        }
    }
    browser.expect_no_problems("with the palette").await;
    browser.close().await;
}

#[tokio::test]
async fn the_palette_opens_the_form_for_a_new_record_wherever_one_is_and_finds_tables() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_page(&browser, &server, "schedule/").await;
    look_for(&browser, "new order").await;
    let first = offered(&browser).await;
    assert_eq!(first.first().map(|(label, _)| label.as_str()), Some("Add to orders"), "{first:?}");
    for _ in 0..2 {
        browser.press("Enter").await;
        browser.expect_page("demand").await;
        browser.wait_for("the form", "return document.activeElement.closest('dialog[open] .dialog-body') !== null").await;
        browser.wait_for("an address that can be loaded again", "return location.search === ''").await;
        browser.press("Escape").await;
        browser.wait_for("the form to close", "return document.querySelector('dialog[open]') === null").await;
        // On the page itself it opens again.
        look_for(&browser, "add to orders").await;
    }
    browser.press("Escape").await;
    look_for(&browser, "stocks").await;
    let found = offered(&browser).await;
    assert_eq!(found.first().map(|(_, group)| group.as_str()), Some("Tables"), "{found:?}");
    browser.press("Enter").await;
    browser.expect_page("tables").await;
    browser
        .wait_for("the table", "return document.querySelector('.table-choice[aria-current=true]')?.textContent.startsWith('Stock')")
        .await;
    browser.expect_no_problems("with the palette").await;
    browser.close().await;
}
