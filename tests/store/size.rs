//! How much is written and kept: an edit costs the edit, local storage stays small in bytes and keys, a long history opens fast.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::computing::Computing;
use crate::support::{Browser, Tab, stored_document};
use linewright::store::{Kept, PRIMARY_QUOTA};

#[test]
fn an_hour_of_steady_work_writes_less_than_two_mebibytes_into_local_storage() {
    for snapshot_size in [400_000, 1_200_000] {
        let browser = Browser::new(1);
        let mut tab = Tab::create(&browser);
        tab.snapshot_size = snapshot_size;
        tab.padding = 10;
        tab.edit_and_finish(1);
        tab.compact().unwrap().unwrap();
        browser.inner().local_written = 0;
        let mut most_keys = 0;
        // An edit every five seconds for two hours, in sessions of half an hour.
        for second in 0..7_200 {
            if second % 5 == 0 {
                tab.edit_and_finish(1);
            }
            if second % 5 == 3 {
                tab.sweep();
            }
            tab.tick(1_000);
            if tab.store.status().wants_compaction {
                tab.compact().unwrap().unwrap();
            }
            if second % 1_800 == 1_799 {
                tab.close();
                tab = Tab::open(&browser);
                (tab.snapshot_size, tab.padding) = (snapshot_size, 10);
                tab.finish();
            }
            most_keys = most_keys.max(browser.inner().local.len());
        }
        let an_hour = browser.inner().local_written / 2;
        println!("snapshot of {snapshot_size}: {an_hour} bytes an hour, at most {most_keys} keys");
        assert!(an_hour < 2 * 1024 * 1024, "{an_hour} bytes in an hour");
        assert!(most_keys < 300, "{most_keys} keys");
        assert_eq!(stored_document(&browser), tab.edits());
    }
}

#[test]
fn the_log_is_compacted_by_its_size() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.padding = 10_000;
    let mut compactions = 0;
    for _ in 0..300 {
        tab.edit_and_finish(1);
        tab.tick(1_000);
        if tab.store.status().wants_compaction {
            tab.snapshot_size = 10_000 * tab.edits().len() / 4;
            tab.compact().unwrap().unwrap();
            compactions += 1;
        }
    }
    // Three million bytes of log: each time a quarter of a mebibyte, later half the snapshot.
    assert!((5..=12).contains(&compactions), "{compactions}");
    let usage = browser.tasks.block_on(tab.store.usage()).unwrap().unwrap();
    assert!(usage.primary_own_bytes < PRIMARY_QUOTA / 2 && usage.log_bytes < 600_000, "{usage:?}");
    assert_eq!(usage.primary_own_bytes, usage.primary_bytes);
}

#[test]
fn f49_fifty_thousand_events_are_kept_and_open_fast() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    let started = Computing::start();
    for round in 0..50 {
        tab.edit_and_finish(1_000);
        tab.settle();
        if tab.store.status().wants_compaction {
            tab.compact().unwrap().unwrap();
        }
        assert!(browser.inner().local.len() < 300, "round {round}: {} keys", browser.inner().local.len());
    }
    assert_eq!(tab.store.status().kept, Kept::Saved);
    println!("50,000 edits in {:?}", started.elapsed());
    let usage = browser.tasks.block_on(tab.store.usage()).unwrap().unwrap();
    assert!(usage.primary_own_bytes < 4_718_592 || !usage.snapshot_in_primary, "{usage:?}");
    let started = Computing::start();
    let again = Tab::open(&browser);
    let opened = started.elapsed();
    println!("opened in {opened:?}");
    assert_eq!(again.edits().len(), 50_000);
    assert!(opened.as_secs_f64() < 2.0, "{opened:?}");
    // One more edit costs the edit.
    let mut again = again;
    again.finish();
    browser.inner().local_written = 0;
    again.edit_and_finish(1);
    assert!(browser.inner().local_written < 400, "{} bytes", browser.inner().local_written);
}
