//! The search for an early last end, or a small greatest lateness where dates come first.
//!
//! Never leaves an aim before it is reached: only when all is in time does the last end count.

use super::super::evaluate::Scorer;
use super::super::random::Random;
use super::super::score::Goal;
use super::super::search::{Ground, Search, Slice};
use super::super::solver::Candidate;
use super::bound::Bound;
use super::compile::{Aim, Frame};
use super::plans::{self, heard};
use super::relink::{Relinking, Tuning};
use super::selection::{Plan, Selection};
use super::shop::Shop;
use crate::model::sort_with_key;

/// Known schedules from which a search may begin, the best ones.
const MOST_KNOWN: usize = 4;

/// Moves that are as much work as placing all tasks once.
const MOVES_PER_PASS: u32 = 12;

/// A move takes about a microsecond and another for so many tasks, twice that in a browser; a slice is a tenth of a millisecond.
const SLICE: u32 = 100;
const COST: u32 = 1;
const TASKS_PER_COST: u32 = 100;

/// Pairs of tasks that the bound looks at in the time of one cost.
const PAIRS_PER_COST: u64 = 400;
/// What the bound may cost before the search has begun; beyond that, a quarter of what the search has cost.
const BOUND_FIRST: u64 = 20_000;

pub(super) struct SpanSearch {
    frame: Frame,
    aim: Aim,
    shop: Shop,
    relinking: Option<Relinking>,
    bound: Option<Bound>,
    /// What bound and search have cost so far.
    spent: (u64, u64),
    /// Schedules heard of, the latest last.
    known: Vec<Plan>,
    /// The least span told or heard of.
    told: i32,
}

impl SpanSearch {
    pub fn new(frame: Frame, ground: Ground) -> SpanSearch {
        let aim = if counts_lateness(ground.scorer) && frame.due.iter().any(Option::is_some) { Aim::Lateness } else { Aim::LastEnd };
        let shop = frame.shop(aim);
        SpanSearch { frame, aim, shop, relinking: None, bound: None, spent: (0, 0), known: Vec::new(), told: i32::MAX }
    }

    /// When all is in time, what counts next is the last end, as long as it costs no punctuality. `false` when nothing is left.
    fn next_aim(&mut self, ground: Ground) -> bool {
        let Some(relinking) = &self.relinking else { return true };
        let is_reached = match self.aim {
            Aim::LastEnd => false,
            Aim::Lateness => relinking.best.span <= self.frame.last_due(),
            // The aim moves on with the best, but not so often that nothing could come of it.
            Aim::InTimeBefore(end) => relinking.best.span < end && relinking.generation > 0,
        };
        if !is_reached {
            return true;
        }
        let best = relinking.best.clone();
        let last_end = Selection::new(&self.frame.shop(Aim::LastEnd), &best).span;
        self.aim = Aim::InTimeBefore(last_end);
        self.shop = self.frame.shop(self.aim);
        (self.relinking, self.told) = (None, last_end);
        self.known.push(best);
        ground.scorer.wants_early_end()
    }
}

impl Search for SpanSearch {
    fn hear(&mut self, ground: Ground, best: &Candidate) {
        let Some(plan) = heard(&self.shop, ground, best) else { return };
        self.told = self.told.min(plan.span);
        if let Some(relinking) = &mut self.relinking {
            relinking.give(plan);
            return;
        }
        self.known.push(plan);
        sort_with_key(&mut self.known, |plan| std::cmp::Reverse(plan.span));
        let spare = self.known.len().saturating_sub(MOST_KNOWN);
        self.known.drain(..spare);
    }

    fn step(&mut self, ground: Ground, random: &mut Random) -> Slice {
        let Some(relinking) = &mut self.relinking else {
            let relinking = Relinking::new(&self.shop, std::mem::take(&mut self.known), Tuning::USUAL, random);
            if self.aim == Aim::LastEnd && self.bound.is_none() && !self.frame.has_pins {
                self.bound = Some(Bound::new(&self.shop, relinking.best.span));
            }
            self.relinking = Some(relinking);
            return Slice { passes: 1, ..Slice::default() };
        };
        if let Some(bound) = self.bound.as_mut().filter(|_| self.spent.0 <= BOUND_FIRST + self.spent.1 / 4) {
            let work = bound.work();
            if bound.step(&self.shop) {
                self.spent.0 += 1 + work / PAIRS_PER_COST;
                return Slice { passes: 1, ..Slice::default() };
            }
        }
        let cost = COST + self.shop.tasks() as u32 / TASKS_PER_COST;
        let moves = (SLICE / cost).max(1);
        let made = relinking.step(&self.shop, random, moves);
        self.spent.1 += u64::from(made * cost);
        let span = relinking.best.span;
        let found = (span < self.told).then(|| relinking.best.clone());
        self.told = self.told.min(span);
        let found = found.map(|plan| plans::found(&self.shop, &plan));
        let exhausted = !self.next_aim(ground);
        Slice { found, passes: 1 + made / MOVES_PER_PASS, exhausted }
    }

    fn earliest_last_end(&self) -> i64 {
        self.bound.as_ref().map_or(i64::MIN, |bound| self.frame.moment(bound.low))
    }
}

/// Whether dates are among the goals.
fn counts_lateness(scorer: &Scorer) -> bool {
    [Goal::Deadlines, Goal::TardinessByPriority, Goal::Tardiness].iter().any(|goal| scorer.term(*goal).is_some())
}
