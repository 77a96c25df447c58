//! Updates on their way in: what is known of each client, and what waits for something that has not arrived.
//!
//! The CRDT would keep early updates itself, but in parts and without telling; here an update is applied as a whole once
//! all it builds on is there, so "merged" is never said too soon. Never opens the CRDT.

use super::wire::Outline;
use std::collections::{BTreeMap, HashMap};

/// An update with its outline.
#[derive(Debug)]
pub(super) struct Parcel {
    /// Its place among the updates that are being taken in; none once it has been left to wait.
    pub source: Option<usize>,
    pub bytes: Vec<u8>,
    pub outline: Outline,
}

/// What is known, and what waits under the first client and clock that it lacks.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    known: HashMap<u64, u32>,
    waiting: BTreeMap<(u64, u32), Vec<Parcel>>,
}

impl Inbox {
    /// The parcel back where it can be applied now; otherwise it waits.
    pub fn receive(&mut self, parcel: Parcel) -> Option<Parcel> {
        match parcel.outline.missing(&self.known) {
            None => Some(parcel),
            Some(lacking) => {
                let queue = self.waiting.entry(lacking).or_default();
                if !queue.iter().any(|other| other.bytes == parcel.bytes) {
                    queue.push(parcel);
                }
                None
            }
        }
    }

    /// Notes what an applied update brought; gives back the parcels that may have waited for it.
    pub fn note(&mut self, outline: &Outline) -> Vec<Parcel> {
        let mut released = Vec::new();
        for (&client, &(_, end)) in &outline.brings {
            let known = self.known.entry(client).or_default();
            *known = end.max(*known);
            let ready: Vec<(u64, u32)> = self.waiting.range((client, 0)..=(client, *known)).map(|(key, _)| *key).collect();
            released.extend(ready.iter().filter_map(|key| self.waiting.remove(key)).flatten());
        }
        released
    }

    /// How far each client is known.
    pub fn all_known(&self) -> &HashMap<u64, u32> {
        &self.known
    }

    /// How far a client is known.
    pub fn known(&self, client: u64) -> u32 {
        self.known.get(&client).copied().unwrap_or(0)
    }

    /// Whether all that an update brings is known already.
    pub fn covers(&self, outline: &Outline) -> bool {
        outline.missing(&self.known).is_none() && outline.brings.iter().all(|(client, (_, end))| *end <= self.known(*client))
    }

    /// Notes how far a client is known, for instance after an own edit.
    pub fn advance(&mut self, client: u64, clock: u32) {
        let known = self.known.entry(client).or_default();
        *known = clock.max(*known);
    }

    /// Forgets where waiting parcels came from.
    pub fn settle(&mut self) {
        self.waiting.values_mut().flatten().for_each(|parcel| parcel.source = None);
    }

    /// The parcels that wait.
    pub fn waiting(&self) -> impl Iterator<Item = &Parcel> {
        self.waiting.values().flatten()
    }
}
