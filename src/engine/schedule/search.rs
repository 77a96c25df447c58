//! Searches that go on where the priority rules end, side by side and each with the share of time it deserves.
//!
//! Never reads a clock: shares are counted in passes, and how much of the time is used is what the caller says.

use super::cumulative::Walk;
use super::disjunctive;
use super::evaluate::{Scorer, Terms};
use super::network::Network;
use super::random::Random;
use super::solver::Candidate;
use super::windows::Windows;

/// What all searches look at.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub net: &'a Network,
    pub windows: &'a Windows,
    pub scorer: &'a Scorer,
    /// What no schedule can beat, as far as it is known.
    pub bound: &'a Terms,
    /// How much of what the search may take is used: 0 to 1.
    pub used: f64,
}

/// A specialised search on a problem compiled for it. It owns all it needs between two slices.
pub(super) trait Search {
    /// Hears of a schedule that was found elsewhere and is the best so far; its times are those of the network.
    fn hear(&mut self, ground: Ground, best: &Candidate);

    /// Works for a slice of time that is small beside every limit, a few milliseconds, so that limits and stops hold.
    fn step(&mut self, ground: Ground, random: &mut Random) -> Slice;

    /// No schedule ends before this (seconds of the network), as far as the search knows.
    fn earliest_last_end(&self) -> i64 {
        i64::MIN
    }
}

/// What a slice of work came to.
#[derive(Default)]
pub(super) struct Slice {
    /// Better than anything this search has found or heard of.
    pub found: Option<Found>,
    /// Schedules built, or as much work as that; at least one counts.
    pub passes: u32,
    /// There is nothing left that the search could do.
    pub exhausted: bool,
}

/// A schedule as turns and choices: the decoder places the tasks in the order of their starts in these modes.
///
/// So the schedule that counts is lawful whatever the search left out of its view, and is the search's own where it left
/// out nothing.
pub(super) struct Found {
    /// One per task, in any unit; predecessors never after their successors.
    pub start: Vec<i64>,
    /// Positions among each task's mode rows; `NONE` leaves the choice to the decoder.
    pub mode: Vec<u32>,
}

/// Every search that suits the problem by its general features; none where only the rich decoder does it justice.
pub(super) fn suited(ground: Ground) -> Vec<Box<dyn Search>> {
    // Where every task holds one whole machine, lists of tasks find nothing that the graph of their sequences does not.
    let on_machines = disjunctive::suited(ground);
    if !on_machines.is_empty() {
        return on_machines;
    }
    let walk = Walk::new(ground).map(|walk| Box::new(walk) as Box<dyn Search>);
    walk.into_iter().collect()
}

/// Whose turn it is among several searches: work so far divided by merit, least first.
pub(super) struct Shares {
    work: Vec<f64>,
    merit: Vec<f64>,
}

impl Shares {
    pub fn new(count: usize) -> Shares {
        Shares { work: vec![0.0; count], merit: vec![1.0; count] }
    }

    /// The position of the search whose turn it is; nothing when all are exhausted.
    pub fn next(&self) -> Option<usize> {
        let open = (0..self.work.len()).filter(|at| self.merit[*at] > 0.0);
        open.min_by(|a, b| (self.work[*a] / self.merit[*a]).total_cmp(&(self.work[*b] / self.merit[*b])))
    }

    /// Writes down what a turn came to. Who improves the best gets more turns, up to eight times as many as others, for a while.
    pub fn record(&mut self, at: usize, passes: u32, improved: bool, exhausted: bool) {
        self.work[at] += f64::from(passes.max(1));
        if exhausted {
            self.merit[at] = 0.0;
        } else if improved {
            self.merit[at] = (self.merit[at] + 1.0).min(8.0);
        } else {
            self.merit[at] = (self.merit[at] * 0.995).max(1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shares;

    fn turns(shares: &mut Shares, count: usize, improved: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut turns = vec![0; 2];
        for _ in 0..count {
            let Some(at) = shares.next() else { break };
            turns[at] += 1;
            shares.record(at, 1, improved(at), false);
        }
        turns
    }

    #[test]
    fn equals_share_alike_and_the_better_gets_more() {
        assert_eq!(turns(&mut Shares::new(2), 100, |_| false), [50, 50]);
        let better = turns(&mut Shares::new(2), 100, |at| at == 1);
        assert!(better[1] > 3 * better[0] && better[0] > 0, "{better:?}");
    }

    #[test]
    fn the_exhausted_get_no_more_turns() {
        let mut shares = Shares::new(2);
        shares.record(0, 1, false, true);
        assert_eq!(turns(&mut shares, 10, |_| false), [0, 10]);
        shares.record(1, 1, false, true);
        assert_eq!(shares.next(), None);
    }
}
