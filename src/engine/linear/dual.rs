//! The dual simplex method: prices are lawful all the way, and bounds that are broken are mended one after the other.
//!
//! Steepest edges (Forrest and Goldfarb 1992), a ratio test that passes bounds (Maros 2003) with Harris's tolerance, and costs moved a little against
//! standing still (Koberstein 2005). Never ends with moved costs being taken for true ones: [`Simplex::solve`] goes on from there.

use super::simplex::{Conflict, DUAL, Ended, FEASIBLE, Place, Simplex, Watch};

/// A variable that may enter: its number, the speed at which its price falls, signed so that it is positive, and the price.
#[derive(Clone, Copy)]
struct Entrant {
    variable: usize,
    speed: f64,
    price: f64,
}

/// Room that is used again from step to step.
pub(super) struct Room {
    row: Vec<f64>,
    solution: Vec<f64>,
    flips: Vec<f64>,
    edge: Vec<f64>,
    alpha: Vec<f64>,
    touched: Vec<usize>,
    is_touched: Vec<bool>,
    entrants: Vec<Entrant>,
    group: Vec<Entrant>,
}

impl Room {
    pub(super) fn of(simplex: &Simplex) -> Room {
        let (rows, all) = (simplex.rows, simplex.rows + simplex.columns);
        Room {
            row: vec![0.0; rows],
            solution: vec![0.0; rows],
            flips: vec![0.0; rows],
            edge: vec![0.0; rows],
            alpha: vec![0.0; all],
            touched: Vec::new(),
            is_touched: vec![false; all],
            entrants: Vec::new(),
            group: Vec::new(),
        }
    }
}

impl Simplex {
    /// Mends broken bounds until none is left.
    pub(super) fn dual(&mut self, watch: Watch) -> Ended {
        self.make_prices_lawful();
        let mut room = Room::of(self);
        let limit = self.steps + 50 * (self.place.len() as u64 + 100);
        let (mut failures, mut standing) = (0, 0);
        while self.steps < limit {
            let Some(leaving) = self.most_broken() else { return Ended::Optimal };
            if !self.is_wanted(watch) {
                return Ended::Stopped;
            }
            let outside = self.outside(self.head[leaving]);
            match self.dual_step(leaving, outside, &mut room) {
                Step::Done { length } => {
                    failures = 0;
                    standing = if length > 1e-12 { 0 } else { standing + 1 };
                    if standing > 20 && !self.is_moved {
                        self.move_costs();
                        self.is_moved = true;
                    }
                }
                Step::Infeasible => {
                    if !self.factors.is_fresh() {
                        self.refresh();
                        self.make_prices_lawful();
                        continue;
                    }
                    return Ended::Infeasible(self.contradiction(leaving, &mut room));
                }
                Step::Inexact => {
                    failures += 1;
                    self.refresh();
                    self.make_prices_lawful();
                    if failures > 5 {
                        return Ended::Trouble;
                    }
                }
            }
            if self.factors.is_worn() {
                self.refresh();
                self.make_prices_lawful();
            }
        }
        Ended::Trouble
    }

    /// Prices of the wrong sign: the variable goes to its other bound, or its cost is moved where it has none.
    fn make_prices_lawful(&mut self) {
        let mut is_changed = false;
        for variable in 0..self.place.len() {
            let reduced = self.reduced[variable];
            match self.place[variable] {
                Place::Low if reduced < 0.0 && self.low[variable] < self.high[variable] => {
                    if self.high[variable].is_finite() && reduced < -DUAL {
                        self.put(variable, Place::High);
                        is_changed = true;
                    } else {
                        self.cost[variable] -= reduced;
                        self.reduced[variable] = 0.0;
                    }
                }
                Place::High if reduced > 0.0 && self.low[variable] < self.high[variable] => {
                    if self.low[variable].is_finite() && reduced > DUAL {
                        self.put(variable, Place::Low);
                        is_changed = true;
                    } else {
                        self.cost[variable] -= reduced;
                        self.reduced[variable] = 0.0;
                    }
                }
                Place::Free if reduced != 0.0 => {
                    self.cost[variable] -= reduced;
                    self.reduced[variable] = 0.0;
                }
                _ => {}
            }
        }
        if is_changed {
            self.compute_values();
        }
    }

    /// Moves costs a little, away from where prices change their sign, so that steps have a length.
    fn move_costs(&mut self) {
        let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
        for variable in 0..self.columns {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = 0.5 + (random >> 40) as f64 / (1_u64 << 25) as f64;
            let size = 5e-7 * share * (0.05 + self.cost[variable].abs());
            let by = match self.place[variable] {
                Place::Low => size,
                Place::High => -size,
                Place::Basic | Place::Free => continue,
            };
            if self.low[variable] < self.high[variable] {
                self.cost[variable] += by;
                self.reduced[variable] += by;
            }
        }
    }

    /// The row whose basic variable is outside by the most, measured along its edge.
    fn most_broken(&self) -> Option<usize> {
        let mut found = (0.0, None);
        for (row, variable) in self.head.iter().enumerate() {
            let outside = self.outside(*variable);
            if outside != 0.0 {
                let score = outside * outside / self.weight[*variable];
                if score > found.0 {
                    found = (score, Some(row));
                }
            }
        }
        found.1
    }

    /// The row of the inverse basis, and with it how every variable changes the row's basic one.
    fn price_row(&self, leaving: usize, room: &mut Room) {
        room.row.fill(0.0);
        room.row[leaving] = 1.0;
        self.factors.solve_transposed(&mut room.row);
        for variable in room.touched.drain(..) {
            room.alpha[variable] = 0.0;
            room.is_touched[variable] = false;
        }
        let mut touch = |variable: usize, by: f64| {
            if !std::mem::replace(&mut room.is_touched[variable], true) {
                room.touched.push(variable);
            }
            room.alpha[variable] += by;
        };
        for (row, factor) in room.row.iter().enumerate().filter(|(_, factor)| factor.abs() > 1e-14) {
            self.by_row[row].iter().for_each(|(column, coefficient)| touch(*column, factor * coefficient));
            touch(self.columns + row, -factor);
        }
    }

    /// The basic variable of a row leaves to the bound that it is outside of (below it where `outside` is negative), another enters.
    pub(super) fn dual_step(&mut self, leaving: usize, outside: f64, room: &mut Room) -> Step {
        self.price_row(leaving, room);
        let out = self.head[leaving];
        let sign = if outside < 0.0 { -1.0 } else { 1.0 };
        room.entrants.clear();
        for variable in &room.touched {
            let (variable, speed) = (*variable, sign * room.alpha[*variable]);
            if speed.abs() < 1e-9 || self.low[variable] == self.high[variable] {
                continue;
            }
            let price = self.reduced[variable];
            match self.place[variable] {
                Place::Low if speed > 0.0 => room.entrants.push(Entrant { variable, speed, price }),
                Place::High if speed < 0.0 => room.entrants.push(Entrant { variable, speed: -speed, price: -price }),
                Place::Free => room.entrants.push(Entrant { variable, speed: speed.abs(), price: price.abs() }),
                _ => {}
            }
        }
        let target = if sign < 0.0 { self.low[out] } else { self.high[out] };
        let tolerance = FEASIBLE * (1.0 + target.abs());
        let Some((entering, passed)) = self.choose_entrant(outside.abs(), tolerance, room) else { return Step::Infeasible };
        let incoming = entering.variable;
        self.solution_of(incoming, &mut room.solution);
        let (pivot, expected) = (room.solution[leaving], room.alpha[incoming]);
        if (pivot - expected).abs() > 1e-6 * (1.0 + pivot.abs()) && !self.factors.is_fresh() || pivot.abs() < 1e-9 {
            return Step::Inexact;
        }
        // Prices.
        let length = (entering.price / entering.speed).max(0.0);
        if entering.price < 0.0 {
            self.cost[incoming] -= self.reduced[incoming];
            self.reduced[incoming] = 0.0;
        }
        self.pass(&passed, room);
        for variable in &room.touched {
            let variable = *variable;
            if self.place[variable] == Place::Basic {
                continue;
            }
            let mut price = self.reduced[variable] - sign * length * room.alpha[variable];
            let is_wrong = match self.place[variable] {
                Place::Low => price < 0.0,
                Place::High => price > 0.0,
                Place::Free => price != 0.0,
                Place::Basic => false,
            };
            if is_wrong && self.low[variable] < self.high[variable] {
                self.cost[variable] -= price;
                price = 0.0;
            }
            self.reduced[variable] = price;
        }
        self.reduced[incoming] = 0.0;
        self.reduced[out] = -sign * length;
        // Values.
        let by = (self.value[out] - target) / pivot;
        for (variable, factor) in self.head.iter().zip(&room.solution) {
            if *factor != 0.0 {
                self.value[*variable] -= by * factor;
            }
        }
        self.value[incoming] += by;
        // Edges.
        room.edge.copy_from_slice(&room.row);
        self.factors.solve(&mut room.edge);
        let own: f64 = room.row.iter().map(|factor| factor * factor).sum();
        for (row, variable) in self.head.iter().enumerate() {
            if row != leaving && room.solution[row] != 0.0 {
                let ratio = room.solution[row] / pivot;
                let weight = self.weight[*variable] - 2.0 * ratio * room.edge[row] + ratio * ratio * own;
                self.weight[*variable] = weight.max(1e-4);
            }
        }
        self.weight[incoming] = (own / (pivot * pivot)).max(1e-4);
        self.factors.replace(leaving, &room.solution);
        self.head[leaving] = incoming;
        self.place[incoming] = Place::Basic;
        self.put(out, if sign < 0.0 { Place::Low } else { Place::High });
        self.steps += 1;
        Step::Done { length }
    }

    /// Who enters, and who goes to its other bound on the way there; nothing where even that does not mend the row.
    fn choose_entrant(&self, outside: f64, tolerance: f64, room: &mut Room) -> Option<(Entrant, Vec<usize>)> {
        let mut slope = outside;
        let mut passed = Vec::new();
        while !room.entrants.is_empty() {
            let bound = room.entrants.iter().map(|entrant| (entrant.price + DUAL) / entrant.speed).fold(f64::INFINITY, f64::min);
            room.group.clear();
            room.entrants.retain(|entrant| {
                let is_in = entrant.price <= bound * entrant.speed;
                if is_in {
                    room.group.push(*entrant);
                }
                !is_in
            });
            let gained: f64 =
                room.group.iter().map(|entrant| entrant.speed * (self.high[entrant.variable] - self.low[entrant.variable])).sum();
            let best = room.group.iter().max_by(|a, b| a.speed.total_cmp(&b.speed)).copied()?;
            if gained < slope - tolerance {
                slope -= gained;
                passed.extend(room.group.iter().map(|entrant| entrant.variable));
                continue;
            }
            return Some((best, passed));
        }
        None
    }

    /// Takes variables to their other bounds.
    fn pass(&mut self, passed: &[usize], room: &mut Room) {
        if passed.is_empty() {
            return;
        }
        room.flips.fill(0.0);
        for variable in passed {
            let before = self.value[*variable];
            let other = if self.place[*variable] == Place::Low { Place::High } else { Place::Low };
            self.put(*variable, other);
            let by = self.value[*variable] - before;
            self.entries[*variable].iter().for_each(|(row, coefficient)| room.flips[*row] += coefficient * by);
        }
        self.factors.solve(&mut room.flips);
        self.head.iter().zip(&room.flips).for_each(|(variable, change)| self.value[*variable] -= change);
    }

    /// The bounds that together keep a row's basic variable outside: its own, and those at which everything rests that would change it.
    ///
    /// No other combination of rows has these variables alone, so that none of the bounds can be left out.
    fn contradiction(&self, leaving: usize, room: &mut Room) -> Vec<Conflict> {
        self.price_row(leaving, room);
        let out = self.head[leaving];
        let is_above = self.outside(out) > 0.0;
        let sign = if is_above { 1.0 } else { -1.0 };
        let mut found = vec![Conflict { variable: out, is_high: is_above }];
        for variable in room.touched.iter().copied().filter(|variable| self.place[*variable] != Place::Basic) {
            let speed = sign * room.alpha[variable];
            if speed.abs() > 1e-9 {
                // Where it would help to go up, its highest value is what forbids it.
                found.push(Conflict { variable, is_high: speed > 0.0 });
            }
        }
        found.sort_by_key(|conflict| conflict.variable);
        found
    }
}

/// How a step went.
pub(super) enum Step {
    /// The prices changed by this along the row.
    Done { length: f64 },
    /// Nothing that may enter would mend the row.
    Infeasible,
    /// The factors no longer agree with themselves.
    Inexact,
}
