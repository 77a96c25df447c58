//! The Scheduling Board and the Allocation matrix: moving work by pointer, by key and by form, and what an absence breaks.

use crate::work::{open_sample, plan};
use journeys::{Browser, Server, serve_in_folder};
use serde_json::json;

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

/// The board with a plan made as early as possible, in rows of orders, with the keyboard on the last task of the first order: nothing waits
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
    press(&browser, "ArrowDown", 0).await;
    press(&browser, "End", 0).await;
    (server, browser)
}

/// Chooses one of the words that stand side by side.
async fn segment(browser: &Browser, words: &str) {
    let script = "const found = [...document.querySelectorAll('.segment')].find((option) => option.textContent.trim() === WORDS);
        found?.querySelector('input').click(); return found !== undefined";
    browser.wait_for(words, &script.replace("WORDS", &json!(words).to_string())).await;
}

/// Presses a key; 1 is Alt, 2 is Ctrl.
async fn press(browser: &Browser, key: &str, modifiers: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        let code = if key.len() == 1 { format!("Key{}", key.to_uppercase()) } else { key.to_owned() };
        browser.devtools("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": code, "modifiers": modifiers })).await;
    }
    frames(browser).await;
}

/// Two frames: what a gesture changed has been painted.
async fn frames(browser: &Browser) {
    browser.run_async("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
}

/// What is said of the task that the keyboard is on.
async fn told(browser: &Browser) -> String {
    let script =
        "return document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant')).textContent";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

/// The middle of the current task's bar, in the window.
async fn bar(browser: &Browser) -> (f64, f64) {
    let script = "const cell = document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant'));
        const area = cell.getBoundingClientRect(); return [area.left + Math.min(area.width / 2, 12), area.top + area.height / 2]";
    let found = browser.run(script).await;
    (found[0].as_f64().unwrap_or_default(), found[1].as_f64().unwrap_or_default())
}

async fn mouse(browser: &Browser, kind: &str, (x, y): (f64, f64)) {
    let held = i32::from(kind != "mouseReleased");
    browser
        .devtools("Input.dispatchMouseEvent", json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": held, "clickCount": 1 }))
        .await;
}

/// What the words beside the pointer say of the place: whether it fits, and where it is.
async fn hint(browser: &Browser) -> (bool, String) {
    let found = browser.run("const hint = document.querySelector('.board-hint'); return hint && [hint.matches('.fits'), hint.textContent]").await;
    (found[0] == json!(true), found[1].as_str().unwrap_or_default().to_owned())
}

/// Drags the current task step by step to the third later place that fits, and lets it go there; whether there was one.
async fn drag(browser: &Browser) -> bool {
    let (x, y) = bar(browser).await;
    let mut places = Vec::new();
    mouse(browser, "mousePressed", (x, y)).await;
    for step in 1..80 {
        let to = x + f64::from(step) * 6.0;
        mouse(browser, "mouseMoved", (to, y)).await;
        frames(browser).await;
        let (fits, place) = hint(browser).await;
        if fits && !places.contains(&place) {
            places.push(place);
        }
        if places.len() == 3 {
            mouse(browser, "mouseReleased", (to, y)).await;
            frames(browser).await;
            return true;
        }
    }
    press(browser, "Escape", 0).await;
    mouse(browser, "mouseReleased", (x, y)).await;
    frames(browser).await;
    false
}

/// The start in the form of the task, which shows where the task is.
const START: &str = "document.querySelector('.task-panel input[type=datetime-local]')";

#[tokio::test]
async fn a_task_goes_to_the_same_place_by_key_by_form_and_by_drag() {
    let (_server, browser) = early_board().await;
    let before = told(&browser).await;

    // By drag, to a place that fits.
    assert!(drag(&browser).await, "there is a later place that fits");
    let there = told(&browser).await;
    assert_ne!(there, before, "the drag moves the task");
    press(&browser, "Enter", 0).await;
    let start = browser.wait_for("the start in the form", &format!("return {START} && {START}.value")).await;
    press(&browser, "Escape", 0).await;
    browser.wait_for("the panel to close", "return document.querySelector('.task-panel') === null").await;
    press(&browser, "z", 2).await;
    assert_eq!(told(&browser).await, before, "undo takes it back");

    // By the form.
    press(&browser, "Enter", 0).await;
    browser.wait_for("the form", &format!("return {START} !== null")).await;
    browser
        .run(&format!("const field = {START}; field.value = {start}; field.dispatchEvent(new Event('change', {{ bubbles: true }}))"))
        .await;
    browser.wait_for("the words of the form", "return document.querySelector('.move-words.fits') !== null").await;
    browser.run("[...document.querySelectorAll('.task-panel button')].find((button) => button.textContent.trim() === 'Move').click()").await;
    frames(&browser).await;
    assert_eq!(told(&browser).await, there, "the form moves it to the same place");
    press(&browser, "Escape", 0).await;
    browser.wait_for("the panel to close", "return document.querySelector('.task-panel') === null").await;
    press(&browser, "z", 2).await;
    assert_eq!(told(&browser).await, before, "undo takes it back");

    // By keys: as many steps as it takes, each to the next place that fits.
    let mut passed = Vec::new();
    while told(&browser).await != there {
        press(&browser, "ArrowRight", 1).await;
        passed.push(told(&browser).await);
        assert!(passed.len() < 60, "the keys never come to\n{there}\nbut to\n{}", passed.join("\n"));
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
