//! Rough-cut capacity: what the master schedule asks of each group of resources by period, by three methods, and how long work would wait.
//!
//! Reads only, and moves no quantity: it shows where load exceeds capacity before anything is scheduled.

mod basis;
mod capacity;
mod drill;
mod schedule;
mod waiting;

pub use basis::{RoughCutSheet, RoughItem, RoughWish, rough_cut_sheet};
pub use capacity::{RoughGroup, ShiftLoad};
pub use drill::{GroupLoad, OrderLoad, PartLoad};
pub use schedule::{MasterSchedule, ScheduleSource};
pub use waiting::{Observed, PeriodWaiting, Station};
