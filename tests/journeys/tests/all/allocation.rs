//! The Allocation matrix: what an absence breaks, and what a hand-over costs.

use crate::board::{early_board, frames, messages, planned_board};
use journeys::Browser;
use serde_json::json;

#[tokio::test]
async fn an_absence_says_what_it_breaks_before_it_is_entered_and_goes_again() {
    let (_server, browser) = planned_board().await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Allocation')).click()").await;
    browser.wait_for("the matrix", "return document.querySelector('.matrix-cell') !== null").await;
    // A day with work: its dialog is opened for the resource and the day.
    browser.run("[...document.querySelectorAll('.matrix-cell')].find((cell) => /[1-9]\\d* tasks?/.test(cell.getAttribute('aria-label'))).click()").await;
    browser.wait_for("the panel of the day", "return document.querySelector('.day-tasks li') !== null").await;
    browser
        .run("[...document.querySelectorAll('.split-aside button')].find((button) => button.textContent.includes('Enter absence')).click()")
        .await;
    browser
        .wait_for(
            "what it breaks",
            "return /It breaks (one task|\\d+ tasks)/.test(document.querySelector('dialog[open] .breaks')?.textContent ?? '')",
        )
        .await;
    browser.run("[...document.querySelectorAll('dialog[open] .dialog-actions button')].find((button) => button.textContent.includes('Enter absence')).click()").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    browser.run("[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.includes('Absences')).click()").await;
    browser
        .wait_for("the absence in the list", "return document.querySelector('.table-grid[aria-label=Absences] [role=gridcell]') !== null")
        .await;
    browser.expect_no_problems("with an absence").await;
    browser.close().await;
}

/// Goes to Allocation and opens the first day with work that can be given away at a price, with its offers.
async fn offers(browser: &Browser) {
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Allocation')).click()").await;
    browser.wait_for("the matrix", "return document.querySelector('.matrix-cell') !== null").await;
    let count = browser
        .run("return [...document.querySelectorAll('.matrix-cell')].filter((cell) => /\\d tasks?/.test(cell.ariaLabel)).length")
        .await
        .as_u64();
    for at in 0..count.unwrap_or_default() {
        browser
            .run(&format!(
                "[...document.querySelectorAll('.matrix-cell')].filter((cell) => /\\d tasks?/.test(cell.ariaLabel))[{at}].click()"
            ))
            .await;
        browser.wait_for("the panel of the day", "return document.querySelector('.day-tasks li') !== null").await;
        frames(browser).await;
        let found = browser
            .run("return [...document.querySelectorAll('.offers button')].some((button) => button.textContent.trim().endsWith('…'))")
            .await;
        if found == json!(true) {
            return;
        }
    }
    browser.fail("every hand-over is free").await;
}

#[tokio::test]
async fn a_hand_over_that_moves_a_task_is_asked_about_first_and_says_what_it_costs() {
    let (_server, browser) = early_board().await;
    offers(&browser).await;
    browser.run("const offer = [...document.querySelectorAll('.offers button')].find((button) => button.textContent.trim().endsWith('…')); offer.closest('details').open = true; offer.click()").await;
    let question = browser.wait_for("the question", "return document.querySelector('dialog[open]')?.innerText").await;
    let question = question.as_str().unwrap_or_default().to_owned();
    assert!(question.contains("Starts ") || question.contains(" late by ") || question.contains("In conflict"), "{question}");
    assert!(!messages(&browser).await.contains("Given to"), "nothing is done before the answer");
    browser.run("document.querySelector('dialog[open] .dialog-actions .primary').click()").await;
    browser.wait_for_text("Given to ").await;
    let message = messages(&browser).await;
    assert!(message.contains("Undo"), "{message}");
    browser.expect_no_problems("handing over").await;
    browser.close().await;
}

#[tokio::test]
async fn an_absence_begins_today_and_says_at_the_field_when_it_would_end_too_early() {
    let (_server, browser) = early_board().await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Allocation')).click()").await;
    browser.wait_for("the matrix", "return document.querySelector('.matrix-cell') !== null").await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.includes('Enter absence')).click()").await;
    let dates = "return [...document.querySelectorAll('dialog[open] input[type=datetime-local]')].map((field) => field.value)";
    let dates = browser.wait_for("the dates", &format!("const found = (() => {{ {dates} }})(); return found.length === 2 && found")).await;
    let today = browser.run("const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')").await;
    assert!(dates[0].as_str() >= today.as_str(), "{dates} from {today} on");
    browser
        .run("const [, until] = document.querySelectorAll('dialog[open] input[type=datetime-local]'); until.value = '2020-01-01T00:00'; until.dispatchEvent(new Event('change', { bubbles: true }))")
        .await;
    browser
        .wait_for(
            "the field to say so",
            "const until = document.querySelectorAll('dialog[open] input[type=datetime-local]')[1];
             const error = until.getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent).join(' ') ?? '';
             return until.getAttribute('aria-invalid') === 'true' && error.includes('must end after it begins')",
        )
        .await;
    assert!(!browser.text().await.contains("It breaks no task"));
    browser.close().await;
}
