//! A walk over schedules by small changes to the order of tasks, each placed anew by the decoder with all its rules.
//!
//! Never strays far from the best: what is worse is taken within a narrow band, for the way to a better schedule often leads
//! through it. What is late is pulled forward and what has time gives way, more often than chance alone would have it (in the
//! manner of ruin and recreate, Schrimpf et al. 2000, with lists in place of gaps). Where machines are changed over, blocks of work of
//! one set-up are put together and change places.

use super::improve::late_task;
use super::network::{LineKind, NONE, Network, UNSET};
use super::random::Random;
use super::rules;
use super::score::Goal;
use super::solver::{Candidate, Solver};
use super::stages::placed_first;
use crate::model::sort_with_key;

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
        let previous = if self.scorer.term(Goal::Disturbance).is_some() { &self.scorer.previous[..] } else { &[] };
        let (keys, modes) = changed(&self.net, previous, &point, &mut self.random);
        // What takes its turn no sooner than it did starts no sooner either, so that it can stay where it was.
        let floor = |(key, before): (&i64, &i64)| if before <= key { *before } else { UNSET };
        let floors: Vec<i64> = keys.iter().zip(previous).map(floor).collect();
        let list = rules::list(&self.net, keys, None);
        let mut next = self.forward(&list, &floors, &modes);
        if floors.is_empty() && next.start != point.start && self.is_near(&next, &point) {
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
///
/// `previous` are the starts to stay close to; none of them for an empty slice.
fn changed(net: &Network, previous: &[i64], point: &Candidate, random: &mut Random) -> (Vec<i64>, Vec<u32>) {
    let (mut keys, mut modes) = (placed_first(&point.start), point.mode.clone());
    if !previous.is_empty() && random.below(4) > 0 && stay(net, previous, point, &mut keys, random) {
        return (keys, modes);
    }
    let first = point.start.iter().copied().filter(|start| *start != UNSET).min().unwrap_or(0);
    let length = point.end.iter().copied().max().unwrap_or(0).saturating_sub(first).max(1) as f64;
    // Over a few tasks at least, where there are only a few.
    let least = 3.0 * length / keys.len() as f64;
    let width = (length * WIDEST * random.share() * random.share()).max(least) as i64 + 1;
    let has_changeovers = net.setups.iter().flatten().any(|seconds| *seconds > 0);
    let late = if random.below(3) > 0 { late_task(net, point, random) } else { None };
    if let Some(late) = late.filter(|_| !has_changeovers || random.below(2) > 0) {
        hasten(net, late, width, &mut keys, &mut modes, random);
        return (keys, modes);
    }
    if has_changeovers && random.below(8) > 0 && group(net, point, &mut keys, random) {
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

/// Work of one set-up family is brought together on the machine of a task: the task, or the block of its family that it is in, goes
/// beside another block of it, or changes places with the block that comes next; `false` where there is nothing to do.
fn group(net: &Network, point: &Candidate, keys: &mut [i64], random: &mut Random) -> bool {
    let machine = |task: usize| {
        let mode = net.modes_of(task as u32).get(point.mode[task] as usize)?;
        let mut needs = net.needs_of(mode).iter().map(|need| need.resource);
        needs.find(|resource| net.resources[*resource as usize].line == LineKind::Sequence)
    };
    let chosen = random.below(keys.len() as u64) as usize;
    let Some(here) = machine(chosen) else { return false };
    let mut line: Vec<(i64, usize)> = (0..keys.len()).filter(|task| machine(*task) == Some(here)).map(|task| (keys[task], task)).collect();
    sort_with_key(&mut line, |turn| *turn);
    let family = |at: usize| net.tasks[line[at].1].family;
    let at = line.iter().position(|turn| turn.1 == chosen).unwrap_or(0);
    let begin = (0..at).rev().take_while(|before| family(*before) == family(at)).last().unwrap_or(at);
    let end = (at..line.len()).find(|after| family(*after) != family(at)).unwrap_or(line.len());
    let others: Vec<usize> = (0..line.len()).filter(|other| family(*other) == family(at) && !(begin..end).contains(other)).collect();
    let (block, turn) = if others.is_empty() || random.below(4) == 0 {
        // The next block goes first.
        let next = (end..line.len()).find(|after| family(*after) != family(end)).unwrap_or(line.len());
        (end..next, line[begin].0.saturating_sub((next - end) as i64))
    } else {
        let block = if random.below(2) == 0 { at..at + 1 } else { begin..end };
        // Before what comes later, after what came before.
        // Mostly beside the nearest, for dates allow little more.
        let after = others.partition_point(|other| *other < at);
        let (least, most) = if random.below(4) > 0 { (after.saturating_sub(1), after + 1) } else { (0, others.len()) };
        let beside = others[least + random.below((most.min(others.len()) - least) as u64) as usize];
        (block.clone(), line[beside].0.saturating_add(if beside < at { 1 } else { -(block.len() as i64) }))
    };
    let moves = !block.is_empty();
    for ((_, task), turn) in line[block].iter().zip(turn..) {
        take_turn(net, keys, *task, turn);
    }
    moves
}

/// Some of what does not stay where it was takes its old turn again, or that of any other task, after which there is room; `false` where
/// all stays.
fn stay(net: &Network, previous: &[i64], point: &Candidate, keys: &mut [i64], random: &mut Random) -> bool {
    let is_moved = |task: &usize| previous[*task] != UNSET && ![previous[*task], UNSET].contains(&point.start[*task]);
    let moved: Vec<usize> = (0..keys.len()).filter(is_moved).collect();
    for _ in 0..if moved.is_empty() { 0 } else { 1 + random.below(3) } {
        let task = moved[random.below(moved.len() as u64) as usize];
        let turn = if random.below(3) == 0 { previous[task] } else { keys[random.below(keys.len() as u64) as usize] };
        take_turn(net, keys, task, turn);
    }
    !moved.is_empty()
}

/// A task takes its turn at another time; what waits for it and would go before it is put off until then.
fn take_turn(net: &Network, keys: &mut [i64], task: usize, turn: i64) {
    keys[task] = turn;
    let mut stack = vec![task as u32];
    while let Some(task) = stack.pop() {
        for edge in net.after.of(task) {
            let key = &mut keys[edge.other as usize];
            if *key < turn {
                *key = turn;
                stack.push(edge.other);
            }
        }
    }
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
