//! Baselines of the schedule, and what is done by hand and holds in the next plan.

use crate::announced::{LISTEN, said};
use crate::board::{early_board, frames, messages, press, told};
use crate::board_views::{choose, show};
use journeys::{Browser, Look};

/// Types a name for a baseline and saves it by the keyboard alone.
async fn save_baseline(browser: &Browser, name: &str) {
    browser.wait_for("the field for a name", "return document.querySelector('.baselines input') !== null").await;
    browser.run("document.querySelector('.baselines input').focus()").await;
    browser.type_text(name).await;
    browser.press("Tab").await;
    browser.press("Enter").await;
}

/// Brings the board back in rows of orders, with the keyboard on the task it was on.
async fn back_to_orders(browser: &Browser) {
    show(browser, "Orders", "return document.querySelector('.board-scroller') !== null").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    frames(browser).await;
}

/// A picture in each look, at a desk and on a phone.
async fn pictures(browser: &Browser, name: &str) {
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (390, 844)] {
            browser.resize(width, height).await;
            frames(browser).await;
            browser.screenshot(&format!("{name}-{word}-{width}")).await;
        }
    }
    browser.look(Look::Light).await;
    browser.resize(1440, 900).await;
    frames(browser).await;
}

#[tokio::test]
async fn a_baseline_is_saved_compared_on_the_board_and_in_lists_and_removed() {
    let (_server, browser) = early_board().await;
    browser.run(LISTEN).await;
    choose(&browser, "More", "Baselines").await;
    save_baseline(&browser, "Agreed in May").await;
    let words = said(&browser, "Compared with Agreed in May: 0 tasks later, 0 earlier").await;
    assert_eq!(words.len(), 1, "{words:?}");
    back_to_orders(&browser).await;
    browser.wait_for("the legend", "return document.querySelector('.board-legend')?.textContent.includes('Agreed in May')").await;
    let before = told(&browser).await;
    for _ in 0..4 {
        press(&browser, "ArrowRight", 1).await;
    }
    assert_ne!(told(&browser).await, before, "the task went later");
    said(&browser, "Against the baseline: starts").await;
    press(&browser, "Enter", 0).await;
    browser
        .wait_for("the words in the panel", "return /Baseline\\s*starts .* later/.test(document.querySelector('.task-panel')?.innerText)")
        .await;
    pictures(&browser, "baseline-board").await;
    press(&browser, "Escape", 0).await;
    choose(&browser, "More", "Baselines").await;
    browser
        .wait_for(
            "the totals",
            "return /Compared with “Agreed in May”: [1-9]\\d* tasks? later/.test(document.querySelector('.baseline-totals')?.textContent)",
        )
        .await;
    pictures(&browser, "baseline-orders").await;
    browser.run("[...document.querySelectorAll('.baselines .segment input')].at(-1).click()").await;
    browser.wait_for("the tasks", "return document.querySelector('.baselines [aria-label*=\"Tasks against\"]') !== null").await;
    pictures(&browser, "baseline-tasks").await;
    browser
        .run("[...document.querySelectorAll('.baseline-list button')].find((button) => button.textContent.trim() === 'Remove').click()")
        .await;
    browser.wait_for("the baseline to go", "return document.querySelector('.baseline-list li, .baseline-totals') === null").await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for("the baseline to come back", "return document.querySelector('.baseline-list li') !== null").await;
    browser.expect_no_problems("with baselines").await;
    browser.close().await;
}

/// `Oak dining table: assemble` of the words told of a task.
fn operation_of(words: &str) -> String {
    words.split(" of ").next().unwrap_or_default().to_owned()
}

/// The 12 of `Shape legs of SO-4101, 12 × Oak leg`.
fn quantity_of(words: &str) -> f64 {
    let before = words.split(" ×").next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
}

#[tokio::test]
async fn what_is_split_and_linked_by_key_is_there_after_the_next_plan() {
    let (_server, browser) = early_board().await;
    let first = told(&browser).await;
    let name = first.split([',', '.']).next().unwrap_or_default().to_owned();
    press(&browser, "s", 0).await;
    browser.wait_for_text("Split in two.").await;
    let part = told(&browser).await;
    assert_ne!(part, first, "the first part is smaller");
    press(&browser, "l", 0).await;
    browser.wait_for_text("Which task waits for").await;
    for _ in 0..40 {
        press(&browser, "ArrowDown", 0).await;
        let other = told(&browser).await;
        if other.contains("check and pack") && !other.starts_with(&name) {
            break;
        }
    }
    let waiting = told(&browser).await;
    let waiting = waiting.split([',', '.']).next().unwrap_or_default().to_owned();
    press(&browser, "l", 0).await;
    browser.wait_for_text("Linked.").await;
    assert!(messages(&browser).await.contains("The next plans keep it."));
    browser.click_text("Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    show(&browser, "Resources", "return document.querySelector('.board-scroller') !== null").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    // Which order a run is named after is for the plan to say: it is known by its operation and the quantities of its parts.
    let (operation, waits) = (operation_of(&name), operation_of(&waiting));
    let quantities = [quantity_of(&part), quantity_of(&first) - quantity_of(&part)];
    for _ in 0..60 {
        press(&browser, "ArrowUp", 0).await;
    }
    let mut seen: Vec<String> = Vec::new();
    let mut is_kept = false;
    for _ in 0..40 {
        press(&browser, "Home", 0).await;
        let mut words = told(&browser).await;
        while !seen.contains(&words) {
            seen.push(words);
            press(&browser, "ArrowRight", 0).await;
            words = told(&browser).await;
        }
        let mut parts = seen.iter().filter(|words| operation_of(words) == operation && quantity_of(words) == quantities[0]);
        is_kept = parts.any(|one| {
            let run = one.split(',').next().unwrap_or_default();
            let is_other = |words: &String| words != one && words.starts_with(run) && quantity_of(words) == quantities[1];
            let is_waiting = |words: &String| {
                operation_of(words) == waits && words.split("Waits for").nth(1).is_some_and(|awaited| awaited.contains(run))
            };
            seen.iter().any(is_other) && seen.iter().any(is_waiting)
        });
        if is_kept {
            break;
        }
        press(&browser, "ArrowDown", 0).await;
    }
    assert!(is_kept, "{operation} in parts of {quantities:?}, and {waits} waits for it: {seen:#?}");
    browser.expect_no_problems("planning again").await;
    browser.close().await;
}

#[tokio::test]
async fn a_split_is_joined_again_by_key() {
    let (_server, browser) = early_board().await;
    let before = told(&browser).await;
    press(&browser, "s", 0).await;
    browser.wait_for_text("Split in two.").await;
    press(&browser, "j", 0).await;
    browser.wait_for_text("Joined.").await;
    assert_eq!(told(&browser).await, before, "as long, as much and where it was");
    press(&browser, "j", 0).await;
    browser.wait_for_text("It has no other part that could still be joined.").await;
    browser.expect_no_problems("joining").await;
    browser.close().await;
}
