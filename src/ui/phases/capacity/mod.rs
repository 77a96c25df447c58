//! The Capacity phase: who and what is there, when, and whether it is enough.

mod calendars;
mod load;
mod page;
mod week;

pub use page::CapacityPage;
