//! Keeps the board's form in step with the workspace, at the cost of what changed.
//!
//! Never guesses: where tasks came, went or were linked anew, everything is read again.

use super::collect::place;
use super::data::{BoardData, BoardTask, Index, index};
use crate::model::{Placement, Task, TaskId, Time, Workspace, sort_with_key};

/// What a change of the workspace's tasks meant for the board.
#[derive(Clone, PartialEq, Debug)]
pub enum Followed {
    /// Nothing the board shows has changed.
    Nothing,
    /// These tasks were moved, pinned or otherwise changed, and these resources had or have them.
    Tasks { tasks: Vec<Index>, resources: Vec<Index> },
    /// The board must be collected again.
    Anew,
}

impl BoardData {
    /// Takes over what changed in the tasks of the workspace since the board was collected or last followed.
    pub fn follow(&mut self, workspace: &Workspace) -> Followed {
        if workspace.tasks.len() != self.tasks.len() {
            return Followed::Anew;
        }
        let mut changed: Vec<(Index, &Task)> = Vec::new();
        for (at, (task, known)) in workspace.tasks.values().zip(&self.tasks).enumerate() {
            if task.id != known.id || self.is_rooted_elsewhere(at as Index, task, known) {
                return Followed::Anew;
            }
            if !same(task, known, self) {
                changed.push((at as Index, task));
            }
        }
        self.take_over(changed)
    }

    /// Takes over the named tasks alone.
    pub fn follow_tasks(&mut self, workspace: &Workspace, ids: &[TaskId]) -> Followed {
        let mut changed = Vec::new();
        for id in ids {
            let (Some(task), Some(at)) = (workspace.tasks.get(id), self.find_task(*id)) else { return Followed::Anew };
            let Some(known) = self.task(at) else { return Followed::Anew };
            if self.is_rooted_elsewhere(at, task, known) {
                return Followed::Anew;
            }
            if !same(task, known, self) {
                changed.push((at, task));
            }
        }
        self.take_over(changed)
    }

    /// Shows a task at a place before the workspace has it there, so that the next question reckons with it.
    pub fn suppose(&mut self, at: Index, task: &Task) {
        self.take_over(vec![(at, task)]);
    }

    fn take_over(&mut self, changed: Vec<(Index, &Task)>) -> Followed {
        if changed.is_empty() {
            return Followed::Nothing;
        }
        let (mut tasks, mut resources, mut orders) = (Vec::new(), Vec::new(), Vec::new());
        let mut at_the_edge = self.span.is_none();
        for (at, task) in changed {
            let Some(known) = self.tasks.get(index(at)) else { continue };
            let mut now = known.clone();
            resources.extend(now.uses.iter().map(|usage| usage.resource));
            place(self, &mut now, task.placement.as_ref());
            resources.extend(now.uses.iter().map(|usage| usage.resource));
            orders.extend(now.order);
            (now.pinned, now.status, now.release, now.due) = (task.pinned, task.status, task.release, task.due);
            if let Some((first, last)) = &mut self.span {
                at_the_edge |= known.start == *first || known.end == *last;
                if now.placed {
                    (*first, *last) = ((*first).min(now.start), (*last).max(now.end));
                }
            }
            self.tasks[index(at)] = now;
            tasks.push(at);
        }
        for list in [&mut tasks, &mut resources, &mut orders] {
            sort_with_key(list, |at| *at);
            list.dedup();
        }
        // Only what was first or last can have left the edge free.
        if at_the_edge {
            self.span = self.find_span();
        }
        self.slack.take();
        self.paces.take();
        self.list_again(&resources, &tasks);
        self.refresh_conflicts(&resources, &tasks);
        for order in orders {
            self.refresh_ready(order);
        }
        Followed::Tasks { tasks, resources }
    }

    /// Puts moved tasks into the lists of the resources they use now.
    fn list_again(&mut self, resources: &[Index], moved: &[Index]) {
        for &at in resources {
            let Some(row) = self.resources.get(index(at)) else { continue };
            let uses = |task: &BoardTask| task.placed && task.uses.iter().any(|usage| usage.resource == at);
            let mut list: Vec<Index> = row.tasks.iter().copied().filter(|task| moved.binary_search(task).is_err()).collect();
            let turn = |task: Index| self.task(task).map(|task| (task.start, task.end));
            for task in moved.iter().copied().filter(|task| self.task(*task).is_some_and(uses)) {
                list.insert(list.partition_point(|other| turn(*other) <= turn(task)), task);
            }
            self.resources[index(at)].tasks = list;
        }
    }

    /// Whether the task belongs to another order, operation or supply order than before, or waits for others.
    fn is_rooted_elsewhere(&self, at: Index, task: &Task, known: &BoardTask) -> bool {
        let order = task.orders.first().and_then(|id| self.find_order(*id));
        let operation = known.operation.and_then(|at| self.operations.get(index(at))).map(|operation| operation.id);
        let links = self.waits_for(at);
        task.supply != known.supply
            || order != known.order
            || (known.operation.is_some() && task.operation != operation)
            || task.quantity != known.quantity
            || links.len() > task.after.len()
            || !self.same_links(at, task)
    }

    fn same_links(&self, at: Index, task: &Task) -> bool {
        let mut known = self.waits_for(at).iter();
        let mut found = task.after.iter().filter_map(|link| Some((self.find_task(link.task)?, link.kind, link.lag)));
        loop {
            match (known.next(), found.next()) {
                (None, None) => return true,
                (Some(link), Some(now)) if (link.from, link.kind, link.lag) == now => {}
                _ => return false,
            }
        }
    }
}

fn same(task: &Task, known: &BoardTask, board: &BoardData) -> bool {
    let same_place = match &task.placement {
        None => !known.placed,
        Some(place) => known.placed && same_placement(place, known, board),
    };
    same_place && (task.pinned, task.status, task.release, task.due) == (known.pinned, known.status, known.release, known.due)
}

fn same_placement(place: &Placement, known: &BoardTask, board: &BoardData) -> bool {
    let times: (Time, Time) = (place.start, place.end);
    let mut uses = place.uses.iter().filter(|usage| board.find_resource(usage.resource).is_some());
    times == (known.start, known.end)
        && known.uses.iter().all(|have| {
            uses.next().is_some_and(|usage| {
                board.find_resource(usage.resource) == Some(have.resource)
                    && crate::engine::calendar::milli(usage.quantity) == have.quantity
            })
        })
        && uses.next().is_none()
}
