//! How much room there is, and when to do something about it.
//!
//! The portable limit of local storage is counted in bytes with the keys; base64 and hexadecimal keys make a byte a character.

use super::backend::{Primary, Refusal};

/// Bytes of local storage that every browser grants, keys included.
pub const PRIMARY_QUOTA: usize = 5_242_880;
/// Fill up to which a new snapshot is put beside the old one.
pub(super) const BESIDE_LIMIT: usize = PRIMARY_QUOTA / 100 * 95;
/// Fill up to which a snapshot is put into local storage at all; the rest is for the log and for others.
pub(super) const SNAPSHOT_LIMIT: usize = PRIMARY_QUOTA / 100 * 80;
/// Keys of one workspace above which the log is compacted: more make the first access of a page slow.
pub(super) const KEY_LIMIT: usize = 200;
/// Bytes of log below which a snapshot is not worth writing.
pub(super) const LOG_FLOOR: usize = 256 * 1024;
/// Bytes of log from which on compaction is worth trying to make room.
pub(super) const LOG_WORTH: usize = 32 * 1024;

/// How full local storage is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SpaceLevel {
    Fine,
    Sixty,
    Eighty,
    NinetyFive,
}

impl SpaceLevel {
    /// The level of so many bytes, keys included.
    pub fn of(bytes: usize) -> SpaceLevel {
        match bytes.saturating_mul(100) / PRIMARY_QUOTA {
            0..60 => SpaceLevel::Fine,
            60..80 => SpaceLevel::Sixty,
            80..95 => SpaceLevel::Eighty,
            _ => SpaceLevel::NinetyFive,
        }
    }
}

/// What one workspace takes, in bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Usage {
    /// Everything in local storage on this origin, also of others.
    pub primary_bytes: usize,
    /// This workspace in local storage.
    pub primary_own_bytes: usize,
    /// Keys of this workspace in local storage.
    pub primary_keys: usize,
    /// This workspace in the browser's database.
    pub durable_bytes: usize,
    /// The newest snapshot.
    pub snapshot_bytes: usize,
    /// Updates that are not in a snapshot yet.
    pub log_bytes: usize,
    /// How full local storage is.
    pub space: SpaceLevel,
    /// False if the snapshot lies in the browser's database only.
    pub snapshot_in_primary: bool,
}

/// Bytes of all keys and values in local storage that begin with `prefix`, and how many they are.
pub(super) fn measure(primary: &dyn Primary, prefix: &str) -> Result<(usize, usize), Refusal> {
    let (mut bytes, mut count) = (0, 0);
    for key in primary.keys()?.iter().filter(|key| key.starts_with(prefix)) {
        bytes += key.len() + primary.get(key)?.map_or(0, |text| text.len());
        count += 1;
    }
    Ok((bytes, count))
}
