//! The figures at the head of the page, each with the issues behind it.

use super::list::age;
use crate::engine::checks::issue_overdue::is_overdue;
use crate::engine::checks::issue_recurred::earlier;
use crate::model::*;

/// The figures.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct IssueFigures {
    /// How many there are, closed ones too.
    pub all: usize,
    /// Those that are not closed, with their age, the oldest first.
    pub open: Vec<(IssueId, Span)>,
    /// Open ones past their date.
    pub overdue: Vec<IssueId>,
    /// The middle of the ages of the open ones.
    pub median_age: Option<Span>,
    /// Those that came back, each with the one it is again.
    pub recurred: Vec<(IssueId, IssueId)>,
    /// Calls to which somebody came, with how long that took.
    pub acknowledged: Vec<(IssueId, Span)>,
    /// Calls after which work went on, with how long it had stood.
    pub resolved: Vec<(IssueId, Span)>,
    /// Calls to which nobody has come yet.
    pub waiting: usize,
}

/// The figures of all issues.
pub fn issue_figures(workspace: &Workspace, now: Time) -> IssueFigures {
    let all = || workspace.issues.values();
    let open = || all().filter(|issue| issue.status != IssueStatus::Closed);
    let mut ages: Vec<(IssueId, Span)> = open().filter_map(|issue| Some((issue.id, age(issue, now)?))).collect();
    sort_with_key(&mut ages, |(_, age)| std::cmp::Reverse(*age));
    let calls = || all().filter(|issue| issue.kind == IssueKind::Call);
    let took = |issue: &Issue, until: Option<Time>| Some((issue.id, until?.since(issue.raised?)));
    IssueFigures {
        all: workspace.issues.len(),
        median_age: median(&ages.iter().map(|(_, age)| *age).collect::<Vec<_>>()),
        open: ages,
        overdue: all().filter(|issue| is_overdue(issue, now)).map(|issue| issue.id).collect(),
        recurred: all().filter_map(|issue| Some((issue.id, earlier(workspace, issue)?.id))).collect(),
        acknowledged: calls().filter_map(|call| took(call, call.acknowledged)).collect(),
        resolved: calls().filter_map(|call| took(call, call.resolved)).collect(),
        waiting: calls()
            .filter(|call| call.status != IssueStatus::Closed && call.acknowledged.is_none() && call.resolved.is_none())
            .count(),
    }
}

/// The middle of sorted lengths of time; of two in the middle their mean.
fn median(sorted: &[Span]) -> Option<Span> {
    let middle = sorted.get(sorted.len() / 2)?;
    let other = sorted.get((sorted.len() - 1) / 2)?;
    Some(Span::from_seconds((middle.seconds() + other.seconds()) / 2))
}

/// The mean of the lengths of time, where there is any.
pub fn mean(all: &[(IssueId, Span)]) -> Option<Span> {
    let sum: i64 = all.iter().map(|(_, span)| span.seconds()).sum();
    (!all.is_empty()).then(|| Span::from_seconds(sum / all.len() as i64))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{add, at};
    use super::*;

    #[test]
    fn ages_and_times_of_calls_are_those_of_the_records() {
        let mut workspace = Workspace::default();
        assert_eq!(issue_figures(&workspace, at("2026-11-10")), IssueFigures::default());
        add(&mut workspace, 1, "2026-11-01", |_| ());
        add(&mut workspace, 2, "2026-11-07", |issue| issue.due = Some(at("2026-11-09")));
        add(&mut workspace, 3, "2026-11-09", |issue| issue.status = IssueStatus::Closed);
        let call = |minutes: i64, until: i64| {
            move |issue: &mut Issue| {
                let raised = at("2026-11-08 10:00");
                issue.kind = IssueKind::Call;
                issue.acknowledged = (minutes > 0).then(|| raised.plus(Span::from_minutes(minutes)));
                issue.resolved = (until > 0).then(|| raised.plus(Span::from_minutes(until)));
            }
        };
        add(&mut workspace, 4, "2026-11-08 10:00", call(4, 30));
        add(&mut workspace, 5, "2026-11-08 10:00", call(8, 0));
        add(&mut workspace, 6, "2026-11-08 10:00", call(0, 0));
        let found = issue_figures(&workspace, at("2026-11-10"));
        assert_eq!((found.all, found.open.len(), found.waiting), (6, 5, 1));
        assert_eq!(found.open.first(), Some(&(IssueId::from_raw(1), Span::from_days(9))));
        assert_eq!(found.median_age, Some(Span::from_hours(38)), "of 9 days, 3 days and three times 38 hours");
        assert_eq!(found.overdue, [IssueId::from_raw(2)]);
        assert_eq!(mean(&found.acknowledged), Some(Span::from_minutes(6)));
        assert_eq!(mean(&found.resolved), Some(Span::from_minutes(30)));
        assert_eq!(mean(&[]), None);
    }

    #[test]
    fn what_came_back_names_the_issue_it_is_again() {
        let mut workspace = Workspace::default();
        let leak = |issue: &mut Issue| issue.category = "Leak".to_owned();
        let first = add(&mut workspace, 1, "2026-11-01", |issue| {
            leak(issue);
            issue.corrected = Some(at("2026-11-02"));
        });
        let again = add(&mut workspace, 2, "2026-11-03", leak);
        assert_eq!(issue_figures(&workspace, at("2026-11-10")).recurred, [(again, first)]);
    }
}
