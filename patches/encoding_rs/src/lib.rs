//! Stands in for `encoding_rs` where workbooks are read.
//!
//! The reader of workbooks asks for every encoding of the web, whose tables weigh a fifth of what a person downloads to import a file. A
//! workbook is written in UTF-8 or UTF-16 by its standard, and now and then in Windows-1252 by a careless program. These are here with
//! the names and the behaviour of the original. All others are known by name only (what they encode is malformed), so that whoever
//! depends on them compiles.

use std::borrow::Cow;
use std::fmt;

/// An encoding of text; there is one of each name.
pub struct Encoding {
    name: &'static str,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
    Windows1252,
    NotHere,
}

macro_rules! encodings {
    ($($constant:ident, $place:ident, $name:literal, $form:expr;)*) => {
        $(
            #[doc = concat!("The place of ", $name, ".")]
            pub static $place: Encoding = Encoding { name: $name, form: $form };
            #[doc = concat!("The encoding ", $name, ".")]
            pub static $constant: &Encoding = &$place;
        )*
    };
}

encodings! {
    UTF_8, UTF_8_INIT, "UTF-8", Form::Utf8;
    UTF_16LE, UTF_16LE_INIT, "UTF-16LE", Form::Utf16(u16::from_le_bytes);
    UTF_16BE, UTF_16BE_INIT, "UTF-16BE", Form::Utf16(u16::from_be_bytes);
    WINDOWS_1252, WINDOWS_1252_INIT, "windows-1252", Form::Windows1252;
    BIG5, BIG5_INIT, "Big5", Form::NotHere;
    EUC_JP, EUC_JP_INIT, "EUC-JP", Form::NotHere;
    EUC_KR, EUC_KR_INIT, "EUC-KR", Form::NotHere;
    GB18030, GB18030_INIT, "gb18030", Form::NotHere;
    GBK, GBK_INIT, "GBK", Form::NotHere;
    IBM866, IBM866_INIT, "IBM866", Form::NotHere;
    ISO_2022_JP, ISO_2022_JP_INIT, "ISO-2022-JP", Form::NotHere;
    ISO_8859_2, ISO_8859_2_INIT, "ISO-8859-2", Form::NotHere;
    ISO_8859_3, ISO_8859_3_INIT, "ISO-8859-3", Form::NotHere;
    ISO_8859_4, ISO_8859_4_INIT, "ISO-8859-4", Form::NotHere;
    ISO_8859_5, ISO_8859_5_INIT, "ISO-8859-5", Form::NotHere;
    ISO_8859_6, ISO_8859_6_INIT, "ISO-8859-6", Form::NotHere;
    ISO_8859_7, ISO_8859_7_INIT, "ISO-8859-7", Form::NotHere;
    ISO_8859_8, ISO_8859_8_INIT, "ISO-8859-8", Form::NotHere;
    ISO_8859_8_I, ISO_8859_8_I_INIT, "ISO-8859-8-I", Form::NotHere;
    ISO_8859_10, ISO_8859_10_INIT, "ISO-8859-10", Form::NotHere;
    ISO_8859_13, ISO_8859_13_INIT, "ISO-8859-13", Form::NotHere;
    ISO_8859_14, ISO_8859_14_INIT, "ISO-8859-14", Form::NotHere;
    ISO_8859_15, ISO_8859_15_INIT, "ISO-8859-15", Form::NotHere;
    ISO_8859_16, ISO_8859_16_INIT, "ISO-8859-16", Form::NotHere;
    KOI8_R, KOI8_R_INIT, "KOI8-R", Form::NotHere;
    KOI8_U, KOI8_U_INIT, "KOI8-U", Form::NotHere;
    MACINTOSH, MACINTOSH_INIT, "macintosh", Form::NotHere;
    REPLACEMENT, REPLACEMENT_INIT, "replacement", Form::NotHere;
    SHIFT_JIS, SHIFT_JIS_INIT, "Shift_JIS", Form::NotHere;
    WINDOWS_874, WINDOWS_874_INIT, "windows-874", Form::NotHere;
    WINDOWS_1250, WINDOWS_1250_INIT, "windows-1250", Form::NotHere;
    WINDOWS_1251, WINDOWS_1251_INIT, "windows-1251", Form::NotHere;
    WINDOWS_1253, WINDOWS_1253_INIT, "windows-1253", Form::NotHere;
    WINDOWS_1254, WINDOWS_1254_INIT, "windows-1254", Form::NotHere;
    WINDOWS_1255, WINDOWS_1255_INIT, "windows-1255", Form::NotHere;
    WINDOWS_1256, WINDOWS_1256_INIT, "windows-1256", Form::NotHere;
    WINDOWS_1257, WINDOWS_1257_INIT, "windows-1257", Form::NotHere;
    WINDOWS_1258, WINDOWS_1258_INIT, "windows-1258", Form::NotHere;
    X_MAC_CYRILLIC, X_MAC_CYRILLIC_INIT, "x-mac-cyrillic", Form::NotHere;
}

/// The labels under which what is here is declared, in lower case; the web takes Latin 1 and ASCII for Windows-1252.
const LABELS: [(&str, &Encoding); 12] = [
    ("utf-8", &UTF_8_INIT),
    ("utf8", &UTF_8_INIT),
    ("utf-16", &UTF_16LE_INIT),
    ("utf-16le", &UTF_16LE_INIT),
    ("utf-16be", &UTF_16BE_INIT),
    ("windows-1252", &WINDOWS_1252_INIT),
    ("cp1252", &WINDOWS_1252_INIT),
    ("iso-8859-1", &WINDOWS_1252_INIT),
    ("iso8859-1", &WINDOWS_1252_INIT),
    ("latin1", &WINDOWS_1252_INIT),
    ("us-ascii", &WINDOWS_1252_INIT),
    ("ascii", &WINDOWS_1252_INIT),
];

/// The characters of Windows-1252 from 0x80 to 0x9F.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Encoding {}

impl fmt::Debug for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Encoding {{ {} }}", self.name)
    }
}

impl Encoding {
    /// The encoding declared as `label`, without regard to case and to white space around it; `None` for those that are not here.
    pub fn for_label(label: &[u8]) -> Option<&'static Encoding> {
        let label = label.trim_ascii();
        LABELS.into_iter().find(|(known, _)| label.eq_ignore_ascii_case(known.as_bytes())).map(|(_, encoding)| encoding)
    }

    /// Its name.
    pub fn name(&'static self) -> &'static str {
        self.name
    }

    /// The text of `bytes` with U+FFFD for what is malformed, the encoding that its mark named or this one, and whether any was malformed.
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Encoding, bool) {
        let (encoding, bytes) = match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (UTF_8, rest),
            [0xFF, 0xFE, rest @ ..] => (UTF_16LE, rest),
            [0xFE, 0xFF, rest @ ..] => (UTF_16BE, rest),
            _ => (self, bytes),
        };
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return (text, encoding, false);
        }
        let text = match encoding.form {
            Form::Utf16(unit) => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                let mut text: String =
                    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|read| read.unwrap_or('\u{fffd}')).collect();
                text.extend((!rest.is_empty()).then_some('\u{fffd}'));
                Cow::Owned(text)
            }
            Form::Utf8 => String::from_utf8_lossy(bytes),
            Form::Windows1252 | Form::NotHere => Cow::Borrowed("\u{fffd}"),
        };
        (text, encoding, true)
    }

    /// The text of `bytes`; `None` where any of it is malformed.
    pub fn decode_without_bom_handling_and_without_replacement<'a>(&'static self, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
        match self.form {
            Form::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Form::Utf16(unit) => {
                let (pairs, rest) = bytes.as_chunks::<2>();
                let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
                text.ok().filter(|_| rest.is_empty()).map(Cow::Owned)
            }
            Form::Windows1252 if bytes.is_ascii() => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Form::Windows1252 => Some(Cow::Owned(bytes.iter().map(|byte| windows_char(*byte)).collect())),
            Form::NotHere => bytes.is_empty().then_some(Cow::Borrowed("")),
        }
    }

    /// What decodes a stream piece by piece.
    pub fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder { encoding: self, held: [0; 4], length: 0 }
    }
}

fn windows_char(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

/// How a piece ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecoderResult {
    /// All of the piece was taken.
    InputEmpty,
    /// There is no room for the next character.
    OutputFull,
    /// A malformed sequence: how many bytes it has, and how many were taken after it.
    Malformed(u8, u8),
}

/// Decodes a stream piece by piece: what a piece leaves unfinished, the next one finishes.
pub struct Decoder {
    encoding: &'static Encoding,
    /// The bytes of the character that has begun, and how many they are.
    held: [u8; 4],
    length: usize,
}

/// What the bytes held so far are.
enum Begun {
    Whole(char),
    Unfinished,
    Malformed,
}

impl Decoder {
    /// The encoding decoded.
    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// The room that the text of `bytes` more bytes needs at most; `None` where that is more than there can be.
    pub fn max_utf8_buffer_length_without_replacement(&self, bytes: usize) -> Option<usize> {
        bytes.checked_add(4)?.checked_mul(3)
    }

    /// Decodes `bytes` to the end of `text`, as far as there is room; answers how it ended and how many bytes were taken.
    pub fn decode_to_string_without_replacement(&mut self, bytes: &[u8], text: &mut String, last: bool) -> (DecoderResult, usize) {
        let mut room = vec![0; text.capacity() - text.len()];
        let (result, taken, written) = self.decode_to_utf8_without_replacement(bytes, &mut room, last);
        text.push_str(&String::from_utf8_lossy(room.get(..written).unwrap_or_default()));
        (result, taken)
    }

    /// Decodes `bytes` to the front of `room`; answers how it ended, how many bytes were taken and how many written. With `last` nothing
    /// may be left unfinished.
    pub fn decode_to_utf8_without_replacement(&mut self, bytes: &[u8], room: &mut [u8], last: bool) -> (DecoderResult, usize, usize) {
        let mut written = 0;
        for (taken, byte) in bytes.iter().enumerate() {
            let Some(place) = room.get_mut(written..).filter(|left| left.len() >= 4) else {
                return (DecoderResult::OutputFull, taken, written);
            };
            if let Some(next) = self.held.get_mut(self.length) {
                *next = *byte;
                self.length += 1;
            }
            match self.begun() {
                Begun::Unfinished => continue,
                Begun::Whole(character) => written += character.encode_utf8(place).len(),
                Begun::Malformed => return (DecoderResult::Malformed(self.length as u8, 0), taken + 1, written),
            }
            self.length = 0;
        }
        let result = if last && self.length > 0 { DecoderResult::Malformed(self.length as u8, 0) } else { DecoderResult::InputEmpty };
        (result, bytes.len(), written)
    }

    fn begun(&self) -> Begun {
        let held = self.held.get(..self.length).unwrap_or_default();
        match (self.encoding.form, held) {
            (Form::Utf8, held) => match std::str::from_utf8(held) {
                Ok(text) => text.chars().next().map_or(Begun::Unfinished, Begun::Whole),
                Err(error) if error.error_len().is_none() => Begun::Unfinished,
                Err(_) => Begun::Malformed,
            },
            (Form::Utf16(unit), &[a, b]) => match char::decode_utf16([unit([a, b])]).next() {
                Some(Ok(character)) => Begun::Whole(character),
                _ if unit([a, b]) < 0xDC00 => Begun::Unfinished,
                _ => Begun::Malformed,
            },
            (Form::Utf16(unit), &[a, b, c, d]) => match char::decode_utf16([unit([a, b]), unit([c, d])]).next() {
                Some(Ok(character)) => Begun::Whole(character),
                _ => Begun::Malformed,
            },
            (Form::Utf16(_), _) => Begun::Unfinished,
            (Form::Windows1252, &[byte]) => Begun::Whole(windows_char(byte)),
            _ => Begun::Malformed,
        }
    }
}
