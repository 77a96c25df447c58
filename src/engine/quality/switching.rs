//! When inspection of lots becomes stricter, easier or ends: the switching rules of ISO 2859-1:1999, clauses 9.3 and 9.4.
//!
//! Counts lots in the order in which they were inspected for the first time. Never decides that production is steady or that whoever is responsible
//! agrees to reduced inspection: that is asked for.

use super::iso_2859::Severity;
use crate::model::InspectionWord;
use serde::{Deserialize, Serialize};

/// One lot, inspected for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    pub accepted: bool,
    /// The acceptance number of the plan of normal inspection.
    pub accept: u64,
    /// Whether it would have been accepted with the limit one step tighter; unknown counts as no.
    pub accepted_tighter: bool,
}

/// How the next lot is inspected, and what it depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub severity: Severity,
    /// Five lots of tightened inspection were not accepted: nothing more is inspected until something was done about it.
    pub discontinued: bool,
    /// In normal inspection: from 30 on inspection may be reduced.
    pub score: u64,
    /// In tightened inspection: lots accepted one after the other; five lead back to normal.
    pub accepted_running: u64,
    /// In tightened inspection: lots not accepted since it began.
    pub rejected: u64,
    /// In normal inspection: how many of the last five lots, or of those since it began, were not accepted; the second leads to tightened.
    pub rejected_lately: u64,
}

/// What made inspection another, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Since {
    Lot(usize),
    Said(usize),
}

/// What lots led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switched {
    /// How each lot was to be inspected.
    pub severities: Vec<Severity>,
    /// How the next is to be inspected.
    pub standing: Standing,
    /// What last made inspection another.
    pub since: Option<Since>,
}

const TIGHTENED_WITHIN: usize = 5;
const REDUCED_FROM: u64 = 30;
const BACK_AFTER: u64 = 5;
const ENDS_AFTER: u64 = 5;

/// How lots were and are to be inspected, beginning with normal inspection. `said` is what people said, each with how many lots came before it, in
/// order: reduced inspection begins only while it is agreed.
///
/// Two of five or fewer lots one after the other not accepted lead from normal to tightened inspection; five accepted one after the other lead back;
/// five not accepted while it is tightened end it, and what comes after counts no more until it is resumed, tightened. The score of normal inspection rises by three for a lot that
/// the limit one step tighter would have accepted too (acceptance number two or more; otherwise it falls to nothing), by two for any accepted lot
/// (acceptance number one or none), and falls to nothing with a lot that is not accepted. One lot not accepted ends reduced inspection.
pub fn switched(lots: &[Inspected], said: &[(usize, InspectionWord)]) -> Switched {
    let mut at = Standing::default();
    let mut reduced_agreed = false;
    let mut waiting = said.iter().enumerate().peekable();
    let mut found = Switched { severities: Vec::with_capacity(lots.len()), standing: at, since: None };
    // Of normal inspection since it began, the last five.
    let mut lately: Vec<bool> = Vec::new();
    for place in 0..=lots.len() {
        while let Some((which, (_, word))) = waiting.next_if(|(_, (before, _))| *before <= place || place == lots.len()) {
            let before = at;
            match word {
                InspectionWord::ReducedAgreed => {
                    reduced_agreed = true;
                    if may_be_reduced(&at) {
                        at.severity = Severity::Reduced;
                    }
                }
                InspectionWord::ReducedEnded => {
                    reduced_agreed = false;
                    if at.severity == Severity::Reduced {
                        at = Standing::default();
                    }
                }
                InspectionWord::Resumed if at.discontinued => at = Standing { severity: Severity::Tightened, ..Standing::default() },
                InspectionWord::Resumed => {}
            }
            if (at.severity, at.discontinued) != (before.severity, before.discontinued) {
                lately.clear();
                found.since = Some(Since::Said(which));
            }
        }
        let Some(lot) = lots.get(place) else { break };
        found.severities.push(at.severity);
        if at.discontinued {
            continue;
        }
        let before = at.severity;
        match at.severity {
            Severity::Normal => {
                lately.push(lot.accepted);
                if lately.len() > TIGHTENED_WITHIN {
                    lately.remove(0);
                }
                at.rejected_lately = lately.iter().filter(|accepted| !**accepted).count() as u64;
                at.score = match (lot.accepted, lot.accept) {
                    (true, 0 | 1) => at.score + 2,
                    (true, _) if lot.accepted_tighter => at.score + 3,
                    _ => 0,
                };
                if at.rejected_lately >= 2 {
                    at = Standing { severity: Severity::Tightened, ..Standing::default() };
                } else if reduced_agreed && may_be_reduced(&at) {
                    at.severity = Severity::Reduced;
                }
            }
            Severity::Tightened => {
                at.accepted_running = if lot.accepted { at.accepted_running + 1 } else { 0 };
                at.rejected += u64::from(!lot.accepted);
                if at.rejected >= ENDS_AFTER {
                    at.discontinued = true;
                } else if at.accepted_running >= BACK_AFTER {
                    at = Standing::default();
                }
            }
            Severity::Reduced if !lot.accepted => at = Standing::default(),
            Severity::Reduced => {}
        }
        if at.severity != before || at.discontinued {
            lately.clear();
            found.since = Some(Since::Lot(place));
        }
    }
    found.standing = at;
    found
}

fn may_be_reduced(at: &Standing) -> bool {
    at.severity == Severity::Normal && at.score >= REDUCED_FROM
}
