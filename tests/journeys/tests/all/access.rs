//! Access for everybody: every page and what opens over it, in every look, at every size, without motion for those who want none.

use crate::work::{open_sample, plan};
use journeys::{Axe, Browser, Look, Server, every_route, serve_in_folder};
use serde_json::Value;

/// The sample with an accepted plan, so that every page has something to show.
pub async fn planned_sample() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    (server, browser)
}

/// Opens a page and waits until nothing on it is still on its way.
pub async fn open_page(browser: &Browser, server: &Server, route: &str) {
    browser.open_started(&server.url(route)).await;
    browser.wait_for("a heading", "return document.querySelector('main h1') !== null").await;
    browser.wait_for("the rail", "return document.querySelector('.rail-link') !== null").await;
    browser.run_async("await document.fonts.ready; await new Promise((done) => setTimeout(done, 150))").await;
}

/// What can be opened over a page: its name, the page, how it is opened, and how one knows that it is there.
const SURFACES: [(&str, &str, &str, &str); 25] = [
    ("the palette", "demand/", "document.querySelector('.search-button').click()", "dialog.palette[open] [role=option]"),
    ("the menu", "demand/", "button('Menu').click()", "[role=menu]:popover-open [role=menuitem]"),
    ("the colours", "demand/", "button('Colours').click()", "[role=menu]:popover-open [role=menuitemcheckbox]"),
    ("a figure explained", "demand/", "document.querySelector('.stat-button').click()", ":popover-open"),
    ("the columns of a table", "demand/", "button('Columns').click()", ":popover-open"),
    ("the menu of a column", "demand/", "document.querySelectorAll('.column-menu')[1].click()", ":popover-open"),
    ("an order to add", "demand/", "button('Add to orders').click()", "dialog[open] form"),
    (
        "a cell being edited",
        "demand/",
        "cell(2, 3).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))",
        ".table-editor input, .table-editor",
    ),
    ("a plan to accept", "schedule/", "button('Plan').click()", "dialog[open] .plan-sentence"),
    ("what can be asked of the schedule", "schedule/", "button('Ask').click()", "[role=menu]:popover-open [role=menuitem]"),
    ("a promise", "schedule/", "button('Ask').click(); item('When could').click()", "dialog[open] .form-grid"),
    ("a breakdown", "schedule/", "button('Ask').click(); item('A resource').click()", "dialog[open] .form-grid"),
    ("the chances of orders", "schedule/", "button('Ask').click(); item('How likely').click()", "dialog[open] tbody td"),
    ("the looks of the board", "scheduling_board/", "button('Show').click()", "[role=menu]:popover-open [role=menuitemcheckbox]"),
    (
        "a day of the matrix",
        "allocation/",
        "[...document.querySelectorAll('.matrix-cell')].find((cell) => /\\d tasks?/.test(cell.ariaLabel)).click()",
        ".day-tasks li",
    ),
    ("an absence", "allocation/", "button('Enter absence').click()", "dialog[open] .dialog-actions"),
    (
        "the skill matrix",
        "allocation/",
        "tab('Skills'); document.querySelector('.matrix.skills .matrix-cell').click()",
        ".split-aside .stack button",
    ),
    (
        "load and fairness",
        "allocation/",
        "tab('Load and fairness'); document.querySelector('.proposal button').click()",
        ".proposal .hint, .proposal li",
    ),
    (
        "a step of the map",
        "workflow_map/",
        "document.querySelector('.map-node').dispatchEvent(new MouseEvent('click', { bubbles: true }))",
        ".map-panel h2",
    ),
    ("forecasts", "demand/", "tab('Forecast')", ".forecast-detail .stat"),
    ("a history to paste", "demand/", "tab('Forecast'); button('Paste history').click()", "dialog[open] textarea"),
    ("the plan ahead", "production_plan/", "tab('Plan ahead')", ".strategy-cost"),
    ("materials", "capacity/", "tab('Materials')", ".materials .stat"),
    ("an issue to report", "issues/", "button('Report an issue').click()", "dialog[open] form"),
    ("a new workspace", "workspaces/", "button('New workspace').click()", "dialog[open] input"),
];

/// Finds a button by its words or its name, and a cell of the table by row and column.
const FINDERS: &str = "const button = (words) => [...document.querySelectorAll('button')].find((found) => (found.ariaLabel ?? found.textContent).trim() === words);
    const tab = (words) => { const found = button(words); if (found.ariaSelected !== 'true') found.click(); };
    const item = (words) => [...document.querySelectorAll('[role=menuitem]')].find((found) => found.textContent.trim().startsWith(words));
    const cell = (row, column) => document.querySelector(`.table-row:nth-child(${row})`).querySelectorAll('[role=gridcell]')[column];";

#[tokio::test]
async fn no_page_breaks_a_rule_of_access_in_any_look() {
    let Some(axe) = Axe::find() else { return };
    let (server, browser) = planned_sample().await;
    let mut broken = Vec::new();
    for route in every_route() {
        open_page(&browser, &server, &route).await;
        for look in Look::ALL {
            browser.look(look).await;
            broken.extend(axe.violations(&browser).await.into_iter().map(|rule| format!("“{route}” {look:?}: {rule}")));
        }
    }
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
    browser.expect_no_problems("checking access").await;
    browser.close().await;
}

#[tokio::test]
async fn nothing_that_opens_over_a_page_breaks_a_rule_of_access() {
    let Some(axe) = Axe::find() else { return };
    let (server, browser) = planned_sample().await;
    let mut broken = Vec::new();
    for (name, route, open, there) in SURFACES {
        open_page(&browser, &server, route).await;
        browser
            .wait_for(&format!("the way to open {name}"), &format!("{FINDERS} try {{ {open}; return true }} catch {{ return false }}"))
            .await;
        browser.wait_for(name, &format!("return document.querySelector({}) !== null", serde_json::json!(there))).await;
        for look in Look::ALL {
            browser.look(look).await;
            broken.extend(axe.violations(&browser).await.into_iter().map(|rule| format!("{name}, {look:?}: {rule}")));
        }
    }
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
    browser.close().await;
}

/// What makes a page wider than its window, outside of what may scroll in itself.
const TOO_WIDE: &str = "const found = [];
    const root = document.scrollingElement, main = document.querySelector('main');
    if (root.scrollWidth > innerWidth) found.push('the page is ' + root.scrollWidth + ' wide');
    if (main.scrollWidth > main.clientWidth) found.push('the content is ' + main.scrollWidth + ' of ' + main.clientWidth + ' wide');
    // Tables, charts and maps scroll in themselves; what stands around them may not.
    const may = '.table-grid, .table-choices, .tab-list, .rail, .board, .map-frame, .plan-frame, .matrix-frame, .scroll, .visually-hidden';
    for (const element of document.querySelectorAll('main *, .top-bar *')) {
        if (element.closest(may) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const area = element.getBoundingClientRect();
        if (area.width > 1 && (area.right > innerWidth + 1 || area.left < -1))
            found.push((element.className.baseVal ?? element.className) + ' “' + element.textContent.slice(0, 30) + '” reaches from ' + Math.round(area.left) + ' to ' + Math.round(area.right));
    }
    return found.slice(0, 5)";

/// What is too small to be hit with a finger: 24 CSS pixels is the least (WCAG 2.5.8); links in text and what stands in a larger label may be smaller.
const TOO_SMALL: &str = "return [...document.querySelectorAll('button, a, input, select, [role=tab], summary')].filter((element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.matches('.visually-hidden, .skip-link')) return false;
        const area = (element.closest('label, .tick-cell') ?? element).getBoundingClientRect();
        const inline = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
        return !inline && area.width > 1 && (area.width < 23.5 || area.height < 23.5);
    }).slice(0, 5).map((element) => element.tagName + '.' + element.className + ' “' + (element.ariaLabel ?? element.textContent).slice(0, 30) + '”')";

#[tokio::test]
async fn no_page_scrolls_sideways_on_a_narrow_window_or_with_large_letters() {
    let (server, browser) = planned_sample().await;
    let mut broken = Vec::new();
    for (width, height, letters) in [(1440, 900, 32), (820, 1180, 16), (820, 1180, 32), (390, 844, 16), (390, 844, 32), (320, 640, 16)] {
        browser.resize(width, height).await;
        browser.text_size(letters).await;
        for route in every_route() {
            open_page(&browser, &server, &route).await;
            for (what, script) in [("too wide", TOO_WIDE), ("too small", TOO_SMALL)] {
                let found = browser.run(script).await;
                if found.as_array().is_none_or(|found| !found.is_empty()) {
                    broken.push(format!("“{route}” at {width} pixels with letters of {letters}, {what}: {found}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{} pages:\n{}", broken.len(), broken.join("\n"));
    browser.close().await;
}

#[tokio::test]
async fn nothing_moves_for_those_who_want_no_motion() {
    let (server, browser) = planned_sample().await;
    browser.look(Look::Light).await;
    let moving = "const seconds = (text) => Math.max(...text.split(',').map(parseFloat));
        const styles = (element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part));
        return [...document.querySelectorAll('body, body *')].filter((element) => styles(element).some((style) =>
            seconds(style.animationDuration) > 0 || seconds(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth'))
            .slice(0, 5).map((element) => element.className.baseVal ?? element.className)";
    for route in every_route() {
        open_page(&browser, &server, &route).await;
        browser.run("document.querySelector('.search-button').click()").await;
        browser.wait_for("the palette", "return document.querySelector('dialog.palette[open] [role=option]') !== null").await;
        assert_eq!(browser.run(moving).await, Value::Array(Vec::new()), "on “{route}”");
    }
    browser.close().await;
}
