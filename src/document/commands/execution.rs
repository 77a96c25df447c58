//! Commands of the execution phase: what happened at work, and what follows from it for the tasks.
//!
//! Never changes a report that is there: whoever was wrong adds another.

use super::build::{Edits, free_name, must_have, name};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// A report of what happened at work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ExecutionCommand {
    /// Writes down what happened. A start or an end moves the task on, and with it where it and what follows it stand.
    Report { report: Box<Report>, moves: Vec<(TaskId, Placement)> },
    /// Says that a report was wrong; `instead` takes its place, or nothing does.
    Correct { report: ReportId, instead: Option<Box<Report>>, by: String, device: String, entered: Time },
    /// Adds the reasons that most shops begin with, as a tree.
    UsualReasons,
    /// Takes over the time per unit that was found from what was done.
    SetStandard { operation: OperationId, seconds: f64 },
    /// Makes another share of the units begun the one that an operation is planned to scrap.
    SetScrap { operation: OperationId, share: f64 },
}

/// The reasons most shops begin with: name, the reason above, loss.
pub const USUAL_REASONS: [(&str, &str, Loss); 17] = [
    ("Unplanned stop", "", Loss::Breakdown),
    ("Breakdown", "Unplanned stop", Loss::Breakdown),
    ("Waiting for material", "Unplanned stop", Loss::Breakdown),
    ("Waiting for people", "Unplanned stop", Loss::Breakdown),
    ("Waiting for information", "Unplanned stop", Loss::Breakdown),
    ("Short stop", "Unplanned stop", Loss::MinorStop),
    ("Changeover", "", Loss::Setup),
    ("Set-up", "Changeover", Loss::Setup),
    ("Cleaning", "Changeover", Loss::Setup),
    ("Planned stop", "", Loss::Planned),
    ("Break", "Planned stop", Loss::Planned),
    ("Meeting", "Planned stop", Loss::Planned),
    ("Planned maintenance", "Planned stop", Loss::Planned),
    ("Defects", "", Loss::Defect),
    ("Material fault", "Defects", Loss::Defect),
    ("Handling fault", "Defects", Loss::Defect),
    ("Start-up scrap", "Defects", Loss::StartUp),
];

impl ExecutionCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            ExecutionCommand::Report { report, .. } => report_words(workspace, report),
            ExecutionCommand::Correct { instead: Some(report), .. } => format!("Correct: {}", report_words(workspace, report)),
            ExecutionCommand::Correct { report, .. } => match workspace.reports.get(report) {
                Some(report) => format!("Withdraw: {}", report_words(workspace, report)),
                None => "Withdraw a report".to_owned(),
            },
            ExecutionCommand::UsualReasons => "Add the usual reasons".to_owned(),
            ExecutionCommand::SetStandard { operation, .. } => {
                format!("Set the standard time of {}", name::<Operation>(workspace, *operation))
            }
            ExecutionCommand::SetScrap { operation, .. } => {
                format!("Set the scrap of {}", name::<Operation>(workspace, *operation))
            }
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            ExecutionCommand::Report { report, .. } => check_report(workspace, report, None),
            ExecutionCommand::Correct { report, instead, .. } => {
                must_have::<Report>(workspace, *report)?;
                let was_corrected = workspace.reports.values().any(|other| other.corrects == Some(*report));
                if was_corrected {
                    return Err(Refusal::new("This report was corrected already.", "Correct the one that took its place."));
                }
                instead.as_ref().map_or(Ok(()), |instead| check_report(workspace, instead, Some(*report)))
            }
            ExecutionCommand::UsualReasons => Ok(()),
            ExecutionCommand::SetStandard { operation, seconds } => {
                must_have::<Operation>(workspace, *operation)?;
                match seconds.is_finite() && *seconds > 0.0 {
                    true => Ok(()),
                    false => Err(Refusal::new("The time per unit is not above zero.", "Choose another number of seconds.")),
                }
            }
            ExecutionCommand::SetScrap { operation, share } => {
                must_have::<Operation>(workspace, *operation)?;
                match (0.0..=0.95).contains(share) {
                    true => Ok(()),
                    false => Err(Refusal::new("So much cannot be planned as scrap.", "Choose a share from 0 to 95 %.")),
                }
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            ExecutionCommand::Report { report, moves } => {
                let report = Report { id: ReportId::from_raw(ids.next()), ..(**report).clone() };
                edits.add(&report);
                follow(&mut edits, workspace, report.task, &[&report], None);
                moves.iter().for_each(|(task, placement)| edits.set::<Task>(*task, "placement", &Some(placement.clone())));
            }
            ExecutionCommand::Correct { report: wrong, instead, by, device, entered } => {
                let Some(before) = workspace.reports.get(wrong) else { return Vec::new() };
                let id = ReportId::from_raw(ids.next());
                let withdrawal = || Report { kind: ReportKind::Withdrawal, time: Some(*entered), ..before.clone() };
                let report = instead.as_ref().map_or_else(withdrawal, |instead| (**instead).clone());
                let (by, device) = (by.clone(), device.clone());
                let report = Report { id, corrects: Some(*wrong), entered: Some(*entered), by, device, ..report };
                edits.add(&report);
                follow(&mut edits, workspace, before.task, &[&report], Some(*wrong));
            }
            ExecutionCommand::UsualReasons => usual_reasons(&mut edits, workspace, ids),
            ExecutionCommand::SetStandard { operation, seconds } => edits.set::<Operation>(*operation, "duration_per_unit", seconds),
            ExecutionCommand::SetScrap { operation, share } => edits.set::<Operation>(*operation, "scrap_share", share),
        }
        edits.0
    }
}

/// `Start Sawing of order 12`.
fn report_words(workspace: &Workspace, report: &Report) -> String {
    let what = match report.kind {
        ReportKind::Count => units_words(report.good, report.scrap, report.rework),
        kind => kind.label().to_owned(),
    };
    match report.task {
        Some(task) => format!("{what}: {}", name::<Task>(workspace, task)),
        None => what,
    }
}

fn check_report(workspace: &Workspace, report: &Report, corrected: Option<ReportId>) -> Result<(), Refusal> {
    let quantity = report.good + report.scrap + report.rework;
    if report.kind == ReportKind::Count && quantity <= 0.0 {
        return Err(Refusal::new("No units were reported.", "Enter how many are good, scrap or to be reworked."));
    }
    if matches!(report.kind, ReportKind::Note | ReportKind::HandOver) && report.text.trim().is_empty() {
        return Err(Refusal::new("There are no words in it.", "Write what others have to know."));
    }
    if let (Some(time), Some(entered)) = (report.time, report.entered)
        && time > entered.plus(Span::from_minutes(5))
    {
        return Err(Refusal::new("It would be reported before it happens.", "Enter a time that is not ahead of the clock."));
    }
    let Some(task) = report.task else { return Ok(()) };
    must_have::<Task>(workspace, task)?;
    let others = workspace.counted_reports();
    let others = || others.iter().copied().filter(|other| other.task == Some(task) && Some(other.id) != corrected);
    let what = name::<Task>(workspace, task);
    let status = reported_status(others());
    match report.kind {
        ReportKind::Start | ReportKind::Pause | ReportKind::Count | ReportKind::Finish if status == TaskStatus::Finished => {
            Err(Refusal::new(format!("{what} is finished already."), "Withdraw the report of its end first, if that was wrong."))
        }
        ReportKind::Pause if status == TaskStatus::Planned => {
            Err(Refusal::new(format!("{what} has not been started."), "Start it first, with the time at which it began."))
        }
        ReportKind::Start | ReportKind::Finish => blocked(workspace, task, &what, report.kind),
        _ => Ok(()),
    }?;
    if report.kind == ReportKind::Finish {
        unchecked(workspace, task, &what, corrected, report.time.unwrap_or(Time::MAX))?;
    }
    let began = others().filter(|other| other.kind == ReportKind::Start).filter_map(|other| other.time).min();
    match (report.kind, began, report.time) {
        (ReportKind::Finish | ReportKind::Pause, Some(began), Some(time)) if time < began => {
            Err(Refusal::new(format!("{what} would end before it began."), "Enter a later time, or correct the report of its start."))
        }
        _ => Ok(()),
    }
}

/// Refuses where somebody called for help and the call blocks the task.
fn blocked(workspace: &Workspace, task: TaskId, what: &str, kind: ReportKind) -> Result<(), Refusal> {
    let open = workspace.issues.values().find(|issue| issue.blocks && issue.task == Some(task) && issue.resolved.is_none());
    match open {
        Some(issue) => {
            let verb = if kind == ReportKind::Start { "be started" } else { "be finished" };
            Err(Refusal::new(format!("{what} cannot {verb}: “{}” blocks it.", issue.name), "Resolve it first, under Execution, Calls."))
        }
        None => Ok(()),
    }
}

/// Refuses the end where a check that must be done is missing.
fn unchecked(workspace: &Workspace, task: TaskId, what: &str, corrected: Option<ReportId>, time: Time) -> Result<(), Refusal> {
    let Some(task) = workspace.tasks.get(&task) else { return Ok(()) };
    let mut reports = workspace.counted_reports();
    reports.retain(|report| Some(report.id) != corrected);
    match due_checks(workspace, task, &reports, time).into_iter().find(|due| due.blocks) {
        Some(due) => Err(Refusal::new(
            format!("{what} cannot be finished: “{}” is not filled in. {}", name::<Checklist>(workspace, due.checklist), due.why),
            "Fill it in first.",
        )),
        None => Ok(()),
    }
}

/// What follows for a task and its supply order from the reports with the new ones and without a wrong one.
fn follow(edits: &mut Edits, workspace: &Workspace, task: Option<TaskId>, new: &[&Report], wrong: Option<ReportId>) {
    let Some(task) = task.and_then(|task| workspace.tasks.get(&task)) else { return };
    let counted = workspace.counted_reports();
    let new = new.iter().copied().filter(|report| report.kind != ReportKind::Withdrawal);
    let mut reports: Vec<&Report> =
        counted.into_iter().filter(|report| Some(report.id) != wrong).chain(new).filter(|report| report.task == Some(task.id)).collect();
    sort_with_key(&mut reports, |report| (report.time, report.id));
    let status = reported_status(reports.iter().copied());
    if status != task.status {
        edits.set::<Task>(task.id, "status", &status);
    }
    let Some(supply) = task.supply.and_then(|supply| workspace.supply_orders.get(&supply)) else { return };
    let siblings = || workspace.tasks.values().filter(|other| other.supply == task.supply && other.id != task.id);
    let is_done = status == TaskStatus::Finished && siblings().all(|other| other.status == TaskStatus::Finished);
    let wanted = match (is_done, status) {
        (true, _) => SupplyStatus::Completed,
        // What has begun is not planned anew.
        (false, TaskStatus::Planned) if supply.status != SupplyStatus::Completed => supply.status,
        (false, _) if matches!(supply.status, SupplyStatus::Proposed | SupplyStatus::Approved | SupplyStatus::Completed) => {
            SupplyStatus::Confirmed
        }
        _ => supply.status,
    };
    if wanted != supply.status && !matches!(supply.status, SupplyStatus::Closed | SupplyStatus::Cancelled) {
        edits.set::<SupplyOrder>(supply.id, "status", &wanted);
    }
    // What was really made is what the next plan may count on.
    let is_last = is_done && siblings().all(|other| !other.after.iter().any(|link| link.task == task.id));
    let good: f64 = reports.iter().map(|report| report.good).sum();
    // An order counts what was begun: of that the plan takes off what its steps usually scrap.
    let mut operations: Vec<OperationId> = siblings().chain([task]).filter_map(|task| task.operation).chain(supply.operation).collect();
    sort_with_key(&mut operations, |operation| *operation);
    operations.dedup();
    let begun = good / operations.iter().filter_map(|id| workspace.operations.get(id)).map(Operation::kept_share).product::<f64>();
    if is_last && good > 0.0 && (begun - supply.quantity).abs() > 1e-9 {
        edits.set::<SupplyOrder>(supply.id, "quantity", &begun);
    }
}

fn usual_reasons(edits: &mut Edits, workspace: &Workspace, ids: &mut IdSource) {
    let mut made: Vec<(&str, ReasonId)> = Vec::new();
    for (reason, above, loss) in USUAL_REASONS {
        if let Some(there) = workspace.reasons.values().find(|there| there.name == reason) {
            made.push((reason, there.id));
            continue;
        }
        let owner = made.iter().find(|(name, _)| *name == above).map(|(_, id)| *id);
        let id = ReasonId::from_raw(ids.next());
        edits.add(&Reason { name: free_name::<Reason>(workspace, reason), owner, loss, ..Reason::new(id) });
        made.push((reason, id));
    }
}
