//! frePPLe's own demonstration of a job shop (FT10, every order due at the optimum), imported, planned and searched on in the browser.

use crate::number;
use journeys::{Browser, serve_in_folder};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Plans the job shop and searches on for a minute until no order is late. Argument: how often at most (3). Holds where all ten orders are on time.
pub async fn jobshop(arguments: &[String]) -> bool {
    let root = xtask::project_root();
    let folders = ["../shared", "../../shared"]
        .map(|beside| root.join(beside))
        .into_iter()
        .chain(std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from));
    let file = folders.map(|folder| folder.join("data/frepple/jobshop.json")).find_map(|file| file.canonicalize().ok());
    let Some(file) = file else {
        println!("skipped: jobshop.json of the shared data is not on this machine");
        return true;
    };
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&file).await;
    browser.wait_for_text("Columns understood").await;
    browser.click_text("Import").await;
    browser.wait_for_text("was imported").await;
    browser.open_started(&server.url("schedule/")).await;
    let began = Instant::now();
    browser.click_text("Plan").await;
    let patience = Duration::from_secs(120);
    let mut on_time = false;
    for round in 0..=number(arguments, 0, 3) {
        browser.wait_within(patience, "the plan", "return /Accept this plan/.test(document.body.innerText)").await;
        let told = browser.run("return document.querySelector('dialog[open] .plan-sentence').textContent").await;
        let told = told.as_str().unwrap_or_default().to_owned();
        println!("round {round}, after {:.0} s: {told}", began.elapsed().as_secs_f64());
        on_time = told.starts_with("10 of 10 orders on time");
        if on_time || round == number(arguments, 0, 3) {
            break;
        }
        browser.click_text("Search on for 60 s").await;
        browser.wait_within(patience, "the search", "return /Searching for a plan/.test(document.body.innerText)").await;
    }
    browser.screenshot("jobshop").await;
    browser.close().await;
    on_time
}
