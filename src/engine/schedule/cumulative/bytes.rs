//! Free quantities as a byte for each resource and moment, looked at 32 moments at a time: for resources of at most 255.

use super::profile::Profile;
use super::project::Project;
use wide::u8x16;

/// Bytes in a vector.
const LANES: usize = 16;
/// Moments looked at together: the bits of a word.
const WINDOW: usize = 32;
/// Room that is kept behind what is looked at, so that whole vectors can be read and written.
const MARGIN: usize = WINDOW + LANES;
/// Tasks may get so many times as many needs as they have.
const EVEN: usize = 2;
/// Larger profiles are not remembered.
const MEMORY: usize = 1 << 16;
/// Halvings until a run of at most [`WINDOW`] is found.
const HALVINGS: usize = WINDOW.ilog2() as usize;

#[derive(Clone, Debug)]
pub(super) struct Bytes {
    /// What is free at each moment: a row of `width` for each resource.
    free: Vec<u8>,
    width: usize,
    sizes: Vec<u8>,
    /// Where each task's needs are in `needs`.
    ranges: Vec<(u32, u32)>,
    needs: Vec<Need>,
    /// For every length, by how much to shift and intersect the free moments one after the other until only starts of free runs are left.
    shifts: [[u8; HALVINGS]; WINDOW + 1],
    /// No task has been placed from here on.
    reached: usize,
    /// What is remembered, with ever more tasks placed; the first `valid` hold.
    memory: Vec<Memory>,
    valid: usize,
}

/// What a task needs of one resource.
#[derive(Clone, Copy, Debug)]
struct Need {
    resource: u32,
    /// Where the resource's row of free quantities begins.
    row: usize,
    /// The quantity in every lane.
    whole: u8x16,
    /// The quantity in the lanes of its last moments only, and nothing behind.
    last: u8x16,
}

/// What was free when so many tasks were placed: as far as it was reached, one resource behind the other.
#[derive(Clone, Debug, Default)]
struct Memory {
    placed: usize,
    reached: usize,
    free: Vec<u8>,
}

impl Bytes {
    /// Nothing where a resource is larger than a byte says.
    pub fn new(project: &Project) -> Option<Bytes> {
        let sizes = project.sizes.iter().map(|size| u8::try_from(*size).ok()).collect::<Option<Vec<u8>>>()?;
        // As many needs for every task, where few are added to that end: what is done equally often is done quickest.
        let most = project.tasks.iter().map(|task| task.needs.len()).max().unwrap_or(0);
        let total: usize = project.tasks.iter().map(|task| task.needs.len()).sum();
        let least = if most * project.tasks.len() <= EVEN * total { most } else { 0 };
        let (mut ranges, mut needs) = (Vec::new(), Vec::new());
        for task in &project.tasks {
            let lanes = task.length as usize % LANES;
            let lanes = if lanes == 0 { LANES } else { lanes };
            let from = needs.len();
            let padding = (0, 0);
            for (resource, quantity) in task.needs.iter().chain(std::iter::repeat_n(&padding, least.saturating_sub(task.needs.len()))) {
                // Nothing ever fits that needs more than there is.
                let quantity = (*quantity).min(u64::from(sizes[*resource as usize])) as u8;
                let last = u8x16::new(std::array::from_fn(|lane| if lane < lanes { quantity } else { 0 }));
                needs.push(Need { resource: *resource, row: 0, whole: u8x16::splat(quantity), last });
            }
            ranges.push((from as u32, needs.len() as u32));
        }
        let shifts = std::array::from_fn(|length| {
            let mut rest = length;
            std::array::from_fn(|_| {
                let half = rest / 2;
                rest -= half;
                half as u8
            })
        });
        let mut bytes = Bytes { free: Vec::new(), width: 0, sizes, ranges, needs, shifts, reached: 0, memory: Vec::new(), valid: 0 };
        bytes.reach(0);
        Some(bytes)
    }

    /// Makes room for looking at a window from `at` on.
    #[inline]
    fn reach(&mut self, at: usize) {
        if at + MARGIN > self.width {
            self.widen(2 * (at + MARGIN));
        }
    }

    #[cold]
    fn widen(&mut self, width: usize) {
        let mut free = Vec::with_capacity(width * self.sizes.len());
        for (at, size) in self.sizes.iter().enumerate() {
            free.extend_from_slice(&self.free[at * self.width..(at + 1) * self.width]);
            free.resize((at + 1) * width, *size);
        }
        self.needs.iter_mut().for_each(|need| need.row = need.resource as usize * width);
        (self.free, self.width) = (free, width);
    }

    #[inline]
    fn needs(&self, task: usize) -> &[Need] {
        let (from, until) = self.ranges[task];
        &self.needs[from as usize..until as usize]
    }

    /// The moments of a window at which there is as much of everything as the task needs: bit 0 for the moment `at`.
    #[inline(always)]
    fn open(&self, task: usize, at: usize) -> u32 {
        let (mut low, mut high) = (u8x16::MAX, u8x16::MAX);
        for need in self.needs(task) {
            let from = need.row + at;
            let (window, _) = self.free[from..from + WINDOW].as_chunks::<LANES>();
            low &= u8x16::new(window[0]).simd_ge(need.whole);
            high &= u8x16::new(window[1]).simd_ge(need.whole);
        }
        low.to_bitmask() | high.to_bitmask() << LANES
    }

    /// The first start from `from` on, of which the first window is `open`.
    #[inline(never)]
    fn fit_behind(&mut self, task: usize, from: usize, length: usize, mut open: u32) -> usize {
        if length == 0 {
            return from;
        }
        let shifts = self.shifts.get(length).copied();
        // `run` moments before `at` are free.
        let (mut at, mut run) = (from, 0);
        loop {
            if (run > 0 || shifts.is_none()) && run + open.trailing_ones() as usize >= length {
                return at - run;
            }
            if let Some(shifts) = shifts {
                let starts = starts(open, shifts);
                if starts != 0 {
                    return at + starts.trailing_zeros() as usize;
                }
            }
            run = if open == u32::MAX { run + WINDOW } else { open.leading_ones() as usize };
            at += WINDOW;
            self.reach(at);
            open = self.open(task, at);
        }
    }

    #[inline(never)]
    fn take_long(&mut self, task: usize, start: usize, length: usize) {
        let whole = (length - 1) / LANES * LANES;
        let (from, until) = self.ranges[task];
        for need in &self.needs[from as usize..until as usize] {
            let from = need.row + start;
            for free in self.free[from..from + whole].as_chunks_mut::<LANES>().0 {
                *free = (u8x16::new(*free) - need.whole).to_array();
            }
            if let Some(free) = self.free[from + whole..].first_chunk_mut::<LANES>() {
                *free = (u8x16::new(*free) - need.last).to_array();
            }
        }
    }
}

/// Of the free moments of a window those at which a run begins that is long enough for the length that these are the shifts of.
#[inline(always)]
fn starts(open: u32, [a, b, c, d, e]: [u8; HALVINGS]) -> u32 {
    let starts = open & open >> a;
    let starts = starts & starts >> b;
    let starts = starts & starts >> c;
    let starts = starts & starts >> d;
    starts & starts >> e
}

impl Profile for Bytes {
    fn clear(&mut self) {
        for (row, size) in self.free.chunks_exact_mut(self.width).zip(&self.sizes) {
            row[..self.reached].fill(*size);
        }
        self.reached = 0;
    }

    fn remember(&mut self, placed: usize) {
        if self.free.len() > MEMORY {
            return;
        }
        if self.memory.len() == self.valid {
            self.memory.push(Memory::default());
        }
        let memory = &mut self.memory[self.valid];
        self.valid += 1;
        (memory.placed, memory.reached) = (placed, self.reached);
        memory.free.clear();
        self.free.chunks_exact(self.width).for_each(|row| memory.free.extend_from_slice(&row[..self.reached]));
    }

    fn recall(&mut self, most: usize) -> usize {
        let Some(memory) = self.memory[..self.valid].iter().rfind(|memory| memory.placed <= most) else {
            self.clear();
            return 0;
        };
        let (reached, cleared) = (memory.reached, self.reached.max(memory.reached));
        for (at, (row, size)) in self.free.chunks_exact_mut(self.width).zip(&self.sizes).enumerate() {
            row[..reached].copy_from_slice(&memory.free[at * reached..(at + 1) * reached]);
            row[reached..cleared].fill(*size);
        }
        self.reached = reached;
        memory.placed
    }

    fn forget(&mut self) {
        self.valid = 0;
    }

    #[inline]
    fn last(&self) -> usize {
        self.reached
    }

    // Most tasks fit within the first window and end within their first vector: only that is done where the tasks are placed.
    #[inline(always)]
    fn first_fit(&mut self, task: usize, from: usize, length: usize) -> usize {
        self.reach(from);
        let open = self.open(task, from);
        if (1..=LANES).contains(&length) {
            let starts = starts(open, self.shifts[length]);
            if starts != 0 {
                return from + starts.trailing_zeros() as usize;
            }
        }
        self.fit_behind(task, from, length, open)
    }

    #[inline(always)]
    fn take(&mut self, task: usize, start: usize, length: usize) {
        let end = start + length;
        self.reach(end);
        self.reached = self.reached.max(end);
        if length > LANES {
            self.take_long(task, start, length);
        } else if length > 0 {
            let (from, until) = self.ranges[task];
            for need in &self.needs[from as usize..until as usize] {
                if let Some(free) = self.free[need.row + start..].first_chunk_mut::<LANES>() {
                    *free = (u8x16::new(*free) - need.last).to_array();
                }
            }
        }
    }
}
