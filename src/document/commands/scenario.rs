//! Commands of scenarios: begin one, branch one off another, take over what is better.

use super::build::{Edits, free_name, must_have};
use crate::document::refusal::{Refusal, counted};
use crate::document::scenario::{Difference, differences_of};
use crate::document::{Edit, IdSource};
use crate::model::{Record, RecordId, Scenario, ScenarioChange, ScenarioChangeId, ScenarioId, TableName, Time, Workspace, sort_with_key};
use serde::{Deserialize, Serialize};

/// A change of scenarios. What is changed in one is any command, given while it is looked at.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ScenarioCommand {
    /// Begins a scenario with the differences of another one, or without any.
    Begin { name: String, note: String, from: Option<ScenarioId>, time: Time },
    /// Makes differences of a scenario part of the workspace; the scenario does not tell them any more.
    TakeOver { scenario: ScenarioId, changes: Vec<ScenarioChangeId> },
    /// Gives differences of a scenario up.
    GiveUp { scenario: ScenarioId, changes: Vec<ScenarioChangeId> },
}

impl ScenarioCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        let of = |scenario: &ScenarioId| workspace.scenarios.get(scenario).map(|known| known.name.clone()).unwrap_or_default();
        let some = |changes: &[ScenarioChangeId]| counted(TableName::ScenarioChange, changes.len()).replace(" of scenarios", "");
        match self {
            ScenarioCommand::Begin { name, from: None, .. } => format!("Begin scenario {name}"),
            ScenarioCommand::Begin { name, from: Some(from), .. } => format!("Begin scenario {name} from {}", of(from)),
            ScenarioCommand::TakeOver { scenario, changes } => format!("Take over {} from “{}”", some(changes), of(scenario)),
            ScenarioCommand::GiveUp { scenario, changes } => format!("Give up {} of “{}”", some(changes), of(scenario)),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            ScenarioCommand::Begin { name, .. } if name.trim().is_empty() => {
                Err(Refusal::new("The scenario has no name.", "Give it one by which it is told from others."))
            }
            ScenarioCommand::Begin { from: None, .. } => Ok(()),
            ScenarioCommand::Begin { from: Some(scenario), .. } => must_have::<Scenario>(workspace, *scenario),
            ScenarioCommand::TakeOver { scenario, changes } | ScenarioCommand::GiveUp { scenario, changes } => {
                must_have::<Scenario>(workspace, *scenario)?;
                if changes.is_empty() {
                    return Err(Refusal::new("Nothing is chosen.", "Choose something first."));
                }
                changes.iter().try_for_each(|change| must_have::<ScenarioChange>(workspace, *change))
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            ScenarioCommand::Begin { name, note, from, time } => {
                let id = ScenarioId::from_raw(ids.next());
                let name = free_name::<Scenario>(workspace, name.trim());
                edits.add(&Scenario { name, note: note.trim().to_owned(), begun: Some(*time), ..Scenario::new(id) });
                let copied = workspace.scenario_changes.values().filter(|change| from.is_some() && change.scenario == *from);
                for change in copied {
                    let own = ScenarioChangeId::from_raw(ids.next());
                    edits.add(&ScenarioChange { id: own, scenario: Some(id), ..change.clone() });
                }
            }
            ScenarioCommand::TakeOver { scenario, changes } => {
                let mut chosen = changes.clone();
                sort_with_key(&mut chosen, |change| *change);
                let is_chosen = |difference: &Difference| difference.told_by.iter().any(|change| chosen.binary_search(change).is_ok());
                for difference in differences_of(workspace, *scenario).into_iter().filter(is_chosen) {
                    edits.0.extend(difference.edits(workspace));
                    difference.told_by.into_iter().for_each(|change| edits.remove::<ScenarioChange>(change));
                }
            }
            ScenarioCommand::GiveUp { changes, .. } => changes.iter().for_each(|change| edits.remove::<ScenarioChange>(*change)),
        }
        edits.0
    }
}
