//! From a request to a plan with its proof, in pieces of work that can be stopped and gone on with.
//!
//! Never fails: without a plan it tells what contradicts what, and what was found on the way.

use super::build::{Meaning, Model, build};
use super::costs::{Plan, plan_of};
use super::explain::Explainer;
use super::infeasible::Contradiction;
use super::lawful::{Finding, mend};
use super::limits::Limit;
use super::prices::{Price, binding, price_of};
use super::problem::Request;
use crate::engine::linear::{Ended, Simplex, WholeSearch};
use serde::{Deserialize, Serialize};

/// How a request was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Nothing is cheaper.
    Optimal,
    /// With whole workers something may be cheaper, but by no more than the proof says.
    WithinGap,
    /// No plan keeps all limits.
    Impossible,
    /// It was not waited for; there may be a plan all the same.
    #[default]
    Stopped,
    /// Rounding got the better of it: the numbers of the request are too far apart.
    Inexact,
}

/// What can be checked of a plan without believing whoever made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    pub cost: f64,
    /// No plan costs less than this: what the prices of the limits add up to, or the branches that were looked through.
    pub proven_cost: f64,
    /// By how much the plan breaks a limit at most, relative to the limit.
    pub violation: f64,
}

impl Proof {
    /// What might be saved at most, as a share of the cost.
    pub fn gap(&self) -> f64 {
        if self.cost.abs() > 0.0 { ((self.cost - self.proven_cost) / self.cost.abs()).max(0.0) } else { 0.0 }
    }
}

/// What is known while it works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub steps: u64,
    /// Cost of the best plan so far; nothing before the first.
    pub best_cost: Option<f64>,
    /// No plan costs less than this, as far as is known.
    pub proven_cost: f64,
    /// Where there is no plan: how many kinds of change were looked at that would make one possible, and how many there are.
    pub explained: Option<(u32, u32)>,
}

/// The answer to a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub status: Status,
    pub plan: Option<Plan>,
    pub proof: Proof,
    /// The limits at which the plan stands, the dearest first, with the cost that one unit more would save.
    pub binding: Vec<(Limit, f64)>,
    /// Where there is no plan.
    pub contradiction: Option<Contradiction>,
    pub findings: Vec<Finding>,
    pub steps: u64,
}

/// Programmes looked at for whole workers, at most.
const MOST_NODES: u64 = 1000;
/// The share of the cost that is not looked for any more with whole workers.
const GAP: f64 = 1e-7;

/// A request being worked on.
#[derive(Clone, Debug)]
pub struct Planner {
    request: Request,
    model: Model,
    search: WholeSearch,
    explainer: Option<Explainer>,
    findings: Vec<Finding>,
}

impl Planner {
    pub fn new(request: &Request) -> Planner {
        let (request, findings) = mend(request);
        let model = build(&request);
        let is_whole = |variable: &usize| request.whole_workers && matches!(model.meanings[*variable], Meaning::Workers { .. });
        let whole = (0..model.programme.columns.len()).filter(is_whole).collect();
        let search = WholeSearch::new(Simplex::new(&model.programme), whole, MOST_NODES, GAP);
        Planner { request, model, search, explainer: None, findings }
    }

    /// Works until it is done or `goes_on` answers no; answers whether it is done. It can be called again to go on, and every call gets further.
    pub fn work(&mut self, goes_on: &dyn Fn() -> bool) -> bool {
        if !self.search.work(&mut |_, _, _| goes_on()) {
            return false;
        }
        let Ended::Infeasible(conflicts) = self.search.ended() else { return true };
        let begin = || Explainer::new(&self.model, &self.request, conflicts);
        self.explainer.get_or_insert_with(begin).work(&self.model, &self.request, goes_on)
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        match self.search.ended() {
            Ended::Stopped => false,
            Ended::Infeasible(_) => self.explainer.as_ref().is_some_and(Explainer::is_done),
            _ => true,
        }
    }

    pub fn progress(&self) -> Progress {
        let proven_cost = self.search.bound();
        let proven_cost = if proven_cost.is_finite() { proven_cost } else { 0.0 };
        Progress {
            steps: self.search.simplex.steps,
            best_cost: self.search.best_cost(),
            proven_cost,
            explained: self.explainer.as_ref().map(Explainer::share),
        }
    }

    /// The best that is known: complete when the work is done, otherwise what there is.
    pub fn outcome(&mut self) -> Outcome {
        let is_done = *self.search.ended() != Ended::Stopped;
        if !is_done {
            self.search.give_up();
        }
        let mut outcome = Outcome { findings: self.findings.clone(), steps: self.search.simplex.steps, ..Outcome::default() };
        match self.search.ended() {
            Ended::Optimal => {}
            Ended::Infeasible(_) => {
                outcome.status = Status::Impossible;
                outcome.contradiction = Some(self.explainer.as_ref().map(|explainer| explainer.found().clone()).unwrap_or_default());
                return outcome;
            }
            Ended::Stopped => return outcome,
            Ended::Unbounded | Ended::Trouble => {
                outcome.status = Status::Inexact;
                return outcome;
            }
        }
        let simplex = &self.search.simplex;
        let values = simplex.values();
        let plan = plan_of(&self.model, &self.request, &values);
        let is_whole = self.search.has_whole();
        outcome.proof = Proof {
            cost: plan.costs.total,
            proven_cost: if is_whole { self.search.bound() } else { simplex.proven_cost() },
            violation: self.model.programme.violation_of(&values),
        };
        outcome.status = if is_whole && outcome.proof.gap() > 2.0 * GAP { Status::WithinGap } else { Status::Optimal };
        outcome.binding = binding(&self.model, &self.request, simplex);
        outcome.plan = Some(plan);
        outcome
    }

    /// What a limit is worth around its value, for a plan that was found; also of limits at which the plan does not stand.
    pub fn price(&self, limit: Limit) -> Option<Price> {
        let is_found = *self.search.ended() == Ended::Optimal;
        if is_found { price_of(&self.model, &self.request, &self.search.simplex, limit) } else { None }
    }
}

/// Answers a request in one go; `progress` hears now and then how far it is, `goes_on` is asked whether it is still wanted.
pub fn plan(request: &Request, goes_on: &dyn Fn() -> bool, progress: &mut dyn FnMut(Progress)) -> Outcome {
    let mut planner = Planner::new(request);
    if !goes_on() {
        return planner.outcome();
    }
    // Each piece of work ends after so many questions, so that progress can be told between them.
    const QUESTIONS: u32 = 8;
    loop {
        let asked = std::cell::Cell::new(0);
        let in_turn = || {
            asked.set(asked.get() + 1);
            asked.get() < QUESTIONS && goes_on()
        };
        let is_done = planner.work(&in_turn);
        progress(planner.progress());
        if is_done || !goes_on() {
            return planner.outcome();
        }
    }
}
