//! The Performance Dashboard: the figures that somebody chose, with their signals, targets and limits.

#[cfg(feature = "page")]
mod add;
#[cfg(feature = "page")]
mod page;
pub mod picture;
pub mod table;
#[cfg(feature = "page")]
mod tile;
#[cfg(feature = "page")]
mod typed;
#[cfg(feature = "page")]
mod wall;

#[cfg(feature = "page")]
pub use page::PerformanceDashboardPage;
