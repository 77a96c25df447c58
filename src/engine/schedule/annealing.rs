//! A walk from schedule to schedule through the decoder that knows all rules: what is late is pulled forward, what has time is put off,
//! and a little worse is taken now and then so that the walk does not end in the first dale.
//!
//! Never leaves out a rule and never keeps a worse best. Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) over the keys of tasks,
//! cooled in rounds that grow, because nobody knows how long it may go on.

use super::network::{NONE, Network, UNSET};
use super::random::Random;
use super::rules;
use super::score::Goal;
use super::solver::{Candidate, Solver};
use super::stages::placed_first;
use crate::engine::calendar::LAST;

/// Steps of the first round; each later one is longer by half.
const FIRST_ROUND: u32 = 600;
/// Heat at the beginning and at the end of a round, in shares of [`Annealing::scale`].
const HOT: f64 = 1.0;
const COLD: f64 = 0.02;
const HOUR: i64 = 3_600;

/// Where the walk stands.
pub(super) struct Annealing {
    current: Candidate,
    best: Candidate,
    step: u32,
    round: u32,
}

impl Solver {
    /// One step of the walk; `false` if there is nothing to begin with.
    pub(super) fn anneal(&mut self) -> bool {
        let Some(mut walk) = self.annealing.take().or_else(|| Annealing::start(&self.found)) else { return false };
        let (keys, modes) = walk.neighbour(&self.net, &mut self.random);
        let list = rules::list(&self.net, keys, None);
        let built = self.forward(&list, &[], &modes);
        let pressed = self.pressed(&built, true);
        let next = if pressed.terms < built.terms { pressed } else { built };
        if next.terms < walk.best.terms {
            self.offer(&next);
            walk.best = next.clone();
        }
        if self.is_taken(&walk, &next) {
            walk.current = next;
        }
        walk.cool();
        self.annealing = Some(walk);
        true
    }

    /// Whether the walk goes on from the next schedule: always if it is as good, and the less often the worse it is.
    fn is_taken(&mut self, walk: &Annealing, next: &Candidate) -> bool {
        let (from, to) = (&walk.current.terms, &next.terms);
        // While something is late, when the rest ends must not steer the way.
        let lesser = [Goal::Earliness, Goal::Makespan, Goal::FlowTime];
        let count = lesser.iter().filter_map(|goal| self.scorer.term(*goal)).min().unwrap_or(self.scorer.used);
        let Some(term) = (0..count).find(|term| from[*term] != to[*term]) else { return true };
        if to[term] < from[term] {
            return true;
        }
        // Tasks left out, links broken and deadlines missed are no way to anything.
        if self.scorer.goal_of(term).is_none_or(|goal| goal == Goal::Deadlines) {
            return false;
        }
        let worse = (to[term] - from[term]) as f64;
        self.random.share() < (-worse / (walk.heat() * walk.scale(term))).exp()
    }
}

impl Annealing {
    fn start(found: &[Candidate]) -> Option<Annealing> {
        let first = found.iter().min_by_key(|candidate| candidate.terms)?;
        Some(Annealing { current: first.clone(), best: first.clone(), step: 0, round: FIRST_ROUND })
    }

    fn heat(&self) -> f64 {
        HOT * (COLD / HOT).powf(f64::from(self.step) / f64::from(self.round))
    }

    /// What is a noticeable difference in a term.
    fn scale(&self, term: usize) -> f64 {
        600.0 + 0.004 * self.best.terms[term].max(0) as f64
    }

    /// Counts a step; after a round the walk begins again at the best, hot.
    fn cool(&mut self) {
        self.step += 1;
        if self.step == self.round {
            self.step = 0;
            self.round += self.round / 2;
            self.current = self.best.clone();
        }
    }

    /// Keys and modes beside those of the present schedule.
    fn neighbour(&self, net: &Network, random: &mut Random) -> (Vec<i64>, Vec<u32>) {
        let current = &self.current;
        let mut keys = placed_first(&current.start);
        let mut modes = current.mode.clone();
        let first = keys.iter().copied().min().unwrap_or(0);
        let late = late_task(net, current, random);
        match (random.below(10), late) {
            (0..3, Some(late)) => {
                let lateness = current.end[late as usize] - net.tasks[late as usize].due.min(net.tasks[late as usize].deadline);
                let by = (lateness as f64 * (0.05 + 1.2 * random.share() * random.share())) as i64;
                shift(net, &mut keys, late, |key| (key - by).max(first));
            }
            (3..7, Some(late)) => overtake(net, current, &mut keys, late, random),
            (7, _) => put_off(net, current, &mut keys, random),
            // Late anyway, it lets others pass.
            (8, Some(late)) => {
                let last = current.end.iter().copied().max().unwrap_or(first);
                let by = ((last - current.end[late as usize]) as f64 * random.share()) as i64 + HOUR;
                shift(net, &mut keys, late, |key| key.saturating_add(by));
            }
            _ => shake(&mut keys, random),
        }
        // As a rule tasks stay with who does them: choosing anew would change far more than the step is meant to.
        if random.below(8) == 0 {
            let anywhere = random.below(modes.len() as u64) as u32;
            let task = match late.filter(|_| random.below(2) == 0) {
                Some(late) => upstream(net, late, random) as usize,
                None => anywhere as usize,
            };
            let count = u64::from(net.tasks[task].mode_count);
            if count > 1 {
                modes[task] = if random.below(3) == 0 { NONE } else { random.below(count) as u32 };
            }
        }
        (keys, modes)
    }
}

/// A task that ends after its due date, any of them.
pub(super) fn late_task(net: &Network, current: &Candidate, random: &mut Random) -> Option<u32> {
    let is_late = |task: &usize| {
        let row = &net.tasks[*task];
        let due = row.due.min(row.deadline);
        current.start[*task] != UNSET && due < LAST && current.end[*task] > due
    };
    let late: Vec<usize> = (0..current.start.len()).filter(is_late).collect();
    late.get(random.below(late.len() as u64) as usize).map(|task| *task as u32)
}

/// Changes the keys of a task and of everything it waits for.
fn shift(net: &Network, keys: &mut [i64], task: u32, change: impl Fn(i64) -> i64) {
    let mut stack = vec![task];
    let mut seen = vec![false; keys.len()];
    while let Some(task) = stack.pop() {
        let index = task as usize;
        if !std::mem::replace(&mut seen[index], true) {
            keys[index] = change(keys[index]);
            stack.extend(net.before.of(task).iter().map(|edge| edge.other));
        }
    }
}

/// The task or one before it, at any distance.
fn upstream(net: &Network, mut task: u32, random: &mut Random) -> u32 {
    loop {
        let before = net.before.of(task);
        let Some(edge) = before.get(random.below(before.len() as u64) as usize).filter(|_| random.below(4) > 0) else { return task };
        task = edge.other;
    }
}

/// Something that a late task waits for goes before what stands before it on one of its resources.
fn overtake(net: &Network, current: &Candidate, keys: &mut [i64], late: u32, random: &mut Random) {
    let task = upstream(net, late, random) as usize;
    let needs = |task: usize| {
        let mode = net.modes_of(task as u32).get(current.mode[task] as usize);
        mode.map_or(&[][..], |mode| net.needs_of(mode))
    };
    let of_task = needs(task);
    let Some(need) = of_task.get(random.below(of_task.len() as u64) as usize) else { return };
    let start = current.start[task];
    let ahead = (0..keys.len()).filter(|other| {
        *other != task
            && current.start[*other] != UNSET
            && current.start[*other] < start
            && needs(*other).iter().any(|other| other.resource == need.resource)
    });
    let mut ahead: Vec<usize> = ahead.collect();
    ahead.sort_unstable_by_key(|other| std::cmp::Reverse((current.start[*other], *other)));
    // Mostly the next one, sometimes one further away.
    let depth = random.below(4).min(random.below(4)) as usize;
    if let Some(other) = ahead.get(depth).or(ahead.last()) {
        keys[task] = keys[*other] - 1;
    }
}

/// An order with time to spare waits, with all that is done for it.
fn put_off(net: &Network, current: &Candidate, keys: &mut [i64], random: &mut Random) {
    let spare = |task: usize| {
        let due = net.tasks[task].due.min(net.tasks[task].deadline);
        if due < LAST && current.end[task] != UNSET { due - current.end[task] } else { 0 }
    };
    let patient: Vec<usize> = (0..keys.len()).filter(|task| spare(*task) > 0).collect();
    if let Some(task) = patient.get(random.below(patient.len() as u64) as usize) {
        let by = (spare(*task) as f64 * random.share()) as i64;
        shift(net, keys, *task as u32, |key| key.saturating_add(by));
    }
}

/// Tasks of one stretch of time change places.
fn shake(keys: &mut [i64], random: &mut Random) {
    let Some(middle) = keys.get(random.below(keys.len() as u64) as usize).copied().filter(|key| *key < LAST) else { return };
    let (first, last) =
        keys.iter().filter(|key| **key < LAST).fold((middle, middle), |(first, last), key| (first.min(*key), last.max(*key)));
    let width = ((last - first) as f64 * 0.15 * random.share() * random.share()) as i64 + 1;
    for key in keys.iter_mut().filter(|key| (**key - middle).abs() <= width) {
        *key += ((random.share() - 0.5) * 2.0 * width as f64) as i64;
    }
}
