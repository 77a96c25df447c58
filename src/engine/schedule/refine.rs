//! A walk over schedules by small changes to the order of tasks, each placed anew by the decoder with all its rules.
//!
//! Never strays far from the best: what is worse is taken within a narrow band, for the way to a better schedule often leads
//! through it. What is late is pulled forward and what has time gives way, more often than chance alone would have it (in the
//! manner of ruin and recreate, Schrimpf et al. 2000, with lists in place of gaps).

use super::improve::late_task;
use super::network::{NONE, Network, UNSET};
use super::random::Random;
use super::rules;
use super::score::Goal;
use super::solver::{Candidate, Solver};
use super::stages::placed_first;

/// So many changes without a better schedule than ever, and the walk begins again at the best.
const PATIENCE: u32 = 400;
/// By which share of the best a schedule may be worse.
const LOOSE: f64 = 0.05;
/// Changes reach over at most this share of the schedule's length.
const WIDEST: f64 = 0.25;

/// Where the walk stands.
#[derive(Default)]
pub(super) struct Walk {
    point: Option<Candidate>,
    stalled: u32,
}

impl Solver {
    /// One change to the schedule where the walk stands; `false` if there is nothing to begin with.
    pub(super) fn refine(&mut self) -> bool {
        if self.walk.stalled > PATIENCE {
            self.walk = Walk::default();
        }
        let Some(point) = self.walk.point.take().or_else(|| self.best.clone()) else { return false };
        let (keys, modes) = changed(&self.net, &point, &mut self.random);
        let list = rules::list(&self.net, keys, None);
        let mut next = self.forward(&list, &[], &modes);
        if next.start != point.start && self.is_near(&next, &point) {
            let pressed = self.pressed(&next, true);
            if pressed.terms <= next.terms {
                next = pressed;
            }
        }
        let improves = self.best.as_ref().is_none_or(|best| next.terms < best.terms);
        self.walk.stalled = if improves { 0 } else { self.walk.stalled + 1 };
        self.offer(&next);
        self.walk.point = Some(if self.is_near(&next, &point) { next } else { point });
        true
    }

    /// Whether the walk may go on from `next`: it is no worse than where it stands, or in the first goal that tells them apart
    /// hardly worse than the best (record-to-record travel, Dueck 1993). What comes after dates and the last end is not waited for.
    fn is_near(&self, next: &Candidate, point: &Candidate) -> bool {
        // Tasks left out and rules broken.
        if next.terms[..2] != point.terms[..2] {
            return next.terms[..2] < point.terms[..2];
        }
        let matters = |goal: &Goal| !matches!(goal, Goal::FlowTime | Goal::Earliness | Goal::Movement);
        let terms = self.scorer.goals().filter(|(goal, _)| matters(goal)).flat_map(|(_, terms)| terms);
        for term in terms {
            let (new, old) = (next.terms[term], point.terms[term]);
            let best = self.best.as_ref().map_or(old, |best| best.terms[term]);
            if new > old.max(best.saturating_add((best as f64 * LOOSE) as i64)) {
                return false;
            }
            if new < old {
                return true;
            }
        }
        true
    }
}

/// Keys by which the tasks take their turns, and modes, a little otherwise than in the schedule.
fn changed(net: &Network, point: &Candidate, random: &mut Random) -> (Vec<i64>, Vec<u32>) {
    let (mut keys, mut modes) = (placed_first(&point.start), point.mode.clone());
    let first = point.start.iter().copied().filter(|start| *start != UNSET).min().unwrap_or(0);
    let length = point.end.iter().copied().max().unwrap_or(0).saturating_sub(first).max(1) as f64;
    // Over a few tasks at least, where there are only a few.
    let least = 3.0 * length / keys.len() as f64;
    let width = (length * WIDEST * random.share() * random.share()).max(least) as i64 + 1;
    let late = if random.below(3) > 0 { late_task(net, point, random) } else { None };
    if let Some(late) = late {
        hasten(net, late, width, &mut keys, &mut modes, random);
        return (keys, modes);
    }
    let centre = keys.get(random.below(keys.len() as u64) as usize).copied().unwrap_or(first);
    if random.below(8) == 0 {
        // One task takes its turn beside any other: far moves, as changeovers ask for.
        let task = random.below(keys.len() as u64) as usize;
        keys[task] = centre.saturating_add(if random.below(2) == 0 { 1 } else { -1 });
        loosen(net, &mut modes, task, random);
        return (keys, modes);
    }
    let share = 0.1 + 0.9 * random.share();
    for (task, key) in keys.iter_mut().enumerate() {
        if key.abs_diff(centre) <= width as u64 && random.share() < share {
            *key += ((random.share() - 0.5) * 2.0 * width as f64) as i64;
            loosen(net, &mut modes, task, random);
        }
    }
    (keys, modes)
}

/// A task and what it waits for, all or a part of it, take their turns earlier by `width`.
fn hasten(net: &Network, late: u32, width: i64, keys: &mut [i64], modes: &mut [u32], random: &mut Random) {
    let mut stack = vec![late];
    let mut seen = vec![false; keys.len()];
    let whole = random.below(2) == 0;
    while let Some(task) = stack.pop() {
        let index = task as usize;
        if std::mem::replace(&mut seen[index], true) {
            continue;
        }
        keys[index] = keys[index].saturating_sub(width);
        loosen(net, modes, index, random);
        if whole || random.below(2) == 0 {
            stack.extend(net.before.of(task).iter().map(|edge| edge.other));
        }
    }
}

/// Now and then, a task's mode is left to the decoder or to chance.
fn loosen(net: &Network, modes: &mut [u32], task: usize, random: &mut Random) {
    let count = u64::from(net.tasks[task].mode_count);
    if count > 1 && random.below(4) == 0 {
        modes[task] = if random.below(2) == 0 { NONE } else { random.below(count) as u32 };
    }
}
