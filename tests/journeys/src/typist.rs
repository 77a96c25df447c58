//! A typist at the table of items: many edits a second through the page's own table, and what the page said of them.
//!
//! Everything goes through the events a keyboard and a clipboard cause; nothing reaches past the page.

use crate::{Browser, Server};
use serde_json::Value;
use std::collections::BTreeMap;

/// The typist, for a page that is opened in another way.
pub const TYPIST: &str = include_str!("scripts/typist.js");

/// What the page has been told and what it has acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Typed {
    /// Edits made.
    pub made: u64,
    /// Edits that the page called saved.
    pub saved: u64,
}

/// Opens the table of items in the tab that is driven, with a typist in front of it.
pub async fn sit_down(browser: &Browser, server: &Server) {
    browser.open_started(&server.url("tables/")).await;
    browser.wait_for("the table of items", "return document.querySelector('.table-grid') !== null").await;
    browser.run(TYPIST).await;
}

/// Lets the typist add rows called `<prefix>-1`, `<prefix>-2` and so on, and goes on at once.
pub async fn start_adding(browser: &Browser, prefix: &str, seed: u32, longest_pause: u32, most: u64) {
    start_pasting(browser, prefix, seed, longest_pause, most, 1).await;
}

/// The same with `block` rows in one paste.
pub async fn start_pasting(browser: &Browser, prefix: &str, seed: u32, longest_pause: u32, most: u64, block: u64) {
    browser.run(&format!("typist.add('{prefix}', {seed}, {longest_pause}, {most}, {block}); return true")).await;
}

/// How far the typist is.
pub async fn typed(browser: &Browser) -> Typed {
    read(&browser.run("return [typist.made, typist.saved]").await)
}

/// Stops the typist and waits until everything is saved.
pub async fn stop(browser: &Browser) -> Typed {
    browser.run("typist.running = false").await;
    browser.wait_for("everything to be saved", "return typist.saved === typist.made").await;
    typed(browser).await
}

/// Names and descriptions of all items, as the table copies them.
pub async fn rows(browser: &Browser) -> BTreeMap<String, String> {
    let rows = browser.run_async("return await typist.rows()").await;
    let text = |row: &Value, at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    rows.as_array().into_iter().flatten().map(|row| (text(row, 0), text(row, 1))).collect()
}

fn read(answer: &Value) -> Typed {
    let number = |at: usize| answer.get(at).and_then(Value::as_u64).unwrap_or_default();
    Typed { made: number(0), saved: number(1) }
}
