//! Compaction: one snapshot in the place of a long log, by one tab at a time and harmless if two should do it at once.
//!
//! The order is the protection. The snapshot is committed to the database and read back and decoded; then it goes into local storage;
//! only then local storage gives up what the snapshot includes. The database keeps two generations, and every update that the older
//! one does not include, so that either generation may be damaged without loss.

use super::Store;
use super::backend::{Place, Refusal};
use super::coverage::Coverage;
use super::holdings::{Content, Holdings, Item, Quarantined, read_all};
use super::receipt::ReadOnly;
use super::record::{MAX_PAYLOAD, Record, RecordError};
use super::snapshot::Snapshot;
use thiserror::Error;

/// A snapshot this many times smaller than the one before is taken for a mistake.
const SHRINK_FACTOR: usize = 4;
/// Below this size, in bytes, any snapshot may be smaller than the one before.
const SHRINK_FLOOR: usize = 4 * 1024;

/// Milliseconds without another try after a compaction that did not succeed.
const PAUSE: u64 = 30_000;

/// Whether the person has confirmed that the workspace became much smaller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shrink {
    Refuse,
    Confirmed,
}

/// A compaction that was carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compacted {
    pub generation: u64,
    /// False if the snapshot was too large for local storage and lies in the database only.
    pub in_primary: bool,
}

/// Why there was no compaction; everything is as it was before.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NotCompacted {
    #[error("another tab is compacting")]
    Busy,
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    #[error("the stored snapshot includes what this document does not have; sweep first")]
    StaleView,
    #[error("the document shrank from {old} to {new} bytes, which looks like a mistake")]
    MuchSmaller { old: usize, new: usize },
    #[error("the document is larger than one record may be")]
    TooLarge,
    #[error("the snapshot did not read back as it was written")]
    ReadBackDiffers,
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Store {
    /// The records the document has taken in; ask right before taking the snapshot, without waiting in between.
    pub fn coverage(&self) -> Coverage {
        self.with(|state| state.known.clone())
    }

    /// Puts `document`, which includes the records in `covers`, in the place of those records.
    ///
    /// `verify` gets the bytes as read back from the database and says whether they are the whole document; it should decode them
    /// into an empty document and compare.
    ///
    /// After a compaction that did not succeed, [`Status::wants_compaction`](super::Status) is false for half a minute.
    pub async fn compact(
        &self,
        document: &[u8],
        covers: &Coverage,
        shrink: Shrink,
        verify: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Compacted, NotCompacted> {
        let outcome = self.try_compact(document, covers, shrink, verify).await;
        if outcome.is_err() {
            self.with(|state| state.compact_from = state.now + PAUSE);
        }
        self.tell();
        outcome
    }

    async fn try_compact(
        &self,
        document: &[u8],
        covers: &Coverage,
        shrink: Shrink,
        verify: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Compacted, NotCompacted> {
        self.may_write()?;
        let alone = self.media().lease.try_hold(&self.tidy_right()).await;
        let _alone = alone.ok_or(NotCompacted::Busy)?;
        let mut reading = read_all(self.media(), self.0.workspace).await;
        if let Some(refusal) = reading.refusal() {
            return Err(refusal.into());
        }
        self.leave_out_distrusted(&mut reading.holdings);
        let mut holdings = reading.holdings;
        let snapshot = self.plan(&holdings, document, covers, shrink)?;
        self.write_verified(&snapshot, verify).await?;
        let (size, generation) = (snapshot.document.len(), snapshot.generation);
        let content = Content::Snapshot(snapshot);
        holdings.items.push(Item { place: Place::Durable, key: String::new(), bytes: size, content });
        let primary = self.mirror_primary(&holdings, false);
        self.measure();
        let in_primary = primary.is_ok() && self.with(|state| state.snapshot_in_primary);
        self.with(|state| state.primary_trouble = primary.clone().err());
        if !in_primary && !self.media().durable.lasting() && self.media().primary.lasting() {
            return Err(NotCompacted::Refused(primary.err().unwrap_or(Refusal::Full("the snapshot".to_owned()))));
        }
        self.with(|state| {
            state.compacted.merge(covers);
            state.snapshot_bytes = size;
            state.needs_snapshot = false;
            state.forget_compacted();
        });
        if let Err(refusal) = self.trim_durable(&holdings).await {
            self.with(|state| state.durable_trouble = Some(refusal));
        }
        Ok(Compacted { generation, in_primary })
    }

    /// The snapshot to write, or why it must not be written over what is there.
    fn plan(&self, holdings: &Holdings, document: &[u8], covers: &Coverage, shrink: Shrink) -> Result<Snapshot, NotCompacted> {
        if let Some(version) = holdings.newer {
            return Err(ReadOnly::NewerFormat(version).into());
        }
        if document.len() > MAX_PAYLOAD / 4 * 3 {
            return Err(NotCompacted::TooLarge);
        }
        let tops = holdings.top_snapshots();
        if tops.iter().any(|top| !covers.includes(&top.covers)) {
            return Err(NotCompacted::StaleView);
        }
        let (old, new) = (tops.iter().map(|top| top.document.len()).max().unwrap_or_default(), document.len());
        if shrink == Shrink::Refuse && old >= SHRINK_FLOOR && new < old / SHRINK_FACTOR {
            return Err(NotCompacted::MuchSmaller { old, new });
        }
        let tab = self.with(|state| state.tab);
        Ok(Snapshot { generation: holdings.top_generation.saturating_add(1), tab, covers: covers.clone(), document: document.to_vec() })
    }

    /// Commits the snapshot to the database and reads it back; one that differs or does not decode is taken away again.
    async fn write_verified(&self, snapshot: &Snapshot, verify: &dyn Fn(&[u8]) -> bool) -> Result<(), NotCompacted> {
        let (key, bytes) = self.durable_value(&snapshot.to_record(self.0.workspace));
        self.media().durable.write(vec![(key.clone(), bytes)], Vec::new()).await?;
        self.with(|state| state.seen_durable.insert(key.clone()));
        let back = self.media().durable.get(vec![key.clone()]).await?.pop().flatten();
        let back = back.and_then(|bytes| Record::decode(&bytes).ok()).and_then(|record| Snapshot::from_record(&record).ok());
        if back.is_some_and(|back| back == *snapshot && verify(&back.document)) {
            return Ok(());
        }
        if let Err(refusal) = self.media().durable.write(Vec::new(), vec![key.clone()]).await {
            // It stays, but nothing will be built on it.
            let (place, why, bytes) = (Place::Durable, RecordError::Refused, Vec::new());
            self.with(|state| state.set_apart(Quarantined { place, key, why, bytes, replaced: true }));
            return Err(refusal.into());
        }
        Err(NotCompacted::ReadBackDiffers)
    }

    /// Takes out of the database what two sound generations there make dispensable.
    async fn trim_durable(&self, holdings: &Holdings) -> Result<(), Refusal> {
        let generations: Vec<&Snapshot> = holdings.snapshots(Some(Place::Durable)).collect();
        let dispensable = |item: &&Item| {
            let enough = generations.iter().filter(|one| match &item.content {
                Content::Snapshot(snapshot) => one.dominates(snapshot),
                Content::Log(_) => item.is_covered_by(&one.covers),
            });
            item.place == Place::Durable && !item.key.is_empty() && enough.count() >= 2
        };
        let keys: Vec<String> = holdings.items.iter().filter(dispensable).map(|item| item.key.clone()).collect();
        if keys.is_empty() {
            return Ok(());
        }
        self.media().durable.write(Vec::new(), keys.clone()).await?;
        self.with(|state| state.seen_durable.retain(|key| !keys.contains(key)));
        Ok(())
    }
}
