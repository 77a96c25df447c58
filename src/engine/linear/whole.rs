//! Whole numbers where asked: branch and bound over a linear programme, best found and proven bound at any time.
//!
//! Branches by what branching on a variable cost before (Benichou et al. 1971), looks at the choice with the least bound and from there straight
//! down, so that both the bound and the best found get better all the time; a first dive rounds the nearest numbers first. Never says that something
//! is the best without proof: the bound tells how much better it might be.

use super::simplex::{Ended, Simplex};

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;
/// Rounds of the first dive at most.
const MOST_DIVES: usize = 60;

/// The least and the most whole number between two bounds; nothing where there is none.
pub fn whole_between(low: f64, high: f64) -> Option<(f64, f64)> {
    let (low, high) = ((low - WHOLE).ceil(), (high + WHOLE).floor());
    (low <= high).then_some((low, high))
}

/// What is still open: bounds of some variables, and what its cost is at least.
#[derive(Clone, Debug)]
struct Open {
    bounds: Vec<(usize, f64, f64)>,
    cost: f64,
    /// How it came about: place in `whole`, units rounded and whether up.
    branched: Option<(usize, f64, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The programme without whole numbers.
    Root,
    /// All rounded up, where that is possible: a first answer.
    Rounded,
    /// Rounded a few at a time, the nearest to a whole number first: a better one.
    Diving,
    Branching,
    /// The best found, so that its prices can be read.
    Settling,
    Done,
}

/// What rounding a variable down, or up, cost so far for each unit, and how often it was seen.
#[derive(Clone, Copy, Debug, Default)]
struct Learned {
    down: (f64, u32),
    up: (f64, u32),
}

/// A search for the cheapest choice with whole numbers; it can be stopped and gone on with at any time.
#[derive(Clone, Debug)]
pub struct WholeSearch {
    pub simplex: Simplex,
    whole: Vec<usize>,
    lawful: Vec<(f64, f64)>,
    phase: Phase,
    open: Vec<Open>,
    current: Option<Open>,
    /// What comes next on the way straight down.
    straight: Option<Open>,
    branched: Option<(usize, f64, bool)>,
    learned: Vec<Learned>,
    /// Rounds of the dive so far.
    dived: usize,
    /// Whole numbers of the best found, in the sequence of `whole`, and its cost.
    best: Option<(Vec<f64>, f64)>,
    root_cost: f64,
    pub nodes: u64,
    most_nodes: u64,
    gap: f64,
    ended: Ended,
}

impl WholeSearch {
    /// `whole` are the columns to be whole numbers; without any it is the programme itself. Ends after `most_nodes` programmes, or when nothing
    /// can be better by more than the share `gap`.
    pub fn new(mut simplex: Simplex, whole: Vec<usize>, most_nodes: u64, gap: f64) -> WholeSearch {
        // Bounds that are no whole numbers say more when they are; those that cross then contradict each other.
        let inner = |column: &usize| {
            let (low, high) = simplex.bounds(*column);
            ((low - WHOLE).ceil(), (high + WHOLE).floor())
        };
        let lawful: Vec<(f64, f64)> = whole.iter().map(inner).collect();
        whole.iter().zip(&lawful).for_each(|(column, (low, high))| simplex.set_bounds(*column, *low, *high));
        WholeSearch {
            simplex,
            learned: vec![Learned::default(); whole.len()],
            straight: None,
            branched: None,
            dived: 0,
            whole,
            lawful,
            phase: Phase::Root,
            open: Vec::new(),
            current: None,
            best: None,
            root_cost: f64::NEG_INFINITY,
            nodes: 0,
            most_nodes,
            gap,
            ended: Ended::Stopped,
        }
    }

    /// Works until it is done or no longer goes on; answers whether it is done. `goes_on` hears steps, broken bounds and cost.
    pub fn work(&mut self, goes_on: &mut dyn FnMut(u64, f64, f64) -> bool) -> bool {
        while self.phase != Phase::Done {
            let ended = self.simplex.solve(goes_on);
            if ended == Ended::Stopped {
                return false;
            }
            self.take_in(ended);
        }
        true
    }

    /// Ends the search with the best that was found; nothing where nothing was.
    pub fn give_up(&mut self) {
        if self.phase != Phase::Done && self.best.is_some() {
            self.settle();
            let ended = self.simplex.solve(&mut |_, _, _| true);
            self.take_in(ended);
        }
    }

    /// How it ended; [`Ended::Stopped`] while it has not.
    pub fn ended(&self) -> &Ended {
        &self.ended
    }

    /// Whether anything is to be a whole number.
    pub fn has_whole(&self) -> bool {
        !self.whole.is_empty()
    }

    /// Cost of the best choice so far.
    pub fn best_cost(&self) -> Option<f64> {
        self.best.as_ref().map(|best| best.1)
    }

    /// What the cost of any choice is at least, as far as that is proven.
    pub fn bound(&self) -> f64 {
        let open = self.open.iter().chain(&self.current).chain(&self.straight).map(|open| open.cost).fold(f64::INFINITY, f64::min);
        let open = open.min(self.best.as_ref().map_or(f64::INFINITY, |best| best.1));
        if open.is_finite() { open.max(self.root_cost) } else { self.root_cost }
    }

    fn take_in(&mut self, ended: Ended) {
        let cost = self.simplex.cost();
        match self.phase {
            Phase::Root => {
                if ended != Ended::Optimal {
                    self.finish(ended);
                    return;
                }
                self.root_cost = cost;
                if self.fractions().next().is_none() {
                    self.finish(ended);
                    return;
                }
                self.open.push(Open { bounds: Vec::new(), cost, branched: None });
                self.phase = Phase::Rounded;
                for at in 0..self.whole.len() {
                    let up = (self.simplex.outer_value(self.whole[at]) - WHOLE).ceil();
                    let up = if up > self.lawful[at].1 { self.lawful[at].1.floor() } else { up };
                    self.simplex.set_bounds(self.whole[at], up, up);
                }
            }
            Phase::Rounded => {
                if ended == Ended::Optimal {
                    self.keep(cost);
                }
                self.phase = Phase::Diving;
                self.set(&[]);
            }
            Phase::Diving => {
                if ended != Ended::Optimal || !self.is_worth(cost) || !self.dive(cost) {
                    self.phase = Phase::Branching;
                    self.next();
                }
            }
            Phase::Branching => {
                self.nodes += 1;
                self.branch(&ended, cost);
                self.next();
            }
            Phase::Settling => self.finish(ended),
            Phase::Done => {}
        }
    }

    /// Values of the whole variables that are no whole numbers, by place.
    fn fractions(&self) -> impl Iterator<Item = (usize, f64)> {
        let values = self.whole.iter().map(|column| self.simplex.outer_value(*column)).enumerate();
        values.filter(|(_, value)| (value - value.round()).abs() > WHOLE)
    }

    /// The variable to branch on: that which is expected to raise the bound most on both sides.
    fn choose(&self) -> Option<(usize, f64)> {
        let mean = |pick: fn(&Learned) -> (f64, u32)| {
            let (sum, count) = self.learned.iter().map(pick).fold((0.0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
            if count > 0 { sum / f64::from(count) } else { 1.0 }
        };
        let (usual_down, usual_up) = (mean(|learned| learned.down), mean(|learned| learned.up));
        let per_unit = |(sum, count): (f64, u32), usual: f64| if count > 0 { sum / f64::from(count) } else { usual };
        let score = |(at, value): &(usize, f64)| {
            let (fraction, learned) = (value - value.floor(), self.learned[*at]);
            let down = (per_unit(learned.down, usual_down) * fraction).max(1e-9);
            let up = (per_unit(learned.up, usual_up) * (1.0 - fraction)).max(1e-9);
            down * up
        };
        self.fractions().max_by(|a, b| score(a).total_cmp(&score(b)))
    }

    /// Rounds some more; answers whether there is more to do.
    fn dive(&mut self, cost: f64) -> bool {
        let distance = |value: f64| (value - value.round()).abs();
        let mut open: Vec<(usize, f64)> = self.fractions().collect();
        if open.is_empty() {
            self.keep(cost);
            return false;
        }
        self.dived += 1;
        if self.dived > MOST_DIVES {
            return false;
        }
        open.sort_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        for (at, value) in open.iter().take(open.len().div_ceil(5)) {
            let whole = value.round().clamp(self.lawful[*at].0, self.lawful[*at].1);
            self.simplex.set_bounds(self.whole[*at], whole, whole);
        }
        true
    }

    fn keep(&mut self, cost: f64) {
        if self.best.as_ref().is_none_or(|best| cost < best.1) {
            let values = self.whole.iter().map(|column| self.simplex.outer_value(*column).round()).collect();
            self.best = Some((values, cost));
        }
    }

    fn is_worth(&self, cost: f64) -> bool {
        self.best.as_ref().is_none_or(|best| cost < best.1 - self.gap * best.1.abs() - 1e-9 * best.1.abs())
    }

    fn branch(&mut self, ended: &Ended, cost: f64) {
        let Some(current) = self.current.take() else { return };
        if let (Some((at, units, is_up)), Ended::Optimal) = (self.branched.take(), ended) {
            let learned = if is_up { &mut self.learned[at].up } else { &mut self.learned[at].down };
            *learned = (learned.0 + (cost - current.cost).max(0.0) / units.max(WHOLE), learned.1 + 1);
        }
        if *ended != Ended::Optimal || !self.is_worth(cost) {
            return;
        }
        let Some((at, value)) = self.choose() else {
            self.keep(cost);
            return;
        };
        let column = self.whole[at];
        let (low, high) = self.simplex.bounds(column);
        let with = |low: f64, high: f64, units: f64, is_up: bool| {
            let mut bounds: Vec<_> = current.bounds.iter().copied().filter(|bound| bound.0 != column).collect();
            bounds.push((column, low, high));
            Open { bounds, cost, branched: Some((at, units, is_up)) }
        };
        let fraction = value - value.floor();
        let (down, up) = (with(low, value.floor(), fraction, false), with(value.ceil(), high, 1.0 - fraction, true));
        // The nearer is looked at next.
        let (next, later) = if fraction > 0.5 { (up, down) } else { (down, up) };
        self.open.push(later);
        self.straight = Some(next);
    }

    fn set(&mut self, bounds: &[(usize, f64, f64)]) {
        for (column, (low, high)) in self.whole.iter().zip(&self.lawful) {
            if self.simplex.bounds(*column) != (*low, *high) && !bounds.iter().any(|bound| bound.0 == *column) {
                self.simplex.set_bounds(*column, *low, *high);
            }
        }
        for (column, low, high) in bounds {
            if self.simplex.bounds(*column) != (*low, *high) {
                self.simplex.set_bounds(*column, *low, *high);
            }
        }
    }

    /// Sets up the choice to look at next: straight down, else the one with the least bound; the best found where none is left.
    fn next(&mut self) {
        let is_over = self.nodes >= self.most_nodes;
        if is_over && let Some(open) = self.straight.take() {
            self.open.push(open);
        }
        if !is_over {
            let best = self.best.as_ref().map(|best| best.1);
            let worth = |cost: f64| best.is_none_or(|best| cost < best - self.gap * best.abs() - 1e-9 * best.abs());
            self.open.retain(|open| worth(open.cost));
            let least = (0..self.open.len()).min_by(|a, b| self.open[*a].cost.total_cmp(&self.open[*b].cost));
            let open = self.straight.take().or_else(|| least.map(|least| self.open.swap_remove(least)));
            if let Some(open) = open {
                self.set(&open.bounds);
                self.branched = open.branched;
                self.current = Some(open);
                return;
            }
        }
        if self.best.is_some() {
            self.settle();
        } else {
            self.finish(if self.open.is_empty() { Ended::Infeasible(Vec::new()) } else { Ended::Trouble });
        }
    }

    fn settle(&mut self) {
        let Some((values, _)) = self.best.clone() else { return };
        for (column, value) in self.whole.iter().zip(values) {
            self.simplex.set_bounds(*column, value, value);
        }
        self.phase = Phase::Settling;
    }

    fn finish(&mut self, ended: Ended) {
        if ended == Ended::Optimal {
            self.best = Some((Vec::new(), self.simplex.cost()));
        }
        self.ended = ended;
        self.phase = Phase::Done;
    }
}
