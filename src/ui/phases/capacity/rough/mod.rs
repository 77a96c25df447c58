//! Rough-cut capacity: the load of the master schedule against capacity by three methods, the bottleneck, and what fullness does to waiting.
//!
//! Nothing is worked out here and nothing is changed: the numbers are derived.

mod chart;
mod drill;
mod figures;
mod groups;
mod people;
mod periods;
mod view;

pub use view::RoughCutView;
