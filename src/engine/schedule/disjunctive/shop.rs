//! A scheduling problem in which every task holds one whole machine: job shop, flexible job shop, assembly.
//!
//! Never knows calendars, setups or quantities; problems that have them are not turned into a shop.

/// No such task, machine or choice.
pub(crate) const NONE: u32 = u32::MAX;
/// Below every time that occurs, and far enough from the limits of `i32` to be added to times.
pub(crate) const LOW: i32 = -(1 << 29);

/// One way to do a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// `NONE` when the task needs no machine in this way.
    pub machine: u32,
    pub length: i32,
    /// Position of the mode among the task's modes.
    pub mode: u32,
}

/// What a task waits for or is waited for by: the other task, and the least time between end and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    pub other: u32,
    pub lag: i32,
}

/// A task as it is given.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub choices: Vec<Choice>,
    /// Earliest start.
    pub release: i32,
    /// What has to follow the task's end until the end that counts; `LOW` where its own end counts for nothing.
    pub delivery: i32,
}

/// The compiled problem. Tasks are numbered from zero; choices of all tasks lie one after the other.
pub(crate) struct Shop {
    pub machines: usize,
    pub release: Vec<i32>,
    pub delivery: Vec<i32>,
    /// Nothing starts before, and nothing has less behind it.
    pub first_release: i32,
    pub least_delivery: i32,
    /// Tasks whose end can be the last one that counts.
    pub sinks: Vec<u32>,
    /// Every task after those it waits for.
    pub order: Vec<u32>,
    /// Whether some task may be done on more than one machine or in more than one length.
    pub is_flexible: bool,
    choice_starts: Vec<u32>,
    choices: Vec<Choice>,
    before: Arcs,
    after: Arcs,
}

/// Arcs grouped by task.
struct Arcs {
    starts: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Arcs {
    fn grouped(tasks: usize, list: impl Iterator<Item = (u32, Arc)> + Clone) -> Arcs {
        let mut starts = vec![0; tasks + 1];
        for (task, _) in list.clone() {
            starts[task as usize + 1] += 1;
        }
        for task in 0..tasks {
            starts[task + 1] += starts[task];
        }
        let mut next = starts.clone();
        let mut arcs = vec![Arc { other: NONE, lag: 0 }; starts[tasks] as usize];
        for (task, arc) in list {
            let place = &mut next[task as usize];
            arcs[*place as usize] = arc;
            *place += 1;
        }
        Arcs { starts, arcs }
    }

    #[inline]
    fn of(&self, task: u32) -> &[Arc] {
        let task = task as usize;
        &self.arcs[self.starts[task] as usize..self.starts[task + 1] as usize]
    }
}

impl Shop {
    /// Links are (from, to, lag) with `from` ending `lag` before `to` starts; `order` puts every task after those it waits for.
    pub fn new(machines: usize, jobs: &[Job], links: &[(u32, u32, i32)], order: Vec<u32>) -> Shop {
        let count = jobs.len();
        let mut choice_starts = vec![0];
        let mut choices = Vec::with_capacity(count);
        for job in jobs {
            choices.extend_from_slice(&job.choices);
            choice_starts.push(choices.len() as u32);
        }
        let before = Arcs::grouped(count, links.iter().map(|(from, to, lag)| (*to, Arc { other: *from, lag: *lag })));
        let after = Arcs::grouped(count, links.iter().map(|(from, to, lag)| (*from, Arc { other: *to, lag: *lag })));
        // An end counts unless one behind it counts as much and later.
        let is_sink = |task: &u32| {
            let delivery = jobs[*task as usize].delivery;
            delivery > LOW && !after.of(*task).iter().any(|arc| arc.lag >= 0 && jobs[arc.other as usize].delivery >= delivery)
        };
        Shop {
            machines,
            release: jobs.iter().map(|job| job.release).collect(),
            delivery: jobs.iter().map(|job| job.delivery).collect(),
            first_release: jobs.iter().map(|job| job.release).min().unwrap_or(0),
            least_delivery: jobs.iter().map(|job| job.delivery).min().unwrap_or(0),
            sinks: (0..count as u32).filter(is_sink).collect(),
            order,
            is_flexible: jobs.iter().any(|job| job.choices.len() > 1),
            choice_starts,
            choices,
            before,
            after,
        }
    }

    pub fn tasks(&self) -> usize {
        self.release.len()
    }

    #[inline]
    pub fn before(&self, task: u32) -> &[Arc] {
        self.before.of(task)
    }

    #[inline]
    pub fn after(&self, task: u32) -> &[Arc] {
        self.after.of(task)
    }

    #[inline]
    pub fn choice(&self, index: u32) -> &Choice {
        &self.choices[index as usize]
    }

    /// Positions of a task's choices.
    #[inline]
    pub fn choices_of(&self, task: u32) -> std::ops::Range<u32> {
        self.choice_starts[task as usize]..self.choice_starts[task as usize + 1]
    }
}
