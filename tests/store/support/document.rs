//! The smallest document that merges: a set of edits, whose union does not depend on order or repetition.

use super::Edits;

/// One edit: the client that made it, and its number there.
pub type Edit = (u64, u64);

const MAGIC: u8 = 0xd0;

/// A set of edits, with padding so that updates can be of any size.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Document {
    pub edits: Edits,
}

impl Document {
    /// An update of one edit, `padding` bytes longer than it has to be.
    pub fn update(edit: Edit, padding: usize) -> Vec<u8> {
        let mut bytes = encode([edit]);
        bytes.extend(std::iter::repeat_n(0, padding));
        bytes
    }

    /// All edits as one snapshot of at least `size` bytes.
    pub fn snapshot(&self, size: usize) -> Vec<u8> {
        let mut bytes = encode(self.edits.iter().copied());
        bytes.resize(bytes.len().max(size), 0);
        bytes
    }

    /// Takes an update or snapshot in; false if it is not one.
    pub fn take(&mut self, bytes: &[u8]) -> bool {
        let Some(edits) = decode(bytes) else { return false };
        self.edits.extend(edits);
        true
    }

    /// True if `bytes` are exactly this document.
    pub fn is(&self, bytes: &[u8]) -> bool {
        decode(bytes).is_some_and(|edits| edits == self.edits)
    }
}

fn encode(edits: impl IntoIterator<Item = Edit>) -> Vec<u8> {
    let edits: Vec<Edit> = edits.into_iter().collect();
    let mut bytes = vec![MAGIC];
    bytes.extend_from_slice(&(edits.len() as u32).to_le_bytes());
    for (client, number) in edits {
        bytes.extend_from_slice(&client.to_le_bytes());
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes
}

fn decode(bytes: &[u8]) -> Option<Edits> {
    let (magic, rest) = bytes.split_first()?;
    let (count, rest) = rest.split_at_checked(4)?;
    let count = u32::from_le_bytes(count.try_into().ok()?) as usize;
    let edits = rest.get(..count.checked_mul(16)?)?;
    let word = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap());
    (*magic == MAGIC).then(|| edits.chunks(16).map(|edit| (word(&edit[..8]), word(&edit[8..]))).collect())
}
