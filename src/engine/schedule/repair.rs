//! A schedule mended after something was put elsewhere: what can stay stays, the rest moves later.
//!
//! Never moves anything earlier, and never to other resources; for a better plan solve the problem again.

use super::decode::{Decoder, ModeChoice, Pass};
use super::evaluate::{self, Scorer, Times};
use super::network::{NONE, Network, PinRow, UNSET};
use super::pins;
use super::problem::{Placement, Problem, Schedule, TaskIndex};
use super::rules;
use super::solve::Direction;
use super::stages::placed_first;
use super::windows::Windows;
use std::cell::OnceCell;

/// The schedule with the given tasks put where they are said to be, and all others where they were or later.
///
/// Tasks that had no place get one if there is any. Tasks in the order of their old starts keep their order on each resource
/// unless a moved one takes their turn.
pub fn repair(problem: &Problem, schedule: &Schedule, moved: &[(TaskIndex, Placement)]) -> Schedule {
    let mut findings = Vec::new();
    let mut net = Network::build(problem, &mut findings);
    // Held for this once: what the board moved stays where it was put.
    for &(task, placement) in moved {
        if task as usize >= net.tasks.len() {
            continue;
        }
        if let Some(position) = net.modes_of(task).iter().position(|row| row.original == placement.mode) {
            let (start, end) = (placement.start.seconds(), placement.end.seconds().max(placement.start.seconds()));
            let row = &mut net.tasks[task as usize];
            row.pin = Some(PinRow { start, end, mode: row.first_mode + position as u32 });
        }
    }
    findings.extend(pins::conflicts(&net));
    let (floors, modes) = turns(&net, &schedule.placements);
    let list = rules::list(&net, placed_first(&floors), None);
    let mut decoder = Decoder::new(&net);
    let pass = Pass { list: &list, floors: &floors, modes: &modes, choice: ModeChoice::EarliestEnd, targets: &[], open_ended: false };
    decoder.run(&net, &pass);
    let times = Times { start: &decoder.start, end: &decoder.end, mode: &decoder.mode };
    let scorer = Scorer::new(problem, Direction::Forward);
    let score = scorer.score(&scorer.terms(&net, times));
    // Seldom needed, and a person is dragging.
    let windows = OnceCell::new();
    evaluate::schedule(&net, || windows.get_or_init(|| Windows::new(&net)), score, times, &findings)
}

/// Starts and mode rows of the tasks in a schedule that is there; `UNSET` and `NONE` where it says nothing.
pub(super) fn turns(net: &Network, present: &[Option<Placement>]) -> (Vec<i64>, Vec<u32>) {
    let of = |task: usize| {
        let Some(at) = present.get(task).copied().flatten() else { return (UNSET, NONE) };
        let row = net.modes_of(task as u32).iter().position(|row| row.original == at.mode);
        (at.start.seconds(), row.map_or(NONE, |row| row as u32))
    };
    (0..net.tasks.len()).map(of).unzip()
}
