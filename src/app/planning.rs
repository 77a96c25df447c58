//! Where the making of a plan stands; a plan enters the workspace only when it is accepted.
//!
//! Never plans: the engine worker does.

use super::{Command, PlanRecords, ScheduleCommand};
use crate::engine::plan::{PlanOutcome, Stage};
use std::sync::Arc;

/// Where the making of a plan stands.
#[derive(Clone, Debug, Default)]
pub enum Planning {
    /// Nothing is going on.
    #[default]
    Idle,
    /// The worker is searching.
    Running {
        stage: Option<Stage>,
        /// Plans tried so far.
        attempts: u32,
        /// The best plan so far.
        best: Option<Arc<PlanOutcome>>,
    },
    /// A plan is there and waits to be accepted; `revision` is the session's when planning began.
    Ready { outcome: Arc<PlanOutcome>, revision: u64 },
    /// Planning failed, for this reason; nothing has changed.
    Failed(String),
}

impl Planning {
    /// The best plan so far.
    pub fn best(&self) -> Option<&Arc<PlanOutcome>> {
        match self {
            Planning::Running { best, .. } => best.as_ref(),
            Planning::Ready { outcome, .. } => Some(outcome),
            Planning::Idle | Planning::Failed(_) => None,
        }
    }
}

/// The command that takes a plan over.
pub fn acceptance(outcome: &PlanOutcome) -> Command {
    Command::Schedule(ScheduleCommand::AcceptPlan {
        plan: Box::new(PlanRecords {
            supply_orders: outcome.supply_orders.clone(),
            tasks: outcome.tasks.clone(),
            promises: outcome.promises.clone(),
        }),
    })
}
