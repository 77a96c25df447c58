//! Tabu search from the solutions between good ones, in generations: path relinking as in i-TSAB (Nowicki and Smutnicki 2005)
//! and TS/PR (Peng, Lü and Cheng 2015).
//!
//! Never waits for a limit of its own: it goes on for as long as it is asked to, and each generation is more patient than
//! the one before, so that short searches get many starts and long ones get depth.

use super::super::random::Random;
use super::construct::non_delay;
use super::elite::Elite;
use super::selection::Plan;
use super::shop::Shop;
use super::tabu::Tabu;

/// How the search spends its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tuning {
    /// Solutions kept in a generation.
    pub members: usize,
    /// Moves without a better solution after which the tabu search of the first generation gives up.
    pub patience: u32,
    /// Share of the tasks by which two solutions must differ.
    pub near: f64,
    /// Rounds without a new member after which a generation ends.
    pub stale: u32,
    /// By how much more patient each generation is.
    pub growth: f64,
    /// Misjudgement of urgency in starting solutions.
    pub noise: f64,
}

impl Tuning {
    pub const USUAL: Tuning = Tuning { members: 10, patience: 2000, near: 0.05, stale: 30, growth: 2.0, noise: 0.2 };
}

pub(crate) struct Relinking {
    pub best: Plan,
    pub generation: u32,
    pub rounds: u32,
    tuning: Tuning,
    tabu: Tabu,
    elite: Elite,
    child: Plan,
    /// Solutions to begin with, before chance makes its own.
    given: Vec<Plan>,
    patience: u32,
    /// Starts of this generation; rounds since one brought a member.
    starts: u32,
    stale: u32,
}

impl Relinking {
    /// Begins with the solutions given, of which there may be none.
    pub fn new(shop: &Shop, mut given: Vec<Plan>, tuning: Tuning, random: &mut Random) -> Relinking {
        let first = given.pop().unwrap_or_else(|| non_delay(shop, random, tuning.noise));
        let tabu = Tabu::new(shop, &first);
        Relinking {
            best: tabu.best.clone(),
            child: tabu.best.clone(),
            generation: 0,
            rounds: 0,
            tuning,
            tabu,
            elite: Elite::new(tuning.members),
            given,
            patience: tuning.patience,
            starts: 0,
            stale: 0,
        }
    }

    /// Hears of a solution to begin a coming round with.
    pub fn give(&mut self, plan: Plan) {
        if plan.span < self.best.span {
            self.best.clone_from(&plan);
        }
        self.given.clear();
        self.given.push(plan);
    }

    /// Makes so many moves, or fewer where a round ends; returns how many.
    pub fn step(&mut self, shop: &Shop, random: &mut Random, moves: u32) -> u32 {
        let mut made = 0;
        while made < moves && self.tabu.idle < self.patience && self.tabu.step(shop, random) {
            made += 1;
        }
        if self.tabu.best.span < self.best.span {
            self.best.clone_from(&self.tabu.best);
        }
        if made < moves {
            self.next_round(shop, random);
        }
        made
    }

    /// Takes what the round came to and begins another: from a new start, or from between two members.
    fn next_round(&mut self, shop: &Shop, random: &mut Random) {
        let near = (shop.tasks() as f64 * self.tuning.near) as usize;
        let is_growing = !self.elite.is_full() && self.starts < 2 * self.tuning.members as u32;
        let taken = self.elite.add(shop, &self.tabu.best, near);
        self.rounds += 1;
        self.stale = if taken || is_growing { 0 } else { self.stale + 1 };
        let members = self.elite.members.len();
        if !is_growing && (members < 2 || self.stale > self.tuning.stale) {
            self.next_generation(shop, near);
        } else if !is_growing {
            let one = random.below(members as u64) as usize;
            let other = (one + 1 + random.below(members as u64 - 1) as usize) % members;
            self.elite.between(shop, random, (one, other), &mut self.child);
            self.tabu.restart(shop, &self.child);
            return;
        }
        self.starts += 1;
        let start = self.given.pop().unwrap_or_else(|| non_delay(shop, random, self.tuning.noise));
        self.tabu.restart(shop, &start);
    }

    /// The members have become one family: others take their place. Every second time the best is among them.
    fn next_generation(&mut self, shop: &Shop, near: usize) {
        self.generation += 1;
        (self.stale, self.starts) = (0, 0);
        self.patience = (f64::from(self.patience) * self.tuning.growth) as u32;
        self.elite.members.clear();
        if self.generation.is_multiple_of(2) {
            self.elite.add(shop, &self.best, near);
        }
    }
}
