//! A browser in memory, with local storage, a database, locks and tabs, that can be made to fail at any call and in every known way.
//!
//! Local storage promises as little as the real one: a crash takes the last writes that were not committed yet. The database keeps
//! what it has answered for, and of what was asked when it crashed any part.

mod places;

use super::Edits;
use fastrand::Rng;
use linewright::store::{Media, PRIMARY_QUOTA, Refusal, Task, Tasks, Values, insert_into};
use std::cell::{RefCell, RefMut};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// What dies at the chosen call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crash {
    /// The whole browser: every tab, and the uncommitted part of local storage.
    Browser,
    /// The tab that makes the call; its locks are given back.
    Tab,
}

/// How a place misbehaves while it is switched on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Every call fails, with this answer.
    Refuses(Refusal),
    /// Reading works, writing fails.
    RefusesToWrite(Refusal),
    /// Writing answers that it was done, but nothing stays.
    Reverts,
}

/// A browser; clones are the same.
#[derive(Clone)]
pub struct Browser {
    pub tasks: Tasks,
    inner: Rc<RefCell<Inner>>,
}

pub struct Inner {
    rng: Rng,
    pub local: BTreeMap<String, String>,
    /// What to put back to undo the local writes that are not committed, oldest first.
    uncommitted: Vec<(String, Option<String>)>,
    pub database: BTreeMap<String, Vec<u8>>,
    in_flight: BTreeMap<u64, (Values, Vec<String>)>,
    asked: u64,
    locks: BTreeMap<String, u64>,
    pub locks_work: bool,
    tabs: u64,
    dead: BTreeSet<u64>,
    pub calls: u64,
    pub crash_at: Option<(u64, Crash)>,
    pub crashed: bool,
    pub local_fault: Option<Fault>,
    pub database_fault: Option<Fault>,
    pub local_lasts: bool,
    pub database_lasts: bool,
    pub quota: usize,
    /// Polls a database answer takes at most.
    pub slowness: u8,
    pub reopened: u32,
    /// Bytes of keys and values set in local storage so far.
    pub local_written: u64,
    /// True if local storage commits each write at once, unlike the real one.
    pub local_commits: bool,
    /// Asked for what is acknowledged, at one of so many calls, to keep an image of a crash there.
    pub camera: Option<(u64, Rc<dyn Fn() -> Edits>)>,
    pub images: Vec<Image>,
}

/// A browser as it would be found after a crash at one call, and what was promised until then.
pub struct Image {
    pub call: u64,
    pub local: BTreeMap<String, String>,
    pub database: BTreeMap<String, Vec<u8>>,
    pub acknowledged: Edits,
}

/// What becomes of a call.
enum Turn {
    Goes,
    /// The last call before the crash; whether it still takes effect.
    Last(bool),
    Dead,
}

impl Browser {
    pub fn new(seed: u64) -> Browser {
        let inner = Inner {
            rng: Rng::with_seed(seed),
            local: BTreeMap::new(),
            uncommitted: Vec::new(),
            database: BTreeMap::new(),
            in_flight: BTreeMap::new(),
            asked: 0,
            locks: BTreeMap::new(),
            locks_work: true,
            tabs: 0,
            dead: BTreeSet::new(),
            calls: 0,
            crash_at: None,
            crashed: false,
            local_fault: None,
            database_fault: None,
            local_lasts: true,
            database_lasts: true,
            quota: PRIMARY_QUOTA,
            slowness: 0,
            reopened: 1,
            local_written: 0,
            local_commits: false,
            camera: None,
            images: Vec::new(),
        };
        Browser { tasks: Tasks::default(), inner: Rc::new(RefCell::new(inner)) }
    }

    pub fn inner(&self) -> RefMut<'_, Inner> {
        self.inner.borrow_mut()
    }

    pub fn random(&self, below: u64) -> u64 {
        self.inner().rng.u64(..below.max(1))
    }

    /// A world for a new tab, and the tab's number.
    pub fn new_tab(&self) -> (u64, Media) {
        let tab = {
            let mut inner = self.inner();
            inner.tabs += 1;
            inner.tabs
        };
        let side = Side { browser: self.clone(), tab };
        let (primary, durable, lease) = (Rc::new(side.clone()), Rc::new(side.clone()), Rc::new(side));
        let browser = self.clone();
        let fresh_id = Rc::new(move || browser.inner().rng.u64(1..));
        (tab, Media { primary, durable, lease, spawn: Rc::new(self.tasks.clone()), fresh_id })
    }

    /// Ends a tab as a crash of it or closing it would; its locks are given back.
    pub fn kill_tab(&self, tab: u64) {
        let mut inner = self.inner();
        inner.dead.insert(tab);
        inner.locks.retain(|_, holder| *holder != tab);
    }

    /// Ends everything, and starts again with what survived: local storage loses up to `lost` uncommitted writes.
    pub fn restart(&self, lost: usize) {
        let mut inner = self.inner();
        let (tabs, asked) = (inner.tabs, std::mem::take(&mut inner.in_flight));
        inner.dead.extend(1..=tabs);
        inner.locks.clear();
        for (insert, remove) in asked.into_values() {
            if inner.rng.bool() {
                let _refused = insert_into(&mut inner.database, insert, remove);
            }
        }
        let lost = inner.uncommitted.len().min(lost);
        for _ in 0..lost {
            match inner.uncommitted.pop() {
                Some((key, Some(text))) => drop(inner.local.insert(key, text)),
                Some((key, None)) => drop(inner.local.remove(&key)),
                None => {}
            }
        }
        inner.uncommitted.clear();
        inner.crash_at = None;
        inner.crashed = false;
    }

    /// Takes away what is in local storage, as a full disk or the person does.
    pub fn wipe_local(&self) {
        let mut inner = self.inner();
        inner.local.clear();
        inner.uncommitted.clear();
    }

    /// Takes the database away, as another tab or the browser does; the connection has to be made anew.
    pub fn wipe_database(&self) {
        let mut inner = self.inner();
        inner.database.clear();
        inner.reopened += 1;
    }

    /// Moves every background task on by some polls, but not to its end.
    pub fn nudge(&self, mut polls: usize) {
        let few = poll_fn(|context| {
            context.waker().wake_by_ref();
            polls = polls.saturating_sub(1);
            if polls == 0 { Poll::Ready(()) } else { Poll::Pending }
        });
        let _done = self.tasks.block_on(few);
    }

    /// Ends all faults.
    pub fn mend(&self) {
        let mut inner = self.inner();
        inner.local_fault = None;
        inner.database_fault = None;
    }

    /// What lies in local storage and in the database.
    pub fn stored(&self) -> (BTreeMap<String, String>, BTreeMap<String, Vec<u8>>) {
        let inner = self.inner();
        (inner.local.clone(), inner.database.clone())
    }

    /// What lies under one key in both.
    pub fn under(&self, key: &str) -> (Option<String>, Option<Vec<u8>>) {
        let inner = self.inner();
        (inner.local.get(key).cloned(), inner.database.get(key).cloned())
    }

    /// Commits local storage to the disk.
    pub fn commit_local(&self) {
        self.inner().uncommitted.clear();
    }

    /// A copy of the browser as it lies on the disk now, with other luck.
    pub fn copy(&self, seed: u64) -> Browser {
        let copy = Browser::new(seed);
        {
            let (mut to, from) = (copy.inner(), self.inner());
            to.local = from.local.clone();
            to.database = from.database.clone();
            to.quota = from.quota;
            to.local_lasts = from.local_lasts;
            to.database_lasts = from.database_lasts;
        }
        copy
    }

    fn turn(&self, tab: u64) -> Turn {
        let mut inner = self.inner();
        if inner.crashed || inner.dead.contains(&tab) {
            return Turn::Dead;
        }
        inner.calls += 1;
        if inner.local_commits {
            inner.uncommitted.clear();
        }
        if let Some((often, acknowledged)) = inner.camera.clone()
            && inner.rng.u64(..often) == 0
        {
            inner.take_image(acknowledged());
        }
        match inner.crash_at {
            Some((at, scope)) if at == inner.calls => {
                match scope {
                    Crash::Browser => inner.crashed = true,
                    Crash::Tab => {
                        inner.dead.insert(tab);
                        inner.locks.retain(|_, holder| *holder != tab);
                        inner.crashed = false;
                    }
                }
                Turn::Last(inner.rng.bool())
            }
            _ => Turn::Goes,
        }
    }
}

impl Inner {
    /// Keeps what a crash at this call would leave.
    fn take_image(&mut self, acknowledged: Edits) {
        let (mut local, mut database) = (self.local.clone(), self.database.clone());
        let lost = self.rng.usize(..=self.uncommitted.len());
        for (key, former) in self.uncommitted.iter().rev().take(lost) {
            match former {
                Some(text) => drop(local.insert(key.clone(), text.clone())),
                None => drop(local.remove(key)),
            }
        }
        for (insert, remove) in self.in_flight.values() {
            if self.rng.bool() {
                let _refused = insert_into(&mut database, insert.clone(), remove.clone());
            }
        }
        self.images.push(Image { call: self.calls, local, database, acknowledged });
    }
}

/// The browser as one tab sees it.
#[derive(Clone)]
struct Side {
    browser: Browser,
    tab: u64,
}

fn dead<T>() -> Result<T, Refusal> {
    Err(Refusal::Failed("this tab is dead".to_owned()))
}

impl Side {
    fn is_dead(&self) -> bool {
        let inner = self.browser.inner();
        inner.crashed || inner.dead.contains(&self.tab)
    }

    /// Runs a local call, or what a crash or fault makes of it.
    fn local<T>(&self, writes: bool, effect: impl FnOnce(&mut Inner) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let turn = self.browser.turn(self.tab);
        let mut inner = self.browser.inner();
        match turn {
            Turn::Dead => return dead(),
            Turn::Last(applied) => {
                if applied {
                    let _unheard = effect(&mut inner);
                }
                return dead();
            }
            Turn::Goes => {}
        }
        if inner.rng.u8(..24) == 0 {
            inner.uncommitted.clear();
        }
        match inner.local_fault.clone() {
            Some(Fault::Refuses(refusal)) => Err(refusal),
            Some(Fault::RefusesToWrite(refusal)) if writes => Err(refusal),
            Some(Fault::Reverts) if writes => {
                let (local, uncommitted) = (inner.local.clone(), inner.uncommitted.clone());
                let answer = effect(&mut inner);
                (inner.local, inner.uncommitted) = (local, uncommitted);
                answer
            }
            _ => effect(&mut inner),
        }
    }

    /// Asks the database; the effect happens when the answer comes, or in part when everything crashes before.
    fn database<T: 'static>(
        &self,
        writes: Option<(Values, Vec<String>)>,
        effect: impl FnOnce(&mut Inner) -> Result<T, Refusal> + 'static,
    ) -> Task<Result<T, Refusal>> {
        let (side, turn) = (self.clone(), self.browser.turn(self.tab));
        let is_write = writes.is_some();
        let (id, mut delay) = {
            let mut inner = self.browser.inner();
            inner.asked += 1;
            let id = inner.asked;
            if let (Turn::Goes | Turn::Last(true), Some(writes)) = (&turn, writes) {
                inner.in_flight.insert(id, writes);
            }
            let slowness = inner.slowness;
            (id, inner.rng.u8(..=slowness))
        };
        let mut effect = Some(effect);
        let alive = matches!(turn, Turn::Goes);
        Box::pin(poll_fn(move |context| {
            if !alive || effect.is_none() {
                return Poll::Pending;
            }
            if delay > 0 {
                delay -= 1;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if !matches!(side.browser.turn(side.tab), Turn::Goes) {
                effect = None;
                return Poll::Pending;
            }
            let mut inner = side.browser.inner();
            inner.in_flight.remove(&id);
            let Some(effect) = effect.take() else { return Poll::Pending };
            Poll::Ready(match inner.database_fault.clone() {
                Some(Fault::Refuses(refusal)) => Err(refusal),
                Some(Fault::RefusesToWrite(refusal)) if is_write => Err(refusal),
                _ => effect(&mut inner),
            })
        }))
    }
}
