//! What makes one schedule better than another.
//!
//! Never mixes goals: a lesser goal counts only between schedules that are equal in the greater ones.

use serde::{Deserialize, Serialize};

/// Something a planner wants; each is a number to be made small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Goal {
    /// Seconds after deadlines, summed.
    Deadlines,
    /// Weighted seconds after due dates, the most important priority first.
    TardinessByPriority,
    /// Weighted seconds after due dates, all priorities together.
    Tardiness,
    /// Seconds from now to the last end.
    Makespan,
    /// Days from now to the last end, a begun one counted whole: the last end as far as a planner cares about it, so that a second less
    /// does not outweigh every lesser goal. Counts only as early as possible.
    LastDay,
    /// Seconds from now to each end, summed.
    FlowTime,
    /// Seconds that tasks end before their due dates, summed.
    Earliness,
    /// Seconds of changeovers.
    SetupTime,
    /// Cost of modes, changeovers and resources' hours.
    Cost,
    /// Seconds between the starts and those of the previous plan.
    Movement,
    /// Weighted seconds after due dates, those of more important priorities counted up to eight times, and movement with a day for
    /// every task moved: a move has to save as much lateness as it costs.
    Disturbance,
}

impl Goal {
    /// What counts when the planner says nothing: deadlines, then lateness by priority, then the last end, then the sum of ends.
    pub const USUAL: [Goal; 4] = [Goal::Deadlines, Goal::TardinessByPriority, Goal::Makespan, Goal::FlowTime];
}

/// How good a schedule is: a row of numbers compared from the first to the last; smaller is better.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Score {
    /// Tasks left out, rules broken, then one number per goal (one per priority class for [`Goal::TardinessByPriority`]).
    pub terms: Vec<i64>,
}
