//! Commands of the schedule phase: where tasks are placed, and the plan that is taken over.
//!
//! Never computes a plan and never judges one: the engine does, and the board shows it.

use super::build::{Edits, must_have, name, some};
use crate::document::consequences::references;
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::text::number_text;
use crate::model::{
    Absence, Gather, LinkKind, Order, OrderId, Placement, Promise, PromiseId, Record, RecordId, Resource, Span, SupplyOrder, SupplyOrderId,
    SupplyStatus, Task, TaskId, TaskLink, TaskStatus, Workspace,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A change of the schedule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ScheduleCommand {
    /// Places a task at a time and on resources.
    MoveTask { task: TaskId, placement: Placement },
    /// Places several tasks at once: a move and what it pushes on.
    MoveTasks { moves: Vec<(TaskId, Placement)> },
    /// Makes two tasks of one: the second gets so much of the quantity, and waits for and holds up the same.
    SplitTask { task: TaskId, quantity: f64, places: Option<(Placement, Placement)> },
    /// Makes one task of all parts of its operation that have not begun; it gets the place, where one is given.
    JoinTask { task: TaskId, placement: Option<Placement> },
    /// Lets a task wait for another, or wait no longer.
    Link { from: TaskId, to: TaskId, link: Option<(LinkKind, Span)> },
    /// Takes tasks off the board.
    Unschedule { tasks: Vec<TaskId> },
    /// Keeps tasks where they are when the plan is made again, or lets them go.
    Pin { tasks: Vec<TaskId>, pinned: bool },
    /// Says how far tasks have come.
    SetStatus { tasks: Vec<TaskId>, status: TaskStatus },
    /// Takes over a plan in the place of the last one.
    AcceptPlan { plan: Box<PlanRecords> },
    /// Approves proposed supply orders: the next plan keeps them and may move them.
    Release { supply_orders: Vec<SupplyOrderId> },
    /// Confirms supply orders: the next plan keeps them as they are.
    Firm { supply_orders: Vec<SupplyOrderId> },
}

/// What a plan consists of. Records with the id of an existing one replace it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PlanRecords {
    pub supply_orders: Vec<SupplyOrder>,
    pub tasks: Vec<Task>,
    pub promises: Vec<Promise>,
    /// Orders and absences that the plan was made for and that enter with it.
    pub orders: Vec<Order>,
    pub absences: Vec<Absence>,
}

impl ScheduleCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            ScheduleCommand::MoveTask { task, .. } => format!("Move task {}", name::<Task>(workspace, *task)),
            ScheduleCommand::MoveTasks { moves } => {
                format!("Move {}", some::<Task>(workspace, &moves.iter().map(|(task, _)| *task).collect::<Vec<_>>()))
            }
            ScheduleCommand::SplitTask { task, .. } => format!("Split task {}", name::<Task>(workspace, *task)),
            ScheduleCommand::JoinTask { task, .. } => format!("Join the parts of task {}", name::<Task>(workspace, *task)),
            ScheduleCommand::Link { from, to, link } => {
                let [from, to] = [from, to].map(|task| name::<Task>(workspace, *task));
                if link.is_some() { format!("Let {to} wait for {from}") } else { format!("Let {to} no longer wait for {from}") }
            }
            ScheduleCommand::Unschedule { tasks } => format!("Unschedule {}", some::<Task>(workspace, tasks)),
            ScheduleCommand::Pin { tasks, pinned: true } => format!("Pin {}", some::<Task>(workspace, tasks)),
            ScheduleCommand::Pin { tasks, pinned: false } => format!("Unpin {}", some::<Task>(workspace, tasks)),
            ScheduleCommand::SetStatus { tasks, status } => {
                let done = match status {
                    TaskStatus::Planned => "Set back",
                    TaskStatus::Started => "Start",
                    TaskStatus::Finished => "Finish",
                };
                format!("{done} {}", some::<Task>(workspace, tasks))
            }
            ScheduleCommand::AcceptPlan { plan } => match (plan.orders.first(), plan.absences.first()) {
                (Some(order), _) => format!("Add order {} and accept its plan", order.name),
                (None, Some(absence)) => {
                    let resource = absence.resource.map_or_else(String::new, |id| name::<Resource>(workspace, id));
                    format!("Enter absence of {resource} and accept its plan")
                }
                (None, None) => "Accept plan".to_owned(),
            },
            ScheduleCommand::Release { supply_orders } => format!("Release {}", some::<SupplyOrder>(workspace, supply_orders)),
            ScheduleCommand::Firm { supply_orders } => format!("Firm {}", some::<SupplyOrder>(workspace, supply_orders)),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            ScheduleCommand::MoveTask { task, .. } => movable(workspace, *task),
            ScheduleCommand::MoveTasks { moves } => moves.iter().try_for_each(|(task, _)| movable(workspace, *task)),
            ScheduleCommand::SplitTask { task, quantity, .. } => can_split(workspace, *task, *quantity),
            ScheduleCommand::JoinTask { task, .. } => match parts_of(workspace, *task).is_empty() {
                true => must_have::<Task>(workspace, *task).and(Err(Refusal::new(
                    "It has no other part that could still be joined.",
                    "Parts that were begun stay by themselves.",
                ))),
                false => Ok(()),
            },
            ScheduleCommand::Link { from, to, link } => can_link(workspace, *from, *to, link.map(|(kind, _)| kind)),
            ScheduleCommand::Unschedule { tasks } => tasks.iter().try_for_each(|task| movable(workspace, *task)),
            ScheduleCommand::Pin { tasks, pinned } => tasks.iter().try_for_each(|task| match pinned {
                true => placed(workspace, *task, "Schedule it first, then pin it."),
                false => must_have::<Task>(workspace, *task),
            }),
            ScheduleCommand::SetStatus { tasks, status } => tasks.iter().try_for_each(|task| match status {
                TaskStatus::Planned => must_have::<Task>(workspace, *task),
                _ => placed(workspace, *task, "Give it a start first: nobody would know when it was done, or on what."),
            }),
            ScheduleCommand::AcceptPlan { plan } => check_plan(workspace, plan),
            ScheduleCommand::Release { supply_orders } => can_become(workspace, supply_orders, &[SupplyStatus::Proposed], "released"),
            ScheduleCommand::Firm { supply_orders } => {
                can_become(workspace, supply_orders, &[SupplyStatus::Proposed, SupplyStatus::Approved], "made firm")
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            ScheduleCommand::MoveTask { task, placement } => edits.set::<Task>(*task, "placement", &Some(placement.clone())),
            ScheduleCommand::MoveTasks { moves } => {
                moves.iter().for_each(|(task, placement)| edits.set::<Task>(*task, "placement", &Some(placement.clone())));
            }
            ScheduleCommand::SplitTask { task, quantity, places } => {
                if let Some(current) = workspace.tasks.get(task) {
                    split(workspace, current, *quantity, places.as_ref(), ids, &mut edits);
                }
            }
            ScheduleCommand::JoinTask { task, placement } => {
                let parts = parts_of(workspace, *task);
                let whole =
                    workspace.tasks.get(task).map_or(0.0, |task| task.quantity) + parts.iter().map(|part| part.quantity).sum::<f64>();
                edits.set::<Task>(*task, "quantity", &whole);
                placement.iter().for_each(|place| edits.set::<Task>(*task, "placement", &Some(place.clone())));
                parts.iter().for_each(|part| edits.remove::<Task>(part.id));
            }
            ScheduleCommand::Link { from, to, link } => {
                let mut after = workspace.tasks.get(to).map(|task| task.after.clone()).unwrap_or_default();
                after.retain(|known| known.task != *from || link.is_some_and(|(kind, _)| known.kind != kind));
                after.extend(link.map(|(kind, lag)| TaskLink { by_hand: true, ..TaskLink::new(*from, kind, lag) }));
                edits.set::<Task>(*to, "after", &after);
            }
            ScheduleCommand::Unschedule { tasks } => {
                for task in tasks {
                    edits.set::<Task>(*task, "placement", &None::<Placement>);
                    edits.set::<Task>(*task, "pinned", &false);
                }
            }
            ScheduleCommand::Pin { tasks, pinned } => tasks.iter().for_each(|task| edits.set::<Task>(*task, "pinned", pinned)),
            ScheduleCommand::SetStatus { tasks, status } => tasks.iter().for_each(|task| edits.set::<Task>(*task, "status", status)),
            ScheduleCommand::AcceptPlan { plan } => accept(workspace, plan, &mut edits),
            ScheduleCommand::Release { supply_orders } => {
                supply_orders.iter().for_each(|id| edits.set::<SupplyOrder>(*id, "status", &SupplyStatus::Approved));
            }
            ScheduleCommand::Firm { supply_orders } => {
                supply_orders.iter().for_each(|id| edits.set::<SupplyOrder>(*id, "status", &SupplyStatus::Confirmed));
            }
        }
        edits.0
    }
}

fn can_split(workspace: &Workspace, task: TaskId, quantity: f64) -> Result<(), Refusal> {
    must_have::<Task>(workspace, task)?;
    let Some(current) = workspace.tasks.get(&task) else { return Ok(()) };
    if current.status != TaskStatus::Planned {
        let what = format!("{} has begun.", name::<Task>(workspace, task));
        return Err(Refusal::new(what, "Split a task before it is started."));
    }
    if quantity > 0.0 && quantity < current.quantity {
        return Ok(());
    }
    let what = format!("{} is of {}.", name::<Task>(workspace, task), number_text(current.quantity));
    Err(Refusal::new(what, "Give the second part more than nothing and less than all of it."))
}

/// The second part is a task like the first: it serves the same orders, waits for the same and is waited for by the same.
fn split(
    workspace: &Workspace,
    current: &Task,
    quantity: f64,
    places: Option<&(Placement, Placement)>,
    ids: &mut IdSource,
    edits: &mut Edits,
) {
    let mut rest = Task { id: TaskId::from_raw(ids.next()), quantity, pinned: false, placement: None, ..current.clone() };
    edits.set::<Task>(current.id, "quantity", &(current.quantity - quantity));
    if let Some((first, second)) = places {
        edits.set::<Task>(current.id, "placement", &Some(first.clone()));
        rest.placement = Some(second.clone());
    }
    for waiting in workspace.tasks.values().filter(|task| task.after.iter().any(|link| link.task == current.id)) {
        let same = waiting.after.iter().filter(|link| link.task == current.id).map(|link| TaskLink { task: rest.id, ..*link });
        let after: Vec<TaskLink> = waiting.after.iter().copied().chain(same).collect();
        edits.set::<Task>(waiting.id, "after", &after);
    }
    edits.add(&rest);
}

/// The other parts of a task that has not begun: those of its operation in its supply order that have not begun either.
pub fn parts_of(workspace: &Workspace, task: TaskId) -> Vec<&Task> {
    let is_open = |task: &&Task| task.status == TaskStatus::Planned;
    let Some(whole) = workspace.tasks.get(&task).filter(is_open).filter(|task| task.supply.is_some() && task.operation.is_some()) else {
        return Vec::new();
    };
    let is_part = |other: &&Task| other.id != whole.id && (other.supply, other.operation) == (whole.supply, whole.operation);
    workspace.tasks.values().filter(is_part).filter(is_open).collect()
}

/// A link of a kind from one task to another; without a kind whether there is one to take away.
fn can_link(workspace: &Workspace, from: TaskId, to: TaskId, kind: Option<LinkKind>) -> Result<(), Refusal> {
    must_have::<Task>(workspace, from)?;
    must_have::<Task>(workspace, to)?;
    let names = [from, to].map(|task| name::<Task>(workspace, task));
    let waits = |task: TaskId| workspace.tasks.get(&task).map(|task| task.after.as_slice()).unwrap_or_default();
    if kind.is_none() {
        let is_there = waits(to).iter().any(|link| link.task == from);
        let what = format!("{} does not wait for {}.", names[1], names[0]);
        return if is_there { Ok(()) } else { Err(Refusal::new(what, "There is nothing to take away.")) };
    }
    // Whatever the first waits for, and what that waits for: the second must not be among it.
    let mut known: BTreeSet<TaskId> = BTreeSet::new();
    let mut open = vec![from];
    while let Some(task) = open.pop() {
        if task == to {
            let what = format!("{} comes before {} already.", names[1], names[0]);
            return Err(Refusal::new(what, "Link two tasks in the order of the work."));
        }
        if known.insert(task) {
            open.extend(waits(task).iter().map(|link| link.task));
        }
    }
    Ok(())
}

/// Refuses a task without a place.
fn placed(workspace: &Workspace, task: TaskId, remedy: &str) -> Result<(), Refusal> {
    must_have::<Task>(workspace, task)?;
    match workspace.tasks.get(&task).is_some_and(|task| task.placement.is_some()) {
        true => Ok(()),
        false => Err(Refusal::new(format!("{} is not scheduled yet.", name::<Task>(workspace, task)), remedy)),
    }
}

pub(super) fn movable(workspace: &Workspace, task: TaskId) -> Result<(), Refusal> {
    must_have::<Task>(workspace, task)?;
    match workspace.tasks.get(&task).map(|task| task.status) {
        Some(TaskStatus::Finished) => {
            Err(Refusal::new(format!("{} is finished.", name::<Task>(workspace, task)), "Move a task that is still to be done."))
        }
        _ => Ok(()),
    }
}

fn can_become(workspace: &Workspace, ids: &[SupplyOrderId], from: &[SupplyStatus], what: &str) -> Result<(), Refusal> {
    for id in ids {
        must_have::<SupplyOrder>(workspace, *id)?;
        let status = workspace.supply_orders.get(id).map(|supply| supply.status);
        if let Some(status) = status.filter(|status| !from.contains(status)) {
            let label = name::<SupplyOrder>(workspace, *id);
            return Err(Refusal::new(
                format!("{label} is {} and cannot be {what}.", status.label().to_lowercase()),
                "Leave it out of the selection.",
            ));
        }
    }
    Ok(())
}

/// A plan is made for a state of the workspace; where something it refers to is gone it is too old.
fn check_plan(workspace: &Workspace, plan: &PlanRecords) -> Result<(), Refusal> {
    let mut coming: HashSet<_> = HashSet::new();
    coming.extend(plan.supply_orders.iter().map(|supply| (SupplyOrder::TABLE, supply.id.raw())));
    coming.extend(plan.tasks.iter().map(|task| (Task::TABLE, task.id.raw())));
    coming.extend(plan.promises.iter().map(|promise| (Promise::TABLE, promise.id.raw())));
    coming.extend(plan.orders.iter().map(|order| (Order::TABLE, order.id.raw())));
    let is_current = plan.supply_orders.iter().all(|record| is_whole(workspace, record, &coming))
        && plan.tasks.iter().all(|record| is_whole(workspace, record, &coming))
        && plan.promises.iter().all(|record| is_whole(workspace, record, &coming))
        && plan.orders.iter().all(|record| is_whole(workspace, record, &coming))
        && plan.absences.iter().all(|record| is_whole(workspace, record, &coming));
    if is_current {
        return Ok(());
    }
    Err(Refusal::new("The plan was made before something it uses was removed.", "Make the plan again."))
}

fn is_whole<R: Record>(workspace: &Workspace, record: &R, coming: &HashSet<(crate::model::TableName, u64)>) -> bool {
    (0..R::FIELDS.len())
        .flat_map(|field| references(R::TABLE, field, &record.get(field)))
        .all(|to| coming.contains(&to) || workspace.has(to.0, to.1))
}

/// Takes over a plan: the least edits that lead from the records that are there to those of the plan.
///
/// What people have decided stays: a confirmed supply order as it is, an approved one with its status, a pinned or started
/// task where it is, and a supply order that has such a task.
fn accept(workspace: &Workspace, plan: &PlanRecords, edits: &mut Edits) {
    plan.orders.iter().for_each(|order| edits.add(order));
    plan.absences.iter().for_each(|absence| edits.add(absence));
    let decided: BTreeSet<SupplyOrderId> =
        workspace.tasks.values().filter(|task| task.is_decided()).filter_map(|task| task.supply).gather();
    let planned: BTreeMap<SupplyOrderId, &SupplyOrder> = plan.supply_orders.iter().map(|supply| (supply.id, supply)).gather();
    let mut removed: BTreeSet<SupplyOrderId> = BTreeSet::new();
    for current in workspace.supply_orders.values() {
        let id = current.id;
        match planned.get(&id) {
            Some(wanted) if matches!(current.status, SupplyStatus::Proposed | SupplyStatus::Approved) => {
                edits.change(current, wanted, &["status"]);
            }
            None if current.status == SupplyStatus::Proposed && !decided.contains(&id) => {
                removed.insert(id);
                edits.remove::<SupplyOrder>(id);
            }
            _ => {}
        }
    }
    planned.iter().filter(|(id, _)| !workspace.supply_orders.contains_key(id)).for_each(|(_, supply)| edits.add(*supply));

    let planned: BTreeMap<TaskId, &Task> = plan.tasks.iter().map(|task| (task.id, task)).gather();
    for current in workspace.tasks.values() {
        match planned.get(&current.id) {
            Some(wanted) if current.is_decided() => edits.change(current, wanted, &["placement", "pinned", "status"]),
            Some(wanted) => edits.change(current, wanted, &["pinned", "status"]),
            None if !workspace.gives_way(current) => {}
            // A task goes with its supply order anyway.
            None if current.supply.is_some_and(|supply| removed.contains(&supply)) => {}
            None => edits.remove::<Task>(current.id),
        }
    }
    planned.iter().filter(|(id, _)| !workspace.tasks.contains_key(id)).for_each(|(_, task)| edits.add(*task));
    accept_promises(workspace, &plan.promises, edits);
}

/// One promise an order: the one that is there is changed, whatever id the plan gave its own.
fn accept_promises(workspace: &Workspace, promises: &[Promise], edits: &mut Edits) {
    let mut current: BTreeMap<Option<OrderId>, PromiseId> = BTreeMap::new();
    for promise in workspace.promises.values() {
        if let Some(double) = current.insert(promise.order, promise.id) {
            edits.remove::<Promise>(double);
        }
    }
    for wanted in promises {
        match current.remove(&wanted.order).and_then(|id| workspace.promises.get(&id)) {
            Some(there) => edits.change(there, wanted, &[]),
            None => edits.add(wanted),
        }
    }
    current.into_values().for_each(|id| edits.remove::<Promise>(id));
}
