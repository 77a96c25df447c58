//! What a place for a task means for everything else: which tasks come in conflict, and which orders become late.
//!
//! Never moves anything. What waits for the task is followed as if it were moved along as little as its hours allow, whatever else its
//! resources do: so an order that becomes late this way is late by at least that much.

use super::data::{BoardData, BoardLink, BoardTask, BoardUse, Index, index};
use super::judge::Place;
use super::words::{length_text, moment_text};
use crate::model::{Gather, Span, TaskStatus, Time, sort_with_key};
use std::collections::{BTreeMap, BTreeSet};

/// A chain is followed through so many tasks; what lies further on is seldom decided by one move.
pub(super) const LONGEST: usize = 2_000;
/// So many tasks and orders are named in a sentence.
const NAMED: usize = 3;

/// What a place for a task means for everything else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consequences {
    /// Other tasks that break something then because of the place, by start: those that wait for the task, and those newly crowded.
    pub conflicts: Vec<Index>,
    /// Orders whose lateness changes, the latest first.
    pub orders: Vec<OrderShift>,
}

/// How the lateness of an order changes; nothing where it is on time.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderShift {
    pub order: Index,
    pub before: Option<Span>,
    pub after: Option<Span>,
    /// Whether it is late because tasks that wait must follow: then it may become even later.
    pub at_least: bool,
}

/// Tasks at other places than the board has them at.
pub(super) type Moved = BTreeMap<Index, BoardTask>;

impl BoardData {
    /// What it means for everything else if a task goes to a place.
    pub fn consequences(&self, task: Index, place: &Place) -> Consequences {
        let Some(moved) = self.task(task).map(|task| at_place(task, place)) else { return Consequences::default() };
        Consequences { conflicts: self.conflicts_by(task, &moved), orders: self.shifted_orders(task, moved) }
    }

    fn conflicts_by(&self, task: Index, moved: &BoardTask) -> Vec<Index> {
        let broken = self.holds_up(task).filter(|link| self.task(link.to).is_some_and(|to| to.placed && !link.holds(moved, to)));
        let mut found: BTreeSet<Index> = broken.map(|link| link.to).collect();
        for usage in &moved.uses {
            let crowded = self.crowded_with(usage.resource, Some((task, moved)));
            found.extend(crowded.into_iter().filter(|at| self.task(*at).is_some_and(|task| !task.conflict)));
        }
        found.remove(&task);
        let is_open = |at: &Index| self.task(*at).is_some_and(|task| task.status == TaskStatus::Planned);
        let mut found: Vec<Index> = found.into_iter().filter(is_open).collect();
        sort_with_key(&mut found, |at| self.task(*at).map(|task| task.start));
        found
    }

    fn shifted_orders(&self, task: Index, moved: BoardTask) -> Vec<OrderShift> {
        let alone: Moved = [(task, moved)].into();
        let all = self.moved_along(task, &alone);
        let orders: BTreeSet<Index> = all.values().filter_map(|task| task.order).gather();
        self.shifts_of(orders, &all, &alone)
    }

    /// How the lateness of orders changes with all tasks that move; where it is more than with those `alone` it may become even later.
    pub(super) fn shifts_of(&self, orders: BTreeSet<Index>, all: &Moved, alone: &Moved) -> Vec<OrderShift> {
        let mut found: Vec<OrderShift> = orders
            .into_iter()
            .filter_map(|order| {
                let (after, is_whole) = self.lateness_with(order, all)?;
                let before = self.orders.get(index(order))?.lateness();
                // Where a task has no place yet only what is late already is certain.
                let is_told = before != after && (is_whole || after > before);
                let at_least = after > self.lateness_with(order, alone)?.0;
                is_told.then_some(OrderShift { order, before, after, at_least })
            })
            .collect();
        sort_with_key(&mut found, |shift| (std::cmp::Reverse(shift.after), shift.order));
        found
    }

    /// The moved task, and every task that must follow it, each where it could run then at the earliest.
    fn moved_along(&self, task: Index, alone: &Moved) -> Moved {
        let mut all = alone.clone();
        let mut open: BTreeSet<(Time, Index)> = alone.iter().map(|(at, moved)| (moved.start, *at)).collect();
        for _ in 0..LONGEST {
            let Some((_, at)) = open.pop_first() else { break };
            let Some(from) = all.get(&at).cloned() else { continue };
            for link in self.holds_up(at).filter(|link| link.to != task) {
                let Some(to) = all.get(&link.to).or_else(|| self.task(link.to)) else { continue };
                if let Some(pushed) = self.pushed(link, &from, to) {
                    open.insert((pushed.start, link.to));
                    all.insert(link.to, pushed);
                }
            }
        }
        all
    }

    /// A task that waits, moved on until the link holds; `None` where it holds already, or the task is not to be moved any more.
    pub(super) fn pushed(&self, link: &BoardLink, from: &BoardTask, to: &BoardTask) -> Option<BoardTask> {
        if !to.placed || to.status != TaskStatus::Planned || link.holds(from, to) {
            return None;
        }
        let pace = self.pace_of(to);
        let work = self.task(link.to).map_or(Span::ZERO, |task| pace.worked(task.start, task.end));
        let bound = link.earliest(from);
        let length = to.end.since(to.start);
        let start = if link.ties_start() { bound } else { pace.begin(bound, work).unwrap_or(bound.minus(length)) };
        let start = start.max(to.start);
        // Work that stands in closed time has no hours to be counted by: it keeps its length.
        let (start, end) = match pace.next_open(start).and_then(|open| Some((open, pace.finish(open, work)?))) {
            Some(found) if !work.is_zero() => found,
            _ => (start, start.plus(length)),
        };
        Some(BoardTask { start, end: end.max(bound_of_end(link, bound, end)), ..to.clone() })
    }

    /// How late an order is with tasks at other places, and whether all the tasks that decide it have one.
    fn lateness_with(&self, order: Index, moved: &Moved) -> Option<(Option<Span>, bool)> {
        let known = self.orders.get(index(order))?;
        let due = known.due?;
        let tasks: Vec<&BoardTask> = known.tasks.iter().filter_map(|at| moved.get(at).or_else(|| self.task(*at))).collect();
        let marked = tasks.iter().any(|task| task.due.is_some());
        let last: Vec<&&BoardTask> = tasks.iter().filter(|task| !marked || task.due.is_some()).collect();
        let ready = last.iter().filter(|task| task.placed).map(|task| task.end).max()?;
        let late = ready.since(due);
        Some(((late > Span::ZERO).then_some(late), last.iter().all(|task| task.placed)))
    }
}

/// The end that a link asks for where it ties the end, else the end as it is.
fn bound_of_end(link: &BoardLink, bound: Time, end: Time) -> Time {
    if link.ties_start() { end } else { bound }
}

pub(super) fn at_place(task: &BoardTask, place: &Place) -> BoardTask {
    let uses = place.uses.iter().map(|(resource, quantity)| BoardUse { resource: *resource, quantity: *quantity }).collect();
    BoardTask { start: place.start, end: place.end, uses, placed: true, ..task.clone() }
}

impl Consequences {
    /// Whether nothing else changes.
    pub fn is_empty(&self) -> bool {
        self.conflicts.is_empty() && self.orders.is_empty()
    }

    /// Whether something becomes worse.
    pub fn is_bad(&self) -> bool {
        !self.conflicts.is_empty() || self.orders.iter().any(|shift| shift.after > shift.before)
    }

    /// Without what becomes better: that is no more than a wish where the place itself cannot be kept.
    pub fn worsening(mut self) -> Consequences {
        self.orders.retain(|shift| shift.after > shift.before);
        self
    }

    /// What changes, in sentences that hold before the move and after it; empty where nothing does.
    pub fn words(&self, board: &BoardData) -> String {
        let conflict = |at: &Index| {
            board
                .task(*at)
                .map_or_else(String::new, |task| format!("{} (starts {})", board.task_name(task), moment_text(task.start, board.now)))
        };
        let mut sentences = Vec::new();
        if !self.conflicts.is_empty() {
            let named: Vec<String> = self.conflicts.iter().take(NAMED).map(conflict).collect();
            sentences.push(format!("In conflict: {}{}.", named.join(", "), more(self.conflicts.len())));
        }
        sentences.extend(self.orders.iter().take(NAMED).map(|shift| shift.sentence(board)));
        if self.orders.len() > NAMED {
            let count = self.orders.len() - NAMED;
            sentences.push(format!("{count} more {}.", if count == 1 { "order changes" } else { "orders change" }));
        }
        sentences.join(" ")
    }
}

impl OrderShift {
    /// `Order 2 late by 4 h instead of on time.`
    pub(super) fn sentence(&self, board: &BoardData) -> String {
        let name = board.orders.get(index(self.order)).map_or("The order", |order| order.name.as_str());
        let late =
            |late: Option<Span>, how: &str| late.map_or_else(|| "on time".to_owned(), |late| format!("late by {how}{}", length_text(late)));
        // Two late dates are compared without saying “late” twice.
        let before = match (self.before, self.after) {
            (Some(before), Some(_)) => length_text(before),
            (before, _) => late(before, ""),
        };
        format!("{name} {} instead of {before}.", late(self.after, if self.at_least { "at least " } else { "" }))
    }
}

fn more(count: usize) -> String {
    if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, now};
    use super::*;
    use crate::model::{RecordId, TaskId, Workspace};

    /// What moving a task to a start on the resources it has means, with the length it has.
    fn told(workspace: &Workspace, raw: u64, start: &str) -> String {
        let board = BoardData::collect(workspace, now());
        let task = board.find_task(TaskId::from_raw(raw)).unwrap();
        let known = board.task(task).unwrap();
        let uses = known.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        let place = Place { start: at(start), end: at(start).plus(known.end.since(known.start)), uses };
        board.consequences(task, &place).words(&board)
    }

    #[test]
    fn a_move_past_the_task_that_waits_names_the_conflict_and_the_order_that_becomes_late_through_it() {
        assert_eq!(
            told(&dairy(), 1, "2026-11-03 12:00"),
            // Mixed until Tuesday 14:00, filled in four hours of the day shift: until Wednesday 10:00.
            "In conflict: Fill of Order 1 (starts Mon 10:00). Order 1 late by at least 18 h instead of on time."
        );
    }

    #[test]
    fn a_move_that_leaves_room_for_what_waits_changes_nothing() {
        assert_eq!(told(&dairy(), 3, "2026-11-02 12:00"), "");
    }

    #[test]
    fn the_last_task_decides_when_its_order_is_ready() {
        assert_eq!(told(&dairy(), 2, "2026-11-04 08:00"), "Order 1 late by 20 h instead of on time.");
        let mut workspace = dairy();
        let place = workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (at("2026-11-03 08:00"), at("2026-11-03 12:00"));
        workspace.tasks.get_mut(&TaskId::from_raw(3)).unwrap().placement.as_mut().unwrap().start = at("2026-11-02 08:00");
        assert_eq!(told(&workspace, 4, "2026-11-02 12:00"), "Order 2 on time instead of late by 20 h.");
    }

    #[test]
    fn a_task_put_on_a_busy_resource_names_the_one_it_disturbs() {
        let told = told(&dairy(), 4, "2026-11-02 09:00");
        assert!(told.starts_with("In conflict: Fill of Order 1 (starts Mon 10:00). Order 2"), "{told}");
    }

    #[test]
    fn a_chain_goes_on_from_order_to_order_and_a_started_task_stays_where_it_is() {
        let mut workspace = dairy();
        let link = crate::model::TaskLink::new(TaskId::from_raw(2), crate::model::LinkKind::FinishStart, Span::ZERO);
        workspace.tasks.get_mut(&TaskId::from_raw(3)).unwrap().after = vec![link];
        // Filled until Tuesday 14:00, mixed for order 2 until 16:00, and filled on Wednesday until 12:00.
        assert_eq!(
            told(&workspace, 2, "2026-11-03 10:00"),
            "In conflict: Mix of Order 2 (starts Mon 10:00). Order 2 late by at least 1 d 20 h instead of 18 h."
        );
        workspace.tasks.get_mut(&TaskId::from_raw(3)).unwrap().status = TaskStatus::Started;
        assert_eq!(told(&workspace, 2, "2026-11-03 10:00"), "");
    }
}
