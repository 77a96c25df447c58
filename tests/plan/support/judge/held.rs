//! Whether what is begun, held, confirmed or frozen stays as it is.

use super::*;

impl Judge<'_> {
    /// What is begun, or held by the planner, stays where it is for as long as its supply is open.
    pub(super) fn held(&self, found: &mut Vec<String>) {
        let is_closed = |id: &SupplyOrderId| {
            let order = self.workspace.supply_orders.get(id);
            order.is_some_and(|order| matches!(order.status, SupplyStatus::Completed | SupplyStatus::Closed | SupplyStatus::Cancelled))
        };
        for before in self.workspace.tasks.values().filter(|task| task.pinned || task.status == TaskStatus::Started) {
            let Some(place) = before.placement.as_ref().filter(|_| !before.supply.as_ref().is_some_and(is_closed)) else { continue };
            let stays = |task: &Task| {
                task.placement.as_ref().is_some_and(|at| {
                    let used = |placement: &Placement| placement.uses.iter().map(|used| used.resource).collect::<BTreeSet<_>>();
                    (at.start, at.end, used(at)) == (place.start, place.end, used(place))
                })
            };
            match self.plan.tasks.iter().find(|task| task.id == before.id) {
                Some(task) if stays(task) => {}
                Some(task) => found.push(format!("held and moved: {}", self.name(task))),
                None => found.push(format!("held and gone: {}", self.name(before))),
            }
        }
    }

    /// The tasks that the plan makes for what is confirmed without any; none where there are some already.
    fn made_for(&self, supply: SupplyOrderId) -> Vec<&Task> {
        let is_recorded = self.workspace.tasks.values().any(|task| task.supply == Some(supply));
        self.plan.tasks.iter().filter(|task| !is_recorded && task.supply == Some(supply)).collect()
    }

    /// Whether a task is made for what is confirmed without one, and is not its first step.
    pub(super) fn is_later_step(&self, task: &Task) -> bool {
        let place = |task: &Task| (self.workspace.operations[&task.operation.unwrap()].priority, task.operation);
        let siblings = task.supply.map_or_else(Vec::new, |supply| self.made_for(supply));
        siblings.iter().any(|other| place(other) < place(task))
    }

    /// What is confirmed is as it was, and what is made for it without a task begins and ends when it says.
    pub(super) fn confirmed(&self, found: &mut Vec<String>) {
        for before in self.workspace.supply_orders.values().filter(|order| order.status == SupplyStatus::Confirmed && order.quantity > 0.0)
        {
            let same = |order: &&SupplyOrder| {
                let facts = |order: &SupplyOrder| (order.status, order.kind, order.item, order.operation, order.start, order.end);
                order.id == before.id && facts(order) == facts(before) && order.quantity == before.quantity
            };
            if !self.plan.supply_orders.iter().any(|order| same(&order)) {
                found.push(format!("confirmed and changed: {}", before.reference));
            }
            let tasks = self.made_for(before.id);
            let places: Vec<&Placement> = tasks.iter().filter_map(|task| task.placement.as_ref()).collect();
            let (start, end) = (places.iter().map(|at| at.start).min(), places.iter().map(|at| at.end).max());
            let is_moved = before.start.is_some_and(|wanted| start != Some(wanted))
                || (tasks.len() == 1 && before.end.is_some_and(|wanted| end != Some(wanted)));
            if !tasks.is_empty() && is_moved {
                found.push(format!("confirmed and moved: {} from {start:?} to {end:?}", before.reference));
            }
        }
    }
}

/// How many tasks that start before `until` are as they were, and those that are not, where nothing has changed since the plan of the
/// workspace was made: then nothing need move.
pub fn moved_though_frozen(workspace: &Workspace, again: &PlanOutcome, now: Time, until: Time) -> (usize, Vec<String>) {
    let (mut stayed, mut moved) = (0, Vec::new());
    let key = |task: &Task| {
        let place = task.placement.as_ref()?;
        // What a limit per period is used for is worked out anew.
        let used = |used: &ResourceUse| (used.resource, (used.quantity * 1e6).round() as i64);
        let uses = place.uses.iter().map(used).collect::<Vec<_>>();
        Some((task.operation, (task.quantity * 1e6).round() as i64, place.start, place.end, uses))
    };
    let is_frozen = |task: &&Task| task.placement.as_ref().is_some_and(|place| now <= place.start && place.start < until);
    for before in workspace.tasks.values().filter(is_frozen) {
        match again.tasks.iter().find(|task| task.id == before.id) {
            Some(task) if key(task) == key(before) => stayed += 1,
            Some(task) => moved.push(format!(
                "frozen and moved: {:?} from x{} {:?} to x{} {:?}",
                task.id, before.quantity, before.placement, task.quantity, task.placement
            )),
            None => moved.push(format!("frozen and gone: {:?} x{} {:?}", before.id, before.quantity, before.placement)),
        }
    }
    (stayed, moved)
}
