//! From bytes to text: UTF-8, UTF-16 with a byte order mark, and Windows-1252 for what is neither.
//!
//! Never guesses at other code pages.

use super::ReadError;

/// The characters of Windows-1252 from 0x80 to 0x9F; those without one become the replacement character.
const WINDOWS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text of the bytes.
///
/// # Errors
/// Where the bytes are no text at all, with what they look like.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Ok(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Ok(utf16(rest, u16::from_be_bytes));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if let Some(found) = known_binary(bytes) {
        return Err(ReadError::NotASpreadsheet { found: found.to_owned() });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Ok(bytes.iter().map(|byte| windows_char(*byte)).collect()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|read| read.unwrap_or('\u{fffd}')).collect()
}

fn windows_char(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

/// What a file that is no text looks like.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xBC\xAF", "a 7-Zip archive"),
    ];
    let known = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, found)| *found);
    known.or_else(|| bytes.contains(&0).then_some("it holds bytes that no text has"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_read() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("Größe;漢".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16).as_deref(), Ok("Größe;漢"));
        assert_eq!(decode("\u{feff}Größe".as_bytes()).as_deref(), Ok("Größe"));
        assert_eq!(decode(b"Gr\xF6\xDFe \x80").as_deref(), Ok("Größe €"));
    }

    #[test]
    fn pictures_and_zeros_are_no_text() {
        for bytes in [&b"%PDF-1.7"[..], b"\x89PNG\r\n", b"a,b\0c"] {
            assert!(matches!(decode(bytes), Err(ReadError::NotASpreadsheet { .. })));
        }
    }
}
