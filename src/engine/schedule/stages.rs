//! What the search does first, next and last: dates backwards, every priority rule, pressing, then improving for good.
//!
//! Never looks at the clock: each call does one small piece of work.

use super::decode::ModeChoice;
use super::network::UNSET;
use super::rules::{self, Rule};
use super::score::Goal;
use super::solve::Direction;
use super::solver::{Candidate, Solver};
use crate::engine::calendar::{FIRST, LAST, MIRROR};
use crate::model::sort_with_key;

/// Where the search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Back from the due dates, with priorities first or not.
    DueDates {
        by_priority: bool,
    },
    /// The rule at a position, with priorities first or not.
    Rules {
        rule: usize,
        by_priority: bool,
    },
    /// The schedule found at a position, for the first, second or third time; with what it has become.
    Press {
        index: usize,
        turn: usize,
    },
    Improve,
    Done,
}

impl Stage {
    pub fn first(direction: Direction) -> Stage {
        match direction {
            Direction::Backward => Stage::DueDates { by_priority: true },
            Direction::Forward | Direction::ForwardThenLate => Stage::Rules { rule: 0, by_priority: true },
        }
    }
}

impl Solver {
    /// One piece of work, and on to the next.
    pub(super) fn advance(&mut self) {
        // Where all are equally important, putting priorities first changes nothing.
        let mixed = self.windows.priority.windows(2).any(|pair| pair[0] != pair[1]);
        self.stage = match self.stage {
            Stage::DueDates { by_priority: true } if !mixed => Stage::DueDates { by_priority: false },
            Stage::DueDates { by_priority } => {
                let candidate = self.back_from_due_dates(by_priority);
                self.keep(candidate);
                if by_priority { Stage::DueDates { by_priority: false } } else { Stage::Rules { rule: 0, by_priority: true } }
            }
            Stage::Rules { rule, by_priority: true } if !mixed => Stage::Rules { rule, by_priority: false },
            Stage::Rules { rule, by_priority } => {
                if rule == 0 && self.scorer.goals().any(|(goal, _)| matches!(goal, Goal::Movement | Goal::Disturbance)) {
                    self.stay_near();
                }
                if let Some(rule) = Rule::ALL.get(rule) {
                    self.follow(*rule, by_priority);
                }
                match (by_priority, rule + 1 < Rule::ALL.len()) {
                    (true, _) => Stage::Rules { rule, by_priority: false },
                    (false, true) => Stage::Rules { rule: rule + 1, by_priority: true },
                    (false, false) if self.gives_up_preferences() => Stage::Rules { rule: 0, by_priority: true },
                    (false, false) => {
                        sort_with_key(&mut self.found, |candidate| candidate.terms);
                        Stage::Press { index: 0, turn: 0 }
                    }
                }
            }
            Stage::Press { index, turn } => self.press(index, turn),
            Stage::Improve => {
                if self.search() {
                    Stage::Improve
                } else {
                    Stage::Done
                }
            }
            Stage::Done => Stage::Done,
        };
    }

    /// From now on every task is done where it ends first, if being in time is at stake: a preferred mode that is itself in time may hold
    /// a scarce machine for longer, and others pay for it. Tells whether that changes anything.
    fn gives_up_preferences(&mut self) -> bool {
        let has_modes = self.net.tasks.iter().any(|row| row.mode_count > 1);
        let gives_up = self.options.improve && self.options.mode_choice == ModeChoice::Preferred && has_modes && self.is_late();
        if gives_up {
            self.options.mode_choice = ModeChoice::EarliestEnd;
        }
        gives_up
    }

    /// Whether the best schedule misses a date.
    fn is_late(&self) -> bool {
        let is_date = |goal| matches!(goal, Goal::Deadlines | Goal::TardinessByPriority | Goal::Tardiness);
        let mut dates = self.scorer.goals().filter(|(goal, _)| is_date(*goal)).flat_map(|(_, terms)| terms);
        self.best.as_ref().is_some_and(|best| dates.any(|term| best.terms[term] > 0))
    }

    /// One pass in the order of the plan to stay close to, nothing earlier than there.
    fn stay_near(&mut self) {
        let floors = self.scorer.previous.clone();
        let list = rules::list(&self.net, placed_first(&floors), None);
        let candidate = self.forward(&list, &floors, &[]);
        self.keep(candidate);
    }

    /// One pass by a priority rule.
    fn follow(&mut self, rule: Rule, by_priority: bool) {
        let keys = rule.keys(&self.net, &self.windows);
        let list = rules::list(&self.net, keys, by_priority.then_some(&self.windows.priority));
        let candidate = self.forward(&list, &[], &[]);
        self.keep(candidate);
    }

    /// Presses one of the schedules found: to the right and back again closes gaps (Li and Willis 1992).
    fn press(&mut self, index: usize, turn: usize) -> Stage {
        let Some(current) = self.found.get(index).cloned() else {
            return if self.options.improve { Stage::Improve } else { Stage::Done };
        };
        let pressed = self.pressed(&current, turn != 1);
        self.offer(&pressed);
        if pressed.terms < current.terms {
            self.found[index] = pressed;
        }
        if turn < 2 { Stage::Press { index, turn: turn + 1 } } else { Stage::Press { index: index + 1, turn: 0 } }
    }

    /// Offers a schedule of the first stages and keeps it for the later ones.
    pub(super) fn keep(&mut self, candidate: Candidate) {
        self.offer(&candidate);
        self.found.push(candidate);
    }

    /// A schedule built back from the due dates; what falls before now pushes the rest later, the most important first.
    fn back_from_due_dates(&mut self, by_priority: bool) -> Candidate {
        let base = self.windows.critical_end;
        let ceilings: Vec<i64> = self.windows.latest_end.iter().map(|end| if *end >= LAST { base } else { *end }).collect();
        // Turned around, late dates come first; important ones still before others.
        let keys = ceilings.iter().map(|ceiling| MIRROR - ceiling).collect();
        let classes: Vec<u32> = self.upstream_priority();
        let back = self.backward(keys, by_priority.then_some(&classes), &ceilings, &[]);
        let priority = by_priority.then(|| self.windows.priority.clone());
        let list = rules::list(&self.net, placed_first(&back.start), priority.as_deref());
        self.forward(&list, &back.start, &back.mode)
    }

    /// The most important priority among each task and everything it waits for, to order tasks from the end.
    fn upstream_priority(&self) -> Vec<u32> {
        let mut priority: Vec<u32> = self.windows.priority.clone();
        for &task in &self.net.sweep {
            for edge in self.net.before.of(task) {
                priority[task as usize] = priority[task as usize].min(priority[edge.other as usize]);
            }
        }
        priority
    }

    /// The candidate pushed as late as its dates (or its own last end) allow, then as early as possible again.
    pub(super) fn pressed(&mut self, candidate: &Candidate, keep_modes: bool) -> Candidate {
        let last = candidate.end.iter().copied().max().unwrap_or(FIRST);
        let ceiling = |task: usize| {
            let due = self.net.tasks[task].due.min(self.net.tasks[task].deadline);
            match candidate.end[task] {
                UNSET => UNSET,
                _ if due == LAST => last,
                end => due.max(end),
            }
        };
        let ceilings: Vec<i64> = (0..candidate.end.len()).map(ceiling).collect();
        let modes: &[u32] = if keep_modes { &candidate.mode } else { &[] };
        let back = self.backward(latest_first(&candidate.end), None, &ceilings, modes);
        let list = rules::list(&self.net, placed_first(&back.start), None);
        self.forward(&list, &[], modes)
    }

    /// The candidate with every task as late as it can be without costing any date more; itself where that fails.
    pub(super) fn just_in_time(&mut self, candidate: &Candidate) -> Candidate {
        let is_placed = |task: u32| candidate.end[task as usize] != UNSET;
        let ceiling = |task: usize| {
            let due = self.net.tasks[task].due.min(self.net.tasks[task].deadline);
            match candidate.end[task] {
                UNSET => UNSET,
                end if due < LAST => due.max(end),
                // Held back by what follows, or staying where it is.
                _ if self.net.after.of(task as u32).iter().any(|edge| is_placed(edge.other)) => LAST,
                end => end,
            }
        };
        let ceilings: Vec<i64> = (0..candidate.end.len()).map(ceiling).collect();
        let late = self.backward(latest_first(&candidate.end), None, &ceilings, &candidate.mode);
        let holds = |task: usize| {
            let row = &self.net.tasks[task];
            let (was, is) = (candidate.start[task], late.start[task]);
            row.pin.is_some() || (was == UNSET) == (is == UNSET) && (is == UNSET || is >= self.net.earliest.max(row.release))
        };
        let dates = self.scorer.dates_end();
        let better = late.terms[..dates] <= candidate.terms[..dates] && (0..candidate.end.len()).all(holds);
        if better { late } else { candidate.clone() }
    }
}

/// Keys that put tasks in the order of their starts, those without one last.
pub(super) fn placed_first(start: &[i64]) -> Vec<i64> {
    start.iter().map(|start| if *start == UNSET { LAST } else { *start }).collect()
}

/// Keys for time turned around: late ends first.
fn latest_first(end: &[i64]) -> Vec<i64> {
    end.iter().map(|end| if *end == UNSET { LAST } else { MIRROR - end }).collect()
}
