//! Commands of the allocation phase: who does a task, and who is away.
//!
//! Never looks whether somebody has the time: that is the scheduler's and the matrix's affair.

use super::build::{Edits, must_have, name, some};
use super::schedule::movable;
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::{
    Absence, AbsenceId, Operation, OperationId, OperationResource, Placement, Record, RecordId, Resource, ResourceId, ResourceUse, Skill,
    Task, TaskId, TaskStatus, Time, Workspace,
};
use serde::{Deserialize, Serialize};

/// A change of who does what.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum AllocationCommand {
    /// Gives a placed task to another resource: instead of `from`, or beside the others where it is empty.
    Assign { task: TaskId, from: Option<ResourceId>, to: ResourceId },
    /// Says that a resource is away from `start` until `end`, and where the tasks go that it breaks.
    EnterAbsence { resource: ResourceId, start: Time, end: Time, reason: String, moves: Vec<(TaskId, Placement)> },
    /// Takes an absence back.
    RemoveAbsence { absence: AbsenceId },
}

impl AllocationCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            AllocationCommand::Assign { task, to, .. } => {
                format!("Assign {} to {}", name::<Task>(workspace, *task), name::<Resource>(workspace, *to))
            }
            AllocationCommand::EnterAbsence { resource, moves, .. } => {
                let who = name::<Resource>(workspace, *resource);
                match moves.len() {
                    0 => format!("Enter absence of {who}"),
                    _ => {
                        let tasks: Vec<TaskId> = moves.iter().map(|(task, _)| *task).collect();
                        format!("Enter absence of {who}, reassign {}", some::<Task>(workspace, &tasks))
                    }
                }
            }
            AllocationCommand::RemoveAbsence { absence } => {
                let resource = workspace.absences.get(absence).and_then(|absence| absence.resource);
                resource
                    .map_or("Remove absence".to_owned(), |resource| format!("Remove absence of {}", name::<Resource>(workspace, resource)))
            }
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            AllocationCommand::Assign { task, from, to } => check_assignment(workspace, *task, *from, *to),
            AllocationCommand::EnterAbsence { resource, start, end, moves, .. } => {
                must_have::<Resource>(workspace, *resource)?;
                moves.iter().try_for_each(|(task, _)| movable(workspace, *task))?;
                if start < end { Ok(()) } else { Err(Refusal::new("The absence would end before it starts.", "Enter a later end.")) }
            }
            AllocationCommand::RemoveAbsence { absence } => must_have::<Absence>(workspace, *absence),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            AllocationCommand::Assign { task, from, to } => {
                let record = workspace.tasks.get(task);
                if let Some((record, placement)) = record.and_then(|record| Some((record, record.placement.clone()?))) {
                    edits.set::<Task>(*task, "placement", &Some(reassigned(workspace, record, placement, *from, *to)));
                }
            }
            AllocationCommand::EnterAbsence { resource, start, end, reason, moves } => {
                edits.add(&Absence {
                    resource: Some(*resource),
                    start: Some(*start),
                    end: Some(*end),
                    reason: reason.clone(),
                    ..Absence::new(AbsenceId::from_raw(ids.next()))
                });
                moves.iter().for_each(|(task, placement)| edits.set::<Task>(*task, "placement", &Some(placement.clone())));
            }
            AllocationCommand::RemoveAbsence { absence } => edits.remove::<Absence>(*absence),
        }
        edits.0
    }
}

fn reassigned(workspace: &Workspace, task: &Task, mut placement: Placement, from: Option<ResourceId>, to: ResourceId) -> Placement {
    match placement.uses.iter_mut().find(|usage| Some(usage.resource) == from) {
        Some(usage) => usage.resource = to,
        None => {
            let line = lines_for(workspace, task.operation, None).find(|line| why_not(workspace, line, to, &placement).is_none());
            placement.uses.push(ResourceUse { resource: to, quantity: line.map_or(1.0, |line| line.quantity) });
        }
    }
    placement
}

fn check_assignment(workspace: &Workspace, task: TaskId, from: Option<ResourceId>, to: ResourceId) -> Result<(), Refusal> {
    must_have::<Task>(workspace, task)?;
    must_have::<Resource>(workspace, to)?;
    let Some(record) = workspace.tasks.get(&task) else { return Err(Refusal::gone(Task::TABLE)) };
    let (what, who) = (name::<Task>(workspace, task), name::<Resource>(workspace, to));
    if record.status == TaskStatus::Finished {
        return Err(Refusal::new(format!("{what} is finished."), "Assign a task that is still to be done."));
    }
    let Some(placement) = &record.placement else {
        return Err(Refusal::new(format!("{what} is not scheduled yet."), "Schedule it first, then choose who does it."));
    };
    if placement.uses.iter().any(|usage| usage.resource == to) {
        return Err(Refusal::new(format!("{who} does {what} already."), "Choose somebody else."));
    }
    if from.is_some_and(|from| !placement.uses.iter().any(|usage| usage.resource == from)) {
        return Err(Refusal::new(format!("{what} has been given to somebody else meanwhile."), "Look at the task again and choose anew."));
    }
    let mut reasons = Vec::new();
    for line in lines_for(workspace, record.operation, from) {
        match why_not(workspace, line, to, placement) {
            None => return Ok(()),
            Some(reason) => reasons.push(reason),
        }
    }
    let operation = record.operation.map_or(what, |operation| name::<Operation>(workspace, operation));
    let reason = reasons.into_iter().next().unwrap_or_else(|| format!("{operation} does not ask for a resource like {who}."));
    Err(Refusal::new(reason, format!("Choose somebody else, or change what {operation} requires.")))
}

/// The requirements that `from` may have met, or all of them; alternatives of such a line included.
fn lines_for(workspace: &Workspace, operation: Option<OperationId>, from: Option<ResourceId>) -> impl Iterator<Item = &OperationResource> {
    let lines = move || workspace.operation_resources.values().filter(move |line| operation.is_some() && line.operation == operation);
    let meets = move |line: &OperationResource| match (from, line.resource) {
        (Some(from), Some(asked)) => belongs(workspace, from, asked),
        _ => from.is_none(),
    };
    let names: Vec<&str> = lines().filter(|line| meets(line) && !line.name.is_empty()).map(|line| line.name.as_str()).collect();
    lines().filter(move |line| meets(line) || names.contains(&line.name.as_str()))
}

/// Why a resource does not meet a requirement; `None` where it does.
fn why_not(workspace: &Workspace, line: &OperationResource, to: ResourceId, placement: &Placement) -> Option<String> {
    let who = name::<Resource>(workspace, to);
    let asked = line.resource?;
    if !belongs(workspace, to, asked) {
        let group = name::<Resource>(workspace, asked);
        let has_members = workspace.resources.values().any(|resource| resource.owner == Some(asked));
        return Some(if has_members {
            format!("{who} does not belong to {group}.")
        } else {
            format!("This work asks for {group}, not {who}.")
        });
    }
    let skill = line.skill?;
    let holds = |start: Option<Time>, end: Option<Time>| {
        start.is_none_or(|start| start <= placement.start) && end.is_none_or(|end| placement.end <= end)
    };
    let held: Vec<bool> = workspace
        .resource_skills
        .values()
        .filter(|has| has.resource == Some(to) && has.skill == Some(skill) && has.level >= line.skill_level)
        .map(|has| holds(has.start, has.end))
        .collect();
    let mut skill = name::<Skill>(workspace, skill);
    if line.skill_level > 0 {
        skill.push_str(&format!(" at level {}", line.skill_level));
    }
    match held.iter().any(|holds| *holds) {
        true => None,
        false if held.is_empty() => Some(format!("{who} does not have the skill {skill}.")),
        false => Some(format!("{who} does not have the skill {skill} at that time.")),
    }
}

/// Whether a resource is the one asked for, or stands somewhere below it.
fn belongs(workspace: &Workspace, resource: ResourceId, asked: ResourceId) -> bool {
    let mut at = Some(resource);
    for _ in 0..=workspace.resources.len() {
        match at {
            Some(here) if here == asked => return true,
            Some(here) => at = workspace.resources.get(&here).and_then(|resource| resource.owner),
            None => return false,
        }
    }
    false
}
