//! Places that live as long as the page: for tests, and where a browser lets nothing be stored.

use super::backend::{Durable, Held, Lease, Media, Primary, Refusal, Values};
use super::task::{Spawn, Task, done};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A primary place in memory; clones share it.
#[derive(Clone, Default)]
pub struct MemoryPrimary(Rc<RefCell<BTreeMap<String, String>>>);

/// A durable place in memory; clones share it.
#[derive(Clone, Default)]
pub struct MemoryDurable(Rc<RefCell<BTreeMap<String, Vec<u8>>>>);

/// Rights within one page; clones share them.
#[derive(Clone, Default)]
pub struct MemoryLease(Rc<RefCell<BTreeSet<String>>>);

impl Media {
    /// A world in which nothing outlives the page; says so through every receipt.
    pub fn in_memory(spawn: Rc<dyn Spawn>, fresh_id: Rc<dyn Fn() -> u64>) -> Media {
        Media {
            primary: Rc::new(MemoryPrimary::default()),
            durable: Rc::new(MemoryDurable::default()),
            lease: Rc::new(MemoryLease::default()),
            spawn,
            fresh_id,
        }
    }
}

impl Primary for MemoryPrimary {
    fn lasting(&self) -> bool {
        false
    }

    fn get(&self, key: &str) -> Result<Option<String>, Refusal> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refusal> {
        self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), Refusal> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, Refusal> {
        Ok(self.0.borrow().keys().cloned().collect())
    }
}

impl Durable for MemoryDurable {
    fn lasting(&self) -> bool {
        false
    }

    fn reopened(&self) -> u32 {
        0
    }

    fn read(&self, prefix: &str) -> Task<Result<Vec<(String, Vec<u8>)>, Refusal>> {
        let map = self.0.borrow();
        let found = map.iter().filter(|(key, _)| key.starts_with(prefix));
        done(Ok(found.map(|(key, bytes)| (key.clone(), bytes.clone())).collect()))
    }

    fn keys(&self, prefix: &str) -> Task<Result<Vec<String>, Refusal>> {
        done(Ok(self.0.borrow().keys().filter(|key| key.starts_with(prefix)).cloned().collect()))
    }

    fn get(&self, keys: Vec<String>) -> Task<Result<Vec<Option<Vec<u8>>>, Refusal>> {
        let map = self.0.borrow();
        done(Ok(keys.iter().map(|key| map.get(key).cloned()).collect()))
    }

    fn write(&self, insert: Values, remove: Vec<String>) -> Task<Result<(), Refusal>> {
        done(insert_into(&mut self.0.borrow_mut(), insert, remove))
    }
}

impl Lease for MemoryLease {
    fn try_hold(&self, name: &str) -> Task<Option<Held>> {
        if !self.0.borrow_mut().insert(name.to_owned()) {
            return done(None);
        }
        let (rights, name) = (Rc::clone(&self.0), name.to_owned());
        let release = move || {
            rights.borrow_mut().remove(&name);
        };
        done(Some(Held::new(release)))
    }
}

/// The rule of [`Durable::write`] on a map, for every place that keeps one.
pub fn insert_into(map: &mut BTreeMap<String, Vec<u8>>, insert: Values, remove: Vec<String>) -> Result<(), Refusal> {
    let taken = insert.iter().find(|(key, bytes)| map.get(key).is_some_and(|other| other.as_slice() != &**bytes));
    if let Some((key, _)) = taken {
        return Err(Refusal::Taken(key.clone()));
    }
    map.extend(insert.into_iter().map(|(key, bytes)| (key, bytes.to_vec())));
    for key in remove {
        map.remove(&key);
    }
    Ok(())
}
