//! The main job: from the first start to a schedule, from a file to a schedule, and everything still there afterwards.

use journeys::{Browser, Scratch, serve_in_folder};
use std::path::PathBuf;

/// Opens the furniture sample from the start page and waits for its orders.
pub async fn open_sample(browser: &Browser, url: &str) {
    browser.open_started(url).await;
    browser.wait_for_text("Or look around in an example").await;
    browser
        .run("[...document.querySelectorAll('button.choice-card')].find((card) => card.textContent.includes('furniture')).click()")
        .await;
    browser
        .wait_for(
            "the orders of the sample",
            "return location.pathname === '/a/b/demand/' && /\\d+ open orders/.test(document.body.innerText)",
        )
        .await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
}

/// Plans the open orders and takes the plan over.
pub async fn plan(browser: &Browser) {
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for_text("Nothing is scheduled yet").await;
    browser.click_text("Plan").await;
    browser.wait_for_text("Accept this plan?").await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_for("the tasks of the plan", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
}

#[tokio::test]
async fn from_the_first_start_to_a_schedule_that_is_there_after_a_restart() {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    browser.screenshot("schedule").await;
    browser.reload_started().await;
    browser.wait_for("the tasks after a reload", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.restart().await;
    browser.open_started(&server.url("schedule/")).await;
    browser.wait_for("the tasks after a restart", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    browser.expect_no_problems("from the first start to a schedule").await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_of_orders_from_a_csv_file_goes_in_after_a_dry_run_and_can_be_undone() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let folder = Scratch::new("import");
    let file = folder.path().join("orders.csv");
    std::fs::write(&file, "name;item;quantity;due;customer\nA-1;Chair;4;2027-03-01;Hotel Alba\nA-2;Table;1;2027-03-05;Hotel Alba\n")
        .expect("a file");
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&file).await;
    browser.wait_for_text("orders.csv").await;
    browser.wait_for_text("Columns understood").await;
    browser.wait_for("nothing changed by the dry run", "return !/open order/.test(document.querySelector('nav').innerText)").await;
    browser.click_text("Import").await;
    browser.wait_for_text("was imported").await;
    browser
        .wait_for(
            "the orders on the rail",
            "return document.querySelector('[data-started]') && document.body.innerText.includes('orders.csv')",
        )
        .await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for_text("2 open orders").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('History')).click()").await;
    browser
        .wait_for(
            "the name of the step",
            "return [...document.querySelectorAll('button')].some((button) => button.textContent.includes('Undo: Import'))",
        )
        .await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.includes('Undo: Import')).click()").await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Demand')).click()").await;
    browser.wait_for_text("Not started").await;
    browser.expect_no_problems("importing a list").await;
    browser.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_spreadsheet_is_refused_in_words_and_changes_nothing() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let folder = Scratch::new("no-spreadsheet");
    let file = folder.path().join("picture.xlsx");
    std::fs::write(&file, b"\x89PNG\r\n\x1a\n and so on").expect("a file");
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&file).await;
    browser.wait_for_text("could not be read").await;
    browser.wait_for_text("Nothing was changed").await;
    browser.click_text("Choose another file").await;
    std::fs::write(&file, b"only a sentence").expect("a file");
    browser.give_file(&file).await;
    browser.wait_for_text("one row of titles and nothing below it").await;
    browser.expect_no_problems("with a file that is no spreadsheet").await;
    browser.close().await;
}

#[tokio::test]
async fn a_planners_workbook_of_another_program_goes_in_and_is_planned() {
    let Some(file) = shared("frepple/make-to-order.xlsx") else { return };
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&file).await;
    browser.wait_for_text("Columns understood").await;
    browser.click_text("Import").await;
    browser.wait_for_text("was imported").await;
    plan(&browser).await;
    browser.expect_no_problems("with a planner's workbook").await;
    browser.close().await;
}

#[tokio::test]
async fn two_tabs_on_one_workspace_show_the_same() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    let first = browser.tab().await;
    browser.new_tab().await;
    browser.open_started(&server.url("demand/")).await;
    browser.wait_for("the orders in the second tab", "return /57 open orders/.test(document.body.innerText)").await;
    let second = browser.tab().await;
    browser.switch(&first).await;
    browser.run("document.querySelector('main').focus(); document.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))").await;
    browser.wait_for_text("Not started").await;
    browser.switch(&second).await;
    browser.wait_for_text("Not started").await;
    browser.expect_no_problems("with two tabs").await;
    browser.close().await;
}

/// A file that is not part of the project; without it the journey is skipped, and says so.
fn shared(path: &str) -> Option<PathBuf> {
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let root = xtask::project_root();
    let folders = named.into_iter().chain(["../shared", "../../shared"].map(|beside| root.join(beside)));
    let found = folders.map(|folder| folder.join("data").join(path)).find(|file| file.exists());
    if found.is_none() {
        println!("skipped: {path} is not on this machine");
    }
    // The browser takes canonical paths only.
    found.and_then(|file| file.canonicalize().ok())
}

#[tokio::test]
async fn a_record_found_by_name_is_shown_on_its_page() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    for (typed, label, path) in [("SO-4110", "Orders", "/demand/"), ("Bedside", "Items", "/tables/")] {
        browser.press("Control+k").await;
        browser.wait_for("the palette", "return document.activeElement.closest('dialog.palette') !== null").await;
        browser.type_text(typed).await;
        browser.wait_for("the record", "return document.querySelector('dialog.palette .option.active') !== null").await;
        let found = browser.run("return [...document.querySelectorAll('dialog.palette .option')].findIndex((option) => option.textContent.startsWith('SO-4110') || (option.textContent.startsWith('Bedside cabinet') && option.textContent.includes('Items')))").await;
        for _ in 0..found.as_u64().unwrap_or_default() {
            browser.press("ArrowDown").await;
        }
        browser.press("Enter").await;
        let shown = format!(
            "const rows = [...document.querySelectorAll('.table-grid[aria-label={label}] .table-row:not([hidden])')];
             return location.pathname.endsWith('{path}') && rows.length === 1 && rows[0].textContent.includes('{typed}')"
        );
        browser.wait_for(&format!("{typed} alone in its table"), &shown).await;
    }
    browser.expect_no_problems("finding records").await;
    browser.close().await;
}
