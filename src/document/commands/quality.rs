//! Commands of the quality phase: checklists with their versions, and what was found with them.
//!
//! Never judges an answer: whether it passed is decided where it is given, by the question as it stood then.

use super::build::{Edits, must_have, name};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// A change of the checks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum QualityCommand {
    /// Adds a checklist with its questions.
    AddChecklist { checklist: Box<Checklist>, questions: Vec<CheckItem> },
    /// Adds a question at the end of a checklist.
    AddQuestion { question: Box<CheckItem> },
    /// Sets a field of a question.
    SetQuestion { question: CheckItemId, field: usize, value: Value },
    /// Makes other limits those that measured values of a question must keep.
    SetLimits { question: CheckItemId, lower: Option<f64>, upper: Option<f64> },
    /// Keeps what somebody says of the inspection of a question's lots, and who does.
    SayInspection { question: CheckItemId, word: InspectionWord, by: String, time: Time },
    /// Puts a question between two others.
    MoveQuestion { question: CheckItemId, position: f64 },
    /// Removes a question.
    RemoveQuestion { question: CheckItemId },
    /// Keeps a filled-in checklist; where it failed, the issue that it opens.
    Save { check: Box<Check>, issue: Option<Box<Issue>> },
    /// Adds a control chart.
    AddChart { chart: Box<ControlChart> },
    /// Changes what the limits of a control chart rest on, and who does: its stages, what is left out, or until when they are learned.
    Revise { chart: ControlChartId, field: usize, value: Value, by: String, time: Time },
}

/// What the limits of a control chart rest on.
const REVISED: [&str; 3] = ["stages", "left_out", "learned_until"];

impl QualityCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        let question = |id: &CheckItemId| name::<CheckItem>(workspace, *id);
        match self {
            QualityCommand::AddChecklist { checklist, .. } => format!("Add checklist {}", checklist.name),
            QualityCommand::AddQuestion { question } => format!("Add question {}", question.name),
            QualityCommand::SetQuestion { question: id, .. } => format!("Change question {}", question(id)),
            QualityCommand::SetLimits { question: id, .. } => format!("Set the limits of {}", question(id)),
            QualityCommand::SayInspection { question: id, word, .. } => format!("{}: {}", word.words(), question(id)),
            QualityCommand::MoveQuestion { question: id, .. } => format!("Move question {}", question(id)),
            QualityCommand::RemoveQuestion { question: id } => format!("Remove question {}", question(id)),
            QualityCommand::Save { check, .. } => {
                let checklist = check.checklist.map_or_else(|| "Check".to_owned(), |id| name::<Checklist>(workspace, id));
                format!("{checklist}: {}", if check.passed { "passed" } else { "failed" })
            }
            QualityCommand::AddChart { chart } => format!("Add control chart {}", chart.name),
            QualityCommand::Revise { chart, .. } => format!("Revise the limits of {}", name::<ControlChart>(workspace, *chart)),
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            QualityCommand::AddChecklist { .. } | QualityCommand::AddChart { .. } => Ok(()),
            QualityCommand::AddQuestion { question } => question.checklist.map_or(Ok(()), |id| must_have::<Checklist>(workspace, id)),
            QualityCommand::SetLimits { question, lower, upper } => {
                must_have::<CheckItem>(workspace, *question)?;
                if matches!((lower, upper), (Some(lower), Some(upper)) if lower >= upper) {
                    return Err(Refusal::new("The lower limit is not below the upper one.", "Choose other limits."));
                }
                Ok(())
            }
            QualityCommand::SayInspection { question, word, .. } => {
                let Some(question) = workspace.check_items.get(question) else { return Err(Refusal::gone(CheckItem::TABLE)) };
                let agreed = reduced_is_agreed(&inspection_said(&question.inspection));
                match word {
                    InspectionWord::ReducedAgreed if agreed => {
                        Err(Refusal::new("Reduced inspection is agreed already.", "Nothing changes."))
                    }
                    InspectionWord::ReducedEnded if !agreed => Err(Refusal::new("Reduced inspection is not agreed.", "Nothing changes.")),
                    _ => Ok(()),
                }
            }
            QualityCommand::SetQuestion { question, field, value } => {
                must_have::<CheckItem>(workspace, *question)?;
                let is_limit = CheckItem::FIELDS.get(*field).is_some_and(|field| field.name == "quality_limit");
                match value {
                    Value::Number(limit) if is_limit && !(0.01..=10.0).contains(limit) => Err(Refusal::new(
                        "The standard has limits from 0.01 to 10 % of items nonconforming.",
                        "Enter a limit between them; the next tighter one of the standard holds.",
                    )),
                    _ => Ok(()),
                }
            }
            QualityCommand::MoveQuestion { question, .. } | QualityCommand::RemoveQuestion { question } => {
                must_have::<CheckItem>(workspace, *question)
            }
            QualityCommand::Revise { chart, field, .. } => {
                must_have::<ControlChart>(workspace, *chart)?;
                let names = ControlChart::FIELDS.get(*field).is_some_and(|field| REVISED.contains(&field.name));
                if names {
                    Ok(())
                } else {
                    Err(Refusal::new("The limits do not rest on that.", "Change it among the settings of the chart."))
                }
            }
            QualityCommand::Save { check, .. } => check.checklist.map_or(Ok(()), |id| must_have::<Checklist>(workspace, id)),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            QualityCommand::AddChecklist { checklist, questions } => {
                let id = ChecklistId::from_raw(ids.next());
                edits.add(&Checklist { id, ..(**checklist).clone() });
                // Questions may depend on earlier ones, which are known by their places.
                let made: Vec<CheckItemId> = questions.iter().map(|_| CheckItemId::from_raw(ids.next())).collect();
                for ((question, new), position) in questions.iter().zip(&made).zip(1..) {
                    let only_if = question.only_if.and_then(|place| made.get(usize::try_from(place.raw()).ok()?).copied());
                    let position = f64::from(position);
                    edits.add(&CheckItem { id: *new, checklist: Some(id), position, only_if, ..question.clone() });
                }
            }
            QualityCommand::AddQuestion { question } => {
                let positions = questions(workspace, question.checklist).map(|question| question.position);
                let position = positions.fold(0.0, f64::max) + 1.0;
                edits.add(&CheckItem { id: CheckItemId::from_raw(ids.next()), position, ..(**question).clone() });
                self.count_version(&mut edits, workspace, question.checklist);
            }
            QualityCommand::SetQuestion { question, field, value } => {
                edits.0.push(Edit::Set { table: TableName::CheckItem, id: question.raw(), field: *field, value: value.clone() });
                self.count_version(&mut edits, workspace, list_of(workspace, *question));
            }
            QualityCommand::SetLimits { question, lower, upper } => {
                edits.set::<CheckItem>(*question, "lower", lower);
                edits.set::<CheckItem>(*question, "upper", upper);
                self.count_version(&mut edits, workspace, list_of(workspace, *question));
            }
            QualityCommand::SayInspection { question, word, by, time } => {
                let said = workspace.check_items.get(question).map(|question| question.inspection.trim_end()).unwrap_or_default();
                let new = InspectionSaid { time: *time, word: *word, by: roles::name_of(workspace, Phase::Quality, by) };
                let lines: Vec<String> = said.lines().map(str::to_owned).chain([new.line()]).collect();
                edits.set::<CheckItem>(*question, "inspection", &lines.join("\n"));
            }
            QualityCommand::MoveQuestion { question, position } => {
                edits.set::<CheckItem>(*question, "position", position);
                self.count_version(&mut edits, workspace, list_of(workspace, *question));
            }
            QualityCommand::RemoveQuestion { question } => {
                edits.remove::<CheckItem>(*question);
                self.count_version(&mut edits, workspace, list_of(workspace, *question));
            }
            QualityCommand::Save { check, issue } => {
                let id = CheckId::from_raw(ids.next());
                edits.add(&Check { id, ..(**check).clone() });
                if let Some(issue) = issue {
                    edits.add(&Issue { id: IssueId::from_raw(ids.next()), check: Some(id), ..(**issue).clone() });
                }
            }
            QualityCommand::AddChart { chart } => {
                edits.add(&ControlChart { id: ControlChartId::from_raw(ids.next()), ..(**chart).clone() })
            }
            QualityCommand::Revise { chart, field, value, by, time } => {
                edits.0.push(Edit::Set { table: TableName::ControlChart, id: chart.raw(), field: *field, value: value.clone() });
                edits.set::<ControlChart>(*chart, "revised", &Some(*time));
                edits.set::<ControlChart>(*chart, "revised_by", &roles::name_of(workspace, Phase::Quality, by));
            }
        }
        edits.0
    }

    /// A checklist that was used as it stands becomes a new version when its questions change.
    fn count_version(&self, edits: &mut Edits, workspace: &Workspace, checklist: Option<ChecklistId>) {
        let Some(list) = checklist.and_then(|id| workspace.checklists.get(&id)) else { return };
        if workspace.checks.values().any(|check| check.checklist == Some(list.id) && check.version == list.version) {
            edits.set::<Checklist>(list.id, "version", &(list.version + 1));
        }
    }
}

fn list_of(workspace: &Workspace, question: CheckItemId) -> Option<ChecklistId> {
    workspace.check_items.get(&question).and_then(|question| question.checklist)
}

fn questions(workspace: &Workspace, checklist: Option<ChecklistId>) -> impl Iterator<Item = &CheckItem> {
    workspace.check_items.values().filter(move |question| checklist.is_some() && question.checklist == checklist)
}
