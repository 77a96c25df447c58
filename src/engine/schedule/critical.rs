//! Why each task starts when it does, and how much later it could without making anything late.
//!
//! Never proposes a change; it explains the schedule as it is.

use super::float::floats;
use super::problem::{LinkKind, Placement, Problem, ResourceIndex, ResourceKind, Schedule, TaskIndex};
use super::scene::Scene;
use super::walk::{Walk, changed_over, changeover};
use crate::model::{Span, Time, sort_with_key};
use serde::{Deserialize, Serialize};

/// What a task waited for last before it could start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// For nothing: it starts as soon as time allows.
    Now,
    Release,
    /// It is held there.
    Pinned,
    /// The link (by position) to the other task.
    Link {
        link: u32,
        other: TaskIndex,
    },
    /// The other task on the resource.
    Resource {
        resource: ResourceIndex,
        other: TaskIndex,
    },
    /// The changeover after the other task, or from what the resource is set up for now.
    Setup {
        resource: ResourceIndex,
        other: Option<TaskIndex>,
    },
    /// Room in a bucket.
    Bucket {
        resource: ResourceIndex,
    },
    /// It could start earlier, by itself: planned just in time, or moved here.
    Choice,
}

/// What held a task back, and until when; between `ready` and the start its calendars are closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    pub cause: Cause,
    pub ready: Time,
}

/// Reasons and floats of all tasks; `None` for those without a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    pub waits: Vec<Option<Wait>>,
    /// How much later (on the clock) the task could be without any order being later than it is or than its due date.
    pub total_float: Vec<Option<Span>>,
    /// How much later the task could be without moving any other.
    pub free_float: Vec<Option<Span>>,
}

impl Analysis {
    /// Whether any delay of the task makes something late.
    pub fn is_critical(&self, task: TaskIndex) -> bool {
        self.total_float.get(task as usize).is_some_and(|float| float.is_some_and(Span::is_zero))
    }

    /// The chain of waits that makes a task start (and so end) when it does, from the task back to its first cause.
    pub fn why(&self, task: TaskIndex) -> Vec<(TaskIndex, Wait)> {
        let mut chain: Vec<(TaskIndex, Wait)> = Vec::new();
        let mut next = Some(task);
        while let Some(task) = next {
            let Some(Some(wait)) = self.waits.get(task as usize) else { break };
            if chain.iter().any(|(known, _)| *known == task) {
                break;
            }
            chain.push((task, *wait));
            next = match wait.cause {
                Cause::Link { other, .. } | Cause::Resource { other, .. } | Cause::Setup { other: Some(other), .. } => Some(other),
                _ => None,
            };
        }
        chain
    }
}

/// Finds out for every placed task what it waited for and how much time it has to spare.
pub fn analyse(problem: &Problem, schedule: &Schedule) -> Analysis {
    let view = View::new(problem, schedule);
    let waits = (0..problem.tasks.len() as TaskIndex).map(|task| view.wait(task)).collect();
    let (total_float, free_float) = floats(&view);
    Analysis { waits, total_float, free_float }
}

/// The schedule by resource and the links by task.
pub(super) struct View<'a> {
    pub problem: &'a Problem,
    schedule: &'a Schedule,
    /// Tasks on each resource by end.
    ends: Vec<Vec<(i64, TaskIndex)>>,
    /// Links into each task, by position.
    into: Vec<Vec<u32>>,
}

impl<'a> View<'a> {
    fn new(problem: &'a Problem, schedule: &'a Schedule) -> View<'a> {
        let count = problem.tasks.len();
        let mut view = View { problem, schedule, ends: vec![Vec::new(); problem.resources.len()], into: vec![Vec::new(); count] };
        for task in 0..count as TaskIndex {
            let Some(placement) = view.placement(task).filter(|placement| placement.start < placement.end) else { continue };
            for requirement in problem.requirements(task, placement.mode).iter().filter(|requirement| requirement.quantity > 0) {
                if let Some(ends) = view.ends.get_mut(requirement.resource as usize) {
                    ends.push((placement.end.seconds(), task));
                }
            }
        }
        view.ends.iter_mut().for_each(|ends| sort_with_key(ends, |end| *end));
        for (index, link) in problem.links.iter().enumerate() {
            let (from, to) = (link.from as usize, link.to as usize);
            if from < count && to < count && from != to {
                view.into[to].push(index as u32);
            }
        }
        view
    }

    pub fn placement(&self, task: TaskIndex) -> Option<Placement> {
        self.schedule.placements.get(task as usize).copied().flatten()
    }

    pub fn on(&self, resource: ResourceIndex) -> &[(i64, TaskIndex)] {
        self.ends.get(resource as usize).map_or(&[], Vec::as_slice)
    }

    pub fn walk(&self, task: TaskIndex) -> Option<Walk<'a>> {
        Walk::new(self.problem, task, self.placement(task)?.mode)
    }

    fn wait(&self, task: TaskIndex) -> Option<Wait> {
        let placement = self.placement(task)?;
        let data = self.problem.tasks.get(task as usize)?;
        let start = placement.start.seconds();
        if data.pin.is_some() {
            return Some(Wait { cause: Cause::Pinned, ready: placement.start });
        }
        let walk = Walk::new(self.problem, task, placement.mode)?;
        let mut last = (self.problem.now.seconds(), Cause::Now);
        if let Some(release) = data.release.filter(|release| release.seconds() >= last.0) {
            last = (release.seconds(), Cause::Release);
        }
        for (bound, cause) in self.into[task as usize].iter().filter_map(|link| self.link_bound(*link, &walk)) {
            if bound >= last.0 {
                last = (bound, cause);
            }
        }
        let earliest = walk.from(last.0);
        let done = |(ready, cause): (i64, Cause)| Some(Wait { cause, ready: Time::clamped(ready) });
        if earliest.is_none_or(|(earliest, _)| earliest >= start) {
            return done((last.0.min(start), last.1));
        }
        if let Some(found) = self.resource_bound(task, &placement, &walk) {
            return done(found);
        }
        done(earliest.and_then(|span| self.obstacle(task, &placement, span)).unwrap_or((start, Cause::Choice)))
    }

    /// The earliest start that a link into the task allows.
    fn link_bound(&self, index: u32, walk: &Walk) -> Option<(i64, Cause)> {
        let link = self.problem.links.get(index as usize)?;
        let from = self.placement(link.from)?;
        let from_end = matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish);
        let bound = if from_end { from.end } else { from.start }.plus(link.min_lag).seconds();
        let cause = Cause::Link { link: index, other: link.from };
        match link.kind {
            LinkKind::FinishToStart | LinkKind::StartToStart => Some((bound, cause)),
            LinkKind::FinishToFinish | LinkKind::StartToFinish => walk.begin(bound - 1).map(|too_early| (too_early + 1, cause)),
        }
    }

    /// The task (or bucket) on one of the resources that let go just before the start.
    fn resource_bound(&self, task: TaskIndex, placement: &Placement, walk: &Walk) -> Option<(i64, Cause)> {
        let start = placement.start.seconds();
        let leads_here = |ready: i64| ready <= start && walk.from(ready).is_some_and(|(from, _)| from == start);
        let family = |task: TaskIndex| self.problem.tasks.get(task as usize).and_then(|task| task.family);
        let mut found: Option<(i64, Cause)> = None;
        for requirement in self.problem.requirements(task, placement.mode) {
            let (resource, Some(row)) = (requirement.resource, self.problem.resources.get(requirement.resource as usize)) else { continue };
            let candidate = match &row.kind {
                ResourceKind::Unlimited => None,
                ResourceKind::Buckets(buckets) => {
                    let bucket = buckets.iter().rfind(|bucket| bucket.start <= placement.start).map(|bucket| bucket.start.seconds());
                    bucket.filter(|ready| leads_here(*ready)).map(|ready| (ready, Cause::Bucket { resource }))
                }
                ResourceKind::Finite => {
                    let ends = self.on(resource);
                    let before = ends[..ends.partition_point(|end| end.0 <= start)].iter().rfind(|end| end.1 != task);
                    let (other, since, from) = match before {
                        Some(&(end, other)) => (Some(other), end, family(other)),
                        None => (None, self.problem.now.seconds(), row.first_family),
                    };
                    let seconds = changeover(self.problem, resource, from, family(task));
                    let ready = changed_over(self.problem, resource, since, seconds).filter(|ready| leads_here(*ready));
                    ready.and_then(|ready| match (other, seconds) {
                        (Some(other), 0) => Some((ready, Cause::Resource { resource, other })),
                        (None, 0) => None,
                        (other, _) => Some((ready, Cause::Setup { resource, other })),
                    })
                }
            };
            // Of several, the one that let go last.
            if candidate.is_some_and(|candidate| found.is_none_or(|found| candidate.0 > found.0)) {
                found = candidate;
            }
        }
        found
    }

    /// What is in the way where the task could otherwise be, for waits that no single end explains.
    fn obstacle(&self, task: TaskIndex, placement: &Placement, span: (i64, i64)) -> Option<(i64, Cause)> {
        use super::feasibility::Conflict;
        let scene = Scene::new(self.problem, self.schedule, task, placement.mode, span);
        let cause = |conflict: &Conflict| match conflict {
            Conflict::Capacity { resource, tasks, .. } => Some(Cause::Resource { resource: *resource, other: *tasks.last()? }),
            Conflict::Bucket { resource, .. } => Some(Cause::Bucket { resource: *resource }),
            Conflict::Setup { resource, other, .. } => Some(Cause::Setup { resource: *resource, other: *other }),
            _ => None,
        };
        let found = scene.obstacles(span).find_map(|obstacle| cause(&obstacle.conflict));
        found.map(|cause| (placement.start.seconds(), cause))
    }
}
