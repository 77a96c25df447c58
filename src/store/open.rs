//! Opening a workspace: the union of all copies goes to the document, what is damaged is set apart, what one copy lacks is repaired.
//!
//! Never creates a workspace because none was found, never writes after a failed or an empty read.

use super::Store;
use super::backend::{Media, Refusal};
use super::coverage::Gap;
use super::feed::Apply;
use super::guard::Guard;
use super::holdings::{Quarantined, Reading, primary_keys, read_all};
use super::key::{self, Key};
use super::receipt::{Access, ReadOnly};
use super::record::WorkspaceId;
use super::state::{self, Restored};
use thiserror::Error;

/// Why a workspace could not be opened; nothing was written.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum OpenError {
    #[error("nothing is stored here under this workspace")]
    NothingStored,
    #[error("the storage of this browser could not be read: {0}")]
    Unreadable(Refusal),
    #[error("there is a workspace under this number already")]
    Taken,
}

/// What was noticed while opening and sweeping, for a notice in the user's words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// What one copy lacked and got from the other.
    pub restored: Restored,
    /// Values that could not be used.
    pub quarantined: Vec<Quarantined>,
    /// Records that no copy has although later ones of the same tab session are there.
    pub missing: Vec<Gap>,
    /// Hashes of records that are not opened because they killed the page before.
    pub skipped: Vec<u64>,
}

impl Store {
    /// Starts a workspace that does not exist yet; nothing is written before the first append.
    pub async fn create(media: &Media, workspace: WorkspaceId) -> Result<Store, OpenError> {
        let prefix = key::prefix(workspace);
        let durable = media.durable.keys(&prefix).await;
        let primary = primary_keys(media, workspace);
        if durable.as_ref().is_ok_and(|keys| !keys.is_empty()) || primary.as_ref().is_ok_and(|keys| !keys.is_empty()) {
            return Err(OpenError::Taken);
        }
        let store = Store::new(media, workspace);
        store.with(|state| {
            state.durable_trouble = durable.err();
            state.primary_trouble = primary.err();
        });
        store.measure();
        Ok(store)
    }

    /// Opens a workspace and hands every stored update and snapshot to `apply`, which answers false for what the document refuses.
    ///
    /// Updates of one tab come in the order they were made, each once. Read [`Store::status`] and [`Store::report`] afterwards: a
    /// store whose copies could not all be read writes nothing until a [`Store::sweep`] has read them or
    /// [`Store::write_anyway`] was called.
    pub async fn open(media: &Media, workspace: WorkspaceId, apply: Apply<'_>) -> Result<Store, OpenError> {
        // Held while the records are handed over, so that a mark left by another tab at work is not taken for one of a dead start.
        let alone = media.lease.try_hold(&format!("lw1-open-{:016x}", workspace.0)).await;
        let reading = read_all(media, workspace).await;
        if reading.holdings.is_empty() {
            return Err(reading.refusal().map_or(OpenError::NothingStored, OpenError::Unreadable));
        }
        let store = Store::new(media, workspace);
        store.admit(&reading);
        let skips = reading.holdings.skips.clone();
        let guard = match (alone.is_some(), store.may_write()) {
            (true, Ok(())) => Guard::start(media, workspace, store.with(|state| state.tab), skips),
            _ => Guard::passive(skips),
        };
        store.feed(&reading.holdings, &guard, apply);
        guard.finish();
        drop(alone);
        store.take_stock(&reading);
        store.measure();
        store.start_repair(Some(reading));
        Ok(store)
    }

    /// Lets a read-only store write although a copy could not be read or no snapshot is sound, when the person has decided so.
    ///
    /// False if a newer version of the program has written here: that is never overridden.
    pub fn write_anyway(&self) -> bool {
        let allowed = self.with(|state| match &state.access {
            Access::ReadOnly(ReadOnly::NewerFormat(_)) => false,
            _ => {
                state.access = Access::ReadWrite;
                true
            }
        });
        self.tell();
        allowed
    }

    /// What was noticed so far.
    pub fn report(&self) -> Report {
        self.with(|state| Report {
            restored: state.restored,
            quarantined: state.quarantine.clone(),
            missing: state.missing.clone(),
            skipped: state.skipped.clone(),
        })
    }

    /// Forgets which records killed the page, so that the next opening tries them again.
    pub fn try_skipped_again(&self) -> Result<(), Refusal> {
        self.may_write().map_err(|why| Refusal::Failed(why.to_string()))?;
        for hash in self.with(|state| state.skipped.clone()) {
            self.media().primary.remove(&Key::Skip { hash }.text(self.0.workspace))?;
        }
        Ok(())
    }

    /// Decides whether this store may write, from how the reading went.
    fn admit(&self, reading: &Reading) {
        self.with(|state| {
            state.primary_trouble = reading.primary.clone().err();
            state.durable_trouble = reading.durable.clone().err();
            if let Some(version) = reading.holdings.newer {
                state.access = Access::ReadOnly(ReadOnly::NewerFormat(version));
            } else if let Some(refusal) = reading.refusal() {
                state.access = Access::ReadOnly(ReadOnly::ReadFailed(refusal));
            }
        });
    }

    /// Remembers what lies where, and what is damaged or missing.
    fn take_stock(&self, reading: &Reading) {
        let holdings = &reading.holdings;
        self.with(|state| {
            let any_snapshot = holdings.snapshots(None).next().is_some()
                || holdings.damaged.iter().any(|damaged| is_snapshot(self.0.workspace, &damaged.key));
            let sound_snapshot = holdings.snapshots(None).any(|snapshot| state.known.includes(&snapshot.covers));
            if any_snapshot && !sound_snapshot && state.access == Access::ReadWrite {
                state.access = Access::ReadOnly(ReadOnly::SnapshotsDamaged);
            }
            state.account(holdings);
            state.snapshot_in_primary = state::snapshot_in_primary(holdings);
            state.missing = state.known.gaps();
        });
        self.remember_keys(holdings);
    }
}

fn is_snapshot(workspace: WorkspaceId, text: &str) -> bool {
    matches!(Key::parse(workspace, text), Some(Key::Snapshot { .. }))
}
