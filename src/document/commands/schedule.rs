//! Commands of the schedule phase: where tasks are placed, and the plan that is taken over.
//!
//! Never computes a plan and never judges one: the engine does, and the board shows it.

use super::build::{Edits, must_have, name, some};
use crate::document::consequences::references;
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::{
    Absence, Gather, Order, OrderId, Placement, Promise, PromiseId, Record, RecordId, Resource, SupplyOrder, SupplyOrderId, SupplyStatus,
    Task, TaskId, TaskStatus, Workspace,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A change of the schedule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ScheduleCommand {
    /// Places a task at a time and on resources.
    MoveTask { task: TaskId, placement: Placement },
    /// Takes tasks off the board.
    Unschedule { tasks: Vec<TaskId> },
    /// Keeps tasks where they are when the plan is made again, or lets them go.
    Pin { tasks: Vec<TaskId>, pinned: bool },
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
            ScheduleCommand::Unschedule { tasks } => format!("Unschedule {}", some::<Task>(workspace, tasks)),
            ScheduleCommand::Pin { tasks, pinned: true } => format!("Pin {}", some::<Task>(workspace, tasks)),
            ScheduleCommand::Pin { tasks, pinned: false } => format!("Unpin {}", some::<Task>(workspace, tasks)),
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
            ScheduleCommand::Unschedule { tasks } => tasks.iter().try_for_each(|task| movable(workspace, *task)),
            ScheduleCommand::Pin { tasks, pinned } => {
                for task in tasks {
                    must_have::<Task>(workspace, *task)?;
                    let is_placed = workspace.tasks.get(task).is_some_and(|task| task.placement.is_some());
                    if *pinned && !is_placed {
                        let what = format!("{} is not scheduled yet.", name::<Task>(workspace, *task));
                        return Err(Refusal::new(what, "Schedule it first, then pin it."));
                    }
                }
                Ok(())
            }
            ScheduleCommand::AcceptPlan { plan } => check_plan(workspace, plan),
            ScheduleCommand::Release { supply_orders } => can_become(workspace, supply_orders, &[SupplyStatus::Proposed], "released"),
            ScheduleCommand::Firm { supply_orders } => {
                can_become(workspace, supply_orders, &[SupplyStatus::Proposed, SupplyStatus::Approved], "made firm")
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, _ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            ScheduleCommand::MoveTask { task, placement } => edits.set::<Task>(*task, "placement", &Some(placement.clone())),
            ScheduleCommand::Unschedule { tasks } => {
                for task in tasks {
                    edits.set::<Task>(*task, "placement", &None::<Placement>);
                    edits.set::<Task>(*task, "pinned", &false);
                }
            }
            ScheduleCommand::Pin { tasks, pinned } => tasks.iter().for_each(|task| edits.set::<Task>(*task, "pinned", pinned)),
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

fn movable(workspace: &Workspace, task: TaskId) -> Result<(), Refusal> {
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
    let decided: BTreeSet<SupplyOrderId> = workspace.tasks.values().filter(|task| is_decided(task)).filter_map(|task| task.supply).gather();
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
            Some(wanted) if is_decided(current) => edits.change(current, wanted, &["placement", "pinned", "status"]),
            Some(wanted) => edits.change(current, wanted, &["pinned", "status"]),
            None if is_decided(current) || is_firm(workspace, current.supply) => {}
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

fn is_decided(task: &Task) -> bool {
    task.status != TaskStatus::Planned || (task.pinned && task.placement.is_some())
}

fn is_firm(workspace: &Workspace, supply: Option<SupplyOrderId>) -> bool {
    let status = supply.and_then(|supply| workspace.supply_orders.get(&supply)).map(|supply| supply.status);
    status.is_some_and(|status| status != SupplyStatus::Proposed)
}
