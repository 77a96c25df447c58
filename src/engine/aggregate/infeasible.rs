//! When no plan keeps all limits: which of them contradict each other, and the least change that would do.
//!
//! Plain data. Never decides which limit gives way: every kind that can by itself is offered, with how much and when.

use super::limits::Limit;
use serde::{Deserialize, Serialize};

/// A kind of limit that may give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Relief {
    /// Demand that is not met, in units.
    LessDemand,
    /// Demand that is met later, in units owed from one period to the next.
    LaterDemand,
    /// Stock below its minimum or its end, in units.
    LessStock,
    /// In units.
    MoreSubcontract,
    /// In hours.
    MoreRegularHours,
    /// In hours.
    MoreOvertime,
    /// More workers than the most there may be, in workers and periods.
    MoreWorkers,
    /// Other quantities or workers than the strategy or one's own hand wants.
    OtherStrategy,
    /// Stock above the most there may be, in units.
    MoreStock,
}

impl Relief {
    pub const ALL: [Relief; 9] = [
        Relief::LessDemand,
        Relief::LaterDemand,
        Relief::LessStock,
        Relief::MoreSubcontract,
        Relief::MoreRegularHours,
        Relief::MoreOvertime,
        Relief::MoreWorkers,
        Relief::OtherStrategy,
        Relief::MoreStock,
    ];
}

/// A limit, and by how much it would have to be another: positive upwards.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub limit: Limit,
    pub by: f64,
}

/// The least change of one kind of limit that makes a plan possible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeastChange {
    /// Several only where no kind would do by itself.
    pub kinds: Vec<Relief>,
    pub total: f64,
    pub changes: Vec<Change>,
    /// Whether nothing less of these kinds would do; with whole workers it may not be known.
    pub is_least: bool,
}

/// Why there is no plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// These cannot be kept together; without any one of them the others could, if there were no limits besides.
    pub limits: Vec<Limit>,
    /// Further contradictions among other limits, which stay when the first is resolved.
    pub further: Vec<Vec<Limit>>,
    /// Whether there is no further one among limits that are not named; only so many are looked for.
    pub is_all: bool,
    pub least_changes: Vec<LeastChange>,
}
