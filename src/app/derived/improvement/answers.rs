//! Who is accountable for what, and whether the organisation is ready to adopt it: what was answered, held against the rules.
//!
//! Never keeps an answer; what was not answered has the default that is shown.

use crate::guide::READINESS;
use crate::model::roles::{answer, letters_of};
use crate::model::{Phase, Workspace};

/// One phase of the responsibility matrix.
#[derive(Clone, PartialEq, Debug)]
pub struct RaciRow {
    pub phase: Phase,
    pub letters: [String; 5],
    /// What is wrong with it; empty where nothing is.
    pub findings: Vec<&'static str>,
}

/// The responsibility matrix as it stands.
pub fn raci(workspace: &Workspace) -> Vec<RaciRow> {
    let row = |phase: Phase| {
        let letters = letters_of(workspace, phase);
        let accountable = letters.iter().filter(|letter| letter.contains('A')).count();
        let mut findings = Vec::new();
        match accountable {
            0 => findings.push("Nobody answers for it."),
            1 => {}
            _ => findings.push("More than one answers for it: then nobody does."),
        }
        if !letters.iter().any(|letter| letter.contains('R')) {
            findings.push("Nobody does it.");
        }
        if letters.iter().filter(|letter| letter.as_str() == "C").count() > 3 {
            findings.push("Many are asked: decisions will be slow.");
        }
        RaciRow { phase, letters, findings }
    };
    Phase::ALL.into_iter().map(row).collect()
}

/// What the answers to the readiness questions come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Advice {
    /// Mean of each prerequisite, 0 to 4; nothing while one of its statements has no answer.
    pub prerequisites: [Option<f64>; 4],
    /// 0 to 100; nothing while an answer is missing.
    pub readiness: Option<f64>,
    /// `Go`, `Pilot` or `Prepare`.
    pub decision: Option<&'static str>,
    /// What it means.
    pub sentence: String,
}

/// The key under which the answer to a statement is kept.
pub fn readiness_key(prerequisite: usize, statement: usize) -> String {
    format!("readiness.{prerequisite}.{statement}")
}

/// The advice that the answers given so far lead to.
pub fn readiness(workspace: &Workspace) -> Advice {
    let score = |prerequisite: usize, statement: usize| {
        answer(workspace, &readiness_key(prerequisite, statement)).and_then(|text| text.parse::<f64>().ok())
    };
    let mean = |at: usize| (0..4).map(|statement| score(at, statement)).sum::<Option<f64>>().map(|sum| sum / 4.0);
    advise([mean(0), mean(1), mean(2), mean(3)])
}

fn advise(prerequisites: [Option<f64>; 4]) -> Advice {
    let known: Option<Vec<f64>> = prerequisites.iter().copied().collect();
    let Some(known) = known else {
        let sentence = "Answer every statement from 0 (not at all) to 4 (fully, and it can be shown).".to_owned();
        return Advice { prerequisites, readiness: None, decision: None, sentence };
    };
    let (least, mean) = (known.iter().copied().fold(f64::INFINITY, f64::min), known.iter().sum::<f64>() / 4.0);
    let lowest = known.iter().position(|value| *value <= least).and_then(|at| READINESS.get(at)).map_or("", |(name, _)| *name);
    let (decision, sentence) = if least >= 2.0 && mean >= 2.5 {
        ("Go", "The organisation is ready: adopt it phase by phase.".to_owned())
    } else if least >= 1.0 && mean >= 2.0 {
        ("Pilot", format!("Try it with one team for eight weeks, and meanwhile work on “{lowest}”."))
    } else {
        ("Prepare", format!("Begin with “{lowest}” before anything is adopted."))
    };
    Advice { prerequisites, readiness: Some(100.0 * mean / 4.0), decision: Some(decision), sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_matrix_has_exactly_one_accountable_role_per_phase() {
        assert!(raci(&Workspace::default()).iter().all(|row| row.findings.is_empty()));
    }

    /// The four worked examples of the assessment.
    #[test]
    fn the_gate_is_that_of_the_assessment() {
        for (means, readiness, decision) in [
            ([2.75, 2.75, 3.0, 2.5], 68.75, "Go"),
            ([2.75, 1.25, 3.0, 2.5], 59.375, "Pilot"),
            ([0.75, 1.25, 2.5, 1.5], 37.5, "Prepare"),
            ([2.0, 2.0, 2.0, 2.0], 50.0, "Pilot"),
        ] {
            let found = advise(means.map(Some));
            assert_eq!((found.readiness, found.decision), (Some(readiness), Some(decision)));
        }
        assert_eq!(readiness(&Workspace::default()).decision, None);
    }
}
