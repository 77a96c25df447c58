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
            prop_assert_eq!(items.iter().copied().gather::<BTreeSet<_>>(), items.iter().copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(items.iter().copied().gather::<BTreeMap<_, _>>(), items.into_iter().collect::<BTreeMap<_, _>>());
        }
    }
}
