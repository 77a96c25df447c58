//! What the page asks of the engine worker and what it answers, as bytes.
//!
//! Never runs anything twice: a request is answered by progress and exactly one last word. Whoever runs it rests now and then to hear
//! whether it is still wanted; a report answered with “no” ends a search, and its last word is the best it has found. Several workers may
//! plan the same: their schedules go round at the meetings of their searches ([`super::meeting`]), and only the first tells of better plans.

use super::plan::{
    ChanceOptions, Chances, PlanChanges, PlanOptions, PlanOutcome, PlanStats, Remedy, Stage, Standing, chances, plan_changes,
    plan_in_slices, remedies,
};
use super::schedule::{Offer, Peers};
use super::slices::Slices;
use crate::model::{OrderId, Workspace};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

/// Something asked of the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The build of the page; a worker of another build does not answer it.
    pub build_id: String,
    /// Counts the page's requests; replies carry it, so that stale ones can be told.
    pub revision: u64,
    /// Position of the worker among those who are asked the same, from zero, and how many they are.
    pub seat: (u32, u32),
    pub job: Job,
}

/// What the others offered at a meeting; nothing when nobody else takes part any more.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Offers {
    pub meeting: u32,
    /// As they were in [`Reply::Offer`].
    pub offers: Vec<Vec<u8>>,
}

/// The work asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Job {
    /// Plan the open orders.
    Plan {
        #[serde(with = "crate::model::for_plans")]
        workspace: Box<Workspace>,
        options: PlanOptions,
    },
    /// Plan them once in each of these ways, to be looked at side by side.
    Compare {
        #[serde(with = "crate::model::for_plans")]
        workspace: Box<Workspace>,
        cases: Vec<PlanOptions>,
    },
    /// What would make a late order on time.
    Remedies {
        #[serde(with = "crate::model::for_plans")]
        workspace: Box<Workspace>,
        options: PlanOptions,
        order: OrderId,
    },
    /// How likely each order is on time by the schedule as it stands.
    Chances {
        #[serde(with = "crate::model::for_plans")]
        workspace: Box<Workspace>,
        options: ChanceOptions,
    },
}

/// A plan and what it would change in the workspace it was made for.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Proposal {
    pub outcome: PlanOutcome,
    pub changes: PlanChanges,
}

/// Something answered by the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// A better plan was found, and the search goes on.
    Better { revision: u64, stage: Stage, proposal: Box<Proposal> },
    /// The search goes on; the best so far in numbers.
    Working { revision: u64, stage: Stage, attempts: u32, elapsed_ms: f64, standing: Standing },
    /// The best schedule so far for those who plan the same; the search waits for their [`Offers`]. Meetings are counted from one.
    Offer { revision: u64, meeting: u32, bytes: Vec<u8> },
    /// The last word on a plan: the best.
    Done { revision: u64, proposal: Box<Proposal> },
    /// The plan of one case.
    Compared { revision: u64, case: u32, proposal: Box<Proposal> },
    /// A change and what it would do.
    Remedy { revision: u64, remedy: Remedy },
    /// What the simulation says so far.
    Chances { revision: u64, chances: Chances },
    /// The last word on everything that is not one plan.
    End { revision: u64 },
    /// Page and worker are of different builds; nothing was done.
    OtherBuild { worker: String },
    /// The request could not be read; nothing was done.
    Unreadable,
}

/// Milliseconds between two reports, so that the page is not kept busy listening.
const REPORT_EVERY_MS: f64 = 100.0;

/// Seeds of workers lie far from those of other searches.
const SEED_STEP: u64 = 1_000_003;

/// What was sent while a request is worked on, one message after the other.
pub type Inbox<'a> = &'a dyn Fn() -> Option<Vec<u8>>;

/// Runs a request and posts its replies; `post` answers whether to go on. Where it does not, the best plan so far is the last word. Without
/// an inbox it runs alone, whoever else is asked the same.
pub async fn run(bytes: &[u8], build_id: &str, slices: &Slices<'_>, inbox: Option<Inbox<'_>>, post: &mut dyn FnMut(&Reply) -> bool) {
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
    let Request { revision, seat: (seat, seats), .. } = request;
    let desk = Desk {
        revision,
        is_first: seat == 0,
        slices,
        post: RefCell::new(post),
        last: Cell::new(f64::NEG_INFINITY),
        goes_on: Cell::new(true),
        inbox: Cell::new(inbox.filter(|_| seats > 1)),
        meeting: Cell::new(0),
    };
    match request.job {
        Job::Plan { workspace, mut options } => {
            options.seed = options.seed.wrapping_add(SEED_STEP.wrapping_mul(u64::from(seat)));
            let outcome = desk.plan(&workspace, &options).await;
            desk.say(&Reply::Done { revision, proposal: proposal(&workspace, outcome) });
            return;
        }
        Job::Compare { workspace, cases } => {
            for (case, options) in (0..).zip(&cases) {
                let outcome = plan_in_slices(&workspace, options, slices, None, &mut |progress| {
                    desk.work(progress.stage, progress.attempts, progress.elapsed_ms, progress.standing)
                })
                .await;
                if !desk.say(&Reply::Compared { revision, case, proposal: proposal(&workspace, outcome) }) {
                    break;
                }
            }
        }
        Job::Remedies { mut workspace, options, order } => {
            let mut goes_on = || desk.work(Stage::Choosing, 0, 0.0, Standing::default());
            let mut tell = |remedy| desk.say(&Reply::Remedy { revision, remedy });
            remedies(&mut workspace, &options, order, slices, &mut goes_on, &mut tell).await;
        }
        Job::Chances { workspace, options } => {
            let mut tell = |chances: &Chances| desk.say(&Reply::Chances { revision, chances: chances.clone() });
            let last = chances(&workspace, &options, slices, &mut tell).await;
            tell(&last);
        }
    }
    desk.say(&Reply::End { revision });
}

fn proposal(workspace: &Workspace, outcome: PlanOutcome) -> Box<Proposal> {
    let changes = plan_changes(workspace, &outcome);
    Box::new(Proposal { outcome, changes })
}

/// Where a request is worked on: what is said to the page, and whether it still listens.
struct Desk<'a> {
    revision: u64,
    /// Whether it tells of better plans, among those who are asked the same.
    is_first: bool,
    slices: &'a Slices<'a>,
    post: RefCell<&'a mut dyn FnMut(&Reply) -> bool>,
    /// When something was said last.
    last: Cell<f64>,
    goes_on: Cell<bool>,
    /// Where offers of others come in; nothing once there are no others.
    inbox: Cell<Option<Inbox<'a>>>,
    /// Meetings so far.
    meeting: Cell<u32>,
}

impl Peers for Desk<'_> {
    fn tell(&self, offer: Offer) {
        let bytes = postcard::to_allocvec(&offer).ok().filter(|_| self.inbox.get().is_some());
        let Some(bytes) = bytes else { return };
        self.meeting.set(self.meeting.get() + 1);
        // Reports have their own pace, which this must not slow down.
        let last = self.last.get();
        self.say(&Reply::Offer { revision: self.revision, meeting: self.meeting.get(), bytes });
        self.last.set(last);
    }

    fn hear(&self) -> Option<Vec<Offer>> {
        let Some(inbox) = self.inbox.get() else { return Some(Vec::new()) };
        while let Some(message) = inbox() {
            let offers = postcard::from_bytes::<Offers>(&message).ok().filter(|offers| offers.meeting == self.meeting.get());
            let Some(Offers { offers, .. }) = offers else { continue };
            if offers.is_empty() {
                self.inbox.set(None);
            }
            // What cannot be read is no offer.
            return Some(offers.iter().filter_map(|offer| postcard::from_bytes(offer).ok()).collect());
        }
        None
    }
}

impl Desk<'_> {
    /// Says something and tells whether to go on.
    fn say(&self, reply: &Reply) -> bool {
        self.goes_on.set((self.post.borrow_mut())(reply));
        self.last.set(self.slices.now());
        self.goes_on.get()
    }

    fn is_time_to_report(&self) -> bool {
        self.slices.now() - self.last.get() >= REPORT_EVERY_MS
    }

    /// Says now and then that the work goes on, and tells whether to go on.
    fn work(&self, stage: Stage, attempts: u32, elapsed_ms: f64, standing: Standing) -> bool {
        if self.is_time_to_report() {
            self.say(&Reply::Working { revision: self.revision, stage, attempts, elapsed_ms, standing });
        }
        self.goes_on.get()
    }

    /// Searches for a plan, telling of every better one.
    async fn plan(&self, workspace: &Workspace, options: &PlanOptions) -> PlanOutcome {
        let mut best: Option<PlanStats> = None;
        let mut told = 0;
        plan_in_slices(workspace, options, self.slices, Some(self), &mut |progress| {
            // The records of a plan are written only once for each.
            if self.is_first && self.is_time_to_report() && progress.attempts != told {
                told = progress.attempts;
                let outcome = (progress.outcome)();
                if best.is_none_or(|best| is_better(&outcome.stats, &best)) {
                    best = Some(outcome.stats);
                    self.say(&Reply::Better { revision: self.revision, stage: progress.stage, proposal: proposal(workspace, outcome) });
                    self.last.set(f64::NEG_INFINITY);
                }
            }
            self.work(progress.stage, progress.attempts, progress.elapsed_ms, progress.standing)
        })
        .await
    }
}

/// Fewer orders refused, then in part, then less lateness, then fewer orders late: what the search goes by, too.
pub fn is_better(new: &PlanStats, old: &PlanStats) -> bool {
    (new.refused, new.partial, new.lateness, new.late) < (old.refused, old.partial, old.lateness, old.late)
}
