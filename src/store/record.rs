//! The container of everything that is stored: one record, whose damage is always noticed before its content is looked at.
//!
//! Never looks inside the payload, never panics, never allocates more than the bytes it was given.

use super::wire::{Checksum, Reader};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use thiserror::Error;

/// The largest payload of one record, in bytes.
pub const MAX_PAYLOAD: usize = 32 * 1024 * 1024;
/// The version of the container that this build writes, and the newest it reads.
pub const FORMAT_VERSION: u16 = 1;
/// Bytes before the payload.
pub const HEADER_BYTES: usize = 56;
const MAGIC: [u8; 4] = *b"LNWR";
const CHECKSUM_AT: usize = 48;

/// The number of a workspace; 0 is the list of workspaces itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WorkspaceId(pub u64);

/// The random number of one tab's session with one workspace; new at each opening, so that nobody else writes under it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TabId(pub u64);

/// What a record's payload is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One update of the document.
    Update,
    /// Several updates of one tab in a row, folded into one value.
    Bundle,
    /// The whole document with the list of the records it includes.
    Snapshot,
    /// The hash of a record that is not to be opened again.
    Skip,
}

/// One record as it lies in a store; it cannot be changed, so its hash is always that of its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    head: Head,
    payload: Vec<u8>,
    hash: u64,
}

/// What a record says about itself; `sequence` counts from 0 in each tab session, `previous` is the hash of the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    pub kind: Kind,
    pub workspace: WorkspaceId,
    pub tab: TabId,
    pub sequence: u64,
    pub previous: u64,
}

/// Why some bytes are not a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum RecordError {
    #[error("it is shorter than the shortest record")]
    TooShort,
    #[error("it does not begin like a record")]
    NotARecord,
    #[error("it was changed or cut after it was written")]
    Damaged,
    #[error("it was written by a newer version of the program (format {0})")]
    NewerVersion(u16),
    #[error("it is of a kind that does not exist")]
    UnknownKind,
    #[error("it is larger than a record may be")]
    TooLarge,
    #[error("its content does not have the expected form")]
    Malformed,
    #[error("it is not written in base64")]
    NotText,
    #[error("it belongs to another place than the one it was found in")]
    Misplaced,
    #[error("the document refused its content")]
    Refused,
}

impl std::ops::Deref for Record {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Record {
    /// A record of `payload`.
    pub fn new(head: Head, payload: Vec<u8>) -> Record {
        let hash = checksum_of(&head.bytes(payload.len()), &payload);
        Record { head, payload, hash }
    }

    /// What was put into this record.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The bytes of this record; fails only on a payload above [`MAX_PAYLOAD`].
    pub fn encode(&self) -> Result<Vec<u8>, RecordError> {
        if self.payload.len() > MAX_PAYLOAD {
            return Err(RecordError::TooLarge);
        }
        let mut bytes = Vec::with_capacity(HEADER_BYTES + self.payload.len());
        bytes.extend_from_slice(&self.head.bytes(self.payload.len()));
        bytes.extend_from_slice(&self.hash.to_le_bytes());
        bytes.extend_from_slice(&self.payload);
        Ok(bytes)
    }

    /// Reads a record back, its checksum before anything else.
    ///
    /// Every later version of the format keeps the place of magic, version and checksum, so that damage is told from novelty.
    pub fn decode(bytes: &[u8]) -> Result<Record, RecordError> {
        if bytes.len() < HEADER_BYTES {
            return Err(RecordError::TooShort);
        }
        if bytes.len() > HEADER_BYTES + MAX_PAYLOAD {
            return Err(RecordError::TooLarge);
        }
        let mut reader = Reader(bytes);
        let head = reader.take(CHECKSUM_AT)?;
        let checksum = reader.word()?;
        let payload = reader.0;
        if !head.starts_with(&MAGIC) {
            return Err(RecordError::NotARecord);
        }
        if checksum_of(head, payload) != checksum {
            return Err(RecordError::Damaged);
        }
        let mut reader = Reader(head);
        reader.take(MAGIC.len())?;
        let version = u16::from_le_bytes(reader.array()?);
        if version > FORMAT_VERSION {
            return Err(RecordError::NewerVersion(version));
        }
        let [kind, _reserved] = reader.array()?;
        let kind = Kind::from_number(kind)?;
        let workspace = WorkspaceId(reader.word()?);
        let tab = TabId(reader.word()?);
        let (sequence, previous, length) = (reader.word()?, reader.word()?, reader.word()?);
        if length != payload.len() as u64 {
            return Err(RecordError::Malformed);
        }
        let head = Head { kind, workspace, tab, sequence, previous };
        Ok(Record { head, payload: payload.to_vec(), hash: checksum })
    }

    /// The record as text for local storage.
    pub fn encode_text(&self) -> Result<String, RecordError> {
        Ok(to_text(&self.encode()?))
    }

    /// Reads a record back from its text.
    pub fn decode_text(text: &str) -> Result<Record, RecordError> {
        Record::decode(&from_text(text)?)
    }

    /// Where the record stands: its tab session and the number within.
    pub fn place(&self) -> (TabId, u64) {
        (self.tab, self.sequence)
    }

    /// The identity of this record: the checksum over all of it.
    pub fn hash(&self) -> u64 {
        self.hash
    }
}

impl Head {
    /// The bytes before the checksum, the same for every build.
    fn bytes(&self, length: usize) -> [u8; CHECKSUM_AT] {
        let mut head = [0; CHECKSUM_AT];
        let fields = [self.workspace.0, self.tab.0, self.sequence, self.previous, length as u64];
        let start = MAGIC.iter().copied().chain(FORMAT_VERSION.to_le_bytes()).chain([self.kind.number(), 0]);
        for (place, byte) in head.iter_mut().zip(start.chain(fields.iter().flat_map(|field| field.to_le_bytes()))) {
            *place = byte;
        }
        head
    }
}

impl Kind {
    fn number(self) -> u8 {
        match self {
            Kind::Update => 0,
            Kind::Bundle => 1,
            Kind::Snapshot => 2,
            Kind::Skip => 3,
        }
    }

    fn from_number(number: u8) -> Result<Kind, RecordError> {
        match number {
            0 => Ok(Kind::Update),
            1 => Ok(Kind::Bundle),
            2 => Ok(Kind::Snapshot),
            3 => Ok(Kind::Skip),
            _ => Err(RecordError::UnknownKind),
        }
    }
}

/// Bytes as base64 without padding: the only form in which every browser counts one byte per character.
pub fn to_text(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(bytes)
}

/// Base64 back to bytes, refused when longer than the largest record.
pub fn from_text(text: &str) -> Result<Vec<u8>, RecordError> {
    if text.len() > (HEADER_BYTES + MAX_PAYLOAD) / 3 * 4 + 4 {
        return Err(RecordError::TooLarge);
    }
    STANDARD_NO_PAD.decode(text).map_err(|_| RecordError::NotText)
}

fn checksum_of(head: &[u8], payload: &[u8]) -> u64 {
    let mut checksum = Checksum::new();
    checksum.add(head);
    checksum.add(payload);
    checksum.value()
}
