//! What is about to start is planned anew, and hurrying is the rule (Sridharan, Berry and Udayabhanu 1988: schedule instability).

use super::{Evidence, Level, positions, share};

/// A task in two versions of the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedTask {
    pub start: f64,
    /// One is the most urgent.
    pub priority: i64,
    pub released: bool,
    /// Start and priority in the later version; nothing where it is gone.
    pub later: Option<(f64, i64)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Replanned {
    /// Of the larger share; concerned are the tasks that were changed in the window.
    pub evidence: Evidence,
    pub in_window: usize,
    /// Of the tasks in the window, those that were changed.
    pub instability: f64,
    /// Of released tasks, those whose priority was raised.
    pub expedited: f64,
}

/// Tasks of at least two versions, seen at the time `now` of the later one; the window is what is to start within `frozen`.
pub fn replanned_when_frozen(tasks: &[PlannedTask], now: f64, frozen: f64) -> Replanned {
    let inside = |task: &PlannedTask| task.start >= now && task.start - now <= frozen;
    let in_window = positions(tasks, inside).len();
    let concerned = positions(tasks, |task| inside(task) && task.later != Some((task.start, task.priority)));
    let released = positions(tasks, |task| task.released).len();
    let raised = positions(tasks, |task| task.released && task.later.is_some_and(|(_, priority)| priority < task.priority)).len();
    let (instability, expedited) = (share(concerned.len(), in_window), share(raised, released));
    let worst = instability.max(expedited);
    let level = Level::of(tasks.len() >= 10, worst >= 0.1, worst >= 0.2);
    Replanned { evidence: Evidence { level, n: tasks.len(), statistic: worst, p: None, concerned }, in_window, instability, expedited }
}
