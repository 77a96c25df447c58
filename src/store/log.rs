//! Appending an update: into local storage and into the browser's database in the same call.
//!
//! What arrives while a durable write is under way goes into the next one together. What a place refuses is kept here and tried again.

use super::Store;
use super::backend::{Refusal, Values};
use super::key::Key;
use super::receipt::{NotSaved, Receipt};
use super::record::{Head, Kind, MAX_PAYLOAD, Record, TabId, to_text};
use super::state::{Own, State, Waiting, kept_by};
use super::{Kept, bundle};
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

/// Updates in one durable write at most.
const BATCH: usize = 256;
/// Larger updates are neither kept in memory for checking nor folded.
pub(super) const FOLD_PAYLOAD: usize = 16 * 1024;

impl Store {
    /// Stores one update. The receipt says [`Kept::Saved`] only when it is in local storage and committed to the disk.
    pub fn append(&self, update: &[u8]) -> Receipt {
        let receipt = Receipt::open();
        let allowed = self.may_write().map_err(NotSaved::from);
        match allowed.and(if update.len() > MAX_PAYLOAD { Err(NotSaved::TooLarge) } else { Ok(()) }) {
            Err(why) => receipt.settle(Kept::NotSaved { why }),
            Ok(()) => {
                self.put(update.to_vec(), receipt.clone());
                self.write_waiting();
            }
        }
        self.tell();
        receipt
    }

    /// Gives the update the next number of this tab and puts it into local storage and into the queue.
    fn put(&self, payload: Vec<u8>, receipt: Receipt) {
        let (mut record, mut key) = self.next_record(payload);
        let other = self.media().primary.get(&key).ok().flatten();
        if other.is_some() {
            // Somebody writes under the number of this tab: a copied browser profile, or a random source that repeats itself.
            self.with(|state| state.take_new_tab(TabId((self.media().fresh_id)())));
            (record, key) = self.next_record(record.payload().to_vec());
        }
        let bytes = record.encode().unwrap_or_default();
        let primary = self.put_primary(&key, &bytes);
        let record = Rc::new(record);
        self.with(|state| {
            state.next += 1;
            state.previous = record.hash();
            state.known.insert(record.tab, record.sequence);
            state.log.insert(record.place(), bundle::size_alone(&record));
            match &primary {
                Ok(()) => remember(state, &record, key, bytes.len()),
                Err(refusal) => {
                    state.primary_trouble = Some(refusal.clone());
                }
            }
            state.waiting.push_back(Waiting { record, primary, receipt, refused: None });
        });
    }

    fn next_record(&self, payload: Vec<u8>) -> (Record, String) {
        let workspace = self.0.workspace;
        let record = self.with(|state| {
            let (tab, sequence, previous) = (state.tab, state.next, state.previous);
            Record::new(Head { kind: Kind::Update, workspace, tab, sequence, previous }, payload)
        });
        let key = Key::Update { tab: record.tab, sequence: record.sequence }.text(workspace);
        (record, key)
    }

    /// Puts a value into local storage, unless that would only waste memory because it does not last and the database does.
    pub(super) fn put_primary(&self, key: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let media = self.media();
        if media.durable.lasting() && !media.primary.lasting() {
            return Err(Refusal::Unavailable("local storage".to_owned()));
        }
        media.primary.set(key, &to_text(bytes))
    }

    /// Starts the durable write of everything that waits, if none is under way.
    pub(super) fn write_waiting(&self) {
        let batch: VecDeque<Waiting> = self.with(|state| {
            if !state.in_flight.is_empty() {
                return VecDeque::new();
            }
            let batch: VecDeque<Waiting> = state.waiting.drain(..state.waiting.len().min(BATCH)).collect();
            state.in_flight = batch.iter().map(|waiting| waiting.record.place()).collect();
            batch
        });
        if batch.is_empty() {
            return;
        }
        let values: Values = batch.iter().map(|waiting| self.durable_value(&waiting.record)).collect();
        let answer = self.media().durable.write(values, Vec::new());
        let store = self.clone();
        self.media().spawn.spawn(Box::pin(async move {
            let answer = answer.await;
            store.settle(batch, answer);
        }));
    }

    pub(super) fn durable_value(&self, record: &Record) -> (String, Rc<[u8]>) {
        let key = match record.kind {
            Kind::Snapshot => Key::Snapshot { generation: record.sequence, tab: record.tab },
            _ => Key::Update { tab: record.tab, sequence: record.sequence },
        };
        (key.text(self.0.workspace), record.encode().unwrap_or_default().into())
    }

    /// Settles the receipts of a durable write, or keeps its updates for another try.
    fn settle(&self, mut batch: VecDeque<Waiting>, answer: Result<(), Refusal>) {
        match answer {
            Ok(()) => {
                self.with(|state| {
                    state.in_flight.clear();
                    state.durable_trouble = None;
                    for waiting in &batch {
                        state.seen_durable.insert(self.durable_value(&waiting.record).0);
                    }
                    let written: HashSet<_> = batch.iter().map(|waiting| waiting.record.place()).collect();
                    state.own.iter_mut().for_each(|own| own.in_durable |= written.contains(&own.record.place()));
                });
                for waiting in batch {
                    waiting.receipt.settle(kept_by(self.media(), waiting.primary));
                }
                self.write_waiting();
            }
            Err(Refusal::Taken(_)) => self.append_again(batch),
            Err(refusal) => {
                self.with(|state| batch.append(&mut state.waiting));
                for waiting in &mut batch {
                    waiting.refused = Some(refusal.clone());
                    waiting.receipt.settle(match waiting.primary.is_ok() && self.media().primary.lasting() {
                        true => Kept::SavedPrimaryOnly { why: refusal.clone() },
                        false => Kept::NotSaved { why: NotSaved::Refused(refusal.clone()) },
                    });
                }
                self.with(|state| {
                    state.in_flight.clear();
                    state.durable_trouble = Some(refusal);
                    state.waiting = batch;
                });
            }
        }
        self.tell();
    }

    /// Appends updates anew under a new tab number, because their names were taken by the records of somebody else.
    fn append_again(&self, batch: VecDeque<Waiting>) {
        let waiting = self.with(|state| {
            state.in_flight.clear();
            state.take_new_tab(TabId((self.media().fresh_id)()));
            std::mem::take(&mut state.waiting)
        });
        for one in batch.into_iter().chain(waiting) {
            self.give_name_up(&one.record);
            self.put(one.record.payload().to_vec(), one.receipt);
        }
        self.write_waiting();
    }

    /// Leaves the name of a record to the other one that lies under it, which a sweep will then read.
    fn give_name_up(&self, record: &Record) {
        let (key, bytes) = self.durable_value(record);
        self.with(|state| {
            state.known.remove(record.tab, record.sequence);
            state.log.remove(record.place());
            state.own.retain(|own| own.key != key);
            state.seen_primary.remove(&key);
            state.seen_durable.remove(&key);
        });
        if self.media().primary.get(&key).ok().flatten() == Some(to_text(&bytes)) {
            let _stays_as_a_second_copy = self.media().primary.remove(&key);
        }
    }
}

/// Keeps a record of this session until it was read back and folded.
fn remember(state: &mut State, record: &Rc<Record>, key: String, bytes: usize) {
    state.primary_bytes += key.len() + bytes.div_ceil(3) * 4;
    state.seen_primary.insert(key.clone());
    let record = Rc::clone(record);
    state.own.push_back(Own { record, key, in_durable: false, since: None, checked: false, rewritten: false });
}
