//! A walk over schedules of equal worth: a small change to an order of tasks, rebuilt and pressed together, kept unless worse.
//!
//! Never loses the best it has found: where the last end comes first, a change that makes things worse is followed with a chance that falls
//! over the whole time that the search has (Kirkpatrick, Gelatt and Vecchi 1983). Most projects have vast plateaus of schedules with the
//! same last end, and a way down leads off somewhere: walking them finds more than collecting the best. Changes are a task moved in the
//! list with all that must go with it, or starts disturbed within a stretch of time; rebuilding is the serial scheme with
//! forward-backward improvement (Li and Willis 1992; Valls, Ballestin and Quintanilla 2005). Where nothing but the last end counts, time
//! is turned around with every step (Debels and Vanhoucke 2005): one pass less, and a schedule is given up as soon as it is too late.

mod moves;

use super::kernel::{Again, Kernel, Room};
use super::lists::{by_key, by_time, changed};
use super::project::{Aim, Project};
use super::prover::{Prover, Report};
use crate::engine::schedule::network::{NONE, UNSET};
use crate::engine::schedule::random::Random;
use crate::engine::schedule::score::Goal;
use crate::engine::schedule::search::{Found, Ground, Search, Slice};
use crate::engine::schedule::solver::Candidate;
use crate::model::sort_with_key;
use std::ops::Range;

/// A last end may be later by this share of the mean task's length with a chance of 1 in e, when the search begins and when its time is up.
const WARM: f64 = 0.07;
const COLD: f64 = 0.0036;
/// Shares of the time after which the walk is cold, and begins with its best warm again: so it has something good early.
const COOLED: [f64; 3] = [0.04, 0.2, 1.0];
/// A list whose schedule ends later than the present one by more than one part in so many is not worth pressing.
const HOPELESS: u32 = 30;
/// Where dates count: so many changes per task without a better schedule, and the walk begins anew elsewhere.
const PATIENCE: usize = 200;
/// Tasks placed in one slice of work, at least: about a millisecond.
const SLICE: usize = 24_000;
/// Aims beyond this many are not told apart.
const MOST_AIMS: usize = 16;

/// A row of numbers compared from the first to the last.
type Cost = [i64; MOST_AIMS];

/// A schedule and the list that gives it, sorted by start.
#[derive(Clone, Debug)]
struct Point {
    list: Vec<u32>,
    start: Vec<u32>,
    last: u32,
    cost: Cost,
    /// Whether time runs backwards: all as late as possible, counted from the last end.
    turned: bool,
    /// Tasks that start at the same moment as before the schedule was last pressed: it ends sooner only if some of them move. All where
    /// that is not known.
    critical: Vec<bool>,
}

pub(in crate::engine::schedule) struct Walk {
    project: Project,
    kernel: Kernel,
    /// Tasks that have a date.
    dated: Vec<u32>,
    release: Vec<u32>,
    /// Where the walk stands; nowhere before its first step.
    point: Option<Point>,
    /// The best point since the walk began anew.
    lowest: Option<Point>,
    /// Changes made since the walk last found its lowest point.
    changes: usize,
    /// Whether only the last end counts and no task has to wait for a date: time may run either way then.
    goes_both_ways: bool,
    /// Units by which a last end may be later with a chance of 1 in e.
    warmth: f64,
    /// How often it was cold.
    cooled: usize,
    /// Best cost found here or heard of.
    best: Option<Cost>,
    room: Room,
    /// The schedule at hand, and the same turned around.
    list: Vec<u32>,
    start: Vec<u32>,
    /// Starts before it was pressed.
    pressed: Vec<u32>,
    floor: Vec<u32>,
    spare: Vec<u32>,
    key: Vec<u32>,
    marked: Vec<bool>,
    /// Begun with the first schedule where the last end counts.
    prover: Option<Prover>,
    /// The least last end of all schedules found.
    least: u32,
}

impl Walk {
    /// The walk over a network's schedules, where it is a [`Project`].
    pub fn new(ground: Ground) -> Option<Walk> {
        let project = Project::of(ground.net, ground.scorer)?;
        let kernel = Kernel::new(&project);
        let count = project.tasks.len();
        let dated = |task: &u32| {
            let task = &project.tasks[*task as usize];
            task.due < i64::MAX || task.deadline < i64::MAX
        };
        Some(Walk {
            dated: (0..count as u32).filter(dated).collect(),
            release: project.tasks.iter().map(|task| task.release).collect(),
            kernel,
            point: None,
            lowest: None,
            changes: 0,
            goes_both_ways: project.aims == [Aim::Makespan] && project.tasks.iter().all(|task| task.release == 0),
            warmth: 0.0,
            cooled: 0,
            best: None,
            room: Room::new(&project),
            list: project.order.clone(),
            start: vec![0; count],
            pressed: vec![0; count],
            floor: vec![0; count],
            spare: Vec::with_capacity(count),
            key: vec![0; count],
            marked: vec![false; count],
            prover: None,
            least: u32::MAX,
            project,
        })
    }

    /// Builds the schedule of the list at hand in one direction of time, where that is worth it.
    fn place_again(&mut self, turned: bool, changed: Range<usize>, latest: u32) -> Option<u32> {
        let Walk { kernel, list, release, room, start, .. } = self;
        kernel.decode_again(kernel.side(turned), list, Again { changed, latest }, release, room, start)
    }

    /// Builds the schedule of the list at hand.
    fn place(&mut self) -> u32 {
        self.kernel.decode(&self.kernel.forward, &self.list, &self.release, &mut self.room, &mut self.start)
    }

    /// Builds the schedule of the list at hand, which is sorted by start afterwards.
    fn build(&mut self) -> u32 {
        let last = self.place();
        by_time(&mut self.list, &mut self.spare, &mut self.key, &self.start);
        last
    }

    /// Counts the time of the schedule at hand from its last end backwards; the list is sorted by the new starts.
    fn turn(&mut self, last: u32) {
        for (start, length) in self.start.iter_mut().zip(&self.kernel.length) {
            *start = last - *start - length;
        }
        self.list.reverse();
        by_time(&mut self.list, &mut self.spare, &mut self.key, &self.start);
    }

    /// Pushes the schedule at hand as late as its dates (or its own last end) allow, and then as early as possible again.
    fn press(&mut self, last: u32) -> u32 {
        self.floor.fill(0);
        for &task in &self.dated {
            let (index, length) = (task as usize, self.kernel.length[task as usize]);
            let activity = &self.project.tasks[index];
            let due = (activity.due.min(activity.deadline) / self.project.unit).clamp(0, i64::from(last)) as u32;
            self.floor[index] = last - due.max(self.start[index] + length);
        }
        self.turn(last);
        let most = self.kernel.decode(&self.kernel.backward, &self.list, &self.floor, &mut self.room, &mut self.start);
        self.turn(most);
        self.build()
    }

    fn cost(&self, last: u32) -> Cost {
        let mut cost = [0; MOST_AIMS];
        let end = |task: u32| i64::from(self.start[task as usize] + self.kernel.length[task as usize]) * self.project.unit;
        let activity = |task: u32| &self.project.tasks[task as usize];
        let late = |task: u32| (end(task) - activity(task).due).max(0) * activity(task).weight;
        for (term, aim) in cost.iter_mut().zip(&self.project.aims) {
            *term = match aim {
                Aim::Makespan => i64::from(last),
                Aim::FlowTime => (0..self.start.len() as u32).map(|task| i64::from(self.start[task as usize])).sum(),
                Aim::Deadlines => self.dated.iter().map(|task| (end(*task) - activity(*task).deadline).max(0)).sum(),
                Aim::Tardiness => self.dated.iter().map(|task| late(*task)).sum(),
                Aim::ClassTardiness(class) => {
                    self.dated.iter().filter(|task| activity(**task).class == *class).map(|task| late(*task)).sum()
                }
            };
        }
        cost
    }

    /// Whether worse schedules are followed for a while: where the last end comes first, in whole units that can be weighed.
    fn is_cooling(&self) -> bool {
        self.project.aims.first() == Some(&Aim::Makespan)
    }

    /// Sets the warmth to what is due when so much of the time is used, and begins with the best again whenever it was cold.
    fn cool(&mut self, used: f64) {
        let cooled = COOLED.iter().take_while(|until| used >= **until).count().min(COOLED.len() - 1);
        if cooled > self.cooled {
            self.cooled = cooled;
            self.point.clone_from(&self.lowest);
            self.room.forget();
        }
        let from = if cooled == 0 { 0.0 } else { COOLED[cooled - 1] };
        let mean = f64::from(self.kernel.length.iter().sum::<u32>()) / self.kernel.length.len() as f64;
        self.warmth = mean * (WARM + (COLD - WARM) * (used - from) / (COOLED[cooled] - from));
    }

    /// Walks on from the schedule at hand if it is better than where the walk stands.
    fn keep(&mut self, last: u32) {
        let cost = self.cost(last);
        if self.point.as_ref().is_none_or(|point| cost < point.cost) {
            let critical = vec![true; self.list.len()];
            self.point = Some(Point { list: self.list.clone(), start: self.start.clone(), last, cost, turned: false, critical });
            self.room.forget();
            self.note_lowest();
        }
    }

    /// Goes on from where the walk stands with all tasks as early as possible.
    fn straighten(&mut self) {
        let Some(point) = self.point.take() else { return };
        (self.list, self.start) = (point.list, point.start);
        self.turn(point.last);
        let last = self.build();
        self.keep(last);
    }

    /// Remembers where the walk stands, if it was never so low since it began anew.
    fn note_lowest(&mut self) {
        let Some(point) = &self.point else { return };
        if self.lowest.as_ref().is_none_or(|lowest| point.cost < lowest.cost) {
            self.lowest.clone_from(&self.point);
            self.changes = 0;
        }
    }

    /// One change; whether what came of it is the best so far.
    fn walk(&mut self, random: &mut Random) -> bool {
        let Some(point) = &self.point else { return false };
        self.list.clone_from(&point.list);
        self.start.clone_from(&point.start);
        let (last, turned) = (point.last, point.turned);
        self.changes += 1;
        let touched = if random.below(10) < 7 { self.relocate(turned, random) } else { self.disturb(last, turned, random) };
        // A list begins as it did up to the first change, and so does its schedule.
        let changed = self.point.as_ref().map_or(0..0, |point| changed(&point.list, &self.list, touched));
        if changed.is_empty() {
            return false;
        }
        let is_cooling = self.is_cooling();
        let (hopeless, worst) = if is_cooling {
            let detour = -self.warmth * random.share().ln();
            (last + 1 + last / HOPELESS, last.saturating_add(detour as u32))
        } else {
            (u32::MAX, u32::MAX)
        };
        let Some(built) = self.place_again(turned, changed, hopeless) else { return false };
        let turned = turned != self.goes_both_ways;
        let last = if self.goes_both_ways {
            self.turn(built);
            self.pressed.clone_from(&self.start);
            let Some(last) = self.place_again(turned, 0..0, worst) else { return false };
            by_time(&mut self.list, &mut self.spare, &mut self.key, &self.start);
            last
        } else {
            self.press(built)
        };
        if last > worst {
            return false;
        }
        let cost = self.cost(last);
        let Some(point) = &mut self.point else { return false };
        let detour = is_cooling && last > point.last;
        if cost > point.cost && !detour {
            return false;
        }
        (point.last, point.cost, point.turned) = (last, cost, turned);
        std::mem::swap(&mut point.list, &mut self.list);
        std::mem::swap(&mut point.start, &mut self.start);
        if self.goes_both_ways {
            for (critical, (before, now)) in point.critical.iter_mut().zip(self.pressed.iter().zip(&point.start)) {
                *critical = before == now;
            }
        }
        self.room.forget();
        self.note_lowest();
        let improved = self.best.is_none_or(|best| cost < best);
        if improved {
            if turned {
                self.straighten();
            }
            self.best = self.point.as_ref().map(|point| point.cost);
        }
        improved
    }

    /// Lets the proof go on beside the search; whether it came to the best schedule, where the walk then stands.
    fn prove(&mut self, ground: Ground, placed: u64, improved: bool) -> bool {
        let Some((term, point)) = ground.scorer.term(Goal::Makespan).zip(self.point.as_ref()) else { return false };
        self.least = self.least.min(point.last);
        let (project, kernel, least) = (&self.project, &self.kernel, self.least);
        let prover = self.prover.get_or_insert_with(|| {
            let known = (ground.bound[term] / project.unit) as u32 + u32::from(ground.bound[term] % project.unit > 0);
            Prover::new(project, &kernel.forward.tails().collect::<Vec<u32>>(), known, least)
        });
        let Some(start) = prover.step(Report { placed, improved, best: least }) else { return false };
        self.list.clone_from(&self.project.order);
        by_key(&mut self.list, &start);
        let last = self.build();
        self.keep(last);
        true
    }

    /// Where the walk stands, in seconds of the network.
    fn found(&self) -> Option<Found> {
        let point = self.point.as_ref()?;
        let start = point.start.iter().zip(&self.kernel.length).map(|(start, length)| {
            let start = if point.turned { point.last - start - length } else { *start };
            self.project.zero + i64::from(start) * self.project.unit
        });
        Some(Found { start: start.collect(), mode: vec![NONE; self.kernel.length.len()] })
    }
}

impl Search for Walk {
    fn hear(&mut self, _: Ground, best: &Candidate) {
        if best.start.contains(&UNSET) || self.list.is_empty() {
            return;
        }
        self.list.clone_from(&self.project.order);
        sort_with_key(&mut self.list, |task| best.start[*task as usize]);
        let last = self.build();
        let cost = self.cost(last);
        self.best = Some(self.best.map_or(cost, |best| best.min(cost)));
        self.keep(last);
    }

    fn earliest_last_end(&self) -> i64 {
        let low = self.prover.as_ref().map_or(0, |prover| prover.low);
        self.project.zero + i64::from(low) * self.project.unit
    }

    fn step(&mut self, ground: Ground, random: &mut Random) -> Slice {
        let count = self.list.len();
        if count == 0 {
            return Slice { exhausted: true, ..Slice::default() };
        }
        if self.is_cooling() {
            self.cool(ground.used);
        } else if self.changes > PATIENCE * count {
            (self.point, self.lowest, self.changes) = (None, None, 0);
        }
        if self.point.is_none() {
            self.sample(random);
            let built = self.place();
            let last = self.press(built);
            self.keep(last);
        }
        let mut slice = Slice::default();
        let passes = if self.goes_both_ways { 2 } else { 3 };
        for _ in 0..(SLICE / (passes as usize * count)).max(1) {
            slice.passes += passes;
            if self.walk(random) {
                slice.found = self.found();
            }
        }
        let placed = u64::from(slice.passes) * count as u64;
        if self.prove(ground, placed, slice.found.is_some()) {
            slice.found = self.found();
        }
        slice
    }
}
