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
    browser.run("[...document.querySelectorAll('dialog[open] .dialog-actions button')].find((button) => button.textContent.includes('alone')).click()").await;
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

/// Goes to a tab of the Allocation page.
async fn tab(browser: &Browser, name: &str) {
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Allocation')).click()").await;
    let found = format!("[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.includes('{name}'))");
    browser.wait_for("the tab", &format!("return {found} !== undefined")).await;
    browser.run(&format!("{found}.click()")).await;
}

/// The days on which something is in conflict.
async fn conflicts(browser: &Browser) -> i64 {
    let conflicts = "return [...document.querySelectorAll('.matrix-cell')].filter((cell) => cell.ariaLabel.includes('in conflict')).length";
    browser.run(conflicts).await.as_i64().unwrap_or(-1)
}

#[tokio::test]
async fn an_absence_and_who_takes_over_are_one_step_and_one_undo() {
    let (_server, browser) = planned_board().await;
    tab(&browser, "By day").await;
    browser.wait_for("the matrix", "return document.querySelector('.matrix-cell') !== null").await;
    let before = conflicts(&browser).await;
    browser
        .run("[...document.querySelectorAll('.allocation button')].find((button) => button.textContent.includes('Enter absence')).click()")
        .await;
    // The first person whose absence of two weeks breaks something that somebody can take over.
    let choose = "const who = document.querySelector('dialog[open] select'); const dates = document.querySelectorAll('dialog[open] input[type=datetime-local]');
        const until = new Date(new Date(dates[0].value).getTime() + 14 * 864e5).toISOString().slice(0, 10) + 'T00:00';
        dates[1].value = until; dates[1].dispatchEvent(new Event('change', { bubbles: true }));
        return who.options.length";
    let people = browser.run(choose).await.as_u64().unwrap_or_default();
    let offered = "return [...document.querySelectorAll('dialog[open] .dialog-actions button')].some((button) => /reassign \\d+ task/.test(button.textContent))";
    let mut found = false;
    for at in 1..people {
        browser
            .run(&format!(
                "const who = document.querySelector('dialog[open] select'); who.selectedIndex = {at}; who.dispatchEvent(new Event('change', {{ bubbles: true }}))"
            ))
            .await;
        frames(&browser).await;
        if browser.run(offered).await == json!(true) {
            found = true;
            break;
        }
    }
    assert!(found, "nobody can take over anything");
    let proposed = browser.run("return document.querySelectorAll('dialog[open] .takeovers li').length").await;
    assert!(proposed.as_u64().is_some_and(|count| count > 0), "{proposed}");
    browser.run("document.querySelector('dialog[open] .dialog-actions .primary').click()").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    let entered = conflicts(&browser).await;
    browser
        .run("document.querySelector('button[aria-label^=\"Undo: Enter absence\"], button[title^=\"Undo: Enter absence\"]').click()")
        .await;
    browser
        .wait_for(
            "the way back",
            "return document.querySelector('button[aria-label^=\"Redo: Enter absence\"], button[title^=\"Redo: Enter absence\"]') !== null",
        )
        .await;
    frames(&browser).await;
    assert_eq!(conflicts(&browser).await, before, "after undo; with the absence it was {entered}");
    browser.expect_no_problems("reassigning").await;
    browser.close().await;
}

#[tokio::test]
async fn the_skill_matrix_adds_changes_and_takes_away_a_skill() {
    let (_server, browser) = planned_board().await;
    tab(&browser, "Skills").await;
    let cell = "[...document.querySelectorAll('.matrix.skills .matrix-cell')].find((cell) => cell.ariaLabel.startsWith('Anna, Packing'))";
    browser.wait_for("the matrix", "return document.querySelector('.matrix.skills .matrix-cell') !== null").await;
    let said = format!("return {cell}?.ariaLabel");
    assert_eq!(browser.run(&said).await, json!("Anna, Packing: does not have it"));
    let able = "return [...document.querySelectorAll('.matrix.skills tfoot td')].map((cell) => cell.textContent).join(' ')";
    let before = browser.run(able).await;
    browser.run(&format!("{cell}.click()")).await;
    browser
        .run("[...document.querySelectorAll('.split-aside button')].find((button) => button.textContent.includes('Add the skill')).click()")
        .await;
    browser.wait_for("the skill", &format!("return {cell}?.ariaLabel === 'Anna, Packing: level 3, does it alone'")).await;
    assert_ne!(browser.run(able).await, before);
    let level = "const level = [...document.querySelectorAll('.split-aside label')].find((label) => label.textContent.startsWith('Level')).control; level.focus(); level.value = '1'; level.dispatchEvent(new Event('input', { bubbles: true })); level.dispatchEvent(new Event('change', { bubbles: true })); level.blur()";
    browser.run(level).await;
    browser.wait_for("the level", &format!("return {cell}?.ariaLabel === 'Anna, Packing: level 1, learns it'")).await;
    assert_eq!(browser.run(able).await, before, "who learns it cannot do it yet");
    browser.run("[...document.querySelectorAll('.split-aside button')].find((button) => button.textContent.includes('Take the skill away')).click()").await;
    browser.wait_for("no skill", &format!("return {cell}?.ariaLabel === 'Anna, Packing: does not have it'")).await;
    browser.expect_no_problems("changing skills").await;
    browser.close().await;
}

#[tokio::test]
async fn load_and_fairness_shows_every_person_and_leads_to_the_week() {
    let (_server, browser) = planned_board().await;
    tab(&browser, "Load and fairness").await;
    browser.wait_for("people", "return document.querySelectorAll('.matrix.fairness tbody tr').length === 8").await;
    browser.run("[...document.querySelectorAll('.proposal button')][0].click()").await;
    browser
        .wait_for("a proposal or why there is none", "return document.querySelector('.proposal .hand-overs li, .proposal .hint') !== null")
        .await;
    browser.run("document.querySelectorAll('.matrix.fairness tbody tr .matrix-cell')[1].click()").await;
    browser
        .wait_for("the days of the week", "return document.querySelector('.matrix:not(.fairness):not(.skills) .matrix-cell') !== null")
        .await;
    browser.expect_no_problems("looking at fairness").await;
    browser.close().await;
}
