//! The stages of a solution, and what stands in the way of the next one.
//!
//! Never lets something count as verified that the data speak against.

use super::effect::{Verdict, effect, has_proof};
use crate::app::may_advance;
use crate::model::{Issue, IssueStatus, Severity, Time, Workspace};

/// The stage after one; `None` after the last.
pub fn next_stage(status: IssueStatus) -> Option<IssueStatus> {
    step(status, 1)
}

/// The stage before one; `None` before the first.
pub fn stage_before(status: IssueStatus) -> Option<IssueStatus> {
    step(status, -1)
}

fn step(status: IssueStatus, by: isize) -> Option<IssueStatus> {
    let at = IssueStatus::ALL.iter().position(|known| *known == status)?;
    IssueStatus::ALL.get(at.checked_add_signed(by)?).copied()
}

/// Why a solution cannot be taken to a stage yet, and what to do about it.
pub fn hindrance(workspace: &Workspace, issue: &Issue, status: IssueStatus, now: Time) -> Option<String> {
    if let Err(refusal) = may_advance(workspace, issue, status) {
        return Some(format!("{} {}", refusal.what, refusal.todo));
    }
    if status != IssueStatus::Verified || issue.severity == Severity::Minor {
        return None;
    }
    let todo = "Go back to the analysis: another cause is at work.";
    match effect(workspace, issue, now).map(|effect| effect.verdict) {
        Some(Verdict::Worse) => Some(format!("It became worse since. {todo}")),
        Some(Verdict::Unchanged) if !has_proof(workspace, issue) => Some(format!("No difference can be shown since. {todo}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{add, add_action, at};
    use super::*;
    use crate::model::{ActionKind, Span};

    #[test]
    fn stages_follow_each_other_and_end() {
        assert_eq!(next_stage(IssueStatus::Registered), Some(IssueStatus::Contained));
        assert_eq!(next_stage(IssueStatus::Closed), None);
        assert_eq!(stage_before(IssueStatus::Registered), None);
        assert_eq!(stage_before(IssueStatus::Closed), Some(IssueStatus::Verified));
    }

    #[test]
    fn an_issue_is_verified_by_what_happened_and_not_by_a_word() {
        let mut workspace = Workspace::default();
        let leak = |issue: &mut Issue| issue.category = "Leak".to_owned();
        let start = at("2026-01-01");
        add(&mut workspace, 1, "2026-01-01", |_| ());
        let id = add(&mut workspace, 2, "2026-01-08", |issue| {
            leak(issue);
            (issue.severity, issue.root_cause) = (Severity::Major, "Worn seal".to_owned());
            (issue.status, issue.corrected) = (IssueStatus::Corrected, Some(start.plus(Span::from_days(28))));
        });
        let told =
            |workspace: &Workspace| hindrance(workspace, &workspace.issues[&id], IssueStatus::Verified, start.plus(Span::from_days(280)));
        assert!(told(&workspace).is_some_and(|why| why.starts_with("Nothing was done yet to contain it.")));
        add_action(&mut workspace, 1, id, |action| action.done = Some(start));
        add_action(&mut workspace, 2, id, |action| (action.kind, action.done) = (ActionKind::Corrective, Some(start)));
        assert!(told(&workspace).is_some_and(|why| why.starts_with("Nobody knows yet whether it helped.")));
        if let Some(issue) = workspace.issues.get_mut(&id) {
            issue.effect = "We believe so.".to_owned();
        }
        assert_eq!(told(&workspace), None, "too seldom before for the data to speak against it");
        for week in 0..36 {
            let raised = start.plus(Span::from_days(29 + 7 * week)).to_string();
            add(&mut workspace, 10 + week as u64, &raised, leak);
        }
        for day in [9, 10, 11, 12, 13, 14] {
            add(&mut workspace, 100 + day, &start.plus(Span::from_days(day as i64)).to_string(), leak);
        }
        assert_eq!(
            told(&workspace).as_deref(),
            Some("No difference can be shown since. Go back to the analysis: another cause is at work.")
        );
        add_action(&mut workspace, 3, id, |action| (action.kind, action.done) = (ActionKind::Verification, Some(start)));
        assert_eq!(told(&workspace), None, "an audit may know more than a count");
    }
}
