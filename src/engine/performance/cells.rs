//! The sums of every member in every period in which there is anything.
//!
//! Asked for once and again for each of very many facts, mostly for the member asked for last.

use super::amounts::Sums;
use std::collections::BTreeMap;

/// Nothing is known of this period.
const NONE: u32 = u32::MAX;

/// Sums by member and period.
pub(super) struct Cells {
    periods: usize,
    /// The row of each member, by its id.
    rows: BTreeMap<u64, usize>,
    /// Positions of sums, row by row, one for each period.
    places: Vec<u32>,
    sums: Vec<Sums>,
    /// The member asked for last and its row.
    last: Option<(u64, usize)>,
}

impl Cells {
    pub(super) fn new(periods: usize) -> Cells {
        Cells { periods, rows: BTreeMap::new(), places: Vec::new(), sums: Vec::new(), last: None }
    }

    /// The sums of a member in a period, begun if there are none.
    ///
    /// # Panics
    /// Never for a period of those that it was made for.
    pub(super) fn at(&mut self, member: u64, period: usize) -> &mut Sums {
        let row = match self.last {
            Some((last, row)) if last == member => row,
            _ => {
                let next = self.rows.len();
                let row = *self.rows.entry(member).or_insert(next);
                if row == next {
                    self.places.resize((next + 1) * self.periods, NONE);
                }
                self.last = Some((member, row));
                row
            }
        };
        let place = &mut self.places[row * self.periods + period];
        if *place == NONE {
            *place = self.sums.len() as u32;
            self.sums.push(Sums::default());
        }
        &mut self.sums[*place as usize]
    }

    /// The sums of a member in a period; nothing where nothing is known.
    pub(super) fn get(&self, member: u64, period: usize) -> Option<&Sums> {
        let row = self.rows.get(&member).filter(|_| period < self.periods)?;
        self.sums.get(*self.places.get(row * self.periods + period)? as usize)
    }

    /// Members in the order of their ids.
    pub(super) fn members(&self) -> impl Iterator<Item = u64> {
        self.rows.keys().copied()
    }

    /// All sums with their periods, in no order that means anything.
    pub(super) fn each(&mut self, mut act: impl FnMut(usize, &mut Sums)) {
        for (at, place) in self.places.iter().enumerate() {
            if let Some(sums) = self.sums.get_mut(*place as usize) {
                act(at % self.periods, sums);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Amount;
    use super::*;

    #[test]
    fn what_is_added_is_found_with_its_member_and_period_alone() {
        let mut cells = Cells::new(3);
        for (member, period, number) in [(7, 2, 1.0), (3, 0, 2.0), (7, 2, 4.0), (7, 0, 8.0)] {
            cells.at(member, period).add(Amount::Good, number);
        }
        let good = |cells: &Cells, member, period| cells.get(member, period).map(|sums| sums.of(Amount::Good));
        assert_eq!([good(&cells, 7, 2), good(&cells, 3, 0), good(&cells, 7, 0)], [Some(5.0), Some(2.0), Some(8.0)]);
        assert_eq!([good(&cells, 7, 1), good(&cells, 3, 2), good(&cells, 5, 0), good(&cells, 7, 3)], [None; 4]);
        assert_eq!(cells.members().collect::<Vec<_>>(), [3, 7]);
        let mut seen = Vec::new();
        cells.each(|period, sums| seen.push((period, sums.of(Amount::Good))));
        seen.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        assert_eq!(seen, [(0, 2.0), (0, 8.0), (2, 5.0)]);
    }
}
