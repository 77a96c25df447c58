//! Where everything stands once a task really ran at another time than planned.
//!
//! Never moves anything: it says where things would be, and a report of the work takes it along.

use super::consequences::{LONGEST, Moved};
use super::data::{BoardData, BoardLink, BoardTask, Index, index};
use crate::engine::calendar::ONE;
use crate::model::{LinkKind, Placement, ResourceUse, Span, TaskId, Time};
use std::collections::BTreeSet;

impl BoardData {
    /// Where a task and what follows it stand once it really ran from `start` until `end`: what waits for it, and what comes after it on a
    /// resource that does one thing at a time, each as little later as can be. What is pinned, has begun or is finished stays.
    pub fn followed(&self, task: Index, start: Time, end: Time) -> Vec<(TaskId, Placement)> {
        let Some(known) = self.task(task).filter(|known| known.placed) else { return Vec::new() };
        let mut all: Moved = [(task, BoardTask { start, end: end.max(start), ..known.clone() })].into();
        let mut open: BTreeSet<(Time, Index)> = [(start, task)].into();
        for _ in 0..LONGEST {
            let Some((_, at)) = open.pop_first() else { break };
            let Some(from) = all.get(&at).cloned() else { continue };
            let waiting = self.holds_up(at).copied();
            let behind = self.behind(at).into_iter().map(|to| BoardLink {
                from: at,
                to,
                kind: LinkKind::FinishStart,
                lag: Span::ZERO,
                by_hand: false,
            });
            for link in waiting.chain(behind).filter(|link| link.to != task) {
                let Some(to) = all.get(&link.to).or_else(|| self.task(link.to)).filter(|to| !to.pinned) else { continue };
                if let Some(pushed) = self.pushed(&link, &from, to) {
                    open.insert((pushed.start, link.to));
                    all.insert(link.to, pushed);
                }
            }
        }
        let is_moved = |at: &Index, moved: &BoardTask| self.task(*at).is_some_and(|was| (was.start, was.end) != (moved.start, moved.end));
        all.iter().filter(|(at, moved)| is_moved(at, moved)).map(|(_, moved)| (moved.id, self.placement_of(moved))).collect()
    }

    /// The end of a task that begins at another time: as much work as it has where it stands, in the hours of those who do it.
    pub fn end_from(&self, task: Index, start: Time) -> Option<Time> {
        let known = self.task(task).filter(|known| known.placed)?;
        let (pace, work, length) = self.work_of(known);
        if work.is_zero() { Some(start.plus(length)) } else { pace.finish(start, work) }
    }

    /// The next task on each resource of a task that does one thing at a time.
    fn behind(&self, at: Index) -> Vec<Index> {
        let Some(task) = self.task(at) else { return Vec::new() };
        let rows = task.uses.iter().filter_map(|usage| self.resources.get(index(usage.resource)));
        rows.filter(|row| row.limits() && row.size <= ONE)
            .filter_map(|row| row.tasks.iter().skip_while(|other| **other != at).nth(1).copied())
            .collect()
    }

    fn placement_of(&self, task: &BoardTask) -> Placement {
        let used = |usage: &super::data::BoardUse| {
            let resource = self.resources.get(index(usage.resource))?.id;
            Some(ResourceUse { resource, quantity: usage.quantity as f64 / ONE as f64 })
        };
        Placement { start: task.start, end: task.end, uses: task.uses.iter().filter_map(used).collect() }
    }
}
