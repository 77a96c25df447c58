//! Whether a task can be done at a place, why not, and where the nearest place is at which it can.
//!
//! Never moves anything. What is late is told, but is no obstacle: that is the planner's own choice.

use super::data::{BoardData, BoardTask, Index, index};
use super::ground::{Crew, Ground};
use super::obstacle::Obstacle;
use crate::engine::calendar::Profile;
use crate::model::{Placement, ResourceUse, Span, TaskStatus, Time};

/// Looking for a place gives up after so many busy stretches.
const MOST_TRIES: usize = 4_000;

/// A place for a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub start: Time,
    pub end: Time,
    pub uses: Vec<(Index, i64)>,
}

impl Place {
    /// The place as the document keeps it.
    pub fn placement(&self, board: &BoardData) -> Placement {
        let uses = self.uses.iter().filter_map(|(at, quantity)| {
            Some(ResourceUse { resource: board.resources.get(index(*at))?.id, quantity: *quantity as f64 / 1000.0 })
        });
        Placement { start: self.start, end: self.end, uses: uses.collect() }
    }
}

/// What was found of a place that somebody wants for a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The place as wanted, as long as its crew needs from there.
    pub wanted: Place,
    /// What stands against it, most pressing first; nothing where it fits.
    pub obstacles: Vec<Obstacle>,
    /// The nearest place without obstacles, where the wanted one has some.
    pub nearest: Option<Place>,
}

impl Judgement {
    /// Whether nothing stands against the place.
    pub fn fits(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// Where the task goes if it is let go here: the wanted place, or the nearest one that fits.
    pub fn landing(&self) -> Option<&Place> {
        if self.fits() { Some(&self.wanted) } else { self.nearest.as_ref() }
    }
}

impl BoardData {
    /// Whether the task of `ground` can start at `start`, on `resource` if one is named, else with those who do it now.
    pub fn judge(&self, ground: &Ground, start: Time, resource: Option<Index>) -> Option<Judgement> {
        let task = self.task(ground.task)?;
        let crew = match resource {
            Some(resource) => ground.crew_with(task, resource),
            None => ground.present_crew(task).or_else(|| ground.crews.first()),
        };
        Some(match crew {
            Some(crew) => self.judge_crew(ground, crew, start),
            None => self.unable(ground, task, start, resource),
        })
    }

    /// Whether a crew of `ground` can start its task at `start`.
    pub fn judge_crew(&self, ground: &Ground, crew: &Crew, start: Time) -> Judgement {
        let wanted = place(ground, crew, start);
        let obstacles = self.obstacles(ground, crew, &wanted);
        let nearest = if obstacles.is_empty() { None } else { self.nearest(ground, crew, start) };
        Judgement { wanted, obstacles, nearest }
    }

    /// The first place at or after `start` with nothing against it but tasks that wait for this one.
    pub fn earliest_from(&self, ground: &Ground, resource: Option<Index>, start: Time) -> Option<Place> {
        let task = self.task(ground.task)?;
        let crew = match resource {
            Some(resource) => ground.crew_with(task, resource)?,
            None => ground.present_crew(task).or_else(|| ground.crews.first())?,
        };
        self.forward(ground, crew, start, Time::MAX)
    }

    /// The last place that starts at or before `start` with nothing against it.
    pub fn latest_until(&self, ground: &Ground, start: Time) -> Option<Place> {
        let task = self.task(ground.task)?;
        let crew = ground.present_crew(task).or_else(|| ground.crews.first())?;
        self.backward(ground, crew, start, self.latest_end(ground.task))
    }

    /// What stands against the place at which the task is now; nothing where it fits or has none.
    pub fn troubles(&self, ground: &Ground) -> Vec<Obstacle> {
        let Some(task) = self.task(ground.task).filter(|task| task.placed) else { return Vec::new() };
        let Some(found) = self.judge(ground, task.start, None) else { return Vec::new() };
        let mut troubles = found.obstacles;
        // Where it stands is no plan any more, but something that did not happen.
        troubles
            .iter_mut()
            .filter(|trouble| **trouble == Obstacle::Past)
            .for_each(|trouble| *trouble = Obstacle::Overdue { since: task.start });
        if found.wanted.end > task.end {
            troubles.push(Obstacle::TooShort { until: found.wanted.end });
        }
        troubles
    }

    fn unable(&self, ground: &Ground, task: &BoardTask, start: Time, resource: Option<Index>) -> Judgement {
        let length = if task.placed { task.end.since(task.start) } else { ground.work };
        let quantity = task.uses.first().map_or(1000, |usage| usage.quantity);
        let wanted = Place { start, end: start.plus(length), uses: resource.map(|at| (at, quantity)).into_iter().collect() };
        let nearest = ground.present_crew(task).and_then(|crew| self.nearest(ground, crew, start));
        Judgement { wanted, obstacles: vec![Obstacle::Unable { resource }], nearest }
    }

    /// Everything that stands against a place.
    pub(super) fn obstacles(&self, ground: &Ground, crew: &Crew, place: &Place) -> Vec<Obstacle> {
        let mut found = Vec::new();
        let Some(task) = self.task(ground.task) else { return found };
        if place.start < self.now {
            found.push(Obstacle::Past);
        }
        if let Some(release) = task.release.filter(|release| place.start < *release) {
            found.push(Obstacle::Release { until: release });
        }
        for link in self.waits_for(ground.task) {
            let Some(from) = self.task(link.from).filter(|from| from.placed) else { continue };
            let tied = if link.ties_start() { place.start } else { place.end };
            if tied < link.earliest(from) {
                found.push(Obstacle::Waits { other: link.from, until: link.earliest(from) });
            }
        }
        for (resource, held) in &crew.skilled {
            if !held.iter().any(|(since, until)| *since <= place.start && place.end <= *until) {
                found.push(Obstacle::Unskilled { resource: *resource });
            }
        }
        found.extend(self.closed(ground, crew, place));
        for (resource, quantity) in &crew.uses {
            found.extend(self.busy(ground.task, *resource, *quantity, place).map(|(other, until)| Obstacle::Busy {
                resource: *resource,
                other,
                until,
            }));
        }
        found.extend(crew.uses.iter().filter_map(|(resource, _)| self.not_changed_over(ground.task, *resource, place)).map(|way| way.1));
        for link in self.holds_up(ground.task) {
            let Some(to) = self.task(link.to).filter(|to| to.placed) else { continue };
            let mut moved = task.clone();
            (moved.start, moved.end) = (place.start, place.end);
            if !link.holds(&moved, to) {
                found.push(Obstacle::HeldUp { other: link.to });
            }
        }
        found
    }

    fn closed(&self, ground: &Ground, crew: &Crew, place: &Place) -> Option<Obstacle> {
        if ground.work.is_zero() {
            return None;
        }
        let Some(open) = crew.pace.next_open(place.start) else { return Some(Obstacle::NeverOpen) };
        if open > place.start {
            // The one who is not there; nobody where it is the place or the operation that is closed.
            let is_away = |at: Index| {
                self.resources.get(index(at)).and_then(|row| self.profile(row.hours)).is_some_and(|hours| hours.value_at(place.start) == 0)
            };
            let resource = crew.uses.iter().map(|(at, _)| *at).find(|at| is_away(*at));
            let absence = crew
                .uses
                .iter()
                .flat_map(|(at, _)| self.absences_of(*at))
                .find(|absence| absence.start <= place.start && place.start < absence.end);
            return Some(match absence {
                Some(absence) => Obstacle::Absent { resource: absence.resource, reason: absence.reason.clone(), until: open },
                None => Obstacle::Closed { resource, at: place.start, until: open },
            });
        }
        if crew.pace.finish(place.start, ground.work).is_none() {
            return Some(Obstacle::NeverOpen);
        }
        let until = crew.pace.open_run_end(place.start);
        (!ground.interruptible && until < place.end).then_some(Obstacle::Interrupted { until })
    }

    /// The first other task that leaves no room on a resource during a place, and when it ends.
    fn busy(&self, moved: Index, resource: Index, quantity: i64, place: &Place) -> Option<(Index, Time)> {
        let row = self.resources.get(index(resource)).filter(|row| row.limits())?;
        let overlapping: Vec<(Index, &BoardTask, i64)> = row
            .tasks
            .iter()
            .take_while(|at| self.task(**at).is_some_and(|task| task.start < place.end))
            .filter(|at| **at != moved)
            .filter_map(|at| {
                let task = self.task(*at)?;
                (task.end > place.start && task.end > task.start).then(|| (*at, task, super::conflict::use_of(task, resource)))
            })
            .collect();
        let moments = overlapping.iter().map(|(_, task, _)| task.start.max(place.start));
        let full: Vec<Time> = moments
            .filter(|moment| {
                let used: i64 =
                    overlapping.iter().filter(|(_, task, _)| task.start <= *moment && *moment < task.end).map(|(_, _, used)| used).sum();
                used + quantity > row.size
            })
            .collect();
        let moment = full.iter().min()?;
        let running = overlapping.iter().filter(|(_, task, _)| task.start <= *moment && *moment < task.end);
        running.min_by_key(|(_, task, _)| task.end).map(|(at, task, _)| (*at, task.end))
    }

    /// The place nearest to `start` with nothing against it; one that only comes in the way of later tasks where there is none.
    fn nearest(&self, ground: &Ground, crew: &Crew, start: Time) -> Option<Place> {
        let latest_end = self.latest_end(ground.task);
        let later = self.forward(ground, crew, start, latest_end);
        let earlier = self.backward(ground, crew, start, latest_end);
        let away = |place: &Place| place.start.since(start).seconds().abs();
        match (later, earlier) {
            (Some(later), Some(earlier)) => Some(if away(&earlier) < away(&later) { earlier } else { later }),
            (found, None) | (None, found) => found.or_else(|| self.forward(ground, crew, start, Time::MAX)),
        }
    }

    /// The latest end that those who wait for the task leave it.
    fn latest_end(&self, task: Index) -> Time {
        let ends = self.holds_up(task).filter_map(|link| {
            let to = self.task(link.to).filter(|to| to.placed)?;
            let tied = if link.ties_start() { to.start } else { to.end };
            use crate::model::LinkKind::{FinishFinish, FinishStart};
            matches!(link.kind, FinishStart | FinishFinish).then(|| tied.minus(link.lag))
        });
        ends.min().unwrap_or(Time::MAX)
    }

    /// The first moment at which the task may start, by its release, by what it waits for and by the present.
    pub(super) fn earliest_start(&self, ground: &Ground, crew: &Crew) -> Time {
        let Some(task) = self.task(ground.task) else { return self.now };
        let mut earliest = self.now.max(task.release.unwrap_or(Time::MIN));
        for link in self.waits_for(ground.task) {
            let Some(from) = self.task(link.from).filter(|from| from.placed) else { continue };
            let bound = link.earliest(from);
            let start = if link.ties_start() { Some(bound) } else { crew.pace.begin(bound, ground.work) };
            earliest = earliest.max(start.unwrap_or(Time::MIN));
        }
        earliest
    }

    fn forward(&self, ground: &Ground, crew: &Crew, from: Time, latest_end: Time) -> Option<Place> {
        let mut start = from.max(self.earliest_start(ground, crew));
        for _ in 0..MOST_TRIES {
            start = open_start(&crew.pace, ground, start)?;
            let place = place_if_open(ground, crew, start)?;
            if place.end > latest_end {
                return None;
            }
            match self.in_the_way(ground, crew, &place) {
                None => return Some(place),
                Some((until, _)) => start = until.max(start.plus(Span::from_seconds(1))),
            }
        }
        None
    }

    fn backward(&self, ground: &Ground, crew: &Crew, from: Time, latest_end: Time) -> Option<Place> {
        let earliest = self.earliest_start(ground, crew);
        let mut start = from;
        if let Some(latest) = crew.pace.begin(latest_end, ground.work).filter(|_| latest_end < Time::MAX) {
            start = start.min(latest);
        }
        for _ in 0..MOST_TRIES {
            if start < earliest {
                return None;
            }
            // From closed time it goes back to the start that is done right when work stops.
            let open = if ground.work.is_zero() || crew.pace.value_at(start) > 0 {
                start
            } else {
                crew.pace.begin(crew.pace.previous_open(start)?, ground.work)?
            };
            let place = place_if_open(ground, crew, open)?;
            let run_end = crew.pace.open_run_end(open);
            if !ground.interruptible && place.end > run_end {
                start = crew.pace.begin(run_end, ground.work)?.min(open.minus(Span::from_seconds(1)));
                continue;
            }
            if open < earliest || place.end > latest_end {
                return None;
            }
            match self.in_the_way(ground, crew, &place) {
                None => return Some(place),
                Some((_, free)) => {
                    // Finished right when the one in the way begins, or is prepared.
                    start = crew.pace.begin(free, ground.work)?.min(open.minus(Span::from_seconds(1)));
                }
            }
        }
        None
    }

    /// What other work leaves no room at a place: from when on there may be some after it, and until when before it.
    fn in_the_way(&self, ground: &Ground, crew: &Crew, place: &Place) -> Option<(Time, Time)> {
        crew.uses.iter().find_map(|(resource, quantity)| {
            let busy = self.busy(ground.task, *resource, *quantity, place);
            let busy = busy.and_then(|(other, until)| Some((until, self.task(other)?.start)));
            busy.or_else(|| self.not_changed_over(ground.task, *resource, place).map(|way| way.0))
        })
    }

    /// Whether a machine has no time to be changed over before a place or after it: where else there may be, and what stands in the way.
    fn not_changed_over(&self, moved: Index, resource: Index, place: &Place) -> Option<((Time, Time), Obstacle)> {
        let (before, after) = self.turns_around(resource, moved, place.start);
        let task = super::consequences::at_place(self.task(moved)?, place);
        let known = |at: Option<Index>| at.and_then(|at| self.task(at));
        let since = known(before).map_or(self.now, |before| before.end);
        let ready = self.changed_over(resource, known(before), &task, since);
        if ready > place.start && (since <= place.start) {
            let (from, to, _) = self.change(resource, known(before), &task)?;
            let free = known(before).map_or(Time::MIN, |before| self.free_before(resource, &task, before));
            return Some(((ready, free), Obstacle::Changeover { resource, from, to, other: before, is_after: false, until: ready }));
        }
        let next = known(after).filter(|next| next.start >= place.end && next.status == TaskStatus::Planned)?;
        let ready = self.changed_over(resource, Some(&task), next, place.end);
        if ready <= next.start {
            return None;
        }
        let (from, to, _) = self.change(resource, Some(&task), next)?;
        let free = self.free_before(resource, &task, next);
        Some(((next.end, free), Obstacle::Changeover { resource, from, to, other: after, is_after: true, until: ready }))
    }
}

/// The place from a start, as long as the crew needs; at its plain length where it would never be finished.
fn place(ground: &Ground, crew: &Crew, start: Time) -> Place {
    place_if_open(ground, crew, start).unwrap_or_else(|| Place { start, end: start.plus(ground.work), uses: crew.uses.clone() })
}

fn place_if_open(ground: &Ground, crew: &Crew, start: Time) -> Option<Place> {
    let end = crew.pace.finish(start, ground.work)?;
    Some(Place { start, end, uses: crew.uses.clone() })
}

/// The first start at or after `start` that is open, and long enough open where the task must not be interrupted.
fn open_start(pace: &Profile, ground: &Ground, start: Time) -> Option<Time> {
    if ground.work.is_zero() {
        return Some(start);
    }
    let mut start = pace.next_open(start)?;
    for _ in 0..MOST_TRIES {
        let run_end = pace.open_run_end(start);
        if ground.interruptible || pace.finish(start, ground.work)? <= run_end {
            return Some(start);
        }
        start = pace.next_open(run_end)?;
    }
    None
}

#[cfg(test)]
mod tests;
