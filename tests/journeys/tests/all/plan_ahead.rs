//! The plan ahead: from accepted forecasts to the cheapest plan, by hand, as a version that is approved, released and scheduled.

use crate::board::frames;
use crate::forecast::{foreseen_sample, open_tab, press_button, type_into};
use crate::work::plan;
use journeys::{Browser, Look, Server};

/// Accepts the forecast of every series.
pub async fn accept_all_forecasts(browser: &Browser) {
    press_button(browser, "Accept all forecasts").await;
    browser
        .wait_for(
            "forecasts to be accepted",
            "return !/\\bNo\\b/.test(document.querySelector('.forecast > .table .table-frame').innerText)",
        )
        .await;
}

/// The sample with its forecasts accepted, planned ahead.
async fn planned_ahead() -> (Server, Browser) {
    let (server, browser) = foreseen_sample().await;
    accept_all_forecasts(&browser).await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.open_started(&server.url("production_plan/")).await;
    open_tab(&browser, "Plan ahead").await;
    browser.wait_for("the cost of the plan", "return document.querySelectorAll('.strategy-cost').length >= 2").await;
    (server, browser)
}

/// Chooses a way of planning by the keyboard's own road: its radio button.
async fn choose_way(browser: &Browser, words: &str) {
    let script = format!(
        "const card = [...document.querySelectorAll('.strategy')].find((card) => card.textContent.startsWith('{words}'));
         card?.querySelector('input').click(); return card?.classList.contains('chosen')"
    );
    browser.wait_for(words, &script).await;
}

async fn output_of_first_item(browser: &Browser) -> String {
    let script = "const row = [...document.querySelectorAll('table.plan tr')].find((row) => row.textContent.includes('Planned output'));
        return row ? [...row.querySelectorAll('td')].map((cell) => cell.textContent).join('|') : ''";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_plan_ahead_is_made_changed_by_hand_and_its_limits_are_told() {
    let (_server, browser) = planned_ahead().await;
    browser.wait_for("the proof", "return /Proved: no plan costs less/.test(document.querySelector('.plan-state').innerText)").await;
    browser.wait_for("what limits are worth", "return document.querySelectorAll('.plan-limits li').length > 2").await;
    let cheapest = output_of_first_item(&browser).await;
    assert!(cheapest.contains(|letter: char| letter.is_ascii_digit()), "{cheapest}");
    choose_way(&browser, "By hand").await;
    browser.wait_for("the table to type into", "return document.querySelector('[aria-label=\"Quantities by hand\"]') !== null").await;
    type_into(&browser, "Quantities by hand", (0, 3), "-4").await;
    browser.wait_for("the refusal", "return document.body.innerText.includes('below zero')").await;
    browser.press("Escape").await;
    type_into(&browser, "Quantities by hand", (0, 3), "3").await;
    browser
        .wait_for(
            "the plan by hand",
            "const row = [...document.querySelectorAll('table.plan tr')].find((row) => row.textContent.includes('Planned output'));
             return row?.querySelectorAll('td')[2]?.textContent === '3'",
        )
        .await;
    // A number is chosen by the keyboard and opens what it is made of.
    browser.run("document.querySelector('.plan-explains').focus()").await;
    for key in ["ArrowDown", "ArrowDown", "ArrowRight", "Enter"] {
        browser.press(key).await;
    }
    browser
        .wait_for(
            "the explanation",
            "return /sum of the quantities of open orders/.test(document.querySelector('.plan-explained')?.innerText)",
        )
        .await;
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
            browser.resize(width, height).await;
            frames(&browser).await;
            browser.screenshot(&format!("plan-ahead-{word}-{width}")).await;
        }
    }
    browser.expect_no_problems("with a plan ahead").await;
    browser.close().await;
}

/// Saves the plan that is shown and lets Ada approve it, who is named for the role that answers for it; before, nobody may.
pub async fn approve(browser: &Browser) {
    press_button(browser, "Save this plan").await;
    browser.wait_for("the version", "return /Draft/.test(document.querySelector('.plan-versions')?.innerText)").await;
    // Nobody is named for the role that answers for the plan.
    press_button(browser, "Approve").await;
    browser.wait_for("the refusal", "return /Nobody is named as Production Manager/.test(document.body.innerText)").await;
    browser.run("document.querySelector('.plan-versions input').focus()").await;
    browser.type_text("Ada").await;
    browser.press("Tab").await;
    browser.wait_for("the person accountable", "return document.querySelector('.plan-versions select')?.value === 'Ada'").await;
    press_button(browser, "Approve").await;
    browser.wait_for("the approval", "return /approved by Ada/.test(document.querySelector('.plan-versions').innerText)").await;
}

#[tokio::test]
async fn a_version_is_saved_approved_released_and_scheduled() {
    let (_server, browser) = planned_ahead().await;
    approve(&browser).await;
    press_button(&browser, "Release as orders").await;
    browser.wait_for("the release", "return /Released/.test(document.querySelector('.plan-versions').innerText)").await;
    browser
        .wait_for(
            "the released quantities",
            "return [...document.querySelectorAll('table.plan th')].some((head) => head.textContent === 'Released already')",
        )
        .await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    plan(&browser).await;
    browser.expect_no_problems("with released orders").await;
    browser.close().await;
}
