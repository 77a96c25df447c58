//! Kills at random moments while many edits a second are made.

use crate::typist::{rows, sit_down, start_adding, typed};
use crate::{Browser, Chance, PATIENCE, serve_in_folder};
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

/// A kill comes at a random moment of so many milliseconds after the first edit,
const MOMENTS: u64 = 600;
/// and after a random number of edits below this was acknowledged, so that a slow machine says as much as a quick one.
const ACKNOWLEDGED: u64 = 12;
/// Kills go on until so many edits a kill were acknowledged, for little is said by fewer, and chance may have asked for fewer;
const ACKNOWLEDGED_A_KILL: u64 = 4;
/// but with no more than so many times the kills asked for.
const MOST_TIMES: u32 = 2;
/// Pauses between edits, in milliseconds at most: from one edit after the other to what a quick person does.
const PAUSES: [u32; 4] = [0, 4, 12, 25];

/// Where the browser puts what the page stores.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Storage {
    /// As it is.
    Real,
    /// The database says that it has committed, and keeps nothing: for showing that the journey sees a loss.
    Lying,
    /// Every kill comes in the middle of a write.
    Torn,
    /// The same, and nothing that the page does about it has any effect: for showing that it is needed.
    TornForGood,
}

/// Edits that are accepted and never written, while everything is answered as if they were.
const LYING: &str = "const read = function () { return this.count(); };
    IDBObjectStore.prototype.put = read; IDBObjectStore.prototype.add = read;";

/// Databases that are asked to go stay.
const UNDELETED: &str = "IDBFactory.prototype.deleteDatabase = function (name) { return this.open(name); };";

/// What came of the kills.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KillTally {
    pub kills: u32,
    /// Edits made, and those the page had called saved.
    pub made: u64,
    pub acknowledged: u64,
    /// Acknowledged edits that were not there after the restart.
    pub lost: Vec<String>,
    /// Edits that nobody made.
    pub strange: Vec<String>,
    /// What the page and both places said when something was lost: whether it is gone or only was not shown.
    pub seen: String,
}

/// What the page shows, and the keys that lie in each place.
const SEEN: &str = "const said = document.body.innerText.slice(0, 500);
    const places = { rows: (await typist.rows()).length, local: Object.keys(localStorage), databases: await indexedDB.databases(), said };
    places.keys = await new Promise((done) => {
      const asked = indexedDB.open('lw1', 1);
      asked.onerror = () => done(`${asked.error}`);
      asked.onupgradeneeded = () => { asked.transaction.abort(); };
      asked.onsuccess = () => {
        const keys = asked.result.transaction('records').objectStore('records').getAllKeys();
        keys.onerror = () => done(`${keys.error}`);
        keys.onsuccess = () => done(`${keys.result.length}: ${keys.result.slice(0, 20)}`);
      };
    });
    return JSON.stringify(places)";

impl fmt::Display for KillTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let KillTally { kills, made, acknowledged, lost, strange, seen } = self;
        let (lost, strange) = (lost.len(), strange.len());
        write!(
            f,
            "{kills} kills: {made} edits made, {acknowledged} of them acknowledged, {lost} of these lost, {strange} out of nowhere{}{seen}",
            if seen.is_empty() { "" } else { "; seen: " }
        )
    }
}

/// Kills the browser so many times, and until enough was acknowledged, while it edits; starts it again on the same profile each time, and
/// looks for every acknowledged edit of all rounds. `each` is told how far it is.
pub async fn kills(count: u32, seed: u64, storage: Storage, mut each: impl FnMut(&KillTally)) -> KillTally {
    let server = serve_in_folder();
    let mut browser = Browser::start().await;
    let mut chance = Chance::new(seed);
    let mut tally = KillTally::default();
    // For each round the edits made and those acknowledged.
    let mut rounds: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    loop {
        match storage {
            Storage::Real | Storage::Torn => {}
            Storage::Lying => browser.before_every_page(LYING).await,
            Storage::TornForGood => browser.before_every_page(UNDELETED).await,
        }
        sit_down(&browser, &server).await;
        if tally.kills > 0 {
            let there = rows(&browser).await;
            compare(&there.into_keys().collect::<Vec<_>>(), &rounds, &mut tally);
            if !tally.lost.is_empty() {
                tally.seen = browser.run_async(SEEN).await.as_str().unwrap_or_default().to_owned();
            }
            each(&tally);
        }
        let says_enough = tally.acknowledged > u64::from(count) * ACKNOWLEDGED_A_KILL || tally.kills == count * MOST_TIMES;
        if tally.kills >= count && says_enough || !tally.lost.is_empty() {
            break;
        }
        let round = tally.kills + 1;
        let processes = browser.processes();
        let longest = PAUSES.get(chance.below(PAUSES.len() as u64) as usize).copied().unwrap_or_default();
        start_adding(&browser, &format!("k{round}"), chance.seed(), longest, u64::from(u32::MAX)).await;
        browser.wait_for("the first edit", "return typist.made > 0").await;
        let (began, moment) = (Instant::now(), Duration::from_millis(chance.below(MOMENTS)));
        let least = chance.below(ACKNOWLEDGED);
        let mut last = typed(&browser).await;
        while began.elapsed() < moment || last.saved < least && began.elapsed() < PATIENCE {
            last = typed(&browser).await;
        }
        browser.kill(&processes);
        if matches!(storage, Storage::Torn | Storage::TornForGood) {
            browser.cut_a_write_short();
        }
        // Edits made after the last look were at most as many as a table takes in the moment between.
        rounds.insert(round, (last.made, last.saved));
        tally.kills = round;
        tally.made += last.made;
        tally.acknowledged += last.saved;
        browser.start_again().await;
    }
    browser.close().await;
    tally
}

/// Looks for every acknowledged edit of all rounds, and for rows that no round made.
fn compare(there: &[String], rounds: &BTreeMap<u32, (u64, u64)>, tally: &mut KillTally) {
    let mut found: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for name in there {
        let number = name
            .strip_prefix('k')
            .and_then(|rest| rest.split_once('-'))
            .and_then(|(round, edit)| Some((round.parse().ok()?, edit.parse().ok()?)));
        match number {
            Some((round, edit)) if rounds.contains_key(&round) => found.entry(round).or_default().push(edit),
            _ => tally.strange.push(name.clone()),
        }
    }
    for (round, (_, saved)) in rounds {
        let mut edits = found.remove(round).unwrap_or_default();
        edits.sort_unstable();
        tally.lost.extend((1..=*saved).filter(|edit| edits.binary_search(edit).is_err()).map(|edit| format!("k{round}-{edit}")));
        // Edits are made one after the other: what is kept of a round has no gaps, and nothing twice.
        let gaps = edits.iter().zip(1..).filter(|(edit, wanted)| *edit != wanted).map(|(edit, _)| format!("k{round}-{edit}"));
        tally.strange.extend(gaps);
    }
}
