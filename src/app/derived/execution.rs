//! What the Execution page shows: the work of a person or machine as a list, what was reported of it, and what reports teach about times.
//!
//! Never writes a report: it reads the facts and says where the work stands.

mod course;
mod standard;

pub use course::{Course, course_words, courses};
pub use standard::{Standard, standards};

use super::schedule::{BoardData, Index, index, moment_text};
use crate::model::text::number_text;
use crate::model::*;
use std::collections::HashMap;

/// What the page is made from.
pub const TABLES: [TableName; 10] = [
    TableName::Report,
    TableName::Reason,
    TableName::Issue,
    TableName::Checklist,
    TableName::Check,
    TableName::Task,
    TableName::SupplyOrder,
    TableName::Operation,
    TableName::Order,
    TableName::Resource,
];

/// How a piece of work stands, in the order in which people look at it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// It is being worked on.
    Running,
    /// It was begun and does not go on at present.
    Paused,
    /// A call for help stands in its way.
    Blocked,
    /// Nothing keeps it from being begun.
    Ready,
    /// What it waits for is not finished.
    Waiting,
    Finished,
}

impl Stage {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Running => "Running",
            Stage::Paused => "Paused",
            Stage::Blocked => "Blocked",
            Stage::Ready => "Ready",
            Stage::Waiting => "Waiting",
            Stage::Finished => "Finished",
        }
    }
}

/// One piece of work on the run list.
#[derive(Clone, PartialEq, Debug)]
pub struct Work {
    pub task: TaskId,
    pub at: Index,
    /// `Sawing`.
    pub operation: String,
    /// `Order 12 · 40 Chair`.
    pub what: String,
    pub quantity: f64,
    /// Whether some of it is planned to be scrapped.
    pub scraps: bool,
    pub unit: String,
    /// Who and what does it.
    pub resources: Vec<(ResourceId, String)>,
    pub start: Time,
    pub end: Time,
    pub stage: Stage,
    /// What it waits for, in words; empty where nothing.
    pub waits_for: String,
    /// The call that blocks it.
    pub blocked_by: Option<(IssueId, String)>,
    pub progress: Progress,
    /// Why it was interrupted, where it is.
    pub reason: String,
    /// Checklists to fill in, with why.
    pub due: Vec<(DueCheck, String)>,
    /// What the operation's description says is to be done.
    pub instruction: String,
}

impl Work {
    /// By how much it is later than planned now; nothing where it is in time.
    pub fn late(&self, now: Time) -> Option<Span> {
        let late = match self.stage {
            Stage::Finished => return None,
            Stage::Running | Stage::Paused => now.since(self.end),
            _ => now.since(self.start),
        };
        (late > Span::from_minutes(1)).then_some(late)
    }

    /// Units that are still to be made.
    pub fn rest(&self) -> f64 {
        // What is planned to be scrapped was begun on top.
        let lost = if self.scraps { self.progress.scrap } else { 0.0 };
        (self.quantity - self.progress.good - lost).max(0.0)
    }
}

/// The reports that count, and those of each task.
pub struct Facts<'w> {
    pub reports: Vec<&'w Report>,
    by_task: HashMap<TaskId, Vec<usize>>,
}

impl<'w> Facts<'w> {
    /// Of a workspace.
    pub fn of(workspace: &'w Workspace) -> Facts<'w> {
        let reports = workspace.counted_reports();
        let mut by_task: HashMap<TaskId, Vec<usize>> = HashMap::new();
        for (at, report) in reports.iter().enumerate() {
            if let Some(task) = report.task {
                by_task.entry(task).or_default().push(at);
            }
        }
        Facts { reports, by_task }
    }

    /// The reports of a task, by time.
    pub fn of_task(&self, task: TaskId) -> impl Iterator<Item = &'w Report> {
        self.by_task.get(&task).into_iter().flatten().filter_map(|at| self.reports.get(*at).copied())
    }
}

/// Whose work is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Only of this person or machine.
    pub resource: Option<ResourceId>,
    /// Work that begins after this is left out, unless it has begun.
    pub until: Option<Time>,
    /// Whether what is finished is listed too.
    pub finished: bool,
}

/// The work as a list: what is under way first, then by planned start, what is finished last; at most so many pieces, and how many there are.
pub fn run_list(workspace: &Workspace, board: &BoardData, wanted: Wanted, now: Time, most: usize) -> (Vec<Work>, usize) {
    let row = wanted.resource.map(|resource| board.find_resource(resource));
    let mut found: Vec<Index> = Vec::new();
    for (at, task) in (0..).zip(&board.tasks) {
        let is_near = task.status == TaskStatus::Started || wanted.until.is_none_or(|until| task.start < until);
        let is_wanted = wanted.finished || task.status != TaskStatus::Finished;
        let is_theirs = row.is_none_or(|row| task.uses.iter().any(|usage| Some(usage.resource) == row));
        if task.placed && is_near && is_wanted && is_theirs {
            found.push(at);
        }
    }
    let place = |at: &Index| {
        board.task(*at).map(|task| match task.status {
            TaskStatus::Started => (0, task.start.seconds(), *at),
            TaskStatus::Planned => (1, task.start.seconds(), *at),
            TaskStatus::Finished => (2, -task.end.seconds(), *at),
        })
    };
    sort_with_key(&mut found, place);
    let facts = Facts::of(workspace);
    let total = found.len();
    (found.into_iter().take(most).filter_map(|at| work(workspace, board, &facts, at, now)).collect(), total)
}

/// One task as a piece of work.
pub fn work(workspace: &Workspace, board: &BoardData, facts: &Facts, at: Index, now: Time) -> Option<Work> {
    let shown = board.task(at)?;
    let task = workspace.tasks.get(&shown.id)?;
    let reports: Vec<&Report> = facts.of_task(task.id).collect();
    let progress = Progress::of(reports.iter().copied());
    let unfinished: Vec<String> = board
        .predecessors(at)
        .into_iter()
        .filter_map(|other| board.task(other))
        .filter(|other| other.status != TaskStatus::Finished)
        .map(|other| format!("{} (ends {})", board.task_name(other), moment_text(other.end, now)))
        .collect();
    let blocked_by = workspace.issues.values().find(|issue| issue.blocks && issue.task == Some(task.id) && issue.resolved.is_none());
    let stage = match task.status {
        TaskStatus::Finished => Stage::Finished,
        _ if blocked_by.is_some() => Stage::Blocked,
        TaskStatus::Started if progress.runs.is_empty() || progress.is_running() => Stage::Running,
        TaskStatus::Started => Stage::Paused,
        TaskStatus::Planned if !unfinished.is_empty() => Stage::Waiting,
        TaskStatus::Planned => Stage::Ready,
    };
    let reason = progress.stops.last().filter(|(_, until, _)| until.is_none()).and_then(|(_, _, reason)| *reason);
    let item = board.item_name(shown.item).to_owned();
    let unit = task.supply.and_then(|supply| workspace.supply_orders.get(&supply)?.item).and_then(|item| workspace.items.get(&item));
    let order = board.order_name(shown);
    let amount = format!("{} {item}", number_text(task.quantity));
    let due = due_checks(workspace, task, &facts.reports, now).into_iter().filter(|_| stage != Stage::Finished);
    let operation = task.operation.and_then(|operation| workspace.operations.get(&operation));
    Some(Work {
        task: task.id,
        at,
        operation: board.operation_name(shown).to_owned(),
        what: if order.is_empty() { amount } else { format!("{order} · {amount}") },
        quantity: task.quantity,
        scraps: operation.is_some_and(|operation| operation.scrap_share > 0.0),
        unit: unit.map(|item| item.unit.clone()).unwrap_or_default(),
        resources: shown
            .uses
            .iter()
            .filter_map(|usage| board.resources.get(index(usage.resource)))
            .map(|row| (row.id, row.name.clone()))
            .collect(),
        start: shown.start,
        end: shown.end,
        stage,
        waits_for: unfinished.join(", "),
        blocked_by: blocked_by.map(|issue| (issue.id, issue.name.clone())),
        progress,
        reason: reason.map(|reason| workspace.label(TableName::Reason, reason.raw())).unwrap_or_default(),
        due: due.map(|due| (due.clone(), workspace.label(TableName::Checklist, due.checklist.raw()))).collect(),
        instruction: operation.map(|operation| operation.description.clone()).unwrap_or_default(),
    })
}

/// A report of a task with everything that is known of it: what it is about stands in it, whatever the plan becomes.
pub fn report_of(workspace: &Workspace, task: TaskId, resource: Option<ResourceId>) -> Report {
    let record = workspace.tasks.get(&task);
    let supply = record.and_then(|task| workspace.supply_orders.get(&task.supply?));
    let used = record.and_then(|task| task.placement.as_ref()?.uses.first()).map(|usage| usage.resource);
    Report {
        task: Some(task),
        order: record.and_then(|task| task.orders.first().copied()),
        operation: record.and_then(|task| task.operation),
        item: supply.and_then(|supply| supply.item),
        resource: resource.or(used),
        ..Report::new(ReportId::from_raw(0))
    }
}

/// How the plan and the work compare: tasks by whether they began and ended when they should.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Adherence {
    /// Finished tasks with reports, and how many of them ended no later than planned when they began.
    pub finished: usize,
    pub in_time: usize,
    /// Tasks that should run now or be over, and do not run.
    pub overdue: Vec<TaskId>,
    pub running: usize,
    pub paused: usize,
    pub blocked: usize,
}

/// The state of the work at a moment.
pub fn adherence(list: &[Work], now: Time) -> Adherence {
    let mut found = Adherence::default();
    for work in list {
        match work.stage {
            Stage::Running => found.running += 1,
            Stage::Paused => found.paused += 1,
            Stage::Blocked => found.blocked += 1,
            Stage::Finished => {
                found.finished += 1;
                found.in_time += usize::from(work.progress.finished.is_none_or(|end| end <= work.end));
            }
            Stage::Ready | Stage::Waiting => {}
        }
        if work.late(now).is_some() {
            found.overdue.push(work.task);
        }
    }
    found
}

/// A report in words: `Paused: Breakdown`, `8 good, 1 scrap`.
pub fn report_sentence(workspace: &Workspace, report: &Report) -> String {
    let mut words = match report.kind {
        ReportKind::Count | ReportKind::Finish | ReportKind::Start if report.good + report.scrap + report.rework > 0.0 => {
            let amounts = units_words(report.good, report.scrap, report.rework);
            if report.kind == ReportKind::Count { amounts } else { format!("{}, {amounts}", report.kind.label()) }
        }
        kind => kind.label().to_owned(),
    };
    if let Some(reason) = report.reason {
        words.push_str(": ");
        words.push_str(&workspace.label(TableName::Reason, reason.raw()));
    }
    if !report.text.is_empty() {
        words.push_str(". ");
        words.push_str(&report.text);
    }
    words
}
