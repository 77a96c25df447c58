//! Several tabs on one workspace, and compaction among them: nothing is lost, nothing comes twice, everybody ends up with the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Document, Edits, Image, Tab, WORKSPACE, promised, seeds, stored_document};
use fastrand::Rng;
use linewright::store::{Kept, Media, NotCompacted, Shrink, Store};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Keeps an image of a crash at every call from here on, with what these tabs were promised.
fn film(browser: &Browser, tabs: &[&Tab]) {
    let receipts: Vec<_> = tabs.iter().map(|tab| Rc::clone(&tab.receipts)).collect();
    let acknowledged = move || receipts.iter().flat_map(|of_tab| promised(of_tab, Kept::is_durable)).collect();
    browser.inner().camera = Some((1, Rc::new(acknowledged)));
}

/// Opens each image and checks that all that was acknowledged is there.
fn check_film(browser: &Browser, told: &str) -> usize {
    let images = std::mem::take(&mut browser.inner().images);
    let count = images.len();
    for Image { call, local, database, acknowledged } in images {
        let crashed = Browser::new(call);
        (crashed.inner().local, crashed.inner().database) = (local, database);
        let found = stored_document(&crashed);
        let lost: Edits = acknowledged.difference(&found).copied().collect();
        assert!(lost.is_empty(), "{told}, crash at call {call}: lost {lost:?}");
    }
    count
}

#[test]
fn f07_a_crash_at_any_step_of_compaction_leaves_the_same_document() {
    for seed in 0..seeds("LINEWRIGHT_COMPACT_SEEDS", 12) {
        let browser = Browser::new(seed);
        let mut tab = Tab::create(&browser);
        // A database alone, both, or a snapshot that has to take the place of the old one.
        tab.snapshot_size = [0, 0, 2_000_000][seed as usize % 3];
        for _ in 0..seed % 4 {
            tab.edit_and_finish(3);
            tab.compact().unwrap().unwrap();
        }
        tab.edit_and_finish(4);
        let all = tab.edits();
        film(&browser, &[&tab]);
        tab.compact().unwrap().unwrap();
        browser.inner().camera = None;
        let images = std::mem::take(&mut browser.inner().images);
        assert!(images.len() > 10);
        for Image { call, local, database, .. } in images {
            let crashed = Browser::new(call);
            (crashed.inner().local, crashed.inner().database) = (local, database);
            let mut again = Tab::open(&crashed);
            again.snapshot_size = tab.snapshot_size;
            assert_eq!(again.edits(), all, "seed {seed}, call {call}");
            again.finish();
            again.compact().unwrap().unwrap();
            assert_eq!(stored_document(&crashed), all, "seed {seed}, call {call}, after the next compaction");
        }
    }
}

#[test]
fn f07_a_snapshot_that_does_not_read_back_or_does_not_decode_is_not_relied_on() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    let before = browser.stored();
    let covers = tab.store.coverage();
    let refused = browser.tasks.block_on(tab.store.compact(b"nonsense", &covers, Shrink::Refuse, &|_| false)).unwrap();
    assert_eq!(refused, Err(NotCompacted::ReadBackDiffers));
    assert_eq!(browser.stored(), before);
}

#[test]
fn f10_two_tabs_that_edit_at_once_end_up_with_the_same_document() {
    for seed in 0..3 {
        let browser = Browser::new(seed);
        browser.inner().slowness = 3;
        let mut luck = Rng::with_seed(seed);
        let mut left = Tab::create(&browser);
        left.edit_and_finish(1);
        let mut right = Tab::open(&browser);
        for round in 0..seeds("LINEWRIGHT_TAB_EDITS", 600) {
            let tab = if luck.bool() { &mut left } else { &mut right };
            tab.edit();
            match luck.u8(..24) {
                0 => drop(tab.sweep()),
                1 => tab.tick(1_500),
                2 => tab.finish(),
                3 if round % 5 == 0 => drop(tab.compact()),
                _ => {}
            }
        }
        left.finish();
        left.sweep();
        right.sweep();
        assert_eq!(left.edits(), right.edits(), "seed {seed}");
        assert_eq!(left.edits().len() as u64, left.made + right.made);
        assert_eq!(stored_document(&browser), left.edits());
    }
}

#[test]
fn f10_a_tab_gets_from_the_snapshot_what_was_compacted_before_it_could_read_it() {
    let browser = Browser::new(1);
    let mut left = Tab::create(&browser);
    left.edit_and_finish(1);
    let right = Tab::open(&browser);
    for _ in 0..3 {
        left.edit_and_finish(5);
        left.compact().unwrap().unwrap();
    }
    assert_eq!(right.sweep(), Some(1), "one snapshot brings all of it");
    assert_eq!(right.edits(), left.edits());
    assert_eq!(right.sweep(), Some(0));
}

#[test]
fn f11_only_one_of_two_tabs_compacts_at_a_time() {
    let browser = Browser::new(1);
    browser.inner().slowness = 4;
    let mut left = Tab::create(&browser);
    left.edit_and_finish(5);
    let right = Tab::open(&browser);
    right.finish();
    let (one, two) = (left.compact_meanwhile(), right.compact_meanwhile());
    browser.tasks.run();
    let (one, two) = (one.borrow().clone().unwrap(), two.borrow().clone().unwrap());
    assert!(one.is_ok() != two.is_ok() && (one == Err(NotCompacted::Busy) || two == Err(NotCompacted::Busy)), "{one:?} {two:?}");
}

#[test]
fn f11_two_tabs_that_compact_at_once_because_locks_do_not_work_lose_nothing_at_any_crash() {
    let mut images = 0;
    for seed in 0..seeds("LINEWRIGHT_COMPACT_SEEDS", 40) {
        let browser = Browser::new(seed);
        {
            let mut inner = browser.inner();
            (inner.slowness, inner.locks_work) = (5, false);
        }
        let mut left = Tab::create(&browser);
        left.edit_and_finish(2);
        let mut right = Tab::open(&browser);
        film(&browser, &[&left, &right]);
        for _ in 0..3 {
            left.edit_and_finish(2);
            right.edit_and_finish(2);
            right.sweep();
            if seed % 2 == 0 {
                left.sweep();
            }
            let _both = (left.compact_meanwhile(), right.compact_meanwhile());
            left.edit();
            right.edit();
            browser.tasks.run();
        }
        images += check_film(&browser, &format!("seed {seed}"));
        browser.inner().camera = None;
        left.sweep();
        right.sweep();
        let all: Edits = left.edits().union(&right.edits()).copied().collect();
        assert_eq!((left.edits(), right.edits()), (all.clone(), all.clone()), "seed {seed}");
        assert_eq!(stored_document(&browser), all, "seed {seed}");
    }
    println!("{images} crash points");
}

#[test]
fn f11_when_the_compacting_tab_dies_the_other_one_can_compact() {
    let browser = Browser::new(1);
    let mut left = Tab::create(&browser);
    left.edit_and_finish(5);
    let right = Tab::open(&browser);
    right.finish();
    browser.inner().slowness = 20;
    let _never_ends = left.compact_meanwhile();
    browser.nudge(30);
    assert_eq!(right.compact().unwrap(), Err(NotCompacted::Busy));
    left.close();
    browser.inner().slowness = 0;
    right.compact().unwrap().unwrap();
    assert_eq!(stored_document(&browser), right.edits());
}

#[test]
fn f12_an_edit_that_arrives_from_another_tab_during_loading_is_merged() {
    for seed in 0..40 {
        let browser = Browser::new(seed);
        let mut left = Tab::create(&browser);
        left.edit_and_finish(5);
        browser.inner().slowness = 6;
        let (_, media) = browser.new_tab();
        let document = Rc::new(RefCell::new(Document::default()));
        let (opened, fed) = (Rc::new(RefCell::new(None)), Rc::clone(&document));
        let (told, world) = (Rc::clone(&opened), media.clone());
        media.spawn.spawn(Box::pin(async move {
            let store = Store::open(&world, WORKSPACE, &mut |bytes| fed.borrow_mut().take(bytes)).await;
            *told.borrow_mut() = store.ok();
        }));
        left.edit();
        if seed % 2 == 0 {
            let _meanwhile = left.compact_meanwhile();
        }
        browser.tasks.run();
        left.edit();
        browser.tasks.run();
        let store = opened.borrow().clone().unwrap();
        browser.tasks.block_on(store.sweep(&mut |bytes| document.borrow_mut().take(bytes))).unwrap();
        assert_eq!(document.borrow().edits, left.edits(), "seed {seed}");
    }
}

#[test]
fn f21_a_much_smaller_state_never_replaces_a_backup() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.snapshot_size = 100_000;
    tab.edit_and_finish(5);
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(5);
    let before = browser.stored();
    tab.snapshot_size = 0;
    assert!(matches!(tab.compact().unwrap(), Err(NotCompacted::MuchSmaller { old: 100_000, .. })));
    assert_eq!(browser.stored(), before);
    // When the person has confirmed it, the former generation is still kept.
    let (document, covers) = (tab.document.borrow().clone(), tab.store.coverage());
    let whole = document.snapshot(0);
    let same = |bytes: &[u8]| document.is(bytes);
    browser.tasks.block_on(tab.store.compact(&whole, &covers, Shrink::Confirmed, &same)).unwrap().unwrap();
    let sizes: Vec<usize> = browser.stored().1.iter().filter(|(key, _)| key.contains("/s/")).map(|(_, bytes)| bytes.len()).collect();
    assert!(sizes.len() == 2 && sizes[0] > 100_000 && sizes[1] < 1_000, "{sizes:?}");
}

#[test]
fn f21_a_document_that_has_not_read_everything_cannot_replace_the_snapshot() {
    let browser = Browser::new(1);
    let mut left = Tab::create(&browser);
    left.edit_and_finish(1);
    let mut right = Tab::open(&browser);
    right.finish();
    left.edit_and_finish(5);
    left.compact().unwrap().unwrap();
    right.edit_and_finish(1);
    let before = browser.stored();
    assert_eq!(right.compact().unwrap(), Err(NotCompacted::StaleView));
    assert_eq!(browser.stored(), before);
    right.sweep();
    right.compact().unwrap().unwrap();
    assert_eq!(stored_document(&browser).len(), 7);
}

#[test]
fn f29_every_update_comes_once_and_those_of_one_tab_in_their_order() {
    for seed in 0..seeds("LINEWRIGHT_ORDER_SEEDS", 150) {
        let browser = Browser::new(seed);
        let mut luck = Rng::with_seed(seed);
        let mut tabs = vec![Tab::create(&browser)];
        tabs[0].edit_and_finish(1);
        tabs.push(Tab::open(&browser));
        for _ in 0..luck.usize(1..40) {
            let at = luck.usize(..2);
            tabs[at].edit_and_finish(luck.usize(1..4));
            if luck.u8(..12) == 0 {
                tabs[at].edit_and_finish(50);
                tabs[at].settle();
            }
        }
        // The copies are made to differ: keys are missing here and there, but no edit is missing in both.
        for key in browser.stored().0.into_keys().filter(|key| key.contains("/w/")) {
            let mut inner = browser.inner();
            match luck.u8(..4) {
                0 if inner.database.contains_key(&key) => drop(inner.local.remove(&key)),
                1 if inner.local.contains_key(&key) => drop(inner.database.remove(&key)),
                _ => {}
            }
        }
        let (_, media) = browser.new_tab();
        let mut next: BTreeMap<u64, u64> = BTreeMap::new();
        let mut in_order = |bytes: &[u8]| {
            let mut one = Document::default();
            assert!(one.take(bytes));
            for (client, number) in one.edits {
                let expected = next.entry(client).or_default();
                assert_eq!(number, *expected, "seed {seed}");
                *expected += 1;
            }
            true
        };
        let store = browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut in_order)).unwrap().unwrap();
        browser.tasks.run();
        browser.tasks.block_on(store.sweep(&mut in_order)).unwrap();
        assert_eq!(next.values().sum::<u64>(), tabs[0].made + tabs[1].made, "seed {seed}");
    }
}

#[test]
fn f31_two_tabs_under_the_same_number_do_not_overwrite_each_other() {
    for local_lasts in [true, false] {
        let browser = Browser::new(1);
        browser.inner().local_lasts = local_lasts;
        let same = |media: Media| Media { fresh_id: Rc::new(|| 7), ..media };
        let (number, media) = browser.new_tab();
        let mut left = Tab::create_in(&browser, number, same(media)).unwrap().unwrap();
        left.client = 1;
        left.edit_and_finish(1);
        let (number, media) = browser.new_tab();
        let mut right = Tab::open_in(&browser, number, same(media)).unwrap().unwrap();
        right.client = 2;
        for _ in 0..5 {
            left.edit();
            right.edit();
            browser.tasks.run();
            right.edit_and_finish(2);
            left.sweep();
        }
        left.sweep();
        right.sweep();
        assert_eq!(left.edits().len(), 21, "local storage: {local_lasts}");
        assert_eq!(right.edits(), left.edits());
        left.compact().unwrap().unwrap();
        left.edit_and_finish(1);
        left.compact().unwrap().unwrap();
        assert_eq!(stored_document(&browser), left.edits());
        let saved = [&left, &right].iter().flat_map(|tab| tab.acknowledged()).count();
        assert_eq!(saved, 22);
    }
}
