//! The Scheduling Board while a task is held: the boxes above the canvas that show where it would go; and a board of so many tasks that it
//! opens with what its first window shows.

use crate::board::{bar, early_board, frames, mouse, press, told, widen};
use crate::work::{open_sample, plan};
use journeys::{Browser, serve_in_folder};
use serde_json::{Value, json};

/// The boxes above the board: their classes, and where they are in the window.
async fn boxes(browser: &Browser) -> Vec<Value> {
    let script = "return [...document.querySelectorAll('.board-ghosts > i')].map((box) => {
        const area = box.getBoundingClientRect();
        return { what: box.className, left: area.left, top: area.top, width: area.width, height: area.height,
                 seen: box.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && area.width > 0 }; })";
    browser.run(script).await.as_array().cloned().unwrap_or_default()
}

fn number(of: &Value, name: &str) -> f64 {
    of[name].as_f64().unwrap_or(f64::NAN)
}

/// The held task's box.
async fn held(browser: &Browser) -> Value {
    let boxes = boxes(browser).await;
    let held: Vec<&Value> = boxes.iter().filter(|one| one["what"].as_str().is_some_and(|what| what.contains("held"))).collect();
    assert_eq!(held.len(), 1, "one box stands for the held task: {boxes:?}");
    held[0].clone()
}

#[tokio::test]
async fn a_held_task_is_a_box_of_its_size_that_goes_with_the_pointer_and_is_gone_when_it_is_let_go() {
    let (_server, browser) = early_board().await;
    widen(&browser).await;
    assert!(boxes(&browser).await.is_empty(), "nothing is held");
    let place = "const cell = document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant'));
        const area = cell.getBoundingClientRect(); return { left: area.left, top: area.top, width: area.width, height: area.height }";
    let (before, bar_area, (x, y)) = (told(&browser).await, browser.run(place).await, bar(&browser).await);

    mouse(&browser, "mousePressed", (x, y)).await;
    let mut lefts = Vec::new();
    for step in [40.0, 80.0, 120.0] {
        mouse(&browser, "mouseMoved", (x + step, y)).await;
        frames(&browser).await;
        let held = held(&browser).await;
        assert_eq!(held["seen"], json!(true), "the box is seen: {held}");
        assert!((number(&held, "top") - number(&bar_area, "top")).abs() <= 2.0, "it lies on its row: {held}, {bar_area}");
        assert!((number(&held, "height") - number(&bar_area, "height")).abs() <= 2.0, "it is as high as its bar: {held}, {bar_area}");
        lefts.push(number(&held, "left"));
    }
    assert!(lefts.is_sorted_by(|one, next| one < next), "it goes with the pointer: {lefts:?}");
    let reached = lefts[2] - number(&bar_area, "left");
    assert!((60.0..=180.0).contains(&reached), "by as much as the pointer went, but for the steps of the axis: {reached}");

    // Escape gives up: the task is where it was, and no box is left.
    press(&browser, "Escape", 0).await;
    mouse(&browser, "mouseReleased", (x + 120.0, y)).await;
    frames(&browser).await;
    assert!(boxes(&browser).await.is_empty(), "no box is left");
    assert_eq!(told(&browser).await, before, "the task is where it was");
    browser.expect_no_problems("holding a task").await;
    browser.close().await;
}

#[tokio::test]
async fn a_board_of_thousands_of_tasks_has_all_of_them_though_it_opens_with_its_first_window() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.wait_for("the table", "return Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0) > 1").await;
    let paste = "const target = document.querySelector('[role=grid]'), data = new DataTransfer();
        const rows = Array.from({ length: 800 }, (_, at) => `M-${at + 1}\\tOak bench\\t1\\t2032-0${1 + at % 9}-01`);
        target.focus();
        data.setData('text/plain', ['Order\\tItem\\tQuantity\\tDue', ...rows].join('\\n'));
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
    browser.run(paste).await;
    browser.wait_for("the orders", "return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) > 800").await;
    plan(&browser).await;
    let count = "return Number(/([\\d,]+) tasks/.exec(document.querySelector('main').innerText)?.[1].replaceAll(',', '') ?? 0)";
    let tasks = browser.run(count).await.as_f64().unwrap_or_default();
    assert!(tasks >= 2000.0, "{tasks} tasks are enough for the board to open with a part of them");
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.reload_started().await;
    browser.wait_for("the board", "return document.querySelector('.board-canvas') !== null").await;
    // The last task of a row lies months behind the first window; keys reach it, and it tells the same as before the reload.
    browser.run("document.querySelector('.board-scroller').focus()").await;
    press(&browser, "ArrowDown", 0).await;
    press(&browser, "End", 0).await;
    let last = told(&browser).await;
    press(&browser, "Home", 0).await;
    let first = told(&browser).await;
    assert_ne!(first, last, "the row begins and ends elsewhere");
    assert_eq!(browser.run(count).await.as_f64(), Some(tasks), "all tasks are counted");
    browser.expect_no_problems("with thousands of tasks").await;
    browser.close().await;
}
