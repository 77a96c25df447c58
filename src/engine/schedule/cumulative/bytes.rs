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
/// Halvings until a run of at most [`WINDOW`] is found.
const HALVINGS: usize = WINDOW.ilog2() as usize;

#[derive(Clone, Debug)]
pub(super) struct Bytes {
    /// What is free at each moment: a row of `width` for each resource.
    free: Vec<u8>,
    width: usize,
    sizes: Vec<u8>,
    /// Needs of each task: `starts[i]..starts[i + 1]` of `needs`.
    starts: Vec<u32>,
    /// A resource and the quantity in every lane.
    needs: Vec<(u32, u8x16)>,
    /// The first lanes set, for every number of them.
    lanes: [u8x16; LANES + 1],
    /// For every length, by how much to shift and intersect the free moments one after the other until only starts of free runs are left.
    shifts: [[u8; HALVINGS]; WINDOW + 1],
    /// No task has been placed from here on.
    reached: usize,
}

impl Bytes {
    /// Nothing where a resource is larger than a byte says.
    pub fn new(project: &Project) -> Option<Bytes> {
        let sizes = project.sizes.iter().map(|size| u8::try_from(*size).ok()).collect::<Option<Vec<u8>>>()?;
        let mut starts = vec![0];
        let mut needs = Vec::new();
        for task in &project.tasks {
            // Nothing ever fits that needs more than there is.
            let need = |(resource, quantity): &(u32, u64)| {
                let size = sizes[*resource as usize];
                (*resource, u8x16::splat((*quantity).min(u64::from(size)) as u8))
            };
            needs.extend(task.needs.iter().map(need));
            starts.push(needs.len() as u32);
        }
        let lanes = std::array::from_fn(|count| u8x16::new(std::array::from_fn(|lane| if lane < count { u8::MAX } else { 0 })));
        let shifts = std::array::from_fn(|length| {
            let mut rest = length;
            std::array::from_fn(|_| {
                let half = rest / 2;
                rest -= half;
                half as u8
            })
        });
        let mut bytes = Bytes { free: Vec::new(), width: 0, sizes, starts, needs, lanes, shifts, reached: 0 };
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
        (self.free, self.width) = (free, width);
    }

    #[inline]
    fn needs(&self, task: usize) -> &[(u32, u8x16)] {
        &self.needs[self.starts[task] as usize..self.starts[task + 1] as usize]
    }

    /// The moments of a window at which there is as much of everything as the task needs: bit 0 for the moment `at`.
    #[inline]
    fn open(&self, task: usize, at: usize) -> u32 {
        let (mut low, mut high) = (self.lanes[LANES], self.lanes[LANES]);
        for (resource, need) in self.needs(task) {
            let from = *resource as usize * self.width + at;
            let (window, _) = self.free[from..from + WINDOW].as_chunks::<LANES>();
            low &= u8x16::new(window[0]).simd_ge(*need);
            high &= u8x16::new(window[1]).simd_ge(*need);
        }
        low.to_bitmask() | high.to_bitmask() << LANES
    }
}

impl Profile for Bytes {
    fn clear(&mut self) {
        for (row, size) in self.free.chunks_exact_mut(self.width).zip(&self.sizes) {
            row[..self.reached].fill(*size);
        }
        self.reached = 0;
    }

    #[inline]
    fn first_fit(&mut self, task: usize, from: usize, length: usize) -> usize {
        if length == 0 {
            return from;
        }
        // `run` moments before `at` are free.
        let (mut at, mut run) = (from, 0);
        loop {
            self.reach(at);
            let open = self.open(task, at);
            let leading = open.trailing_ones() as usize;
            if run + leading >= length {
                return at - run;
            }
            if leading == WINDOW {
                run += WINDOW;
            } else {
                if let Some(shifts) = self.shifts.get(length) {
                    let starts = shifts.iter().fold(open, |starts, shift| starts & starts >> shift);
                    if starts != 0 {
                        return at + starts.trailing_zeros() as usize;
                    }
                }
                run = open.leading_ones() as usize;
            }
            at += WINDOW;
        }
    }

    #[inline]
    fn take(&mut self, task: usize, start: usize, length: usize) {
        let end = start + length;
        self.reach(end);
        self.reached = self.reached.max(end);
        for at in self.starts[task]..self.starts[task + 1] {
            let (resource, need) = self.needs[at as usize];
            let from = resource as usize * self.width + start;
            let mut left = length;
            for free in self.free[from..from + length.next_multiple_of(LANES)].as_chunks_mut::<LANES>().0 {
                *free = (u8x16::new(*free) - (need & self.lanes[left.min(LANES)])).to_array();
                left = left.saturating_sub(LANES);
            }
        }
    }
}
