//! Records found again by what they belong to.
//!
//! Built once and only asked then: rows in the order of their keys are found faster than in a tree, and all kinds of records share the
//! code that sorts them.

use super::sort_with_key;

/// Records by a key, those of one key in the order in which they came.
pub struct Groups<K, R> {
    rows: Vec<R>,
    /// The keys in order, each with the place behind its last row.
    ends: Vec<(K, usize)>,
}

impl<K, R> Default for Groups<K, R> {
    fn default() -> Groups<K, R> {
        Groups { rows: Vec::new(), ends: Vec::new() }
    }
}

impl<K: Ord + Copy, R: Copy> Groups<K, R> {
    /// Groups what comes; what has no key is left out.
    pub fn of(records: impl Iterator<Item = R>, key: impl Fn(&R) -> Option<K>) -> Groups<K, R> {
        let mut keyed: Vec<(K, R)> = Vec::new();
        for record in records {
            keyed.extend(key(&record).map(|key| (key, record)));
        }
        Groups::of_pairs(keyed)
    }

    /// Groups records that are already beside their keys.
    pub fn of_pairs(mut keyed: Vec<(K, R)>) -> Groups<K, R> {
        if !keyed.is_sorted_by(|a, b| a.0 <= b.0) {
            sort_with_key(&mut keyed, |(key, _)| *key);
        }
        let mut groups = Groups { rows: Vec::with_capacity(keyed.len()), ends: Vec::new() };
        for (key, record) in keyed {
            groups.rows.push(record);
            let end = groups.rows.len();
            match groups.ends.last_mut() {
                Some(last) if last.0 == key => last.1 = end,
                _ => groups.ends.push((key, end)),
            }
        }
        groups
    }

    /// The records of a key; empty where there are none.
    pub fn get(&self, key: K) -> &[R] {
        let Ok(at) = self.ends.binary_search_by(|(known, _)| known.cmp(&key)) else { return &[] };
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before].1);
        self.rows.get(begin..self.ends[at].1).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_has_its_records_in_order(records in proptest::collection::vec((proptest::option::of(0u8..9), any::<u16>()), 0..60)) {
            let groups = Groups::of(records.iter().copied(), |record| record.0);
            for key in 0..10 {
                let expected: Vec<(Option<u8>, u16)> = records.iter().copied().filter(|record| record.0 == Some(key)).collect();
                prop_assert_eq!(groups.get(key), expected);
            }
        }
    }
}
