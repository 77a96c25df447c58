//! Handing what was found to the document: the most complete snapshot first, then each update it does not include, once and in order.
//!
//! Knows nothing of what the bytes mean; the document says of each whether it could take it.

use super::Store;
use super::backend::Place;
use super::guard::Guard;
use super::holdings::{Content, Holdings, Item, Quarantined};
use super::key::Key;
use super::record::{Record, RecordError, TabId};
use super::snapshot::Snapshot;
use std::collections::BTreeMap;

/// Takes an update or a snapshot into the document; false if the document refused it.
pub type Apply<'a> = &'a mut dyn FnMut(&[u8]) -> bool;

impl Store {
    /// Hands over what the document does not have yet; returns how many pieces it took.
    pub(super) fn feed(&self, holdings: &Holdings, guard: &Guard, apply: Apply<'_>) -> usize {
        let mut taken = self.feed_snapshots(holdings, guard, apply);
        for record in holdings.records(None) {
            if self.with(|state| state.known.contains(record.tab, record.sequence)) {
                continue;
            }
            if self.offer(record.payload(), record.hash(), guard, apply) {
                self.with(|state| state.known.insert(record.tab, record.sequence));
                taken += 1;
            } else if guard.allows(record.hash()) {
                self.refuse(holdings, |item| matches!(&item.content, Content::Log(found) if found.contains(record)));
            }
        }
        self.set_damaged_apart(holdings);
        taken
    }

    /// Hands over snapshots until none is left that has something new; a refused one gives way to the generation before.
    fn feed_snapshots(&self, holdings: &Holdings, guard: &Guard, apply: Apply<'_>) -> usize {
        let mut left: BTreeMap<(u64, TabId), &Snapshot> = BTreeMap::new();
        left.extend(holdings.snapshots(None).map(|one| (one.id(), one)));
        let mut taken = 0;
        while let Some(snapshot) = left.values().copied().find(|one| !left.values().any(|other| other.dominates(one))) {
            left.remove(&snapshot.id());
            if self.with(|state| state.known.includes(&snapshot.covers)) && !snapshot.covers.is_empty() {
                continue;
            }
            let hash = snapshot.to_record(self.0.workspace).hash();
            if self.offer(&snapshot.document, hash, guard, apply) {
                self.with(|state| state.known.merge(&snapshot.covers));
                taken += 1;
            } else if guard.allows(hash) {
                self.refuse(holdings, |item| matches!(&item.content, Content::Snapshot(found) if found.id() == snapshot.id()));
            }
        }
        taken
    }

    fn offer(&self, bytes: &[u8], hash: u64, guard: &Guard, apply: Apply<'_>) -> bool {
        if !guard.allows(hash) {
            self.with(|state| {
                if !state.skipped.contains(&hash) {
                    state.skipped.push(hash);
                }
            });
            return false;
        }
        guard.before(hash);
        apply(bytes)
    }

    /// Sets apart the copies of something that the document refused.
    fn refuse(&self, holdings: &Holdings, is_it: impl Fn(&Item) -> bool) {
        for item in holdings.items.iter().filter(|item| is_it(item)) {
            let bytes = self.stored_bytes(item);
            let found = Quarantined { place: item.place, key: item.key.clone(), why: RecordError::Refused, bytes, replaced: false };
            self.with(|state| state.set_apart(found));
        }
    }

    /// Lists what could not be decoded, and whether something else makes up for it.
    fn set_damaged_apart(&self, holdings: &Holdings) {
        for damaged in &holdings.damaged {
            let replaced = self.with(|state| match Key::parse(self.0.workspace, &damaged.key) {
                Some(Key::Update { tab, sequence }) => state.known.contains(tab, sequence),
                Some(Key::Bundle { tab, first, last }) => {
                    last.saturating_sub(first) < 1 << 16 && (first..=last).all(|sequence| state.known.contains(tab, sequence))
                }
                Some(Key::Snapshot { generation, tab }) => holdings.snapshots(None).any(|one| one.id() == (generation, tab)),
                _ => false,
            });
            self.with(|state| state.set_apart(Quarantined { replaced, ..damaged.clone() }));
        }
    }

    /// The bytes of a sound item as they lie in its place.
    fn stored_bytes(&self, item: &Item) -> Vec<u8> {
        let record = match &item.content {
            Content::Snapshot(snapshot) => snapshot.to_record(self.0.workspace),
            Content::Log(records) => match super::bundle::fold(records).into_iter().next() {
                Some(record) => record,
                None => return Vec::new(),
            },
        };
        encoded(&record, item.place)
    }

    /// Remembers the keys that were looked at, so that a sweep only looks at others.
    pub(super) fn remember_keys(&self, holdings: &Holdings) {
        let sound = holdings.items.iter().map(|item| (item.place, &item.key));
        let damaged = holdings.damaged.iter().map(|damaged| (damaged.place, &damaged.key));
        self.with(|state| {
            for (place, key) in sound.chain(damaged) {
                match place {
                    Place::Primary => state.seen_primary.insert(key.clone()),
                    Place::Durable => state.seen_durable.insert(key.clone()),
                };
            }
        });
    }
}

/// A record as it lies in a place; empty only for one that is too large to exist.
fn encoded(record: &Record, place: Place) -> Vec<u8> {
    match place {
        Place::Durable => record.encode().unwrap_or_default(),
        Place::Primary => record.encode_text().unwrap_or_default().into_bytes(),
    }
}
