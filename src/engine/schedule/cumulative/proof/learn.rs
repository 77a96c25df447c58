//! From a conflict to a nogood: what went wrong is explained until one atom of the last decision remains (first unique implication
//! point: Marques-Silva and Sakallah 1999).
//!
//! Never keeps more of an atom than the conflict needs of it.

use super::Proof;
use super::trail::{Atom, Reason};

/// How much less each conflict counts than the one after it.
const DECAY: f64 = 0.95;

impl Proof {
    /// Learns from the conflict at hand and goes back to where it would have helped; `false` when nothing is left to go back to.
    pub(super) fn learn(&mut self) -> bool {
        self.conflicts_left = self.conflicts_left.saturating_sub(1);
        self.bump /= DECAY;
        if self.bump > 1e100 {
            self.activity.iter_mut().for_each(|activity| *activity /= 1e100);
            self.bump /= 1e100;
        }
        let Some((atoms, level, levels)) = self.nogood() else { return false };
        self.back_to(level);
        let last = atoms[0].negated();
        let reason = if atoms.len() == 1 { Reason::Decision } else { Reason::Nogood(self.nogoods.add(atoms, levels)) };
        // On the level gone back to it is not known yet.
        self.trail.raise(last, reason).is_ok()
    }

    /// The first nogood with a single atom on the conflict's level, which is the first of it; the second is of the level to go
    /// back to, which is answered with the number of levels.
    fn nogood(&mut self) -> Option<(Vec<Atom>, u32, u32)> {
        let conflict = std::mem::take(&mut self.trail.conflict);
        let level = conflict.iter().filter_map(|atom| self.trail.step_of(*atom)).map(|at| self.trail.steps[at].level).max()?;
        if level == 0 {
            return None;
        }
        self.needed.clear();
        self.needed.resize(self.trail.steps.len(), i32::MIN);
        let (mut on_level, mut rest) = (0, Vec::new());
        for atom in &conflict {
            self.need(*atom, level, &mut on_level, &mut rest);
        }
        self.trail.conflict = conflict;
        let mut at = self.trail.steps.len();
        let first = loop {
            at = at.checked_sub(1)?;
            if self.needed[at] == i32::MIN {
                continue;
            }
            let (step, needed) = (self.trail.steps[at], self.needed[at]);
            if step.level != level {
                continue;
            }
            if on_level == 1 {
                break Atom { slot: step.slot, least: needed };
            }
            on_level -= 1;
            self.needed[at] = i32::MIN;
            match step.reason {
                Reason::Decision => {}
                Reason::Tie { slot, lag } => self.need(Atom { slot, least: needed - lag }, level, &mut on_level, &mut rest),
                Reason::Listed { first, last } => {
                    for at in first..last {
                        self.need(self.trail.listed[at as usize], level, &mut on_level, &mut rest);
                    }
                }
                Reason::Nogood(nogood) => {
                    for at in 0..self.nogoods.atoms(nogood).len() {
                        let atom = self.nogoods.atoms(nogood)[at];
                        // No two of its atoms are on one slot, so this is all but the one that was made false.
                        if atom.slot != step.slot ^ 1 {
                            self.need(atom, level, &mut on_level, &mut rest);
                        }
                    }
                }
            }
        };
        Some(self.whole(first, &rest))
    }

    /// The nogood of its first atom and those of other steps, with the level to go back to and the number of levels.
    fn whole(&mut self, first: Atom, rest: &[usize]) -> (Vec<Atom>, u32, u32) {
        let (mut atoms, mut levels) = (vec![first], Vec::new());
        let mut back = 0;
        for &at in rest {
            let step = self.trail.steps[at];
            let needed = self.needed[at];
            // Of two atoms on one slot the greater says all; what is on the slot of the first is said by that one.
            let is_said = step.slot == first.slot
                || rest.iter().any(|other| self.trail.steps[*other].slot == step.slot && self.needed[*other] > needed);
            if is_said {
                continue;
            }
            atoms.push(Atom { slot: step.slot, least: needed });
            if !levels.contains(&step.level) {
                levels.push(step.level);
            }
            if step.level > back {
                back = step.level;
                let last = atoms.len() - 1;
                atoms.swap(1, last);
            }
        }
        (atoms, back, 1 + levels.len() as u32)
    }

    /// Notes that an atom is part of the conflict.
    fn need(&mut self, atom: Atom, level: u32, on_level: &mut u32, rest: &mut Vec<usize>) {
        let Some(at) = self.trail.step_of(atom) else { return };
        let step = &self.trail.steps[at];
        if step.level == 0 {
            return;
        }
        if let Some(activity) = self.activity.get_mut(atom.slot as usize / 2) {
            *activity += self.bump;
        }
        if self.needed[at] == i32::MIN {
            if step.level == level {
                *on_level += 1;
            } else {
                rest.push(at);
            }
        }
        self.needed[at] = self.needed[at].max(atom.least);
    }
}
