//! Issues as people work on them: the list with ages, what came back, what happens most, what is known of causes, and whether it helped.
//!
//! Reads only. Whether something helped is computed from what happened before and after, never taken from anybody's word.

mod compare;
mod effect;
mod evidence;
mod figures;
mod lines;
mod list;
mod pareto;
mod stage;
mod whys;

pub use compare::{RateComparison, ShareComparison};
pub use effect::{Compared, Effect, Verdict, WeekCount, effect, recordable};
pub use evidence::{Evidence, evidence_label, evidence_of};
pub use figures::{IssueFigures, issue_figures, mean};
pub use lines::{BRANCHES, Causes, Line, QUESTIONS, causes, is_not, lines, with_cause, with_is_not, with_line};
pub use list::{ActionRow, IssueRow, action_rows, issue_rows};
pub use pareto::{Dimension, Measure, ParetoRow, pareto};
pub use stage::{hindrance, next_stage, stage_before};
pub use whys::{Why, further_label, is_end, parent_of, why_label, whys, with_further_why, with_why};

use crate::model::TableName;

/// The tables from which the lists and the figures are read.
pub const LIST_TABLES: [TableName; 4] = [TableName::Issue, TableName::IssueAction, TableName::Operation, TableName::Parameter];

/// The tables from which it is read what happens most.
pub const PARETO_TABLES: [TableName; 4] = [TableName::Issue, TableName::Operation, TableName::Item, TableName::Resource];

/// The tables from which effects are read, and what stands in their way.
pub const EFFECT_TABLES: [TableName; 3] = [TableName::Issue, TableName::IssueAction, TableName::Check];

/// The tables in which evidence is looked for.
pub const EVIDENCE_TABLES: [TableName; 4] = [TableName::Issue, TableName::Check, TableName::Report, TableName::Task];

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
