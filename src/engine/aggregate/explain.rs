//! Why no plan keeps all limits, found in pieces of work that can be stopped and gone on with.
//!
//! A contradiction is thinned out limit by limit until none can be left out (the deletion filter of Chinneck and Dravnieks 1991), then its limits are
//! let go and the next is looked for; the least changes come from limits made elastic. Never changes a limit of the request.

use super::build::{Meaning, Model};
use super::infeasible::{Change, Contradiction, LeastChange, Relief};
use super::limits::{Limit, limit_of, limits_of};
use super::problem::Request;
use super::relief::{Elastic, stretch};
use crate::engine::linear::{Conflict, Ended, Programme, Simplex, WholeSearch, whole_between};

/// Contradictions that are named at most.
const MOST: usize = 5;
/// Programmes looked at for the least change where workers are whole people.
const NODES: u64 = 60;
/// A change smaller than this, in units or hours, is none.
const NOTHING: f64 = 1e-7;

#[derive(Clone, Debug)]
enum Stage {
    /// One limit after the other is let go; where the rest still contradicts itself it is not needed.
    Thinning(Box<Thinning>),
    /// The limits of all contradictions found are let go; what is left may hold another.
    Further,
    /// The least change of the kind at this place.
    Changing {
        at: usize,
        elastic: Vec<Elastic>,
        search: Box<WholeSearch>,
    },
    Done,
}

/// Limits that contradict each other, all others let go.
#[derive(Clone, Debug)]
struct Thinning {
    simplex: Simplex,
    limits: Vec<Limit>,
    at: usize,
    /// Bounds of the limit that is let go at the moment.
    held: Option<Vec<(usize, f64, f64)>>,
}

/// The search for why there is no plan.
#[derive(Clone, Debug)]
pub(super) struct Explainer {
    found: Contradiction,
    /// All limits but those of the contradictions found, at no cost.
    rest: Simplex,
    /// Workers between whose limits there is no whole number, and the nearest one.
    between: Vec<(usize, f64)>,
    stage: Stage,
}

impl Explainer {
    /// Begins with what the planner came upon.
    pub fn new(model: &Model, request: &Request, conflicts: &[Conflict]) -> Explainer {
        let programme = free_of_cost(&model.programme);
        let mut explainer =
            Explainer { found: Contradiction::default(), rest: Simplex::new(&programme), between: Vec::new(), stage: Stage::Further };
        if request.whole_workers {
            explainer.take_whole(model, request);
        }
        let limits = limits_of(model, request, conflicts);
        let is_told = limits.iter().any(|limit| explainer.found.limits.contains(limit));
        if !limits.is_empty() && !is_told {
            explainer.stage = explainer.thinning(model, request, limits);
        }
        explainer
    }

    /// What is known so far.
    pub fn found(&self) -> &Contradiction {
        &self.found
    }

    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// Kinds of change looked at, of how many.
    pub fn share(&self) -> (u32, u32) {
        let done = match &self.stage {
            Stage::Thinning(_) | Stage::Further => 0,
            Stage::Changing { at, .. } => *at as u32,
            Stage::Done => KINDS as u32,
        };
        (done, KINDS as u32)
    }

    /// Works until it is done or `goes_on` answers no; answers whether it is done. Every call gets further.
    pub fn work(&mut self, model: &Model, request: &Request, goes_on: &dyn Fn() -> bool) -> bool {
        loop {
            let has_moved = match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Done => return true,
                Stage::Thinning(thinning) => self.thin(model, request, thinning, goes_on),
                Stage::Further => self.look_further(model, request, goes_on),
                Stage::Changing { at, elastic, search } => self.change(model, request, (at, elastic, search), goes_on),
            };
            if !has_moved || !goes_on() {
                return matches!(self.stage, Stage::Done);
            }
        }
    }

    /// Where workers are whole people only whole numbers count as limits; those without any between them are a contradiction by themselves.
    fn take_whole(&mut self, model: &Model, request: &Request) {
        for (at, column) in model.programme.columns.iter().enumerate() {
            if !matches!(model.meanings[at], Meaning::Workers { .. }) {
                continue;
            }
            match whole_between(column.low, column.high) {
                Some((low, high)) => self.rest.set_bounds(at, low, high),
                None => {
                    let sides = [false, true].map(|is_high| Conflict { variable: at, is_high });
                    self.between.push((at, column.low.ceil()));
                    if self.between.len() <= MOST {
                        self.tell(limits_of(model, request, &sides));
                    }
                    let_go(&mut self.rest, model, request, at, &|_| true);
                }
            }
        }
    }

    fn tell(&mut self, mut limits: Vec<Limit>) {
        limits.sort_unstable();
        if self.found.limits.is_empty() {
            self.found.limits = limits;
        } else {
            self.found.further.push(limits);
        }
    }

    /// Only these limits hold; those that may be left out first come first.
    fn thinning(&self, model: &Model, request: &Request, mut limits: Vec<Limit>) -> Stage {
        limits.sort_unstable_by(|a, b| b.cmp(a));
        let mut simplex = self.rest.clone();
        for variable in 0..model.meanings.len() {
            let_go(&mut simplex, model, request, variable, &|limit| !limits.contains(&limit));
        }
        Stage::Thinning(Box::new(Thinning { simplex, limits, at: 0, held: None }))
    }

    fn thin(&mut self, model: &Model, request: &Request, mut of: Box<Thinning>, goes_on: &dyn Fn() -> bool) -> bool {
        let all = 0..model.meanings.len();
        let Some(tried) = of.limits.get(of.at).copied() else {
            // None of them can be left out.
            all.for_each(|variable| let_go(&mut self.rest, model, request, variable, &|limit| of.limits.contains(&limit)));
            self.tell(of.limits);
            self.stage = Stage::Further;
            return true;
        };
        let is_tried = |limit: Limit| limit == tried;
        let held = of.held.take().unwrap_or_else(|| {
            let variables = all.clone().filter(|variable| is_of(model, request, *variable, &is_tried));
            let held: Vec<_> = variables.map(|variable| (variable, of.simplex.bounds(variable))).collect();
            held.iter().for_each(|(variable, _)| let_go(&mut of.simplex, model, request, *variable, &is_tried));
            held.into_iter().map(|(variable, (low, high))| (variable, low, high)).collect()
        });
        match of.simplex.solve(&mut |_, _, _| goes_on()) {
            Ended::Stopped => {
                of.held = Some(held);
                self.stage = Stage::Thinning(of);
                return false;
            }
            Ended::Infeasible(conflicts) => {
                // Those tried before belong to every contradiction among what is left.
                let needed = limits_of(model, request, &conflicts);
                of.limits.retain(|limit| *limit != tried && (needed.is_empty() || needed.contains(limit)));
                of.at = of.at.min(of.limits.len());
                let Thinning { simplex, limits, .. } = of.as_mut();
                all.for_each(|variable| let_go(simplex, model, request, variable, &|limit| !limits.contains(&limit)));
            }
            _ => {
                held.iter().for_each(|(variable, low, high)| of.simplex.set_bounds(*variable, *low, *high));
                of.at += 1;
            }
        }
        self.stage = Stage::Thinning(of);
        true
    }

    fn look_further(&mut self, model: &Model, request: &Request, goes_on: &dyn Fn() -> bool) -> bool {
        let is_full = 1 + self.found.further.len() >= MOST;
        let ended = if is_full { Ended::Trouble } else { self.rest.solve(&mut |_, _, _| goes_on()) };
        self.found.is_all = ended == Ended::Optimal;
        self.stage = match ended {
            Ended::Stopped => {
                self.stage = Stage::Further;
                return false;
            }
            Ended::Infeasible(conflicts) => match limits_of(model, request, &conflicts) {
                limits if limits.is_empty() => self.changing(model, request, 0),
                limits => self.thinning(model, request, limits),
            },
            _ => self.changing(model, request, 0),
        };
        true
    }

    /// The search for the least change of the kind at a place; behind the last kind all together, where none would do by itself.
    fn changing(&self, model: &Model, request: &Request, at: usize) -> Stage {
        let kinds = kinds_at(at);
        if kinds.is_empty() || at == Relief::ALL.len() && !self.found.least_changes.is_empty() {
            return Stage::Done;
        }
        let mut programme = free_of_cost(&model.programme);
        let mut whole = Vec::new();
        if request.whole_workers {
            for (column, meaning) in model.meanings.iter().enumerate().take(model.programme.columns.len()) {
                if matches!(meaning, Meaning::Workers { .. }) {
                    whole.push(column);
                    let nearest = self.between.iter().find(|between| between.0 == column).map(|between| between.1);
                    let to = &mut programme.columns[column];
                    let bounds = nearest.map(|nearest| (nearest, nearest)).or_else(|| whole_between(to.low, to.high));
                    (to.low, to.high) = bounds.unwrap_or((to.low, to.high));
                }
            }
        }
        let mut elastic = Vec::new();
        for kind in kinds {
            let before = elastic.len();
            stretch(model, request, *kind, &mut programme, &mut elastic);
            if request.whole_workers && *kind == Relief::MoreWorkers {
                whole.extend(elastic[before..].iter().map(|elastic| elastic.column));
            }
        }
        let search = Box::new(WholeSearch::new(Simplex::new(&programme), whole, NODES, 1e-9));
        Stage::Changing { at, elastic, search }
    }

    fn change(
        &mut self,
        model: &Model,
        request: &Request,
        (at, elastic, mut search): (usize, Vec<Elastic>, Box<WholeSearch>),
        goes_on: &dyn Fn() -> bool,
    ) -> bool {
        let kinds = kinds_at(at);
        // Numbers of workers that cannot be whole change in any case.
        let fixed: Option<Vec<Change>> = self.between.iter().map(|between| self.to_whole(model, request, between, kinds)).collect();
        let can = fixed.as_ref().is_some_and(|fixed| !(elastic.is_empty() && fixed.is_empty()));
        if can {
            if !search.work(&mut |_, _, _| goes_on()) {
                self.stage = Stage::Changing { at, elastic, search };
                return false;
            }
            if *search.ended() == Ended::Optimal {
                let values = search.simplex.values();
                let mut changes = fixed.unwrap_or_default();
                for Elastic { column, limit, sign } in elastic {
                    let by = sign * values.get(column).copied().unwrap_or(0.0);
                    if by.abs() > NOTHING {
                        match changes.iter_mut().find(|change| change.limit == limit) {
                            Some(change) => change.by += by,
                            None => changes.push(Change { limit, by }),
                        }
                    }
                }
                if request.whole_workers {
                    // Workers were counted from the whole number below the limit.
                    for Change { limit, by } in changes.iter_mut() {
                        if let Limit::MostWorkers { resource, period } = *limit
                            && let Some((column, _, _)) =
                                model.resources.get(resource).and_then(|of| of.get(period)).and_then(|of| of.workers)
                            && let Some(column) = model.programme.columns.get(column)
                            && let Some((_, whole)) = whole_between(column.low, column.high)
                        {
                            *by -= (column.high - whole).max(0.0);
                        }
                    }
                }
                let total = changes.iter().map(|change| change.by.abs()).sum();
                let is_least = search.best_cost().is_none_or(|cost| cost - search.bound() <= 1e-6 * (1.0 + cost));
                self.found.least_changes.push(LeastChange { kinds: kinds.to_vec(), total, changes, is_least });
            }
        }
        self.stage = self.changing(model, request, at + 1);
        true
    }

    /// How workers that no whole number suits come to one, where a kind of these allows it.
    fn to_whole(&self, model: &Model, request: &Request, between: &(usize, f64), kinds: &[Relief]) -> Option<Change> {
        let limit = limit_of(model, request, between.0, true)?;
        let kind = if matches!(limit, Limit::OwnWorkers { .. }) { Relief::OtherStrategy } else { Relief::MoreWorkers };
        let was = model.programme.columns.get(between.0)?.high;
        kinds.contains(&kind).then_some(Change { limit, by: between.1 - was })
    }
}

/// Each kind by itself, then all together.
const KINDS: usize = Relief::ALL.len() + 1;

fn kinds_at(at: usize) -> &'static [Relief] {
    if at == Relief::ALL.len() { &Relief::ALL } else { Relief::ALL.get(at..at + 1).unwrap_or_default() }
}

fn free_of_cost(programme: &Programme) -> Programme {
    let mut free = programme.clone();
    free.columns.iter_mut().for_each(|column| column.cost = 0.0);
    free
}

fn is_of(model: &Model, request: &Request, variable: usize, is_meant: &dyn Fn(Limit) -> bool) -> bool {
    [false, true].into_iter().any(|is_high| limit_of(model, request, variable, is_high).is_some_and(is_meant))
}

/// Lets the bounds of a variable go that are limits of those meant: as far as nature allows, so that stock stays above nothing and no more demand
/// is left out than there is.
fn let_go(simplex: &mut Simplex, model: &Model, request: &Request, variable: usize, is_meant: &dyn Fn(Limit) -> bool) {
    let is_off = |is_high: bool| limit_of(model, request, variable, is_high).is_some_and(is_meant);
    let (is_low_off, is_high_off) = (is_off(false), is_off(true));
    if !is_low_off && !is_high_off {
        return;
    }
    let (mut low, mut high) = simplex.bounds(variable);
    match model.meanings[variable] {
        Meaning::Demand { item, period } => {
            let demand = request.problem.items.get(item).and_then(|item| item.demand.get(period)).copied().unwrap_or(0.0);
            low = high - demand;
        }
        Meaning::Even { .. } => (low, high) = (f64::NEG_INFINITY, f64::INFINITY),
        _ => {
            if is_low_off && low.is_finite() {
                low = 0.0;
            }
            if is_high_off {
                high = f64::INFINITY;
            }
        }
    }
    simplex.set_bounds(variable, low, high);
}
