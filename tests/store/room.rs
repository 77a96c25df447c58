//! Workspaces that outgrow local storage, and what is said of the room that is left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Tab, alone};
use linewright::store::{Kept, PRIMARY_QUOTA, Refusal, SpaceLevel};

#[test]
fn f19_a_workspace_too_large_for_local_storage_moves_its_snapshot_into_the_database_and_says_so() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.edit_and_finish(5);
    // Base64 of this fills 70, 82 and 96 % of the quota.
    for (percent, level, in_primary) in [(70, SpaceLevel::Sixty, true), (82, SpaceLevel::Fine, false), (96, SpaceLevel::Fine, false)] {
        tab.snapshot_size = PRIMARY_QUOTA / 100 * percent / 4 * 3;
        tab.edit_and_finish(1);
        let done = tab.compact().unwrap().unwrap();
        let status = tab.store.status();
        assert_eq!((done.in_primary, status.snapshot_in_primary, status.space), (in_primary, in_primary, level), "{percent} %");
        tab.edit_and_finish(3);
        assert_eq!(tab.store.status().kept, Kept::Saved);
        let again = Tab::open(&browser);
        again.finish();
        assert_eq!(again.edits(), tab.edits());
        assert_eq!(again.store.status().snapshot_in_primary, in_primary);
        again.close();
    }
    // And back again when it has become smaller.
    tab.snapshot_size = PRIMARY_QUOTA / 100 * 30 / 4 * 3;
    assert!(tab.compact().unwrap().unwrap().in_primary);
    assert_eq!(alone(&browser).0, tab.edits());
}

#[test]
fn f19_the_levels_of_local_storage_are_reported_as_it_fills() {
    let browser = Browser::new(1);
    let mut tab = Tab::create(&browser);
    tab.padding = 39_000; // about one hundredth of the quota in base64
    let mut levels = Vec::new();
    for _ in 0..110 {
        tab.edit_and_finish(1);
        let status = tab.store.status();
        if levels.last() != Some(&status.space) {
            levels.push(status.space);
        }
    }
    assert_eq!(levels, [SpaceLevel::Fine, SpaceLevel::Sixty, SpaceLevel::Eighty, SpaceLevel::NinetyFive]);
    let status = tab.store.status();
    assert!(status.wants_compaction && matches!(status.kept, Kept::SavedDurableOnly { why: Refusal::Full(_) }), "{status:?}");
    tab.compact().unwrap().unwrap();
    tab.edit_and_finish(1);
    let status = tab.store.status();
    assert_eq!((status.space, status.kept), (SpaceLevel::Fine, Kept::Saved));
}
