//! Opening a document from stored updates, and taking in updates from other tabs, files and colleagues.
//!
//! Bytes are looked at before the CRDT sees them; damaged ones are skipped and named, early ones wait. Never loses the rest
//! because of one.

use super::edit::Change;
use super::finding::{LoadFinding, MergeError};
use super::inbox::Parcel;
use super::live::Document;
use super::migrations;
use super::view::Store;
use super::wire::{self, Encoding, Flaw, Outline};
use std::collections::BTreeSet;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, StateVector, Transact, TransactionMut, WriteTxn};

impl Document {
    /// Opens a document from stored updates in any order, damaged and double ones among them.
    pub fn load<'a>(client: u64, updates: impl Iterator<Item = &'a [u8]>) -> (Document, Vec<LoadFinding>) {
        let mut findings = Vec::new();
        let mut parcels = Vec::new();
        let mut clients = BTreeSet::new();
        for (index, bytes) in updates.enumerate() {
            match outlined(bytes) {
                Ok(parts) => {
                    for (bytes, outline) in parts {
                        clients.extend(outline.brings.keys().copied());
                        parcels.push(Parcel { source: Some(index), bytes: bytes.to_vec(), outline });
                    }
                }
                Err(flaw) => findings.push(LoadFinding::Damaged { index, reason: flaw.to_string() }),
            }
        }
        let mut document = Document::unwatched(client);
        if clients.contains(&document.client()) {
            findings.push(LoadFinding::SameClient);
            let mut fresh = super::IdSource::new(client);
            while clients.contains(&document.client()) {
                document = Document::unwatched(fresh.next() >> 11);
            }
        }
        let failed = document.apply(parcels);
        findings.extend(failed.into_iter().map(|(index, reason)| LoadFinding::Damaged { index, reason }));
        findings.extend(document.inbox.waiting().filter_map(|parcel| Some(LoadFinding::Waiting { index: parcel.source? })));
        document.inbox.settle();
        findings.extend(document.view.read_all(&Store { schema: &document.schema, txn: &document.doc.transact() }));
        document.observe();
        let version = migrations::version(&document.doc.transact(), &document.meta);
        findings.extend(version.filter(|version| *version > migrations::VERSION).map(|version| LoadFinding::Newer { version }));
        (document, findings)
    }

    /// Merges an update or a snapshot of another tab, a file or a colleague. It is never a step of ours to undo.
    ///
    /// # Errors
    /// Why it was not merged; then nothing has changed. One that is only early is kept, see [`MergeError::is_kept`].
    pub fn merge(&mut self, update: &[u8]) -> Result<Change, MergeError> {
        let parts = outlined(update).map_err(|flaw| MergeError::Damaged { reason: flaw.to_string() })?;
        let known = self.inbox.known(self.client());
        if let Some((start, end)) = parts.iter().find_map(|(_, outline)| outline.brings.get(&self.client()).copied())
            && end > known
        {
            // A copy of this tab is at work under the same number. If it went on exactly where this one stands, this one can
            // still give way; otherwise the same clocks may mean different edits, and merging would mix them up.
            if start != known {
                return Err(MergeError::SameClient);
            }
            let unlike = update.iter().fold(self.client(), |sum, byte| sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(*byte));
            self.renew(unlike);
        }
        // What the first part of a bundle lacks is missing; the others wait by their nature.
        let is_early = parts.first().is_some_and(|(_, outline)| outline.missing(self.inbox.all_known()).is_some());
        let parcel = |(bytes, outline): (&[u8], Outline)| Parcel { source: Some(0), bytes: bytes.to_vec(), outline };
        let failed = self.apply(parts.into_iter().map(parcel).collect());
        self.inbox.settle();
        if let Some((_, reason)) = failed.into_iter().next() {
            // What was applied before the flaw is shown with the next change.
            return Err(MergeError::Damaged { reason });
        }
        if is_early { Err(MergeError::Waiting) } else { Ok(self.refresh()) }
    }

    /// How many updates wait for something they build on; snapshots hold them too.
    pub fn waiting(&self) -> usize {
        self.inbox.waiting().count()
    }

    /// Whether the document shows all that an update brings.
    pub fn covers(&self, update: &[u8]) -> bool {
        outlined(update).is_ok_and(|parts| parts.iter().all(|(_, outline)| self.inbox.covers(outline)))
    }

    /// What another document lacks that knows as much as its state vector tells; everything where that is not a state vector.
    pub fn diff_since(&self, state_vector: &[u8]) -> Vec<u8> {
        let known = wire::is_state_vector(state_vector).then(|| StateVector::decode_v1(state_vector).ok()).flatten().unwrap_or_default();
        wire::closed(Encoding::First, self.doc.transact().encode_state_as_update_v1(&known))
    }

    /// Whether a snapshot can be read to its end by itself.
    pub fn can_read(snapshot: &[u8]) -> bool {
        let Ok(parts) = wire::parts(snapshot) else { return false };
        let (document, findings) = Document::load(0, parts.iter().copied());
        let is_bad = |finding: &LoadFinding| matches!(finding, LoadFinding::Damaged { .. } | LoadFinding::Waiting { index: 0 });
        document.waiting() < parts.len() && !findings.iter().any(is_bad)
    }

    /// Applies parcels and whatever waited for them in one transaction; gives the places and reasons of those that failed.
    /// One that failed after it had waited is named at the next start.
    fn apply(&mut self, parcels: Vec<Parcel>) -> Vec<(usize, String)> {
        let mut failed = Vec::new();
        let mut open: Vec<Parcel> = parcels.into_iter().rev().collect();
        let mut txn = self.doc.transact_mut();
        while let Some(parcel) = open.pop() {
            let Some(parcel) = self.inbox.receive(parcel) else { continue };
            match apply_one(&mut txn, &parcel.bytes) {
                Ok(()) => open.extend(self.inbox.note(&parcel.outline)),
                Err(reason) => {
                    // What was applied before the flaw stays, so it counts as known.
                    for (client, clock) in txn.state_vector().iter() {
                        self.inbox.advance(client.get(), *clock);
                    }
                    failed.extend(parcel.source.map(|source| (source, reason)));
                }
            }
        }
        drop(txn);
        failed
    }
}

/// The parts of an update with their outlines.
fn outlined(update: &[u8]) -> Result<Vec<(&[u8], Outline)>, Flaw> {
    wire::parts(update)?.into_iter().map(|part| Ok((part, Outline::read(part)?))).collect()
}

fn apply_one(txn: &mut TransactionMut, bytes: &[u8]) -> Result<(), String> {
    let update = wire::decode(bytes)?;
    let applied = txn.apply_update(update).map_err(|error| error.to_string());
    // Everything an update builds on was there, so what the CRDT now holds back can never be applied.
    if txn.has_missing_updates() {
        txn.prune_pending();
        return Err("it refers to itself in a circle".to_owned());
    }
    applied
}
