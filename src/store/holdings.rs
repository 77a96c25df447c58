//! What was found in the two places, decoded; everything that could not be decoded is set apart, never dropped.
//!
//! Only reads. What follows from it is decided in `feed`, `repair` and `compact`.

use super::backend::{Media, Place, Refusal};
use super::bundle;
use super::coverage::Coverage;
use super::key::{self, Key};
use super::record::{Kind, Record, RecordError, WorkspaceId, from_text};
use super::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// No workspace lives to see this many snapshots; a name that claims more counts as this one.
const LAST_GENERATION: u64 = 1 << 53;

/// A stored value that cannot be used; it stays where it lies until the person has it as a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quarantined {
    pub place: Place,
    pub key: String,
    pub why: RecordError,
    /// The value as it lies there; for local storage the base64 text.
    pub bytes: Vec<u8>,
    /// True if a sound copy of the same was found elsewhere, so that nothing is missing because of it.
    pub replaced: bool,
}

/// What lies under one sound key.
pub(super) enum Content {
    Log(Vec<Record>),
    Snapshot(Snapshot),
}

pub(super) struct Item {
    pub(super) place: Place,
    pub(super) key: String,
    /// Length of key and value as the place counts them.
    pub(super) bytes: usize,
    pub(super) content: Content,
}

#[derive(Default)]
pub(super) struct Holdings {
    pub(super) items: Vec<Item>,
    pub(super) damaged: Vec<Quarantined>,
    /// Hashes of records not to be opened again.
    pub(super) skips: BTreeSet<u64>,
    /// The newest format found, if this build cannot read it.
    pub(super) newer: Option<u16>,
    /// The highest generation any snapshot's name claims, sound or not.
    pub(super) top_generation: u64,
}

/// Holdings, and whether each place answered.
pub(super) struct Reading {
    pub(super) holdings: Holdings,
    pub(super) primary: Result<(), Refusal>,
    pub(super) durable: Result<(), Refusal>,
}

impl Reading {
    /// The first refusal, if any place did not answer.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        self.durable.clone().and(self.primary.clone()).err()
    }
}

/// Reads all of a workspace from both places.
pub(super) async fn read_all(media: &Media, workspace: WorkspaceId) -> Reading {
    let mut holdings = Holdings::default();
    let durable = media.durable.read(&key::prefix(workspace)).await;
    let durable = durable.map(|found| {
        for (key, bytes) in found {
            holdings.take(workspace, Place::Durable, key, bytes);
        }
    });
    let primary = primary_keys(media, workspace).and_then(|keys| read_primary(media, workspace, &keys, &mut holdings));
    Reading { holdings, primary, durable }
}

/// The keys of a workspace in local storage.
pub(super) fn primary_keys(media: &Media, workspace: WorkspaceId) -> Result<Vec<String>, Refusal> {
    let prefix = key::prefix(workspace);
    let mut keys = media.primary.keys()?;
    keys.retain(|key| key.starts_with(&prefix));
    keys.sort_unstable();
    Ok(keys)
}

/// Adds what lies under `keys` in local storage; a key that is gone meanwhile is passed over.
pub(super) fn read_primary(media: &Media, workspace: WorkspaceId, keys: &[String], holdings: &mut Holdings) -> Result<(), Refusal> {
    for key in keys {
        if let Some(text) = media.primary.get(key)? {
            holdings.take(workspace, Place::Primary, key.clone(), text.into_bytes());
        }
    }
    Ok(())
}

impl Holdings {
    /// Sorts one stored value in: sound content, damage, or a sign of a newer program.
    pub(super) fn take(&mut self, workspace: WorkspaceId, place: Place, text: String, bytes: Vec<u8>) {
        let key = Key::parse(workspace, &text);
        if key == Some(Key::Opening) {
            return;
        }
        if let Some(Key::Snapshot { generation, .. }) = key {
            self.top_generation = self.top_generation.max(generation.min(LAST_GENERATION));
        }
        let record = match place {
            Place::Durable => Record::decode(&bytes),
            Place::Primary => String::from_utf8_lossy(&bytes).parse_record(),
        };
        match (record, key) {
            (Err(RecordError::NewerVersion(version)), _) => self.newer = self.newer.max(Some(version)),
            // A name of another kind is none of this version's business: it is left alone.
            (_, None) => {}
            (Ok(record), Some(key)) => match content_of(record, key, workspace) {
                Ok(Some(content)) => {
                    let size = text.len() + bytes.len();
                    self.items.push(Item { place, key: text, bytes: size, content });
                }
                Ok(None) => {
                    if let Key::Skip { hash } = key {
                        self.skips.insert(hash);
                    }
                }
                Err(why) => self.damaged.push(Quarantined { place, key: text, why, bytes, replaced: false }),
            },
            (Err(why), Some(_)) => self.damaged.push(Quarantined { place, key: text, why, bytes, replaced: false }),
        }
    }

    /// True if nothing at all was found.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.damaged.is_empty() && self.newer.is_none()
    }

    /// The sound snapshots in one place or in both.
    pub(super) fn snapshots(&self, place: Option<Place>) -> impl Iterator<Item = &Snapshot> {
        self.items.iter().filter(move |item| place.is_none_or(|place| place == item.place)).filter_map(|item| match &item.content {
            Content::Snapshot(snapshot) => Some(snapshot),
            Content::Log(_) => None,
        })
    }

    /// The snapshots that no other makes dispensable, each once.
    pub(super) fn top_snapshots(&self) -> Vec<&Snapshot> {
        let mut unique = BTreeMap::new();
        unique.extend(self.snapshots(None).map(|snapshot| (snapshot.id(), snapshot)));
        let all: Vec<&Snapshot> = unique.into_values().collect();
        all.iter().copied().filter(|one| !all.iter().any(|other| other.dominates(one))).collect()
    }

    /// Every record of one place or of both, each once, in the order of tab and sequence.
    pub(super) fn records(&self, place: Option<Place>) -> Vec<&Record> {
        let mut records: Vec<&Record> = Vec::new();
        for item in self.items.iter().filter(|item| place.is_none_or(|place| place == item.place)) {
            if let Content::Log(found) = &item.content {
                records.extend(found);
            }
        }
        records.sort_by_key(|record| (record.tab, record.sequence));
        records.dedup();
        records
    }

    /// The records that lie in one place as records.
    pub(super) fn logged(&self, place: Place) -> Coverage {
        let mut coverage = Coverage::default();
        self.records(Some(place)).iter().for_each(|record| coverage.insert(record.tab, record.sequence));
        coverage
    }

    /// The records included in the sound snapshots of one place.
    pub(super) fn covered(&self, place: Place) -> Coverage {
        let mut coverage = Coverage::default();
        self.snapshots(Some(place)).for_each(|snapshot| coverage.merge(&snapshot.covers));
        coverage
    }

    /// The names in one place under which something unusable lies.
    pub(super) fn occupied(&self, place: Place) -> HashSet<String> {
        self.damaged.iter().filter(|damaged| damaged.place == place).map(|damaged| damaged.key.clone()).collect()
    }
}

impl Item {
    /// True if everything under this key is included in `coverage`; for a snapshot, all that it covers.
    pub(super) fn is_covered_by(&self, coverage: &Coverage) -> bool {
        match &self.content {
            Content::Log(records) => records.iter().all(|record| coverage.contains(record.tab, record.sequence)),
            Content::Snapshot(snapshot) => coverage.includes(&snapshot.covers),
        }
    }
}

trait ParseRecord {
    fn parse_record(&self) -> Result<Record, RecordError>;
}

impl ParseRecord for str {
    fn parse_record(&self) -> Result<Record, RecordError> {
        Record::decode(&from_text(self)?)
    }
}

/// What a sound record is good for under its key; `None` for a skip note.
fn content_of(record: Record, key: Key, workspace: WorkspaceId) -> Result<Option<Content>, RecordError> {
    if record.workspace != workspace {
        return Err(RecordError::Misplaced);
    }
    let (kind, tab, sequence) = (record.kind, record.tab, record.sequence);
    match key {
        Key::Update { .. } if kind == Kind::Update && key == (Key::Update { tab, sequence }) => Ok(Some(Content::Log(vec![record]))),
        Key::Bundle { .. } if matches!(kind, Kind::Update | Kind::Bundle) => {
            let records = bundle::unfold(record)?;
            let found = bundle::ends(&records).map(|(tab, first, last)| Key::Bundle { tab, first, last });
            if found == Some(key) { Ok(Some(Content::Log(records))) } else { Err(RecordError::Misplaced) }
        }
        Key::Snapshot { .. } if kind == Kind::Snapshot && key == (Key::Snapshot { generation: sequence, tab }) => {
            Ok(Some(Content::Snapshot(Snapshot::from_record(&record)?)))
        }
        Key::Skip { hash } if kind == Kind::Skip && record.previous == hash => Ok(None),
        _ => Err(RecordError::Misplaced),
    }
}
