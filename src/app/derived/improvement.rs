//! Improvements as people follow them: what was measured before and after, whether that is more than chance, and what it is worth.
//!
//! Never decides: it compares, and says how sure that is.

mod adoption;
mod answers;
mod case;
mod effect;
mod measured;
mod staged;
mod written;
mod yearly;

pub use crate::model::roles::answer;
pub use adoption::{PRESSURE_TABLES, Pressure, Sign, Trigger, pressure, trigger_key};
pub use answers::{Advice, RaciRow, raci, readiness, readiness_key};
pub use case::{Case, case_of};
pub use effect::{Effect, Sample, effect, expected_and_found, samples};
pub use measured::{MEASURED_TABLES, MeasuredInput, measured, source_of};
pub use staged::{LEAST_POINTS, Staged, staged};
pub use written::{WriteBack, Written, write_backs};

use crate::model::*;

/// What the page is made from.
pub const TABLES: [TableName; 9] = [
    TableName::Improvement,
    TableName::Issue,
    TableName::Report,
    TableName::Check,
    TableName::CheckItem,
    TableName::Checklist,
    TableName::Operation,
    TableName::Item,
    TableName::Parameter,
];

/// One card of the board.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    pub id: ImprovementId,
    pub name: String,
    pub stage: ImprovementStage,
    pub decision: Conclusion,
    pub owner: String,
    pub due: Option<Time>,
    pub is_overdue: bool,
    pub benefit: f64,
}

/// The cards of the board, by due date within each stage.
pub fn cards(workspace: &Workspace, now: Time) -> Vec<Card> {
    let mut all: Vec<&Improvement> = workspace.improvements.values().collect();
    sort_with_key(&mut all, |one| (one.stage, one.due.is_none(), one.due, one.id));
    let card = |one: &Improvement| Card {
        id: one.id,
        name: one.name.clone(),
        stage: one.stage,
        decision: one.decision,
        owner: one.owner.clone(),
        due: one.due,
        is_overdue: one.stage != ImprovementStage::Act && one.due.is_some_and(|due| due < now),
        benefit: one.benefit,
    };
    all.into_iter().map(card).collect()
}
