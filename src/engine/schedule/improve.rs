//! Better schedules from good ones: orders of two are crossed or one is disturbed, rebuilt, and pressed together.
//!
//! Never goes on after the caller's limits. A small genetic search over task lists with forward-backward improvement (after
//! Hartmann 1998 and Valls, Ballestín and Quintanilla 2008); it uses nothing but lists, modes and the decoder.

use super::network::{NONE, Network, UNSET};
use super::random::Random;
use super::rules;
use super::solver::{Candidate, Solver};
use super::stages::placed_first;
use crate::engine::calendar::LAST;

/// So many small changes to one schedule for each that comes of two, at most.
const MOST_REFINED: u64 = 31;
/// With fewer than twice as many tasks, crossing and small changes take turns.
const SMALL: u64 = 400;

impl Solver {
    /// One new schedule out of the pool, and the same pressed together; `false` if there is nothing to begin with.
    pub(super) fn improve(&mut self) -> bool {
        for candidate in std::mem::take(&mut self.found) {
            self.pool.add(&self.net, candidate);
        }
        if self.pool.members.is_empty() {
            return false;
        }
        // Crossing brings in what small changes to one do not find; where there is time for few schedules, for there are many tasks, more
        // is gained by changes, and with a handful of tasks there is nothing to refine.
        let tasks = self.net.tasks.len() as u64;
        let refined = if tasks < 16 { 0 } else { (tasks / SMALL).clamp(1, MOST_REFINED) };
        if refined > 0 && self.random.below(refined + 1) > 0 {
            return self.refine();
        }
        let (list, modes) = if self.random.below(4) > 0 {
            self.pool.crossed(&self.net, &mut self.random)
        } else {
            self.pool.disturbed(&self.net, &mut self.random)
        };
        let next = self.forward(&list, &[], &modes);
        let keep_modes = self.random.below(2) == 0;
        let pressed = self.pressed(&next, keep_modes);
        self.offer(if pressed.terms <= next.terms { &pressed } else { &next });
        self.pool.add(&self.net, next);
        self.pool.add(&self.net, pressed);
        true
    }
}

/// The best schedules so far, each with the list that gives it.
pub(super) struct Pool {
    members: Vec<Member>,
    size: usize,
}

struct Member {
    list: Vec<u32>,
    candidate: Candidate,
}

impl Pool {
    /// As many as bring variety in the passes that there is time for.
    pub fn new(tasks: usize) -> Pool {
        Pool { members: Vec::new(), size: (20_000 / tasks.max(1)).clamp(6, 40) }
    }

    /// Takes a schedule in if it is better than the worst and no copy of another.
    fn add(&mut self, net: &Network, candidate: Candidate) {
        let place = self.members.partition_point(|member| member.candidate.terms < candidate.terms);
        let equals = self.members[place..].iter().take_while(|member| member.candidate.terms == candidate.terms);
        if place >= self.size || equals.take(4).any(|member| member.candidate.start == candidate.start) {
            return;
        }
        let list = rules::list(net, placed_first(&candidate.start), None);
        self.members.insert(place, Member { list, candidate });
        self.members.truncate(self.size);
    }

    /// One of the pool, better ones more often.
    fn chosen(&self, random: &mut Random) -> usize {
        let count = self.members.len() as u64;
        random.below(count).min(random.below(count)) as usize
    }

    /// The order of one schedule, with a stretch in the middle as in another; modes as where the order is from.
    fn crossed(&self, net: &Network, random: &mut Random) -> (Vec<u32>, Vec<u32>) {
        let (one, other) = (&self.members[self.chosen(random)], &self.members[self.chosen(random)]);
        let count = one.list.len();
        let ends = [random.below(count as u64 + 1) as usize, random.below(count as u64 + 1) as usize];
        let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let mut taken = vec![false; count];
        let mut modes = one.candidate.mode.clone();
        let mut list: Vec<u32> = one.list[..from].to_vec();
        for task in &list {
            taken[*task as usize] = true;
        }
        for &task in &other.list {
            if list.len() == to {
                break;
            }
            if !std::mem::replace(&mut taken[task as usize], true) {
                modes[task as usize] = other.candidate.mode[task as usize];
                list.push(task);
            }
        }
        list.extend(one.list.iter().filter(|task| !taken[**task as usize]));
        for position in 1..count {
            if random.below(20) == 0 {
                let (first, second) = (list[position - 1], list[position]);
                if !net.after.of(first).iter().any(|edge| edge.other == second) {
                    list.swap(position - 1, position);
                }
            }
        }
        (list, mutated(net, modes, random))
    }

    /// The order of one schedule with starts moved at random, or with a late task and all before it pulled forward.
    fn disturbed(&self, net: &Network, random: &mut Random) -> (Vec<u32>, Vec<u32>) {
        let current = &self.members[self.chosen(random)].candidate;
        let mut keys = placed_first(&current.start);
        let first = current.start.iter().copied().filter(|start| *start != UNSET).min().unwrap_or(0);
        let last = current.end.iter().copied().max().unwrap_or(0);
        let late = if random.below(2) == 0 { late_task(net, current, random) } else { None };
        if let Some(late) = late {
            pull_forward(net, &mut keys, late, first, random);
        } else {
            // From almost nothing to a third of the whole; few tasks or all.
            let strength = (last.saturating_sub(first)).max(1) as f64 * 0.3 * random.share() * random.share();
            let touched = [0.05, 0.2, 0.5, 1.0][random.below(4) as usize];
            for key in &mut keys {
                if random.share() < touched {
                    *key += ((random.share() - 0.5) * 2.0 * strength) as i64;
                }
            }
        }
        (rules::list(net, keys, None), mutated(net, current.mode.clone(), random))
    }
}

/// A task that ends after its due date, any of them.
pub(super) fn late_task(net: &Network, current: &Candidate, random: &mut Random) -> Option<u32> {
    let is_late = |task: &usize| {
        let row = &net.tasks[*task];
        let due = row.due.min(row.deadline);
        current.start[*task] != UNSET && due < LAST && current.end[*task] > due
    };
    let late: Vec<usize> = (0..current.start.len()).filter(is_late).collect();
    late.get(random.below(late.len() as u64) as usize).map(|task| *task as u32)
}

/// Moves a task and everything it waits for towards the beginning, by the same share of their distance to it.
fn pull_forward(net: &Network, keys: &mut [i64], late: u32, first: i64, random: &mut Random) {
    let share = random.share();
    let mut stack = vec![late];
    let mut seen = vec![false; keys.len()];
    while let Some(task) = stack.pop() {
        let index = task as usize;
        if std::mem::replace(&mut seen[index], true) {
            continue;
        }
        keys[index] -= ((keys[index] - first) as f64 * share) as i64;
        stack.extend(net.before.of(task).iter().map(|edge| edge.other));
    }
}

/// All modes free, or as given with some set free or changed at random.
fn mutated(net: &Network, mut modes: Vec<u32>, random: &mut Random) -> Vec<u32> {
    if random.below(4) == 0 {
        return Vec::new();
    }
    let share = 0.1 * random.share();
    for (task, mode) in modes.iter_mut().enumerate() {
        let count = u64::from(net.tasks[task].mode_count);
        if count > 1 && random.share() < share {
            *mode = if random.below(2) == 0 { NONE } else { random.below(count) as u32 };
        }
    }
    modes
}
