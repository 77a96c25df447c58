//! The outline of an update's bytes: read strictly before the CRDT sees them, so that damaged or hostile bytes end here.
//!
//! The CRDT's own decoder trusts lengths it reads and its integration trusts what it decoded; eight bytes can make it ask
//! for hundreds of megabytes. This walk checks every length against the bytes that are left, allows only the kinds of
//! content that documents of this program hold, and notes what an update builds on, so that it is applied only once all
//! of that is there. It never keeps content and allocates in proportion to the clients named, not to lengths claimed.
//!
//! The first byte of an update says which encoding of lib0 follows. Edits are written in the first: a field with its fact
//! of history takes some 90 bytes, in the second some 40 more. Whole states are written in the second: 10,000 tasks with
//! their orders take 3.0 MB in the first and 2.0 MB in the second, compressed 410 KB and 219 KB.

mod first;
mod second;
mod source;

use first::First;
use second::Second;
use source::{Bytes, Source};
use std::collections::HashMap;
use yrs::Update;
use yrs::updates::decoder::Decode;

/// The largest update that is looked at: far above any workspace.
const LARGEST_UPDATE: usize = 64 * 1024 * 1024;
/// Client numbers have 53 bits, so that JavaScript can hold them.
pub(super) const LARGEST_CLIENT: u64 = (1 << 53) - 1;
/// The encodings hold differences of clocks in 31 bits.
const LARGEST_CLOCK: u32 = 1 << 30;
/// What a block weighs in memory, against the bytes it may take: nested maps are the heavy ones.
const MAP_WEIGHT: usize = 8;

/// Why bytes are not an update of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum Flaw {
    #[error("it is larger than 64 MiB")]
    TooLarge,
    #[error("it is not the data of a workspace")]
    Foreign,
    #[error("it ends too early")]
    Short,
    #[error("something follows its end")]
    Long,
    #[error("a number in it is out of range")]
    Range,
    #[error("it holds content that workspaces never hold")]
    Content,
    #[error("it names an author twice or has an empty part")]
    Shape,
}

/// The encodings of lib0, by the byte in front of an update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    First = 1,
    Second = 2,
}

/// The byte in front of several updates, each behind its length: a state, and what waits for something it lacks.
const BUNDLE: u8 = 3;

/// What an update brings and what it builds on.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Outline {
    /// For each client the clocks it brings, first and one past the last.
    pub brings: HashMap<u64, (u32, u32)>,
    /// For each client the clock up to which everything must be known.
    pub needs: HashMap<u64, u32>,
}

impl Outline {
    /// Reads the outline of an update.
    ///
    /// # Errors
    /// What is wrong with the bytes; then the CRDT must not see them.
    pub fn read(update: &[u8]) -> Result<Outline, Flaw> {
        let (encoding, rest) = opened(update)?;
        let bytes = Bytes { rest };
        let mut outline = Outline::default();
        match encoding {
            Encoding::First => outline.walk(&mut First(bytes), rest.len())?,
            Encoding::Second => outline.walk(&mut Second::new(bytes)?, rest.len())?,
        }
        Ok(outline)
    }

    /// The first thing that is missing before the update can be applied: a client and the clock up to which it must be known.
    pub fn missing(&self, known: &HashMap<u64, u32>) -> Option<(u64, u32)> {
        let known_of = |client: &u64| known.get(client).copied().unwrap_or(0);
        let early = self.brings.iter().find(|(client, (start, _))| *start > known_of(client));
        let lacking = |(client, need): &(&u64, &u32)| {
            let own_end = self.brings.get(client).map_or(0, |(_, end)| *end);
            **need > known_of(client).max(own_end)
        };
        early
            .map(|(client, (start, _))| (*client, *start))
            .or_else(|| self.needs.iter().find(lacking).map(|(client, need)| (*client, *need)))
    }

    fn walk<'a>(&mut self, source: &mut impl Source<'a>, size: usize) -> Result<(), Flaw> {
        let mut weight = 0;
        for _ in 0..source.plain().count()? {
            let blocks = source.plain().number()? as usize;
            // Blocks that repeat each other take no bytes in the second encoding, so their number has its own limit.
            if blocks == 0 || blocks > heaviest(size) {
                return Err(Flaw::Shape);
            }
            let client = source.client()?;
            let start = source.plain().number()?;
            let mut clock = start;
            for _ in 0..blocks {
                clock = end_of(clock, self.block(source, client, clock, &mut weight)?)?;
                if weight > heaviest(size) {
                    return Err(Flaw::Shape);
                }
            }
            if self.brings.insert(client, (start, clock)).is_some() {
                return Err(Flaw::Shape);
            }
        }
        for _ in 0..source.plain().count()? {
            let client = source.plain().client()?;
            let mut after = 0;
            for _ in 0..source.plain().count()? {
                let (start, length) = source.deleted(after)?;
                after = end_of(start, length)?;
                self.need(client, after);
            }
        }
        source.end()
    }

    /// Reads one block and gives its length in clocks.
    fn block<'a>(&mut self, source: &mut impl Source<'a>, client: u64, clock: u32, weight: &mut usize) -> Result<u32, Flaw> {
        *weight += 1;
        let info = source.info()?;
        if info == 0 {
            return source.length();
        }
        let (has_left, has_right) = (info & 0x80 != 0, info & 0x40 != 0);
        if has_left {
            let id = source.left()?;
            self.refer(id, client, clock)?;
        }
        if has_right {
            let id = source.right()?;
            self.refer(id, client, clock)?;
        }
        if !has_left && !has_right {
            if source.is_in_root()? {
                source.skip_name()?;
            } else {
                let id = source.left()?;
                self.refer(id, client, clock)?;
            }
            if info & 0x20 != 0 {
                source.skip_name()?;
            }
        }
        match info & 0x1f {
            1 => source.length(),
            // A nested map.
            7 if source.type_kind()? == 1 => {
                *weight += MAP_WEIGHT;
                Ok(1)
            }
            8 => {
                let values = source.length()?;
                for _ in 0..values {
                    source.plain().skip_value(0)?;
                }
                Ok(values)
            }
            _ => Err(Flaw::Content),
        }
    }

    fn refer(&mut self, (other, at): (u64, u32), client: u64, clock: u32) -> Result<(), Flaw> {
        if other == client && at >= clock {
            return Err(Flaw::Range);
        }
        self.need(other, end_of(at, 1)?);
        Ok(())
    }

    fn need(&mut self, client: u64, end: u32) {
        let need = self.needs.entry(client).or_default();
        *need = end.max(*need);
    }
}

/// How much the blocks of an update of so many bytes may weigh together.
fn heaviest(size: usize) -> usize {
    size.saturating_mul(2).saturating_add(64)
}

fn end_of(start: u32, length: u32) -> Result<u32, Flaw> {
    match start.checked_add(length) {
        Some(_) if length == 0 => Err(Flaw::Shape),
        Some(end) if end <= LARGEST_CLOCK => Ok(end),
        _ => Err(Flaw::Range),
    }
}

/// Whether bytes are a state vector: clients and clocks, as many as they say.
pub(super) fn is_state_vector(bytes: &[u8]) -> bool {
    let mut bytes = Bytes { rest: bytes };
    let mut read = || -> Result<(), Flaw> {
        for _ in 0..bytes.count()? {
            bytes.client()?;
            bytes.number()?;
        }
        Ok(())
    };
    read().is_ok() && bytes.rest.is_empty()
}

fn opened(update: &[u8]) -> Result<(Encoding, &[u8]), Flaw> {
    if update.len() > LARGEST_UPDATE {
        return Err(Flaw::TooLarge);
    }
    match update.split_first() {
        Some((1, rest)) => Ok((Encoding::First, rest)),
        Some((2, rest)) => Ok((Encoding::Second, rest)),
        Some(_) => Err(Flaw::Foreign),
        None => Err(Flaw::Short),
    }
}

/// The updates in a bundle, or the one update that it is.
///
/// # Errors
/// A bundle that is cut or goes on after its end.
pub(super) fn parts(bytes: &[u8]) -> Result<Vec<&[u8]>, Flaw> {
    let Some((&BUNDLE, rest)) = bytes.split_first() else { return Ok(vec![bytes]) };
    let mut rest = Bytes { rest };
    let count = rest.count()?;
    let parts = (0..count).map(|_| rest.counted()).collect::<Result<Vec<&[u8]>, Flaw>>()?;
    match parts.is_empty() || !rest.rest.is_empty() {
        true => Err(Flaw::Shape),
        false => Ok(parts),
    }
}

/// Several updates as one.
pub(super) fn bundled<'a>(parts: impl ExactSizeIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = vec![BUNDLE];
    put_number(&mut bytes, parts.len() as u64);
    for part in parts {
        put_number(&mut bytes, part.len() as u64);
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Writes a number of variable length: 7 bits a byte.
pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// An update with the byte of its encoding in front.
pub(super) fn closed(encoding: Encoding, mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.insert(0, encoding as u8);
    bytes
}

/// Decodes an update whose outline was read without a flaw.
pub(super) fn decode(update: &[u8]) -> Result<Update, String> {
    let decoded = match opened(update).map_err(|flaw| flaw.to_string())? {
        (Encoding::First, rest) => Update::decode_v1(rest),
        (Encoding::Second, rest) => Update::decode_v2(rest),
    };
    decoded.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_that_claim_millions_of_parts_are_refused_at_once() {
        assert_eq!(Outline::read(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 1]), Err(Flaw::Short));
        assert_eq!(Outline::read(&[1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1]), Err(Flaw::Shape));
        assert_eq!(Outline::read(&[2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]), Err(Flaw::Short));
        assert_eq!(Outline::read(&[]), Err(Flaw::Short));
        assert_eq!(Outline::read(b"PK\x03\x04"), Err(Flaw::Foreign));
    }

    #[test]
    fn a_bundle_is_taken_apart_again_and_a_torn_one_refused() {
        let bundle = bundled([[1, 2, 3].as_slice(), [4].as_slice()].into_iter());
        assert_eq!(parts(&bundle), Ok(vec![[1, 2, 3].as_slice(), [4].as_slice()]));
        assert_eq!(parts(&[1, 0, 0]), Ok(vec![[1, 0, 0].as_slice()]));
        for torn in [&bundle[..bundle.len() - 1], &[3], &[3, 0], &[3, 1, 1, 9, 9]] {
            assert!(parts(torn).is_err(), "{torn:?}");
        }
    }

    #[test]
    fn a_state_vector_holds_as_many_clients_as_it_says() {
        assert!(is_state_vector(&[0]) && is_state_vector(&[1, 5, 3]));
        assert!(!is_state_vector(&[]) && !is_state_vector(&[2, 5, 3]) && !is_state_vector(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 1]));
    }

    #[test]
    fn an_empty_update_brings_and_needs_nothing() {
        assert_eq!(Outline::read(&closed(Encoding::First, Update::EMPTY_V1.to_vec())), Ok(Outline::default()));
        assert_eq!(Outline::read(&closed(Encoding::Second, Update::EMPTY_V2.to_vec())), Ok(Outline::default()));
        assert_eq!(Outline::read(&[1, 0, 0, 0]), Err(Flaw::Long));
    }

    #[test]
    fn an_update_waits_for_what_it_builds_on() {
        // Client 5, clock 3, one value under a key, after client 9's clock 6; deletes client 9's 6..7.
        let update = [1, 1, 1, 5, 3, 0x88, 9, 6, 1, 120, 1, 9, 1, 6, 1];
        let outline = Outline::read(&update).unwrap_or_default();
        assert_eq!(outline.missing(&HashMap::from([(5, 2), (9, 7)])), Some((5, 3)));
        assert_eq!(outline.missing(&HashMap::from([(5, 3), (9, 6)])), Some((9, 7)));
        assert_eq!(outline.missing(&HashMap::from([(5, 3), (9, 7)])), None);
    }
}
