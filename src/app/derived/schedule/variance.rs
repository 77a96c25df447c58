//! How the board differs from a schedule saved earlier: task by task, order by order, and where the work stands now.
//!
//! Never decides which of the two is better; a later end is only called later.

use super::baseline::{Saved, SavedTask};
use super::data::{BoardData, BoardTask, Index, index};
use super::words::{counted, length_text, moment_text};
use crate::model::{OrderId, Span, TaskId, TaskStatus, Time, sort_with_key};

/// What became of a task since the schedule was saved.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fate {
    /// It ends later, or starts later and ends as it did.
    Later,
    Earlier,
    Same,
    /// It was not there or had no place.
    New,
    /// It has no place any more.
    Unscheduled,
    /// It is not there any more.
    Gone,
}

impl Fate {
    /// Every fate in the order in which it is told.
    pub const ALL: [Fate; 6] = [Fate::Later, Fate::Earlier, Fate::Same, Fate::New, Fate::Unscheduled, Fate::Gone];

    /// `Later`.
    pub fn words(self) -> &'static str {
        match self {
            Fate::Later => "Later",
            Fate::Earlier => "Earlier",
            Fate::Same => "As it was",
            Fate::New => "New",
            Fate::Unscheduled => "No longer scheduled",
            Fate::Gone => "Gone",
        }
    }
}

/// How many tasks met which fate, in the order of [`Fate::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals([usize; Fate::ALL.len()]);

impl Totals {
    /// How many tasks met a fate.
    pub fn of(&self, fate: Fate) -> usize {
        self.0[fate as usize]
    }

    fn count(&mut self, fate: Fate) {
        self.0[fate as usize] += 1;
    }

    /// `12 tasks later, 3 earlier, 240 as they were, 2 new, 1 gone`: what there is none of is left out, save later and earlier.
    pub fn sentence(&self) -> String {
        let mut words =
            vec![format!("{} later", counted(self.of(Fate::Later), "task", "tasks")), format!("{} earlier", self.of(Fate::Earlier))];
        let rest = [(Fate::Same, "as they were"), (Fate::New, "new"), (Fate::Unscheduled, "no longer scheduled"), (Fate::Gone, "gone")];
        words.extend(rest.into_iter().filter(|(fate, _)| self.of(*fate) > 0).map(|(fate, said)| format!("{} {said}", self.of(fate))));
        words.join(", ")
    }
}

/// How a task differs.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskVariance {
    pub task: TaskId,
    /// Its position on the board; `None` where it is gone.
    pub at: Option<Index>,
    pub saved: Option<SavedTask>,
    pub fate: Fate,
    /// How much later it starts and ends, below zero for earlier; `None` where it has no place in one of the two.
    pub by: Option<(Span, Span)>,
}

/// How an order differs.
#[derive(Clone, PartialEq, Debug)]
pub struct OrderVariance {
    pub order: OrderId,
    /// When its last task ended in the saved schedule, and when it ends now.
    pub saved_ready: Option<Time>,
    pub ready: Option<Time>,
    pub totals: Totals,
}

impl OrderVariance {
    /// How much later its last task ends, below zero for earlier.
    pub fn by(&self) -> Option<Span> {
        Some(self.ready?.since(self.saved_ready?))
    }
}

/// How the board differs from a saved schedule.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Comparison {
    /// Those of the board in its order, then those that are gone.
    pub tasks: Vec<TaskVariance>,
    /// In the order of the board; then orders that are no longer there, by id.
    pub orders: Vec<OrderVariance>,
    pub totals: Totals,
}

/// Where the work of a task stands beside a schedule at a moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Progress {
    /// Work that should be done or begun by now and is not: the moment of the schedule that it has reached.
    Behind(Time),
    /// Work that should not have come so far yet: the moment of the schedule that it has reached.
    Ahead(Time),
}

impl Progress {
    /// The moment of the schedule that the work has reached.
    pub fn reached(self) -> Time {
        let (Progress::Behind(time) | Progress::Ahead(time)) = self;
        time
    }
}

impl BoardData {
    /// How the board differs from a saved schedule.
    pub fn compare(&self, saved: &Saved) -> Comparison {
        let mut comparison = Comparison::default();
        let mut orders: Vec<OrderVariance> = self.orders.iter().map(|order| of_order(order.id)).collect();
        let mut lost: Vec<OrderVariance> = Vec::new();
        for (task, at) in self.tasks.iter().zip(0..) {
            let variance = task_variance(at, task, saved.of(task.id).copied());
            comparison.totals.count(variance.fate);
            if let Some(order) = task.order.and_then(|order| orders.get_mut(index(order))) {
                order.totals.count(variance.fate);
                order.ready = order.ready.max(task.placed.then_some(task.end));
            }
            comparison.tasks.push(variance);
        }
        for was in &saved.tasks {
            let here = self.find_task(was.task);
            if here.is_none() {
                comparison.totals.count(Fate::Gone);
                let (saved, fate) = (Some(*was), Fate::Gone);
                comparison.tasks.push(TaskVariance { task: was.task, at: None, saved, fate, by: None });
            }
            let Some(id) = was.order else { continue };
            let order = match self.find_order(id).and_then(|at| orders.get_mut(index(at))) {
                Some(order) => order,
                None => {
                    let at = lost.iter().position(|order| order.order == id).unwrap_or_else(|| {
                        lost.push(of_order(id));
                        lost.len() - 1
                    });
                    &mut lost[at]
                }
            };
            order.saved_ready = order.saved_ready.max(Some(was.end));
            if here.is_none() {
                order.totals.count(Fate::Gone);
            }
        }
        sort_with_key(&mut lost, |order| order.order);
        orders.append(&mut lost);
        orders.retain(|order| order.ready.is_some() || order.saved_ready.is_some());
        comparison.orders = orders;
        comparison
    }

    /// How a task differs, in words; nothing where it is as it was and on its way.
    pub fn variance_words(&self, saved: &Saved, at: Index) -> Option<String> {
        let task = self.task(at)?;
        let variance = task_variance(at, task, saved.of(task.id).copied());
        let mut words = match (variance.saved, variance.by) {
            (Some(_), Some(_)) if variance.fate == Fate::Same => vec![variance.fate.words().to_owned()],
            (Some(was), Some((start, end))) => vec![format!(
                "{}, {} (it was to run {} to {})",
                shift_words("starts", start),
                shift_words("ends", end),
                moment_text(was.start, self.now),
                moment_text(was.end, self.now)
            )],
            _ => vec![variance.fate.words().to_owned()],
        };
        words.extend(self.progress_of(saved, task).map(|progress| match progress {
            Progress::Behind(time) if task.status == TaskStatus::Started => {
                format!("Behind: it should be done since {}", moment_text(time, self.now))
            }
            Progress::Behind(time) => format!("Behind: it should have begun {}", moment_text(time, self.now)),
            Progress::Ahead(_) => "Ahead of it".to_owned(),
        }));
        Some(words.join(". "))
    }

    /// Where the work of a task stands beside its saved place now; nothing where it is where it should be.
    ///
    /// How much of a started task is done is not known: it counts as on its way until it should be done.
    pub fn progress_of(&self, saved: &Saved, task: &BoardTask) -> Option<Progress> {
        // Most tasks lie ahead and have not begun; of them nothing needs to be looked up.
        if task.status == TaskStatus::Planned && !task.placed {
            return None;
        }
        let was = saved.of(task.id)?;
        let now = self.now;
        match task.status {
            TaskStatus::Planned => (was.start < now).then_some(Progress::Behind(was.start)),
            TaskStatus::Started if was.end < now => Some(Progress::Behind(was.end)),
            TaskStatus::Started => (was.start > now).then_some(Progress::Ahead(was.start)),
            TaskStatus::Finished => (was.end > now).then_some(Progress::Ahead(was.end)),
        }
    }
}

fn of_order(order: OrderId) -> OrderVariance {
    OrderVariance { order, saved_ready: None, ready: None, totals: Totals::default() }
}

fn task_variance(at: Index, task: &BoardTask, saved: Option<SavedTask>) -> TaskVariance {
    let by = saved.filter(|_| task.placed).map(|was| (task.start.since(was.start), task.end.since(was.end)));
    let fate = match (saved, by) {
        (None, _) if !task.placed => Fate::Unscheduled,
        (None, _) => Fate::New,
        (Some(_), None) => Fate::Unscheduled,
        (Some(_), Some((start, end))) => match (end, start).cmp(&(Span::ZERO, Span::ZERO)) {
            std::cmp::Ordering::Greater => Fate::Later,
            std::cmp::Ordering::Less => Fate::Earlier,
            std::cmp::Ordering::Equal => Fate::Same,
        },
    };
    TaskVariance { task: task.id, at: Some(at), saved, fate, by }
}

/// `starts 2 h later`, `ends as it was to`.
fn shift_words(what: &str, by: Span) -> String {
    match by.cmp(&Span::ZERO) {
        std::cmp::Ordering::Equal => format!("{what} when it was to"),
        std::cmp::Ordering::Greater => format!("{what} {} later", length_text(by)),
        std::cmp::Ordering::Less => format!("{what} {} earlier", length_text(Span::from_seconds(-by.seconds()))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, now};
    use super::*;
    use crate::model::{Baseline, BaselineId, Record, RecordId, Workspace};

    fn saved(workspace: &Workspace) -> Saved {
        let places = BoardData::collect(workspace, now()).pack_places();
        Saved::open(&Baseline { places, ..Baseline::new(BaselineId::from_raw(1)) })
    }

    fn move_by(workspace: &mut Workspace, raw: u64, hours: i64) {
        let place = workspace.tasks.get_mut(&TaskId::from_raw(raw)).unwrap().placement.as_mut().unwrap();
        (place.start, place.end) = (place.start.plus(Span::from_hours(hours)), place.end.plus(Span::from_hours(hours)));
    }

    #[test]
    fn nothing_differs_from_what_was_just_saved() {
        let board = BoardData::collect(&dairy(), now());
        let comparison = board.compare(&saved(&dairy()));
        assert_eq!(comparison.totals.sentence(), "0 tasks later, 0 earlier, 4 as they were");
        assert!(comparison.orders.iter().all(|order| order.by() == Some(Span::ZERO)));
    }

    #[test]
    fn tasks_later_earlier_new_and_gone_are_told_and_so_are_their_orders() {
        let before = dairy();
        let saved = saved(&before);
        let mut workspace = before.clone();
        // Order 2 is filled a day later, order 1 is mixed an hour earlier; filling order 1 is gone, and a task of it is new.
        move_by(&mut workspace, 4, 24);
        move_by(&mut workspace, 1, -1);
        let mut new = workspace.tasks.remove(&TaskId::from_raw(2)).unwrap();
        new.id = TaskId::from_raw(9);
        new.placement.as_mut().unwrap().end = at("2026-11-02 16:00");
        workspace.tasks.insert(new.id, new);
        let board = BoardData::collect(&workspace, now());
        let comparison = board.compare(&saved);
        assert_eq!(comparison.totals.sentence(), "1 task later, 1 earlier, 1 as they were, 1 new, 1 gone");
        let gone = comparison.tasks.last().unwrap();
        assert_eq!((gone.task, gone.fate, gone.at), (TaskId::from_raw(2), Fate::Gone, None));
        let orders: Vec<(u64, Option<i64>)> =
            comparison.orders.iter().map(|order| (order.order.raw(), order.by().map(|by| by.seconds() / 3600))).collect();
        assert_eq!(orders, [(2, Some(24)), (1, Some(2))], "by due date, as on the board");
        let words = board.variance_words(&saved, board.find_task(TaskId::from_raw(4)).unwrap()).unwrap();
        assert_eq!(words, "starts 1 d later, ends 1 d later (it was to run Mon 14:00 to Tue 10:00)");
    }

    #[test]
    fn an_order_that_is_gone_is_still_told() {
        let mut workspace = dairy();
        let saved = saved(&workspace);
        workspace.orders.remove(&OrderId::from_raw(2));
        workspace.tasks.retain(|task| task.orders.first() != Some(&OrderId::from_raw(2)));
        let comparison = BoardData::collect(&workspace, now()).compare(&saved);
        let lost = comparison.orders.last().unwrap();
        assert_eq!((lost.order, lost.ready, lost.totals.of(Fate::Gone)), (OrderId::from_raw(2), None, 2));
        assert_eq!(lost.by(), None);
    }

    #[test]
    fn work_not_begun_is_behind_at_its_start_and_work_done_too_soon_is_ahead_at_its_end() {
        let mut workspace = dairy();
        let saved = saved(&workspace);
        let mut set = |raw: u64, status: TaskStatus| workspace.tasks.get_mut(&TaskId::from_raw(raw)).unwrap().status = status;
        // At Monday 13:00: mixing order 1 was begun and should be done, filling it should have begun, order 2 is mixed and filled already.
        set(1, TaskStatus::Started);
        set(3, TaskStatus::Finished);
        set(4, TaskStatus::Finished);
        // A later plan does not make good what was promised.
        move_by(&mut workspace, 2, 48);
        let board = BoardData::collect(&workspace, at("2026-11-02 13:00"));
        let told = |raw: u64| board.progress_of(&saved, board.task(board.find_task(TaskId::from_raw(raw)).unwrap()).unwrap());
        assert_eq!(told(1), Some(Progress::Behind(at("2026-11-02 10:00"))));
        assert_eq!(told(2), Some(Progress::Behind(at("2026-11-02 10:00"))));
        assert_eq!(told(3), None, "done when it was to be done");
        assert_eq!(told(4), Some(Progress::Ahead(at("2026-11-03 10:00"))));
        let words = board.variance_words(&saved, board.find_task(TaskId::from_raw(2)).unwrap()).unwrap();
        assert!(words.ends_with("Behind: it should have begun Mon 10:00"), "{words}");
    }
}
