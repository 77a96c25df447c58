//! An independent judge of schedules: it knows the rules, not the engine.
//!
//! Calendars are read straight from their rules, moment by moment; every constraint is looked at for every task or resource by
//! walking through all moments at which anything changes. Nothing of the engine but its public data is used.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

pub mod build;
mod calendar;
pub mod kinds;
pub mod random;
mod resources;
mod scores;

pub use calendar::{Source, Steps};
pub use scores::score;

use linewright::engine::schedule::{
    Broken, Finding, Link, LinkKind, Pace, Placement, Problem, Requirement, ResourceKind, Schedule, TaskIndex,
};
use std::collections::BTreeSet;

/// A rule that a schedule breaks without saying so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Violation {
    Length {
        task: u32,
    },
    UnknownMode {
        task: u32,
    },
    /// A mode that needs more than there ever is.
    NeverEnough {
        task: u32,
    },
    BeforeNow {
        task: u32,
    },
    AfterHorizon {
        task: u32,
    },
    Release {
        task: u32,
    },
    /// Too little or too much working time between start and end.
    Work {
        task: u32,
    },
    /// Start or end outside of working time, or closed time inside where none may be.
    Closed {
        task: u32,
    },
    Capacity {
        resource: u32,
        at: i64,
    },
    Bucket {
        resource: u32,
        bucket: i64,
    },
    Overlap {
        resource: u32,
        first: u32,
        second: u32,
    },
    Setup {
        resource: u32,
        first: Option<u32>,
        second: u32,
    },
    MinLag {
        link: u32,
    },
    MaxLag {
        link: u32,
    },
    Pin {
        task: u32,
    },
    /// A deadline is missed and nobody is told.
    Deadline {
        task: u32,
    },
    /// A task is left out and nobody is told why.
    Unplaced {
        task: u32,
    },
    /// Tasks wait in a circle and nobody is told.
    Cycle {
        link: u32,
    },
}

/// Everything wrong with the schedule; calendars come from the problem's profiles, read step by step.
pub fn check(problem: &Problem, schedule: &Schedule) -> Vec<Violation> {
    let steps: Vec<Steps> = problem.profiles.iter().map(Steps::of_profile).collect();
    check_with(problem, &steps, schedule)
}

/// Everything wrong with the schedule; calendars come from `calendars`, one for each profile of the problem.
pub fn check_with(problem: &Problem, calendars: &[Steps], schedule: &Schedule) -> Vec<Violation> {
    let judge = Judge { problem, calendars, schedule };
    let mut found = Vec::new();
    if schedule.placements.len() != problem.tasks.len() {
        return vec![Violation::Length { task: 0 }];
    }
    for task in 0..problem.tasks.len() as u32 {
        judge.task(task, &mut found);
    }
    for resource in 0..problem.resources.len() as u32 {
        match &problem.resources[resource as usize].kind {
            ResourceKind::Unlimited => {}
            ResourceKind::Buckets(_) => judge.buckets(resource, &mut found),
            ResourceKind::Finite if judge.is_sequence(resource) => judge.sequence(resource, &mut found),
            ResourceKind::Finite => judge.capacity(resource, &mut found),
        }
    }
    judge.links(&mut found);
    found.sort();
    found.dedup();
    found
}

struct Judge<'a> {
    problem: &'a Problem,
    calendars: &'a [Steps],
    schedule: &'a Schedule,
}

/// A task as a resource sees it.
#[derive(Clone, Copy)]
struct Use {
    task: u32,
    start: i64,
    end: i64,
    quantity: i64,
}

impl Judge<'_> {
    fn placement(&self, task: u32) -> Option<(i64, i64, u32)> {
        let Placement { start, end, mode } = self.schedule.placements[task as usize]?;
        Some((start.seconds(), end.seconds(), mode))
    }

    fn is_held(&self, task: u32) -> bool {
        self.problem.tasks[task as usize].pin.is_some()
    }

    fn told(&self, test: impl Fn(&Finding) -> bool) -> bool {
        self.schedule.findings.iter().any(test)
    }

    fn pin_told(&self, of: u32, test: impl Fn(&Broken) -> bool) -> bool {
        self.told(|finding| matches!(finding, Finding::PinConflict { task, broken } if *task == of && test(broken)))
    }

    fn task(&self, task: u32, found: &mut Vec<Violation>) {
        let data = &self.problem.tasks[task as usize];
        let Some((start, end, mode)) = self.placement(task) else {
            if !self.unplaced_told(task) {
                found.push(Violation::Unplaced { task });
            }
            return;
        };
        let known = |requirement: &Requirement| (requirement.resource as usize) < self.problem.resources.len();
        if data.modes.get(mode as usize).is_none_or(|mode| !mode.requirements.iter().all(known)) {
            return found.push(Violation::UnknownMode { task });
        }
        let finite = |resource: u32| self.problem.resources[resource as usize].kind == ResourceKind::Finite;
        let most = |resource: u32| self.problem.resources[resource as usize].size.map_or(1000, |size| self.calendars[size as usize].most());
        let too_much = |take: &(u32, i64)| finite(take.0) && take.1 > most(take.0);
        if data.pin.is_none() && data.modes[mode as usize].work.seconds() > 0 && self.takes(task, mode).iter().any(too_much) {
            return found.push(Violation::NeverEnough { task });
        }
        if let Some(pin) = data.pin {
            let same = start == pin.start.seconds() && pin.end.is_none_or(|to| to.seconds().max(start) == end);
            if !same || (mode != pin.mode && !self.pin_told(task, |broken| *broken == Broken::Mode)) {
                found.push(Violation::Pin { task });
            }
        } else {
            if start < self.problem.now.seconds() {
                found.push(Violation::BeforeNow { task });
            }
            if end > self.problem.horizon_end.seconds() {
                found.push(Violation::AfterHorizon { task });
            }
        }
        let released = data.release.is_none_or(|release| start >= release.seconds());
        if !released && !self.pin_told(task, |broken| *broken == Broken::Release) {
            found.push(Violation::Release { task });
        }
        if data.deadline.is_some_and(|deadline| end > deadline.seconds()) {
            let told = |finding: &Finding| matches!(finding, Finding::DeadlineMissed { task: late, .. } if *late == task);
            if !self.told(told) {
                found.push(Violation::Deadline { task });
            }
        }
        self.work(task, start, end, mode, found);
    }

    fn unplaced_told(&self, of: u32) -> bool {
        self.told(|finding| match finding {
            Finding::NoMode { task }
            | Finding::NeverEnough { task, .. }
            | Finding::NeverOpen { task }
            | Finding::BeyondHorizon { task }
            | Finding::WaitsForUnplaced { task, .. } => *task == of,
            _ => false,
        })
    }

    /// Whether the time between start and end is just what the work needs, second by second.
    fn work(&self, task: u32, start: i64, end: i64, mode: u32, found: &mut Vec<Violation>) {
        let data = &self.problem.tasks[task as usize];
        let work = data.modes[mode as usize].work.seconds().max(0);
        // Who holds a task with an end of his own answers for its length.
        if data.pin.is_some_and(|pin| pin.end.is_some()) {
            return;
        }
        if work == 0 || data.pace == Pace::Elapsed {
            if end - start != work {
                found.push(Violation::Work { task });
            }
            return;
        }
        let speed = |t: i64| self.speed(task, mode, t);
        let changes = self.changes(task, mode, start, end);
        let mut done = 0i128;
        let mut closed_inside = false;
        for pair in changes.windows(2) {
            done += i128::from(speed(pair[0])) * i128::from(pair[1] - pair[0]);
            closed_inside |= speed(pair[0]) == 0;
        }
        let needed = i128::from(work) * 1000;
        let tight_end = done - i128::from(speed(end - 1)) < needed;
        let tight_start = done - i128::from(speed(start)) < needed;
        if self.pin_told(task, |broken| *broken == Broken::Calendar) {
            return;
        }
        if end <= start || done < needed || !(tight_end || tight_start) {
            found.push(Violation::Work { task });
        } else if speed(start) == 0 || speed(end - 1) == 0 || (closed_inside && data.pace == Pace::Unbroken) {
            found.push(Violation::Closed { task });
        }
    }

    /// Speed of the task at one second: its own, times that of its slowest resource, if there is enough of all.
    fn speed(&self, task: u32, mode: u32, t: i64) -> i64 {
        let data = &self.problem.tasks[task as usize];
        let value = |index: Option<u32>| index.map_or(1000, |index| self.calendars[index as usize].value(t));
        let mut slowest = None;
        for (resource, quantity) in self.takes(task, mode) {
            let row = &self.problem.resources[resource as usize];
            let needed = if matches!(row.kind, ResourceKind::Finite) { quantity.max(1) } else { 1 };
            // A held task that needs more than there ever is works when all of it is there.
            let most = row.size.map_or(1000, |size| self.calendars[size as usize].most());
            if value(row.size) < needed.min(most.max(1)) {
                return 0;
            }
            slowest = Some(slowest.unwrap_or(i64::MAX).min(value(row.speed)));
        }
        (i128::from(value(data.calendar)) * i128::from(slowest.unwrap_or(1000)) / 1000) as i64
    }

    /// Resources of a mode with their quantities; one that is named twice is needed with both.
    fn takes(&self, task: u32, mode: u32) -> Vec<(u32, i64)> {
        let mut takes: Vec<(u32, i64)> = Vec::new();
        for requirement in self.problem.requirements(task, mode) {
            match takes.iter_mut().find(|take| take.0 == requirement.resource) {
                Some(take) => take.1 += requirement.quantity.max(0),
                None => takes.push((requirement.resource, requirement.quantity.max(0))),
            }
        }
        takes
    }

    /// Moments between two others at which the speed of a task may change, both included.
    fn changes(&self, task: u32, mode: u32, from: i64, to: i64) -> Vec<i64> {
        let mut moments = BTreeSet::from([from, to]);
        let data = &self.problem.tasks[task as usize];
        let mut calendars: Vec<u32> = data.calendar.into_iter().collect();
        for (resource, _) in self.takes(task, mode) {
            let row = &self.problem.resources[resource as usize];
            calendars.extend(row.size);
            calendars.extend(row.speed);
        }
        for calendar in calendars {
            moments.extend(self.calendars[calendar as usize].changes(from, to));
        }
        moments.into_iter().collect()
    }

    fn uses(&self, resource: u32) -> Vec<Use> {
        let mut uses = Vec::new();
        for task in 0..self.problem.tasks.len() as u32 {
            let Some((start, end, mode)) = self.placement(task) else { continue };
            let works = self.problem.tasks[task as usize].modes.get(mode as usize).is_some_and(|mode| mode.work.seconds() > 0);
            let quantity = self.takes(task, mode).iter().find(|take| take.0 == resource).map_or(0, |take| take.1);
            if works && quantity > 0 && end > start {
                uses.push(Use { task, start, end, quantity });
            }
        }
        uses
    }

    fn links(&self, found: &mut Vec<Violation>) {
        let count = self.problem.tasks.len() as u32;
        let mut next = vec![Vec::new(); count as usize];
        for link in self.problem.links.iter().filter(|link| link.from < count && link.to < count && link.from != link.to) {
            next[link.from as usize].push(link.to);
        }
        for (index, link) in self.problem.links.iter().enumerate() {
            let number = index as u32;
            if link.from >= count || link.to >= count || link.from == link.to {
                continue;
            }
            if self.leads_to(&next, link.to, link.from) {
                let told = |finding: &Finding| matches!(finding, Finding::Cycle { tasks } if tasks.contains(&link.from) && tasks.contains(&link.to));
                if !self.told(told) {
                    found.push(Violation::Cycle { link: number });
                }
                continue;
            }
            let (Some(from), Some(to)) = (self.placement(link.from), self.placement(link.to)) else { continue };
            let lag = match link.kind {
                LinkKind::FinishToStart => to.0 - from.1,
                LinkKind::StartToStart => to.0 - from.0,
                LinkKind::FinishToFinish => to.1 - from.1,
                LinkKind::StartToFinish => to.1 - from.0,
            };
            if lag < link.min_lag.seconds() && !self.broken_told(link, number) {
                found.push(Violation::MinLag { link: number });
            }
            let max = link.max_lag.filter(|max| *max >= link.min_lag);
            let missed = |finding: &Finding| matches!(finding, Finding::MaxLagMissed { link, .. } if *link == number);
            if max.is_some_and(|max| lag > max.seconds()) && !self.told(missed) && !self.broken_told(link, number) {
                found.push(Violation::MaxLag { link: number });
            }
        }
    }

    fn broken_told(&self, link: &Link, number: u32) -> bool {
        let this = |broken: &Broken| matches!(broken, Broken::Link { link, .. } if *link == number);
        [link.from, link.to].into_iter().any(|end| self.is_held(end) && self.pin_told(end, this))
    }

    /// Whether `to` can be reached from `from` along links.
    fn leads_to(&self, next: &[Vec<u32>], from: TaskIndex, to: TaskIndex) -> bool {
        let mut reached = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(task) = waiting.pop() {
            if task == to {
                return true;
            }
            waiting.extend(next[task as usize].iter().filter(|next| reached.insert(**next)));
        }
        false
    }
}
