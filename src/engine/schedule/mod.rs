//! Finite-capacity scheduling: a [`Problem`] in, the best [`Schedule`] found so far out, at any time.
//!
//! Never knows orders, items or people; tasks, resources and calendars are numbered by whoever builds the problem.

mod finding;
mod problem;
mod score;

pub use finding::{Broken, Finding};
pub use problem::{
    Bucket, Link, LinkKind, Mode, Pace, Period, Pin, Placement, Problem, ProfileIndex, Requirement, Resource, ResourceIndex, ResourceKind,
    Schedule, SetupMatrix, Task, TaskIndex, buckets,
};
pub use score::{Goal, Score};
