//! Which records something includes: for each tab session, ranges of sequence numbers.
//!
//! Knows no bytes and no order between tabs.

use super::record::{RecordError, TabId};
use super::wire::{Reader, put_number};
use std::collections::BTreeMap;

/// A set of records, by tab session and sequence number.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Half-open, sorted, apart from each other.
    tabs: BTreeMap<u64, Vec<(u64, u64)>>,
}

/// Records of a tab session that should be there but are not: `from..until`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    pub tab: TabId,
    pub from: u64,
    pub until: u64,
}

impl Coverage {
    /// Adds one record.
    pub fn insert(&mut self, tab: TabId, sequence: u64) {
        self.insert_range(tab.0, sequence, sequence.saturating_add(1));
    }

    /// Takes one record out.
    pub fn remove(&mut self, tab: TabId, sequence: u64) {
        let Some(ranges) = self.tabs.remove(&tab.0) else { return };
        for (from, until) in ranges {
            self.insert_range(tab.0, from, until.min(sequence));
            self.insert_range(tab.0, from.max(sequence.saturating_add(1)), until);
        }
    }

    /// Adds everything of another set.
    pub fn merge(&mut self, other: &Coverage) {
        for (tab, ranges) in &other.tabs {
            for (from, until) in ranges {
                self.insert_range(*tab, *from, *until);
            }
        }
    }

    /// True if the record is in the set.
    pub fn contains(&self, tab: TabId, sequence: u64) -> bool {
        self.tabs.get(&tab.0).is_some_and(|ranges| ranges.iter().any(|(from, until)| (*from..*until).contains(&sequence)))
    }

    /// True if every record of `other` is in this set.
    pub fn includes(&self, other: &Coverage) -> bool {
        other.tabs.iter().all(|(tab, ranges)| {
            let own = self.tabs.get(tab).map(Vec::as_slice).unwrap_or_default();
            ranges.iter().all(|(from, until)| own.iter().any(|(low, high)| low <= from && until <= high))
        })
    }

    /// True if there is no record in the set.
    pub fn is_empty(&self) -> bool {
        self.tabs.is_empty()
    }

    /// Records missing before or between those of each tab session, which all begin at 0.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (tab, ranges) in &self.tabs {
            let mut expected = 0;
            for (from, until) in ranges {
                if *from > expected {
                    gaps.push(Gap { tab: TabId(*tab), from: expected, until: *from });
                }
                expected = *until;
            }
        }
        gaps
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        put_number(out, self.tabs.len() as u64);
        for (tab, ranges) in &self.tabs {
            out.extend_from_slice(&tab.to_le_bytes());
            put_number(out, ranges.len() as u64);
            let mut last = 0;
            for (from, until) in ranges {
                put_number(out, from - last);
                put_number(out, until - from);
                last = *until;
            }
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Coverage, RecordError> {
        let mut coverage = Coverage::default();
        for _ in 0..reader.length()? {
            let tab = reader.word()?;
            let mut last = 0_u64;
            for _ in 0..reader.length()? {
                let from = last.checked_add(reader.number()?).ok_or(RecordError::Malformed)?;
                let until = from.checked_add(reader.number()?).ok_or(RecordError::Malformed)?;
                coverage.insert_range(tab, from, until);
                last = until;
            }
        }
        Ok(coverage)
    }

    fn insert_range(&mut self, tab: u64, from: u64, until: u64) {
        if from >= until {
            return;
        }
        let ranges = self.tabs.entry(tab).or_default();
        // The common cases by far: the next record of a tab, and a range behind all others.
        match ranges.last_mut() {
            Some(last) if last.1 == from => {
                last.1 = until;
                return;
            }
            Some(last) if last.1 > from => {}
            _ => {
                ranges.push((from, until));
                return;
            }
        }
        let mut merged = (from, until);
        ranges.retain(|(low, high)| {
            let apart = *high < merged.0 || *low > merged.1;
            if !apart {
                merged = (merged.0.min(*low), merged.1.max(*high));
            }
            apart
        });
        let place = ranges.partition_point(|(low, _)| *low < merged.0);
        ranges.insert(place, merged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_coverage_is_the_set_of_what_was_inserted(pairs in prop::collection::vec((0_u64..3, 0_u64..20), 0..60)) {
            let mut coverage = Coverage::default();
            for (tab, sequence) in &pairs {
                coverage.insert(TabId(*tab), *sequence);
            }
            let set: BTreeSet<_> = pairs.iter().copied().collect();
            for tab in 0..3 {
                for sequence in 0..21 {
                    prop_assert_eq!(coverage.contains(TabId(tab), sequence), set.contains(&(tab, sequence)));
                }
            }
            let mut bytes = Vec::new();
            coverage.encode(&mut bytes);
            let back = Coverage::decode(&mut Reader(&bytes));
            prop_assert_eq!(back, Ok(coverage.clone()));
            prop_assert!(coverage.includes(&coverage));
            for (tab, sequence) in set {
                coverage.remove(TabId(tab), sequence);
                prop_assert!(!coverage.contains(TabId(tab), sequence));
            }
            prop_assert!(coverage.is_empty());
        }

        #[test]
        fn one_coverage_includes_another_exactly_when_the_set_does(
            left in prop::collection::btree_set((0_u64..3, 0_u64..8), 0..20),
            right in prop::collection::btree_set((0_u64..3, 0_u64..8), 0..6),
        ) {
            let build = |set: &BTreeSet<(u64, u64)>| {
                let mut coverage = Coverage::default();
                set.iter().for_each(|(tab, sequence)| coverage.insert(TabId(*tab), *sequence));
                coverage
            };
            prop_assert_eq!(build(&left).includes(&build(&right)), left.is_superset(&right));
        }
    }

    #[test]
    fn what_is_missing_before_and_between_records_is_named() {
        let mut coverage = Coverage::default();
        [2, 3, 6].iter().for_each(|sequence| coverage.insert(TabId(7), *sequence));
        let gaps = [Gap { tab: TabId(7), from: 0, until: 2 }, Gap { tab: TabId(7), from: 4, until: 6 }];
        assert_eq!(coverage.gaps(), gaps);
    }
}
