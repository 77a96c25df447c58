//! Ids of what a plan makes: the same supply of the same order has the same id in every plan, so that accepting a new plan
//! changes only what is different.
//!
//! An id is a hash (64-bit FNV-1a over little-endian words, mixed by the finaliser of SplitMix64) of the order first served,
//! the kind of source, the source's record and its how-manieth supply for that order; a task's adds the operation and the
//! position of its step. Where two hashes meet, or one meets a kept record, the later one is hashed again with a count.
//! Never 0, and never random.

use super::draft::{Draft, SupplyIndex};
use super::explosion::Demand;
use crate::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// The ids of a draft's supplies and works, by position.
pub struct Ids {
    pub supplies: Vec<SupplyOrderId>,
    pub works: Vec<Option<TaskId>>,
}

/// Gives every supply and every run of an operation its id; firm ones keep theirs, transports have none.
pub fn assign(draft: &Draft, demands: &[Demand], kept_supplies: BTreeSet<u64>, kept_tasks: BTreeSet<u64>) -> Ids {
    let (kept, mut used_supplies) = (kept_supplies.clone(), kept_supplies);
    let mut used_tasks = kept_tasks;
    let mut counts: BTreeMap<(u64, u64, u64), u64> = BTreeMap::new();
    let mut ids = Ids { supplies: Vec::with_capacity(draft.supplies.len()), works: vec![None; draft.works.len()] };
    for (index, supply) in draft.supplies.iter().enumerate() {
        let id = match supply.firm {
            Some(firm) => firm.raw(),
            None => {
                let key = (asker(&demands[supply.demand]), supply.kind, source_of(draft, index));
                let count = counts.entry((key.0, key.1 as u64, key.2)).or_insert(0);
                *count += 1;
                // What is kept has its number still, so that those after it keep theirs.
                while kept.contains(&supply_id(key.0, key.1, key.2, *count).raw()) {
                    *count += 1;
                }
                free(&mut used_supplies, &words(key.0, key.1, key.2, *count))
            }
        };
        ids.supplies.push(SupplyOrderId::from_raw(id));
        let (first, count) = supply.works;
        for position in 0..count {
            let work = &draft.works[first + position];
            ids.works[first + position] = match (work.record, work.operation) {
                (Some(record), _) => Some(record),
                (None, Some(operation)) => Some(TaskId::from_raw(free(&mut used_tasks, &[2, id, operation.raw(), position as u64]))),
                (None, None) => None,
            };
        }
    }
    ids
}

/// Who a supply is made for, as a word of its id: the order, or the shelf whose safety stock is refilled.
pub fn asker(demand: &Demand) -> u64 {
    let shelf = || hash(&[demand.item.map_or(0, RecordId::raw), demand.place.map_or(0, RecordId::raw)]);
    demand.served_order().map_or_else(shelf, RecordId::raw)
}

/// The id of the `count`-th supply from a source for whoever asks, unless two hashes met.
pub fn supply_id(asker: u64, kind: SupplyKind, source: u64, count: u64) -> SupplyOrderId {
    SupplyOrderId::from_raw(hash(&words(asker, kind, source, count)))
}

fn words(asker: u64, kind: SupplyKind, source: u64, count: u64) -> [u64; 5] {
    [1, asker, kind as u64, source, count]
}

pub fn source_of(draft: &Draft, index: SupplyIndex) -> u64 {
    let supply = &draft.supplies[index];
    let operation = supply.operation.map(RecordId::raw);
    operation.or(supply.terms.map(RecordId::raw)).or(supply.transport.map(RecordId::raw)).unwrap_or(0)
}

/// The hash of the words, or of the words and the first count that makes it free.
fn free(used: &mut BTreeSet<u64>, words: &[u64]) -> u64 {
    let mut id = hash(words);
    let mut count = 0;
    while id == 0 || !used.insert(id) {
        count += 1;
        id = hash(&[words, &[count]].concat());
    }
    id
}

fn hash(words: &[u64]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in words.iter().flat_map(|word| word.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_id_gives_way_to_the_next_one_always_the_same() {
        let words = [1, 2, 3];
        let first = free(&mut BTreeSet::new(), &words);
        let mut used = BTreeSet::from([first]);
        let second = free(&mut used, &words);
        assert_ne!(first, second);
        assert_eq!(free(&mut BTreeSet::from([first]), &words), second);
    }

    #[test]
    fn hashes_of_neighbours_differ_in_many_bits() {
        let few = (0..1000u64).filter(|n| (hash(&[1, *n]) ^ hash(&[1, n + 1])).count_ones() < 12).count();
        assert_eq!(few, 0);
    }
}
