//! First visits on which something fails: the page says in words what stands in the way, never stays blank, and offers to try again.

use journeys::{Browser, Effect, Fault, serve_in_folder};
use std::time::Duration;

/// A page that is not Linewright, as a sign-in or a server's rule sends it.
const OTHER_PAGE: &str = "<!DOCTYPE html><title>Sign in</title><p>Please sign in.</p>";

/// Opens the first page on a server with a fault, waits for the words, and sees that mending the fault and trying again starts the program.
async fn expect_words(fault: Fault, words: &str) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    server.fail(fault);
    browser.open(&server.url("demand/")).await;
    browser.wait_for_text(words).await;
    server.heal();
    browser.click_text("Try again").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn a_missing_program_is_told() {
    expect_words(Fault::always(".wasm", Effect::Status(404)), "A part of Linewright is missing on the server").await;
}

#[tokio::test]
async fn a_refused_program_is_told() {
    expect_words(Fault::always(".wasm", Effect::Status(403)), "The server refused a part of Linewright").await;
}

#[tokio::test]
async fn a_lost_connection_is_told() {
    expect_words(Fault::always(".wasm", Effect::CutAfter(1000)), "The connection was lost while loading").await;
}

#[tokio::test]
async fn a_page_instead_of_the_program_is_told() {
    let other = Effect::Instead { media_type: "text/html", body: OTHER_PAGE.to_owned() };
    expect_words(Fault::always(".wasm", other), "The server answered with a web page instead of the program").await;
}

#[tokio::test]
async fn a_page_instead_of_the_bindings_is_told() {
    let other = Effect::Instead { media_type: "text/html", body: OTHER_PAGE.to_owned() };
    let bindings = file_of_page("linewright-", ".js");
    expect_words(Fault::always(&bindings, other), "The server answered with a web page instead of the program").await;
}

#[tokio::test]
async fn mislabelled_bindings_are_told() {
    let bindings = file_of_page("linewright-", ".js");
    expect_words(Fault::always(&bindings, Effect::Type("application/octet-stream")), "The server mislabels a part of Linewright").await;
}

#[tokio::test]
async fn a_part_that_does_not_arrive_is_told_by_its_page_and_asked_for_again() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let part = file_of_page("linewright-", ".js").replace("linewright-", "split_records-").replace(".js", ".wasm");
    server.fail(Fault::always(&part, Effect::Status(404)));
    browser.open(&server.url("demand/")).await;
    browser.wait_started().await;
    browser.wait_for_text("This part of Linewright could not be loaded").await;
    server.heal();
    browser.click_text("Try again").await;
    browser.wait_for_text("What is asked for, how much, and by when?").await;
    browser.close().await;
}

#[tokio::test]
async fn a_damaged_program_is_told() {
    let other = Effect::Instead { media_type: "application/wasm", body: "\0asm and then nothing sound".to_owned() };
    expect_words(Fault::always(".wasm", other), "A part of Linewright arrived damaged").await;
}

#[tokio::test]
async fn a_page_instead_of_the_boot_script_is_told_by_the_page_itself() {
    let server = serve_in_folder();
    let boot = file_of_page("boot-", ".js");
    let browser = Browser::start().await;
    server.fail(Fault::always(&boot, Effect::Instead { media_type: "text/html", body: OTHER_PAGE.to_owned() }));
    browser.open(&server.url("demand/")).await;
    browser
        .wait_for("the words for a late start", "return getComputedStyle(document.querySelector('.boot-late')).visibility === 'visible'")
        .await;
    assert!(browser.text().await.contains("Linewright has not started yet"));
    server.heal();
    browser.click_text("Try again").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn a_mislabelled_program_starts_all_the_same() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    server.fail(Fault::always(".wasm", Effect::Type("text/html")));
    browser.open_started(&server.url("demand/")).await;
    browser.wait_for_text("What is asked for, how much, and by when?").await;
    browser.close().await;
}

#[tokio::test]
async fn a_flaky_connection_is_overcome_without_a_word_from_the_person() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    // The page's preload is the first to be cut.
    server.fail(Fault::first(3, ".wasm", Effect::CutAfter(1000)));
    browser.open_started(&server.url("demand/")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_slow_start_says_that_it_is_loading() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    server.fail(Fault::always(".wasm", Effect::Delay(Duration::from_secs(3))));
    browser.open(&server.url("")).await;
    browser
        .wait_for("the words that it is loading", "return getComputedStyle(document.querySelector('.boot-text')).visibility === 'visible'")
        .await;
    assert!(browser.text().await.contains("Loading Linewright"));
    browser.wait_started().await;
    browser.wait_for("the loading text to go", "return !document.getElementById('boot')").await;
    browser.close().await;
}

#[tokio::test]
async fn a_browser_without_webassembly_is_told() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.before_every_page("delete globalThis.WebAssembly").await;
    browser.open(&server.url("demand/")).await;
    browser.wait_for_text("This browser cannot run Linewright").await;
    browser.close().await;
}

#[tokio::test]
async fn a_browser_without_javascript_is_told() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.devtools("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await;
    browser.open(&server.url("")).await;
    let page = browser.web().source().await.unwrap_or_default();
    assert!(page.contains("Linewright runs in your browser and needs JavaScript"), "{page}");
    browser.close().await;
}

/// The name of the file that begins and ends so, as the first page names it.
fn file_of_page(begin: &str, end: &str) -> String {
    let page = std::fs::read_to_string(journeys::dist().join("index.html")).unwrap_or_default();
    let name = page.split(['"', '/']).find(|name| name.starts_with(begin) && name.ends_with(end));
    name.map_or_else(|| panic!("the first page names no {begin}…{end}"), str::to_owned)
}
