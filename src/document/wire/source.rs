//! What the walk over an update reads, in either of lib0's encodings.
//!
//! Never allocates and never trusts a length.

use super::{Flaw, LARGEST_CLIENT};

const DEEPEST_VALUE: u32 = 16;

/// Reads the parts of an update one after the other.
pub(super) trait Source<'a> {
    /// Plain bytes that are not sorted into columns.
    fn plain(&mut self) -> &mut Bytes<'a>;
    /// The client whose blocks follow.
    fn client(&mut self) -> Result<u64, Flaw>;
    /// What kind of block follows.
    fn info(&mut self) -> Result<u8, Flaw>;
    /// What a block stands behind, or what it is part of.
    fn left(&mut self) -> Result<(u64, u32), Flaw>;
    /// What a block stands in front of.
    fn right(&mut self) -> Result<(u64, u32), Flaw>;
    /// Whether a block is part of a root type.
    fn is_in_root(&mut self) -> Result<bool, Flaw>;
    /// Skips a name.
    fn skip_name(&mut self) -> Result<(), Flaw>;
    /// The kind of a nested type.
    fn type_kind(&mut self) -> Result<u64, Flaw>;
    /// The length of a block.
    fn length(&mut self) -> Result<u32, Flaw>;
    /// A range of deleted clocks, first and length; `after` is the end of the range before.
    fn deleted(&mut self, after: u32) -> Result<(u32, u32), Flaw>;
    /// Refuses what has not been read to its end.
    fn end(&mut self) -> Result<(), Flaw>;
}

/// Bytes that are read from the front.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub fn byte(&mut self) -> Result<u8, Flaw> {
        let (first, rest) = self.rest.split_first().ok_or(Flaw::Short)?;
        self.rest = rest;
        Ok(*first)
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Flaw::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of variable length: 7 bits a byte.
    pub fn variable(&mut self) -> Result<u64, Flaw> {
        let first = self.byte()?;
        if first & 0x80 == 0 { Ok(u64::from(first)) } else { self.more_bits(u64::from(first & 0x7f), 7) }
    }

    /// A number with a sign and whether the sign was minus: 6 bits in the first byte, 7 in the others.
    pub fn signed(&mut self) -> Result<(i64, bool), Flaw> {
        let first = self.byte()?;
        let is_negative = first & 0x40 != 0;
        let low = u64::from(first & 0x3f);
        let size = if first & 0x80 == 0 { low } else { self.more_bits(low, 6)? };
        let size = i64::try_from(size).map_err(|_| Flaw::Range)?;
        Ok((if is_negative { -size } else { size }, is_negative))
    }

    fn more_bits(&mut self, low: u64, from: u32) -> Result<u64, Flaw> {
        let mut number = low;
        let mut place = from;
        loop {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            let shifted = bits.checked_shl(place).filter(|shifted| shifted >> place == bits).ok_or(Flaw::Range)?;
            number |= shifted;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            place += 7;
        }
    }

    pub fn number(&mut self) -> Result<u32, Flaw> {
        u32::try_from(self.variable()?).map_err(|_| Flaw::Range)
    }

    /// How many parts follow, where each of them takes a byte at least.
    pub fn count(&mut self) -> Result<usize, Flaw> {
        let count = self.number()? as usize;
        if count <= self.rest.len() { Ok(count) } else { Err(Flaw::Short) }
    }

    pub fn client(&mut self) -> Result<u64, Flaw> {
        let client = self.variable()?;
        if client <= LARGEST_CLIENT { Ok(client) } else { Err(Flaw::Range) }
    }

    /// Skips bytes that stand behind their length.
    pub fn skip_counted(&mut self) -> Result<(), Flaw> {
        self.counted().map(|_| ())
    }

    /// Bytes that stand behind their length.
    pub fn counted(&mut self) -> Result<&'a [u8], Flaw> {
        let length = self.count()?;
        self.take(length)
    }

    /// Skips a stored value.
    pub fn skip_value(&mut self, depth: u32) -> Result<(), Flaw> {
        if depth > DEEPEST_VALUE {
            return Err(Flaw::Content);
        }
        match self.byte()? {
            120 | 121 | 126 | 127 => Ok(()),
            122 | 123 => self.take(8).map(|_| ()),
            124 => self.take(4).map(|_| ()),
            125 => self.signed().map(|_| ()),
            116 | 119 => self.skip_counted(),
            117 => (0..self.count()?).try_for_each(|_| self.skip_value(depth + 1)),
            118 => (0..self.count()?).try_for_each(|_| {
                self.skip_counted()?;
                self.skip_value(depth + 1)
            }),
            _ => Err(Flaw::Content),
        }
    }
}
