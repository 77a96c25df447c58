//! What has to happen after a while: reading back what was written, trying again what was refused, folding a long tail of keys.
//!
//! Has no clock: the application calls [`Store::tick`] about every second and says how late it is.

use super::backend::Refusal;
use super::holdings::read_all;
use super::key::Key;
use super::log::FOLD_PAYLOAD;
use super::record::{Record, to_text};
use super::state::Own;
use super::{Store, bundle};
use std::rc::Rc;

/// Milliseconds after which a written key is read back: a quota race reverts it within that time.
const CHECK_AFTER: u64 = 2_000;
/// Milliseconds between tries to repair a place that refuses, at first and at most.
const PROBE_FIRST: u64 = 5_000;
const PROBE_LAST: u64 = 300_000;
/// Milliseconds that one tick lets pass at most.
const LONGEST_PAUSE: u64 = 60_000;
/// Keys of this session that are folded into one.
const FOLD_AFTER: usize = 48;

impl Store {
    /// To be called about every second with the milliseconds of any clock.
    ///
    /// Only the time between two ticks counts, and of that a minute at most, so a clock that is set back or forward does no harm.
    pub async fn tick(&self, now: u64) {
        self.with(|state| {
            let passed = state.last_tick.map_or(0, |last| now.saturating_sub(last).min(LONGEST_PAUSE));
            state.last_tick = Some(now);
            state.now += passed;
        });
        if self.may_write().is_err() {
            return;
        }
        self.write_waiting();
        if self.check_written() {
            self.rewrite_reverted().await;
        }
        self.probe();
        if self.with(|state| state.repair_wanted) {
            self.start_repair(None);
        }
        self.fold().await;
        self.tell();
    }

    /// Reads back what was written two seconds ago; true if something is not there as it was written.
    fn check_written(&self) -> bool {
        let due: Vec<(String, Rc<Record>)> = self.with(|state| {
            let now = state.now;
            let due = |own: &&mut Own| !own.checked && own.since.is_some_and(|since| now >= since + CHECK_AFTER);
            let found = state.own.iter_mut().filter(due).map(|own| (own.key.clone(), Rc::clone(&own.record))).collect();
            for own in &mut state.own {
                own.since = own.since.or(Some(now));
            }
            found
        });
        let mut all_there = true;
        for (key, record) in due {
            let there = self.media().primary.get(&key).ok().flatten() == Some(to_text(&record.encode().unwrap_or_default()));
            all_there &= there;
            self.with(|state| {
                if let Some(own) = state.own.iter_mut().find(|own| own.key == key) {
                    own.checked = there;
                }
            });
        }
        self.with(|state| {
            state.own.retain(|own| !(own.checked && (own.record.payload().len() > FOLD_PAYLOAD || own.record.kind == super::Kind::Bundle)));
        });
        !all_there
    }

    /// Writes again what local storage has silently reverted; a second time means that it cannot be relied on.
    async fn rewrite_reverted(&self) {
        // Perhaps it is only gone because another tab has compacted it.
        let reading = read_all(self.media(), self.0.workspace).await;
        self.with(|state| {
            for snapshot in reading.holdings.snapshots(None) {
                state.compacted.merge(&snapshot.covers);
            }
            state.forget_compacted();
        });
        let now = self.with(|state| state.now);
        let overdue = |own: &Own| !own.checked && own.since.is_some_and(|since| now >= since + CHECK_AFTER);
        let reverted: Vec<(String, Rc<Record>, bool)> = self.with(|state| {
            let overdue = state.own.iter().filter(|own| overdue(own));
            overdue.map(|own| (own.key.clone(), Rc::clone(&own.record), own.rewritten)).collect()
        });
        for (key, record, rewritten) in reverted {
            let again = if rewritten {
                Err(Refusal::Full("what was written did not stay".to_owned()))
            } else {
                self.put_primary(&key, &record.encode().unwrap_or_default())
            };
            self.with(|state| match again {
                Ok(()) => state.own.iter_mut().filter(|own| own.key == key).for_each(|own| {
                    own.rewritten = true;
                    own.since = Some(now);
                }),
                Err(refusal) => {
                    state.own.retain(|own| own.key != key);
                    state.seen_primary.remove(&key);
                    state.primary_trouble = Some(refusal);
                }
            });
        }
    }

    /// Decides whether it is time to compare the copies again: after a new connection, or while a place refuses.
    fn probe(&self) {
        let reopened = self.media().durable.reopened();
        self.with(|state| {
            // While the database refuses, each try is a new connection; what counts is the one that works.
            if state.reopened != reopened && state.durable_trouble.is_none() {
                state.reopened = reopened;
                state.repair_wanted = true;
            }
            let trouble = state.primary_trouble.is_some() || state.durable_trouble.is_some() || state.repair_owed;
            if !trouble {
                state.probe_pause = 0;
            } else if state.probe_pause == 0 {
                state.probe_pause = PROBE_FIRST;
                state.next_probe = state.now + PROBE_FIRST;
            } else if state.now >= state.next_probe {
                state.repair_wanted = true;
                state.probe_pause = (state.probe_pause * 2).min(PROBE_LAST);
                state.next_probe = state.now + state.probe_pause;
            }
        });
    }

    /// Folds the many small keys of this session into few, in both places, each copy while the other still has the originals.
    async fn fold(&self) {
        let ready: Vec<Rc<Record>> = self.with(|state| {
            let durable = self.media().durable.lasting();
            let fit = |own: &&Own| own.checked && (own.in_durable || !durable);
            let ready: Vec<_> = state.own.iter().filter(fit).map(|own| Rc::clone(&own.record)).collect();
            if state.folding || state.now < state.fold_from || ready.len() < FOLD_AFTER {
                return Vec::new();
            }
            state.folding = true;
            ready
        });
        if ready.is_empty() {
            return;
        }
        let records: Vec<Record> = ready.iter().map(|record| (**record).clone()).collect();
        for bundle in bundle::fold(&records).into_iter().filter(|record| record.kind == super::Kind::Bundle) {
            if self.fold_one(&bundle).await.is_err() {
                // Nothing is lost by it: the keys stay as they are until there is room or the database answers again.
                self.with(|state| state.fold_from = state.now + PROBE_LAST);
                break;
            }
        }
        self.with(|state| state.folding = false);
    }

    /// Puts one bundle in the place of the keys it holds.
    async fn fold_one(&self, bundle: &Record) -> Result<(), Refusal> {
        let workspace = self.0.workspace;
        let inner = bundle::unfold(bundle.clone()).map_err(|error| Refusal::Failed(error.to_string()))?;
        let last = bundle::ends(&inner).map_or(bundle.sequence, |(_, _, last)| last);
        let key = Key::Bundle { tab: bundle.tab, first: bundle.sequence, last }.text(workspace);
        let bytes = bundle.encode().map_err(|error| Refusal::Failed(error.to_string()))?;
        let single: Vec<String> = inner.iter().map(|one| Key::Update { tab: one.tab, sequence: one.sequence }.text(workspace)).collect();
        self.put_primary(&key, &bytes)?;
        if self.media().primary.get(&key)? != Some(to_text(&bytes)) {
            return Err(Refusal::Failed("what was written did not stay".to_owned()));
        }
        self.with(|state| {
            state.seen_primary.insert(key.clone());
            state.seen_durable.insert(key.clone());
        });
        self.media().durable.write(vec![(key.clone(), bytes.into())], single.clone()).await?;
        for one in &single {
            self.media().primary.remove(one)?;
        }
        self.with(|state| {
            state.own.retain(|own| !single.contains(&own.key));
            let record = Rc::new(bundle.clone());
            state.own.push_back(Own { record, key, in_durable: true, since: None, checked: false, rewritten: false });
            for one in &single {
                state.seen_primary.remove(one);
                state.seen_durable.remove(one);
            }
        });
        Ok(())
    }
}
