//! The outline of an update's bytes: read strictly before the CRDT sees them, so that damaged or hostile bytes end here.
//!
//! The CRDT's own decoder trusts lengths it reads and its integration trusts what it decoded; eight bytes can make it ask
//! for hundreds of megabytes. This walk checks every length against the bytes that are left, allows only the kinds of
//! content that documents of this program hold, and notes what an update builds on, so that it is applied only once all
//! of that is there. It never keeps content and allocates in proportion to the clients named, not to lengths claimed.

use std::collections::HashMap;

/// The largest update that is looked at: far above any workspace (10,000 tasks are 4 MB).
pub(super) const LARGEST_UPDATE: usize = 64 * 1024 * 1024;
/// Client numbers have 53 bits, so that JavaScript can hold them.
pub(super) const LARGEST_CLIENT: u64 = (1 << 53) - 1;
const LARGEST_CLOCK: u32 = i32::MAX as u32;
const DEEPEST_VALUE: u32 = 16;

/// Why bytes are not an update of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum Flaw {
    #[error("it is larger than 64 MiB")]
    TooLarge,
    #[error("it ends too early")]
    Short,
    #[error("something follows its end")]
    Long,
    #[error("a number in it is out of range")]
    Range,
    #[error("it holds content that documents of this program never hold")]
    Content,
    #[error("it holds the same author twice or an empty part")]
    Shape,
}

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
    pub fn read(bytes: &[u8]) -> Result<Outline, Flaw> {
        if bytes.len() > LARGEST_UPDATE {
            return Err(Flaw::TooLarge);
        }
        let mut reader = Reader { rest: bytes };
        let mut outline = Outline::default();
        for _ in 0..reader.count()? {
            outline.client(&mut reader)?;
        }
        for _ in 0..reader.count()? {
            let client = reader.client()?;
            for _ in 0..reader.count()? {
                let start = reader.number()?;
                let end = end_of(start, reader.number()?)?;
                outline.need(client, end);
            }
        }
        if reader.rest.is_empty() { Ok(outline) } else { Err(Flaw::Long) }
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

    fn client(&mut self, reader: &mut Reader) -> Result<(), Flaw> {
        let blocks = reader.count()?;
        let client = reader.client()?;
        let start = reader.number()?;
        let mut clock = start;
        for _ in 0..blocks {
            clock = end_of(clock, self.block(reader, client, clock)?)?;
        }
        let fresh = self.brings.insert(client, (start, clock)).is_none();
        if fresh && blocks > 0 { Ok(()) } else { Err(Flaw::Shape) }
    }

    /// Reads one block and gives its length in clocks.
    fn block(&mut self, reader: &mut Reader, client: u64, clock: u32) -> Result<u32, Flaw> {
        let info = reader.byte()?;
        if info == 0 {
            return reader.number();
        }
        let (has_left, has_right) = (info & 0x80 != 0, info & 0x40 != 0);
        if has_left {
            self.reference(reader, client, clock)?;
        }
        if has_right {
            self.reference(reader, client, clock)?;
        }
        if !has_left && !has_right {
            match reader.number()? {
                1 => reader.skip_text()?,
                0 => self.reference(reader, client, clock)?,
                _ => return Err(Flaw::Content),
            }
            if info & 0x20 != 0 {
                reader.skip_text()?;
            }
        }
        match info & 0x1f {
            1 => reader.number(),
            // A nested map.
            7 if reader.byte()? == 1 => Ok(1),
            8 => {
                let values = reader.count()?;
                for _ in 0..values {
                    reader.skip_value(0)?;
                }
                u32::try_from(values).map_err(|_| Flaw::Range)
            }
            _ => Err(Flaw::Content),
        }
    }

    fn reference(&mut self, reader: &mut Reader, client: u64, clock: u32) -> Result<(), Flaw> {
        let (other, at) = (reader.client()?, reader.number()?);
        if other == client && at >= clock {
            return Err(Flaw::Range);
        }
        let end = end_of(at, 1)?;
        self.need(other, end);
        Ok(())
    }

    fn need(&mut self, client: u64, end: u32) {
        let need = self.needs.entry(client).or_default();
        *need = end.max(*need);
    }
}

fn end_of(start: u32, length: u32) -> Result<u32, Flaw> {
    match start.checked_add(length) {
        Some(_) if length == 0 => Err(Flaw::Shape),
        Some(end) if end <= LARGEST_CLOCK => Ok(end),
        _ => Err(Flaw::Range),
    }
}

/// Reads the encoding of lib0, the first of its two versions.
struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Flaw> {
        let (first, rest) = self.rest.split_first().ok_or(Flaw::Short)?;
        self.rest = rest;
        Ok(*first)
    }

    fn skip(&mut self, length: usize) -> Result<(), Flaw> {
        self.rest = self.rest.get(length..).ok_or(Flaw::Short)?;
        Ok(())
    }

    /// A number of variable length, 7 bits a byte.
    fn variable(&mut self) -> Result<u64, Flaw> {
        let mut number = 0u64;
        for place in 0..10u32 {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits.checked_shl(place * 7).filter(|shifted| shifted >> (place * 7) == bits).ok_or(Flaw::Range)?;
            number |= shifted;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Flaw::Range)
    }

    fn number(&mut self) -> Result<u32, Flaw> {
        u32::try_from(self.variable()?).map_err(|_| Flaw::Range)
    }

    /// How many parts follow; each takes a byte at least.
    fn count(&mut self) -> Result<usize, Flaw> {
        let count = self.number()? as usize;
        if count <= self.rest.len() { Ok(count) } else { Err(Flaw::Short) }
    }

    fn client(&mut self) -> Result<u64, Flaw> {
        let client = self.variable()?;
        if client <= LARGEST_CLIENT { Ok(client) } else { Err(Flaw::Range) }
    }

    fn skip_text(&mut self) -> Result<(), Flaw> {
        let length = self.count()?;
        self.skip(length)
    }

    fn skip_value(&mut self, depth: u32) -> Result<(), Flaw> {
        if depth > DEEPEST_VALUE {
            return Err(Flaw::Content);
        }
        match self.byte()? {
            120 | 121 | 126 | 127 => Ok(()),
            122 | 123 => self.skip(8),
            124 => self.skip(4),
            125 => self.variable().map(|_| ()),
            116 | 119 => self.skip_text(),
            117 => (0..self.count()?).try_for_each(|_| self.skip_value(depth + 1)),
            118 => (0..self.count()?).try_for_each(|_| {
                self.skip_text()?;
                self.skip_value(depth + 1)
            }),
            _ => Err(Flaw::Content),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_that_claim_millions_of_parts_are_refused_at_once() {
        assert_eq!(Outline::read(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 1]), Err(Flaw::Short));
        assert_eq!(Outline::read(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1]), Err(Flaw::Short));
        assert_eq!(Outline::read(&[]), Err(Flaw::Short));
    }

    #[test]
    fn an_empty_update_brings_and_needs_nothing() {
        assert_eq!(Outline::read(&[0, 0]), Ok(Outline::default()));
        assert_eq!(Outline::read(&[0, 0, 0]), Err(Flaw::Long));
    }

    #[test]
    fn an_update_waits_for_what_it_builds_on() {
        // Client 5, clock 3, one value under a key, after client 9's clock 6; deletes client 9's 6..7.
        let update = [1, 1, 5, 3, 0x88, 9, 6, 1, 120, 1, 9, 1, 6, 1];
        let outline = Outline::read(&update).unwrap_or_default();
        assert_eq!(outline.missing(&HashMap::from([(5, 2), (9, 7)])), Some((5, 3)));
        assert_eq!(outline.missing(&HashMap::from([(5, 3), (9, 6)])), Some((9, 7)));
        assert_eq!(outline.missing(&HashMap::from([(5, 3), (9, 7)])), None);
    }
}
