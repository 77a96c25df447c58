//! Snapshots made small for storage and files, and opened again within a limit.
//!
//! Never knows what is inside.

use std::borrow::Cow;

/// Marks packed bytes; what does not begin with it is taken as it is.
const MARK: &[u8; 4] = b"LWZ1";
/// The most that packed bytes may unfold to: far above any workspace, far below what a page can hold.
const LARGEST: usize = 64 << 20;
/// Ordinary effort: twice as fast as the best, a few per cent larger.
const EFFORT: u8 = 6;

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = MARK.to_vec();
    packed.extend(miniz_oxide::deflate::compress_to_vec(bytes, EFFORT));
    packed
}

/// Opens bytes that may be packed; `None` where they are damaged or unfold to more than 64 MiB.
pub fn unpack(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    match bytes.strip_prefix(MARK) {
        Some(packed) => miniz_oxide::inflate::decompress_to_vec_with_limit(packed, LARGEST).ok().map(Cow::Owned),
        None => Some(Cow::Borrowed(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again_and_is_smaller() {
        let bytes = b"the same words again and again ".repeat(100);
        let packed = pack(&bytes);
        assert!(packed.len() < bytes.len() / 10);
        assert_eq!(unpack(&packed).as_deref(), Some(bytes.as_slice()));
        assert_eq!(unpack(b"plain").as_deref(), Some(b"plain".as_slice()));
    }

    #[test]
    fn damaged_and_exploding_bytes_are_refused() {
        let mut packed = pack(&vec![0; LARGEST + 1]);
        assert_eq!(unpack(&packed), None);
        packed.truncate(20);
        assert_eq!(unpack(&packed), None);
    }
}
