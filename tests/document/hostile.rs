//! Bytes that nobody honest wrote: flipped, cut, spliced and invented updates end in a finding, never in a panic, and the
//! rest loads.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::computing::Computing;
use crate::support::*;
use linewright::document::{Document, LoadFinding, MergeError};
use linewright::model::TableName;

/// A small generator of its own, so that a failing seed can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }

    fn act(&mut self) -> Act {
        let mut number = || self.roll(1 << 16) as u16;
        ((number() % 256) as u8, number(), number(), number())
    }
}

/// The updates of two people at work, and their snapshots.
fn honest(seed: u64) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut dice = Dice(seed * 2 + 1);
    let mut people = [Document::new(100 + seed), Document::new(200 + seed)];
    let mut updates = Vec::new();
    for turn in 0..60usize {
        let act = dice.act();
        let command = command(people[turn % 2].workspace(), act, (turn % 2) as u16);
        let Ok(applied) = people[turn % 2].dispatch(&command, now()) else { continue };
        if !applied.update.is_empty() {
            people[(turn + 1) % 2].merge(&applied.update).unwrap();
            updates.push(applied.update);
        }
    }
    (updates, people.iter().map(Document::snapshot).collect())
}

/// One hostile change of some bytes.
fn spoiled(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut spoiled = bytes.to_vec();
    for _ in 0..=dice.roll(8).saturating_sub(5) {
        let at = dice.roll(spoiled.len());
        match dice.roll(7) {
            0 => spoiled.truncate(at),
            1 => spoiled.extend_from_slice(&other[..dice.roll(other.len())]),
            2 => {
                spoiled.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0x0f].into_iter().take(1 + dice.roll(5)));
            }
            3 => {
                spoiled.drain(at..(at + dice.roll(8)).min(spoiled.len()));
            }
            _ if spoiled.is_empty() => {}
            4 => spoiled[at] ^= 1 << dice.roll(8),
            5 => spoiled[at] = dice.roll(256) as u8,
            _ => {
                let from = dice.roll(other.len());
                spoiled.splice(at.., other[from..].iter().copied());
            }
        }
    }
    spoiled
}

fn rounds() -> usize {
    std::env::var("LINEWRIGHT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1000)
}

#[test]
fn spoiled_updates_never_panic_and_never_take_the_document_with_them() {
    let mut taken = 0;
    let histories: Vec<_> = (1..12).map(honest).collect();
    for round in 0..rounds() {
        let (updates, snapshots) = &histories[round % histories.len()];
        let mut dice = Dice(round as u64 * 0x9e37_79b9 + 1);
        let pool: Vec<&Vec<u8>> = updates.iter().chain(snapshots).collect();
        let (one, other) = (pool[dice.roll(pool.len())], pool[dice.roll(pool.len())]);
        let bytes = match dice.roll(10) {
            0 => (0..dice.roll(60)).map(|at| if at == 0 { 1 + dice.roll(2) as u8 } else { dice.roll(256) as u8 }).collect(),
            _ => spoiled(&mut dice, one, other),
        };
        let clock = Computing::start();
        let half = updates.iter().take(updates.len() / 2).map(Vec::as_slice);
        let (mut document, _) = Document::load(7, half.chain([bytes.as_slice()]));
        taken += usize::from(document.merge(&bytes).is_ok());
        let _ = document.preview_merge(&bytes);
        // It still takes edits, can be written and read again.
        let _ = document.dispatch(&command(document.workspace(), dice.act(), 0), now());
        let snapshot = document.snapshot();
        let (again, findings) = Document::load(8, [snapshot.as_slice()].into_iter());
        let is_lost = |finding: &LoadFinding| matches!(finding, LoadFinding::Damaged { .. });
        assert!(!findings.iter().any(is_lost), "round {round}: {findings:?}");
        assert_eq!(again.workspace(), document.workspace(), "round {round}");
        assert!(clock.elapsed().as_secs() < 2, "round {round} took {:?}", clock.elapsed());
    }
    println!("{taken} of {} spoiled updates were harmless", rounds());
}

#[test]
fn a_damaged_update_is_named_and_the_rest_loads() {
    let (updates, _) = honest(3);
    let last = updates.len() - 1;
    let mut stored: Vec<Vec<u8>> = updates.clone();
    stored[last].truncate(9);
    stored.push(b"PK\x03\x04 not an update".to_vec());
    let (document, findings) = Document::load(7, stored.iter().map(Vec::as_slice));
    let damaged: Vec<usize> =
        findings.iter().filter_map(|finding| if let LoadFinding::Damaged { index, .. } = finding { Some(*index) } else { None }).collect();
    assert_eq!(damaged, [last, last + 1]);
    assert!(findings.iter().all(|finding| finding.sentence(document.workspace()).ends_with('.')));
    let (whole, _) = Document::load(7, updates[..last].iter().map(Vec::as_slice));
    assert_eq!(document.workspace(), whole.workspace());
}

#[test]
fn an_early_update_waits_and_is_never_reported_as_merged() {
    let (updates, _) = honest(5);
    let (mut document, _) = Document::load(7, std::iter::empty());
    let (first, rest) = updates.split_first().unwrap();
    for update in rest.iter().rev() {
        assert_eq!(document.merge(update), Err(MergeError::Waiting));
        assert_eq!(document.merge(update), Err(MergeError::Waiting), "twice is once");
    }
    assert_eq!((document.waiting(), document.workspace().count(TableName::Order)), (rest.len(), 0));
    assert!(!document.covers(&rest[0]) && MergeError::Waiting.is_kept());
    // A snapshot holds what waits, so that compaction loses nothing.
    let snapshot = document.snapshot();
    assert!(Document::can_read(&snapshot) && !Document::can_read(&snapshot[..snapshot.len() - 1]));
    let (mut compacted, findings) = Document::load(9, std::iter::once(snapshot.as_slice()));
    assert_eq!(findings, vec![LoadFinding::Waiting { index: 0 }; rest.len()]);
    let (mut taken_in, _) = Document::load(10, std::iter::empty());
    assert_eq!(taken_in.merge(&snapshot), Ok(Default::default()));
    compacted.merge(first).unwrap();
    taken_in.merge(first).unwrap();
    let change = document.merge(first).unwrap();
    assert!(change.count() > 1);
    assert_eq!(document.waiting(), 0);
    assert!(updates.iter().all(|update| document.covers(update)));
    let (whole, findings) = Document::load(7, updates.iter().map(Vec::as_slice));
    assert_eq!(findings, []);
    assert_eq!(document.workspace(), whole.workspace());
    assert_eq!(compacted.workspace(), whole.workspace());
    assert_eq!(taken_in.workspace(), whole.workspace());
}
