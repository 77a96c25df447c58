//! What a plan would change: task by task against the present schedule, order by order against what was promised.
//!
//! Never judges: whether the change is wanted is up to the person.

use super::PlanOutcome;
use crate::model::*;
use serde::{Deserialize, Serialize};

/// What accepting a plan would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanChanges {
    /// Tasks that are new on the board.
    pub added: u32,
    /// Tasks that start earlier than they do now.
    pub earlier: u32,
    /// Tasks that start later than they do now.
    pub later: u32,
    /// Tasks that start at the same time on other resources.
    pub handed_over: u32,
    pub kept: u32,
    /// Tasks that go, because nothing needs them any more.
    pub removed: u32,
    /// Orders that are better or worse off than promised; the worst off first.
    pub orders: Vec<OrderShift>,
}

/// An order before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderShift {
    pub order: OrderId,
    pub name: String,
    /// How late it is before and after; `None` where it is not delivered, or only in part.
    pub before: Option<Span>,
    pub after: Option<Span>,
}

impl OrderShift {
    /// Seconds of lateness more (or less, below zero); not to be delivered is worse than any lateness.
    pub fn growth(&self) -> i64 {
        let seconds = |late: Option<Span>| late.map_or(i64::MAX / 4, Span::seconds);
        seconds(self.after) - seconds(self.before)
    }

    /// Whether it is late before and on time after.
    pub fn is_saved(&self) -> bool {
        self.before != Some(Span::ZERO) && self.after == Some(Span::ZERO)
    }

    /// Whether it is on time before and not after.
    pub fn is_lost(&self) -> bool {
        self.before == Some(Span::ZERO) && self.after != Some(Span::ZERO)
    }
}

/// What accepting `outcome` would change in the workspace.
pub fn plan_changes(workspace: &Workspace, outcome: &PlanOutcome) -> PlanChanges {
    let mut changes = PlanChanges::default();
    for task in &outcome.tasks {
        let before = workspace.tasks.get(&task.id).and_then(|task| task.placement.as_ref());
        let counter = match (before, &task.placement) {
            (None, Some(_)) => &mut changes.added,
            (Some(before), Some(now)) if now.start < before.start => &mut changes.earlier,
            (Some(before), Some(now)) if now.start > before.start => &mut changes.later,
            (Some(before), Some(now)) if before.uses != now.uses => &mut changes.handed_over,
            _ => &mut changes.kept,
        };
        *counter += 1;
    }
    let planned = Positions::of(outcome.tasks.iter().map(|task| task.id.raw()));
    // What is done, has begun or is firm stays, whatever is planned.
    let goes = |task: &&Task| workspace.gives_way(task) && planned.find(task.id.raw()).is_none();
    changes.removed = workspace.tasks.values().filter(goes).count() as u32;
    changes.orders = shifts(workspace, workspace.promises.values(), &outcome.promises);
    changes
}

/// The orders that are better or worse off by the promises after than by those before; the worst off first.
///
/// To be ready later and still on time is no harm, so it is not told. An order without a promise before is left out.
pub fn shifts<'a>(workspace: &Workspace, before: impl IntoIterator<Item = &'a Promise>, after: &[Promise]) -> Vec<OrderShift> {
    let late = |promise: &Promise| {
        let whole = matches!(promise.verdict, Verdict::OnTime | Verdict::Late);
        let due = workspace.orders.get(&promise.order?)?.due;
        let late = |ready: Time| due.map_or(Span::ZERO, |due| Span::from_seconds(ready.since(due).seconds().max(0)));
        promise.ready.filter(|_| whole).map(late)
    };
    let before: Vec<&Promise> = before.into_iter().collect();
    let known = Positions::of(before.iter().map(|promise| promise.order.map_or(0, RecordId::raw)));
    let shift = |promise: &Promise| {
        let order = promise.order?;
        let name = workspace.orders.get(&order)?.name.clone();
        Some(OrderShift { order, name, before: late(before[known.find(order.raw())?]), after: late(promise) })
    };
    let mut found: Vec<OrderShift> = after.iter().filter_map(shift).filter(|shift| shift.before != shift.after).collect();
    sort_with_key(&mut found, |shift| std::cmp::Reverse(shift.growth()));
    found
}

/// Where records stand in a list, by their ids: one map for all of them, for a map of each kind would be code of each kind.
pub struct Positions(Vec<(u64, usize)>);

impl Positions {
    /// The positions of these ids.
    pub fn of(ids: impl Iterator<Item = u64>) -> Positions {
        let mut rows: Vec<(u64, usize)> = ids.enumerate().map(|(at, id)| (id, at)).collect();
        sort_with_key(&mut rows, |row| *row);
        Positions(rows)
    }

    /// The position of an id.
    pub fn find(&self, id: u64) -> Option<usize> {
        let at = self.0.binary_search_by_key(&id, |row| row.0).ok()?;
        Some(self.0[at].1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn at(hour: i64) -> Time {
        Time::parse("2026-11-02").unwrap().plus(Span::from_hours(hour))
    }

    fn task(raw: u64, hour: i64, machine: u64) -> Task {
        let mut task = Task::new(TaskId::from_raw(raw));
        let uses = vec![ResourceUse { resource: ResourceId::from_raw(machine), quantity: 1.0 }];
        task.placement = Some(Placement { start: at(hour), end: at(hour + 2), uses });
        task
    }

    fn promise(raw: u64, verdict: Verdict, hour: i64) -> Promise {
        let mut promise = Promise::new(PromiseId::from_raw(raw));
        (promise.order, promise.verdict, promise.ready) = (Some(OrderId::from_raw(raw)), verdict, Some(at(hour)));
        promise
    }

    #[test]
    fn every_task_is_counted_once() {
        let mut workspace = Workspace::default();
        for task in [task(1, 8, 1), task(2, 8, 1), task(3, 8, 1), task(4, 8, 1), task(5, 8, 1)] {
            workspace.tasks.insert(task.id, task);
        }
        // The past is none of a plan's business.
        let done = Task { status: TaskStatus::Finished, ..task(6, 1, 1) };
        workspace.tasks.insert(done.id, done);
        let tasks = vec![task(1, 7, 1), task(2, 9, 2), task(3, 8, 2), task(4, 8, 1), task(99, 8, 1)];
        let changes = plan_changes(&workspace, &PlanOutcome { tasks, ..PlanOutcome::default() });
        let PlanChanges { added, earlier, later, handed_over, kept, removed, .. } = changes;
        assert_eq!((earlier, later, handed_over, kept, added, removed), (1, 1, 1, 1, 1, 1));
    }

    #[test]
    fn orders_saved_and_lost_are_named_and_those_on_time_either_way_are_not() {
        let mut workspace = Workspace::default();
        for raw in 1..=4 {
            let mut order = Order::new(OrderId::from_raw(raw));
            (order.name, order.due) = (format!("Order {raw}"), Some(at(10)));
            workspace.orders.insert(order.id, order);
        }
        let before = [(1, Verdict::OnTime, 9), (2, Verdict::Late, 12), (3, Verdict::OnTime, 8), (4, Verdict::Late, 11)];
        workspace.promises =
            before.into_iter().map(|(raw, verdict, hour)| (PromiseId::from_raw(raw), promise(raw, verdict, hour))).collect();
        let after = [(1, Verdict::Late, 11), (2, Verdict::OnTime, 9), (3, Verdict::OnTime, 10), (4, Verdict::Refused, 11)];
        let promises = after.into_iter().map(|(raw, verdict, hour)| promise(raw, verdict, hour)).collect();
        let changes = plan_changes(&workspace, &PlanOutcome { promises, ..PlanOutcome::default() });
        let named: Vec<(&str, bool, bool)> =
            changes.orders.iter().map(|shift| (shift.name.as_str(), shift.is_saved(), shift.is_lost())).collect();
        assert_eq!(named, [("Order 4", false, false), ("Order 1", false, true), ("Order 2", true, false)]);
        assert_eq!(changes.orders[1].growth(), 3_600);
    }
}
