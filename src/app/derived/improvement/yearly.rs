//! What was counted over the last year, as the readiness for change and the business case take it.
//!
//! Counts nothing itself: it sums the amounts of the key figures over their weeks.

use crate::app::derived::performance::{Asked, Basis, Figures};
use crate::engine::performance::{Amount, Dimension, FlowUnit};
use crate::model::{DAY, Period, Time, Workspace};
use std::sync::Arc;

/// A year of weeks and the one that goes on.
const WEEKS: usize = 53;

/// The figures of a year.
pub struct Yearly {
    pub figures: Figures,
    /// From the first thing that was reported within the year; nothing where nothing was.
    pub since: Option<Time>,
}

impl Yearly {
    /// Of a workspace, up to now.
    pub fn of(workspace: &Workspace, now: Time) -> Yearly {
        let basis = Basis::of(workspace, Asked { period: Period::Week, periods: WEEKS, flow: FlowUnit::Tasks }, now);
        let first = basis.periods.first().map(|period| period.start);
        let seen = basis.facts.iter().map(|fact| fact.time).filter(|time| Some(*time) >= first && *time <= now.seconds());
        let since = seen.min().map(Time::clamped);
        Yearly { figures: Figures::of(Arc::new(basis), Dimension::All), since }
    }

    /// Days that were reported of.
    pub fn days(&self) -> f64 {
        self.since.map_or(0.0, |since| self.figures.basis.now.since(since).seconds() as f64 / DAY as f64)
    }

    /// An amount over the whole year.
    pub fn sum(&self, amount: Amount) -> f64 {
        self.of_last(WEEKS, amount)
    }

    /// An amount over the last weeks, the one that goes on among them.
    pub fn of_last(&self, weeks: usize, amount: Amount) -> f64 {
        let count = self.figures.basis.periods.len();
        (count.saturating_sub(weeks)..count).map(|period| self.figures.amount(amount, 0, period)).sum()
    }
}
