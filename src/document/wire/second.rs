//! The second encoding of lib0: every kind of number in a column of its own, with repetitions counted. Half the size for
//! whole workspaces.

use super::source::{Bytes, Source};
use super::{Flaw, LARGEST_CLIENT, LARGEST_CLOCK};

pub(super) struct Second<'a> {
    plain: Bytes<'a>,
    clients: Repeated<'a>,
    left_clocks: Differences<'a>,
    right_clocks: Differences<'a>,
    infos: Runs<'a>,
    names: Names<'a>,
    in_root: Runs<'a>,
    type_kinds: Repeated<'a>,
    lengths: Repeated<'a>,
}

impl<'a> Second<'a> {
    pub fn new(mut bytes: Bytes<'a>) -> Result<Second<'a>, Flaw> {
        if bytes.byte()? != 0 {
            return Err(Flaw::Content);
        }
        let mut column = || bytes.counted().map(|rest| Bytes { rest });
        // Keys of formatted text, of which there is none.
        column()?;
        Ok(Second {
            clients: Repeated::new(column()?),
            left_clocks: Differences::new(column()?),
            right_clocks: Differences::new(column()?),
            infos: Runs::new(column()?),
            names: Names::new(column()?)?,
            in_root: Runs::new(column()?),
            type_kinds: Repeated::new(column()?),
            lengths: Repeated::new(column()?),
            plain: bytes,
        })
    }
}

impl<'a> Source<'a> for Second<'a> {
    fn plain(&mut self) -> &mut Bytes<'a> {
        &mut self.plain
    }
    fn client(&mut self) -> Result<u64, Flaw> {
        self.clients.next(LARGEST_CLIENT)
    }
    fn info(&mut self) -> Result<u8, Flaw> {
        self.infos.next()
    }
    fn left(&mut self) -> Result<(u64, u32), Flaw> {
        Ok((self.client()?, self.left_clocks.next()?))
    }
    fn right(&mut self) -> Result<(u64, u32), Flaw> {
        Ok((self.client()?, self.right_clocks.next()?))
    }
    fn is_in_root(&mut self) -> Result<bool, Flaw> {
        match self.in_root.next()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Flaw::Content),
        }
    }
    fn skip_name(&mut self) -> Result<(), Flaw> {
        self.names.skip()
    }
    fn type_kind(&mut self) -> Result<u64, Flaw> {
        self.type_kinds.next(u64::from(u8::MAX))
    }
    fn length(&mut self) -> Result<u32, Flaw> {
        u32::try_from(self.lengths.next(u64::from(LARGEST_CLOCK))?).map_err(|_| Flaw::Range)
    }
    fn deleted(&mut self, after: u32) -> Result<(u32, u32), Flaw> {
        let start = after.checked_add(self.plain.number()?).ok_or(Flaw::Range)?;
        Ok((start, self.plain.number()?.checked_add(1).ok_or(Flaw::Range)?))
    }
    fn end(&mut self) -> Result<(), Flaw> {
        if self.plain.rest.is_empty() { Ok(()) } else { Err(Flaw::Long) }
    }
}

/// Numbers, where a minus says that a count of repetitions follows.
struct Repeated<'a> {
    bytes: Bytes<'a>,
    last: u64,
    left: u32,
}

impl<'a> Repeated<'a> {
    fn new(bytes: Bytes<'a>) -> Repeated<'a> {
        Repeated { bytes, last: 0, left: 0 }
    }

    fn next(&mut self, largest: u64) -> Result<u64, Flaw> {
        if self.left == 0 {
            let (number, is_repeated) = self.bytes.signed()?;
            self.last = number.unsigned_abs();
            self.left = if is_repeated { repetitions(&mut self.bytes)? } else { 1 };
        }
        self.left -= 1;
        if self.last <= largest { Ok(self.last) } else { Err(Flaw::Range) }
    }
}

/// Clocks as differences to the one before; the lowest bit says that a count of repetitions follows.
struct Differences<'a> {
    bytes: Bytes<'a>,
    last: u32,
    difference: i64,
    left: u32,
}

impl<'a> Differences<'a> {
    fn new(bytes: Bytes<'a>) -> Differences<'a> {
        Differences { bytes, last: 0, difference: 0, left: 0 }
    }

    fn next(&mut self) -> Result<u32, Flaw> {
        if self.left == 0 {
            let (number, _) = self.bytes.signed()?;
            if i32::try_from(number).is_err() {
                return Err(Flaw::Range);
            }
            self.difference = number >> 1;
            self.left = if number & 1 == 1 { repetitions(&mut self.bytes)? } else { 1 };
        }
        self.left -= 1;
        let clock = i64::from(self.last) + self.difference;
        self.last = u32::try_from(clock).ok().filter(|clock| *clock <= LARGEST_CLOCK).ok_or(Flaw::Range)?;
        Ok(self.last)
    }
}

fn repetitions(bytes: &mut Bytes) -> Result<u32, Flaw> {
    bytes.number()?.checked_add(2).filter(|count| *count <= LARGEST_CLOCK).ok_or(Flaw::Range)
}

/// Bytes with how often each of them comes; the last one comes for ever.
struct Runs<'a> {
    bytes: Bytes<'a>,
    last: u8,
    left: Option<u32>,
}

impl<'a> Runs<'a> {
    fn new(bytes: Bytes<'a>) -> Runs<'a> {
        Runs { bytes, last: 0, left: Some(0) }
    }

    fn next(&mut self) -> Result<u8, Flaw> {
        if self.left == Some(0) {
            self.last = self.bytes.byte()?;
            self.left = match self.bytes.rest.is_empty() {
                true => None,
                false => Some(self.bytes.number()?.checked_add(1).filter(|count| *count <= LARGEST_CLOCK).ok_or(Flaw::Range)?),
            };
        }
        self.left = self.left.map(|left| left - 1);
        Ok(self.last)
    }
}

/// Names in one text, cut by their lengths in units of UTF-16.
struct Names<'a> {
    text: std::str::Chars<'a>,
    lengths: Repeated<'a>,
}

impl<'a> Names<'a> {
    fn new(mut bytes: Bytes<'a>) -> Result<Names<'a>, Flaw> {
        let text = std::str::from_utf8(bytes.counted()?).map_err(|_| Flaw::Content)?;
        Ok(Names { text: text.chars(), lengths: Repeated::new(bytes) })
    }

    fn skip(&mut self) -> Result<(), Flaw> {
        let mut left = self.lengths.next(u64::from(u32::MAX))?;
        while left > 0 {
            let char = self.text.next().ok_or(Flaw::Short)?;
            left = left.checked_sub(char.len_utf16() as u64).ok_or(Flaw::Range)?;
        }
        Ok(())
    }
}
