//! Ids for new records, made without a clock and without asking anybody.
//!
//! Never draws randomness itself: the caller passes a random seed, so that tests and replays are exact.

/// Gives new record ids: the high 40 bits are the session's, the low 24 bits count, so that the ids made in one session
/// sort in the order of their creation and two sessions practically never meet.
#[derive(Clone, Debug)]
pub struct IdSource {
    seed: u64,
    prefix: u64,
    count: u64,
}

const COUNTER_BITS: u32 = 24;

impl IdSource {
    /// A source for one session; `seed` must be random, for instance the document's client number.
    pub fn new(seed: u64) -> IdSource {
        IdSource { seed, prefix: prefix(seed), count: 0 }
    }

    /// A new id. Never zero, and never the id of the settings record.
    #[allow(clippy::should_implement_trait, reason = "an id source never ends, so it is no iterator")]
    pub fn next(&mut self) -> u64 {
        self.count += 1;
        if self.count >> COUNTER_BITS != 0 {
            // More than 16 million ids in one session: go on under a further prefix.
            self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.prefix = prefix(self.seed);
            self.count = 1;
        }
        self.prefix << COUNTER_BITS | self.count
    }
}

/// 40 well-mixed bits of a seed (the finaliser of SplitMix64), never all zero.
fn prefix(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> COUNTER_BITS).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_session_sort_in_order_of_creation() {
        let mut ids = IdSource::new(42);
        let made: Vec<u64> = (0..1000).map(|_| ids.next()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn two_sessions_do_not_share_ids_even_with_neighbouring_seeds() {
        let made = |seed| {
            let mut ids = IdSource::new(seed);
            (0..100).map(move |_| ids.next()).collect::<std::collections::BTreeSet<u64>>()
        };
        assert!(made(1).is_disjoint(&made(2)));
    }

    #[test]
    fn a_session_that_exhausts_its_counter_goes_on_with_fresh_ids() {
        let mut ids = IdSource::new(7);
        ids.count = (1 << COUNTER_BITS) - 2;
        let (last, fresh) = (ids.next(), ids.next());
        assert_ne!(last >> COUNTER_BITS, fresh >> COUNTER_BITS);
    }
}
