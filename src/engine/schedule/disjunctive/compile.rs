//! The disjunctive view of a network: a [`Shop`] for one aim at a time, where every task holds at most one whole machine.
//!
//! Never changes what a schedule means: whatever is found on a shop is placed by the decoder. Where everything is worked on
//! in one and the same calendar, closed time is cut out and times are seconds of work.

use super::super::network::{Edge, LineKind, ModeRow, NONE as NO_SHAPE, Network, UNSET};
use super::super::problem::{LinkKind, Pace};
use super::super::windows::Windows;
use super::shop::{Choice, Job, LOW, NONE, Shop};
use crate::engine::calendar::{LAST, ONE, Profile};

/// Longer problems (eight years in seconds) are left to others, so that sums of times fit into 32 bits.
const LONGEST: i64 = 1 << 28;

/// What a shop's span measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The last end.
    LastEnd,
    /// The last date plus the greatest lateness: all is in time when it is no more than the last date.
    Lateness,
    /// The last end, or as much more than this time as a task is late: less than it means earlier and all in time.
    InTimeBefore(i32),
}

/// Everything of a network that a shop needs, in times from its beginning on.
pub(crate) struct Frame {
    pub jobs: Vec<Job>,
    pub links: Vec<(u32, u32, i32)>,
    pub order: Vec<u32>,
    pub machines: usize,
    /// When each task should be done, by due date and deadline; `None` without.
    pub due: Vec<Option<i32>>,
    /// Every due date and every deadline.
    pub dates: Vec<Date>,
    /// Whether tasks are held: they may then break what the bounds rely on.
    pub has_pins: bool,
    clock: Clock,
}

/// A moment by which a task should end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Date {
    pub task: u32,
    pub time: i32,
    /// A deadline goes before all due dates.
    pub is_deadline: bool,
}

/// How times of the network and of the frame belong together.
struct Clock {
    from: i64,
    /// The one calendar of all work; plain seconds without one.
    calendar: Option<Profile>,
}

impl Clock {
    /// Time of work before a moment; what is begun counts whole with `up`.
    fn work(&self, time: i64, up: bool) -> i64 {
        let Some(calendar) = &self.calendar else { return time - self.from };
        let area = calendar.area_at(time) - calendar.area_at(self.from);
        if up { area.div_euclid(ONE) + i64::from(area.rem_euclid(ONE) > 0) } else { area.div_euclid(ONE) }
    }

    /// The first moment by which so much work can be done.
    fn moment(&self, work: i64) -> i64 {
        match &self.calendar {
            None => self.from + work,
            Some(calendar) => calendar.finish_at(self.from, work).unwrap_or(self.from),
        }
    }
}

impl Frame {
    /// `None` where the network is of another kind: several resources for a task, pools, setups, other links than end to
    /// start, maximum lags, calendars of several kinds.
    pub fn new(net: &Network, windows: &Windows) -> Option<Frame> {
        let clock = Clock { from: net.earliest, calendar: common_calendar(net)? };
        let machine = |mode: &ModeRow| match net.needs_of(mode) {
            [] => Some(NONE),
            [need] if net.resources[need.resource as usize].line == LineKind::Single => Some(need.resource),
            _ => None,
        };
        let mut jobs = Vec::with_capacity(net.tasks.len());
        let (mut due, mut dates) = (Vec::with_capacity(net.tasks.len()), Vec::new());
        let mut total = 0i64;
        for (index, row) in net.tasks.iter().enumerate() {
            let modes = net.modes_of(index as u32);
            if modes.is_empty() || windows.earliest_end[index] == UNSET {
                return None;
            }
            let mut choices = Vec::with_capacity(modes.len());
            for (position, mode) in modes.iter().enumerate() {
                let held = row.pin.map(|pin| clock.work(pin.end, true) - clock.work(pin.start, false));
                let length = held.unwrap_or(if clock.calendar.is_some() { mode.work } else { mode.fixed });
                choices.push(Choice { machine: machine(mode)?, length: i32::try_from(length).ok()?, mode: position as u32 });
            }
            total += choices.iter().map(|choice| i64::from(choice.length)).max()?;
            let release = row.pin.map_or(row.release, |pin| pin.start);
            let release = if release <= net.earliest { 0 } else { clock.work(release, true) };
            let own = dates.len();
            for (moment, is_deadline) in [(row.due, false), (row.deadline, true)] {
                if moment < LAST {
                    let time = i32::try_from(clock.work(moment, false).clamp(-LONGEST, LONGEST)).ok()?;
                    dates.push(Date { task: index as u32, time, is_deadline });
                }
            }
            due.push(dates[own..].iter().map(|date| date.time).min());
            jobs.push(Job { choices, release: i32::try_from(release.min(LONGEST)).ok()?, delivery: LOW });
        }
        let mut links = Vec::with_capacity(net.before.edges.len());
        for task in 0..net.tasks.len() as u32 {
            for edge in net.before.of(task) {
                if edge.kind != LinkKind::FinishToStart || edge.max < Edge::NO_MAX || (edge.min != 0 && clock.calendar.is_some()) {
                    return None;
                }
                total += edge.min.abs();
                links.push((edge.other, task, i32::try_from(edge.min).ok()?));
            }
        }
        total += jobs.iter().map(|job| i64::from(job.release)).max()?;
        let has_pins = net.tasks.iter().any(|row| row.pin.is_some());
        (total < LONGEST).then(|| Frame {
            jobs,
            links,
            order: net.order.clone(),
            machines: net.resources.len(),
            due,
            dates,
            has_pins,
            clock,
        })
    }

    /// The last date; zero without any.
    pub fn last_due(&self) -> i32 {
        self.due.iter().flatten().copied().max().unwrap_or(0)
    }

    /// The shop of an aim.
    pub fn shop(&self, aim: Aim) -> Shop {
        let last_due = self.last_due();
        let delivery = |due: Option<i32>| match (aim, due) {
            (Aim::LastEnd, _) | (Aim::InTimeBefore(_), None) => 0,
            (Aim::Lateness, None) => LOW,
            (Aim::Lateness, Some(due)) => last_due - due,
            (Aim::InTimeBefore(end), Some(due)) => (end - due).max(0),
        };
        let jobs: Vec<Job> = self.jobs.iter().zip(&self.due).map(|(job, due)| Job { delivery: delivery(*due), ..job.clone() }).collect();
        Shop::new(self.machines, &jobs, &self.links, self.order.clone())
    }

    /// A time of the network's clock for a time of the frame.
    pub fn moment(&self, time: i32) -> i64 {
        self.clock.moment(i64::from(time))
    }
}

/// The calendar in which all work is done: none needed (`Some(None)`), one of all, or several kinds (`None`).
fn common_calendar(net: &Network) -> Option<Option<Profile>> {
    let working = || net.modes.iter().filter(|mode| mode.work > 0);
    if working().all(|mode| mode.fixed >= 0) {
        return Some(None);
    }
    let shape = working().next().map_or(NO_SHAPE, |mode| mode.speed);
    let is_common = working().all(|mode| mode.fixed < 0 && mode.speed == shape);
    // Work that rests while closed and is otherwise as fast as ever is shifted, not stretched, by closed time.
    let rests = net.tasks.iter().all(|row| row.pace == Pace::Interruptible);
    let profile = (is_common && rests && shape != NO_SHAPE).then(|| net.shape(shape))?;
    profile.distinct().iter().all(|speed| *speed == 0 || *speed == ONE).then(|| Some(profile.clone()))
}
