//! Damage to what is stored: whatever can be read is read, the rest is set apart and offered, nothing is repaired in its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Document, Edits, Tab, WORKSPACE, seeds, stored_document};
use fastrand::Rng;
use linewright::store::{
    Access, Media, ReadOnly, RecordError, Rescued, Shrink, Store, Tasks, from_text, read_rescue, rescue, rescue_primary,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// The one workspace in a rescue file.
fn only(file: &str) -> Rescued {
    let (mut found, unreadable) = read_rescue(file).unwrap();
    assert_eq!((found.len(), unreadable), (1, 0));
    found.remove(0)
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Harm {
    Flip,
    Cut,
    Remove,
}

/// Harms one value in local storage (or in the database).
fn harm(browser: &Browser, key: &str, in_local: bool, how: Harm, luck: &mut Rng) {
    let mut inner = browser.inner();
    if in_local {
        let text = inner.local.remove(key).unwrap();
        let mut bytes = text.into_bytes();
        change(&mut bytes, how, luck, 0x01);
        if how != Harm::Remove {
            inner.local.insert(key.to_owned(), String::from_utf8(bytes).unwrap());
        }
    } else {
        let mut bytes = inner.database.remove(key).unwrap();
        let bit = 1 << luck.u8(..8);
        change(&mut bytes, how, luck, bit);
        if how != Harm::Remove {
            inner.database.insert(key.to_owned(), bytes);
        }
    }
}

fn change(bytes: &mut Vec<u8>, how: Harm, luck: &mut Rng, bit: u8) {
    let at = luck.usize(..bytes.len());
    match how {
        Harm::Flip => bytes[at] ^= bit,
        Harm::Cut => bytes.truncate(at),
        Harm::Remove => {}
    }
}

fn keys(browser: &Browser, part: &str) -> (Vec<String>, Vec<String>) {
    let inner = browser.inner();
    let with = |key: &&String| key.contains(part);
    (inner.local.keys().filter(with).cloned().collect(), inner.database.keys().filter(with).cloned().collect())
}

#[test]
fn f08_a_record_damaged_in_both_copies_is_set_apart_and_the_rest_loads() {
    for how in [Harm::Flip, Harm::Cut, Harm::Remove] {
        let browser = Browser::new(1);
        let mut luck = Rng::with_seed(7);
        let mut tab = Tab::create(&browser);
        tab.edit_and_finish(5);
        let all = tab.edits();
        tab.close();
        let key = keys(&browser, "/w/").0[2].clone();
        harm(&browser, &key, true, how, &mut luck);
        harm(&browser, &key, false, how, &mut luck);
        let before = browser.under(&key);
        let mut tab = Tab::open(&browser);
        tab.finish();
        assert_eq!(tab.edits().len(), 4, "{how:?}");
        assert!(tab.edits().is_subset(&all));
        let report = tab.store.report();
        assert_eq!(report.quarantined.len(), if how == Harm::Remove { 0 } else { 2 });
        assert!(report.quarantined.iter().all(|found| !found.replaced));
        assert_eq!(report.missing.len(), 1, "the gap is named");
        assert_eq!((report.missing[0].from, report.missing[0].until), (2, 3));
        // Work goes on, and the original stays untouched through folding and compaction.
        tab.edit_and_finish(60);
        tab.settle();
        tab.compact().unwrap().unwrap();
        tab.compact().unwrap().unwrap();
        assert_eq!(browser.under(&key), before);
        assert_eq!(stored_document(&browser), tab.edits());
        // The person takes the file, and only then the originals may go.
        let file = browser.tasks.block_on(rescue(&tab.media, WORKSPACE)).unwrap();
        assert!(report.quarantined.iter().all(|found| file.contains(&format!("\t{}\t", found.key))), "{how:?}");
        let discarded = browser.tasks.block_on(tab.store.discard_quarantine()).unwrap().unwrap();
        assert_eq!(discarded, report.quarantined.len());
        assert_eq!(keys(&browser, &key), (vec![], vec![]));
    }
}

#[test]
fn f08_a_record_damaged_in_one_copy_is_read_from_the_other_and_copied_beside_the_original() {
    for (in_local, how) in [(true, Harm::Flip), (true, Harm::Cut), (false, Harm::Flip), (false, Harm::Cut)] {
        let browser = Browser::new(1);
        let mut tab = Tab::create(&browser);
        tab.edit_and_finish(5);
        let all = tab.edits();
        tab.close();
        let key = keys(&browser, "/w/").0[2].clone();
        harm(&browser, &key, in_local, how, &mut Rng::with_seed(3));
        let before = browser.under(&key);
        let tab = Tab::open(&browser);
        tab.finish();
        assert_eq!(tab.edits(), all);
        let report = tab.store.report();
        assert!(report.quarantined.len() == 1 && report.quarantined[0].replaced, "{report:?}");
        assert!(report.missing.is_empty());
        assert_eq!(browser.under(&key), before);
        let (local, database) = (browser.copy(1), browser.copy(2));
        local.wipe_database();
        database.wipe_local();
        assert_eq!((stored_document(&local), stored_document(&database)), (all.clone(), all), "either place alone is the whole again");
    }
}

#[test]
fn f08_any_one_value_damaged_in_any_way_loses_nothing_that_was_saved_in_both_places() {
    for seed in 0..seeds("LINEWRIGHT_DAMAGE_SEEDS", 60) {
        let mut luck = Rng::with_seed(seed);
        let browser = Browser::new(seed);
        let mut tab = Tab::create(&browser);
        for _ in 0..luck.usize(1..5) {
            tab.edit_and_finish(luck.usize(1..60));
            if luck.bool() {
                tab.settle();
            }
            if luck.bool() {
                tab.compact().unwrap().unwrap();
            }
        }
        let saved = tab.saved();
        assert_eq!(saved, tab.edits());
        let places = [keys(&browser, "/").0, keys(&browser, "/").1];
        for _ in 0..12 {
            let in_local = luck.bool();
            let from = &places[usize::from(!in_local)];
            let key = from[luck.usize(..from.len())].clone();
            let how = [Harm::Flip, Harm::Cut, Harm::Remove][luck.usize(..3)];
            let copy = browser.copy(seed);
            harm(&copy, &key, in_local, how, &mut luck);
            let opened = Tab::open(&copy);
            opened.finish();
            assert_eq!(opened.edits(), saved, "seed {seed}, {how:?} {key} in local storage: {in_local}");
            assert_eq!(opened.store.status().access, Access::ReadWrite);
            assert_eq!(stored_document(&copy), saved, "and at the start after that");
        }
    }
}

#[test]
fn f09_a_damaged_snapshot_is_replaced_by_the_generation_before_and_the_log() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    for _ in 0..3 {
        tab.edit_and_finish(5);
        tab.compact().unwrap().unwrap();
    }
    tab.edit_and_finish(5);
    let all = tab.edits();
    tab.close();
    let (local, database) = keys(&browser, "/s/");
    assert_eq!((local.len(), database.len()), (1, 2), "one snapshot in local storage, two generations in the database");
    let newest = local[0].clone();
    for in_local in [true, false] {
        harm(&browser, &newest, in_local, Harm::Flip, &mut Rng::with_seed(5));
    }
    let tab = Tab::open(&browser);
    tab.finish();
    assert_eq!(tab.edits(), all);
    assert_eq!(tab.store.status().access, Access::ReadWrite);
    assert_eq!(tab.store.report().quarantined.len(), 2);
    assert_eq!(tab.store.report().missing, []);
}

#[test]
fn f09_when_no_snapshot_is_sound_the_store_is_read_only_and_offers_everything_raw() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    for _ in 0..3 {
        tab.edit_and_finish(5);
        tab.compact().unwrap().unwrap();
    }
    tab.edit_and_finish(5);
    tab.close();
    let (local, database) = keys(&browser, "/s/");
    local.iter().for_each(|key| harm(&browser, key, true, Harm::Flip, &mut Rng::with_seed(5)));
    database.iter().for_each(|key| harm(&browser, key, false, Harm::Flip, &mut Rng::with_seed(5)));
    let before = browser.stored();
    let mut tab = Tab::open(&browser);
    assert_eq!(tab.store.status().access, Access::ReadOnly(ReadOnly::SnapshotsDamaged));
    let readable = tab.edits();
    assert!(readable.len() >= 5);
    tab.edit_and_finish(1);
    tab.settle();
    assert!(tab.compact().unwrap().is_err());
    let mut after = browser.stored();
    after.0.remove("lw1/000000000000feed/o");
    let mut expected = before;
    expected.0.remove("lw1/000000000000feed/o");
    assert_eq!(after, expected, "nothing but the mark of the opening was written");
    let file = browser.tasks.block_on(rescue(&tab.media, WORKSPACE)).unwrap();
    let Rescued { pieces, damaged, .. } = only(&file);
    let mut document = Document::default();
    assert!(pieces.iter().all(|piece| document.take(piece)));
    assert_eq!((document.edits, damaged), (readable, 3));
    // The person may decide to go on with what is there.
    assert!(tab.store.write_anyway());
    tab.edit_and_finish(1);
    assert_eq!(tab.store.status().access, Access::ReadWrite);
}

#[test]
fn f26_a_record_that_kills_the_page_is_skipped_after_the_second_failed_start() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(3);
    browser.tasks.block_on(tab.store.append(b"poison")).unwrap();
    tab.edit_and_finish(3);
    let all = tab.edits();
    tab.close();
    // Opens the workspace with a decoder that dies of the poison, as a panic in WebAssembly does.
    let start = |fed: &mut Edits| {
        let (_, media) = browser.new_tab();
        let mut document = Document::default();
        let mut apply = |bytes: &[u8]| if bytes == b"poison" { panic!("poisoned") } else { document.take(bytes) };
        let opened = catch_unwind(AssertUnwindSafe(|| browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut apply))));
        *fed = document.edits;
        if opened.is_err() {
            browser.restart(0);
        }
        opened.ok().map(|opened| opened.unwrap().unwrap())
    };
    let mut fed = Edits::new();
    assert!(start(&mut fed).is_none(), "the first start dies");
    assert!(start(&mut fed).is_none(), "the second start dies");
    for again in 0..3 {
        let store = start(&mut fed).expect("safe mode");
        assert_eq!(fed, all, "start {again}: everything else is there");
        assert_eq!(store.report().skipped.len(), 1);
        browser.tasks.run();
    }
    // The poisoned record is still there, whatever is compacted.
    let (_, media) = browser.new_tab();
    let mut document = Document::default();
    let store = browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut |bytes| document.take(bytes))).unwrap().unwrap();
    browser.tasks.run();
    for _ in 0..3 {
        let (whole, covers) = (document.snapshot(0), store.coverage());
        let same = |bytes: &[u8]| document.is(bytes);
        browser.tasks.block_on(store.compact(&whole, &covers, Shrink::Refuse, &same)).unwrap().unwrap();
    }
    let pieces = only(&rescue_primary(media.primary.as_ref(), WORKSPACE)).pieces;
    assert!(pieces.iter().any(|piece| piece == b"poison"));
    // When the program has been mended, it can be tried again.
    store.try_skipped_again().unwrap();
    let mut seen = false;
    let (_, media) = browser.new_tab();
    let mut look = |bytes: &[u8]| {
        seen |= bytes == b"poison";
        true
    };
    browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut look)).unwrap().unwrap();
    assert!(seen);
}

#[test]
fn f26_one_start_that_was_cut_off_condemns_nothing() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(3);
    let all = tab.edits();
    tab.close();
    let (_, media) = browser.new_tab();
    let mut left = 2;
    let died = catch_unwind(AssertUnwindSafe(|| {
        browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut |_| {
            left -= 1;
            if left == 0 { panic!("the machine lost power") } else { true }
        }))
    }));
    assert!(died.is_err());
    browser.restart(0);
    let tab = Tab::open(&browser);
    assert_eq!((tab.edits(), tab.store.report().skipped), (all, vec![]));
}

#[test]
fn a_refused_update_is_set_apart_and_never_compacted_away() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(2);
    browser.tasks.block_on(tab.store.append(b"not of this document")).unwrap();
    tab.edit_and_finish(2);
    tab.close();
    let mut tab = Tab::open(&browser);
    let report = tab.store.report();
    assert_eq!(report.quarantined.iter().map(|found| found.why).collect::<Vec<_>>(), [RecordError::Refused; 2]);
    assert!(report.quarantined.iter().any(|found| found.bytes.ends_with(b"not of this document")));
    tab.edit_and_finish(50);
    tab.settle();
    for _ in 0..3 {
        tab.compact().unwrap().unwrap();
    }
    let file = browser.tasks.block_on(rescue(&tab.media, WORKSPACE)).unwrap();
    assert!(only(&file).pieces.iter().any(|piece| piece == b"not of this document"));
}

#[test]
fn a_rescue_file_holds_everything_and_garbage_is_none() {
    let tasks = Tasks::default();
    let media = Media::in_memory(Rc::new(tasks.clone()), Rc::new(|| 5));
    tasks.block_on(async {
        let store = Store::create(&media, WORKSPACE).await.unwrap();
        store.append(b"one").await;
        store.append(b"two").await;
        let file = rescue(&media, WORKSPACE).await;
        let whole = Rescued { workspace: WORKSPACE, pieces: vec![b"one".to_vec(), b"two".to_vec()], damaged: 0 };
        assert_eq!(read_rescue(&file), Some((vec![whole.clone()], 0)));
        let noted = file.replacen('\n', "\n# in a person's words\n", 1);
        assert_eq!(read_rescue(&noted), Some((vec![whole.clone()], 0)));
        let broken = file.replace("local-storage", "elsewhere");
        assert_eq!(read_rescue(&broken), Some((vec![whole], 2)));
    });
    assert_eq!(read_rescue("hello"), None);
    assert_eq!(from_text("*"), Err(RecordError::NotText));
}
