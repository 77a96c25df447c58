//! What is in the way of putting a task somewhere: for dragging on the page, one question at a time.
//!
//! Never builds an index: it reads the problem and the schedule once, which for 10,000 tasks takes well under a millisecond.

use super::problem::{LinkKind, Placement, Problem, ResourceIndex, ResourceKind, Schedule, TaskIndex};
use super::scene::Scene;
use super::walk::Walk;
use crate::engine::calendar::{LAST, Milli, ONE};
use crate::model::Time;
use serde::{Deserialize, Serialize};

/// Something that a placement would break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// There is no such task or mode, or it names something that does not exist, or it needs more than there ever is.
    NoMode,
    BeforeNow {
        now: Time,
    },
    AfterHorizon {
        end: Time,
    },
    Release {
        release: Time,
    },
    Deadline {
        deadline: Time,
    },
    /// Work would begin, or in a task done in one stretch lie, in closed time. `resource` is what is closed; `None` is the
    /// task's own calendar.
    Closed {
        resource: Option<ResourceIndex>,
        from: Time,
        to: Time,
    },
    /// The work is not done just then, but at `end` (`None`: never).
    Length {
        end: Option<Time>,
    },
    /// With the tasks there at `at`, more is used than there is.
    Capacity {
        resource: ResourceIndex,
        at: Time,
        tasks: Vec<TaskIndex>,
    },
    /// More would begin in the bucket than it holds.
    Bucket {
        resource: ResourceIndex,
        start: Time,
        tasks: Vec<TaskIndex>,
    },
    /// No time for the changeover before or after the other task (`None`: from what the resource is set up for now), which
    /// would be done at `ready`.
    Setup {
        resource: ResourceIndex,
        other: Option<TaskIndex>,
        ready: Option<Time>,
    },
    /// The link (by position) asks that the tied moment lies not before `needed`, or for the link's first task not after it.
    Precedence {
        link: u32,
        other: TaskIndex,
        needed: Time,
    },
    /// The link's longest lag asks that the tied moment lies not after `allowed`, or for the link's first task not before it.
    Lag {
        link: u32,
        other: TaskIndex,
        allowed: Time,
    },
}

/// Where the task lies when begun in this mode as early as calendars allow from `at` on, whatever else is there.
pub fn placement_at(problem: &Problem, task: TaskIndex, mode: u32, at: Time) -> Option<Placement> {
    let (start, end) = Walk::new(problem, task, mode)?.from(at.seconds())?;
    Some(Placement { start: Time::from_seconds(start)?, end: Time::from_seconds(end)?, mode })
}

/// Everything that putting the task there would break, all other tasks staying where they are. Empty: it fits.
pub fn conflicts(problem: &Problem, schedule: &Schedule, task: TaskIndex, proposed: &Placement) -> Vec<Conflict> {
    let (Some(data), Some(walk)) = (problem.tasks.get(task as usize), Walk::new(problem, task, proposed.mode)) else {
        return vec![Conflict::NoMode];
    };
    let mut found = Vec::new();
    if proposed.start < problem.now {
        found.push(Conflict::BeforeNow { now: problem.now });
    }
    if proposed.end > problem.horizon_end {
        found.push(Conflict::AfterHorizon { end: problem.horizon_end });
    }
    found.extend(data.release.filter(|release| proposed.start < *release).map(|release| Conflict::Release { release }));
    found.extend(data.deadline.filter(|deadline| proposed.end > *deadline).map(|deadline| Conflict::Deadline { deadline }));
    times(problem, task, proposed, &walk, &mut found);
    let span = (proposed.start.seconds(), proposed.end.seconds());
    let scene = Scene::new(problem, schedule, task, proposed.mode, span);
    found.extend(scene.obstacles(span).map(|obstacle| obstacle.conflict));
    links(problem, schedule, task, proposed, &mut found);
    found
}

fn times(problem: &Problem, task: TaskIndex, proposed: &Placement, walk: &Walk, found: &mut Vec<Conflict>) {
    let (start, end) = (proposed.start.seconds(), proposed.end.seconds());
    let opens = walk.open_from(start);
    if opens != Some(start) {
        found.push(closed(problem, task, proposed.mode, start, opens.unwrap_or(LAST)));
    } else if let Some((from, to)) = walk.closed_between(start, end).filter(|_| walk.is_unbroken()) {
        found.push(closed(problem, task, proposed.mode, from, to));
    }
    let finish = opens.and_then(|start| walk.finish(start));
    // Ends and starts each belong together, but with changing speeds not always one to one: either way will do.
    if finish != Some(end) && walk.begin(end) != Some(start) {
        found.push(Conflict::Length { end: finish.map(Time::clamped) });
    }
}

/// Closed time with the first calendar that is closed at its beginning.
fn closed(problem: &Problem, task: TaskIndex, mode: u32, from: i64, to: i64) -> Conflict {
    let short = |resource: ResourceIndex, quantity: Milli| {
        let row = problem.resources.get(resource as usize)?;
        let value =
            |index: Option<u32>| index.and_then(|index| problem.profiles.get(index as usize)).map_or(ONE, |profile| profile.value(from));
        let needed = if row.kind == ResourceKind::Finite { quantity.max(1) } else { 1 };
        (row.size.is_some() && value(row.size) < needed || value(row.speed) == 0).then_some(resource)
    };
    let resource = problem.requirements(task, mode).iter().find_map(|need| short(need.resource, need.quantity));
    Conflict::Closed { resource, from: Time::clamped(from), to: Time::clamped(to) }
}

fn links(problem: &Problem, schedule: &Schedule, task: TaskIndex, proposed: &Placement, found: &mut Vec<Conflict>) {
    for (index, link) in problem.links.iter().enumerate() {
        if link.from == link.to || (link.from != task && link.to != task) {
            continue;
        }
        let (other, first) = if link.from == task { (link.to, true) } else { (link.from, false) };
        let Some(Some(placed)) = schedule.placements.get(other as usize) else { continue };
        let (from, to) = if first { (proposed, placed) } else { (placed, proposed) };
        let tied = |placement: &Placement, end: bool| if end { placement.end } else { placement.start };
        let from_side = tied(from, matches!(link.kind, LinkKind::FinishToStart | LinkKind::FinishToFinish));
        let to_side = tied(to, matches!(link.kind, LinkKind::FinishToFinish | LinkKind::StartToFinish));
        let lag = to_side.since(from_side);
        let bound = |lag| if first { to_side.minus(lag) } else { from_side.plus(lag) };
        if lag < link.min_lag {
            found.push(Conflict::Precedence { link: index as u32, other, needed: bound(link.min_lag) });
        }
        if let Some(max) = link.max_lag.filter(|max| *max >= link.min_lag && lag > *max) {
            found.push(Conflict::Lag { link: index as u32, other, allowed: bound(max) });
        }
    }
}
