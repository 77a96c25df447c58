//! The Schedule phase.

mod orders;
mod page;
mod planning;

pub use page::SchedulePage;
