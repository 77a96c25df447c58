//! What else must move when a task is put somewhere and the order of all work is kept: what waits for it, and what has its turn after it
//! on a machine, each as little as its hours allow.
//!
//! Never moves what is pinned or begun, and never lets one task overtake another: whoever wants that moves it.

use super::consequences::{Moved, OrderShift, at_place};
use super::data::{BoardData, BoardTask, Index, index};
use super::ground::Ground;
use super::judge::Place;
use super::words::counted;
use crate::engine::calendar::Profile;
use crate::model::{Gather, Span, TaskStatus, Time};
use std::collections::BTreeSet;

/// A chain is followed through so many tasks.
const LONGEST: usize = 5_000;
/// So many turns on a resource are looked at after a task: more run at the same time only on large pools.
const LOOKED_AT: usize = 24;
/// So many tasks are named in a sentence.
const NAMED: usize = 3;

/// A move with everything that it pushes on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repair {
    /// The task itself first, then what moves with it.
    pub moves: Vec<(Index, Place)>,
    /// What is in the way and stays: pinned or begun.
    pub stuck: Vec<Index>,
    /// Orders whose lateness changes, the latest first.
    pub orders: Vec<OrderShift>,
}

impl Repair {
    /// What moves too, what stays in the way and what becomes late, in sentences; empty where nothing does.
    pub fn words(&self, board: &BoardData) -> String {
        let named = |tasks: &[Index]| {
            let names: Vec<String> = tasks.iter().take(NAMED).filter_map(|at| Some(board.task_name(board.task(*at)?))).collect();
            let more = tasks.len().saturating_sub(NAMED);
            if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
        };
        let others: Vec<Index> = self.moves.iter().skip(1).map(|(at, _)| *at).collect();
        let mut sentences = Vec::new();
        if !others.is_empty() {
            sentences.push(format!("Moves {}: {}.", counted(others.len(), "more task", "more tasks"), named(&others)));
        }
        if !self.stuck.is_empty() {
            sentences.push(format!("In the way, because pinned or begun: {}.", named(&self.stuck)));
        }
        sentences.extend(self.orders.iter().take(NAMED).map(|shift| shift.sentence(board)));
        sentences.join(" ")
    }
}

impl BoardData {
    /// The task of `ground` put at `start`, or as soon after it as its turn comes, on `resource` if one is named; and what that pushes on.
    pub fn repair(&self, ground: &Ground, start: Time, resource: Option<Index>) -> Option<Repair> {
        let task = self.task(ground.task)?;
        let crew = match resource {
            Some(resource) => ground.crew_with(task, resource)?,
            None => ground.present_crew(task).or_else(|| ground.crews.first())?,
        };
        // What runs there already is not interrupted; what begins later gives way.
        let begun = |at: Time| {
            let rows =
                crew.uses.iter().filter_map(|(row, used)| Some((*row, *used, self.resources.get(index(*row)).filter(|row| row.limits())?)));
            let others = rows.flat_map(|(row, used, known)| known.tasks.iter().map(move |other| (row, used, known.size, *other)));
            let ends = others.filter(|(.., other)| *other != ground.task).filter_map(|(row, used, size, other)| {
                let known = self.task(other)?;
                let needs = super::conflict::use_of(known, row);
                (known.start < at && known.end > at && used + needs > size).then_some(known.end)
            });
            ends.max()
        };
        let mut start = start.max(self.earliest_start(ground, crew));
        while let Some(later) = begun(start) {
            start = later;
        }
        let prepared = crew.uses.iter().map(|(row, _)| {
            let before = self.turns_around(*row, ground.task, start).0.and_then(|before| self.task(before));
            self.changed_over(*row, before, task, before.map_or(self.now, |before| before.end))
        });
        let start = start.max(prepared.max().unwrap_or(start));
        let (start, end) = run(&crew.pace, start, ground.work, ground.work, ground.interruptible)?;
        let place = Place { start, end, uses: crew.uses.clone() };
        Some(self.pushed_by(ground.task, &place))
    }

    /// Everything that a task at a place pushes on.
    fn pushed_by(&self, task: Index, place: &Place) -> Repair {
        let Some(first) = self.task(task).map(|known| at_place(known, place)) else { return Repair::default() };
        let mut all: Moved = [(task, first.clone())].into();
        let mut stuck: BTreeSet<Index> = BTreeSet::new();
        let mut open: BTreeSet<(Time, Index)> = [(first.start, task)].into();
        for _ in 0..LONGEST {
            let Some((_, at)) = open.pop_first() else { break };
            let Some(from) = all.get(&at).cloned() else { continue };
            let links = self.holds_up(at).filter(|link| link.to != task).map(|link| (link.to, Some(link), from.end));
            let turns = self.turns_after(at, &from, task).into_iter().map(|(to, ready)| (to, None, ready));
            for (to, link, ready) in links.chain(turns).collect::<Vec<_>>() {
                let Some(known) = all.get(&to).or_else(|| self.task(to)).filter(|known| known.placed) else { continue };
                let earliest = match link {
                    Some(link) if link.holds(&from, known) => continue,
                    Some(link) if link.ties_start() => link.earliest(&from),
                    // Its end is tied: it starts as much later as the end is too early.
                    Some(link) => known.start.plus(link.earliest(&from).since(known.end)),
                    None if known.start >= ready => continue,
                    None => ready,
                };
                let is_free = self.task(to).is_some_and(|known| known.status == TaskStatus::Planned && !known.pinned);
                let Some(moved) = is_free.then(|| self.run_from(to, earliest)).flatten() else {
                    stuck.insert(to);
                    continue;
                };
                open.insert((moved.start, to));
                all.insert(to, moved);
            }
        }
        let orders: BTreeSet<Index> = all.values().filter_map(|task| task.order).gather();
        let place_of = |task: &BoardTask| Place {
            start: task.start,
            end: task.end,
            uses: task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect(),
        };
        let mut moves = vec![(task, place.clone())];
        moves.extend(all.iter().filter(|(at, _)| **at != task).map(|(at, moved)| (*at, place_of(moved))));
        Repair { moves, stuck: stuck.into_iter().collect(), orders: self.shifts_of(orders, &all, &all) }
    }

    /// The tasks that have their turn after one on its resources and cannot run beside it; `moved` is put where it is now, all others are
    /// in the order in which the board has them. With each the moment from which there is room for it, changed over where it is next.
    fn turns_after(&self, at: Index, from: &BoardTask, moved: Index) -> Vec<(Index, Time)> {
        let since = if at == moved { from.start } else { self.task(at).map_or(from.start, |task| task.start) };
        let mut found = Vec::new();
        for usage in from.uses.iter() {
            let Some(row) = self.resources.get(index(usage.resource)).filter(|row| row.limits()) else { continue };
            let begin = row.tasks.partition_point(|other| self.task(*other).is_some_and(|other| other.start < since));
            let after = row.tasks.get(begin..).unwrap_or(&[]).iter().copied().filter(|other| *other != at && *other != moved);
            let beside = |other: &Index| {
                self.task(*other).is_some_and(|known| {
                    super::conflict::use_of(known, usage.resource) + usage.quantity > row.size && known.end > known.start
                })
            };
            let ready =
                |other: &Index| self.task(*other).map_or(from.end, |next| self.changed_over(usage.resource, Some(from), next, from.end));
            let turns = after.take(LOOKED_AT).filter(beside).enumerate();
            found.extend(turns.map(|(turn, other)| (other, if turn == 0 { ready(&other) } else { from.end })));
        }
        found
    }

    /// A task begun at `from` or as soon after it as its resources work, with the work it has.
    fn run_from(&self, at: Index, from: Time) -> Option<BoardTask> {
        let known = self.task(at)?;
        let (pace, work, length) = self.work_of(known);
        let operation = known.operation.and_then(|at| self.operations.get(index(at)));
        let (start, end) = run(&pace, from, work, length, operation.is_none_or(|operation| operation.interruptible))?;
        Some(BoardTask { start, end, ..known.clone() })
    }
}

/// Start and end of work begun at `from` or as soon after it as it can be; work without hours keeps its length.
fn run(pace: &Profile, from: Time, work: Span, length: Span, interruptible: bool) -> Option<(Time, Time)> {
    if work.is_zero() {
        return Some((from, from.plus(length)));
    }
    let mut start = pace.next_open(from)?;
    for _ in 0..LONGEST {
        let end = pace.finish(start, work)?;
        let stops = pace.open_run_end(start);
        if interruptible || end <= stops {
            return Some((start, end));
        }
        start = pace.next_open(stops)?;
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, large, now};
    use super::*;
    use crate::model::{RecordId, TaskId, Workspace};

    fn repaired(workspace: &Workspace, raw: u64, start: &str) -> (Repair, Vec<(u64, String)>, String) {
        let board = BoardData::collect(workspace, now());
        let task = board.find_task(TaskId::from_raw(raw)).unwrap();
        let ground = Ground::of(workspace, &board, task).unwrap();
        let repair = board.repair(&ground, at(start), None).unwrap();
        let told = repair.moves.iter().map(|(at, place)| (board.task(*at).unwrap().id.raw(), format!("{} – {}", place.start, place.end)));
        let told = told.collect();
        let words = repair.words(&board);
        (repair, told, words)
    }

    #[test]
    fn what_waits_and_what_has_its_turn_later_is_pushed_on_through_the_night() {
        // Mixed from 12 to 14: order 2 has its turn on the mixer before that, and filling order 1 waits.
        let (_, moves, words) = repaired(&dairy(), 1, "2026-11-02 12:00");
        let place = |raw: u64, from: &str, to: &str| (raw, format!("2026-11-{from} – 2026-11-{to}"));
        assert_eq!(moves, [place(1, "02 12:00", "02 14:00"), place(2, "02 14:00", "03 10:00"), place(4, "03 10:00", "03 14:00")]);
        assert_eq!(words, "Moves 2 more tasks: Fill of Order 1, Fill of Order 2. Order 2 late by 22 h instead of 18 h.");
    }

    #[test]
    fn work_that_runs_where_a_task_is_put_is_finished_first() {
        let (_, moves, _) = repaired(&dairy(), 1, "2026-11-02 11:00");
        assert_eq!(moves[0].1, "2026-11-02 12:00 – 2026-11-02 14:00");
    }

    #[test]
    fn a_step_that_asks_for_nobody_and_has_no_length_keeps_the_place_it_was_given() {
        let mut workspace = dairy();
        workspace.operation_resources = Default::default();
        workspace.operations.values_mut().for_each(|operation| operation.duration = crate::model::Span::ZERO);
        let (repair, moves, _) = repaired(&workspace, 1, "2026-11-02 12:00");
        assert_eq!(moves[0].1, "2026-11-02 12:00 – 2026-11-02 14:00");
        assert_eq!(repair.moves[0].1.uses.len(), 1);
    }

    #[test]
    fn what_is_pinned_stays_and_is_named() {
        let mut workspace = dairy();
        workspace.tasks.get_mut(&TaskId::from_raw(2)).unwrap().pinned = true;
        let (repair, moves, words) = repaired(&workspace, 1, "2026-11-02 12:00");
        assert_eq!((repair.stuck.len(), moves.len()), (1, 1));
        assert_eq!(words, "In the way, because pinned or begun: Fill of Order 1.");
    }

    #[test]
    fn after_a_repair_nothing_is_in_conflict_that_was_not_before() {
        let mut workspace = large(1_000);
        let before = BoardData::collect(&workspace, now()).tasks.iter().filter(|task| task.conflict).count();
        let (repair, ..) = repaired(&workspace, 1, "2026-11-02 20:30");
        assert!(repair.moves.len() > 5, "{}", repair.moves.len());
        let board = BoardData::collect(&workspace, now());
        for (at, place) in &repair.moves {
            let task = workspace.tasks.get_mut(&board.task(*at).unwrap().id).unwrap();
            task.placement = Some(place.placement(&board));
        }
        let after = BoardData::collect(&workspace, now()).tasks.iter().filter(|task| task.conflict).count();
        assert_eq!((before, after), (0, 0));
    }
}
