//! The state of a simplex method with bounds: which variables are basic, what they are worth, and what changing the others would cost.
//!
//! Every row i has a variable of its own, which is the row's sum (a·x − s = 0), so that a bound of a row is a bound of a variable like any other:
//! variables are the columns, then the rows. Inside, rows and columns are scaled by powers of two, so that nothing is rounded by it.

use super::lu::Factors;
use super::programme::Programme;
use std::rc::Rc;

/// Where a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Basic,
    Low,
    High,
    /// Without bounds, at zero.
    Free,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    Optimal,
    /// No choice of columns keeps all bounds; these contradict each other.
    Infeasible(Vec<Conflict>),
    /// Costs fall without end.
    Unbounded,
    /// Whoever asked no longer wants it.
    Stopped,
    /// Rounding got the better of it, or it took too many steps.
    Trouble,
}

/// A bound that takes part in a contradiction; none of these can be left out of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    pub variable: usize,
    /// Whether its highest value is meant, or its lowest.
    pub is_high: bool,
}

/// What a search reports now and then: steps so far, how much of the bounds is still broken, and the cost that is proven necessary.
/// Answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(u64, f64, f64) -> bool;

/// A value further outside than this, relative to its bound, is outside.
pub(super) const FEASIBLE: f64 = 1e-9;
/// Steps between two questions whether to go on.
const REPORT: u64 = 32;
/// Of the costs, scaled to be at most one.
pub(super) const DUAL: f64 = 1e-9;

#[derive(Clone, Debug)]
pub struct Simplex {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Entries of all variables, those of rows included.
    pub(super) entries: Rc<Vec<Vec<(usize, f64)>>>,
    /// Entries of the columns by row.
    pub(super) by_row: Rc<Vec<Vec<(usize, f64)>>>,
    /// Costs as the search sees them.
    pub(super) cost: Vec<f64>,
    pub(super) true_cost: Vec<f64>,
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) reduced: Vec<f64>,
    pub(super) place: Vec<Place>,
    /// The basic variable of each row.
    pub(super) head: Vec<usize>,
    /// Squared length of the row of the inverse basis, by basic variable.
    pub(super) weight: Vec<f64>,
    pub(super) factors: Factors,
    /// A variable outside is this times the one inside.
    scale: Vec<f64>,
    cost_scale: f64,
    /// Whether a search was stopped on its way, and goes on with the costs that it had moved.
    is_underway: bool,
    pub(super) is_moved: bool,
    pub steps: u64,
    /// Steps when it was last asked whether to go on.
    asked_at: u64,
    pub(super) work: Vec<f64>,
}

impl Simplex {
    /// All rows' own variables are basic, all columns at the bound that costs least.
    pub fn new(programme: &Programme) -> Simplex {
        let (rows, columns) = (programme.rows.len(), programme.columns.len());
        let (row_scale, column_scale) = scales(programme);
        let mut entries: Vec<Vec<(usize, f64)>> = Vec::with_capacity(rows + columns);
        let mut by_row = vec![Vec::new(); rows];
        let mut scale = column_scale.clone();
        let largest = programme.columns.iter().zip(&column_scale).map(|(column, scale)| (column.cost * scale).abs()).fold(0.0, f64::max);
        let cost_scale = if largest > 0.0 { power_of_two(largest) } else { 1.0 };
        let (mut cost, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (column, scale)) in programme.columns.iter().zip(&column_scale).enumerate() {
            let scaled: Vec<(usize, f64)> = column.entries.iter().map(|(row, value)| (*row, value * row_scale[*row] * scale)).collect();
            scaled.iter().for_each(|(row, value)| by_row[*row].push((at, *value)));
            entries.push(scaled);
            cost.push(column.cost * scale / cost_scale);
            low.push(column.low / scale);
            high.push(column.high / scale);
        }
        for (row, (lowest, highest)) in programme.rows.iter().enumerate() {
            entries.push(vec![(row, -1.0)]);
            cost.push(0.0);
            low.push(lowest * row_scale[row]);
            high.push(highest * row_scale[row]);
            scale.push(1.0 / row_scale[row]);
        }
        let mut simplex = Simplex {
            rows,
            columns,
            entries: Rc::new(entries),
            by_row: Rc::new(by_row),
            true_cost: cost.clone(),
            reduced: cost.clone(),
            cost,
            low,
            high,
            value: vec![0.0; rows + columns],
            place: vec![Place::Free; rows + columns],
            head: (columns..columns + rows).collect(),
            weight: vec![1.0; rows + columns],
            factors: Factors::default(),
            scale,
            cost_scale,
            is_underway: false,
            is_moved: false,
            steps: 0,
            asked_at: 0,
            work: vec![0.0; rows],
        };
        for at in 0..columns {
            simplex.rest(at);
        }
        simplex.head.iter().for_each(|variable| simplex.place[*variable] = Place::Basic);
        simplex
    }

    /// Puts a variable that is not basic to a bound, to the one that is allowed at its price.
    pub(super) fn rest(&mut self, variable: usize) {
        let (low, high) = (self.low[variable], self.high[variable]);
        let wants_high = self.reduced[variable] < 0.0;
        let place = match (low.is_finite(), high.is_finite()) {
            (true, true) if wants_high => Place::High,
            (true, true) => Place::Low,
            (true, false) => Place::Low,
            (false, true) => Place::High,
            (false, false) => Place::Free,
        };
        self.put(variable, place);
    }

    fn rest_by_price(&mut self, variable: usize) {
        if self.place[variable] != Place::Basic {
            self.rest(variable);
        }
    }

    pub(super) fn put(&mut self, variable: usize, place: Place) {
        self.place[variable] = place;
        self.value[variable] = match place {
            Place::Basic => return,
            Place::Low => self.low[variable],
            Place::High => self.high[variable],
            Place::Free => 0.0,
        };
    }

    /// Factorises the basis anew and computes everything from it.
    pub(super) fn refresh(&mut self) {
        for _ in 0..3 {
            let basis: Vec<&[(usize, f64)]> = self.head.iter().map(|variable| self.entries[*variable].as_slice()).collect();
            match self.factors.factorise(&basis) {
                Ok(column_of) => {
                    self.head = column_of.iter().map(|column| self.head[*column]).collect();
                    break;
                }
                Err(singular) => {
                    // What depends on the rest leaves; the rows that are left over get their own variables.
                    let leaving: Vec<usize> = singular.columns.iter().map(|position| self.head[*position]).collect();
                    for ((position, row), leaving) in singular.columns.iter().zip(&singular.rows).zip(leaving) {
                        self.rest(leaving);
                        let own = self.columns + row;
                        self.head[*position] = own;
                        self.place[own] = Place::Basic;
                        self.weight[own] = 1.0;
                    }
                }
            }
        }
        self.compute_values();
        self.compute_prices();
    }

    pub(super) fn compute_values(&mut self) {
        let mut work = std::mem::take(&mut self.work);
        work.fill(0.0);
        for (variable, entries) in self.entries.iter().enumerate() {
            let value = self.value[variable];
            if self.place[variable] != Place::Basic && value != 0.0 {
                entries.iter().for_each(|(row, coefficient)| work[*row] -= coefficient * value);
            }
        }
        self.factors.solve(&mut work);
        self.head.iter().zip(&work).for_each(|(variable, value)| self.value[*variable] = *value);
        self.work = work;
    }

    pub(super) fn compute_prices(&mut self) {
        let mut work = std::mem::take(&mut self.work);
        self.head.iter().zip(&mut work).for_each(|(variable, slot)| *slot = self.cost[*variable]);
        self.factors.solve_transposed(&mut work);
        for (variable, entries) in self.entries.iter().enumerate() {
            let sum: f64 = entries.iter().map(|(row, coefficient)| coefficient * work[*row]).sum();
            self.reduced[variable] = if self.place[variable] == Place::Basic { 0.0 } else { self.cost[variable] - sum };
        }
        self.work = work;
    }

    /// B⁻¹·a of a variable.
    pub(super) fn solution_of(&self, variable: usize, into: &mut [f64]) {
        into.fill(0.0);
        self.entries[variable].iter().for_each(|(row, coefficient)| into[*row] = *coefficient);
        self.factors.solve(into);
    }

    /// By how much a variable lies below its lowest (negative) or above its highest value (positive).
    pub(super) fn outside(&self, variable: usize) -> f64 {
        let value = self.value[variable];
        let (below, above) = (self.low[variable] - value, value - self.high[variable]);
        if below > FEASIBLE * (1.0 + self.low[variable].abs()) {
            -below
        } else if above > FEASIBLE * (1.0 + self.high[variable].abs()) {
            above
        } else {
            0.0
        }
    }

    /// Whether the price of a variable that is not basic invites a change; how much.
    pub(super) fn invites(&self, variable: usize) -> f64 {
        let reduced = self.reduced[variable];
        let price = match self.place[variable] {
            Place::Basic => 0.0,
            _ if self.low[variable] == self.high[variable] => 0.0,
            Place::Low => -reduced,
            Place::High => reduced,
            Place::Free => reduced.abs(),
        };
        if price > DUAL { price } else { 0.0 }
    }

    /// Values of the columns, as asked.
    pub fn values(&self) -> Vec<f64> {
        (0..self.columns).map(|column| self.outer_value(column)).collect()
    }

    /// Value of a variable (a column, or a row's sum), as asked.
    pub fn outer_value(&self, variable: usize) -> f64 {
        let value = self.value[variable] * self.scale[variable];
        // What is meant to be zero is said to be.
        if value.abs() < 1e-11 { 0.0 } else { value }
    }

    /// What one unit more of a bound at which a variable rests is worth: the change of the least cost.
    pub fn price(&self, variable: usize) -> f64 {
        self.reduced[variable] * self.cost_scale / self.scale[variable]
    }

    pub fn place(&self, variable: usize) -> Place {
        self.place[variable]
    }

    pub fn row_variable(&self, row: usize) -> usize {
        self.columns + row
    }

    /// The cost of the values as they are.
    pub fn cost(&self) -> f64 {
        self.value.iter().zip(&self.true_cost).map(|(value, cost)| value * cost).sum::<f64>() * self.cost_scale
    }

    /// Bounds of a variable, as asked.
    pub fn bounds(&self, variable: usize) -> (f64, f64) {
        (self.low[variable] * self.scale[variable], self.high[variable] * self.scale[variable])
    }

    /// Changes the bounds of a variable; prices stay lawful, so that the search goes on from here.
    pub fn set_bounds(&mut self, variable: usize, low: f64, high: f64) {
        let scale = self.scale[variable];
        (self.low[variable], self.high[variable]) = (low / scale, high / scale);
        self.is_underway = false;
        self.rest_by_price(variable);
    }

    pub(super) fn scale_of(&self, variable: usize) -> f64 {
        self.scale[variable]
    }

    /// Searches for the least cost from where it stands; after [`Ended::Stopped`] the same call goes on.
    pub fn solve(&mut self, watch: Watch) -> Ended {
        let crosses = |variable: &usize| self.low[*variable] > self.high[*variable] + FEASIBLE * (1.0 + self.high[*variable].abs());
        if let Some(variable) = (0..self.place.len()).find(crosses) {
            return Ended::Infeasible([false, true].map(|is_high| Conflict { variable, is_high }).to_vec());
        }
        if !std::mem::replace(&mut self.is_underway, true) {
            self.cost.copy_from_slice(&self.true_cost);
            self.is_moved = false;
            self.refresh();
            (0..self.place.len()).for_each(|variable| self.rest_by_price(variable));
            self.compute_values();
        }
        let ended = self.search(watch);
        self.is_underway = ended == Ended::Stopped;
        ended
    }

    /// Asks now and then whether to go on; never twice at the same place, so that whoever always says no still gets there in the end.
    pub(super) fn is_wanted(&mut self, watch: &mut dyn FnMut(u64, f64, f64) -> bool) -> bool {
        if self.steps < self.asked_at + REPORT {
            return true;
        }
        self.asked_at = self.steps;
        let broken = self.head.iter().map(|variable| self.outside(*variable).abs()).sum();
        watch(self.steps, broken, self.cost())
    }

    fn search(&mut self, watch: Watch) -> Ended {
        for _ in 0..5 {
            match self.dual(watch) {
                Ended::Optimal => {}
                other => return other,
            }
            // Costs that were moved on the way are as asked again.
            self.cost.copy_from_slice(&self.true_cost);
            self.is_moved = false;
            self.refresh();
            match self.primal(watch) {
                Ended::Optimal if self.head.iter().all(|variable| self.outside(*variable) == 0.0) => return Ended::Optimal,
                Ended::Optimal => {}
                other => return other,
            }
        }
        Ended::Trouble
    }

    /// What the least cost cannot be below, from the prices alone: every variable at the bound that its price prefers. It proves an optimum where it
    /// meets the cost, whatever way led there. Prices within the tolerance of zero count as zero.
    pub fn proven_cost(&self) -> f64 {
        let of_variable = |variable: usize| {
            let reduced = self.reduced[variable];
            let bound = if reduced > 0.0 { self.low[variable] } else { self.high[variable] };
            if self.place[variable] == Place::Basic || reduced == 0.0 || (bound.is_infinite() && reduced.abs() <= super::simplex::DUAL) {
                0.0
            } else {
                reduced * bound
            }
        };
        (0..self.place.len()).map(of_variable).sum::<f64>() * self.cost_scale
    }
}

fn power_of_two(number: f64) -> f64 {
    number.log2().round().clamp(-60.0, 60.0).exp2()
}

/// Scales of rows and columns: three rounds of geometric means of the smallest and largest entry.
fn scales(programme: &Programme) -> (Vec<f64>, Vec<f64>) {
    let mut rows = vec![1.0; programme.rows.len()];
    let mut columns = vec![1.0; programme.columns.len()];
    for _ in 0..3 {
        let mut ends = vec![(f64::INFINITY, 0.0_f64); rows.len()];
        for (column, scale) in programme.columns.iter().zip(&columns) {
            for (row, value) in &column.entries {
                let size = value.abs() * scale;
                ends[*row] = (ends[*row].0.min(size), ends[*row].1.max(size));
            }
        }
        for (scale, (least, most)) in rows.iter_mut().zip(ends) {
            *scale = if most > 0.0 { 1.0 / (least * most).sqrt() } else { 1.0 };
        }
        for (scale, column) in columns.iter_mut().zip(&programme.columns) {
            let sizes = column.entries.iter().map(|(row, value)| value.abs() * rows[*row]);
            let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(least, most), size| (least.min(size), most.max(size)));
            *scale = if most > 0.0 { 1.0 / (least * most).sqrt() } else { 1.0 };
        }
    }
    (rows.into_iter().map(power_of_two).collect(), columns.into_iter().map(power_of_two).collect())
}
