//! What the store asks of a place that keeps bytes, and of the machine around it.
//!
//! Two kinds of place: a primary one that answers at once but promises little (local storage), and a durable one that answers later
//! and means it (IndexedDB). Any call may fail at any time, and a failure must leave the place as it was.

use super::task::{Spawn, Task};
use std::rc::Rc;
use thiserror::Error;

/// What a place answered instead of doing what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    #[error("this browser offers no such place here ({0})")]
    Unavailable(String),
    #[error("there is no room left ({0})")]
    Full(String),
    #[error("another record lies under the name {0} already")]
    Taken(String),
    #[error("it failed ({0})")]
    Failed(String),
}

/// Which of the two places something lies in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    Primary,
    Durable,
}

/// A place of texts that answers at once: the browser's local storage.
pub trait Primary {
    /// False if what is kept here is gone with the page.
    fn lasting(&self) -> bool;
    /// The text under a key.
    fn get(&self, key: &str) -> Result<Option<String>, Refusal>;
    /// Puts a text under a key, over what was there.
    fn set(&self, key: &str, text: &str) -> Result<(), Refusal>;
    /// Takes a key away; nothing happens if it is not there.
    fn remove(&self, key: &str) -> Result<(), Refusal>;
    /// Every key, also those of others on the same origin.
    fn keys(&self) -> Result<Vec<String>, Refusal>;
}

/// Keys and bytes, as they are written together.
pub type Values = Vec<(String, Rc<[u8]>)>;

/// A place of bytes whose answer means that they are on the disk: IndexedDB with strict durability.
///
/// A call does its asking before it returns; only the answer comes later.
pub trait Durable {
    /// False if what is kept here is gone with the page.
    fn lasting(&self) -> bool;
    /// How often the connection had to be made anew; the store then compares the copies again.
    fn reopened(&self) -> u32;
    /// Whether the browser has thrown away what was here because it found it damaged.
    fn emptied(&self) -> bool {
        false
    }
    /// All keys that begin with `prefix`, with their bytes, at one moment.
    fn read(&self, prefix: &str) -> Task<Result<Vec<(String, Vec<u8>)>, Refusal>>;
    /// All keys that begin with `prefix`.
    fn keys(&self, prefix: &str) -> Task<Result<Vec<String>, Refusal>>;
    /// The bytes under each of the keys.
    fn get(&self, keys: Vec<String>) -> Task<Result<Vec<Option<Vec<u8>>>, Refusal>>;
    /// Adds `insert` and takes `remove` away, all or nothing. A key that already holds the same bytes is fine; one that holds
    /// others is [`Refusal::Taken`].
    fn write(&self, insert: Values, remove: Vec<String>) -> Task<Result<(), Refusal>>;
}

/// A right that one tab has at a time; given back when dropped, also by a tab that dies.
pub struct Held(Option<Box<dyn FnOnce()>>);

impl Held {
    /// A right that is given back by calling `release`.
    pub fn new(release: impl FnOnce() + 'static) -> Held {
        Held(Some(Box::new(release)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            release();
        }
    }
}

/// Hands out rights of one tab at a time: the browser's Web Locks.
pub trait Lease {
    /// The right called `name`, or `None` at once if another tab has it.
    fn try_hold(&self, name: &str) -> Task<Option<Held>>;
}

/// Everything a store needs of the world.
#[derive(Clone)]
pub struct Media {
    pub primary: Rc<dyn Primary>,
    pub durable: Rc<dyn Durable>,
    pub lease: Rc<dyn Lease>,
    pub spawn: Rc<dyn Spawn>,
    /// A random number nobody else has; asked once for each tab session and each new workspace.
    pub fresh_id: Rc<dyn Fn() -> u64>,
}
