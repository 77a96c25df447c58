//! A snapshot: the whole document as opaque bytes, with the list of the records it includes.
//!
//! Also the one rule of which snapshot makes which other dispensable, on which every deletion rests.

use super::coverage::Coverage;
use super::record::{Head, Kind, Record, RecordError, TabId, WorkspaceId};
use super::wire::{Reader, put_number};

/// One generation of the whole document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snapshot {
    pub generation: u64,
    pub tab: TabId,
    pub covers: Coverage,
    pub document: Vec<u8>,
}

impl Snapshot {
    pub(super) fn to_record(&self, workspace: WorkspaceId) -> Record {
        let mut covers = Vec::new();
        self.covers.encode(&mut covers);
        let mut payload = Vec::with_capacity(covers.len() + self.document.len() + 8);
        put_number(&mut payload, covers.len() as u64);
        payload.extend_from_slice(&covers);
        payload.extend_from_slice(&self.document);
        Record::new(Head { kind: Kind::Snapshot, workspace, tab: self.tab, sequence: self.generation, previous: 0 }, payload)
    }

    pub(super) fn from_record(record: &Record) -> Result<Snapshot, RecordError> {
        if record.kind != Kind::Snapshot {
            return Err(RecordError::Malformed);
        }
        let mut reader = Reader(record.payload());
        let length = reader.length()?;
        let mut inner = Reader(reader.take(length)?);
        let covers = Coverage::decode(&mut inner)?;
        if !inner.is_empty() {
            return Err(RecordError::Malformed);
        }
        Ok(Snapshot { generation: record.sequence, tab: record.tab, covers, document: reader.0.to_vec() })
    }

    /// What tells two snapshots apart.
    pub fn id(&self) -> (u64, TabId) {
        (self.generation, self.tab)
    }

    /// True if this snapshot makes `other` dispensable: it includes all of it and more, or the same and is the later one.
    ///
    /// A strict order, so of any number of snapshots at least one is dispensable to none, even when two tabs tidy up at once.
    pub fn dominates(&self, other: &Snapshot) -> bool {
        self.covers.includes(&other.covers) && (!other.covers.includes(&self.covers) || self.id() > other.id())
    }
}
