//! What must be known of a task to move it: how much work it is, who can do it, and when they can.
//!
//! Made once when a move begins, so that every place on the way costs only a look-up. Never changes during the move.

use super::data::{BoardData, BoardTask, Index, index};
use crate::engine::calendar::{Milli, ONE, Profile};
use crate::model::Span;

/// What must be known of a task to move it.
#[derive(Clone, Debug)]
pub struct Ground {
    pub task: Index,
    /// Length at full speed.
    pub work: Span,
    /// Whether closed time may interrupt it.
    pub interruptible: bool,
    /// Everyone who could do it, the preferred first.
    pub crews: Vec<Crew>,
}

/// Resources that can do a task together.
#[derive(Clone, Debug)]
pub struct Crew {
    pub uses: Vec<(Index, Milli)>,
    /// How fast the work goes at every moment; nothing where one of them or the place is closed.
    pub pace: Profile,
}

impl Crew {
    /// Whether a resource is one of them.
    pub fn has(&self, resource: Index) -> bool {
        self.uses.iter().any(|(at, _)| *at == resource)
    }
}

impl Ground {
    /// The crew that does the task now, where it is one of those that can.
    pub fn present_crew(&self, task: &BoardTask) -> Option<&Crew> {
        self.crews.iter().find(|crew| crew.uses.len() == task.uses.len() && task.uses.iter().all(|usage| crew.has(usage.resource)))
    }

    /// The crew for a move onto a resource: the one with it that keeps most of those who do the task now.
    pub fn crew_with(&self, task: &BoardTask, resource: Index) -> Option<&Crew> {
        let kept = |crew: &&Crew| task.uses.iter().filter(|usage| crew.has(usage.resource)).count();
        // Of equals the first, which is the preferred one.
        self.crews.iter().rev().filter(|crew| crew.has(resource)).max_by_key(kept)
    }

    /// The resources that can take part in the task.
    pub fn able(&self) -> Vec<Index> {
        let mut able: Vec<Index> = self.crews.iter().flat_map(|crew| crew.uses.iter().map(|(at, _)| *at)).collect();
        able.sort_unstable();
        able.dedup();
        able
    }
}

/// How fast work goes that needs these quantities at once, while `gate` is open.
pub fn pace(board: &BoardData, uses: &[(Index, Milli)], gate: Option<&Profile>, away: impl Fn(Index) -> Option<Profile>) -> Profile {
    let mut pace = gate.map_or_else(Profile::open, |gate| gate.at_least(1));
    for (resource, quantity) in uses {
        let Some(row) = board.resources.get(index(*resource)) else { continue };
        if let Some(size) = board.profile(row.hours) {
            // Where the limit is per period its size says nothing of a single moment.
            let needed = if row.limits() { (*quantity).max(1) } else { 1 };
            pace = pace.during(&size.at_least(needed));
        }
        if let Some(away) = away(*resource) {
            pace = pace.during(&away);
        }
    }
    for (resource, _) in uses {
        let speed = board.resources.get(index(*resource)).and_then(|row| board.profile(row.speed));
        if let Some(speed) = speed.filter(|speed| speed.constant() != Some(ONE)) {
            pace = pace.with(speed, |now, speed| if now == 0 { 0 } else if now == ONE { speed } else { now.min(speed) });
        }
    }
    pace
}
