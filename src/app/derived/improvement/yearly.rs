//! What was counted over the last year, as the readiness for change and the business case take it.
//!
//! Counts nothing itself: it sums the amounts of the key figures over their weeks.

use crate::app::derived::performance::{Asked, Basis, Figures};
use crate::engine::performance::{Amount, Dimension, FlowUnit};
use crate::model::{Period, Time, Workspace};
use std::sync::Arc;

/// A year of weeks and the one that goes on.
const WEEKS: usize = 53;

/// The figures of a year.
pub struct Yearly {
    pub figures: Figures,
}

impl Yearly {
    /// Of a workspace, up to now.
    pub fn of(workspace: &Workspace, now: Time) -> Yearly {
        let basis = Basis::of(workspace, Asked { period: Period::Week, periods: WEEKS, flow: FlowUnit::Tasks }, now);
        Yearly { figures: Figures::of(Arc::new(basis), Dimension::All) }
    }

    /// An amount over the last weeks, the one that goes on among them.
    pub fn of_last(&self, weeks: usize, amount: Amount) -> f64 {
        let count = self.figures.basis.periods.len();
        (count.saturating_sub(weeks)..count).map(|period| self.figures.amount(amount, 0, period)).sum()
    }
}
