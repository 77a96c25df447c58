//! Two tabs on one workspace, both editing at once: afterwards both show the same, and nothing is lost.

use crate::typist::{rows, sit_down, start_adding, start_pasting, stop, typed};
use crate::{Browser, Chance, PATIENCE, serve_in_folder};
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

/// Tabs in the background run as fast as the one in front; otherwise their timers would come once a second.
const AT_ONCE: [&str; 3] =
    ["--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"];
/// Rows that both tabs change at the same time.
const SHARED: u64 = 6;

/// Whether the tabs hear of each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hearing {
    /// As they do.
    Good,
    /// The first tab sees nothing of what the second writes: for showing that the journey sees the difference.
    Deaf,
}

/// From now on the page finds in its stores only what was there before or what it has written itself.
const DEAF: &str = "const keys = Object.keys, mine = new Set(keys(localStorage)), set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) { mine.add(key); return set.call(this, key, value); };
    Object.keys = (of) => (of === localStorage ? keys(of).filter((key) => mine.has(key)) : keys(of));
    const { get } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'result');
    const heard = (found) => (Array.isArray(found) && found.every((key) => typeof key === 'string') ? found.filter((key) => mine.has(key)) : found);
    Object.defineProperty(IDBRequest.prototype, 'result', { get() { return heard(get.call(this)); } });";

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TabTally {
    /// Rows added by each tab, and changes each made to the shared rows.
    pub added: u64,
    pub changed: u64,
    /// Rows of either tab that one of them lacks.
    pub lost: Vec<String>,
    /// Rows that the tabs, or the workspace after a reload, show differently.
    pub different: Vec<String>,
}

impl fmt::Display for TabTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TabTally { added, changed, lost, different } = self;
        write!(f, "two tabs, {added} rows added and {changed} changed by each: {} lost, {} different", lost.len(), different.len())
    }
}

/// Lets two tabs add `edits` rows each, `block` in one paste, while the second is also opened anew in the middle, and change the same rows at the same time.
pub async fn two_tabs(edits: u64, block: u64, seed: u64, hearing: Hearing) -> TabTally {
    let server = serve_in_folder();
    let browser = Browser::start_with(&AT_ONCE).await;
    let mut chance = Chance::new(seed);
    let first = browser.tab().await;
    sit_down(&browser, &server).await;
    start_adding(&browser, "shared", chance.seed(), 0, SHARED).await;
    browser.wait_for("the shared rows", &format!("return typist.saved === {SHARED} && !typist.running")).await;
    browser.run("typist.made = 0; typist.saved = 0").await;
    start_pasting(&browser, "a", chance.seed(), 8, edits, block).await;
    if hearing == Hearing::Deaf {
        browser.run(DEAF).await;
    }
    // The second tab opens while the first edits: what arrives during its start is merged as well.
    let second = browser.new_tab().await;
    for _ in 0..3 {
        sit_down(&browser, &server).await;
    }
    start_pasting(&browser, "b", chance.seed(), 8, edits, block).await;
    for tab in [&first, &second] {
        browser.switch(tab).await;
        wait_until_made(&browser, edits).await;
    }
    // Both change the same fields of the same rows; whoever wins, both tabs must agree.
    let changed = edits / block / 10 + 5;
    for (tab, name) in [(&first, "first"), (&second, "second")] {
        browser.switch(tab).await;
        let seed = chance.seed();
        browser.run(&format!("window.described = false; typist.describe('shared', '{name}', {seed}, 12, {changed}).then(() => {{ window.described = true; }})")).await;
    }
    for tab in [&first, &second] {
        browser.switch(tab).await;
        browser.wait_for("the changes of the shared rows", "return window.described").await;
        browser.wait_for("them to be saved", "return typist.says() === 'Saved'").await;
    }
    let tally = TabTally { added: edits, changed, ..TabTally::default() };
    let tally = agreed(&browser, [&first, &second], tally).await;
    browser.close().await;
    tally
}

async fn wait_until_made(browser: &Browser, edits: u64) {
    // As long as it goes on, it is only slow.
    let (mut last, mut since) = (typed(browser).await, Instant::now());
    while last.made < edits {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let now = typed(browser).await;
        if now != last {
            (last, since) = (now, Instant::now());
        }
        if since.elapsed() > PATIENCE {
            browser.fail("the typist stands still").await;
        }
    }
    stop(browser).await;
}

/// Waits until both tabs show the same and everything, and compares with what is there after a reload.
async fn agreed(browser: &Browser, tabs: [&crate::Tab; 2], mut tally: TabTally) -> TabTally {
    let wanted: Vec<String> = ["a", "b"].iter().flat_map(|tab| (1..=tally.added).map(move |edit| format!("{tab}-{edit}"))).collect();
    let began = Instant::now();
    let mut seen: Vec<BTreeMap<String, String>>;
    loop {
        seen = Vec::new();
        for tab in tabs {
            browser.switch(tab).await;
            seen.push(rows(browser).await);
        }
        let complete = seen.iter().all(|rows| wanted.iter().all(|name| rows.contains_key(name)));
        if (complete && seen.first() == seen.last()) || began.elapsed() > PATIENCE {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    browser.reload_started().await;
    browser.wait_for("the table of items", "return document.querySelector('.table-grid') !== null").await;
    browser.run(crate::typist::TYPIST).await;
    seen.push(rows(browser).await);
    for rows in &seen {
        tally.lost.extend(wanted.iter().filter(|name| !rows.contains_key(*name)).cloned());
    }
    let first = seen.first().cloned().unwrap_or_default();
    for other in seen.iter().skip(1) {
        let differs = first.iter().filter(|(name, description)| other.get(*name) != Some(*description)).map(|(name, _)| name.clone());
        let beyond = other.keys().filter(|name| !first.contains_key(*name)).cloned();
        tally.different.extend(differs.chain(beyond));
    }
    tally
}
