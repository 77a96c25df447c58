//! The search for little weighted lateness when not everything can be in time: simulated annealing along the critical paths
//! of late tasks.
//!
//! Never judges a move by an estimate: lateness is a sum over many paths (the critical tree of Mati, Dauzère-Pérès and Lahlou
//! 2011), so every move is made, counted exactly and taken back if it is refused. Goals stand behind one another by factors; in
//! the end the scorer's exact order decides what is kept.

use super::super::random::Random;
use super::super::score::Goal;
use super::super::search::{Found, Ground, Search, Slice};
use super::super::solver::Candidate;
use super::compile::{Aim, Frame};
use super::construct::non_delay;
use super::critical::Neighbourhood;
use super::plans::{found, heard};
use super::selection::{Plan, Selection};
use super::shop::{NONE, Shop};

/// How much less a goal counts than the one before it, second by second.
const STEP_DOWN: f64 = 1e-3;
/// Priority classes that are told apart.
const CLASSES: i32 = 3;
/// Moves of the first cooling for every task; each later one is longer by a half.
const FIRST_COOLING: u32 = 10;
/// How warm the first cooling begins beside the later ones: what is known is made better before it is left.
const LUKEWARM: f64 = 0.02;
/// Temperature at the end of a cooling as a share of that at its beginning.
const COLD: f64 = 1e-4;
/// A move takes about a microsecond and another for so many tasks; a slice is a tenth of a millisecond of them.
const SLICE: u32 = 100;
const TASKS_PER_COST: u32 = 100;
const MOVES_PER_PASS: u32 = 12;

pub(super) struct TardinessSearch {
    shop: Shop,
    dates: Vec<Weighted>,
    /// What a second of the last end counts.
    last_end: f64,
    now: Option<Selection>,
    cost: f64,
    best: Plan,
    best_cost: f64,
    known: Option<Plan>,
    neighbourhood: Neighbourhood,
    late: Vec<(u32, f64)>,
    hot: f64,
    temperature: f64,
    /// Moves of this cooling, and how many of them are left.
    cooling: u32,
    left: u32,
}

/// A date and what a second after it counts.
struct Weighted {
    task: u32,
    time: i32,
    weight: f64,
}

impl TardinessSearch {
    /// `None` where no date counts.
    pub fn new(frame: &Frame, ground: Ground) -> Option<TardinessSearch> {
        let level = |goal: Goal| ground.scorer.term(goal).map(|term| term as i32);
        let first = [Goal::Deadlines, Goal::TardinessByPriority, Goal::Tardiness].into_iter().filter_map(level).min()?;
        let factor = |level: i32| STEP_DOWN.powi(level.min(first + 1 + CLASSES) - first);
        // However heavy tasks are, none of them reaches up to the goal before.
        let heaviest = ground.net.tasks.iter().map(|row| row.weight).max().unwrap_or(1).max(1) as f64;
        let weight = |task: usize, is_deadline: bool| {
            let weight = ground.net.tasks[task].weight as f64 / heaviest;
            match (is_deadline, level(Goal::TardinessByPriority), level(Goal::Tardiness)) {
                (true, ..) => level(Goal::Deadlines).map(factor),
                (false, Some(by_priority), _) => Some(weight * factor(by_priority + ground.scorer.class(task) as i32)),
                (false, None, Some(level)) => Some(weight * factor(level)),
                (false, None, None) => None,
            }
        };
        let weighted = |date: &super::compile::Date| {
            let weight = weight(date.task as usize, date.is_deadline).filter(|weight| *weight > 0.0)?;
            Some(Weighted { task: date.task, time: date.time, weight })
        };
        let dates: Vec<Weighted> = frame.dates.iter().filter_map(weighted).collect();
        let least = dates.iter().map(|date| date.weight).fold(f64::INFINITY, f64::min);
        let shop = frame.shop(Aim::Lateness);
        let lengths = (0..shop.tasks() as u32).map(|task| shop.choice(shop.choices_of(task).start).length);
        let mean_length = lengths.map(f64::from).sum::<f64>() / shop.tasks().max(1) as f64;
        let mean_weight = dates.iter().map(|date| date.weight).sum::<f64>() / dates.len().max(1) as f64;
        (!dates.is_empty()).then(|| TardinessSearch {
            last_end: if ground.scorer.wants_early_end() { least * STEP_DOWN } else { 0.0 },
            hot: mean_length * mean_weight * 0.5,
            dates,
            now: None,
            cost: 0.0,
            best: Plan::default(),
            best_cost: f64::INFINITY,
            known: None,
            neighbourhood: Neighbourhood::default(),
            late: Vec::new(),
            temperature: 0.0,
            cooling: FIRST_COOLING * shop.tasks() as u32,
            left: 0,
            shop,
        })
    }

    /// Weighted lateness of a solution, and its last end behind that.
    fn cost(&self, selection: &Selection) -> f64 {
        let late = |date: &Weighted| f64::from((selection.end[date.task as usize] - date.time).max(0)) * date.weight;
        let last_end = selection.end[..self.shop.tasks()].iter().copied().max().unwrap_or(0);
        self.dates.iter().map(late).sum::<f64>() + f64::from(last_end) * self.last_end
    }

    /// A late task, by what it costs; `NONE` when all is in time.
    fn target(&mut self, selection: &Selection, random: &mut Random) -> u32 {
        self.late.clear();
        let mut total = 0.0;
        for date in &self.dates {
            let late = selection.end[date.task as usize] - date.time;
            if late > 0 {
                // By weight alone: a task that is a little late is as good a place to begin as one that is very late.
                total += date.weight;
                self.late.push((date.task, total));
            }
        }
        let drawn = random.share() * total;
        self.late.iter().find(|(_, sum)| drawn < *sum).map_or(NONE, |(task, _)| *task)
    }

    /// One move, kept or taken back.
    fn anneal(&mut self, selection: &mut Selection, random: &mut Random) {
        let target = self.target(selection, random);
        self.neighbourhood.trace_to(&self.shop, selection, random, target);
        if self.neighbourhood.path.is_empty() {
            return;
        }
        let Some(trial) = self.neighbourhood.pick(&self.shop, selection, random) else { return };
        let undo = selection.undo_of(trial.step.task);
        if !selection.apply(&self.shop, trial.step) {
            return;
        }
        let cost = self.cost(selection);
        if cost <= self.cost || random.share() < ((self.cost - cost) / self.temperature).exp() {
            self.cost = cost;
            if cost < self.best_cost {
                self.best_cost = cost;
                selection.save(&mut self.best);
            }
        } else {
            // What was there before the move is no circle.
            selection.apply(&self.shop, undo);
        }
    }

    /// Begins with what is known, or warms the best up again.
    fn begin(&mut self, random: &mut Random) -> Selection {
        let plan = match self.known.take() {
            Some(plan) => plan,
            None if self.best_cost < f64::INFINITY => self.best.clone(),
            None => non_delay(&self.shop, random, 0.0),
        };
        let selection = Selection::new(&self.shop, &plan);
        self.cost = self.cost(&selection);
        if self.cost < self.best_cost {
            self.best_cost = self.cost;
            selection.save(&mut self.best);
        }
        let is_first = self.temperature == 0.0;
        (self.temperature, self.left) = (if is_first { self.hot * LUKEWARM } else { self.hot }, self.cooling);
        self.cooling = self.cooling.saturating_add(self.cooling / 2);
        selection
    }
}

impl Search for TardinessSearch {
    fn hear(&mut self, ground: Ground, best: &Candidate) {
        let Some(plan) = heard(&self.shop, ground, best) else { return };
        let cost = self.cost(&Selection::new(&self.shop, &plan));
        if cost < self.best_cost {
            self.best_cost = cost;
            self.best.clone_from(&plan);
            self.known = Some(plan);
        }
    }

    fn step(&mut self, _: Ground, random: &mut Random) -> Slice {
        let known = self.best_cost;
        let mut selection = match self.now.take() {
            Some(selection) if self.left > 0 => selection,
            _ => self.begin(random),
        };
        let moves = (SLICE / (1 + self.shop.tasks() as u32 / TASKS_PER_COST)).clamp(1, self.left.max(1));
        let cooler = (COLD.ln() * f64::from(moves) / f64::from(self.cooling.max(1))).exp();
        for _ in 0..moves {
            self.anneal(&mut selection, random);
        }
        self.left = self.left.saturating_sub(moves);
        self.temperature *= cooler;
        // Where nothing is late, the last end is the business of another search.
        let exhausted = self.target(&selection, random) == NONE;
        let found: Option<Found> = (self.best_cost < known).then(|| found(&self.shop, &self.best));
        self.now = Some(selection);
        Slice { found, passes: 1 + moves / MOVES_PER_PASS, exhausted }
    }
}
