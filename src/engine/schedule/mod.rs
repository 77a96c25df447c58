//! Finite-capacity scheduling: a [`Problem`] in, the best [`Schedule`] found so far out, at any time.
//!
//! Never knows orders, items or people; tasks, resources and calendars are numbered by whoever builds the problem.

mod bound;
mod critical;
mod cumulative;
mod decode;
mod disjunctive;
mod evaluate;
mod feasibility;
mod finding;
mod float;
mod graph;
mod improve;
mod joined;
mod modes;
mod network;
mod peers;
mod pins;
mod pool;
mod problem;
mod random;
mod refine;
mod repair;
mod rules;
mod scene;
mod score;
mod search;
pub mod slack;
mod snap;
mod solve;
mod solver;
mod stages;
mod timeline;
mod walk;
mod windows;

pub use critical::{Analysis, Cause, Wait, analyse};
pub use decode::ModeChoice;
pub use feasibility::{Conflict, conflicts, placement_at};
pub use finding::{Broken, Finding};
pub use peers::{Offer, Peers};
pub use problem::{
    Bucket, Link, LinkKind, Mode, Pace, Period, Pin, Placement, Problem, ProfileIndex, Requirement, Resource, ResourceIndex, ResourceKind,
    Schedule, SetupMatrix, Task, TaskIndex, buckets,
};
pub use repair::repair;
pub use score::{Goal, Score};
pub use snap::earliest_from;
pub use solve::{Control, Direction, Gap, Options, Outcome, Progress, solve, solve_in_slices};
pub use solver::Solver;
