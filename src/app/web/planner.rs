//! Sends a copy of the workspace to the engine worker and follows its search for a plan.
//!
//! Never changes the workspace before a plan is accepted.

use super::BUILD_ID;
use super::worker::{Background, Word};
use crate::app::planning::{Planning, acceptance};
use crate::app::{Refusal, Session};
use crate::engine::job::{Job, Reply, Request};
use crate::engine::plan::PlanOptions;
use crate::model::Direction;
use leptos::prelude::*;
use std::sync::Arc;

/// Milliseconds that a search for a better plan takes unless the person says otherwise.
pub const SEARCH_MS: u32 = 4_000;

/// The making of plans. Copied freely; provided as a context beside the session.
#[derive(Clone, Copy)]
pub struct Planner {
    session: Session,
    state: RwSignal<Planning>,
    worker: StoredValue<Option<Background>, LocalStorage>,
    /// Counts requests; replies to earlier ones are dropped.
    request: StoredValue<u64>,
    /// The session's revision when the running request was sent.
    began: StoredValue<u64>,
}

impl Planner {
    /// A planner for an open session.
    pub fn new(session: Session) -> Planner {
        Planner {
            session,
            state: RwSignal::new(Planning::Idle),
            worker: StoredValue::new_local(None),
            request: StoredValue::new(0),
            began: StoredValue::new(0),
        }
    }

    /// Where it stands; tracked.
    pub fn state(self) -> Planning {
        self.state.get()
    }

    /// Starts the search for a plan of all open orders.
    pub fn start(self, direction: Direction, time_limit_ms: u32) {
        let session = self.session;
        let options = PlanOptions { now: untrack(|| session.plan_start()), direction, time_limit_ms, seed: 1, only: None };
        let revision = self.request.get_value() + 1;
        self.request.set_value(revision);
        self.began.set_value(session.revision());
        let job = session.peek(|workspace| Job::Plan { workspace: Box::new(workspace.clone()), options });
        let request = Request { build_id: BUILD_ID.to_owned(), revision, job };
        let Ok(bytes) = postcard::to_allocvec(&request) else {
            self.state.set(Planning::Failed("the workspace could not be handed to the engine".to_owned()));
            return;
        };
        self.state.set(Planning::Running { stage: None, attempts: 0, best: None });
        // The worker of a search that was stopped has been ended; otherwise the one that is there is warm.
        if self.worker.with_value(Option::is_none) {
            self.worker.set_value(Some(Background::start(&format!("worker-{BUILD_ID}.js"), move |word| self.hear(word))));
        }
        self.worker.with_value(|worker| worker.iter().for_each(|worker| worker.send(bytes.clone())));
    }

    /// Ends the search and keeps the best plan so far, if there is one.
    pub fn stop(self) {
        self.worker.set_value(None);
        self.request.update_value(|request| *request += 1);
        let best = self.state.with_untracked(|state| state.best().cloned());
        self.state.set(best.map_or(Planning::Idle, |outcome| Planning::Ready { outcome, revision: self.began.get_value() }));
    }

    /// Puts the plan aside; nothing has changed.
    pub fn discard(self) {
        self.state.set(Planning::Idle);
    }

    /// Takes the plan over as one step that can be undone.
    ///
    /// # Errors
    /// The workspace has changed so that the plan no longer fits; nothing has changed then.
    pub fn accept(self) -> Result<(), Refusal> {
        let Some(outcome) = self.state.with_untracked(|state| state.best().cloned()) else { return Ok(()) };
        self.session.dispatch(&acceptance(&outcome))?;
        self.state.set(Planning::Idle);
        Ok(())
    }

    fn hear(self, word: Word) {
        let current = self.request.get_value();
        match word {
            Word::Listening => {}
            Word::Broken(reason) => {
                self.worker.set_value(None);
                self.state.set(Planning::Failed(reason));
            }
            Word::Bytes(bytes) => match postcard::from_bytes::<Reply>(&bytes) {
                Ok(Reply::Better { revision, stage, outcome }) if revision == current => {
                    let attempts = outcome.stats.attempts;
                    self.state.set(Planning::Running { stage: Some(stage), attempts, best: Some(Arc::new(*outcome)) });
                }
                Ok(Reply::Working { revision, stage, attempts, .. }) if revision == current => {
                    let best = self.state.with_untracked(|state| state.best().cloned());
                    self.state.set(Planning::Running { stage: Some(stage), attempts, best });
                }
                Ok(Reply::Done { revision, outcome }) if revision == current => {
                    self.state.set(Planning::Ready { outcome: Arc::new(*outcome), revision: self.began.get_value() });
                }
                Ok(Reply::OtherBuild { .. } | Reply::Unreadable) | Err(_) => {
                    self.worker.set_value(None);
                    self.state.set(Planning::Failed("page and engine are of different versions; reload the page".to_owned()));
                }
                // An answer to a request that was given up.
                Ok(_) => {}
            },
        }
    }
}
