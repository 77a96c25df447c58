//! When each task could be done at the earliest if there were no others, and when it should be done at the latest.
//!
//! Never looks at capacity; the earliest times are true lower bounds for any schedule.

use super::network::{ModeRow, NONE, Network, UNSET};
use super::problem::LinkKind;
use crate::engine::calendar::{FIRST, LAST};

/// One entry per task; times in seconds.
pub(super) struct Windows {
    /// Earliest start and end by releases, calendars, links and held tasks; `UNSET` where the task can never be placed.
    pub earliest_start: Vec<i64>,
    pub earliest_end: Vec<i64>,
    /// Start and end that keep all due dates and deadlines behind the task; where nothing is due, the earliest end of all.
    pub latest_start: Vec<i64>,
    pub latest_end: Vec<i64>,
    /// The due date that `latest_end` comes from, without the work in between.
    pub due: Vec<i64>,
    /// Time from the task's end to the end of everything behind it, at least.
    pub tail: Vec<i64>,
    /// The most important priority among the task and everything behind it.
    pub priority: Vec<u32>,
    /// The mode row with the least work, by position among the task's rows; `NONE` without modes.
    pub shortest: Vec<u32>,
    /// The latest earliest end of all.
    pub critical_end: i64,
}

impl Windows {
    pub fn new(net: &Network) -> Windows {
        let count = net.tasks.len();
        let mut windows = Windows {
            earliest_start: vec![UNSET; count],
            earliest_end: vec![UNSET; count],
            latest_start: vec![LAST; count],
            latest_end: vec![LAST; count],
            due: vec![LAST; count],
            tail: vec![0; count],
            priority: net.tasks.iter().map(|row| row.priority).collect(),
            shortest: vec![NONE; count],
            critical_end: net.earliest,
        };
        for &task in &net.sweep {
            windows.earliest(net, task);
        }
        let ends = windows.earliest_end.iter().copied().filter(|end| *end != UNSET);
        windows.critical_end = ends.max().unwrap_or(net.earliest).max(net.earliest);
        let last_due = net.tasks.iter().map(|row| row.due.min(row.deadline)).filter(|due| *due < LAST).max();
        let base = last_due.unwrap_or(FIRST).max(windows.critical_end);
        for &task in net.sweep.iter().rev() {
            windows.latest(net, task, base);
        }
        windows
    }

    fn earliest(&mut self, net: &Network, task: u32) {
        let index = task as usize;
        let row = &net.tasks[index];
        let rows = net.modes_of(task);
        self.shortest[index] = rows.iter().enumerate().min_by_key(|(_, mode)| mode.shortest).map_or(NONE, |(i, _)| i as u32);
        if let Some(pin) = row.pin {
            (self.earliest_start[index], self.earliest_end[index]) = (pin.start, pin.end);
            return;
        }
        if net.before.of(task).iter().any(|edge| self.earliest_start[edge.other as usize] == UNSET) {
            return;
        }
        let (least_start, least_end) = net.bounds(task, &self.earliest_start, &self.earliest_end);
        let least_start = least_start.max(row.release).max(net.earliest);
        for (position, mode) in rows.iter().enumerate() {
            // Most alternatives take as long and have the same calendar.
            if position > 0 && mode.lies_like(&rows[position - 1]) {
                continue;
            }
            let from = if least_end > FIRST { least_start.max(net.start_to_end_at_least(mode, least_end)) } else { least_start };
            let Some((start, end)) = net.span_from(mode, row.pace, from) else { continue };
            if end > net.latest {
                continue;
            }
            let first = self.earliest_start[index] == UNSET;
            self.earliest_start[index] = if first { start } else { start.min(self.earliest_start[index]) };
            self.earliest_end[index] = if first { end } else { end.min(self.earliest_end[index]) };
        }
    }

    fn latest(&mut self, net: &Network, task: u32, base: i64) {
        let index = task as usize;
        let row = &net.tasks[index];
        let own = row.due.min(row.deadline);
        let (mut end, mut start, mut due) = (own, LAST, own);
        let length = net.modes_of(task).get(self.shortest[index] as usize).map_or(0, |mode| mode.shortest);
        for edge in net.after.of(task) {
            let other = edge.other as usize;
            let behind = net.modes_of(edge.other).get(self.shortest[other] as usize).map_or(0, |mode| mode.shortest);
            due = due.min(self.due[other]);
            self.priority[index] = self.priority[index].min(self.priority[other]);
            // A held successor may break its link, and how long a task takes after its start is not bounded.
            let placeable = self.earliest_end[other] != UNSET && net.tasks[other].pin.is_none();
            let tail = match edge.kind {
                LinkKind::FinishToStart if placeable => self.tail[other] + edge.min + behind,
                LinkKind::FinishToFinish if placeable => self.tail[other] + edge.min,
                _ => 0,
            };
            self.tail[index] = self.tail[index].max(tail);
            let bound = edge.second_side(self.latest_start[other], self.latest_end[other]) - edge.min;
            if edge.first_side(0, 1) == 1 { end = end.min(bound) } else { start = start.min(bound) }
        }
        if end == LAST && start == LAST {
            end = base;
        }
        let mode = net.modes_of(task).get(self.shortest[index] as usize);
        let begin = mode.map_or(end, |mode| begin(net, mode, end.min(LAST)));
        self.latest_start[index] = start.min(begin);
        self.latest_end[index] = end.min(self.latest_start[index] + length).max(FIRST);
        self.due[index] = due;
    }
}

/// The latest start for an end, roughly where calendars leave none.
fn begin(net: &Network, mode: &ModeRow, end: i64) -> i64 {
    if mode.fixed >= 0 {
        return end - mode.fixed;
    }
    net.shape(mode.speed).begin_at(end, mode.work).unwrap_or(end - mode.shortest)
}
