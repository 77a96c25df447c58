//! What scenarios come to: which there are, how each differs from the workspace, and the figures by which they are compared.
//!
//! Never opens or changes one: the session does.

mod ahead;
mod differences;
mod figures;
mod steps;

pub use ahead::{ahead_awaited, ahead_figure, ahead_request, ahead_without};
pub use differences::{DifferenceGroup, DifferenceRow, difference_groups, is_planned_anew, with_needed};
pub use figures::{Better, Figure, change_words};
pub use steps::{Figuring, figures};

use crate::app::Session;
use crate::model::{ScenarioId, TableName, Time, Workspace, sort_with_key};

/// A scenario in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct ScenarioRow {
    pub id: ScenarioId,
    pub name: String,
    /// What it is to find out.
    pub note: String,
    pub begun: Option<Time>,
    /// Records in which it differs.
    pub count: usize,
}

/// All scenarios, the newest first; tracked.
pub fn scenario_rows(session: Session) -> Vec<ScenarioRow> {
    session.watch(&[TableName::Scenario, TableName::ScenarioChange], rows)
}

fn rows(workspace: &Workspace) -> Vec<ScenarioRow> {
    let row = |scenario: &crate::model::Scenario| ScenarioRow {
        id: scenario.id,
        name: scenario.name.clone(),
        note: scenario.note.clone(),
        begun: scenario.begun,
        count: workspace.scenario_changes.values().filter(|change| change.scenario == Some(scenario.id)).count(),
    };
    let mut rows: Vec<ScenarioRow> = workspace.scenarios.values().map(row).collect();
    sort_with_key(&mut rows, |row| (std::cmp::Reverse(row.begun), row.name.to_lowercase()));
    rows
}
