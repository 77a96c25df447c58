//! One test for each way in which the places of a browser fail, named after the fault.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Fault, Tab, alone, stored_document};
use linewright::store::{Access, Kept, NotSaved, OpenError, PRIMARY_QUOTA, ReadOnly, Refusal};
use std::cell::Cell;
use std::rc::Rc;

fn full() -> Refusal {
    Refusal::Full("QuotaExceededError".to_owned())
}

fn failed() -> Refusal {
    Refusal::Failed("UnknownError".to_owned())
}

/// What lies under keys that contain `part`, in local storage and in the database.
fn count(browser: &Browser, part: &str) -> (usize, usize) {
    let inner = browser.inner();
    (inner.local.keys().filter(|key| key.contains(part)).count(), inner.database.keys().filter(|key| key.contains(part)).count())
}

#[test]
fn f01_an_edit_that_local_storage_refuses_is_kept_by_the_database_and_the_person_is_told() {
    for refusal in [full(), failed(), Refusal::Unavailable("SecurityError".to_owned())] {
        let browser = Browser::new(1);
        let mut tab = Tab::create(&browser);
        browser.inner().local_fault = Some(Fault::RefusesToWrite(refusal.clone()));
        let receipt = tab.edit();
        assert_eq!(receipt.kept(), None, "nothing is promised before the database has answered");
        tab.finish();
        assert_eq!(receipt.kept(), Some(Kept::SavedDurableOnly { why: refusal.clone() }));
        assert_eq!(tab.store.status().kept, Kept::SavedDurableOnly { why: refusal });
        assert_eq!(stored_document(&browser), tab.edits());
        // Space is freed: local storage gets what it lacks, and the notice goes.
        browser.inner().local_fault = None;
        (0..4).for_each(|_| tab.tick(5_000));
        tab.finish();
        assert_eq!(tab.store.status().kept, Kept::Saved);
        assert_eq!(alone(&browser).0, tab.edits());
    }
}

#[test]
fn f01_an_edit_that_both_places_refuse_waits_in_memory_until_they_take_it() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    browser.inner().local_fault = Some(Fault::RefusesToWrite(full()));
    browser.inner().database_fault = Some(Fault::RefusesToWrite(full()));
    let receipt = tab.edit();
    tab.finish();
    assert_eq!(receipt.kept(), Some(Kept::NotSaved { why: NotSaved::Refused(full()) }));
    let status = tab.store.status();
    assert_eq!((status.unsaved, status.kept), (1, Kept::NotSaved { why: NotSaved::Refused(full()) }));
    let promised = Rc::new(Cell::new(false));
    let told = Rc::clone(&promised);
    tab.store.watch(move |status| told.set(told.get() || (status.saving == 0 && status.kept.is_durable())));
    (0..20).for_each(|_| tab.tick(5_000));
    assert!(!promised.get(), "not for a moment is it called saved");
    browser.mend();
    (0..4).for_each(|_| tab.tick(5_000));
    tab.finish();
    assert_eq!(tab.store.status().kept, Kept::Saved);
    assert!(receipt.kept().is_some_and(|kept| kept.is_durable()));
    assert_eq!(alone(&browser), (tab.edits(), tab.edits()));
}

#[test]
fn f02_a_key_that_silently_reverts_is_found_after_two_seconds_and_written_again() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    browser.inner().local_fault = Some(Fault::Reverts);
    tab.edit_and_finish(1);
    browser.inner().local_fault = None;
    assert_eq!(count(&browser, "/w/"), (0, 1));
    tab.tick(1_000);
    tab.tick(2_500);
    assert_eq!(count(&browser, "/w/"), (1, 1), "written again");
    assert_eq!(tab.store.status().kept, Kept::Saved);
}

#[test]
fn f02_a_key_that_reverts_twice_is_reported() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    browser.inner().local_fault = Some(Fault::Reverts);
    tab.edit_and_finish(1);
    tab.tick(1_000);
    tab.tick(2_500);
    tab.tick(2_500);
    assert!(matches!(tab.store.status().kept, Kept::SavedDurableOnly { .. }), "{:?}", tab.store.status());
}

#[test]
fn f30_a_clock_that_is_set_back_or_forward_does_not_stop_the_reading_back() {
    for jump in [-10 * 365 * 86_400_000_i64, 10 * 365 * 86_400_000] {
        let browser = Browser::new(1);
        let mut tab = Tab::create(&browser);
        tab.now = 20 * 365 * 86_400_000;
        tab.tick(1_000);
        tab.now = tab.now.saturating_add_signed(jump);
        browser.inner().local_fault = Some(Fault::Reverts);
        tab.edit_and_finish(1);
        browser.mend();
        (0..5).for_each(|_| tab.tick(1_000));
        assert_eq!(count(&browser, "/w/"), (1, 1), "written again");
    }
}

#[test]
fn f05_a_place_that_cannot_be_read_at_first_makes_the_store_wait_and_write_nothing() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(3);
    let all = tab.edits();
    tab.close();
    for in_database in [true, false] {
        let fault = Some(Fault::Refuses(failed()));
        if in_database {
            browser.inner().database_fault = fault
        } else {
            browser.inner().local_fault = fault
        }
        let before = browser.stored();
        let mut tab = Tab::open(&browser);
        assert_eq!(tab.store.status().access, Access::ReadOnly(ReadOnly::ReadFailed(failed())));
        let refused = tab.edit();
        assert_eq!(refused.kept(), Some(Kept::NotSaved { why: NotSaved::ReadOnly(ReadOnly::ReadFailed(failed())) }));
        assert!(tab.compact().unwrap().is_err());
        tab.settle();
        assert_eq!(browser.stored(), before, "nothing was written");
        // The next sweep reads what could not be read, and only then may be written.
        browser.mend();
        tab.sweep();
        tab.finish();
        assert_eq!(tab.store.status().access, Access::ReadWrite);
        assert!(tab.edits().is_superset(&all));
        tab.close();
    }
}

#[test]
fn f05_nothing_is_started_over_when_it_is_unknown_whether_something_is_stored() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(3);
    tab.close();
    browser.wipe_local();
    browser.inner().database_fault = Some(Fault::Refuses(failed()));
    assert_eq!(Tab::try_open(&browser).unwrap().err(), Some(OpenError::Unreadable(failed())));
    browser.inner().database_fault = None;
    assert_eq!(Tab::try_create(&browser).unwrap().err(), Some(OpenError::Taken));
    assert_eq!(Tab::open(&browser).edits().len(), 3);
}

#[test]
fn f06_a_full_disk_that_wipes_local_storage_loses_nothing_once_there_is_room_again() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(5);
    // The disk is full: local storage is gone and takes nothing for good although it says so; the database refuses.
    browser.wipe_local();
    browser.inner().local_fault = Some(Fault::Reverts);
    browser.inner().database_fault = Some(Fault::RefusesToWrite(full()));
    tab.edit_and_finish(2);
    let status = tab.store.status();
    assert!(!status.kept.is_durable(), "{status:?}");
    assert_eq!(status.unsaved, 2);
    tab.sweep();
    tab.tick(1_000);
    // Room again, with a new connection.
    browser.mend();
    browser.inner().reopened += 1;
    (0..6).for_each(|_| tab.tick(5_000));
    tab.finish();
    assert_eq!(tab.store.status().kept, Kept::Saved);
    assert_eq!(alone(&browser), (tab.edits(), tab.edits()));
    assert!(tab.store.status().restored.to_primary > 0);
}

#[test]
fn f06_after_a_full_disk_the_next_start_restores_local_storage_from_the_database() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(60);
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(5);
    let all = tab.edits();
    tab.close();
    browser.wipe_local();
    let tab = Tab::open(&browser);
    tab.finish();
    assert_eq!(tab.edits(), all);
    assert_eq!(alone(&browser), (all.clone(), all));
    assert_eq!(tab.store.report().restored.to_primary, 2, "the snapshot, and one bundle of the five edits");
}

#[test]
fn f13_a_database_deleted_by_another_tab_is_filled_again_from_local_storage() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(5);
    browser.wipe_database();
    tab.tick(1_000);
    tab.finish();
    assert_eq!(alone(&browser), (tab.edits(), tab.edits()));
    assert!(!tab.store.status().wants_compaction);
}

#[test]
fn f13_what_only_the_database_had_is_asked_for_when_the_database_is_deleted() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.snapshot_size = PRIMARY_QUOTA; // too large for local storage
    tab.edit_and_finish(5);
    assert!(!tab.compact().unwrap().unwrap().in_primary);
    browser.wipe_database();
    tab.tick(1_000);
    tab.finish();
    assert!(tab.store.status().wants_compaction, "only the document in memory has it now");
    tab.compact().unwrap().unwrap();
    assert_eq!(stored_document(&browser), tab.edits());
    assert!(!tab.store.status().wants_compaction);
}

#[test]
fn f13_both_places_emptied_under_an_open_tab_are_filled_from_its_document() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    browser.wipe_database();
    browser.wipe_local();
    tab.sweep();
    tab.tick(1_000);
    tab.finish();
    assert!(tab.store.status().wants_compaction);
    tab.compact().unwrap().unwrap();
    assert_eq!(alone(&browser), (tab.edits(), tab.edits()));
}

#[test]
fn f14_a_tab_of_an_older_version_becomes_read_only_when_a_newer_one_has_written() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(2);
    let newer = newer_record();
    browser.inner().database.insert("lw1/000000000000feed/z/new-kind".to_owned(), newer);
    let swept = tab.sweep();
    assert_eq!(swept, Some(0));
    assert_eq!(tab.store.status().access, Access::ReadOnly(ReadOnly::NewerFormat(9)));
    assert!(!tab.store.write_anyway());
    let before = browser.stored();
    assert!(matches!(tab.edit().kept(), Some(Kept::NotSaved { why: NotSaved::ReadOnly(_) })));
    assert!(tab.compact().unwrap().is_err());
    tab.settle();
    let again = Tab::open(&browser);
    again.finish();
    assert_eq!(again.store.status().access, Access::ReadOnly(ReadOnly::NewerFormat(9)));
    assert_eq!(browser.stored(), before, "nothing was written");
}

/// A record as a later version would write it: the same frame, another version, a sound checksum.
fn newer_record() -> Vec<u8> {
    let mut head = b"LNWR\x09\x00\x00\x00".to_vec();
    head.resize(48, 7);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in head.iter().chain(b"payload") {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 33;
    [head, hash.to_le_bytes().to_vec(), b"payload".to_vec()].concat()
}

#[test]
fn f20_cleared_site_data_come_back_from_the_other_place_and_are_not_made_up_when_both_are_gone() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(5);
    let all = tab.edits();
    tab.close();
    for database in [true, false] {
        if database {
            browser.wipe_database()
        } else {
            browser.wipe_local()
        }
        let tab = Tab::open(&browser);
        tab.finish();
        assert_eq!(tab.edits(), all);
        assert_eq!(alone(&browser), (all.clone(), all.clone()));
        tab.close();
    }
    browser.wipe_database();
    browser.wipe_local();
    assert_eq!(Tab::try_open(&browser).unwrap().err(), Some(OpenError::NothingStored));
    assert_eq!(browser.stored(), Default::default(), "nothing was written");
}

#[test]
fn f22_without_local_storage_without_a_database_and_without_both_the_store_runs_and_says_what_it_promises() {
    for (local, database) in [(false, true), (true, false), (false, false)] {
        let browser = Browser::new(1);
        browser.inner().local_lasts = local;
        browser.inner().database_lasts = database;
        let mut tab = Tab::create(&browser);
        let receipt = tab.edit();
        tab.settle();
        let right = match (local, database, receipt.kept().unwrap()) {
            (false, true, kept) => matches!(kept, Kept::SavedDurableOnly { why: Refusal::Unavailable(_) }),
            (true, false, kept) => matches!(kept, Kept::SavedPrimaryOnly { why: Refusal::Unavailable(_) }),
            (_, _, kept) => kept == Kept::MemoryOnly,
        };
        assert!(right, "{:?}", receipt.kept());
        assert_eq!(tab.store.status().kept, receipt.kept().unwrap());
        tab.edit_and_finish(60);
        tab.settle();
        tab.compact().unwrap().unwrap();
        tab.edit_and_finish(3);
        let all = tab.edits();
        tab.close();
        let tab = Tab::open(&browser);
        assert_eq!(tab.edits(), all);
        tab.finish();
        tab.close();
        if local {
            browser.wipe_database();
            assert_eq!(stored_document(&browser), all);
        }
    }
}

#[test]
fn f22_without_a_database_the_log_is_trimmed_only_by_a_snapshot_that_has_survived_a_reload() {
    let browser = Browser::new(1);
    browser.inner().database_lasts = false;
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    tab.compact().unwrap().unwrap();
    assert_eq!((count(&browser, "/s/").0, count(&browser, "/w/").0), (1, 5), "both are there until the snapshot has proved itself");
    tab.close();
    browser.wipe_database();
    let tab = Tab::open(&browser);
    tab.finish();
    assert_eq!((count(&browser, "/s/").0, count(&browser, "/w/").0), (1, 0));
    assert_eq!(stored_document(&browser), tab.edits());
}
