//! What is on the resources of one task beside it, and what of it is in the way.
//!
//! Never looks at links, dates or calendars of the task: see `feasibility`.

use super::feasibility::Conflict;
use super::problem::{Bucket, Problem, Resource, ResourceIndex, ResourceKind, Schedule, TaskIndex};
use super::walk::{changed_over, changeover};
use crate::engine::calendar::{LAST, Milli, ONE, Profile};
use crate::model::{Time, sort_with_key};

/// The resources that one task takes in one mode, with everything else that is on them.
pub(super) struct Scene<'a> {
    problem: &'a Problem,
    family: Option<u32>,
    places: Vec<Place<'a>>,
}

struct Place<'a> {
    resource: ResourceIndex,
    row: &'a Resource,
    /// What the task takes of it.
    own: Milli,
    /// In the order of their starts where they share the resource.
    others: Vec<Other>,
    /// Their starts and ends in order, where they share the resource.
    changes: Vec<i64>,
}

/// Another task on a resource.
struct Other {
    task: TaskIndex,
    start: i64,
    end: i64,
    quantity: Milli,
    family: Option<u32>,
}

/// Something in the way, and the first start at which it might not be.
pub(super) struct Obstacle {
    pub conflict: Conflict,
    pub next: i64,
}

impl Place<'_> {
    /// Others that are being done at `t`, with as much as `there` of the resource.
    fn present(&self, t: i64, there: Milli) -> impl Iterator<Item = &Other> {
        let begun = self.others.partition_point(|other| other.start <= t);
        self.others[..begun].iter().filter(move |other| t < other.end && other.quantity <= there)
    }
}

impl<'a> Scene<'a> {
    /// Reads the schedule once; what lies outside of `within` (start, end) is left out where it cannot matter.
    pub fn new(problem: &'a Problem, schedule: &Schedule, task: TaskIndex, mode: u32, within: (i64, i64)) -> Scene<'a> {
        let works = |task: TaskIndex, mode: u32| {
            let mode = problem.tasks.get(task as usize).and_then(|task| task.modes.get(mode as usize));
            mode.is_some_and(|mode| mode.work.seconds() > 0)
        };
        let mut places: Vec<Place> = Vec::new();
        for requirement in problem.requirements(task, mode).iter().filter(|need| need.quantity > 0 && works(task, mode)) {
            let Some(row) = problem.resources.get(requirement.resource as usize) else { continue };
            match places.iter_mut().find(|place| place.resource == requirement.resource) {
                Some(place) => place.own = place.own.saturating_add(requirement.quantity),
                None if row.kind == ResourceKind::Unlimited => {}
                None => places.push(Place {
                    resource: requirement.resource,
                    row,
                    own: requirement.quantity,
                    others: Vec::new(),
                    changes: Vec::new(),
                }),
            }
        }
        for (other, placement) in schedule.placements.iter().enumerate() {
            let (Some(placement), other) = (placement, other as TaskIndex) else { continue };
            let (start, end) = (placement.start.seconds(), placement.end.seconds());
            if other == task || start >= end {
                continue;
            }
            let near = start < within.1 && within.0 < end;
            for requirement in problem.requirements(other, placement.mode) {
                let Some(place) = places.iter_mut().find(|place| place.resource == requirement.resource) else { continue };
                let plain = place.row.kind == ResourceKind::Finite && !is_sequence(problem, place.row);
                if requirement.quantity <= 0 || (plain && !near) {
                    continue;
                }
                match place.others.last_mut().filter(|last| last.task == other) {
                    Some(last) => last.quantity = last.quantity.saturating_add(requirement.quantity),
                    None => {
                        let family = problem.tasks.get(other as usize).and_then(|task| task.family);
                        place.others.push(Other { task: other, start, end, quantity: requirement.quantity, family });
                    }
                }
            }
        }
        for place in places.iter_mut().filter(|place| place.row.kind == ResourceKind::Finite && !is_sequence(problem, place.row)) {
            sort_with_key(&mut place.others, |other| other.start);
            place.changes = place.others.iter().flat_map(|other| [other.start, other.end]).collect();
            sort_with_key(&mut place.changes, |change| *change);
        }
        let family = problem.tasks.get(task as usize).and_then(|task| task.family);
        Scene { problem, family, places }
    }

    /// What is in the way of the task at the given start and end, resource by resource.
    pub fn obstacles(&self, span: (i64, i64)) -> impl Iterator<Item = Obstacle> + '_ {
        self.places.iter().flat_map(move |place| match &place.row.kind {
            ResourceKind::Unlimited => Vec::new(),
            ResourceKind::Buckets(buckets) => self.full_bucket(place, buckets, span.0).into_iter().collect(),
            ResourceKind::Finite if is_sequence(self.problem, place.row) => self.turns(place, span),
            ResourceKind::Finite => self.shortage(place, span).into_iter().collect(),
        })
    }

    /// Whether more would begin in the bucket of the start than it holds.
    fn full_bucket(&self, place: &Place, buckets: &[Bucket], start: i64) -> Option<Obstacle> {
        let bounds =
            |bucket: usize| (buckets[bucket].start.seconds(), buckets.get(bucket + 1).map_or(i64::MAX, |next| next.start.seconds()));
        let inside = |bucket: usize| {
            let (from, to) = bounds(bucket);
            place.others.iter().filter(move |other| from <= other.start && other.start < to)
        };
        let full = |bucket: &usize| {
            let used = inside(*bucket).map(|other| other.quantity).fold(place.own, Milli::saturating_add);
            used > buckets[*bucket].limit
        };
        let bucket = buckets.iter().rposition(|bucket| bucket.start.seconds() <= start)?;
        full(&bucket).then(|| Obstacle {
            conflict: Conflict::Bucket {
                resource: place.resource,
                start: buckets[bucket].start,
                tasks: inside(bucket).map(|other| other.task).collect(),
            },
            next: (bucket + 1..buckets.len()).find(|bucket| !full(bucket)).map_or(i64::MAX, |bucket| bounds(bucket).0),
        })
    }

    /// The first moment at which there is not enough, and the first after it at which there is.
    fn shortage(&self, place: &Place, span: (i64, i64)) -> Option<Obstacle> {
        let size = place.row.size.and_then(|size| self.problem.profiles.get(size as usize));
        let at = moments(place, size, span.0).take_while(|t| *t < span.1).find(|t| !fits(place, size, *t))?;
        let there = value(size, at).0;
        let mut tasks: Vec<TaskIndex> = place.present(at, there).map(|other| other.task).collect();
        sort_with_key(&mut tasks, |task| *task);
        let enough = |t: &i64| *t > at && value(size, *t).0 >= place.own && fits(place, size, *t);
        Some(Obstacle {
            conflict: Conflict::Capacity { resource: place.resource, at: Time::clamped(at), tasks },
            next: moments(place, size, at).find(enough).unwrap_or(i64::MAX),
        })
    }

    /// Conflicts on a resource that does one task after the other.
    fn turns(&self, place: &Place, span: (i64, i64)) -> Vec<Obstacle> {
        let there = || place.others.iter().filter(|other| other.start < span.1 && span.0 < other.end);
        if let Some(next) = there().map(|other| other.end).max() {
            let tasks = there().map(|other| other.task).collect();
            return vec![Obstacle { conflict: Conflict::Capacity { resource: place.resource, at: Time::clamped(span.0), tasks }, next }];
        }
        let ready = |from: Option<u32>, to: Option<u32>, since: i64| {
            let seconds = changeover(self.problem, place.resource, from, to);
            changed_over(self.problem, place.resource, since, seconds)
        };
        let setup = |other, ready: Option<i64>| Conflict::Setup { resource: place.resource, other, ready: ready.map(Time::clamped) };
        let mut found = Vec::new();
        let before = place.others.iter().filter(|other| other.end <= span.0).max_by_key(|other| other.end);
        let now = self.problem.now.seconds();
        let (from, since) = before.map_or((place.row.first_family, now), |before| (before.family, before.end));
        let done = ready(from, self.family, since);
        if (before.is_some() || span.0 >= now) && done.is_none_or(|done| done > span.0) {
            found.push(Obstacle { conflict: setup(before.map(|before| before.task), done), next: done.unwrap_or(i64::MAX) });
        }
        if let Some(after) = place.others.iter().filter(|other| other.start >= span.1).min_by_key(|other| other.start) {
            let done = ready(self.family, after.family, span.1);
            if done.is_none_or(|done| done > after.start) {
                found.push(Obstacle { conflict: setup(Some(after.task), done), next: after.end });
            }
        }
        found
    }
}

fn is_sequence(problem: &Problem, row: &Resource) -> bool {
    row.setup.is_some_and(|setup| (setup as usize) < problem.setups.len())
}

/// Size in the second from `t`, and until when it stays.
fn value(size: Option<&Profile>, t: i64) -> (Milli, i64) {
    size.map_or((ONE, LAST), |size| size.stretch(t))
}

/// Whether the task and all present fit into what there is at `t`; where there is less than the task needs, it rests.
fn fits(place: &Place, size: Option<&Profile>, t: i64) -> bool {
    let there = value(size, t).0;
    place.own > there || place.present(t, there).map(|other| other.quantity).fold(place.own, Milli::saturating_add) <= there
}

/// `from`, and every later moment at which use or size may change, in order.
fn moments<'a>(place: &'a Place, size: Option<&'a Profile>, from: i64) -> impl Iterator<Item = i64> + 'a {
    std::iter::successors(Some(from), move |t| {
        let later = place.changes.partition_point(|change| change <= t);
        let next = place.changes.get(later).copied().unwrap_or(LAST).min(value(size, *t).1);
        (next < LAST).then_some(next)
    })
}
