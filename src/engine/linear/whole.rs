//! Whole numbers where asked: branch and bound over a linear programme, best found and proven bound at any time.
//!
//! Never says that something is the best without proof: the bound tells how much better it might be.

use super::simplex::{Ended, Simplex};

/// A value this near to a whole number is one.
const WHOLE: f64 = 1e-6;

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The programme without whole numbers.
    Root,
    /// All rounded up, where that is possible: a first answer.
    Rounded,
    Branching,
    /// The best found, so that its prices can be read.
    Settling,
    Done,
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
        let open = self.open.iter().chain(&self.current).map(|open| open.cost).fold(f64::INFINITY, f64::min);
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
                if self.fraction().is_none() {
                    self.finish(ended);
                    return;
                }
                self.open.push(Open { bounds: Vec::new(), cost });
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
                self.phase = Phase::Branching;
                self.next();
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

    /// The whole variable that is furthest from a whole number.
    fn fraction(&self) -> Option<(usize, f64)> {
        let distance = |column: usize| {
            let value = self.simplex.outer_value(column);
            (value - value.round()).abs()
        };
        let found = self.whole.iter().copied().max_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
        (distance(found) > WHOLE).then(|| (found, self.simplex.outer_value(found)))
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
        if *ended != Ended::Optimal || !self.is_worth(cost) {
            return;
        }
        let Some((column, value)) = self.fraction() else {
            self.keep(cost);
            return;
        };
        let (low, high) = self.simplex.bounds(column);
        let with = |low: f64, high: f64| {
            let mut bounds: Vec<_> = current.bounds.iter().copied().filter(|bound| bound.0 != column).collect();
            bounds.push((column, low, high));
            Open { bounds, cost }
        };
        let (down, up) = (with(low, value.floor()), with(value.ceil(), high));
        // The nearer is looked at first: it is taken from the end.
        let nearer_up = value - value.floor() > 0.5;
        self.open.extend(if nearer_up { [down, up] } else { [up, down] });
    }

    /// Sets up the next open choice, or the best found where none is left.
    fn next(&mut self) {
        while let Some(open) = self.open.pop() {
            if !self.is_worth(open.cost) {
                continue;
            }
            if self.nodes >= self.most_nodes {
                self.open.push(open);
                break;
            }
            for (column, (low, high)) in self.whole.iter().zip(&self.lawful) {
                self.simplex.set_bounds(*column, *low, *high);
            }
            for (column, low, high) in &open.bounds {
                self.simplex.set_bounds(*column, *low, *high);
            }
            self.current = Some(open);
            return;
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
