//! The page starts in a frame of another page: of the same server, of another, and in closed frames.

use crate::board::{bar, frames, mouse, press, told, widen};
use crate::work::{open_sample, plan};
use journeys::{Browser, Options, Scratch, Server, dist, serve, serve_in_folder, typist};
use serde_json::{Value, json};

/// Opens a page of another server that shows the site in a frame with these attributes, and drives the frame.
async fn framed(browser: &Browser, url: &str, attributes: &str) -> (Server, Scratch) {
    let folder = Scratch::new("portal");
    let page = format!(
        "<!DOCTYPE html><title>Portal</title><link rel=icon href='data:,'><iframe src='{url}' {attributes} width=900 height=600></iframe>"
    );
    std::fs::write(folder.path().join("index.html"), page).unwrap_or_else(|problem| panic!("{problem}"));
    let portal = serve(Options::new(folder.path(), "/portal/"));
    browser.open(&portal.url("")).await;
    browser.enter_frame().await;
    (portal, folder)
}

#[tokio::test]
async fn it_starts_in_a_frame_of_another_server() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("schedule/?embed=1"), "").await;
    browser.wait_started().await;
    assert_eq!(browser.path().await, "/a/b/schedule/?embed=1");
    browser.expect_no_problems("in a frame").await;
    browser.close().await;
}

#[tokio::test]
async fn it_starts_in_a_sandboxed_frame_that_leaves_it_its_origin() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts allow-same-origin'").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn it_starts_in_a_closed_frame_when_its_server_is_open_to_all() {
    let server = serve(Options { open_to_all: true, ..Options::new(dist(), "/a/b/") });
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts'").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn a_closed_frame_that_keeps_it_from_starting_is_told() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts'").await;
    browser.wait_for_text("This page is shown in a closed frame").await;
    browser.close().await;
}

/// The planned sample as it is stored, and a portal that shows a page of it in a frame: the tab is that of the frame afterwards.
async fn framed_work(address: &str) -> (Server, Browser, (Server, Scratch)) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    let portal = framed(&browser, &server.url(address), "").await;
    browser.wait_started().await;
    (server, browser, portal)
}

/// Puts the keyboard on the last task of the first row of the board in the frame.
async fn on_the_board(browser: &Browser) {
    browser
        .wait_for(
            "the board",
            "return document.querySelector('.board-canvas') !== null && /\\d+ tasks/.test(document.querySelector('main').innerText)",
        )
        .await;
    browser.run("document.querySelector('.board-scroller').focus()").await;
    press(browser, "ArrowDown", 0).await;
    press(browser, "End", 0).await;
    widen(browser).await;
}

/// Every record of an edit that lies in the stores, by name, and the list of workspaces.
async fn stored(browser: &Browser) -> Value {
    let script = "const database = await new Promise((done) => { const request = indexedDB.open('lw1'); request.onsuccess = () => done(request.result); });
        const keys = await new Promise((done) => { const request = database.transaction('records').objectStore('records').getAllKeys(); request.onsuccess = () => done(request.result); });
        database.close();
        const local = Object.keys(localStorage).filter((key) => key.startsWith('lw1/'));
        return [...new Set([...keys.map(String), ...local])].filter((key) => !/\\/o$/.test(key)).sort();";
    browser.run_async(script).await
}

#[tokio::test]
async fn embedded_the_board_stands_alone_in_the_theme_asked_for_and_can_be_edited() {
    let (_server, browser, _portal) = framed_work("scheduling_board/?embed=1&theme=dark").await;
    on_the_board(&browser).await;
    let shown = browser
        .run("return [document.querySelector('.top-bar'), document.querySelector('.rail'), document.documentElement.dataset.theme]")
        .await;
    assert_eq!(shown, json!([null, null, "dark"]));
    browser.wait_for_text("These data are kept in this browser").await;
    let before = stored(&browser).await;
    press(&browser, "p", 0).await;
    assert!(told(&browser).await.contains("Pinned"), "P pins");
    for _ in 0..100 {
        if stored(&browser).await != before {
            browser.close().await;
            return;
        }
    }
    browser.fail("the edit in the frame was not stored").await;
}

#[tokio::test]
async fn shown_only_the_board_takes_no_key_no_drag_and_no_control() {
    let (_server, browser, _portal) = framed_work("schedule/?embed=1&edit=0&theme=contrast").await;
    on_the_board(&browser).await;
    assert_eq!(browser.run("return document.documentElement.dataset.theme").await, json!("contrast"));
    browser.wait_for_text("Shown only: nothing can be changed here").await;
    let (before, task) = (stored(&browser).await, told(&browser).await);
    // Keys: pin, take off, move in time, hand over, undo, redo.
    for (key, modifiers) in [("p", 0), ("Delete", 0), ("ArrowRight", 1), ("ArrowLeft", 1), ("ArrowDown", 1), ("z", 2), ("y", 2)] {
        press(&browser, key, modifiers).await;
        assert_eq!(told(&browser).await, task, "{key} changed the task");
    }
    browser.wait_for_text("This board is for reading").await;
    // A drag of the bar.
    let (x, y) = in_window(&browser, bar(&browser).await).await;
    mouse(&browser, "mousePressed", (x, y)).await;
    for step in 1..12 {
        mouse(&browser, "mouseMoved", (x + f64::from(step) * 12.0, y)).await;
    }
    mouse(&browser, "mouseReleased", (x + 144.0, y)).await;
    frames(&browser).await;
    assert_eq!(told(&browser).await, task, "a drag changed the task");
    // The panel of the task offers nothing that changes it.
    press(&browser, "Enter", 0).await;
    let offered = browser.run("return [...document.querySelectorAll('.task-panel button')].map((button) => button.textContent.trim()).filter((text) => /pin|move|unschedule|off the board/i.test(text))").await;
    assert_eq!(offered, json!([]));
    // A plan is made and refused where it would be taken over.
    browser.click_text("Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_for_text("This page only shows the workspace").await;
    assert_eq!(stored(&browser).await, before, "something was written");
    assert_eq!(browser.run("return location.search.includes('edit=0')").await, json!(true), "the address has lost its word");
    browser.close().await;
}

#[tokio::test]
async fn shown_only_tables_forms_and_the_list_of_workspaces_refuse_every_change() {
    let (server, browser, _portal) = framed_work("tables/?embed=1&edit=0").await;
    // In the tab itself from here on: the frame was to show that the parameter reaches a page within one.
    browser.open_started(&server.url("tables/?embed=1&edit=0")).await;
    browser.wait_for("the table of items", "return document.querySelectorAll('.table-grid [role=row]').length > 3").await;
    browser.run(typist::TYPIST).await;
    let (before, rows) = (stored(&browser).await, typist::rows(&browser).await);
    browser.run("typist.paste('Changed\\n')").await;
    browser.wait_for_text("This page only shows the workspace").await;
    browser.run("document.querySelector('.table-grid').focus()").await;
    for (key, modifiers) in [("Delete", 0), ("x", 0), ("Enter", 0), (" ", 2), ("Delete", 0), ("Escape", 0), ("z", 2)] {
        press(&browser, key, modifiers).await;
    }
    assert_eq!(typist::rows(&browser).await, rows);
    browser.open_started(&server.url("workspaces/?embed=1&edit=0")).await;
    for entry in ["Duplicate", "Put away"] {
        browser.wait_for("the list", "return document.querySelector('.workspace-row .menu-button, .workspace-row button') !== null").await;
        browser.run("[...document.querySelectorAll('.workspace-row button')].find((button) => (button.getAttribute('aria-label') ?? button.textContent).includes('More for')).click()").await;
        browser
            .wait_for(entry, &format!("const found = [...document.querySelectorAll('[role=menu] [role^=menuitem]')].find((one) => one.textContent.includes('{entry}')); found?.click(); return found !== undefined"))
            .await;
        browser.wait_for_text("This page only shows the workspace").await;
    }
    assert_eq!(stored(&browser).await, before, "something was written");
    browser.expect_no_problems("with a page that is only shown").await;
    browser.close().await;
}

#[tokio::test]
async fn what_another_tab_changes_appears_where_the_page_is_only_shown() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    typist::sit_down(&browser, &server).await;
    let first = browser.tab().await;
    typist::start_adding(&browser, "one", 1, 0, 1).await;
    browser.wait_for("the first row to be saved", "return typist.saved === 1").await;
    let second = browser.new_tab().await;
    browser.open_started(&server.url("tables/?embed=1&edit=0")).await;
    browser.wait_for_text("one-1").await;
    browser.switch(&first).await;
    browser.run("typist.made = 0; typist.saved = 0").await;
    typist::start_adding(&browser, "two", 1, 0, 1).await;
    browser.wait_for("the second row to be saved", "return typist.saved === 1").await;
    browser.switch(&second).await;
    browser.wait_for_text("two-1").await;
    browser.close().await;
}

/// A point of the frame as a point of the window.
async fn in_window(browser: &Browser, (x, y): (f64, f64)) -> (f64, f64) {
    let offset = browser.run("const area = window.frameElement?.getBoundingClientRect(); return area ? [area.left, area.top] : null").await;
    // A frame of another origin does not say where it is: it is at the page's margin.
    let at = |index: usize| offset.get(index).and_then(Value::as_f64).unwrap_or(8.0);
    (x + at(0), y + at(1))
}
