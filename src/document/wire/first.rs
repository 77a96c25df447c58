//! The first encoding of lib0: everything in one row. Small for small updates.

use super::Flaw;
use super::source::{Bytes, Source};

pub(super) struct First<'a>(pub Bytes<'a>);

impl First<'_> {
    fn id(&mut self) -> Result<(u64, u32), Flaw> {
        Ok((self.0.client()?, self.0.number()?))
    }
}

impl<'a> Source<'a> for First<'a> {
    fn plain(&mut self) -> &mut Bytes<'a> {
        &mut self.0
    }
    fn client(&mut self) -> Result<u64, Flaw> {
        self.0.client()
    }
    fn info(&mut self) -> Result<u8, Flaw> {
        self.0.byte()
    }
    fn left(&mut self) -> Result<(u64, u32), Flaw> {
        self.id()
    }
    fn right(&mut self) -> Result<(u64, u32), Flaw> {
        self.id()
    }
    fn is_in_root(&mut self) -> Result<bool, Flaw> {
        match self.0.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Flaw::Content),
        }
    }
    fn skip_name(&mut self) -> Result<(), Flaw> {
        self.0.skip_counted()
    }
    fn type_kind(&mut self) -> Result<u64, Flaw> {
        self.0.byte().map(u64::from)
    }
    fn length(&mut self) -> Result<u32, Flaw> {
        self.0.number()
    }
    fn deleted(&mut self, _after: u32) -> Result<(u32, u32), Flaw> {
        Ok((self.0.number()?, self.0.number()?))
    }
    fn end(&mut self) -> Result<(), Flaw> {
        if self.0.rest.is_empty() { Ok(()) } else { Err(Flaw::Long) }
    }
}
