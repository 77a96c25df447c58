//! Local storage, database and locks as a tab asks for them.

use super::{Side, dead};
use linewright::store::{Durable, Held, Lease, Primary, Refusal, Task, Values, insert_into};

impl Primary for Side {
    fn lasting(&self) -> bool {
        self.browser.inner().local_lasts
    }

    fn get(&self, key: &str) -> Result<Option<String>, Refusal> {
        self.local(false, |inner| Ok(inner.local.get(key).cloned()))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refusal> {
        self.local(true, |inner| {
            let filled: usize = inner.local.iter().filter(|(other, _)| *other != key).map(|(key, text)| key.len() + text.len()).sum();
            if filled + key.len() + text.len() > inner.quota {
                return Err(Refusal::Full("NS_ERROR_DOM_QUOTA_REACHED".to_owned()));
            }
            inner.local_written += (key.len() + text.len()) as u64;
            let former = inner.local.insert(key.to_owned(), text.to_owned());
            inner.uncommitted.push((key.to_owned(), former));
            Ok(())
        })
    }

    fn remove(&self, key: &str) -> Result<(), Refusal> {
        self.local(true, |inner| {
            if let Some(former) = inner.local.remove(key) {
                inner.uncommitted.push((key.to_owned(), Some(former)));
            }
            Ok(())
        })
    }

    fn keys(&self) -> Result<Vec<String>, Refusal> {
        self.local(false, |inner| Ok(inner.local.keys().cloned().collect()))
    }
}

impl Durable for Side {
    fn lasting(&self) -> bool {
        self.browser.inner().database_lasts
    }

    fn reopened(&self) -> u32 {
        self.browser.inner().reopened
    }

    fn read(&self, prefix: &str) -> Task<Result<Vec<(String, Vec<u8>)>, Refusal>> {
        let prefix = prefix.to_owned();
        self.database(None, move |inner| {
            let found = inner.database.iter().filter(|(key, _)| key.starts_with(&prefix));
            Ok(found.map(|(key, bytes)| (key.clone(), bytes.clone())).collect())
        })
    }

    fn keys(&self, prefix: &str) -> Task<Result<Vec<String>, Refusal>> {
        let prefix = prefix.to_owned();
        self.database(None, move |inner| Ok(inner.database.keys().filter(|key| key.starts_with(&prefix)).cloned().collect()))
    }

    fn get(&self, keys: Vec<String>) -> Task<Result<Vec<Option<Vec<u8>>>, Refusal>> {
        self.database(None, move |inner| Ok(keys.iter().map(|key| inner.database.get(key).cloned()).collect()))
    }

    fn write(&self, insert: Values, remove: Vec<String>) -> Task<Result<(), Refusal>> {
        let asked = (insert.clone(), remove.clone());
        self.database(Some(asked), move |inner| insert_into(&mut inner.database, insert, remove))
    }
}

impl Lease for Side {
    fn try_hold(&self, name: &str) -> Task<Option<Held>> {
        let (side, name) = (self.clone(), name.to_owned());
        if self.is_dead() {
            return Box::pin(std::future::pending());
        }
        let held = {
            let mut inner = self.browser.inner();
            let free = !inner.locks_work || !inner.locks.contains_key(&name);
            if free {
                inner.locks.insert(name.clone(), self.tab);
            }
            free
        };
        let release = move || {
            let mut inner = side.browser.inner();
            if inner.locks.get(&name) == Some(&side.tab) {
                inner.locks.remove(&name);
            }
        };
        Box::pin(std::future::ready(held.then(|| Held::new(release))))
    }
}
