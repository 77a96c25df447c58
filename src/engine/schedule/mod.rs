//! Finite-capacity scheduling: a [`Problem`] in, the best [`Schedule`] found so far out, at any time.
//!
//! Never knows orders, items or people; tasks, resources and calendars are numbered by whoever builds the problem.

mod bound;
mod decode;
mod evaluate;
mod finding;
mod graph;
mod improve;
mod list;
mod modes;
mod network;
mod pins;
mod problem;
mod random;
mod rules;
mod score;
mod solve;
mod timeline;
mod windows;

pub use decode::ModeChoice;
pub use finding::{Broken, Finding};
pub use problem::{
    Bucket, Link, LinkKind, Mode, Pace, Period, Pin, Placement, Problem, ProfileIndex, Requirement, Resource, ResourceIndex, ResourceKind,
    Schedule, SetupMatrix, Task, TaskIndex, buckets,
};
pub use score::{Goal, Score};
pub use solve::{Control, Direction, Gap, Options, Outcome, Progress, solve};
