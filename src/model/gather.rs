//! Collecting and sorting with one copy of the code for all types.
//!
//! The standard library carries its sorting code once per type into the program, also wherever a set or a map is collected; the page
//! has to be small, so the layers that it is made of use these instead. Never used where speed at millions of elements counts.

use std::cmp::Ordering;

/// Iterators that can be gathered.
pub trait Gather: Iterator + Sized {
    /// Collects into a set or map by inserting one by one.
    fn gather<C: Default + Extend<Self::Item>>(self) -> C {
        let mut all = C::default();
        all.extend(self);
        all
    }
}

impl<I: Iterator> Gather for I {}

/// Sorts by a comparison; equal elements keep their order.
///
/// ```
/// let mut words = vec!["pear", "fig", "apple", "kiwi"];
/// linewright::model::sort_with(&mut words, |a, b| a.len().cmp(&b.len()));
/// assert_eq!(words, ["fig", "pear", "kiwi", "apple"]);
/// ```
pub fn sort_with<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..u32::try_from(items.len()).unwrap_or(u32::MAX)).collect();
    sort_places(&mut order, &|a, b| match (items.get(a as usize), items.get(b as usize)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    // Each element that still has to move is brought by following the order from its place.
    for at in 0..order.len() {
        let mut from = order[at] as usize;
        while from < at {
            from = order[from] as usize;
        }
        items.swap(at, from);
    }
}

/// Sorts by a key; equal elements keep their order.
pub fn sort_with_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_with(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts positions by a comparison; equal ones keep their order.
pub fn sort_places(order: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    order.sort_by(|a, b| compare(*a, *b));
}

/// Bits that are looked at in one pass, and the values they have.
const DIGIT: u32 = 11;
const DIGITS: usize = 1 << DIGIT;

/// A number without a sign that grows with one that has it, as [`sort_places_by_number`] wants it.
pub fn unsigned(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// Sorts positions by a number; equal ones keep their order. For very many: digit by digit, without a comparison.
pub fn sort_places_by_number(order: &mut [u32], number: &dyn Fn(u32) -> u64) {
    if order.len() < DIGITS {
        return sort_places(order, &|a, b| number(a).cmp(&number(b)));
    }
    let mut from: Vec<(u64, u32)> = order.iter().map(|place| (number(*place), *place)).collect();
    // What was told in the order of time mostly is in order.
    if from.is_sorted_by(|a, b| a.0 <= b.0) {
        return;
    }
    let mut to = from.clone();
    let differ = from.iter().fold(0, |differ, (number, _)| differ | (number ^ from[0].0));
    for shift in (0..u64::BITS).step_by(DIGIT as usize) {
        let digit = |number: u64| (number >> shift) as usize % DIGITS;
        if digit(differ) == 0 {
            continue;
        }
        let mut next = [0_usize; DIGITS];
        from.iter().for_each(|(number, _)| next[digit(*number)] += 1);
        let mut before = 0;
        next.iter_mut().for_each(|next| before += std::mem::replace(next, before));
        for pair in &from {
            let next = &mut next[digit(pair.0)];
            to[*next] = *pair;
            *next += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    order.iter_mut().zip(from).for_each(|(place, (_, sorted))| *place = sorted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in proptest::collection::vec((0u8..20, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_with_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
            // Few are compared, many are sorted by their digits, high and low ones.
            for count in [items.len(), 3 * DIGITS] {
                let number = |place: u32| items.get(place as usize % items.len().max(1)).map_or(0, |(high, low)| u64::from(*high) << 56 | u64::from(*low));
                let mut places: Vec<u32> = (0..count as u32).rev().collect();
                let mut expected = places.clone();
                sort_places_by_number(&mut places, &number);
                expected.sort_by_key(|place| number(*place));
                prop_assert_eq!(places, expected);
            }
            prop_assert_eq!(items.iter().copied().gather::<BTreeSet<_>>(), items.iter().copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(items.iter().copied().gather::<BTreeMap<_, _>>(), items.into_iter().collect::<BTreeMap<_, _>>());
        }
    }
}
