//! A walk over schedules of equal worth: a small change to an order of tasks, rebuilt and pressed together, kept unless worse.
//!
//! Never loses the best it has found: where the last end comes first, a change that makes things worse is followed with a chance that falls
//! over the whole time that the search has (Kirkpatrick, Gelatt and Vecchi 1983). Most projects have vast plateaus of schedules with the
//! same last end, and a way down leads off somewhere: walking them finds more than collecting the best. Changes are a task moved in the
//! list with all that must go with it, or starts disturbed within a stretch of time; rebuilding is the serial scheme with
//! forward-backward improvement (Li and Willis 1992; Valls, Ballestin and Quintanilla 2005).

use super::kernel::{Kernel, Room};
use super::lists::{by_key, by_time, changed};
use super::project::{Aim, Project};
use super::prover::{Prover, Report};
use crate::engine::schedule::network::{NONE, UNSET};
use crate::engine::schedule::random::Random;
use crate::engine::schedule::score::Goal;
use crate::engine::schedule::search::{Found, Ground, Search, Slice};
use crate::engine::schedule::solver::Candidate;
use crate::model::sort_with_key;

/// A last end may be later by this share of the mean task's length with a chance of 1 in e, when the search begins and when its time is up.
const WARM: f64 = 0.07;
const COLD: f64 = 0.0036;
/// Shares of the time after which the walk is cold, and begins with its best warm again: so it has something good early.
const COOLED: [f64; 3] = [0.04, 0.2, 1.0];
/// A list whose schedule ends later than the present one by more than one part in so many is not worth pressing.
const HOPELESS: u32 = 20;
/// Where dates count: so many changes per task without a better schedule, and the walk begins anew elsewhere.
const PATIENCE: usize = 200;
/// Tasks placed in one slice of work, at least: about a millisecond.
const SLICE: usize = 24_000;
/// A task moves over at most this many others.
const LONGEST_MOVE: u64 = 64;
/// Up to so many tasks, nearly sorted lists are sorted quickest by insertion.
const FEW: usize = 256;
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
}

pub(in crate::engine::schedule) struct Walk {
    project: Project,
    kernel: Kernel,
    /// Tasks that have a date.
    dated: Vec<u32>,
    /// Longest way from each task's start to the end of everything.
    tail: Vec<u32>,
    release: Vec<u32>,
    /// Where the walk stands; nowhere before its first step.
    point: Option<Point>,
    /// The best point since the walk began anew.
    lowest: Option<Point>,
    /// Changes made since the walk last found its lowest point.
    changes: usize,
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
    back: Vec<u32>,
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
        let behind = |(length, tail): (&u32, &i64)| length + (tail / project.unit) as u32;
        let tail = kernel.length.iter().zip(&ground.windows.tail).map(behind).collect();
        let dated = |task: &u32| {
            let task = &project.tasks[*task as usize];
            task.due < i64::MAX || task.deadline < i64::MAX
        };
        Some(Walk {
            dated: (0..count as u32).filter(dated).collect(),
            release: project.tasks.iter().map(|task| task.release).collect(),
            tail,
            kernel,
            point: None,
            lowest: None,
            changes: 0,
            warmth: 0.0,
            cooled: 0,
            best: None,
            room: Room::new(&project),
            list: project.order.clone(),
            start: vec![0; count],
            back: vec![0; count],
            floor: vec![0; count],
            spare: Vec::with_capacity(count),
            key: vec![0; count],
            marked: vec![false; count],
            prover: None,
            least: u32::MAX,
            project,
        })
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

    /// Pushes the schedule at hand as late as its dates (or its own last end) allow, and then as early as possible again.
    fn press(&mut self, last: u32) -> u32 {
        self.floor.fill(0);
        for &task in &self.dated {
            let (index, length) = (task as usize, self.kernel.length[task as usize]);
            let activity = &self.project.tasks[index];
            let due = (activity.due.min(activity.deadline) / self.project.unit).clamp(0, i64::from(last)) as u32;
            self.floor[index] = last - due.max(self.start[index] + length);
        }
        for ((back, start), length) in self.back.iter_mut().zip(&self.start).zip(&self.kernel.length) {
            *back = last - start - length;
        }
        self.list.reverse();
        by_time(&mut self.list, &mut self.spare, &mut self.key, &self.back);
        let most = self.kernel.decode(&self.kernel.backward, &self.list, &self.floor, &mut self.room, &mut self.back);
        for ((back, start), length) in self.back.iter().zip(&mut self.start).zip(&self.kernel.length) {
            *start = most - back - length;
        }
        self.list.reverse();
        by_time(&mut self.list, &mut self.spare, &mut self.key, &self.start);
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

    /// A new point to walk from: longest tails first, disturbed at random (regret-based sampling in the manner of Drexl 1991).
    fn sample(&mut self, random: &mut Random) {
        let longest = u64::from(self.tail.iter().copied().max().unwrap_or(0));
        let spread = 1 + (longest as f64 * 0.5 * random.share()) as u64;
        for (key, tail) in self.key.iter_mut().zip(&self.tail) {
            *key = (longest - u64::from(*tail) + random.below(spread)) as u32;
        }
        for &task in &self.project.order {
            for &(other, _) in self.kernel.forward.before(task) {
                self.key[task as usize] = self.key[task as usize].max(self.key[other as usize]);
            }
        }
        self.list.clone_from(&self.project.order);
        by_key(&mut self.list, &self.key);
    }

    /// Moves one task in the list at hand, and with it what must stay before or behind it.
    fn relocate(&mut self, random: &mut Random) {
        let count = self.list.len();
        let from = random.below(count as u64) as usize;
        let reach = 1 + random.below((count as u64 / 3).clamp(1, LONGEST_MOVE)) as usize;
        self.marked.fill(false);
        self.spare.clear();
        let later = random.below(2) == 0;
        let side = if later { &self.kernel.forward } else { &self.kernel.backward };
        let steps = if later { reach.min(count - 1 - from) } else { reach.min(from) };
        let at = |step: usize| if later { from + step } else { from - step };
        let mut next = 0;
        for step in 0..=steps {
            let task = self.list[at(step)];
            if step == 0 || side.before(task).iter().any(|(other, _)| self.marked[*other as usize]) {
                self.marked[task as usize] = true;
                self.spare.push(task);
            } else {
                self.list[at(next)] = task;
                next += 1;
            }
        }
        for (step, task) in self.spare.iter().enumerate() {
            self.list[at(next + step)] = *task;
        }
    }

    /// Disturbs the starts of tasks within a stretch of time and sorts the list at hand by them.
    fn disturb(&mut self, last: u32, random: &mut Random) {
        let width = 1 + random.below(u64::from(last / 8).max(2)) as i64;
        let centre = random.below(u64::from(last.max(1))) as i64;
        let strength = 1 + random.below(2 * width as u64) as i64;
        let share = 1 + random.below(4);
        for &task in &self.list {
            let start = i64::from(self.start[task as usize]);
            let mut key = start * 4;
            if (start - centre).abs() <= width && random.below(4) < share {
                key = (key + random.below(8 * strength as u64) as i64 - 4 * strength).max(0);
            }
            for &(other, _) in self.kernel.forward.before(task) {
                key = key.max(i64::from(self.key[other as usize]));
            }
            self.key[task as usize] = key as u32;
        }
        if self.list.len() > FEW {
            by_key(&mut self.list, &self.key);
            return;
        }
        for at in 1..self.list.len() {
            let task = self.list[at];
            let mut place = at;
            while place > 0 && self.key[self.list[place - 1] as usize] > self.key[task as usize] {
                self.list[place] = self.list[place - 1];
                place -= 1;
            }
            self.list[place] = task;
        }
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
        }
        let from = if cooled == 0 { 0.0 } else { COOLED[cooled - 1] };
        let mean = f64::from(self.kernel.length.iter().sum::<u32>()) / self.kernel.length.len() as f64;
        self.warmth = mean * (WARM + (COLD - WARM) * (used - from) / (COOLED[cooled] - from));
    }

    /// Walks on from the schedule at hand if it is better than where the walk stands.
    fn keep(&mut self, last: u32) {
        let cost = self.cost(last);
        if self.point.as_ref().is_none_or(|point| cost < point.cost) {
            self.point = Some(Point { list: self.list.clone(), start: self.start.clone(), last, cost });
            self.note_lowest();
        }
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
        let last = point.last;
        self.changes += 1;
        if random.below(10) < 7 {
            self.relocate(random)
        } else {
            self.disturb(last, random)
        }
        // A list begins as it did up to the first change, and so does its schedule.
        let changed = self.point.as_ref().map_or(0..0, |point| changed(&point.list, &self.list));
        if changed.is_empty() {
            return false;
        }
        let Walk { kernel, list, release, room, start, .. } = self;
        let Some(built) = kernel.decode_again(&kernel.forward, list, changed, release, room, start) else { return false };
        if self.is_cooling() && built > last + 1 + last / HOPELESS {
            return false;
        }
        let last = self.press(built);
        let cost = self.cost(last);
        let is_cooling = self.is_cooling();
        let Some(point) = &mut self.point else { return false };
        let detour = is_cooling && last > point.last && random.share() < (-f64::from(last - point.last) / self.warmth).exp();
        if cost > point.cost && !detour {
            return false;
        }
        (point.last, point.cost) = (last, cost);
        std::mem::swap(&mut point.list, &mut self.list);
        std::mem::swap(&mut point.start, &mut self.start);
        self.note_lowest();
        let improved = self.best.is_none_or(|best| cost < best);
        if improved {
            self.best = Some(cost);
        }
        improved
    }

    /// Lets the proof go on beside the search; whether it came to the best schedule, where the walk then stands.
    fn prove(&mut self, ground: Ground, placed: u64, improved: bool) -> bool {
        let Some((term, point)) = ground.scorer.term(Goal::Makespan).zip(self.point.as_ref()) else { return false };
        self.least = self.least.min(point.last);
        let (project, tail, least) = (&self.project, &self.tail, self.least);
        let prover = self.prover.get_or_insert_with(|| {
            let known = (ground.bound[term] / project.unit) as u32 + u32::from(ground.bound[term] % project.unit > 0);
            Prover::new(project, tail, known, least)
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
        let second = |start: &u32| self.project.zero + i64::from(*start) * self.project.unit;
        let start = self.point.as_ref()?.start.iter().map(second).collect();
        Some(Found { start, mode: vec![NONE; self.kernel.length.len()] })
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
        for _ in 0..(SLICE / (3 * count)).max(1) {
            slice.passes += 3;
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
