//! Where a walk begins, and the changes it tries: orders of tasks, disturbed.
//!
//! Never builds a schedule.

use super::Walk;
use crate::engine::schedule::cumulative::lists::by_key;
use crate::engine::schedule::random::Random;
use std::ops::Range;

/// A task moves over at most this many others.
const LONGEST_MOVE: u64 = 64;
/// So often is a critical task looked for at random, where one is wanted.
const LOOKS: usize = 8;
/// Up to so many tasks, nearly sorted lists are sorted quickest by insertion.
const FEW: usize = 256;

impl Walk {
    /// A new point to walk from: longest tails first, disturbed at random (regret-based sampling in the manner of Drexl 1991).
    pub(super) fn sample(&mut self, random: &mut Random) {
        let tails = self.kernel.forward.tails();
        let longest = u64::from(tails.clone().max().unwrap_or(0));
        let spread = 1 + (longest as f64 * 0.5 * random.share()) as u64;
        for (key, tail) in self.key.iter_mut().zip(tails) {
            *key = (longest - u64::from(tail) + random.below(spread)) as u32;
        }
        for &task in &self.project.order {
            for &(other, _) in self.kernel.forward.before(task) {
                self.key[task as usize] = self.key[task as usize].max(self.key[other as usize]);
            }
        }
        self.list.clone_from(&self.project.order);
        by_key(&mut self.list, &self.key);
    }

    /// Whether the schedule may end sooner if this task moves.
    fn is_critical(&self, task: u32) -> bool {
        self.point.as_ref().is_none_or(|point| point.critical[task as usize])
    }

    /// Moves one task in the list at hand, and with it what must stay before or behind it. Answers between which places.
    pub(super) fn relocate(&mut self, turned: bool, random: &mut Random) -> Range<usize> {
        let count = self.list.len();
        let mut from = random.below(count as u64) as usize;
        if random.below(2) == 0 {
            for _ in 0..LOOKS {
                if self.is_critical(self.list[from]) {
                    break;
                }
                from = random.below(count as u64) as usize;
            }
        }
        let reach = 1 + random.below((count as u64 / 3).clamp(1, LONGEST_MOVE)) as usize;
        self.marked.fill(false);
        self.spare.clear();
        let later = random.below(2) == 0;
        let side = self.kernel.side(later == turned);
        let steps = if later { reach.min(count - 1 - from) } else { reach.min(from) };
        let at = |step: usize| if later { from + step } else { from - step };
        let mut next = 0;
        for step in 0..=steps {
            let task = self.list[at(step)];
            if step == 0 || side.before(task).iter().any(|(other, _)| self.marked[*other as usize]) {
                self.marked[task as usize] = true;
                self.spare.push(task);
            } else {
                self.list[at(next)] = task;
                next += 1;
            }
        }
        for (step, task) in self.spare.iter().enumerate() {
            self.list[at(next + step)] = *task;
        }
        if later { from..from + steps + 1 } else { from - steps..from + 1 }
    }

    /// Disturbs the starts of tasks within a stretch of time and sorts the list at hand, which was sorted by them, anew. Answers between
    /// which places that moves tasks.
    pub(super) fn disturb(&mut self, last: u32, turned: bool, random: &mut Random) -> Range<usize> {
        let side = self.kernel.side(turned);
        let width = 1 + random.below(u64::from(last / 8).max(2)) as i64;
        let centre = random.below(u64::from(last.max(1))) as i64;
        let strength = 1 + random.below(2 * width as u64) as i64;
        let share = 1 + random.below(4);
        for (key, start) in self.key.iter_mut().zip(&self.start) {
            *key = start * 4;
        }
        // Only what lies in the stretch moves, and what has to wait for it.
        let start = &self.start;
        let first = self.list.partition_point(|task| i64::from(start[*task as usize]) < centre - width);
        let (mut least, mut most, mut end) = (first, 0, first);
        let is_short = self.list.len() <= FEW;
        while let Some(&task) = self.list.get(end) {
            let start = i64::from(self.start[task as usize]);
            let mut key = start * 4;
            if start > centre + width && key >= i64::from(most) {
                break;
            }
            if (start - centre).abs() <= width && random.below(4) < share {
                key = (key + random.below(8 * strength as u64) as i64 - 4 * strength).max(0);
            }
            let key = side.before(task).iter().map(|(other, _)| self.key[*other as usize]).fold(key as u32, u32::max);
            self.key[task as usize] = key;
            most = most.max(key);
            let mut place = end;
            while is_short && place > 0 && self.key[self.list[place - 1] as usize] > key {
                self.list[place] = self.list[place - 1];
                place -= 1;
            }
            self.list[place] = task;
            least = least.min(place);
            end += 1;
        }
        if !is_short {
            by_key(&mut self.list, &self.key);
            return 0..self.list.len();
        }
        least..end
    }
}
