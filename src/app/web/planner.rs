//! Sends a copy of the workspace to the engine worker and follows its search for a plan.
//!
//! Never changes the workspace before a plan is accepted.

use super::together::Together;
use crate::app::planning::{PlanWish, Planning, Reached, acceptance, better, workers};
use crate::app::{Refusal, Session};
use crate::engine::job::{Job, Proposal, Reply};
use crate::engine::plan::{PlanOptions, Standing};
use crate::model::RecordId;
use leptos::prelude::*;
use std::sync::Arc;

/// Milliseconds that a search for a better plan takes unless the person says otherwise.
pub const SEARCH_MS: u32 = 4_000;

/// The making of plans. Copied freely; provided as a context beside the session.
#[derive(Clone, Copy)]
pub struct Planner {
    session: Session,
    state: RwSignal<Planning>,
    /// How the next plan is to be made.
    pub wish: RwSignal<PlanWish>,
    /// How the best plan became better, from the first search on.
    curve: RwSignal<Vec<Reached>>,
    asking: StoredValue<Option<Together>, LocalStorage>,
    /// The session's revision when the first search began.
    began: StoredValue<u64>,
    /// The scenario that was looked at then; zero for the workspace itself.
    scenario: StoredValue<u64>,
    /// How many searches were made for this plan, and how long those before took in milliseconds.
    searches: StoredValue<(u64, f64)>,
}

/// The scenario that is looked at; zero for the workspace itself.
fn looked_at(session: Session) -> u64 {
    untrack(|| session.scenario()).map_or(0, RecordId::raw)
}

impl Planner {
    /// A planner for an open session.
    pub fn new(session: Session) -> Planner {
        Planner {
            session,
            state: RwSignal::new(Planning::Idle),
            wish: RwSignal::new(PlanWish::default()),
            curve: RwSignal::new(Vec::new()),
            asking: StoredValue::new_local(None),
            began: StoredValue::new(0),
            scenario: StoredValue::new(0),
            searches: StoredValue::new((0, 0.0)),
        }
    }

    /// Where it stands; tracked.
    pub fn state(self) -> Planning {
        self.state.get()
    }

    /// How the best plan became better; tracked.
    pub fn curve(self) -> Vec<Reached> {
        self.curve.get()
    }

    /// Starts the search for a plan of all open orders.
    pub fn start(self) {
        self.curve.set(Vec::new());
        self.searches.set_value((0, 0.0));
        self.began.set_value(self.session.revision());
        self.scenario.set_value(looked_at(self.session));
        self.search(SEARCH_MS, None);
    }

    /// Searches on for so long from the plan that is there, which stays unless a better one is found.
    pub fn go_on(self, time_limit_ms: u32) {
        let best = self.state.with_untracked(|state| state.best().cloned());
        self.search(time_limit_ms, best);
    }

    fn search(self, time_limit_ms: u32, best: Option<Arc<Proposal>>) {
        let session = self.session;
        let PlanWish { freeze, stay } = self.wish.get_untracked();
        let now = untrack(|| session.plan_start());
        let direction = untrack(|| session.settings().direction);
        // Another seed looks elsewhere.
        self.searches.update_value(|(count, _)| *count += 1);
        let seed = self.searches.with_value(|(count, _)| *count);
        let from = best.as_ref().map(|best| best.outcome.tasks.clone()).unwrap_or_default();
        let options = PlanOptions { now, direction, time_limit_ms, seed, freeze, stay, from, ..PlanOptions::default() };
        let job = session.peek(|workspace| Job::Plan { workspace: Box::new(workspace.clone()), options });
        self.state.set(Planning::Running { stage: None, standing: Standing::default(), best });
        let cores = window().navigator().hardware_concurrency() as usize;
        let tasks = session.peek(|workspace| workspace.tasks.len().max(workspace.orders.len()));
        match Together::start(job, workers(cores, tasks), move |reply| self.hear(reply)) {
            Ok(asking) => self.asking.set_value(Some(asking)),
            Err(reason) => self.state.set(Planning::Failed(reason)),
        }
    }

    /// Ends the search; the best plan so far is kept as soon as the engine has put it in order.
    pub fn stop(self) {
        self.asking.with_value(|asking| asking.iter().for_each(Together::stop));
    }

    /// Puts the plan aside; nothing has changed.
    pub fn discard(self) {
        self.asking.set_value(None);
        self.state.set(Planning::Idle);
    }

    /// Takes the plan over as one step that can be undone.
    ///
    /// # Errors
    /// The workspace has changed so that the plan no longer fits, or it was made for another scenario; nothing has changed then.
    pub fn accept(self) -> Result<(), Refusal> {
        if self.scenario.get_value() != looked_at(self.session) {
            return Err(Refusal::new(
                "This plan was made while something else was looked at: a scenario, or the workspace itself.",
                "Plan again.",
            ));
        }
        let Some(proposal) = self.state.with_untracked(|state| state.best().cloned()) else { return Ok(()) };
        self.session.dispatch(&acceptance(&proposal, Vec::new(), Vec::new()))?;
        self.discard();
        Ok(())
    }

    fn hear(self, reply: Result<Reply, String>) {
        let best = self.state.with_untracked(|state| state.best().cloned());
        match reply {
            Ok(Reply::Better { stage, proposal, .. }) => {
                let (stage, best) = (Some(stage), Some(better(best, Arc::new(*proposal))));
                self.state.update(|state| {
                    let standing = if let Planning::Running { standing, .. } = state { *standing } else { Standing::default() };
                    *state = Planning::Running { stage, standing, best };
                });
            }
            Ok(Reply::Working { stage, elapsed_ms, standing, .. }) => {
                self.draw(elapsed_ms, &standing, best.as_ref());
                self.state.set(Planning::Running { stage: Some(stage), standing, best });
            }
            Ok(Reply::Done { proposal, .. }) => {
                let stats = proposal.outcome.stats;
                let standing = Standing { late: stats.orders - stats.on_time, lateness: stats.lateness, ..Standing::default() };
                self.draw(stats.elapsed_ms, &standing, best.as_ref());
                self.searches.update_value(|(_, elapsed)| *elapsed += stats.elapsed_ms);
                self.state.set(Planning::Ready { proposal: better(best, Arc::new(*proposal)), revision: self.began.get_value() });
            }
            Ok(_) => {}
            Err(reason) => {
                self.asking.set_value(None);
                self.state.set(Planning::Failed(reason));
            }
        }
    }

    /// Adds a point to the curve: the least lateness reached until then, whichever search or stage has reached it.
    fn draw(self, elapsed_ms: f64, standing: &Standing, best: Option<&Arc<Proposal>>) {
        let stats = best.map(|best| best.outcome.stats);
        let known = stats.map(|stats| (stats.lateness, stats.orders - stats.on_time));
        let before = self.curve.with_untracked(|curve| curve.last().map(|last| (last.lateness, last.late)));
        let reached = (standing.lateness, standing.late);
        let (lateness, late) = known.into_iter().chain(before).fold(reached, std::cmp::min);
        let elapsed_ms = elapsed_ms + self.searches.with_value(|(_, before)| *before);
        self.curve.update(|curve| curve.push(Reached { elapsed_ms, late, lateness }));
    }
}
