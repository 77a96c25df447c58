//! The browser is killed at random moments while it edits; every edit that it had called saved is there afterwards.

use journeys::endurance::{Hearing, Meanwhile, Storage, kills, kills_in_compaction, two_tabs};

/// Half of the fifty kills; the halves run beside each other.
async fn twenty_five_kills(seed: u64) {
    let tally = kills(25, seed, Storage::Real, |_| ()).await;
    println!("{tally}");
    assert!(tally.lost.is_empty(), "{tally}: {:?}", tally.lost);
    assert!(tally.strange.is_empty(), "{tally}: {:?}", tally.strange);
    assert!(tally.acknowledged > 100, "too little was edited to say anything: {tally}");
}

#[tokio::test]
async fn no_acknowledged_edit_is_lost_in_the_first_twenty_five_kills() {
    twenty_five_kills(1).await;
}

#[tokio::test]
async fn no_acknowledged_edit_is_lost_in_another_twenty_five_kills() {
    twenty_five_kills(4).await;
}

#[tokio::test]
async fn a_database_that_keeps_nothing_is_seen_as_a_loss() {
    let tally = kills(5, 2, Storage::Lying, |_| ()).await;
    assert!(!tally.lost.is_empty(), "what was only in local storage outlived a kill, so the journey above proves nothing: {tally}");
}

#[tokio::test]
async fn no_acknowledged_edit_is_lost_when_kills_come_in_the_middle_of_a_write() {
    let tally = kills(6, 6, Storage::Torn, |_| ()).await;
    println!("{tally}");
    assert!(tally.lost.is_empty() && tally.strange.is_empty(), "{tally}: {:?} {:?}", tally.lost, tally.strange);
    assert!(tally.acknowledged > 20, "too little was edited to say anything: {tally}");
}

#[tokio::test]
async fn a_browser_that_goes_on_behind_half_a_record_loses_everything_and_the_page_says_so() {
    let tally = kills(4, 7, Storage::TornForGood, |_| ()).await;
    assert!(!tally.lost.is_empty(), "nothing was lost, so the journey above proves nothing: {tally}");
    assert!(tally.seen.contains("The browser has emptied its database"), "{tally}");
}

#[tokio::test]
async fn twenty_kills_in_compaction_leave_the_whole_workspace() {
    let tally = kills_in_compaction(20, 3, Meanwhile::Untouched, |_| ()).await;
    println!("{tally}");
    assert!(tally.wrong.is_empty(), "{tally}: {:?}", tally.wrong);
    assert!(tally.steps.len() >= 4, "the kills came at too few of the steps: {tally}");
}

#[tokio::test]
async fn two_tabs_that_edit_at_once_end_up_the_same_and_lose_nothing() {
    for seed in [11, 12, 13, 14] {
        // Ten thousand edits of each in two hundred pastes, and then every edit by itself.
        let (edits, block) = if seed == 14 { (150, 1) } else { (10_000, 50) };
        let tally = two_tabs(edits, block, seed, Hearing::Good).await;
        println!("{tally}");
        assert!(tally.lost.is_empty() && tally.different.is_empty(), "{tally}: {:?} {:?}", tally.lost, tally.different);
    }
}

#[tokio::test]
async fn stores_that_are_emptied_after_a_kill_in_compaction_are_seen_as_a_loss() {
    let tally = kills_in_compaction(2, 5, Meanwhile::Emptied, |_| ()).await;
    assert!(!tally.wrong.is_empty(), "nothing was lost, so the journey above proves nothing: {tally}");
}

#[tokio::test]
async fn a_tab_that_hears_nothing_of_the_other_is_seen() {
    let tally = two_tabs(10, 1, 15, Hearing::Deaf).await;
    assert!(!tally.lost.is_empty() && !tally.different.is_empty(), "the tabs agreed, so the journey above proves nothing: {tally}");
}
