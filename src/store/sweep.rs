//! Taking in what other tabs have written: on a storage event, on focus, and every few seconds, because events are only hints.
//!
//! Looks at names first and reads only what it has not seen. Also notices when a place has lost something, and reads again what could
//! not be read at the start.

use super::Store;
use super::backend::{Place, Refusal};
use super::feed::Apply;
use super::guard::Guard;
use super::holdings::{Content, Holdings, primary_keys, read_primary};
use super::key;
use super::receipt::{Access, ReadOnly};
use super::record::TabId;
use super::state::{State, explains_absence};
use std::collections::HashSet;

/// What a sweep found.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Swept {
    /// Updates and snapshots of other tabs that the document took in.
    pub taken: usize,
    /// True if both places answered.
    pub complete: bool,
}

impl Store {
    /// Looks for what other tabs have written and hands it to `apply`, as [`Store::open`] does.
    pub async fn sweep(&self, apply: Apply<'_>) -> Swept {
        let (workspace, media) = (self.0.workspace, self.media().clone());
        let before = self.with(|state| state.seen_durable.clone());
        let durable = media.durable.keys(&key::prefix(workspace)).await;
        let primary = primary_keys(&media, workspace);
        let mut holdings = Holdings::default();
        let mut lost = false;
        if let Ok(keys) = &primary {
            let unseen = self.with(|state| compare(&mut state.seen_primary, keys, |_| true, &mut lost));
            lost &= !unseen.iter().any(|key| explains_absence(workspace, key));
            // A key that cannot be read now is not remembered as seen, so the next sweep reads it.
            let _read_again_if_refused = read_primary(&media, workspace, &unseen, &mut holdings);
        }
        let fetched = match &durable {
            Ok(keys) => {
                // What was written since the names were asked for is not among them.
                let unseen = self.with(|state| compare(&mut state.seen_durable, keys, |key| before.contains(key), &mut lost));
                lost &= !unseen.iter().any(|key| explains_absence(workspace, key));
                self.fetch(unseen, &mut holdings).await
            }
            Err(refusal) => Err(refusal.clone()),
        };
        self.heed(&holdings);
        let taken = self.feed(&holdings, &Guard::passive(self.with(|state| state.skipped.iter().copied().collect())), apply);
        self.remember_keys(&holdings);
        let complete = primary.is_ok() && fetched.is_ok();
        self.with(|state| {
            state.account(&holdings);
            state.missing = if state.missing.is_empty() { Vec::new() } else { state.known.gaps() };
            state.primary_bytes += holdings.items.iter().filter(|item| item.place == Place::Primary).map(|item| item.bytes).sum::<usize>();
            state.repair_wanted |= lost;
            note_answers(state, primary.err(), fetched.err());
        });
        self.tell();
        Swept { taken, complete }
    }

    /// Reads the values of keys in the durable place; one that is gone meanwhile is passed over.
    async fn fetch(&self, keys: Vec<String>, holdings: &mut Holdings) -> Result<(), Refusal> {
        if keys.is_empty() {
            return Ok(());
        }
        let values = self.media().durable.get(keys.clone()).await?;
        for (key, bytes) in keys.into_iter().zip(values) {
            if let Some(bytes) = bytes {
                holdings.take(self.0.workspace, Place::Durable, key, bytes);
            }
        }
        Ok(())
    }

    /// Stops writing when a newer program has written, and leaves this tab's number when somebody else writes under it.
    fn heed(&self, holdings: &Holdings) {
        let fresh = TabId((self.media().fresh_id)());
        self.with(|state| {
            if let Some(version) = holdings.newer {
                state.access = Access::ReadOnly(ReadOnly::NewerFormat(version));
            }
            let own = |content: &Content| match content {
                Content::Log(records) => records.iter().any(|record| record.tab == state.tab && record.sequence >= state.next),
                Content::Snapshot(_) => false,
            };
            if holdings.items.iter().any(|item| own(&item.content)) {
                state.take_new_tab(fresh);
            }
        });
    }
}

/// The keys not seen yet; forgets those that were there and are gone, and says so in `lost`.
fn compare(seen: &mut HashSet<String>, keys: &[String], was_there: impl Fn(&String) -> bool, lost: &mut bool) -> Vec<String> {
    let now: HashSet<&String> = keys.iter().collect();
    let before = seen.len();
    seen.retain(|key| now.contains(key) || !was_there(key));
    *lost |= seen.len() < before;
    keys.iter().filter(|key| !seen.contains(*key)).cloned().collect()
}

/// Lets a store write that was waiting for a copy to become readable, or remembers the trouble.
fn note_answers(state: &mut State, primary: Option<Refusal>, durable: Option<Refusal>) {
    let complete = primary.is_none() && durable.is_none();
    if complete && matches!(state.access, Access::ReadOnly(ReadOnly::ReadFailed(_))) {
        state.access = Access::ReadWrite;
        state.primary_trouble = None;
        state.durable_trouble = None;
        state.repair_wanted = true;
    }
    if primary.is_some() {
        state.primary_trouble = primary;
    }
    if durable.is_some() {
        state.durable_trouble = durable;
    }
}
