//! Which tasks cannot be done where they stand: too much at once for a resource, before what they wait for, or in too little time.
//!
//! Never mends anything; what would mend it is found when a task is moved.

use super::data::{BoardData, BoardTask, Index, index};
use crate::engine::calendar::ONE;
use crate::model::{Time, sort_with_key};

impl BoardData {
    /// Marks every task that breaks something.
    pub(super) fn find_conflicts(&mut self) {
        let crowded: Vec<Index> = (0..self.resources.len()).flat_map(|at| self.crowded(at as Index)).collect();
        let breaks = |at: usize| {
            let lacks_time = self.tasks.get(at).is_some_and(|task| self.lacks_time(task));
            lacks_time || self.runs_too_early(at as Index) || self.lacks_changeover(at as Index)
        };
        let waiting: Vec<bool> = (0..self.tasks.len()).map(breaks).collect();
        for (task, early) in self.tasks.iter_mut().zip(waiting) {
            task.conflict = early;
        }
        for task in crowded {
            if let Some(task) = self.tasks.get_mut(index(task)) {
                task.conflict = true;
            }
        }
    }

    /// Marks the tasks of some resources, and some tasks besides, again after they were moved.
    pub(super) fn refresh_conflicts(&mut self, resources: &[Index], tasks: &[Index]) {
        // Where a resource has no limit and is not changed over, its other tasks do not notice.
        let tight = |at: &&Index| self.resources.get(index(**at)).is_some_and(|row| row.limits() || row.changed.is_some());
        let mut touched: Vec<Index> =
            resources.iter().filter(tight).filter_map(|at| self.resources.get(index(*at))).flat_map(|row| row.tasks.clone()).collect();
        touched.extend(tasks);
        touched.extend(tasks.iter().flat_map(|task| self.holds_up(*task).map(|link| link.to)).collect::<Vec<_>>());
        sort_with_key(&mut touched, |at| *at);
        touched.dedup();
        // A task may use more than one resource: all of them are looked at again.
        let mut rows: Vec<Index> =
            touched.iter().filter_map(|at| self.task(*at)).flat_map(|task| task.uses.iter().map(|usage| usage.resource)).collect();
        sort_with_key(&mut rows, |at| *at);
        rows.dedup();
        let mut crowded: Vec<Index> = rows.into_iter().flat_map(|row| self.crowded(row)).collect();
        sort_with_key(&mut crowded, |at| *at);
        for at in touched {
            let lacks_time = self.task(at).is_some_and(|task| self.lacks_time(task));
            let is_crowded = crowded.binary_search(&at).is_ok();
            let conflict = self.runs_too_early(at) || lacks_time || is_crowded || self.lacks_changeover(at);
            if let Some(task) = self.tasks.get_mut(index(at)) {
                task.conflict = conflict;
            }
        }
    }

    /// Whether the task runs before something it waits for allows.
    pub fn runs_too_early(&self, at: Index) -> bool {
        let Some(task) = self.task(at).filter(|task| task.placed) else { return false };
        self.waits_for(at).iter().any(|link| self.task(link.from).is_some_and(|from| from.placed && !link.holds(from, task)))
    }

    /// Whether its resources are open for less time than its work takes, from its start to its end.
    ///
    /// Leaves a task alone where that depends on more than its resources: it may only be told what is certain.
    pub fn lacks_time(&self, task: &BoardTask) -> bool {
        if !task.placed || task.work.is_zero() {
            return false;
        }
        task.uses.iter().filter_map(|usage| self.resources.get(index(usage.resource))).any(|row| {
            let (Some(hours), Some(speed)) = (self.profile(row.hours), self.profile(row.speed)) else { return false };
            let open = hours.open_between(task.start, task.end).seconds();
            open.saturating_mul(speed.largest()) < task.work.seconds().saturating_mul(ONE)
        })
    }

    /// Whether a machine that it uses cannot have been changed over for it.
    pub fn lacks_changeover(&self, at: Index) -> bool {
        self.changeovers(at).iter().any(|changeover| !changeover.fits)
    }

    /// The tasks that start while a resource has no room for them.
    fn crowded(&self, resource: Index) -> Vec<Index> {
        self.crowded_with(resource, None)
    }

    /// The same with one task elsewhere than the board has it.
    pub(super) fn crowded_with(&self, resource: Index, moved: Option<(Index, &BoardTask)>) -> Vec<Index> {
        let Some(row) = self.resources.get(index(resource)).filter(|row| row.limits()) else { return Vec::new() };
        let stays = |at: &Index| moved.is_none_or(|(moved, _)| moved != *at);
        let mut tasks: Vec<(Index, &BoardTask)> =
            row.tasks.iter().copied().filter(stays).filter_map(|at| Some((at, self.task(at)?))).collect();
        if let Some((at, task)) = moved.filter(|(_, task)| use_of(task, resource) > 0) {
            let before = tasks.partition_point(|(_, other)| (other.start, other.end) < (task.start, task.end));
            tasks.insert(before, (at, task));
        }
        let mut running: Vec<(Time, i64)> = Vec::new();
        let mut in_use = 0;
        let mut crowded = Vec::new();
        for (at, task) in tasks {
            running.retain(|(end, quantity)| {
                let over = *end <= task.start;
                in_use -= if over { *quantity } else { 0 };
                !over
            });
            let quantity = use_of(task, resource);
            // A milestone takes no time and no room.
            if task.end > task.start {
                if !running.is_empty() && in_use + quantity > row.size {
                    crowded.push(at);
                }
                in_use += quantity;
                running.push((task.end, quantity));
            }
        }
        crowded
    }
}

/// How much of a resource a task uses, in thousandths.
pub(super) fn use_of(task: &BoardTask, resource: Index) -> i64 {
    task.uses.iter().filter(|usage| usage.resource == resource).map(|usage| usage.quantity).sum()
}
