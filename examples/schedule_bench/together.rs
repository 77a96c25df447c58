//! Several searches on one problem that meet like the page's workers do: natively a thread for each, in V8 this one among threads that
//! the host has started.
//!
//! Never more than one problem at a time: the next begins when all have ended.

use crate::{Answer, search};
use linewright::engine::schedule::{Offer, Options, Peers, Problem};

/// Seeds of workers lie far from those of other searches.
const SEED_STEP: u64 = 1_000_003;

/// What the searches of this process come to: natively so many in the order of their seats, in V8 the one of this thread.
pub fn search_together(problem: &Problem, options: &Options, workers: usize, computing: bool) -> Vec<Answer> {
    inner::search_together(problem, options, workers, computing)
}

/// The options of the search in a seat.
fn seeded(options: &Options, seat: u64) -> Options {
    Options { seed: options.seed.wrapping_add(SEED_STEP.wrapping_mul(seat)), ..*options }
}

#[cfg(not(target_arch = "wasm32"))]
mod inner {
    use super::{Answer, Offer, Options, Peers, Problem, search, seeded};
    use linewright::engine::meeting::Meeting;
    use std::sync::{Condvar, Mutex, PoisonError};
    use std::thread;

    /// Where the threads meet: the offers made, and what waits to be heard by each.
    struct Hall {
        inside: Mutex<(Meeting<Offer>, Vec<Option<Vec<Offer>>>)>,
        changed: Condvar,
    }

    /// One thread's place in the hall.
    struct Place<'a> {
        hall: &'a Hall,
        seat: usize,
    }

    impl Hall {
        /// Lets the meeting change and hands out what is due then.
        fn change(&self, change: impl FnOnce(&mut Meeting<Offer>)) {
            let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut inside.0);
            // No thread is ever silent: each ends by itself.
            for (seat, offers) in inside.0.round(0.0) {
                inside.1[seat] = Some(offers);
            }
            self.changed.notify_all();
        }
    }

    impl Peers for Place<'_> {
        fn tell(&self, offer: Offer) {
            self.hall.change(|meeting| meeting.offer(self.seat, offer));
        }

        fn hear(&self) -> Option<Vec<Offer>> {
            let mut inside = self.hall.inside.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                if let Some(offers) = inside.1[self.seat].take() {
                    return Some(offers);
                }
                inside = self.hall.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    pub fn search_together(problem: &Problem, options: &Options, workers: usize, computing: bool) -> Vec<Answer> {
        let hall = Hall { inside: Mutex::new((Meeting::new(workers, 0.0), vec![None; workers])), changed: Condvar::new() };
        let hall = &hall;
        let in_place = |seat: usize| {
            let answer = search(problem, &seeded(options, seat as u64), computing, Some(&Place { hall, seat }));
            hall.change(|meeting| meeting.leave(seat));
            answer
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..workers).map(|seat| scope.spawn(move || in_place(seat))).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        })
    }
}

#[cfg(target_arch = "wasm32")]
mod inner {
    use super::{Answer, Offer, Options, Peers, Problem, search, seeded};
    use crate::host;

    /// The place among the threads of V8, which the host lets meet.
    struct Place;

    impl Peers for Place {
        fn tell(&self, offer: Offer) {
            // What cannot be written is not told; an empty word keeps the others from waiting.
            host::tell(&serde_json::to_string(&offer).unwrap_or_default());
        }

        fn hear(&self) -> Option<Vec<Offer>> {
            Some(serde_json::from_str(&host::hear()).unwrap_or_default())
        }
    }

    pub fn search_together(problem: &Problem, options: &Options, _: usize, computing: bool) -> Vec<Answer> {
        let answer = search(problem, &seeded(options, host::seat()), computing, Some(&Place));
        host::leave();
        vec![answer]
    }
}
