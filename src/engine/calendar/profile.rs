//! A step function of time: size of a resource, speed of work, or simply open and closed.
//!
//! Never changes after it is built, so any number of tasks can share one.

use crate::model::{Span, Time, sort_with_key};
use serde::{Deserialize, Serialize};

/// Thousandths of a unit: people, machines, pieces, or speed (1,000 = one unit, or full speed).
///
/// Integers, because capacity is compared exactly (0.1 + 0.2 people must fit into 0.3), sums must not depend on their order,
/// and a damaged record must never bring a NaN into a plan.
pub type Milli = i64;

/// One unit, or full speed.
pub const ONE: Milli = 1_000;

/// The largest value a profile holds (900,000 units): with it the sum over three centuries still fits into 64 bits.
pub(crate) const MOST: Milli = 900_000_000;

/// A quantity in thousandths, rounded; negative and undefined ones become zero, huge ones 900,000 units.
pub fn milli(value: f64) -> Milli {
    if value.is_nan() { 0 } else { (value * 1000.0).round().clamp(0.0, MOST as f64) as Milli }
}

/// First and last second that a profile covers.
pub(crate) const FIRST: i64 = -2_208_988_800;
pub(crate) const LAST: i64 = 7_258_118_400;

/// Sum of both ends: `MIRROR - t` turns time around and stays within the covered range.
pub(crate) const MIRROR: i64 = FIRST + LAST;

/// A stretch of time with one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub start: Time,
    pub end: Time,
    pub value: Milli,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub start: i64,
    pub value: Milli,
    /// Sum of value times seconds from `FIRST` to `start`.
    pub area: i64,
}

/// A value for every second of 1900..2200, constant between breakpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Steps", into = "Steps")]
pub struct Profile {
    /// Sorted by start, neighbours differ in value, the first starts at `FIRST`. Never empty.
    pub(super) segments: Vec<Segment>,
    /// Segment at the start of every slot of `1 << shift` seconds after the second segment's start, plus the last segment.
    lookup: Vec<u32>,
    shift: u32,
    largest: Milli,
}

/// What is written of a profile: the rest is computed again when it is read.
#[derive(Serialize, Deserialize)]
struct Steps(Vec<(i64, Milli)>);

impl From<Steps> for Profile {
    fn from(steps: Steps) -> Profile {
        Profile::from_raw(0, steps.0)
    }
}

impl From<Profile> for Steps {
    fn from(profile: Profile) -> Steps {
        Steps(profile.segments.iter().map(|segment| (segment.start, segment.value)).collect())
    }
}

impl Profile {
    /// The same value for ever.
    pub fn always(value: Milli) -> Profile {
        Profile::from_raw(value, Vec::new())
    }

    /// Open at full speed, or one unit, for ever.
    pub fn open() -> Profile {
        Profile::always(ONE)
    }

    /// Nothing, ever.
    pub fn closed() -> Profile {
        Profile::always(0)
    }

    /// `initial` until the first step, then each step's value from its time on; of steps at one time the last counts.
    pub fn from_steps(initial: Milli, steps: impl IntoIterator<Item = (Time, Milli)>) -> Profile {
        Profile::from_raw(initial, steps.into_iter().map(|(time, value)| (time.seconds(), value)).collect())
    }

    pub(crate) fn from_raw(initial: Milli, mut steps: Vec<(i64, Milli)>) -> Profile {
        if !steps.is_sorted_by_key(|step| step.0) {
            sort_with_key(&mut steps, |step| step.0);
        }
        let mut segments = Vec::with_capacity(steps.len() + 1);
        segments.push(Segment { start: FIRST, value: initial.clamp(0, MOST), area: 0 });
        for (start, value) in steps {
            if start < LAST {
                push_step(&mut segments, start.max(FIRST), value.clamp(0, MOST));
            }
        }
        let mut area = 0;
        let largest = segments.iter().map(|segment| segment.value).max().unwrap_or(0);
        for i in 1..segments.len() {
            area += segments[i - 1].value * (segments[i].start - segments[i - 1].start);
            segments[i].area = area;
        }
        let (lookup, shift) = lookup(&segments);
        Profile { segments, lookup, shift, largest }
    }

    /// Number of breakpoints.
    pub fn breakpoints(&self) -> usize {
        self.segments.len() - 1
    }

    /// The value if it never changes.
    pub fn constant(&self) -> Option<Milli> {
        if self.segments.len() == 1 { self.segments.first().map(|segment| segment.value) } else { None }
    }

    /// The largest value of all time.
    pub fn largest(&self) -> Milli {
        self.largest
    }

    /// The value in the second that begins at `time`.
    pub fn value_at(&self, time: Time) -> Milli {
        self.value(time.seconds())
    }

    /// The first moment not before `time` at which the value is above zero, or `None` when it is closed for ever.
    pub fn next_open(&self, time: Time) -> Option<Time> {
        self.open_from(time.seconds()).map(Time::clamped)
    }

    /// The last moment not after `time` that ends an open second, or `None` when it was always closed.
    pub fn previous_open(&self, time: Time) -> Option<Time> {
        self.open_until(time.seconds()).map(Time::clamped)
    }

    /// Value times seconds between two moments, in milli-unit seconds; zero when `to` is not after `from`.
    pub fn area(&self, from: Time, to: Time) -> i64 {
        (self.area_at(to.seconds()) - self.area_at(from.seconds())).max(0)
    }

    /// Seconds with a value above zero between two moments.
    pub fn open_between(&self, from: Time, to: Time) -> Span {
        let open = self.open_intervals(from, to).map(|interval| interval.end.since(interval.start).seconds());
        Span::from_seconds(open.sum())
    }

    /// Stretches of one value between two moments, in order and without gaps.
    pub fn intervals(&self, from: Time, to: Time) -> impl Iterator<Item = Interval> + '_ {
        let first = self.locate(from.seconds());
        (first..self.segments.len())
            .take_while(move |&i| self.segments[i].start < to.seconds())
            .map(move |i| Interval {
                start: Time::clamped(self.segments[i].start.max(from.seconds())),
                end: Time::clamped(self.end_of(i).min(to.seconds())),
                value: self.segments[i].value,
            })
            .filter(|interval| interval.start < interval.end)
    }

    /// Stretches with a value above zero between two moments, in order: what is shaded as working time.
    pub fn open_intervals(&self, from: Time, to: Time) -> impl Iterator<Item = Interval> + '_ {
        self.intervals(from, to).filter(|interval| interval.value > 0)
    }

    /// Index of the segment that holds the second `t`.
    #[inline]
    pub(crate) fn locate(&self, t: i64) -> usize {
        let Some(second) = self.segments.get(1) else { return 0 };
        if t < second.start {
            return 0;
        }
        // Compared before it is shortened: an index has 32 bits in a browser.
        let slot = (t - second.start) >> self.shift;
        let last = self.segments.len() - 1;
        if slot >= self.lookup.len() as i64 {
            return last;
        }
        let slot = slot as usize;
        let low = self.lookup[slot];
        let mut low = low as usize;
        let high = self.lookup.get(slot + 1).map_or(last, |&high| high as usize);
        if high - low > 8 {
            return low + self.segments[low..=high].partition_point(|segment| segment.start <= t) - 1;
        }
        while low < high && self.segments[low + 1].start <= t {
            low += 1;
        }
        low
    }

    #[inline]
    pub(crate) fn value(&self, t: i64) -> Milli {
        self.segments[self.locate(t)].value
    }

    /// One past the last second of segment `i`.
    #[inline]
    pub(super) fn end_of(&self, i: usize) -> i64 {
        self.segments.get(i + 1).map_or(LAST, |next| next.start)
    }

    /// Value of the stretch that holds the second `t`, and the end of that stretch.
    #[inline]
    pub(crate) fn stretch(&self, t: i64) -> (Milli, i64) {
        let i = self.locate(t);
        (self.segments[i].value, self.end_of(i))
    }

    /// Value and end of the stretch that holds the second `t`, and of each after it.
    #[inline]
    pub(crate) fn stretches(&self, t: i64) -> impl Iterator<Item = (Milli, i64)> + '_ {
        let first = self.locate(t);
        (first..self.segments.len()).map(|at| (self.segments[at].value, self.end_of(at)))
    }

    /// Value of the stretch that holds the second before `t`, and the start of that stretch.
    #[inline]
    pub(crate) fn stretch_before(&self, t: i64) -> (Milli, i64) {
        let segment = &self.segments[self.locate(t - 1)];
        (segment.value, segment.start)
    }

    /// All values that ever occur, each once, ascending.
    pub(crate) fn distinct(&self) -> Vec<Milli> {
        let mut values: Vec<Milli> = Vec::new();
        for segment in &self.segments {
            if let Err(place) = values.binary_search(&segment.value) {
                values.insert(place, segment.value);
            }
        }
        values
    }

    #[inline]
    pub(crate) fn open_from(&self, t: i64) -> Option<i64> {
        let i = self.locate(t);
        if self.segments[i].value > 0 { Some(t) } else { self.segments.get(i + 1).map(|next| next.start) }
    }

    #[inline]
    pub(crate) fn open_until(&self, t: i64) -> Option<i64> {
        let i = self.locate(t - 1);
        if self.segments[i].value > 0 { Some(t) } else { (i > 0).then(|| self.segments[i].start) }
    }

    #[inline]
    pub(crate) fn area_at(&self, t: i64) -> i64 {
        let t = t.clamp(FIRST, LAST);
        let segment = &self.segments[self.locate(t)];
        segment.area + segment.value * (t - segment.start)
    }

    /// The same profile with time turned around: the value at `t` moves to the second that ends at `MIRROR - t`.
    pub(crate) fn mirrored(&self) -> Profile {
        let steps = (0..self.segments.len()).rev().map(|i| (MIRROR - self.end_of(i), self.segments[i].value)).collect();
        Profile::from_raw(0, steps)
    }
}

fn push_step(segments: &mut Vec<Segment>, start: i64, value: Milli) {
    if segments.last().is_some_and(|last| last.start >= start) {
        segments.pop();
    }
    if segments.last().is_none_or(|last| last.value != value) {
        segments.push(Segment { start, value, area: 0 });
    }
}

/// Slots of equal length, about two per segment, so that a look-up rarely walks more than a step or two.
fn lookup(segments: &[Segment]) -> (Vec<u32>, u32) {
    let (Some(first), Some(last)) = (segments.get(1), segments.last()) else { return (Vec::new(), 0) };
    let span = last.start - first.start;
    let wanted = segments.len() as i64 * 2;
    let mut shift = 0;
    while span >> shift > wanted {
        shift += 1;
    }
    let mut table = Vec::with_capacity((span >> shift) as usize + 1);
    let mut segment = 1;
    for slot in 0..=(span >> shift) {
        let start = first.start + (slot << shift);
        while segment + 1 < segments.len() && segments[segment + 1].start <= start {
            segment += 1;
        }
        table.push(segment as u32);
    }
    (table, shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::clamped(seconds)
    }

    #[test]
    fn the_value_changes_at_its_breakpoints_and_equal_neighbours_are_one() {
        let profile = Profile::from_steps(0, [(at(20), 2000), (at(10), 1000), (at(15), 1000), (at(30), 0), (at(30), 500)]);
        assert_eq!(profile.breakpoints(), 3);
        let values: Vec<Milli> = [9, 10, 15, 19, 20, 29, 30, 4000].into_iter().map(|t| profile.value_at(at(t))).collect();
        assert_eq!(values, [0, 1000, 1000, 1000, 2000, 2000, 500, 500]);
        assert_eq!(profile.area(at(0), at(32)), 10 * 1000 + 10 * 2000 + 2 * 500);
        assert_eq!(profile.open_between(at(0), at(32)), Span::from_seconds(22));
    }

    #[test]
    fn look_ups_agree_with_a_plain_search_however_uneven_the_breakpoints() {
        let mut steps: Vec<(i64, Milli)> = (0..5000).map(|i| (i * 7 % 3000, i % 3 * 1000)).collect();
        steps.extend([(1_000_000_000, 1000), (7_000_000_000, 0), (-2_000_000_000, 3000)]);
        let profile = Profile::from_raw(500, steps);
        for t in (-10..3100).chain([FIRST, -2_000_000_001, -2_000_000_000, 999_999_999, 1_000_000_000, 7_000_000_000, LAST - 1]) {
            let plain = profile.segments.partition_point(|segment| segment.start <= t) - 1;
            assert_eq!(profile.locate(t), plain, "at {t}");
        }
    }

    #[test]
    fn open_time_is_found_forwards_and_backwards() {
        let profile = Profile::from_steps(0, [(at(100), 1000), (at(200), 0), (at(300), 1000), (at(400), 0)]);
        assert_eq!(profile.next_open(at(0)), Some(at(100)));
        assert_eq!(profile.next_open(at(150)), Some(at(150)));
        assert_eq!(profile.next_open(at(200)), Some(at(300)));
        assert_eq!(profile.next_open(at(400)), None);
        assert_eq!(profile.previous_open(at(500)), Some(at(400)));
        assert_eq!(profile.previous_open(at(300)), Some(at(200)));
        assert_eq!(profile.previous_open(at(150)), Some(at(150)));
        assert_eq!(profile.previous_open(at(100)), None);
    }

    #[test]
    fn turning_time_around_twice_changes_nothing() {
        let profile = Profile::from_steps(7, [(at(100), 1000), (at(200), 0), (at(300), 2000)]);
        assert_eq!(profile.mirrored().mirrored(), profile);
        assert_eq!(profile.mirrored().value(MIRROR - 200), 1000);
        assert_eq!(profile.mirrored().value(MIRROR - 201), 0);
    }

    #[test]
    fn quantities_that_make_no_sense_become_harmless() {
        assert_eq!(milli(f64::NAN), 0);
        assert_eq!(milli(-3.0), 0);
        assert_eq!(milli(f64::INFINITY), MOST);
        assert_eq!(milli(0.1) + milli(0.2), milli(0.3));
    }

    #[test]
    fn a_profile_survives_being_written_and_read() {
        let profile = Profile::from_steps(7, [(at(100), 1000), (at(200), 0), (at(300), 2000)]);
        let text = serde_json::to_string(&profile).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Profile>(&text).ok(), Some(profile));
    }
}
