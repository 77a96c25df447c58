//! The workspace file: a whole workspace as bytes that a person can keep, carry and send.
//!
//! Never writes or reads a disk: bytes in, bytes out.

use super::packing::{pack, unpack};
use thiserror::Error;

/// The first bytes of every workspace file of this form.
const MARK: &[u8] = b"LINEWRIGHT-WORKSPACE-1\n";
/// The ending of a workspace file's name.
pub const ENDING: &str = ".linewright";
/// Larger files are not read, in bytes.
pub const LARGEST: usize = 64 << 20;

/// A workspace out of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WorkspaceFile {
    /// The workspace's id, the same in all copies of it.
    pub id: u64,
    /// The name it had where it was saved.
    pub name: String,
    /// The whole document.
    pub snapshot: Vec<u8>,
}

/// Why a file cannot be opened; nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum FileError {
    #[error("This is not a Linewright workspace file.")]
    Foreign,
    #[error("This file is damaged or was cut off on the way.")]
    Damaged,
    #[error("This file is larger than 64 MB, which no workspace is.")]
    TooLarge,
}

/// Whether the bytes begin as a workspace file does.
pub fn is_workspace_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// A workspace as a file.
pub fn write_file(file: &WorkspaceFile) -> Vec<u8> {
    let name = file.name.as_bytes().get(..file.name.len().min(200)).unwrap_or_default();
    let mut body = file.id.to_le_bytes().to_vec();
    body.push(name.len() as u8);
    body.extend(name);
    body.extend(pack(&file.snapshot));
    let mut bytes = MARK.to_vec();
    bytes.extend(checksum(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// The workspace in a file.
///
/// # Errors
/// The file is of another kind, damaged or too large.
pub fn read_file(bytes: &[u8]) -> Result<WorkspaceFile, FileError> {
    if bytes.len() > LARGEST {
        return Err(FileError::TooLarge);
    }
    let rest = bytes.strip_prefix(MARK).ok_or(FileError::Foreign)?;
    let (sum, body) = rest.split_first_chunk::<8>().ok_or(FileError::Damaged)?;
    if checksum(body) != u64::from_le_bytes(*sum) {
        return Err(FileError::Damaged);
    }
    let (id, rest) = body.split_first_chunk::<8>().ok_or(FileError::Damaged)?;
    let (length, rest) = rest.split_first().ok_or(FileError::Damaged)?;
    let (name, packed) = rest.split_at_checked(usize::from(*length)).ok_or(FileError::Damaged)?;
    let snapshot = unpack(packed).ok_or(FileError::Damaged)?.into_owned();
    Ok(WorkspaceFile { id: u64::from_le_bytes(*id), name: String::from_utf8_lossy(name).into_owned(), snapshot })
}

/// FNV-1a over 64 bits: finds what a bad disk or a cut-off download does; it is no protection against malice, the document's reader is.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> WorkspaceFile {
        WorkspaceFile { id: 7, name: "Wörkshop".to_owned(), snapshot: b"snapshot".repeat(50) }
    }

    #[test]
    fn a_file_is_read_back_as_it_was_written() {
        assert_eq!(read_file(&write_file(&file())), Ok(file()));
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_noticed() {
        let whole = write_file(&file());
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 4;
            assert!(read_file(&flipped).is_err(), "byte {at}");
            assert!(read_file(&whole[..at]).is_err(), "cut at {at}");
        }
        assert_eq!(read_file(b"PK\x03\x04"), Err(FileError::Foreign));
    }
}
