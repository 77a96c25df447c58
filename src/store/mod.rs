//! Bytes at rest and in transit: updates of a document are appended to two places and come back as the union of all that is sound.
//!
//! Knows nobody: an update is opaque bytes, and whether a snapshot is good is told by a closure. Never deletes what is not included in
//! a snapshot that was read back, never writes after a failed read, never repairs a damaged value in its place.
//!
//! | file | what it holds |
//! |---|---|
//! | `record`, `bundle`, `snapshot`, `coverage`, `wire`, `key` | the stored forms and their names |
//! | `backend`, `memory`, `local_storage`, `indexed_db`, `web` | the two places and the world around them |
//! | `holdings`, `feed`, `guard`, `open` | from what was found to the document |
//! | `log`, `tick`, `sweep`, `repair`, `compact`, `state` | the life of an open store |
//! | `receipt`, `space`, `rescue` | what the person is told and given |
//! | `directory` | the list of workspaces, itself kept in a store |
//!
//! ```
//! use linewright::store::{Kept, Media, Shrink, Store, Tasks, WorkspaceId};
//! use std::{cell::Cell, rc::Rc};
//!
//! let tasks = Tasks::default(); // in the browser: web::media() brings its own
//! let ids = Cell::new(1);
//! let media = Media::in_memory(Rc::new(tasks.clone()), Rc::new(move || ids.replace(ids.get() + 1)));
//! tasks.block_on(async {
//!     let store = Store::create(&media, WorkspaceId(7)).await?;
//!     let receipt = store.append(b"an update");
//!     assert_eq!(receipt.await, Kept::MemoryOnly); // Kept::Saved in a browser that stores
//!
//!     // Another tab, or the next start: everything stored is handed to the document.
//!     let mut document = Vec::new();
//!     let again = Store::open(&media, WorkspaceId(7), &mut |update| { document.extend_from_slice(update); true }).await?;
//!     assert_eq!(document, b"an update");
//!
//!     again.append(b", another");
//!     store.sweep(&mut |_update| true).await; // what other tabs wrote
//!     store.tick(1_000).await;                // reading back, trying again
//!     if store.status().wants_compaction {
//!         let covers = store.coverage();      // then the snapshot, without waiting in between
//!         let snapshot = b"the whole document";
//!         let _done = store.compact(snapshot, &covers, Shrink::Refuse, &|bytes| bytes == snapshot).await;
//!     }
//!     Ok::<(), linewright::store::OpenError>(())
//! });
//! ```

mod backend;
mod bundle;
mod compact;
mod coverage;
mod directory;
mod feed;
mod guard;
mod holdings;
#[cfg(feature = "page")]
mod indexed_db;
mod key;
#[cfg(feature = "page")]
mod local_storage;
mod log;
mod memory;
mod open;
mod receipt;
mod record;
mod repair;
mod rescue;
mod snapshot;
mod space;
mod state;
mod sweep;
mod task;
mod tick;
#[cfg(feature = "page")]
pub mod web;
mod wire;

pub use backend::{Durable, Held, Lease, Media, Place, Primary, Refusal, Values};
pub use compact::{Compacted, NotCompacted, Shrink};
pub use coverage::{Coverage, Gap};
pub use directory::{Directory, DirectoryError, Entry};
pub use feed::Apply;
pub use holdings::Quarantined;
pub use key::{Key, ROOT, prefix, workspace_of};
pub use memory::{MemoryDurable, MemoryLease, MemoryPrimary, insert_into};
pub use open::{OpenError, Report};
pub use receipt::{Access, Kept, NotSaved, ReadOnly, Receipt, Status};
pub use record::{FORMAT_VERSION, HEADER_BYTES, Head, Kind, MAX_PAYLOAD, Record, RecordError, TabId, WorkspaceId, from_text, to_text};
pub use rescue::{Rescued, is_rescue, read_rescue, rescue, rescue_primary};
pub use snapshot::Snapshot;
pub use space::{PRIMARY_QUOTA, SpaceLevel, Usage};
pub use state::Restored;
pub use sweep::Swept;
pub use task::{Spawn, Task, Tasks, done};

/// One open workspace; clones are the same.
#[derive(Clone)]
pub struct Store(std::rc::Rc<state::Inner>);
