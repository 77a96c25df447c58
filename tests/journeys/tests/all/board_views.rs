//! The Scheduling Board's other views and deeds: cards, calendar, filter, links, lengths, and a move that takes the rest along.

use crate::announced::{LISTEN, said};
use crate::board::{early_board, frames, messages, mouse, planned_board, press, told};
use journeys::Browser;
use serde_json::{Value, json};

/// Shows another view of the board.
pub async fn show(browser: &Browser, view: &str, until: &str) {
    let choose =
        "const found = [...document.querySelectorAll('.board-tools .segment')].find((option) => option.textContent.trim() === VIEW);
        found?.querySelector('input').click(); return found !== undefined";
    browser.wait_for(view, &choose.replace("VIEW", &json!(view).to_string())).await;
    browser.wait_for(&format!("the view {view}"), until).await;
}

/// Chooses an item of a menu among the tools.
pub async fn choose(browser: &Browser, menu: &str, item: &str) {
    let open = "[...document.querySelectorAll('.board-tools button')].find((button) => button.textContent.trim() === MENU).click()";
    browser.run(&open.replace("MENU", &json!(menu).to_string())).await;
    let press = "const found = [...document.querySelectorAll('[role^=menuitem]')].find((one) => one.querySelector('.menu-label').textContent === ITEM);
        found?.click(); return found !== undefined";
    browser.wait_for(item, &press.replace("ITEM", &json!(item).to_string())).await;
    frames(browser).await;
}

/// How many tasks each column of cards says it has.
async fn counts(browser: &Browser) -> Vec<String> {
    let found = browser.run("return [...document.querySelectorAll('.card-column header p')].map((words) => words.textContent)").await;
    found.as_array().into_iter().flatten().filter_map(|words| words.as_str().map(str::to_owned)).collect()
}

/// What is told of the card or entry that the keyboard is on.
async fn focused(browser: &Browser) -> String {
    browser.run("return document.activeElement.getAttribute('aria-label') ?? ''").await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_card_is_started_by_key_and_finished_by_pointer_and_a_limit_says_that_it_is_exceeded() {
    let (_server, browser) = planned_board().await;
    show(&browser, "Kanban", "return document.querySelector('.card-column .task-entry') !== null").await;
    browser
        .run("const limit = document.querySelector('[aria-label=Planned] input'); limit.focus(); limit.value = '5'; for (const kind of ['input', 'change']) limit.dispatchEvent(new Event(kind, { bubbles: true })); limit.blur()")
        .await;
    browser
        .wait_for(
            "the limit",
            "return /of at most 5: \\d+ over the limit/.test(document.querySelector('[aria-label=Planned] header').innerText)",
        )
        .await;
    browser.run(LISTEN).await;
    browser.run("document.querySelector('[aria-label=Planned] .task-entry').focus()").await;
    press(&browser, "ArrowRight", 1).await;
    said(&browser, "Started: 1 task.").await;
    assert_eq!(counts(&browser).await[2], "1 task");
    assert!(focused(&browser).await.ends_with("Started"), "the keyboard goes with the card");
    let way = "const card = document.querySelector('[aria-label=Started] .task-entry').getBoundingClientRect();
        const to = document.querySelector('[aria-label=Finished] ul').getBoundingClientRect();
        return [card.left + 20, card.top + 10, to.left + 40, to.top + 40]";
    let way: Vec<f64> = browser.run(way).await.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    mouse(&browser, "mousePressed", (way[0], way[1])).await;
    for step in 1..=8 {
        let part = f64::from(step) / 8.0;
        mouse(&browser, "mouseMoved", (way[0] + (way[2] - way[0]) * part, way[1] + (way[3] - way[1]) * part)).await;
    }
    mouse(&browser, "mouseReleased", (way[2], way[3])).await;
    browser.wait_for("the card among the finished", "return document.querySelector('[aria-label=Finished] .task-entry') !== null").await;
    assert_eq!(counts(&browser).await[2..], ["0 tasks", "1 task"]);
    browser.expect_no_problems("with cards").await;
    browser.close().await;
}

/// Sets the limit of a column in the lane at a place among those shown.
async fn set_limit(browser: &Browser, lane: usize, column: &str, limit: &str) {
    let script = "const limit = document.querySelectorAll('.card-lane')[LANE].querySelector('[aria-label=COLUMN] input'); limit.focus(); limit.value = 'MOST';
        for (const kind of ['input', 'change']) limit.dispatchEvent(new Event(kind, { bubbles: true })); limit.blur()";
    browser.run(&script.replace("LANE", &lane.to_string()).replace("COLUMN", column).replace("MOST", limit)).await;
}

#[tokio::test]
async fn lanes_have_limits_of_their_own_that_belong_to_the_workspace() {
    let (_server, browser) = planned_board().await;
    show(&browser, "Kanban", "return document.querySelector('.card-column .task-entry') !== null").await;
    browser.run("[...document.querySelectorAll('.card-board .segment input')].at(-1).click()").await;
    browser.wait_for("the lanes", "return document.querySelectorAll('.card-lane').length > 1").await;
    set_limit(&browser, 0, "Started", "3").await;
    set_limit(&browser, 1, "Started", "0").await;
    let told = "return document.querySelectorAll('.card-lane')[LANE].querySelector('[aria-label=Started] header p').textContent";
    browser
        .wait_for(
            "the limit of all",
            &told.replace("LANE", "0").replace("return", "return 'of at most 3' === (").replace(".textContent", ".textContent.slice(2))"),
        )
        .await;
    browser.run(LISTEN).await;
    browser.run("document.querySelectorAll('.card-lane')[1].querySelector('[aria-label=Planned] .task-entry').focus()").await;
    press(&browser, "ArrowRight", 1).await;
    said(&browser, "Started: 1 of at most 3. In ").await;
    said(&browser, "1 of at most 0: 1 over the limit").await;
    assert_eq!(browser.run(&told.replace("LANE", "1")).await, json!("1 of at most 0: 1 over the limit"));
    for (look, word) in [(journeys::Look::Light, "light"), (journeys::Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (390, 844)] {
            browser.resize(width, height).await;
            frames(&browser).await;
            browser.screenshot(&format!("lanes-{word}-{width}")).await;
        }
    }
    browser.resize(1440, 900).await;
    browser.wait_for("the edits to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.reload_started().await;
    browser.wait_for("the limit after a reload", "return document.body.innerText.includes('1 of at most 0: 1 over the limit')").await;
    browser.expect_no_problems("with lanes").await;
    browser.close().await;
}

#[tokio::test]
async fn an_entry_of_the_calendar_goes_to_another_day_by_key() {
    let (_server, browser) = early_board().await;
    show(&browser, "Calendar", "return document.querySelector('.task-day .task-entry') !== null").await;
    let loads = browser.run("return [...document.querySelectorAll('.task-day-load')].map((load) => load.textContent)").await;
    assert!(loads.as_array().into_iter().flatten().any(|load| load.as_str().is_some_and(|load| load.ends_with('%') && load != "0 %")));
    browser.run("document.querySelectorAll('.task-day .task-entry')[0].focus()").await;
    let before = focused(&browser).await;
    press(&browser, "ArrowDown", 1).await;
    browser
        .wait_for("the task elsewhere", &format!("return (document.activeElement.getAttribute('aria-label') ?? '') !== {}", json!(before)))
        .await;
    let name = before.split(". ").next().unwrap_or_default();
    assert!(focused(&browser).await.starts_with(name), "the keyboard goes with the task");
    browser.expect_no_problems("in the calendar").await;
    browser.close().await;
}

#[tokio::test]
async fn a_filter_shows_some_and_says_how_many() {
    let (_server, browser) = planned_board().await;
    browser.run(LISTEN).await;
    browser.run("document.querySelector('.board-filter button').click()").await;
    browser.wait_for("the keyboard in the form", "return document.activeElement?.closest('.filter-form') !== null").await;
    browser.devtools("Input.insertText", json!({ "text": "oak" })).await;
    browser
        .wait_for("how many are shown", "return /^\\d+ of \\d+$/.test(document.querySelector('.board-filter button').textContent.trim())")
        .await;
    said(&browser, " tasks shown.").await;
    browser
        .run("[...document.querySelectorAll('.filter-form button')].find((button) => button.textContent.trim() === 'Show all').click()")
        .await;
    browser.wait_for("everything", "return document.querySelector('.board-filter button').textContent.trim() === 'Filter'").await;
    browser.expect_no_problems("with a filter").await;
    browser.close().await;
}

#[tokio::test]
async fn the_critical_path_is_marked_and_told() {
    let (_server, browser) = planned_board().await;
    choose(&browser, "Show", "Criticality").await;
    browser.wait_for_text("Less than a day of float").await;
    let words = told(&browser).await;
    assert!(words.contains("Critical: it decides when") || words.contains("of float"), "{words}");
    browser.run("document.querySelector('.board-scroller').focus()").await;
    press(&browser, "Enter", 0).await;
    browser.wait_for_text("Total float").await;
    browser.close().await;
}

#[tokio::test]
async fn a_task_is_made_longer_and_linked_by_keys_and_each_is_undone() {
    let (_server, browser) = early_board().await;
    let before = told(&browser).await;
    // Alt and Shift.
    press(&browser, "ArrowRight", 9).await;
    browser.wait_for("the longer task", "return document.querySelector('.board-scroller') !== null").await;
    let longer = told(&browser).await;
    if longer == before {
        assert!(messages(&browser).await.contains("keeps its length"), "it says why it stays as it was");
    } else {
        press(&browser, "z", 2).await;
        assert_eq!(told(&browser).await, before, "undo takes the length back");
    }
    press(&browser, "l", 0).await;
    browser.wait_for_text("Which task waits for").await;
    for _ in 0..40 {
        press(&browser, "ArrowDown", 0).await;
        if told(&browser).await.contains("check and pack") {
            break;
        }
    }
    let name = before.split([',', '.']).next().unwrap_or_default().to_owned();
    press(&browser, "l", 0).await;
    let linked = told(&browser).await;
    assert!(linked.contains(&name), "{linked} waits for {name}");
    press(&browser, "z", 2).await;
    assert_ne!(told(&browser).await, linked, "undo takes the link back");
    browser.expect_no_problems("with lengths and links").await;
    browser.close().await;
}

#[tokio::test]
async fn a_move_that_keeps_the_order_takes_the_rest_along_and_one_undo_takes_all_back() {
    let (_server, browser) = early_board().await;
    choose(&browser, "Show", "Keep the order, move the rest").await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    for _ in 0..40 {
        press(&browser, "ArrowUp", 0).await;
        if told(&browser).await.contains("carcasses of") {
            break;
        }
    }
    let mut before = told(&browser).await;
    for _ in 0..12 {
        before = told(&browser).await;
        press(&browser, "ArrowRight", 1).await;
        if messages(&browser).await.contains("and the rest with it") {
            break;
        }
    }
    assert!(messages(&browser).await.contains("Moves "), "{}", messages(&browser).await);
    assert_ne!(told(&browser).await, before);
    let conflicts = "return /, (\\d+) in conflict/.exec(document.querySelector('.board-status').textContent)?.[1] ?? '0'";
    press(&browser, "Escape", 0).await;
    assert_eq!(browser.run(conflicts).await, json!("0"), "nothing is in conflict");
    press(&browser, "z", 2).await;
    browser.wait_for("the undo", &format!("return document.getElementById(document.querySelector('.board-scroller').getAttribute('aria-activedescendant')).textContent === {}", json!(before))).await;
    browser.expect_no_problems("keeping the order").await;
    browser.close().await;
}

#[tokio::test]
async fn the_board_is_where_it_was_when_one_comes_back_from_another_page() {
    let (_server, browser) = early_board().await;
    browser.click("button[aria-label='Zoom in']").await;
    browser.run("const board = document.querySelector('.board-scroller'); board.scrollLeft += 300; board.scrollTop = 60").await;
    frames(&browser).await;
    let place = "const board = document.querySelector('.board-scroller'); return [board.scrollLeft, board.scrollTop, board.scrollWidth]";
    let (before, current) = (browser.run(place).await, told(&browser).await);
    for page in ["Demand", "Schedule"] {
        browser
            .run(&format!("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes({})).click()", json!(page)))
            .await;
        browser.wait_for(page, &format!("return document.querySelector('main h1')?.textContent.includes({})", json!(page))).await;
    }
    browser.wait_for("the board", "return document.querySelector('.board-canvas') !== null").await;
    frames(&browser).await;
    assert_eq!(browser.run(place).await, before, "scroll and size");
    assert_eq!(told(&browser).await, current, "and the task");
    browser.close().await;
}
