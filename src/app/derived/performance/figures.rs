//! All figures told apart by one dimension: one pass over the facts, then any of them without counting again.

use super::basis::Basis;
use super::tiles::Measure;
use crate::engine::performance::{
    Ageing, Amount, Dimension, Figure, FlowAt, Flowing, Gathered, Kpi, LossTree, ageing, cumulative_flow, flowing, losses,
};
use crate::model::Time;
use std::sync::Arc;

/// The figures of a basis by one dimension.
pub struct Figures {
    pub basis: Arc<Basis>,
    pub dimension: Dimension,
    gathered: Gathered,
}

// They are made because something changed.
impl PartialEq for Figures {
    fn eq(&self, other: &Figures) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Figures {
    /// Counts everything once.
    pub fn of(basis: Arc<Basis>, dimension: Dimension) -> Figures {
        let gathered = basis.gather(dimension);
        Figures { basis, dimension, gathered }
    }

    /// Of whom anything is known.
    pub fn members(&self) -> Vec<u64> {
        if self.dimension == Dimension::All { vec![0] } else { self.gathered.members() }
    }

    /// The last period, which may still go on.
    pub fn last(&self) -> usize {
        self.basis.periods.len().saturating_sub(1)
    }

    /// A key figure with what it is made of.
    pub fn figure(&self, kpi: &Kpi, member: u64, period: usize) -> Figure {
        self.basis.with(self.dimension, |input| self.gathered.figure(input, kpi, member, period))
    }

    /// The value of a measure in a period.
    pub fn value(&self, measure: &Measure, member: u64, period: usize) -> Option<f64> {
        match measure.kpi {
            Some(kpi) => self.figure(kpi, member, period).value,
            None => {
                let typed = |place: usize| measure.typed.value(place, period);
                self.basis.with(self.dimension, |input| self.gathered.own(input, &measure.formula, &typed, member, period))
            }
        }
    }

    /// Its values in all periods.
    pub fn series(&self, measure: &Measure, member: u64) -> Vec<Option<f64>> {
        (0..self.basis.periods.len()).map(|period| self.value(measure, member, period)).collect()
    }

    /// An amount in a period; zero where nothing is known.
    pub fn amount(&self, amount: Amount, member: u64, period: usize) -> f64 {
        self.gathered.sums(member, period).map_or(0.0, |sums| sums.of(amount))
    }

    /// Positions of the facts that a figure is made of.
    pub(super) fn facts_behind(&self, kpi: &Kpi, member: u64, period: usize) -> Vec<u32> {
        self.basis.with(self.dimension, |input| self.gathered.explain(input, kpi, member, period))
    }

    /// Where the time went in a period.
    pub fn losses(&self, member: u64, period: usize) -> Option<LossTree> {
        self.gathered.sums(member, period).and_then(losses)
    }

    /// Everything that flows, whoever it is of.
    pub fn flowing(&self) -> Vec<Flowing> {
        self.basis.with(self.dimension, |input| flowing(input, &self.gathered))
    }

    /// What had been released, started and done before the first period and at the end of each.
    pub fn cumulative(&self, units: &[Flowing]) -> Vec<FlowAt> {
        let mut times: Vec<i64> = self.basis.periods.first().map(|period| period.start).into_iter().collect();
        times.extend(self.basis.periods.iter().map(|period| period.end.min(self.basis.now.seconds())));
        cumulative_flow(units, &times)
    }

    /// Open work, the oldest first.
    pub fn ageing(&self, units: &[Flowing]) -> Vec<Ageing> {
        ageing(units, self.basis.now.seconds())
    }

    /// Seconds from start to end of what was done in the periods shown, with when it was done and what it was; in the order of time.
    pub fn cycle_times(&self, units: &[Flowing]) -> Vec<(Time, f64, u64)> {
        let first = self.basis.periods.first().map_or(i64::MIN, |period| period.start);
        let done = units.iter().filter_map(|unit| Some((unit.done.filter(|done| *done >= first)?, unit.started?, unit.id)));
        let mut found: Vec<(Time, f64, u64)> =
            done.map(|(done, started, id)| (Time::clamped(done), done.saturating_sub(started) as f64, id)).collect();
        crate::model::sort_with_key(&mut found, |(time, _, id)| (*time, *id));
        found
    }
}
