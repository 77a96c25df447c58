//! The search's memory and its first stage: every priority rule once, each schedule pressed against its dates.
//!
//! Never keeps a schedule that is worse than one it has.

use super::bound::bound;
use super::decode::{Decoder, NEVER, Pass};
use super::evaluate::{self, Scorer, Terms, Times};
use super::finding::Finding;
use super::network::{Network, UNSET};
use super::problem::{Problem, Schedule};
use super::rules::{self, Rule};
use super::score::Score;
use super::solve::{Control, Direction, Gap, Options, Outcome, Progress};
use super::windows::Windows;
use crate::engine::calendar::{FIRST, LAST, MIRROR};

/// A schedule as the search keeps it.
#[derive(Clone)]
pub(super) struct Candidate {
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    pub mode: Vec<u32>,
    pub terms: Terms,
}

impl Candidate {
    pub fn times(&self) -> Times<'_> {
        Times { start: &self.start, end: &self.end, mode: &self.mode }
    }
}

/// Everything the stages of the search share.
pub(super) struct Search<'a> {
    problem: &'a Problem,
    pub net: &'a Network,
    /// The network with time turned around, made when first needed.
    mirror: Option<(Network, Decoder)>,
    pub decoder: Decoder,
    pub windows: Windows,
    pub scorer: Scorer,
    pub options: &'a Options,
    pub best: Option<Candidate>,
    bound: Terms,
    findings: Vec<Finding>,
    elapsed_ms: &'a dyn Fn() -> f64,
    began: f64,
    report: &'a mut dyn FnMut(&Progress) -> Control,
    reported: Option<Schedule>,
    last_report: f64,
    pub passes: u32,
    stopped: bool,
    floors: Vec<i64>,
    /// Schedules of the first stage, for the next to start from.
    pub found: Vec<Candidate>,
}

impl<'a> Search<'a> {
    pub fn new(
        problem: &'a Problem,
        net: &'a Network,
        findings: Vec<Finding>,
        options: &'a Options,
        elapsed_ms: &'a dyn Fn() -> f64,
        began: f64,
        report: &'a mut dyn FnMut(&Progress) -> Control,
    ) -> Search<'a> {
        let windows = Windows::new(net);
        let scorer = Scorer::new(problem, options.direction == Direction::Backward);
        let bound = bound(net, &windows, &scorer);
        Search {
            problem,
            net,
            mirror: None,
            decoder: Decoder::new(net),
            windows,
            scorer,
            options,
            best: None,
            bound,
            findings,
            elapsed_ms,
            began,
            report,
            reported: None,
            last_report: began,
            passes: 0,
            stopped: false,
            floors: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Whether another pass may begin. The first always may.
    pub fn may_go_on(&self) -> bool {
        let proved = self.best.as_ref().is_some_and(|best| best.terms == self.bound);
        let in_time = (self.elapsed_ms)() - self.began < self.options.limit_ms as f64;
        self.best.is_none() || (!self.stopped && !proved && in_time && self.passes < self.options.most_passes.max(1))
    }

    /// Every priority rule, with and without the orders' priorities before it.
    pub fn rules(&mut self) {
        let mixed = self.windows.priority.windows(2).any(|pair| pair[0] != pair[1]);
        let just_in_time = self.options.direction == Direction::Backward;
        let ways = if mixed { &[true, false][..] } else { &[false] };
        for by_priority in ways.iter().filter(|_| just_in_time) {
            if self.may_go_on() {
                let candidate = self.from_due_dates(*by_priority);
                self.keep(candidate);
            }
        }
        for rule in Rule::ALL {
            for by_priority in ways {
                if !self.may_go_on() {
                    return;
                }
                let keys = rule.keys(self.net, &self.windows);
                let list = rules::list(self.net, keys, by_priority.then_some(&self.windows.priority));
                let candidate = self.forward(&list, &[], &[]);
                self.keep(candidate);
            }
        }
        // Pressing schedules to the right and back again closes gaps (forward-backward improvement, Li and Willis 1992).
        self.found.sort_by_key(|candidate| candidate.terms);
        for index in 0..self.found.len() {
            let mut current = self.found[index].clone();
            for keep_modes in [true, false, true] {
                if !self.may_go_on() {
                    return;
                }
                let pressed = self.pressed(&current, keep_modes);
                if pressed.terms < current.terms {
                    current = pressed.clone();
                    self.keep(pressed);
                }
            }
        }
    }

    /// Offers a schedule of the first stage and keeps it for the next one.
    fn keep(&mut self, candidate: Candidate) {
        self.offer(&candidate);
        self.found.push(candidate);
    }

    /// One forward pass.
    pub fn forward(&mut self, list: &[u32], floors: &[i64], modes: &[u32]) -> Candidate {
        let targets = &self.windows.latest_end;
        let pass = Pass { list, floors, modes, choice: self.options.mode_choice, targets, open_ended: false };
        self.decoder.run(self.net, &pass);
        self.passes += 1;
        self.taken()
    }

    fn taken(&self) -> Candidate {
        let Decoder { start, end, mode, .. } = &self.decoder;
        let terms = self.scorer.terms(self.net, Times { start, end, mode });
        Candidate { start: start.clone(), end: end.clone(), mode: mode.clone(), terms }
    }

    /// One backward pass: every task as late as it fits before its ceiling, those without a ceiling not at all.
    ///
    /// Starts are in real time and may lie in the past.
    fn backward(&mut self, keys: Vec<i64>, priority: Option<&[u32]>, ceilings: &[i64], modes: &[u32]) -> Candidate {
        let (net, decoder) = self.mirror.get_or_insert_with(|| {
            let net = self.net.mirrored();
            let decoder = Decoder::new(&net);
            (net, decoder)
        });
        let list = rules::list(net, keys, priority);
        self.floors.clear();
        self.floors.extend(ceilings.iter().map(|ceiling| if *ceiling == UNSET { NEVER } else { MIRROR - ceiling }));
        let pass = Pass { list: &list, floors: &self.floors, modes, choice: self.options.mode_choice, targets: &[], open_ended: true };
        decoder.run(net, &pass);
        self.passes += 1;
        let turned = |times: &[i64]| times.iter().map(|time| if *time == UNSET { UNSET } else { MIRROR - time }).collect::<Vec<i64>>();
        let (start, end, mode) = (turned(&decoder.end), turned(&decoder.start), decoder.mode.clone());
        let terms = self.scorer.terms(self.net, Times { start: &start, end: &end, mode: &mode });
        Candidate { start, end, mode, terms }
    }

    /// A schedule built back from the due dates; what falls before now pushes the rest later, the most important first.
    fn from_due_dates(&mut self, by_priority: bool) -> Candidate {
        let base = self.windows.critical_end;
        let ceilings: Vec<i64> = self.windows.latest_end.iter().map(|end| if *end >= LAST { base } else { *end }).collect();
        // Turned around, late dates come first; important ones still before others.
        let keys = ceilings.iter().map(|ceiling| MIRROR - ceiling).collect();
        let classes: Vec<u32> = self.downstream_priority();
        let back = self.backward(keys, by_priority.then_some(&classes), &ceilings, &[]);
        let priority = by_priority.then(|| self.windows.priority.clone());
        let list = rules::list(self.net, placed_first(&back.start), priority.as_deref());
        self.forward(&list, &back.start, &back.mode)
    }

    /// The most important priority among each task and everything it waits for, to order tasks from the end.
    fn downstream_priority(&self) -> Vec<u32> {
        let mut priority: Vec<u32> = self.windows.priority.clone();
        for &task in &self.net.order {
            for edge in self.net.before.of(task) {
                priority[task as usize] = priority[task as usize].min(priority[edge.other as usize]);
            }
        }
        priority
    }

    /// The candidate pushed as late as its dates (or its own last end) allow, then as early as possible again.
    pub fn pressed(&mut self, candidate: &Candidate, keep_modes: bool) -> Candidate {
        let last = candidate.end.iter().copied().max().unwrap_or(FIRST);
        let ceilings: Vec<i64> = (0..candidate.end.len())
            .map(|task| {
                let due = self.net.tasks[task].due.min(self.net.tasks[task].deadline);
                match candidate.end[task] {
                    UNSET => UNSET,
                    _ if due == LAST => last,
                    end => due.max(end),
                }
            })
            .collect();
        let keys = latest_first(&candidate.end);
        let modes: &[u32] = if keep_modes { &candidate.mode } else { &[] };
        let back = self.backward(keys, None, &ceilings, modes);
        let list = rules::list(self.net, placed_first(&back.start), None);
        self.forward(&list, &[], modes)
    }

    /// The candidate with every task as late as it can be without making anything worse; itself where that fails.
    fn just_in_time(&mut self, candidate: &Candidate) -> Candidate {
        let ceilings: Vec<i64> = (0..candidate.end.len())
            .map(|task| {
                let row = &self.net.tasks[task];
                let due = row.due.min(row.deadline);
                match candidate.end[task] {
                    UNSET => UNSET,
                    end if due < LAST => due.max(end),
                    // Held back by what follows, or staying where it is.
                    _ if self.net.after.of(task as u32).iter().any(|edge| candidate.end[edge.other as usize] != UNSET) => LAST,
                    end => end,
                }
            })
            .collect();
        let late = self.backward(latest_first(&candidate.end), None, &ceilings, &candidate.mode);
        let holds = |task: usize| {
            let row = &self.net.tasks[task];
            let (was, is) = (candidate.start[task], late.start[task]);
            row.pin.is_some() || (was == UNSET) == (is == UNSET) && (is == UNSET || is >= self.net.earliest.max(row.release))
        };
        let better = late.terms <= candidate.terms && (0..candidate.end.len()).all(holds);
        if better { late } else { candidate.clone() }
    }

    /// Makes the candidate the best if it is better, and tells the caller.
    pub fn offer(&mut self, candidate: &Candidate) {
        let late = if self.options.direction == Direction::Backward { Some(self.just_in_time(candidate)) } else { None };
        let candidate = late.as_ref().unwrap_or(candidate);
        if self.best.as_ref().is_none_or(|best| candidate.terms < best.terms) {
            self.best = Some(candidate.clone());
            self.tell(true, (self.elapsed_ms)());
        } else {
            self.keep_alive();
        }
    }

    /// Tells the caller now and then that the search goes on.
    fn keep_alive(&mut self) {
        let now = (self.elapsed_ms)();
        if now - self.last_report > 100.0 {
            self.tell(false, now);
        }
    }

    fn tell(&mut self, better: bool, now: f64) {
        let Some(best) = &self.best else { return };
        self.last_report = now;
        let score = self.scorer.score(&best.terms);
        if better {
            let times = best.times();
            self.reported = Some(evaluate::schedule(self.problem, self.net, &self.windows, score.clone(), times, &self.findings));
        }
        let progress = Progress {
            best: self.reported.as_ref().filter(|_| better),
            score: &score,
            bound: &self.scorer.score(&self.bound),
            gap: self.gap(&best.terms),
            passes: self.passes,
            elapsed_ms: now - self.began,
        };
        self.stopped |= (self.report)(&progress) == Control::Stop;
    }

    /// The first term in which the schedule may be worse than the best possible.
    fn gap(&self, terms: &Terms) -> Option<Gap> {
        let differs = (0..self.scorer.used).find(|term| terms[*term] != self.bound[*term])?;
        let goal = self.scorer.goal_of(differs)?;
        Some(Gap { goal, value: terms[differs], bound: self.bound[differs] })
    }

    /// The best schedule and what is known about it.
    pub fn outcome(mut self) -> Outcome {
        let gap = self.best.as_ref().and_then(|best| self.gap(&best.terms));
        let proved = self.best.as_ref().is_some_and(|best| best.terms == self.bound);
        let schedule = self.reported.take().unwrap_or_default();
        let bound: Score = self.scorer.score(&self.bound);
        Outcome { schedule, bound, gap, proved, passes: self.passes }
    }
}

/// Keys that put tasks in the order of their starts, those without one last.
pub(super) fn placed_first(start: &[i64]) -> Vec<i64> {
    start.iter().map(|start| if *start == UNSET { LAST } else { *start }).collect()
}

/// Keys for time turned around: late ends first.
fn latest_first(end: &[i64]) -> Vec<i64> {
    end.iter().map(|end| if *end == UNSET { LAST } else { MIRROR - end }).collect()
}
