//! An improvement proven: what was measured before and after stands on its sheet with interval and chart, it is adopted, becomes the
//! standard and counts in the business case; undo takes it all back. And what practice, readiness and terms say of the same year.

use crate::forecast::{open_tab, press_button};
use journeys::{Browser, Server, serve_in_folder};
use std::time::Duration;

/// The template for operations with its year of facts.
pub async fn a_year() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    browser.wait_for_text("Or look around in an example").await;
    browser
        .run("[...document.querySelectorAll('button.choice-card')].find((card) => card.textContent.includes('Operations')).click()")
        .await;
    let opened = "return /\\d+ open orders/.test(document.body.innerText) && /\\bSaved\\b/.test(document.body.innerText)";
    browser.wait_within(Duration::from_secs(60), "the year of the template", opened).await;
    (server, browser)
}

async fn go(browser: &Browser, page: &str) {
    browser.run(&format!("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('{page}')).click()")).await;
    browser.wait_for(page, &format!("return document.querySelector('main h1')?.textContent.includes('{page}')")).await;
}

async fn undo_name(browser: &Browser) -> String {
    let script = "return document.querySelector('.top-bar button[aria-label^=\"Undo\"]')?.ariaLabel";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_was_measured_is_adopted_becomes_the_standard_and_counts_in_the_business_case() {
    let (_server, browser) = a_year().await;
    go(&browser, "Improvement").await;
    browser.wait_for("the card", "const card = document.querySelector('.pdca-card'); card?.click(); return card !== null").await;
    browser
        .wait_for(
            "the effect with its interval",
            "return /before .* after .*95 %.* p = /.test(document.querySelector('.effect p.clear')?.innerText)",
        )
        .await;
    browser
        .wait_for(
            "the chart of both stages",
            "return document.querySelector('.effect .stage-line') !== null && document.querySelectorAll('.stage-words li').length > 1",
        )
        .await;
    browser.run("document.querySelector('.effect').scrollIntoView()").await;
    browser.screenshot("improvement-effect").await;
    press_button(&browser, "Adopt").await;
    browser.wait_for("the decision", "return /Adopt/.test(document.querySelector('.decided')?.innerText)").await;
    browser.wait_for_text("s per unit is the standard now").await;
    browser
        .wait_for(
            "the new standard",
            "const button = [...document.querySelectorAll('.effect button')].find((button) => /the standard$/.test(button.textContent.trim()));
             button?.click(); return button !== undefined",
        )
        .await;
    browser.wait_for("the standard to be set", "return /Set the standard time/.test(document.querySelector('.top-bar').innerHTML)").await;
    assert!(undo_name(&browser).await.contains("Set the standard time"), "{}", undo_name(&browser).await);
    open_tab(&browser, "Business case").await;
    browser.wait_for_text("Adopted improvements so far: 1").await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.press("Control+z").await;
    browser
        .wait_for("no adopted improvement", "return !/Adopted improvements so far/.test(document.querySelector('main').innerText)")
        .await;
    browser.expect_no_problems("with an improvement").await;
    browser.close().await;
}

#[tokio::test]
async fn practices_and_readiness_are_told_with_what_they_rest_on_and_a_term_explains_itself() {
    let (_server, browser) = a_year().await;
    go(&browser, "Performance").await;
    open_tab(&browser, "Practices").await;
    browser
        .wait_for(
            "ten practices",
            "return document.querySelectorAll('main h3').length >= 10 || document.querySelectorAll('.practice').length >= 10",
        )
        .await;
    browser.screenshot("practices").await;
    go(&browser, "Improvement").await;
    open_tab(&browser, "Readiness").await;
    browser.wait_for_text("Is it time?").await;
    browser.screenshot("readiness").await;
    open_tab(&browser, "Business case").await;
    browser.wait_for("measured values", "return /measured/i.test(document.querySelector('main').innerText)").await;
    browser.screenshot("business-case").await;
    browser.wait_for("a term", "const term = document.querySelector('main button.term'); term?.focus(); return term !== null").await;
    browser.press("Enter").await;
    browser
        .wait_for("its explanation", "return [...document.querySelectorAll(':popover-open')].some((open) => open.innerText.length > 40)")
        .await;
    browser.press("Escape").await;
    browser.wait_for("the explanation to close", "return document.querySelector(':popover-open') === null").await;
    let back = browser.run("return document.activeElement.matches('button.term')").await;
    assert_eq!(back, serde_json::json!(true), "the keyboard is back at the term");
    browser.expect_no_problems("with practices and readiness").await;
    browser.close().await;
}
