//! Sorted rows that are asked for one place after the other, mostly not far from the last.
//!
//! Never sorts: whoever adds a row puts it where it belongs.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};

/// Rows in order of time, with the position last asked for.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    rows: Vec<T>,
    last: Cell<usize>,
}

impl<T> Rows<T> {
    /// Position of the first row that is not `before`, as [`slice::partition_point`] tells it, looked for from the last such position on in
    /// growing steps: halving all rows again and again waits for memory at each half.
    pub fn position(&self, before: impl Fn(&T) -> bool) -> usize {
        let is_before = |at: usize| self.rows.get(at).is_some_and(&before);
        let (last, mut step) = (self.last.get(), 1);
        let (mut low, mut high);
        if is_before(last) {
            low = last + 1;
            while is_before(low + step) {
                low += step + 1;
                step *= 2;
            }
            high = self.rows.len().min(low + step);
        } else {
            high = self.rows.len().min(last);
            while step <= high && !is_before(high - step) {
                high -= step;
                step *= 2;
            }
            low = high.saturating_sub(step);
        }
        while low < high {
            let middle = low.midpoint(high);
            (low, high) = if is_before(middle) { (middle + 1, high) } else { (low, middle) };
        }
        self.last.set(low);
        low
    }
}

impl<T> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        Rows { rows, last: Cell::new(0) }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { rows: Vec::new(), last: Cell::new(0) }
    }
}

impl<T> Deref for Rows<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.rows
    }
}

impl<T> DerefMut for Rows<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_the_one_that_halving_finds_wherever_the_last_was() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut rows = Rows::<u64>::default();
        for _ in 0..300 {
            let asked = random.u64(..100);
            let place = rows.position(|row| *row < asked);
            assert_eq!(place, rows.partition_point(|row| *row < asked), "{asked} in {rows:?}");
            // Rows come and go between two questions.
            match random.u64(..3) {
                0 => rows.truncate(place),
                _ => rows.insert(place, asked),
            }
        }
    }
}
