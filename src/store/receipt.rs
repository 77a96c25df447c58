//! What became of an update: a receipt for one, a status for all, every degraded state by its name.
//!
//! Never says "saved" of something that a power cut could take away.

use super::backend::Refusal;
use super::space::SpaceLevel;
use super::state::Restored;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use thiserror::Error;

/// Where an update is kept, from best to worst.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kept {
    /// In local storage and, committed to the disk, in the browser's database.
    Saved,
    /// Committed to the disk in the browser's database; local storage could not take it.
    SavedDurableOnly { why: Refusal },
    /// In local storage only, which may lose the last minutes when browser or power fail.
    SavedPrimaryOnly { why: Refusal },
    /// In this page only, because this browser keeps nothing here.
    MemoryOnly,
    /// Nowhere but in this page's document; it is tried again at each tick, except when the store may not write.
    NotSaved { why: NotSaved },
}

impl Kept {
    /// True if no crash of browser or machine can take the update away any more.
    pub fn is_durable(&self) -> bool {
        matches!(self, Kept::Saved | Kept::SavedDurableOnly { .. })
    }
}

/// Why an update is not saved.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NotSaved {
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    #[error("it is larger than one record may be")]
    TooLarge,
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Why a store writes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReadOnly {
    #[error("one of the copies could not be read: {0}")]
    ReadFailed(Refusal),
    #[error("a newer version of the program has written here (format {0})")]
    NewerFormat(u16),
    #[error("no sound snapshot of this workspace is left")]
    SnapshotsDamaged,
}

/// Whether a store writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Access {
    ReadWrite,
    ReadOnly(ReadOnly),
}

/// The state of a whole store, for the one standing notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Status {
    pub access: Access,
    /// Where the least well kept update of this session is; updates still under way do not count.
    pub kept: Kept,
    /// Updates whose write is under way.
    pub saving: usize,
    /// Updates that the durable place has refused so far; they wait here for another try.
    pub unsaved: usize,
    /// How full local storage is.
    pub space: SpaceLevel,
    /// False if the snapshot is too large for local storage and lies in the browser's database only.
    pub snapshot_in_primary: bool,
    /// Damaged, refused or skipped records, offered as a file.
    pub quarantined: usize,
    /// Updates that no copy has although later ones of the same tab session are there.
    pub missing: u64,
    /// What one copy lacked and got back from the other since the opening.
    pub restored: Restored,
    /// True if the application should call [`Store::compact`](super::Store::compact) at its next quiet moment.
    pub wants_compaction: bool,
}

/// The fate of one appended update; a future of the first answer, and later a look at the latest.
#[derive(Clone)]
pub struct Receipt(Rc<RefCell<Fate>>);

#[derive(Default)]
struct Fate {
    kept: Option<Kept>,
    wakers: Vec<Waker>,
}

impl Receipt {
    /// Where the update is kept by now, or `None` while the first write is under way.
    pub fn kept(&self) -> Option<Kept> {
        self.0.borrow().kept.clone()
    }

    pub(super) fn open() -> Receipt {
        Receipt(Rc::default())
    }

    pub(super) fn settle(&self, kept: Kept) {
        let wakers = {
            let mut fate = self.0.borrow_mut();
            fate.kept = Some(kept);
            std::mem::take(&mut fate.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Future for Receipt {
    type Output = Kept;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Kept> {
        let mut fate = self.0.borrow_mut();
        match fate.kept.clone() {
            Some(kept) => Poll::Ready(kept),
            None => {
                fate.wakers.push(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
