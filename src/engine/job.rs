//! What the page asks of the engine worker and what it answers, as bytes.
//!
//! Never runs anything twice: a request is answered by progress and exactly one last word. A worker is busy while it runs
//! and hears nothing, so cancelling means ending it; on the page it means answering its next report with “no”. The best
//! outcome reported by then is what is kept.

use super::plan::{PlanOptions, PlanOutcome, PlanStats, Stage, plan_in_slices};
use super::slices::Slices;
use crate::model::Workspace;
use serde::{Deserialize, Serialize};

/// Something asked of the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The build of the page; a worker of another build does not answer it.
    pub build_id: String,
    /// Counts the page's requests; replies carry it, so that stale ones can be told.
    pub revision: u64,
    pub job: Job,
}

/// The work asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Job {
    /// Plan the open orders.
    Plan { workspace: Box<Workspace>, options: PlanOptions },
}

/// Something answered by the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// A better plan was found, and the search goes on.
    Better { revision: u64, stage: Stage, outcome: Box<PlanOutcome> },
    /// The search goes on.
    Working { revision: u64, stage: Stage, attempts: u32, elapsed_ms: f64 },
    /// The last word: the best plan.
    Done { revision: u64, outcome: Box<PlanOutcome> },
    /// Page and worker are of different builds; nothing was done.
    OtherBuild { worker: String },
    /// The request could not be read; nothing was done.
    Unreadable,
}

/// Milliseconds between two reports, so that the page is not kept busy listening.
const REPORT_EVERY_MS: f64 = 100.0;

/// Runs a request and posts its replies; `post` answers whether to go on. Where it does not, the best plan so far is the last word.
pub async fn run(bytes: &[u8], build_id: &str, slices: &Slices<'_>, post: &mut dyn FnMut(&Reply) -> bool) {
    // Another build may write requests in another way; its name comes first in all of them.
    if let Ok((asking, _)) = postcard::take_from_bytes::<String>(bytes)
        && asking != build_id
    {
        post(&Reply::OtherBuild { worker: build_id.to_owned() });
        return;
    }
    let Ok(request) = postcard::from_bytes::<Request>(bytes) else {
        post(&Reply::Unreadable);
        return;
    };
    let revision = request.revision;
    match request.job {
        Job::Plan { workspace, options } => {
            let mut last_report = f64::NEG_INFINITY;
            let mut best: Option<PlanStats> = None;
            let (mut told, mut goes_on) = (0, true);
            let outcome = plan_in_slices(&workspace, &options, slices, &mut |progress| {
                if slices.now() - last_report >= REPORT_EVERY_MS {
                    // The records of a plan are written only once for each.
                    let fresh = (progress.attempts != told).then(|| (progress.outcome)());
                    told = progress.attempts;
                    if let Some(outcome) = fresh.filter(|fresh| best.is_none_or(|best| is_better(&fresh.stats, &best))) {
                        best = Some(outcome.stats);
                        goes_on = post(&Reply::Better { revision, stage: progress.stage, outcome: Box::new(outcome) });
                    } else {
                        goes_on = post(&Reply::Working {
                            revision,
                            stage: progress.stage,
                            attempts: progress.attempts,
                            elapsed_ms: progress.elapsed_ms,
                        });
                    }
                    last_report = slices.now();
                }
                goes_on
            })
            .await;
            post(&Reply::Done { revision, outcome: Box::new(outcome) });
        }
    }
}

/// Fewer orders refused, then in part, then late, then less lateness.
fn is_better(new: &PlanStats, old: &PlanStats) -> bool {
    (new.refused, new.partial, new.late, new.lateness) < (old.refused, old.partial, old.late, old.lateness)
}
