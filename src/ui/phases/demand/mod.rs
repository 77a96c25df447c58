//! The Demand phase: orders, and how demand runs per item and period.

mod figures;
mod page;
mod periods;

pub use page::DemandPage;
