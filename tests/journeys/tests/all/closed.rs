//! Weeks in which nothing and nobody works: the rough cut and the plan ahead say so, nothing is changed by itself, and it can be taken back.

use crate::chain::go;
use crate::control_charts::enter;
use crate::forecast::{foreseen_sample, open_tab, press_button};
use crate::plan_ahead::accept_all_forecasts;
use journeys::Browser;
use serde_json::{Value, json};

/// The names of the calendars in the list.
const CALENDARS: &str =
    "return [...document.querySelectorAll('nav[aria-label=Calendars] .table-choice')].map((one) => one.textContent.trim())";

/// The sentence about closed weeks among what a plan assumes.
const TOLD: &str = "return [...document.querySelectorAll('main li')].map((line) => line.textContent).find((text) => /^No machine and nobody works in /.test(text))";

/// What is asked for: every cell of the orders that is shown.
async fn orders(browser: &Browser) -> Value {
    go(browser, "Demand").await;
    open_tab(browser, "Orders").await;
    let rows = "const rows = [...document.querySelectorAll('main [role=row]')].map((row) => row.innerText); return rows.length > 3 && rows";
    browser.wait_for("the orders", rows).await
}

/// The rough cut, once it is there.
async fn rough_cut(browser: &Browser) {
    go(browser, "Capacity").await;
    open_tab(browser, "Rough cut").await;
    browser.wait_for("the bottleneck", "return document.querySelector('.rough-bottleneck')?.innerText.length > 20").await;
}

#[tokio::test]
async fn weeks_in_which_nothing_works_get_a_sentence_and_change_nothing() {
    let (server, browser) = foreseen_sample().await;
    accept_all_forecasts(&browser).await;
    let before = orders(&browser).await;
    rough_cut(&browser).await;
    assert_eq!(browser.run(TOLD).await, Value::Null, "everybody works");
    // From the Monday after next on, two weeks, in every calendar.
    let days = browser
        .run(
            "const day = new Date(); day.setDate(day.getDate() + (8 - day.getDay()) % 7 + 7); const first = new Date(day); day.setDate(day.getDate() + 13);
             const words = (day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
             return [words(first), words(day)]",
        )
        .await;
    let day = |at: usize| days[at].as_str().unwrap_or_default().to_owned();
    open_tab(&browser, "Calendars").await;
    browser.wait_for("the calendars", "return document.querySelector('nav[aria-label=Calendars] .table-choice') !== null").await;
    let calendars = browser.run(CALENDARS).await;
    let calendars: Vec<String> = calendars.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    assert!(!calendars.is_empty());
    for name in &calendars {
        let choose = format!(
            "const one = [...document.querySelectorAll('nav[aria-label=Calendars] .table-choice')].find((one) => one.textContent.trim() === {0});
             one?.click(); return [...document.querySelectorAll('main h2')].some((head) => head.textContent.trim() === {0})",
            json!(name)
        );
        browser.wait_for(name, &choose).await;
        press_button(&browser, "Add closed days").await;
        enter(&browser, "Name", "Works holiday").await;
        enter(&browser, "First day", &day(0)).await;
        enter(&browser, "Last day", &day(1)).await;
        press_button(&browser, "Add").await;
        let added = "return document.querySelector('dialog[open]') === null && [...document.querySelectorAll('.workspace-name strong')].some((one) => one.textContent === 'Works holiday')";
        browser.wait_for("the closed days", added).await;
    }
    open_tab(&browser, "Rough cut").await;
    let told = browser.wait_for("the sentence", TOLD).await;
    let told = told.as_str().unwrap_or_default();
    assert!(told.contains(", ") && told.contains("Nothing was changed.") && told.contains("Capacity, Calendars"), "{told}");
    browser.screenshot("closed-weeks-rough-cut").await;
    assert_eq!(orders(&browser).await, before, "what is asked for is as it was");
    // Who did not mean it takes it back, calendar by calendar; who did does it again.
    let press_often = async |keys: &str| {
        for _ in &calendars {
            browser.run("document.activeElement?.blur()").await;
            browser.press(keys).await;
        }
    };
    press_often("Control+z").await;
    rough_cut(&browser).await;
    browser.wait_for("no sentence any more", &format!("const told = () => {{ {TOLD} }}; return told() === undefined")).await;
    press_often("Control+Shift+z").await;
    browser.wait_for("the sentence again", TOLD).await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.open_started(&server.url("production_plan/")).await;
    open_tab(&browser, "Plan ahead").await;
    browser.wait_for("the same sentence in the plan ahead", TOLD).await;
    browser.expect_no_problems("with closed weeks").await;
    browser.close().await;
}
