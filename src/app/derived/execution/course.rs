//! Orders as they were planned and as it goes: when the accepted plan promised them, and when they will be ready as the work stands now.
//!
//! Moves nothing: what is late by now is carried on in thought, as a report of it would move the schedule.

use super::super::schedule::{BoardData, BoardOrder, BoardTask, Index, counted};
use crate::model::*;
use std::collections::BTreeMap;

/// More late tasks than these are not carried on one by one: the schedule says little then, and planning anew says more.
const MOST_LATE: usize = 200;

/// One order.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    pub order: OrderId,
    pub name: String,
    pub due: Option<Time>,
    /// When the accepted plan promised it.
    pub planned: Option<Time>,
    /// When it will be ready as it goes, or was.
    pub goes: Option<Time>,
    /// Its tasks, and those of them that are finished.
    pub tasks: usize,
    pub finished: usize,
    /// What its course is decided by at present: the late task with the longest way to go; empty where none is late.
    pub held_up_by: String,
}

impl Course {
    /// How much later than planned it will be ready, below zero for earlier; nothing where either is not known.
    pub fn by(&self) -> Option<Span> {
        Some(self.goes?.since(self.planned?))
    }

    /// How late it will be for its due date.
    pub fn late(&self) -> Option<Span> {
        let late = self.goes?.since(self.due?);
        (late > Span::ZERO).then_some(late)
    }
}

/// The orders with work that is not all finished, the most behind their plan first.
pub fn courses(workspace: &Workspace, board: &BoardData, now: Time) -> Vec<Course> {
    let (ends, causes) = carried_on(board, now);
    let mut found: Vec<Course> = Vec::new();
    for order in &board.orders {
        let tasks: Vec<(Index, &BoardTask)> = order.tasks.iter().filter_map(|at| Some((*at, board.task(*at)?))).collect();
        let finished = tasks.iter().filter(|(_, task)| task.status == TaskStatus::Finished).count();
        if tasks.is_empty() || finished == tasks.len() {
            continue;
        }
        let cause = tasks.iter().filter_map(|(at, _)| causes.get(at).copied()).max_by_key(|(by, _)| *by).map(|(_, cause)| cause);
        found.push(Course {
            order: order.id,
            name: order.name.clone(),
            due: order.due,
            planned: order.promised,
            goes: ready(workspace, order, &tasks, &ends),
            tasks: tasks.len(),
            finished,
            held_up_by: cause.and_then(|at| board.task(at)).map(|task| words(board, task)).unwrap_or_default(),
        });
    }
    sort_with(&mut found, |a, b| b.by().cmp(&a.by()).then(a.planned.cmp(&b.planned)).then(a.order.cmp(&b.order)));
    found
}

/// How orders go, in a sentence: `2 orders are behind plan, 1 of them late for the due date; 1 ahead, 12 as planned, 3 of these late for the
/// due date.`
pub fn course_words(courses: &[Course]) -> String {
    let of = |is: &dyn Fn(&Course) -> bool| courses.iter().filter(|course| is(course)).count();
    let is_behind = |course: &Course| course.by().is_some_and(|by| by > Span::ZERO);
    let (behind, late) = (of(&is_behind), of(&|course| is_behind(course) && course.late().is_some()));
    let planned_late = of(&|course| course.by().is_some_and(|by| by <= Span::ZERO) && course.late().is_some());
    let ahead = of(&|course| course.by().is_some_and(|by| by < Span::ZERO));
    let same = of(&|course| course.by() == Some(Span::ZERO));
    let unknown = courses.len() - behind - ahead - same;
    let are = if behind == 1 { "is" } else { "are" };
    let mut words = format!("{} {are} behind plan", counted(behind, "order", "orders"));
    if late > 0 {
        words.push_str(&format!(", {late} of them late for the due date"));
    }
    words.push_str(&format!("; {ahead} ahead, {same} as planned"));
    if planned_late > 0 {
        words.push_str(&format!(", {planned_late} of these late for the due date"));
    }
    if unknown > 0 {
        words.push_str(&format!(", {unknown} without a promise or a place"));
    }
    words.push('.');
    words
}

/// New ends of the tasks that what is late by now moves, and for each by how much and which late task does.
type Carried = (BTreeMap<Index, Time>, BTreeMap<Index, (Span, Index)>);

fn carried_on(board: &BoardData, now: Time) -> Carried {
    let (mut ends, mut causes): Carried = Default::default();
    let mut late: Vec<(Index, Time, Time)> = Vec::new();
    for (at, task) in (0..).zip(&board.tasks).filter(|(_, task)| task.placed) {
        match task.status {
            TaskStatus::Started if task.end < now => late.push((at, task.start, now)),
            // What should have begun begins now at the earliest.
            TaskStatus::Planned if task.start < now => late.push((at, now, board.end_from(at, now).unwrap_or(now.plus(task.work)))),
            _ => {}
        }
    }
    sort_with_key(&mut late, |(at, start, _)| (*start, *at));
    for (at, start, end) in late.into_iter().take(MOST_LATE) {
        for (moved, placement) in board.followed(at, start, end) {
            let Some(to) = board.find_task(moved) else { continue };
            let by = board.task(to).map_or(Span::ZERO, |task| placement.end.since(task.end));
            if ends.get(&to).is_none_or(|known| *known < placement.end) {
                ends.insert(to, placement.end);
                causes.insert(to, (by, at));
            }
        }
    }
    (ends, causes)
}

/// When an order is ready: its last task has ended, and what has to dry or cool has.
fn ready(workspace: &Workspace, order: &BoardOrder, tasks: &[(Index, &BoardTask)], ends: &BTreeMap<Index, Time>) -> Option<Time> {
    // Where the last tasks are marked by a due date they alone decide.
    let marked = tasks.iter().any(|(_, task)| task.due.is_some());
    let mut ready = None;
    for (at, task) in tasks.iter().filter(|(_, task)| !marked || task.due.is_some()) {
        if !task.placed {
            return None;
        }
        let record = workspace.tasks.get(&task.id).and_then(|task| workspace.operations.get(&task.operation?));
        let wait = record.map_or(Span::ZERO, |operation| operation.post_time);
        // An order in a hurry does not wait: its promise is the very end of its last task, as long as that has not moved.
        let wait = if order.promised == Some(task.end) { Span::ZERO } else { wait };
        ready = ready.max(Some(ends.get(at).copied().unwrap_or(task.end).plus(wait)));
    }
    ready
}

/// `Oak bench: assemble, not begun`.
fn words(board: &BoardData, task: &BoardTask) -> String {
    let how = if task.status == TaskStatus::Started { "still going on" } else { "not begun" };
    format!("{}, {how}", board.operation_name(task))
}

#[cfg(test)]
mod tests {
    use super::super::super::schedule::sample::{at, dairy};
    use super::*;

    fn of(workspace: &Workspace, now: &str) -> Vec<(String, String, i64, String)> {
        let board = BoardData::collect(workspace, at(now));
        let told = |course: Course| {
            let goes = course.goes.map(|goes| goes.to_string()).unwrap_or_default();
            (course.name.clone(), goes, course.by().map_or(0, Span::seconds) / 60, course.held_up_by)
        };
        courses(workspace, &board, at(now)).into_iter().map(told).collect()
    }

    /// The dairy with its promises as the schedule stands: order 1 mixed from 8 to 10 and filled from 10 to 14.
    fn promised() -> Workspace {
        let mut workspace = dairy();
        let board = BoardData::collect(&workspace, at("2026-11-02 07:00"));
        for order in &board.orders {
            let id = PromiseId::from_raw(order.id.raw());
            workspace.promises.insert(id, Promise { order: Some(order.id), ready: order.ready, ..Promise::new(id) });
        }
        workspace
    }

    #[test]
    fn before_anything_is_late_it_goes_as_planned() {
        let found = of(&promised(), "2026-11-02 08:00");
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(_, _, by, held_up)| *by == 0 && held_up.is_empty()), "{found:?}");
    }

    #[test]
    fn work_that_should_have_begun_pushes_what_waits_for_it_and_says_so() {
        let workspace = promised();
        let planned = of(&workspace, "2026-11-02 08:00");
        // At half past nine nothing was begun: order 1 is late by an hour and a half, and what comes behind it as well.
        let late = of(&workspace, "2026-11-02 09:30");
        let first = late.iter().find(|(name, ..)| name == "Order 1").cloned().unwrap_or_default();
        assert_eq!((first.2, first.3.as_str()), (90, "Mix, not begun"), "{late:?} {planned:?}");
        let board = BoardData::collect(&workspace, at("2026-11-02 09:30"));
        let words = course_words(&courses(&workspace, &board, at("2026-11-02 09:30")));
        assert!(words.starts_with("2 orders are behind plan, 1 of them late for the due date; 0 ahead, 0 as planned."), "{words}");
        // Nothing was moved by looking.
        assert_eq!(of(&workspace, "2026-11-02 08:00"), planned);
    }

    #[test]
    fn work_that_goes_on_beyond_its_end_is_carried_on_and_what_is_finished_is_not_told() {
        let mut workspace = promised();
        let set = |workspace: &mut Workspace, raw, status| {
            if let Some(task) = workspace.tasks.get_mut(&TaskId::from_raw(raw)) {
                task.status = status;
            }
        };
        set(&mut workspace, 1, TaskStatus::Started);
        let late = of(&workspace, "2026-11-02 10:20");
        let first = late.iter().find(|(name, ..)| name == "Order 1").cloned().unwrap_or_default();
        assert_eq!((first.2, first.3.as_str()), (20, "Mix, still going on"), "{late:?}");
        set(&mut workspace, 1, TaskStatus::Finished);
        set(&mut workspace, 2, TaskStatus::Finished);
        assert!(of(&workspace, "2026-11-02 14:00").iter().all(|(name, ..)| name != "Order 1"));
    }
}
