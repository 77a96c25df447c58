//! Working through a profile: when work begun now is finished, and when it must begin to be finished in time.
//!
//! Never rounds work away: a second begun is a second used.

use super::profile::{FIRST, LAST, Milli, ONE, Profile, Segment};
use crate::model::{Span, Time};

impl Profile {
    /// When `work` (seconds at full speed) begun at `start` is finished, interrupted by closed time; `None` if never.
    ///
    /// The profile is read as speed: at 500 an hour of work takes two.
    ///
    /// ```
    /// use linewright::engine::calendar::{ONE, Profile};
    /// use linewright::model::{Span, Time};
    /// let at = Time::clamped;
    /// let shifts = Profile::from_steps(0, [(at(100), ONE), (at(200), 0), (at(300), ONE / 2)]);
    /// assert_eq!(shifts.finish(at(150), Span::from_seconds(60)), Some(at(320)));
    /// assert_eq!(shifts.begin(at(320), Span::from_seconds(60)), Some(at(150)));
    /// ```
    pub fn finish(&self, start: Time, work: Span) -> Option<Time> {
        self.finish_at(start.seconds(), work.seconds()).map(Time::clamped)
    }

    /// The latest start from which `work` (seconds at full speed) is finished by `end`; `None` if there is none.
    pub fn begin(&self, end: Time, work: Span) -> Option<Time> {
        self.begin_at(end.seconds(), work.seconds()).map(Time::clamped)
    }

    /// Seconds of full-speed work that fit between two moments, rounded down.
    pub fn worked(&self, from: Time, to: Time) -> Span {
        Span::from_seconds(self.area(from, to) / ONE)
    }

    /// How long the profile stays above zero from `time` on: the end of that stretch, or `time` itself when closed.
    pub fn open_run_end(&self, time: Time) -> Time {
        Time::clamped(self.run_end(time.seconds()))
    }

    /// The first moment by which so much of the area has passed since `start`; `None` if never.
    pub(crate) fn passed(&self, start: Time, area: i64) -> Option<Time> {
        self.passed_at(start.seconds(), area).map(Time::clamped)
    }

    #[inline]
    pub(crate) fn finish_at(&self, start: i64, work: i64) -> Option<i64> {
        self.passed_at(start, work.checked_mul(ONE)?)
    }

    /// The first open moment from `t` on, and when `work` begun there is finished, as [`Profile::open_from`] and
    /// [`Profile::finish_at`] tell them: both with one look-up.
    #[inline]
    pub(crate) fn worked_from(&self, t: i64, work: i64) -> Option<(i64, i64)> {
        let mut here = self.locate(t);
        let mut start = t;
        if self.segments[here].value == 0 {
            here += 1;
            start = self.segments.get(here)?.start;
        }
        if work <= 0 || !(FIRST..LAST).contains(&start) {
            return Some((start, self.finish_at(start, work)?));
        }
        // Most work is done at full speed before anything changes.
        if self.segments[here].value == ONE && work <= self.end_of(here) - start {
            return Some((start, start + work));
        }
        Some((start, self.passed_from(here, start, work.checked_mul(ONE)?)?))
    }

    #[inline]
    fn passed_at(&self, start: i64, needed: i64) -> Option<i64> {
        if needed <= 0 {
            return Some(start);
        }
        if !(FIRST..LAST).contains(&start) {
            return None;
        }
        self.passed_from(self.locate(start), start, needed)
    }

    /// The same where the segment that holds the start is known.
    #[inline]
    fn passed_from(&self, here: usize, start: i64, needed: i64) -> Option<i64> {
        let segment = &self.segments[here];
        let goal = (segment.area + segment.value * (start - segment.start)).checked_add(needed)?;
        let holder = self.holder_of(here, goal);
        let end = reach(&self.segments[holder], goal)?;
        (end <= self.end_of(holder)).then_some(end)
    }

    #[inline]
    pub(crate) fn begin_at(&self, end: i64, work: i64) -> Option<i64> {
        if work <= 0 {
            return Some(end);
        }
        if end <= FIRST || end > LAST {
            return None;
        }
        let here = self.locate((end - 1).max(FIRST));
        let segment = &self.segments[here];
        let goal = segment.area + segment.value * (end - segment.start) - work.checked_mul(ONE)?;
        if goal < 0 {
            return None;
        }
        // The last segment whose area at its start does not exceed the goal holds the start, unless it is closed there.
        let holder = self.holder_before(here, goal)?;
        let Segment { start, value, area } = self.segments[holder];
        if value == 0 { Some(start) } else { Some(start + (goal - area) / value) }
    }

    /// The earliest start from which `work` is finished at `end` or later.
    #[inline]
    pub(crate) fn begin_to_end_at_least(&self, end: i64, work: i64) -> i64 {
        if end > LAST {
            return LAST;
        }
        self.begin_at(end - 1, work).map_or(FIRST, |too_early| too_early + 1)
    }

    /// The segment in whose course the area reaches `goal`, looked for from segment `from` on.
    #[inline]
    fn holder_of(&self, from: usize, goal: i64) -> usize {
        // Work is mostly done within a few segments: gallop, then search.
        let mut step = 1;
        let mut low = from;
        while let Some(next) = self.segments.get(low + step) {
            if next.area >= goal {
                break;
            }
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.segments.len());
        low + self.segments[low + 1..high].partition_point(|segment| segment.area < goal)
    }

    /// The last segment not after `from` whose area at its start does not exceed `goal`.
    #[inline]
    fn holder_before(&self, from: usize, goal: i64) -> Option<usize> {
        let (mut step, mut high) = (1, from + 1);
        // All segments from `high` on are beyond the goal.
        while let Some(before) = high.checked_sub(step) {
            if self.segments[before].area <= goal {
                break;
            }
            high = before;
            step *= 2;
        }
        let low = high.saturating_sub(step);
        (low + self.segments[low..high].partition_point(|segment| segment.area <= goal)).checked_sub(1)
    }

    /// End of the open stretch that holds `t`, whatever its speeds; `t` when closed there.
    pub(crate) fn run_end(&self, t: i64) -> i64 {
        let mut i = self.locate(t);
        if self.segments[i].value == 0 {
            return t;
        }
        while self.segments.get(i + 1).is_some_and(|next| next.value > 0) {
            i += 1;
        }
        self.end_of(i)
    }

    /// The earliest start not before `t` from which `work` is done without any closed time, and its end.
    pub(crate) fn unbroken_from(&self, t: i64, work: i64) -> Option<(i64, i64)> {
        let mut start = self.open_from(t)?;
        loop {
            let end = self.finish_at(start, work)?;
            let run = self.run_end(start);
            if end <= run {
                return Some((start, end));
            }
            start = self.open_from(run)?;
        }
    }
}

/// When the area reaches `goal` in a segment where it does; `None` where nothing is worked.
fn reach(segment: &Segment, goal: i64) -> Option<i64> {
    let missing: Milli = goal - segment.area;
    (segment.value > 0).then(|| segment.start + (missing + segment.value - 1) / segment.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Second by second, the slow and certain way.
    fn plain_finish(profile: &Profile, start: i64, work: i64, limit: i64) -> Option<i64> {
        let mut done = 0;
        for t in start..limit {
            done += profile.value(t);
            if done >= work * ONE {
                return Some(t + 1);
            }
        }
        None
    }

    fn plain_begin(profile: &Profile, end: i64, work: i64, limit: i64) -> Option<i64> {
        let mut done = 0;
        for t in (limit..end).rev() {
            done += profile.value(t);
            if done >= work * ONE {
                return Some(t);
            }
        }
        None
    }

    #[test]
    fn finish_and_begin_agree_with_counting_seconds() {
        let steps = vec![(0, 1000), (10, 0), (20, 500), (33, 1500), (40, 0), (41, 1000), (42, 0), (60, 300), (90, 0)];
        let profile = Profile::from_raw(0, steps);
        for t in -5..100 {
            for work in 1..50 {
                assert_eq!(profile.finish_at(t, work), plain_finish(&profile, t, work, 200), "finish of {work} from {t}");
                assert_eq!(profile.begin_at(t, work), plain_begin(&profile, t, work, -10), "begin of {work} to {t}");
                let open = profile.open_from(t).and_then(|start| Some((start, plain_finish(&profile, start, work, 200)?)));
                assert_eq!(profile.worked_from(t, work), open, "{work} worked from {t}");
                let least = profile.begin_to_end_at_least(t, work);
                assert!(profile.finish_at(least, work).is_none_or(|end| end >= t));
                assert!(profile.finish_at(least - 1, work).is_some_and(|end| end < t) || least == FIRST);
            }
        }
    }

    #[test]
    fn no_work_takes_no_time_even_when_closed() {
        assert_eq!(Profile::closed().finish_at(5, 0), Some(5));
        assert_eq!(Profile::closed().finish_at(5, 1), None);
        assert_eq!(Profile::open().worked_from(5, 0), Some((5, 5)));
        assert_eq!(Profile::closed().worked_from(5, 1), None);
        assert_eq!(Profile::open().worked_from(LAST, 1), None);
        assert_eq!(Profile::open().finish_at(LAST, 1), None);
        assert_eq!(Profile::open().finish_at(5, i64::MAX), None);
        assert_eq!(Profile::open().begin_at(5, i64::MAX), None);
    }

    #[test]
    fn unbroken_work_waits_for_a_stretch_that_is_long_enough() {
        let profile = Profile::from_raw(0, vec![(0, 1000), (10, 0), (20, 1000), (25, 500), (40, 0)]);
        assert_eq!(profile.unbroken_from(0, 10), Some((0, 10)));
        assert_eq!(profile.unbroken_from(1, 10), Some((20, 35)));
        assert_eq!(profile.unbroken_from(0, 13), None);
    }

    #[test]
    fn years_of_shifts_are_walked_in_one_search() {
        let day = 86_400;
        let steps = (0..5000).flat_map(|d| [(d * day + 28_800, ONE), (d * day + 57_600, 0)]).collect();
        let profile = Profile::from_raw(0, steps);
        assert_eq!(profile.breakpoints(), 10_000);
        assert_eq!(profile.finish_at(0, 8 * 3600 * 4999 + 1), Some(4999 * day + 28_801));
        assert_eq!(profile.begin_at(5000 * day, 8 * 3600 * 4999 + 1), Some(57_599));
    }
}
