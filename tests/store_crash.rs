//! Crashes at every call: whatever was acknowledged is there at the next start, and nothing that nobody made.
//!
//! `LINEWRIGHT_CRASH_SEEDS` sets the number of sessions, each of which gives about forty crash points.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

mod store_support;

use fastrand::Rng;
use linewright::store::{Access, Kept};
use std::cell::RefCell;
use std::rc::Rc;
use store_support::{Browser, Crash, Edits, Image, Receipts, Tab, promised, seeds, stored_document};

/// A random session of up to two tabs; the same seed gives the same session until the crash.
struct Session {
    browser: Browser,
    luck: Rng,
    tabs: Vec<Tab>,
    receipts: Rc<RefCell<Vec<Receipts>>>,
}

impl Session {
    fn new(seed: u64) -> Session {
        let browser = Browser::new(seed);
        let mut luck = Rng::with_seed(seed ^ 0xabcd);
        browser.inner().slowness = luck.u8(..4);
        browser.inner().locks_work = luck.u8(..4) > 0;
        Session { browser, luck, tabs: Vec::new(), receipts: Rc::default() }
    }

    /// Keeps an image of the browser at one of `often` calls.
    fn photographed(seed: u64, often: u64) -> Session {
        let session = Session::new(seed);
        let receipts = Rc::clone(&session.receipts);
        let acknowledged = move || receipts.borrow().iter().flat_map(|of_tab| promised(of_tab, Kept::is_durable)).collect();
        session.browser.inner().camera = Some((often, Rc::new(acknowledged)));
        session
    }

    fn run(&mut self, steps: usize) {
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

    fn step(&mut self) {
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

    fn acknowledged(&self) -> Edits {
        self.receipts.borrow().iter().flat_map(|of_tab| promised(of_tab, Kept::is_durable)).collect()
    }

    fn made(&self) -> Edits {
        self.receipts.borrow().iter().flat_map(|of_tab| of_tab.borrow().iter().map(|(edit, _)| *edit).collect::<Vec<_>>()).collect()
    }
}

/// Opens what is left after a crash and checks it; with `thorough` also that either place alone is the whole after the repair.
fn check_recovery(browser: &Browser, acknowledged: &Edits, made: &Edits, thorough: bool, told: &str) {
    let tab = match Tab::try_open(browser).expect("the browser is alive") {
        Ok(tab) => tab,
        Err(why) => {
            assert!(acknowledged.is_empty(), "{told}: {why} although edits were acknowledged");
            return;
        }
    };
    let found = tab.edits();
    let lost: Edits = acknowledged.difference(&found).copied().collect();
    assert!(lost.is_empty(), "{told}: lost {lost:?}");
    let invented: Edits = found.difference(made).copied().collect();
    assert!(invented.is_empty(), "{told}: invented {invented:?}");
    assert_eq!(tab.store.status().access, Access::ReadWrite, "{told}");
    if thorough {
        tab.finish();
        let (local, database) = (browser.copy(1), browser.copy(2));
        local.wipe_database();
        database.wipe_local();
        assert_eq!(stored_document(&local), found, "{told}: local storage alone");
        assert_eq!(stored_document(&database), found, "{told}: the database alone");
    }
}

fn crash_the_browser(seeds: std::ops::Range<u64>) -> u64 {
    let mut crashes = 0;
    for seed in seeds {
        let mut session = Session::photographed(seed, 6);
        session.run(24);
        let (images, made) = (std::mem::take(&mut session.browser.inner().images), session.made());
        for Image { call, local, database, acknowledged } in images {
            let browser = Browser::new(call);
            browser.inner().local = local;
            browser.inner().database = database;
            check_recovery(&browser, &acknowledged, &made, crashes % 16 == 0, &format!("seed {seed}, crash at call {call}"));
            crashes += 1;
        }
    }
    crashes
}

fn crash_a_tab(seeds: std::ops::Range<u64>) -> u64 {
    let mut crashes = 0;
    for seed in seeds {
        let mut whole = Session::new(seed);
        whole.run(24);
        let calls = whole.browser.inner().calls;
        let mut luck = Rng::with_seed(seed);
        for _ in 0..8 {
            let at = luck.u64(1..=calls);
            let mut session = Session::new(seed);
            session.browser.inner().crash_at = Some((at, Crash::Tab));
            session.run(24);
            let acknowledged = session.acknowledged();
            session.browser.restart(0);
            check_recovery(&session.browser, &acknowledged, &session.made(), true, &format!("seed {seed}, tab died at call {at}"));
            crashes += 1;
        }
    }
    crashes
}

#[test]
fn f03_whatever_was_acknowledged_survives_a_crash_of_the_browser_at_any_call() {
    let seeds = seeds("LINEWRIGHT_CRASH_SEEDS", 500);
    let halves = [0..seeds / 2, seeds / 2..seeds];
    let threads = halves.map(|half| std::thread::spawn(move || crash_the_browser(half)));
    let crashes: u64 = threads.into_iter().map(|thread| thread.join().expect("no crash loses an edit")).sum();
    println!("{crashes} crash points");
    assert!(crashes > seeds * 20, "only {crashes} crash points in {seeds} sessions");
}

#[test]
fn f04_whatever_was_acknowledged_survives_the_end_of_a_tab_at_any_call() {
    let crashes = crash_a_tab(1_000_000..1_000_000 + seeds("LINEWRIGHT_CRASH_SEEDS", 500) / 10);
    println!("{crashes} crash points");
}
