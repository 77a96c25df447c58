//! What a bound is worth: the change of the least cost by one more of it, over which values of the bound that holds, and what holds beyond.
//!
//! The least cost is a convex, piecewise linear function of a bound; it is followed from one change of the basis to the next, with the bound as the
//! parameter (Gass and Saaty 1955). Where several bases meet in one point, what one more is worth and what one less costs are different, and both
//! are found. Never changes the search it is given.

use super::dual::{Room, Step};
use super::simplex::{Place, Simplex};

/// Which bound of a variable is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Low,
    High,
    /// Both at once, where they are the same.
    Both,
}

/// Values of the bound over which one unit more of it changes the least cost by the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    pub from: f64,
    pub to: f64,
    pub price: f64,
}

/// What a bound is worth around the value that it has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The value that the bound has.
    pub at: f64,
    /// One behind the other, upwards.
    pub pieces: Vec<Piece>,
    /// Below this, and above this, not all bounds can be kept any more; nothing where that was not met.
    pub possible_from: Option<f64>,
    pub possible_to: Option<f64>,
}

/// Changes of the basis after which the walk in one direction ends, whatever it has found.
const MOST_STEPS: usize = 400;

/// How far outside the leaving variable is: it stands at its bound, and only the side matters.
const HARDLY: f64 = 1e-300;

/// Follows a bound of an optimal basis in both directions, over at most so many different prices in each.
pub fn curve_of(simplex: &Simplex, variable: usize, bound: Bound, pieces: usize) -> Curve {
    let (low, high) = simplex.bounds(variable);
    let at = if bound == Bound::Low { low } else { high };
    if !at.is_finite() {
        return Curve { at, ..Curve::default() };
    }
    let (down, possible_from) = Walk::of(simplex, variable, bound, -1.0).run(pieces);
    let (up, possible_to) = Walk::of(simplex, variable, bound, 1.0).run(pieces);
    let mut all: Vec<Piece> = down.into_iter().rev().collect();
    for piece in up {
        match all.last_mut() {
            Some(last) if is_same(last.price, piece.price) => last.to = piece.to,
            _ => all.push(piece),
        }
    }
    Curve { at, pieces: all, possible_from, possible_to }
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * (1.0 + a.abs().max(b.abs()))
}

/// A walk of a bound in one direction.
struct Walk {
    simplex: Simplex,
    room: Room,
    variable: usize,
    bound: Bound,
    direction: f64,
    /// The value that the bound has, scaled.
    at: f64,
}

/// What a walk comes to next.
enum Next {
    /// The price that held until here.
    Until {
        price: f64,
        end: f64,
    },
    Endless {
        price: f64,
    },
    Impossible,
    Lost,
}

impl Walk {
    fn of(simplex: &Simplex, variable: usize, bound: Bound, direction: f64) -> Walk {
        let room = Room::of(simplex);
        let at = if bound == Bound::Low { simplex.low[variable] } else { simplex.high[variable] };
        Walk { simplex: simplex.clone(), room, variable, bound, direction, at }
    }

    fn run(mut self, most: usize) -> (Vec<Piece>, Option<f64>) {
        let scale = self.simplex.scale_of(self.variable);
        let mut found: Vec<Piece> = Vec::new();
        let mut impossible = None;
        for _ in 0..MOST_STEPS {
            let from = self.at;
            let (price, end, goes_on) = match self.next() {
                Next::Until { price, end } => (price, end, true),
                Next::Endless { price } => (price, self.direction * f64::INFINITY, false),
                Next::Impossible => {
                    impossible = Some(from * scale);
                    break;
                }
                Next::Lost => break,
            };
            self.at = end;
            if (end - from).abs() > 1e-9 * (1.0 + from.abs()) {
                let (from, to) = (from.min(end) * scale, from.max(end) * scale);
                let is_full = found.len() >= most;
                match found.last_mut() {
                    Some(last) if is_same(last.price, price) && self.direction > 0.0 => last.to = to,
                    Some(last) if is_same(last.price, price) => last.from = from,
                    _ if is_full => break,
                    _ => found.push(Piece { from, to, price }),
                }
            }
            if !goes_on {
                break;
            }
        }
        (found, impossible)
    }

    /// Whether the variable rests at the bound that is moved.
    fn is_bound(&self) -> bool {
        match (self.simplex.place[self.variable], self.bound) {
            (Place::Low, Bound::Low | Bound::Both) | (Place::High, Bound::High | Bound::Both) => true,
            (Place::Low | Place::High, _) => self.simplex.low[self.variable] == self.simplex.high[self.variable],
            _ => false,
        }
    }

    fn next(&mut self) -> Next {
        if self.is_bound() { self.follow() } else { self.meet() }
    }

    /// The bound does not matter until it meets the value of its variable.
    fn meet(&mut self) -> Next {
        let tightens = self.bound == Bound::Both || (self.bound == Bound::Low) == (self.direction > 0.0);
        if !tightens {
            return Next::Endless { price: 0.0 };
        }
        let value = self.simplex.value[self.variable];
        if (value - self.at) * self.direction > 1e-9 * (1.0 + value.abs()) {
            self.set(value);
            return Next::Until { price: 0.0, end: value };
        }
        // It has met: the variable leaves the basis, or has nowhere to go.
        let Some(row) = self.simplex.head.iter().position(|variable| *variable == self.variable) else { return Next::Impossible };
        self.set(value);
        match self.simplex.dual_step(row, -self.direction * HARDLY, &mut self.room) {
            Step::Done { .. } => Next::Until { price: 0.0, end: value },
            Step::Infeasible => Next::Impossible,
            Step::Inexact => Next::Lost,
        }
    }

    /// The variable goes with its bound until a basic one meets a bound of its own; that one leaves.
    fn follow(&mut self) -> Next {
        let price = self.simplex.price(self.variable);
        if self.simplex.factors.is_worn() {
            self.simplex.refresh();
        }
        let mut solution = std::mem::take(&mut self.simplex.work);
        self.simplex.solution_of(self.variable, &mut solution);
        let mut first: (f64, Option<(usize, bool)>) = (self.own_room(), None);
        let mut pivot = 0.0_f64;
        for (row, factor) in solution.iter().enumerate() {
            let (basic, speed) = (self.simplex.head[row], self.direction * factor);
            if speed.abs() < 1e-9 {
                continue;
            }
            let bound = if speed > 0.0 { self.simplex.low[basic] } else { self.simplex.high[basic] };
            let left = if bound.is_finite() { ((self.simplex.value[basic] - bound) / speed).max(0.0) } else { continue };
            // Among those that meet theirs together the largest pivot is taken.
            let tie = if first.0.is_finite() { 1e-10 * (1.0 + first.0) } else { 0.0 };
            if left < first.0 - tie || (left <= first.0 + tie && speed.abs() > pivot) {
                first = (left.min(first.0), Some((row, speed > 0.0)));
                pivot = speed.abs();
            }
        }
        let (length, leaving) = first;
        if length.is_finite() {
            for (basic, factor) in self.simplex.head.iter().zip(&solution) {
                self.simplex.value[*basic] -= self.direction * length * factor;
            }
        }
        self.simplex.work = solution;
        if length.is_infinite() {
            return Next::Endless { price };
        }
        let end = self.at + self.direction * length;
        self.set(end);
        let Some((row, at_low)) = leaving else {
            // It has met the variable's other bound: beyond that the two contradict each other.
            return if length > 0.0 { Next::Until { price, end } } else { Next::Impossible };
        };
        match self.simplex.dual_step(row, if at_low { -HARDLY } else { HARDLY }, &mut self.room) {
            Step::Done { .. } => Next::Until { price, end },
            Step::Infeasible if length > 1e-9 * (1.0 + end.abs()) => Next::Until { price, end },
            Step::Infeasible => Next::Impossible,
            Step::Inexact => Next::Lost,
        }
    }

    /// How far the bound can go until it meets the variable's other one.
    fn own_room(&self) -> f64 {
        let other = match self.bound {
            Bound::Low if self.direction > 0.0 => self.simplex.high[self.variable] - self.at,
            Bound::High if self.direction < 0.0 => self.at - self.simplex.low[self.variable],
            _ => f64::INFINITY,
        };
        other.max(0.0)
    }

    fn set(&mut self, at: f64) {
        if self.bound != Bound::High {
            self.simplex.low[self.variable] = at;
        }
        if self.bound != Bound::Low {
            self.simplex.high[self.variable] = at;
        }
        if self.simplex.place[self.variable] != Place::Basic {
            self.simplex.value[self.variable] = at;
        }
    }
}
