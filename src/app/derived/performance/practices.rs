//! The ten practices looked for in a workspace: how far each is adopted, condition by condition with its numbers, and what cannot be told.
//!
//! What a workspace does not record is said to be missing, and is never guessed.

mod care;
mod charts;
mod flow;
mod people;

use super::figures::Figures;
use crate::engine::practices::{Adoption, Condition, Practised};
use crate::guide::{PRACTICES, PracticeWords};
use crate::model::{DAY, TableName, Time, Workspace};

/// What practices are read from beyond what figures and pitfalls are.
pub const PRACTICE_TABLES: [TableName; 8] = [
    TableName::ControlChart,
    TableName::Improvement,
    TableName::Scenario,
    TableName::Parameter,
    TableName::ProductionPlan,
    TableName::Skill,
    TableName::ResourceSkill,
    TableName::Kpi,
];

/// One condition of a practice in words.
#[derive(Clone, PartialEq, Debug)]
pub struct ConditionLine {
    /// Nothing where it cannot be told.
    pub holds: Option<bool>,
    pub words: String,
}

/// One practice as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Practice {
    pub guide: &'static PracticeWords,
    pub adoption: Adoption,
    pub conditions: Vec<ConditionLine>,
}

/// A condition in words: what it comes to, and what is missing where it cannot be told.
type Told<'a> = (&'a dyn Fn(Option<f64>, usize) -> String, &'static str);

/// All ten in the order of the guide; `figures` are those of everything.
pub fn practices(workspace: &Workspace, figures: &Figures) -> Vec<Practice> {
    let charts = charts::watched(workspace, figures.basis.now);
    let of = |guide: &'static PracticeWords| {
        let (found, words) = match guide.key {
            "level_load" => flow::level(workspace, figures),
            "limited_work" => flow::limited(workspace, figures),
            "ranges" => flow::ranged(workspace, figures.basis.now),
            "rolling_plan" => flow::rolling(workspace, figures),
            "check_at_the_source" => charts::at_the_source(workspace, figures, &charts),
            "early_warning" => charts::early(workspace, figures, &charts),
            "close_the_loop" => care::loops(workspace, figures.basis.now),
            "model_first" => care::modelled(workspace),
            "experiments" => care::tested(workspace),
            _ => people::standards(workspace, figures.basis.now),
        };
        let conditions = found.conditions.iter().zip(words).map(|(condition, words)| ConditionLine { holds: condition.holds, words });
        Practice { guide, adoption: found.adoption, conditions: conditions.collect() }
    };
    PRACTICES.iter().map(of).collect()
}

/// A verdict with its words, condition by condition.
fn told(found: Practised, words: &[Told]) -> (Practised, Vec<String>) {
    let line = |(condition, (say, missing)): (&Condition, &Told)| match condition.holds {
        Some(_) => say(condition.value, condition.n),
        None => format!("Cannot be told: {missing}"),
    };
    let lines = found.conditions.iter().zip(words).map(line).collect();
    (found, lines)
}

fn days(time: Time) -> f64 {
    time.seconds() as f64 / DAY as f64
}

/// `3 of 4`, of a share and its whole.
fn of_all(share: Option<f64>, n: usize) -> String {
    format!("{:.0} of {n}", share.unwrap_or(0.0) * n as f64)
}
