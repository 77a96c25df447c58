//! The periods of what looks ahead: one answer for the plan, the rough cut and materials, so that they never speak of different weeks.
//!
//! Reads only.

use super::basis::{Wish, basis};
use crate::app::derived::demand::{period_after, period_label, period_start};
use crate::engine::plan::capacity;
use crate::model::{Period, Time, Workspace};

/// Periods of a plan at most.
const MOST_PERIODS: usize = 104;

/// Periods from the present day on, or from a set start.
///
/// Where nothing can be made any more in what is left of the running period, as on a weekend, they begin with the next one: no plan could do
/// anything about the rest.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::app::derived) struct Ahead {
    /// From when on what is asked for is met: before the first period where that is the next one.
    pub since: Time,
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
}

impl Ahead {
    pub fn new(workspace: &Workspace, now: Time, period: Period, periods: usize) -> Ahead {
        let set = workspace.settings().plan_start;
        // It has to be the same all day, not another one every minute.
        let since = set.unwrap_or_else(|| now.day_start());
        let starts = |begin: Time| starts(begin, period, periods);
        let running = starts(since);
        let is_over = |next: &Time| {
            // On most days every resource has hours left, which is seen without looking at what is asked for.
            let left = capacity(workspace, period, since, (since, *next));
            let rests = left.iter().any(|of| of.buckets.first().is_none_or(|bucket| bucket.capacity_hours <= 0.0));
            rests && basis(workspace, since, &Wish { period, periods, ..Wish::default() }).is_over(0)
        };
        match running.get(1).filter(|next| set.is_none() && running.len() > 2 && is_over(next)) {
            Some(next) => Ahead { since, starts: starts(*next) },
            None => Ahead { since, starts: running },
        }
    }

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
