//! What is known of every start, how it came to be known, and the way back.
//!
//! Never judges: what is raised without reason here is wrong everywhere.

/// “The number of `slot` is at least `least`.”
///
/// Slot `2 i` is the earliest start of task `i`, slot `2 i + 1` its latest start with the sign turned, so that all knowledge is a
/// number that only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub slot: u32,
    pub least: i32,
}

/// Why a number grew.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason {
    /// It was tried.
    Decision,
    /// The number of the other slot, and this much more.
    Tie { slot: u32, lag: i32 },
    /// All atoms in this range of [`Trail::listed`].
    Listed { first: u32, last: u32 },
    /// All other atoms of a learned nogood.
    Nogood(u32),
}

/// One growth of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub slot: u32,
    pub old: i32,
    /// The step before on the same slot; `NONE` for none.
    previous: u32,
    pub level: u32,
    pub reason: Reason,
}

const NONE: u32 = u32::MAX;

/// Numbers of all slots with their history.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    pub bound: Vec<i32>,
    pub steps: Vec<Step>,
    latest: Vec<u32>,
    /// Steps and listed atoms there were when each level began.
    levels: Vec<(usize, usize)>,
    pub listed: Vec<Atom>,
    /// Atoms that cannot all hold, when something went wrong.
    pub conflict: Vec<Atom>,
}

/// What was found out cannot be: the atoms are in [`Trail::conflict`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Clash;

impl Atom {
    /// What holds just when this does not.
    #[inline]
    pub fn negated(self) -> Atom {
        Atom { slot: self.slot ^ 1, least: 1 - self.least }
    }
}

impl Trail {
    pub fn new(bound: Vec<i32>) -> Trail {
        Trail { latest: vec![NONE; bound.len()], bound, ..Trail::default() }
    }

    #[inline]
    pub fn low(&self, task: u32) -> i32 {
        self.bound[2 * task as usize]
    }

    #[inline]
    pub fn high(&self, task: u32) -> i32 {
        -self.bound[2 * task as usize + 1]
    }

    #[inline]
    pub fn holds(&self, atom: Atom) -> bool {
        self.bound[atom.slot as usize] >= atom.least
    }

    #[inline]
    pub fn fails(&self, atom: Atom) -> bool {
        self.holds(atom.negated())
    }

    pub fn level(&self) -> u32 {
        self.levels.len() as u32
    }

    /// Tries an atom, which can be taken back.
    pub fn decide(&mut self, atom: Atom) {
        self.levels.push((self.steps.len(), self.listed.len()));
        self.write(atom, Reason::Decision);
    }

    /// Makes an atom hold.
    #[inline]
    pub fn raise(&mut self, atom: Atom, reason: Reason) -> Result<(), Clash> {
        if self.holds(atom) {
            return Ok(());
        }
        if !self.fails(atom) {
            self.write(atom, reason);
            return Ok(());
        }
        self.conflict.clear();
        self.conflict.push(atom.negated());
        match reason {
            Reason::Tie { slot, lag } => self.conflict.push(Atom { slot, least: atom.least - lag }),
            Reason::Listed { first, last } => self.conflict.extend_from_slice(&self.listed[first as usize..last as usize]),
            // Nothing is decided that fails, and nogoods see for themselves that all their atoms hold.
            Reason::Decision | Reason::Nogood(_) => {}
        }
        Err(Clash)
    }

    fn write(&mut self, atom: Atom, reason: Reason) {
        let slot = atom.slot as usize;
        let step = Step { slot: atom.slot, old: self.bound[slot], previous: self.latest[slot], level: self.level(), reason };
        self.bound[slot] = atom.least;
        self.latest[slot] = self.steps.len() as u32;
        self.steps.push(step);
    }

    /// The step that made an atom hold; nothing for what held from the beginning.
    pub fn step_of(&self, atom: Atom) -> Option<usize> {
        let mut at = self.latest[atom.slot as usize];
        while at != NONE {
            let step = &self.steps[at as usize];
            if step.old < atom.least {
                return Some(at as usize);
            }
            at = step.previous;
        }
        None
    }

    /// Takes everything back that came after a level.
    pub fn back_to(&mut self, level: u32) {
        let Some(&(steps, listed)) = self.levels.get(level as usize) else { return };
        for step in self.steps.drain(steps..).rev() {
            self.bound[step.slot as usize] = step.old;
            self.latest[step.slot as usize] = step.previous;
        }
        self.listed.truncate(listed);
        self.levels.truncate(level as usize);
    }
}
