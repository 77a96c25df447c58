//! The ten pitfalls looked for in a workspace, each with what it rests on, in words, and a way out.
//!
//! Where too little is known that is said, with what is missing. Never says who is to blame.

mod people;
mod plan;
mod work;

pub(super) use plan::replanned;
pub use plan::{Ahead, loads_ahead};

use super::figures::Figures;
use crate::engine::pitfalls::{Evidence, Level};
use crate::model::Workspace;

/// One pitfall as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Pitfall {
    pub name: &'static str,
    pub level: Level,
    /// What was looked at, and how many.
    pub of: &'static str,
    pub n: usize,
    /// Probability of this by chance, where chance is asked.
    pub p: Option<f64>,
    /// What was found, in a sentence or two; what is missing where too little is known.
    pub words: String,
    /// What to do about it.
    pub way_out: &'static str,
}

impl Pitfall {
    fn of(name: &'static str, of: &'static str, evidence: &Evidence, words: String, missing: &str, way_out: &'static str) -> Pitfall {
        let words = if evidence.level == Level::Unknown { missing.to_owned() } else { words };
        let p = evidence.p.filter(|p| evidence.level != Level::Unknown && p.is_finite());
        Pitfall { name, level: evidence.level, of, n: evidence.n, p, words, way_out }
    }
}

/// All ten, the worst first; `figures` are those of everything.
pub fn pitfalls(workspace: &Workspace, figures: &Figures) -> Vec<Pitfall> {
    let mut found = vec![
        plan::full_hours(workspace, figures),
        work::more_started(figures),
        plan::wishes(workspace, figures),
        plan::planned_anew(workspace, figures),
        people::forecasts(workspace, figures),
        people::owners(workspace),
        work::late_checks(workspace, figures),
        work::busy_steps(workspace, figures),
        people::adjusted(workspace),
        people::fires(workspace, figures),
    ];
    crate::model::sort_with(&mut found, |a, b| b.level.cmp(&a.level));
    found
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
