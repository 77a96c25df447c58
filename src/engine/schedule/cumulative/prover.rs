//! The proof of a project beside its search: how much of the time it gets, and what comes of it.
//!
//! Never takes time that the search makes good use of: a small share always, more at first and while nothing better is found.

use super::project::Project;
use super::proof::{Progress, Proof};

/// Proofs of larger projects take too long between two looks at the time.
const MOST_TASKS: usize = 500;
/// The proof may cost one part in so many of what the search has cost, as much again of what it has cost since it last found something,
/// and more at the beginning: what is easy to prove need not be searched for long.
const SHARE: u64 = 32;
const SHARE_AT_FIRST: u64 = 6;
/// So many placed tasks are the beginning.
const FIRST: u64 = 4_000_000;
/// Less is not begun, more is not done at once; both in placed tasks.
const LEAST: u64 = 2_000;
const MOST: u64 = 12_000;

/// What the search has come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report {
    /// Tasks placed since the last report.
    pub placed: u64,
    pub improved: bool,
    /// The last end of the best schedule.
    pub best: u32,
}

#[derive(Debug, Default)]
pub(super) struct Prover {
    proof: Option<Proof>,
    /// No schedule ends before this.
    pub low: u32,
    placed: u64,
    in_vain: u64,
}

impl Prover {
    /// A prover for the project where it can be proved; `low` is what is known before.
    pub fn new(project: &Project, tail: &[u32], low: u32, best: u32) -> Prover {
        let is_open = low < best && project.tasks.len() <= MOST_TASKS;
        let proof = is_open.then(|| Proof::new(project, tail, low, best - 1));
        Prover { proof, low, ..Prover::default() }
    }

    /// Goes on for as long as the search deserves; answers the starts of a schedule that is the best possible if it comes to one.
    pub fn step(&mut self, report: Report) -> Option<Vec<u32>> {
        self.placed += report.placed;
        self.in_vain = if report.improved { 0 } else { self.in_vain + report.placed };
        let proof = self.proof.as_mut()?;
        let allowed = (self.placed + self.in_vain) / SHARE + self.placed.min(FIRST) / SHARE_AT_FIRST;
        let allowed = allowed.saturating_sub(proof.spent);
        if allowed < LEAST {
            return None;
        }
        let progress = proof.work(allowed.min(MOST));
        self.low = self.low.max(proof.low());
        let found = match progress {
            Progress::Open if self.low < report.best => return None,
            Progress::Open => None,
            Progress::Closed => {
                self.low = proof.high() + 1;
                None
            }
            Progress::Found => Some(proof.starts().collect()),
        };
        self.proof = None;
        found
    }
}
