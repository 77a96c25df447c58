//! What can be said of a workbook file before any of its content is used.
//!
//! Every part is unpacked once into nothing, counting: sizes written in the archive itself can lie.

use super::ReadError;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest content of a workbook, unpacked, in bytes.
const LARGEST_UNPACKED: u64 = 200 * 1024 * 1024;
/// How many times its packed size a part may have unpacked; text of a spreadsheet reaches about 60.
const LARGEST_RATIO: u64 = 200;
/// Parts smaller than this unpacked are harmless whatever their ratio.
const HARMLESS: u64 = 1024 * 1024;
/// A workbook with more parts than this is not one.
const MOST_PARTS: usize = 10_000;

/// Checks the archive of an .xlsx workbook.
///
/// # Errors
/// Where it is incomplete, damaged, too large, made to do harm, or no .xlsx workbook.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error, bytes))?;
    if archive.len() > MOST_PARTS {
        return Err(ReadError::Damaged { reason: "it has more than 10,000 parts".to_owned() });
    }
    let names: Vec<String> = archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect();
    let has = |name: &str| names.iter().any(|part| part.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        return Err(ReadError::OldFormat { kind: ".xlsb".to_owned() });
    }
    if has("mimetype") && has("content.xml") {
        return Err(ReadError::OldFormat { kind: "OpenDocument .ods".to_owned() });
    }
    if !has("[Content_Types].xml") || !names.iter().any(|name| name.to_ascii_lowercase().starts_with("xl/")) {
        return Err(ReadError::NotASpreadsheet { found: "it is an archive without a workbook".to_owned() });
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| of_zip(&error, bytes))?;
        let (packed, claimed) = (part.compressed_size(), part.size());
        guard(packed, claimed, total)?;
        let unpacked = count(part, packed, total)?;
        total += unpacked;
    }
    Ok(())
}

/// The length of a part's content, without keeping it.
fn count(mut part: impl Read, packed: u64, before: u64) -> Result<u64, ReadError> {
    let mut buffer = [0u8; 16 * 1024];
    let mut length = 0u64;
    loop {
        match part.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(read) => length += read as u64,
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(ReadError::Truncated),
            Err(_) => return Err(ReadError::Damaged { reason: "a part cannot be unpacked".to_owned() }),
        }
        guard(packed, length, before)?;
    }
}

fn guard(packed: u64, unpacked: u64, before: u64) -> Result<(), ReadError> {
    if unpacked > HARMLESS && unpacked / packed.max(1) > LARGEST_RATIO {
        return Err(ReadError::Bomb);
    }
    if before.saturating_add(unpacked) > LARGEST_UNPACKED { Err(ReadError::TooLargeUnpacked) } else { Ok(()) }
}

fn of_zip(error: &zip::result::ZipError, bytes: &[u8]) -> ReadError {
    // The directory of an archive is its end: where it is missing, the rest of the file is.
    let end = bytes.len().saturating_sub(65_557);
    let has_end = bytes.get(end..).is_some_and(|tail| tail.windows(4).any(|four| four == b"PK\x05\x06"));
    match error {
        zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => ReadError::Encrypted,
        _ if !has_end => ReadError::Truncated,
        _ => ReadError::Damaged { reason: "its directory cannot be read".to_owned() },
    }
}

/// What an OLE compound file is: an encrypted workbook, or one of before 2007.
pub(super) fn of_compound_file(bytes: &[u8]) -> ReadError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|part| part == wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        ReadError::Encrypted
    } else if holds("Workbook") || holds("Book") {
        ReadError::OldFormat { kind: ".xls".to_owned() }
    } else {
        ReadError::NotASpreadsheet { found: "it is an old Office file without a workbook".to_owned() }
    }
}
