//! Crashes at every call: whatever was acknowledged is there at the next start, and nothing that nobody made.
//!
//! `LINEWRIGHT_CRASH_SEEDS` sets the number of sessions, each of which gives about forty crash points.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Crash, Edits, Image, Session, Tab, seeds, stored_document};
use fastrand::Rng;
use linewright::store::{Access, Kept};

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
        let mut session = Session::photographed(seed, 6, Kept::is_durable);
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
