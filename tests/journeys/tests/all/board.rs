//! The Scheduling Board and the Allocation matrix: moving work by pointer, by key and by form, and what an absence breaks.

use crate::work::{open_sample, plan};
use journeys::{Browser, Server, serve_in_folder};
use serde_json::{Value, json};

/// The board with a plan of the sample, its keyboard on the last task of the first row that has tasks, and the panel open.
async fn planned_board() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the board", "return document.querySelector('.board-canvas') !== null").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    press(&browser, "ArrowDown", 0).await;
    press(&browser, "End", 0).await;
    (server, browser)
}

/// The board with a plan made as early as possible, in rows of orders, with the keyboard on a last task, that of packing: nothing waits
/// for it, so it can go later.
async fn early_board() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    segment(&browser, "As early as possible").await;
    plan(&browser).await;
    browser.wait_for("the board", "return document.querySelector('.board-canvas') !== null").await;
    segment(&browser, "Orders").await;
    frames(&browser).await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    for _ in 0..40 {
        press(&browser, "ArrowDown", 0).await;
        if told(&browser).await.contains("check and pack") {
            return (server, browser);
        }
    }
    browser.fail("no order has a last task").await
}

/// Chooses one of the words that stand side by side.
async fn segment(browser: &Browser, words: &str) {
    let script = "const found = [...document.querySelectorAll('.segment')].find((option) => option.textContent.trim() === WORDS);
        found?.querySelector('input').click(); return found !== undefined";
    browser.wait_for(words, &script.replace("WORDS", &json!(words).to_string())).await;
}

/// Presses a key; 1 is Alt, 2 is Ctrl.
pub async fn press(browser: &Browser, key: &str, modifiers: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        let code = if key.len() == 1 { format!("Key{}", key.to_uppercase()) } else { key.to_owned() };
        browser.devtools("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": code, "modifiers": modifiers })).await;
    }
    frames(browser).await;
}

/// Two frames: what a gesture changed has been painted.
pub async fn frames(browser: &Browser) {
    browser.run_async("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
}

/// What is said of the task that the keyboard is on.
pub async fn told(browser: &Browser) -> String {
    let script =
        "return document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant')).textContent";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

/// The middle of the current task's bar, in the window.
pub async fn bar(browser: &Browser) -> (f64, f64) {
    let script = "const cell = document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant'));
        const area = cell.getBoundingClientRect(); return [area.left + Math.min(area.width / 2, 12), area.top + area.height / 2]";
    let found = browser.run(script).await;
    (found[0].as_f64().unwrap_or_default(), found[1].as_f64().unwrap_or_default())
}

pub async fn mouse(browser: &Browser, kind: &str, (x, y): (f64, f64)) {
    let held = i32::from(kind != "mouseReleased");
    browser
        .devtools("Input.dispatchMouseEvent", json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": held, "clickCount": 1 }))
        .await;
}

/// Where the task goes if it is let go, in the words beside the pointer: the place itself where it fits, else the nearest that does.
async fn landing(browser: &Browser) -> String {
    let hint = browser.run("return document.querySelector('.board-hint')?.textContent ?? ''").await.as_str().unwrap_or_default().to_owned();
    let place = hint.strip_prefix("Fits. ").or_else(|| hint.split("Goes to ").nth(1)).unwrap_or_default();
    place.split(" on ").next().unwrap_or_default().to_owned()
}

/// Drags the current task later, step by step, until it would go elsewhere than it is, and lets it go.
async fn drag_later(browser: &Browser) {
    let before = told(browser).await;
    // A passing message may lie over the bar.
    browser.run("for (const dismiss of document.querySelectorAll('.toasts [aria-label=Dismiss]')) dismiss.click()").await;
    browser.wait_for("the messages to go", "return document.querySelector('.toasts .notice') === null").await;
    let (x, y) = bar(browser).await;
    mouse(browser, "mousePressed", (x, y)).await;
    for step in 1..150 {
        let to = x + f64::from(step) * 5.0;
        mouse(browser, "mouseMoved", (to, y)).await;
        frames(browser).await;
        let place = landing(browser).await;
        if !place.is_empty() && !before.contains(&place) {
            mouse(browser, "mouseReleased", (to, y)).await;
            frames(browser).await;
            return;
        }
    }
    browser.fail("there is no later place for the task").await
}

/// The start in the form of the task, which shows where the task is.
const START: &str = "document.querySelector('.task-panel input[type=datetime-local]')";

/// Closes the panel of the task and takes the last move back.
async fn take_back(browser: &Browser, before: &str) {
    if browser.run("return document.querySelector('.task-panel') !== null").await == json!(true) {
        press(browser, "Escape", 0).await;
        browser.wait_for("the panel to close", "return document.querySelector('.task-panel') === null").await;
    }
    press(browser, "z", 2).await;
    expect_told(browser, before, "undo takes it back").await;
}

/// Waits until this is said of the current task; fails with what is said instead.
async fn expect_told(browser: &Browser, wanted: &str, what: &str) {
    let began = std::time::Instant::now();
    while told(browser).await != wanted {
        if began.elapsed() > journeys::PATIENCE {
            assert_eq!(told(browser).await, wanted, "{what}");
        }
        frames(browser).await;
    }
}

/// Waits until something else is said of the current task, and answers it.
async fn told_anew(browser: &Browser, before: &str) -> String {
    let began = std::time::Instant::now();
    loop {
        let now = told(browser).await;
        if now != before {
            return now;
        }
        if began.elapsed() > journeys::PATIENCE {
            browser.fail("the task stays where it is").await;
        }
        frames(browser).await;
    }
}

/// Where the current task has gone to: what is said of it, and its start as the form shows it. Then it is brought back.
async fn noted_and_taken_back(browser: &Browser, before: &str) -> (String, Value) {
    let there = told_anew(browser, before).await;
    press(browser, "Enter", 0).await;
    let start = browser.wait_for("the start in the form", &format!("return {START} && {START}.value")).await;
    take_back(browser, before).await;
    (there, start)
}

/// Moves the current task by the form, with keys and clicks alone.
async fn by_form(browser: &Browser, start: &Value) {
    press(browser, "Enter", 0).await;
    browser.wait_for("the form", &format!("return {START} !== null")).await;
    let enter = format!("const field = {START}; field.value = {start}; field.dispatchEvent(new Event('change', {{ bubbles: true }}))");
    browser.run(&enter).await;
    browser.wait_for("the words of the form", "return document.querySelector('.move-words.fits') !== null").await;
    let press_move = "[...document.querySelectorAll('.task-panel button')].find((button) => button.textContent.trim() === 'Move').click()";
    browser.run(press_move).await;
    frames(browser).await;
}

#[tokio::test]
async fn where_a_drag_or_a_key_moves_a_task_the_form_moves_it_too() {
    let (_server, browser) = early_board().await;
    // The second time from where the first has led, where there is more room.
    for round in 1..=2 {
        let before = told(&browser).await;
        drag_later(&browser).await;
        let (dragged, start) = noted_and_taken_back(&browser, &before).await;
        by_form(&browser, &start).await;
        expect_told(&browser, &dragged, &format!("round {round}: the form moves it to where the drag did")).await;
        take_back(&browser, &before).await;

        // The keys go from one place that fits to the next, a drag also to those in between.
        press(&browser, "ArrowRight", 1).await;
        let (by_key, start) = noted_and_taken_back(&browser, &before).await;
        by_form(&browser, &start).await;
        expect_told(&browser, &by_key, &format!("round {round}: the form moves it to where the key did")).await;
        if browser.run("return document.querySelector('.task-panel') !== null").await == json!(true) {
            press(&browser, "Escape", 0).await;
        }
    }
    browser.expect_no_problems("moving a task").await;
    browser.close().await;
}

#[tokio::test]
async fn a_task_is_pinned_taken_off_and_brought_back_by_keys_alone() {
    let (_server, browser) = planned_board().await;
    press(&browser, "p", 0).await;
    assert!(told(&browser).await.contains("Pinned"), "P pins");
    press(&browser, "p", 0).await;
    assert!(!told(&browser).await.contains("Pinned"), "and P lets go");
    press(&browser, "Delete", 0).await;
    assert!(told(&browser).await.contains("Not scheduled"), "Delete takes it off the board");
    press(&browser, "z", 2).await;
    assert!(!told(&browser).await.contains("Not scheduled"), "undo brings it back");
    browser.expect_no_problems("with keys on the board").await;
    browser.close().await;
}

#[tokio::test]
async fn escape_gives_a_drag_up_and_nothing_has_changed() {
    let (_server, browser) = planned_board().await;
    let before = told(&browser).await;
    let (x, y) = bar(&browser).await;
    mouse(&browser, "mousePressed", (x, y)).await;
    for step in 1..20 {
        mouse(&browser, "mouseMoved", (x + f64::from(step) * 6.0, y)).await;
    }
    browser.wait_for("the words of the move", "return document.querySelector('.board-hint') !== null").await;
    press(&browser, "Escape", 0).await;
    assert_eq!(browser.run("return document.querySelector('.board-hint')").await, json!(null));
    mouse(&browser, "mouseReleased", (x + 120.0, y)).await;
    frames(&browser).await;
    assert_eq!(told(&browser).await, before);
    browser.close().await;
}

#[tokio::test]
async fn the_same_tasks_stand_in_the_table_for_those_who_read_rows() {
    let (_server, browser) = planned_board().await;
    browser.run("[...document.querySelectorAll('.segment')].find((option) => option.textContent.trim() === 'Table').querySelector('input').click()").await;
    browser.wait_for("the table of tasks", "return document.querySelector('.table-grid[aria-label=Tasks]') !== null").await;
    let tasks = browser.run("return /(\\d+) tasks/.exec(document.querySelector('main').innerText)[1]").await;
    let rows = format!("{} rows", tasks.as_str().unwrap_or_default());
    browser.wait_for_text(&rows).await;
    browser.close().await;
}

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
