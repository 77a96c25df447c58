//! Placing tasks one by one, each as early as it fits (the serial schedule generation scheme of Kelley 1963).
//!
//! Never moves a task that is held, and never breaks a calendar, a capacity or a minimum lag for one that is not.

use super::network::{Edge, LONGEST, ModeRow, NONE, Network, UNSET};
use super::problem::Pace;
use super::timeline::{Claim, Line, Room};
use crate::engine::calendar::{FIRST, LAST};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// So often is a task put later for a maximum lag before the lag is given up.
const MOST_ATTEMPTS: u8 = 12;

/// Which of several modes is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ModeChoice {
    /// The one in which the task ends first; of equal ones the cheapest.
    #[default]
    EarliestEnd,
    /// The cheapest one in which the task is still in time, else the one in which it ends first.
    Preferred,
}

/// So many tasks' rows are read together.
const TOGETHER: usize = 32;

/// Floor of a task that is to be left out.
pub(super) const NEVER: i64 = i64::MAX;

/// What steers one pass.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    /// Every task once, each after those it waits for.
    pub list: &'a [u32],
    /// No task starts before its floor, and none at [`NEVER`] at all; empty for no floors.
    pub floors: &'a [i64],
    /// Mode rows (positions among the task's rows) to take; `NONE` for free choice, empty for all free.
    pub modes: &'a [u32],
    pub choice: ModeChoice,
    /// For [`ModeChoice::Preferred`]: until when each task is in time.
    pub targets: &'a [i64],
    /// Whether tasks may end after the horizon, for passes that are repaired afterwards.
    pub open_ended: bool,
}

/// Lines of all resources and the placements made so far; used again and again without new memory.
pub(super) struct Decoder {
    pub lines: Vec<Line>,
    /// `UNSET` for tasks not placed.
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    /// Position among the task's mode rows.
    pub mode: Vec<u32>,
    /// Ends before which a task must not end, or starts before which it must not start, to keep maximum lags.
    delays: Vec<(i64, i64)>,
    /// How often each task was put later for a maximum lag.
    attempts: Vec<u8>,
    position: Vec<u32>,
    redo: BinaryHeap<Reverse<u32>>,
    stack: Vec<u32>,
    /// How many more times a pass may go back for a maximum lag.
    patience: usize,
    delayed: bool,
    /// Of no meaning: what was read has to go somewhere.
    touched: i64,
    has_max_lags: bool,
}

impl Decoder {
    pub fn new(net: &Network) -> Decoder {
        let count = net.tasks.len();
        Decoder {
            lines: net.resources.iter().map(Line::new).collect(),
            start: vec![UNSET; count],
            end: vec![UNSET; count],
            mode: vec![NONE; count],
            delays: vec![(FIRST, FIRST); count],
            attempts: vec![0; count],
            position: Vec::new(),
            redo: BinaryHeap::new(),
            stack: Vec::new(),
            patience: 0,
            delayed: false,
            touched: 0,
            has_max_lags: net.before.edges.iter().any(|edge| edge.max < Edge::NO_MAX),
        }
    }

    /// Places the held tasks, then all others in the order of the list.
    pub fn run(&mut self, net: &Network, pass: &Pass) {
        self.reset(net);
        self.place_pinned(net);
        for tasks in pass.list.chunks(TOGETHER) {
            self.touch(net, tasks);
            for &task in tasks {
                if self.start[task as usize] == UNSET {
                    self.place(net, pass, task);
                    if self.has_max_lags {
                        self.keep_max_lags(net, pass, task);
                    }
                }
            }
        }
    }

    /// Reads the rows of the tasks that are placed next, so that they are near: where there are many tasks the rows lie far apart, and a
    /// processor waits for those that it is asked for at once all at the same time, for the others one after the other.
    fn touch(&mut self, net: &Network, tasks: &[u32]) {
        for &task in tasks {
            let index = task as usize;
            let row = &net.tasks[index];
            let edges = net.before.of(task).first().map_or(0, |edge| edge.other);
            let modes = net.modes_of(task).last().map_or(0, |mode| mode.original);
            self.touched ^= row.release ^ i64::from(row.family ^ edges ^ modes ^ self.mode[index]) ^ self.start[index] ^ self.end[index];
        }
    }

    fn reset(&mut self, net: &Network) {
        for line in &mut self.lines {
            line.clear();
        }
        self.start.fill(UNSET);
        self.end.fill(UNSET);
        self.mode.fill(NONE);
        if self.delayed {
            self.delays.fill((FIRST, FIRST));
            self.attempts.fill(0);
            self.delayed = false;
        }
        self.patience = if self.has_max_lags { 32 + 8 * net.before.edges.len().min(10_000) } else { 0 };
        self.position.clear();
    }

    /// Places what is held where it is held.
    pub fn place_pinned(&mut self, net: &Network) {
        for (index, row) in net.tasks.iter().enumerate() {
            if let Some(pin) = row.pin {
                let mode = pin.mode - row.first_mode;
                self.settle(net, index as u32, mode, pin.start, pin.end);
            }
        }
    }

    fn place(&mut self, net: &Network, pass: &Pass, task: u32) {
        let index = task as usize;
        // Backwards, what follows may be missing; forwards, nothing is done whose predecessors are not.
        if !net.mirrored && net.before.of(task).iter().any(|edge| self.start[edge.other as usize] == UNSET) {
            return;
        }
        let (mut least_start, mut least_end) = net.bounds(task, &self.start, &self.end);
        least_start = least_start.max(net.tasks[index].release).max(net.earliest);
        if let Some(floor) = pass.floors.get(index) {
            if *floor == NEVER {
                return;
            }
            least_start = least_start.max(*floor);
        }
        if self.delayed {
            least_start = least_start.max(self.delays[index].0);
            least_end = least_end.max(self.delays[index].1);
        }
        let latest = if pass.open_ended { LAST } else { net.latest };
        let wanted = pass.modes.get(index).copied().unwrap_or(NONE);
        if let Some((mode, start, end)) = self.best_mode(net, pass, task, wanted, (least_start, least_end, latest)) {
            self.settle(net, task, mode, start, end);
        }
    }

    /// The mode to take, with its start and end.
    fn best_mode(&self, net: &Network, pass: &Pass, task: u32, wanted: u32, bounds: (i64, i64, i64)) -> Option<(u32, i64, i64)> {
        let (least_start, least_end, latest) = bounds;
        let rows = net.modes_of(task);
        if let Some(row) = rows.get(wanted as usize)
            && let Some((start, end)) = self.fit(net, task, row, least_start, least_end, latest)
        {
            return Some((wanted, start, end));
        }
        let target = match pass.choice {
            ModeChoice::Preferred => pass.targets.get(task as usize).copied().unwrap_or(LAST),
            // Never in time, so that only the end counts.
            ModeChoice::EarliestEnd => FIRST,
        };
        let mut best: Option<(bool, i64, i64, u32, i64)> = None;
        for (position, row) in rows.iter().enumerate() {
            // Nothing later than the best end is of interest, unless a cheaper mode may still be in time.
            let limit = match best {
                Some((in_time, _, cost, ..)) if in_time => {
                    if row.cost > cost {
                        continue;
                    } else {
                        target.min(latest)
                    }
                }
                Some((_, end, ..)) => end.max(target).min(latest),
                None => latest,
            };
            let Some((start, end)) = self.fit(net, task, row, least_start, least_end, limit) else { continue };
            let in_time = end <= target;
            let better = best.is_none_or(|(was_in_time, best_end, cost, _, best_start)| match (in_time, was_in_time) {
                (true, true) => (row.cost, end, -start) < (cost, best_end, -best_start),
                (true, false) => true,
                (false, true) => false,
                (false, false) => (end, row.cost, -start) < (best_end, cost, -best_start),
            });
            if better {
                best = Some((in_time, end, row.cost, position as u32, start));
            }
        }
        best.map(|(_, end, _, mode, start)| (mode, start, end))
    }

    /// The earliest place of a task in one mode between the bounds, or `None` when it would end after `latest`.
    #[inline]
    pub fn fit(&self, net: &Network, task: u32, row: &ModeRow, least_start: i64, least_end: i64, latest: i64) -> Option<(i64, i64)> {
        let TaskFacts { pace, family } = facts(net, task);
        let needs = net.needs_of(row);
        let mut from = least_start;
        if least_end > FIRST {
            from = from.max(net.start_to_end_at_least(row, least_end));
        }
        'search: loop {
            let (start, end) = net.span_from(row, pace, from)?;
            if end > latest {
                return None;
            }
            let mut claim = Claim { start, end, quantity: 0, family, shortest: row.shortest, rests: row.fixed < 0 };
            for need in needs {
                claim.quantity = need.quantity;
                let resource = need.resource as usize;
                from = match self.lines[resource].room(net, &net.resources[resource], &claim) {
                    Room::Free => continue,
                    Room::StartFrom(t) => t.max(start + 1),
                    Room::EndFrom(t) => net.start_to_end_at_least(row, t).max(start + 1),
                    Room::Never => return None,
                };
                continue 'search;
            }
            return Some((start, end));
        }
    }

    /// Writes a placement down and takes what it needs.
    pub fn settle(&mut self, net: &Network, task: u32, mode: u32, start: i64, end: i64) {
        let index = task as usize;
        (self.start[index], self.end[index], self.mode[index]) = (start, end, mode);
        self.each_claim(net, task, |line, resource, claim| line.add(net, resource, claim));
    }

    fn unsettle(&mut self, net: &Network, task: u32) {
        self.each_claim(net, task, |line, resource, claim| line.remove(net, resource, claim));
        let index = task as usize;
        (self.start[index], self.end[index], self.mode[index]) = (UNSET, UNSET, NONE);
    }

    #[inline]
    fn each_claim(&mut self, net: &Network, task: u32, mut act: impl FnMut(&mut Line, &super::network::ResourceRow, &Claim)) {
        let index = task as usize;
        let (start, end) = (self.start[index], self.end[index]);
        let Some(row) = net.modes_of(task).get(self.mode[index] as usize) else { return };
        if end <= start {
            return;
        }
        let family = net.tasks[index].family;
        for need in net.needs_of(row) {
            let claim = Claim { start, end, quantity: need.quantity, family, shortest: row.shortest, rests: row.fixed < 0 };
            let resource = need.resource as usize;
            act(&mut self.lines[resource], &net.resources[resource], &claim);
        }
    }

    /// When a task came too long after one it is tied to, puts that one later and does again all that hangs on it.
    fn keep_max_lags(&mut self, net: &Network, pass: &Pass, placed: u32) {
        self.go_back(net, pass, placed);
        while let Some(Reverse(position)) = self.redo.pop() {
            let task = pass.list[position as usize];
            if self.start[task as usize] != UNSET {
                continue;
            }
            self.place(net, pass, task);
            if self.start[task as usize] == UNSET {
                self.make_room(net, pass, task);
            }
            self.go_back(net, pass, task);
        }
    }

    /// A task that found no place, because it or one before it was put later, gets another chance without that.
    fn make_room(&mut self, net: &Network, pass: &Pass, task: u32) {
        if self.delays[task as usize] != (FIRST, FIRST) {
            self.give_up(task);
            self.place(net, pass, task);
        }
        if self.start[task as usize] != UNSET {
            return;
        }
        let delayed = net.before.of(task).iter().find(|edge| self.delays[edge.other as usize] != (FIRST, FIRST));
        if let Some(edge) = delayed {
            self.give_up(edge.other);
            self.take_back(net, pass, edge.other);
            self.redo.push(Reverse(self.position[task as usize]));
        }
    }

    fn go_back(&mut self, net: &Network, pass: &Pass, placed: u32) {
        let index = placed as usize;
        if self.start[index] == UNSET || self.patience == 0 {
            return;
        }
        for edge in net.before.of(placed) {
            let other = edge.other as usize;
            if edge.max >= LONGEST || self.start[other] == UNSET || net.tasks[other].pin.is_some() || self.attempts[other] > MOST_ATTEMPTS {
                continue;
            }
            let tied = edge.first_side(self.start[other], self.end[other]);
            let needed = edge.second_side(self.start[index], self.end[index]) - edge.max;
            if tied >= needed {
                continue;
            }
            self.patience -= 1;
            self.delayed = true;
            self.attempts[other] += 1;
            if self.attempts[other] > MOST_ATTEMPTS {
                self.give_up(edge.other);
            } else {
                let delay = &mut self.delays[other];
                let side = if edge.first_side(0, 1) == 1 { &mut delay.1 } else { &mut delay.0 };
                *side = needed.max(*side);
            }
            self.take_back(net, pass, edge.other);
            return;
        }
    }

    /// Puts a task where it would be without its maximum lags: they cannot be kept, and being late helps nobody.
    fn give_up(&mut self, task: u32) {
        self.delays[task as usize] = (FIRST, FIRST);
        self.attempts[task as usize] = MOST_ATTEMPTS + 1;
    }

    /// Takes a task and all placed tasks that hang on it out, to be placed again.
    fn take_back(&mut self, net: &Network, pass: &Pass, first: u32) {
        if self.position.is_empty() {
            self.position.resize(net.tasks.len(), 0);
            for (position, task) in pass.list.iter().enumerate() {
                self.position[*task as usize] = position as u32;
            }
        }
        self.stack.push(first);
        while let Some(task) = self.stack.pop() {
            if self.start[task as usize] == UNSET || net.tasks[task as usize].pin.is_some() {
                continue;
            }
            let (start, mode) = (self.start[task as usize], self.mode[task as usize]);
            self.unsettle(net, task);
            self.redo.push(Reverse(self.position[task as usize]));
            self.stack.extend(net.after.of(task).iter().map(|edge| edge.other));
            let needs = net.modes_of(task).get(mode as usize).map_or(&[][..], |row| net.needs_of(row));
            for need in needs {
                if let Some(unready) = self.unready_after(net, need.resource, start) {
                    self.stack.push(unready);
                }
            }
        }
    }

    /// The task after `from` that a resource cannot be changed over for, now that the one before it is taken out.
    fn unready_after(&self, net: &Network, resource: u32, from: i64) -> Option<u32> {
        let start = self.lines[resource as usize].unready_after(net, &net.resources[resource as usize], from)?;
        let uses = |task: &u32| {
            let row = net.modes_of(*task).get(self.mode[*task as usize] as usize);
            row.is_some_and(|row| net.needs_of(row).iter().any(|need| need.resource == resource))
        };
        let begun = |task: &u32| self.start[*task as usize] == start && self.end[*task as usize] > start;
        (0..net.tasks.len() as u32).filter(begun).find(uses)
    }
}

struct TaskFacts {
    pace: Pace,
    family: u32,
}

#[inline]
fn facts(net: &Network, task: u32) -> TaskFacts {
    let row = &net.tasks[task as usize];
    TaskFacts { pace: row.pace, family: row.family }
}
