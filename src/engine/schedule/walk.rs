//! The calendars of one task followed side by side, without joining them first: right for a single question.
//!
//! Never keeps anything; for thousands of questions the joined calendars of the network are the way.

use super::problem::{Pace, Problem, ResourceKind, TaskIndex};
use crate::engine::calendar::{FIRST, LAST, MOST, Milli, ONE, Profile};
use crate::model::Span;

/// Speed of a task in one mode over time.
pub(super) struct Walk<'a> {
    own: Option<&'a Profile>,
    /// Sizes with what is needed of them.
    gates: Vec<(&'a Profile, Milli)>,
    speeds: Vec<&'a Profile>,
    /// Some resource goes at full speed, so the task goes no faster.
    capped: bool,
    /// Work in seconds, and whether calendars matter for it.
    work: i64,
    timeless: bool,
    unbroken: bool,
}

impl<'a> Walk<'a> {
    /// Nothing if the task, the mode, or what they name does not exist, or if there is never enough of what is needed.
    pub fn new(problem: &'a Problem, task: TaskIndex, mode: u32) -> Option<Walk<'a>> {
        let data = problem.tasks.get(task as usize)?;
        let work = data.modes.get(mode as usize)?.work.seconds().clamp(0, LAST - FIRST);
        let timeless = data.pace == Pace::Elapsed || work == 0;
        let own = data.calendar.map(|own| problem.profiles.get(own as usize).ok_or(())).transpose().ok()?;
        let unbroken = data.pace == Pace::Unbroken;
        let mut walk = Walk { own, gates: Vec::new(), speeds: Vec::new(), capped: false, work, timeless, unbroken };
        for requirement in problem.requirements(task, mode) {
            let resource = problem.resources.get(requirement.resource as usize)?;
            match resource.speed {
                Some(speed) => walk.speeds.push(problem.profiles.get(speed as usize)?),
                None => walk.capped = true,
            }
            // A resource named twice is needed with both quantities.
            let same = problem.requirements(task, mode).iter().filter(|other| other.resource == requirement.resource);
            let quantity = same.map(|other| other.quantity.max(0)).fold(0, Milli::saturating_add);
            let needed = if resource.kind == ResourceKind::Finite { quantity } else { 0 };
            let size = resource.size.map(|size| problem.profiles.get(size as usize).ok_or(())).transpose().ok()?;
            if work > 0 && needed > size.map_or(ONE, Profile::largest) {
                return None;
            }
            walk.gates.extend(size.map(|size| (size, needed.max(1))));
        }
        Some(walk)
    }

    /// When a resource is open at all, at full speed: for changeovers.
    pub fn open_hours(problem: &'a Problem, resource: u32, work: i64) -> Walk<'a> {
        let size = problem.resources.get(resource as usize).and_then(|resource| resource.size);
        let gates = size.and_then(|size| problem.profiles.get(size as usize)).map(|size| (size, 1)).into_iter().collect();
        Walk { own: None, gates, speeds: Vec::new(), capped: false, work, timeless: false, unbroken: false }
    }

    /// Start and end when begun as early as calendars allow from `from` on; `None` if it is never finished.
    pub fn from(&self, from: i64) -> Option<(i64, i64)> {
        let mut start = self.open_from(from)?;
        loop {
            let end = self.finish(start)?;
            match self.closed_between(start, end) {
                Some((_, reopened)) if self.is_unbroken() => start = self.open_from(reopened)?,
                _ => return Some((start, end)),
            }
        }
    }

    /// The first moment from `t` on at which the task can be worked on.
    pub fn open_from(&self, t: i64) -> Option<i64> {
        if self.timeless {
            return Some(t);
        }
        let mut t = t.max(FIRST);
        while t < LAST {
            match self.stretch(t) {
                (0, until) => t = until,
                _ => return Some(t),
            }
        }
        None
    }

    /// When the work begun at `start` is finished.
    pub fn finish(&self, start: i64) -> Option<i64> {
        if self.timeless {
            return Some(start + self.work);
        }
        let (mut t, mut left) = (start.max(FIRST), self.work * ONE);
        while t < LAST {
            let (speed, until) = self.stretch(t);
            if speed > 0 && speed.saturating_mul(until - t) >= left {
                return Some(t + (left + speed - 1) / speed);
            }
            left -= speed * (until - t);
            t = until;
        }
        None
    }

    /// The latest start from which the work is finished by `end`.
    pub fn begin(&self, end: i64) -> Option<i64> {
        if self.timeless {
            return Some(end - self.work);
        }
        let (mut t, mut left) = (end.min(LAST), self.work * ONE);
        while t > FIRST {
            let (speed, since) = self.stretch_before(t);
            if speed > 0 && speed.saturating_mul(t - since) >= left {
                return Some(t - (left + speed - 1) / speed);
            }
            left -= speed * (t - since);
            t = since;
        }
        None
    }

    /// The first closed time between two moments.
    pub fn closed_between(&self, start: i64, end: i64) -> Option<(i64, i64)> {
        if self.timeless {
            return None;
        }
        let mut t = start;
        while t < end {
            let (speed, until) = self.stretch(t);
            if speed == 0 {
                return Some((t, self.open_from(t).unwrap_or(LAST)));
            }
            t = until;
        }
        None
    }

    /// Whether the work is to be done in one stretch of open time.
    pub fn is_unbroken(&self) -> bool {
        self.unbroken && !self.timeless
    }

    /// Speed in the second from `t`, and until when it is known not to change.
    fn stretch(&self, t: i64) -> (Milli, i64) {
        self.joined(|profile| profile.stretch(t), LAST, i64::min)
    }

    fn stretch_before(&self, t: i64) -> (Milli, i64) {
        self.joined(|profile| profile.stretch_before(t), FIRST, i64::max)
    }

    fn joined(&self, read: impl Fn(&Profile) -> (Milli, i64), far: i64, nearer: impl Fn(i64, i64) -> i64) -> (Milli, i64) {
        let mut edge = far;
        let mut value = |profile: &Profile| {
            let (value, end) = read(profile);
            edge = nearer(edge, end);
            value
        };
        let own = self.own.map_or(ONE, &mut value);
        let slowest = self.speeds.iter().map(|speed| value(speed)).min().unwrap_or(ONE);
        let slowest = if self.capped { slowest.min(ONE) } else { slowest };
        let open = self.gates.iter().fold(true, |open, (size, needed)| (value(size) >= *needed) && open);
        let speed = (i128::from(own) * i128::from(slowest) / i128::from(ONE)).min(i128::from(MOST)) as Milli;
        (if open { speed } else { 0 }, edge)
    }
}

/// When `seconds` of changeover begun at `t` are done.
pub(super) fn changed_over(problem: &Problem, resource: u32, t: i64, seconds: i64) -> Option<i64> {
    if seconds <= 0 { Some(t) } else { Walk::open_hours(problem, resource, seconds).finish(t) }
}

/// Changeover seconds of a resource between two tasks.
pub(super) fn changeover(problem: &Problem, resource: u32, from: Option<u32>, to: Option<u32>) -> i64 {
    let setup = problem.resources.get(resource as usize).and_then(|resource| resource.setup);
    let (Some(from), Some(to), Some(matrix)) = (from, to, setup.and_then(|setup| problem.setups.get(setup as usize))) else { return 0 };
    if from >= matrix.families || to >= matrix.families {
        return 0;
    }
    let cell = u64::from(from) * u64::from(matrix.families) + u64::from(to);
    usize::try_from(cell).ok().and_then(|cell| matrix.times.get(cell)).map_or(0, |span: &Span| span.seconds().clamp(0, LAST - FIRST))
}
