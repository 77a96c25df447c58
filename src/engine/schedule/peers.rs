//! Searches side by side on one problem, each in a place of its own, that tell each other their best schedules.
//!
//! Never goes by a clock: they meet after so many turns and each waits for all others, so that the same seeds give the same
//! schedules however fast each of them is. What is heard is taken as turns and choices and built anew, so it is lawful whoever said it.

use super::network::Network;
use super::solver::Solver;
use serde::{Deserialize, Serialize};

/// Turns between two meetings of specialised searches, which work for a slice of a millisecond or a few in each.
const SLICES: u32 = 100;
/// Tasks placed between two meetings where every turn builds a schedule or two with all rules.
const PLACED: usize = 100_000;

/// A schedule for whoever searches on the same problem: turns and choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What the problem is known by.
    pub problem: u64,
    /// What counts, the most important first; smaller is better.
    pub terms: Vec<i64>,
    /// When each task has its turn (seconds), one per task; `i64::MIN` where it is left out.
    pub start: Vec<i64>,
    /// Position among each task's possible modes, one per task; `u32::MAX` leaves the choice to whoever builds the schedule.
    pub mode: Vec<u32>,
}

/// The other searches, as one of them knows them.
pub trait Peers {
    /// Tells all others the best schedule at the meeting that begins now.
    fn tell(&self, offer: Offer);

    /// What all others told at this meeting, always in the same order; `None` as long as one of them is awaited.
    fn hear(&self) -> Option<Vec<Offer>>;
}

/// When a search meets its peers.
pub(super) struct Meetings<'a> {
    peers: Option<&'a dyn Peers>,
    /// Turns since the last one.
    turns: u32,
    waits: bool,
}

impl<'a> Meetings<'a> {
    pub fn new(peers: Option<&'a dyn Peers>) -> Meetings<'a> {
        Meetings { peers, turns: 0, waits: false }
    }

    /// Called before every turn: meets when it is time to; `false` as long as somebody is awaited.
    pub fn attend(&mut self, solver: &mut Solver) -> bool {
        let Some(peers) = self.peers else { return true };
        if !self.waits {
            self.turns += 1;
            let offer = if self.turns > solver.turns_between_meetings() { solver.share() } else { None };
            let Some(offer) = offer else { return true };
            peers.tell(offer);
            (self.waits, self.turns) = (true, 0);
        }
        let Some(offers) = peers.hear() else { return false };
        self.waits = false;
        offers.iter().for_each(|offer| solver.hear(offer));
        true
    }
}

impl Solver {
    /// By the kind of search and the number of tasks, so that it is some tenth of a second.
    fn turns_between_meetings(&self) -> u32 {
        if self.has_specialised() { SLICES } else { (PLACED / self.net.tasks.len().max(1)).clamp(5, 2_000) as u32 }
    }
}

/// What a problem is known by: the same for the same problem, hardly ever for another.
pub(super) fn fingerprint(net: &Network) -> u64 {
    let mut mark = net.tasks.len() as u64;
    let mut add = |value: i64| mark = (mark ^ value as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    for (task, row) in (0..).zip(&net.tasks) {
        [i64::from(row.mode_count), row.release, row.due, row.deadline, row.weight].into_iter().for_each(&mut add);
        net.before.of(task).iter().for_each(|edge| [i64::from(edge.other), edge.min].into_iter().for_each(&mut add));
    }
    net.modes.iter().for_each(|mode| add(mode.work));
    net.needs.iter().for_each(|need| add(i64::from(need.resource)));
    mark
}
