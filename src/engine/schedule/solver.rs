//! The search's memory and the passes it is made of; a caller that cannot wait takes it one step at a time.
//!
//! Never keeps a schedule that is worse than one it has, and never reads a clock: the caller decides when to stop.

use super::bound::{bound, bound_by_resources};
use super::decode::{Decoder, NEVER, Pass};
use super::evaluate::{self, Scorer, Terms, Times};
use super::finding::Finding;
use super::improve::Pool;
use super::network::{NONE, Network, UNSET};
use super::peers::{Offer, fingerprint};
use super::pins;
use super::problem::{Placement, Problem, Schedule};
use super::random::Random;
use super::refine::Walk;
use super::repair::turns;
use super::rules;
use super::score::{Goal, Score};
use super::search::{self, Found, Ground, Search, Shares};
use super::solve::{Direction, Gap, Options, Outcome};
use super::stages::{Stage, placed_first};
use super::windows::Windows;
use crate::engine::calendar::MIRROR;

/// One in so many turns is for the decoder's own search where there are goals that the specialised do not serve.
const OWN_TURN: u32 = 4;

/// A schedule as the search keeps it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    pub mode: Vec<u32>,
    pub terms: Terms,
}

/// A search that is under way. Owns all it needs, so it can be kept between two slices of time.
pub struct Solver {
    pub(super) net: Network,
    /// The network with time turned around, made when first needed.
    mirror: Option<Box<(Network, Decoder)>>,
    decoder: Decoder,
    pub(super) windows: Windows,
    pub(super) scorer: Scorer,
    pub(super) options: Options,
    pub(super) best: Option<Candidate>,
    /// Whether the best was asked for since it was found.
    told: bool,
    bound: Terms,
    /// Whether the bound knows of resources yet.
    has_whole_bound: bool,
    findings: Vec<Finding>,
    passes: u32,
    /// Turns of searches so far.
    turns: u32,
    /// How much of the time or of the passes is used: 0 to 1.
    used: f64,
    floors: Vec<i64>,
    pub(super) stage: Stage,
    /// Schedules of the first stages, for the last to start from.
    pub(super) found: Vec<Candidate>,
    pub(super) pool: Pool,
    pub(super) walk: Walk,
    /// Specialised searches and whose turn it is; made when the priority rules have done their part.
    searches: Option<(Vec<Box<dyn Search>>, Shares)>,
    pub(super) random: Random,
}

impl Candidate {
    fn times(&self) -> Times<'_> {
        Times { start: &self.start, end: &self.end, mode: &self.mode }
    }
}

impl Solver {
    /// Prepares the problem; no pass is made yet.
    pub fn new(problem: &Problem, options: &Options) -> Solver {
        let mut findings = Vec::new();
        let net = Network::build(problem, &mut findings);
        findings.extend(pins::conflicts(&net));
        let windows = Windows::new(&net);
        let scorer = Scorer::new(problem, options.direction);
        Solver {
            mirror: None,
            decoder: Decoder::new(&net),
            bound: bound(&net, &windows, &scorer),
            has_whole_bound: false,
            windows,
            scorer,
            options: *options,
            best: None,
            told: false,
            findings,
            passes: 0,
            turns: 0,
            used: 0.0,
            floors: Vec::new(),
            stage: Stage::first(options.direction),
            found: Vec::new(),
            pool: Pool::new(net.tasks.len()),
            walk: Walk::default(),
            searches: None,
            random: Random::new(options.seed),
            net,
        }
    }

    /// Begins with a schedule that is there, or as much of it as is lawful: nothing found later is worse. One with fewer tasks, or in
    /// modes that do not exist, counts as far as it goes.
    pub fn begin_with(&mut self, present: &[Option<Placement>]) {
        let (starts, modes) = turns(&self.net, present);
        let list = rules::list(&self.net, placed_first(&starts), None);
        for floors in [&starts[..], &[]] {
            let candidate = self.forward(&list, floors, &modes);
            self.keep(candidate);
        }
    }

    /// Goes on by a few passes, by the bound that resources set (the second step), or by one turn of a search, which counts as as many
    /// passes as it is worth; so [`Options::most_passes`] may be overshot by one turn. `false` when there is nothing left to do, also by
    /// [`Options::most_passes`].
    ///
    /// After the first step there is a schedule.
    pub fn step(&mut self) -> bool {
        // Nobody waits for a bound before there is a schedule.
        if self.best.is_some() && !std::mem::replace(&mut self.has_whole_bound, true) {
            bound_by_resources(&self.net, &self.windows, &self.scorer, &mut self.bound);
            return true;
        }
        let may_go_on = self.best.is_none() || !self.proved() && self.passes < self.options.most_passes;
        if !may_go_on {
            return false;
        }
        self.spend(f64::from(self.passes) / f64::from(self.options.most_passes));
        let before = self.passes;
        while self.passes == before && self.stage != Stage::Done {
            self.advance();
        }
        self.stage != Stage::Done
    }

    /// Says how much of the time that the search may take is used: 0 to 1. Some searches cool down towards the end, so whoever sets a limit
    /// gets more out of it by telling; [`Options::most_passes`] is known anyway.
    pub fn spend(&mut self, used: f64) {
        self.used = self.used.max(used.min(1.0));
    }

    /// The best schedule, if there is a better one than when this was last asked.
    pub fn news(&mut self) -> Option<Schedule> {
        if std::mem::replace(&mut self.told, true) { None } else { self.schedule() }
    }

    /// The best schedule so far.
    pub fn schedule(&self) -> Option<Schedule> {
        let best = self.best.as_ref()?;
        Some(evaluate::schedule(&self.net, || &self.windows, self.score(), best.times(), &self.findings))
    }

    /// How good the best schedule is.
    pub fn score(&self) -> Score {
        self.best.as_ref().map_or_else(Score::default, |best| self.scorer.score(&best.terms))
    }

    /// What no schedule can beat.
    pub fn bound(&self) -> Score {
        self.scorer.score(&self.bound)
    }

    /// The first goal in which the best schedule may be worse than the best possible.
    pub fn gap(&self) -> Option<Gap> {
        let terms = self.best.as_ref()?.terms;
        let differs = (0..self.scorer.used).find(|term| terms[*term] != self.bound[*term])?;
        let goal = self.scorer.goal_of(differs)?;
        Some(Gap { goal, value: terms[differs], bound: self.bound[differs] })
    }

    /// Value and bound of the best schedule in every goal; lateness of all priorities together.
    pub fn values(&self) -> Vec<Gap> {
        let Some(best) = &self.best else { return Vec::new() };
        let sum = |terms: &Terms, range: std::ops::Range<usize>| terms[range].iter().copied().fold(0, i64::saturating_add);
        let value = |(goal, range): (Goal, std::ops::Range<usize>)| Gap {
            goal,
            value: sum(&best.terms, range.clone()),
            bound: sum(&self.bound, range),
        };
        self.scorer.goals().map(value).collect()
    }

    /// Whether nothing better than the best schedule exists.
    pub fn proved(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.terms == self.bound)
    }

    /// The best schedule for whoever searches on the same problem.
    pub fn share(&self) -> Option<Offer> {
        let Candidate { start, mode, terms, .. } = self.best.clone()?;
        Some(Offer { problem: fingerprint(&self.net), terms: terms.into(), start, mode })
    }

    /// Hears of a schedule found elsewhere: built anew, taken if it is better, and passed on to the searches. One of another problem,
    /// or that is none, is left alone.
    pub fn hear(&mut self, offer: &Offer) {
        let tasks = &self.net.tasks;
        let promises = self.best.as_ref().is_none_or(|best| offer.terms[..] < best.terms[..]);
        let fits = offer.start.len() == tasks.len() && offer.mode.len() == tasks.len() && offer.problem == fingerprint(&self.net);
        let mut modes = tasks.iter().zip(&offer.mode);
        if promises && fits && modes.all(|(task, mode)| *mode == NONE || *mode < task.mode_count) {
            let found = Found { start: offer.start.clone(), mode: offer.mode.clone() };
            if self.build(&found) {
                self.pass_on(None);
            }
        }
    }

    /// Passes made so far.
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// The best schedule and what is known about it.
    pub fn outcome(&self) -> Outcome {
        Outcome {
            schedule: self.schedule().unwrap_or_default(),
            bound: self.bound(),
            values: self.values(),
            gap: self.gap(),
            proved: self.proved(),
            passes: self.passes,
        }
    }

    /// One forward pass.
    pub(super) fn forward(&mut self, list: &[u32], floors: &[i64], modes: &[u32]) -> Candidate {
        let targets = &self.windows.latest_end;
        let pass = Pass { list, floors, modes, choice: self.options.mode_choice, targets, open_ended: false };
        self.decoder.run(&self.net, &pass);
        self.passes += 1;
        let Decoder { start, end, mode, .. } = &self.decoder;
        let terms = self.scorer.terms(&self.net, Times { start, end, mode });
        Candidate { start: start.clone(), end: end.clone(), mode: mode.clone(), terms }
    }

    /// One backward pass: every task as late as it fits before its ceiling, those without a ceiling not at all.
    ///
    /// Starts are in real time and may lie in the past.
    pub(super) fn backward(&mut self, keys: Vec<i64>, priority: Option<&[u32]>, ceilings: &[i64], modes: &[u32]) -> Candidate {
        let mirror = self.mirror.get_or_insert_with(|| {
            let net = self.net.mirrored();
            let decoder = Decoder::new(&net);
            Box::new((net, decoder))
        });
        let (net, decoder) = &mut **mirror;
        let list = rules::list(net, keys, priority);
        self.floors.clear();
        self.floors.extend(ceilings.iter().map(|ceiling| if *ceiling == UNSET { NEVER } else { MIRROR - ceiling }));
        let pass = Pass { list: &list, floors: &self.floors, modes, choice: self.options.mode_choice, targets: &[], open_ended: true };
        decoder.run(net, &pass);
        self.passes += 1;
        let turned = |times: &[i64]| times.iter().map(|time| if *time == UNSET { UNSET } else { MIRROR - time }).collect::<Vec<i64>>();
        let (start, end, mode) = (turned(&decoder.end), turned(&decoder.start), decoder.mode.clone());
        let terms = self.scorer.terms(&self.net, Times { start: &start, end: &end, mode: &mode });
        Candidate { start, end, mode, terms }
    }

    /// One turn of the searches that suit the problem, or of the genetic search where none does; `false` when there is
    /// nothing left to do.
    pub(super) fn search(&mut self) -> bool {
        let ground = Ground { net: &self.net, windows: &self.windows, scorer: &self.scorer, bound: &self.bound, used: self.used };
        let (searches, shares) = self.searches.get_or_insert_with(|| {
            let mut suited = search::suited(ground);
            self.found.iter().for_each(|known| suited.iter_mut().for_each(|search| search.hear(ground, known)));
            let shares = Shares::new(suited.len());
            (suited, shares)
        });
        // The specialised know how to be in time and done early; the rest of the goals is for the decoder's own search.
        let served = |goal| matches!(goal, Goal::Deadlines | Goal::TardinessByPriority | Goal::Tardiness | Goal::Makespan | Goal::LastDay);
        let has_rest = self.scorer.goals().any(|(goal, _)| !served(goal));
        self.turns = self.turns.wrapping_add(1);
        let turn = shares.next().filter(|_| !(has_rest && self.turns.is_multiple_of(OWN_TURN)));
        let Some(turn) = turn else { return (searches.is_empty() || has_rest) && self.improve() };
        let slice = searches[turn].step(ground, &mut self.random);
        let last_end = searches[turn].earliest_last_end();
        self.passes = self.passes.saturating_add(slice.passes.max(1));
        self.bound_last_end(last_end);
        let improved = slice.found.is_some_and(|found| self.build(&found));
        if let Some((_, shares)) = &mut self.searches {
            shares.record(turn, slice.passes, improved, slice.exhausted);
        }
        if improved {
            self.pass_on(Some(turn));
        }
        true
    }

    /// Lets the searches hear of the best schedule, save the one that has found it.
    fn pass_on(&mut self, finder: Option<usize>) {
        let (Some((searches, _)), Some(best)) = (&mut self.searches, &self.best) else { return };
        let ground = Ground { net: &self.net, windows: &self.windows, scorer: &self.scorer, bound: &self.bound, used: self.used };
        let others = searches.iter_mut().enumerate().filter(|(at, _)| Some(*at) != finder);
        others.for_each(|(_, search)| search.hear(ground, best));
    }

    /// Whether there is a search that suits the problem by its features.
    pub(super) fn has_specialised(&self) -> bool {
        self.searches.as_ref().is_some_and(|(searches, _)| !searches.is_empty())
    }

    /// Builds the schedule that a search found; tells whether it is the best now.
    fn build(&mut self, found: &Found) -> bool {
        let list = rules::list(&self.net, placed_first(&found.start), None);
        let candidate = self.forward(&list, &[], &found.mode);
        let improved = self.best.as_ref().is_none_or(|best| candidate.terms < best.terms);
        self.offer(&candidate);
        improved
    }

    /// Raises the bound on the makespan to what a search has proved.
    fn bound_last_end(&mut self, last_end: i64) {
        self.scorer.raise_last_end(&mut self.bound, last_end.saturating_sub(self.net.earliest));
    }

    /// Puts every task of the best schedule as late as it can be without costing any date more.
    pub(super) fn put_late(&mut self) {
        if let Some(best) = self.best.take() {
            let late = self.just_in_time(&best);
            self.told &= late.start == best.start;
            self.best = Some(late);
        }
    }

    /// Makes the candidate the best if it is better.
    pub(super) fn offer(&mut self, candidate: &Candidate) {
        // Pushed later, nothing ends more in time: what is worse in what comes before need not be pushed.
        let before = self.scorer.dates_end();
        let may_win = self.best.as_ref().is_none_or(|best| candidate.terms[..before] <= best.terms[..before]);
        let is_pushed = self.options.direction == Direction::Backward && may_win;
        let late = if is_pushed { Some(self.just_in_time(candidate)) } else { None };
        let candidate = late.as_ref().unwrap_or(candidate);
        if self.best.as_ref().is_none_or(|best| candidate.terms < best.terms) {
            self.best = Some(candidate.clone());
            self.told = false;
        }
    }
}
