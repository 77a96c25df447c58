//! One place behaves as badly as it can while the other is sound: what was promised is kept by the other alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Edits, Fault, Image, Session, Tab, seeds, stored_document};
use linewright::store::{Kept, Refusal};

/// Switches a random fault on or off.
fn fault(session: &mut Session) -> Option<Fault> {
    let refusals = [Refusal::Full("quota".to_owned()), Refusal::Failed("UnknownError".to_owned())];
    let refusal = refusals[session.luck.usize(..2)].clone();
    match session.luck.u8(..8) {
        0 => Some(Fault::Refuses(refusal)),
        1 => Some(Fault::RefusesToWrite(refusal)),
        2 => Some(Fault::Reverts),
        _ => None,
    }
}

/// Flips, cuts or takes away a random value of local storage.
fn harm_local(session: &mut Session) {
    let luck = &mut session.luck;
    let mut inner = session.browser.inner();
    let keys: Vec<String> = inner.local.keys().cloned().collect();
    if keys.is_empty() {
        return;
    }
    let key = keys[luck.usize(..keys.len())].clone();
    let mut text = inner.local.remove(&key).unwrap();
    match luck.u8(..3) {
        _ if text.is_empty() => return,
        0 => return,
        1 => text.truncate(luck.usize(..text.len())),
        _ => {
            let at = luck.usize(..text.len());
            text.replace_range(at..=at, "A");
        }
    }
    inner.local.insert(key, text);
}

fn check(images: Vec<Image>, made: &Edits, told: &str) -> usize {
    let count = images.len();
    for Image { call, local, database, acknowledged } in images {
        let browser = Browser::new(call);
        (browser.inner().local, browser.inner().database) = (local, database);
        // Two starts cut off in a row look like a poisoned record, which is then skipped until the person has it tried again.
        if let Some(Ok(tab)) = Tab::try_open(&browser) {
            tab.store.try_skipped_again().unwrap();
        }
        let found = stored_document(&browser);
        let lost: Edits = acknowledged.difference(&found).copied().collect();
        assert!(lost.is_empty(), "{told}, crash at call {call}: lost {lost:?}");
        assert!(found.is_subset(made), "{told}, crash at call {call}: invented");
    }
    count
}

#[test]
fn f06_a_local_storage_that_lies_reverts_fills_and_loses_costs_nothing_that_was_promised() {
    let mut images = 0;
    for seed in 0..seeds("LINEWRIGHT_HOSTILE_SEEDS", 120) {
        let mut session = Session::photographed(seed, 16, Kept::is_durable);
        session.run(0);
        for _ in 0..30 {
            match session.luck.u8(..8) {
                0 => session.browser.wipe_local(),
                1 => harm_local(&mut session),
                2 | 3 => {
                    let fault = fault(&mut session);
                    session.browser.inner().local_fault = fault;
                }
                _ => {}
            }
            session.step();
        }
        let taken = std::mem::take(&mut session.browser.inner().images);
        images += check(taken, &session.made(), &format!("seed {seed}"));
        // When it behaves again, everything comes back into it.
        session.browser.mend();
        session.browser.inner().camera = None;
        session.browser.restart(0);
        if let Some(Ok(tab)) = Tab::try_open(&session.browser) {
            tab.finish();
            let all = tab.edits();
            session.browser.wipe_database();
            assert!(session.acknowledged().is_subset(&stored_document(&session.browser)), "seed {seed}: {}", all.len());
        }
    }
    println!("{images} crash points");
}

#[test]
fn f13_a_database_that_refuses_and_disappears_costs_nothing_that_was_saved_in_both_places() {
    let mut images = 0;
    for seed in 0..seeds("LINEWRIGHT_HOSTILE_SEEDS", 120) {
        let mut session = Session::photographed(seed, 16, |kept| *kept == Kept::Saved);
        session.browser.inner().local_commits = true;
        session.run(0);
        for _ in 0..30 {
            match session.luck.u8(..8) {
                0 => session.browser.wipe_database(),
                1 | 2 => {
                    let fault = fault(&mut session).filter(|fault| *fault != Fault::Reverts);
                    session.browser.inner().database_fault = fault;
                }
                _ => {}
            }
            session.step();
        }
        let taken = std::mem::take(&mut session.browser.inner().images);
        images += check(taken, &session.made(), &format!("seed {seed}"));
    }
    println!("{images} crash points");
}
