//! The serial schedule generation scheme on packed resource profiles: a project of 120 tasks in a few microseconds.
//!
//! Never chooses an order; it places tasks in the order it is given, each as early as it fits (Kelley 1963). All resources lie
//! side by side in fields of a few machine words, so that one subtraction tells whether a task fits at a moment.

use super::project::Project;

/// What a word holds: the guard bit above every field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Word {
    guards: u64,
    /// All resources free, guards set.
    free: u64,
}

/// A project ready to be scheduled in one direction of time.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// Ties into each task: `starts[i]..starts[i + 1]` of `before`.
    starts: Vec<u32>,
    /// The other task and the least time from its start.
    before: Vec<(u32, i32)>,
}

/// Tables shared by both directions.
#[derive(Clone, Debug)]
pub(super) struct Kernel {
    pub length: Vec<u32>,
    words: Vec<Word>,
    /// Need of each task in every word, word by word.
    needs: Vec<Vec<u64>>,
    pub forward: Side,
    pub backward: Side,
}

/// Free quantities over time, one row per word; used again without new memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    rows: Vec<Vec<u64>>,
    /// No task has been placed from here on.
    reached: usize,
}

impl Side {
    fn new(count: usize, ties: impl Iterator<Item = (u32, u32, i32)> + Clone) -> Side {
        let mut starts = vec![0u32; count + 1];
        for (_, to, _) in ties.clone() {
            starts[to as usize + 1] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut before = vec![(0, 0); starts[count] as usize];
        for (from, to, lag) in ties {
            before[next[to as usize] as usize] = (from, lag);
            next[to as usize] += 1;
        }
        Side { starts, before }
    }

    /// Ties into a task: the other task and the least time between the starts.
    #[inline]
    pub fn before(&self, task: u32) -> &[(u32, i32)] {
        &self.before[self.starts[task as usize] as usize..self.starts[task as usize + 1] as usize]
    }
}

impl Kernel {
    pub fn new(project: &Project) -> Kernel {
        let length: Vec<u32> = project.tasks.iter().map(|task| task.length).collect();
        let mut words: Vec<Word> = Vec::new();
        let mut fields: Vec<(usize, u32)> = Vec::new();
        let mut used = 64;
        for size in &project.sizes {
            let bits = 64 - size.leading_zeros() + 1;
            if used + bits > 64 {
                words.push(Word::default());
                used = 0;
            }
            let word = words.len() - 1;
            words[word].free |= size << used;
            words[word].guards |= 1 << (used + bits - 1);
            fields.push((word, used));
            used += bits;
        }
        for word in &mut words {
            word.free |= word.guards;
        }
        let mut needs = vec![vec![0; project.tasks.len()]; words.len()];
        for (task, activity) in project.tasks.iter().enumerate() {
            for (resource, quantity) in &activity.needs {
                let (word, shift) = fields[*resource as usize];
                needs[word][task] += quantity << shift;
            }
        }
        let count = project.tasks.len();
        let forward = Side::new(count, project.ties.iter().map(|tie| (tie.from, tie.to, tie.lag)));
        let turned = project.ties.iter().map(|tie| {
            let (from, to) = (tie.from as usize, tie.to as usize);
            (tie.to, tie.from, tie.lag + length[to] as i32 - length[from] as i32)
        });
        let backward = Side::new(count, turned);
        Kernel { length, words, needs, forward, backward }
    }

    /// Places the tasks in the order of `list`, each after those it waits for and not before its `floor`; starts go to `start`. The first
    /// `kept` of them begin where `start` already says, which is where they would be placed.
    ///
    /// Answers the last end.
    #[inline]
    pub fn decode(&self, side: &Side, list: &[u32], kept: usize, floor: &[u32], room: &mut Room, start: &mut [u32]) -> u32 {
        room.clear(self);
        let mut last = 0;
        let (as_before, anew) = list.split_at(kept);
        for &task in as_before {
            let (from, length) = (start[task as usize], self.length[task as usize]);
            self.take(task as usize, from as usize, length as usize, room);
            last = last.max(from + length);
        }
        for &task in anew {
            let index = task as usize;
            let length = self.length[index];
            let mut from = floor[index] as i32;
            for &(other, lag) in side.before(task) {
                from = from.max(start[other as usize] as i32 + lag);
            }
            let from = self.place(index, from as usize, length as usize, room);
            start[index] = from as u32;
            last = last.max(from as u32 + length);
        }
        last
    }

    /// Finds the earliest place from `from` on and takes it.
    #[inline]
    fn place(&self, task: usize, from: usize, length: usize, room: &mut Room) -> usize {
        let mut start = from;
        if let ([word], [needs], [row]) = (&self.words[..], &self.needs[..], &room.rows[..]) {
            if needs[task] > 0 {
                start = first_fit(row, word, needs[task], start, length, room.reached);
            }
        } else {
            // Of several words, all have to agree on a place.
            let (mut agreed, mut at) = (0, 0);
            while agreed < self.words.len() {
                let need = self.needs[at][task];
                let found = if need == 0 { start } else { first_fit(&room.rows[at], &self.words[at], need, start, length, room.reached) };
                agreed = if found == start { agreed + 1 } else { 1 };
                start = found;
                at = (at + 1) % self.words.len();
            }
        }
        self.take(task, start, length, room);
        start
    }

    /// Takes what a task needs from where it starts.
    #[inline]
    fn take(&self, task: usize, start: usize, length: usize, room: &mut Room) {
        let end = start + length;
        room.reached = room.reached.max(end);
        for ((row, needs), word) in room.rows.iter_mut().zip(&self.needs).zip(&self.words) {
            if row.len() < end {
                row.resize(end * 2, word.free);
            }
            let need = needs[task];
            row[start..end].iter_mut().for_each(|free| *free -= need);
        }
    }
}

/// The first start from `from` on at which a task fits for its whole length. No moment is looked at twice.
#[inline]
fn first_fit(row: &[u64], word: &Word, need: u64, from: usize, length: usize, reached: usize) -> usize {
    let (mut start, mut checked) = (from, from);
    loop {
        let end = start + length;
        // Beyond what is reached, everything is free.
        let until = end.min(reached);
        if checked >= until {
            return start;
        }
        match row[checked..until].iter().rposition(|free| free.wrapping_sub(need) & word.guards != word.guards) {
            None => return start,
            Some(short) => {
                start = checked + short + 1;
                checked = until;
            }
        }
    }
}

impl Room {
    fn clear(&mut self, kernel: &Kernel) {
        if self.rows.len() != kernel.words.len() {
            self.rows = vec![Vec::new(); kernel.words.len()];
        }
        for (row, word) in self.rows.iter_mut().zip(&kernel.words) {
            let used = self.reached.min(row.len());
            row[..used].fill(word.free);
        }
        self.reached = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::project::{Activity, Tie};
    use super::*;
    use crate::engine::schedule::random::Random;

    /// Tasks that need several of `resources` resources of the given size, tied one behind another at random.
    fn project(seed: u64, resources: u32, size: u64) -> Project {
        let mut random = Random::new(seed);
        let mut project = Project { sizes: vec![size; resources as usize], ..Project::default() };
        for task in 0..30u32 {
            let needs = (0..resources).filter(|_| random.below(3) == 0).collect::<Vec<u32>>();
            let needs = needs.into_iter().map(|resource| (resource, 1 + random.below(size))).collect();
            project.tasks.push(Activity { length: random.below(9) as u32, needs, ..Activity::default() });
            if task > 0 && random.below(2) == 0 {
                project.ties.push(Tie { from: random.below(u64::from(task)) as u32, to: task, lag: random.below(12) as i32 - 2 });
            }
        }
        project
    }

    fn used(project: &Project, start: &[u32], resource: u32, at: u32) -> u64 {
        let runs = |task: &usize| start[*task] <= at && at < start[*task] + project.tasks[*task].length;
        let need = |task: usize| project.tasks[task].needs.iter().filter(|need| need.0 == resource).map(|need| need.1).sum::<u64>();
        (0..start.len()).filter(runs).map(need).sum()
    }

    /// Whether the task would fit at an earlier moment beside all that come before it in the list.
    fn fits(project: &Project, placed: &[u32], start: &[u32], task: u32, at: u32) -> bool {
        let only: Vec<u32> =
            (0..start.len() as u32).map(|other| if placed.contains(&other) { start[other as usize] } else { u32::MAX / 2 }).collect();
        let activity = &project.tasks[task as usize];
        activity.needs.iter().all(|(resource, quantity)| {
            (at..at + activity.length).all(|at| used(project, &only, *resource, at) + quantity <= project.sizes[*resource as usize])
        })
    }

    #[test]
    fn every_task_starts_as_early_as_resources_and_ties_allow() {
        // Nine bits each: seven resources fill one word, twenty need three.
        for (seed, resources) in (0..40).zip([1, 4, 7, 8, 20].into_iter().cycle()) {
            let project = project(seed, resources, 200);
            let kernel = Kernel::new(&project);
            assert_eq!(kernel.words.len(), resources.div_ceil(7) as usize);
            let list: Vec<u32> = (0..30).collect();
            let (mut room, mut start) = (Room::default(), vec![0; 30]);
            for _ in 0..2 {
                kernel.decode(&kernel.forward, &list, 0, &[0; 30], &mut room, &mut start);
            }
            for (at, &task) in list.iter().enumerate() {
                let ready = project.ties.iter().filter(|tie| tie.to == task).map(|tie| start[tie.from as usize] as i32 + tie.lag);
                let ready = ready.max().unwrap_or(0).max(0) as u32;
                let first = (ready..).find(|moment| fits(&project, &list[..at], &start, task, *moment));
                assert_eq!(first, Some(start[task as usize]), "seed {seed}, task {task}");
            }
        }
    }

    #[test]
    fn turned_around_ties_and_resources_hold_as_well() {
        for seed in 0..40 {
            let project = project(seed, 5, 30);
            let kernel = Kernel::new(&project);
            let list: Vec<u32> = (0..30).rev().collect();
            let (mut room, mut back) = (Room::default(), vec![0; 30]);
            let last = kernel.decode(&kernel.backward, &list, 0, &[0; 30], &mut room, &mut back);
            let start: Vec<u32> = (0..30).map(|task| last - back[task] - project.tasks[task].length).collect();
            assert!(project.ties.iter().all(|tie| start[tie.to as usize] as i32 >= start[tie.from as usize] as i32 + tie.lag));
            assert!((0..last).all(|at| (0..5).all(|resource| used(&project, &start, resource, at) <= 30)), "seed {seed}");
        }
    }
}
