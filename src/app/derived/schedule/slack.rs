//! How much later each task could be, and which tasks decide when the late orders and the last one are ready.
//!
//! Never moves a task. Machines that do one thing at a time are followed turn by turn; of pools only what cannot run side by side, so
//! that there a float may be longer in truth than can be kept by all at once.

use super::data::{BoardData, BoardTask, Index, index};
use super::ground::pace;
use crate::engine::calendar::{Milli, Profile};
use crate::engine::schedule::slack::{Activity, Calendars, Network, Tie};
use crate::model::{LinkKind, Span, TaskStatus, Time, sort_with_key};
use std::rc::Rc;

/// On a pool the task that takes a turn after another is looked for among so many that start after it.
const LOOKED_AT: usize = 24;

/// What a task has to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskSlack {
    /// How much later, on the clock, it could start without any order being later than it is or than its due date.
    pub total: Span,
    /// The same without moving any other task.
    pub free: Span,
    /// The task whose end it decides: the last one of a late order, the most late first, or the last of all.
    pub decides: Option<Index>,
}

/// What every task has to spare; nothing for those without a place and those that are finished.
pub type Slack = Vec<Option<TaskSlack>>;

impl BoardData {
    /// What a task has to spare as the board stands; worked out for all tasks when first asked after a change.
    pub fn slack_of(&self, task: Index) -> Option<TaskSlack> {
        self.slack.get_or_init(|| self.work_out_slack()).get(index(task)).copied().flatten()
    }

    /// Whether a task decides when a late order or the last of all work ends.
    pub fn is_critical(&self, task: Index) -> bool {
        self.slack_of(task).is_some_and(|slack| slack.decides.is_some())
    }

    /// How long before its due date the order of a task, or the task where it has none, is ready; below zero where it is late.
    pub fn ahead_of_due(&self, task: &BoardTask) -> Option<Span> {
        let order = task.order.and_then(|at| self.orders.get(index(at)));
        let ready = order.and_then(|order| order.ready).or(task.placed.then_some(task.end))?;
        Some(order.and_then(|order| order.due).or(task.due)?.since(ready))
    }

    /// The hours and work of all tasks; worked out when first asked after a change.
    fn paces(&self) -> &Paces {
        self.paces.get_or_init(|| Paces(self.tasks.iter().map(|task| self.work_of(task)).collect()))
    }

    /// When those who do a task work, and how fast; found out once for all tasks of a crew.
    pub(super) fn pace_of(&self, task: &BoardTask) -> Rc<Profile> {
        if let Some(known) = self.crews.borrow().get(&task.uses) {
            return known.clone();
        }
        let uses: Vec<(Index, Milli)> = task.uses.iter().map(|usage| (usage.resource, usage.quantity)).collect();
        let found = Rc::new(pace(self, &uses, None));
        self.crews.borrow_mut().insert(task.uses.clone(), found.clone());
        found
    }

    /// The hours of those who do a task, its work, and the length it has where that is none.
    pub(super) fn work_of(&self, task: &BoardTask) -> (Rc<Profile>, Span, Span) {
        let pace = self.pace_of(task);
        let work = if task.placed { pace.worked(task.start, task.end) } else { Span::ZERO };
        let length = if work.is_zero() { task.end.since(task.start) } else { Span::ZERO };
        (pace, work, length)
    }

    fn work_out_slack(&self) -> Slack {
        let open = |task: &BoardTask| task.placed && task.status != TaskStatus::Finished;
        let last = self.tasks.iter().filter(|task| open(task)).map(|task| task.end).max().unwrap_or(self.now);
        let activities = self.tasks.iter().map(|task| {
            let until = self.until(task).map_or(last, |until| until.max(task.end)).seconds();
            open(task).then_some(Activity { start: task.start.seconds(), end: task.end.seconds(), until, fixed: false })
        });
        let links = self.links.iter().map(|link| Tie {
            from: link.from,
            from_end: matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish),
            to: link.to,
            to_start: link.ties_start(),
            lag: link.lag.seconds(),
        });
        let turns = self.resources.iter().zip(0..).flat_map(|(_, at)| self.turns(at));
        let network = Network::new(activities.collect(), links.chain(turns).collect(), self.paces());
        let (latest, free, decides) = (network.latest(), network.free(), network.deciding(&self.deciding_ends(last)));
        let spare = |task: &BoardTask, date: Option<(i64, i64)>| Some(Span::from_seconds((date?.0 - task.start.seconds()).max(0)));
        let each = self.tasks.iter().zip(latest).zip(free).zip(decides);
        each.map(|(((task, latest), free), decides)| Some(TaskSlack { total: spare(task, latest)?, free: spare(task, free)?, decides }))
            .collect()
    }

    /// Until when a task may end by the due date of its order, where it is one of those that decide when the order is ready.
    fn until(&self, task: &BoardTask) -> Option<Time> {
        let order = task.order.and_then(|at| self.orders.get(index(at)));
        let marked = order.is_some_and(|order| order.tasks.iter().any(|at| self.task(*at).is_some_and(|task| task.due.is_some())));
        if marked && task.due.is_none() {
            return None;
        }
        let ready = order.and_then(|order| order.ready);
        order.and_then(|order| order.due).or(task.due).map(|due| due.max(ready.unwrap_or(due)))
    }

    /// The tasks with which the late orders end, the most late first, and the last of all.
    fn deciding_ends(&self, last: Time) -> Vec<Index> {
        let mut late: Vec<Index> = (0..self.orders.len() as Index).filter(|at| self.orders[index(*at)].lateness().is_some()).collect();
        sort_with_key(&mut late, |at| std::cmp::Reverse(self.orders[index(*at)].lateness()));
        let ends = late.iter().filter_map(|at| self.orders.get(index(*at))).flat_map(|order| {
            order.tasks.iter().copied().filter(|at| self.task(*at).is_some_and(|task| task.placed && Some(task.end) == order.ready))
        });
        let all = (0..self.tasks.len() as Index).filter(|at| self.task(*at).is_some_and(|task| task.placed && task.end == last));
        ends.chain(all).collect()
    }

    /// That tasks follow each other on a resource that has no room for both.
    fn turns(&self, resource: Index) -> Vec<Tie> {
        let Some(row) = self.resources.get(index(resource)).filter(|row| row.limits()) else { return Vec::new() };
        let known: Vec<(Index, &BoardTask, Milli)> = row
            .tasks
            .iter()
            .filter_map(|at| Some((*at, self.task(*at)?)))
            .filter(|(_, task)| task.end > task.start)
            .map(|(at, task)| (at, task, super::conflict::use_of(task, resource)))
            .collect();
        let next = |(at, (from, task, used)): (usize, &(Index, &BoardTask, Milli))| {
            let mut after = known.get(at + 1..)?.iter().take(LOOKED_AT);
            let (to, ..) = after.find(|(_, other, needs)| other.start >= task.end && used + needs > row.size)?;
            Some(Tie { from: *from, from_end: true, to: *to, to_start: true, lag: 0 })
        };
        known.iter().enumerate().filter_map(next).collect()
    }
}

/// Per task the hours of those who do it, its work, and the length it has where that is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Paces(Vec<(Rc<Profile>, Span, Span)>);

impl Paces {
    /// The hours of a task's crew, its work, and its length where that is none.
    fn of(&self, task: u32) -> Option<(&Profile, Span, Span)> {
        self.0.get(index(task)).map(|(pace, work, length)| (&**pace, *work, *length))
    }
}

impl Calendars for Paces {
    fn begin(&self, activity: u32, end: i64) -> Option<i64> {
        let (pace, work, length) = self.of(activity)?;
        let end = Time::clamped(end);
        if work.is_zero() { Some(end.minus(length).seconds()) } else { pace.begin(end, work).map(Time::seconds) }
    }

    fn finish(&self, activity: u32, start: i64) -> Option<i64> {
        let (pace, work, length) = self.of(activity)?;
        let start = Time::clamped(start);
        if work.is_zero() { Some(start.plus(length).seconds()) } else { pace.finish(start, work).map(Time::seconds) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::super::sample::{at, dairy, large, now};
    use super::*;
    use crate::model::{OrderId, RecordId, TaskId, Workspace};

    fn hours(workspace: &Workspace) -> Vec<(i64, i64, Option<Index>)> {
        let board = BoardData::collect(workspace, now());
        let told = |slack: Option<TaskSlack>| {
            let slack = slack.unwrap();
            (slack.total.seconds() / 3600, slack.free.seconds() / 3600, slack.decides)
        };
        board.work_out_slack().into_iter().map(told).collect()
    }

    #[test]
    fn the_late_order_and_what_keeps_its_machine_busy_are_critical() {
        // Order 2 is filled after order 1, and order 1 right after it is mixed; order 2 is mixed with two hours to spare.
        assert_eq!(hours(&dairy()), [(0, 0, Some(3)), (0, 0, Some(3)), (2, 2, None), (0, 0, Some(3))]);
    }

    #[test]
    fn an_order_on_time_may_take_its_time_until_it_is_due_and_the_night_counts_on_the_clock_alone() {
        let mut workspace = dairy();
        // Without order 2 on the filling line: order 1 may be filled until Tuesday 16:00, so from Tuesday 12:00.
        workspace.tasks.get_mut(&TaskId::from_raw(4)).unwrap().placement = None;
        let board = BoardData::collect(&workspace, now());
        let slack = board.work_out_slack();
        assert_eq!(slack[3], None, "it has no place");
        assert_eq!(board.tasks[1].start.plus(slack[1].unwrap().total), at("2026-11-03 12:00"));
        assert_eq!(
            board.tasks[0].start.plus(slack[0].unwrap().total),
            at("2026-11-02 10:00"),
            "and order 2 mixed after it by 14:00, as all is"
        );
        assert_eq!(slack[1].unwrap().decides, Some(1), "with nothing late, what ends last is decisive");
    }

    #[test]
    fn a_chain_of_many_tasks_is_followed_to_its_beginning_without_going_round_for_long() {
        let mut workspace = large(10_000);
        workspace.orders.values_mut().for_each(|order| order.due = None);
        workspace.orders.get_mut(&OrderId::from_raw(2_500)).unwrap().due = Some(now());
        let board = BoardData::collect(&workspace, now());
        let slack = board.work_out_slack();
        let critical = slack.iter().flatten().filter(|slack| slack.decides.is_some()).count();
        assert!((1..50).contains(&critical), "one chain in 25: {critical}, since an hour lies between two tasks of a machine");
    }
}
