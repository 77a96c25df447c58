//! Kills at the steps of compaction: the page is halted at one of them and killed there.

use crate::typist::{rows, sit_down};
use crate::{Browser, Chance, Effect, Fault, PATIENCE, Server, serve_in_folder};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

const STEPS: &str = include_str!("../scripts/steps.js");
/// Rows that are written anew in each round, and letters in each.
const ROWS: u64 = 40;
const LETTERS: usize = 1_900;
/// Times that all of them are written: more than the log may hold before it is compacted.
const TIMES: u64 = 8;
/// One compaction has about so many steps.
const MOST_STEPS: u64 = 14;

/// What becomes of the stores while the browser is away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meanwhile {
    /// Nothing.
    Untouched,
    /// The updates and the newest snapshots vanish: for showing that the journey sees a loss.
    Emptied,
}

/// Takes every record of the workspaces out of both stores.
const EMPTY: &str = "const database = await new Promise((done) => { const request = indexedDB.open('lw1'); request.onsuccess = () => done(request.result); });
    const transaction = database.transaction('records', 'readwrite');
    transaction.objectStore('records').clear();
    await new Promise((done) => { transaction.oncomplete = done; });
    for (const name of Object.keys(localStorage)) if (/^lw1\\/[^/]+\\/[wbs]\\//.test(name)) localStorage.removeItem(name);";

/// What came of the kills.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CompactionTally {
    pub kills: u32,
    /// How often the page was killed at each step.
    pub steps: BTreeMap<String, u32>,
    /// Rows that were not as acknowledged after the restart.
    pub wrong: Vec<String>,
}

impl fmt::Display for CompactionTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<String> = self.steps.iter().map(|(step, count)| format!("{count} {step}")).collect();
        write!(f, "{} kills in compaction ({}): {} rows wrong", self.kills, steps.join(", "), self.wrong.len())
    }
}

/// Kills the browser so many times at steps of compaction, and compares the whole content after each restart.
pub async fn kills_in_compaction(count: u32, seed: u64, meanwhile: Meanwhile, mut each: impl FnMut(&CompactionTally)) -> CompactionTally {
    let server = serve_in_folder();
    server.fail(Fault::always("halted", Effect::Delay(Duration::from_secs(20))));
    let mut browser = Browser::start().await;
    let mut chance = Chance::new(seed);
    let mut tally = CompactionTally::default();
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    while tally.kills < count {
        browser.before_every_page(STEPS).await;
        sit_down(&browser, &server).await;
        compare(&expected, &rows(&browser).await, &mut tally);
        if !tally.wrong.is_empty() {
            break;
        }
        let processes = browser.processes();
        let step = 1 + chance.below(MOST_STEPS);
        browser.run(&format!("window.compactionSteps.length = 0; window.haltAt = {step}")).await;
        let before = server.requests().len();
        expected = write_all(&browser, tally.kills + 1).await;
        if let Some(name) = halted(&browser, &server, before).await {
            *tally.steps.entry(name).or_default() += 1;
            tally.kills += 1;
            each(&tally);
            browser.kill(&processes);
            browser.start_again().await;
            if meanwhile == Meanwhile::Emptied {
                // A file of the site that is no page of the program.
                browser.open(&server.url("sw-off.js")).await;
                browser.run_async(EMPTY).await;
            }
        } else {
            browser.reload_started().await;
        }
    }
    browser.before_every_page(STEPS).await;
    sit_down(&browser, &server).await;
    compare(&expected, &rows(&browser).await, &mut tally);
    browser.close().await;
    tally
}

/// Writes all rows anew, several times, until the page says that they are saved; answers what it should hold then.
async fn write_all(browser: &Browser, round: u32) -> BTreeMap<String, String> {
    let script = format!(
        "await typist.search('');
         const names = Array.from({{ length: {ROWS} }}, (_, at) => `row-${{at + 100}}`);
         const known = await typist.copy();
         // Letters by chance, which cannot be packed to nothing.
         const letter = () => String.fromCharCode(97 + Math.floor(Math.random() * 26));
         const letters = (begin) => begin + Array.from({{ length: {LETTERS} - begin.length }}, letter).join('');
         const order = known.length ? known.map(([name]) => name) : names;
         let block = [];
         for (let time = 1; time <= {TIMES}; time += 1) {{
           block = order.map((name) => [name, letters(`{round}.${{time}} of ${{name}} `)]);
           if (known.length || time > 1) document.querySelector('.table-grid').dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Home', ctrlKey: true, bubbles: true, cancelable: true }}));
           typist.paste(block.map((row) => row.join('\\t')).join('\\n'));
           await new Promise((done) => setTimeout(done, 20));
         }}
         while (typist.says() !== 'Saved') await new Promise((done) => setTimeout(done, 2));
         return block;"
    );
    let block = browser.run_async(&script).await;
    let text = |row: &serde_json::Value, at: usize| row.get(at).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let rows: BTreeMap<String, String> = block.as_array().into_iter().flatten().map(|row| (text(row, 0), text(row, 1))).collect();
    if rows.len() as u64 != ROWS {
        browser.fail(&format!("the rows could not be written: {block}")).await;
    }
    rows
}

/// Waits until the page stands still at a step, and answers which; `None` if this compaction had fewer steps.
async fn halted(browser: &Browser, server: &Server, before: usize) -> Option<String> {
    let began = Instant::now();
    loop {
        let asked = server.requests().into_iter().skip(before).find(|path| path.contains("/halted?"));
        if let Some(path) = asked {
            let name = path.split('?').nth(1).unwrap_or_default().replace("%20", " ");
            return Some(name);
        }
        // A page that stands still does not answer; one that does may be through with its compaction.
        if began.elapsed() > Duration::from_secs(3) {
            let steps = browser.run("return window.compactionSteps").await;
            if steps != json!([]) {
                return None;
            }
        }
        if began.elapsed() > PATIENCE {
            browser.fail("waited in vain for a compaction").await;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn compare(expected: &BTreeMap<String, String>, there: &BTreeMap<String, String>, tally: &mut CompactionTally) {
    let wrong =
        expected.iter().filter(|(name, description)| there.get(*name).map(|found| found.trim_end()) != Some(description.trim_end()));
    let strange = there.keys().filter(|name| !expected.contains_key(*name));
    tally.wrong.extend(wrong.map(|(name, _)| name.clone()).chain(strange.cloned()));
}
