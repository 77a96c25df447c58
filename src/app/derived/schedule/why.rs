//! Why an order is ready when it is: the chain of what each task had to wait for, from its last task back to where it began.
//!
//! Never guesses: a link of the chain is named only where no working time lies between it and what waited for it.

use super::conflict::use_of;
use super::data::{BoardData, BoardTask, Index, index};
use super::words::moment_text;
use crate::model::{TaskStatus, Time};
use std::collections::BTreeSet;

/// Chains are told to this length; what lies further back seldom helps.
const LONGEST: usize = 12;

/// A link of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    pub sentence: String,
    /// The task that had to wait, or was waited for.
    pub task: Option<Index>,
}

/// What a task's start waited for.
enum Bound {
    Link(Index),
    Resource(Index, Index),
    Release(Time),
    Now,
    /// Work opens only then.
    Opening(Index),
    /// Held by the planner.
    Pinned,
    Nothing,
}

impl BoardData {
    /// Why an order is ready when it is, most recent first; empty where none of its tasks has a place.
    pub fn why(&self, order: Index) -> Vec<Because> {
        let Some(known) = self.orders.get(index(order)) else { return Vec::new() };
        let placed = known.tasks.iter().copied().filter(|at| self.task(*at).is_some_and(|task| task.placed));
        let Some(last) = placed.max_by_key(|at| self.task(*at).map(|task| task.end)) else { return Vec::new() };
        let mut chain = Vec::new();
        if let Some(task) = self.task(last) {
            let late = known.lateness().map(|late| format!(", {} after it is due", late.text())).unwrap_or_default();
            let sentence = format!("{} ends {}{late}.", self.operation_name(task), moment_text(task.end, self.now));
            chain.push(Because { sentence, task: Some(last) });
        }
        let mut seen = BTreeSet::from([last]);
        let mut at = last;
        while chain.len() < LONGEST {
            let Some(task) = self.task(at) else { break };
            let bound = self.bound(at, task);
            let (sentence, next) = self.told(task, &bound);
            chain.push(Because { sentence, task: next });
            match next {
                Some(next) if seen.insert(next) => at = next,
                _ => break,
            }
        }
        chain
    }

    fn told(&self, task: &BoardTask, bound: &Bound) -> (String, Option<Index>) {
        let start = moment_text(task.start, self.now);
        let name = |at: Index| self.task(at).map_or_else(String::new, |task| self.task_name(task));
        let resource = |at: Index| self.resources.get(index(at)).map_or("The resource", |row| row.name.as_str());
        let what = self.task_name(task);
        match bound {
            Bound::Link(from) => (format!("{what} starts {start}: it waits for {}.", name(*from)), Some(*from)),
            Bound::Resource(at, before) => {
                (format!("{what} starts {start}: {} is busy with {} before.", resource(*at), name(*before)), Some(*before))
            }
            Bound::Release(time) => {
                (format!("{what} starts {start}: nothing of its order may start before {}.", moment_text(*time, self.now)), None)
            }
            Bound::Now => (format!("{what} starts {start}, as early as can be from now."), None),
            Bound::Opening(at) => (format!("{what} starts {start}: {} opens only then.", resource(*at)), None),
            Bound::Pinned => (format!("{what} starts {start} because it is pinned there."), None),
            Bound::Nothing => (format!("{what} starts {start}, though nothing on the board keeps it from starting earlier."), None),
        }
    }

    /// What the start of a task waited for.
    fn bound(&self, at: Index, task: &BoardTask) -> Bound {
        if task.status != TaskStatus::Planned {
            return Bound::Nothing;
        }
        let links = self.waits_for(at).iter().filter(|link| link.ties_start());
        let latest = links
            .filter_map(|link| Some((link.earliest(self.task(link.from).filter(|from| from.placed)?), link.from)))
            .max_by_key(|(time, _)| *time);
        if let Some((_, from)) = latest.filter(|(bound, _)| !self.could_work(task, *bound, task.start)) {
            return Bound::Link(from);
        }
        for usage in &task.uses {
            if let Some(before) = self.last_before(usage.resource, at, task) {
                return Bound::Resource(usage.resource, before);
            }
        }
        if let Some(release) = task.release.filter(|release| !self.could_work(task, *release, task.start)) {
            return if release <= self.now { Bound::Now } else { Bound::Release(release) };
        }
        if !self.could_work(task, self.now, task.start) {
            let opens = task.start > self.now;
            return task.uses.first().filter(|_| opens).map_or(Bound::Now, |usage| Bound::Opening(usage.resource));
        }
        if task.pinned { Bound::Pinned } else { Bound::Nothing }
    }

    /// The task that had the last room on a resource until this one started.
    fn last_before(&self, resource: Index, at: Index, task: &BoardTask) -> Option<Index> {
        let row = self.resources.get(index(resource)).filter(|row| row.limits())?;
        let ended = row.tasks.iter().copied().filter(|other| *other != at);
        let ended = ended.filter(|other| {
            self.task(*other)
                .is_some_and(|other| other.end <= task.start && other.end > other.start && !self.could_work(task, other.end, task.start))
        });
        let last = ended.max_by_key(|other| self.task(*other).map(|other| other.end))?;
        // With room to spare beside it, it was not what this task waited for.
        let moment = self.task(last)?.end.minus(crate::model::Span::from_seconds(1));
        let running = row.tasks.iter().filter_map(|other| self.task(*other)).filter(|other| other.start <= moment && moment < other.end);
        let used: i64 = running.map(|other| use_of(other, resource)).sum();
        (used + use_of(task, resource) > row.size).then_some(last)
    }

    /// Whether the task's resources were all open at some time between two moments.
    fn could_work(&self, task: &BoardTask, from: Time, to: Time) -> bool {
        if to <= from {
            return false;
        }
        let mut open = None;
        for usage in &task.uses {
            let Some(hours) = self.resources.get(index(usage.resource)).and_then(|row| self.profile(row.hours)) else { continue };
            open = Some(match open {
                None => hours.clone(),
                Some(open) => hours.during(&open),
            });
        }
        open.is_none_or(|open| !open.open_between(from, to).is_zero())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, now};
    use super::*;
    use crate::model::*;

    fn why(workspace: &Workspace, raw: u64) -> Vec<String> {
        let board = BoardData::collect(workspace, now());
        board.why(board.find_order(OrderId::from_raw(raw)).unwrap()).into_iter().map(|because| because.sentence).collect()
    }

    #[test]
    fn a_late_order_names_the_machine_and_the_work_before_it_back_to_the_present() {
        assert_eq!(
            why(&dairy(), 2),
            [
                "Fill ends Tue 10:00, 18 h after it is due.",
                "Fill of Order 2 starts Mon 14:00: Filling line is busy with Fill of Order 1 before.",
                "Fill of Order 1 starts Mon 10:00: it waits for Mix of Order 1.",
                "Mix of Order 1 starts Mon 08:00: Mixer opens only then.",
            ]
        );
    }

    #[test]
    fn a_night_between_two_tasks_does_not_break_the_chain() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-03 08:00"), at("2026-11-03 12:00"));
        let before = workspace.tasks.get_mut(&TaskId::from_raw(2)).unwrap().placement.as_mut().unwrap();
        (before.start, before.end) = (at("2026-11-02 12:00"), at("2026-11-02 16:00"));
        assert_eq!(why(&workspace, 2)[1], "Fill of Order 2 starts Tue 08:00: Filling line is busy with Fill of Order 1 before.");
    }

    #[test]
    fn a_task_that_could_start_earlier_says_so() {
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-05 08:00"), at("2026-11-05 12:00"));
        assert_eq!(why(&workspace, 2)[1], "Fill of Order 2 starts Thu 08:00, though nothing on the board keeps it from starting earlier.");
        workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().pinned = true;
        assert_eq!(why(&workspace, 2)[1], "Fill of Order 2 starts Thu 08:00 because it is pinned there.");
    }
}
