//! What is here decodes as the standard says, in one piece and in pieces of any length.

use encoding_rs::{Decoder, DecoderResult, Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

const TEXT: &str = "Größe; 10 €, 数量, 🏭, end";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// All of `bytes`, `step` at a time into `room` bytes at a time; `None` where it is malformed.
fn in_pieces(mut decoder: Decoder, bytes: &[u8], step: usize, room: usize) -> Option<String> {
    let mut text = Vec::new();
    let pieces: Vec<&[u8]> = bytes.chunks(step).chain([&[][..]]).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let mut rest = *piece;
        loop {
            let mut into = vec![0; room];
            let (result, taken, written) = decoder.decode_to_utf8_without_replacement(rest, &mut into, at + 1 == pieces.len());
            text.extend_from_slice(&into[..written]);
            rest = &rest[taken..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(_, _) => return None,
            }
        }
    }
    Some(String::from_utf8(text).unwrap())
}

#[test]
fn every_form_decodes_in_pieces_of_any_length() {
    let forms: [(&'static Encoding, Vec<u8>); 3] =
        [(UTF_8, TEXT.as_bytes().to_vec()), (UTF_16LE, utf16(TEXT, u16::to_le_bytes)), (UTF_16BE, utf16(TEXT, u16::to_be_bytes))];
    for (encoding, bytes) in forms {
        assert_eq!(encoding.decode_without_bom_handling_and_without_replacement(&bytes).as_deref(), Some(TEXT), "{encoding:?}");
        for step in 1..=bytes.len() {
            for room in [4, 5, 7, 64] {
                let read = in_pieces(encoding.new_decoder_without_bom_handling(), &bytes, step, room);
                assert_eq!(read.as_deref(), Some(TEXT), "{encoding:?}, {step} at a time into {room}");
            }
        }
        let mut text = String::from("> ");
        let mut decoder = encoding.new_decoder_without_bom_handling();
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap());
        assert_eq!(decoder.decode_to_string_without_replacement(&bytes, &mut text, true), (DecoderResult::InputEmpty, bytes.len()));
        assert_eq!(text, format!("> {TEXT}"));
    }
}

#[test]
fn windows_1252_is_read_byte_by_byte() {
    let bytes = b"Gr\xf6\xdfe 5 \x80 \x93so\x94";
    let text = "Größe 5 € “so”";
    assert_eq!(WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes).as_deref(), Some(text));
    assert_eq!(in_pieces(WINDOWS_1252.new_decoder_without_bom_handling(), bytes, 3, 4).as_deref(), Some(text));
}

#[test]
fn what_is_malformed_is_refused_or_replaced() {
    let cases: [(&'static Encoding, &[u8], &str); 6] = [
        (UTF_8, b"a\xff", "a\u{fffd}"),
        (UTF_8, b"a\xe2\x82", "a\u{fffd}"),
        (UTF_16LE, b"a\0\0\xdc", "a\u{fffd}"),
        (UTF_16LE, b"a\0\0\xd8b\0", "a\u{fffd}b"),
        (UTF_16BE, b"\0a\0", "a\u{fffd}"),
        (GBK, b"a", "\u{fffd}"),
    ];
    for (encoding, bytes, replaced) in cases {
        assert_eq!(encoding.decode_without_bom_handling_and_without_replacement(bytes), None, "{encoding:?} {bytes:?}");
        assert_eq!(in_pieces(encoding.new_decoder_without_bom_handling(), bytes, 1, 8), None, "{encoding:?} {bytes:?}");
        assert_eq!(encoding.decode(bytes), (replaced.into(), encoding, true), "{encoding:?} {bytes:?}");
    }
}

#[test]
fn a_mark_names_the_encoding() {
    assert_eq!(GBK.decode(b"\xef\xbb\xbf\xc3\xb6"), ("ö".into(), UTF_8, false));
    assert_eq!(UTF_8.decode(b"\xff\xfe\xf6\0"), ("ö".into(), UTF_16LE, false));
    assert_eq!(UTF_8.decode(b"\xfe\xff\0\xf6"), ("ö".into(), UTF_16BE, false));
}

#[test]
fn labels_are_found_in_any_case() {
    assert_eq!(Encoding::for_label(b" UTF-8 "), Some(UTF_8));
    assert_eq!(Encoding::for_label(b"ISO-8859-1"), Some(WINDOWS_1252));
    assert_eq!(Encoding::for_label(b"utf-16"), Some(UTF_16LE));
    assert_eq!(Encoding::for_label(b"gbk"), None);
    assert_eq!(UTF_8.name(), "UTF-8");
}
