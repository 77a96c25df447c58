//! Commands of the workflow phase: the steps of a routing, their order, handovers and lanes.
//!
//! Materials and requirements are changed by the commands of any table.

use super::build::{Edits, must_have, name};
use super::steps::Chain;
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::{
    Item, ItemId, LinkKind, LocationId, Operation, OperationDependency, OperationDependencyId, OperationId, OperationKind,
    OperationMaterial, OperationResource, OperationResourceId, Record, RecordId, Resource, ResourceId, Span, Task, Workspace,
};
use serde::{Deserialize, Serialize};

/// A step to be added to a routing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewStep {
    pub name: String,
    /// The role that answers for it, a lane of the Workflow Map.
    pub role: String,
    /// The resource that does it, where that is known.
    pub resource: Option<ResourceId>,
    /// Fixed time per run.
    pub duration: Span,
    /// Seconds for each unit.
    pub duration_per_unit: f64,
}

/// Where a step stands on the Workflow Map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Lane {
    /// The lane of a role.
    Role(String),
    /// The lane of a resource, instead of `from`; beside the others where that is empty.
    Resource { from: Option<ResourceId>, to: ResourceId },
}

/// A change of how the work flows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum WorkflowCommand {
    /// Makes an empty routing for an item.
    CreateRouting { item: ItemId, name: String, location: Option<LocationId> },
    /// Turns a single operation into a routing whose first step, `step`, does what it did.
    InsertRouting { operation: OperationId, step: String, then: Option<NewStep> },
    /// Adds a step to a routing behind `after`, or in front where it is empty.
    AddStep { routing: OperationId, after: Option<OperationId>, step: NewStep },
    /// Moves a step within its routing behind `after`, or to the front.
    MoveStep { step: OperationId, after: Option<OperationId> },
    /// Removes a step; those that waited for it wait for what it waited for.
    RemoveStep { step: OperationId },
    /// Makes `to` wait for `from`, or changes how it does.
    Connect { from: OperationId, to: OperationId, kind: LinkKind, lag: Span },
    /// Removes a dependency.
    Disconnect { dependency: OperationDependencyId },
    /// Gives a role another name, on every operation.
    RenameRole { from: String, to: String },
    /// Moves an operation to another lane.
    MoveToLane { operation: OperationId, lane: Lane },
}

impl WorkflowCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        let of = |id: &OperationId| name::<Operation>(workspace, *id);
        match self {
            WorkflowCommand::CreateRouting { name, .. } => format!("Add routing {name}"),
            WorkflowCommand::InsertRouting { then: Some(step), .. } => format!("Add step {}", step.name),
            WorkflowCommand::InsertRouting { operation, .. } => format!("Turn {} into a routing", of(operation)),
            WorkflowCommand::AddStep { step, .. } => format!("Add step {}", step.name),
            WorkflowCommand::MoveStep { step, .. } => format!("Move step {}", of(step)),
            WorkflowCommand::RemoveStep { step } => format!("Remove step {}", of(step)),
            WorkflowCommand::Connect { from, to, .. } => format!("Connect {} to {}", of(from), of(to)),
            WorkflowCommand::Disconnect { dependency } => match workspace.operation_dependencies.get(dependency) {
                Some(OperationDependency { operation: Some(to), blocked_by: Some(from), .. }) => {
                    format!("Disconnect {} from {}", of(from), of(to))
                }
                _ => "Remove dependency".to_owned(),
            },
            WorkflowCommand::RenameRole { from, to } => format!("Rename role {from} to {to}"),
            WorkflowCommand::MoveToLane { operation, lane: Lane::Role(role) } => format!("Move {} to lane {role}", of(operation)),
            WorkflowCommand::MoveToLane { operation, lane: Lane::Resource { to, .. } } => {
                format!("Move {} to lane {}", of(operation), name::<Resource>(workspace, *to))
            }
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        let there = |id: &OperationId| must_have::<Operation>(workspace, *id);
        match self {
            WorkflowCommand::CreateRouting { item, .. } => must_have::<Item>(workspace, *item),
            WorkflowCommand::InsertRouting { operation, .. } => {
                there(operation)?;
                match workspace.operations.get(operation).map(|operation| operation.kind) {
                    Some(OperationKind::FixedTime | OperationKind::TimePer) => Ok(()),
                    _ => Err(Refusal::new(
                        format!("{} has steps already.", name::<Operation>(workspace, *operation)),
                        "Add a step to it instead.",
                    )),
                }
            }
            WorkflowCommand::AddStep { routing, after, .. } => {
                there(routing)?;
                if workspace.operations.get(routing).is_none_or(|routing| routing.kind != OperationKind::Routing) {
                    let what = format!("{} is not a routing, so it has no steps.", name::<Operation>(workspace, *routing));
                    return Err(Refusal::new(what, "Turn it into a routing first."));
                }
                check_place(workspace, Some(*routing), *after)
            }
            WorkflowCommand::MoveStep { step, after } => {
                let routing = routing_of(workspace, *step)?;
                if *after == Some(*step) { Ok(()) } else { check_place(workspace, Some(routing), *after) }
            }
            WorkflowCommand::RemoveStep { step } => routing_of(workspace, *step).map(|_| ()),
            WorkflowCommand::Connect { from, to, .. } => {
                there(from)?;
                there(to)?;
                if from != to {
                    return Ok(());
                }
                Err(Refusal::new(format!("{} cannot wait for itself.", name::<Operation>(workspace, *from)), "Choose two operations."))
            }
            WorkflowCommand::Disconnect { dependency } => must_have::<OperationDependency>(workspace, *dependency),
            WorkflowCommand::RenameRole { from, to } => {
                if to.trim().is_empty() {
                    return Err(Refusal::new("A role needs a name.", "Enter a name."));
                }
                if workspace.operations.values().any(|operation| operation.role == *from) {
                    return Ok(());
                }
                Err(Refusal::new(format!("No operation has the role “{from}”."), "Choose a role that is there."))
            }
            WorkflowCommand::MoveToLane { operation, lane } => {
                there(operation)?;
                if let Lane::Resource { to, .. } = lane {
                    must_have::<Resource>(workspace, *to)?;
                }
                Ok(())
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            WorkflowCommand::CreateRouting { item, name, location } => edits.add(&Operation {
                name: name.clone(),
                kind: OperationKind::Routing,
                item: Some(*item),
                location: *location,
                ..Operation::new(OperationId::from_raw(ids.next()))
            }),
            WorkflowCommand::InsertRouting { operation, step, then } => {
                insert_routing(workspace, *operation, step, ids, &mut edits);
                if let Some(then) = then {
                    add_second_step(workspace, *operation, then, ids, &mut edits);
                }
            }
            WorkflowCommand::AddStep { routing, after, step } => add_step(workspace, *routing, *after, step, ids, &mut edits),
            WorkflowCommand::MoveStep { step, after } if *after != Some(*step) => {
                if let Some(mut chain) = Chain::of(workspace, *step) {
                    chain.take_out(*step, ids);
                    chain.put_in(*step, *after, ids);
                    chain.write(&mut edits);
                }
            }
            WorkflowCommand::MoveStep { .. } => {}
            WorkflowCommand::RemoveStep { step } => {
                if let Some(mut chain) = Chain::of(workspace, *step) {
                    chain.take_out(*step, ids);
                    chain.write(&mut edits);
                }
                edits.remove::<Operation>(*step);
            }
            WorkflowCommand::Connect { from, to, kind, lag } => {
                let there =
                    workspace.operation_dependencies.values().find(|link| link.operation == Some(*to) && link.blocked_by == Some(*from));
                let link = there.cloned().unwrap_or_else(|| OperationDependency::new(OperationDependencyId::from_raw(ids.next())));
                let wanted = OperationDependency { operation: Some(*to), blocked_by: Some(*from), kind: *kind, lag: *lag, ..link };
                match there {
                    Some(there) => edits.change(there, &wanted, &[]),
                    None => edits.add(&wanted),
                }
            }
            WorkflowCommand::Disconnect { dependency } => edits.remove::<OperationDependency>(*dependency),
            WorkflowCommand::RenameRole { from, to } => {
                let has_role = |operation: &&Operation| operation.role == *from;
                workspace.operations.values().filter(has_role).for_each(|operation| edits.set::<Operation>(operation.id, "role", to));
            }
            WorkflowCommand::MoveToLane { operation, lane } => move_to_lane(workspace, *operation, lane, ids, &mut edits),
        }
        edits.0
    }
}

/// The routing that a step belongs to.
fn routing_of(workspace: &Workspace, step: OperationId) -> Result<OperationId, Refusal> {
    let Some(record) = workspace.operations.get(&step) else { return Err(Refusal::gone(Operation::TABLE)) };
    record
        .owner
        .filter(|owner| workspace.operations.contains_key(owner))
        .ok_or_else(|| Refusal::new(format!("{} is not a step of a routing.", name::<Operation>(workspace, step)), "Choose a step."))
}

fn check_place(workspace: &Workspace, routing: Option<OperationId>, after: Option<OperationId>) -> Result<(), Refusal> {
    let is_step = |after: OperationId| workspace.operations.get(&after).is_some_and(|step| step.owner == routing);
    if after.is_none_or(is_step) {
        return Ok(());
    }
    Err(Refusal::new("The step that it should follow is not in this routing.", "Choose a step of the same routing."))
}

fn add_step(
    workspace: &Workspace,
    routing: OperationId,
    after: Option<OperationId>,
    step: &NewStep,
    ids: &mut IdSource,
    edits: &mut Edits,
) {
    let id = OperationId::from_raw(ids.next());
    edits.add(&new_operation(workspace, id, routing, step));
    add_resource(id, step, ids, edits);
    let mut chain = Chain::new(workspace, routing);
    chain.put_in(id, after, ids);
    chain.write(edits);
}

/// The step behind the only one of an operation that becomes a routing in the same edit.
fn add_second_step(workspace: &Workspace, routing: OperationId, step: &NewStep, ids: &mut IdSource, edits: &mut Edits) {
    let id = OperationId::from_raw(ids.next());
    let second = new_operation(workspace, id, routing, step);
    edits.add(&Operation { priority: second.priority + 1, ..second });
    add_resource(id, step, ids, edits);
}

fn new_operation(workspace: &Workspace, id: OperationId, routing: OperationId, step: &NewStep) -> Operation {
    let kind = if step.duration_per_unit > 0.0 { OperationKind::TimePer } else { OperationKind::FixedTime };
    Operation {
        name: step.name.clone(),
        role: step.role.clone(),
        kind,
        owner: Some(routing),
        location: workspace.operations.get(&routing).and_then(|routing| routing.location),
        duration: step.duration,
        duration_per_unit: step.duration_per_unit,
        ..Operation::new(id)
    }
}

fn add_resource(id: OperationId, step: &NewStep, ids: &mut IdSource, edits: &mut Edits) {
    if let Some(resource) = step.resource {
        edits.add(&OperationResource {
            operation: Some(id),
            resource: Some(resource),
            ..OperationResource::new(OperationResourceId::from_raw(ids.next()))
        });
    }
}

/// The operation keeps its id, so that orders and choices that name it still do; what it did moves to its first step.
fn insert_routing(workspace: &Workspace, operation: OperationId, step: &str, ids: &mut IdSource, edits: &mut Edits) {
    let Some(whole) = workspace.operations.get(&operation) else { return };
    let id = OperationId::from_raw(ids.next());
    let blank = Operation::new(operation);
    edits.add(&Operation {
        name: step.to_owned(),
        kind: whole.kind,
        location: whole.location,
        owner: Some(operation),
        duration: whole.duration,
        duration_per_unit: whole.duration_per_unit,
        post_time: whole.post_time,
        calendar: whole.calendar,
        interruptible: whole.interruptible,
        role: whole.role.clone(),
        ..Operation::new(id)
    });
    let emptied = Operation {
        kind: OperationKind::Routing,
        duration: blank.duration,
        duration_per_unit: blank.duration_per_unit,
        post_time: blank.post_time,
        calendar: blank.calendar,
        interruptible: blank.interruptible,
        ..whole.clone()
    };
    edits.change(whole, &emptied, &[]);
    for line in workspace.operation_materials.values().filter(|line| line.operation == Some(operation)) {
        edits.set::<OperationMaterial>(line.id, "operation", &Some(id));
    }
    for line in workspace.operation_resources.values().filter(|line| line.operation == Some(operation)) {
        edits.set::<OperationResource>(line.id, "operation", &Some(id));
    }
    for task in workspace.tasks.values().filter(|task| task.operation == Some(operation)) {
        edits.set::<Task>(task.id, "operation", &Some(id));
    }
}

fn move_to_lane(workspace: &Workspace, operation: OperationId, lane: &Lane, ids: &mut IdSource, edits: &mut Edits) {
    match lane {
        Lane::Role(role) => edits.set::<Operation>(operation, "role", role),
        Lane::Resource { from, to } => {
            let mut lines = workspace.operation_resources.values().filter(|line| line.operation == Some(operation));
            match lines.clone().find(|line| from.is_some() && line.resource == *from) {
                Some(line) => edits.set::<OperationResource>(line.id, "resource", &Some(*to)),
                None if lines.any(|line| line.resource == Some(*to)) => {}
                None => edits.add(&OperationResource {
                    operation: Some(operation),
                    resource: Some(*to),
                    ..OperationResource::new(OperationResourceId::from_raw(ids.next()))
                }),
            }
        }
    }
}
