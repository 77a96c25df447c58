//! Commands of the improvement phase, and the answers that the guide asks for.
//!
//! Never says whether a change helped: that is found from the data, and only written down here.

use super::build::{Edits, must_have, name};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// A step of an improvement.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ImprovementCommand {
    /// Adds an improvement.
    Add { improvement: Box<Improvement> },
    /// Takes it a stage further, or back.
    Advance { improvement: ImprovementId, stage: ImprovementStage, time: Time },
    /// Writes down what the comparison said, what was decided and by whom.
    Decide { improvement: ImprovementId, decision: Conclusion, result: String, by: String },
    /// Keeps an answer of the guide under its key; an empty one takes it back.
    Answer { key: String, value: String },
    /// Keeps several answers in one step, each under its key.
    Answers { answers: Vec<(String, String)> },
}

impl ImprovementCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            ImprovementCommand::Add { improvement } => format!("Add improvement {}", improvement.name),
            ImprovementCommand::Advance { improvement, stage, .. } => {
                format!("{}: {}", stage.label(), name::<Improvement>(workspace, *improvement))
            }
            ImprovementCommand::Decide { improvement, decision, .. } => {
                format!("{} {}", decision.label(), name::<Improvement>(workspace, *improvement))
            }
            ImprovementCommand::Answer { .. } | ImprovementCommand::Answers { .. } => "Change an answer of the guide".to_owned(),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        let refuse = |what: &str, todo: &str| Err(Refusal::new(what.to_owned(), todo));
        match self {
            ImprovementCommand::Add { improvement } if improvement.name.trim().is_empty() => {
                refuse("It does not say what is to get better.", "Write it in a line.")
            }
            ImprovementCommand::Add { .. } | ImprovementCommand::Answer { .. } | ImprovementCommand::Answers { .. } => Ok(()),
            ImprovementCommand::Decide { improvement, .. } => must_have::<Improvement>(workspace, *improvement),
            ImprovementCommand::Advance { improvement, stage, .. } => {
                let Some(record) = workspace.improvements.get(improvement) else { return Err(Refusal::gone(Improvement::TABLE)) };
                if *stage >= ImprovementStage::Do && record.hypothesis.trim().is_empty() {
                    return refuse("Nobody knows yet what is expected.", "Write the hypothesis first: what will change, and by how much.");
                }
                if *stage >= ImprovementStage::Study && record.measure == Measured::Nothing {
                    return refuse("Nothing is measured.", "Choose what is measured before and after.");
                }
                if *stage == ImprovementStage::Act && record.decision == Conclusion::Open {
                    return refuse("Nothing is decided yet.", "Decide under Effect: adopt, adapt or abandon.");
                }
                Ok(())
            }
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            ImprovementCommand::Add { improvement } => {
                edits.add(&Improvement { id: ImprovementId::from_raw(ids.next()), ..(**improvement).clone() });
            }
            ImprovementCommand::Advance { improvement, stage, time } => {
                edits.set::<Improvement>(*improvement, "stage", stage);
                let begins = *stage == ImprovementStage::Do && workspace.improvements.get(improvement).is_some_and(|it| it.began.is_none());
                if begins {
                    edits.set::<Improvement>(*improvement, "began", &Some(*time));
                }
            }
            ImprovementCommand::Decide { improvement, decision, result, by } => {
                edits.set::<Improvement>(*improvement, "decision", decision);
                edits.set::<Improvement>(*improvement, "result", result);
                edits.set::<Improvement>(*improvement, "decided_by", &roles::name_of(workspace, Phase::Improvement, by));
                // What is adapted is planned anew; everything else is decided.
                let stage = if *decision == Conclusion::Adapt { ImprovementStage::Plan } else { ImprovementStage::Act };
                edits.set::<Improvement>(*improvement, "stage", &stage);
            }
            ImprovementCommand::Answer { key, value } => keep(&mut edits, workspace, ids, key, value),
            ImprovementCommand::Answers { answers } => {
                for (key, value) in answers {
                    keep(&mut edits, workspace, ids, key, value);
                }
            }
        }
        edits.0
    }
}

/// Keeps an answer; an empty one is taken back.
fn keep(edits: &mut Edits, workspace: &Workspace, ids: &mut IdSource, key: &str, value: &str) {
    match workspace.parameters.values().find(|known| known.name == *key) {
        Some(known) if value.is_empty() => edits.remove::<Parameter>(known.id),
        Some(known) => edits.set::<Parameter>(known.id, "value", &value.to_owned()),
        None if value.is_empty() => {}
        None => {
            let id = ParameterId::from_raw(ids.next());
            edits.add(&Parameter { name: key.to_owned(), value: value.to_owned(), ..Parameter::new(id) });
        }
    }
}
