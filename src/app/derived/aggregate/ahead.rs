//! The periods of what looks ahead: one answer for the plan, the rough cut and materials, so that they never speak of different weeks.
//!
//! Reads only.

use crate::app::derived::demand::{period_after, period_label, period_start};
use crate::model::{Period, Time};

/// Periods of a plan at most.
const MOST_PERIODS: usize = 104;

/// Periods from the present day on, from a set start, or from the next period where the running one is over (`basis.rs`).
#[derive(Clone, PartialEq, Debug)]
pub(in crate::app::derived) struct Ahead {
    /// From when on what is asked for is met: before the first period where that is the next one.
    pub since: Time,
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
}

impl Ahead {
    /// When the first period begins.
    pub fn begin(&self) -> Time {
        self.starts.first().copied().unwrap_or(self.since)
    }

    /// The periods in which something may be asked for: what comes before the first counts in it.
    pub fn asked_in(&self) -> Vec<Time> {
        std::iter::once(self.since).chain(self.starts.iter().skip(1).copied()).collect()
    }

    /// What to say where the running period is left out.
    pub fn told(&self, period: Period) -> Option<String> {
        (self.since < self.begin()).then(|| {
            format!(
                "Nothing of this can be made in what is left of {}: the plan begins with {}, where all is asked for that was not met before.",
                period_label(period, self.since),
                period_label(period, self.begin())
            )
        })
    }
}

/// The plan's start, and the starts of the periods behind it.
pub(super) fn starts(now: Time, period: Period, periods: usize) -> Vec<Time> {
    let mut starts = vec![now];
    let mut next = period_start(period, now);
    for _ in 0..periods.clamp(1, MOST_PERIODS) {
        next = period_after(period, next);
        starts.push(next);
    }
    starts
}
