//! From facts to time: when each task ran or stood still, and how a resource's time is shared by what ran on it at once.
//!
//! Time is never counted twice: where several tasks run on a resource at once each has its equal part, and a task that stands still stops its
//! resource only while nothing else runs there and the resource is open.

use super::facts::{Fact, Input, Kind};
use crate::engine::rows::Rows;
use crate::model::{sort_places_by_number, unsigned};

/// The end has not come: the task goes on until now.
pub const GOES_ON: u32 = u32::MAX;

/// A stretch of one task in one state. Positions are those of the facts that begin and end it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub from: i64,
    pub to: i64,
    pub running: bool,
    pub begun: u32,
    pub ended: u32,
    /// Its resource; a task without one is a resource of its own.
    pub place: (u64, u64),
}

/// A task from its first start to its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskRun {
    pub start: i64,
    /// Nothing while it goes on.
    pub end: Option<i64>,
    /// The positions of the facts that say so.
    pub begun: u32,
    pub ended: u32,
}

/// Positions of facts until now, task by task, each in the order of time.
pub fn by_task(input: &Input) -> Vec<u32> {
    let known = |at: &u32| input.facts.get(*at as usize).is_some_and(|fact| fact.time <= input.now);
    let mut places: Vec<u32> = (0..u32::try_from(input.facts.len()).unwrap_or(u32::MAX)).filter(known).collect();
    // What is sorted later keeps the order before: the last number counts most.
    sort_places_by_number(&mut places, &|at| input.facts.get(at as usize).map_or(0, |fact| unsigned(fact.time)));
    sort_places_by_number(&mut places, &|at| input.facts.get(at as usize).map_or(0, |fact| fact.task));
    places
}

/// All stretches and runs of tasks from facts ordered by [`by_task`].
pub fn stretches(input: &Input, ordered: &[u32]) -> (Vec<Interval>, Vec<TaskRun>) {
    let (mut intervals, mut runs) = (Vec::new(), Vec::new());
    let task_of = |at: &u32| input.facts.get(*at as usize).map(|fact| fact.task);
    for places in ordered.chunk_by(|a, b| task_of(a) == task_of(b)) {
        let mut state: Option<(bool, u32, &Fact)> = None;
        let mut run: Option<TaskRun> = None;
        let mut close = |state: &mut Option<(bool, u32, &Fact)>, to: i64, ended: u32| {
            if let Some((running, begun, fact)) = state.take().filter(|(_, _, fact)| fact.time < to) {
                let place = (fact.resource, if fact.resource == 0 { fact.task } else { 0 });
                intervals.push(Interval { from: fact.time, to, running, begun, ended, place });
            }
        };
        for at in places.iter().copied() {
            let Some(fact) = input.facts.get(at as usize) else { continue };
            match fact.kind {
                Kind::Start => {
                    close(&mut state, fact.time, at);
                    state = Some((true, at, fact));
                    let run = run.get_or_insert(TaskRun { start: fact.time, end: None, begun: at, ended: GOES_ON });
                    (run.end, run.ended) = (None, GOES_ON);
                }
                Kind::Pause if state.is_some() => {
                    close(&mut state, fact.time, at);
                    state = Some((false, at, fact));
                }
                Kind::Finish => {
                    close(&mut state, fact.time, at);
                    if let Some(run) = run.as_mut() {
                        (run.end, run.ended) = (Some(fact.time), at);
                    }
                }
                Kind::Pause | Kind::Count => {}
            }
        }
        close(&mut state, input.now, GOES_ON);
        runs.extend(run);
    }
    (intervals, runs)
}

/// What a stretch took of its resource's time, within one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub running: f64,
    pub overtime: f64,
    /// Of open time.
    pub stopped: f64,
}

/// Tells each stretch's part of its resource's time, period by period.
pub fn shares(input: &Input, intervals: &mut [Interval], mut each: impl FnMut(&Interval, usize, Share)) {
    let numbers: [fn(&Interval) -> u64; 4] = [|of| u64::from(of.begun), |of| unsigned(of.from), |of| of.place.1, |of| of.place.0];
    let mut order: Vec<u32> = (0..u32::try_from(intervals.len()).unwrap_or(u32::MAX)).collect();
    for number in numbers {
        sort_places_by_number(&mut order, &|at| intervals.get(at as usize).map_or(0, number));
    }
    let sorted: Vec<Interval> = order.iter().filter_map(|at| intervals.get(*at as usize).copied()).collect();
    intervals.iter_mut().zip(sorted).for_each(|(interval, sorted)| *interval = sorted);
    for there in intervals.chunk_by(|a, b| a.place == b.place) {
        let clock = Clock::of(input, there);
        for interval in there {
            for (at, period) in input.periods_of(interval.from, interval.to) {
                let (from, to) = (clock.at(interval.from.max(period.start)), clock.at(interval.to.min(period.end)));
                let share = if interval.running {
                    Share { running: to.running - from.running, overtime: to.overtime - from.overtime, stopped: 0.0 }
                } else {
                    Share { stopped: to.stopped - from.stopped, ..Share::default() }
                };
                each(interval, at, share);
            }
        }
    }
}

/// One task's part of a resource's time since the beginning, at every moment at which something changes.
struct Clock {
    times: Rows<i64>,
    parts: Vec<Share>,
}

impl Clock {
    fn of(input: &Input, there: &[Interval]) -> Clock {
        let first = there.iter().map(|interval| interval.from).min().unwrap_or(0);
        let last = there.iter().map(|interval| interval.to).max().unwrap_or(0);
        let mut times: Vec<i64> = there.iter().flat_map(|interval| [interval.from, interval.to]).collect();
        for (_, period) in input.periods_of(first, last) {
            times.extend([period.start.clamp(first, last), period.end.clamp(first, last)]);
        }
        // Twice as many as stretches: worth code of its own.
        times.sort_unstable();
        times.dedup();
        let times = Rows::from(times);
        // How many begin less how many end at each moment, running and standing still.
        let mut changes = vec![(0_i64, 0_i64); times.len()];
        for interval in there {
            for (time, by) in [(interval.from, 1), (interval.to, -1)] {
                if let Some(change) = changes.get_mut(times.position(|other| *other < time)) {
                    let count = if interval.running { &mut change.0 } else { &mut change.1 };
                    *count += by;
                }
            }
        }
        let resource = there.first().map_or(0, |interval| interval.place.0);
        let (mut parts, mut part) = (Vec::with_capacity(times.len()), Share::default());
        let (mut running, mut still) = (0, 0);
        for ((time, next), change) in times.iter().zip(times.iter().skip(1).chain(times.last())).zip(&changes) {
            parts.push(part);
            running += change.0;
            still += change.1;
            if running + still > 0 && next > time {
                let length = next.saturating_sub(*time) as f64;
                let open = if resource == 0 { length } else { (input.open)(resource, None, *time, *next).clamp(0.0, length) };
                if running > 0 {
                    part.running += length / running as f64;
                    part.overtime += (length - open) / running as f64;
                } else {
                    part.stopped += open / still as f64;
                }
            }
        }
        Clock { times, parts }
    }

    fn at(&self, time: i64) -> Share {
        self.parts.get(self.times.position(|other| *other < time)).copied().unwrap_or_default()
    }
}
