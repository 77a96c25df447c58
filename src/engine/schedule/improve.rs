//! Better schedules by trying again: the best one's order disturbed a little, rebuilt, and kept when it is no worse.
//!
//! Never goes on after the caller's limits. A simple iterated greedy search; it uses nothing but orders, modes and the decoder.

use super::list::{Candidate, Search, placed_first};
use super::network::{NONE, UNSET};
use super::random::Random;
use super::rules;
use crate::engine::calendar::LAST;

/// Improves until the limits are reached, the caller stops, or the best is proved best.
pub(super) fn improve(search: &mut Search) {
    let mut random = Random::new(search.options.seed);
    let Some(mut current) = search.best.clone() else { return };
    let mut fruitless = 0u32;
    while search.may_go_on() {
        let keys = disturbed(search, &current, &mut random);
        let modes = modes(search, &current, &mut random);
        let list = rules::list(search.net, keys, None);
        let mut next = search.forward(&list, &[], &modes);
        if search.may_go_on() && (next.terms <= current.terms || random.below(4) == 0) {
            let keep_modes = random.below(2) == 0;
            let pressed = search.pressed(&next, keep_modes);
            if pressed.terms <= next.terms {
                next = pressed;
            }
        }
        if next.terms <= current.terms {
            fruitless = if next.terms < current.terms { 0 } else { fruitless + 1 };
            current = next;
            search.consider(current.clone());
        } else {
            fruitless += 1;
            search.keep_alive();
        }
        // Long without success: start again from the best, which may differ from the current one only in equal steps.
        if fruitless > 400 {
            fruitless = 0;
            if let Some(best) = &search.best {
                current = best.clone();
            }
        }
    }
}

/// Keys for a new list: the current starts, moved at random, or some late tasks and all before them pulled forward.
fn disturbed(search: &Search, current: &Candidate, random: &mut Random) -> Vec<i64> {
    let mut keys = placed_first(&current.start);
    let first = current.start.iter().copied().filter(|start| *start != UNSET).min().unwrap_or(0);
    let last = current.end.iter().copied().max().unwrap_or(0);
    let span = (last - first).max(1) as f64;
    if random.below(3) == 0
        && let Some(late) = late_task(search, current, random)
    {
        pull_forward(search, &mut keys, late, first, random);
        return keys;
    }
    // From a few seconds' worth of disorder to a tenth of the whole; on few tasks or on all.
    let strength = span * 0.1 * random.share() * random.share();
    let touched = [0.05, 0.2, 0.5, 1.0][random.below(4) as usize];
    for key in &mut keys {
        if random.share() < touched {
            *key += ((random.share() - 0.5) * 2.0 * strength) as i64;
        }
    }
    keys
}

/// A task that ends after its due date, any of them.
fn late_task(search: &Search, current: &Candidate, random: &mut Random) -> Option<u32> {
    let is_late = |task: &usize| {
        let row = &search.net.tasks[*task];
        current.start[*task] != UNSET && row.due.min(row.deadline) < LAST && current.end[*task] > row.due.min(row.deadline)
    };
    let late: Vec<usize> = (0..current.start.len()).filter(is_late).collect();
    late.get(random.below(late.len() as u64) as usize).map(|task| *task as u32)
}

/// Moves a task and everything it waits for towards the beginning, by the same share of their distance to it.
fn pull_forward(search: &Search, keys: &mut [i64], late: u32, first: i64, random: &mut Random) {
    let share = random.share();
    let mut stack = vec![late];
    let mut seen = vec![false; keys.len()];
    while let Some(task) = stack.pop() {
        let index = task as usize;
        if std::mem::replace(&mut seen[index], true) {
            continue;
        }
        keys[index] -= ((keys[index] - first) as f64 * share) as i64;
        stack.extend(search.net.before.of(task).iter().map(|edge| edge.other));
    }
}

/// Modes for the next pass: all free, or those of the current schedule with some set free or changed at random.
fn modes(search: &Search, current: &Candidate, random: &mut Random) -> Vec<u32> {
    if random.below(3) == 0 {
        return Vec::new();
    }
    let share = 0.2 * random.share();
    let mut modes = current.mode.clone();
    for (task, mode) in modes.iter_mut().enumerate() {
        let count = u64::from(search.net.tasks[task].mode_count);
        if count > 1 && random.share() < share {
            *mode = if random.below(2) == 0 { NONE } else { random.below(count) as u32 };
        }
    }
    modes
}
