//! The plan ahead: how much to make, buy, keep and owe in each period, by the cheapest way, level, chasing demand, or by one's own hand.
//!
//! Nothing of it enters the workspace before it is saved as a version; only a version that was approved becomes orders.

mod explain;
mod limits;
mod own;
mod planner;
mod strategies;
mod targets;
mod versions;
mod view;

pub use view::AggregateView;
