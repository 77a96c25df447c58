//! How far each phase is: what is there, what is missing, what is wrong.

use crate::app::Session;
use crate::document::Document;
use crate::engine::checks::{Finding, Weight, findings};
use crate::model::text::{count_text, counted};
use crate::model::{Conclusion, IssueKind, IssueStatus, OrderStatus, Phase, TableName, TaskStatus, Time, Workspace};
use reactive_graph::traits::{Get, Set, SetValue};

/// How far a phase is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Nothing has been entered yet.
    Empty,
    /// The checks are on their way.
    Unchecked,
    /// Something keeps the next phase from its work.
    Blocked,
    /// Something will go wrong.
    Attention,
    /// Nothing is missing.
    Ready,
}

/// The state of a phase as the rail and the page's head show it.
#[derive(Clone, PartialEq, Debug)]
pub struct PhaseState {
    pub level: Level,
    /// The phase in one line of figures: `12 open orders, 2 late`.
    pub summary: String,
    /// What is missing or wrong, most weighty first.
    pub findings: Vec<Finding>,
}

/// The state of a phase; tracked on every table it depends on.
pub fn phase_state(session: Session, phase: Phase) -> PhaseState {
    let checks = session.checks.get();
    let now = session.now();
    session.watch(tables_of(phase), |workspace| state_of(workspace, phase, now, checks.map(|find| find(phase, workspace, now))))
}

/// From now on the phases tell what is missing and wrong, and changes after a lost one can be recovered.
pub fn begin_checks(session: Session) {
    // Another workspace may have been opened meanwhile.
    let _given_up = session.checks.try_set(Some(findings));
    session.recovery.try_set_value(Some(Document::recover));
}

fn state_of(workspace: &Workspace, phase: Phase, now: Time, found: Option<Vec<Finding>>) -> PhaseState {
    let is_unchecked = found.is_none();
    let found = found.unwrap_or_default();
    let (is_empty, summary) = summary(workspace, phase, now, &found);
    let level = match found.iter().map(|finding| finding.weight).max() {
        _ if is_empty => Level::Empty,
        _ if is_unchecked => Level::Unchecked,
        Some(Weight::Blocker) => Level::Blocked,
        Some(Weight::Warning) => Level::Attention,
        _ => Level::Ready,
    };
    PhaseState { level, summary, findings: found }
}

/// The tables that a phase's state depends on.
fn tables_of(phase: Phase) -> &'static [TableName] {
    use TableName as T;
    match phase {
        Phase::Demand => &[T::Order, T::Item, T::Customer, T::Location, T::Operation],
        Phase::Capacity => &[T::Resource, T::Calendar, T::CalendarRule, T::Location],
        Phase::Workflow => {
            &[T::Operation, T::OperationResource, T::OperationMaterial, T::ItemSupplier, T::ItemDistribution, T::Stock, T::Item, T::Order]
        }
        Phase::Schedule | Phase::Allocation => &[
            T::Task,
            T::Promise,
            T::SupplyOrder,
            T::Order,
            T::Operation,
            T::Resource,
            T::Absence,
            T::Calendar,
            T::CalendarRule,
            T::Location,
        ],
        Phase::Execution => &[T::Task, T::Report, T::Issue, T::Parameter],
        Phase::Quality => &[T::Checklist, T::Check, T::CheckItem],
        Phase::Improvement => &[T::Improvement],
        Phase::Issues => &[T::Issue, T::Parameter],
        Phase::Performance => &[T::Report],
    }
}

/// What a phase's state tells of its findings: the check's name, and its words for one and for many.
const TROUBLES: &[(&str, &str, &str)] = &[
    ("order_late", "order late", "orders late"),
    ("task_in_conflict", "task in conflict", "tasks in conflict"),
    ("order_unplanned", "open order not planned", "open orders not planned"),
    ("call_unanswered", "call unanswered", "calls unanswered"),
    ("call_unresolved", "call unresolved", "calls unresolved"),
    ("issue_overdue", "overdue", "overdue"),
    ("issue_recurred", "came back", "came back"),
];

/// Whether the phase is empty, and its figures in one line.
fn summary(workspace: &Workspace, phase: Phase, now: Time, found: &[Finding]) -> (bool, String) {
    // What is wrong is counted once, by the checks, and told after what is there.
    let with_troubles = |mut parts: Vec<String>| {
        for (check, one, many) in TROUBLES {
            let count = found.iter().find(|finding| finding.check == *check).map_or(0, |finding| finding.records.len());
            parts.extend((count > 0).then(|| counted(count, one, many)));
        }
        parts.join(", ")
    };
    match phase {
        Phase::Demand => {
            let open = workspace.orders.values().filter(|order| order.status == OrderStatus::Open).count();
            (workspace.orders.is_empty(), counted(open, "open order", "open orders"))
        }
        Phase::Capacity => (workspace.resources.is_empty(), counted(workspace.resources.len(), "resource", "resources")),
        Phase::Workflow => (workspace.operations.is_empty(), counted(workspace.operations.len(), "step", "steps")),
        Phase::Schedule => {
            let nothing = workspace.tasks.is_empty() && workspace.promises.is_empty();
            (nothing, with_troubles(vec![counted(workspace.tasks.len(), "task", "tasks")]))
        }
        Phase::Allocation => {
            let assigned =
                workspace.tasks.values().filter(|task| task.placement.as_ref().is_some_and(|placement| !placement.uses.is_empty())).count();
            (workspace.tasks.is_empty(), with_troubles(vec![counted(assigned, "assigned task", "assigned tasks")]))
        }
        Phase::Execution => {
            let running = workspace.tasks.values().filter(|task| task.status == TaskStatus::Started).count();
            let calls = workspace.issues.values().filter(|issue| issue.kind == IssueKind::Call && issue.resolved.is_none()).count();
            let calls = (calls > 0).then(|| counted(calls, "open call", "open calls"));
            let parts = std::iter::once(counted(running, "task running", "tasks running")).chain(calls).collect();
            (workspace.reports.is_empty() && running == 0, with_troubles(parts))
        }
        Phase::Quality => {
            let failed = workspace.checks.values().filter(|check| !check.passed).count();
            let failed = if failed > 0 {
                format!(", {} of {} checks failed", count_text(failed), count_text(workspace.checks.len()))
            } else {
                String::new()
            };
            (workspace.checklists.is_empty(), format!("{}{failed}", counted(workspace.checklists.len(), "checklist", "checklists")))
        }
        Phase::Improvement => {
            let adopted = workspace.improvements.values().filter(|one| one.decision == Conclusion::Adopt).count();
            let words =
                format!("{}, {} adopted", counted(workspace.improvements.len(), "improvement", "improvements"), count_text(adopted));
            (workspace.improvements.is_empty(), words)
        }
        Phase::Issues => {
            let open = workspace.issues.values().filter(|issue| issue.status != IssueStatus::Closed).count();
            (workspace.issues.is_empty(), with_troubles(vec![counted(open, "open issue", "open issues")]))
        }
        Phase::Performance => {
            let week = Some(now.week_start());
            let reports = workspace.reports.values().filter(|report| report.time >= week).count();
            (workspace.reports.is_empty(), format!("{} this week", counted(reports, "report", "reports")))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::schedule::sample::{at, dairy, large, now};
    use super::super::schedule::{BoardData, Standing};
    use super::*;
    use crate::engine::checks::task_in_conflict::in_conflict;
    use crate::model::*;

    fn state_of(workspace: &Workspace, phase: Phase) -> PhaseState {
        super::state_of(workspace, phase, now(), Some(findings(phase, workspace, now())))
    }

    #[test]
    fn schedule_and_allocation_tell_of_late_orders_conflicts_and_orders_that_were_not_planned() {
        let mut workspace = dairy();
        assert_eq!(state_of(&workspace, Phase::Schedule).summary, "4 tasks, 1 order late");
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-02 11:00"), at("2026-11-02 15:00"));
        let mut order = Order::new(OrderId::from_raw(9));
        order.status = OrderStatus::Open;
        workspace.orders.insert(order.id, order);
        assert_eq!(state_of(&workspace, Phase::Schedule).summary, "4 tasks, 1 task in conflict, 1 open order not planned");
        let allocation = state_of(&workspace, Phase::Allocation);
        assert_eq!(allocation.summary, "4 assigned tasks, 1 task in conflict, 1 open order not planned");
        assert_eq!(allocation.level, Level::Attention);
    }

    #[test]
    fn the_check_finds_the_same_conflicts_as_the_board() {
        let mut workspace = large(600);
        let shift = dairy();
        (workspace.calendars, workspace.calendar_rules) = (shift.calendars.clone(), shift.calendar_rules.clone());
        for (at, resource) in workspace.resources.values_mut().enumerate() {
            resource.calendar = (at % 3 == 0).then(|| CalendarId::from_raw(1));
            resource.maximum = 1.0 + (at % 2) as f64;
        }
        let mut seen = 0;
        for round in 0..60u64 {
            let task = workspace.tasks.values_mut().nth((round * 53 % 600) as usize).unwrap();
            let place = task.placement.as_mut().unwrap();
            place.start = now().plus(Span::from_minutes((round * 71 % 2000) as i64));
            place.end = place.start.plus(Span::from_minutes(30 + (round * 13 % 200) as i64));
            place.uses[0].resource = ResourceId::from_raw(round % 25 + 1);
            let board = BoardData::collect(&workspace, now());
            let marked: Vec<TaskId> =
                board.tasks.iter().filter(|task| board.standing(task) == Standing::Conflict).map(|task| task.id).collect();
            assert_eq!(in_conflict(&workspace).into_iter().collect::<Vec<_>>(), marked, "round {round}");
            seen = marked.len();
        }
        assert!(seen > 20);
    }

    #[test]
    fn the_state_of_issues_tells_how_many_are_open_overdue_unanswered_and_back_again() {
        let mut workspace = Workspace::default();
        assert_eq!(state_of(&workspace, Phase::Issues).level, Level::Empty);
        let mut add = |raw: u64, change: &dyn Fn(&mut Issue)| {
            let mut issue = Issue::new(IssueId::from_raw(raw));
            (issue.name, issue.owner, issue.raised) = (format!("Issue {raw}"), "Ada".to_owned(), Some(at("2026-10-30 08:00")));
            change(&mut issue);
            workspace.issues.insert(issue.id, issue);
        };
        add(1, &|issue| {
            (issue.category, issue.status) = ("Leak".to_owned(), IssueStatus::Closed);
            (issue.raised, issue.closed) = (Some(at("2026-09-01")), Some(at("2026-09-30")));
        });
        add(2, &|issue| (issue.category, issue.due) = ("leak ".to_owned(), Some(at("2026-11-02 06:59"))));
        add(3, &|issue| issue.due = Some(at("2026-11-02 07:00")));
        add(4, &|issue| (issue.kind, issue.raised, issue.owner) = (IssueKind::Call, Some(at("2026-11-02 06:49")), String::new()));
        add(5, &|issue| (issue.kind, issue.raised) = (IssueKind::Call, Some(at("2026-11-02 06:50"))));
        add(6, &|issue| issue.owner = " ".to_owned());
        add(7, &|issue| {
            (issue.kind, issue.raised) = (IssueKind::Call, Some(at("2026-11-02 05:59")));
            issue.acknowledged = Some(at("2026-11-02 06:00"));
        });
        let state = state_of(&workspace, Phase::Issues);
        assert_eq!(state.summary, "6 open issues, 1 call unanswered, 1 call unresolved, 1 overdue, 1 came back");
        let found = |check: &str| state.findings.iter().find(|finding| finding.check == check).map(|finding| finding.records.clone());
        assert_eq!(found("issue_overdue"), Some(vec![2]), "due now is not overdue yet");
        assert_eq!(found("call_unanswered"), Some(vec![4]), "ten minutes are not over yet for 5");
        assert_eq!(found("issue_recurred"), Some(vec![2]));
        assert_eq!(found("issue_without_owner"), Some(vec![6]), "a call needs somebody to come, not an owner");
        assert_eq!(found("call_unresolved"), Some(vec![7]));
        assert_eq!(state.level, Level::Attention);
        let execution = state_of(&workspace, Phase::Execution);
        assert_eq!(execution.summary, "0 tasks running, 3 open calls, 1 call unanswered, 1 call unresolved");
        let sentences: Vec<&str> = execution.findings.iter().map(|finding| finding.sentence.as_str()).collect();
        assert_eq!(
            sentences,
            [
                "One call for help has waited for more than 10 minutes.",
                "One call for help was answered and has been open for more than 60 minutes."
            ]
        );
    }

    #[test]
    fn an_issue_came_back_only_at_the_same_step_within_ninety_days_of_its_solution() {
        let mut workspace = Workspace::default();
        let mut add = |raw: u64, operation: u64, raised: &str, corrected: Option<&str>| {
            let mut issue = Issue::new(IssueId::from_raw(raw));
            (issue.category, issue.operation) = ("Leak".to_owned(), Some(OperationId::from_raw(operation)));
            (issue.raised, issue.corrected) = (Some(at(raised)), corrected.map(at));
            workspace.issues.insert(issue.id, issue);
        };
        add(1, 1, "2026-01-01", Some("2026-01-10"));
        add(2, 1, "2026-04-10", Some("2026-04-11"));
        add(3, 1, "2026-04-12", None);
        add(4, 2, "2026-04-12", None);
        add(5, 1, "2026-07-11", None);
        let earlier = |raw: u64| {
            let issue = &workspace.issues[&IssueId::from_raw(raw)];
            crate::engine::checks::issue_recurred::earlier(&workspace, issue).map(|other| other.id.raw())
        };
        assert_eq!(earlier(1), None);
        assert_eq!(earlier(2), Some(1), "90 days after the tenth of January");
        assert_eq!(earlier(3), Some(2), "the one solved last");
        assert_eq!(earlier(4), None, "another step");
        assert_eq!(earlier(5), None, "91 days after");
    }
}
