//! The Production Plan: expected demand, required resources, planned output per period.

#[cfg(feature = "page")]
mod aggregate;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod paper;
pub mod picture;
pub mod table;

#[cfg(feature = "page")]
pub use aggregate::AggregateView;
#[cfg(feature = "page")]
pub use page::ProductionPlanPage;
