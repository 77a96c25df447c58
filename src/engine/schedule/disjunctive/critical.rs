//! A longest path through a solution, and the moves along it that can shorten the solution.
//!
//! Never tries a move: what it leads to is estimated from the present times. Moves within a block of critical tasks on one
//! machine are those of N7 (Zhang, Li, Guan and Rao 2007, after Balas and Vazacopoulos 1998): any task to an end of its
//! block, and either end of the block to any place inside. Moves to other machines are those of Mastrolilli and
//! Gambardella (2000).

use super::super::random::Random;
use super::selection::{Move, Selection};
use super::shop::{NONE, Shop};

/// A move with the length of the longest path through what it moves, by present times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trial {
    pub step: Move,
    pub estimate: i32,
    /// The stretch that the task passes on its own machine: the task next to it first; both `NONE` for another machine.
    pub passed: (u32, u32),
    /// Whether it goes towards the end of its machine's sequence.
    pub later: bool,
}

/// Reused memory of the search for moves.
#[derive(Default)]
pub(crate) struct Neighbourhood {
    pub path: Vec<u32>,
    pub trials: Vec<Trial>,
    heads: Vec<i32>,
}

impl Neighbourhood {
    /// Follows a longest path from its end to its beginning, at random where it forks.
    pub fn trace(&mut self, shop: &Shop, selection: &Selection, random: &mut Random) {
        let is_last = |task: &&u32| selection.end[**task as usize] + shop.delivery[**task as usize] == selection.span;
        let ends = shop.sinks.iter().filter(is_last);
        let mut seen = 0;
        let mut last = NONE;
        for task in ends {
            seen += 1;
            if seen == 1 || random.below(seen) == 0 {
                last = *task;
            }
        }
        self.trace_to(shop, selection, random, last);
    }

    /// Follows a longest path to the end of a task; an empty one to `NONE`.
    pub fn trace_to(&mut self, shop: &Shop, selection: &Selection, random: &mut Random, mut task: u32) {
        self.path.clear();
        while task != NONE {
            self.path.push(task);
            task = critical_before(shop, selection, task, random);
        }
        self.path.reverse();
    }

    /// One move along the path by chance: within a block and with one of its ends, or to another machine.
    pub fn pick(&mut self, shop: &Shop, selection: &Selection, random: &mut Random) -> Option<Trial> {
        self.trials.clear();
        let at = random.below(self.path.len() as u64) as usize;
        if shop.is_flexible && random.below(2) == 0 {
            self.reassign(shop, selection, self.path[at]);
            // Two by chance, the better of them: neither blind nor always the same.
            let mut drawn = || self.trials.get(random.below(self.trials.len() as u64) as usize).copied();
            let pair = [drawn()?, drawn()?];
            return pair.into_iter().min_by_key(|trial| trial.estimate);
        }
        let follows = |path: &[u32], place: usize| selection.next[path[place] as usize] == path[place + 1];
        let (mut from, mut to) = (at, at);
        while from > 0 && follows(&self.path, from - 1) {
            from -= 1;
        }
        while to + 1 < self.path.len() && follows(&self.path, to) {
            to += 1;
        }
        if from == to {
            return None;
        }
        let inner = from + random.below((to - from) as u64) as usize;
        match random.below(4) {
            0 => self.later(shop, selection, self.path[inner], inner, to),
            1 => self.earlier(shop, selection, self.path[inner + 1], inner + 1, from),
            2 => self.later(shop, selection, self.path[from], from, inner + 1),
            _ => self.earlier(shop, selection, self.path[to], to, inner),
        }
        self.trials.pop()
    }

    /// All moves along the path, each with its estimate.
    pub fn collect(&mut self, shop: &Shop, selection: &Selection) {
        self.trials.clear();
        let mut from = 0;
        while from < self.path.len() {
            let mut to = from;
            while to + 1 < self.path.len() && selection.next[self.path[to] as usize] == self.path[to + 1] {
                to += 1;
            }
            if to > from {
                self.block(shop, selection, from, to);
            }
            from = to + 1;
        }
        if shop.is_flexible {
            for at in 0..self.path.len() {
                self.reassign(shop, selection, self.path[at]);
            }
        }
    }

    fn block(&mut self, shop: &Shop, selection: &Selection, from: usize, to: usize) {
        let (first, last) = (self.path[from], self.path[to]);
        // What begins with the whole, or ends with it, gains nothing by another order before it or behind it.
        let skip_front = from == 0 && selection.start(first) <= shop.first_release;
        let skip_back = to + 1 == self.path.len() && shop.delivery[last as usize] <= shop.least_delivery;
        if !skip_back {
            for at in from..to {
                self.later(shop, selection, self.path[at], at, to);
            }
        }
        if !skip_front {
            for at in from + 1..=to {
                // Where the two ends are all there is, they are exchanged once.
                if skip_back || to > from + 1 {
                    self.earlier(shop, selection, self.path[at], at, from);
                }
            }
        }
        if !skip_front {
            for at in from + 1..to {
                self.later(shop, selection, first, from, at);
            }
        }
        if !skip_back {
            for at in from + 1..to {
                self.earlier(shop, selection, last, to, at);
            }
        }
    }

    /// The task at position `at` of the path right behind the one at `to`.
    fn later(&mut self, shop: &Shop, selection: &Selection, task: u32, at: usize, to: usize) {
        let target = self.path[to];
        let passes = |arc: &super::shop::Arc| {
            let other = arc.other as usize;
            selection.position[other] > selection.position[target as usize]
                || selection.full[target as usize] >= selection.full[other] && selection.length[other] > 0
        };
        if !shop.after(task).iter().all(passes) {
            return;
        }
        self.heads.clear();
        let length = |task: u32| selection.length[task as usize];
        let mut end = selection.end[selection.previous[task as usize] as usize];
        for &other in &self.path[at + 1..=to] {
            let head = selection.link_head(shop, other).max(end);
            self.heads.push(head);
            end = head + length(other);
        }
        let head = selection.link_head(shop, task).max(end);
        let behind = selection.full[selection.next[target as usize] as usize];
        let mut full = selection.link_tail(shop, task).max(behind) + length(task);
        let mut estimate = head + full;
        for (offset, &other) in self.path[at + 1..=to].iter().enumerate().rev() {
            full = selection.link_tail(shop, other).max(full) + length(other);
            estimate = estimate.max(self.heads[offset] + full);
        }
        let step = Move { task, choice: selection.choice[task as usize], behind: target };
        self.trials.push(Trial { step, estimate, passed: (self.path[at + 1], target), later: true });
    }

    /// The task at position `at` of the path right before the one at `to`.
    fn earlier(&mut self, shop: &Shop, selection: &Selection, task: u32, at: usize, to: usize) {
        let target = self.path[to];
        let passes = |arc: &super::shop::Arc| {
            let other = arc.other as usize;
            selection.position[other] < selection.position[target as usize]
                || selection.end[target as usize] >= selection.end[other] && selection.length[other] > 0
        };
        if !shop.before(task).iter().all(passes) {
            return;
        }
        self.heads.clear();
        let length = |task: u32| selection.length[task as usize];
        let before = selection.previous[target as usize];
        let mut head = selection.link_head(shop, task).max(selection.end[before as usize]);
        let own_head = head;
        for &other in &self.path[to..at] {
            let previous = if self.heads.is_empty() { task } else { self.path[to + self.heads.len() - 1] };
            head = selection.link_head(shop, other).max(head + length(previous));
            self.heads.push(head);
        }
        let mut full = selection.full[selection.next[task as usize] as usize];
        let mut estimate = 0;
        for (offset, &other) in self.path[to..at].iter().enumerate().rev() {
            full = selection.link_tail(shop, other).max(full) + length(other);
            estimate = estimate.max(self.heads[offset] + full);
        }
        full = selection.link_tail(shop, task).max(full) + length(task);
        estimate = estimate.max(own_head + full);
        let behind = if before == selection.none() { NONE } else { before };
        let step = Move { task, choice: selection.choice[task as usize], behind };
        self.trials.push(Trial { step, estimate, passed: (self.path[at - 1], target), later: false });
    }

    /// The task on each other machine, at every place there that cannot close a circle.
    fn reassign(&mut self, shop: &Shop, selection: &Selection, task: u32) {
        let current = selection.choice[task as usize];
        let (head, tail) = (selection.link_head(shop, task), selection.link_tail(shop, task));
        // Tasks that start before the first successor ends do not hang on the task.
        let horizon = shop.after(task).iter().map(|arc| selection.end[arc.other as usize]).min().unwrap_or(i32::MAX);
        let floor = shop.before(task).iter().map(|arc| selection.start(arc.other)).max().unwrap_or(i32::MIN);
        for index in shop.choices_of(task) {
            let choice = *shop.choice(index);
            if index == current || choice.machine == selection.machine[task as usize] {
                continue;
            }
            let mut push = |behind: u32, estimate: i32| {
                self.trials.push(Trial { step: Move { task, choice: index, behind }, estimate, passed: (NONE, NONE), later: false });
            };
            if choice.machine == NONE {
                push(NONE, head + choice.length + tail);
                continue;
            }
            let (mut before, mut after) = (selection.none(), selection.first[choice.machine as usize]);
            loop {
                let is_open = after == selection.none() || selection.end[after as usize] > floor;
                if is_open {
                    let estimate = head.max(selection.end[before as usize]) + choice.length + tail.max(selection.full[after as usize]);
                    push(if before == selection.none() { NONE } else { before }, estimate);
                }
                if after == selection.none() || selection.start(after) >= horizon {
                    break;
                }
                (before, after) = (after, selection.next[after as usize]);
            }
        }
    }
}

/// The task that makes this one start no earlier, or `NONE`.
fn critical_before(shop: &Shop, selection: &Selection, task: u32, random: &mut Random) -> u32 {
    let start = selection.start(task);
    let mut found = NONE;
    let mut seen = 0;
    let previous = selection.previous[task as usize];
    if selection.end[previous as usize] == start && previous != selection.none() {
        (found, seen) = (previous, 1);
    }
    for arc in shop.before(task) {
        if selection.end[arc.other as usize] + arc.lag == start {
            seen += 1;
            if seen == 1 || random.below(seen) == 0 {
                found = arc.other;
            }
        }
    }
    found
}
