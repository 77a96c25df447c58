//! The Production Plan: expected demand, required resources, planned output per period.

mod page;

pub use page::ProductionPlanPage;
