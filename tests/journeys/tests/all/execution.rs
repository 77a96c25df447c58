//! A shift on a tablet: work is started, stopped and finished with reasons, a call blocks a task, a check fails and opens an issue.

use crate::board::{early_board, messages};
use journeys::Browser;
use serde_json::json;

/// Presses the button whose words hold `name`, within what the selector finds; waits until it is there.
async fn press(browser: &Browser, within: &str, name: &str) {
    let found = format!(
        "[...document.querySelectorAll('{within} button')].find((button) => button.textContent.includes('{name}') && !button.closest('[hidden]'))"
    );
    browser.wait_for(&format!("the button {name}"), &format!("return {found} !== undefined")).await;
    browser.run(&format!("{found}.click()")).await;
}

/// Puts a value into the field with a label in the open dialog, as leaving the field does.
async fn fill(browser: &Browser, label: &str, value: &str) {
    let field = format!(
        "[...document.querySelectorAll('dialog[open] .field, .run-tools .field, .builder .field')].find((field) => field.querySelector('label')?.textContent.includes('{label}'))?.querySelector('input, select, textarea')"
    );
    browser.wait_for(&format!("the field {label}"), &format!("return {field} != null")).await;
    let kind = browser.run(&format!("const field = {field}; field.focus(); return field.tagName")).await;
    if kind == json!("SELECT") {
        browser
            .run(&format!(
                "const field = {field}; field.value = {}; field.dispatchEvent(new Event('change', {{ bubbles: true }}))",
                json!(value)
            ))
            .await;
    } else {
        browser.press("Control+a").await;
        browser.type_text(value).await;
        browser.press("Tab").await;
    }
}

async fn go(browser: &Browser, page: &str) {
    browser.run(&format!("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('{page}')).click()")).await;
}

/// The run list of the furniture workshop, with all of its work.
async fn run_list() -> (journeys::Server, Browser) {
    let (server, browser) = early_board().await;
    go(&browser, "Execution").await;
    browser.wait_for("the run list", "return document.querySelector('.run-tools') !== null").await;
    browser.run("[...document.querySelectorAll('.run-tools .segment')].find((segment) => segment.textContent.includes('All')).querySelector('input').click()").await;
    browser
        .wait_for(
            "work that is ready",
            "return [...document.querySelectorAll('.work .badge')].some((badge) => badge.textContent.includes('Ready'))",
        )
        .await;
    fill(&browser, "Who reports", "Ada").await;
    // The first work that can begin is worked on from here on.
    browser
        .run("const work = [...document.querySelectorAll('.work')].find((work) => work.querySelector('.badge')?.textContent.includes('Ready')); work.id = 'mine'; window.mine = work.querySelector('.work-name').textContent")
        .await;
    (server, browser)
}

/// The words of the card that is worked on, wherever it stands now.
async fn wait_for_card(browser: &Browser, words: &str) {
    let card = "[...document.querySelectorAll('.work')].find((work) => work.querySelector('.work-name')?.textContent === window.mine)";
    browser
        .wait_for(
            &format!("the card to say {words}"),
            &format!("const card = {card}; if (card) card.id = 'mine'; return card?.innerText.includes('{words}')"),
        )
        .await;
}

#[tokio::test]
async fn a_task_is_started_stopped_counted_and_finished_with_reasons() {
    let (_server, browser) = run_list().await;
    press(&browser, "#mine", "Start").await;
    wait_for_card(&browser, "Running").await;
    press(&browser, "#mine", "Pause").await;
    press(&browser, "dialog[open]", "Add the usual reasons").await;
    let reason = "return [...document.querySelectorAll('dialog[open] select option')].find((option) => option.textContent.includes('Waiting for material'))?.value";
    let reason = browser.wait_for("the reasons", reason).await;
    fill(&browser, "Reason", reason.as_str().unwrap_or_default()).await;
    press(&browser, "dialog[open] .dialog-actions", "Pause").await;
    wait_for_card(&browser, "Waiting for material").await;
    press(&browser, "#mine", "Go on").await;
    wait_for_card(&browser, "Running").await;
    press(&browser, "#mine", "Quantity").await;
    fill(&browser, "Scrap", "1").await;
    press(&browser, "dialog[open] .dialog-actions", "Report").await;
    wait_for_card(&browser, "1 scrap").await;
    press(&browser, "#mine", "Finish").await;
    press(&browser, "dialog[open] .dialog-actions", "Finish").await;
    browser
        .wait_for("the card to go", "return ![...document.querySelectorAll('.work-name')].some((name) => name.textContent === window.mine)")
        .await;
    press(&browser, "[role=tablist]", "Reports").await;
    browser.wait_for("the reports", "return document.querySelectorAll('.table-grid[aria-label=Reports] [role=row]').length >= 6").await;
    assert!(browser.text().await.contains("Pause: Waiting for material"));
    browser.expect_no_problems("reporting").await;
    browser.close().await;
}

#[tokio::test]
async fn a_call_blocks_the_task_until_it_is_resolved() {
    let (_server, browser) = run_list().await;
    press(&browser, "#mine", "Call for help").await;
    fill(&browser, "What is the matter", "Motor is hot").await;
    press(&browser, "dialog[open] .dialog-actions", "Call").await;
    wait_for_card(&browser, "Blocked by “Motor is hot”").await;
    press(&browser, "[role=tablist]", "Calls").await;
    press(&browser, ".work", "I am coming").await;
    browser.wait_for_text("Being helped").await;
    press(&browser, ".work", "Resolved").await;
    browser
        .wait_for(
            "the answer",
            "return [...document.querySelectorAll('.work .badge')].some((badge) => badge.textContent.includes('Resolved'))",
        )
        .await;
    press(&browser, "[role=tablist]", "Run list").await;
    wait_for_card(&browser, "Ready").await;
    browser.close().await;
}

#[tokio::test]
async fn a_check_that_is_missing_keeps_a_task_open_and_one_that_fails_opens_an_issue() {
    let (_server, browser) = run_list().await;
    let step = browser.run("return document.querySelector('#mine .work-name strong').textContent").await;
    let step = step.as_str().unwrap_or_default().to_owned();
    go(&browser, "Quality").await;
    press(&browser, ".empty-state", "Add an example").await;
    browser.wait_for("the builder", "return document.querySelectorAll('.questions-built > li').length === 6").await;
    // The control point is the step that is worked on, once for each run.
    fill(&browser, "When", "task").await;
    browser.run("const input = [...document.querySelectorAll('.builder .field')].find((field) => field.querySelector('label')?.textContent.includes('Operation')).querySelector('input'); input.focus()").await;
    browser.type_text(&step).await;
    browser.wait_for("the step to be found", "return document.querySelector('[role=option]') !== null").await;
    browser.press("Enter").await;
    browser
        .wait_for(
            "the control point",
            &format!("return document.querySelector('.checklist')?.innerText.includes('At {step}, once for each run')"),
        )
        .await;
    go(&browser, "Execution").await;
    browser.wait_for("the run list", "return document.querySelector('.run-tools') !== null").await;
    browser.run("[...document.querySelectorAll('.run-tools .segment')].find((segment) => segment.textContent.includes('All')).querySelector('input').click()").await;
    wait_for_card(&browser, "Fill in First piece").await;
    press(&browser, "#mine", "Start").await;
    wait_for_card(&browser, "Running").await;
    press(&browser, "#mine", "Finish").await;
    press(&browser, "dialog[open] .dialog-actions", "Finish").await;
    browser.wait_for_text("is not filled in").await;
    assert!(messages(&browser).await.contains("Fill it in first"));
    press(&browser, "dialog[open] .dialog-actions", "Cancel").await;
    press(&browser, "#mine", "Fill in First piece").await;
    press(&browser, "dialog[open] .pass-fail", "Fail").await;
    press(&browser, "dialog[open] .dialog-actions", "Save the check").await;
    browser.wait_for_text("Answer this question first.").await;
    for (label, value) in [("Value 1", "10"), ("Value 2", "10.1"), ("Value 3", "9.9"), ("Defective", "0"), ("Name", "Ada")] {
        fill(&browser, label, value).await;
    }
    fill(&browser, "Answer", "As agreed").await;
    browser
        .wait_for("the verdict", "return document.querySelector('dialog[open] .check-state')?.innerText.includes('It opens an issue')")
        .await;
    press(&browser, "dialog[open] .dialog-actions", "Save the check").await;
    wait_for_card(&browser, "Blocked by “First piece: Work place clean and in order”").await;
    browser.expect_no_problems("a failed check").await;
    browser.close().await;
}

#[tokio::test]
async fn orders_are_told_as_planned_and_as_it_goes() {
    let (server, browser) = crate::access::planned_sample().await;
    crate::access::open_page(&browser, &server, "execution/").await;
    crate::forecast::open_tab(&browser, "As it goes").await;
    browser
        .wait_for(
            "every order under way with its promise",
            "const rows = [...document.querySelectorAll('[aria-label=\"As planned and as it goes\"] tbody tr')];
             return rows.length > 20 && rows.every((row) => /later|earlier|as planned|–/.test(row.children[3].textContent))",
        )
        .await;
    browser.wait_for("how they go, in a sentence", "return /behind plan.*as planned/.test(document.querySelector('main').innerText)").await;
    browser.screenshot("as-it-goes").await;
    browser.expect_no_problems("with orders as planned and as it goes").await;
    browser.close().await;
}

#[tokio::test]
async fn a_time_that_work_really_needs_becomes_the_standard_and_undo_takes_it_back() {
    let (_server, browser) = crate::improvement::a_year().await;
    go(&browser, "Execution").await;
    crate::forecast::open_tab(&browser, "Standard times").await;
    let row = "const rows = [...document.querySelectorAll('.standard-times tbody tr')];
               const offers = (row) => [...row.querySelectorAll('button')].find((button) => /^Take .* over$/.test(button.textContent.trim()));";
    let found = browser
        .wait_for(
            "a standard that is offered",
            &format!("{row} const first = rows.find(offers); return first ? first.querySelector('th').textContent : false"),
        )
        .await;
    let of_row = format!("{row} const row = rows.find((row) => row.querySelector('th').textContent === {found});");
    let standard = format!("{of_row} return row.children[1].textContent");
    let before = browser.run(&standard).await;
    browser.screenshot("standard-times").await;
    browser.run(&format!("{of_row} offers(row).click()")).await;
    browser
        .wait_for(
            "what was needed to be the standard",
            &format!("{of_row} return !offers(row) && row.children[1].textContent === row.children[2].textContent"),
        )
        .await;
    assert_ne!(browser.run(&standard).await, before);
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for("the standard before", &format!("{of_row} return offers(row) && row.children[1].textContent === {before}")).await;
    browser.expect_no_problems("with a standard taken over and back").await;
    browser.close().await;
}
