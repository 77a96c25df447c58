//! Proofs that no schedule of a project ends before a moment, by search that learns from every failure.
//!
//! The least possible end is assumed and starts are tried; what contradicts it is learned as a nogood of bounds on starts (lazy clause
//! generation: Ohrimenko, Stuckey and Codish 2009; Schutt, Feydy, Stuckey and Wallace 2011). When the assumption itself is refuted, the
//! end lies one unit later at least; when all starts are found, that schedule is the best possible. Never works longer than it is asked to.

mod learn;
mod nogoods;
mod trail;
mod usage;

use super::project::Project;
use crate::model::sort_with_key;
use nogoods::Nogoods;
use trail::{Atom, Clash, Reason, Trail};
use usage::Usage;

/// Conflicts between two beginnings, times a term of the sequence 1 1 2 1 1 2 4 … (Luby, Sinclair and Zuckerman 1993).
const RUN: u32 = 64;
/// Nogoods kept at first.
const FEW_NOGOODS: usize = 2000;
/// What became of some work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// There is more to do.
    Open,
    /// A schedule that ends at the bound is in [`Proof::starts`].
    Found,
    /// No schedule ends by the latest end that is of interest.
    Closed,
}

#[derive(Clone, Debug)]
pub(super) struct Proof {
    trail: Trail,
    nogoods: Nogoods,
    usages: Vec<Usage>,
    length: Vec<i32>,
    /// By slot: other slots whose number is at least this much more.
    ties: Vec<Vec<(u32, i32)>>,
    /// By task: tasks that never run beside it.
    apart: Vec<Vec<u32>>,
    /// By task: positions in `usages`.
    uses: Vec<Vec<u32>>,
    /// Stands for the end of everything.
    end: u32,
    /// Ends after this are of no interest.
    known: u32,
    /// Steps before this have been followed.
    next: usize,
    dirty: Vec<bool>,
    /// Resources whose sums of energy were not looked at since.
    unsummed: Vec<bool>,
    /// How often a task was part of a conflict lately.
    activity: Vec<f64>,
    bump: f64,
    /// Atoms to be explained, by step: the least that is needed of it.
    needed: Vec<i32>,
    runs: u32,
    conflicts_left: u32,
    most_nogoods: usize,
    /// Work done so far, in the time that placing one task takes.
    pub spent: u64,
}

impl Proof {
    /// The proof for a project; `low` is a bound that is known, `high` the latest end that is of interest.
    pub fn new(project: &Project, tail: &[u32], low: u32, high: u32) -> Proof {
        let count = project.tasks.len();
        let end = count as u32;
        let length: Vec<i32> = project.tasks.iter().map(|task| task.length as i32).chain([0]).collect();
        let mut bound: Vec<i32> = Vec::with_capacity(2 * count + 2);
        for (task, tail) in project.tasks.iter().zip(tail) {
            bound.extend([task.release as i32, *tail as i32 - high as i32]);
        }
        bound.extend([low as i32, -(high as i32)]);
        let mut ties = vec![Vec::new(); 2 * count + 2];
        let mut tie = |from: u32, to: u32, lag: i32| {
            ties[2 * from as usize].push((2 * to, lag));
            ties[2 * to as usize + 1].push((2 * from + 1, lag));
        };
        project.ties.iter().for_each(|one| tie(one.from, one.to, one.lag));
        (0..end).for_each(|task| tie(task, end, length[task as usize]));
        let mut usages: Vec<Usage> = project.sizes.iter().map(|size| Usage::new(*size as i64)).collect();
        for (task, activity) in project.tasks.iter().enumerate().filter(|(_, activity)| activity.length > 0) {
            for &(resource, need) in &activity.needs {
                usages[resource as usize].users.push((task as u32, activity.length as i32, need as i64));
            }
        }
        usages.retain(|usage| usage.users.iter().map(|user| user.2).sum::<i64>() > usage.size);
        let mut uses = vec![Vec::new(); count + 1];
        let mut apart = vec![Vec::new(); count + 1];
        for (at, usage) in usages.iter().enumerate() {
            for &(task, _, need) in &usage.users {
                uses[task as usize].push(at as u32);
                let others = usage.users.iter().filter(|other| other.0 != task && other.2 + need > usage.size);
                apart[task as usize].extend(others.map(|other| other.0));
            }
        }
        for others in &mut apart {
            sort_with_key(others, |other| *other);
            others.dedup();
        }
        Proof {
            nogoods: Nogoods::new(bound.len()),
            trail: Trail::new(bound),
            dirty: vec![true; usages.len()],
            unsummed: vec![false; usages.len()],
            usages,
            length,
            ties,
            apart,
            uses,
            end,
            known: high,
            next: 0,
            activity: vec![0.0; count],
            bump: 1.0,
            needed: Vec::new(),
            runs: 0,
            conflicts_left: RUN,
            most_nogoods: FEW_NOGOODS,
            spent: 0,
        }
    }

    /// No schedule ends before this.
    pub fn low(&self) -> u32 {
        self.trail.low(self.end).max(0) as u32
    }

    /// The latest end that is of interest.
    pub fn high(&self) -> u32 {
        self.known
    }

    /// Start of every task, when a schedule is found.
    pub fn starts(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.end).map(|task| self.trail.low(task).max(0) as u32)
    }

    /// Works until about so much more is spent.
    pub fn work(&mut self, most: u64) -> Progress {
        if self.spent == 0 {
            // Nothing has followed from what was known at first.
            for slot in 0..self.trail.bound.len() as u32 {
                if self.follow(slot, i32::MIN).is_err() {
                    return Progress::Closed;
                }
            }
        }
        let until = self.spent + most;
        while self.spent < until {
            let followed = self.follow_all();
            self.spent += 1 + self.trail.steps.len() as u64 / 8;
            match followed {
                Err(Clash) if self.trail.level() == 0 || !self.learn() => return Progress::Closed,
                Err(Clash) => {}
                Ok(()) if self.conflicts_left == 0 => self.begin_again(),
                Ok(()) if self.decide() => {}
                Ok(()) => return Progress::Found,
            }
        }
        Progress::Open
    }

    /// Follows every step to its end.
    fn follow_all(&mut self) -> Result<(), Clash> {
        loop {
            while let Some(step) = self.trail.steps.get(self.next) {
                let (slot, old) = (step.slot, step.old);
                self.next += 1;
                self.follow(slot, old)?;
            }
            if let Some(usage) = self.dirty.iter().position(|dirty| *dirty) {
                self.dirty[usage] = false;
                self.unsummed[usage] = true;
                self.spent += self.usages[usage].users.len() as u64;
                self.usages[usage].follow(&mut self.trail)?;
                continue;
            }
            let Some(usage) = self.unsummed.iter().position(|dirty| *dirty) else { return Ok(()) };
            self.unsummed[usage] = false;
            let users = self.usages[usage].users.len() as u64;
            self.spent += users * users / 16;
            self.usages[usage].check_energy(&mut self.trail)?;
        }
    }

    /// Follows the growth of one slot.
    fn follow(&mut self, slot: u32, old: i32) -> Result<(), Clash> {
        let (task, now) = (slot / 2, self.trail.bound[slot as usize]);
        for &(other, lag) in &self.ties[slot as usize] {
            self.trail.raise(Atom { slot: other, least: now + lag }, Reason::Tie { slot, lag })?;
        }
        self.spent += 3 + self.apart[task as usize].len() as u64 / 8;
        self.uses[task as usize].iter().for_each(|usage| self.dirty[*usage as usize] = true);
        for at in 0..self.apart[task as usize].len() {
            let other = self.apart[task as usize][at];
            self.part(task, other)?;
            self.part(other, task)?;
        }
        self.nogoods.follow(&mut self.trail, slot, old)
    }

    /// Puts `first` before `second`, with which it never runs, where the other way round there is no time.
    #[inline]
    fn part(&mut self, first: u32, second: u32) -> Result<(), Clash> {
        let trail = &mut self.trail;
        let (own, other) = (self.length[first as usize], self.length[second as usize]);
        let latest = trail.high(first);
        if trail.low(second) + other <= latest {
            return Ok(());
        }
        let why = [Atom { slot: 2 * first + 1, least: -latest }, Atom { slot: 2 * second, least: latest - other + 1 }];
        let mut raise = |from: u32, to: u32| {
            let from = Atom { slot: from, least: trail.bound[from as usize] };
            let to = Atom { slot: to, least: from.least + own };
            if trail.holds(to) {
                return Ok(());
            }
            let first = trail.listed.len() as u32;
            trail.listed.extend([from, why[0], why[1]]);
            trail.raise(to, Reason::Listed { first, last: first + 3 })
        };
        raise(2 * first, 2 * second)?;
        raise(2 * second + 1, 2 * first + 1)
    }

    /// Tries the next thing; `false` when every start is known.
    fn decide(&mut self) -> bool {
        let end = self.end;
        if self.trail.low(end) < self.trail.high(end) {
            let least = -self.trail.low(end);
            self.trail.decide(Atom { slot: 2 * end + 1, least });
            return true;
        }
        let trail = &self.trail;
        let open = (0..end).filter(|task| trail.low(*task) < trail.high(*task));
        let key = |task: &u32| (self.activity[*task as usize], -trail.low(*task), -trail.high(*task));
        let Some(task) = open.max_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)) else { return false };
        // In the first quarter of its time.
        let (low, high) = (self.trail.low(task), self.trail.high(task));
        self.trail.decide(Atom { slot: 2 * task + 1, least: -(low + (high - low) / 4) });
        true
    }

    /// Takes all decisions back, to go elsewhere with what was learned.
    fn begin_again(&mut self) {
        self.back_to(0);
        self.runs += 1;
        self.conflicts_left = RUN * luby(self.runs);
        if self.nogoods.count() > self.most_nogoods {
            self.nogoods.forget();
            self.most_nogoods += self.most_nogoods / 20;
        }
    }

    fn back_to(&mut self, level: u32) {
        self.trail.back_to(level);
        self.next = self.next.min(self.trail.steps.len());
        // Steps that were not followed yet are gone with their level; what they made dirty does no harm.
    }
}

/// The sequence 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 …, from position 0.
fn luby(mut at: u32) -> u32 {
    let mut size: u32 = 1;
    while size < at + 1 {
        size = 2 * size + 1;
    }
    while size - 1 != at {
        size /= 2;
        at %= size;
    }
    size.div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::super::kernel::{Kernel, Room};
    use super::super::project::{Activity, Project, Tie};
    use super::{Progress, Proof, luby};
    use crate::engine::schedule::random::Random;

    /// Six tasks on two resources of five units.
    fn project(seed: u64) -> Project {
        let mut random = Random::new(seed);
        let mut number = |least: u64, below: u64| least + random.below(below - least);
        let mut project = Project { sizes: vec![5, 5], order: (0..6).collect(), ..Project::default() };
        for task in 0..6u32 {
            let needs = (0..2).map(|resource| (resource, number(0, 5))).filter(|need| need.1 > 0).collect();
            let release = if number(0, 4) == 0 { number(0, 9) as u32 } else { 0 };
            project.tasks.push(Activity { length: number(0, 7) as u32, needs, release, ..Activity::default() });
            if task > 0 && number(0, 2) == 0 {
                project.ties.push(Tie { from: number(0, u64::from(task)) as u32, to: task, lag: number(0, 8) as i32 });
            }
        }
        project
    }

    /// The least last end over all orders, of which the serial scheme makes every schedule that matters.
    fn least(project: &Project) -> u32 {
        let kernel = Kernel::new(project);
        let floor: Vec<u32> = project.tasks.iter().map(|task| task.release).collect();
        let (mut room, mut start, mut least) = (Room::new(project), vec![0; 6], u32::MAX);
        each_order(&mut (0..6).collect(), 0, &mut |list| {
            let place = |task: u32| list.iter().position(|other| *other == task);
            if project.ties.iter().all(|tie| place(tie.from) < place(tie.to)) {
                least = least.min(kernel.decode(&kernel.forward, list, &floor, &mut room, &mut start));
            }
        });
        least
    }

    fn each_order(list: &mut Vec<u32>, fixed: usize, act: &mut dyn FnMut(&[u32])) {
        if fixed == list.len() {
            return act(list);
        }
        for at in fixed..list.len() {
            list.swap(fixed, at);
            each_order(list, fixed + 1, act);
            list.swap(fixed, at);
        }
    }

    fn proof(project: &Project, high: u32) -> Proof {
        let length: Vec<u32> = project.tasks.iter().map(|task| task.length).collect();
        Proof::new(project, &length, 0, high)
    }

    #[test]
    fn small_projects_are_proved_to_the_best_possible_from_below_and_from_above() {
        for seed in 0..300 {
            let project = project(seed);
            let least = least(&project);
            let mut below = proof(&project, 60);
            assert_eq!((below.work(1_000_000), below.low()), (Progress::Found, least), "seed {seed}");
            let start: Vec<u32> = below.starts().collect();
            assert!(project.ties.iter().all(|tie| start[tie.to as usize] as i32 >= start[tie.from as usize] as i32 + tie.lag));
            for at in 0..least {
                let runs = |task: &usize| start[*task] <= at && at < start[*task] + project.tasks[*task].length;
                let used = |resource: u32| {
                    let needs = (0..6).filter(runs).flat_map(|task| &project.tasks[task].needs);
                    needs.filter(|need| need.0 == resource).map(|need| need.1).sum::<u64>()
                };
                assert!(used(0) <= 5 && used(1) <= 5, "seed {seed}");
            }
            if least > 0 {
                assert_eq!(proof(&project, least - 1).work(1_000_000), Progress::Closed, "seed {seed}");
            }
        }
    }

    #[test]
    fn in_small_pieces_the_same_is_proved() {
        for seed in 0..20 {
            let project = project(seed);
            let mut proof = proof(&project, 60);
            let done = (0..100_000).map(|_| proof.work(1)).find(|progress| *progress != Progress::Open);
            assert_eq!((done, proof.low()), (Some(Progress::Found), least(&project)), "seed {seed}");
        }
    }

    #[test]
    fn runs_get_longer_in_the_sequence_of_luby() {
        assert_eq!((0..15).map(luby).collect::<Vec<u32>>(), [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
    }
}
