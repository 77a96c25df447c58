//! The primal simplex method: bounds are kept all the way, and costs fall. It finishes what moved costs left over.
//!
//! Never begins with broken bounds: that is what the dual method is for.

use super::simplex::{Ended, Place, Simplex, Watch};

impl Simplex {
    /// Lets variables enter while that makes it cheaper.
    pub(super) fn primal(&mut self, watch: Watch) -> Ended {
        let mut solution = vec![0.0; self.rows];
        let limit = self.steps + 20 * (self.place.len() as u64 + 100);
        let mut standing = 0;
        while self.steps < limit {
            // After standing still for long the first rather than the steepest is taken (Bland 1977), which ends every circle.
            let inviting = (0..self.place.len()).filter(|variable| self.invites(*variable) > 0.0);
            let entering = if standing > 200 {
                inviting.take(1).next()
            } else {
                inviting.max_by(|a, b| self.invites(*a).total_cmp(&self.invites(*b)))
            };
            let Some(entering) = entering else { return Ended::Optimal };
            if !self.is_wanted(watch) {
                return Ended::Stopped;
            }
            let direction = if self.reduced[entering] < 0.0 { 1.0 } else { -1.0 };
            self.solution_of(entering, &mut solution);
            let span = self.high[entering] - self.low[entering];
            let (length, leaving) = self.first_bound(&solution, direction, span);
            if length.is_infinite() {
                return Ended::Unbounded;
            }
            for (variable, factor) in self.head.iter().zip(&solution) {
                if *factor != 0.0 {
                    self.value[*variable] -= direction * length * factor;
                }
            }
            self.value[entering] += direction * length;
            self.steps += 1;
            standing = if length > 1e-12 { 0 } else { standing + 1 };
            let Some((row, place)) = leaving else {
                self.put(entering, if direction > 0.0 { Place::High } else { Place::Low });
                continue;
            };
            let out = self.head[row];
            self.factors.replace(row, &solution);
            self.head[row] = entering;
            self.place[entering] = Place::Basic;
            self.weight[entering] = 1.0;
            self.put(out, place);
            if self.factors.is_worn() {
                self.refresh();
            } else {
                self.compute_prices();
            }
        }
        Ended::Trouble
    }

    /// How far a variable can go until a basic one meets its bound, and which; nothing where it meets its own first.
    fn first_bound(&self, solution: &[f64], direction: f64, span: f64) -> (f64, Option<(usize, Place)>) {
        // First how far all could go with a tolerance, then the largest pivot among those that end before (Harris 1973).
        let room = |row: usize, tolerance: f64| -> f64 {
            let (variable, speed) = (self.head[row], direction * solution[row]);
            if speed.abs() < 1e-9 {
                return f64::INFINITY;
            }
            let bound = if speed > 0.0 { self.low[variable] } else { self.high[variable] };
            if bound.is_infinite() {
                return f64::INFINITY;
            }
            let left = if speed > 0.0 { self.value[variable] - bound } else { bound - self.value[variable] };
            (left.max(0.0) + tolerance * (1.0 + bound.abs())) / speed.abs()
        };
        let most = (0..self.rows).map(|row| room(row, 1e-10)).fold(f64::INFINITY, f64::min);
        if span <= most {
            return (span, None);
        }
        let fit = (0..self.rows).filter(|row| room(*row, 0.0) <= most);
        match fit.max_by(|a, b| solution[*a].abs().total_cmp(&solution[*b].abs())) {
            Some(row) => {
                let place = if direction * solution[row] > 0.0 { Place::Low } else { Place::High };
                (room(row, 0.0), Some((row, place)))
            }
            None => (f64::INFINITY, None),
        }
    }
}
