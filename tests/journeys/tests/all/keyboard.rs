//! Keys alone: the whole way from the first start to a moved task, and where the keyboard is at every step of it.

use crate::access::{open_page, planned_sample};
use journeys::{Browser, every_route, serve_in_folder};
use serde_json::json;

/// What is wrong with where the keyboard is: lost, not shown, or covered; an empty text where all is well.
const FOCUS: &str = "const here = document.activeElement;
    if (!here || here === document.body) return 'lost to the page';
    if (here.matches('h1, main')) return '';
    const name = here.tagName + '.' + (here.className.baseVal ?? here.className) + ' “' + (here.ariaLabel ?? here.textContent).slice(0, 30) + '”';
    const ringed = (element) => { if (!element) return false; const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5 && style.outlineColor !== 'rgba(0, 0, 0, 0)'; };
    const active = here.hasAttribute('aria-activedescendant') && document.getElementById(here.getAttribute('aria-activedescendant'));
    const shown = ringed(here) || ringed(here.closest('.board, label')) || (here.closest('label') && ringed(here.nextElementSibling))
        || (active && (ringed(active) || getComputedStyle(active).boxShadow.includes('inset') || active.matches('.option.active')))
        || (here instanceof SVGElement && parseFloat(getComputedStyle(here.querySelector('rect')).strokeWidth) > 2);
    if (!shown) return name + ' shows no focus';
    let area = here.getBoundingClientRect();
    if (area.width < 3 && here.closest('label')) area = here.closest('label').getBoundingClientRect();
    const left = Math.max(area.left, 0), right = Math.min(area.right, innerWidth), top = Math.max(area.top, 0), bottom = Math.min(area.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return name + ' is out of the window';
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [left + (right - left) * x, top + (bottom - top) * y]);
    const label = here.closest('label');
    const open = points.filter(([x, y]) => { const seen = document.elementFromPoint(x, y); return seen && (here.contains(seen) || label?.contains(seen)); });
    return open.length >= 3 ? '' : name + ' is covered by ' + (document.elementFromPoint(...points[0])?.className ?? 'nothing')";

/// Fails unless the keyboard is somewhere, shown and not covered.
async fn expect_focus(browser: &Browser, when: &str) {
    let found = browser.run(FOCUS).await;
    if found != json!("") {
        browser.fail(&format!("{when}: {found}")).await;
    }
}

/// The words of what has the keyboard.
async fn focused(browser: &Browser) -> String {
    let script = "const here = document.activeElement;
        return (here.ariaLabel ?? (here.matches('button, a, [role=button], [role=tab]') ? here.textContent : '')).trim()";
    browser.run(script).await.as_str().unwrap_or_default().to_owned()
}

/// Goes on with Tab until something is reached whose words begin so.
async fn tab_to(browser: &Browser, words: &str) {
    for _ in 0..90 {
        browser.press("Tab").await;
        // After the last stop the browser's own bar has the keyboard for one press.
        if browser.run("return document.activeElement === document.body").await == json!(true) {
            continue;
        }
        expect_focus(browser, &format!("on the way to “{words}”")).await;
        if focused(browser).await.starts_with(words) {
            return;
        }
    }
    browser.fail(&format!("Tab never comes to “{words}”")).await;
}

/// Goes to a page with the palette.
async fn go_by_palette(browser: &Browser, typed: &str, route: &str) {
    browser.press("Control+k").await;
    browser.wait_for("the palette", "return document.activeElement.closest('dialog.palette') !== null").await;
    browser.type_text(typed).await;
    browser.press("Enter").await;
    browser.expect_page(route).await;
    browser.wait_for("the keyboard on the heading", "return document.activeElement.tagName === 'H1'").await;
}

/// Goes to a page with Tab along the rail.
async fn go_by_rail(browser: &Browser, title: &str, route: &str) {
    tab_to(browser, title).await;
    while !browser.run("return document.activeElement.matches('.rail-link')").await.as_bool().unwrap_or_default() {
        tab_to(browser, title).await;
    }
    browser.press("Enter").await;
    browser.expect_page(route).await;
    browser.wait_for("the keyboard on the heading", "return document.activeElement.tagName === 'H1'").await;
}

/// What is said of the cell or task that the keyboard is on.
async fn told(browser: &Browser) -> String {
    let script =
        "return document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')?.textContent ?? 'nothing'";
    browser.run(script).await.as_str().unwrap_or_default().trim().to_owned()
}

#[tokio::test]
async fn the_whole_way_from_the_first_start_to_a_moved_task_goes_by_keys() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    browser.wait_for_text("Or look around in an example").await;

    tab_to(&browser, "Sample: a furniture workshop").await;
    browser.press("Enter").await;
    browser.wait_for("the orders of the sample", "return /\\d+ open orders/.test(document.body.innerText)").await;
    browser.wait_for("the keyboard on the heading", "return document.activeElement.tagName === 'H1'").await;

    // A cell is edited and the edit undone.
    tab_to(&browser, "Orders").await;
    while browser.run("return document.activeElement.matches('[role=grid]')").await != json!(true) {
        tab_to(&browser, "Orders").await;
    }
    for _ in 0..3 {
        browser.press("ArrowRight").await;
    }
    let before = told(&browser).await;
    browser.press("F2").await;
    browser.wait_for("the cell to be open", "return document.activeElement.closest('.table-editor') !== null").await;
    expect_focus(&browser, "in a cell").await;
    browser.press("Control+a").await;
    browser.type_text("77").await;
    browser.press("Enter").await;
    expect_focus(&browser, "after an edit").await;
    browser.press("ArrowUp").await;
    assert_eq!((told(&browser).await.as_str(), before == "77"), ("77", false), "the quantity is entered");
    browser.press("Control+z").await;
    assert_eq!(told(&browser).await, before, "and taken back");

    // An order is added; then the keyboard is where it was.
    tab_to(&browser, "Add to orders").await;
    browser.press("Enter").await;
    browser.wait_for("the form", "return document.activeElement.closest('dialog[open] .dialog-body') !== null").await;
    expect_focus(&browser, "in the form").await;
    browser.type_text("By keys").await;
    for (label, value) in [("Item", "Oak bench"), ("Quantity", "3")] {
        field(&browser, label).await;
        browser.press("Control+a").await;
        browser.type_text(value).await;
        if label == "Item" {
            browser.press("Enter").await;
        }
    }
    browser.press("Enter").await;
    browser.wait_for("the form to close", "return document.querySelector('dialog[open]') === null").await;
    assert_eq!(focused(&browser).await, "Add to orders", "the keyboard is back");
    browser.wait_for_text("58 open orders").await;

    go_by_palette(&browser, "go to capacity", "capacity").await;
    go_by_rail(&browser, "Workflow", "workflow").await;
    go_by_palette(&browser, "go to schedule", "schedule").await;

    // A plan is made and accepted.
    tab_to(&browser, "Plan").await;
    browser.press("Enter").await;
    browser.wait_for("the dialog", "return document.activeElement.closest('dialog[open]') !== null").await;
    browser.wait_for_text("Accept this plan?").await;
    tab_to(&browser, "Accept plan").await;
    browser.press("Enter").await;
    browser.wait_for("the tasks of the plan", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    expect_focus(&browser, "after the plan was accepted").await;

    // A task is moved on the board, and brought back.
    tab_to(&browser, "Scheduling board").await;
    browser.press("ArrowDown").await;
    browser.press("End").await;
    let before = told(&browser).await;
    browser.press("Alt+ArrowRight").await;
    browser.wait_for("the move", &format!("return {TOLD} !== {}", json!(before))).await;
    expect_focus(&browser, "after a move").await;
    browser.press("Control+z").await;
    browser.wait_for("the move to be undone", &format!("return {TOLD} === {}", json!(before))).await;

    go_by_rail(&browser, "Allocation", "allocation").await;
    browser.expect_no_problems("with keys alone").await;
    browser.close().await;
}

const TOLD: &str = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant') ?? '')?.textContent.trim()";

/// Goes with Tab to the field of a label in the open dialog.
async fn field(browser: &Browser, label: &str) {
    for _ in 0..40 {
        browser.press("Tab").await;
        expect_focus(browser, &format!("on the way to the field “{label}”")).await;
        let found = browser.run("return document.activeElement.labels?.[0]?.textContent.trim() ?? ''").await;
        if found.as_str().is_some_and(|found| found.starts_with(label)) {
            return;
        }
    }
    browser.fail(&format!("Tab never comes to the field “{label}”")).await;
}

#[tokio::test]
async fn tab_goes_through_every_page_and_is_always_seen() {
    let (server, browser) = planned_sample().await;
    let mut wrong = Vec::new();
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.resize(width, height).await;
        for route in every_route() {
            open_page(&browser, &server, &route).await;
            let (mut stops, mut passed) = (0, Vec::new());
            loop {
                browser.press("Tab").await;
                if browser.run("return document.activeElement === document.body").await == json!(true) {
                    // A page may begin at its heading; then it takes a second round.
                    if passed.iter().any(|words: &String| words == "Skip to the page") {
                        break;
                    }
                    continue;
                }
                stops += 1;
                passed.push(focused(&browser).await);
                let found = browser.run(FOCUS).await;
                if found != json!("") {
                    wrong.push(format!("“{route}” at {width} pixels, stop {stops}: {found}"));
                }
                if stops > 150 {
                    wrong.push(format!("“{route}” at {width} pixels: Tab never comes out"));
                    break;
                }
            }
            assert!(stops > 10, "“{route}” has {stops} stops: {passed:?}");
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{} stops:\n{}", wrong.len(), wrong.join("\n"));
    browser.close().await;
}

/// What opens by a button: the page, the button's words, and what is then open.
const OPENERS: [(&str, &str, &str); 9] = [
    ("demand/", "Menu", ":popover-open"),
    ("demand/", "Colours", ":popover-open"),
    ("demand/", "Search or do", "dialog.palette[open]"),
    ("demand/", "Open orders", ":popover-open"),
    ("demand/", "Columns", ":popover-open"),
    ("demand/", "Add to orders", "dialog[open]"),
    ("scheduling_board/", "Show", ":popover-open"),
    ("allocation/", "Enter absence", "dialog[open]"),
    ("workspaces/", "New workspace", "dialog[open]"),
];

#[tokio::test]
async fn what_closes_gives_the_keyboard_back_to_what_opened_it() {
    let (server, browser) = planned_sample().await;
    for (route, opener, there) in OPENERS {
        open_page(&browser, &server, route).await;
        if opener == "Show" {
            // A toolbar is one stop of Tab; the arrow keys go on in it.
            tab_to(&browser, "Zoom out").await;
            browser.press("End").await;
        } else {
            tab_to(&browser, opener).await;
        }
        browser.press("Enter").await;
        browser.wait_for(opener, &format!("return document.activeElement.closest({}) !== null", json!(there))).await;
        expect_focus(&browser, &format!("in “{opener}”")).await;
        browser.press("Escape").await;
        browser.wait_for("it to close", &format!("return document.querySelector({}) === null", json!(there))).await;
        let mut patience = 50;
        while !focused(&browser).await.starts_with(opener) && patience > 0 {
            browser.two_frames().await;
            patience -= 1;
        }
        assert!(focused(&browser).await.starts_with(opener), "after “{opener}” the keyboard is on “{}”", focused(&browser).await);
        expect_focus(&browser, &format!("after “{opener}”")).await;
    }
    browser.close().await;
}
