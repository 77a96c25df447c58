//! The long forms of what the journeys do a few times: kills, kills in compaction, two tabs.

use crate::number;
use journeys::endurance::{Hearing, Meanwhile, Storage, kills, kills_in_compaction, two_tabs};

/// Kills between two words on how far it is.
const TELL_EVERY: u32 = 25;
/// Browsers that are killed one after the other with the same profile; a workspace of more rows would only make it slower.
const KILLS_OF_A_PROFILE: u32 = 100;

/// Kills the browser while it edits. Arguments: how often (1,000), seed (1).
pub async fn kill(arguments: &[String]) -> bool {
    let (count, seed) = (number(arguments, 0, 1_000), number(arguments, 1, 1));
    let (mut done, mut made, mut acknowledged, mut lost) = (0, 0, 0, 0);
    while done < count {
        let some = KILLS_OF_A_PROFILE.min(count - done);
        let tally = kills(some, u64::from(seed) << 32 | u64::from(done), Storage::Real, |tally| {
            if tally.kills.is_multiple_of(TELL_EVERY) {
                println!("{tally}");
            }
        })
        .await;
        tally.lost.iter().chain(&tally.strange).for_each(|name| println!("wrong: {name}"));
        done += tally.kills;
        made += tally.made;
        acknowledged += tally.acknowledged;
        lost += tally.lost.len() + tally.strange.len();
        if lost > 0 {
            break;
        }
    }
    println!("{done} kills: {made} edits made, {acknowledged} of them acknowledged, {lost} of these lost");
    lost == 0
}

/// Kills the browser at steps of compaction. Arguments: how often (200), seed (1).
pub async fn compaction(arguments: &[String]) -> bool {
    let (count, seed) = (number(arguments, 0, 200), number(arguments, 1, 1));
    let tally = kills_in_compaction(count, u64::from(seed), Meanwhile::Untouched, |tally| {
        if tally.kills.is_multiple_of(TELL_EVERY) {
            println!("{tally}");
        }
    })
    .await;
    println!("{tally}");
    tally.wrong.is_empty()
}

/// Lets two tabs edit at once. Arguments: edits of each tab (10,000), seeds (20).
pub async fn tabs(arguments: &[String]) -> bool {
    let (edits, seeds) = (number(arguments, 0, 10_000), number(arguments, 1, 20));
    let mut holds = true;
    for seed in 1..=seeds {
        let tally = two_tabs(u64::from(edits), 1, u64::from(seed), Hearing::Good).await;
        println!("seed {seed}: {tally}");
        holds &= tally.lost.is_empty() && tally.different.is_empty();
    }
    holds
}
