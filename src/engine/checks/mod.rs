//! Pitfalls found in the data: one file per pitfall, named after the bad thing.
//!
//! Never changes anything; each check says what is wrong, of which records, and what to do.

mod call_unanswered;
mod call_unresolved;
pub mod issue_overdue;
pub mod issue_recurred;
mod issue_without_owner;
mod order_incomplete;
mod order_late;
mod order_unplanned;
mod reference_dangling;
mod resource_never_open;
mod source_missing;
mod step_without_resource;
pub mod task_in_conflict;
mod task_unscheduled;

use crate::model::text::told;
use crate::model::{Phase, TableName, Time, Workspace, sort_with_key};
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Weight {
    /// Work can go on without it.
    Hint,
    /// Something will go wrong.
    Warning,
    /// The next phase cannot do its work.
    Blocker,
}

/// Something wrong or missing in the data.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// The check that found it, by its file's name.
    pub check: String,
    pub weight: Weight,
    /// What is wrong, in one sentence with the number of records.
    pub sentence: String,
    /// What to do about it.
    pub remedy: String,
    pub table: TableName,
    /// The records concerned.
    pub records: Vec<u64>,
}

type Check = fn(&Workspace) -> Option<Finding>;

/// A check of what waits, for which the present moment counts.
type TimedCheck = fn(&Workspace, Time) -> Option<Finding>;

/// The checks of a phase, most weighty first.
const fn checks(phase: Phase) -> &'static [Check] {
    match phase {
        Phase::Demand => &[order_incomplete::find, reference_dangling::find],
        Phase::Capacity => &[resource_never_open::find],
        Phase::Workflow => &[source_missing::find, step_without_resource::find],
        Phase::Schedule => &[order_unplanned::find, task_unscheduled::find, task_in_conflict::find, order_late::find],
        Phase::Allocation => &[order_unplanned::find, task_in_conflict::find],
        Phase::Issues => &[issue_recurred::find, issue_without_owner::find],
        _ => &[],
    }
}

/// The checks of a phase that ask for the present moment, most weighty first.
const fn timed_checks(phase: Phase) -> &'static [TimedCheck] {
    match phase {
        Phase::Issues => &[call_unanswered::find, call_unresolved::find, issue_overdue::find],
        Phase::Execution => &[call_unanswered::find, call_unresolved::find],
        _ => &[],
    }
}

/// Everything found in a phase at a moment, most weighty first.
pub fn findings(phase: Phase, workspace: &Workspace, now: Time) -> Vec<Finding> {
    let timed = timed_checks(phase).iter().filter_map(|check| check(workspace, now));
    let mut found: Vec<Finding> = timed.chain(checks(phase).iter().filter_map(|check| check(workspace))).collect();
    sort_with_key(&mut found, |finding| std::cmp::Reverse(finding.weight));
    found
}
