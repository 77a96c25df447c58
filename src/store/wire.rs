//! The few building blocks of the stored bytes: checksum, numbers of variable length, a reader that cannot run over the end.

use super::record::RecordError;

/// 64-bit checksum that also serves as the identity of a record.
///
/// FNV-1a with a mixing step at the end. Each byte enters through a step that can be undone, so any change within a single byte is
/// found for certain and any other damage but for one case in 2^64. A CRC-32 would be weaker as an identity, a cryptographic hash
/// would cost the page 10 KiB and protect against nobody: whoever can write here can also compute it.
pub(super) struct Checksum(u64);

impl Checksum {
    pub(super) fn new() -> Checksum {
        Checksum(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    pub(super) fn value(&self) -> u64 {
        let mut hash = self.0;
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    }
}

/// Appends `value` in seven-bit groups, lowest first (LEB128).
pub(super) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Takes pieces off the front of some bytes; every piece that is not there is an error, never a panic.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], RecordError> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(RecordError::Malformed)?;
        self.0 = rest;
        Ok(head)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        self.take(N)?.try_into().map_err(|_| RecordError::Malformed)
    }

    pub(super) fn word(&mut self) -> Result<u64, RecordError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(super) fn number(&mut self) -> Result<u64, RecordError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            let low = u64::from(byte & 0x7f);
            if low << shift >> shift != low {
                return Err(RecordError::Malformed);
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(RecordError::Malformed)
    }

    /// A length that is at most what is left, so that nothing can be made to allocate more than was given.
    pub(super) fn length(&mut self) -> Result<usize, RecordError> {
        let length = usize::try_from(self.number()?).map_err(|_| RecordError::Malformed)?;
        if length > self.0.len() { Err(RecordError::Malformed) } else { Ok(length) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
