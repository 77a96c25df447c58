//! The steps of a routing as a chain that can be taken apart and put together again.
//!
//! Two things order steps: their positions, and where there are any, dependencies between them. Both are kept in step.

use super::build::Edits;
use crate::document::IdSource;
use crate::model::{
    LinkKind, Operation, OperationDependency, OperationDependencyId, OperationId, Record, RecordId, Span, Workspace, sort_with_key,
};

/// The steps of a routing in the order of their positions.
pub(super) fn steps_of(workspace: &Workspace, routing: OperationId) -> Vec<&Operation> {
    let mut steps: Vec<&Operation> = workspace.operations.values().filter(|operation| operation.owner == Some(routing)).collect();
    sort_with_key(&mut steps, |step| (step.priority, step.id));
    steps
}

/// A routing's steps and the dependencies between them, being changed.
pub(super) struct Chain<'a> {
    workspace: &'a Workspace,
    /// Steps in order with their positions.
    steps: Vec<(OperationId, i64)>,
    links: Vec<OperationDependency>,
    /// Whether dependencies order the steps; otherwise their positions alone do.
    is_linked: bool,
}

impl<'a> Chain<'a> {
    pub fn new(workspace: &'a Workspace, routing: OperationId) -> Chain<'a> {
        let steps: Vec<(OperationId, i64)> = steps_of(workspace, routing).into_iter().map(|step| (step.id, step.priority)).collect();
        let is_step = |id: Option<OperationId>| steps.iter().any(|(step, _)| Some(*step) == id);
        let links: Vec<OperationDependency> =
            workspace.operation_dependencies.values().filter(|link| is_step(link.operation) && is_step(link.blocked_by)).cloned().collect();
        let is_linked = !links.is_empty();
        Chain { workspace, steps, links, is_linked }
    }

    /// The chain that a step is part of.
    pub fn of(workspace: &'a Workspace, step: OperationId) -> Option<Chain<'a>> {
        Some(Chain::new(workspace, workspace.operations.get(&step)?.owner?))
    }

    /// Takes a step out; what waited for it now waits for what it waited for.
    pub fn take_out(&mut self, step: OperationId, ids: &mut IdSource) {
        self.steps.retain(|(id, _)| *id != step);
        let (before, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.links).into_iter().partition(|link| link.operation == Some(step));
        let (after, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|link| link.blocked_by == Some(step));
        self.links = rest;
        for later in &after {
            for earlier in &before {
                let lag = Span::from_seconds(earlier.lag.seconds().saturating_add(later.lag.seconds()));
                self.link(earlier.blocked_by, later.operation, later.kind, lag, ids);
            }
        }
    }

    /// Puts a step behind another one, or in front of all.
    pub fn put_in(&mut self, step: OperationId, after: Option<OperationId>, ids: &mut IdSource) {
        let place = after.and_then(|after| self.steps.iter().position(|(id, _)| *id == after)).map_or(0, |at| at + 1);
        let left = place.checked_sub(1).and_then(|at| self.steps.get(at)).map(|(_, priority)| *priority);
        let right = self.steps.get(place).map(|(_, priority)| *priority);
        let priority = match (left, right) {
            (None, None) => 1,
            (None, Some(right)) if right > 1 => right - 1,
            (None, Some(_)) => 1,
            (Some(left), _) => left + 1,
        };
        self.steps.insert(place, (step, priority));
        // Those behind give way only as far as they must, so that positions with gaps keep them.
        let mut last = priority;
        for (_, priority) in self.steps.iter_mut().skip(place + 1) {
            if *priority > last {
                break;
            }
            last += 1;
            *priority = last;
        }
        if !self.is_linked {
            return;
        }
        match after {
            Some(after) => {
                for link in self.links.iter_mut().filter(|link| link.blocked_by == Some(after)) {
                    link.blocked_by = Some(step);
                }
                self.link(Some(after), Some(step), LinkKind::FinishStart, Span::ZERO, ids);
            }
            None => {
                let waits = |id: &OperationId| self.links.iter().any(|link| link.operation == Some(*id));
                let first: Vec<OperationId> = self.steps.iter().map(|(id, _)| *id).filter(|id| *id != step && !waits(id)).collect();
                for id in first {
                    self.link(Some(step), Some(id), LinkKind::FinishStart, Span::ZERO, ids);
                }
            }
        }
    }

    fn link(&mut self, from: Option<OperationId>, to: Option<OperationId>, kind: LinkKind, lag: Span, ids: &mut IdSource) {
        if !self.links.iter().any(|link| link.operation == to && link.blocked_by == from) {
            let id = OperationDependencyId::from_raw(ids.next());
            self.links.push(OperationDependency { operation: to, blocked_by: from, kind, lag, ..OperationDependency::new(id) });
        }
    }

    /// Writes what differs from the workspace.
    pub fn write(self, edits: &mut Edits) {
        for (id, priority) in &self.steps {
            if self.workspace.operations.get(id).is_none_or(|step| step.priority != *priority) {
                edits.set::<Operation>(*id, "priority", priority);
            }
        }
        let is_step = |id: Option<OperationId>| self.steps.iter().any(|(step, _)| Some(*step) == id);
        for link in &self.links {
            match self.workspace.operation_dependencies.get(&link.id) {
                Some(there) => edits.change(there, link, &[]),
                None => edits.add(link),
            }
        }
        for there in self.workspace.operation_dependencies.values() {
            let was_part = is_step(there.operation) && is_step(there.blocked_by);
            if was_part && !self.links.iter().any(|link| link.id == there.id) {
                edits.remove::<OperationDependency>(there.id);
            }
        }
    }
}
