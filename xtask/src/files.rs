//! Files and their digests.

use crate::run::Outcome;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file in or under a place (or the place itself, if it is a file), sorted.
pub fn files_below(place: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(place, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(place: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if place.is_dir() {
        for entry in fs::read_dir(place)? {
            collect(&entry?.path(), files)?;
        }
    } else if place.is_file() {
        files.push(place.to_path_buf());
    }
    Ok(())
}

/// Copies a folder with everything below it.
pub fn copy_folder(from: &Path, to: &Path) -> Outcome {
    for file in files_below(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &target)?;
    }
    Ok(())
}

/// Copies a folder with everything below it, and puts beside each file its brotli, as the small server sends it.
pub fn copy_compressed(from: &Path, to: &Path) -> Outcome {
    copy_folder(from, to)?;
    for file in files_below(to)? {
        let mut small = file.clone().into_os_string();
        small.push(".br");
        fs::write(small, brotli(&fs::read(&file)?)?)?;
    }
    Ok(())
}

/// These bytes as brotli makes them at its best (quality 11), told beforehand how many there are, as a server does that compresses files.
pub fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters)?;
    Ok(small)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
