//! A random session of work with a browser: opening, editing, sweeping, compacting and closing, by up to two tabs.

use super::{Browser, Edits, Receipts, Tab, promised};
use fastrand::Rng;
use linewright::store::Kept;
use std::cell::RefCell;
use std::rc::Rc;

/// A random session of up to two tabs; the same seed gives the same session until the crash.
pub struct Session {
    pub browser: Browser,
    pub luck: Rng,
    pub tabs: Vec<Tab>,
    receipts: Rc<RefCell<Vec<Receipts>>>,
}

impl Session {
    pub fn new(seed: u64) -> Session {
        let browser = Browser::new(seed);
        let mut luck = Rng::with_seed(seed ^ 0xabcd);
        browser.inner().slowness = luck.u8(..4);
        browser.inner().locks_work = luck.u8(..4) > 0;
        Session { browser, luck, tabs: Vec::new(), receipts: Rc::default() }
    }

    /// Keeps an image of the browser at one of `often` calls, with the edits of which was said what `what` is true of.
    pub fn photographed(seed: u64, often: u64, what: fn(&Kept) -> bool) -> Session {
        let session = Session::new(seed);
        let receipts = Rc::clone(&session.receipts);
        let acknowledged = move || receipts.borrow().iter().flat_map(|of_tab| promised(of_tab, what)).collect();
        session.browser.inner().camera = Some((often, Rc::new(acknowledged)));
        session
    }

    pub fn run(&mut self, steps: usize) {
        let first = Tab::try_create(&self.browser);
        self.add(first.and_then(Result::ok));
        for _ in 0..steps {
            if self.browser.inner().crashed {
                break;
            }
            self.step();
        }
    }

    fn add(&mut self, tab: Option<Tab>) {
        if let Some(tab) = tab {
            self.receipts.borrow_mut().push(Rc::clone(&tab.receipts));
            self.tabs.push(tab);
        }
    }

    pub fn step(&mut self) {
        if self.tabs.len() < 2 && self.luck.u8(..6) == 0 || self.tabs.is_empty() {
            let opened = Tab::try_open(&self.browser);
            if matches!(opened, Some(Err(_))) && self.tabs.is_empty() {
                let created = Tab::try_create(&self.browser);
                self.add(created.and_then(Result::ok));
            }
            self.add(opened.and_then(Result::ok));
        }
        if self.tabs.is_empty() {
            return;
        }
        let at = self.luck.usize(..self.tabs.len());
        let chosen = self.luck.u8(..100);
        let pause = self.luck.u64(500..3_000);
        let tab = &mut self.tabs[at];
        match chosen {
            0..44 => (0..=pause % 3).for_each(|_| drop(tab.edit())),
            44..60 => self.browser.tasks.run(),
            60..72 => drop(tab.sweep()),
            72..84 => tab.tick(pause),
            84..95 => drop(tab.compact()),
            95 => {
                // Many edits at once, so that folding takes part.
                (0..50).for_each(|_| drop(tab.edit()));
                self.browser.tasks.run();
                tab.settle();
            }
            _ => self.tabs.remove(at).close(),
        }
    }

    pub fn acknowledged(&self) -> Edits {
        self.receipts.borrow().iter().flat_map(|of_tab| promised(of_tab, Kept::is_durable)).collect()
    }

    pub fn made(&self) -> Edits {
        self.receipts.borrow().iter().flat_map(|of_tab| of_tab.borrow().iter().map(|(edit, _)| *edit).collect::<Vec<_>>()).collect()
    }
}
