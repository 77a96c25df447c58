//! Atoms that cannot all hold, learned from conflicts: when all but one hold, the last one must not.
//!
//! Never looks at a nogood before one of its two watched atoms comes to hold (Moskewicz et al. 2001).

use super::trail::{Atom, Clash, Reason, Trail};

/// A learned nogood; the watched atoms come first.
#[derive(Clone, Debug)]
struct Nogood {
    atoms: Vec<Atom>,
    /// Different levels among its atoms when it was learned: few means that it will be of use again (Audemard and Simon 2009).
    levels: u32,
}

#[derive(Clone, Copy, Debug)]
struct Watch {
    least: i32,
    nogood: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Nogoods {
    all: Vec<Nogood>,
    /// By slot of the watched atom.
    watches: Vec<Vec<Watch>>,
}

impl Nogoods {
    pub fn new(slots: usize) -> Nogoods {
        Nogoods { all: Vec::new(), watches: vec![Vec::new(); slots] }
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The atoms of a nogood.
    pub fn atoms(&self, nogood: u32) -> &[Atom] {
        &self.all[nogood as usize].atoms
    }

    /// Adds a nogood of two atoms at least, of which the first two are watched; answers its position.
    pub fn add(&mut self, atoms: Vec<Atom>, levels: u32) -> u32 {
        let nogood = self.all.len() as u32;
        self.watch(&atoms, nogood);
        self.all.push(Nogood { atoms, levels });
        nogood
    }

    fn watch(&mut self, atoms: &[Atom], nogood: u32) {
        for atom in &atoms[..2] {
            self.watches[atom.slot as usize].push(Watch { least: atom.least, nogood });
        }
    }

    /// Forgets the half that spans most levels, of equals the older. Only where nothing is decided, for then nothing rests on them.
    pub fn forget(&mut self) {
        let most = self.all.iter().map(|nogood| nogood.levels).max().unwrap_or(0);
        let up_to = |levels: u32| self.all.iter().filter(|nogood| nogood.levels <= levels).count();
        let half = self.all.len() / 2;
        let kept = (0..most).rev().find(|levels| up_to(*levels) <= half).unwrap_or(0);
        let mut over = up_to(kept + 1).saturating_sub(half);
        self.all.retain(|nogood| {
            let is_over = nogood.levels == kept + 1 && over > 0;
            over -= usize::from(is_over);
            nogood.levels <= kept + 1 && !is_over
        });
        self.watches.iter_mut().for_each(Vec::clear);
        let all = std::mem::take(&mut self.all);
        all.iter().enumerate().for_each(|(at, nogood)| self.watch(&nogood.atoms, at as u32));
        self.all = all;
    }

    /// Does what follows from the growth of a slot from `old` to what it is now.
    pub fn follow(&mut self, trail: &mut Trail, slot: u32, old: i32) -> Result<(), Clash> {
        let now = trail.bound[slot as usize];
        let mut at = 0;
        while let Some(&Watch { least, nogood }) = self.watches[slot as usize].get(at) {
            at += 1;
            if least > now || least <= old {
                continue;
            }
            let atoms = &mut self.all[nogood as usize].atoms;
            if (atoms[0].slot, atoms[0].least) == (slot, least) {
                atoms.swap(0, 1);
            }
            if trail.fails(atoms[0]) {
                continue;
            }
            if let Some(other) = (2..atoms.len()).find(|other| !trail.holds(atoms[*other])) {
                atoms.swap(1, other);
                let watched = atoms[1];
                at -= 1;
                self.watches[slot as usize].swap_remove(at);
                self.watches[watched.slot as usize].push(Watch { least: watched.least, nogood });
                continue;
            }
            if trail.holds(atoms[0]) {
                trail.conflict.clear();
                trail.conflict.extend_from_slice(atoms);
                return Err(Clash);
            }
            trail.raise(atoms[0].negated(), Reason::Nogood(nogood))?;
        }
        Ok(())
    }
}
