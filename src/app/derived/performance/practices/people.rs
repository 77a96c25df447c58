//! The practice of standard work with clear owners.

use super::charts::days_since;
use super::{of_all, told};
use crate::app::derived::improvement::{answer, raci, readiness_key};
use crate::app::derived::skills::skill_matrix;
use crate::engine::practices::{Practised, Standards, standard_work};
use crate::guide::WORKFLOW_REVIEWED;
use crate::model::{Operation, OperationKind, Span, Time, Workspace};

pub(super) fn standards(workspace: &Workspace, now: Time) -> (Practised, Vec<String>) {
    let works = |step: &&Operation| matches!(step.kind, OperationKind::FixedTime | OperationKind::TimePer);
    let steps: Vec<&Operation> = workspace.operations.values().filter(works).collect();
    let has = |text: &str| !text.trim().is_empty();
    let is_whole =
        |step: &&&Operation| has(&step.role) && has(&step.description) && (step.duration > Span::ZERO || step.duration_per_unit > 0.0);
    // The usual matrix is shown to everybody; it counts once somebody changed a letter of it or says that each phase has its one role.
    let said = workspace.parameters.values().any(|known| known.name.starts_with("raci."))
        || answer(workspace, &readiness_key(2, 0)).and_then(|text| text.parse::<f64>().ok()).is_some_and(|score| score >= 3.0);
    let rows = raci(workspace);
    let is_clear = |letters: &[String; 5]| {
        letters.iter().filter(|letter| letter.contains('A')).count() == 1 && letters.iter().any(|letter| letter.contains('R'))
    };
    let skills = skill_matrix(workspace, now).skills;
    let asked: Vec<usize> = skills.iter().filter(|skill| skill.asked.is_some()).map(|skill| skill.able).collect();
    let found = standard_work(&Standards {
        steps: steps.len(),
        whole_steps: steps.iter().filter(is_whole).count(),
        activities: if said { rows.len() } else { 0 },
        unclear: rows.iter().filter(|row| !is_clear(&row.letters)).count(),
        reviewed_days: days_since(answer(workspace, WORKFLOW_REVIEWED), now),
        skills: asked.len(),
        shared_skills: asked.iter().filter(|able| **able >= 2).count(),
    });
    told(
        found,
        &[
            (
                &|share, n| format!("{} steps have a role, a standard time and an instruction (all needed).", of_all(share, n)),
                "there are no steps.",
            ),
            (
                &|unclear, n| {
                    format!(
                        "{:.0} of {n} phases lack their one accountable role or somebody who does it (none allowed).",
                        unclear.unwrap_or(0.0)
                    )
                },
                "nobody has changed or confirmed the usual roles (Improvement: Roles, Readiness).",
            ),
            (
                &|days, _| format!("The workflow was reviewed {:.0} days ago (a year at most).", days.unwrap_or(0.0)),
                "when the workflow was last reviewed is not recorded; enter it below.",
            ),
            (
                &|share, n| format!("{} skills that the work asks for are held by two or more (all needed).", of_all(share, n)),
                "no step asks for a skill.",
            ),
        ],
    )
}
