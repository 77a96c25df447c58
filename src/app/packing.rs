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

/// Least effort, for what a person waits for.
const HASTE: u8 = 1;
/// Updates below this size are kept as they are: what a person types is a few hundred bytes.
const LARGE_UPDATE: usize = 32 << 10;

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    packed(bytes, EFFORT)
}

/// Packs an update that is large, such as an import, so that local storage has room for it beside others; any other stays as it is.
pub fn pack_update(update: Vec<u8>) -> Vec<u8> {
    // What unfolds beyond the limit would not be opened again.
    if (LARGE_UPDATE..=LARGEST).contains(&update.len()) { packed(&update, HASTE) } else { update }
}

fn packed(bytes: &[u8], effort: u8) -> Vec<u8> {
    let mut packed = MARK.to_vec();
    packed.extend(miniz_oxide::deflate::compress_to_vec(bytes, effort));
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
    fn large_updates_are_packed_and_small_ones_stay() {
        let small = b"an edit".to_vec();
        assert_eq!(pack_update(small.clone()), small);
        let large = b"a record of an import ".repeat(4000);
        let packed = pack_update(large.clone());
        assert!(packed.len() < large.len() / 10);
        assert_eq!(unpack(&packed).as_deref(), Some(large.as_slice()));
        let larger = pack_update(vec![7; LARGEST + 1]);
        assert_eq!(unpack(&larger).map(|bytes| bytes.len()), Some(LARGEST + 1), "it is kept as it is and can be read");
    }

    #[test]
    fn damaged_and_exploding_bytes_are_refused() {
        let mut packed = pack(&vec![0; LARGEST + 1]);
        assert_eq!(unpack(&packed), None);
        packed.truncate(20);
        assert_eq!(unpack(&packed), None);
    }
}
