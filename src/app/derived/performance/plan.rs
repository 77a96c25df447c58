//! Tasks as they were planned, whatever became of them.
//!
//! The schedule follows the work, so that where a task stands says little of where it was to stand: the latest schedule that was saved before
//! it began counts, then any that was saved, then its place.

use crate::app::derived::schedule::Saved;
use crate::engine::performance::Task;
use crate::model::{OperationKind, RecordId, ResourceClass, ResourceId, TaskId, Time, Workspace, sort_with_key};

/// On what a task is done.
#[derive(Clone, Copy, Default)]
pub struct Lead {
    /// The first machine or place that it uses, else whoever comes first.
    pub resource: Option<ResourceId>,
    /// Whether that is no person.
    pub is_machine: bool,
}

/// All tasks by id, and on what each is done; `began` is when work on each was first reported.
pub(super) fn tasks(workspace: &Workspace, began: &[Option<Time>], notes: &mut Vec<String>) -> (Vec<Task>, Vec<Lead>) {
    let mut baselines: Vec<(Option<Time>, Saved)> =
        workspace.baselines.values().map(|baseline| (baseline.saved, Saved::open(baseline))).collect();
    sort_with_key(&mut baselines, |(saved, _)| std::cmp::Reverse(*saved));
    let saved_place = |task: TaskId, start: Option<Time>| {
        let held = || baselines.iter().filter_map(|(saved, places)| Some((*saved, places.of(task)?)));
        let before = held().find(|(saved, _)| start.is_none_or(|start| saved.is_some_and(|saved| saved <= start)));
        before.or_else(|| held().next_back()).map(|(_, place)| (place.start, place.end))
    };
    let mut unsaved = 0_usize;
    let leads: Vec<Lead> = workspace.tasks.values().map(|task| lead(workspace, task)).collect();
    let found = workspace.tasks.values().zip(&leads).zip(began).map(|((task, lead), began)| {
        let own = task.placement.as_ref().map(|place| (place.start, place.end));
        let saved = saved_place(task.id, *began);
        unsaved += usize::from(saved.is_none() && began.is_some());
        let planned = saved.or(own);
        let operation = task.operation.and_then(|operation| workspace.operations.get(&operation));
        let (fixed, each) = operation.map_or((0.0, 0.0), |operation| (operation.duration.seconds() as f64, operation.duration_per_unit));
        // Where the length is the same for any quantity, a piece has its part of it.
        let is_fixed = operation.is_some_and(|operation| operation.kind == OperationKind::FixedTime);
        let (setup, unit) = if is_fixed { (0.0, if task.quantity > 0.0 { fixed / task.quantity } else { 0.0 }) } else { (fixed, each) };
        let supply = task.supply.and_then(|supply| workspace.supply_orders.get(&supply));
        let item = supply.and_then(|supply| supply.item);
        let order = task.orders.first().copied();
        let customer = order.and_then(|order| workspace.orders.get(&order)?.customer);
        Task {
            id: task.id.raw(),
            planned_start: planned.map(|(start, _)| start.seconds()),
            planned_end: planned.map(|(_, end)| end.seconds()),
            planned_quantity: task.quantity,
            setup_seconds: setup,
            unit_seconds: unit,
            opportunities: 1.0,
            unit_cost: item.and_then(|item| workspace.items.get(&item)).map_or(0.0, |item| item.cost),
            order: order.map_or(0, RecordId::raw),
            item: item.map_or(0, RecordId::raw),
            customer: customer.map_or(0, RecordId::raw),
            operation: task.operation.map_or(0, RecordId::raw),
            resource: lead.resource.map_or(0, RecordId::raw),
            shift: 0,
        }
    });
    let found: Vec<Task> = found.collect();
    if unsaved > 0 {
        notes.push(format!(
            "{unsaved} tasks that began are in no saved schedule: they are held against where they stand now, which follows the work. Save \
             the schedule as a baseline to see whether it is kept."
        ));
    }
    (found, leads)
}

fn lead(workspace: &Workspace, task: &crate::model::Task) -> Lead {
    let used = || task.placement.iter().flat_map(|place| &place.uses).map(|used| used.resource);
    let is_machine = |id: &ResourceId| workspace.resources.get(id).is_some_and(|resource| resource.class != ResourceClass::Person);
    match used().find(is_machine) {
        Some(machine) => Lead { resource: Some(machine), is_machine: true },
        None => Lead { resource: used().next(), is_machine: false },
    }
}
