//! The Workflow Map is edited on the map itself, by pointer and by key, and in its panel; each way ends in the same change, and undo takes it back.

use crate::board::{frames, mouse, press};
use crate::work::open_sample;
use journeys::{Browser, Server, serve_in_folder};
use serde_json::{Value, json};

/// Helpers in the page: steps by name, their lanes and middles, the lines of dependencies.
const HELPERS: &str = "window.step = (name) => [...document.querySelectorAll('.map-node.step')].find((node) => node.querySelector('title').textContent.startsWith(name + ','));
    window.laneOf = (name) => step(name).querySelector('title').textContent.split(', in lane ')[1];
    window.middle = (element) => { const area = element.getBoundingClientRect(); return [area.left + area.width / 2, area.top + area.height / 2]; };
    window.lines = () => document.querySelectorAll('.map-edge.dependency').length;";

/// The map of the sample, with the names of two of its steps that stand in different lanes.
async fn map() -> (Server, Browser, String, String) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.open_started(&server.url("workflow_map/")).await;
    browser.wait_for("the map", "return document.querySelectorAll('.map-node.step').length > 2").await;
    browser.run(HELPERS).await;
    let found = browser
        .run(
            "const names = [...document.querySelectorAll('.map-node.step')].map((node) => node.querySelector('title').textContent.split(',')[0]);
             const away = ([a, b]) => Math.hypot(middle(step(b))[0] - middle(step(a))[0], middle(step(b))[1] - middle(step(a))[1]);
             const pairs = names.flatMap((a) => names.map((b) => [a, b])).filter(([a, b]) => laneOf(a) !== laneOf(b));
             const [one, other] = pairs.sort((a, b) => away(a) - away(b))[0];
             document.querySelector('.map-frame').scrollIntoView();
             const scrolled = document.querySelector('.map-frame'), inside = scrolled.getBoundingClientRect();
             const [a, b] = [middle(step(one)), middle(step(other))];
             scrolled.scrollBy((a[0] + b[0]) / 2 - inside.left - inside.width / 2, (a[1] + b[1]) / 2 - inside.top - inside.height / 2);
             const frame = document.querySelector('.map-frame').getBoundingClientRect();
             const seen = [one, other].every((name) => {
               const [x, y] = middle(step(name));
               return x > frame.left && x < Math.min(frame.right, innerWidth) && y > frame.top && y < Math.min(frame.bottom, innerHeight);
             });
             if (!seen) return ['they do not fit the window'];
             return [one, other];",
        )
        .await;
    let name = |at: usize| found[at].as_str().unwrap_or_else(|| panic!("the sample has no steps in two lanes: {found}")).to_owned();
    (server, browser, name(0), name(1))
}

async fn lane(browser: &Browser, name: &str) -> Value {
    browser.run(&format!("return laneOf({})", json!(name))).await
}

async fn point(browser: &Browser, script: &str) -> (f64, f64) {
    let found = browser.run(&format!("return middle({script})")).await;
    (found[0].as_f64().unwrap_or_default(), found[1].as_f64().unwrap_or_default())
}

async fn drag(browser: &Browser, from: (f64, f64), to: (f64, f64)) {
    mouse(browser, "mousePressed", from).await;
    for step in 1..=8 {
        let share = f64::from(step) / 8.0;
        mouse(browser, "mouseMoved", (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)).await;
    }
    mouse(browser, "mouseReleased", to).await;
    frames(browser).await;
}

async fn undo(browser: &Browser) {
    press(browser, "z", 2).await;
    frames(browser).await;
}

#[tokio::test]
async fn a_step_changes_its_lane_by_drag_and_by_key_and_undo_brings_it_back() {
    let (_server, browser, one, other) = map().await;
    let (before, wanted) = (lane(&browser, &one).await, lane(&browser, &other).await);
    let (from, to) = (point(&browser, &format!("step({})", json!(one))).await, point(&browser, &format!("step({})", json!(other))).await);
    drag(&browser, from, (from.0, to.1)).await;
    assert_eq!(lane(&browser, &one).await, wanted, "dropped on the other lane");
    undo(&browser).await;
    assert_eq!(lane(&browser, &one).await, before);
    // The same by keys: down or up until it stands in the same lane.
    let is_below = to.1 > from.1;
    for _ in 0..12 {
        browser.run(&format!("step({}).focus()", json!(one))).await;
        press(&browser, if is_below { "ArrowDown" } else { "ArrowUp" }, 1).await;
        if lane(&browser, &one).await == wanted {
            break;
        }
    }
    assert_eq!(lane(&browser, &one).await, wanted, "by keys");
    browser.expect_no_problems("moving a step").await;
    browser.close().await;
}

#[tokio::test]
async fn a_drag_that_ends_where_it_began_or_outside_changes_nothing() {
    let (_server, browser, one, _) = map().await;
    let before = lane(&browser, &one).await;
    let from = point(&browser, &format!("step({})", json!(one))).await;
    drag(&browser, from, (from.0 + 60.0, from.1)).await;
    assert_eq!(lane(&browser, &one).await, before);
    drag(&browser, from, (from.0, 2.0)).await;
    assert_eq!(lane(&browser, &one).await, before);
    browser.close().await;
}

#[tokio::test]
async fn two_steps_are_connected_by_a_drag_and_parted_in_the_panel() {
    let (_server, browser, one, other) = map().await;
    let lines = browser.run("return lines()").await.as_u64().unwrap_or_default();
    let handle = point(&browser, &format!("step({}).querySelector('.map-handle')", json!(one))).await;
    let to = point(&browser, &format!("step({})", json!(other))).await;
    drag(&browser, handle, to).await;
    assert_eq!(browser.run("return lines()").await, json!(lines + 1), "a line more");
    undo(&browser).await;
    assert_eq!(browser.run("return lines()").await, json!(lines), "and none after undo");
    press(&browser, "y", 2).await;
    frames(&browser).await;
    assert_eq!(browser.run("return lines()").await, json!(lines + 1), "again after redo");
    browser.run(&format!("step({}).dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))", json!(other))).await;
    let parted = format!(
        "const found = [...document.querySelectorAll('.map-waits button')].find((button) => (button.getAttribute('aria-label') ?? button.textContent).includes({})); found?.click(); return found !== undefined",
        json!(one)
    );
    browser.wait_for("what the step waits for", &parted).await;
    frames(&browser).await;
    assert_eq!(browser.run("return lines()").await, json!(lines), "parted in the panel");
    browser.expect_no_problems("connecting steps").await;
    browser.close().await;
}
