//! The Scheduling Board: moving work by pointer, by key and by form, what is said of it, and where the board is when it comes back.

use crate::announced::{LISTEN, said};
use crate::work::{open_sample, plan};
use journeys::{Browser, Server, serve_in_folder};
use serde_json::{Value, json};

/// The board with a plan of the sample, its keyboard on the last task of the first row that has tasks, and the panel open.
pub async fn planned_board() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the board", "return document.querySelector('.board-canvas') !== null").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    press(&browser, "ArrowDown", 0).await;
    press(&browser, "End", 0).await;
    widen(&browser).await;
    dismiss_messages(&browser).await;
    (server, browser)
}

/// Zooms in until the current task's bar can be met. Where the plan lies depends on the hour, and how long its last task is: a pointer
/// on whole pixels cannot tell a bar of one pixel from the one beside it.
pub async fn widen(browser: &Browser) {
    let width = "const cell = document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant'));
        return cell?.textContent.includes(' to ') ? cell.getBoundingClientRect().width : 0";
    for _ in 0..20 {
        if browser.run(width).await.as_f64().is_some_and(|width| width >= 24.0) {
            return;
        }
        press(browser, "+", 0).await;
    }
}

/// The board with a plan made as early as possible, in rows of orders, with the keyboard on a last task, that of packing: nothing waits
/// for it, so it can go later.
pub async fn early_board() -> (Server, Browser) {
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

/// Takes the passing messages away: one may lie over a bar.
async fn dismiss_messages(browser: &Browser) {
    browser.run("for (const dismiss of document.querySelectorAll('.toasts [aria-label=Dismiss]')) dismiss.click()").await;
    browser.wait_for("the messages to go", "return document.querySelector('.toasts .notice') === null").await;
}

/// Drags the current task later, step by step, until it would go elsewhere than it is, and lets it go.
async fn drag_later(browser: &Browser) {
    let before = told(browser).await;
    dismiss_messages(browser).await;
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
async fn a_task_opened_at_the_right_edge_is_still_seen_beside_its_panel() {
    let (_server, browser) = planned_board().await;
    let seen = "const cell = document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant'));
        const [bar, board] = [cell, document.querySelector('.board-canvas')].map((element) => element.getBoundingClientRect());
        return [bar.left < board.right && bar.right > board.left, board.width]";
    let alone = browser.run(seen).await;
    assert_eq!(alone[0], json!(true), "before it is opened");
    press(&browser, "Enter", 0).await;
    browser.wait_for("the panel", "return document.querySelector('.task-panel') !== null").await;
    for _ in 0..3 {
        frames(&browser).await;
    }
    let beside = browser.run(seen).await;
    assert!(beside[1].as_f64() < alone[1].as_f64(), "the panel stands beside the board: {beside} {alone}");
    assert_eq!(beside[0], json!(true), "the bar is seen beside the panel: {beside}");
    browser.close().await;
}

/// The messages that pass, each as one line.
pub async fn messages(browser: &Browser) -> String {
    let script =
        "return [...document.querySelectorAll('.toasts .notice')].map((notice) => notice.innerText.replaceAll('\\n', ' ')).join(' / ')";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_move_past_what_waits_says_so_and_its_undo_is_at_hand() {
    let (_server, browser) = early_board().await;
    // The first step of an order has others that wait for it.
    for _ in 0..40 {
        press(&browser, "ArrowUp", 0).await;
        if told(&browser).await.contains("carcasses of") {
            break;
        }
    }
    let before = told(&browser).await;
    let mut now = before.clone();
    while !messages(&browser).await.contains("In conflict: ") {
        press(&browser, "ArrowRight", 1).await;
        now = told_anew(&browser, &now).await;
    }
    let message = messages(&browser).await;
    assert!(message.contains("(starts "), "it names what is in conflict: {message}");
    // Something else was told and has passed since: the message stays and its button works.
    browser.run("document.querySelector('.toasts [aria-label=Dismiss]').click()").await;
    press(&browser, "ArrowRight", 1).await;
    let moved = told_anew(&browser, &now).await;
    browser
        .wait_for(
            "the next message",
            "return [...document.querySelectorAll('.toasts button')].some((button) => button.textContent.trim() === 'Undo')",
        )
        .await;
    browser.run("[...document.querySelectorAll('.toasts button')].find((button) => button.textContent.trim() === 'Undo').click()").await;
    assert_ne!(moved, now);
    expect_told(&browser, &now, "the button takes the last move back").await;
    browser
        .wait_for(
            "the message to go with its move",
            "return [...document.querySelectorAll('.toasts button')].every((button) => button.textContent.trim() !== 'Undo')",
        )
        .await;
    browser.expect_no_problems("undoing from a message").await;
    browser.close().await;
}

#[tokio::test]
async fn what_a_key_did_is_said_as_it_then_is() {
    let (_server, browser) = early_board().await;
    browser.run(LISTEN).await;
    press(&browser, "ArrowRight", 1).await;
    let now = told(&browser).await;
    said(&browser, &now).await;
    for (key, modifiers, words) in
        [("p", 0, "Pinned. "), ("p", 0, "No longer pinned. "), ("Delete", 0, "Taken off the board. "), ("z", 2, "Undone: Unschedule")]
    {
        browser.run("window.said.length = 0").await;
        press(&browser, key, modifiers).await;
        let sentence = said(&browser, words).await.remove(0);
        let holds = told(&browser).await;
        assert!(sentence.starts_with(words) && sentence.ends_with(&holds), "{sentence}, and it is: {holds}");
    }
    assert_eq!(told(&browser).await, now, "undo brings it back to where it was");
    browser.close().await;
}

#[tokio::test]
async fn the_board_is_where_it_was_when_it_comes_back_from_behind_another_tab() {
    let (_server, browser) = early_board().await;
    browser.click("button[aria-label='Zoom in']").await;
    browser.run("const board = document.querySelector('.board-scroller'); board.scrollLeft += 300; board.scrollTop = 60").await;
    frames(&browser).await;
    let place = "const board = document.querySelector('.board-scroller');
        return [board.scrollLeft, board.scrollTop, board.scrollWidth, board.ariaRowCount ?? board.getAttribute('aria-rowcount'), document.querySelector('.board-tools .segment:has(:checked)').textContent.trim()]";
    let before = browser.run(place).await;
    let current = told(&browser).await;
    for tab in ["Orders and promises", "Board"] {
        browser
            .run(&format!("[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.includes({})).click()", json!(tab)))
            .await;
        frames(&browser).await;
        frames(&browser).await;
    }
    assert_eq!(browser.run(place).await, before, "scroll, size, rows and choice");
    assert_eq!(told(&browser).await, current, "and the task");
    browser.close().await;
}

#[tokio::test]
async fn the_browsers_own_print_gets_the_sheets_of_the_menu() {
    let (_server, browser) = early_board().await;
    browser.run("dispatchEvent(new Event('beforeprint'))").await;
    let sheets = browser
        .run("return [...document.querySelectorAll('body > .board-sheets figure')].map((sheet) => [...sheet.querySelectorAll('text')].map((text) => text.textContent).join('\\n'))")
        .await;
    let sheets: Vec<&str> = sheets.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(sheets.len() > 1, "one sheet is not enough for all orders");
    for sheet in &sheets {
        for words in ["Scheduling Board", "seen ", "sheet ", "On time", "In conflict", "Pinned"] {
            assert!(sheet.contains(words), "{words} is missing from {sheet}");
        }
    }
    browser.run("dispatchEvent(new Event('afterprint'))").await;
    assert_eq!(
        browser.run("return [document.querySelector('.board-sheets'), document.documentElement.className.includes('printing')]").await,
        json!([null, false])
    );
    browser.expect_no_problems("printing").await;
    browser.close().await;
}
