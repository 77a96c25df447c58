//! What the Schedule phase and the Scheduling Board show of a workspace: tasks, their resources, links, lateness and conflicts.
//!
//! Never changes the workspace and never places a task by itself: it reads, compares and says what would break.

mod actual;
mod alter;
mod baseline;
mod changeover;
mod changes;
mod collect;
mod conflict;
mod consequences;
mod data;
mod follow;
mod ground;
mod hours;
mod judge;
mod obstacle;
mod repair;
#[cfg(test)]
pub mod sample;
mod slack;
#[cfg(test)]
mod tests;
mod variance;
mod why;
mod words;

pub use baseline::{Saved, SavedTask};
pub use changeover::Changeover;
pub use changes::{PlannedOrder, orders_in_trouble, plan_sentence};
pub use collect::span_of;
pub use consequences::{Consequences, OrderShift};
pub use data::{
    BoardAbsence, BoardData, BoardLink, BoardOperation, BoardOrder, BoardResource, BoardSupply, BoardTask, BoardUse, Index, Standing, index,
};
pub use follow::Followed;
pub use ground::{Crew, Ground, Grounds};
pub use judge::{Judgement, Place};
pub use obstacle::Obstacle;
pub use repair::Repair;
pub use slack::{Slack, TaskSlack};
pub use variance::{Comparison, Fate, OrderVariance, Progress, TaskVariance, Totals};
pub use why::Because;
pub use words::{counted, day_text, length_text, minute_of, moment_text, month_name, name_or, quantity_text};
