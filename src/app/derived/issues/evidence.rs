//! The records that a why or a cause can point to: what was found and reported around the issue, and issues of its kind.
//!
//! Never says that a record proves anything: a person does.

use crate::engine::checks::issue_recurred::is_alike;
use crate::model::*;

/// So long before the issue was found, and after, records are of interest.
const AROUND: Span = Span::from_days(14);
/// More would be a list nobody reads.
const MOST: usize = 40;

/// A record that can prove something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    pub table: TableName,
    pub id: u64,
    pub label: String,
}

/// What could prove something about an issue: the check that found it, failed checks and reports of its task or its step around the time,
/// earlier issues of its kind, and its task, order, item and resource.
pub fn evidence_of(workspace: &Workspace, issue: &Issue) -> Vec<Evidence> {
    let is_near = |time: Option<Time>| {
        time.zip(issue.raised).is_some_and(|(time, raised)| raised.minus(AROUND) <= time && time <= raised.plus(AROUND))
    };
    let is_here = |task: Option<TaskId>, operation: Option<OperationId>| {
        (task.is_some() && task == issue.task) || (operation.is_some() && operation == issue.operation)
    };
    let mut found: Vec<(TableName, u64)> = Vec::new();
    found.extend(issue.check.map(|check| (TableName::Check, check.raw())));
    let checks = workspace.checks.values().filter(|check| !check.passed && is_near(check.time) && is_here(check.task, check.operation));
    found.extend(checks.map(|check| (TableName::Check, check.id.raw())));
    let reports = workspace.counted_reports().into_iter().filter(|report| is_near(report.time) && is_here(report.task, report.operation));
    found.extend(reports.map(|report| (TableName::Report, report.id.raw())));
    let alike = workspace.issues.values().filter(|other| other.id != issue.id && is_alike(other, issue));
    found.extend(alike.map(|other| (TableName::Issue, other.id.raw())));
    found.extend(issue.task.map(|task| (TableName::Task, task.raw())));
    found.extend(issue.order.map(|order| (TableName::Order, order.raw())));
    found.extend(issue.item.map(|item| (TableName::Item, item.raw())));
    found.extend(issue.resource.map(|resource| (TableName::Resource, resource.raw())));
    let mut told: Vec<Evidence> = Vec::new();
    for (table, id) in found {
        if told.len() < MOST && workspace.has(table, id) && !told.iter().any(|known| (known.table, known.id) == (table, id)) {
            told.push(Evidence { table, id, label: evidence_label(workspace, table, id) });
        }
    }
    told
}

/// A record in a few words.
pub fn evidence_label(workspace: &Workspace, table: TableName, id: u64) -> String {
    if !workspace.has(table, id) {
        return "A record that was removed".to_owned();
    }
    let at = |time: Option<Time>| time.map(|time| format!("{} {}", time.date_text(), time.clock_text())).unwrap_or_default();
    let said = match table {
        TableName::Check => workspace.checks.get(&CheckId::from_raw(id)).map(|check| {
            let list = check.checklist.map(|list| workspace.label(TableName::Checklist, list.raw())).unwrap_or_default();
            let outcome = if check.passed { "passed" } else { "failed" };
            format!("Check {}: {outcome} {list}", at(check.time)).trim_end().to_owned()
        }),
        TableName::Report => workspace.reports.get(&ReportId::from_raw(id)).map(|report| {
            let words = if report.text.is_empty() { report.kind.label().to_owned() } else { report.text.clone() };
            format!("Report {}: {words}", at(report.time))
        }),
        TableName::Issue => workspace.issues.get(&IssueId::from_raw(id)).map(|issue| format!("Issue {}: {}", at(issue.raised), issue.name)),
        TableName::Task => Some(format!("Task: {}", workspace.label(table, id))),
        TableName::Order => Some(format!("Order: {}", workspace.label(table, id))),
        TableName::Item => Some(format!("Item: {}", workspace.label(table, id))),
        TableName::Resource => Some(format!("Resource: {}", workspace.label(table, id))),
        _ => None,
    };
    said.unwrap_or_else(|| workspace.label(table, id))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{add, at};
    use super::*;

    #[test]
    fn what_happened_at_its_step_around_the_time_can_prove_something() {
        let mut workspace = Workspace::default();
        let step = Some(OperationId::from_raw(1));
        let id = add(&mut workspace, 1, "2026-11-02 10:00", |issue| {
            (issue.operation, issue.category) = (step, "Leak".to_owned());
        });
        add(&mut workspace, 2, "2026-02-02 10:00", |issue| (issue.operation, issue.category) = (step, "leak".to_owned()));
        let mut check = |raw: u64, time: &str, passed: bool, operation: Option<OperationId>| {
            let mut check = Check::new(CheckId::from_raw(raw));
            (check.time, check.passed, check.operation) = (Some(at(time)), passed, operation);
            workspace.checks.insert(check.id, check);
        };
        check(1, "2026-11-01 09:00", false, step);
        check(2, "2026-11-01 09:00", true, step);
        check(3, "2026-09-01 09:00", false, step);
        check(4, "2026-11-01 09:00", false, None);
        let mut report = Report::new(ReportId::from_raw(1));
        (report.time, report.operation, report.text) = (Some(at("2026-11-02 09:30")), step, "Cap jammed".to_owned());
        workspace.reports.insert(report.id, report);
        let found: Vec<String> = evidence_of(&workspace, &workspace.issues[&id]).into_iter().map(|evidence| evidence.label).collect();
        assert_eq!(found, ["Check 2026-11-01 09:00: failed", "Report 2026-11-02 09:30: Cap jammed", "Issue 2026-02-02 10:00: Issue 2"]);
        assert_eq!(evidence_label(&workspace, TableName::Check, 9), "A record that was removed");
    }
}
