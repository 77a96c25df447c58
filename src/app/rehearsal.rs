//! A session without a store: for measurements and for tests that act like a person.
//!
//! Never keeps anything; what is done in it is gone with it.

use super::{Edit, Environment, ImportCommand, Session};
use crate::document::Document;
use crate::model::Time;

/// A world in which it is always the same moment and nothing is kept.
struct Nowhere(Time);

impl Environment for Nowhere {
    fn now(&self) -> Time {
        self.0
    }

    fn keep(&self, _: Vec<u8>) {}
}

/// A session at a moment, with what the edits make.
pub fn rehearsal(now: Time, edits: Vec<Edit>) -> Session {
    let session = Session::new(Document::new(1), Box::new(Nowhere(now)));
    if !edits.is_empty() {
        fill(session, edits);
    }
    session
}

/// Puts records into a session, as one import.
pub fn fill(session: Session, edits: Vec<Edit>) {
    session.act(ImportCommand { source: "sample".to_owned(), edits, summary: String::new() });
}
