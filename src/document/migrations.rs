//! How documents written by earlier versions become documents of this one.
//!
//! The version stands in the document as a fact. Steps run in order, each of them idempotent and inside one transaction, so
//! that a crash or a second tab in the middle does no harm. Never changes a document of a newer version: that one is
//! opened for reading only.

use yrs::{Any, Map, MapRef, Out, ReadTxn, TransactionMut};

/// The version of documents that this program writes.
pub(super) const VERSION: i64 = 1;
const KEY: &str = "version";

/// A step from one version to the next.
type Migration = fn(&mut TransactionMut);

/// The steps in order; the first makes version 2 from version 1.
const MIGRATIONS: [Migration; (VERSION - 1) as usize] = [];

/// The version a document was written with; a document without content has none yet.
pub(super) fn version<T: ReadTxn>(txn: &T, meta: &MapRef) -> Option<i64> {
    match meta.get(txn, KEY) {
        Some(Out::Any(Any::Number(number))) => number.as_i64(),
        _ => None,
    }
}

/// Whether a newer version wrote the document.
pub(super) fn is_newer<T: ReadTxn>(txn: &T, meta: &MapRef) -> bool {
    version(txn, meta).is_some_and(|version| version > VERSION)
}

/// Brings a document to this version; does nothing where it is already, or newer.
pub(super) fn migrate(txn: &mut TransactionMut, meta: &MapRef) {
    let from = version(txn, meta).unwrap_or(VERSION);
    for migration in MIGRATIONS.iter().skip(usize::try_from(from - 1).unwrap_or_default()) {
        migration(txn);
    }
    if version(txn, meta).is_none_or(|version| version < VERSION) {
        meta.insert(txn, KEY, VERSION);
    }
}
