//! The serial schedule generation scheme on profiles of free quantities: a project of 120 tasks in a few microseconds.
//!
//! Never chooses an order; it places tasks in the order it is given, each as early as it fits (Kelley 1963).

use super::bytes::Bytes;
use super::profile::Profile;
use super::project::Project;
use super::words::Words;
use std::ops::Range;

/// What is free is remembered whenever so many further tasks are placed as they were.
const STRETCH: usize = 16;

/// Tasks with at most so many ties may all get as many.
const EVEN: usize = 4;

/// A project ready to be scheduled in one direction of time.
#[derive(Clone, Debug)]
pub(super) struct Side {
    rows: Vec<Row>,
    /// The other task and the least time from its start.
    before: Vec<(u32, i32)>,
}

/// A task in one direction of time.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where the ties into it are in [`Side::before`].
    from: u32,
    until: u32,
    length: u32,
    /// Longest way from its start to the end of everything.
    tail: u32,
}

/// Tables shared by both directions.
#[derive(Clone, Debug)]
pub(super) struct Kernel {
    pub length: Vec<u32>,
    pub forward: Side,
    pub backward: Side,
}

/// What is known of a schedule before it is built.
#[derive(Clone, Debug)]
pub(super) struct Again {
    /// The list was placed as the starts say before these places: what comes before them begins where it did. Where all of them do so too,
    /// so does all that follows, and there is nothing new. Empty for a list that was never placed.
    pub changed: Range<usize>,
    /// A schedule whose last end comes after this is of no use, and given up as soon as that is certain.
    pub latest: u32,
}

/// Where tasks are placed; used again without new memory.
#[derive(Clone, Debug)]
pub(super) enum Room {
    Bytes(Box<Bytes>),
    Words(Words),
}

impl Side {
    /// `order` has every task behind those that wait for it.
    fn new(length: &[u32], ties: impl Iterator<Item = (u32, u32, i32)>, order: impl Iterator<Item = u32>) -> Side {
        let mut into = vec![Vec::new(); length.len()];
        ties.for_each(|(from, to, lag)| into[to as usize].push((from, lag)));
        // Ties said twice do no harm, and what is done equally often is done quickest.
        let most = into.iter().map(Vec::len).max().unwrap_or(0);
        let (mut rows, mut before) = (Vec::new(), Vec::new());
        for (ties, length) in into.iter_mut().zip(length) {
            if let (Some(last), true) = (ties.last().copied(), most <= EVEN) {
                ties.resize(most, last);
            }
            let from = before.len();
            before.append(ties);
            rows.push(Row { from: from as u32, until: before.len() as u32, length: *length, tail: *length });
        }
        for task in order {
            let Row { from, until, tail, .. } = rows[task as usize];
            for (other, lag) in &before[from as usize..until as usize] {
                let longest = &mut rows[*other as usize].tail;
                *longest = (*longest).max((lag + tail as i32).max(0) as u32);
            }
        }
        Side { rows, before }
    }

    /// Longest way from each task's start to the end of everything.
    pub fn tails(&self) -> impl Iterator<Item = u32> + Clone {
        self.rows.iter().map(|row| row.tail)
    }

    /// Ties into a task: the other task and the least time between the starts.
    #[inline]
    pub fn before(&self, task: u32) -> &[(u32, i32)] {
        let row = &self.rows[task as usize];
        &self.before[row.from as usize..row.until as usize]
    }
}

impl Room {
    pub fn new(project: &Project) -> Room {
        Bytes::new(project).map_or_else(|| Room::Words(Words::new(project)), |bytes| Room::Bytes(Box::new(bytes)))
    }

    /// To be called whenever lists are no longer changes of the one they were changes of.
    pub fn forget(&mut self) {
        match self {
            Room::Bytes(bytes) => bytes.forget(),
            Room::Words(words) => words.forget(),
        }
    }
}

impl Kernel {
    pub fn new(project: &Project) -> Kernel {
        let length: Vec<u32> = project.tasks.iter().map(|task| task.length).collect();
        let ties = project.ties.iter().map(|tie| (tie.from, tie.to, tie.lag));
        let forward = Side::new(&length, ties, project.order.iter().rev().copied());
        let turned = project.ties.iter().map(|tie| {
            let (from, to) = (tie.from as usize, tie.to as usize);
            (tie.to, tie.from, tie.lag + length[to] as i32 - length[from] as i32)
        });
        let backward = Side::new(&length, turned, project.order.iter().copied());
        Kernel { length, forward, backward }
    }

    /// The ties of one direction of time.
    #[inline]
    pub fn side(&self, turned: bool) -> &Side {
        if turned { &self.backward } else { &self.forward }
    }

    /// Places the tasks in the order of `list`, each after those it waits for and not before its `floor`; starts go to `start`.
    ///
    /// Answers the last end.
    pub fn decode(&self, side: &Side, list: &[u32], floor: &[u32], room: &mut Room, start: &mut [u32]) -> u32 {
        self.decode_again(side, list, Again { changed: 0..0, latest: u32::MAX }, floor, room, start).unwrap_or(0)
    }

    /// Like [`Kernel::decode`] for a list whose last schedule is known. Nothing where there is nothing new, or nothing of use.
    pub fn decode_again(&self, side: &Side, list: &[u32], again: Again, floor: &[u32], room: &mut Room, start: &mut [u32]) -> Option<u32> {
        match room {
            Room::Bytes(bytes) => self.place(side, list, again, floor, bytes.as_mut(), start),
            Room::Words(words) => self.place(side, list, again, floor, words, start),
        }
    }

    #[inline]
    fn place(&self, side: &Side, list: &[u32], again: Again, floor: &[u32], profile: &mut impl Profile, start: &mut [u32]) -> Option<u32> {
        let Again { changed, latest } = again;
        let known = profile.recall(changed.start);
        for (at, &task) in list.iter().enumerate().take(changed.start).skip(known) {
            profile.take(task as usize, start[task as usize] as usize, self.length[task as usize] as usize);
            if (at + 1).is_multiple_of(STRETCH) {
                profile.remember(at + 1);
            }
        }
        let mut differs = changed.is_empty();
        for (at, &task) in list.iter().enumerate().skip(changed.start) {
            if !differs && at >= changed.end {
                return None;
            }
            let index = task as usize;
            let row = side.rows[index];
            let mut from = floor[index] as i32;
            for &(other, lag) in &side.before[row.from as usize..row.until as usize] {
                from = from.max(start[other as usize] as i32 + lag);
            }
            let from = profile.first_fit(index, from as usize, row.length as usize);
            if from as u32 + row.tail > latest {
                return None;
            }
            profile.take(index, from, row.length as usize);
            differs |= start[index] != from as u32;
            start[index] = from as u32;
        }
        differs.then_some(profile.last() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::project::{Activity, Tie};
    use super::*;
    use crate::engine::schedule::random::Random;

    /// Tasks that need several of `resources` resources of the given size, tied one behind another at random.
    fn project(seed: u64, resources: u32, size: u64, longest: u64) -> Project {
        let mut random = Random::new(seed);
        let mut project = Project { sizes: vec![size; resources as usize], ..Project::default() };
        for task in 0..30u32 {
            let needs = (0..resources).filter(|_| random.below(3) == 0).collect::<Vec<u32>>();
            let needs = needs.into_iter().map(|resource| (resource, 1 + random.below(size))).collect();
            project.tasks.push(Activity { length: random.below(longest) as u32, needs, ..Activity::default() });
            if task > 0 && random.below(2) == 0 {
                project.ties.push(Tie { from: random.below(u64::from(task)) as u32, to: task, lag: random.below(12) as i32 - 2 });
            }
        }
        project.order = (0..30).collect();
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

    /// The profiles that suit the project: words always do.
    fn rooms(project: &Project) -> Vec<Room> {
        Bytes::new(project).map(|bytes| Room::Bytes(Box::new(bytes))).into_iter().chain([Room::Words(Words::new(project))]).collect()
    }

    #[test]
    fn every_task_starts_as_early_as_resources_and_ties_allow() {
        // Nine bits each: seven resources fill one word, twenty need three.
        for (seed, resources) in (0..40).zip([1, 4, 7, 8, 20].into_iter().cycle()) {
            let project = project(seed, resources, 200, 9);
            let kernel = Kernel::new(&project);
            let list: Vec<u32> = (0..30).collect();
            let mut start = vec![0; 30];
            for mut room in rooms(&project) {
                for _ in 0..2 {
                    start.fill(0);
                    kernel.decode(&kernel.forward, &list, &[0; 30], &mut room, &mut start);
                }
                for (at, &task) in list.iter().enumerate() {
                    let ready = project.ties.iter().filter(|tie| tie.to == task).map(|tie| start[tie.from as usize] as i32 + tie.lag);
                    let ready = ready.max().unwrap_or(0).max(0) as u32;
                    let first = (ready..).find(|moment| fits(&project, &list[..at], &start, task, *moment));
                    assert_eq!(first, Some(start[task as usize]), "seed {seed}, task {task}");
                }
            }
        }
    }

    #[test]
    fn both_profiles_place_alike_whatever_the_lengths() {
        for (seed, longest) in (0..60).zip([2, 20, 40, 200].into_iter().cycle()) {
            let project = project(seed, 3, 20, longest);
            let kernel = Kernel::new(&project);
            let list: Vec<u32> = (0..30).collect();
            let starts = rooms(&project).into_iter().map(|mut room| {
                let mut start = vec![0; 30];
                let last = kernel.decode(&kernel.forward, &list, &[0; 30], &mut room, &mut start);
                let mut again = |changed, latest, start: &mut [u32]| {
                    kernel.decode_again(&kernel.forward, &list, Again { changed, latest }, &[0; 30], &mut room, start)
                };
                // Where nothing comes to lie elsewhere there is nothing new.
                assert_eq!(again(15..20, u32::MAX, &mut start), None);
                // What lies elsewhere is found again, and all that follows.
                let as_it_was = start.clone();
                start[15..].fill(7777);
                assert_eq!(again(15..20, u32::MAX, &mut start), Some(last));
                assert_eq!(start, as_it_was);
                // What ends in time is built, what ends one later is given up.
                let (in_time, too_late) = (again(0..0, last, &mut start), again(0..0, last - 1, &mut start));
                assert_eq!((in_time, too_late), (Some(last), None));
                as_it_was
            });
            let starts: Vec<Vec<u32>> = starts.collect();
            assert_eq!(starts.len(), 2);
            assert_eq!(starts[0], starts[1], "seed {seed}");
        }
    }

    #[test]
    fn what_is_remembered_is_as_good_as_placed_again() {
        for (seed, longest) in (0..40).zip([2, 20, 40].into_iter().cycle()) {
            let project = project(seed, 3, 20, longest);
            let kernel = Kernel::new(&project);
            for mut room in rooms(&project) {
                let mut random = Random::new(seed);
                let (mut list, mut start): (Vec<u32>, _) = ((0..30).collect(), vec![0; 30]);
                kernel.decode(&kernel.forward, &list, &[0; 30], &mut room, &mut start);
                for _ in 0..60 {
                    let at = random.below(29) as usize;
                    let (mut other, mut placed, mut afresh) = (list.clone(), start.clone(), vec![0; 30]);
                    other.swap(at, at + 1);
                    if kernel.forward.before(other[at]).iter().any(|(before, _)| *before == other[at + 1]) {
                        continue;
                    }
                    let again = Again { changed: at..at + 2, latest: u32::MAX };
                    let last = kernel.decode_again(&kernel.forward, &other, again, &[0; 30], &mut room, &mut placed);
                    let expected = kernel.decode(&kernel.forward, &other, &[0; 30], &mut Room::new(&project), &mut afresh);
                    if let Some(last) = last {
                        assert_eq!((last, &placed), (expected, &afresh), "seed {seed}");
                    }
                    assert_eq!(last.is_none(), afresh == start, "seed {seed}");
                    if random.below(8) == 0 {
                        (list, start) = (other, afresh);
                        room.forget();
                    }
                }
            }
        }
    }

    #[test]
    fn large_resources_are_kept_in_words() {
        assert_eq!(rooms(&project(1, 4, 255, 9)).len(), 2);
        assert_eq!(rooms(&project(1, 4, 256, 9)).len(), 1);
    }

    #[test]
    fn turned_around_ties_and_resources_hold_as_well() {
        for seed in 0..40 {
            let project = project(seed, 5, 30, 9);
            let kernel = Kernel::new(&project);
            let list: Vec<u32> = (0..30).rev().collect();
            let (mut room, mut back) = (Room::new(&project), vec![0; 30]);
            let last = kernel.decode(&kernel.backward, &list, &[0; 30], &mut room, &mut back);
            let start: Vec<u32> = (0..30).map(|task| last - back[task] - project.tasks[task].length).collect();
            assert!(project.ties.iter().all(|tie| start[tie.to as usize] as i32 >= start[tie.from as usize] as i32 + tie.lag));
            assert!((0..last).all(|at| (0..5).all(|resource| used(&project, &start, resource, at) <= 30)), "seed {seed}");
        }
    }
}
